/* Private to src/store. */
#pragma once
#include "store/store.h"

/* Who is told of what does not verify. */
struct complaint {
	void (*bad)(void *ctx, const char *line); /* may be NULL */
	void *ctx;
	uint64_t n;
};
/* As store_verify(), in the caller's transaction. */
int verify_walk(struct db *db, uint64_t expect_count, const char *expect_hash, struct complaint *c,
	struct head *ret_head, struct err *e) ATTR_CHECK;
/* ERR_CONFLICT with the first complaint. */
int verify_all_good(struct db *db, struct err *e) ATTR_CHECK;
