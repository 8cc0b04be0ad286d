/* What db.c asks of an engine. Private to db*.c. */
#pragma once
#include "store/db.h"

#define DB_CACHE_BUCKETS 64

struct db_driver {
	const char *begin, *begin_read; /* SQL */
	int (*open)(struct db *db, struct err *e);
	void (*close)(struct db *db);
	/* Outside a transaction: brings a lost connection back. NULL: cannot be lost. */
	int (*ready)(struct db *db, struct err *e);
	int (*exec)(struct db *db, const char *sql, struct err *e);

	int (*prepare)(struct db_stmt *st, struct err *e);
	int (*check)(struct db_stmt *st, struct err *e);
	void (*unprepare)(struct db_stmt *st); /* at close */
	void (*bind_int)(struct db_stmt *st, int i, int64_t v);
	void (*bind_text)(struct db_stmt *st, int i, const char *v);
	void (*bind_bytes)(struct db_stmt *st, int i, struct db_bytes v);
	int (*step)(struct db_stmt *st, struct err *e);
	/* NULL: a queued statement is stepped at once. flush waits for all that was queued. */
	int (*queue)(struct db_stmt *st, struct err *e);
	int (*flush)(struct db *db, struct err *e);
	bool (*column_null)(struct db_stmt *st, int i);
	int64_t (*column_int)(struct db_stmt *st, int i);
	const char *(*column_text)(struct db_stmt *st, int i); /* NULL for NULL */
	struct db_bytes (*column_bytes)(struct db_stmt *st, int i);
	void (*finish)(struct db_stmt *st);
};
extern const struct db_driver db_sqlite, db_postgres;

struct db {
	const struct db_driver *driver;
	enum db_engine engine;
	struct arena *arena; /* what lives as long as the connection */
	const char *url;
	const char *where; /* the url without its scheme */
	enum db_how how;
	bool in_tx;
	struct db_stmt *open_stream;
	unsigned queued; /* statements sent whose results are not yet read */
	struct db_stmt *cache[DB_CACHE_BUCKETS];
	struct sqlite3 *sqlite;
	struct pg_conn *pg;
};

struct db_stmt {
	struct db *db;
	const struct db_sql *sql;
	struct db_stmt *next; /* in its bucket */
	bool prepared, started, stepped, done;
	struct sqlite3_stmt *sqlite;
	struct pg_stmt *pg;
};
