/* /desk/letters/new: a letter is begun, by the function that letter draft calls. */
#include <string.h>

#include "base/text.h"
#include "offices/letters/letters_desk_html.h"
#include "offices/letters/desk.h"

#define LINE_MAX 300u /* bytes of what stands in one line */

/* What is being filled in. */
struct filling_in {
	struct request *q;
	struct new_view *v;
	struct house house;
	const struct letter_kind *kind;
	struct letter_row from; /* a letter that it is begun like; id NULL: none */
	struct letter_order order, like;
	size_t wrong;
	const char *audience;
};

/* ---- what stands in the fields ---- */

static const char *kept(const struct filling_in *f, const char *name, const char *otherwise)
{
	const char *given = request_field(f->q, name);
	return given ? given : otherwise ? otherwise : "";
}

static void refuse(struct filling_in *f, struct desk_field *field, const char *why)
{
	field->wrong = why;
	f->wrong++;
}

static const char *word_like(const struct filling_in *f, const char *name)
{
	for (size_t i = 0; i < f->like.words; i++)
		if (strcmp(f->like.word[i].name, name) == 0)
			return f->like.word[i].value;
	return NULL;
}

static const char *text_like(const struct filling_in *f, const char *lang)
{
	for (size_t i = 0; i < f->like.circumstances; i++)
		if (strcmp(f->like.circumstance[i].lang, lang) == 0)
			return f->like.circumstance[i].text;
	return NULL;
}

/* What the record says where the sender says nothing. */
static const char *word_on_file(const struct filling_in *f, const struct letter_about *about)
{
	const struct view *v = f->q->view;
	struct fact fact;
	struct err none;
	if (!about->fact)
		return say(
			v, T("The record does not say it: without it the letter does without what needs it"));
	if (reg_fact(v->reg, v->a, about->fact, f->order.on, &fact, &none) < 0 ||
		fact.quality != QUALITY_EXACT || !*fact.value)
		return say(v, T("Not on file yet"));
	return say_fill(v->a, say(v, T("On file: {value}; empty takes it")),
		(const struct fill[]){{"value", fact.value}, {0}});
}

static void words_fill(struct filling_in *f)
{
	const struct letter_kind *k = f->kind;
	struct new_view *v = f->v;
	v->word = NEW_ARRAY(f->q->a, struct desk_field, k->about_n + 1);
	for (size_t i = 0; i < k->about_n; i++) {
		const char *name = k->about[i].name;
		const char *field = arena_printf(f->q->a, "about-%s", name);
		v->word[v->words++] = (struct desk_field){.name = field,
			.label = name,
			.value = kept(f, field, word_like(f, name)),
			.hint = word_on_file(f, &k->about[i])};
	}
}

static void texts_fill(struct filling_in *f)
{
	const struct house *h = &f->house;
	struct new_view *v = f->v;
	v->day_text = NEW_ARRAY(f->q->a, struct desk_field, h->languages_n + 1);
	for (size_t i = 0; i < h->languages_n; i++) {
		const char *field = arena_printf(f->q->a, "circumstance-%s", h->language[i]);
		v->day_text[v->days++] = (struct desk_field){.name = field,
			.label = desk_language_name(f->q->view, h->language[i]),
			.hint = h->language[i],
			.value = kept(f, field, text_like(f, h->language[i]))};
	}
}

static void fields_fill(struct filling_in *f)
{
	struct new_view *v = f->v;
	const char *today = view_iso(f->q->view, f->q->run->today);
	v->on = (struct desk_field){.name = "on", .value = kept(f, "on", today)};
	v->audience = (struct desk_field){.name = "audience",
		.value = kept(f, "audience", f->from.id ? f->from.audience : f->kind->audience)};
	v->from = (struct desk_field){.name = "from", .value = kept(f, "from", f->like.from)};
	v->place = (struct desk_field){.name = "place", .value = kept(f, "place", f->like.place)};
	words_fill(f);
	texts_fill(f);
}

/* ---- what is offered ---- */

static void kinds_offer(struct filling_in *f)
{
	const struct pack *p = f->q->view->reg->pack;
	struct new_view *v = f->v;
	v->kind_of = NEW_ARRAY(f->q->a, struct desk_choice, p->letters_n + 1);
	for (size_t i = 0; i < p->letters_n; i++)
		if (p->letter[i].audience)
			v->kind_of[v->kinds++] = (struct desk_choice){p->letter[i].name,
				view_label(f->q->view, &p->letter[i].label), &p->letter[i] == f->kind};
}

static void audience_offer(struct filling_in *f, const struct audience *a, size_t n)
{
	struct new_view *v = f->v;
	for (size_t i = 0; i < n; i++)
		v->audience_of[v->audiences++] =
			(struct desk_choice){a[i].by_state ? arena_printf(f->q->a, "%s:", a[i].id) : a[i].id,
				view_label(f->q->view, &a[i].label), false};
}

static void offices_offer(struct filling_in *f)
{
	static const char *const words[] = {T("its minister of foreign affairs"), T("its head of government"),
		T("its permanent representative")};
	struct new_view *v = f->v;
	const char *given = kept(f, "to", f->like.to);
	if (f->kind->form != LETTER_CALL_TO_JOIN)
		return;
	v->office = NEW_ARRAY(f->q->a, struct desk_choice, sizeof words / sizeof *words);
	for (size_t i = 0; letter_offices[i] && i < sizeof words / sizeof *words; i++)
		v->office[v->offices++] = (struct desk_choice){
			letter_offices[i], say(f->q->view, words[i]), strcmp(given, letter_offices[i]) == 0};
}

static int languages_offer(struct filling_in *f, struct err *e)
{
	struct sender s;
	struct new_view *v = f->v;
	const struct letter_order plain = {.on = f->order.on};
	const char *const *have, *given = kept(f, "lang", f->like.lang);
	int rc = sender_open_order(f->q->run, f->kind->name, &plain, &s, e);
	if (rc < 0)
		return rc;
	size_t n = letters_languages(s.letters, &have);
	v->lang = NEW_ARRAY(f->q->a, struct desk_choice, n + 1);
	for (size_t i = 0; i < n; i++)
		v->lang[v->langs++] = (struct desk_choice){
			have[i], desk_language_name(f->q->view, have[i]), strcmp(given, have[i]) == 0};
	return 0;
}

static int offer(struct filling_in *f, struct err *e)
{
	const struct pack *p = f->q->view->reg->pack;
	kinds_offer(f);
	if (!f->kind)
		return 0;
	f->v->kind = f->kind->name;
	f->v->kind_label = view_label(f->q->view, &f->kind->label);
	f->v->audience_of = NEW_ARRAY(f->q->a, struct desk_choice, f->house.audiences_n + p->audiences_n + 1);
	audience_offer(f, f->house.audience, f->house.audiences_n);
	audience_offer(f, p->audience, p->audiences_n);
	offices_offer(f);
	fields_fill(f);
	int rc = languages_offer(f, e);
	if (rc != ERR_INVALID && rc != ERR_NOTFOUND && rc != ERR_USAGE)
		return rc;
	f->v->said = arena_strdup(f->q->a, e->text);
	f->wrong++;
	return 0;
}

/* ---- what was sent ---- */

static const char *line_taken(struct filling_in *f, struct desk_field *field)
{
	if (!*field->value)
		return NULL;
	if (strlen(field->value) > LINE_MAX || !sender_line(field->value))
		refuse(f, field, say(f->q->view, T("One line of text, please.")));
	return field->value;
}

static void words_take(struct filling_in *f)
{
	struct letter_word *word = NEW_ARRAY(f->q->a, struct letter_word, f->v->words + 1);
	for (size_t i = 0; i < f->v->words; i++) {
		const char *value = line_taken(f, &f->v->word[i]);
		if (value)
			word[f->order.words++] = (struct letter_word){f->v->word[i].label, value};
	}
	f->order.word = word;
}

static void texts_take(struct filling_in *f)
{
	struct circumstance *all = NEW_ARRAY(f->q->a, struct circumstance, f->v->days + 1);
	for (size_t i = 0; i < f->v->days; i++) {
		struct desk_field *field = &f->v->day_text[i];
		char *text = arena_strdup(f->q->a, field->value);
		size_t len = strlen(text);
		while (len && (text[len - 1] == '\n' || text[len - 1] == ' '))
			text[--len] = '\0';
		if (!len)
			continue;
		if (strstr(text, "\n\n") || len > CIRCUMSTANCE_BYTES_MAX)
			refuse(f, field,
				say(f->q->view,
					T("One paragraph, of four thousand characters at most: "
					  "take out the empty line.")));
		all[f->order.circumstances++] = (struct circumstance){field->hint, text};
	}
	f->order.circumstance = all;
}

static void take(struct filling_in *f)
{
	struct new_view *v = f->v;
	struct request *q = f->q;
	struct err why;
	const char *lang = request_text(q, "lang"), *to = request_text(q, "to");
	if (day_parse(v->on.value, strlen(v->on.value), &f->order.on, &why) < 0)
		refuse(f, &v->on, say(q->view, T("This is no day. Write year, month and day: 2026-02-03.")));
	f->audience = v->audience.value;
	if (!audience_find(q->view->reg->pack, &f->house, f->audience) &&
		strncmp(f->audience, AUDIENCE_TOLD, strlen(AUDIENCE_TOLD)) != 0)
		refuse(f, &v->audience,
			say(q->view, T("There is no such audience. Choose one of the list.")));
	f->order.from = line_taken(f, &v->from);
	f->order.place = line_taken(f, &v->place);
	f->order.lang = *lang ? lang : NULL;
	for (size_t i = 0; i < v->offices && *to; i++)
		if (strcmp(letter_offices[i], to) == 0)
			f->order.to = letter_offices[i];
	words_take(f);
	texts_take(f);
}

static int draft(struct filling_in *f, const char **ret_id, struct err *e)
{
	struct sender *s = NEW(f->q->a, struct sender);
	int rc = sender_open_order(f->q->run, f->kind->name, &f->order, s, e);
	return rc == 0 ? letter_draft(f->q->run, s, f->audience, NULL, ret_id, e) : rc;
}

/* ---- the page ---- */

static int begin(struct filling_in *f, struct err *e)
{
	struct request *q = f->q;
	const char *from = url_field(&q->url, "from"), *kind = request_field(q, "kind");
	struct db *db = NULL;
	f->order.on = q->run->today;
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = house_open(q->run, db, NULL, &f->house, e);
	if (rc == 0 && from && *from) {
		rc = ledger_get(db, q->a, &f->house, from, &f->from, e);
		if (rc == 0)
			rc = params_read(q->a, f->from.params, &f->like, e);
	}
	kind = kind ? kind : f->from.id ? f->from.kind : url_field(&q->url, "kind");
	f->kind = rc == 0 && kind ? pack_letter(q->view->reg->pack, kind) : NULL;
	if (f->kind && !f->kind->audience) /* a paper goes with a letter */
		f->kind = NULL;
	q->run->treaty = q->view->reg->pack->code;
	return rc;
}

static bool of_the_form(int rc)
{
	return rc == ERR_INVALID || rc == ERR_USAGE || rc == ERR_NOTFOUND || rc == ERR_CONFLICT;
}

int desk_new_answer(struct request *q, struct answer *ret, struct err *e)
{
	struct new_view v = {0};
	struct filling_in f = {.q = q, .v = &v};
	struct frame frame;
	const char *id = NULL;
	int rc = begin(&f, e);
	if (rc == 0)
		rc = offer(&f, e);
	if (rc < 0)
		return rc;
	if (q->method == METHOD_POST && f.kind) {
		take(&f);
		rc = f.wrong ? 0 : draft(&f, &id, e);
		if (rc < 0 && !of_the_form(rc))
			return rc;
		if (rc < 0)
			v.said = arena_strdup(q->a, e->text);
	}
	if (id && rc == 0) {
		answer_see_other(q, ret, desk_url(q, id, ""));
		return 0;
	}
	if (q->method == METHOD_POST) {
		ret->status = 400;
		if (!f.kind)
			v.said = say(q->view, T("Choose a kind of letter first."));
	}
	door_frame(q->view, say(q->view, T("Begin a letter")), &frame);
	html_desk_new(&ret->b, q->view, &frame, &v);
	return 0;
}
