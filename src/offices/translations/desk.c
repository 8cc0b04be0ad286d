/* Opening a letter for who works on its words. */
#include "offices/translations/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "text/lang.h"

/* ---- the house ---- */

static int house_of(struct run *r, struct desk *d, struct err *e)
{
	struct person who;
	int rc = house_open(r, d->book.db, NULL, &d->issuer, e);
	if (rc < 0)
		return rc;
	d->house = d->issuer.code;
	d->persons = translation_persons(&d->issuer);
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

static struct gate_question question(const struct desk *d, const char *lang)
{
	return (struct gate_question){.house = d->house,
		.treaty = d->pack->code,
		.kind = d->kind.name,
		.lang = lang,
		.source_lang = SOURCE_LANG,
		.persons = d->persons,
		.source = d->source};
}

/* The pack's words; f.target NULL: it has none in this language. */
static int pack_words(
	struct desk *d, const char *lang, struct version *v, struct translation_files *f, struct err *e)
{
	struct arena *a = d->run->arena;
	struct lang *opened;
	int r = lang_open(a, lang, &opened, e);
	if (r < 0)
		return r;
	if (strcmp(lang, SOURCE_LANG) == 0)
		return err_set(
			e, ERR_USAGE, "%s is what letters are translated from; give another --lang", lang);
	*v = (struct version){.q = question(d, lang),
		.path = arena_printf(a, "packs/%s/letters/%s/%s.md", d->pack->code, d->kind.name, lang)};
	*f = (struct translation_files){.source = d->source_data, .source_len = d->source_len};
	if (!letters_file(d->letters, lang, &f->target, &f->target_len))
		return 0;
	v->data = f->target;
	v->len = f->target_len;
	return letters_template(d->letters, v->path, lang, f->target, f->target_len, &v->q.target, e);
}

static int version_words(
	struct desk *d, const char *lang, enum own_words own, struct version *v, struct err *e)
{
	struct arena *a = d->run->arena;
	struct translation_files f;
	int r = pack_words(d, lang, v, &f, e);
	if (r == 0)
		r = translation_compose(d->book.db, a, &v->q, &f, own, &v->data, &v->len, e);
	if (r == 0 && v->data) {
		v->path = arena_printf(a, "%s %s, as the house says it", d->kind.name, lang);
		r = letters_template(d->letters, v->path, lang, v->data, v->len, &v->q.target, e);
	}
	return r;
}

int version_open(struct desk *d, const char *lang, struct version *ret, struct err *e)
{
	int r = version_words(d, lang, OWN_NEWEST, ret, e);
	return r == 0 ? translation_units(d->book.db, d->run->arena, &ret->q, &ret->unit, &ret->n, e) : r;
}

int version_open_pack(struct desk *d, const char *lang, struct version *ret, struct err *e)
{
	struct translation_files f;
	int r = pack_words(d, lang, ret, &f, e);
	if (r == 0 && !f.target)
		return err_set(e, ERR_NOTFOUND, "pack %s has no %s in %s", d->pack->code, d->kind.name, lang);
	return r == 0 ? translation_units(d->book.db, d->run->arena, &ret->q, &ret->unit, &ret->n, e) : r;
}

int version_gate(struct desk *d, const char *lang, struct gate *ret, struct err *e)
{
	struct version v;
	int r = version_words(d, lang, OWN_APPROVED, &v, e);
	return r == 0 ? gate_check(d->book.db, d->run->arena, &v.q, ret, e) : r;
}

static int name_cmp(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

int versions_list(struct desk *d, const char *const **ret, size_t *ret_n, struct err *e)
{
	struct arena *a = d->run->arena;
	struct gate_question q = question(d, SOURCE_LANG);
	const char *const *pack, *const *own = NULL;
	size_t m = letters_languages(d->letters, &pack), n = 0, kept = 0;
	int r = translation_languages(d->book.db, a, &q, &own, &n, e);
	if (r < 0)
		return r;
	const char **all = NEW_ARRAY(a, const char *, m + n + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = own[i];
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
