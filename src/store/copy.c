/* Backup and restore. Rows are copied table by table, as the target's own schema lists them, so that an
 * office's tables are never forgotten. This is the one place that writes SQL at run time: from the names in
 * that schema alone. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/migrate.h"
#include "store/row.h"
#include "store/verify.h"

#define TABLES_MAX 1000
#define SQL_BYTES_MAX 65536

struct table {
	const char *name, *kinds; /* a letter a column, as in struct db_sql */
	const char *columns;      /* a, b, c */
	size_t n;
};

/* Filled by the schema itself, or by hand: not for copying. */
static const char *const kept[] = {"schema_migration", "journal_head"};

static bool is_kept(const char *name)
{
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (strcmp(name, kept[i]) == 0)
			return true;
	return false;
}

static int table_add(struct table *t, struct arena *a, const struct schema_columns_row *row, struct err *e)
{
	size_t plain = strspn(row->column_name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (row->column_name[plain] || !strchr("inb", row->kind[0]) || row->kind[1] || t->n == DB_PARAMS_MAX)
		return err_set(e, ERR_BUG,
			"column %s of %s (%s): tables have up to %d columns of whole numbers, text or bytes",
			row->column_name, t->name, row->kind, DB_PARAMS_MAX);
	t->columns = t->n == 0 ? arena_strdup(a, row->column_name)
			       : arena_printf(a, "%s, %s", t->columns, row->column_name);
	t->kinds = arena_printf(a, "%s%s", t->n == 0 ? "" : t->kinds, row->kind);
	t->n++;
	return 0;
}

static int tables_of(struct db *db, struct arena *a, struct table **ret, size_t *ret_n, struct err *e)
{
	struct schema_columns_row row;
	struct table *t = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int r = schema_columns_start(db, &st, e);

	if (r < 0)
		return r;
	for (r = schema_columns_step(st, &row, e); r == DB_ROW; r = schema_columns_step(st, &row, e)) {
		if (is_kept(row.table_name))
			continue;
		if (n == 0 || strcmp(t[n - 1].name, row.table_name) != 0) {
			if (n == TABLES_MAX) {
				r = err_set(e, ERR_LIMIT, "more than %d tables", TABLES_MAX);
				break;
			}
			GROW(a, t, n, cap);
			t[n++].name = arena_strdup(a, row.table_name);
		}
		r = table_add(&t[n - 1], a, &row, e);
		if (r < 0)
			break;
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret = t;
	*ret_n = n;
	return 0;
}

/* Statements of a copy stay prepared on its two connections, so they live in the same arena. */
static int copy_sql(struct arena *a, const struct table *t, struct db_sql **ret_select,
	struct db_sql **ret_insert, struct err *e)
{
	struct db_sql *select = NEW(a, struct db_sql), *insert = NEW(a, struct db_sql);
	struct buf b;

	for (int engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		buf_init(&b, a, SQL_BYTES_MAX);
		buf_printf(&b, "INSERT INTO %s (%s) VALUES (", t->name, t->columns);
		for (size_t i = 1; i <= t->n; i++)
			buf_printf(&b, "%s%c%zu", i == 1 ? "" : ", ", engine == DB_SQLITE ? '?' : '$', i);
		buf_puts(&b, ")");
		int r = buf_check(&b, e);

		if (r < 0)
			return r;
		insert->text[engine] = b.data;
		select->text[engine] = arena_printf(a, "SELECT %s FROM %s ORDER BY 1", t->columns, t->name);
	}
	*insert = (struct db_sql){
		.name = t->name, .in = t->kinds, .out = "", .text = {insert->text[0], insert->text[1]}};
	*select = (struct db_sql){
		.name = t->name,
		.in = "",
		.out = t->kinds,
		.stream = true,
		.text = {select->text[0], select->text[1]},
	};
	*ret_select = select;
	*ret_insert = insert;
	return 0;
}

static int copy_row(struct db_stmt *from, struct db *into, const struct db_sql *insert, struct err *e)
{
	struct db_stmt *st;
	int r = db_start(into, insert, &st, e);

	if (r < 0)
		return r;
	for (int i = 0; insert->in[i]; i++) {
		if (insert->in[i] == 'n' || db_null(from, i))
			db_bind_text(st, i, db_text_or_null(from, i));
		else if (insert->in[i] == 'i')
			db_bind_int(st, i, db_int(from, i));
		else
			db_bind_bytes(st, i, db_bytes(from, i));
	}
	r = db_queue(st, e);
	db_finish(st);
	return r;
}

static int copy_table(struct db *from, struct db *into, struct arena *a, const struct table *t, struct err *e)
{
	struct db_sql *select, *insert;
	struct db_stmt *st;
	int r = copy_sql(a, t, &select, &insert, e);

	if (r == 0)
		r = db_start(from, select, &st, e);
	if (r != 0)
		return r;
	for (r = db_step(st, e); r == DB_ROW; r = db_step(st, e)) {
		r = copy_row(st, into, insert, e);
		if (r < 0)
			break;
	}
	db_finish(st);
	return r < 0 ? err_ctx(e, "table %s", t->name) : 0;
}

/* All rows, then the head; both connections are in a transaction. */
static int copy_rows(struct db *from, struct db *into, struct arena *a, struct err *e)
{
	struct table *t = NULL;
	struct head head;
	size_t n = 0;
	int r = tables_of(into, a, &t, &n, e);

	for (size_t i = 0; r == 0 && i < n; i++)
		r = copy_table(from, into, a, &t[i], e);
	if (r == 0)
		r = store_head(from, &head, e);
	if (r == 0 && head.count > 0)
		r = head_write_run(
			into, &(struct head_write_in){(int64_t)head.count, head.hash, head.recorded_ms}, e);
	if (r == 0)
		r = verify_all_good(into, e);
	return r;
}

/* From any engine, by rows, on connections of its own. */
static int backup_rows(const char *url, const char *path, struct err *e)
{
	AUTO_ARENA a = arena_new("backup");
	AUTO_TX read = {0}, write = {0};
	struct db *from, *into;
	int r = store_open(a, url, STORE_READ, &from, e);

	if (r == 0)
		r = db_open(a, arena_printf(a, "sqlite:%s", path), DB_CREATE_COPY, &into, e);
	if (r == 0)
		r = migrate_run(into, MIGRATE_NOTHING, store_migrations, store_migrations_n, e);
	if (r == 0)
		r = tx_begin_read(&read, from, e);
	if (r == 0)
		r = tx_begin(&write, into, e);
	if (r == 0)
		r = copy_rows(from, into, a, e);
	if (r == 0)
		r = tx_commit(&write, e);
	return r;
}

/* From SQLite: its pages. */
static int backup_pages(struct db *db, const char *path, struct err *e)
{
	AUTO_ARENA a = arena_new("backup");
	AUTO_TX tx = {0};
	struct db *copy;
	int r = db_sqlite_copy(db, path, e);

	if (r == 0)
		r = store_open(a, arena_printf(a, "sqlite:%s", path), STORE_READ, &copy, e);
	if (r == 0)
		r = tx_begin_read(&tx, copy, e);
	if (r == 0)
		r = verify_all_good(copy, e);
	return r;
}

static int sync_path(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), r = 0;

	if (fd < 0 || fsync(fd) < 0)
		r = err_set(e, ERR_IO, "%s: cannot be made safe on disk: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return r;
}

static int put_in_place(struct arena *a, const char *part, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	int r = sync_path(part, e);

	if (r == 0 && rename(part, path) < 0)
		r = err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	if (r == 0)
		r = sync_path(slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".", e);
	return r;
}

/* A new file at `path`: written under another name, so that it is complete or absent. */
static int make_copy(
	struct db *db, const char *path, int (*write)(struct db *, const char *, struct err *), struct err *e)
{
	AUTO_ARENA a = arena_new("copy");
	char *part = arena_printf(a, "%s.XXXXXX", path);
	int r, fd;

	if (db_in_tx(db))
		return err_set(
			e, ERR_BUG, "a copy is made outside a transaction: it would hold what may be undone");
	if (access(path, F_OK) == 0)
		return err_set(
			e, ERR_CONFLICT, "%s is there already; mend: give the copy another name", path);
	fd = mkstemp(part); /* an empty file, which SQLite takes for a new database */
	if (fd < 0)
		return err_set(e, ERR_IO, "%s: cannot be written: %s", path, strerror(errno));
	close(fd);
	r = write(db, part, e);
	if (r == 0)
		r = put_in_place(a, part, path, e);
	if (r < 0)
		unlink(part);
	return r;
}

static int backup_verified(struct db *db, const char *part, struct err *e)
{
	return db_engine(db) == DB_SQLITE ? backup_pages(db, part, e) : backup_rows(db_url(db), part, e);
}

int store_backup(struct db *db, const char *path, struct err *e)
{
	int r = make_copy(db, path, backup_verified, e);

	return r < 0 ? err_ctx(e, "backup") : 0;
}

/* Beside the database, with a further number where that name is taken: a run that was killed left it. */
static const char *copy_beside(struct arena *a, const char *url, size_t schema)
{
	const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
	const char *name = arena_printf(a, "%s.schema-%zu", path, schema);

	for (int i = 2; access(name, F_OK) == 0; i++)
		name = arena_printf(a, "%s.schema-%zu.%d", path, schema, i);
	return name;
}

int store_migrate(struct arena *a, const char *url, const char *copy, struct migrated *ret, struct err *e)
{
	struct db *db;
	size_t found = 0;
	int r = db_open(a, url, DB_EXISTING, &db, e);

	if (r == 0)
		r = migrate_held(db, store_migrations, store_migrations_n, &found, e);
	if (r < 0)
		return r;
	*ret = (struct migrated){found, store_migrations_n, NULL};
	if (found == store_migrations_n)
		return 0;
	if (copy && db_engine(db) == DB_SQLITE) {
		ret->copy = *copy ? copy : copy_beside(a, url, found);
		r = make_copy(db, ret->copy, db_sqlite_copy, e);
	}
	return r < 0 ? r : migrate_run(db, MIGRATE_OLDER, store_migrations, store_migrations_n, e);
}

static int must_be_empty(struct db *db, struct err *e)
{
	struct head head;
	int r = store_head_lock(db, &head, e);

	if (r == 0 && head.count > 0)
		r = err_set(e, ERR_CONFLICT, "the store holds %llu acts; mend: restore into a new one",
			(unsigned long long)head.count);
	return r;
}

int store_restore(struct db *into, const char *path, struct err *e)
{
	AUTO_ARENA a = arena_new("store_restore");
	AUTO_TX read = {0}, write = {0};
	struct db *from, *target;
	int r = store_open(a, arena_printf(a, "sqlite:%s", path), STORE_READ, &from, e);

	/* A connection of its own, so that the statements of the copy go with it. */
	if (r == 0)
		r = store_open(a, db_url(into), STORE_EXISTING, &target, e);
	if (r == 0)
		r = tx_begin_read(&read, from, e);
	if (r == 0)
		r = tx_begin(&write, target, e);
	if (r == 0)
		r = must_be_empty(target, e);
	if (r == 0)
		r = copy_rows(from, target, a, e);
	if (r == 0)
		r = tx_commit(&write, e);
	return r < 0 ? err_ctx(e, "restore from %s", path) : 0;
}
