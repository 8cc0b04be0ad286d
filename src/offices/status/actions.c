/* Treaty actions and votes as the pages list them. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "offices/status/pages.h"

/* ---- treaty actions ---- */

static int latest_first(const void *a, const void *b)
{
	const struct action *x = a, *y = b;

	if (x->on.high != y->on.high)
		return x->on.high > y->on.high ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* Since when an instrument is in force, or a withdrawal takes effect. */
static void effect_of(const struct view *v, struct action *a)
{
	struct state_standing s;

	a->effect = DAY_NONE_HIGH;
	reg_standing(v->reg, a->state, v->on, &s);
	for (size_t i = 0; i < s.n; i++) {
		const struct membership *m = &s.membership[i];

		if (m->deposit_act == a->place && reg_in_force_known(v->reg, m, v->on) &&
			edtf_exact(m->in_force))
			a->effect = m->in_force.high;
		if (m->notice_act == a->place && edtf_exact(m->end) && !m->held)
			a->effect = m->end.high;
	}
	a->effect_past = a->effect <= v->on;
}

size_t actions_of(const struct view *v, uint32_t state, size_t most, struct action **ret)
{
	const struct reg *r = v->reg;
	struct action *all = NULL;
	size_t n = 0, cap = 0;

	for (int k = 0; k < ACT_KIND_COUNT; k++) {
		if (!act_kinds[k].binds && k != ACT_SIGNATURE && k != ACT_WITHDRAWAL)
			continue;
		uint32_t p = journal_last_kind(r->journal, r->treaty, (enum act_kind)k, r->known);
		for (; p; p = journal_act(r->journal, p - 1)->prev_kind) {
			const struct act *act = journal_act(r->journal, p - 1);

			if ((state && act->subject != state) || !journal_live(r->journal, p - 1, r->known) ||
				!done_by(v, act))
				continue;
			GROW(v->a, all, n, cap);
			all[n++] = (struct action){.act = act,
				.on = act_on(act),
				.place = p,
				.kind = (enum act_kind)k,
				.state = act->subject};
		}
	}
	if (n)
		qsort(all, n, sizeof *all, latest_first);
	n = n < most ? n : most;
	for (size_t i = 0; i < n; i++)
		effect_of(v, &all[i]);
	*ret = all;
	return n;
}

/* ---- votes ---- */

static const char *series_of(const struct pack *p)
{
	for (size_t i = 0; i < p->facts_n; i++)
		if (p->fact[i].kind == FACT_VOTE)
			return p->fact[i].series;
	return NULL;
}

static const struct act *plenary(const struct view *v, uint32_t resolution)
{
	const struct reg *r = v->reg;
	uint32_t p = journal_last_kind(r->journal, r->treaty, ACT_VOTE_RECORDED, r->known);

	for (; p; p = journal_act(r->journal, p - 1)->prev_kind) {
		const struct act *act = journal_act(r->journal, p - 1);

		if (act->subject == resolution && journal_live(r->journal, p - 1, r->known) &&
			payload_is(act->payload, "body", "plenary"))
			return act;
	}
	return NULL;
}

/* The three parts of the bar, of all members; from the right where the language runs that way. */
static void bar(const struct view *v, struct vote *t, int64_t members)
{
	const long long part[] = {t->yes, t->abstain, t->no};
	const char **place[][2] = {
		{&t->yes_x, &t->yes_w}, {&t->abstain_x, &t->abstain_w}, {&t->no_x, &t->no_w}};
	int64_t before = 0;

	for (size_t i = 0; i < 3; i++) {
		int from = (int)(before * 10000 / members), width = (int)(part[i] * 10000 / members);
		int left = view_right_to_left(v) ? from + width : from;

		*place[i][0] = view_x(v, left);
		*place[i][1] = arena_printf(v->a, "%d.%02d%%", width / 100, width % 100);
		before += part[i];
	}
}

static void totals(const struct view *v, const struct act *vote, struct vote *t)
{
	int64_t yes, no, abstain, non_voting;

	if (!payload_int(vote->payload, "yes", &yes) || !payload_int(vote->payload, "no", &no) ||
		!payload_int(vote->payload, "abstain", &abstain))
		return;
	if (!payload_int(vote->payload, "non-voting", &non_voting))
		non_voting = 0;
	t->known = yes + no + abstain + non_voting > 0;
	t->yes = yes;
	t->no = no;
	t->abstain = abstain;
	if (t->known)
		bar(v, t, yes + no + abstain + non_voting);
}

static int newest_first(const void *a, const void *b)
{
	const struct vote *x = a, *y = b;

	return x->year != y->year ? (x->year > y->year ? -1 : 1) : strcmp(y->symbol, x->symbol);
}

size_t votes_of(const struct view *v, uint32_t state, size_t most, struct vote **ret)
{
	const struct reg *r = v->reg;
	const char *series = series_of(r->pack);
	struct vote *all = NULL;
	size_t n = 0, cap = 0;
	uint32_t p = series ? journal_last_kind(r->journal, r->treaty, ACT_RESOLUTION_ADOPTED, r->known) : 0;

	for (; p; p = journal_act(r->journal, p - 1)->prev_kind) {
		const struct act *act = journal_act(r->journal, p - 1);

		if (!journal_live(r->journal, p - 1, r->known) || edtf_by(act_on(act), v->on) != TRI_YES ||
			!payload_is(act->payload, "series", series))
			continue;
		GROW(v->a, all, n, cap);
		all[n] = (struct vote){.year = day_to_date(act_on(act).high).year,
			.symbol = journal_text(r->journal, act->subject)};
		const struct act *vote = plenary(v, act->subject);
		if (vote)
			totals(v, vote, &all[n]);
		if (vote && state)
			all[n].cast = payload_member(v->a, vote->payload, "roll", view_iso3(v, state));
		n++;
	}
	if (n)
		qsort(all, n, sizeof *all, newest_first);
	*ret = all;
	return n < most ? n : most;
}

const char *cast_words(const struct view *v, const char *cast)
{
	static const struct {
		const char *cast, *words;
	} all[] = {
		{"yes", T("yes")},
		{"no", T("no")},
		{"abstain", T("abstained")},
		{"non-voting", T("did not vote")},
		{"unknown", T("unknown")},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].cast, cast) == 0)
			return say(v, all[i].words);
	return cast;
}
