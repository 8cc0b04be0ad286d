#include "post/worker.h"

#include <poll.h>

#include "base/file.h"
#include "post/worker_private.h"

#define PRESSED_MAX 32u /* messages built and not yet sent: no more are taken meanwhile */
#define ROUND_MAX 5000u /* messages of one round: their rows stay in memory */

static int open_relay(struct arena *a, struct worker *w, int threads, struct err *e)
{
	const struct config *c = w->c;
	int r = 0;

	if (c->has_dkim)
		r = dkim_open(a, c->dkim.domain, c->dkim.selector, c->dkim.key, &w->dkim, e);
	if (r == 0 && c->has_bounce)
		r = verp_open(a, w->house, c->bounce.domain, c->bounce.secret, &w->verp, e);
	if (r == 0 && c->has_relay)
		r = smtp_open(a, &c->relay, &w->smtp, e);
	return r < 0 ? r : builder_open(a, w->dkim, threads, &w->builder, e);
}

int worker_open(struct arena *a, struct db *db, const char *house, const struct config *c, int threads,
	const struct worker_hooks *hooks, struct worker **ret, struct err *e)
{
	struct worker *w = NEW(a, struct worker);
	int r;

	mail_start();
	*w = (struct worker){.arena = a,
		.db = db,
		.house = arena_strdup(a, house),
		.c = c,
		.hooks = hooks,
		.claim = outbox_random_id(a, 'w')};
	r = open_relay(a, w, threads, e);
	if (r == 0)
		*ret = w;
	return r;
}

/* ---- one round ---- */

/* A message that cannot be built waits for a person. */
static int unbuildable(struct worker *w, const struct outbox_message *m, const char *why, struct err *e)
{
	AUTO_TX tx = {0};
	int r = tx_begin(&tx, w->db, e);

	w->tally.held++;
	if (r == 0)
		r = settle_one(w, m, OUTBOX_SENDING, OUTBOX_HELD, "held", why, worker_now(w), e);
	return r == 0 ? tx_commit(&tx, e) : r;
}

static int start_one(struct worker *w, const struct outbox_message *m, struct err *e)
{
	struct flight *f;
	struct err why;
	int r = flight_new(w, m, &f, &why);

	if (r == ERR_BUSY || r == ERR_DB || r == ERR_BUG) {
		*e = why;
		return r;
	}
	if (r < 0)
		return unbuildable(w, m, why.text, e);
	builder_put(w->builder, &f->job);
	w->in_flight++;
	return 0;
}

/* Keeps the builder fed. The rows' texts live until the end of the round. */
static int feed(struct worker *w, struct err *e)
{
	struct outbox_message *m;
	size_t n = 0;
	int r = 0;

	while (r == 0 && !w->dry && builder_busy(w->builder) < PRESSED_MAX) {
		r = claim_due(w, w->files, &m, &n, e);
		w->taken += n;
		w->dry |= w->taken >= ROUND_MAX; /* the rest in the next round */
		for (size_t i = 0; r == 0 && i < n; i++)
			r = start_one(w, &m[i], e);
	}
	return r;
}

static struct smtp_message envelope(const struct worker *w, struct flight *f)
{
	struct smtp_message m = {.sender = f->sender,
		.to = {f->m.address, NULL},
		.to_n = 1,
		.receipts = w->c->receipts,
		.id = f->m.id,
		.head = f->job.head.data,
		.head_len = f->job.head.len,
		.data = f->job.data.data,
		.data_len = f->job.data.len,
		.ctx = f};

	if (w->c->has_archive)
		m.to[m.to_n++] = w->c->archive.address;
	return m;
}

/* The next that was built well; NULL none now. */
static int next_built(struct worker *w, struct flight **ret, struct err *e)
{
	struct builder_job *j;
	int r = 0;

	*ret = NULL;
	while (r == 0 && !*ret) {
		j = builder_take(w->builder);
		if (!j)
			break;
		struct flight *f = j->ctx;

		if (j->r == 0) {
			*ret = f;
			break;
		}
		r = unbuildable(w, &f->m, j->err.text, e);
		w->in_flight--;
		arena_free(j->arena);
	}
	return r;
}

static int on_next(void *ctx, struct smtp_message *ret, struct err *e)
{
	struct worker *w = ctx;
	struct flight *f = NULL;
	int r = claim_keep(w, e);

	if (r == 0)
		r = feed(w, e);
	if (r == 0)
		r = next_built(w, &f, e);
	if (r < 0)
		return r;
	if (f) {
		*ret = envelope(w, f);
		return SMTP_MESSAGE;
	}
	if (builder_busy(w->builder))
		return SMTP_WAIT;
	r = settle_pending(w, e);
	return r < 0 ? r : SMTP_NONE;
}

static void one_done(struct worker *w)
{
	w->in_flight--;
	w->done++;
	if (w->hooks->so_far)
		w->hooks->so_far(w->hooks->ctx, w->done, w->due > w->done ? w->due : w->done);
}

static int on_done(void *ctx, const struct smtp_message *m, const struct smtp_result *result, struct err *e)
{
	struct worker *w = ctx;
	struct flight *f = m->ctx;

	f->result = *result;
	one_done(w);
	return settle(w, f, e);
}

/* What was taken and did not go waits again. */
static void give_back(struct worker *w)
{
	struct err e;
	struct builder_job *j;

	while (builder_busy(w->builder)) {
		struct pollfd p = {builder_fd(w->builder), POLLIN, 0};

		j = builder_take(w->builder);
		if (!j) {
			IGNORE(poll(&p, 1, -1) < 0); /* asked again anyway */
			continue;
		}
		struct flight *f = j->ctx;

		f->result = (struct smtp_result){.outcome = SMTP_LATER, .text = "the relay was not reached"};
		if (settle(w, f, &e) < 0)
			break; /* they stay `sending`, and are looked up */
	}
	IGNORE(settle_pending(w, &e)); /* likewise */
	w->in_flight = 0;
}

/* ---- without a relay ---- */

static int write_one(struct worker *w, struct flight *f, struct err *e)
{
	AUTO_TX tx = {0};
	struct arena *a = f->job.arena;
	const char *path = arena_printf(a, "%s/%s.eml", w->c->sink, f->m.id);
	struct buf all;
	int r;

	buf_init(&all, a, f->job.head.len + f->job.data.len);
	buf_add(&all, f->job.head.data, f->job.head.len);
	buf_add(&all, f->job.data.data, f->job.data.len);
	r = file_write(path, all.data, all.len, e);
	if (r == 0)
		r = tx_begin(&tx, w->db, e);
	if (r == 0)
		r = settle_one(w, &f->m, OUTBOX_SENDING, OUTBOX_HELD, "held",
			arena_printf(a, "no relay is configured; written to %s", path), worker_now(w), e);
	w->tally.held++;
	return r == 0 ? tx_commit(&tx, e) : r;
}

static int to_sink(struct worker *w, struct err *e)
{
	struct smtp_message m;
	int r = file_mkdirs(w->c->sink, e);

	while (r >= 0) {
		r = on_next(w, &m, e);
		if (r == SMTP_NONE)
			return 0;
		if (r == SMTP_WAIT)
			IGNORE(poll(&(struct pollfd){builder_fd(w->builder), POLLIN, 0}, 1, -1) <
				0); /* likewise */
		if (r != SMTP_MESSAGE)
			continue;
		struct flight *f = m.ctx;

		r = write_one(w, f, e);
		one_done(w);
		arena_free(f->job.arena);
	}
	return r;
}

static int due_count(struct worker *w, int64_t by_ms, size_t *ret, struct err *e)
{
	struct outbox_due_count_row row = {0};
	struct db_stmt *st;
	int r = outbox_due_count_start(w->db, &(struct outbox_due_count_in){w->house, by_ms}, &st, e);

	if (r < 0)
		return r;
	r = outbox_due_count_step(st, &row, e);
	db_finish(st);
	*ret = r == DB_ROW ? (size_t)row.messages : 0;
	return r < 0 ? r : 0;
}

int worker_waiting(struct worker *w, size_t *ret, struct err *e)
{
	return due_count(w, INT64_MAX, ret, e);
}

int worker_round(struct worker *w, struct worker_tally *ret_tally, struct err *e)
{
	const struct smtp_source source = {on_next, on_done, builder_fd(w->builder), w};
	int r;

	w->tally = (struct worker_tally){0};
	w->dry = false;
	w->taken = 0;
	w->claim_until_ms = worker_now(w) + w->c->archive.wait_ms;
	w->loaded_n = 0;
	w->files = arena_new("round");
	w->done = w->due = 0;
	r = claim_recover(w, e);
	if (r == 0 && w->hooks->so_far)
		r = due_count(w, worker_now(w), &w->due, e);
	if (r == 0)
		r = feed(w, e);
	if (r == 0 && w->in_flight)
		r = w->smtp ? smtp_run(w->smtp, &source, e) : to_sink(w, e);
	if (r < 0)
		give_back(w);
	else
		r = settle_pending(w, e);
	arena_free(w->files);
	if (w->smtp)
		smtp_quit(w->smtp);
	*ret_tally = w->tally;
	return r;
}

int worker_next(struct worker *w, int64_t *ret_ms, struct err *e)
{
	struct outbox_next_row row = {0};
	struct db_stmt *st;
	int r = outbox_next_start(w->db, &(struct outbox_next_in){w->house}, &st, e);

	if (r < 0)
		return r;
	r = outbox_next_step(st, &row, e);
	if (r == DB_ROW)
		*ret_ms = row.next_ms > 0 ? row.next_ms : INT64_MAX;
	db_finish(st);
	return r < 0 ? r : 0;
}
