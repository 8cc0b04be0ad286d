/* One thin layer over SQLite and PostgreSQL: transactions, prepared statements with bound values. SQL stands
 * in .sql files; tools/sqlgen.py turns each `-- name:` statement into typed C, and that is what callers use.
 * One connection, one thread.
 *
 * Errors are the same on both engines: a constraint gives ERR_CONFLICT; busy, a lock not had in time, a
 * serialization failure, a deadlock, a lost connection give ERR_BUSY (run the whole use case again); anything
 * else gives ERR_DB. After an error inside a transaction only tx_rollback() is of use. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define DB_BUSY_TIMEOUT_MS 5000 /* how long to wait for another writer before ERR_BUSY */
#define DB_PARAMS_MAX 40        /* parameters of a statement; also columns */
#define DB_QUEUE_MAX 256        /* statements of db_queue() sent together */

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_ENGINE_COUNT };
extern const char *const db_engine_names[DB_ENGINE_COUNT]; /* SQLite PostgreSQL */
struct db;
struct db_stmt;
enum { DB_DONE = 0, DB_ROW = 1 };

/* A statement, written by sqlgen. A letter a parameter or column: i int, t text, n text or NULL, b bytes. */
struct db_sql {
	const char *name;
	const char *in, *out;
	bool stream; /* rows come as they are asked for: nothing else runs before db_finish() */
	const char *text[DB_ENGINE_COUNT];
};
struct db_bytes {
	const void *data; /* may be NULL when len is 0 */
	size_t len;
};

enum db_how {
	DB_EXISTING,    /* ERR_NOTFOUND when there is no such file */
	DB_CREATE,      /* makes the file; a PostgreSQL database must be there */
	DB_CREATE_COPY, /* a file to be handed on: no write-ahead log beside it */
	DB_READ,        /* nothing is written, not even the file's journal mode */
};

/* url: a path, sqlite:PATH, or postgresql://… (also postgres://…). Closed with the arena. A lost PostgreSQL
 * connection is opened again by the next tx_begin() or statement outside a transaction. */
int db_open(struct arena *a, const char *url, enum db_how how, struct db **ret, struct err *e) ATTR_CHECK;
enum db_engine db_engine(const struct db *db);
const char *db_url(const struct db *db); /* as given: may hold a password */
bool db_in_tx(const struct db *db);
/* For migrations and for tests: several statements, no values. */
int db_exec(struct db *db, const char *sql, struct err *e) ATTR_CHECK;

/* A transaction for writing: SQLite BEGIN IMMEDIATE, PostgreSQL READ COMMITTED. Rolled back at the end of
 * scope unless committed. ERR_BUSY from tx_commit() may mean that it was committed and the answer was lost:
 * running the use case again must then find its work done (an act's id does that). */
struct tx {
	struct db *db;
};
int tx_begin(struct tx *tx, struct db *db, struct err *e) ATTR_CHECK;
/* One snapshot for several reads. */
int tx_begin_read(struct tx *tx, struct db *db, struct err *e) ATTR_CHECK;
int tx_commit(struct tx *tx, struct err *e) ATTR_CHECK;
void tx_rollback(struct tx *tx); /* a no-op when committed or never begun */
#define AUTO_TX __attribute__((cleanup(tx_rollback))) struct tx

/* What the generated functions are made of. Statements are prepared once a connection and kept; one that is
 * started twice without db_finish() in between is ERR_BUG. Parameters and columns count from 0. */
int db_start(struct db *db, const struct db_sql *sql, struct db_stmt **ret, struct err *e) ATTR_CHECK;
/* Texts and bytes must live until db_finish(). NULL binds NULL. */
void db_bind_int(struct db_stmt *st, int i, int64_t v);
void db_bind_text(struct db_stmt *st, int i, const char *v);
void db_bind_bytes(struct db_stmt *st, int i, struct db_bytes v);
int db_step(struct db_stmt *st, struct err *e) ATTR_CHECK; /* DB_ROW, DB_DONE, < 0 */
/* Of the row: valid until the next step. */
bool db_null(struct db_stmt *st, int i);
int64_t db_int(struct db_stmt *st, int i);      /* 0 for NULL */
const char *db_text(struct db_stmt *st, int i); /* "" for NULL */
const char *db_text_or_null(struct db_stmt *st, int i);
struct db_bytes db_bytes(struct db_stmt *st, int i);
/* False when a text column holds NULL or a NUL byte: db_text() would hide it, and nothing of ours writes it.
 */
bool db_text_whole(struct db_stmt *st, int i);
void db_finish(struct db_stmt *st); /* NULL is a no-op */

/* Instead of db_step() for a statement without rows, in a transaction: may be sent later, together with
 * others; its error then comes from the next step, exec or commit. The values are copied. */
int db_queue(struct db_stmt *st, struct err *e) ATTR_CHECK;
/* For the test of all statements: prepares it and compares what is declared with what the engine found:
 * numbers of parameters and columns; on PostgreSQL also the columns' types. ERR_BUG says what differs. */
int db_check(struct db *db, const struct db_sql *sql, struct err *e) ATTR_CHECK;

/* All of a SQLite database into a new file, as one snapshot, while others go on reading and writing. ERR_BUG
 * from any other engine. */
int db_sqlite_copy(struct db *from, const char *path, struct err *e) ATTR_CHECK;
