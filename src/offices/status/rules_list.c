/* What the treaty demands, as its pack states it, with the article of each rule. */
#include "offices/status/rule_words.h"

enum { LABEL, WORDS, ARTICLE, ID, KIND, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[LABEL] = {"rule", T("Rule"), COLUMN_HEAD},
	[WORDS] = {"in_words", T("In words"), COLUMN_SHOWN},
	[ARTICLE] = {"article", T("Article"), COLUMN_SHOWN},
	[ID] = {"id", T("Its name in files"), COLUMN_FILE},
	[KIND] = {"kind", T("Kind"), COLUMN_FILE},
};

static void row_add(const struct view *v, struct list *l, const char *label, const char *words,
	const char *source, const char *id, const char *kind)
{
	struct cell *row = list_row(l);

	row[LABEL] = cell_text(label);
	row[WORDS] = cell_text(words);
	row[ARTICLE] = source ? cell_cited(v, source) : cell_unknown();
	row[ID] = cell_code(id ? id : "");
	row[KIND] = cell_code(kind);
}

static void terms_of(const struct view *v, struct list *l)
{
	const struct terms *t = &v->reg->pack->terms;

	if (t->has_signature)
		row_add(v, l, say(v, "Signature"), signature_words(v), t->signature_source, "", "signature");
	if (t->has_threshold)
		row_add(v, l, say(v, "Entry into force"), threshold_words(v), t->threshold_source, "",
			"threshold");
	if (t->has_state_in_force)
		row_add(v, l, say(v, "Entry into force for a State"), state_words(v), t->state_source, "",
			"state-in-force");
	if (t->has_withdrawal)
		row_add(v, l, say(v, "Withdrawal"), withdrawal_words(v), t->withdrawal_source, "",
			"withdrawal");
}

int rules_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	const struct pack *p = v->reg->pack;

	(void)segment;
	(void)e;
	l->title = say(v, "Rules");
	l->frame = (struct frame){.title = l->title, .section = SECTION_RULES};
	l->lead = say_fill(v->a,
		say(v,
			"What {treaty} demands, as this register reads it. Every date on these pages "
			"follows from it."),
		(const struct fill[]){{"treaty", v->treaty}, {0}});
	l->caption = say_fill(v->a, say(v, "Edition of the rules: {day}."),
		(const struct fill[]){{"day", view_day(v, p->edition)}, {0}});
	l->empty = say(v, "No rule is on file.");
	list_columns(l, columns, COLUMNS);
	terms_of(v, l);
	for (size_t i = 0; i < p->rules_n; i++) {
		const struct rule *r = &p->rule[i];

		row_add(v, l, view_label(v, &r->label), demand_words(v, r), r->source,
			r->id ? r->id : r->condition, rule_names[r->kind]);
	}
	return 0;
}
