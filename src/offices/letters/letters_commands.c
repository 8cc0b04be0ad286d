/* letter preview: the letters as files, and what was written as rows. */
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "offices/letters/letters.h"
#include "offices/letters/names.h"
#include "text/emblem.h"
#include "text/lang.h"
#include "text/markup.h"
#include "text/pdf.h"
#include "text/plain.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define FORM_BYTES_MAX (4u << 20) /* of a letter in another form than PDF */

enum {
	PREVIEW_OUT,
	PREVIEW_AS,
	PREVIEW_STATE,
	PREVIEW_LANG,
	PREVIEW_TO,
	PREVIEW_FROM,
	PREVIEW_PLACE,
	PREVIEW_CIRCUMSTANCE,
	PREVIEW_EMBLEM,
	PREVIEW_CODE
};
static const struct option_info preview_options[] = {
	{"--out", "DIR", "Folder for the files ISO3-LL.pdf; made where it is missing"},
	{"--as", "FORM", "pdf (when not given), text (.txt), html (for mail), docx (a draft to work on)"},
	{"--state", "ISO3", "One State alone"},
	{"--lang", "LL", "One language for every State, in place of the pack's table"},
	{"--to", "OFFICE",
		"Whom: minister (of foreign affairs; when not given), head-of-government or"
		" permanent-representative"},
	{"--from", "TEXT", "Who signs: name, title, organisation; else a line to sign on"},
	{"--place", "TEXT", "Where it is written"},
	{"--circumstance", "LL=FILE...", "A paragraph of the day, a text file for each language"},
	{"--emblem", "FILE[=WORDS]...",
		"A picture beside the sender, SVG or PNG, two at most; WORDS say what it shows"},
	{"--code", "URL", "Where the letters can be checked: a QR code on each page, and in words"},
	{0},
};

static const struct column preview_columns[] = {
	{"iso3", "", false, false},
	{"lang", "", false, false},
	{"verb", "", false, false},
	{"file", "", false, false},
	{"pages", "", true, false},
	{"sha256", "", false, false},
	{"left_out", "", false, true},
};
static const struct column preview_people[] = {
	{"name", "State", false, false},
	{"verb", "Asked to", false, false},
	{"file", "File", false, false},
	{"pages", "Pages", true, false},
	{"left_out", "Left out", false, true},
};

/* What --as can be. The first is what is written when it is not given: PDF, whose fonts all letters share, so
 * that each is laid out before the first is written. The others are written one by one. */
static const struct form {
	const char *name, *ending;
	void (*write)(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages);
} forms[] = {
	{"pdf", "pdf", NULL},
	{"text", "txt", plain_write},
	{"html", "html", html_write},
	{"docx", "docx", docx_write},
};

/* A letter as it will stand in its file. */
struct sheet {
	struct letter letter;
	const char *name;
	const char *text; /* NULL: the press has it */
	size_t len, pages;
	char sha256[65]; /* once it is in its file */
};

/* One run of the command. */
struct preview {
	struct run *run;
	const struct form *form;
	struct letters *letters;
	struct press *press;
	size_t emblems_n;
	struct emblem *emblem[EMBLEMS_MAX];
	size_t n;
	struct sheet *sheet;
};

/* ---- what the sender decides ---- */

static int kind_find(struct arena *a, const char *name, const struct letter_kind **ret, struct err *e)
{
	size_t n = 0;
	while (letter_kinds[n].name && strcmp(letter_kinds[n].name, name) != 0)
		n++;
	*ret = &letter_kinds[n];
	if (letter_kinds[n].name)
		return 0;
	const char **names = NEW_ARRAY(a, const char *, n + 1), *all = "";
	for (size_t i = 0; i < n; i++) {
		names[i] = letter_kinds[i].name;
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	const char *near = text_nearest(name, names);
	return err_set(e, ERR_NOTFOUND, "no kind of letter is called '%s'; %s%s", name,
		near ? "did you mean " : "there is: ", near ? near : all);
}

/* A paragraph from a file: its lines are one text; an empty line would be a second paragraph. */
static int circumstance_read(struct arena *a, const char *path, const char **ret, struct err *e)
{
	struct err why = {0};
	char *text;
	size_t len;
	int rc = file_read(a, path, CIRCUMSTANCE_BYTES_MAX, &text, &len, e);
	if (rc < 0)
		return rc;
	if (text_check(text, len, &why) < 0)
		return err_set(e, ERR_INVALID, "%s: %s", path, why.text);
	while (len && (text[len - 1] == '\n' || text[len - 1] == ' '))
		text[--len] = '\0';
	if (len == 0)
		return err_set(e, ERR_INVALID,
			"%s: is empty; write the paragraph, or leave out --circumstance", path);
	unsigned line = 1;
	for (const char *p = text; *p; p++) {
		line += *p == '\n';
		if (p[0] == '\n' && p[1] == '\n')
			return err_set(e, ERR_INVALID,
				"%s:%u: the circumstance is one paragraph; take out the empty line", path,
				line);
	}
	*ret = text;
	return 0;
}

static bool has_circumstance(const struct letter_order *o, const char *lang)
{
	for (size_t i = 0; i < o->circumstances; i++)
		if (strcmp(o->circumstance[i].lang, lang) == 0)
			return true;
	return false;
}

static int circumstances_read(struct run *r, struct letter_order *o, struct err *e)
{
	struct circumstance *all = NULL;
	size_t cap = 0, pos = 0;
	const char *given;
	while ((given = run_option_each(r, PREVIEW_CIRCUMSTANCE, &pos))) {
		const char *equals = strchr(given, '=');
		struct lang *lang;
		struct circumstance one = {0};
		if (!equals)
			return err_set(e, ERR_USAGE, "--circumstance %s: say its language, as in en=%s",
				given, given);
		one.lang = arena_strndup(r->arena, given, (size_t)(equals - given));
		int rc = lang_open(r->arena, one.lang, &lang, e);
		if (rc == 0)
			rc = circumstance_read(r->arena, equals + 1, &one.text, e);
		if (rc < 0)
			return err_ctx(e, "--circumstance");
		if (has_circumstance(o, one.lang))
			return err_set(e, ERR_USAGE, "--circumstance %s: given twice in %s; leave one out",
				given, one.lang);
		GROW(r->arena, all, o->circumstances, cap);
		assert(all);
		all[o->circumstances++] = one;
		o->circumstance = all;
	}
	return 0;
}

static int line_check(const char *option, const char *text, struct err *e)
{
	struct err why = {0};
	if (!text)
		return 0;
	if (text_check(text, strlen(text), &why) < 0 || strpbrk(text, "\n\t") || *text == '\0')
		return err_set(e, ERR_USAGE, "%s: one line of text, please", option);
	return 0;
}

static int office_check(struct arena *a, const char *to, struct err *e)
{
	const char *all = "";
	for (size_t i = 0; letter_offices[i]; i++) {
		if (!to || strcmp(letter_offices[i], to) == 0)
			return 0;
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", letter_offices[i]);
	}
	return err_set(e, ERR_USAGE, "--to %s: say one of %s", to, all);
}

static int order_read(struct run *r, struct letter_order *ret, struct err *e)
{
	*ret = (struct letter_order){.on = r->on,
		.lang = r->option[PREVIEW_LANG],
		.to = r->option[PREVIEW_TO],
		.from = r->option[PREVIEW_FROM],
		.place = r->option[PREVIEW_PLACE]};
	if (!r->option[PREVIEW_OUT])
		return err_set(e, ERR_USAGE, "letter preview: say where to, as in --out out/letters");
	int rc = kind_find(r->arena, r->argv[0], &ret->kind, e);
	if (rc == 0)
		rc = office_check(r->arena, ret->to, e);
	if (rc == 0)
		rc = line_check("--from", ret->from, e);
	if (rc == 0)
		rc = line_check("--place", ret->place, e);
	return rc == 0 ? circumstances_read(r, ret, e) : rc;
}

/* The words follow the last equals sign, unless the whole is the name of a file. */
static int emblems_read(struct preview *p, struct err *e)
{
	struct run *r = p->run;
	size_t pos = 0;
	const char *given;
	while ((given = run_option_each(r, PREVIEW_EMBLEM, &pos))) {
		const char *equals = strrchr(given, '=');
		if (equals && access(given, F_OK) == 0)
			equals = NULL;
		if (p->emblems_n == EMBLEMS_MAX)
			return err_set(e, ERR_USAGE, "--emblem: at most %u", EMBLEMS_MAX);
		if (equals && equals[1] && line_check("--emblem", equals + 1, e) < 0)
			return e->code;
		int rc = emblem_read(r->arena,
			equals ? arena_strndup(r->arena, given, (size_t)(equals - given)) : given,
			equals ? equals + 1 : NULL, &p->emblem[p->emblems_n], e);
		if (rc < 0)
			return err_ctx(e, "--emblem");
		p->emblems_n++;
	}
	return 0;
}

static int code_check(const char *url, struct err *e)
{
	if (!url)
		return 0;
	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return err_set(e, ERR_USAGE, "--code %.80s: say where, as in https://example.org/v/1", url);
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p >= 127)
			return err_set(e, ERR_USAGE, "--code %.80s: write other than ASCII as %%XX", url);
	if (strlen(url) > CODE_URL_MAX)
		return err_set(e, ERR_USAGE,
			"--code %.80s…: over %u bytes; a shorter one can be read from paper", url,
			CODE_URL_MAX);
	return 0;
}

/* ---- writing ---- */

static int form_find(const char *name, const struct form **ret, struct err *e)
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
	kept.doc.n = 0;
	kept.doc.block = NULL;
	kept.doc.left_out = NEW_ARRAY(a, struct left_out, l->doc.left_out_n);
	for (size_t i = 0; i < l->doc.left_out_n; i++)
		kept.doc.left_out[i] =
			(struct left_out){l->doc.left_out[i].name, arena_strdup(a, l->doc.left_out[i].why)};
	return kept;
}

static int sheet_make(struct preview *p, uint32_t state, struct sheet *ret, struct err *e)
{
	struct arena *kept = p->run->arena;
	AUTO_ARENA a = arena_child(kept, "letter");
	struct letter letter;
	struct sheet s = {0};
	struct buf out;
	int rc = letters_write(p->letters, a, state, NULL, &letter, e);
	if (rc < 0)
		return rc;
	letter.doc.code.url = p->run->option[PREVIEW_CODE];
	letter.doc.emblems_n = p->emblems_n;
	for (size_t i = 0; i < p->emblems_n; i++)
		letter.doc.emblem[i] = p->emblem[i];
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
		return err_ctx(e, "letter to %s", letter.iso3);
	s.name = arena_printf(kept, "%s-%s.%s", letter.iso3, letter.lang, p->form->ending);
	s.letter = letter_keep(kept, &letter);
	*ret = s;
	return 0;
}

static const char *left_out_names(struct arena *a, const struct doc *d)
{
	const char *all = "";
	for (size_t i = 0; i < d->left_out_n; i++)
		all = arena_printf(a, "%s%s%s", all, i ? " " : "", d->left_out[i].name);
	return all;
}

static int file_put(struct preview *p, size_t i, struct err *e)
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
	return file_write(arena_printf(a, "%s/%s", p->run->option[PREVIEW_OUT], s->name), data, out.len, e);
}

/* All files, with a word on how far it is for who watches. */
static int files_write(struct preview *p, struct err *e)
{
	FILE *err = p->run->err;
	bool watched = isatty(fileno(err));
	int rc = file_mkdirs(p->run->option[PREVIEW_OUT], e);
	for (size_t i = 0; i < p->n && rc == 0; i++) {
		if (watched)
			fprintf(err, "\rletters: %zu of %zu", i + 1, p->n);
		rc = file_put(p, i, e);
	}
	if (watched && p->n)
		fprintf(err, "\r\033[K");
	return rc;
}

static int rows_write(struct run *r, const struct sheet *sheet, size_t n, struct err *e)
{
	bool people = r->format == FORMAT_TABLE;
	struct table *t = people ? table_new(r, preview_people, COUNT(preview_people))
				 : table_new(r, preview_columns, COUNT(preview_columns));
	for (size_t i = 0; i < n; i++) {
		const struct sheet *s = &sheet[i];
		const struct letter *l = &s->letter;
		const char *pages = s->pages ? arena_printf(r->arena, "%zu", s->pages) : "";
		const char *left_out = left_out_names(r->arena, &l->doc);
		const char *const all[] = {l->iso3, l->lang, l->verb, s->name, pages, s->sha256, left_out};
		const char *const few[] = {l->name, l->verb, s->name, pages, left_out};
		table_row(t, people ? few : all);
	}
	return table_end(t, e);
}

/* Says, once each, where English stands in, and to people why paragraphs were left out. */
static void left_out_notes(struct run *r, const struct sheet *sheet, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct letter *l = &sheet[i].letter;
		for (size_t j = 0; j < l->doc.left_out_n; j++) {
			const struct left_out *o = &l->doc.left_out[j];
			bool said = false;
			for (size_t k = 0; k < i && !said; k++)
				for (size_t m = 0; m < sheet[k].letter.doc.left_out_n && !said; m++)
					said = strcmp(sheet[k].letter.doc.left_out[m].name, o->name) == 0 &&
						strcmp(sheet[k].letter.doc.left_out[m].why, o->why) == 0;
			if (!said)
				fprintf(r->err, "left out: %s, because %s\n", o->name, o->why);
		}
	}
}

/* A paragraph of the sender's that stands in none of the letters. */
static void unused_notes(struct run *r, const struct letter_order *o, const struct sheet *sheet, size_t n)
{
	for (size_t c = 0; c < o->circumstances; c++) {
		const char *lang = o->circumstance[c].lang;
		bool used = false;
		for (size_t i = 0; i < n && !used; i++)
			used = strcmp(sheet[i].letter.lang, lang) == 0;
		if (!used)
			fprintf(r->err,
				"paraph: --circumstance %s: no letter here is in %s, so it stands in none\n",
				lang, lang);
	}
}

static void notes_write(struct run *r, const struct letter_order *o, const struct sheet *sheet, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct letter *l = &sheet[i].letter;
		bool said = !l->wanted;
		for (size_t k = 0; k < i && !said; k++)
			said = sheet[k].letter.wanted && strcmp(sheet[k].letter.wanted, l->wanted) == 0;
		if (!said)
			fprintf(r->err, "paraph: the pack has no template in %s; written in %s\n", l->wanted,
				l->lang);
		said = !l->names_english;
		for (size_t k = 0; k < i && !said; k++)
			said = sheet[k].letter.names_english && strcmp(sheet[k].letter.lang, l->lang) == 0;
		if (!said)
			fprintf(r->err, "paraph: no name of %s is on file in %s: English names stand there\n",
				l->iso3, l->lang);
	}
	unused_notes(r, o, sheet, n);
	if (r->format == FORMAT_TABLE)
		left_out_notes(r, sheet, n);
}

static int preview_run(struct run *r, struct err *e)
{
	struct preview p = {.run = r};
	struct letter_order order;
	struct book book;
	const struct pack *pack;
	uint32_t *state = NULL, one;
	int rc = order_read(r, &order, e);
	if (rc == 0)
		rc = form_find(r->option[PREVIEW_AS], &p.form, e);
	order.typeset = rc == 0 && !p.form->write;
	if (rc == 0)
		rc = code_check(r->option[PREVIEW_CODE], e);
	if (rc == 0)
		rc = emblems_read(&p, e);
	if (rc == 0)
		rc = book_open(r, &book, e);
	if (rc == 0)
		rc = book_treaty(r, &book, &pack, e);
	if (rc == 0)
		rc = letters_open(r, &book, pack, &order, &p.letters, e);
	if (rc == 0)
		rc = letters_ready(p.letters, e);
	if (rc == 0 && r->option[PREVIEW_STATE]) {
		rc = letters_recipient(p.letters, r->option[PREVIEW_STATE], &one, e);
		state = &one;
		p.n = 1;
	} else if (rc == 0) {
		p.n = letters_recipients(p.letters, &state);
	}
	if (rc != 0 || !p.form)
		return rc;
	p.press = p.form->write ? NULL : press_new(r->arena);
	p.sheet = NEW_ARRAY(r->arena, struct sheet, p.n ? p.n : 1);
	for (size_t i = 0; i < p.n && rc == 0;
		i++) /* all letters, then all files: a refused one leaves nothing behind */
		rc = sheet_make(&p, state[i], &p.sheet[i], e);
	if (rc == 0)
		rc = files_write(&p, e);
	if (rc == 0)
		rc = rows_write(r, p.sheet, p.n, e);
	if (rc == 0)
		notes_write(r, &order, p.sheet, p.n);
	return rc;
}

/* ---- letter check ---- */

/* Every letter in one language, laid out and kept nowhere. */
static int language_try(struct run *r, struct letters *l, const char *lang, size_t *ret_letters,
	const char **ret_left_out, struct err *e)
{
	uint32_t *state;
	size_t n = letters_recipients(l, &state), pages;
	struct press *press = press_new(r->arena); /* what letters share is set once */
	*ret_left_out = "";
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA a = arena_child(r->arena, "letter");
		struct letter letter;
		int rc = letters_write(l, a, state[i], lang, &letter, e);
		if (rc == 0)
			rc = press_add(press, &letter.doc, &pages, e);
		if (rc < 0)
			return rc;
		if (i == 0)
			*ret_left_out = left_out_names(r->arena, &letter.doc);
	}
	*ret_letters = n;
	return 0;
}

static int check_rows(struct run *r, struct letters *l, struct err *e)
{
	static const struct column columns[] = {
		{"lang", "Language", false, false},
		{"letters", "Letters", true, false},
		{"left_out", "Left out of the first", false, true},
	};
	const char *const *lang;
	size_t n = letters_languages(l, &lang);
	struct table *t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		size_t letters = 0;
		const char *left_out;
		int rc = language_try(r, l, lang[i], &letters, &left_out, e);
		if (rc < 0)
			return rc;
		table_row(
			t, (const char *const[]){lang[i], arena_printf(r->arena, "%zu", letters), left_out});
	}
	return table_end(t, e);
}

static int check_run(struct run *r, struct err *e)
{
	struct letter_order order = {.on = r->on, .typeset = true};
	struct letters *letters;
	struct book book;
	const struct pack *pack;
	size_t mistakes;
	int rc = kind_find(r->arena, r->argv[0], &order.kind, e);
	if (rc == 0)
		rc = book_open(r, &book, e);
	if (rc == 0)
		rc = book_treaty(r, &book, &pack, e);
	if (rc == 0)
		rc = letters_open(r, &book, pack, &order, &letters, e);
	if (rc != 0)
		return rc;
	mistakes = letters_check(letters, r->err);
	if (mistakes)
		return err_set(e, ERR_INVALID, "mistakes: %zu; mend the lines named above", mistakes);
	return check_rows(r, letters, e);
}

static const struct command commands[] = {
	{"letter preview", "KIND", "Write the letters of a kind as files, as of --on",
		"KIND is join: the call to join, to every State without a deposit in effect on the day.\n"
		"The letters carry the date of --on, and only what the record knew and held exactly on it: an"
		" optional paragraph that needs more is left out, and the column left_out names it.",
		1, 1, preview_options, preview_run},
	{"letter check", "KIND", "Check a letter's templates, all languages, before any is written",
		"Names every mistake with file, line and column: an unknown field, a form that does "
		"not fit, a\n"
		"field or condition that English has and another language has not. Then every "
		"letter of --on is\n"
		"tried in every language, and none kept.",
		1, 1, NULL, check_run},
	{"letter names", "LL", "List every form of every State's name in a language, for review",
		"LL is a language tag, such as fr. Past names too, each since its day. Where the language\n"
		"has forms, they are what {{state.name|FORM}} and {{state.formal|FORM}} say in a letter;\n"
		"? is an article missing in packs/world.",
		1, 1, NULL, names_run},
	{0},
};
const struct office letters_office = {.name = "letters", .commands = commands};
