/* The worker: takes from the outbox of one house what is due, builds, signs and sends it, writes down what
 * became of it. At least once, never twice: a message is marked `sending` before it goes and goes to its
 * addressee and to the archive in one; what a worker that died left in `sending` is looked up in the archive
 * by its Message-ID. Found: it was sent. Not found, once the relay has had the time it may take: it was not,
 * and goes again. Without an archive such a message is held for a person. */
#pragma once
#include "base/buf.h"
#include "post/config.h"
#include "post/outbox.h"
#include "post/verp.h"

#define WORKER_BATCH 100 /* messages taken at once: as many are looked up after a crash */

struct worker_hooks {
	int64_t (*now)(void *ctx); /* ms since 1970 UTC */
	/* Is it still to go? *ret_why: NULL, or why not (a State deposited): then it is cancelled with these
	 * words. May be NULL. */
	int (*still)(void *ctx, const struct outbox_message *m, const char **ret_why, struct err *e);
	/* The address is not one, said the relay for good or the report of a return. In the transaction that
	 * records it. May be NULL. */
	int (*bad_address)(void *ctx, const struct outbox_message *m, const char *why, struct err *e);
	/* Of `all` that were due when the round began so many have a result. May be NULL. */
	void (*so_far)(void *ctx, size_t done, size_t all);
	void *ctx;
};
struct worker_tally {
	size_t sent, later, failed, held, cancelled;
	size_t doubt;            /* the connection broke while they were on their way */
	size_t recovered, again; /* of those: found in the archive, and not found */
};
struct worker;
/* c: read-only, outlives it. house: code. threads: that build and sign. Lives in `a`. */
int worker_open(struct arena *a, struct db *db, const char *house, const struct config *c, int threads,
	const struct worker_hooks *hooks, struct worker **ret, struct err *e) ATTR_CHECK;
/* Sends all that is due now. < 0: the relay cannot be reached, or the store failed; what was begun and did
 * not go waits again. *ret_tally also then. */
int worker_round(struct worker *w, struct worker_tally *ret_tally, struct err *e) ATTR_CHECK;
/* How many e-mails wait, whenever they are due. */
int worker_waiting(struct worker *w, size_t *ret, struct err *e) ATTR_CHECK;
/* The moment at which there is something to do again; INT64_MAX: nothing waits. */
int worker_next(struct worker *w, int64_t *ret_ms, struct err *e) ATTR_CHECK;

/* A message as it goes, or went at `at_ms`, with its files, without the signature (DKIM): for who looks at
 * it. v: NULL where config has no bounce. ERR_NOTFOUND: a file was forgotten. */
int worker_mail(struct db *db, const struct config *c, const struct verp *v, const struct outbox_message *m,
	int64_t at_ms, struct buf *out, struct err *e) ATTR_CHECK;

/* When, from now on, somebody in that zone may be written to: now, or the next opening hour. */
int64_t hours_next(const struct config *c, const char *place, int64_t now_ms);
/* How long after its n-th try (from 1) a message waits; 0: it is given up. */
int64_t retry_after(const struct config *c, int64_t tries);
