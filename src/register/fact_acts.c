/* Facts read off acts: published figures and votes; and what each kind of fact says of itself. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "register/figure.h"

/* ---- published figures ---- */

bool figure_find(const struct reg *r, const char *key, day_t on, struct figure *ret)
{
	uint32_t place, word = journal_word(r->journal, key);
	*ret = (struct figure){NULL, 0};
	struct walk w = walk_kind(r, r->treaty, ACT_FIGURE_PUBLISHED);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place))
		if (a->subject == word && act_by(a, on) == TRI_YES &&
			(!ret->act || act_on(a).high > act_on(ret->act).high))
			*ret = (struct figure){a, place};
	return ret->act != NULL;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

void figure_edition(struct asked *q, const struct figure *f)
{
	q->fact->publisher = or_empty(payload_text(q->a, f->act->payload, "publisher"));
	q->fact->edition = or_empty(payload_text(q->a, f->act->payload, "edition"));
	q->fact->period = or_empty(payload_text(q->a, f->act->payload, "period"));
}

int fact_published(struct asked *q, struct err *e)
{
	(void)e;
	struct figure f;
	const char *value = NULL;
	if (figure_find(q->reg, q->rule->figure, q->on, &f))
		value = payload_text(q->a, f.act->payload, "value");
	if (!value) {
		fact_unknown(q);
		return 0;
	}
	figure_edition(q, &f);
	q->fact->type = strchr(value, '.') ? VALUE_DECIMAL : VALUE_NUMBER;
	q->fact->unit = or_empty(payload_text(q->a, f.act->payload, "unit"));
	if (strcmp(q->fact->unit, "%") == 0)
		q->fact->unit = "percent";
	fact_exact(q, value, day_earlier(act_on(f.act).high, q->on));
	fact_counted(q, f.place, 0, true, arena_printf(q->a, "%s, %s", q->fact->publisher, q->fact->edition));
	return 0;
}

/* ---- votes ---- */

static const struct act *latest_resolution(
	const struct reg *r, const char *series, day_t on, uint32_t *ret_place)
{
	const struct act *best = NULL;
	uint32_t place;
	struct walk w = walk_kind(r, r->treaty, ACT_RESOLUTION_ADOPTED);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place))
		if (act_by(a, on) == TRI_YES && payload_is(a->payload, "series", series) &&
			(!best || act_on(a).high > act_on(best).high)) {
			best = a;
			*ret_place = place;
		}
	return best;
}

static const struct act *plenary_vote(
	const struct reg *r, const struct act *resolution, day_t on, uint32_t *ret_place)
{
	struct walk w = walk_kind(r, r->treaty, ACT_VOTE_RECORDED);
	for (const struct act *a = walk_next(&w, ret_place); a; a = walk_next(&w, ret_place))
		if (a->subject == resolution->subject && payload_is(a->payload, "body", "plenary") &&
			(act_by(a, on) == TRI_YES || act_undated(a)))
			return a;
	return NULL;
}

bool reg_latest_vote(const struct reg *r, const char *series, day_t on, struct latest_vote *ret)
{
	uint32_t place = 0;
	const struct act *resolution = latest_resolution(r, series, on, &place), *vote;

	*ret = (struct latest_vote){.on = DAY_NONE_LOW};
	if (!resolution)
		return false;
	ret->resolution = journal_text(r->journal, resolution->subject);
	ret->on = act_on(resolution).high;
	vote = plenary_vote(r, resolution, on, &place);
	return vote && payload_raw(vote->payload, "roll", &ret->roll);
}

const char *latest_vote_of(const struct reg *r, const struct latest_vote *v, uint32_t state)
{
	static const char *const casts[] = {"yes", "no", "abstain", "non-voting", NULL};
	const char *iso3 = journal_text(r->journal, state);
	struct slice key, cast;
	size_t pos = 0;

	while (payload_each(v->roll, &pos, &key, &cast))
		for (size_t i = 0; key.len == strlen(iso3) && memcmp(key.at, iso3, key.len) == 0 && casts[i];
			i++)
			if (cast.len == strlen(casts[i]) && memcmp(cast.at, casts[i], cast.len) == 0)
				return casts[i];
	return NULL;
}

/* The roll call's own tally beside the published total, where they differ. */
static void tally_beside(
	struct asked *q, const struct act *vote, uint32_t place, const char *what, int64_t total)
{
	struct slice roll, state, cast;
	size_t pos = 0;
	int64_t tally = 0;
	if (!payload_raw(vote->payload, "roll", &roll))
		return;
	while (payload_each(roll, &pos, &state, &cast))
		tally += cast.len == strlen(what) && memcmp(cast.at, what, cast.len) == 0;
	if (tally != total) {
		q->fact->published = arena_printf(q->a, "%" PRId64, total);
		fact_counted(q, place, 0, false,
			arena_printf(q->a,
				"the roll call on file tallies %" PRId64
				" %s, the published total is %" PRId64,
				tally, what, total));
	}
}

int fact_vote(struct asked *q, struct err *e)
{
	(void)e;
	const char *what = q->rule->what;
	uint32_t place = 0, vote_place = 0;
	const struct act *resolution = latest_resolution(q->reg, q->rule->series, q->on, &place);
	bool of_vote = strcmp(what, "resolution") != 0 && strcmp(what, "day") != 0;
	q->fact->type = of_vote ? VALUE_NUMBER : strcmp(what, "day") == 0 ? VALUE_DAY : VALUE_TEXT;
	q->fact->unit = of_vote ? "States" : "";
	if (!resolution) {
		fact_unknown(q);
		return 0;
	}
	day_t day = act_on(resolution).high;
	day_t as_at = day_later(
		day, reg_coverage(q->reg, q->reg->treaty, ACT_VOTE_RECORDED, 0, "plenary", day, q->on));
	fact_counted(q, place, 0, true, "");
	if (!of_vote) {
		fact_exact(q,
			q->fact->type == VALUE_DAY ? fact_day(q, day)
						   : journal_text(q->reg->journal, resolution->subject),
			as_at);
		return 0;
	}
	const struct act *vote = plenary_vote(q->reg, resolution, q->on, &vote_place);
	int64_t total;
	if (!vote || !payload_int(vote->payload, what, &total)) {
		fact_unknown(q);
		return 0;
	}
	fact_exact(q, arena_printf(q->a, "%" PRId64, total), as_at);
	fact_counted(q, vote_place, 0, true, "published total");
	tally_beside(q, vote, vote_place, what, total);
	return 0;
}

/* ---- what a fact says of itself ---- */

const char *fact_rule_text(struct asked *q)
{
	const struct terms *t = &q->reg->pack->terms;
	const struct fact_rule *f = q->rule;
	const struct rule *rule = &q->reg->pack->rule[f->obligation];
	switch (f->kind) {
	case FACT_COUNT_OF:
		return arena_printf(q->a, "States that are %s on the day, one by one (%s; %s)",
			predicate_names[f->of], t->state_source, t->withdrawal_source);
	case FACT_PERCENT:
		return arena_printf(q->a,
			"States that are %s among those that are %s, half a tenth rounded up",
			predicate_names[f->of], predicate_names[f->among]);
	case FACT_IN_FORCE_ON:
	case FACT_YEARS:
	case FACT_ANNIVERSARY:
		return arena_printf(q->a, "The deposit of instrument number %d sets the day (%s)",
			t->threshold, t->threshold_source);
	case FACT_LATEST:
		return "The last day of deposit among States with an instrument in "
		       "effect; deposits of one day have no order";
	case FACT_DUE:
		return arena_printf(
			q->a, "Obligations %s whose due day has come (%s)", rule->id, rule->source);
	case FACT_OUTSTANDING:
		return arena_printf(
			q->a, "Obligations %s past their due day and not met (%s)", rule->id, rule->source);
	case FACT_COMPLETED:
		return arena_printf(q->a, "States that completed %s and have not had it reopened (%s)",
			rule->id, rule->source);
	case FACT_PUBLISHED:
		return "The last edition published by the day; a publisher's figure, not our count";
	case FACT_MEETING:
		return "Of the meetings that close on the day or later, the one that "
		       "opens first, as convened or moved by then";
	case FACT_REQUEST_CLOSES:
		return arena_printf(q->a, "Counted back from the opening of the meeting (%s)", rule->source);
	case FACT_VOTE:
		return "The last resolution of the series adopted by the day, and the "
		       "published total of the plenary vote on it";
	case FACT_HELD:
		return "Meetings of these types held by the day, since the close of the last one of the"
		       " types named";
	case FACT_ANNUAL:
		return arena_printf(
			q->a, "The rule's day in the year after the one covered (%s)", rule->source);
	case FACT_DEADLINE:
		return arena_printf(q->a,
			"The due day, as extended, of what the State has yet to do of %s (%s)", rule->id,
			rule->source);
	case FACT_AGENDA:
		return "The agenda last adopted or put forward by the day";
	case FACT_DOCUMENTS:
		return "Documents of the meeting issued by the day and not superseded; or announced by"
		       " then and not issued";
	case FACT_COMMUNICATION:
		return "The last communication on the matter noted by the day";
	case FACT_EVENT:
		return "Of the events that close on the day or later, the one that opens first";
	case FACT_STATE:
		if (q->fact->none)
			return "No such day follows from the acts on file, and the record of treaty actions "
			       "is complete up to the day as at which this holds";
		break;
	case FACT_KIND_COUNT:
		break;
	}
	return "Read off the acts of that State";
}
