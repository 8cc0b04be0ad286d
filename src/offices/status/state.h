/* The page of one State, and the list of all. Private to the office. */
#pragma once
#include "offices/status/pages.h"
#include "offices/status/status.h"

struct dated {
	const char *label; /* in the language */
	day_t day;         /* DAY_NONE_HIGH: text stands for it */
	const char *text;
	struct url why; /* text NULL: none */
};
struct step_line {
	struct edtf on;
	const char *mark, *text;
	int order; /* of what stands on one day */
};
/* Lengths along the line, in percent. */
struct span {
	const char *css, *x, *width;
};
struct time_line {
	bool any, extended, open_ended;
	size_t spans_n, ends_n, years_n;
	struct span span[3];
	struct tick end[2], *year;
	const char *now_x, *now_text_x;
	bool now_at_end; /* the words stand before the line */
	const char *sentence;
};
struct due_row {
	const char *label; /* "for 2025" */
	day_t due;
	const char *mark, *words;
	const char *source; /* of the receipt; NULL none */
};
struct obligation {
	const struct rule *rule;
	const char *label, *mark, *words; /* words: what became of it */
	const char *note;                 /* a sentence, or NULL */
	struct time_line line;
	size_t steps_n, rows_n;
	struct step_line *step;
	struct due_row *row; /* latest first */
	int rank;
};
size_t obligations_of(
	const struct view *v, uint32_t state, const struct state_standing *s, struct obligation **ret);

struct paper {
	struct edtf on;
	const char *symbol, *what; /* what: the act that cites it, in words */
};
struct state_view {
	uint32_t state;
	const char *iso3, *name, *formal, *groups;
	struct state_standing standing;
	const struct standing_look *look;
	const char *lead;
	bool founder;
	struct url why;
	size_t facts_n, obligations_n, entries_n, later_n, votes_n; /* later_n of the entries come last */
	struct dated fact[8];
	struct obligation *obligation;
	struct entry *entry;
	struct vote *vote;
	size_t papers_n;
	struct paper *paper; /* the newest first */
	struct frame frame;
};
/* The standing in one sentence. */
const char *state_lead(const struct view *v, const struct state_standing *s);
/* ERR_NOTFOUND names the nearest. */
int state_of_page(const struct view *v, const char *segment, uint32_t *ret, struct err *e) ATTR_CHECK;
struct url brief_url(const struct view *v, const char *iso3);
