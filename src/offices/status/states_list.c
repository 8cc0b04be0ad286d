/* Every State and its standing; and what other lists say of States: region, standing, who is meant. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/status/pages.h"
#include "text/order.h"

static const struct {
	const char *body, *words, *code; /* body: of acts state-joined */
} regions[REGION_COUNT] = {
	{"African-States", T("African States"), "africa"},
	{"Asia-Pacific-States", T("Asia-Pacific States"), "asia-pacific"},
	{"Eastern-European-States", T("Eastern European States"), "eastern-europe"},
	{"Latin-American-and-Caribbean-States", T("Latin American and Caribbean States"),
		"latin-america-caribbean"},
	{"Western-European-and-other-States", T("Western European and other States"),
		"western-europe-others"},
	{NULL, T("In no regional group"), "none"},
};

/* One known to have been joined at some time is taken as joined. */
size_t region_of(const struct view *v, uint32_t state)
{
	const struct journal *j = v->reg->journal;
	uint32_t p = journal_last(j, v->reg->world, state, act_kinds[ACT_STATE_JOINED].family, v->reg->known);

	for (; p; p = journal_act(j, p - 1)->prev_subject) {
		const struct act *act = journal_act(j, p - 1);

		if (act->as != ACT_STATE_JOINED || !journal_live(j, p - 1, v->reg->known))
			continue;
		for (size_t g = 0; regions[g].body; g++)
			if (payload_is(act->payload, "body", regions[g].body))
				return g;
	}
	return REGION_COUNT - 1;
}

const char *region_words(const struct view *v, size_t region)
{
	return say(v, regions[region].words);
}

const char *region_code(size_t region)
{
	return regions[region].code;
}

/* ---- standing ---- */

/* Where treaty actions are not on file to that day, a State without any is not known to be no party. */
enum standing standing_on(const struct view *v, uint32_t state, struct state_standing *ret)
{
	reg_standing(v->reg, state, v->on, ret);
	if (ret->standing == STANDING_NOT_PARTY &&
		reg_actions_as_at(v->reg, PRED_JOINED, v->on) == DAY_NONE_LOW)
		ret->standing = STANDING_UNKNOWN;
	return ret->standing;
}

static struct edtf since_of(const struct state_standing *s)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;
	const struct edtf never = {DAY_NONE_HIGH, DAY_NONE_HIGH};

	switch (s->standing) {
	case STANDING_PARTY:
	case STANDING_WITHDRAWING:
		return m ? m->in_force : never;
	case STANDING_DEPOSITED:
		return m ? m->deposited : never;
	case STANDING_WITHDRAWN:
		return m ? m->end : never;
	case STANDING_SIGNATORY:
		return s->signed_on;
	default:
		return never;
	}
}

day_t standing_since(const struct state_standing *s)
{
	struct edtf since = since_of(s);

	return edtf_exact(since) ? since.high : DAY_NONE_HIGH;
}

/* ---- the list ---- */

enum { NAME, ISO3, REGION, STANDING, SINCE, SIGNED, INSTRUMENT, DEPOSITED, IN_FORCE, WITHDRAWN, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[NAME] = {"name", T("State"), COLUMN_HEAD},
	[ISO3] = {"iso3", T("Code"), COLUMN_SHOWN},
	[REGION] = {"region", T("Regional group"), COLUMN_SHOWN},
	[STANDING] = {"standing", T("Standing"), COLUMN_SHOWN},
	[SINCE] = {"since", T("Since"), COLUMN_SHOWN},
	[SIGNED] = {"signed", T("Signed"), COLUMN_FILE},
	[INSTRUMENT] = {"instrument", T("Instrument"), COLUMN_FILE},
	[DEPOSITED] = {"deposited", T("Deposited"), COLUMN_FILE},
	[IN_FORCE] = {"in_force", T("In force"), COLUMN_FILE},
	[WITHDRAWN] = {"withdrawn", T("Withdrawal takes effect"), COLUMN_FILE},
};

/* What was chosen; -1 all. */
struct chosen {
	int standing, region;
	const char *q;
	const struct order *order;
};

static const enum standing shown_order[] = {STANDING_PARTY, STANDING_DEPOSITED, STANDING_SIGNATORY,
	STANDING_WITHDRAWING, STANDING_WITHDRAWN, STANDING_NOT_PARTY, STANDING_UNKNOWN};
#define SHOWN (sizeof shown_order / sizeof *shown_order)

static void choose(const struct view *v, struct list *l, struct chosen *c)
{
	struct list_choice *standing = NEW_ARRAY(v->a, struct list_choice, SHOWN);
	struct list_choice *region = NEW_ARRAY(v->a, struct list_choice, REGION_COUNT);

	for (size_t i = 0; i < SHOWN; i++)
		standing[i] = (struct list_choice){
			standing_names[shown_order[i]], standing_words(v, shown_order[i])};
	for (size_t i = 0; i < REGION_COUNT; i++)
		region[i] = (struct list_choice){region_code(i), region_words(v, i)};
	c->q = list_text(l, "q", say(v, "Name or code"));
	c->standing = list_choose(l, "standing", say(v, "Standing"), standing, SHOWN);
	c->region = list_choose(l, "region", say(v, "Regional group"), region, REGION_COUNT);
}

static bool fits(const struct view *v, const struct chosen *c, uint32_t state, enum standing s, size_t region)
{
	if (c->standing >= 0 && shown_order[c->standing] != s)
		return false;
	if (c->region >= 0 && (size_t)c->region != region)
		return false;
	return !*c->q || order_finds(c->order, view_iso3(v, state), c->q) ||
		order_finds(c->order, view_state(v, state), c->q) ||
		order_finds(c->order, reg_state_name(v->reg, v->a, state, v->on, "en", false), c->q) ||
		order_finds(c->order, reg_state_name(v->reg, v->a, state, v->on, v->words->tag, true), c->q);
}

static struct cell day_by(const struct view *v, struct edtf day, enum tri by)
{
	return by == TRI_NO ? cell_day(v, DAY_NONE_HIGH) : cell_edtf(v, day);
}

static void row_of(
	const struct view *v, struct list *l, uint32_t state, const struct state_standing *s, size_t region)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;
	struct cell *row = list_row(l);

	row[NAME] =
		cell_link(cell_named(view_state(v, state), view_state_filed(v, state)), state_url(v, state));
	row[ISO3] = cell_code(view_iso3(v, state));
	row[REGION] = cell_named(region_words(v, region), region_code(region));
	row[STANDING] = s->standing == STANDING_UNKNOWN
		? cell_unknown()
		: cell_named(standing_words(v, s->standing), standing_names[s->standing]);
	row[STANDING].css = standing_looks[s->standing].css;
	row[SINCE] = s->standing == STANDING_UNKNOWN ? cell_unknown() : cell_edtf(v, since_of(s));
	row[SIGNED] = day_by(v, s->signed_on, s->signed_by);
	if (!m)
		return;
	row[INSTRUMENT] = cell_named(kind_words(v, m->instrument), act_kinds[m->instrument].name);
	row[DEPOSITED] = cell_edtf(v, m->deposited);
	row[IN_FORCE] = reg_in_force_known(v->reg, m, v->on) ? cell_edtf(v, m->in_force) : cell_unknown();
	if (edtf_by(m->notice, v->on) == TRI_YES)
		row[WITHDRAWN] =
			m->held && edtf_by(m->end, v->on) == TRI_NO ? cell_unknown() : cell_edtf(v, m->end);
}

struct named {
	const struct order *order;
	const char *name;
	uint32_t state;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return order_compare(x->order, x->name, y->name);
}

size_t states_by_name(const struct view *v, const struct order *o, uint32_t **ret)
{
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);
	struct named *all = NEW_ARRAY(v->a, struct named, n + 1);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct named){o, view_state(v, state[i]), state[i]};
	if (n)
		qsort(all, n, sizeof *all, by_name);
	for (size_t i = 0; i < n; i++)
		state[i] = all[i].state;
	*ret = state;
	return n;
}

int states_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct chosen c = {.order = order_open(v->a, v->words->tag)};
	uint32_t *state;
	size_t n = states_by_name(v, c.order, &state);

	(void)segment;
	(void)e;
	l->title = say(v, "States");
	l->frame = (struct frame){.title = l->title, .section = SECTION_STATES};
	l->caption = say(v, "Since: in force, deposited, signed, or withdrawn, as the standing says.");
	l->empty = say(v, "No State fits what was chosen.");
	list_columns(l, columns, COLUMNS);
	choose(v, l, &c);
	for (size_t i = 0; i < n && !l->wrong; i++) {
		struct state_standing s;
		size_t region = region_of(v, state[i]);

		if (standing_on(v, state[i], &s) == STANDING_NOT_PARTY &&
			reg_is_state(v->reg, state[i], v->on) == TRI_NO)
			continue;
		if (fits(v, &c, state[i], s.standing, region))
			row_of(v, l, state[i], &s, region);
	}
	return 0;
}
