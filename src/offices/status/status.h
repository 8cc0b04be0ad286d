/* Where a treaty stands: who is bound, what is due, every figure with the acts behind it. Derives; records
 * nothing. */
#pragma once
#include "cli/cli.h"
#include "web/list.h"

extern const struct office status_office;

/* What falls due next, and the next meeting; the earliest first, at most `most`. Lives in the view's arena.
 */
struct coming {
	day_t day;
	const char *what; /* a sentence without a full stop */
	struct url to;    /* text NULL: none */
	int days;
};
size_t coming_of(const struct view *v, size_t most, struct coming **ret);

/* What one State owes under each rule and what became of it: what falls due, by its day; then, the latest
 * first, what is late, what the record does not know, what was met. Of yearly ones each year. Lives in the
 * view's arena. */
struct owed {
	const struct duty *duty;
	const char *label;        /* "Annual report, for 2025" */
	const char *mark, *words; /* words: "not yet received, due 30 April 2026" */
	day_t day;                /* of its deadline; DAY_NONE_HIGH: not known */
	bool open;                /* due, or late */
};
size_t owed_of(const struct view *v, uint32_t state, struct owed **ret);
bool owed_is_report(const struct owed *o); /* met by a report that is received */

/* Public acts about a State, as words; the newest first. */
struct entry {
	struct edtf on;
	const char *kind, *source;
	bool later; /* perhaps later than the day asked: these come last */
};
size_t entries_about(const struct view *v, uint32_t state, size_t most, struct entry **ret);

/* ---- what other offices' pages say in the same words ---- */
const char *kind_words(const struct view *v, enum act_kind kind); /* "accession" */
const char *standing_words(const struct view *v, enum standing s);
const char *duty_words(const struct view *v, const struct duty *d);
const char *edtf_words(const struct view *v, struct edtf day); /* "not later than 31 August 2019" */

/* ---- what the site has a page or a line of ---- */
enum mention_kind {
	MENTION_STATE,
	MENTION_MEETING,
	MENTION_FIGURE,
	MENTION_RULE,
	MENTION_DOCUMENT,
	MENTION_ACT,
	MENTION_COUNT
};
extern const struct mention_info {
	const char *name;  /* "state", in files and addresses */
	const char *label; /* English, T() */
} mention_kinds[MENTION_COUNT];
/* One of them, in the view's language. Lives in the view's arena. */
struct mention {
	enum mention_kind kind;
	const char
		*key; /* ISO code, code of the meeting, key of the figure, name of the rule, id of the act */
	uint64_t seq; /* of the act; 0: of none */
	const char *title; /* English where the record has no other */
	const char *text;  /* what else is said of it, piece by piece; "" nothing */
	struct edtf on;    /* both DAY_NONE_HIGH: it has no day */
	struct url to;
};
/* States, meetings, figures and rules, in this order, as at the view's day: the same ones in every language.
 */
size_t mentions_named(const struct view *v, struct mention **ret);
/* The act with this number, where it is the treaty's, public, counts, and stands for itself: what tells of a
 * meeting stands for the meeting. False: it is none. */
bool mention_act(const struct view *v, uint64_t seq, struct mention *ret);
/* A day as people read it, "" none. */
const char *mention_day(const struct view *v, const struct mention *m);

struct cell cell_edtf(const struct view *v, struct edtf day); /* none where it never was */
struct order;
/* In the order of the language. */
size_t states_by_name(const struct view *v, const struct order *o, uint32_t **ret);
