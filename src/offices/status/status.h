/* Where a treaty stands: who is bound, what is due, every figure with the acts behind it. Derives; records
 * nothing. */
#pragma once
#include "cli/cli.h"
#include "web/view.h"

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
const char *edtf_words(const struct view *v, struct edtf day); /* "not later than 31 August 2019" */
