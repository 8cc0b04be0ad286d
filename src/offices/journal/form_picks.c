/* What a field may be picked from: States, the treaty's obligations and reports, codes that are on file. */
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/form.h"
#include "text/order.h"

#define CODES_MAX 400u

struct picking {
	struct form *f;
	size_t cap;
	struct form_picks *to;
};

static void pick(struct picking *p, const char *value, const char *label)
{
	for (size_t i = 0; i < p->to->n; i++)
		if (strcmp(p->to->option[i].value, value) == 0)
			return;
	GROW(p->f->q->a, p->to->option, p->to->n, p->cap);
	p->to->option[p->to->n++] = (struct form_option){value, label, false};
}

static void states(struct picking *p)
{
	const struct view *v = p->f->d->v;
	uint32_t *state;
	size_t n = states_by_name(v, order_open(v->a, v->words->tag), &state);

	for (size_t i = 0; i < n; i++) {
		GROW(v->a, p->to->option, p->to->n, p->cap);
		p->to->option[p->to->n++] =
			(struct form_option){view_iso3(v, state[i]), view_state(v, state[i]), false};
	}
}

static void obligations(struct picking *p)
{
	const struct pack *k = p->f->d->v->reg->pack;

	for (size_t i = 0; i < k->rules_n; i++)
		if (k->rule[i].id) /* a condition has none */
			pick(p, k->rule[i].id, view_label(p->f->d->v, &k->rule[i].label));
}

static void reports(struct picking *p)
{
	const struct pack *k = p->f->d->v->reg->pack;

	for (size_t i = 0; i < k->rules_n; i++)
		if (k->rule[i].met && k->rule[i].met_by == ACT_REPORT_RECEIVED && k->rule[i].met_report)
			pick(p, k->rule[i].met_report, view_label(p->f->d->v, &k->rule[i].label));
	pick(p, "voluntary", choice_label(p->f->d->v, "voluntary"));
}

static void conditions(struct picking *p)
{
	const struct pack *k = p->f->d->v->reg->pack;

	for (size_t i = 0; i < k->rules_n; i++)
		if (k->rule[i].kind == RULE_CONDITION && k->rule[i].condition)
			pick(p, k->rule[i].condition, view_label(p->f->d->v, &k->rule[i].label));
}

/* Subjects of live acts, the newest first. */
static void subjects(struct picking *p, enum act_kind first, enum act_kind last)
{
	const struct journal *j = p->f->d->book.journal;

	for (uint64_t seq = p->f->d->book.known; seq-- > 0 && p->to->n < CODES_MAX;) {
		const struct act *act = journal_act(j, seq);
		const char *subject = journal_text(j, act->subject);

		if (act->as >= first && act->as <= last && *subject && desk_sees(p->f->d, act))
			pick(p, subject, "");
	}
}

static void meetings(struct picking *p)
{
	subjects(p, ACT_MEETING_CONVENED, ACT_MEETING_HELD);
}

static void codes(struct picking *p)
{
	subjects(p, p->f->kind, p->f->kind);
}

/* Who serves still. Where they cannot be read the field is filled in by hand. */
static void persons(struct picking *p)
{
	struct person *all = NULL;
	struct err none;
	size_t n = 0;

	if (persons_all(p->f->q->a, p->f->d->book.db, &p->f->d->house, &all, &n, &none) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (!*all[i].end_day)
			pick(p, all[i].id, all[i].name);
}

/* Which fields are picked from which. */
static const struct {
	const char *id;
	const char *field; /* of the kinds' tables; NULL: by type, or named by the form itself */
	void (*fill)(struct picking *p);
} sources[] = {
	{"states", NULL, states},
	{"codes", NULL, codes},
	{"obligations", "obligation", obligations},
	{"reports", "report", reports},
	{"conditions", "about", conditions},
	{"meetings", "meeting", meetings},
	{"persons", NULL, persons},
};
_Static_assert(sizeof sources / sizeof *sources == FORM_PICKS_MAX, "room for each");

const char *form_pick_for(const struct form *f, const struct act_field *field)
{
	(void)f;
	if (field->type == FIELD_STATE)
		return "states";
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (sources[i].field && strcmp(sources[i].field, field->name) == 0)
			return sources[i].id;
	return NULL;
}

static bool is_needed(const struct form *f, size_t source)
{
	const struct act_kind_info *k = &act_kinds[f->kind];

	if (strcmp(sources[source].id, "persons") == 0)
		return true;
	if (strcmp(sources[source].id, "codes") == 0)
		return k->subject == SUBJECT_CODE;
	if (strcmp(sources[source].id, "states") == 0 &&
		(k->subject == SUBJECT_STATE || k->subject == SUBJECT_ANY))
		return true;
	for (const struct act_field *field = k->field; field->name; field++) {
		const char *id = form_pick_for(f, field);

		if (id && strcmp(id, sources[source].id) == 0)
			return true;
	}
	return false;
}

void form_picks_make(struct form *f)
{
	for (size_t i = 0; i < FORM_PICKS_MAX; i++) {
		if (!is_needed(f, i))
			continue;
		struct picking p = {.f = f, .to = &f->pick[f->picks_n++]};
		*p.to = (struct form_picks){.id = sources[i].id};
		sources[i].fill(&p);
	}
}
