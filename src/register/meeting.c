/* Meetings as they stand on a day, and those that the treaty demands. docs/reading.md, Meetings. */
#include "register/meeting.h"

#include <stdlib.h>
#include <string.h>

#define MEETINGS_MAX 4096 /* of one treaty that are read */

const enum act_kind meeting_kinds[MEETING_KINDS] = {
	ACT_MEETING_CONVENED, ACT_MEETING_MOVED, ACT_MEETING_CANCELLED, ACT_MEETING_HELD};

/* Later in the meeting's own story: by day (an undated act comes first), then in the order of meeting_kinds,
 * then as recorded. */
static bool tells_later(const struct act *a, int rank, uint32_t place, const struct meeting *m)
{
	day_t x = act_undated(a) ? DAY_NONE_LOW : act_on(a).high,
	      y = act_undated(m->act) ? DAY_NONE_LOW : act_on(m->act).high;
	if (x != y)
		return x > y;
	return rank != m->rank ? rank > m->rank : place > m->place;
}

static int meeting_cmp(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;
	if (x->opens != y->opens)
		return x->opens < y->opens ? -1 : 1;
	return strcmp(x->code, y->code);
}

static const char *meeting_field(struct arena *a, const struct act *act, const char *field, const char *lang)
{
	return lang ? payload_member(a, act->payload, field, lang) : payload_text(a, act->payload, field);
}

/* Where a meeting is: said anew as a whole by an act that says any of it. What is moved from a city to
 * `virtual` has no city left. */
static const char *const place_fields[] = {"city", "venue", "country", "format", NULL};

static bool says_place(const struct act *act, const char *field)
{
	struct slice raw;
	bool place = false, says = false;
	for (const char *const *f = place_fields; *f; f++) {
		place |= strcmp(*f, field) == 0;
		says |= payload_raw(act->payload, *f, &raw);
	}
	return place && says;
}

const char *meeting_text(const struct reg *r, struct arena *a, const struct meeting *m, day_t on,
	const char *field, const char *lang)
{
	const struct act *teller = m->act;
	const char *text = meeting_field(a, teller, field, lang);
	day_t best = DAY_NONE_LOW;
	for (size_t k = 0; !text && !says_place(teller, field) && k < MEETING_KINDS; k++) {
		struct walk w = walk_kind(r, r->treaty,
			meeting_kinds[k]); /* what the last act leaves out, an earlier one said */
		for (const struct act *act = walk_next(&w, NULL); act; act = walk_next(&w, NULL)) {
			if (act->subject != teller->subject ||
				(act_by(act, on) == TRI_NO && !act_undated(act)))
				continue;
			const char *said = meeting_field(a, act, field, lang);
			if (said && (!text || act_on(act).high > best)) {
				text = said;
				best = act_on(act).high;
			}
		}
	}
	return text ? text : "";
}

static void meeting_days(const struct reg *r, struct arena *a, day_t on, struct meeting *m)
{
	struct err ignored;
	const char *opens = meeting_text(r, a, m, on, "opens", NULL),
		   *closes = meeting_text(r, a, m, on, "closes", NULL);
	m->opens = m->closes = DAY_NONE_HIGH;
	m->type = meeting_text(r, a, m, on, "type", NULL);
	if (day_parse(opens, strlen(opens), &m->opens, &ignored) < 0)
		m->opens = DAY_NONE_HIGH;
	if (day_parse(closes, strlen(closes), &m->closes, &ignored) < 0)
		m->closes = m->opens;
}

size_t reg_meetings(const struct reg *r, struct arena *a, day_t on, struct meeting **ret)
{
	struct meeting *all = NULL;
	size_t n = 0, cap = 0;
	for (size_t k = 0; k < MEETING_KINDS; k++) {
		uint32_t place;
		struct walk w = walk_kind(r, r->treaty, meeting_kinds[k]);
		for (const struct act *act = walk_next(&w, &place); act; act = walk_next(&w, &place)) {
			if (act_by(act, on) == TRI_NO && !act_undated(act))
				continue;
			size_t at = 0;
			while (at < n && all[at].act->subject != act->subject)
				at++;
			bool held = meeting_kinds[k] == ACT_MEETING_HELD;
			if (at == n) {
				if (n == MEETINGS_MAX)
					continue;
				GROW(a, all, n, cap);
				all[n++] = (struct meeting){
					.act = act, .place = place, .rank = (int)k, .held = held};
				all[at].code = journal_text(r->journal, act->subject);
				continue;
			}
			all[at].held |= held;
			if (tells_later(act, (int)k, place, &all[at])) {
				all[at].act = act;
				all[at].place = place;
				all[at].rank = (int)k;
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		all[i].cancelled = all[i].act->as == ACT_MEETING_CANCELLED;
		meeting_days(r, a, on, &all[i]);
	}
	if (n)
		qsort(all, n, sizeof *all, meeting_cmp);
	*ret = all;
	return n;
}

int meeting_changes(const struct reg *r, const struct meeting *m, day_t on)
{
	int n = 0;
	for (size_t k = 0; k < MEETING_KINDS; k++) {
		uint32_t place = meeting_kinds[k] == ACT_MEETING_HELD
			? 0
			: journal_last_kind(r->journal, r->treaty, meeting_kinds[k], r->known);
		while (place) {
			const struct act *act = journal_act(r->journal, place - 1);
			uint32_t by = journal_corrected_by(r->journal, place - 1, r->known);
			if (act->subject == m->act->subject &&
				(act_by(act, on) != TRI_NO || act_undated(act)))
				n += 1 + (by && journal_act(r->journal, by - 1)->as == ACT_CORRECTION);
			place = act->prev_kind;
		}
	}
	return n ? n - 1 : 0;
}

static bool held_as(const struct meeting *m, const char *type)
{
	return m->held && strcmp(m->type, type) == 0;
}

/* Was a meeting that ends the series held before the next of the series, that at `at`? */
static bool series_ended(const struct rule *rule, size_t n, const struct meeting *meeting, size_t at)
{
	while (at < n && !held_as(&meeting[at], rule->meeting))
		at++;
	for (size_t i = 0; rule->until && i < at; i++)
		if (held_as(&meeting[i], rule->until))
			return true;
	return false;
}

/* The rule: the first within `first` of entry into force, each next within `every` of the opening of the one
 * before, until one of the type `until` has been held. */
static void recurrence_add(
	struct duties *ds, struct arena *a, const struct rule *rule, size_t n, const struct meeting *meeting)
{
	const struct reg *r = ds->reg;
	struct edtf due = edtf_add(r->in_force, rule->step);
	size_t at = 0;
	for (int period = 1; period <= 9999; period++) {
		while (at < n && !held_as(&meeting[at], rule->meeting))
			at++;
		struct duty d = {.rule = rule,
			.period = period,
			.cause = "",
			.due = due,
			.extended_to = DAY_NONE_LOW,
			.done = EDTF_NEVER,
			.applies = TRI_YES,
			.done_by = TRI_NO,
			.now = DUTY_UNKNOWN,
			.quality = QUALITY_UNKNOWN};
		bool held = at < n;
		if (held) {
			d.done = edtf_day(meeting[at].opens);
			d.done_by = TRI_YES;
			d.met_act = meeting[at].place;
			d.now = d.done.high <= due.low ? DUTY_MET : DUTY_MET_LATE;
			d.quality = QUALITY_EXACT;
		} else if (ds->on <= due.low) {
			d.now = DUTY_DUE;
			d.quality = QUALITY_EXACT;
		} else if (reg_coverage(r, r->treaty, ACT_MEETING_HELD, 0, rule->id, DAY_NONE_LOW, ds->on) >=
			due.high) {
			d.now = DUTY_LATE;
			d.quality = QUALITY_EXACT;
		}
		GROW(a, ds->duty, ds->n, ds->cap);
		ds->duty[ds->n++] = d;
		if (!held || !rule->has_every)
			return;
		day_t opened = meeting[at++].opens;
		if (series_ended(rule, n, meeting, at))
			return;
		due = edtf_day(day_add(opened, rule->every));
	}
}

void recurrences_add(struct duties *ds, struct arena *a)
{
	const struct reg *r = ds->reg;
	struct meeting *meeting = NULL;
	if (r->nth > ds->on || r->in_force.high == DAY_NONE_HIGH)
		return;
	size_t n = reg_meetings(r, a, ds->on, &meeting);
	for (size_t i = 0; i < r->pack->rules_n; i++)
		if (r->pack->rule[i].kind == RULE_RECURRENCE)
			recurrence_add(ds, a, &r->pack->rule[i], n, meeting);
}
