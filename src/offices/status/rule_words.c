#include "offices/status/rule_words.h"

#include <string.h>

#define A_YEAR 2001 /* any that is no leap year: the year is not shown */

static const char *with(const struct view *v, const char *text, const char *name, const char *what)
{
	return say_fill(v->a, text,
		(const struct fill[]){
			{name, what}, {"treaty", v->treaty}, {"treaty_begins", v->treaty_begins}, {0}});
}

const char *span_words(const struct view *v, struct step s)
{
	size_t n = s.n < 0 ? 0 : (size_t)s.n;
	const char *text;

	switch (s.unit) {
	case STEP_YEARS:
		text = say_number(v, "{n} year", "{n} years", n);
		break;
	case STEP_MONTHS:
	case STEP_FIRST_OF_MONTH:
		text = say_number(v, "{n} month", "{n} months", n);
		break;
	default:
		text = say_number(v, "{n} day", "{n} days", n);
	}
	return with(v, text, "n", view_count(v, n));
}

static const char *joined(const struct view *v, const char *text, const char *more)
{
	if (!*text || !*more)
		return *text ? text : more;
	return arena_printf(v->a, "%s%s%s", text, strcmp(v->words->tag, "zh") == 0 ? "" : " ", more);
}

/* ---- those that stand once ---- */

const char *signature_words(const struct view *v)
{
	const struct terms *t = &v->reg->pack->terms;
	const char *open =
		with(v, say(v, "Open for signature from {day}."), "day", view_day(v, t->signature_opens));

	if (t->closes == CLOSES_ENTRY_INTO_FORCE)
		return joined(v, open, with(v, say(v, "It closes when {treaty} enters into force."), "", ""));
	if (t->closes == CLOSES_ON_DAY)
		return joined(
			v, open, with(v, say(v, "It closes on {day}."), "day", view_day(v, t->closes_on)));
	return joined(v, open, say(v, "It does not close."));
}

const char *threshold_words(const struct view *v)
{
	const struct terms *t = &v->reg->pack->terms;
	bool month = t->threshold_step.unit == STEP_FIRST_OF_MONTH;
	const char *text = month
		? say(v,
			  "{treaty_begins} enters into force on the first day of the month that "
			  "is {span} after the month in which instrument number {n} is deposited.")
		: say(v,
			  "{treaty_begins} enters into force {span} after the deposit of "
			  "instrument number {n}.");

	return say_fill(v->a, text,
		(const struct fill[]){{"treaty_begins", v->treaty_begins},
			{"span", span_words(v, t->threshold_step)},
			{"n", view_count(v, (size_t)t->threshold)}, {0}});
}

const char *state_words(const struct view *v)
{
	const struct terms *t = &v->reg->pack->terms;

	return with(v,
		t->state_step.unit == STEP_FIRST_OF_MONTH
			? say(v,
				  "For a State that deposits later it enters into force on the first day of "
				  "the month that is {span} after the month of its deposit.")
			: say(v,
				  "For a State that deposits later it enters into force {span} after "
				  "its deposit."),
		"span", span_words(v, t->state_step));
}

const char *withdrawal_words(const struct view *v)
{
	const struct terms *t = &v->reg->pack->terms;
	const char *text =
		with(v, say(v, "A withdrawal takes effect {span} after the depositary received it."), "span",
			span_words(v, t->withdrawal_step));

	return t->held_by_conflict
		? joined(v, text,
			  say(v,
				  "Where the State is then in an armed conflict, not before the "
				  "conflict ends."))
		: text;
}

/* ---- obligations ---- */

static const char *condition_label(const struct view *v, const char *condition)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind == RULE_CONDITION && strcmp(p->rule[i].condition, condition) == 0)
			return view_label(v, &p->rule[i].label);
	return condition;
}

static const char *annual_words(const struct view *v, const struct rule *r)
{
	day_t day = date_to_day((struct date){A_YEAR, r->due_month, r->due_day});

	return with(v, say(v, "Due each year by {day}, for the year before."), "day",
		lang_day_of_year(v->forms, v->a, day));
}

static const char *recurrence_words(const struct view *v, const struct rule *r)
{
	const char *text = with(v, say(v, "The first is held within {span} of entry into force."), "span",
		span_words(v, r->step));

	return r->has_every ? joined(v, text,
				      with(v, say(v, "Each further one follows {span} later."), "span",
					      span_words(v, r->every)))
			    : text;
}

/* What hangs on the condition. */
static const char *condition_words(const struct view *v, const struct rule *r)
{
	const struct pack *p = v->reg->pack;
	const char **name = NEW_ARRAY(v->a, const char *, p->rules_n + 1);
	size_t n = 0;

	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind != RULE_CONDITION && p->rule[i].condition &&
			strcmp(p->rule[i].condition, r->condition) == 0)
			name[n++] = view_label(v, &p->rule[i].label);
	if (!n)
		return say(v, "A State declares it. No deadline depends on it.");
	return with(v, say(v, "A State declares it. On it depends: {what}."), "what",
		lang_list(v->forms, v->a, n, name));
}

static const char *when_words(const struct view *v, const struct rule *r)
{
	const char *span = span_words(v, r->step);

	switch (r->kind) {
	case RULE_OFFSET:
		return with(v, say(v, "Due {span} after {treaty} enters into force for the State."), "span",
			span);
	case RULE_ANNUAL:
		return annual_words(v, r);
	case RULE_DEADLINE_SET:
		return say(v, "Due by the day that a meeting of the States Parties sets.");
	case RULE_WINDOW:
		return say_fill(v->a, say(v, "Due {span} after this entry: {kind}."),
			(const struct fill[]){{"span", span}, {"kind", kind_words(v, r->opened_by)}, {0}});
	case RULE_RECURRENCE:
		return recurrence_words(v, r);
	case RULE_BEFORE:
		return with(v, say(v, "{span} before the meeting opens."), "span", span);
	default:
		return condition_words(v, r);
	}
}

const char *demand_words(const struct view *v, const struct rule *r)
{
	const char *text = when_words(v, r);

	if (r->kind == RULE_OFFSET && r->founders != DAY_NONE_LOW)
		text = joined(v, text,
			with(v, say(v, "For States bound from the beginning: {day}."), "day",
				view_day(v, r->founders)));
	if (r->kind != RULE_CONDITION && r->condition)
		text = joined(v, text,
			with(v, say(v, "Only for a State of which this is so: {condition}."), "condition",
				condition_label(v, r->condition)));
	if (r->has_extension)
		text = joined(v, text,
			with(v, say(v, "It may be extended by up to {span} at a time."), "span",
				span_words(v, r->extension_at_most)));
	return text;
}
