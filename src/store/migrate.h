/* The schema's numbered steps. The one list of them all, the offices' too, is `migrations` in
 * src/store/meson.build; docs/ says how to add one. A released file never changes: its SHA-256 is on record
 * in each store.
 *
 * Two rules let store_backup() and store_restore() copy any table: tables are made in an order in which
 * foreign keys point back, and a migration puts no rows into a table of its own (journal_head, here, is the
 * exception). */
#pragma once
#include "store/db.h"

struct migration {
	int number; /* 1, 2, … */
	const char *name;
	const char *sql[DB_ENGINE_COUNT];
};
extern const struct migration store_migrations[];
extern const size_t store_migrations_n;

/* Whether the store holds exactly these. ERR_NOTFOUND: it holds no schema at all. ERR_DB: an older or newer
 * one (names both), or a migration that is not the one that ran. */
int migrate_check(struct db *db, const struct migration *m, size_t n, struct err *e) ATTR_CHECK;

/* How many of them it holds; errors of migrate_check() but for the older schema. */
int migrate_held(struct db *db, const struct migration *m, size_t n, size_t *ret, struct err *e) ATTR_CHECK;

enum migrate_from {
	MIGRATE_NOTHING, /* makes the schema; ERR_CONFLICT when there is one */
	MIGRATE_OLDER,   /* runs what is missing; errors of migrate_check() but for the older schema */
};
/* All of it in one transaction that no other migration runs beside. */
int migrate_run(
	struct db *db, enum migrate_from from, const struct migration *m, size_t n, struct err *e) ATTR_CHECK;
