/* letter preview: the letters as files, and what was written as rows. */
#include <string.h>

#include "base/text.h"
#include "offices/letters/commands.h"
#include "offices/letters/sheet.h"
#include "offices/letters/told.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum {
	PREVIEW_OUT = SENDER_OPTIONS,
	PREVIEW_AS,
	PREVIEW_STATE,
	PREVIEW_AUDIENCE,
	PREVIEW_SAMPLE,
	PREVIEW_CODE,
	PREVIEW_UNAPPROVED
};
const struct option_info letter_preview_options[] = {
	SENDER_OPTION_ROWS,
	{"--out", "DIR", "Folder for the files ISO3-LL.pdf; made where it is missing"},
	{"--as", "FORM", "pdf (when not given), text (.txt), html (for mail), docx (a draft to work on)"},
	{"--state", "ISO3", "One State alone"},
	{"--audience", "NAME", "Whom, in place of the kind's own audience (paraph audience list)"},
	{"--sample", NULL, "One letter to a recipient marked as specimen"},
	{"--code", "URL", "Where the letters can be checked: a QR code on each page, and in words"},
	{"--unapproved", NULL,
		"In the house's newest words, approved or not; each letter is marked as specimen"},
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

/* ---- to whom ---- */

struct list {
	struct recipient *at;
	size_t n;
};

static void list_add(struct list *l, struct recipient rc)
{
	l->at[l->n++] = rc;
}

/* States that are asked to do something: of the kind's own audience none needs a contact. */
static int to_join(struct sender *s, struct list *ret, struct err *e)
{
	uint32_t *state, one;
	size_t n = 1;
	int rc = 0;
	if (s->run->option[PREVIEW_STATE]) {
		rc = letters_recipient(s->letters, s->run->option[PREVIEW_STATE], &one, e);
		state = &one;
	} else {
		n = letters_recipients(s->letters, &state);
	}
	if (rc < 0)
		return rc;
	ret->at = NEW_ARRAY(s->run->arena, struct recipient, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		list_add(ret, letters_state(s->letters, state[i]));
	return 0;
}

static int to_audience(struct sender *s, const char *name, struct list *ret, struct err *e)
{
	const char *iso3 = s->run->option[PREVIEW_STATE];
	struct recipient *all;
	size_t n;
	int rc = letters_audience(s, name, &all, &n, e);
	if (rc < 0)
		return rc;
	ret->at = NEW_ARRAY(s->run->arena, struct recipient, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		if (!all[i].excluded && (!iso3 || strcmp(all[i].iso3, iso3) == 0))
			list_add(ret, all[i]);
	if (iso3 && ret->n == 0)
		return err_set(e, ERR_NOTFOUND,
			"--state %s: not among the audience %s; paraph audience show %s", iso3, name, name);
	return 0;
}

static int recipients(struct sender *s, struct list *ret, struct err *e)
{
	const struct letter_kind *k = s->order.kind;
	const char *name = s->run->option[PREVIEW_AUDIENCE];
	if (k->form == LETTER_CALL_TO_JOIN && !name)
		return to_join(s, ret, e);
	if (!name)
		name = k->audience;
	if (!name) { /* a paper goes to nobody by itself */
		ret->at = NEW(s->run->arena, struct recipient);
		list_add(ret, letters_state(s->letters, 0));
		return 0;
	}
	return to_audience(s, name, ret, e);
}

/* A recipient that there is not, so that every kind of letter can be seen before there are contacts: the
 * first State that would get it, and the word for specimen where a name would stand. */
static int sample(struct sender *s, struct list *ret, struct err *e)
{
	const struct letter_kind *k = s->order.kind;
	const char *name = s->run->option[PREVIEW_AUDIENCE] ? s->run->option[PREVIEW_AUDIENCE] : k->audience;
	const struct audience *q =
		name ? audience_find(s->pack, s->has_house ? &s->house : NULL, name) : NULL;
	struct list all = {0};
	bool joins = k->form == LETTER_CALL_TO_JOIN, to_states = q && q->whom == WHOM_STATES;
	uint32_t *state;
	int rc = 0;
	ret->at = NEW(s->run->arena, struct recipient);
	if (joins)
		rc = to_join(s, &all, e);
	else if (to_states)
		rc = to_audience(s, name, &all, e);
	if (rc < 0)
		return rc;
	if (all.n) {
		list_add(ret, letters_state(s->letters, all.at[0].state));
	} else if (q && q->whom != WHOM_ORGANISATIONS) {
		size_t n = letters_states(s->letters, &state);
		list_add(ret, letters_state(s->letters, n ? state[0] : 0));
		if (s->run->option[PREVIEW_STATE])
			rc = letters_state_named(s->letters, s->run->option[PREVIEW_STATE], ret->at, e);
	} else {
		list_add(ret, letters_state(s->letters, 0));
	}
	const char *word = letters_specimen(s->letters);
	ret->at[0].told = told_specimen(s->letters, s->run->arena);
	ret->at[0].name = ret->at[0].organisation = ret->at[0].office_name = ret->at[0].title = word;
	return rc;
}

/* ---- rows ---- */

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

/* ---- the command ---- */

int letter_preview_run(struct run *r, struct err *e)
{
	struct sender sender;
	struct sheets p = {.run = r, .sender = &sender};
	struct list to = {0};
	bool sampled = r->option[PREVIEW_SAMPLE] != NULL, unapproved = r->option[PREVIEW_UNAPPROVED] != NULL;
	if (!r->option[PREVIEW_OUT])
		return err_set(e, ERR_USAGE, "letter preview: say where to, as in --out out/letters");
	int rc = form_find(r->option[PREVIEW_AS], &p.form, e);
	if (rc == 0)
		rc = code_check(r->option[PREVIEW_CODE], e);
	if (rc == 0)
		rc = sender_open(r, r->argv[0],
			(p.form->write ? 0 : SENDER_TYPESET) | (unapproved ? SENDER_UNAPPROVED : 0), &sender,
			e);
	if (rc == 0)
		rc = sampled ? sample(&sender, &to, e) : recipients(&sender, &to, e);
	if (rc != 0)
		return rc;
	sender.order.specimen = sampled || unapproved;
	p.press = p.form->write ? NULL : press_new(r->arena);
	for (size_t i = 0; i < to.n && rc == 0; i++)
		rc = sheets_add(&p, &to.at[i], NULL, NULL, r->option[PREVIEW_CODE], e);
	if (rc == 0)
		rc = sheets_write(&p, r->option[PREVIEW_OUT], e);
	if (rc == 0)
		rc = rows_write(r, p.sheet, p.n, e);
	if (rc == 0)
		notes_write(r, &sender.order, p.sheet, p.n);
	return rc;
}
