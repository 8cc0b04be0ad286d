/* Letters that went, and what came of their addresses. */
#include "offices/contacts/contacts.h"

#include <ctype.h>
#include <string.h>

#include "base/file.h"
#include "contacts_sql.h"
#include "offices/contacts/address.h"

int written_add(struct db *db, const struct house *h, const struct written *w, struct err *e)
{
	char day[11];

	return written_add_run(db,
		&(struct written_add_in){h->code, w->reference, h->coalition, w->kind, w->treaty, w->iso3,
			w->contact, day_format(w->on, day)},
		e);
}

static int written_known(struct db *db, const struct house *h, const char *reference, struct err *e)
{
	struct written_by_reference_row row;
	struct db_stmt *st;
	int rc =
		written_by_reference_start(db, &(struct written_by_reference_in){h->code, reference}, &st, e);

	if (rc < 0)
		return rc;
	rc = written_by_reference_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "house %s has issued nothing under the reference %s", h->code,
			reference);
	return rc < 0 ? rc : 0;
}

int written_answered(struct db *db, const struct house *h, const char *reference, day_t on, struct err *e)
{
	char day[11];
	int rc = written_known(db, h, reference, e);

	if (rc == 0)
		rc = written_answer_run(
			db, &(struct written_answer_in){h->code, reference, day_format(on, day)}, e);
	return rc;
}

int written_unanswered(struct db *db, const struct house *h, const char *reference, struct err *e)
{
	return written_unanswer_run(db, &(struct written_unanswer_in){h->code, reference}, e);
}

int channel_mark(struct db *db, const struct house *h, const char *channel, const char *address,
	const char *state, const char *reason, int64_t now_ms, struct err *e)
{
	return channel_mark_run(
		db, &(struct channel_mark_in){h->code, channel, address, state, reason, now_ms}, e);
}

void address_sha256(const char *address, char ret[65])
{
	AUTO_ARENA a = arena_new("address");
	char *low = arena_strdup(a, address);

	for (char *p = low; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	sha256_hex(low, strlen(low), ret);
}

int stop_add(struct db *db, const struct house *h, const char *address, const char *reason,
	const char *person, int64_t now_ms, struct err *e)
{
	char sha256[65];

	address_sha256(address, sha256);
	return stop_add_run(db, &(struct stop_add_in){h->code, sha256, address, reason, person, now_ms}, e);
}
