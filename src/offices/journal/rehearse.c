/* What would change if a draft were recorded: the register before and after, side by side. */
#include <string.h>

#include "offices/journal/rehearse.h"

#define EFFECTS_MAX 60u

struct supposing {
	const struct acts_desk *d;
	const struct draft *draft;
	struct rehearsal *to;
	size_t cap;
	const struct pack *pack;
	struct view before, after;
	struct reg reg_before, reg_after;
};

static void effect(struct supposing *s, const char *what, const char *before, const char *after)
{
	if (strcmp(before, after) == 0 || s->to->n == EFFECTS_MAX)
		return;
	GROW(s->d->q->a, s->to->effect, s->to->n, s->cap);
	s->to->effect[s->to->n++] = (struct effect){what, before, after};
}

/* ---- a State ---- */

static const char *standing_text(const struct view *v, uint32_t state, const char **ret_in_force)
{
	struct state_standing s;

	reg_standing(v->reg, state, v->on, &s);
	const struct membership *m = s.current < s.n ? &s.membership[s.current] : NULL;
	*ret_in_force =
		m && reg_in_force_known(v->reg, m, v->on) ? edtf_words(v, m->in_force) : say(v, "none");
	return standing_words(v, s.standing);
}

static void standing(struct supposing *s, uint32_t state)
{
	const char *force_before, *force_after;
	const char *before = standing_text(&s->before, state, &force_before);
	const char *after = standing_text(&s->after, state, &force_after);

	effect(s, say(s->d->v, "Standing"), before, after);
	effect(s, say(s->d->v, "In force for it"), force_before, force_after);
}

static bool same_duty(const struct duty *x, const struct duty *y)
{
	return x->rule == y->rule && x->state == y->state && x->period == y->period &&
		strcmp(x->cause, y->cause) == 0;
}

static const char *duty_name(const struct view *v, const struct duty *x)
{
	const char *label = view_label(v, &x->rule->label);

	if (x->period)
		label = arena_printf(v->a, "%s, %d", label, x->period);
	return *x->cause ? arena_printf(v->a, "%s (%s)", label, x->cause) : label;
}

static void duties(struct supposing *s, uint32_t state)
{
	struct duty *before = NULL, *after = NULL;
	struct arena *a = s->d->q->a;
	const struct view *v = s->d->v;
	size_t n = reg_duties(&s->reg_before, a, state, v->on, &before);
	size_t m = reg_duties(&s->reg_after, a, state, v->on, &after);

	for (size_t i = 0; i < m; i++) {
		size_t k = 0;

		while (k < n && !same_duty(&before[k], &after[i]))
			k++;
		effect(s, duty_name(v, &after[i]),
			k < n ? duty_words(&s->before, &before[k]) : say(v, "none"),
			duty_words(&s->after, &after[i]));
	}
	for (size_t k = 0; k < n; k++) {
		size_t i = 0;

		while (i < m && !same_duty(&before[k], &after[i]))
			i++;
		if (i == m)
			effect(s, duty_name(v, &before[k]), duty_words(&s->before, &before[k]),
				say(v, "none"));
	}
}

/* ---- figures ---- */

static const char *fact_value(const struct view *v, const struct fact *f)
{
	day_t day;
	struct err none;

	if (f->type == VALUE_DAY && day_parse(f->value, strlen(f->value), &day, &none) == 0)
		return view_day(v, day);
	return f->type == VALUE_NUMBER || f->type == VALUE_DECIMAL ? view_number(v, f->value) : f->value;
}

static const char *fact_text(const struct view *v, const char *key)
{
	struct fact f;
	struct err none;

	if (reg_fact(v->reg, v->a, key, v->on, &f, &none) < 0)
		return say(v, "unknown");
	if (f.quality == QUALITY_BOUNDED && *f.value) /* counted beyond what the record is complete to */
		return say_fill(v->a, say(v, "{n} on file, perhaps more"),
			(const struct fill[]){{"n", fact_value(v, &f)}, {0}});
	if (f.quality == QUALITY_BOUNDED)
		return say_fill(v->a, say(v, "{low} to {high}"),
			(const struct fill[]){{"low", f.low}, {"high", *f.high ? f.high : "…"}, {0}});
	if (f.quality == QUALITY_UNKNOWN)
		return say(v, "unknown");
	return f.none ? say(v, "none") : fact_value(v, &f);
}

static void figures(struct supposing *s)
{
	for (size_t i = 0; i < s->pack->facts_n; i++) {
		const struct fact_rule *rule = &s->pack->fact[i];

		if (rule->argument == ARG_NONE || fact_argument_optional(rule))
			effect(s, view_label(s->d->v, &rule->label), fact_text(&s->before, rule->key),
				fact_text(&s->after, rule->key));
	}
}

/* The journal holds the draft now, as if it were recorded. */
static void supposed(void *ctx, uint64_t known)
{
	struct supposing *s = ctx;
	const struct journal *j = s->d->book.journal;
	uint32_t state = journal_word(j, s->draft->subject);

	reg_open(&s->reg_before, j, s->pack, s->d->book.known);
	reg_open(&s->reg_after, j, s->pack, known);
	s->before.reg = &s->reg_before;
	s->after.reg = &s->reg_after;
	if (state && reg_state_known(&s->reg_before, state)) {
		standing(s, state);
		duties(s, state);
	}
	figures(s);
}

int rehearse(const struct acts_desk *d, const struct draft *x, struct rehearsal *ret, struct err *e)
{
	struct book book = d->book;
	struct supposing s = {.d = d, .draft = x, .to = ret, .before = *d->v, .after = *d->v};

	*ret = (struct rehearsal){0};
	book_try(d->q->run, &book, x, 1, &ret->trial);
	if (ret->trial.outcome != OUTCOME_NEW)
		return 0;
	s.pack = book_pack(&book, strcmp(x->treaty, "world") == 0 ? d->v->reg->pack->code : x->treaty);
	return s.pack ? book_suppose(d->q->run, &book, x, 1, supposed, &s, e) : 0;
}
