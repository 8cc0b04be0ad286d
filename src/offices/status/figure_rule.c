/* What each kind of figure counts, in the reader's words. */
#include <string.h>

#include "offices/status/figure.h"

static const char *counts[PRED_COUNT] = {
	[PRED_SIGNATORY] = T("A State counts that has signed and never deposited an instrument."),
	[PRED_SIGNED] = T("A State counts that has signed, whatever happened later."),
	[PRED_JOINED] =
		T("A State counts that has an instrument in effect, or has signed and never deposited one."),
	[PRED_NOT_PARTY] = T("A State of the world counts that has no instrument in effect."),
	[PRED_STATE] = T("A State counts from the day on which it is one to which {treaty} is open."),
};

static const char *in_force_words(const struct view *v)
{
	const struct terms *t = &v->reg->pack->terms;
	struct fill fill[] = {{"treaty", v->treaty}, {"n", view_count(v, (size_t)t->state_step.n)},
		{"day", view_day(v, v->reg->in_force.high)}, {0}};
	const char *ends = say(v, "It no longer counts from the day on which its withdrawal takes effect.");
	const char *begins;

	if (t->state_step.unit == STEP_FIRST_OF_MONTH)
		begins = say(v,
			"A State counts from the first day of the {n}th month after the month in "
			"which it deposited its instrument, and never before the entry into "
			"force of {treaty} itself.");
	else if (t->state_step.unit == STEP_DAYS)
		begins = say(v,
			"A State counts from the {n}th day after it deposited its instrument, and "
			"never before the entry into force of {treaty} itself.");
	else
		begins = say(v, "A State counts from the day on which {treaty} enters into force for it.");
	return arena_printf(v->a, "%s %s", say_fill(v->a, begins, fill), ends);
}

static const char *kind_of(const struct view *v, const struct fact_rule *f)
{
	switch (f->kind) {
	case FACT_COUNT_OF:
		if (f->of == PRED_DEPOSITED)
			return say(v,
				"A State counts from the day on which it deposited its instrument. It no "
				"longer counts from the day on which its withdrawal takes effect.");
		return f->of == PRED_IN_FORCE ? in_force_words(v) : say(v, counts[f->of]);
	case FACT_PERCENT:
		return say(v,
			"The States of one count as a share of those of another, to a tenth of a "
			"per cent; half a tenth is rounded up.");
	case FACT_IN_FORCE_ON:
	case FACT_YEARS:
	case FACT_ANNIVERSARY:
		return say(v, "The deposit of instrument number {n} sets the day of entry into force.");
	case FACT_LATEST:
		return say(v,
			"The last day of deposit among States with an instrument in effect. "
			"Deposits of one day have no order.");
	case FACT_DUE:
		return say(v, "Obligations whose due day has come: {what}.");
	case FACT_OUTSTANDING:
		return say(v,
			"Obligations past their due day and not met: {what}. Without a complete "
			"record of what was received the number is unknown, never zero.");
	case FACT_COMPLETED:
		return say(v, "States that completed the obligation and have not had it reopened: {what}.");
	case FACT_PUBLISHED:
		return say(v,
			"The last edition published by the day. It is a publisher’s figure, not a "
			"count of this register.");
	case FACT_MEETING:
		return say(v,
			"Of the meetings that close on the day or later, the one that opens first, "
			"as convened or moved by then.");
	case FACT_REQUEST_CLOSES:
		return say(v, "Counted back from the opening of the meeting.");
	case FACT_VOTE:
		return say(v,
			"The last resolution of the series adopted by the day, and the published "
			"total of the plenary vote on it.");
	default:
		return say(v, "Read off the acts of that State.");
	}
}

static const struct rule *obligation_of(const struct view *v, const struct fact_rule *f)
{
	bool has = f->kind == FACT_DUE || f->kind == FACT_OUTSTANDING || f->kind == FACT_COMPLETED ||
		f->kind == FACT_REQUEST_CLOSES;

	return has ? &v->reg->pack->rule[f->obligation] : NULL;
}

const char *rule_words(const struct view *v, const struct fact_rule *f)
{
	const struct rule *o = obligation_of(v, f);

	return say_fill(v->a, kind_of(v, f),
		(const struct fill[]){{"treaty", v->treaty},
			{"n", view_count(v, (size_t)v->reg->pack->terms.threshold)},
			{"what", o ? view_label(v, &o->label) : ""}, {0}});
}

static const char *source_of(const struct view *v, const struct fact_rule *f)
{
	const struct terms *t = &v->reg->pack->terms;
	const struct rule *o = obligation_of(v, f);

	if (o)
		return o->source ? o->source : "";
	if (f->kind == FACT_IN_FORCE_ON || f->kind == FACT_YEARS || f->kind == FACT_ANNIVERSARY)
		return t->threshold_source ? t->threshold_source : "";
	if (f->kind == FACT_COUNT_OF && f->of == PRED_IN_FORCE && t->state_source && t->withdrawal_source)
		return arena_printf(v->a, "%s; %s", t->state_source, t->withdrawal_source);
	if (f->kind == FACT_COUNT_OF && f->of == PRED_DEPOSITED && t->withdrawal_source)
		return t->withdrawal_source;
	return "";
}

struct cited rule_source(const struct view *v, const struct fact_rule *f)
{
	return cited_of(v, source_of(v, f));
}
