/* What one State owes and what became of it, as its page shows it. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "offices/status/state.h"

#define LINE_WHOLE 10000 /* hundredths of a percent */
#define LINE_BEFORE 100  /* days of room before the first day */
#define LINE_BEHIND 12   /* a twelfth of the length behind the last */
#define LINE_YEARS 6     /* years written, at most */
#define LABEL_ROOM 2000  /* hundredths of a percent: "+ 5 years" on a phone */
#define STEPS_MAX 64

static const char *with_day(const struct view *v, const char *text, day_t day)
{
	return say_fill(v->a, text, (const struct fill[]){{"day", view_day(v, day)}, {0}});
}

static bool is_report(const struct rule *r)
{
	return r->met && r->met_by == ACT_REPORT_RECEIVED;
}

static const char *done_words(const struct view *v, const struct duty *d)
{
	const char *text = is_report(d->rule) ? say(v, "received: {day}") : say(v, "completed: {day}");

	text = say_fill(v->a, text, (const struct fill[]){{"day", edtf_words(v, d->done)}, {0}});
	if (d->now != DUTY_MET_LATE)
		return text;
	return say_fill(
		v->a, say(v, "{done}, after the due day"), (const struct fill[]){{"done", text}, {0}});
}

const char *duty_words(const struct view *v, const struct duty *d)
{
	day_t deadline = duty_deadline_high(d);

	switch (d->now) {
	case DUTY_DUE:
		return with_day(v, say(v, "due {day}"), deadline);
	case DUTY_LATE:
		return with_day(v,
			is_report(d->rule) ? say(v, "not yet received, due {day}")
					   : say(v, "not yet completed, due {day}"),
			deadline);
	case DUTY_MET:
	case DUTY_MET_LATE:
		return done_words(v, d);
	case DUTY_NOT_APPLICABLE:
		return say(v, "does not apply");
	default:
		break;
	}
	if (d->applies == TRI_MAYBE)
		return say(v, "unknown whether it applies");
	if (deadline != DAY_NONE_HIGH && deadline < v->on && !is_report(d->rule))
		return with_day(v, say(v, "unknown since {day}"), deadline);
	return say(v, "unknown");
}

/* ---- steps ---- */

struct steps {
	const struct view *v;
	struct obligation *o;
	size_t cap;
};

static void step(struct steps *s, struct edtf on, int order, const char *mark, const char *text)
{
	if (s->o->steps_n == STEPS_MAX)
		return;
	GROW(s->v->a, s->o->step, s->o->steps_n, s->cap);
	s->o->step[s->o->steps_n++] = (struct step_line){on, mark, text, order};
}

static int by_day(const void *a, const void *b)
{
	const struct step_line *x = a, *y = b;

	if (x->on.high != y->on.high)
		return x->on.high < y->on.high ? -1 : 1;
	return x->order - y->order;
}

const char *extension_words(const struct view *v, const struct act *act)
{
	struct edtf until;
	const char *outcome = act->as == ACT_DECISION ? payload_text(v->a, act->payload, "outcome") : NULL;

	if (act->as == ACT_EXTENSION_REQUESTED)
		return payload_edtf(act->payload, "until", &until)
			? with_day(v, say(v, "Request for extension received, to {day}"), until.high)
			: say(v, "Request for extension received");
	if (outcome && strcmp(outcome, "granted") == 0 && payload_edtf(act->payload, "until", &until))
		return with_day(v, say(v, "Extension granted, to {day}"), until.high);
	if (outcome && strcmp(outcome, "granted") == 0)
		return say(v, "Extension granted");
	if (outcome && strcmp(outcome, "refused") == 0)
		return say(v, "Extension refused");
	return say(v, "Decision on a request for extension");
}

/* An act that bears on the obligation, in words. */
static void act_step(struct steps *s, const struct act *act)
{
	const struct view *v = s->v;

	switch (act->as) {
	case ACT_EXTENSION_REQUESTED:
		step(s, act_on(act), 1, "o-due", extension_words(v, act));
		break;
	case ACT_DECISION:
		if (payload_is(act->payload, "matter", "extension"))
			step(s, act_on(act), 2, "o-met", extension_words(v, act));
		break;
	case ACT_OBLIGATION_COMPLETED:
		step(s, act_on(act), 3, "o-met", say(v, "Completion declared"));
		break;
	case ACT_OBLIGATION_REOPENED:
		step(s, act_on(act), 4, "o-due", say(v, "Obligation reopened"));
		break;
	default:
		break;
	}
}

static void acts_steps(struct steps *s, const struct duty *d)
{
	const struct reg *r = s->v->reg;
	uint32_t p = journal_last(r->journal, r->treaty, d->state, FAMILY_DUTY, r->known);

	for (; p; p = journal_act(r->journal, p - 1)->prev_subject) {
		const struct act *act = journal_act(r->journal, p - 1);

		if (journal_live(r->journal, p - 1, r->known) && done_by(s->v, act) &&
			payload_is(act->payload, "obligation", d->rule->id))
			act_step(s, act);
	}
}

/* What the record says, and what it does not: a passed deadline is no lateness where receipts may be missing.
 */
static void steps_of(const struct view *v, struct obligation *o, const struct duty *d, day_t from)
{
	struct steps s = {.v = v, .o = o};
	day_t deadline = duty_deadline_high(d);
	struct fill fill[] = {{"treaty", v->treaty_begins}, {0}};

	step(&s, edtf_day(from), 0, "st-party",
		say_fill(
			v->a, say(v, "{treaty} enters into force for the State, and the term begins"), fill));
	acts_steps(&s, d);
	if (deadline < v->on && d->now == DUTY_UNKNOWN)
		step(&s, edtf_day(deadline), 5, "o-unknown",
			say(v,
				"The last deadline on file has passed. Whether it was moved or met "
				"is unknown, so this page does not say that the State is late"));
	else if (deadline < v->on && d->now == DUTY_LATE)
		step(&s, edtf_day(deadline), 5, "o-late", say(v, "The deadline has passed"));
	else if (deadline >= v->on && deadline != DAY_NONE_HIGH && d->now == DUTY_DUE)
		step(&s, edtf_day(deadline), 5, "o-due", say(v, "The deadline"));
	if (o->steps_n)
		qsort(o->step, o->steps_n, sizeof *o->step, by_day);
}

/* ---- the line ---- */

struct reach {
	day_t from, to;
};

static int along(const struct reach *r, day_t d)
{
	if (d <= r->from)
		return 0;
	return d >= r->to ? LINE_WHOLE : (int)((int64_t)(d - r->from) * LINE_WHOLE / (r->to - r->from));
}

static void span(const struct view *v, struct time_line *t, const struct reach *r, const char *css,
	day_t from, day_t to)
{
	int a = along(r, from), b = along(r, to);

	if (b > a)
		t->span[t->spans_n++] = (struct span){css, view_x(v, view_right_to_left(v) ? b : a),
			arena_printf(v->a, "%d.%02d%%", (b - a) / 100, (b - a) % 100)};
}

static void years(const struct view *v, struct time_line *t, const struct reach *r)
{
	int first = day_to_date(r->from).year + 1, last = day_to_date(r->to).year;
	int every = (last - first) / LINE_YEARS + 1;

	t->year = NEW_ARRAY(v->a, struct tick, (size_t)(last - first) + 1);
	for (int y = first; y <= last; y += every) {
		int x = along(r, date_to_day((struct date){y, 1, 1}));

		if (x > 200 && x < LINE_WHOLE - 200)
			t->year[t->years_n++] =
				(struct tick){view_x(v, x), NULL, arena_printf(v->a, "%d", y)};
	}
}

/* Whole years from one day to another; 0 where they are none. */
static size_t years_of(day_t from, day_t to)
{
	struct date a = day_to_date(from), b = day_to_date(to);

	return a.month == b.month && a.day == b.day && b.year > a.year ? (size_t)(b.year - a.year) : 0;
}

/* The end of a term, and above it how long the term was, where that has room. */
static void end_of(const struct view *v, struct time_line *t, const struct reach *r, day_t from, day_t to,
	const char *text)
{
	size_t n = years_of(from, to);
	int a = along(r, from), b = along(r, to), now = along(r, v->on);
	bool room = n && b - a > LABEL_ROOM && (now < b - LABEL_ROOM || now > b);

	t->end[t->ends_n++] = (struct tick){view_x(v, b), NULL,
		room ? say_fill(v->a, text, (const struct fill[]){{"n", view_count(v, n)}, {0}}) : ""};
}

static const char *sentence_of(
	const struct view *v, const struct obligation *o, const struct duty *d, day_t from)
{
	const struct fill fill[] = {{"what", o->label}, {"from", view_day(v, from)},
		{"due", view_day(v, d->due.high)}, {"extended", view_day(v, d->extended_to)},
		{"state", o->words}, {0}};

	return say_fill(v->a,
		d->extended_to != DAY_NONE_LOW
			? say(v, "{what}: from {from} to {due}, extended to {extended}; {state}")
			: say(v, "{what}: from {from} to {due}; {state}"),
		fill);
}

static void line_of(const struct view *v, struct obligation *o, const struct duty *d, day_t from)
{
	struct time_line *t = &o->line;
	day_t last = duty_deadline_high(d);
	day_t to = last > v->on ? last : v->on;

	if (!edtf_exact(d->due) || d->due.high == DAY_NONE_HIGH || from >= d->due.high)
		return;
	struct reach r = {from - LINE_BEFORE, to + (to - from) / LINE_BEHIND};
	bool done = d->now == DUTY_MET || d->now == DUTY_MET_LATE;
	day_t until = done && d->done.high < d->due.high ? d->done.high : d->due.high;
	t->any = true;
	t->extended = d->extended_to != DAY_NONE_LOW;
	span(v, t, &r, done ? "t-met" : "t-run", from, until);
	if (t->extended)
		span(v, t, &r, "t-ext", d->due.high, d->extended_to);
	t->open_ended = d->now == DUTY_UNKNOWN && v->on > last;
	if (t->open_ended)
		span(v, t, &r, "t-unk", last, r.to);
	end_of(v, t, &r, from, d->due.high,
		say_number(v, "{n} year", "{n} years", years_of(from, d->due.high)));
	if (t->extended)
		end_of(v, t, &r, d->due.high, d->extended_to,
			say_number(v, "+ {n} year", "+ {n} years", years_of(d->due.high, d->extended_to)));
	years(v, t, &r);
	int now = along(&r, v->on);
	t->now_x = view_x(v, now);
	t->now_at_end = now > LINE_WHOLE * 9 / 10;
	t->sentence = sentence_of(v, o, d, from);
}

/* ---- all of them ---- */

static day_t began(const struct state_standing *s)
{
	return s->current < s->n && edtf_exact(s->membership[s->current].in_force)
		? s->membership[s->current].in_force.high
		: DAY_NONE_HIGH;
}

static const char *if_declared(const struct view *v, const struct duty *d)
{
	if (d->applies != TRI_MAYBE || !edtf_exact(d->due) || d->due.high == DAY_NONE_HIGH)
		return NULL;
	return with_day(v,
		say(v,
			"No declaration is on file, and the record of declarations is not complete. "
			"If it applies since entry into force, the term ended or ends on {day}."),
		d->due.high);
}

static void row_add(const struct view *v, struct obligation *o, const struct duty *d, size_t *cap)
{
	GROW(v->a, o->row, o->rows_n, *cap);
	o->row[o->rows_n++] = (struct due_row){d->period
			? say_fill(v->a, say(v, "for {year}"),
				  (const struct fill[]){{"year", arena_printf(v->a, "%d", d->period)}, {0}})
			: o->label,
		duty_deadline_high(d), duty_mark(d), duty_words(v, d),
		d->met_act
			? journal_text(v->reg->journal, journal_act(v->reg->journal, d->met_act - 1)->source)
			: NULL};
}

static void single(const struct view *v, struct obligation *o, const struct duty *d, day_t from)
{
	size_t cap = 0;

	o->mark = duty_mark(d);
	o->words = duty_words(v, d);
	o->note = if_declared(v, d);
	o->rank = is_report(d->rule) ? 1 : d->applies == TRI_YES ? 0 : 2;
	if (is_report(d->rule))
		row_add(v, o, d, &cap);
	if (d->applies != TRI_YES || is_report(d->rule) || from == DAY_NONE_HIGH)
		return;
	line_of(v, o, d, from);
	steps_of(v, o, d, from);
}

/* The latest report says what became of the obligation. */
static void yearly(const struct view *v, struct obligation *o, const struct duty *d, size_t n)
{
	size_t cap = 0;

	for (size_t i = n; i-- > 0;)
		if (d[i].rule == o->rule)
			row_add(v, o, &d[i], &cap);
	o->mark = o->row[0].mark;
	o->words = say_fill(v->a, say(v, "{year}: {state}"),
		(const struct fill[]){{"year", o->row[0].label}, {"state", o->row[0].words}, {0}});
	o->rank = 1;
}

static int by_rank(const void *a, const void *b)
{
	const struct obligation *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	return x->rule->line < y->rule->line ? -1 : x->rule->line > y->rule->line;
}

size_t obligations_of(
	const struct view *v, uint32_t state, const struct state_standing *s, struct obligation **ret)
{
	struct duty *d;
	size_t n = reg_duties(v->reg, v->a, state, v->on, &d), at = 0;
	struct obligation *all = NEW_ARRAY(v->a, struct obligation, n + 1);

	for (size_t i = 0; i < n; i++) {
		bool annual = d[i].rule->kind == RULE_ANNUAL, seen = false;

		for (size_t k = 0; k < at && annual; k++)
			seen |= all[k].rule == d[i].rule;
		if (seen)
			continue;
		struct obligation *o = &all[at++];
		o->rule = d[i].rule;
		o->label = view_label(v, &d[i].rule->label);
		if (annual)
			yearly(v, o, d, n);
		else
			single(v, o, &d[i], began(s));
	}
	if (at)
		qsort(all, at, sizeof *all, by_rank);
	*ret = all;
	return at;
}
