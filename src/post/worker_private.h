/* What the parts of the worker share. Private to src/post. */
#pragma once
#include "post/outbox_private.h"
#include "post/builder.h"
#include "post/verp.h"
#include "post/worker.h"

#define WORKER_PENDING_MAX 64 /* results written together */
#define WORKER_LOADED_MAX 32u /* enclosures kept in memory */

/* A message that this worker has: from the builder to the relay. */
struct flight {
	struct builder_job job; /* its arena holds the flight too */
	struct outbox_message m;
	const char *sender, *address; /* of the envelope */
	struct smtp_result result;
};
struct loaded {
	const char *sha256; /* of the file; data: as mail_encode() makes it */
	const void *data;
	size_t len;
};
struct worker {
	struct arena *arena;
	struct db *db;
	const char *house;
	const struct config *c;
	const struct worker_hooks *hooks;
	const char *claim; /* this worker's name in the outbox */
	int64_t claim_until_ms;
	struct dkim *dkim;
	struct verp verp;
	struct smtp *smtp;
	struct builder *builder;
	struct arena *files; /* enclosures in memory, for one round */
	struct loaded loaded[WORKER_LOADED_MAX];
	size_t loaded_n;
	struct flight *pending[WORKER_PENDING_MAX]; /* have a result, not yet written */
	size_t pending_n;
	size_t in_flight; /* taken and without a result */
	size_t taken;     /* in this round */
	size_t due, done; /* when it began, and since: for who watches */
	bool dry;         /* nothing more is due in this round */
	struct worker_tally tally;
};

static inline int64_t worker_now(const struct worker *w)
{
	return w->hooks->now(w->hooks->ctx);
}

/* claim.c: marks what is due as ours; *ret lives in `a`. */
int claim_due(struct worker *w, struct arena *a, struct outbox_message **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
int claim_keep(struct worker *w, struct err *e) ATTR_CHECK; /* says that we are still there */
/* What dead workers left. */
int claim_recover(struct worker *w, struct err *e) ATTR_CHECK;
/* load.c: the message and its files; a job for the builder. ERR_NOTFOUND: a file was forgotten. */
int flight_new(
	struct worker *w, const struct outbox_message *m, struct flight **ret, struct err *e) ATTR_CHECK;
/* settle.c: what became of messages, in one transaction. */
int settle(struct worker *w, struct flight *f, struct err *e) ATTR_CHECK;
int settle_pending(struct worker *w, struct err *e) ATTR_CHECK;
/* One message from `sending` (or `waiting`) to another state, with its event; in the caller's transaction. */
int settle_one(struct worker *w, const struct outbox_message *m, enum outbox_state was, enum outbox_state to,
	const char *what, const char *why, int64_t next_ms, struct err *e) ATTR_CHECK;
