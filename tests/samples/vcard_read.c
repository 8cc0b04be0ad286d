/* What Paraph takes from vCards, and takes again from what it writes of them, for the samples: vcard_read
 * FILE... prints a line of JSON for each. */
#include <jansson.h>

#include "base/file.h"
#include "offices/contacts/contact.h"

static json_t *fields(struct arena *a, const struct contact *c)
{
	const char **field = contact_fields(a, c, 1);
	json_t *out = json_object();

	for (size_t i = 0; field[i]; i++) {
		const char *text = contact_get(a, c, field[i]);

		if (*text && (strcmp(field[i], "office") != 0 || c->said_n))
			json_object_set_new(out, field[i], json_string(text));
	}
	return out;
}

static json_t *contacts(struct arena *a, const struct brought *b)
{
	json_t *out = json_array();

	for (size_t i = 0; i < b->n; i++)
		json_array_append_new(out, fields(a, &b->contact[i]));
	return out;
}

/* What comes of writing and reading it once more. */
static json_t *again(struct arena *a, const struct brought *b)
{
	struct brought back = {.a = a, .path = "again"};
	struct err e = {0};
	struct buf out;

	buf_init(&out, a, CONTACTS_BYTES_MAX);
	contacts_vcard_write(&out, a, b->contact, b->n);
	if (b->n && contacts_vcard(&back, out.data, out.len, &e) < 0)
		return json_string(e.text);
	return back.faults ? json_string(back.fault[0].text) : contacts(a, &back);
}

static json_t *all(struct arena *a, struct brought *b)
{
	json_t *faults = json_array(), *kept_not = json_array();

	brought_sort(b);
	for (size_t i = 0; i < b->faults; i++)
		json_array_append_new(faults, json_string(b->fault[i].text + strlen(b->path) + 1));
	for (size_t i = 0; i < b->ignored; i++)
		json_array_append_new(kept_not, json_string(b->unknown[i]));
	return json_pack("{s:o, s:o, s:o, s:o}", "contacts", contacts(a, b), "again", again(a, b), "faults",
		faults, "not kept", kept_not);
}

static json_t *one(const char *path)
{
	AUTO_ARENA a = arena_new("sample");
	struct brought b = {.a = a, .path = path};
	struct err e;
	char *data;
	size_t len;
	int r = file_read(a, path, CONTACTS_BYTES_MAX, &data, &len, &e);

	if (r == 0)
		r = contacts_vcard(&b, data, len, &e);
	return r < 0 ? json_pack("{s:s}", "refused", e.text) : all(a, &b);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		json_t *said = one(argv[i]);

		json_dumpf(said, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(said);
	}
	return 0;
}
