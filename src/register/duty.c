/* Obligations: which arise, when they fall due, what met them. docs/reading.md, Obligations. */
#include "register/duty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const duty_names[DUTY_STATE_COUNT + 1] = {
	"due", "late", "met", "met-late", "not-applicable", "unknown", NULL};

day_t duty_deadline_low(const struct duty *d)
{
	return d->extended_to != DAY_NONE_LOW ? d->extended_to : d->due.low;
}

day_t duty_deadline_high(const struct duty *d)
{
	return d->extended_to != DAY_NONE_LOW ? d->extended_to : d->due.high;
}

/* ---- the acts that bear on one State's obligations ---- */

static int bearing_cmp(const void *a, const void *b)
{
	const struct bearing *x = a, *y = b;
	if (x->on.high != y->on.high)
		return x->on.high < y->on.high ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void bearing_read(struct duties *ds, struct arena *a, uint32_t subject)
{
	const struct reg *r = ds->reg;
	uint32_t place;
	size_t cap = 0;
	struct walk w = walk_subject(r, r->treaty, subject, ACT_REPORT_RECEIVED);
	for (const struct act *act = walk_next(&w, &place); act; act = walk_next(&w, &place)) {
		enum tri by = act_by(act, ds->on);
		if (by == TRI_NO)
			continue;
		GROW(a, ds->bearing, ds->bearing_n, cap);
		ds->bearing[ds->bearing_n++] = (struct bearing){act, place, act_on(act), by, false};
	}
	if (ds->bearing_n)
		qsort(ds->bearing, ds->bearing_n, sizeof *ds->bearing, bearing_cmp);
}

static bool same_cause(const struct act *a, const char *cause)
{
	struct slice raw;
	if (!payload_raw(a->payload, "cause", &raw))
		return *cause == '\0';
	return payload_is(a->payload, "cause", cause);
}

/* The id by which others know an act: that of the first, however often it was corrected. */
static const char *first_id(const struct duties *ds, uint32_t place)
{
	const struct journal *j = ds->reg->journal;
	for (uint32_t target = place; target; target = journal_corrects(j, target - 1))
		place = target;
	return act_id(journal_act(j, place - 1));
}

/* Does the act answer the one at this place, by its id or that of one it corrected? */
static bool answers(const struct duties *ds, const struct act *a, uint32_t place)
{
	const struct journal *j = ds->reg->journal;
	for (; place; place = journal_corrects(j, place - 1))
		if (payload_is(a->payload, "answers", act_id(journal_act(j, place - 1))))
			return true;
	return false;
}

static bool bears_on(const struct act *a, enum act_kind kind, const struct duty *d)
{
	return a->as == kind && payload_is(a->payload, "obligation", d->rule->id) && same_cause(a, d->cause);
}

/* ---- conditions ---- */

static enum tri answer_of(const struct act *a)
{
	if (payload_is(a->payload, "answer", "yes"))
		return TRI_YES;
	return payload_is(a->payload, "answer", "no") ? TRI_NO : TRI_MAYBE;
}

/* Yes, no, or maybe (not known, or contradicted on the same day), and the act that says so. */
static enum tri declared(const struct duties *ds, const char *about, uint32_t *ret_act)
{
	enum tri said = TRI_MAYBE;
	day_t best = DAY_NONE_LOW; /* an undated declaration yields to any dated one */
	bool any = false;
	for (size_t i = 0; i < ds->bearing_n; i++) {
		const struct bearing *b = &ds->bearing[i];
		day_t day = act_undated(b->act) ? DAY_NONE_LOW : b->on.high;
		if (b->act->as != ACT_DECLARED || !payload_is(b->act->payload, "about", about))
			continue;
		if ((b->by != TRI_YES && day != DAY_NONE_LOW) || (any && day < best))
			continue;
		enum tri answer = answer_of(b->act);
		said = any && day == best && answer != said ? TRI_MAYBE : answer;
		best = day;
		any = true;
		*ret_act = b->place;
	}
	return said;
}

static enum tri applies(const struct duties *ds, struct duty *d)
{
	if (!d->rule->condition)
		return TRI_YES;
	for (size_t i = 0; i < ds->bearing_n; i++) { /* what was done about it shows that it applied */
		const struct bearing *b = &ds->bearing[i];
		bool shows = bears_on(b->act, ACT_OBLIGATION_COMPLETED, d) ||
			bears_on(b->act, ACT_EXTENSION_REQUESTED, d) ||
			(bears_on(b->act, ACT_DECISION, d) &&
				payload_is(b->act->payload, "matter", "extension")) ||
			bears_on(b->act, ACT_CAUSE_AROSE, d);
		if (shows && b->by == TRI_YES) {
			d->condition_act = b->place;
			return TRI_YES;
		}
	}
	return declared(ds, d->rule->condition, &d->condition_act);
}

/* ---- extension ---- */

/* Moves the due day to the latest granted; returns the latest day it may have been moved to by grants that
 * are not certain on the day. */
static day_t extend(const struct duties *ds, struct duty *d)
{
	day_t maybe = DAY_NONE_LOW;
	d->extended_to = DAY_NONE_LOW;
	for (size_t i = 0; i < ds->bearing_n; i++) {
		const struct bearing *b = &ds->bearing[i];
		struct edtf until;
		if (!bears_on(b->act, ACT_DECISION, d) ||
			!payload_is(b->act->payload, "matter", "extension") ||
			!payload_is(b->act->payload, "outcome", "granted") ||
			!payload_edtf(b->act->payload, "until", &until))
			continue;
		if (b->by != TRI_YES) {
			maybe = day_later(maybe, until.high);
		} else if (until.high > d->extended_to) {
			d->extended_to = until.high;
			d->extension_act = b->place;
		}
	}
	return maybe;
}

/* ---- what met it ---- */

/* A report that names no cause belongs to the membership whose instrument was the last deposited by its day,
 * never to a further cause. */
static bool of_term(const struct bearing *b, const struct duty *d, const struct term *t)
{
	struct slice named;
	if (payload_raw(b->act->payload, "cause", &named))
		return payload_is(b->act->payload, "cause", d->cause);
	return t && strcmp(t->cause, d->cause) == 0 && b->on.high < t->until;
}

static bool meets(const struct duties *ds, const struct bearing *b, const struct duty *d,
	const struct term *t, day_t not_before)
{
	const struct rule *rule = d->rule;
	const char *payload = b->act->payload;
	int64_t year;
	if (!rule->met || b->used || b->act->as != rule->met_by || b->on.high < not_before)
		return false;
	if (rule->met_by == ACT_OBLIGATION_COMPLETED)
		return bears_on(b->act, ACT_OBLIGATION_COMPLETED, d);
	if (rule->met_report && !payload_is(payload, "report", rule->met_report))
		return false;
	if (rule->kind == RULE_ANNUAL)
		return payload_int(payload, "year", &year) && year == d->period;
	if (rule->kind == RULE_WINDOW)
		return answers(ds, b->act, d->condition_act);
	return of_term(b, d, t);
}

/* The reopening, yes or maybe on the day, that undoes a completion. */
static const struct bearing *reopened(const struct duties *ds, const struct duty *d)
{
	for (size_t i = 0; i < ds->bearing_n; i++)
		if (bears_on(ds->bearing[i].act, ACT_OBLIGATION_REOPENED, d) &&
			ds->bearing[i].on.high >= d->done.high)
			return &ds->bearing[i];
	return NULL;
}

static void meet(struct duties *ds, struct duty *d, const struct term *t)
{
	day_t not_before = t ? t->not_before : DAY_NONE_LOW;
	d->done = EDTF_NEVER;
	d->done_by = TRI_NO;
	for (size_t i = 0; i < ds->bearing_n; i++) {
		struct bearing *b = &ds->bearing[i];
		if (!meets(ds, b, d, t, not_before))
			continue;
		b->used = true;
		d->done = b->on;
		d->done_by = b->by;
		d->met_act = b->place;
		const struct bearing *again = reopened(ds, d);
		if (!again)
			return;
		if (again->by == TRI_MAYBE) {
			d->done_by = TRI_MAYBE;
			return;
		}
		not_before = again->on.high; /* completed once more? */
		d->done = EDTF_NEVER;
		d->done_by = TRI_NO;
		d->met_act = 0;
	}
}

/* ---- state ---- */

static day_t met_coverage(struct duties *ds, const struct duty *d)
{
	if (ds->covered.rule != d->rule || ds->covered.state != d->state) {
		ds->covered.rule = d->rule;
		ds->covered.state = d->state;
		ds->covered.reached = reg_coverage(ds->reg, ds->reg->treaty, d->rule->met_by, d->state,
			d->rule->id, DAY_NONE_LOW, ds->on);
	}
	return ds->covered.reached;
}

static void judge_done(struct duty *d, day_t maybe_until)
{
	bool due_known = !edtf_never(d->due) || d->extended_to != DAY_NONE_LOW;
	bool late = due_known && d->done.low > day_later(duty_deadline_high(d), maybe_until);
	bool in_time = due_known && d->done.high <= duty_deadline_low(d);

	d->now = late ? DUTY_MET_LATE : DUTY_MET;
	if (!late && !in_time)
		d->quality = QUALITY_BOUNDED;
}

static enum duty_state judge_open(struct duties *ds, const struct duty *d, day_t maybe_until)
{
	day_t low = duty_deadline_low(d), high = duty_deadline_high(d);
	bool due_known = !edtf_never(d->due) || d->extended_to != DAY_NONE_LOW;

	if (d->applies == TRI_MAYBE || !due_known)
		return DUTY_UNKNOWN;
	if (ds->on <= low)
		return DUTY_DUE;
	if (ds->on <= day_later(high, maybe_until) || d->done_by == TRI_MAYBE || !d->rule->met)
		return DUTY_UNKNOWN;
	return met_coverage(ds, d) >= high ? DUTY_LATE : DUTY_UNKNOWN;
}

/* State and quality: exact, bounded where the due day has bounds or whether it was late is open, or unknown.
 */
static void judge(struct duties *ds, struct duty *d, bool sure, day_t maybe_until)
{
	bool exact = duty_deadline_low(d) == duty_deadline_high(d);

	d->quality = exact ? QUALITY_EXACT : QUALITY_BOUNDED;
	if (d->applies == TRI_NO)
		d->now = DUTY_NOT_APPLICABLE;
	else if (!sure)
		d->now = DUTY_UNKNOWN;
	else if (d->done_by == TRI_YES)
		judge_done(d, maybe_until);
	else
		d->now = judge_open(ds, d, maybe_until);
	if (d->now == DUTY_UNKNOWN)
		d->quality = QUALITY_UNKNOWN;
}

/* Adds one obligation: everything but rule, state, period, cause and due is worked out here. */
static void duty_add(
	struct duties *ds, struct arena *a, struct duty d, const struct term *t, enum tri condition)
{
	d.applies = condition;
	if (condition == TRI_MAYBE)
		d.applies = applies(ds, &d);
	day_t maybe_until = extend(ds, &d);
	meet(ds, &d, t);
	bool over = t && (t->ended || t->ending) && d.due.high >= t->end_low; /* perhaps it never fell due */
	bool sure = !t || (t->sure && !over);
	if (!sure && d.applies == TRI_YES)
		d.applies = TRI_MAYBE;
	judge(ds, &d, sure, maybe_until);
	GROW(a, ds->duty, ds->n, ds->cap);
	ds->duty[ds->n++] = d;
}

/* ---- what arises ---- */

static struct edtf offset_due(
	const struct duties *ds, const struct rule *rule, struct edtf from, bool membership)
{
	const struct reg *r = ds->reg;
	if (membership && rule->founders != DAY_NONE_LOW && from.low == r->in_force.low &&
		from.high == r->in_force.high && edtf_exact(from))
		return edtf_day(rule->founders);
	struct edtf due = edtf_add(from, rule->step);
	if (rule->minus_one_day)
		due = (struct edtf){day_back(due.low, (struct step){STEP_DAYS, 1}),
			day_back(due.high, (struct step){STEP_DAYS, 1})};
	return due;
}

/* The length that a meeting set for this obligation, by the last decision that is certain on the day. */
static bool length_set(const struct duties *ds, const struct rule *rule, struct step *ret)
{
	static const struct {
		const char *field;
		enum step_unit unit;
	} units[] = {
		{"days", STEP_DAYS},
		{"months", STEP_MONTHS},
		{"years", STEP_YEARS},
	};
	const struct act *best = NULL;
	struct walk w = walk_kind(ds->reg, ds->reg->treaty, ACT_DECISION);
	for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL))
		if (act_by(a, ds->on) == TRI_YES && payload_is(a->payload, "matter", "deadline") &&
			payload_is(a->payload, "obligation", rule->id) &&
			(!best || act_on(a).high > act_on(best).high))
			best = a;
	int64_t n;
	for (size_t i = 0; best && i < sizeof units / sizeof *units; i++)
		if (payload_int(best->payload, units[i].field, &n) && n >= 0 && n <= 36500) {
			*ret = (struct step){units[i].unit, (int)n};
			return true;
		}
	return false;
}

static void annual_add(struct duties *ds, struct arena *a, const struct rule *rule, const struct term *t)
{
	struct edtf from = t->in_force;
	uint32_t condition_act = 0;
	if (rule->condition && declared(ds, rule->condition, &condition_act) != TRI_YES)
		return;
	int last_year = day_to_date(ds->on).year - 1,
	    sure_from = day_to_date(from.high).year + rule->initial_absorbs;
	int first = from.low == DAY_NONE_LOW ? sure_from : day_to_date(from.low).year + rule->initial_absorbs;
	for (int year = first; year <= last_year && year < 9999; year++) {
		day_t begins = date_to_day((struct date){year, 1, 1});
		day_t due = date_to_day((struct date){year + 1, rule->due_month, rule->due_day});
		struct term of_year = *t;
		if (t->ended && (t->end <= begins || due >= t->end))
			break;
		of_year.sure = t->sure && year >= sure_from;
		struct duty d = {.rule = rule,
			.state = t->state,
			.period = year,
			.cause = t->cause,
			.due = edtf_day(due),
			.condition_act = condition_act};
		duty_add(ds, a, d, &of_year, TRI_YES);
	}
}

static void offset_add(struct duties *ds, struct arena *a, const struct rule *rule, const struct term *t)
{
	struct step set;
	struct duty d = {.rule = rule, .state = t->state, .cause = t->cause, .due = EDTF_NEVER};
	if (rule->kind == RULE_OFFSET)
		d.due = offset_due(ds, rule, t->in_force, true);
	else if (length_set(ds, rule, &set))
		d.due = edtf_add(t->in_force, set);
	if (t->ended && d.due.low >= t->end)
		return;
	duty_add(ds, a, d, t, TRI_MAYBE);
}

/* The membership during which a cause arose: in force by then, perhaps, and not surely over before it falls
 * due. */
static const struct term *term_of_cause(size_t n, const struct term *term, struct edtf arose, struct edtf due)
{
	for (size_t i = n; i > 0; i--)
		if (term[i - 1].in_force.low <= arose.high &&
			!(term[i - 1].ended && due.high >= term[i - 1].end))
			return &term[i - 1];
	return NULL;
}

/* A further cause (contamination by later hostilities): counted from its own day. */
static void causes_add(
	struct duties *ds, struct arena *a, const struct rule *rule, size_t terms, const struct term *term)
{
	for (size_t i = 0; i < ds->bearing_n; i++) {
		const struct bearing *b = &ds->bearing[i];
		if (b->act->as != ACT_CAUSE_AROSE || b->by != TRI_YES ||
			!payload_is(b->act->payload, "obligation", rule->id))
			continue;
		struct duty d = {.rule = rule, .due = EDTF_NEVER, .condition_act = b->place};
		struct step set;
		d.cause = payload_text(a, b->act->payload, "cause");
		if (!d.cause)
			d.cause = first_id(ds, b->place);
		if (rule->kind == RULE_OFFSET)
			d.due = offset_due(ds, rule, b->on, false);
		else if (length_set(ds, rule, &set))
			d.due = edtf_add(b->on, set);
		const struct term *t = term_of_cause(terms, term, b->on, d.due);
		if (!t)
			continue;
		d.state = t->state;
		struct term during = *t;
		during.sure = t->sure && t->in_force.high <= b->on.high;
		during.not_before = DAY_NONE_LOW; /* what meets it names it */
		duty_add(ds, a, d, &during, TRI_YES);
	}
}

static void windows_add(struct duties *ds, struct arena *a, const struct rule *rule, uint32_t state)
{
	for (size_t i = 0; i < ds->bearing_n; i++) {
		const struct bearing *b = &ds->bearing[i];
		if (b->act->as != rule->opened_by)
			continue;
		struct duty d = {.rule = rule,
			.state = state,
			.cause = first_id(ds, b->place),
			.due = edtf_add(b->on, rule->step),
			.condition_act = b->place};
		duty_add(ds, a, d, NULL, TRI_YES);
	}
}

/* The State's memberships that have, or are known to have, a day of entry into force by the day asked. */
static size_t terms_of(
	const struct duties *ds, struct arena *a, uint32_t state, struct term out[MEMBERSHIPS_MAX])
{
	struct state_standing s;
	size_t n = 0;
	reg_standing(ds->reg, state, ds->on, &s);
	for (size_t i = 0; i < s.n; i++) {
		const struct membership *m = &s.membership[i];
		enum tri over = tri_and(edtf_by(m->notice, ds->on), edtf_by(m->end, ds->on));
		bool later = i + 1 < s.n && edtf_by(s.membership[i + 1].deposited, ds->on) != TRI_NO;
		if (!reg_in_force_known(ds->reg, m, ds->on))
			continue;
		out[n++] = (struct term){
			.state = state,
			.in_force = m->in_force,
			.cause = i ? arena_printf(a, "membership-%zu", i + 1) : "",
			.not_before = i ? m->deposited.low : DAY_NONE_LOW,
			.until = later ? s.membership[i + 1].deposited.low : DAY_NONE_HIGH,
			.sure = edtf_by(m->deposited, ds->on) == TRI_YES ||
				edtf_by(m->in_force, ds->on) == TRI_YES,
			.ended = over == TRI_YES,
			.ending = over == TRI_MAYBE,
			.end = m->end.high,
			.end_low = m->end.low,
		};
	}
	return n;
}

bool reg_in_force_known(const struct reg *r, const struct membership *m, day_t on)
{
	bool treaty_fixed = !r->pack->terms.has_threshold || r->nth <= on;
	return treaty_fixed && m->in_force.high != DAY_NONE_HIGH &&
		(edtf_by(m->deposited, on) != TRI_NO || edtf_by(m->in_force, on) != TRI_NO);
}

static void state_duties(struct duties *ds, struct arena *a, uint32_t state)
{
	struct term term[MEMBERSHIPS_MAX];
	size_t terms = terms_of(ds, a, state, term);
	ds->bearing = NULL;
	ds->bearing_n = 0;
	bearing_read(ds, a, state);
	if (!terms && !ds->bearing_n)
		return;
	for (size_t i = 0; i < ds->reg->pack->rules_n; i++) {
		const struct rule *rule = &ds->reg->pack->rule[i];
		for (size_t k = 0; k < terms; k++) {
			if (rule->kind == RULE_ANNUAL)
				annual_add(ds, a, rule, &term[k]);
			else if (rule->kind == RULE_OFFSET || rule->kind == RULE_DEADLINE_SET)
				offset_add(ds, a, rule, &term[k]);
		}
		if (rule->kind == RULE_OFFSET || rule->kind == RULE_DEADLINE_SET)
			causes_add(ds, a, rule, terms, term);
		if (rule->kind == RULE_WINDOW)
			windows_add(ds, a, rule, state);
	}
}

size_t reg_duties(const struct reg *r, struct arena *a, uint32_t state, day_t on, struct duty **ret)
{
	struct duties ds = {.reg = r, .on = on};
	if (state)
		state_duties(&ds, a, state);
	else
		recurrences_add(&ds, a);
	*ret = ds.duty;
	return ds.n;
}

size_t reg_duties_all(const struct reg *r, struct arena *a, day_t on, struct duty **ret)
{
	struct duties ds = {.reg = r, .on = on};
	uint32_t *state;
	size_t n = reg_states(r, a, &state);
	recurrences_add(&ds, a);
	for (size_t i = 0; i < n; i++)
		state_duties(&ds, a, state[i]);
	*ret = ds.duty;
	return ds.n;
}
