/* Signed, bound, withdrawn: one State's memberships, and where it stands on a day. docs/reading.md,
 * Membership. */
#include "register/walk.h"

#include <string.h>

const char *const standing_names[STANDING_COUNT + 1] = {
	"not-party",
	"signatory",
	"deposited",
	"party",
	"withdrawing",
	"withdrawn",
	"unknown",
	NULL,
};

#define ACTIONS_MAX 64 /* treaty actions of one State that are read; register_check lets far fewer in */

struct action {
	const struct act *act;
	uint32_t place;
	struct edtf on;
	int rank; /* within a day: signature, instrument, withdrawal */
};

static int action_cmp(const void *a, const void *b)
{
	const struct action *x = a, *y = b;
	if (x->on.high != y->on.high)
		return x->on.high < y->on.high ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank - y->rank;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Sorted by insertion: a State has two or three. */
static size_t actions_of(const struct reg *r, uint32_t state, struct action out[ACTIONS_MAX])
{
	size_t n = 0;
	uint32_t place;
	struct walk w = walk_subject(r, r->treaty, state, ACT_SIGNATURE);
	for (const struct act *a = walk_next(&w, &place); a && n < ACTIONS_MAX; a = walk_next(&w, &place)) {
		int rank = a->as == ACT_SIGNATURE ? 0
			: act_kinds[a->as].binds  ? 1
			: a->as == ACT_WITHDRAWAL ? 2
						  : -1;
		if (rank < 0)
			continue;
		struct action x = {a, place, act_on(a), rank};
		size_t at = n++;
		for (; at > 0 && action_cmp(&out[at - 1], &x) > 0; at--)
			out[at] = out[at - 1];
		out[at] = x;
	}
	return n;
}

/* One bound, from the same bound of the day of the last needed deposit and of the treaty's entry into force.
 */
static day_t in_force_bound(const struct reg *r, day_t deposit, day_t nth, day_t treaty)
{
	const struct terms *t = &r->pack->terms;
	if (nth == DAY_NONE_HIGH)
		return DAY_NONE_HIGH;
	if (deposit <= nth || (t->between_with_treaty && deposit < treaty))
		return treaty;
	return day_later(treaty, day_add(deposit, t->state_step));
}

static struct edtf in_force_of(const struct reg *r, const struct act *a, struct edtf deposit)
{
	bool own_day = a->as != ACT_SUCCESSION || r->pack->terms.succession_effective;
	if (a->has_effective && own_day)
		return (struct edtf){day_later(a->effective.low, r->in_force.low),
			day_later(a->effective.high, r->in_force.high)};
	if (a->as == ACT_SUCCESSION && own_day) /* some day before its deposit, not found */
		return (struct edtf){r->in_force.low, day_later(deposit.high, r->in_force.high)};
	if (!r->pack->terms.has_threshold)
		return edtf_add(deposit, r->pack->terms.state_step);
	day_t low = in_force_bound(r, deposit.low, r->nth_low, r->in_force.low);
	if (edtf_exact(deposit) && r->nth_low == r->nth) /* as nearly always */
		return edtf_day(low);
	return (struct edtf){low, in_force_bound(r, deposit.high, r->nth, r->in_force.high)};
}

/* The end of the conflict that began with `began`: the first end recorded for it (same name, or both
 * unnamed). */
static struct edtf conflict_end(
	const struct reg *r, uint32_t treaty, uint32_t state, const struct act *began, day_t day)
{
	struct edtf end = EDTF_NEVER;
	struct slice name = {"", 0}, other;
	IGNORE(payload_raw(began->payload, "conflict", &name)); /* unnamed: the empty slice stays */
	struct walk w = walk_subject(r, treaty, state, ACT_CONFLICT_ENDED);
	for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL)) {
		if (a->as != ACT_CONFLICT_ENDED)
			continue;
		if (!payload_raw(a->payload, "conflict", &other))
			other = (struct slice){"", 0};
		struct edtf on = act_on(a);
		bool same = other.len == name.len && memcmp(other.at, name.at, name.len) == 0;
		if (same && on.high <= day && on.high >= act_on(began).high && on.high < end.high)
			end = on;
	}
	return end;
}

/* A withdrawal that would take effect on `end`, during a conflict of that State, takes effect when the
 * conflict ends. Of war, as of all, only what was done by the day asked is looked at. */
static day_t held_until(const struct reg *r, uint32_t state, day_t end, day_t day, bool *ret_held)
{
	day_t until = end;
	uint32_t under[2] = {r->treaty, r->world};
	for (int i = 0; i < 2; i++) {
		struct walk w = walk_subject(r, under[i], state, ACT_CONFLICT_BEGAN);
		for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL)) {
			if (a->as != ACT_CONFLICT_BEGAN || act_on(a).high > day_earlier(end, day))
				continue;
			struct edtf over = conflict_end(r, under[i], state, a, day);
			if (over.high > end && over.high >= until) {
				until = over.high;
				*ret_held = true;
			}
		}
	}
	return until;
}

static void withdraw(
	const struct reg *r, uint32_t state, const struct action *x, day_t day, struct membership *m)
{
	const struct terms *t = &r->pack->terms;
	m->notice =
		(struct edtf){day_later(x->on.low, m->deposited.low), x->on.high}; /* not before it joined */
	m->notice_act = x->place;
	if (x->act->has_effective) {
		m->end = x->act->effective;
		return;
	}
	m->end = edtf_add(m->notice, t->withdrawal_step);
	if (t->held_by_conflict)
		m->end = (struct edtf){held_until(r, state, m->end.low, day, &m->held),
			held_until(r, state, m->end.high, day, &m->held)};
}

static void memberships(const struct reg *r, uint32_t state, day_t day, struct state_standing *s)
{
	struct action action[ACTIONS_MAX];
	size_t n = actions_of(r, state, action);
	for (size_t i = 0; i < n; i++) {
		const struct action *x = &action[i];
		struct membership *last = s->n ? &s->membership[s->n - 1] : NULL;
		if (x->rank == 0 && !s->signature_act) {
			s->signed_on = x->on;
			s->signature_act = x->place;
		} else if (x->rank == 1 && s->n < MEMBERSHIPS_MAX &&
			(!last || x->on.high >= last->end.high)) {
			s->membership[s->n++] = (struct membership){
				.deposited = x->on,
				.in_force = in_force_of(r, x->act, x->on),
				.notice = EDTF_NEVER,
				.end = EDTF_NEVER,
				.deposit_act = x->place,
				.instrument = x->act->as,
			};
		} else if (x->rank == 2 && last && !last->notice_act) {
			withdraw(r, state, x, day, last);
		}
	}
}

static enum standing standing_of(const struct state_standing *s, enum tri withdrawing)
{
	static const enum standing standing[] = {
		STANDING_WITHDRAWING,
		STANDING_PARTY,
		STANDING_DEPOSITED,
		STANDING_WITHDRAWN,
		STANDING_SIGNATORY,
	};
	const enum tri is[] = {withdrawing, s->in_force_by, s->deposited, s->ended, s->signed_by};
	for (size_t i = 0; i < sizeof is / sizeof *is; i++)
		if (is[i] != TRI_NO)
			return is[i] == TRI_YES ? standing[i] : STANDING_UNKNOWN;
	return STANDING_NOT_PARTY;
}

void reg_standing(const struct reg *r, uint32_t state, day_t on, struct state_standing *ret)
{
	struct state_standing *s = ret;
	s->state = state;
	s->signed_on = EDTF_NEVER;
	s->signature_act = 0;
	s->n = 0;
	s->deposited = s->ever_deposited = s->in_force_by = s->ended = TRI_NO;
	memberships(r, state, on, s);
	enum tri withdrawing = TRI_NO;
	s->current = s->n;
	for (size_t i = 0; i < s->n; i++) {
		const struct membership *m = &s->membership[i];
		enum tri by = edtf_by(m->deposited, on), in_force = edtf_by(m->in_force, on);
		enum tri noticed = edtf_by(m->notice, on), ended = edtf_by(m->end, on);
		s->ever_deposited = tri_or(s->ever_deposited, by);
		s->deposited = tri_or(s->deposited, tri_and(by, tri_not(ended)));
		s->in_force_by = tri_or(s->in_force_by, tri_and(in_force, tri_not(ended)));
		s->ended = tri_or(s->ended, tri_and(noticed, ended));
		withdrawing = tri_or(withdrawing, tri_and(noticed, tri_not(ended)));
		if (by != TRI_NO || in_force != TRI_NO) /* a succession may take effect before its deposit */
			s->current = i;
	}
	s->signed_by = edtf_by(s->signed_on, on);
	s->standing = standing_of(s, withdrawing);
}

enum tri standing_is(const struct state_standing *s, enum predicate p)
{
	enum tri signatory = tri_and(s->signed_by, tri_not(s->ever_deposited));
	switch (p) {
	case PRED_DEPOSITED:
		return s->deposited;
	case PRED_IN_FORCE:
		return s->in_force_by;
	case PRED_SIGNATORY:
		return signatory;
	case PRED_SIGNED:
		return s->signed_by;
	case PRED_JOINED:
		if (s->ended == TRI_NO) /* either will do, whichever it is */
			return tri_or(s->signed_by, s->deposited);
		return tri_or(s->deposited, signatory);
	case PRED_NOT_PARTY:
		return tri_not(s->deposited);
	case PRED_STATE:
	case PRED_COUNT:
		break;
	}
	return TRI_NO;
}

const char *reg_verb(const struct reg *r, uint32_t state, day_t on)
{
	const struct pack *p = r->pack;
	struct state_standing s;
	reg_standing(r, state, on, &s);
	switch (s.standing) {
	case STANDING_SIGNATORY:
		return p->verb_signatory;
	case STANDING_WITHDRAWN:
		return p->verb_withdrawn;
	case STANDING_NOT_PARTY:
		break;
	default:
		return NULL;
	}
	const struct terms *t = &p->terms;
	bool open = t->has_signature && on >= t->signature_opens &&
		(t->closes == CLOSES_NEVER ||
			on < (t->closes == CLOSES_ON_DAY ? t->closes_on : r->in_force.high));
	return open ? p->verb_open : p->verb_closed;
}
