/* Opening a letter for who works on its words. */
#include "offices/translations/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "text/lang.h"
#include "translations_sql.h"

#define LANGUAGES_MAX 200u

/* ---- the house ---- */

/* As many persons as the step of its clearance that asks for most; one where it has none. */
static int persons_of(const struct house *h)
{
	int most = 1;
	for (size_t i = 0; i < h->clearance_n; i++)
		most = h->clearance[i].persons > most ? h->clearance[i].persons : most;
	return most;
}

static int house_of(struct run *r, struct desk *d, struct err *e)
{
	struct person who;
	int rc = house_open(r, d->book.db, NULL, &d->issuer, e);
	if (rc < 0)
		return rc;
	d->house = d->issuer.code;
	d->persons = persons_of(&d->issuer);
	if (!r->actor)
		return 0;
	rc = house_actor(r, d->book.db, &d->issuer, &who, e);
	d->person = rc == 0 ? who.id : "";
	return rc;
}

int desk_person(const struct desk *d, struct err *e)
{
	if (*d->person)
		return 0;
	return err_set(e, ERR_USAGE, "%s: say who does it, as in --as PERSON; paraph person list names them",
		d->run->command->name);
}

/* ---- the letter ---- */

int desk_open(struct run *r, const char *kind, struct desk *ret, struct err *e)
{
	struct desk *d = ret;
	*d = (struct desk){.run = r, .kind = {.name = kind}, .person = ""};
	int rc = book_open(r, &d->book, e);
	if (rc == 0)
		rc = house_of(r, d, e);
	if (rc < 0 || !kind)
		return rc;
	rc = book_treaty(r, &d->book, &d->pack, e);
	if (rc < 0)
		return rc;
	if (pack_letter(d->pack, kind))
		d->kind = *pack_letter(d->pack, kind);
	d->order = (struct letter_order){.kind = &d->kind, .on = r->on};
	rc = letters_open(r, &d->book, d->pack, &d->order, &d->letters, e);
	if (rc < 0)
		return rc;
	if (!text_is_code(kind, LANG_TAG_MAX) ||
		!letters_file(d->letters, SOURCE_LANG, &d->source_data, &d->source_len))
		return err_set(e, ERR_NOTFOUND, "pack %s has no letter called '%s'; see packs/%s/letters",
			d->pack->code, kind, d->pack->code);
	return letters_template(d->letters,
		arena_printf(r->arena, "packs/%s/letters/%s/%s.md", d->pack->code, kind, SOURCE_LANG),
		SOURCE_LANG, d->source_data, d->source_len, &d->source, e);
}

/* ---- a language ---- */

int version_open(struct desk *d, const char *lang, struct version *ret, struct err *e)
{
	struct arena *a = d->run->arena;
	struct version v = {
		.q = {.house = d->house,
			.treaty = d->pack->code,
			.kind = d->kind.name,
			.lang = lang,
			.source_lang = SOURCE_LANG,
			.persons = d->persons,
			.source = d->source},
		.path = arena_printf(a, "packs/%s/letters/%s/%s.md", d->pack->code, d->kind.name, lang),
	};
	struct translation_files f = {.source = d->source_data, .source_len = d->source_len};
	struct lang *opened;
	int r = lang_open(a, lang, &opened, e);
	if (r < 0)
		return r;
	if (strcmp(lang, SOURCE_LANG) == 0)
		return err_set(
			e, ERR_USAGE, "%s is what letters are translated from; give another --lang", lang);
	if (letters_file(d->letters, lang, &f.target, &f.target_len))
		r = letters_template(d->letters, v.path, lang, f.target, f.target_len, &v.q.target, e);
	if (r == 0)
		r = translation_compose(d->book.db, a, &v.q, &f, &v.data, &v.len, e);
	if (r == 0 && v.data) {
		v.path = arena_printf(a, "%s %s, as the house says it", d->kind.name, lang);
		r = letters_template(d->letters, v.path, lang, v.data, v.len, &v.q.target, e);
	}
	if (r == 0)
		r = translation_units(d->book.db, a, &v.q, &v.unit, &v.n, e);
	if (r == 0)
		*ret = v;
	return r;
}

static int name_cmp(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

int versions_list(struct desk *d, const char *const **ret, size_t *ret_n, struct err *e)
{
	struct arena *a = d->run->arena;
	struct translation_languages_in in = {d->house, d->pack->code, d->kind.name, LANGUAGES_MAX};
	struct translation_languages_row row;
	struct db_stmt *st = NULL;
	const char *const *pack;
	size_t m = letters_languages(d->letters, &pack), n = 0, kept = 0;
	const char **all = NEW_ARRAY(a, const char *, m + LANGUAGES_MAX + 1);
	int r = translation_languages_start(d->book.db, &in, &st, e);
	if (r < 0)
		return r;
	while ((r = translation_languages_step(st, &row, e)) == DB_ROW)
		all[n++] = arena_strdup(a, row.lang);
	db_finish(st);
	if (r < 0)
		return r;
	for (size_t i = 0; i < m; i++)
		all[n++] = pack[i];
	qsort(all, n, sizeof *all, name_cmp);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i], SOURCE_LANG) != 0 && (kept == 0 || strcmp(all[i], all[kept - 1]) != 0))
			all[kept++] = all[i];
	all[kept] = NULL;
	*ret = all;
	*ret_n = kept;
	return 0;
}

int words_read(struct desk *d, const char *lang, const struct paragraph *p, const char *text,
	const char **ret, struct err *e)
{
	struct arena *a = d->run->arena;
	const struct template *t;
	struct paragraph *got;
	struct err why = {0};
	size_t n = 0;
	bool heading = p->kind == BLOCK_HEADING;
	const char *alone = arena_printf(a, "{{@%s}}\n\n%.*s%s%s\n", part_names[p->part],
		heading ? p->level : 0, "######", heading ? " " : "", text);
	if (letters_template(d->letters, "words", lang, alone, strlen(alone), &t, &why) < 0) {
		const char *said =
			strchr(why.text, ' '); /* past the place, which is that of the paragraph alone */
		return err_set(e, ERR_INVALID, "%s: %s", p->key, said ? said + 1 : why.text);
	}
	template_paragraphs(t, a, &got, &n);
	if (n != 1)
		return err_set(
			e, ERR_INVALID, "%s: the translation is %zu paragraphs; make it one", p->key, n);
	*ret = got[0].text;
	return 0;
}
