#include "store/db.h"

#include <assert.h>
#include <string.h>

#include "store/db_driver.h"

const char *const db_engine_names[DB_ENGINE_COUNT] = {
	[DB_SQLITE] = "SQLite",
	[DB_POSTGRES] = "PostgreSQL",
};

static const struct {
	const char *prefix;
	enum db_engine engine;
	bool strip; /* libpq reads its own scheme */
} schemes[] = {
	{"postgresql://", DB_POSTGRES, false},
	{"postgres://", DB_POSTGRES, false},
	{"sqlite:", DB_SQLITE, true},
	{"", DB_SQLITE, true},
};

static const struct db_driver *const drivers[DB_ENGINE_COUNT] = {
	[DB_SQLITE] = &db_sqlite,
	[DB_POSTGRES] = &db_postgres,
};

static void db_close(void *arg)
{
	struct db *db = arg;

	for (size_t i = 0; i < DB_CACHE_BUCKETS; i++)
		for (struct db_stmt *st = db->cache[i]; st; st = st->next)
			db->driver->unprepare(st);
	db->driver->close(db);
}

int db_open(struct arena *a, const char *url, enum db_how how, struct db **ret, struct err *e)
{
	struct db *db = NEW(a, struct db);
	size_t i = 0;
	int r;

	while (strncmp(url, schemes[i].prefix, strlen(schemes[i].prefix)) != 0)
		i++;
	*db = (struct db){
		.driver = drivers[schemes[i].engine],
		.engine = schemes[i].engine,
		.arena = a,
		.url = arena_strdup(a, url),
		.how = how,
	};
	db->where = db->url + (schemes[i].strip ? strlen(schemes[i].prefix) : 0);
	arena_defer(a, db_close, db);
	r = db->driver->open(db, e);
	if (r < 0)
		return r;
	*ret = db;
	return 0;
}

enum db_engine db_engine(const struct db *db)
{
	return db->engine;
}

const char *db_url(const struct db *db)
{
	return db->url;
}

bool db_in_tx(const struct db *db)
{
	return db->in_tx;
}

static int ready(struct db *db, struct err *e)
{
	if (db->open_stream)
		return err_set(e, ERR_BUG, "%s is still being read", db->open_stream->sql->name);
	if (db->in_tx || !db->driver->ready)
		return 0;
	return db->driver->ready(db, e);
}

static int flush(struct db *db, struct err *e)
{
	return db->queued > 0 ? db->driver->flush(db, e) : 0;
}

int db_exec(struct db *db, const char *sql, struct err *e)
{
	int r = ready(db, e);

	if (r == 0)
		r = flush(db, e);
	if (r == 0)
		r = db->driver->exec(db, sql, e);
	return r;
}

static int begin(struct tx *tx, struct db *db, const char *sql, struct err *e)
{
	int r;

	tx->db = NULL;
	if (db->in_tx)
		return err_set(e, ERR_BUG, "a transaction within a transaction");
	r = db_exec(db, sql, e);
	if (r < 0)
		return r;
	db->in_tx = true;
	tx->db = db;
	return 0;
}

int tx_begin(struct tx *tx, struct db *db, struct err *e)
{
	return begin(tx, db, db->driver->begin, e);
}

int tx_begin_read(struct tx *tx, struct db *db, struct err *e)
{
	return begin(tx, db, db->driver->begin_read, e);
}

int tx_commit(struct tx *tx, struct err *e)
{
	int r = db_exec(tx->db, "COMMIT", e);

	if (r < 0)
		return r; /* still to be rolled back */
	tx->db->in_tx = false;
	tx->db = NULL;
	return 0;
}

void tx_rollback(struct tx *tx)
{
	struct db *db = tx->db;

	if (!db)
		return;
	db_finish(db->open_stream);
	/* The first error has been reported; an engine that cannot even roll back has done so by itself. */
	IGNORE(flush(db, NULL));
	IGNORE(db->driver->exec(db, "ROLLBACK", NULL));
	db->in_tx = false;
	tx->db = NULL;
}

static struct db_stmt *stmt_find(struct db *db, const struct db_sql *sql)
{
	struct db_stmt **bucket = &db->cache[((uintptr_t)sql >> 4) % DB_CACHE_BUCKETS];

	for (struct db_stmt *st = *bucket; st; st = st->next)
		if (st->sql == sql)
			return st;
	struct db_stmt *st = NEW(db->arena, struct db_stmt);
	*st = (struct db_stmt){.db = db, .sql = sql, .next = *bucket};
	*bucket = st;
	return st;
}

int db_start(struct db *db, const struct db_sql *sql, struct db_stmt **ret, struct err *e)
{
	int r = ready(db, e);

	if (r < 0)
		return err_ctx(e, "%s", sql->name);
	struct db_stmt *st = stmt_find(db, sql);

	if (st->started)
		return err_set(e, ERR_BUG, "%s: started twice", sql->name);
	if (!st->prepared) {
		r = flush(db, e);
		if (r == 0)
			r = db->driver->prepare(st, e);
		if (r < 0)
			return r;
		st->prepared = true;
	}
	st->started = true;
	st->stepped = false;
	st->done = false;
	*ret = st;
	return 0;
}

int db_check(struct db *db, const struct db_sql *sql, struct err *e)
{
	struct db_stmt *st;
	int r = db_start(db, sql, &st, e);

	if (r < 0)
		return r;
	r = db->driver->check(st, e);
	db_finish(st);
	return r;
}

void db_bind_int(struct db_stmt *st, int i, int64_t v)
{
	st->db->driver->bind_int(st, i, v);
}

void db_bind_text(struct db_stmt *st, int i, const char *v)
{
	st->db->driver->bind_text(st, i, v);
}

void db_bind_bytes(struct db_stmt *st, int i, struct db_bytes v)
{
	st->db->driver->bind_bytes(st, i, v);
}

int db_step(struct db_stmt *st, struct err *e)
{
	struct db *db = st->db;
	int r;

	if (st->done)
		return DB_DONE;
	if (!st->stepped) {
		r = flush(db, e);
		if (r < 0)
			return r;
		if (db->open_stream)
			return err_set(e, ERR_BUG, "%s is still being read", db->open_stream->sql->name);
		if (st->sql->stream)
			db->open_stream = st;
		st->stepped = true;
	}
	r = db->driver->step(st, e);
	st->done = r != DB_ROW;
	return r;
}

int db_queue(struct db_stmt *st, struct err *e)
{
	struct db *db = st->db;
	int r;

	assert(db->in_tx && st->sql->out[0] == '\0');
	if (!db->driver->queue)
		return db_step(st, e);
	r = db->driver->queue(st, e);
	if (r < 0)
		return r;
	db->queued++;
	return db->queued < DB_QUEUE_MAX ? 0 : flush(db, e);
}

int64_t db_int(struct db_stmt *st, int i)
{
	return st->db->driver->column_int(st, i);
}

const char *db_text(struct db_stmt *st, int i)
{
	const char *s = st->db->driver->column_text(st, i);

	return s ? s : "";
}

const char *db_text_or_null(struct db_stmt *st, int i)
{
	return st->db->driver->column_text(st, i);
}

struct db_bytes db_bytes(struct db_stmt *st, int i)
{
	return st->db->driver->column_bytes(st, i);
}

bool db_null(struct db_stmt *st, int i)
{
	return st->db->driver->column_null(st, i);
}

bool db_text_whole(struct db_stmt *st, int i)
{
	const char *s = st->db->driver->column_text(st, i);

	return s && strlen(s) == st->db->driver->column_bytes(st, i).len;
}

void db_finish(struct db_stmt *st)
{
	if (!st || !st->started)
		return;
	st->db->driver->finish(st);
	st->started = false;
	if (st->db->open_stream == st)
		st->db->open_stream = NULL;
}
