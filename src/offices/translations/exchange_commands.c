/* translation export and import. */
#include <assert.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "offices/translations/commands.h"
#include "offices/translations/files.h"

const struct exchange_kind exchange_kinds[] = {
	{"po", ".po", po_write, po_read},
	{"xliff", ".xlf", xliff_write, xliff_read},
	{"tmx", ".tmx", tmx_write, tmx_read},
	{0},
};

const struct option_info export_options[] = {
	{"--lang", "LL", "The language"},
	{"--as", "FORM", "po, xliff or tmx"},
	{"--out", "FILE", "Where to; KIND-LL with the form's ending when not given"},
	{0},
};
const struct option_info import_options[] = {
	{"--lang", "LL", "Where the file does not say its language"},
	{"--kind", "KIND", "Of letter, where the file does not say it"},
	{"--dry", NULL, "Show, record nothing"},
	{0},
};

int exchange_kind_find(const char *name, bool ending, const struct exchange_kind **ret, struct err *e)
{
	const char *dot = strrchr(name, '.');
	for (const struct exchange_kind *k = exchange_kinds; k->name; k++) {
		bool xliff = ending && dot && strcmp(dot, ".xliff") == 0 && strcmp(k->name, "xliff") == 0;
		if (!xliff && (ending ? !dot || strcmp(dot, k->ending) != 0 : strcmp(name, k->name) != 0))
			continue;
		*ret = k;
		return 0;
	}
	return ending ? err_set(e, ERR_USAGE, "%s: a file of translations ends in .po, .xlf or .tmx", name)
		      : err_set(e, ERR_USAGE, "--as %s: say po, xliff or tmx", name);
}

/* ---- export ---- */

static struct exchange_unit unit_out(struct arena *a, const struct desk *d, const struct unit *u)
{
	static const enum exchange_state of[UNIT_STATE_COUNT] = {[UNIT_OUTDATED] = EXCHANGE_INITIAL,
		[UNIT_DRAFT] = EXCHANGE_INITIAL,
		[UNIT_TRANSLATED] = EXCHANGE_TRANSLATED,
		[UNIT_REVIEWED] = EXCHANGE_REVIEWED,
		[UNIT_APPROVED] = EXCHANGE_FINAL,
		[UNIT_SAME] = EXCHANGE_FINAL};
	return (struct exchange_unit){.key = u->source->key,
		.source = u->source->text,
		.target = u->target ? u->target->text : "",
		.was = u->was,
		.note = unit_state_names[u->state],
		.place = arena_printf(a, "packs/%s/letters/%s/%s.md:%u", d->pack->code, d->kind.name,
			SOURCE_LANG, u->source->line),
		.state = of[u->state],
		.machine = strcmp(u->origin, "machine") == 0 && u->state == UNIT_DRAFT};
}

int translation_written(struct desk *d, const struct version *v, const struct exchange_kind *kind,
	struct buf *out, size_t *ret_n, struct err *e)
{
	struct arena *a = d->run->arena;
	char at[25];
	struct exchange x = {.letter = arena_printf(a, "%s/%s", d->pack->code, d->kind.name),
		.source_lang = SOURCE_LANG,
		.target_lang = v->q.lang,
		.at = instant_format(d->run->now_ms, at),
		.unit = NEW_ARRAY(a, struct exchange_unit, v->n + 1)};
	for (size_t i = 0; i < v->n; i++)
		if (v->unit[i].source && v->unit[i].source->words)
			x.unit[x.n++] = unit_out(a, d, &v->unit[i]);
	buf_init(out, a, EXCHANGE_BYTES_MAX);
	kind->write(&x, out);
	*ret_n = x.n;
	return buf_check(out, e);
}

int translation_export_run(struct run *r, struct err *e)
{
	const char *lang = r->option[EXPORT_LANG], *as = r->option[EXPORT_AS];
	const struct exchange_kind *kind = NULL;
	struct version v = {0};
	struct desk d = {0};
	struct buf out;
	size_t n = 0;
	if (!lang || !as)
		return err_set(e, ERR_USAGE, "translation export: say --lang LL and --as po, xliff or tmx");
	int rc = exchange_kind_find(as, false, &kind, e);
	if (rc == 0)
		rc = desk_open(r, r->argv[0], &d, e);
	if (rc == 0)
		rc = version_open(&d, lang, &v, e);
	if (rc != 0)
		return rc;
	assert(kind && d.pack);
	rc = translation_written(&d, &v, kind, &out, &n, e);
	const char *path = r->option[EXPORT_OUT]
		? r->option[EXPORT_OUT]
		: arena_printf(r->arena, "%s-%s%s", d.kind.name, lang, kind->ending);
	if (rc == 0)
		rc = file_write(path, out.data, out.len, e);
	if (rc == 0)
		fprintf(r->out, "%s: %zu paragraphs\n", path, n);
	return rc;
}

/* ---- import ---- */

static void note(struct importing *im, const char *text)
{
	GROW(im->desk.run->arena, im->noted, im->notes, im->notes_cap);
	im->noted[im->notes++] = text;
}

/* The letter and the language that the file is about, or that are given. */
static int about(struct importing *im, const char **ret_kind, const char **ret_lang, struct err *e)
{
	const char *slash = strchr(im->x.letter, '/');
	*ret_kind = im->kind ? im->kind : slash ? slash + 1 : NULL;
	*ret_lang = im->lang ? im->lang : im->x.target_lang;
	if (!*ret_kind)
		return err_set(
			e, ERR_USAGE, "%s does not say which letter it is of; add --kind KIND", im->path);
	if (!**ret_lang)
		return err_set(e, ERR_USAGE, "%s does not say its language; add --lang LL", im->path);
	return 0;
}

/* The paragraph of today that a unit of the file translates: the same words, best at the same place. */
static const struct unit *unit_for(const struct version *v, const struct exchange_unit *x)
{
	const struct unit *found = NULL;
	for (size_t i = 0; i < v->n; i++) {
		const struct unit *u = &v->unit[i];
		if (!u->source || strcmp(u->source->text, x->source) != 0)
			continue;
		if (!found || strcmp(u->source->key, x->key) == 0)
			found = u;
	}
	return found;
}

/* A field that the source says here and the translation does not may stand in another paragraph of it, so it
 * is told and no more: as a whole the letter is held against its source. */
static void tags_tell(struct importing *im, const struct exchange_unit *x, const char *target)
{
	size_t pos = 0, len = 0;
	const char *tag = NULL;
	while (paragraph_tag(x->source, &pos, &tag, &len))
		if (!paragraph_has_tag(target, tag, len))
			note(im,
				arena_printf(im->desk.run->arena, "%s:%u: the translation does not say %.*s",
					im->path, x->line, (int)(len < 100 ? len : 100), tag));
}

static int unit_in(struct importing *im, const struct exchange_unit *x, struct err *e)
{
	struct run *r = im->desk.run;
	const struct unit *u = unit_for(&im->version, x);
	const char *words = NULL, *missed;
	char sha256[65];
	if (!u) {
		im->foreign++;
		note(im,
			arena_printf(r->arena, "%s:%u: the source does not say this today; left out: %.60s",
				im->path, x->line, x->source));
		return 0;
	}
	int rc = words_read(&im->desk, im->version.q.lang, u->source, x->target, &words, e);
	if (rc < 0)
		rc = err_ctx(e, "%s:%u", im->path, x->line);
	if (rc < 0)
		return rc;
	bool draft = x->machine || x->state == EXCHANGE_INITIAL;
	if (u->target && strcmp(u->target->text, words) == 0 && (draft || u->state >= UNIT_TRANSLATED)) {
		im->same++;
		return 0;
	}
	tags_tell(im, x, words);
	missed = terms_missed(r->arena, im->term, im->terms, u->source->text, words);
	if (*missed)
		note(im, arena_printf(r->arena, "%s:%u: glossary: %s", im->path, x->line, missed));
	sha256_hex(words, strlen(words), sha256);
	struct past one = {.stage = draft ? STAGE_DRAFT : STAGE_TRANSLATED,
		.origin = x->machine ? ORIGIN_MACHINE : ORIGIN_FILE,
		.source_sha256 = u->source->sha256,
		.target_sha256 = sha256,
		.source = u->source->text,
		.target = words,
		.paragraph = u->source->key,
		.person = draft ? "" : im->desk.person,
		.behalf = "",
		.note = *missed ? arena_printf(r->arena, "glossary: %s", missed) : "",
		.at_ms = r->now_ms};
	im->taken++;
	return step_add(im->desk.book.db, &im->version.q, &one, e);
}

/* As a whole it must be a letter, and say what the source says. */
static int whole_check(struct importing *im, const char *lang, struct err *e)
{
	struct version now;
	int rc = version_open(&im->desk, lang, &now, e);
	if (rc == 0 && now.q.target)
		rc = template_compare(im->desk.run->arena, now.q.target, now.q.source, NULL, e);
	return rc < 0 ? err_ctx(e, "%s", im->path) : rc;
}

static int import_all(struct importing *im, const char *lang, struct err *e)
{
	AUTO_TX tx = {0};
	struct memory_pair pair = {im->desk.house, SOURCE_LANG, lang};
	int rc = terms_load(im->desk.book.db, im->desk.run->arena, &pair, &im->term, &im->terms, e);
	if (rc == 0)
		rc = tx_begin(&tx, im->desk.book.db, e);
	for (size_t i = 0; rc == 0 && i < im->x.n; i++)
		if (*im->x.unit[i].target)
			rc = unit_in(im, &im->x.unit[i], e);
	if (rc == 0)
		rc = whole_check(im, lang, e);
	if (rc == 0 && !im->dry)
		rc = tx_commit(&tx, e);
	return rc;
}

int translation_take(struct run *r, struct importing *im, const char *data, size_t len, struct err *e)
{
	const struct exchange_kind *as = NULL;
	const char *kind = NULL, *lang = NULL;
	int rc = exchange_kind_find(im->path, true, &as, e);
	im->x.target_lang = im->lang;
	if (rc == 0)
		rc = as->read(r->arena, im->path, data, len, &im->x, e);
	if (rc == 0)
		rc = about(im, &kind, &lang, e);
	if (rc == 0)
		rc = desk_open(r, kind, &im->desk, e);
	if (rc == 0)
		rc = desk_person(&im->desk, e);
	if (rc == 0)
		rc = version_open(&im->desk, lang, &im->version, e);
	return rc == 0 ? import_all(im, lang, e) : rc;
}

int translation_import_run(struct run *r, struct err *e)
{
	struct importing im = {.path = r->argv[0],
		.kind = r->option[IMPORT_KIND],
		.lang = r->option[IMPORT_LANG],
		.dry = r->option[IMPORT_DRY] != NULL};
	char *data = NULL;
	size_t len = 0;
	int rc = file_read(r->arena, im.path, EXCHANGE_BYTES_MAX, &data, &len, e);
	if (rc == 0)
		rc = translation_take(r, &im, data, len, e);
	for (size_t i = 0; i < im.notes; i++)
		fprintf(r->err, "%s\n", im.noted[i]);
	if (rc == 0)
		fprintf(r->out,
			"%s %s: %zu paragraphs taken, %zu as they were, %zu not in the source of today%s\n",
			im.desk.kind.name, im.version.q.lang, im.taken, im.same, im.foreign,
			im.dry ? "; nothing recorded" : "");
	return rc;
}
