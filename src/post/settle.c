/* What became of messages, written down: several in one transaction. */
#include "post/worker_private.h"

#define AGAIN_MS 2000 /* after a connection that broke before the message was on its way */

int settle_one(struct worker *w, const struct outbox_message *m, enum outbox_state was, enum outbox_state to,
	const char *what, const char *why, int64_t next_ms, struct err *e)
{
	int64_t now = worker_now(w);
	int r = outbox_move_run(w->db,
		&(struct outbox_move_in){w->house, m->id, outbox_state_names[was], outbox_state_names[to],
			next_ms, to == OUTBOX_SENT ? now : 0, why},
		e);

	return r < 0 ? r : outbox_note(w->db, m, what, why, now, e);
}

/* The mailbox or the domain is not there: RFC 3463 5.1.x, or the code alone where there is no other. */
static bool says_bad_address(const struct smtp_result *s)
{
	if (*s->enhanced)
		return strncmp(s->enhanced, "5.1.", 4) == 0;
	return s->code == 550 || s->code == 553;
}

static int failed(struct worker *w, struct flight *f, const char *why, struct err *e)
{
	int r = settle_one(w, &f->m, OUTBOX_SENDING, OUTBOX_FAILED, "failed", why, worker_now(w), e);

	w->tally.failed++;
	if (r == 0 && w->hooks->bad_address && f->result.outcome == SMTP_REFUSED &&
		says_bad_address(&f->result))
		r = w->hooks->bad_address(w->hooks->ctx, &f->m, why, e);
	return r;
}

static int later(struct worker *w, struct flight *f, const char *why, struct err *e)
{
	int64_t wait = retry_after(w->c, f->m.tries);

	if (f->result.code == 0 && f->result.outcome == SMTP_LATER && wait > AGAIN_MS)
		wait = AGAIN_MS;
	if (wait == 0)
		return failed(w, f, why, e);
	w->tally.later++;
	return settle_one(w, &f->m, OUTBOX_SENDING, OUTBOX_WAITING,
		f->result.outcome == SMTP_FAULT ? "fault" : "later", why, worker_now(w) + wait, e);
}

/* Stays `sending`, nobody's: looked up once the relay has had the time it may take. */
static int in_doubt(struct worker *w, struct flight *f, const char *why, struct err *e)
{
	int64_t now = worker_now(w);
	int r = outbox_doubt_run(
		w->db, &(struct outbox_doubt_in){w->house, f->m.id, now + w->c->archive.wait_ms}, e);

	w->tally.doubt++;
	return r < 0 ? r : outbox_note(w->db, &f->m, "unknown", why, now, e);
}

static int settle_result(struct worker *w, struct flight *f, struct err *e)
{
	const struct smtp_result *s = &f->result;
	const char *why = arena_printf(
		f->job.arena, "%d%s%s %s", s->code, *s->enhanced ? " " : "", s->enhanced, s->text);

	if (s->code == 0)
		why = s->text;
	switch (s->outcome) {
	case SMTP_SENT:
		w->tally.sent++;
		return settle_one(w, &f->m, OUTBOX_SENDING, OUTBOX_SENT, "sent", why, worker_now(w), e);
	case SMTP_REFUSED:
		return failed(w, f, why, e);
	case SMTP_UNKNOWN:
		return in_doubt(w, f, why, e);
	case SMTP_LATER:
	case SMTP_FAULT:
		break;
	}
	return later(w, f, why, e);
}

int settle_pending(struct worker *w, struct err *e)
{
	AUTO_TX tx = {0};
	int r = 0;

	if (w->pending_n == 0)
		return 0;
	r = tx_begin(&tx, w->db, e);
	for (size_t i = 0; r == 0 && i < w->pending_n; i++)
		r = settle_result(w, w->pending[i], e);
	if (r == 0)
		r = tx_commit(&tx, e);
	/* When that failed they stay `sending`, and are looked up. */
	for (size_t i = 0; i < w->pending_n; i++)
		arena_free(w->pending[i]->job.arena);
	w->pending_n = 0;
	return r;
}

int settle(struct worker *w, struct flight *f, struct err *e)
{
	w->pending[w->pending_n++] = f;
	return w->pending_n == WORKER_PENDING_MAX ? settle_pending(w, e) : 0;
}
