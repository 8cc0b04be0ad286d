/* One letter in one language, paragraph by paragraph: what it says, what changed, who stands behind it; one
 * paragraph to be translated, with what the memory and the glossary have; files out and in. */
#include <string.h>

#include "base/text.h"
#include "offices/translations/columns.h"
#include "offices/translations/translation_pages.h"
#include "translation_html.h"

#define LEAST_PERCENT 60u
#define MATCHES_SHOWN 5u
#define PIECES_MAX 400u

static const char *const state_words[UNIT_STATE_COUNT] = {
	[UNIT_MISSING] = T("missing"),
	[UNIT_EXTRA] = T("extra"),
	[UNIT_OUTDATED] = T("outdated"),
	[UNIT_DRAFT] = T("draft"),
	[UNIT_TRANSLATED] = T("translated"),
	[UNIT_REVIEWED] = T("reviewed"),
	[UNIT_APPROVED] = T("approved"),
	[UNIT_SAME] = T("same"),
};

/* The marks of columns_changed(), as pieces. */
static struct changed changed_of(struct arena *a, const char *before, const char *after)
{
	const char *text = columns_changed(a, before, after), *from = text;
	struct changed c = {0, NEW_ARRAY(a, struct piece_changed, PIECES_MAX)};
	char sort = ' ';

	for (const char *at = text; c.n + 1 < PIECES_MAX; at++) {
		bool opens = sort == ' ' && (strncmp(at, "[-", 2) == 0 || strncmp(at, "{+", 2) == 0);
		bool closes = (sort == '-' && strncmp(at, "-]", 2) == 0) ||
			(sort == '+' && strncmp(at, "+}", 2) == 0);

		if (*at && !opens && !closes)
			continue;
		if (at > from)
			c.piece[c.n++] =
				(struct piece_changed){sort, arena_strndup(a, from, (size_t)(at - from))};
		if (!*at)
			break;
		sort = closes ? ' ' : at[1];
		from = ++at + 1;
	}
	return c;
}

static const char *language_of(const char *tag)
{
	const struct words *w = words_named(tag);

	return strncmp(w->tag, tag, strlen(w->tag)) == 0 ? w->name : tag;
}

/* The letter and the language of the address; another language or letter than there is: 404. */
static int text_open(struct request *q, struct desk *d, struct version *v, struct err *e)
{
	struct err why = {0};

	*v = (struct version){.n = 0};
	*d = (struct desk){.person = ""};
	int rc = desk_open(q->run, q->open[0], d, &why);
	if (rc == 0)
		rc = version_open(d, q->open[1], v, &why);
	if (rc == ERR_NOTFOUND || rc == ERR_INVALID || rc == ERR_USAGE)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(q->view,
				T("There is no such letter, or no such language. The list of "
				  "translations names them.")));
	if (rc != 0)
		*e = why;
	return rc;
}

/* ---- the whole ---- */

static bool may_step(
	struct request *q, struct desk *d, const struct pasts *past, const struct unit *u, enum stage stage)
{
	const struct past one = {
		.stage = stage, .person = d->person, .behalf = "", .note = "", .at_ms = q->run->now_ms};

	return u->source && u->target && !step_refused(q->a, past, u, &one, d->persons);
}

static const char *name_of(struct request *q, struct desk *d, const char *id)
{
	struct person who;
	struct err none;

	return *id && person_get(q->a, d->book.db, &d->issuer, id, &who, &none) == 0 ? who.name : id;
}

static int paragraphs_of(
	struct request *q, struct desk *d, struct version *v, struct text_view *t, struct err *e)
{
	struct pasts past = {0, NULL};
	int rc = steps_load(d->book.db, q->a, &v->q, &past, e);

	t->paragraph = NEW_ARRAY(q->a, struct paragraph_view, v->n + 1);
	for (size_t i = 0; rc == 0 && i < v->n; i++) {
		const struct unit *u = &v->unit[i];
		struct paragraph_view *p = &t->paragraph[t->n++];

		*p = (struct paragraph_view){.key = unit_key(u),
			.id = u->source && u->source->words ? u->source->sha256 : NULL,
			.state = say(q->view, state_words[u->state]),
			.source = u->source ? u->source->text : "",
			.target = u->target ? u->target->text : "",
			.by = name_of(q, d, u->person),
			.note = u->note,
			.anchor = u->source ? arena_printf(q->a, "%.12s", u->source->sha256) : "",
			.to_review = say(q->view, T("I have reviewed it")),
			.to_approve = say(q->view, T("Approve")),
			.review = t->writes && may_step(q, d, &past, u, STAGE_REVIEWED),
			.approve = t->writes && may_step(q, d, &past, u, STAGE_APPROVED)};
		if (*u->was && u->source)
			p->was = changed_of(q->a, u->was, u->source->text);
	}
	return rc;
}

static int text_show(struct request *q, struct answer *ret, struct desk *d, struct version *v,
	const char *said, const struct stepping *left, struct err *e)
{
	struct text_view t = {.kind = d->kind.name,
		.lang = v->q.lang,
		.language = language_of(v->q.lang),
		.said = said,
		.writes = request_writes(q),
		.refusals = left ? left->left : 0,
		.refused = left ? left->refused : NULL};
	struct gate g = {0};
	struct frame f;
	int rc = version_gate(d, v->q.lang, &g, e);

	if (rc == 0)
		rc = paragraphs_of(q, d, v, &t, e);
	if (rc != 0)
		return rc;
	t.sendable = g.n == 0;
	door_frame(q->view, arena_printf(q->a, "%s · %s", d->kind.name, t.language), &f);
	html_translation_text(&ret->b, q->view, &f, &t);
	return 0;
}

int translation_text_page(struct request *q, struct answer *ret, struct err *e)
{
	struct version v;
	struct desk d;
	int rc = text_open(q, &d, &v, e);

	return rc != 0 ? rc : text_show(q, ret, &d, &v, NULL, NULL, e);
}

static struct url text_url(struct request *q)
{
	return view_link(q->view, arena_printf(q->a, "/desk/translations/%s/%s", q->open[0], q->open[1]));
}

int translation_step_page(struct request *q, struct answer *ret, struct err *e)
{
	int stage = word_index(stage_names, request_text(q, "stage"));
	const char *key = request_text(q, "paragraph");
	struct stepping s = {.keys = *key != '\0', .key = &key, .note = request_text(q, "note")};
	int rc = text_open(q, &s.desk, &s.version, e);

	if (rc != 0)
		return rc;
	if (stage != STAGE_REVIEWED && stage != STAGE_APPROVED)
		return err_set(
			e, ERR_INVALID, "%s", say(q->view, T("Say whether it is reviewed or approved.")));
	rc = desk_person(&s.desk, e);
	if (rc == 0)
		rc = steps_run(&s, (enum stage)stage, e);
	if (rc != 0)
		return rc;
	if (!s.left) {
		answer_see_other(q, ret, text_url(q));
		return 0;
	}
	ret->status = 409;
	rc = version_open(&s.desk, q->open[1], &s.version, e);
	return rc != 0 ? rc : text_show(q, ret, &s.desk, &s.version, NULL, &s, e);
}

/* ---- one paragraph ---- */

static const struct unit *unit_of(const struct version *v, const char *sha256)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->unit[i].source && v->unit[i].source->words &&
			strcmp(v->unit[i].source->sha256, sha256) == 0)
			return &v->unit[i];
	return NULL;
}

static bool stands_in(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (; *text; text++)
		if (strncasecmp(text, word, len) == 0)
			return true;
	return false;
}

/* What the memory and the glossary have. */
static int helps_of(
	struct request *q, struct desk *d, const struct unit *u, struct words_view *w, struct err *e)
{
	struct memory_pair pair = {d->house, SOURCE_LANG, w->lang};
	struct memory_index *memory = NULL;
	struct match match[MATCHES_SHOWN];
	struct term *term = NULL;
	size_t n = 0, terms = 0;
	int rc = memory_load(d->book.db, q->a, &pair, &memory, e);

	if (rc == 0)
		rc = terms_load(d->book.db, q->a, &pair, &term, &terms, e);
	if (rc != 0)
		return rc;
	n = memory_find(memory, q->a, u->source->text, LEAST_PERCENT, MATCHES_SHOWN, match);
	w->match = NEW_ARRAY(q->a, struct match_view, MATCHES_SHOWN);
	for (size_t i = 0; i < n; i++)
		w->match[w->matches++] = (struct match_view){match_kind_names[match[i].kind], match[i].target,
			match[i].segment->note, match[i].percent,
			changed_of(q->a, match[i].segment->source, u->source->text)};
	w->term = NEW_ARRAY(q->a, struct term, terms + 1);
	for (size_t i = 0; i < terms; i++)
		if (stands_in(u->source->text, term[i].source))
			w->term[w->glossary++] = term[i];
	return 0;
}

/* Fields that the source says and the words do not, in words; "" none. */
static const char *tags_missed(struct arena *a, const char *source, const char *words)
{
	const char *tag = NULL, *all = "";
	size_t pos = 0, len = 0;

	while (paragraph_tag(source, &pos, &tag, &len))
		if (!paragraph_has_tag(words, tag, len))
			all = arena_printf(
				a, "%s%s%.*s", all, *all ? ", " : "", (int)(len < 100 ? len : 100), tag);
	return all;
}

static int save(struct request *q, struct desk *d, struct version *v, const struct unit *u,
	struct words_view *w, struct err *e)
{
	struct memory_pair pair = {d->house, SOURCE_LANG, w->lang};
	const char *words = NULL, *missing, *missed;
	struct term *term = NULL;
	struct err why = {0};
	size_t terms = 0;

	if (words_read(d, w->lang, u->source, w->words, &words, &why) != 0) {
		w->wrong = arena_strdup(q->a, why.text);
		return 0;
	}
	missing = tags_missed(q->a, u->source->text, words);
	if (*missing && strcmp(request_text(q, "elsewhere"), "yes") != 0) {
		w->wrong = arena_printf(q->a, "the translation does not say %s", missing);
		w->tags = true;
		return 0;
	}
	int rc = terms_load(d->book.db, q->a, &pair, &term, &terms, e);
	if (rc != 0)
		return rc;
	missed = terms_missed(q->a, term, terms, u->source->text, words);
	rc = desk_person(d, e);
	return rc != 0
		? rc
		: words_save(d, v, u, words, *missed ? arena_printf(q->a, "glossary: %s", missed) : "", e);
}

int translation_words_page(struct request *q, struct answer *ret, struct err *e)
{
	struct version v;
	struct frame f;
	struct desk d;
	int rc = text_open(q, &d, &v, e);
	const struct unit *u = rc == 0 ? unit_of(&v, q->open[2]) : NULL;

	if (rc != 0)
		return rc;
	if (!u)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(q->view, T("The source does not say this today. Open the letter anew.")));
	bool posted = q->method == METHOD_POST;
	const char *given = request_text(q, "words");
	struct words_view w = {.kind = d.kind.name,
		.lang = v.q.lang,
		.language = language_of(v.q.lang),
		.key = u->source->key,
		.id = u->source->sha256,
		.state = say(q->view, state_words[u->state]),
		.source = u->source->text,
		.words = posted     ? given
			: u->target ? u->target->text
				    : "",
		.terms = u->note,
		.writes = request_writes(q)};
	if (posted) {
		rc = save(q, &d, &v, u, &w, e);
		if (rc == 0 && !w.wrong)
			answer_see_other(q, ret,
				(struct url){arena_printf(q->a, "%s#p-%.12s", text_url(q).text, w.id)});
		if (rc != 0 || !w.wrong)
			return rc;
		ret->status = 400;
	}
	if (*u->was)
		w.was = changed_of(q->a, u->was, u->source->text);
	rc = helps_of(q, &d, u, &w, e);
	if (rc != 0)
		return rc;
	door_frame(q->view, arena_printf(q->a, "%s · %s", d.kind.name, w.language), &f);
	html_translation_words(&ret->b, q->view, &f, &w);
	return 0;
}

/* ---- files ---- */

int translation_export_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *as = url_field(&q->url, "as");
	const struct exchange_kind *kind = NULL;
	struct version v;
	struct desk d;
	struct buf b;
	size_t n = 0;
	int rc = text_open(q, &d, &v, e);

	if (rc != 0)
		return rc;
	if (exchange_kind_find(as ? as : "xliff", false, &kind, e) != 0 || !kind)
		return err_set(e, ERR_INVALID, "%s", say(q->view, T("Say in which form: po, xliff or tmx.")));
	rc = translation_written(&d, &v, kind, &b, &n, e);
	if (rc != 0)
		return rc;
	ret->type = strcmp(kind->name, "po") == 0 ? "text/x-gettext-translation; charset=utf-8"
						  : "application/xml";
	ret->save_as = arena_printf(q->a, "%s-%s%s", d.kind.name, v.q.lang, kind->ending);
	ret->data = b.len ? b.data : "";
	ret->len = b.len;
	return 0;
}

int translation_import_page(struct request *q, struct answer *ret, struct err *e)
{
	const struct upload *u = request_upload(q, "file");
	struct importing im = {.path = u ? u->name : "",
		.kind = q->open[0],
		.lang = q->open[1],
		.dry = strcmp(request_text(q, "take"), "yes") != 0};
	struct version v;
	struct frame f;
	struct desk d;
	int rc = text_open(q, &d, &v, e);

	if (rc != 0)
		return rc;
	rc = u ? translation_take(q->run, &im, u->data, u->len, e)
	       : err_set(e, ERR_INVALID, "choose the file");
	if (rc == ERR_INVALID || rc == ERR_USAGE || rc == ERR_NOTFOUND || rc == ERR_CONFLICT ||
		rc == ERR_LIMIT) {
		ret->status = 400;
		return text_show(q, ret, &d, &v, arena_strdup(q->a, e->text), NULL, e);
	}
	if (rc != 0)
		return rc;
	if (!im.dry) {
		answer_see_other(q, ret, text_url(q));
		return 0;
	}
	struct taken_view t = {
		d.kind.name, v.q.lang, im.path, im.taken, im.same, im.foreign, im.notes, im.noted};
	door_frame(q->view, arena_printf(q->a, "%s · %s", d.kind.name, language_of(v.q.lang)), &f);
	html_translation_taken(&ret->b, q->view, &f, &t);
	return 0;
}
