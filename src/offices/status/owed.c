/* What one State owes, for who looks after one State. */
#include <stdlib.h>

#include "offices/status/pages.h"

bool owed_is_report(const struct owed *o)
{
	const struct rule *r = o->duty->rule;

	return r->met && r->met_by == ACT_REPORT_RECEIVED && r->met_report;
}

static const char *label_of(const struct view *v, const struct duty *d)
{
	const char *label = view_label(v, &d->rule->label);

	if (d->rule->kind != RULE_ANNUAL || !d->period)
		return label;
	return say_fill(v->a, say(v, "{what}, for {year}"),
		(const struct fill[]){{"what", label}, {"year", arena_printf(v->a, "%d", d->period)}, {0}});
}

static int rank(const struct owed *o)
{
	static const int ranks[DUTY_STATE_COUNT] = {[DUTY_DUE] = 0,
		[DUTY_LATE] = 1,
		[DUTY_UNKNOWN] = 2,
		[DUTY_MET] = 3,
		[DUTY_MET_LATE] = 3,
		[DUTY_NOT_APPLICABLE] = 4};

	return ranks[o->duty->now];
}

static int in_order(const void *a, const void *b)
{
	const struct owed *x = a, *y = b;

	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	if (x->day != y->day)
		return (x->day < y->day) == (rank(x) == 0) ? -1 : 1;
	return x->duty < y->duty ? -1 : x->duty > y->duty;
}

size_t owed_of(const struct view *v, uint32_t state, struct owed **ret)
{
	struct duty *d;
	size_t n = reg_duties(v->reg, v->a, state, v->on, &d), at = 0;
	struct owed *all = NEW_ARRAY(v->a, struct owed, n + 1);

	for (size_t i = 0; i < n; i++)
		if (d[i].now != DUTY_NOT_APPLICABLE)
			all[at++] = (struct owed){&d[i], label_of(v, &d[i]), duty_mark(&d[i]),
				duty_words(v, &d[i]), duty_deadline_high(&d[i]),
				d[i].now == DUTY_DUE || d[i].now == DUTY_LATE};
	if (at)
		qsort(all, at, sizeof *all, in_order);
	*ret = all;
	return at;
}
