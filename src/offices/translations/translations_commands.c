/* translation list, show, review, approve. */
#include <string.h>

#include "base/text.h"
#include "offices/translations/columns.h"
#include "offices/translations/commands.h"
#include "offices/translations/translation_pages.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { OPT_LANG, OPT_PARAGRAPH, OPT_NOTE, OPT_PACK };
#define OPT_LL \
	{ \
		"--lang", "LL", "The language" \
	}

static const struct option_info show_options[] = {OPT_LL, {0}};
static const struct option_info step_options[] = {
	OPT_LL,
	{"--paragraph", "KEY...", "This one alone, as translation show names it; all when not given"},
	{"--note", "TEXT", "In words"},
	{"--pack", NULL, "The pack's words, in place of the house's own"},
	{0},
};

static int lang_given(const struct run *r, const char **ret, struct err *e)
{
	*ret = r->option[OPT_LANG];
	if (*ret)
		return 0;
	return err_set(e, ERR_USAGE, "%s: say the language, as in --lang fr", r->command->name);
}

/* ---- list ---- */

static int list_run(struct run *r, struct err *e)
{
	struct column columns[2 + UNIT_STATE_COUNT] = {
		{"lang", "Language", false, false}, {"sendable", "May be sent", false, false}};
	const char *const *lang;
	struct desk d;
	size_t n = 0;
	int rc = desk_open(r, r->argv[0], &d, e);
	if (rc == 0)
		rc = versions_list(&d, &lang, &n, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < UNIT_STATE_COUNT; i++)
		columns[2 + i] = (struct column){unit_state_names[i], unit_state_names[i], true, false};
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		size_t of[UNIT_STATE_COUNT] = {0};
		const char *cell[2 + UNIT_STATE_COUNT] = {lang[i]};
		struct version v = {0};
		struct gate g = {0};
		rc = version_open(&d, lang[i], &v, e);
		if (rc == 0)
			rc = version_gate(&d, lang[i], &g, e);
		if (rc < 0)
			return rc;
		for (size_t k = 0; k < v.n; k++)
			of[v.unit[k].state]++;
		cell[1] = g.n ? "no" : "yes";
		for (size_t k = 0; k < UNIT_STATE_COUNT; k++)
			cell[2 + k] = arena_printf(r->arena, "%zu", of[k]);
		table_row(t, cell);
	}
	return table_end(t, e);
}

/* ---- show ---- */

static const struct column unit_columns[] = {
	{"key", "", false, false},
	{"state", "", false, false},
	{"source", "", false, false},
	{"target", "", false, false},
	{"source_sha256", "", false, false},
	{"target_sha256", "", false, false},
	{"origin", "", false, false},
	{"persons", "", true, false},
	{"person", "", false, false},
	{"at", "", false, false},
	{"note", "", false, false},
	{"was", "", false, false},
};

static int units_table(struct run *r, const struct version *v, struct err *e)
{
	struct table *t = table_new(r, unit_columns, COUNT(unit_columns));
	for (size_t i = 0; i < v->n; i++) {
		const struct unit *u = &v->unit[i];
		char at[25];
		const char *const cell[] = {unit_key(u), unit_state_names[u->state],
			u->source ? u->source->text : "", u->target ? u->target->text : "",
			u->source ? u->source->sha256 : "", u->target ? u->target->sha256 : "", u->origin,
			arena_printf(r->arena, "%zu", u->persons), u->person,
			u->at_ms ? instant_format(u->at_ms, at) : "", u->note, u->was};
		table_row(t, cell);
	}
	return table_end(t, e);
}

static void unit_print(struct run *r, struct lang *const lang[2], const struct unit *u)
{
	char at[25];
	fprintf(r->out, "%s: %s", unit_key(u), unit_state_names[u->state]);
	if (strcmp(u->origin, "machine") == 0)
		fprintf(r->out, ", words of a machine");
	if (*u->person)
		fprintf(r->out, ", by %s on %.10s", u->person, instant_format(u->at_ms, at));
	if (*u->note)
		fprintf(r->out, " (%s)", u->note);
	fputc('\n', r->out);
	if (*u->was)
		fprintf(r->out, "since then: %s\n", columns_changed(r->arena, u->was, u->source->text));
	columns_print(r->out, r->arena, (struct side){lang[0], u->source ? u->source->text : ""},
		(struct side){lang[1], u->target ? u->target->text : ""});
	fputc('\n', r->out);
}

/* Whether it may be sent, and in whose words. */
static int gate_print(struct desk *d, const struct version *v, struct err *e)
{
	struct run *r = d->run;
	struct gate sent = {0}, seen = {0};
	int rc = version_gate(d, v->q.lang, &sent, e);
	if (rc == 0)
		rc = gate_check(d->book.db, r->arena, &v->q, &seen, e);
	if (rc < 0)
		return rc;
	fprintf(r->out, "%s\n", gate_says(r->arena, &v->q, sent.n ? &seen : &sent));
	if (sent.n == 0 && seen.n)
		fprintf(r->out, "not approved yet: %zu of your own; until then what was approved is sent\n",
			seen.n);
	return 0;
}

static int show_run(struct run *r, struct err *e)
{
	const char *lang;
	struct lang *both[2] = {NULL, NULL};
	struct desk d;
	struct version v = {0};
	int rc = lang_given(r, &lang, e);
	if (rc == 0)
		rc = desk_open(r, r->argv[0], &d, e);
	if (rc == 0)
		rc = version_open(&d, lang, &v, e);
	if (rc < 0)
		return rc;
	if (r->format != FORMAT_TABLE)
		return units_table(r, &v, e);
	rc = lang_open(r->arena, v.q.source_lang, &both[0], e);
	if (rc == 0)
		rc = lang_open(r->arena, lang, &both[1], e);
	for (size_t i = 0; rc == 0 && i < v.n; i++)
		unit_print(r, both, &v.unit[i]);
	return rc == 0 ? gate_print(&d, &v, e) : rc;
}

/* ---- review, approve ---- */

/* Each --paragraph names one. */
static int chosen_check(struct run *r, struct stepping *s, struct err *e)
{
	const char **key = NEW_ARRAY(r->arena, const char *, r->given_n + 1), *given;
	size_t pos = 0;
	while ((given = run_option_each(r, OPT_PARAGRAPH, &pos))) {
		size_t i = 0;
		while (i < s->version.n && strcmp(unit_key(&s->version.unit[i]), given) != 0)
			i++;
		if (i == s->version.n)
			return err_set(e, ERR_NOTFOUND,
				"--paragraph %s: no such paragraph; translation show %s --lang %s names them",
				given, s->version.q.kind, s->version.q.lang);
		key[s->keys++] = given;
	}
	s->key = key;
	return 0;
}

static int step_run(struct run *r, enum stage stage, struct err *e)
{
	struct stepping s = {
		.note = r->option[OPT_NOTE] ? r->option[OPT_NOTE] : "", .pack = r->option[OPT_PACK] != NULL};
	const char *lang;
	int rc = lang_given(r, &lang, e);
	if (rc == 0)
		rc = desk_open(r, r->argv[0], &s.desk, e);
	if (rc == 0)
		rc = desk_person(&s.desk, e);
	if (rc == 0)
		rc = s.pack ? version_open_pack(&s.desk, lang, &s.version, e)
			    : version_open(&s.desk, lang, &s.version, e);
	if (rc == 0)
		rc = chosen_check(r, &s, e);
	if (rc == 0)
		rc = steps_run(&s, stage, e);
	for (size_t i = 0; i < s.left; i++)
		fprintf(r->err, "paraph: %s: %s\n", s.refused[i].key, s.refused[i].why);
	if (rc < 0)
		return rc;
	fprintf(r->out, "%s %s: %zu paragraphs %s\n", s.desk.kind.name, lang, s.done, stage_names[stage]);
	if (s.taken)
		fprintf(r->out,
			"%zu taken over, so that you have translated them; another person approves them\n",
			s.taken);
	if (s.left)
		return err_set(e, ERR_CONFLICT, "%zu paragraphs could not be %s; the lines above say why",
			s.left, stage_names[stage]);
	return 0;
}

static int review_run(struct run *r, struct err *e)
{
	return step_run(r, STAGE_REVIEWED, e);
}

static int approve_run(struct run *r, struct err *e)
{
	return step_run(r, STAGE_APPROVED, e);
}

static const struct command commands[] = {
	{"translation list", "KIND", "How far each language of a letter is", NULL, 1, 1, NULL, list_run},
	{"translation show", "KIND", "A letter beside its source, paragraph by paragraph",
		"Each paragraph is same (nothing to translate), approved, reviewed, translated, draft,\n"
		"outdated (the source has changed since), missing, or extra (the source does not say it).",
		1, 1, show_options, show_run},
	{"translation review", "KIND", "Say that you, a second person, have reviewed paragraphs", NULL, 1, 1,
		step_options, review_run},
	{"translation approve", "KIND", "Say that paragraphs may be sent",
		"As many different persons as the house's clearance asks must stand behind each: the one who"
		"\ntranslated, or the pack, counts as one. A machine is nobody.",
		1, 1, step_options, approve_run},
	{"translation propose", "KIND", "Drafts for what is missing or outdated, from the memory",
		"What was said before in the same words, or but for its numbers, becomes a draft; what is\n"
		"like it is shown. Nobody stands behind a draft: who approves it takes it over.",
		1, 1, propose_options, translation_propose_run},
	{"translation export", "KIND", "A letter for a translator's own program: PO, XLIFF or TMX", NULL, 1,
		1, export_options, translation_export_run},
	{"translation import", "FILE", "What a translator sends back: .po, .xlf or .tmx",
		"All of it or nothing. What the file calls reviewed or final counts as translated by you:\n"
		"review and approval are said here.",
		1, 1, import_options, translation_import_run},
	{"memory list", "", "What the memory holds", NULL, 0, 0, NULL, memory_list_run},
	{"memory search", "TEXT", "Segments like a text, and those in which its words stand", NULL, 1, 1,
		memory_search_options, memory_search_run},
	{"memory import", "FILE", "Take segments in: .tmx, .xlf or .po",
		"What a file calls fuzzy or initial is left out: nobody stands behind it.", 1, 1,
		memory_options, memory_import_run},
	{"memory export", "", "The segments of two languages as TMX", NULL, 0, 0, memory_export_options,
		memory_export_run},
	{"memory term add", "TERM TRANSLATION", "Enter a term that is translated in one way, or change it",
		NULL, 2, 2, memory_term_options, memory_term_add_run},
	{"memory term list", "", "The glossary", NULL, 0, 0, memory_options, memory_term_list_run},
	{0},
};
const struct office translations_office = {
	.name = "translations", .commands = commands, .routes = translation_routes};
