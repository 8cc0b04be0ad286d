/* The store: acts and working tables in SQLite (a file) or PostgreSQL (a URL). Knows no rule: what may be
 * recorded is asked of the caller.
 *
 * Appending, on both engines: inside a transaction that the caller began (after its own locks, such as series
 * counters, and holding its own rows), lock the one-row journal_head, catch the journal in memory up to it,
 * check each act against everything that came in between, write at head + 1, and leave the commit to the
 * caller. PostgreSQL runs READ COMMITTED with that row lock, SQLite BEGIN IMMEDIATE: so acts are committed in
 * their order, and every snapshot shows a prefix. */
#pragma once
#include "acts/journal.h"
#include "store/db.h"

enum store_open {
	STORE_EXISTING,
	STORE_CREATE, /* makes file and schema; ERR_CONFLICT where there is a schema */
	STORE_READ,   /* nothing will be written: for a backup, which stays the same file byte for byte */
};

/* url: a path, sqlite:PATH or postgresql://… . ERR_NOTFOUND: no such file or no schema in it (mend: paraph
 * init). ERR_DB: schema older or newer than this program (names both). */
int store_open(
	struct arena *a, const char *url, enum store_open how, struct db **ret, struct err *e) ATTR_CHECK;

/* Puts what is not yet in the journal, in order, up to the committed head; publishes. Not inside a
 * transaction that has appended. ERR_DB when the journal holds what is not in this store (it was replaced):
 * start anew. */
int store_catch_up(struct db *db, struct journal *j, struct err *e) ATTR_CHECK;

/* Asked for each act that is not on file, in order, the journal holding everything before it (put, not yet
 * published). < 0 refuses the whole append. */
typedef int (*store_check_fn)(void *ctx, const struct draft *d, struct err *e);

struct appended {
	uint64_t seq;
	bool already; /* the same act was on file, or earlier in d: nothing written */
};

/* recorded = max(now_ms, previous). The same act: the same id, header and content; recorded and salt aside.
 * An id on file with anything else: ERR_CONFLICT that names it and the field. ret: n of them. On any error
 * nothing of `d` is kept in `j`, and the caller rolls back. After the caller's commit: journal_publish(j);
 * after a rollback: journal_rewind(j, journal_put_count() before the first append). */
int journal_append(struct db *db, struct journal *j, const struct draft *d, size_t n, int64_t now_ms,
	store_check_fn check, void *ctx, struct appended *ret, struct err *e) ATTR_CHECK;

struct head {
	uint64_t count;      /* acts */
	char hash[65];       /* of the last, CHAIN_START when empty */
	int64_t recorded_ms; /* of the last, 0 when empty */
};
int store_head(struct db *db, struct head *ret, struct err *e) ATTR_CHECK;
/* The same inside a transaction that will write: nobody else appends before it ends. */
int store_head_lock(struct db *db, struct head *ret, struct err *e) ATTR_CHECK;

/* Rows as stored, seq >= from, at most `most`, in order. Lives in `a`. */
int store_rows(struct db *db, struct arena *a, uint64_t from, size_t most, struct act_row **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;
int store_row_by_id(struct db *db, struct arena *a, const char *id, struct act_row *ret,
	struct err *e) ATTR_CHECK; /* ERR_NOTFOUND */

/* Walks all stored acts and the head, in one snapshot. Calls `bad` (may be NULL) with a line for each act
 * that does not verify (seq, id, what) and for a head or end that does not fit, and goes on from the stored
 * hash; returns the number of lines in *ret_bad. expect_hash (may be NULL): the hash that the last of the
 * first expect_count acts must have: shows a cut or rewritten end. */
int store_verify(struct db *db, uint64_t expect_count, const char *expect_hash,
	void (*bad)(void *ctx, const char *line), void *ctx, uint64_t *ret_bad, struct head *ret_head,
	struct err *e) ATTR_CHECK;

/* Adopted packs: all their bytes. */
struct stored_file {
	const char *path; /* within the pack */
	const void *data;
	size_t len;
};
/* In the caller's transaction; a no-op when this sha256 is on file. */
int store_pack_add(struct db *db, const char *sha256, const char *code, size_t n,
	const struct stored_file *file, struct err *e) ATTR_CHECK;
/* Sorted by path; lives in `a`. ERR_NOTFOUND. */
int store_pack_get(struct db *db, struct arena *a, const char *sha256, struct stored_file **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;

/* Bytes by their content: emblems, enclosures, issued letters, scans. */
#define STORE_FILE_BYTES_MAX (64u << 20)
struct file_bytes {
	const char *media; /* application/pdf */
	const void *data;
	size_t len;
};
/* Also in the caller's transaction. A no-op where these bytes are on file; its media type stays the first.
 * ERR_LIMIT over the limit above. ret_sha256: hex. */
int store_file_add(struct db *db, const char *media, const void *data, size_t len, int64_t now_ms,
	char ret_sha256[65], struct err *e) ATTR_CHECK;
/* Lives in `a`, with a NUL behind it that len does not count. ERR_NOTFOUND: never there, or forgotten (it
 * says which); ERR_CONFLICT: the bytes are not those of their name. */
int store_file_get(
	struct db *db, struct arena *a, const char *sha256, struct file_bytes *ret, struct err *e) ATTR_CHECK;
/* Takes the bytes away, for erasing personal data; that they were there, and their SHA-256, stay. */
int store_file_forget(struct db *db, const char *sha256, int64_t now_ms, struct err *e) ATTR_CHECK;

/* Brings an older schema up to this program's, in one transaction; a store that is up to date is left alone.
 * SQLite: first a copy of the file as it is goes to `copy`, complete or absent; "" names one beside it, after
 * its schema; NULL makes none. PostgreSQL has its own tools for that: none is made. Errors: those of
 * store_open(), and ERR_CONFLICT when there is a file of that name. */
struct migrated {
	size_t from, to;  /* schemas; the same: nothing was to be done, and no copy is made */
	const char *copy; /* in `a`; NULL none */
};
int store_migrate(
	struct arena *a, const char *url, const char *copy, struct migrated *ret, struct err *e) ATTR_CHECK;

/* A copy of the whole store, working tables too, into a new SQLite file, from either engine; one snapshot,
 * verified. The file is complete or absent, readable by its owner only. ERR_CONFLICT when there is a file of
 * that name, or when the copy does not verify. */
int store_backup(struct db *db, const char *path, struct err *e) ATTR_CHECK;
/* A backup into a store that STORE_CREATE just made, of either engine. Verifies what it wrote before it
 * commits. ERR_CONFLICT when `into` is not empty or the copy does not verify: then nothing is kept. */
int store_restore(struct db *into, const char *path, struct err *e) ATTR_CHECK;
