/* /desk/translations: what waits, by language and letter; and the rows of the office's pages. */
#include <string.h>

#include "offices/translations/translation_pages.h"

enum {
	L_LETTER,
	L_LANGUAGE,
	L_SENDABLE,
	L_MISSING,
	L_OUTDATED,
	L_DRAFT,
	L_TRANSLATED,
	L_REVIEWED,
	L_APPROVED,
	L_COLUMNS
};
static const struct list_column columns[L_COLUMNS] = {
	[L_LETTER] = {"letter", T("Letter"), COLUMN_HEAD},
	[L_LANGUAGE] = {"lang", T("Language"), COLUMN_LABELLED},
	[L_SENDABLE] = {"sendable", T("May be sent"), COLUMN_LABELLED},
	[L_MISSING] = {"missing", T("Missing"), COLUMN_LABELLED},
	[L_OUTDATED] = {"outdated", T("Outdated"), COLUMN_LABELLED},
	[L_DRAFT] = {"draft", T("Draft"), COLUMN_LABELLED},
	[L_TRANSLATED] = {"translated", T("Translated"), COLUMN_LABELLED},
	[L_REVIEWED] = {"reviewed", T("Reviewed"), COLUMN_LABELLED},
	[L_APPROVED] = {"approved", T("Approved"), COLUMN_LABELLED},
};

static const char *language_name(const char *tag)
{
	for (size_t i = 0; words_all[i]; i++)
		if (strcmp(words_all[i]->tag, tag) == 0)
			return words_all[i]->name;
	return tag;
}

static int row_of(struct request *q, struct list *l, struct desk *d, const char *lang, struct err *e)
{
	static const struct {
		int column;
		enum unit_state state;
	} counted[] = {{L_MISSING, UNIT_MISSING}, {L_OUTDATED, UNIT_OUTDATED}, {L_DRAFT, UNIT_DRAFT},
		{L_TRANSLATED, UNIT_TRANSLATED}, {L_REVIEWED, UNIT_REVIEWED}, {L_APPROVED, UNIT_APPROVED}};
	const struct view *v = q->view;
	size_t of[UNIT_STATE_COUNT] = {0};
	struct version ver = {0};
	struct gate g = {0};
	int rc = version_open(d, lang, &ver, e);

	if (rc == 0)
		rc = version_gate(d, lang, &g, e);
	if (rc != 0)
		return rc;
	for (size_t k = 0; k < ver.n; k++)
		of[ver.unit[k].state]++;
	struct cell *row = list_row(l);
	const char *to = arena_printf(q->a, "/desk/translations/%s/%s", d->kind.name, lang);
	row[L_LETTER] = cell_link(cell_code(d->kind.name), view_link(v, to));
	row[L_LANGUAGE] = cell_named(language_name(lang), lang);
	row[L_SENDABLE] = g.n ? cell_named(say(v, T("not yet")), "no") : cell_named(say(v, T("yes")), "yes");
	row[L_SENDABLE].mark = g.n ? "g-wait" : "g-ready";
	for (size_t k = 0; k < sizeof counted / sizeof *counted; k++)
		row[counted[k].column] = cell_count(v, (long long)of[counted[k].state]);
	return 0;
}

static int letter_rows(struct request *q, struct list *l, const char *kind, const char *lang, struct err *e)
{
	const char *const *langs = NULL;
	struct desk d;
	size_t n = 0;
	int rc = desk_open(q->run, kind, &d, e);

	if (rc == 0)
		rc = versions_list(&d, &langs, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!*lang || strcmp(langs[i], lang) == 0)
			rc = row_of(q, l, &d, langs[i], e);
	return rc;
}

int translation_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct list_choice *choice = NEW_ARRAY(q->a, struct list_choice, 16);
	const struct pack *p = NULL;
	struct desk d;
	size_t n = 0;
	int rc = desk_open(q->run, NULL, &d, e);

	if (rc == 0)
		rc = book_treaty(q->run, &d.book, &p, e);
	if (rc != 0 || !p)
		return rc;
	l->title = say(v, T("Translations"));
	l->lead = say(v,
		T("Letters are written in English first; every other language is a translation of "
		  "it, paragraph by "
		  "paragraph."));
	l->empty = say(v,
		T("No letter of the treaty is there in this language yet. A translator’s file brings it."));
	list_columns(l, columns, L_COLUMNS);
	for (size_t i = 1; words_all[i] && n < 16; i++)
		choice[n++] = (struct list_choice){words_all[i]->tag, words_all[i]->name};
	int chosen = list_choose(l, "language", say(v, T("Language")), choice, n);
	for (size_t i = 0; rc == 0 && !l->wrong && i < p->letters_n; i++)
		rc = letter_rows(q, l, p->letter[i].name, chosen >= 0 ? choice[chosen].value : "", e);
	return rc;
}

static const char *const list_fields[] = {"language", NULL};

const struct route translation_routes[] = {
	{.pattern = "/desk/translations",
		.help = "How far each letter is in each language",
		.answer = door_list,
		.rows = translation_rows,
		.right = RIGHT_HOUSE,
		.menu = T("Translations"),
		.fields = list_fields},
	{.pattern = "/desk/translations/:/:",
		.help = "A letter beside its source",
		.answer = translation_text_page,
		.right = RIGHT_HOUSE},
	{.pattern = "/desk/translations/:/:/step",
		.help = "Review or approve paragraphs",
		.answer = translation_step_page,
		.methods = METHOD_POST,
		.right = RIGHT_HOUSE},
	{.pattern = "/desk/translations/:/:/export",
		.help = "A letter for a translator's own program",
		.answer = translation_export_page,
		.right = RIGHT_HOUSE},
	{.pattern = "/desk/translations/:/:/import",
		.help = "What a translator sends back",
		.answer = translation_import_page,
		.methods = METHOD_POST,
		.right = RIGHT_HOUSE,
		.body_max = TAKE_BODY_MAX},
	{.pattern = "/desk/translations/:/:/words/:",
		.help = "One paragraph, with what the memory has",
		.answer = translation_words_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_HOUSE},
	{0},
};
