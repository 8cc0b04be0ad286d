/* Reading what a sender decides. */
#include "offices/letters/ledger.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "text/lang.h"

int sender_kind(const struct run *r, const struct pack *p, const char *name, const struct letter_kind **ret,
	struct err *e)
{
	const char **names = NEW_ARRAY(r->arena, const char *, p->letters_n + 1), *all = "";
	*ret = pack_letter(p, name);
	if (*ret)
		return 0;
	for (size_t i = 0; i < p->letters_n; i++) {
		names[i] = p->letter[i].name;
		all = arena_printf(r->arena, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	if (p->letters_n == 0)
		return err_set(e, ERR_NOTFOUND,
			"pack %s has no letters/%s/kind.yaml; adopt an edition that has it", p->code, name);
	const char *near = text_nearest(name, names);
	return err_set(e, ERR_NOTFOUND, "no kind of letter is called '%s'; %s%s", name,
		near ? "did you mean " : "there is: ", near ? near : all);
}

/* ---- the order ---- */

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
	while ((given = run_option_each(r, SENDER_CIRCUMSTANCE, &pos))) {
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

bool sender_line(const char *text)
{
	struct err why;
	return text_check(text, strlen(text), &why) == 0 && !strpbrk(text, "\n\t") && *text;
}

static int line_check(const char *option, const char *text, struct err *e)
{
	if (text && !sender_line(text))
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

/* NAME=VALUE, each name once. */
static int words_read(struct run *r, struct letter_order *o, struct err *e)
{
	struct letter_word *all = NULL;
	size_t cap = 0, pos = 0;
	const char *given;
	while ((given = run_option_each(r, SENDER_ABOUT, &pos))) {
		const char *equals = strchr(given, '=');
		if (!equals || equals == given || !equals[1])
			return err_set(
				e, ERR_USAGE, "--about %s: write NAME=VALUE, as in meeting=2RC-PM2", given);
		int rc = line_check("--about", given, e);
		if (rc < 0)
			return rc;
		struct letter_word one = {
			arena_strndup(r->arena, given, (size_t)(equals - given)), equals + 1};
		for (size_t i = 0; i < o->words; i++)
			if (strcmp(o->word[i].name, one.name) == 0)
				return err_set(
					e, ERR_USAGE, "--about %s: given twice; leave one out", one.name);
		GROW(r->arena, all, o->words, cap);
		assert(all);
		all[o->words++] = one;
		o->word = all;
	}
	return 0;
}

static int order_read(struct run *r, struct letter_order *ret, struct err *e)
{
	ret->on = r->on;
	ret->lang = r->option[SENDER_LANG];
	ret->to = r->option[SENDER_TO];
	ret->from = r->option[SENDER_FROM];
	ret->place = r->option[SENDER_PLACE];
	int rc = office_check(r->arena, ret->to, e);
	if (rc == 0)
		rc = line_check("--from", ret->from, e);
	if (rc == 0)
		rc = line_check("--place", ret->place, e);
	if (rc == 0)
		rc = circumstances_read(r, ret, e);
	return rc == 0 ? words_read(r, ret, e) : rc;
}

/* ---- emblems ---- */

static int emblems_given(struct sender *p, struct err *e)
{
	struct run *r = p->run;
	size_t pos = 0;
	const char *given;
	while ((given = run_option_each(r, SENDER_EMBLEM, &pos))) {
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

static int image_read(struct sender *s, const struct house_image *image, struct err *e)
{
	const struct pack_file *f = *image->file ? pack_find(&s->house.bytes, image->file) : NULL;
	if (!f || s->emblems_n == EMBLEMS_MAX)
		return 0;
	int rc = emblem_parse(s->run->arena, image->file, f->data, f->len,
		image->alt.n ? label_in(&image->alt, "en") : NULL, &s->emblem[s->emblems_n], e);
	if (rc < 0)
		return err_ctx(e, "house %s", s->house.code);
	s->emblems_n++;
	return 0;
}

/* The sender's own, else the marks of the meeting, else the house's emblem. */
static int emblems_read(struct sender *s, struct err *e)
{
	int rc = emblems_given(s, e);
	if (rc < 0 || s->emblems_n || !s->has_house)
		return rc;
	for (size_t i = 0; i < s->house.marks_n && rc == 0; i++)
		rc = image_read(s, &s->house.mark[i], e);
	return rc == 0 ? image_read(s, &s->house.emblem, e) : rc;
}

/* ---- the whole ---- */

/* A house that is not there is an error only where one is needed or named. */
static int house_read(struct sender *s, bool needed, struct err *e)
{
	struct run *r = s->run;
	int rc = house_open(r, s->book.db, NULL, &s->house, e);
	if (rc == ERR_NOTFOUND && !needed && !r->house)
		return 0;
	if (rc < 0)
		return rc;
	s->has_house = true;
	s->order.house = &s->house;
	rc = house_holder(
		r->arena, s->book.db, &s->house, s->house.signs_role, s->order.on, &s->signatory, e);
	s->order.signatory = rc == 0 ? s->signatory.name : NULL;
	return rc;
}

/* The order has been read; its day may be another than the run's. */
static int sender_finish(struct sender *s, const char *kind, bool with_house, struct err *e)
{
	struct run *r = s->run;
	int rc = book_open(r, &s->book, e);
	if (rc == 0)
		rc = book_treaty(r, &s->book, &s->pack, e);
	if (rc == 0)
		rc = sender_kind(r, s->pack, kind, &s->order.kind, e);
	if (rc == 0)
		rc = house_read(s, with_house, e);
	if (rc == 0)
		rc = emblems_read(s, e);
	if (rc == 0)
		rc = letters_open(r, &s->book, s->pack, &s->order, &s->letters, e);
	return rc == 0 ? letters_ready(s->letters, e) : rc;
}

int sender_open(struct run *r, const char *kind, unsigned how, struct sender *ret, struct err *e)
{
	*ret = (struct sender){.run = r};
	ret->order.typeset = (how & SENDER_TYPESET) != 0;
	ret->order.unapproved = (how & SENDER_UNAPPROVED) != 0;
	int rc = order_read(r, &ret->order, e);
	return rc == 0 ? sender_finish(ret, kind, (how & SENDER_HOUSE) != 0, e) : rc;
}

int sender_open_order(
	struct run *r, const char *kind, const struct letter_order *o, struct sender *ret, struct err *e)
{
	*ret = (struct sender){.run = r, .order = *o};
	ret->order.typeset = true;
	return sender_finish(ret, kind, true, e);
}

int sender_open_stored(
	struct run *r, const char *kind, const char *params, day_t on, struct sender *ret, struct err *e)
{
	*ret = (struct sender){.run = r};
	ret->order.typeset = true;
	int rc = params_read(r->arena, params, &ret->order, e);
	ret->order.on = on;
	return rc == 0 ? sender_finish(ret, kind, true, e) : rc;
}

void sender_dress(
	const struct sender *s, struct doc *d, struct arena *a, const char *reference, const char *url)
{
	d->emblems_n = s->emblems_n;
	for (size_t i = 0; i < s->emblems_n; i++)
		d->emblem[i] = s->emblem[i];
	d->code.url = url;
	if (reference)
		doc_refer(d, a, reference);
}
