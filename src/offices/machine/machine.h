/* The office for programs: the API described, the data dictionary, keys, measurements. */
#pragma once
#include "cli/cli.h"
#include "store/db.h"
#include "web/request.h"

extern const struct office machine_office;

/* Of a route with RIGHT_API: who asks, by the key that stands in Authorization. Sessions open nothing there,
 * because a browser sends its cookie with whatever form another site makes it send. */
int machine_who(struct request *q, struct db *db, struct err *e) ATTR_CHECK;

#define ANSWERS_KEPT_HOURS 24    /* of requests that name themselves */
#define IDEMPOTENCY_KEY_MAX 100u /* bytes of that name */
/* An answer of a route with RIGHT_API, done once: a request that names itself by Idempotency-Key and was
 * answered (with a status below 300) is answered the same; with another body 422. q->run->fresh_id is then
 * made of key and name, so that what breaks off half done is the same act when it is sent again. */
typedef int (*machine_answer)(struct request *q, struct answer *ret, struct err *e);
int machine_once(struct request *q, struct answer *ret, machine_answer answer, struct err *e) ATTR_CHECK;
