/* What falls due next, and the next meeting. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "offices/status/home.h"

struct dues {
	const struct view *v;
	struct coming *all;
	size_t n, cap;
};

static void add(struct dues *s, day_t day, const char *what, struct url to)
{
	GROW(s->v->a, s->all, s->n, s->cap);
	s->all[s->n++] = (struct coming){day, what, to, day - s->v->on};
}

static const char *with(const struct view *v, const char *text, const struct fill *fill)
{
	return say_fill(v->a, text, fill);
}

static const char *of_one(const struct view *v, const struct duty *d)
{
	const char *label = view_label(v, &d->rule->label);
	const struct fill fill[] = {{"state", d->state ? view_state(v, d->state) : ""}, {"what", label},
		{"year", d->period ? arena_printf(v->a, "%d", d->period) : ""}, {0}};

	if (!d->state)
		return label;
	if (d->rule->kind == RULE_ANNUAL)
		return with(v, say(v, "{state}: {what}, for {year}"), fill);
	if (d->extended_to != DAY_NONE_LOW)
		return with(v, say(v, "{state}: {what}, as extended"), fill);
	return with(v, say(v, "{state}: {what}"), fill);
}

static bool same(const struct duty *x, const struct duty *y)
{
	return x->rule == y->rule && x->period == y->period && y->now == DUTY_DUE &&
		duty_deadline_high(x) == duty_deadline_high(y);
}

/* One line for an obligation of many States that falls due on one day. */
static void duties(struct dues *s)
{
	const struct view *v = s->v;
	struct duty *d;
	size_t n = reg_duties_all(v->reg, v->a, v->on, &d);

	for (size_t i = 0; i < n; i++) {
		size_t states = 0;
		bool first = true;

		if (d[i].now != DUTY_DUE || duty_deadline_high(&d[i]) == DAY_NONE_HIGH)
			continue;
		for (size_t k = 0; k < n && first; k++) {
			states += same(&d[i], &d[k]);
			first = k >= i || !same(&d[i], &d[k]);
		}
		if (!first)
			continue;
		const char *what = of_one(v, &d[i]);
		if (states > 1) {
			const char *text = d[i].rule->kind == RULE_ANNUAL
				? say_number(v, "{what}, for {year}, of {n} State Party",
					  "{what}, for {year}, of {n} States Parties", states)
				: say_number(v, "{what}, of {n} State Party", "{what}, of {n} States Parties",
					  states);
			what = with(v, text,
				(const struct fill[]){{"what", view_label(v, &d[i].rule->label)},
					{"year", arena_printf(v->a, "%d", d[i].period)},
					{"n", view_count(v, states)}, {0}});
		}
		add(s, duty_deadline_high(&d[i]), what,
			states == 1 && d[i].state ? state_url(v, d[i].state) : (struct url){NULL});
	}
}

/* Entries into force that are settled and yet to come. */
static void entries(struct dues *s)
{
	const struct view *v = s->v;
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);

	for (size_t i = 0; i < n; i++) {
		struct state_standing t;

		reg_standing(v->reg, state[i], v->on, &t);
		const struct membership *m = t.current < t.n ? &t.membership[t.current] : NULL;
		if (!m || t.standing != STANDING_DEPOSITED || !reg_in_force_known(v->reg, m, v->on) ||
			!edtf_exact(m->in_force))
			continue;
		add(s, m->in_force.high,
			with(v, say(v, "{state}: {treaty} enters into force"),
				(const struct fill[]){
					{"state", view_state(v, state[i])}, {"treaty", v->treaty}, {0}}),
			state_url(v, state[i]));
	}
}

static const struct fact_rule *rule_of(const struct view *v, enum fact_kind kind, const char *what)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->facts_n; i++)
		if (p->fact[i].kind == kind && (!what || strcmp(p->fact[i].what, what) == 0))
			return &p->fact[i];
	return NULL;
}

static bool fact_of(const struct view *v, enum fact_kind kind, const char *what, struct fact *ret)
{
	const struct fact_rule *rule = rule_of(v, kind, what);
	struct err e;

	return rule && reg_fact(v->reg, v->a, rule->key, v->on, ret, &e) == 0 &&
		ret->quality == QUALITY_EXACT;
}

static day_t day_of(const struct view *v, enum fact_kind kind, const char *what)
{
	struct fact f;
	struct err e;
	day_t day;

	if (!fact_of(v, kind, what, &f) || day_parse(f.value, strlen(f.value), &day, &e) < 0)
		return DAY_NONE_HIGH;
	return day;
}

static int earliest_first(const void *a, const void *b)
{
	const struct coming *x = a, *y = b;

	return x->day != y->day ? (x->day < y->day ? -1 : 1) : strcmp(x->what, y->what);
}

size_t coming_of(const struct view *v, size_t most, struct coming **ret)
{
	struct dues s = {.v = v};
	const struct fact_rule *closes = rule_of(v, FACT_REQUEST_CLOSES, NULL);
	day_t day = day_of(v, FACT_REQUEST_CLOSES, NULL);

	duties(&s);
	entries(&s);
	if (day != DAY_NONE_HIGH && day >= v->on)
		add(&s, day, view_label(v, &closes->label), fact_url(v, closes->key));
	if (s.n)
		qsort(s.all, s.n, sizeof *s.all, earliest_first);
	*ret = s.all;
	return s.n < most ? s.n : most;
}

/* A text of the meeting's own act, in the language or English. */
static const char *told(const struct view *v, const struct act *act, const char *field)
{
	const char *text = payload_member(v->a, act->payload, field, v->words->tag);

	return text ? text : payload_member(v->a, act->payload, field, "en");
}

struct next_meeting meeting_of(const struct view *v)
{
	struct next_meeting m = {.name = "", .city = "", .presidency = ""};
	struct fact f;

	m.opens = day_of(v, FACT_MEETING, "opens");
	m.closes = day_of(v, FACT_MEETING, "closes");
	if (fact_of(v, FACT_MEETING, "city", &f))
		m.city = f.value;
	if (!fact_of(v, FACT_MEETING, "name", &f))
		return m;
	m.any = true;
	m.name = f.value;
	if (f.counted_n && f.counted[0].act) {
		const struct act *act = journal_act(v->reg->journal, f.counted[0].act - 1);
		const char *name = told(v, act, "name");
		const char *state = payload_text(v->a, act->payload, "presidency");

		m.english = v->words != words_all[0] &&
			!payload_member(v->a, act->payload, "name", v->words->tag);
		m.name = name ? name : m.name;
		if (state && journal_word(v->reg->journal, state))
			m.presidency = view_state(v, journal_word(v->reg->journal, state));
	}
	return m;
}
