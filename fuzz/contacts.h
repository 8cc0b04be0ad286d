/* What the readers of contacts share under the fuzzer: any bytes give contacts or faults with a place, and
 * what was read can be written in every form and read again. */
#pragma once
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "offices/contacts/contact.h"

static inline void check(bool holds)
{
	if (!holds)
		abort();
}

static inline void check_contact(struct arena *a, const struct contact *c)
{
	const char **field = contact_fields(a, c, 1);
	struct err e;

	for (size_t i = 0; field[i]; i++) {
		const char *text = contact_get(a, c, field[i]);

		check(text && text_check(text, strlen(text), &e) == 0);
	}
	if (contact_check(c, NULL, &e) < 0)
		check(e.text[0] && !strpbrk(e.text, "\r\n"));
	(void)contact_valid(c, 18000);
	(void)contact_consent(c, "letters", 18000);
}

static inline size_t again(struct arena *a, contacts_read_fn read, const struct buf *b)
{
	struct brought back = {.a = a, .path = "again"};
	struct err e = {0};

	check(read(&back, b->data ? b->data : "", b->len, &e) == 0);
	return back.n;
}

static inline void check_read(contacts_read_fn read, const char *path, const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct brought b = {.a = a, .path = path};
	struct err e = {0};
	struct buf out;

	if (read(&b, (const char *)data, len, &e) < 0) {
		check(e.code < 0 && e.text[0] && !strpbrk(e.text, "\r\n"));
		return;
	}
	brought_sort(&b);
	for (size_t i = 0; i < b.faults; i++)
		check(strncmp(b.fault[i].text, path, strlen(path)) == 0);
	for (size_t i = 0; i < b.n; i++)
		check_contact(a, &b.contact[i]);
	buf_init(&out, a, 64 * len + 100000);
	contacts_csv_write(&out, a, b.contact, b.n);
	check(!out.over && again(a, contacts_csv, &out) == b.n);
	buf_reset(&out);
	contacts_vcard_write(&out, a, b.contact, b.n);
	check(!out.over && (b.n == 0 || again(a, contacts_vcard, &out) == b.n));
	buf_reset(&out);
	contacts_popolo_write(&out, a, b.contact, b.n);
	check(!out.over);
	(void)again(a, contacts_popolo, &out);
}
