/* A person is forgotten: in messages that went, and in what came in. */
#include "post/incoming.h"
#include "post/outbox_private.h"

static void keep(struct arena *a, struct outbox_forgotten *f, const char *sha256)
{
	if (!*sha256)
		return;
	GROW(a, f->sha256, f->n, f->cap);
	f->sha256[f->n++] = arena_strdup(a, sha256);
}

static int messages(struct db *db, struct arena *a, const struct outbox_forget *w,
	struct outbox_forgotten *ret, struct err *e)
{
	struct outbox_message *m = NULL;
	struct db_stmt *st;
	size_t n = 0;
	int r = outbox_of_contact_start(db, &(struct outbox_of_contact_in){w->house, w->contact}, &st, e);

	if (r == 0)
		r = outbox_rows(st, a, &m, &n, e);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (m[i].state == OUTBOX_SENDING)
			return err_set(e, ERR_CONFLICT,
				"message %s to contact %s is being sent; mend: wait until paraph outbox show "
				"%s says what became of it",
				m[i].id, w->contact, m[i].id);
		keep(a, ret, m[i].text_sha256);
		keep(a, ret, m[i].html_sha256);
		keep(a, ret, m[i].pdf_sha256);
		keep(a, ret, m[i].calendar_sha256);
		if (!outbox_may_cancel(&m[i]))
			continue;
		r = outbox_move_to(db, &m[i], OUTBOX_CANCELLED, w->why, w->now_ms, e);
		ret->cancelled++;
	}
	if (r == 0)
		r = outbox_event_forget_run(db, &(struct outbox_event_forget_in){w->house, w->contact}, e);
	if (r == 0)
		r = outbox_forget_run(db, &(struct outbox_forget_in){w->house, w->contact, w->now_ms}, e);
	return r;
}

static int came_in(struct db *db, struct arena *a, const struct outbox_forget *w, const char *address,
	struct outbox_forgotten *ret, struct err *e)
{
	struct incoming_of_contact_row row;
	const char **id = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int r = incoming_of_contact_start(
		db, &(struct incoming_of_contact_in){w->house, w->contact, address}, &st, e);

	if (r < 0)
		return r;
	for (r = incoming_of_contact_step(st, &row, e); r == DB_ROW;
		r = incoming_of_contact_step(st, &row, e)) {
		GROW(a, id, n, cap);
		id[n++] = arena_strdup(a, row.id);
		keep(a, ret, row.file_sha256);
	}
	db_finish(st);
	for (size_t i = 0; r >= 0 && i < n; i++)
		r = incoming_forget_run(db, &(struct incoming_forget_in){w->house, id[i], w->now_ms}, e);
	ret->incoming += n;
	return r < 0 ? r : 0;
}

int outbox_forget(struct db *db, struct arena *a, const struct outbox_forget *w, struct outbox_forgotten *ret,
	struct err *e)
{
	int r = came_in(db, a, w, "", ret, e); /* before the messages that they answer */

	for (size_t i = 0; r == 0 && i < w->addresses; i++)
		r = came_in(db, a, w, w->address[i], ret, e);
	return r == 0 ? messages(db, a, w, ret, e) : r;
}
