/* What may be recorded: only the impossible is refused, the unusual is marked. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "register/fact.h"

/* One question: an act that is to stand beside what is on file. */
struct proposal {
	const struct reg *reg;
	struct arena *a;
	const struct draft *d;
	enum act_kind as; /* what it stands for: for a correction, the replacement's kind */
	bool correction;
	uint32_t state; /* word of the subject; 0: never met */
	struct edtf on;
	day_t today; /* the day of recording */
	struct marks *marks;
};

static void mark(struct proposal *p, const char *text)
{
	if (p->marks->n < MARKS_MAX)
		p->marks->mark[p->marks->n++] = text;
}

static int state_exists(const struct proposal *p, const char *iso3, const char *field, struct err *e)
{
	uint32_t word = journal_word(p->reg->journal, iso3);
	if (word && reg_state_known(p->reg, word))
		return 0;
	return err_set(e, ERR_INVALID,
		"%s: no State has the code '%s'; give an ISO 3166-1 alpha-3 code, such "
		"as LAO (paraph status lists them)",
		field, iso3);
}

/* Every State that the payload names. */
static int states_in_payload(const struct proposal *p, struct err *e)
{
	for (const struct act_field *f = act_kinds[p->as].field; f->name; f++) {
		struct slice raw, key, value;
		size_t pos = 0;
		const char *iso3;
		int rc = 0;
		if (!payload_raw(p->d->payload, f->name, &raw))
			continue;
		if (f->type == FIELD_STATE) {
			iso3 = payload_text(p->a, p->d->payload, f->name);
			rc = iso3 ? state_exists(p, iso3, f->name, e) : 0;
		} else if (f->type == FIELD_STATES || f->type == FIELD_ROLL || f->type == FIELD_RATES) {
			while (rc == 0 && payload_each(raw, &pos, &key, &value)) {
				struct slice s = f->type == FIELD_STATES ? value : key;
				rc = state_exists(p, arena_strndup(p->a, s.at, s.len), f->name, e);
			}
		}
		if (rc != 0)
			return rc;
	}
	return 0;
}

static const char *day_text(const struct proposal *p, day_t d)
{
	char text[11];
	return arena_strdup(p->a, day_format(d, text));
}

/* ---- treaty actions ---- */

static int signature_check(struct proposal *p, struct err *e)
{
	const struct terms *t = &p->reg->pack->terms;
	struct state_standing s;
	reg_standing(p->reg, p->state, p->on.high, &s);
	if (s.signature_act && !p->correction)
		return err_set(e, ERR_CONFLICT,
			"%s signed on %s already; to mend that entry use paraph act correct", p->d->subject,
			day_text(p, s.signed_on.high));
	if (!t->has_signature)
		return 0;
	if (p->on.high < t->signature_opens)
		return err_set(e, ERR_INVALID, "date: %s was not open for signature before %s (%s)",
			p->d->treaty, day_text(p, t->signature_opens), t->signature_source);
	day_t closed = t->closes == CLOSES_NEVER ? DAY_NONE_HIGH
		: t->closes == CLOSES_ON_DAY     ? t->closes_on
						 : p->reg->in_force.high;
	if (p->on.low >= closed)
		return err_set(e, ERR_INVALID,
			"date: signature of %s closed on %s (%s); a State that did not "
			"sign accedes: record an accession",
			p->d->treaty, day_text(p, closed), t->signature_source);
	return 0;
}

static int instrument_check(struct proposal *p, struct err *e)
{
	struct state_standing s;
	reg_standing(p->reg, p->state, p->on.high, &s);
	const struct membership *last = s.n ? &s.membership[s.n - 1] : NULL;
	bool signature_needed = p->as == ACT_RATIFICATION || p->as == ACT_ACCEPTANCE || p->as == ACT_APPROVAL;
	if (p->correction)
		return 0;
	if (last && p->on.high < last->end.high)
		return err_set(e, ERR_CONFLICT,
			"%s is bound by its %s of %s already; to mend that entry use paraph act correct",
			p->d->subject, act_kinds[last->instrument].name, day_text(p, last->deposited.high));
	if (s.n == MEMBERSHIPS_MAX)
		return err_set(e, ERR_LIMIT, "%s: more than %d memberships of one State are not kept",
			p->d->subject, MEMBERSHIPS_MAX);
	if (signature_needed && s.signed_by == TRI_NO)
		mark(p, "no signature of that State is on file");
	if (p->as == ACT_ACCESSION && !last && s.signed_by == TRI_YES)
		mark(p, "accession by a signatory");
	return 0;
}

static int withdrawal_check(struct proposal *p, struct err *e)
{
	struct state_standing s;
	reg_standing(p->reg, p->state, p->on.high, &s);
	const struct membership *last = s.n ? &s.membership[s.n - 1] : NULL;
	if (p->correction)
		return 0;
	if (!last || last->deposited.low > p->on.high)
		return err_set(e, ERR_INVALID,
			"%s has no instrument on file by %s and cannot withdraw; check the State and the day",
			p->d->subject, p->d->on);
	if (last->notice_act)
		return err_set(e, ERR_CONFLICT,
			"%s gave notice of withdrawal on %s already; to mend that entry "
			"use paraph act correct",
			p->d->subject, day_text(p, last->notice.high));
	return 0;
}

/* ---- obligations ---- */

static int obligation_check(const struct proposal *p, struct err *e)
{
	const struct pack *pack = p->reg->pack;
	const char *id = payload_text(p->a, p->d->payload, "obligation");
	if (!id || pack_rule(pack, id))
		return 0;
	const char **ids = NEW_ARRAY(p->a, const char *, pack->rules_n + 1);
	for (size_t i = 0; i < pack->rules_n; i++)
		ids[i] = pack->rule[i].id ? pack->rule[i].id : "";
	const char *near = text_nearest(id, ids);
	return err_set(e, ERR_INVALID, "obligation: %s has no obligation '%s'; %s%s", pack->code, id,
		near ? "did you mean " : "see its pack.yaml", near ? near : "");
}

static int declared_check(struct proposal *p, struct err *e)
{
	const struct pack *pack = p->reg->pack;
	for (size_t i = 0; i < pack->conditions_n; i++)
		if (payload_is(p->d->payload, "about", pack->condition[i]))
			return 0;
	struct buf known;
	buf_init(&known, p->a, 1000);
	for (size_t i = 0; i < pack->conditions_n; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", pack->condition[i]);
	return err_set(e, ERR_INVALID, "about: %s knows declarations about %s", pack->code,
		known.len ? known.data : "nothing");
}

/* What the treaty's rules call the reports that they ask for, each with a comma behind it. */
static const char *reports_asked(const struct proposal *p)
{
	const struct pack *pack = p->reg->pack;
	const char *all = "";

	for (size_t i = 0; i < pack->rules_n; i++)
		if (pack->rule[i].met && pack->rule[i].met_report)
			all = arena_printf(p->a, "%s%s, ", all, pack->rule[i].met_report);
	return all;
}

static int report_check(struct proposal *p, struct err *e)
{
	const struct pack *pack = p->reg->pack;
	const struct rule *rule = NULL;
	struct state_standing s;
	int64_t year;
	for (size_t i = 0; i < pack->rules_n && !rule; i++)
		if (pack->rule[i].met && pack->rule[i].met_report &&
			payload_is(p->d->payload, "report", pack->rule[i].met_report))
			rule = &pack->rule[i];
	if (!rule && !payload_is(p->d->payload, "report", "voluntary"))
		return err_set(e, ERR_INVALID, "report: %s asks for no such report; give one of: %svoluntary",
			pack->code, reports_asked(p));
	reg_standing(p->reg, p->state, p->on.high == DAY_NONE_HIGH ? DAY_NONE_HIGH - 1 : p->on.high, &s);
	if (!rule || s.ever_deposited == TRI_NO) {
		mark(p, "voluntary");
		return 0;
	}
	const struct membership *m = &s.membership[s.current];
	day_t due = day_add(m->in_force.high, rule->step);
	if (rule->kind == RULE_ANNUAL) {
		if (!payload_int(p->d->payload, "year", &year))
			return err_set(e, ERR_INVALID,
				"year: an annual report needs the calendar year that it covers");
		due = year < 9999 ? date_to_day((struct date){(int)year + 1, rule->due_month, rule->due_day})
				  : DAY_NONE_HIGH;
	} else if (p->on.high < m->in_force.low) {
		mark(p, "early: before entry into force for that State");
	}
	if (p->on.low > due && p->on.low != DAY_NONE_LOW)
		mark(p, "late");
	return 0;
}

/* Requests and grants beyond the rule's own limits are normal in this world: accepted and marked. */
static int extension_check(struct proposal *p, struct err *e)
{
	const struct pack *pack = p->reg->pack;
	const char *id = payload_text(p->a, p->d->payload, "obligation"),
		   *code = payload_text(p->a, p->d->payload, "meeting");
	const struct rule *rule = id ? pack_rule(pack, id) : NULL;
	struct edtf until;
	struct meeting *m;
	(void)e;
	if (!rule || !rule->has_extension)
		return 0;
	const struct rule *request =
		rule->extension_request ? pack_rule(pack, rule->extension_request) : NULL;
	size_t n = code && request && p->as == ACT_EXTENSION_REQUESTED
		? reg_meetings(p->reg, p->a, DAY_NONE_HIGH - 1, &m)
		: 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(m[i].code, code) == 0 && m[i].opens != DAY_NONE_HIGH &&
			p->on.low != DAY_NONE_LOW && p->on.low > day_back(m[i].opens, request->step))
			mark(p, "late: after the last day for requests to that meeting");
	struct duty *d;
	size_t duties = payload_edtf(p->d->payload, "until", &until)
		? reg_duties(p->reg, p->a, p->state, p->on.high, &d)
		: 0;
	for (size_t i = 0; i < duties; i++)
		if (d[i].rule == rule && !*d[i].cause &&
			until.low > day_add(duty_deadline_high(&d[i]), rule->extension_at_most))
			mark(p, "longer than the rule's cap");
	return 0;
}

static int coverage_check(struct proposal *p, struct err *e)
{
	struct slice kinds, key, value;
	size_t pos = 0;
	enum act_kind kind;
	if (!payload_raw(p->d->payload, "kinds", &kinds))
		return err_set(e, ERR_INVALID, "kinds: say which kinds of act the record holds completely");
	while (payload_each(kinds, &pos, &key, &value)) {
		int rc = act_kind_parse(arena_strndup(p->a, value.at, value.len), &kind, e);
		if (rc != 0)
			return err_ctx(e, "kinds");
	}
	/* what it claims turns absence into fact: said before it is recorded */
	mark(p,
		payload_raw(p->d->payload, "from", &value)
			? "says that all such acts since its from day are on file"
			: "says that all such acts are on file, from the beginning");
	return 0;
}

/* What was not done yet is no act: most often a slip in the year. It may be right (a decision that becomes an
 * act on its day), so it is recorded, counts from its day, and is said. */
static void future_mark(struct proposal *p)
{
	struct edtf through;
	if (p->on.low != DAY_NONE_LOW && p->on.low > p->today)
		mark(p, "dated after the day of recording: it counts from its day on");
	if (p->as == ACT_COVERAGE_STATED && payload_edtf(p->d->payload, "through", &through) &&
		through.low > p->today)
		mark(p, "says so of days after the day of recording");
}

/* ---- one table ---- */

static int by_kind(struct proposal *p, struct err *e)
{
	if (act_kinds[p->as].binds)
		return instrument_check(p, e);
	switch (p->as) {
	case ACT_SIGNATURE:
		return signature_check(p, e);
	case ACT_WITHDRAWAL:
		return withdrawal_check(p, e);
	case ACT_DECLARED:
		return declared_check(p, e);
	case ACT_REPORT_RECEIVED:
		return report_check(p, e);
	case ACT_EXTENSION_REQUESTED:
	case ACT_DECISION:
		return extension_check(p, e);
	case ACT_COVERAGE_STATED:
		return coverage_check(p, e);
	default:
		return 0;
	}
}

int register_check(const struct reg *r, struct arena *a, const struct draft *d, day_t today,
	struct marks *ret, struct err *e)
{
	struct marks marks = {0};
	struct proposal p = {.reg = r,
		.a = a,
		.d = d,
		.today = today,
		.marks = &marks,
		.state = journal_word(r->journal, d->subject)};
	int rc = act_kind_parse(d->kind, &p.as, e);
	if (rc == 0)
		rc = edtf_parse(d->on, strlen(d->on), &p.on, e);
	if (rc != 0)
		return rc;
	if (p.as == ACT_CORRECTION) {
		const char *as = payload_text(a, d->payload, "as");
		p.correction = true;
		if (as && act_kind_parse(as, &p.as, e) < 0)
			return e->code;
		if (!as) {
			*ret = marks;
			return 0;
		}
	}
	future_mark(&p);
	bool names_state = p.as == ACT_STATE_NAMED;
	if (act_kinds[p.as].subject == SUBJECT_STATE && !names_state)
		rc = state_exists(&p, d->subject, "iso3", e);
	if (rc == 0)
		rc = states_in_payload(&p, e);
	if (rc == 0 && !r->pack->is_world)
		rc = obligation_check(&p, e);
	if (rc == 0)
		rc = by_kind(&p, e);
	if (rc == 0)
		*ret = marks;
	return rc;
}
