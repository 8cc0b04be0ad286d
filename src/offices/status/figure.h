/* The page of one figure, and the list of all. Private to the office. */
#pragma once
#include "offices/status/pages.h"

struct rail {
	bool any, bounded, mark;                  /* mark: the value stands below its place */
	const char *at, *low, *width, *high_text; /* places in percent; high_text: what stands at the end */
	const char *sentence;
};
struct ledger_row {
	const char *what, *sub; /* sub: "" none */
	bool less;              /* is taken off */
	size_t n;
};
struct counted_row {
	uint32_t state; /* word, 0 none */
	const char *what, *source, *reason;
	bool dated;
	struct edtf on;
	day_t effect; /* in force; DAY_NONE_HIGH none */
};
/* Acts left out for one reason. */
struct left_out {
	const char *reason;
	bool english; /* the register's own words */
	size_t n;
	const char *names; /* of the States; "" none */
};
struct figure_view {
	struct shown shown;
	const char *key, *rule;
	struct cited source;
	struct rail rail;
	day_t complete;
	bool by_state, has_effect; /* columns of the table */
	size_t ledger_n, counted_n, shown_n, left_n, left_total;
	struct ledger_row *ledger;
	struct counted_row *counted;
	const char *names; /* States counted without an act, "" none */
	struct left_out *left;
	struct chart chart;
	const char *cite;
	struct frame frame;
};
/* The rule in the reader's words, and the articles it rests on ("" none). */
const char *rule_words(const struct view *v, const struct fact_rule *f);
struct cited rule_source(const struct view *v, const struct fact_rule *f);
