/* A new contact, and one that is changed: one form, from the table of its fields. */
#include <string.h>

#include "contacts_html.h"
#include "contacts_sql.h"
#include "offices/contacts/contacts_pages.h"

#define FORM_FIELDS_MAX 100u

/* ---- what is shown ---- */

static struct form_field field_of(struct request *q, const char *name, const char *value)
{
	const struct field_words *w = field_words_of(name);
	struct form_field f = {w, name, contact_field_label(q->view, name), NULL, value, NULL, 0, NULL};

	if (w->input != INPUT_CHOICE)
		return f;
	bool office = strcmp(name, "office") == 0;
	const char *const *value_of = office ? contact_offices : contact_addresses;
	size_t n = office ? CONTACT_OFFICES : CONTACT_ADDRESSES;
	struct list_choice *choice = NEW_ARRAY(q->a, struct list_choice, n);
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct list_choice){value_of[i],
			office ? contact_office_words(q->view, value_of[i])
			       : contact_address_words(q->view, value_of[i])};
	f.choice = choice;
	f.choices = n;
	return f;
}

static bool title_on_file(const struct contact *c, const char *lang)
{
	for (size_t i = 0; i < c->titles_n; i++)
		if (strcmp(c->title[i].lang, lang) == 0)
			return true;
	return false;
}

static void add(struct request *q, struct desk_contact_form_view *v, const char *name, const char *value)
{
	v->field[v->n] = field_of(q, name, value);
	v->field[v->n].group = v->field[v->n].words->group;
	if (v->n && v->field[v->n - 1].words == v->field[v->n].words)
		v->field[v->n].group = NULL;
	v->n++;
}

/* The fields in their order, with what is on file: the function in the frame's languages and in those on
 * file. */
static void form_of(struct request *q, const struct contact *c, struct desk_contact_form_view *v)
{
	v->field = NEW_ARRAY(q->a, struct form_field, FORM_FIELDS_MAX + CONTACT_PARTS_MAX);
	for (size_t i = 0; field_words(i + 1); i++)
		add(q, v, field_words(i)->name, contact_get(q->a, c, field_words(i)->name));
	for (size_t i = 0; words_all[i]; i++) {
		const char *name = arena_printf(q->a, "title.%s", words_all[i]->tag);

		if (!title_on_file(c, words_all[i]->tag))
			add(q, v, name, "");
	}
	for (size_t i = 0; i < c->titles_n; i++)
		add(q, v, arena_printf(q->a, "title.%s", c->title[i].lang), c->title[i].text);
}

static int show(struct request *q, struct answer *ret, struct desk_contact_form_view *v, const char *title)
{
	struct frame f;

	door_frame(q->view, title, &f);
	html_desk_contact_form(&ret->b, q->view, &f, v);
	return 0;
}

/* ---- what was sent ---- */

static const char *sent(struct request *q, const struct form_field *f)
{
	const char *text = request_field(q, f->name);

	if (!text)
		return NULL;
	if (f->words->input == INPUT_STATE && *text) {
		uint32_t state = state_given(q->view, text);

		return state ? view_iso3(q->view, state) : text;
	}
	return text;
}

/* What is wrong begins with the field's name: it is said there. */
static void wrong_at(struct desk_contact_form_view *v, const char *text, struct arena *a)
{
	for (size_t i = 0; i < v->n; i++) {
		struct form_field *f = &v->field[i];
		size_t len = strlen(f->name);

		if (!f->wrong && strncmp(text, f->name, len) == 0 && text[len] == ':') {
			f->wrong = arena_strdup(a, text + len + 1 + strspn(text + len + 1, " "));
			return;
		}
	}
	v->said = arena_strdup(a, text);
}

/* Sets what differs from what is on file; true where all of it can stand. */
static bool take(struct request *q, const struct desk *d, struct desk_contact_form_view *v, struct contact *c)
{
	struct err why;
	bool good = true;

	for (size_t i = 0; i < v->n; i++) {
		struct form_field *f = &v->field[i];
		const char *text = sent(q, f);

		if (!text || strcmp(text, contact_get(q->a, c, f->name)) == 0)
			continue;
		f->value = text;
		if (contact_set(q->a, c, f->name, text, &why) < 0) {
			wrong_at(v, why.text, q->a);
			good = false;
		}
	}
	if (good && contact_check(c, d->states, &why) < 0) {
		wrong_at(v, why.text, q->a);
		good = false;
	}
	return good;
}

/* How many entries its history has: who saves says what they saw. */
static int seen_of(struct request *q, struct db *db, const char *id, const char **ret, struct err *e)
{
	struct contact_event_list_row row;
	struct db_stmt *st = NULL;
	size_t n = 0;
	int rc = contact_event_list_start(db, &(struct contact_event_list_in){q->as.house, id}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_event_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_event_list_step(st, &row, e))
		n++;
	db_finish(st);
	*ret = arena_printf(q->a, "%zu", n);
	return rc < 0 ? rc : 0;
}

int desk_contact_new_page(struct request *q, struct answer *ret, struct err *e)
{
	struct desk_contact_form_view v = {.id = "", .to = "/desk/contacts/new", .seen = ""};
	struct contact c = contact_new();
	const char *title = say(q->view, T("New contact"));
	bool changed;
	struct desk d;
	int rc = contacts_open(q->run, &d, e);

	if (rc < 0)
		return rc;
	form_of(q, &c, &v);
	if (q->method == METHOD_GET)
		return show(q, ret, &v, title);
	c.id = arena_printf(q->a, "c%s", q->run->fresh_id + 1);
	if (!take(q, &d, &v, &c)) {
		ret->status = 400;
		return show(q, ret, &v, title);
	}
	rc = contact_store(q->run, &d, NULL, &c, &changed, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link_to(q->view, "/desk/contacts/", c.id));
	return rc;
}

static int changed_meanwhile(struct request *q, struct err *e)
{
	return err_set(e, ERR_CONFLICT, "%s",
		say(q->view,
			T("Somebody changed this contact while you wrote. Nothing of yours was "
			  "saved: open the form again, and "
			  "change what is still to be changed.")));
}

int desk_contact_edit_page(struct request *q, struct answer *ret, struct err *e)
{
	struct contact before, c;
	struct desk_contact_form_view v = {.seen = ""};
	const char *title;
	bool changed;
	struct desk d;
	int rc = contact_open(q, &d, &before, e);

	if (rc == 0)
		rc = seen_of(q, d.book.db, before.id, &v.seen, e);
	if (rc != 0)
		return rc;
	c = before;
	v.id = c.id;
	v.to = arena_printf(q->a, "/desk/contacts/%s/edit", c.id);
	title = contact_called(q->view, &c);
	form_of(q, &c, &v);
	if (q->method == METHOD_GET)
		return show(q, ret, &v, title);
	if (strcmp(request_text(q, "seen"), v.seen) != 0)
		return changed_meanwhile(q, e);
	if (!take(q, &d, &v, &c)) {
		ret->status = 400;
		return show(q, ret, &v, title);
	}
	rc = contact_store(q->run, &d, &before, &c, &changed, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link_to(q->view, "/desk/contacts/", c.id));
	return rc;
}
