/* SQLite: a file, opened by one process at a time for writing, by any number for reading. */
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/buf.h"
#include "store/db_driver.h"

#define SQLITE_CACHE_KIB 65536         /* pages kept in memory: a large import stays off the disk */
#define SQLITE_WAL_BYTES_KEPT 67108864 /* the write-ahead log shrinks back to this after a large import */
#define TEXT_OF(x) TEXT_OF_(x)
#define TEXT_OF_(x) #x

/* WAL: readers go on while one writes. FULL: a commit survives loss of power. trusted_schema off: a file from
 * elsewhere runs no code by views or triggers that call functions. recursive_triggers: so that REPLACE meets
 * the triggers that forbid to delete. */
static const char pragmas[] = "PRAGMA busy_timeout = " TEXT_OF(
	DB_BUSY_TIMEOUT_MS) ";"
			    "PRAGMA foreign_keys = ON;"
			    "PRAGMA trusted_schema = OFF;"
			    "PRAGMA recursive_triggers = ON;"
			    "PRAGMA synchronous = FULL;"
			    "PRAGMA cache_size = -" TEXT_OF(SQLITE_CACHE_KIB) ";";
static const char pragmas_write[] = "PRAGMA journal_mode = WAL;"
				    "PRAGMA journal_size_limit = " TEXT_OF(SQLITE_WAL_BYTES_KEPT) ";";

static enum err_code code_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		return ERR_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	default:
		return ERR_DB;
	}
}

/* What to do about it; "" where SQLite's own words are all there is to say. */
static const char *mend_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "; mend: try again, another program is writing";
	case SQLITE_READONLY:
		return "; mend: copy the database to where it may be written";
	case SQLITE_CANTOPEN:
		return "; mend: copy it to a folder that may be written";
	default:
		return "";
	}
}

static int failed(struct db *db, const char *what, struct err *e)
{
	int rc = sqlite3_extended_errcode(db->sqlite);

	return err_set(
		e, code_of(rc), "%s: %s: %s%s", db->where, what, sqlite3_errmsg(db->sqlite), mend_of(rc));
}

static int exec(struct db *db, const char *sql, struct err *e)
{
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		return failed(db, "cannot run it", e);
	return 0;
}

static int opened(struct db *db, const char *name, int flags, struct err *e)
{
	int rc =
		sqlite3_open_v2(name, &db->sqlite, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

	if (rc != SQLITE_OK)
		return err_set(
			e, ERR_DB, "%s: cannot be opened: %s%s", db->where, sqlite3_errstr(rc), mend_of(rc));
	return exec(db, pragmas, e);
}

/* On read-only media nobody writes: the file can be read as it is, without the log and the lock file that
 * SQLite wants beside it. */
static bool on_read_only_media(const struct db *db)
{
	struct statvfs fs;

	return statvfs(db->where, &fs) == 0 && fs.f_flag & ST_RDONLY;
}

#define URI_BYTES_MAX 16384

/* https://www.sqlite.org/uri.html: "?", "#" and "%" mean something there. */
static int open_unchanging(struct db *db, struct err *e)
{
	const char *log = arena_printf(db->arena, "%s-wal", db->where);
	struct stat st;
	struct buf uri;
	int r;

	if (stat(log, &st) == 0 && st.st_size > 0)
		return err_set(e, ERR_DB,
			"%s: lies on read-only media, and %s beside it holds what is not in it yet; mend: "
			"copy both to where they may be written",
			db->where, log);
	buf_init(&uri, db->arena, URI_BYTES_MAX);
	buf_puts(&uri, "file:");
	for (const char *c = db->where; *c; c++)
		buf_printf(&uri, strchr("?#%", *c) ? "%%%02X" : "%c", (unsigned char)*c);
	buf_puts(&uri, "?immutable=1");
	r = buf_check(&uri, e);
	return r < 0 ? r : opened(db, uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, e);
}

static int db_sqlite_open(struct db *db, struct err *e)
{
	static const int flags[] = {
		[DB_EXISTING] = SQLITE_OPEN_READWRITE,
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_CREATE_COPY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_READ] = SQLITE_OPEN_READONLY,
	};
	bool creates = flags[db->how] & SQLITE_OPEN_CREATE;
	int r;

	if (db->where[0] == '\0')
		return err_set(e, ERR_INVALID, "the database has no name; mend: give a path");
	if (!creates && access(db->where, F_OK) < 0)
		return err_set(
			e, ERR_NOTFOUND, "%s: there is no such database; mend: paraph init", db->where);
	if (!creates && on_read_only_media(db))
		return open_unchanging(db, e);
	r = opened(db, db->where, flags[db->how], e);
	if (r == 0 && (db->how == DB_EXISTING || db->how == DB_CREATE) &&
		!sqlite3_db_readonly(db->sqlite, "main"))
		r = exec(db, pragmas_write, e);
	return r;
}

static void db_sqlite_close(struct db *db)
{
	/* All statements are gone, so it closes; NULL is a no-op. */
	sqlite3_close(db->sqlite);
}

static int prepare(struct db_stmt *st, struct err *e)
{
	if (sqlite3_prepare_v3(st->db->sqlite, st->sql->text[DB_SQLITE], -1, SQLITE_PREPARE_PERSISTENT,
		    &st->sqlite, NULL) != SQLITE_OK)
		return failed(st->db, st->sql->name, e);
	return 0;
}

static int check(struct db_stmt *st, struct err *e)
{
	size_t params = (size_t)sqlite3_bind_parameter_count(st->sqlite);
	size_t cols = (size_t)sqlite3_column_count(st->sqlite);

	if (params != strlen(st->sql->in) || cols != strlen(st->sql->out))
		return err_set(e, ERR_BUG,
			"%s: %zu parameters and %zu columns are declared, SQLite finds %zu and %zu",
			st->sql->name, strlen(st->sql->in), strlen(st->sql->out), params, cols);
	return 0;
}

static void unprepare(struct db_stmt *st)
{
	sqlite3_finalize(st->sqlite);
}

/* Binding fails only for a place that check() would have refused, or a text over SQLite's own gigabyte. */
static void bind_int(struct db_stmt *st, int i, int64_t v)
{
	sqlite3_bind_int64(st->sqlite, i + 1, v);
}

static void bind_text(struct db_stmt *st, int i, const char *v)
{
	sqlite3_bind_text(st->sqlite, i + 1, v, -1, SQLITE_STATIC);
}

static void bind_bytes(struct db_stmt *st, int i, struct db_bytes v)
{
	sqlite3_bind_blob64(st->sqlite, i + 1, v.len ? v.data : "", v.len, SQLITE_STATIC);
}

static int step(struct db_stmt *st, struct err *e)
{
	int rc = sqlite3_step(st->sqlite);

	if (rc == SQLITE_ROW)
		return DB_ROW;
	if (rc == SQLITE_DONE)
		return DB_DONE;
	return failed(st->db, st->sql->name, e);
}

static bool column_null(struct db_stmt *st, int i)
{
	return sqlite3_column_type(st->sqlite, i) == SQLITE_NULL;
}

static int64_t column_int(struct db_stmt *st, int i)
{
	return sqlite3_column_int64(st->sqlite, i);
}

static const char *column_text(struct db_stmt *st, int i)
{
	return (const char *)sqlite3_column_text(st->sqlite, i);
}

static struct db_bytes column_bytes(struct db_stmt *st, int i)
{
	const void *data = sqlite3_column_blob(st->sqlite, i);

	return (struct db_bytes){data, (size_t)sqlite3_column_bytes(st->sqlite, i)};
}

static void finish(struct db_stmt *st)
{
	/* The step reported what reset repeats. */
	sqlite3_reset(st->sqlite);
	sqlite3_clear_bindings(st->sqlite);
}

int db_sqlite_copy(struct db *from, const char *path, struct err *e)
{
	sqlite3 *into = NULL;
	sqlite3_backup *copy = NULL;
	int r = 0;

	if (from->engine != DB_SQLITE)
		return err_set(e, ERR_BUG, "%s is no SQLite database", from->where);
	int rc = sqlite3_open_v2(path, &into, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK) {
		copy = sqlite3_backup_init(into, "main", from->sqlite, "main");
		rc = copy ? sqlite3_backup_step(copy, -1) : sqlite3_errcode(into);
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
	}
	if (copy && sqlite3_backup_finish(copy) != SQLITE_OK && rc == SQLITE_OK)
		rc = sqlite3_errcode(into);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(into, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		r = err_set(e, code_of(rc), "%s: cannot be written: %s", path, sqlite3_errstr(rc));
	sqlite3_close(into);
	return r;
}

const struct db_driver db_sqlite = {
	.begin = "BEGIN IMMEDIATE",
	.begin_read = "BEGIN",
	.open = db_sqlite_open,
	.close = db_sqlite_close,
	.exec = exec,
	.prepare = prepare,
	.check = check,
	.unprepare = unprepare,
	.bind_int = bind_int,
	.bind_text = bind_text,
	.bind_bytes = bind_bytes,
	.step = step,
	.column_null = column_null,
	.column_int = column_int,
	.column_text = column_text,
	.column_bytes = column_bytes,
	.finish = finish,
};
