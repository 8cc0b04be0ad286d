/* /desk/contacts/ID: one contact, what went to it and what became of that, and what may be done about it. */
#include <string.h>

#include "contacts_html.h"
#include "contacts_sql.h"
#include "offices/contacts/contact_post.h"
#include "offices/contacts/contacts_pages.h"

#define DAY_MS INT64_C(86400000)
#define MAILS_MOST 200u
#define BACK_MOST 50u

int contact_open(struct request *q, struct desk *d, struct contact *ret, struct err *e)
{
	struct err why = {0};

	*ret = contact_new();
	int rc = contacts_open(q->run, d, e);
	if (rc != 0)
		return rc;
	rc = contact_read(q->a, d->book.db, &d->house, q->open[0], ret, &why);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("The house has no such contact.")));
	if (rc != 0)
		*e = why;
	return rc;
}

/* ---- what is on file ---- */

static const char *as_shown(struct request *q, const struct contact *c, const char *field)
{
	const char *text = contact_get(q->a, c, field);
	const struct field_words *w = field_words_of(field);
	day_t day = w->input == INPUT_DAY ? contact_day(text) : DAY_NONE_HIGH;

	if (day != DAY_NONE_HIGH)
		return view_day(q->view, day);
	if (strcmp(field, "office") == 0)
		return contact_office_words(q->view, text);
	if (strcmp(field, "address") == 0)
		return contact_address_words(q->view, text);
	if (w->input == INPUT_STATE && contact_state(q->view, text))
		return view_state(q->view, contact_state(q->view, text));
	return text;
}

const char *contact_field_label(const struct view *v, const char *field)
{
	const char *label = say(v, field_words_of(field)->label);

	return strncmp(field, "title.", 6) == 0 ? arena_printf(v->a, "%s (%s)", label, field + 6) : label;
}

static void fields_shown(struct request *q, const struct contact *c, struct desk_contact_view *v)
{
	const char **field = contact_fields(q->a, c, 1);
	size_t n = 0;

	while (field[n])
		n++;
	v->field = NEW_ARRAY(q->a, struct contact_on_file, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct field_words *w = field_words_of(field[i]);
		const char *text = as_shown(q, c, field[i]);
		bool latin = w->latin && w->input != INPUT_DAY; /* a day is said in words */

		if (*text)
			v->field[v->fields++] =
				(struct contact_on_file){contact_field_label(q->view, field[i]), text, latin};
	}
}

static void parts_shown(struct request *q, const struct contact *c, struct desk_contact_view *v)
{
	v->trouble = NEW_ARRAY(q->a, struct contact_trouble, c->channels_n + 1);
	for (size_t i = 0; i < c->channels_n; i++) {
		const struct channel *ch = &c->channel[i];

		v->held |= ch->personal;
		if (ch->kind == CHANNEL_EMAIL && strcmp(ch->state, "bad") != 0 && !*v->mail)
			v->mail = ch->address;
		if (strcmp(ch->state, "good") != 0)
			v->trouble[v->troubles++] =
				(struct contact_trouble){ch->address, ch->state, ch->reason};
	}
	v->held |= c->holder.n && !c->holder.gone;
	v->consent = NEW_ARRAY(q->a, struct contact_said, c->consents_n + 1);
	for (size_t i = 0; i < c->consents_n; i++)
		v->consent[v->consents++] =
			(struct contact_said){view_day(q->view, contact_day(c->consent[i].on)),
				c->consent[i].purpose, c->consent[i].how, c->consent[i].given};
}

/* ---- what went, and what happened ---- */

static int letters_shown(
	struct request *q, struct db *db, const struct contact *c, struct desk_contact_view *v, struct err *e)
{
	struct written_contact_row row;
	struct db_stmt *st = NULL;
	size_t cap = 0;
	int rc = written_contact_start(db, &(struct written_contact_in){q->as.house, c->id}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = written_contact_step(st, &row, e); rc == DB_ROW; rc = written_contact_step(st, &row, e)) {
		GROW(q->a, v->letter, v->letters, cap);
		v->letter[v->letters++] =
			(struct contact_letter){.reference = arena_strdup(q->a, row.reference),
				.kind = arena_strdup(q->a, row.kind),
				.treaty = arena_strdup(q->a, row.treaty),
				.on = contact_day(row.on_day),
				.answered = contact_day(row.answered_day)};
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static int mails_shown(
	struct request *q, struct db *db, const struct contact *c, struct desk_contact_view *v, struct err *e)
{
	struct contact_mail *m = NULL;
	size_t n = 0;
	int rc = contact_mails(q->a, db, q->as.house, c->id, MAILS_MOST, &m, &n, e);

	v->mailed = NEW_ARRAY(q->a, struct contact_mailed, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++)
		v->mailed[v->mails++] =
			(struct contact_mailed){.to = view_link_to(q->view, "/desk/outbox/", m[i].id),
				.reference = *m[i].reference ? m[i].reference : m[i].subject,
				.address = m[i].address,
				.state = m[i].state,
				.why = m[i].back ? m[i].detail : "",
				.back = m[i].back,
				.on = m[i].sent_ms ? (day_t)(m[i].sent_ms / DAY_MS) : DAY_NONE_HIGH};
	return rc;
}

static const char *event_words(const struct view *v, const char *what)
{
	static const struct {
		const char *what, *label;
	} words[] = {{"added", T("entered")}, {"changed", T("changed")}, {"confirmed", T("confirmed")},
		{"holder", T("another holder")}, {"erased", T("forgotten")}};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i].what, what) == 0)
			return say(v, words[i].label);
	return what;
}

/* The person's name; their id where it is not to be had. */
static const char *name_of(struct request *q, const struct desk *d, const char *id)
{
	struct person who;
	struct err none;

	return person_get(q->a, d->book.db, &d->house, id, &who, &none) == 0 && *who.name ? who.name : id;
}

static int history_shown(struct request *q, const struct desk *d, const struct contact *c,
	struct desk_contact_view *v, struct err *e)
{
	struct contact_event_list_row row;
	struct db_stmt *st = NULL;
	size_t cap = 0;
	int rc = contact_event_list_start(
		d->book.db, &(struct contact_event_list_in){q->as.house, c->id}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_event_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_event_list_step(st, &row, e)) {
		GROW(q->a, v->event, v->events, cap);
		v->event[v->events++] = (struct contact_event_line){(day_t)(row.at_ms / DAY_MS),
			event_words(q->view, row.what), arena_strdup(q->a, row.detail),
			arena_strdup(q->a, row.by_whom)};
	}
	db_finish(st);
	for (size_t i = 0; rc >= 0 && i < v->events; i++)
		if (*v->event[i].by)
			v->event[i].by = name_of(q, d, v->event[i].by);
	return rc < 0 ? rc : 0;
}

/* said: what is wrong with a form that came from this page; NULL. */
static int show(struct request *q, struct answer *ret, struct desk *d, const struct contact *c,
	const char *said, struct err *e)
{
	uint32_t state = contact_state(q->view, c->state);
	struct desk_contact_view v = {.id = c->id,
		.called = contact_called(q->view, c),
		.office = contact_office_words(q->view, c->office),
		.state = state ? view_state(q->view, state) : "",
		.state_to = {state ? view_link_to(q->view, "/states/", c->state).text : NULL},
		.said = said,
		.writes = request_writes(q),
		.mail = "",
		.confirmed = contact_day(c->confirmed)};
	struct frame f;
	int rc = letters_shown(q, d->book.db, c, &v, e);

	if (rc == 0)
		rc = mails_shown(q, d->book.db, c, &v, e);
	if (rc == 0)
		rc = history_shown(q, d, c, &v, e);
	if (rc < 0)
		return rc;
	fields_shown(q, c, &v);
	parts_shown(q, c, &v);
	door_frame(q->view, v.called, &f);
	html_desk_contact(&ret->b, q->view, &f, &v);
	return 0;
}

int desk_contact_page(struct request *q, struct answer *ret, struct err *e)
{
	struct contact c;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	return rc != 0 ? rc : show(q, ret, &d, &c, NULL, e);
}

/* ---- its forms ---- */

/* After a form of the page: the page anew, or the same page with what is wrong. */
static int done(
	struct request *q, struct answer *ret, struct desk *d, const struct contact *c, int rc, struct err *e)
{
	if (rc == 0) {
		answer_see_other(q, ret, view_link_to(q->view, "/desk/contacts/", c->id));
		return 0;
	}
	if (rc != ERR_INVALID && rc != ERR_USAGE && rc != ERR_CONFLICT)
		return rc;
	ret->status = rc == ERR_CONFLICT ? 409 : 400;
	return show(q, ret, d, c, arena_strdup(q->a, e->text), e);
}

int desk_contact_confirm_page(struct request *q, struct answer *ret, struct err *e)
{
	struct contact c;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	if (rc != 0)
		return rc;
	return done(q, ret, &d, &c, contacts_confirm(q->run, &d, &c.id, 1, e), e);
}

int desk_contact_ask_page(struct request *q, struct answer *ret, struct err *e)
{
	struct contact c;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	if (rc != 0)
		return rc;
	return done(q, ret, &d, &c, contacts_ask(q->run, &d, &c.id, 1, e), e);
}

int desk_contact_consent_page(struct request *q, struct answer *ret, struct err *e)
{
	const struct consent said = {.purpose = request_text(q, "purpose"),
		.given = strcmp(request_text(q, "given"), "yes") == 0,
		.how = request_text(q, "how")};
	struct contact c;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	if (rc != 0)
		return rc;
	return done(q, ret, &d, &c, contact_consents(q->run, &d, c.id, &said, e), e);
}

int desk_contact_stop_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *address = request_text(q, "address");
	struct contact c;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	if (rc != 0)
		return rc;
	return done(q, ret, &d, &c, contacts_stop(q->run, &d, &address, 1, request_text(q, "reason"), e), e);
}

/* First what would go; then, from the page that shows it, for good. */
int desk_contact_erase_page(struct request *q, struct answer *ret, struct err *e)
{
	bool sure = strcmp(request_text(q, "sure"), "yes") == 0;
	struct forgetting went = {0};
	struct contact c;
	struct frame f;
	struct desk d;
	int rc = contact_open(q, &d, &c, e);

	if (rc == 0)
		rc = contacts_erase(q->run, &d, &c, 1, !sure, &went, e);
	if (rc != 0)
		return rc;
	if (sure)
		return done(q, ret, &d, &c, 0, e);
	const struct forgotten *p = &went.person[0];
	struct erase_view v = {c.id, contact_called(q->view, &c), c.holder.name, p->letters, p->files,
		p->cancelled, p->incoming};
	door_frame(q->view, say(q->view, T("Forget who holds this office")), &f);
	html_desk_contact_erase(&ret->b, q->view, &f, &v);
	return 0;
}
