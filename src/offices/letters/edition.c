/* Templates: found, read, and with the house's own words. */
#include "offices/letters/edition.h"

#include <string.h>

#include "offices/translations/translations.h"

#define SOURCE_LANG "en" /* letters are written in it first: docs/templates.md */

static const char *template_path(struct letters *l, const char *tag)
{
	return arena_printf(l->arena, "letters/%s/%s.md", l->order->kind->name, tag);
}

/* ---- reading one ---- */

static bool is_used(const struct letters *l, const char *key)
{
	for (size_t i = 0; i < l->facts.used_n; i++)
		if (strcmp(l->facts.used[i], key) == 0)
			return true;
	return false;
}

/* Does the template that was read last bear what its form asks for, and nothing that it forbids? */
static int form_check(const struct letters *l, const char *path, struct err *e)
{
	enum letter_form form = l->order->kind->form;
	const struct letter_form_info *info = &letter_forms[form];
	if (info->must && !is_used(l, info->must))
		return err_set(e, ERR_INVALID, "%s:1:1: a letter of form %s says {{%s}}; add it", path,
			letter_form_names[form], info->must);
	if (info->must_not && is_used(l, info->must_not))
		return err_set(e, ERR_INVALID,
			"%s:1:1: a letter of form %s goes to an office: take {{%s}} out", path,
			letter_form_names[form], info->must_not);
	return 0;
}

struct words {
	const char *path, *data;
	size_t len;
};

static int template_read(struct letters *l, const struct words *w, const struct lang *lang,
	const struct template **ret, struct err *e)
{
	struct glyphs *glyphs = NULL;
	struct template *template;
	int rc = l->order->typeset ? glyphs_open(l->arena, lang, &glyphs, e) : 0;
	if (rc < 0)
		return rc;
	struct template_source s = {.path = w->path,
		.data = w->data,
		.len = w->len,
		.lang = lang,
		.find = facts_slot,
		.ctx = &l->facts,
		.glyphs = glyphs};
	l->facts.lang = lang;
	l->facts.used_n = 0;
	rc = template_parse(l->arena, &s, &template, &l->mistakes, e);
	if (rc == 0)
		rc = form_check(l, s.path, e);
	if (rc == 0)
		*ret = template;
	return rc;
}

/* ---- the house's own words ---- */

static struct gate_question question(const struct letters *l, const char *tag)
{
	return (struct gate_question){.house = l->order->house->code,
		.treaty = l->pack->code,
		.kind = l->order->kind->name,
		.lang = tag,
		.source_lang = SOURCE_LANG,
		.persons = translation_persons(l->order->house)};
}

/* The template with such words of the house's; it must say what the source says. *ret stays where it has
 * none. */
static int house_words(struct letters *l, const struct gate_question *q, const struct translation_files *f,
	enum own_words own, const struct lang *lang, const struct template **ret, struct err *e)
{
	struct words w = {.path = arena_printf(l->arena, "%s %s, as the house says it", q->kind, q->lang)};
	int rc = translation_compose(l->db, l->arena, q, f, own, &w.data, &w.len, e);
	if (rc < 0 || !w.data)
		return rc;
	if (f->target && w.len == f->target_len && memcmp(w.data, f->target, w.len) == 0)
		return 0;
	const struct template *own_template;
	rc = template_read(l, &w, lang, &own_template, e);
	if (rc == 0)
		rc = template_compare(l->arena, own_template, q->source, &l->mistakes, e);
	if (rc == 0)
		*ret = own_template;
	return rc;
}

/* Words that were approved before the source changed are tried first, so that the gate calls them outdated;
 * where they do not say what the source says now, they are left out. */
static int house_says(struct letters *l, const struct pack_file *file, struct edition *ed, struct err *e)
{
	const struct edition *source;
	struct err why = {0};
	int rc = edition_find(l, SOURCE_LANG, &source, e);
	if (rc < 0)
		return rc;
	struct gate_question q = question(l, ed->tag);
	q.source = source->template;
	q.target = ed->template;
	const struct pack_file *en = pack_find(&l->bytes, template_path(l, SOURCE_LANG));
	struct translation_files f = {.source = en->data, .source_len = en->len};
	if (file) {
		f.target = file->data;
		f.target_len = file->len;
	}
	if (l->order->unapproved)
		return house_words(l, &q, &f, OWN_NEWEST, ed->lang, &ed->template, e);
	if (house_words(l, &q, &f, OWN_APPROVED, ed->lang, &ed->template, &why) == 0)
		return 0;
	return house_words(l, &q, &f, OWN_CURRENT, ed->lang, &ed->template, e);
}

/* ---- finding one ---- */

/* The template in exactly this language; ed->template NULL: there is none. */
static int edition_read(struct letters *l, const char *tag, struct edition *ed, struct err *e)
{
	const struct pack_file *file = pack_find(&l->bytes, template_path(l, tag));
	bool own = l->order->house && strcmp(tag, SOURCE_LANG) != 0;
	struct lang *lang;
	ed->template = NULL;
	if (!file && !own)
		return 0;
	int rc = lang_open(l->arena, tag, &lang, e);
	if (rc < 0)
		return rc;
	ed->tag = tag;
	ed->lang = lang;
	if (file) {
		struct words w = {arena_printf(l->arena, "packs/%s/%s", l->pack->code, file->path),
			file->data, file->len};
		rc = template_read(l, &w, lang, &ed->template, e);
	}
	return rc == 0 && own ? house_says(l, file, ed, e) : rc;
}

int edition_find(struct letters *l, const char *wanted, const struct edition **ret, struct err *e)
{
	struct edition ed = {.wanted = wanted};
	struct lang *ignored;
	for (size_t i = 0; i < l->n; i++) {
		if (strcmp(l->edition[i].wanted, wanted) != 0)
			continue;
		*ret = &l->edition[i];
		return 0;
	}
	const char *const tags[] = {
		wanted, arena_strndup(l->arena, wanted, strcspn(wanted, "-")), SOURCE_LANG};
	int rc = lang_open(l->arena, wanted, &ignored, e); /* a language at all? */
	for (size_t i = 0; i < sizeof tags / sizeof *tags && rc == 0 && !ed.template; i++)
		rc = edition_read(l, tags[i], &ed, e);
	if (rc < 0)
		return rc;
	if (!ed.template)
		return err_set(e, ERR_NOTFOUND, "pack %s has no %s; adopt an edition that has it",
			l->pack->code, template_path(l, SOURCE_LANG));
	GROW(l->arena, l->edition, l->n, l->cap);
	l->edition[l->n] = ed;
	*ret = &l->edition[l->n++];
	return 0;
}

/* ---- all templates ---- */

/* The language of a file of this kind of letter; NULL: it is another file. */
static const char *template_language(struct letters *l, const char *path)
{
	const char *before = arena_printf(l->arena, "letters/%s/", l->order->kind->name);
	size_t n = strlen(before), len = strlen(path);
	if (strncmp(path, before, n) != 0 || len < n + 3 || strcmp(path + len - 3, ".md") != 0)
		return NULL;
	return arena_strndup(l->arena, path + n, len - n - 3);
}

/* Languages that only the house has, whole. */
static int house_languages(struct letters *l, struct err *e)
{
	struct gate_question q = question(l, SOURCE_LANG);
	const char *const *own;
	size_t n, pack = l->tags_n;
	int rc = translation_languages(l->db, l->arena, &q, &own, &n, e);
	if (rc < 0)
		return rc;
	const char **all = NEW_ARRAY(l->arena, const char *, pack + n + 1);
	for (size_t i = 0; i < pack; i++)
		all[i] = l->tag[i];
	l->tag = all;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct edition ed = {0};
		if (pack_find(&l->bytes, template_path(l, own[i])))
			continue;
		rc = edition_read(l, own[i], &ed, e);
		if (rc == 0 && ed.template)
			all[l->tags_n++] = own[i];
	}
	return rc;
}

int editions_open(struct letters *l, struct err *e)
{
	l->tag = NEW_ARRAY(l->arena, const char *, l->bytes.n + 1);
	for (size_t i = 0; i < l->bytes.n; i++) {
		const char *tag = template_language(l, l->bytes.file[i].path);
		if (tag)
			l->tag[l->tags_n++] = tag;
	}
	return l->order->house ? house_languages(l, e) : 0;
}

size_t letters_languages(struct letters *l, const char *const **ret)
{
	*ret = l->tag;
	return l->tags_n;
}

/* Reads the template in a language and holds it against the English one, which is read first. */
static int template_check(struct letters *l, const char *tag, struct err *e)
{
	const struct edition *ed;
	const struct template *source;
	int rc = edition_find(l, SOURCE_LANG, &ed, e);
	if (rc < 0)
		return rc;
	source = ed->template;
	rc = edition_find(l, tag, &ed, e);
	return rc == 0 ? template_compare(l->arena, ed->template, source, &l->mistakes, e) : rc;
}

int editions_check(struct letters *l, struct err *e)
{
	int rc = 0;
	for (size_t i = 0; i < l->tags_n && rc == 0; i++)
		rc = template_check(l, l->tag[i], e);
	return rc;
}

size_t letters_check(struct letters *l, FILE *out)
{
	size_t n = 0;
	for (size_t i = 0; i < l->tags_n; i++) {
		struct err e = {0};
		l->mistakes.n = 0;
		if (template_check(l, l->tag[i], &e) == 0)
			continue;
		const char *path = template_path(l, l->tag[i]);
		for (size_t k = 0; k < l->mistakes.n; k++)
			fprintf(out, "packs/%s/%s:%u:%u: %s\n", l->pack->code, path, l->mistakes.at[k].line,
				l->mistakes.at[k].column, l->mistakes.at[k].text);
		if (l->mistakes.n == 0)
			fprintf(out, "packs/%s/%s: %s\n", l->pack->code, path, e.text);
		n += l->mistakes.n ? l->mistakes.n : 1;
	}
	return n;
}

/* ---- for who works on its words ---- */

bool letters_file(struct letters *l, const char *tag, const char **ret, size_t *ret_len)
{
	const struct pack_file *file = pack_find(&l->bytes, template_path(l, tag));
	if (!file)
		return false;
	*ret = file->data;
	*ret_len = file->len;
	return true;
}

int letters_template(struct letters *l, const char *path, const char *tag, const char *data, size_t len,
	const struct template **ret, struct err *e)
{
	struct lang *lang;
	struct template *template;
	int rc = lang_open(l->arena, tag, &lang, e);
	if (rc < 0)
		return rc;
	struct template_source s = {
		.path = path, .data = data, .len = len, .lang = lang, .find = facts_slot, .ctx = &l->facts};
	l->facts.lang = lang;
	rc = template_parse(l->arena, &s, &template, NULL, e);
	if (rc == 0)
		*ret = template;
	return rc;
}

int letters_parsed(struct letters *l, const char *lang, const struct template **ret, struct err *e)
{
	const struct edition *ed;
	int rc = edition_find(l, lang, &ed, e);
	if (rc == 0)
		*ret = strcmp(ed->tag, lang) == 0 ? ed->template : NULL;
	return rc;
}
