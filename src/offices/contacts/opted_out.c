/* Who is not to be written to, asked once more between the issuing and the sending. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "contacts_sql.h"
#include "offices/contacts/contact.h"

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static int withdrawn_read(
	struct arena *a, struct db *db, const struct house *h, day_t on, struct opted_out *o, struct err *e)
{
	struct contact_withdrawn_row row;
	struct db_stmt *st;
	size_t cap = 0;
	char day[11];
	int rc = contact_withdrawn_start(
		db, &(struct contact_withdrawn_in){h->code, o->purpose, day_format(on, day)}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_withdrawn_step(st, &row, e); rc == DB_ROW;
		rc = contact_withdrawn_step(st, &row, e)) {
		GROW(a, o->contact, o->contacts, cap);
		o->contact[o->contacts++] = arena_strdup(a, row.contact);
	}
	db_finish(st);
	if (o->contacts)
		qsort(o->contact, o->contacts, sizeof *o->contact, by_text);
	return rc;
}

int opted_out_read(struct arena *a, struct db *db, const struct house *h, const char *purpose, day_t on,
	struct opted_out *ret, struct err *e)
{
	int rc;

	*ret = (struct opted_out){.purpose = purpose};
	rc = withdrawn_read(a, db, h, on, ret, e);
	return rc < 0 ? rc : stops_read(a, db, h, &ret->stop, &ret->stops, e);
}

const char *opted_out_why(
	struct arena *a, const struct opted_out *o, const char *contact, const char *address)
{
	if (*contact && o->contacts &&
		bsearch(&contact, o->contact, o->contacts, sizeof *o->contact, by_text))
		return arena_printf(a, "withdrew consent to %s", o->purpose);
	return *address && stop_has(o->stop, o->stops, address) ? "the address stands on the stop list"
								: NULL;
}
