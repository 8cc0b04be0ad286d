/* Contacts in and out as files: first what a file would change, then, by the same file, for good. */
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "contacts_html.h"
#include "offices/contacts/contacts_pages.h"
#include "offices/contacts/import.h"

#define ROWS_MAX 200u           /* shown of what would change */
#define CARRIED_MAX (90u << 10) /* bytes of a file that the page carries for the second step */
#define BASE64 sodium_base64_VARIANT_ORIGINAL

/* ---- what would change ---- */

static const char *outcome_words(const struct view *v, enum coming coming)
{
	static const char *const label[COMING_COUNT] = {T("new"), T("the same"), T("changed")};

	return say(v, label[coming]);
}

static void differs_of(struct request *q, const struct arrival *to, struct import_row *row)
{
	char **field;
	size_t n = to->before ? text_split(q->a, arena_strdup(q->a, to->differs), " ", &field) : 0;

	row->differ = NEW_ARRAY(q->a, struct import_differs, n + 1);
	for (size_t i = 0; i < n; i++)
		row->differ[row->differs++] = (struct import_differs){contact_field_label(q->view, field[i]),
			contact_get(q->a, to->before, field[i]), contact_get(q->a, &to->c, field[i])};
}

static void rows_of(struct request *q, const struct import *k, struct import_view *v)
{
	v->row = NEW_ARRAY(q->a, struct import_row, ROWS_MAX);
	for (size_t i = 0; i < k->file.n; i++) {
		const struct arrival *to = &k->arrival[i];
		uint32_t state = contact_state(q->view, to->c.state);

		if (to->coming == COMING_SAME)
			continue;
		v->more = v->rows == ROWS_MAX;
		if (v->more)
			return;
		struct import_row *row = &v->row[v->rows++];
		*row = (struct import_row){import_line(k, to), outcome_words(q->view, to->coming),
			contact_called(q->view, &to->c), state ? view_state(q->view, state) : "",
			contact_office_words(q->view, to->c.office), 0, NULL};
		differs_of(q, to, row);
	}
}

static void seen_of(struct request *q, const struct import *k, struct import_view *v)
{
	v->fault = NEW_ARRAY(q->a, const char *, k->file.faults + 1);
	for (size_t i = 0; i < k->file.faults; i++)
		v->fault[v->faults++] = k->file.fault[i].text;
	v->unknown = k->file.unknown;
	v->ignored = k->file.ignored;
	v->fresh = k->count[COMING_NEW];
	v->changed = k->count[COMING_CHANGED];
	v->same = k->count[COMING_SAME];
	if (v->faults)
		return;
	v->sha256 = k->sha256;
	rows_of(q, k, v);
}

/* ---- the file ---- */

struct sent_file {
	const char *name, *data;
	size_t len;
};

/* Chosen now, or carried along by the page that showed what it would change. */
static int file_sent(struct request *q, struct sent_file *ret, struct err *e)
{
	const struct upload *u = request_upload(q, "file");
	const char *carried = request_text(q, "data");
	size_t most = strlen(carried);
	char *data = arena_zalloc(q->a, most + 1);

	if (u) {
		*ret = (struct sent_file){u->name, u->data, u->len};
		return 0;
	}
	if (!*carried)
		return err_set(e, ERR_INVALID, "choose the file");
	ret->name = request_text(q, "name");
	ret->data = data;
	if (sodium_base642bin((unsigned char *)data, most, carried, most, NULL, &ret->len, NULL, BASE64) != 0)
		return err_set(e, ERR_INVALID, "choose the file again");
	return 0;
}

static const char *carried(struct request *q, const struct sent_file *f)
{
	size_t most = sodium_base64_ENCODED_LEN(CARRIED_MAX, BASE64);
	char *text;

	if (f->len > CARRIED_MAX)
		return NULL;
	text = arena_zalloc(q->a, most + 1);
	return sodium_bin2base64(text, most + 1, (const unsigned char *)f->data, f->len, BASE64);
}

static int looked(struct request *q, struct import *k, const struct sent_file *f, struct err *e)
{
	const struct contact_form_kind *form = NULL;
	const char *as = request_text(q, "as");
	char **set;
	int rc = contact_form_find(*as ? as : NULL, f->name, &form, e);

	k->sets = text_split(q->a, arena_strdup(q->a, request_text(q, "sets")), "\n", &set);
	k->set = (const char *const *)set;
	k->file.path = f->name;
	return rc == 0 ? import_look(k, form, f->data, f->len, e) : rc;
}

static int show(struct request *q, struct answer *ret, const struct import_view *v)
{
	struct frame f;

	door_frame(q->view, say(q->view, T("Import contacts")), &f);
	html_desk_contact_import(&ret->b, q->view, &f, v);
	return 0;
}

static int taken(
	struct request *q, struct answer *ret, struct import *k, struct import_view *v, struct err *e)
{
	struct sent_file f = {"", NULL, 0};
	int rc = file_sent(q, &f, e);

	if (rc == 0)
		rc = looked(q, k, &f, e);
	if (rc != 0)
		return rc;
	v->name = f.name;
	v->data = carried(q, &f);
	seen_of(q, k, v);
	if (k->file.faults)
		ret->status = 400;
	if (!*request_text(q, "yes") || k->file.faults)
		return 0;
	if (strcmp(request_text(q, "sha256"), k->sha256) != 0)
		return err_set(e, ERR_INVALID,
			"this is not the file that was looked at: nothing was recorded; below is "
			"what it would change");
	rc = import_record(k, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/desk/contacts"));
	return rc;
}

int desk_contact_import_page(struct request *q, struct answer *ret, struct err *e)
{
	struct import k = {.run = q->run};
	struct import_view v = {.name = "", .as = request_text(q, "as"), .sets = request_text(q, "sets")};
	struct desk d;
	int rc = contacts_open(q->run, &d, e);

	if (rc == 0 && q->method == METHOD_POST) {
		rc = taken(q, ret, &k, &v, e);
		if (rc == ERR_INVALID || rc == ERR_USAGE || rc == ERR_NOTFOUND || rc == ERR_CONFLICT) {
			ret->status = 400;
			v.said = arena_strdup(q->a, e->text);
			rc = 0;
		}
	}
	return rc != 0 || ret->see_other ? rc : show(q, ret, &v);
}

/* ---- out ---- */

int desk_contact_export_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *as = url_field(&q->url, "as"), *office = url_field(&q->url, "office");
	const struct contact_form_kind *form = NULL;
	struct frame f;
	struct desk d;
	struct buf b;
	int rc = contacts_open(q->run, &d, e);

	if (rc != 0)
		return rc;
	if (!as) {
		door_frame(q->view, say(q->view, T("Export contacts")), &f);
		html_desk_contact_export(&ret->b, q->view, &f);
		return 0;
	}
	rc = contact_form_find(as, "", &form, e);
	if (rc != 0)
		return err_set(e, ERR_INVALID, "%s", e->text);
	rc = contacts_written(q->run, form, office && *office ? office : NULL, &b, e);
	if (rc != 0)
		return rc;
	ret->type = form->media;
	ret->save_as = arena_printf(q->a, "contacts%s", form->ending);
	ret->data = b.len ? b.data : "";
	ret->len = b.len;
	return 0;
}
