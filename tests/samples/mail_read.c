/* What Paraph keeps of mails, for the samples: mail_read FILE... prints a line of JSON for each. */
#include <jansson.h>

#include "base/file.h"
#include "post/came.h"
#include "post/mail.h"

static json_t *list(const struct came_list *l)
{
	json_t *out = json_array();

	for (size_t i = 0; i < l->n; i++)
		json_array_append_new(out, json_string(l->text[i]));
	return out;
}

static json_t *reports(const struct came *c)
{
	json_t *out = json_array();

	for (size_t i = 0; i < c->reports; i++) {
		const struct came_report *p = &c->report[i];

		json_array_append_new(out,
			json_pack("{s:s, s:s, s:s, s:s, s:s}", "recipient", p->recipient, "original",
				p->original, "action", p->action, "status", p->status, "diagnostic",
				p->diagnostic));
	}
	return out;
}

static json_t *one(const char *path)
{
	AUTO_ARENA a = arena_new("sample");
	struct came c = {0};
	struct err e;
	char *data;
	size_t len;
	int r = file_read(a, path, 64u << 20, &data, &len, &e);

	if (r == 0)
		r = came_read(a, data, len, &c, &e);
	if (r < 0)
		return json_pack("{s:s}", "refused", e.text);
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:o, s:o, s:b, s:b, s:o, s:s, s:s}", "message_id",
		c.message_id, "subject", c.subject, "from_name", c.from_name, "from", c.from, "date_ms",
		(json_int_t)c.date_ms, "to", list(&c.to), "refers", list(&c.refers), "automatic", c.automatic,
		"is_report", c.is_report, "reports", reports(&c), "returned_id", c.returned_id, "body",
		c.body);
}

int main(int argc, char **argv)
{
	mail_start();
	for (int i = 1; i < argc; i++) {
		json_t *said = one(argv[i]);

		json_dumpf(said, stdout, JSON_COMPACT);
		putchar('\n');
		json_decref(said);
	}
	return 0;
}
