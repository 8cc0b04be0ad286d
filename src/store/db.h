/* One thin layer over SQLite and PostgreSQL: transactions, prepared statements with bound values. SQL stands in .sql files only; tools/sqlgen.py
 * turns each `-- name:` statement into typed C. One connection, one thread. Errors: constraint -> ERR_CONFLICT, busy, serialization, deadlock, lost connection
 * -> ERR_BUSY, anything else -> ERR_DB, the same on both engines. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_ENGINE_COUNT };
struct db;
struct db_stmt;
enum { DB_DONE = 0, DB_ROW = 1 };

struct db_sql {
	const char *name;
	int params, cols;
	const char *text[DB_ENGINE_COUNT];
};

int db_open(struct arena *a, const char *url, bool create, struct db **ret, struct err *e) ATTR_CHECK; /* closed with the arena */
enum db_engine db_engine(const struct db *db);
int db_exec(struct db *db, const char *sql, struct err *e) ATTR_CHECK; /* migrations and pragmas only */

/* A transaction for writing. Rolled back at the end of scope unless committed. */
struct tx { struct db *db; };
int tx_begin(struct tx *tx, struct db *db, struct err *e) ATTR_CHECK;
int tx_begin_read(struct tx *tx, struct db *db, struct err *e) ATTR_CHECK; /* one snapshot for several reads */
int tx_commit(struct tx *tx, struct err *e) ATTR_CHECK;
void tx_rollback(struct tx *tx); /* a no-op when committed or never begun */
#define AUTO_TX __attribute__((cleanup(tx_rollback))) struct tx

int db_start(struct db *db, const struct db_sql *sql, struct db_stmt **ret, struct err *e) ATTR_CHECK; /* cached per connection */
void db_bind_int(struct db_stmt *st, int i, int64_t v);
void db_bind_text(struct db_stmt *st, int i, const char *v);                 /* NULL binds NULL; must live until db_finish */
void db_bind_bytes(struct db_stmt *st, int i, const void *v, size_t len);
int db_step(struct db_stmt *st, struct err *e) ATTR_CHECK;                  /* DB_ROW, DB_DONE, < 0 */
int64_t db_int(struct db_stmt *st, int i);
const char *db_text(struct db_stmt *st, int i);                             /* valid until the next step; "" for NULL */
const void *db_bytes(struct db_stmt *st, int i, size_t *ret_len);
void db_finish(struct db_stmt *st);                                          /* NULL is a no-op */
