/* Letters as files. */
#include "offices/letters/sheet.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "text/markup.h"
#include "text/plain.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define FORM_BYTES_MAX (4u << 20) /* of a letter in another form than PDF */

/* What --as can be. The first is what is written when it is not given: PDF, whose fonts all letters share, so
 * that each is laid out before the first is written. The others are written one by one. */
static const struct form forms[] = {
	{"pdf", "pdf", NULL},
	{"text", "txt", plain_write},
	{"html", "html", html_write},
	{"docx", "docx", docx_write},
};

int form_find(const char *name, const struct form **ret, struct err *e)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		if (name && strcmp(forms[i].name, name) != 0)
			continue;
		*ret = &forms[i];
		return 0;
	}
	return err_set(e, ERR_USAGE, "--as %s: say pdf, text, html or docx", name);
}

/* What outlives the letter's own arena. */
static struct letter letter_keep(struct arena *a, const struct letter *l)
{
	struct letter kept = *l;
	kept.name = arena_strdup(a, l->name);
	kept.fact = NULL;
	kept.facts_n = 0;
	kept.doc.n = 0;
	kept.doc.block = NULL;
	kept.doc.left_out = NEW_ARRAY(a, struct left_out, l->doc.left_out_n);
	for (size_t i = 0; i < l->doc.left_out_n; i++)
		kept.doc.left_out[i] =
			(struct left_out){l->doc.left_out[i].name, arena_strdup(a, l->doc.left_out[i].why)};
	return kept;
}

/* Files are named after the State and the language; what comes again gets a number. */
static const char *sheet_name(const struct sheets *p, const struct recipient *to, const char *lang)
{
	struct arena *a = p->run->arena;
	const char *who = *to->iso3 ? to->iso3 : *to->contact ? to->contact : "letter";
	const char *name = arena_printf(a, "%s-%s", who, lang);
	size_t before = 0, len = strlen(name);
	for (size_t i = 0; i < p->n; i++)
		before += strncmp(p->sheet[i].name, name, len) == 0;
	return before ? arena_printf(a, "%s-%zu.%s", name, before + 1, p->form->ending)
		      : arena_printf(a, "%s.%s", name, p->form->ending);
}

int sheets_add(struct sheets *p, const struct recipient *to, const char *lang, const char *reference,
	const char *url, struct err *e)
{
	struct arena *kept = p->run->arena;
	AUTO_ARENA a = arena_child(kept, "letter");
	struct letter letter;
	struct sheet s = {.to = to};
	struct buf out;
	int rc = letters_write(p->sender->letters, a, to, lang, &letter, e);
	if (rc < 0)
		return rc;
	sender_dress(p->sender, &letter.doc, a, reference, url);
	buf_init(&out, a, FORM_BYTES_MAX);
	if (p->form->write) {
		p->form->write(&letter.doc, a, &out, &s.pages);
		rc = buf_check(&out, e);
		char *bytes = arena_zalloc(kept, out.len + 1);
		memcpy(bytes, out.data, out.len);
		s.text = bytes;
		s.len = out.len;
	} else {
		rc = press_add(p->press, &letter.doc, &s.pages, e);
	}
	if (rc < 0)
		return err_ctx(e, "letter to %s", letter.name);
	s.name = sheet_name(p, to, letter.lang);
	s.letter = letter_keep(kept, &letter);
	GROW(kept, p->sheet, p->n, p->cap);
	p->sheet[p->n++] = s;
	return 0;
}

const char *left_out_names(struct arena *a, const struct doc *d)
{
	const char *all = "";
	for (size_t i = 0; i < d->left_out_n; i++)
		all = arena_printf(a, "%s%s%s", all, i ? " " : "", d->left_out[i].name);
	return all;
}

static int file_put(struct sheets *p, const char *dir, size_t i, struct err *e)
{
	struct sheet *s = &p->sheet[i];
	AUTO_ARENA a = arena_child(p->run->arena, "file");
	struct buf out = {.len = s->len};
	const char *data = s->text;
	int rc = 0;
	if (!data) {
		buf_init(&out, a, PDF_BYTES_MAX);
		rc = press_write(p->press, i, &out, e);
		data = out.data;
	}
	if (rc < 0)
		return err_ctx(e, "letter to %s", s->letter.iso3);
	sha256_hex(data, out.len, s->sha256);
	return file_add(arena_printf(a, "%s/%s", dir, s->name), data, out.len, e);
}

/* All files, with a word on how far it is for who watches. */
int sheets_write(struct sheets *p, const char *dir, struct err *e)
{
	int rc = file_mkdirs(dir, e);
	for (size_t i = 0; i < p->n && rc == 0; i++) {
		rc = file_put(p, dir, i, e);
		run_progress(p->run, "letters", i + 1, p->n);
	}
	return rc == 0 ? file_flush(dir, e) : rc;
}
