/* Which messages a worker has: taking what is due, and what dead workers left. */
#include "post/mailbox.h"
#include "post/worker_private.h"

#define DOMAIN_BYTES_MAX 256u
#define PACED "its domain gets so many a minute"

/* ---- pace ---- */

static const char *domain_of(struct arena *a, const char *address)
{
	char *domain = arena_strndup(a, strrchr(address, '@') + 1, DOMAIN_BYTES_MAX - 1);

	for (char *s = domain; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
	return domain;
}

static int per_minute(const struct config *c, const char *domain)
{
	for (size_t i = 0; i < c->rates_n; i++)
		if (strcmp(c->rate[i].domain, domain) == 0)
			return c->rate[i].per_minute;
	return c->per_minute;
}

/* The moment at which the domain may get this one; what comes after it is moved on. One row a domain: no
 * message is counted. */
static int pace(
	struct worker *w, struct arena *a, const char *address, int64_t now, int64_t *ret_at, struct err *e)
{
	const char *domain = domain_of(a, address);
	int rate = per_minute(w->c, domain);
	struct outbox_pace_get_row row = {0};
	struct db_stmt *st;
	int r;

	*ret_at = now;
	if (rate == 0)
		return 0;
	r = outbox_pace_get_start(w->db, &(struct outbox_pace_get_in){w->house, domain}, &st, e);
	if (r < 0)
		return r;
	r = outbox_pace_get_step(st, &row, e);
	int64_t from = r == DB_ROW && row.next_ms > now ? row.next_ms : now;

	db_finish(st);
	if (r < 0)
		return r;
	*ret_at = from;
	return outbox_pace_put_run(
		w->db, &(struct outbox_pace_put_in){w->house, domain, from + 60000 / rate}, e);
}

/* ---- taking ---- */

/* 1: it is ours. 0: later, or cancelled. */
static int take(struct worker *w, struct arena *a, struct outbox_message *m, int64_t now, struct err *e)
{
	int64_t at = hours_next(w->c, m->place, now);
	const char *why = NULL;
	int r = 0;

	if (w->hooks->still)
		r = w->hooks->still(w->hooks->ctx, m, &why, e);
	if (r == 0 && why) {
		w->tally.cancelled++;
		return settle_one(w, m, OUTBOX_WAITING, OUTBOX_CANCELLED, "cancelled", why, now, e);
	}
	if (r == 0 && at > now)
		return outbox_delay_run(
			w->db, &(struct outbox_delay_in){w->house, m->id, at, "outside the hours"}, e);
	if (r == 0 && strcmp(m->detail, PACED) != 0) { /* a message that was given its moment keeps it */
		r = pace(w, a, m->address, now, &at, e);
		if (r == 0 && at > now)
			return outbox_delay_run(
				w->db, &(struct outbox_delay_in){w->house, m->id, at, PACED}, e);
	}
	if (r < 0)
		return r;
	r = outbox_take_run(w->db, &(struct outbox_take_in){w->house, m->id, w->claim, w->claim_until_ms}, e);
	m->tries++;
	m->state = OUTBOX_SENDING;
	return r < 0 ? r : 1;
}

int claim_due(struct worker *w, struct arena *a, struct outbox_message **ret, size_t *ret_n, struct err *e)
{
	AUTO_TX tx = {0};
	struct outbox_message *m = NULL;
	struct db_stmt *st;
	size_t n = 0, kept = 0;
	int64_t now = worker_now(w);
	int r = tx_begin(&tx, w->db, e);

	if (r == 0)
		r = outbox_due_start(w->db, &(struct outbox_due_in){w->house, now, WORKER_BATCH}, &st, e);
	if (r == 0)
		r = outbox_rows(st, a, &m, &n, e);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = take(w, a, &m[i], now, e);
		if (r == 1) {
			m[kept++] = m[i];
			r = 0;
		}
	}
	if (r == 0 && n)
		r = tx_commit(&tx, e);
	if (r < 0)
		return r;
	w->dry = n == 0;
	*ret = m;
	*ret_n = kept;
	return 0;
}

int claim_keep(struct worker *w, struct err *e)
{
	int64_t now = worker_now(w), until = now + w->c->archive.wait_ms;

	if (w->claim_until_ms - now > w->c->archive.wait_ms * 2 / 3)
		return 0;
	/* Too late: another may have taken them for a dead worker's. */
	if (now >= w->claim_until_ms)
		return err_set(e, ERR_BUSY, "this worker stood still for too long; it begins anew");
	w->claim_until_ms = until;
	return outbox_keep_run(w->db, &(struct outbox_keep_in){w->house, w->claim, until}, e);
}

/* ---- what dead workers left ---- */

static int recover_one(struct worker *w, const struct outbox_message *m, bool found, struct err *e)
{
	if (!w->c->has_archive) {
		w->tally.held++;
		return settle_one(w, m, OUTBOX_SENDING, OUTBOX_HELD, "held",
			"was begun and broke off; no archive tells whether it went: ask the recipient, "
			"then outbox retry or outbox sent",
			worker_now(w), e);
	}
	w->tally.recovered += found;
	w->tally.again += !found;
	return found ? settle_one(w, m, OUTBOX_SENDING, OUTBOX_SENT, "found",
			       "was begun and broke off; it lies in the archive", worker_now(w), e)
		     : settle_one(w, m, OUTBOX_SENDING, OUTBOX_WAITING, "waiting",
			       "was begun and broke off; it does not lie in the archive", worker_now(w), e);
}

static int recover_some(
	struct worker *w, struct arena *a, const struct outbox_message *m, size_t n, struct err *e)
{
	const char **id = NEW_ARRAY(a, const char *, n);
	bool *found = NEW_ARRAY(a, bool, n);
	AUTO_TX tx = {0};
	int r = 0;

	for (size_t i = 0; i < n; i++)
		id[i] = m[i].message_id;
	if (w->c->has_archive)
		r = mailbox_find(&w->c->archive.mailbox, id, n, found, e);
	if (r < 0)
		return err_ctx(e, "archive");
	r = tx_begin(&tx, w->db, e);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = recover_one(w, &m[i], found[i], e);
	return r == 0 ? tx_commit(&tx, e) : r;
}

/* Read without a lock, because the archive may take its time; each is moved only if it still stands there. */
int claim_recover(struct worker *w, struct err *e)
{
	size_t n = WORKER_BATCH;
	int r = 0;

	while (r == 0 && n == WORKER_BATCH) {
		AUTO_ARENA a = arena_new("left");
		struct outbox_message *m;
		struct db_stmt *st;

		r = outbox_left_start(
			w->db, &(struct outbox_left_in){w->house, worker_now(w), WORKER_BATCH}, &st, e);
		if (r == 0)
			r = outbox_rows(st, a, &m, &n, e);
		if (r == 0 && n)
			r = recover_some(w, a, m, n, e);
	}
	return r;
}
