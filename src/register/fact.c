/* Facts: named values with their quality, their as-at day and the acts behind them. docs/packs.md, Facts. */
#include "register/fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- shared ---- */

void fact_counted(struct asked *q, uint32_t act, uint32_t state, bool in, const char *reason)
{
	GROW(q->a, q->fact->counted, q->fact->counted_n, q->cap);
	q->fact->counted[q->fact->counted_n++] = (struct counted){act, state, in, reason ? reason : ""};
}

void fact_exact(struct asked *q, const char *value, day_t as_at)
{
	q->fact->value = q->fact->low = q->fact->high = value;
	q->fact->quality = QUALITY_EXACT;
	q->fact->as_at = as_at;
}

void fact_unknown(struct asked *q)
{
	q->fact->value = q->fact->low = q->fact->high = "";
	q->fact->quality = QUALITY_UNKNOWN;
	q->fact->as_at = DAY_NONE_LOW;
}

static const char *number(struct asked *q, size_t n)
{
	return arena_printf(q->a, "%zu", n);
}

void fact_range(struct asked *q, size_t low, size_t high, day_t as_at)
{
	if (as_at == DAY_NONE_LOW) {
		fact_unknown(q);
	} else if (low == high) {
		fact_exact(q, number(q, low), as_at);
	} else {
		q->fact->value = "";
		q->fact->low = number(q, low);
		q->fact->high = number(q, high);
		q->fact->quality = QUALITY_BOUNDED;
		q->fact->as_at = as_at;
	}
}

const char *fact_day(struct asked *q, day_t d)
{
	char text[11];
	return arena_strdup(q->a, day_format(d, text));
}

/* The latest treaty action counted that was done after the covered day; DAY_NONE_LOW when there is none. */
static day_t beyond(const struct asked *q, enum predicate p, day_t as_at)
{
	day_t last = DAY_NONE_LOW;
	for (int k = 0; k < ACT_KIND_COUNT && as_at < q->on; k++) {
		if (!predicate_rests_on(p, (enum act_kind)k))
			continue;
		struct walk w = walk_kind(q->reg, q->reg->treaty, (enum act_kind)k);
		for (const struct act *a = walk_next(&w, NULL); a; a = walk_next(&w, NULL)) {
			struct edtf on = act_on(a);
			if (on.low <= q->on && on.high > as_at)
				last = day_later(last, day_earlier(on.high, q->on));
		}
	}
	return last;
}

/* A figure that counts acts done after the covered day is as at the last of them, and no more than what is on
 * file: there may be others. Its value stands, its quality is bounded. */
static void fact_beyond(struct asked *q, enum predicate p)
{
	day_t last = q->fact->as_at == DAY_NONE_LOW ? DAY_NONE_LOW : beyond(q, p, q->fact->as_at);

	if (last == DAY_NONE_LOW)
		return;
	q->fact->quality = QUALITY_BOUNDED;
	q->fact->low = q->fact->high = "";
	q->fact->as_at = last;
}

/* ---- counts of States ---- */

/* Why a State is counted or not, and the act that decides. */
static uint32_t deciding_act(
	const struct asked *q, const struct state_standing *s, enum predicate p, const char **ret_reason)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;
	*ret_reason = standing_names[s->standing];
	if (p == PRED_SIGNED || !m)
		return s->signature_act;
	if (edtf_by(m->end, q->on) != TRI_NO && m->notice_act)
		return m->notice_act;
	return m->deposit_act;
}

static enum tri state_is(const struct asked *q, uint32_t state, enum predicate p, struct state_standing *s)
{
	if (p == PRED_STATE)
		return reg_is_state(q->reg, state, q->on);
	reg_standing(q->reg, state, q->on, s);
	enum tri is = standing_is(s, p);
	return p == PRED_NOT_PARTY ? tri_and(is, reg_is_state(q->reg, state, q->on)) : is;
}

struct range {
	size_t low, high;
};

static struct range count_states(struct asked *q, enum predicate p, bool explain)
{
	uint32_t *state;
	size_t n = reg_states(q->reg, q->a, &state);
	struct range c = {0, 0};
	for (size_t i = 0; i < n; i++) {
		struct state_standing s = {.standing = STANDING_NOT_PARTY};
		enum tri is = state_is(q, state[i], p, &s);
		c.low += is == TRI_YES;
		c.high += is != TRI_NO;
		if (!explain)
			continue;
		const char *reason = "";
		uint32_t act = p == PRED_STATE ? 0 : deciding_act(q, &s, p, &reason);
		if (is != TRI_NO || act)
			fact_counted(q, act, state[i], is == TRI_YES,
				is == TRI_MAYBE ? "its day is not precise enough" : reason);
	}
	return c;
}

static int count_of(struct asked *q, struct err *e)
{
	(void)e;
	struct range c = count_states(q, q->rule->of, true);
	q->fact->unit = "States";
	fact_range(q, c.low, c.high, reg_actions_as_at(q->reg, q->rule->of, q->on));
	fact_beyond(q, q->rule->of);
	return 0;
}

static const char *tenths(struct asked *q, size_t part, size_t whole)
{
	size_t t = (part * 2000 + whole) / (2 * whole); /* half up, in thousandths */
	return arena_printf(q->a, "%zu.%zu", t / 10, t % 10);
}

static int percent(struct asked *q, struct err *e)
{
	(void)e;
	struct range part = count_states(q, q->rule->of, true),
		     whole = count_states(q, q->rule->among, false);
	day_t as_at = day_earlier(reg_actions_as_at(q->reg, q->rule->of, q->on),
		reg_actions_as_at(q->reg, q->rule->among, q->on));
	q->fact->type = VALUE_DECIMAL;
	q->fact->unit = "percent";
	if (as_at == DAY_NONE_LOW || whole.low == 0) {
		fact_unknown(q);
	} else if (part.low == part.high && whole.low == whole.high) {
		fact_exact(q, tenths(q, part.low, whole.low), as_at);
	} else {
		fact_range(q, 0, 1, as_at);
		q->fact->low = tenths(q, part.low, whole.high);
		q->fact->high = tenths(q, part.high, whole.low);
	}
	fact_beyond(q, q->rule->of);
	return 0;
}

/* ---- entry into force ---- */

static int in_force(struct asked *q, struct err *e)
{
	(void)e;
	const struct reg *r = q->reg;
	q->fact->type = q->rule->kind == FACT_IN_FORCE_ON ? VALUE_DAY : VALUE_NUMBER;
	q->fact->unit = q->rule->kind == FACT_IN_FORCE_ON ? "" : "years";
	bool counts_years = q->rule->kind != FACT_IN_FORCE_ON;
	if (r->nth > q->on || r->in_force.high == DAY_NONE_HIGH ||
		(counts_years && r->in_force.high > q->on)) {
		fact_unknown(q);
		return 0;
	}
	day_t as_at = day_later(reg_actions_as_at(q->reg, PRED_DEPOSITED, q->on), r->nth);
	struct date began = day_to_date(r->in_force.high), now = day_to_date(q->on);
	int years = now.year - began.year;
	if (q->rule->kind == FACT_YEARS &&
		(now.month < began.month || (now.month == began.month && now.day < began.day)))
		years--;
	if (r->in_force.low != r->in_force.high) {
		fact_unknown(q);
		q->fact->quality = QUALITY_BOUNDED;
		q->fact->as_at = as_at;
		if (q->rule->kind == FACT_IN_FORCE_ON) {
			q->fact->low = fact_day(q, r->in_force.low);
			q->fact->high = fact_day(q, r->in_force.high);
		}
	} else if (q->rule->kind == FACT_IN_FORCE_ON) {
		fact_exact(q, fact_day(q, r->in_force.high), as_at);
	} else {
		fact_exact(q, arena_printf(q->a, "%d", years < 0 ? 0 : years), as_at);
	}
	uint32_t *state;
	size_t n = reg_states(r, q->a, &state);
	for (size_t i = 0; i < n; i++) {
		struct state_standing s;
		reg_standing(r, state[i], q->on, &s);
		if (s.n && s.membership[0].deposited.low <= r->nth)
			fact_counted(q, s.membership[0].deposit_act, state[i], true,
				"deposited by the day of the last needed instrument");
	}
	return 0;
}

/* ---- the latest to join ---- */

static int latest(struct asked *q, struct err *e)
{
	(void)e;
	uint32_t *state;
	size_t n = reg_states(q->reg, q->a, &state), found = 0;
	struct buf names;
	day_t best = DAY_NONE_LOW, uncertain = DAY_NONE_LOW;
	buf_init(&names, q->a, 1 << 16);
	q->fact->type = strcmp(q->rule->what, "day") == 0 ? VALUE_DAY : VALUE_STATES;
	for (size_t i = 0; i < n; i++) {
		struct state_standing s;
		reg_standing(q->reg, state[i], q->on, &s);
		if (s.deposited == TRI_NO)
			continue;
		struct edtf day = s.membership[s.current].deposited;
		if (s.deposited == TRI_MAYBE || !edtf_exact(day)) {
			uncertain = day_later(uncertain, day_earlier(day.high, q->on));
			continue;
		}
		if (day.high > best) {
			best = day.high;
			found = 0;
			q->fact->counted_n = 0;
			buf_reset(&names);
		}
		if (day.high == best) {
			buf_printf(
				&names, "%s%s", found++ ? " " : "", journal_text(q->reg->journal, state[i]));
			fact_counted(q, s.membership[s.current].deposit_act, state[i], true, "");
		}
	}
	day_t as_at = reg_actions_as_at(q->reg, PRED_DEPOSITED, q->on);
	if (as_at == DAY_NONE_LOW || !found || uncertain >= best) {
		fact_unknown(q);
		if (as_at != DAY_NONE_LOW && uncertain != DAY_NONE_LOW) {
			q->fact->quality = QUALITY_BOUNDED;
			q->fact->as_at = as_at;
		}
		return 0;
	}
	fact_exact(q, q->fact->type == VALUE_DAY ? fact_day(q, best) : names.data, as_at);
	fact_beyond(q, PRED_DEPOSITED);
	return 0;
}

/* ---- one State ---- */

static int standing_of_state(struct asked *q, const struct state_standing *s, uint32_t act)
{
	day_t as_at = reg_actions_as_at(q->reg, PRED_JOINED, q->on);
	if (s->standing == STANDING_UNKNOWN || (as_at == DAY_NONE_LOW && !act))
		fact_unknown(q);
	else
		fact_exact(q, standing_names[s->standing],
			day_later(as_at,
				act ? act_on(journal_act(q->reg->journal, act - 1)).high : DAY_NONE_LOW));
	if (act)
		fact_counted(q, act, s->state, true, "");
	return 0;
}

/* Absence counts only inside coverage: the acts behind it are those that state the coverage. */
static int none_of_state(struct asked *q, enum act_kind kind, day_t as_at)
{
	uint32_t place;
	if (as_at == DAY_NONE_LOW) {
		fact_unknown(q);
		return 0;
	}
	fact_exact(q, "none", as_at);
	q->fact->none = true;
	struct walk w = walk_kind(q->reg, q->reg->treaty, ACT_COVERAGE_STATED);
	for (const struct act *a = walk_next(&w, &place); a; a = walk_next(&w, &place))
		if (payload_in_list(a->payload, "kinds", act_kinds[kind].name))
			fact_counted(q, place, 0, true, "says that all such acts are on file");
	return 0;
}

static int day_of_state(struct asked *q, const struct state_standing *s, const struct membership *m)
{
	const struct reg *r = q->reg;
	const char *what = q->rule->what;
	bool signing = strcmp(what, "signed") == 0, settled = true;
	struct edtf day = EDTF_NEVER;
	uint32_t act = signing ? s->signature_act : m ? m->deposit_act : 0;
	enum act_kind absent = signing ? ACT_SIGNATURE : m ? ACT_WITHDRAWAL : ACT_RATIFICATION;
	day_t as_at = reg_actions_as_at(r, signing ? PRED_SIGNED : PRED_DEPOSITED, q->on);
	q->fact->type = VALUE_DAY;
	if (signing) {
		day = s->signed_by != TRI_NO ? s->signed_on : day;
	} else if (m && strcmp(what, "deposited") == 0) {
		day = m->deposited;
	} else if (m && strcmp(what, "in-force") == 0) {
		settled = reg_in_force_known(r, m, q->on);
		day = settled ? m->in_force : day;
	} else if (m && edtf_by(m->end, q->on) != TRI_NO) {
		day = m->end;
		act = m->notice_act;
	}
	if (edtf_never(day))
		return none_of_state(q, absent, settled ? as_at : DAY_NONE_LOW);
	as_at = day_later(as_at, act_on(journal_act(r->journal, act - 1)).high);
	fact_counted(q, act, s->state, true, "");
	if (edtf_exact(day)) {
		fact_exact(q, fact_day(q, day.high), as_at);
		return 0;
	}
	fact_unknown(q);
	q->fact->quality = QUALITY_BOUNDED;
	q->fact->as_at = as_at;
	q->fact->low = fact_day(q, day.low);
	q->fact->high = fact_day(q, day.high);
	return 0;
}

static int of_state(struct asked *q, struct err *e)
{
	const struct reg *r = q->reg;
	uint32_t state = journal_word(r->journal, q->argument);
	struct state_standing s;
	if (!state || !reg_state_known(r, state))
		return err_set(e, ERR_NOTFOUND,
			"%s: no State with the code %s; codes are ISO 3166-1 alpha-3, see paraph status",
			q->fact->key, q->argument);
	reg_standing(r, state, q->on, &s);
	const struct membership *m = s.current < s.n ? &s.membership[s.current] : NULL;
	q->fact->type = VALUE_TEXT;
	if (strcmp(q->rule->what, "name") == 0) {
		fact_exact(q, reg_state_name(r, q->a, state, q->on, "en", false), q->on);
		return 0;
	}
	if (strcmp(q->rule->what, "standing") == 0)
		return standing_of_state(q, &s, m ? m->deposit_act : s.signature_act);
	return day_of_state(q, &s, m);
}

/* ---- by key ---- */

static int (*const fact_kinds[FACT_KIND_COUNT])(struct asked *, struct err *) = {
	[FACT_COUNT_OF] = count_of,
	[FACT_PERCENT] = percent,
	[FACT_IN_FORCE_ON] = in_force,
	[FACT_YEARS] = in_force,
	[FACT_ANNIVERSARY] = in_force,
	[FACT_LATEST] = latest,
	[FACT_DUE] = fact_duties,
	[FACT_OUTSTANDING] = fact_duties,
	[FACT_COMPLETED] = fact_completed,
	[FACT_PUBLISHED] = fact_published,
	[FACT_MEETING] = fact_meeting,
	[FACT_REQUEST_CLOSES] = fact_request_closes,
	[FACT_VOTE] = fact_vote,
	[FACT_STATE] = of_state,
	[FACT_HELD] = fact_held,
	[FACT_ANNUAL] = fact_annual,
	[FACT_DEADLINE] = fact_deadline,
	[FACT_AGENDA] = fact_agenda,
	[FACT_DOCUMENTS] = fact_documents,
	[FACT_COMMUNICATION] = fact_communication,
	[FACT_EVENT] = fact_event,
};

static int no_such_key(const struct reg *r, struct arena *a, const char *key, struct err *e)
{
	const char **keys = NEW_ARRAY(a, const char *, r->pack->facts_n + 1);
	for (size_t i = 0; i < r->pack->facts_n; i++)
		keys[i] = r->pack->fact[i].key;
	const char *near = text_nearest(key, keys);
	return err_set(e, ERR_NOTFOUND, "%s: no such figure in %s; %s%s", key, r->pack->code,
		near ? "did you mean " : "paraph facts lists them all", near ? near : "");
}

bool fact_argument_optional(const struct fact_rule *rule)
{
	return rule->argument == ARG_NONE || rule->kind == FACT_REQUEST_CLOSES ||
		rule->kind == FACT_COMMUNICATION;
}

static int argument_check(const struct fact_rule *rule, struct asked *q, struct err *e)
{
	static const char *const what[] = {
		[ARG_YEAR] = "a year, such as :2015",
		[ARG_STATE] = "a State, such as :LAO",
		[ARG_MEETING] = "a meeting's code, such as :9MSP",
	};
	int64_t year;
	struct err ignored;
	bool optional = fact_argument_optional(rule);
	if (rule->argument == ARG_NONE)
		return *q->argument ? err_set(e, ERR_INVALID, "%s takes no argument; leave out :%s",
					      rule->key, q->argument)
				    : 0;
	if (!*q->argument && optional)
		return 0;
	if (rule->argument == ARG_YEAR && text_int(q->argument, 1, 9998, &year, &ignored) == 0)
		q->year = (int)year;
	bool good = rule->argument == ARG_YEAR ? q->year > 0
		: rule->argument == ARG_STATE  ? text_is_iso3(q->argument)
					       : *q->argument != '\0';
	return good ? 0
		    : err_set(e, ERR_INVALID, "%s needs %s after the key", rule->key, what[rule->argument]);
}

int reg_fact(const struct reg *r, struct arena *a, const char *key, day_t on, struct fact *ret, struct err *e)
{
	const char *colon = strchr(key, ':');
	const char *name = colon ? arena_strndup(a, key, (size_t)(colon - key)) : key;
	const struct fact_rule *rule = pack_fact(r->pack, name);
	struct fact f = {.key = arena_strdup(a, key),
		.rule = rule,
		.type = VALUE_NUMBER,
		.value = "",
		.low = "",
		.high = "",
		.unit = "",
		.quality = QUALITY_UNKNOWN,
		.as_at = DAY_NONE_LOW,
		.publisher = "",
		.edition = "",
		.period = "",
		.published = "",
		.rule_text = ""};
	struct asked q = {
		.reg = r, .a = a, .on = on, .rule = rule, .argument = colon ? colon + 1 : "", .fact = &f};
	if (!rule)
		return no_such_key(r, a, name, e);
	int rc = argument_check(rule, &q, e);
	if (rc == 0)
		rc = fact_kinds[rule->kind](&q, e);
	if (rc != 0)
		return rc;
	f.rule_text = fact_rule_text(&q);
	*ret = f;
	return 0;
}
