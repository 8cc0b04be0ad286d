/* What the pages show, worked out before a template writes it. Private to the office. Everything lives in the
 * view's arena. */
#pragma once
#include "offices/status/status.h"
#include "text/order.h"

/* ---- words and marks ---- */
struct standing_look {
	const char *css, *mark, *label; /* label: English, to be said */
};
extern const struct standing_look standing_looks[STANDING_COUNT];
const char *duty_mark(const struct duty *d);
/* Of a request for extension, or a decision on one. */
const char *extension_words(const struct view *v, const struct act *act);
/* An act of a State with what it is about: "report received (Annual report, for 2019)". */
const char *entry_words(const struct view *v, const struct act *act);
struct cell cell_cited(const struct view *v, const char *english);
/* What a text is cited from: an article in the reader's language, else as the record has it. */
struct cited {
	const char *text;
	bool english;
};
struct cited cited_of(const struct view *v, const char *english);
/* The first web address that a source names; text NULL: none. */
struct url source_url(const struct view *v, const char *text);
/* Where the United Nations keeps the document of a symbol, in the reader's language; NULL: it is no symbol.
 */
struct url symbol_url(const struct view *v, const char *symbol);
bool done_by(const struct view *v, const struct act *act); /* surely, by the day asked */
struct url state_url(const struct view *v, uint32_t state);
struct url fact_url(const struct view *v, const char *key);
/* A figure as the list has it: of the year before, where it is of a year. NULL: it needs to be told of what.
 */
const char *fact_listed(const struct view *v, const struct fact_rule *f);

/* ---- a figure ---- */
struct shown {
	struct fact fact;
	const char *label, *value; /* value: as people read it, "" when unknown */
	const char *low, *high;    /* bounded: "" where there is no such bound */
	const char *quality;       /* its mark: q-exact */
	const char *clause; /* why it is of that quality, in one clause: "at least 10: declarations are …" */
	const char *bounds;       /* of one that is bounded: "at least 10" */
	const char *short_clause; /* without them */
	struct url to;
	size_t count; /* of a number: for its plural form */
};
int shown_fact(const struct view *v, const char *key, struct shown *ret, struct err *e) ATTR_CHECK;
/* The pack's count of States by this predicate; false where it has none. */
bool shown_count(const struct view *v, enum predicate of, struct shown *ret);

/* ---- deposits and entry into force over time ---- */
struct tick {
	const char *x, *y, *text; /* x or y, in percent */
};
struct chart {
	bool any;
	const char *deposited, *in_force; /* SVG paths in a square of 100 */
	size_t deposited_now, in_force_now;
	const char *deposited_y, *in_force_y;
	int first_year, last_year;
	size_t lines_n, years_n;
	struct tick *line, *year;
	const char *entry_x; /* NULL: not in force in its time */
	const char *entry_text_x;
};
struct chart chart_of(const struct view *v);

/* ---- treaty actions ---- */
struct action {
	const struct act *act;
	struct edtf on;
	uint32_t place;
	enum act_kind kind;
	uint32_t state;
	day_t effect;     /* in force, or withdrawal effective; DAY_NONE_HIGH: none or not known */
	bool effect_past; /* by the day asked */
};
/* Latest first; `most` of them. state 0: of all. */
size_t actions_of(const struct view *v, uint32_t state, size_t most, struct action **ret);

/* ---- votes in the General Assembly ---- */
struct vote {
	int year;
	const char *symbol;
	bool known; /* the totals are on file */
	long long yes, no, abstain;
	const char *yes_x, *yes_w, *abstain_x, *abstain_w, *no_x, *no_w; /* of the bar */
	const char *cast; /* of one State: yes no abstain non-voting; NULL: not on file */
};
const char *cast_words(const struct view *v, const char *cast);
/* Latest first; `most` of them. state 0: totals alone. */
size_t votes_of(const struct view *v, uint32_t state, size_t most, struct vote **ret);

/* ---- States ---- */
enum { REGION_COUNT = 6 };                              /* the last: in no group */
size_t region_of(const struct view *v, uint32_t state); /* groups order and choose, they decide nothing */
const char *region_words(const struct view *v, size_t region);
const char *region_code(size_t region); /* "africa", in addresses and files */
enum standing standing_on(const struct view *v, uint32_t state, struct state_standing *ret);
day_t standing_since(const struct state_standing *s); /* DAY_NONE_HIGH: no day, or not exact */

/* ---- pages and lists ---- */
extern const struct route status_routes[];
int home_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int state_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int fact_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int map_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int tiles_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int brief_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int acts_feed(const struct view *v, const char *segment, struct buf *b, struct err *e);
int health_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int meeting_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int nomination_docx(const struct view *v, const char *segment, struct buf *b, struct err *e);
int nomination_xlsx(const struct view *v, const char *segment, struct buf *b, struct err *e);
int votes_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int states_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int obligations_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int facts_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int votes_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int meetings_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int rules_list(const struct view *v, const char *segment, struct list *l, struct err *e);
