/* Builds and signs messages on several threads, while the one that sends goes on. The caller's thread puts
 * jobs in and takes finished ones out; in between a job belongs to the builder. */
#pragma once
#include "post/dkim.h"
#include "post/mail.h"

#define BUILDER_THREADS_MAX 16

struct builder_job {
	struct arena *arena; /* of its own, a root: what the job makes lives there */
	struct mail mail;
	int64_t now_ms;  /* for the signature */
	void *ctx;       /* the caller's */
	struct buf head; /* out: the signature's field; empty without a key */
	struct buf data; /* out: the message */
	int r;           /* out: 0 or what went wrong */
	struct err err;
	struct builder_job *next; /* the builder's */
};
struct builder;
/* dkim: NULL signs nothing. Stopped with `a`. */
int builder_open(struct arena *a, const struct dkim *dkim, int threads, struct builder **ret,
	struct err *e) ATTR_CHECK;
void builder_put(struct builder *p, struct builder_job *job);
/* A finished one, in whatever order; NULL: none yet. */
struct builder_job *builder_take(struct builder *p);
size_t builder_busy(const struct builder *p); /* put and not yet taken; for the caller's thread */
int builder_fd(const struct builder *p);      /* readable when builder_take() may have one */
