/* Every figure of the treaty. */
#include <string.h>

#include "offices/status/pages.h"

enum { LABEL, KEY, VALUE, LOW, HIGH, UNIT, QUALITY, AS_AT, EXPLAINED, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[LABEL] = {"label", T("Figure"), COLUMN_HEAD},
	[KEY] = {"key", T("Key"), COLUMN_FILE},
	[VALUE] = {"value", T("Value"), COLUMN_SHOWN},
	[LOW] = {"low", T("At least"), COLUMN_FILE},
	[HIGH] = {"high", T("At most"), COLUMN_FILE},
	[UNIT] = {"unit", T("Unit"), COLUMN_FILE},
	[QUALITY] = {"quality", T("Quality"), COLUMN_SHOWN},
	[AS_AT] = {"as_at", T("As at"), COLUMN_LABELLED},
	[EXPLAINED] = {"explained_at", T("Explained at"), COLUMN_FILE},
};

/* Figures of a year: those of the year before, whose reports have mostly fallen due. */
const char *fact_listed(const struct view *v, const struct fact_rule *f)
{
	if (f->argument != ARG_YEAR && !fact_argument_optional(f))
		return NULL;
	return f->argument == ARG_YEAR ? arena_printf(v->a, "%s:%d", f->key, day_to_date(v->on).year - 1)
				       : f->key;
}

static struct cell value_of(const struct view *v, const struct shown *s, const char *text, const char *value)
{
	if (!*value)
		return cell_text("");
	if (s->fact.type == VALUE_NUMBER || s->fact.type == VALUE_DECIMAL) {
		struct cell c = cell_number(v, value);

		c.text = text;
		return c;
	}
	return cell_named(text, value);
}

static void row_of(const struct view *v, struct list *l, const struct shown *s)
{
	const struct fact *f = &s->fact;
	struct cell *row = list_row(l);

	row[LABEL] = cell_link(cell_text(s->label), s->to);
	row[KEY] = cell_code(f->key);
	if (f->quality == QUALITY_UNKNOWN)
		row[VALUE] = cell_unknown();
	else if (f->quality == QUALITY_BOUNDED)
		row[VALUE] = cell_named(s->bounds, "bounded");
	else
		row[VALUE] = value_of(v, s, s->value, f->value);
	row[LOW] = f->quality == QUALITY_UNKNOWN ? cell_unknown() : value_of(v, s, s->low, f->low);
	row[HIGH] = f->quality == QUALITY_UNKNOWN ? cell_unknown() : value_of(v, s, s->high, f->high);
	row[UNIT] = cell_code(f->unit);
	row[QUALITY] = cell_marked(cell_named(s->short_clause, quality_names[f->quality]), s->quality);
	row[AS_AT] = f->as_at == DAY_NONE_LOW ? cell_unknown() : cell_day(v, f->as_at);
	row[EXPLAINED] = cell_code(s->to.text);
}

int facts_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	const struct pack *p = v->reg->pack;
	const struct order *o = order_open(v->a, v->words->tag);
	const struct list_choice quality[QUALITY_COUNT] = {
		{quality_names[QUALITY_EXACT], say(v, "exact")},
		{quality_names[QUALITY_BOUNDED], say(v, "bounded")},
		{quality_names[QUALITY_UNKNOWN], say(v, "unknown")},
	};
	struct list_choice *choice = NEW_ARRAY(v->a, struct list_choice, QUALITY_COUNT);

	memcpy(choice, quality, sizeof quality);
	l->title = say(v, "Figures");
	l->frame = (struct frame){.title = l->title, .section = SECTION_FIGURES};
	l->caption = say(v, "Each leads to the acts behind it.");
	l->empty = say(v, "No figure fits what was chosen.");
	list_columns(l, columns, COLUMNS);
	const char *q = list_text(l, "q", say(v, "Words or key"));
	int chosen = list_choose(l, "quality", say(v, "Quality"), choice, QUALITY_COUNT);
	if (segment) { /* one, by whatever it is about: state.deposited:LAO */
		struct shown s;
		int rc = shown_fact(v, segment, &s, e);

		if (rc == 0)
			row_of(v, l, &s);
		return rc;
	}
	for (size_t i = 0; i < p->facts_n && !l->wrong; i++) {
		const char *key = fact_listed(v, &p->fact[i]);
		struct shown s;

		if (!key)
			continue;
		int rc = shown_fact(v, key, &s, e);
		if (rc < 0)
			return rc;
		if (chosen >= 0 && s.fact.quality != (enum quality)chosen)
			continue;
		if (order_finds(o, s.label, q) || order_finds(o, s.fact.key, q))
			row_of(v, l, &s);
	}
	return 0;
}
