/* Contacts of one's own State: confirmed at once; corrections and new ones are proposed to the house, whose
 * list it is. */
#include <string.h>

#include "base/buf.h"
#include "office_html.h"
#include "offices/accounts/accounts.h"
#include "offices/state_office/seat.h"

#define NOT_ON_FILE "new" /* in place of an id; ids begin with c- */

/* The address by this channel; "" none. */
static const char *address_by(const struct state_contact *c, const char *channel)
{
	for (size_t i = 0; i < c->addresses; i++)
		if (strcmp(c->address[i].channel, channel) == 0)
			return c->address[i].text;
	return "";
}

static const char *field_or(struct request *q, const char *name, const char *otherwise)
{
	return q->method == METHOD_POST ? request_text(q, name) : otherwise;
}

/* As on file, and over it what was sent. */
static struct contact_form form_of(struct request *q, const struct state_contact *c)
{
	const char *title = label_in(&c->titles, q->view->words->tag);

	return (struct contact_form){.id = q->open[0],
		.office = field_or(q, "office", c->office),
		.name = field_or(q, "name", c->name),
		.place = field_or(q, "place", c->place),
		.holder = field_or(q, "holder", c->holder),
		.title = field_or(q, "title", title),
		.since = field_or(q, "since", c->since),
		.email = field_or(q, "email", address_by(c, "email")),
		.post = field_or(q, "post", address_by(c, "post")),
		.note = field_or(q, "note", "")};
}

/* One line for each field that differs; "" nothing does. */
static const char *differences(struct request *q, const struct state_contact *c, const struct contact_form *f)
{
	const struct {
		const char *name, *was, *is;
	} field[] = {
		{"office", c->office, f->office},
		{"name", c->name, f->name},
		{"place", c->place, f->place},
		{"holder", c->holder, f->holder},
		{"title", label_in(&c->titles, q->view->words->tag), f->title},
		{"since", c->since, f->since},
		{"email", address_by(c, "email"), f->email},
		{"post", address_by(c, "post"), f->post},
		{"note", "", f->note},
	};
	struct buf b;

	buf_init(&b, q->a, sizeof field / sizeof *field * 3 * TEXT_BYTES_MAX);
	for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
		if (strcmp(field[i].was, field[i].is) == 0)
			continue;
		buf_printf(&b, "%s: %s\n", field[i].name, field[i].is);
		if (*field[i].was)
			buf_printf(&b, "    was: %s\n", field[i].was);
	}
	return b.len ? b.data : "";
}

static int propose(struct request *q, struct seat *s, const struct state_contact *c,
	const struct contact_form *f, struct err *e)
{
	const char *text = differences(q, c, f);
	const char *subject =
		*c->id ? arena_printf(q->a, "Correction of the contact %s", c->id) : "A new contact";

	if (!*text)
		return err_set(e, ERR_INVALID, "%s",
			say(q->view,
				T("Nothing is changed in this form. Confirm the contact if it is right.")));
	if (strlen(text) > TEXT_BYTES_MAX)
		return err_set(
			e, ERR_INVALID, "%s", say(q->view, T("This is too long. Say it more shortly.")));
	int rc = accounts_pace(q, s->db, "ask", ASKS_MAX, e);
	return rc < 0 ? rc : seat_tell(q, s, &(struct word_to_house){subject, text}, e);
}

int contact_page(struct request *q, struct answer *ret, struct err *e)
{
	static const struct state_contact nothing = {.id = "",
		.office = "focal-point",
		.place = "",
		.name = "",
		.holder = "",
		.rank = "",
		.since = "",
		.langs = "",
		.confirmed = ""};
	struct state_contact c = nothing;
	struct contact_form form;
	struct frame f;
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0 && strcmp(q->open[0], NOT_ON_FILE) != 0)
		rc = contact_of_state(q->a, s.db, &s.house, s.iso3, q->open[0], q->view->on, &c, e);
	if (rc == ERR_NOTFOUND && s.housed)
		return err_set(e, rc, "%s", say(q->view, T("Your State has no such contact on file.")));
	if (rc < 0)
		return rc;
	form = form_of(q, &c);
	if (q->method == METHOD_POST) {
		rc = propose(q, &s, &c, &form, e);
		if (rc == 0)
			answer_see_other(q, ret, view_chosen(q->view, "/office", "said", "proposed"));
		if (rc != ERR_INVALID && rc != ERR_LIMIT)
			return rc;
		ret->status = rc == ERR_LIMIT ? 429 : 400;
		form.said = arena_strdup(q->a, e->text);
	}
	door_frame(q->view, say(q->view, *c.id ? T("Correct a contact") : T("Add a contact")), &f);
	html_contact(&ret->b, q->view, &f, &form);
	return 0;
}

int contact_confirm_page(struct request *q, struct answer *ret, struct err *e)
{
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0) {
		rc = contact_confirm_for(q->a, s.db, &s.house, s.iso3, request_text(q, "contact"),
			q->who.account, q->view->on, q->run->now_ms, e);
		if (rc == ERR_NOTFOUND)
			return err_set(
				e, rc, "%s", say(q->view, T("Your State has no such contact on file.")));
	}
	if (rc == 0)
		answer_see_other(q, ret, view_chosen(q->view, "/office", "said", "confirmed"));
	return rc;
}
