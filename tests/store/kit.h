/* What the store's tests share: a new store on each engine, made-up acts, and the same tests run on every
 * engine. Every act here is invented. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store.h"

#define KIT_PATH_MAX 512

/* One test's own store; the state that cmocka hands to a test. */
struct kit {
	struct arena *a;
	char dir[KIT_PATH_MAX]; /* for its files */
	const char *url;        /* of a database in which nothing is */
	enum db_engine engine;
	struct db *db; /* kit_create() */
	struct journal *j;
	struct err e;
};
struct kit_test {
	const char *name;
	void (*run)(struct kit *k);
};
/* Runs each test on each engine of PARAPH_TEST_URLS; `only` names an engine, or DB_ENGINE_COUNT for all. */
int kit_main(const struct kit_test *tests, size_t n, enum db_engine only);

void kit_create(struct kit *k);        /* the schema, k->db and an empty k->j */
struct db *kit_connect(struct kit *k); /* one more connection to it */
char *kit_path(struct kit *k, const char *name);
/* The url of one more place in which nothing is, on either engine; NULL when PARAPH_TEST_URLS has no such
 * engine. */
const char *kit_place(struct kit *k, enum db_engine engine);

/* Act number i of a series: a ratification of the treaty "ccm". All texts are set and differ. Lives in k->a.
 */
struct draft kit_draft(struct arena *a, const char *series, unsigned i);
struct draft *kit_drafts(struct arena *a, const char *series, unsigned n);
/* Appends in a transaction of its own. */
int kit_append_to(struct db *db, struct journal *j, const struct draft *d, size_t n, int64_t now_ms,
	struct appended *ret, struct err *e);
int kit_append(struct kit *k, const struct draft *d, size_t n);
int kit_allow(void *ctx, const struct draft *d, struct err *e); /* a store_check_fn */

/* Both fail the test, with the error's text. */
#define MUST(k, call) kit_must((k), (call), #call, __LINE__)
#define FAILS(k, code, call) kit_fails((k), (code), (call), #call, __LINE__)
void kit_must(struct kit *k, int r, const char *call, int line);
void kit_fails(struct kit *k, enum err_code code, int r, const char *call, int line);
void kit_says(struct kit *k, const char *words);                   /* k->e.text holds them */
uint64_t kit_bad(struct kit *k, uint64_t count, const char *hash); /* store_verify(); lines go to k->e.text */
void kit_unlock(struct kit *k); /* takes away the triggers that keep acts as they are */
