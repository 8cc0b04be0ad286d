/* Facts that count obligations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "register/fact.h"
#include "register/figure.h"

static const struct rule *asked_rule(const struct asked *q)
{
	return &q->reg->pack->rule[q->rule->obligation];
}

static bool of_this(const struct asked *q, const struct duty *d)
{
	return d->rule == asked_rule(q) && (!q->year || d->period == q->year);
}

/* Counted, perhaps, or not: has it fallen due, or is it late? */
static enum tri duty_is(const struct asked *q, const struct duty *d)
{
	bool due = duty_deadline_high(d) <= q->on, maybe = duty_deadline_low(d) <= q->on;
	if (d->applies == TRI_NO || !maybe)
		return TRI_NO;
	if (q->rule->kind == FACT_DUE)
		return due && d->applies == TRI_YES ? TRI_YES : TRI_MAYBE;
	if (d->now == DUTY_LATE)
		return TRI_YES;
	return d->now == DUTY_UNKNOWN && duty_deadline_low(d) < q->on ? TRI_MAYBE : TRI_NO;
}

static const char *duty_reason(struct asked *q, const struct duty *d)
{
	char due[11], done[EDTF_TEXT];
	const char *by = day_format(duty_deadline_high(d), due);
	if (d->done_by != TRI_NO)
		return arena_printf(
			q->a, "due %s, %s, done %s", by, duty_names[d->now], edtf_format(d->done, done));
	return arena_printf(q->a, "due %s, %s", by, duty_names[d->now]);
}

static day_t completion_as_at(const struct asked *q)
{
	const struct rule *rule = asked_rule(q);
	if (!rule->met)
		return DAY_NONE_LOW;
	return reg_coverage(q->reg, q->reg->treaty, rule->met_by, 0, rule->id, DAY_NONE_LOW, q->on);
}

int fact_duties(struct asked *q, struct err *e)
{
	(void)e;
	struct duty *d;
	size_t n = reg_duties_all(q->reg, q->a, q->on, &d), low = 0, high = 0;
	for (size_t i = 0; i < n; i++) {
		if (!of_this(q, &d[i]))
			continue;
		enum tri is = duty_is(q, &d[i]);
		low += is == TRI_YES;
		high += is != TRI_NO;
		fact_counted(q, d[i].met_act, d[i].state, is == TRI_YES, duty_reason(q, &d[i]));
	}
	const struct rule *rule = asked_rule(q);
	q->fact->unit = rule->met && rule->met_by == ACT_REPORT_RECEIVED ? "reports" : "obligations";
	day_t as_at = reg_actions_as_at(q->reg, PRED_DEPOSITED, q->on);
	if (q->rule->kind ==
		FACT_OUTSTANDING) /* it rests on absence: earlier() of not covered is not covered */
		as_at = day_earlier(as_at, completion_as_at(q));
	fact_range(q, low, high, as_at);
	return 0;
}

/* Has the State done all of it that is on file? Duties come grouped by State; *at moves to the next one. */
static enum tri state_completed(
	struct asked *q, size_t n, const struct duty *d, size_t *at, const struct duty **ret)
{
	enum tri all = TRI_YES;
	uint32_t state = d[*at].state;
	*ret = NULL;
	for (; *at < n && d[*at].state == state; ++*at) {
		const struct duty *x = &d[*at];
		if (x->rule != asked_rule(q) || (x->applies != TRI_YES && x->done_by == TRI_NO))
			continue;
		all = tri_and(all, x->done_by);
		if (!*ret ||
			x->done.high > (*ret)->done.high) /* what is not done is never done: last of all */
			*ret = x;
	}
	return *ret ? all : TRI_NO;
}

int fact_completed(struct asked *q, struct err *e)
{
	(void)e;
	struct duty *d;
	size_t n = reg_duties_all(q->reg, q->a, q->on, &d), low = 0, high = 0, at = 0;
	day_t last = DAY_NONE_LOW;
	struct figure pub;
	while (at < n) {
		const struct duty *x;
		enum tri is = state_completed(q, n, d, &at, &x);
		if (!x)
			continue;
		low += is == TRI_YES;
		high += is != TRI_NO;
		if (is == TRI_YES)
			last = day_later(last, x->done.high);
		fact_counted(q, x->met_act, x->state, is == TRI_YES, duty_reason(q, x));
	}
	q->fact->unit = "States";
	day_t as_at = completion_as_at(q);
	bool published = q->rule->figure && figure_find(q->reg, q->rule->figure, q->on, &pub);
	if (published) {
		q->fact->published = payload_text(q->a, pub.act->payload, "value");
		figure_edition(q, &pub);
	}
	fact_range(q, low, high,
		as_at != DAY_NONE_LOW ? as_at
			: low         ? day_earlier(last, q->on)
				      : DAY_NONE_LOW);
	if (as_at != DAY_NONE_LOW || !low)
		return 0;
	bool agrees = published && low == high && strcmp(q->fact->published, q->fact->value) == 0;
	if (agrees) {
		q->fact->as_at = day_earlier(act_on(pub.act).high, q->on);
	} else { /* not covered: there may be more than we have */
		q->fact->low = arena_printf(q->a, "%zu", low);
		q->fact->value = q->fact->high = "";
		q->fact->quality = QUALITY_BOUNDED;
	}
	return 0;
}
