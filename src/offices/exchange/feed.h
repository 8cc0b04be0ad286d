/* What one installation gives to another: JSON lines. The first says how many acts there are, how the record
 * ends, and is signed: {"acts":N,"format":"paraph-acts-1","from":F,"head":"SEQ:HASH","key":…,"signature":…};
 * then the acts from F on, as many as go into one answer, the content of those that are not public withheld.
 * The chain ties each to the signed head. Private to the office. */
#pragma once
#include "acts/chain.h"
#include "cli/cli.h"
#include "web/request.h"

#define FEED_PATH "/feeds/acts.jsonl"
#define FEED_ACTS 1000u            /* of one answer */
#define FEED_BYTES_MAX (64u << 20) /* of one answer: in practice 2 KB an act */

int feed_answer(struct request *q, struct answer *ret, struct err *e);

/* The first line, read. Lives in `a`. */
struct feed_head {
	uint64_t acts, from;
	const char *hash;            /* of the last act; CHAIN_START where there is none */
	const char *key, *signature; /* "" it is not signed */
};
bool feed_head_read(struct arena *a, const char *line, struct feed_head *ret);
/* What is signed of it. */
const char *feed_signed(struct arena *a, uint64_t acts, const char *hash);
