#include "query.h"

#include "base/file.h"
#include "beside.h"

#define QUERY_BYTES_MAX 65536u
#define QUERY_COLUMNS_MAX 64

struct sqlite3 *query_open(const char *path)
{
	sqlite3 *db;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
		sqlite3_exec(db, "PRAGMA cache_size = -65536; PRAGMA synchronous = OFF;", NULL, NULL, NULL) !=
			SQLITE_OK)
		fail("%s: %s", path, sqlite3_errmsg(db));
	return db;
}

struct sqlite3_stmt *query_prepare(struct sqlite3 *db, const char *sql, const char **ret_rest)
{
	sqlite3_stmt *st;
	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, ret_rest) != SQLITE_OK)
		fail("%s in %s", sqlite3_errmsg(db), sql);
	return st;
}

struct sqlite3_stmt *query_file(struct sqlite3 *db, struct arena *a, const char *path)
{
	struct err e;
	char *sql;
	size_t len;
	sqlite3_stmt *last = NULL;
	if (file_read(a, path, QUERY_BYTES_MAX, &sql, &len, &e) < 0)
		fail("%s", e.text);
	for (const char *rest = sql; *rest;) {
		sqlite3_stmt *st = query_prepare(db, rest, &rest);
		if (!st) /* only white space was left */
			break;
		sqlite3_finalize(last);
		last = st;
		if (sqlite3_column_count(st) == 0 && sqlite3_step(st) != SQLITE_DONE)
			fail("%s: %s", path, sqlite3_errmsg(db));
	}
	if (!last || sqlite3_column_count(last) == 0)
		fail("%s: the last statement is no query", path);
	return last;
}

uint64_t query_touch(struct sqlite3_stmt *st)
{
	uint64_t touched = 0;
	int n = sqlite3_column_count(st), rc;
	bool whole[QUERY_COLUMNS_MAX] = {false};
	for (int i = 0; i < n; i++) {
		const char *type = sqlite3_column_decltype(st, i);
		whole[i] = type && sqlite3_stricmp(type, "INTEGER") == 0;
	}
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		for (int i = 0; i < n; i++) {
			if (whole[i]) {
				touched += (uint64_t)sqlite3_column_int64(st, i);
			} else {
				const unsigned char *text = sqlite3_column_text(st, i);
				touched += text ? *text : 1;
			}
		}
	}
	if (rc != SQLITE_DONE)
		fail("%s", sqlite3_errmsg(sqlite3_db_handle(st)));
	sqlite3_reset(st);
	return touched;
}

void query_close(struct sqlite3 *db)
{
	for (sqlite3_stmt *st; (st = sqlite3_next_stmt(db, NULL));)
		sqlite3_finalize(st);
	sqlite3_close(db);
}
