#include "register/register.h"

#include <stdlib.h>
#include <string.h>

#include "register/walk.h"

#define NTH_MAX 200 /* docs/packs.md: threshold.count */

const char *const quality_names[QUALITY_COUNT + 1] = {"exact", "bounded", "unknown", NULL};

/* The n earliest deposits by different States, latest first. A chain is walked newest first, so that what is
 * added mostly goes to the end and what it displaces stands at the front: hardly anything moves. n is small
 * and nothing is allocated. */
struct earliest {
	size_t n, most;
	uint64_t seen[8]; /* bits by the end of States' words: who has none was not added yet */
	struct deposit {
		day_t day;
		uint32_t state;
	} * first, room[2 * NTH_MAX];
};

static void earliest_add(struct earliest *t, uint32_t state, day_t day)
{
	if (t->n == t->most && day >= t->first->day)
		return;
	struct deposit *end = t->first + t->n, *same = t->first;
	uint64_t *seen = &t->seen[state / 64 % 8], bit = UINT64_C(1) << state % 64;
	if (!(*seen & bit))
		same = end;
	*seen |= bit;
	while (same < end && same->state != state)
		same++;
	if (same < end) {
		if (same->day <= day)
			return;
		memmove(same, same + 1, (size_t)(--end - same) * sizeof *same);
	} else if (t->n == t->most) {
		t->first++;
	} else {
		t->n++;
	}
	if (end == t->room + 2 * NTH_MAX) {
		t->first = memmove(t->room, t->first, (size_t)(end - t->first) * sizeof *end);
		end = t->first + t->n - 1;
	}
	for (; end > t->first && end[-1].day < day; end--)
		end[0] = end[-1];
	*end = (struct deposit){day, state};
}

/* Day of the n-th deposit by the low or the high bound of each day. */
static day_t nth_deposit(const struct reg *r, bool low, bool *ret_imprecise)
{
	const struct terms *terms = &r->pack->terms;
	struct earliest t = {.most = (size_t)terms->threshold, .first = t.room};
	bool imprecise = false;
	for (int k = 0; k < ACT_KIND_COUNT; k++) {
		if (!terms->threshold_kind[k])
			continue;
		struct walk w = walk_kind(r, r->treaty, (enum act_kind)k);
		for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL)) {
			struct edtf on = act_on(a);
			imprecise |= on.low != on.high;
			earliest_add(&t, a->subject, low ? on.low : on.high);
		}
	}
	*ret_imprecise = imprecise;
	return t.n == t.most ? t.first->day : DAY_NONE_HIGH;
}

void reg_open(struct reg *ret, const struct journal *j, const struct pack *p, uint64_t known)
{
	struct reg r = {.journal = j, .pack = p, .known = known};
	r.treaty = journal_word(j, p->code);
	r.world = journal_word(j, "world");
	r.nth = r.nth_low = DAY_NONE_HIGH;
	if (p->terms.has_threshold) {
		bool imprecise;
		r.nth = nth_deposit(&r, false, &imprecise);
		r.nth_low = imprecise ? nth_deposit(&r, true, &imprecise) : r.nth;
	}
	r.in_force = (struct edtf){
		day_add(r.nth_low, p->terms.threshold_step), day_add(r.nth, p->terms.threshold_step)};
	*ret = r;
}

/* ---- the States of the world ---- */

struct named {
	const char *iso3;
	uint32_t word;
};

/* Later codes first: newest first, as the chain gives them, names mostly come so. */
static int named_cmp(const void *a, const void *b)
{
	return strcmp(((const struct named *)b)->iso3, ((const struct named *)a)->iso3);
}

size_t reg_states(const struct reg *r, struct arena *a, uint32_t **ret)
{
	struct named *all = NULL;
	size_t n = 0, cap = 0, kept = 0;
	bool sorted = true;
	struct walk w = walk_kind(r, r->world, ACT_STATE_NAMED);
	for (const struct act *act = walk_next(&w, NULL); act; act = walk_next(&w, NULL)) {
		if (n && all[n - 1].word == act->subject) /* an earlier name of the same State */
			continue;
		GROW(a, all, n, cap);
		all[n] = (struct named){journal_text(r->journal, act->subject), act->subject};
		sorted = sorted && (n == 0 || named_cmp(&all[n - 1], &all[n]) < 0);
		n++;
	}
	if (!sorted)
		qsort(all, n, sizeof *all, named_cmp);
	uint32_t *state = NEW_ARRAY(a, uint32_t, n ? n : 1);
	while (n-- > 0)
		if (!kept || state[kept - 1] != all[n].word)
			state[kept++] = all[n].word;
	*ret = state;
	return kept;
}

static bool listed(const char *word, size_t n, const char *const *list)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

bool reg_state_known(const struct reg *r, uint32_t state)
{
	struct walk w = walk_subject(r, r->world, state, ACT_STATE_NAMED);
	for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL))
		if (a->as == ACT_STATE_NAMED)
			return true;
	return false;
}

/* Does a state-joined say that the State is of the United Nations' world, in a status that the pack counts?
 */
static bool counted_status(const struct pack *p, const struct act *a)
{
	if (a->as != ACT_STATE_JOINED || !payload_is(a->payload, "body", "UN"))
		return false;
	for (size_t i = 0; i < p->statuses_n; i++)
		if (payload_is(a->payload, "status", p->status[i]))
			return true;
	return false;
}

enum tri reg_is_state(const struct reg *r, uint32_t state, day_t on)
{
	const struct pack *p = r->pack;
	const char *iso3 = journal_text(r->journal, state);
	if (listed(iso3, p->except_n, p->except))
		return TRI_NO;
	enum tri is = TRI_NO;
	bool also = listed(iso3, p->also_n, p->also);
	struct walk w = walk_subject(r, r->world, state, ACT_STATE_JOINED);
	for (const struct act *a = walk_next(&w, NULL); a && is != TRI_YES; a = walk_next(&w, NULL)) {
		if (a->as == ACT_STATE_NAMED ? also : counted_status(p, a))
			is = tri_or(is, act_by(a, on));
	}
	return is;
}

uint32_t reg_state_namer(const struct reg *r, uint32_t state, day_t on)
{
	const struct act *best = NULL, *first = NULL;
	uint32_t place, best_place = 0, first_place = 0;
	struct walk w = walk_subject(r, r->world, state, ACT_STATE_NAMED);
	for (const struct act *act = walk_next(&w, &place); act; act = walk_next(&w, &place)) {
		if (act->as != ACT_STATE_NAMED)
			continue;
		if (act_by(act, on) == TRI_YES && (!best || act_on(act).high > act_on(best).high)) {
			best = act;
			best_place = place;
		}
		if (!first || act_on(act).high < act_on(first).high) {
			first = act;
			first_place = place;
		}
	}
	return best ? best_place : first_place; /* before its first day on file a State still needs a name */
}

const char *reg_state_name(
	const struct reg *r, struct arena *a, uint32_t state, day_t on, const char *lang, bool formal)
{
	uint32_t place = reg_state_namer(r, state, on);
	const struct act *act = place ? journal_act(r->journal, place - 1) : NULL;
	const char *name = NULL;
	for (int pass = 0; act && !name && pass < 4; pass++)
		name = payload_member(
			a, act->payload, formal && pass < 2 ? "formal" : "short", pass % 2 ? "en" : lang);
	return name ? name : journal_text(r->journal, state);
}

/* ---- coverage ---- */

static bool covers(
	const struct reg *r, const struct act *a, const char *kind, uint32_t state, const char *part)
{
	if (!payload_in_list(a->payload, "kinds", kind))
		return false;
	struct slice scope;
	if (!payload_raw(a->payload, "scope", &scope) || payload_in_list(a->payload, "scope", "all") ||
		payload_is(a->payload, "scope", "all"))
		return true;
	if (state && payload_in_list(a->payload, "scope", journal_text(r->journal, state)))
		return true;
	return part && (payload_in_list(a->payload, "scope", part) || payload_is(a->payload, "scope", part));
}

day_t reg_coverage(const struct reg *r, uint32_t treaty, enum act_kind kind, uint32_t state, const char *part,
	day_t from, day_t on)
{
	day_t reached = DAY_NONE_LOW;
	bool begun = false, further = true;
	const char *name = act_kinds[kind].name;
	while (further) { /* each turn adds the statements that continue what is covered so far */
		further = false;
		struct walk w = walk_kind(r, treaty, ACT_COVERAGE_STATED);
		for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL)) {
			struct edtf begin = {DAY_NONE_LOW, DAY_NONE_LOW}, end;
			if (!covers(r, a, name, state, part) || !payload_edtf(a->payload, "through", &end))
				continue;
			if (!payload_edtf(a->payload, "from", &begin))
				begin.high = DAY_NONE_LOW;
			bool joins = begin.high <= from || (begun && begin.high <= reached + 1);
			if (joins && end.low >= from && (!begun || end.low > reached)) {
				reached = end.low;
				begun = further = true;
			}
		}
	}
	return begun ? day_earlier(reached, on) : DAY_NONE_LOW;
}

bool predicate_rests_on(enum predicate p, enum act_kind kind)
{
	bool signing = p == PRED_SIGNATORY || p == PRED_SIGNED || p == PRED_JOINED;
	bool binding = p != PRED_STATE && p != PRED_SIGNED;
	bool leaving = binding && p != PRED_SIGNATORY && kind == ACT_WITHDRAWAL;

	return leaving || (binding && act_kinds[kind].binds) || (signing && kind == ACT_SIGNATURE);
}

day_t reg_actions_as_at(const struct reg *r, enum predicate p, day_t on)
{
	day_t as_at = on;
	for (int k = 0; k < ACT_KIND_COUNT; k++)
		if (predicate_rests_on(p, (enum act_kind)k))
			as_at = day_earlier(as_at,
				reg_coverage(r, r->treaty, (enum act_kind)k, 0, NULL, DAY_NONE_LOW, on));
	if (p == PRED_STATE || p == PRED_NOT_PARTY)
		as_at = day_earlier(
			as_at, reg_coverage(r, r->world, ACT_STATE_JOINED, 0, "UN", DAY_NONE_LOW, on));
	return as_at;
}
