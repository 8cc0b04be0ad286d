/* Recording, as init and adoption need it. Private to the office. */
#pragma once
#include "offices/packs/packs.h"

/* Drafts on their way into the journal, and what is asked of each. */
struct recording {
	struct run *run;
	struct book *book;
	const struct draft *draft;
	size_t n, at;
	struct marks *marks;         /* n of them */
	const struct pack *adopting; /* may be recorded as adopted, and replaces an edition in force; NULL */
	bool begun;
};
/* In the caller's transaction, with everything before it checked. */
int record_in_tx(struct recording *rec, int64_t now_ms, struct appended *ret, struct err *e) ATTR_CHECK;

/* register_check() under the act's own treaty, of an act that is to follow all that was put. ERR_NOTFOUND:
 * not adopted. adopting: the one pack that may be recorded as adopted, NULL none. */
int act_check(struct run *r, struct book *b, const struct draft *d, const struct pack *adopting,
	struct marks *ret, struct err *e) ATTR_CHECK;

/* The latest live adoption of each code among the first `known` acts: fn is asked until it returns < 0. */
typedef int (*adopted_fn)(void *ctx, const struct act *adoption, const char *code, struct err *e);
int adopted_each(const struct journal *j, uint64_t known, adopted_fn fn, void *ctx, struct err *e) ATTR_CHECK;

/* Compiles the pack that this act adopts, from the bytes in the store. ERR_CONFLICT where they are not those.
 */
int adopted_pack(struct arena *a, struct db *db, const struct act *adoption, const char *code,
	const struct pack **ret, struct err *e) ATTR_CHECK;

/* Puts `p` into the book in the place of an older edition. */
void book_put(struct run *r, struct book *b, const struct pack *p);
int book_writable(const struct run *r, struct err *e) ATTR_CHECK; /* ERR_USAGE with --known */
