/* The pages that a letter's code leads to: anyone may ask, and nothing of persons is told. */
#include <string.h>

#include "cli/cli.h"
#include "offices/houses/houses.h"
#include "offices/letters/pages.h"
#include "offices/letters/verify_html.h"

#define TYPED_MAX 40u /* bytes that are shown again of what was typed */

static const struct {
	const char *status, *mark, *words;
} looks[] = {
	{"issued", "o-met", T("Issued")},
	{"superseded", "o-late", T("Superseded: another letter has taken its place")},
	{"cancelled", "o-late", T("Cancelled: the issuer has taken it back")},
};
static const struct {
	const char *addressee, *words;
} addressees[] = {
	{"state", T("a State")},
	{"organisation", T("an organisation")},
	{"person", T("a person")},
};

/* As letter issue --out names it. */
static const char *record_name(struct arena *a, const char *reference)
{
	char *name = arena_printf(a, "%s.pdf.paraph", reference);
	for (char *p = name; *p; p++)
		if (*p == '/' || *p == '\\')
			*p = '.';
	return name;
}

static struct verify_view view_of(struct request *q, const char *typed)
{
	struct view *v = q->view;
	struct verify_view t = {.typed = arena_strndup(q->a, typed, strnlen(typed, TYPED_MAX)),
		.keys = view_link(v, "/verify/keys"),
		.check = view_link(v, "/verify")};
	door_frame(v, say(v, T("Check a letter")), &t.frame);
	return t;
}

static void seal_show(struct request *q, struct verify_view *t)
{
	struct view *v = q->view;
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (strcmp(looks[i].status, t->seal.status) == 0) {
			t->status = say(v, looks[i].words);
			t->mark = looks[i].mark;
		}
	for (size_t i = 0; i < sizeof addressees / sizeof *addressees; i++)
		if (strcmp(addressees[i].addressee, t->seal.addressee) == 0)
			t->addressee = say(v, addressees[i].words);
	t->record = view_link_to(v, "/verify/record/", t->seal.code);
	t->frame.title = say_fill(q->a, say(v, T("Letter {reference}")),
		(const struct fill[]){{"reference", t->seal.reference}, {0}});
}

static struct verify_words words_in(const struct labels *l, const char *tag)
{
	const char *text = label_in(l, tag), *english = label_in(l, "en");
	return (struct verify_words){text, text == english && strcmp(tag, "en") != 0 ? "en" : NULL};
}

/* The record signs the function in English, and of the house only its code; the house says both in the
 * page's language. A function that it has changed since stays as it was signed. */
static int issuer_show(struct request *q, struct verify_view *t, struct err *e)
{
	const char *tag = q->view->words->tag;
	struct house h = {0};
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = house_open(q->run, db, t->seal.house, &h, e);
	t->signed_as = (struct verify_words){t->seal.signatory, "en"};
	if (rc != 0)
		return rc == ERR_NOTFOUND ? 0 : rc;
	t->issuer = words_in(&h.name, tag);
	if (h.signs_title.n && strcmp(label_in(&h.signs_title, "en"), t->seal.signatory) == 0)
		t->signed_as = words_in(&h.signs_title, tag);
	return 0;
}

static int asked(struct request *q, struct letter_seal *ret, struct err *e)
{
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);
	return rc == 0 ? letter_by_code(db, q->a, q->open[0], ret, e) : rc;
}

/* Without a code, or with one that was typed: then it is sent on to its own address. */
int verify_check_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *typed = url_field(&q->url, "code");
	struct verify_view t = view_of(q, typed ? typed : "");
	(void)e;
	while (typed && *typed == ' ')
		typed++;
	if (typed && *typed && strlen(typed) <= TYPED_MAX) {
		const char *code = letter_code(q->a, typed);
		answer_see_other(q, ret, view_link_to(q->view, "/verify/", code ? code : typed));
		return 0;
	}
	html_verify_page(&ret->b, q->view, &t);
	return 0;
}

int verify_code_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct verify_view t = view_of(q, q->open[0]);
	int rc = asked(q, &t.seal, e);
	if (rc == ERR_NOTFOUND) {
		t.unknown = true;
		ret->status = 404;
	} else if (rc < 0) {
		return rc;
	} else {
		t.typed = "";
		seal_show(q, &t);
		rc = issuer_show(q, &t, e);
		if (rc < 0)
			return rc;
	}
	html_verify_page(&ret->b, q->view, &t);
	return 0;
}

int verify_record_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct letter_seal s = {0};
	int rc = asked(q, &s, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("No letter bears this code.")));
	if (rc != 0)
		return rc;
	ret->type = "text/plain; charset=utf-8";
	ret->data = s.record;
	ret->len = strlen(s.record);
	ret->save_as = record_name(q->a, s.reference);
	return 0;
}

int verify_keys_answer(struct request *q, struct answer *ret, struct err *e)
{
	const char *text = NULL;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = letter_keys(db, q->a, &text, e);
	if (rc != 0)
		return rc;
	ret->type = "text/plain; charset=utf-8";
	ret->data = text;
	ret->len = strlen(text);
	ret->save_as = "keys.pub";
	return 0;
}
