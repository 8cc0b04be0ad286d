/* SQLite by itself, as a program without Paraph would use it: a connection of its own, statements prepared
 * once. What goes wrong ends the program. */
#pragma once
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct sqlite3 *query_open(const char *path); /* memory for pages as in src/store/db_sqlite.c */
void query_close(struct sqlite3 *db);         /* with its statements */
struct sqlite3_stmt *query_prepare(struct sqlite3 *db, const char *sql, const char **ret_rest);
/* Runs the statements of a file, but the last: that one is prepared and given back. */
struct sqlite3_stmt *query_file(struct sqlite3 *db, struct arena *a, const char *path);
/* Steps to the end and touches every column of every row; what it returns depends on all of them. */
uint64_t query_touch(struct sqlite3_stmt *st);
