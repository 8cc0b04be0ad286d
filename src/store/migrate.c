#include "store/migrate.h"

#include <string.h>

#include "base/file.h"
#include "store_sql.h"

static int schema_exists(struct db *db, bool *ret, struct err *e)
{
	struct schema_exists_row row;
	struct db_stmt *st;
	int r = schema_exists_start(db, &st, e);

	if (r < 0)
		return r;
	r = schema_exists_step(st, &row, e);
	if (r == DB_ROW)
		*ret = row.found > 0;
	db_finish(st);
	return r < 0 ? r : 0;
}

static int schema_lock(struct db *db, struct err *e)
{
	struct schema_lock_row row;
	struct db_stmt *st;
	int r = schema_lock_start(db, &st, e);

	if (r < 0)
		return r;
	r = schema_lock_step(st, &row, e);
	db_finish(st);
	return r < 0 ? r : 0;
}

static void sql_sha256(const struct migration *m, enum db_engine engine, char out[65])
{
	sha256_hex(m->sql[engine], strlen(m->sql[engine]), out);
}

/* How many of m[0..n) the store holds, in order; n + 1 or more: it is newer. */
static int held(struct db *db, const struct migration *m, size_t n, size_t *ret, struct err *e)
{
	struct schema_list_row row;
	struct db_stmt *st;
	char sha256[65];
	size_t found = 0;
	int r = schema_list_start(db, &st, e);

	if (r < 0)
		return r;
	for (r = schema_list_step(st, &row, e); r == DB_ROW; r = schema_list_step(st, &row, e)) {
		if (found++ >= n)
			continue;
		const struct migration *mine = &m[found - 1];

		sql_sha256(mine, db_engine(db), sha256);
		if (row.number == mine->number && strcmp(row.sha256, sha256) == 0)
			continue;
		r = err_set(e, ERR_DB,
			"schema step %lld (%s) of the store is not step %d (%s) of this program; mend: use "
			"the Paraph that wrote it",
			(long long)row.number, row.name, mine->number, mine->name);
		break;
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = found;
	return 0;
}

static int found_other(size_t found, size_t n, struct err *e)
{
	if (found < n)
		return err_set(e, ERR_DB,
			"the store has schema %zu, this program needs %zu; mend: paraph migrate", found, n);
	return err_set(e, ERR_DB,
		"the store has schema %zu, newer than this program's %zu; mend: use the newer Paraph", found,
		n);
}

int migrate_held(struct db *db, const struct migration *m, size_t n, size_t *ret, struct err *e)
{
	bool exists = false;
	size_t found;
	int r = schema_exists(db, &exists, e);

	if (r < 0)
		return r;
	if (!exists)
		return err_set(
			e, ERR_NOTFOUND, "there is no record of acts in this database; mend: paraph init");
	r = held(db, m, n, &found, e);
	if (r == 0 && found > n)
		r = found_other(found, n, e);
	if (r == 0)
		*ret = found;
	return r;
}

int migrate_check(struct db *db, const struct migration *m, size_t n, struct err *e)
{
	size_t found = 0;
	int r = migrate_held(db, m, n, &found, e);

	return r < 0 || found == n ? r : found_other(found, n, e);
}

static int run_one(struct db *db, const struct migration *m, struct err *e)
{
	char sha256[65];
	int r = db_exec(db, m->sql[db_engine(db)], e);

	if (r < 0)
		return err_ctx(e, "migration %04d_%s", m->number, m->name);
	sql_sha256(m, db_engine(db), sha256);
	return schema_add_run(db, &(struct schema_add_in){m->number, m->name, sha256}, e);
}

int migrate_run(struct db *db, enum migrate_from from, const struct migration *m, size_t n, struct err *e)
{
	AUTO_TX tx = {0};
	bool exists = false;
	size_t found = 0;
	int r = tx_begin(&tx, db, e);

	if (r == 0)
		r = schema_lock(db, e);
	if (r == 0)
		r = schema_exists(db, &exists, e);
	if (r < 0)
		return r;
	if (from == MIGRATE_NOTHING && exists)
		return err_set(e, ERR_CONFLICT,
			"this database already holds a record of acts; mend: choose another name, or go "
			"on with this one");
	if (from == MIGRATE_OLDER && !exists)
		return migrate_check(db, m, n, e);
	if (exists)
		r = held(db, m, n, &found, e);
	if (r == 0 && found > n)
		return found_other(found, n, e);
	for (size_t i = found; r == 0 && i < n; i++)
		r = run_one(db, &m[i], e);
	if (r == 0)
		r = tx_commit(&tx, e);
	return r;
}
