/* The layer over both engines: the same answers, the same errors. */
#include "kit.h"

#include "made_sql.h"
#include "office_list.h"
#include "store_sql.h"

static const char *const made_table[DB_ENGINE_COUNT] = {
	[DB_SQLITE] =
		"CREATE TABLE made (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE CHECK (title <> ''), "
		"note TEXT, body BLOB, above INTEGER REFERENCES made (id)) STRICT",
	[DB_POSTGRES] =
		"CREATE TABLE made (id bigint PRIMARY KEY, title text NOT NULL UNIQUE CHECK (title <> ''), "
		"note text, body bytea, above bigint REFERENCES made (id))",
};

static void with_made(struct kit *k)
{
	kit_create(k);
	MUST(k, db_exec(k->db, made_table[k->engine], &k->e));
}

static int made(struct db *db, int64_t id, const char *title, struct err *e)
{
	return made_add_run(db, &(struct made_add_in){id, title, NULL, {"", 0}}, e);
}

static int64_t rows(struct kit *k, struct db *db)
{
	struct made_count_row row;
	struct db_stmt *st;

	MUST(k, made_count_start(db, &st, &k->e));
	assert_int_equal(made_count_step(st, &row, &k->e), DB_ROW);
	int64_t n = row.rows;

	db_finish(st);
	return n;
}

static void every_statement(struct kit *k)
{
	with_made(k);
	for (const struct db_sql *const *sql = store_sql_all; *sql; sql++)
		MUST(k, db_check(k->db, *sql, &k->e));
	for (const struct db_sql *const *sql = made_sql_all; *sql; sql++)
		MUST(k, db_check(k->db, *sql, &k->e));
	for (const struct db_sql *const *const *office = office_list; *office; office++)
		for (const struct db_sql *const *sql = *office; *sql; sql++)
			MUST(k, db_check(k->db, *sql, &k->e));
}

/* What db_check() is for: it must see each of these. */
static void wrong_statements(struct kit *k)
{
	static const struct db_sql wrong[] = {
		{.name = "a parameter too many",
			.in = "ii",
			.out = "i",
			.text = {"SELECT ?1", "SELECT $1::bigint"}},
		{.name = "a column too few", .in = "", .out = "i", .text = {"SELECT 1, 2", "SELECT 1, 2"}},
		{.name = "no parameter", .in = "i", .out = "i", .text = {"SELECT 1", "SELECT 1"}},
	};
	static const struct db_sql type = {.name = "text for a number",
		.in = "",
		.out = "i",
		.text = {"SELECT 'a'", "SELECT 'a'::text"}};
	static const struct db_sql table = {.name = "no such table",
		.in = "",
		.out = "i",
		.text = {"SELECT a FROM nowhere", "SELECT a FROM nowhere"}};

	kit_create(k);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		FAILS(k, ERR_BUG, db_check(k->db, &wrong[i], &k->e));
		kit_says(k, wrong[i].name);
	}
	if (k->engine == DB_POSTGRES)
		FAILS(k, ERR_BUG, db_check(k->db, &type, &k->e));
	FAILS(k, ERR_DB, db_check(k->db, &table, &k->e));
	kit_says(k, "no such table");
}

static void values(struct kit *k)
{
	static const struct made_add_in in[] = {
		{INT64_MIN, "lowest", NULL, {"", 0}},
		{-1, "'; DROP TABLE act; --", "", {"\0\1\xff", 3}},
		{INT64_MAX, "é 中文 العربية", "a\nb", {"x", 1}},
	};
	const size_t n = sizeof in / sizeof in[0];
	struct made_list_row row;
	struct db_stmt *st;

	with_made(k);
	for (size_t i = 0; i < n; i++)
		MUST(k, made_add_run(k->db, &in[i], &k->e));
	for (int stream = 0; stream < 2; stream++) {
		MUST(k,
			stream ? made_stream_start(k->db, &(struct made_stream_in){INT64_MIN}, &st, &k->e)
			       : made_list_start(k->db, &(struct made_list_in){INT64_MIN}, &st, &k->e));
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(made_list_step(st, &row, &k->e), DB_ROW);
			assert_true(row.id == in[i].id);
			assert_string_equal(row.title, in[i].title);
			assert_int_equal(row.body.len, in[i].body.len);
			assert_memory_equal(
				row.body.len ? row.body.data : "", in[i].body.data, in[i].body.len);
			if (in[i].note)
				assert_string_equal(row.note, in[i].note);
			else
				assert_null(row.note);
			assert_int_equal(db_null(st, 2), in[i].note == NULL);
		}
		assert_int_equal(made_list_step(st, &row, &k->e), DB_DONE);
		assert_int_equal(made_list_step(st, &row, &k->e), DB_DONE);
		db_finish(st);
	}
	db_finish(NULL);
}

static void bodies_and_colons(struct kit *k)
{
	struct made_count_row count;
	struct made_colons_row row;
	struct db_stmt *st;

	with_made(k);
	MUST(k, made_count_start(k->db, &st, &k->e));
	assert_int_equal(made_count_step(st, &count, &k->e), DB_ROW);
	assert_string_equal(count.engine, db_engine_names[k->engine]);
	db_finish(st);
	MUST(k, made_colons_start(k->db, &(struct made_colons_in){42}, &st, &k->e));
	assert_int_equal(made_colons_step(st, &row, &k->e), DB_ROW);
	assert_string_equal(row.a, ":not_one 'quoted' \"x\"");
	assert_string_equal(row.b, "a\\b");
	assert_int_equal(row.c, 42);
	db_finish(st);
}

static void transactions(struct kit *k)
{
	struct err e;

	with_made(k);
	{
		AUTO_TX tx = {0};
		struct tx again = {0};

		MUST(k, tx_begin(&tx, k->db, &k->e));
		MUST(k, made(k->db, 1, "one", &k->e));
		FAILS(k, ERR_BUG, tx_begin(&again, k->db, &k->e));
		assert_true(db_in_tx(k->db));
	}
	assert_false(db_in_tx(k->db));
	assert_int_equal(rows(k, k->db), 0);
	AUTO_TX tx = {0};

	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, made(k->db, 1, "one", &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	tx_rollback(&tx);
	assert_int_equal(rows(k, k->db), 1);

	/* A snapshot: what another commits meanwhile is not in it. */
	struct db *other = kit_connect(k);

	MUST(k, tx_begin_read(&tx, k->db, &k->e));
	assert_int_equal(rows(k, k->db), 1);
	MUST(k, made(other, 2, "two", &e));
	assert_int_equal(rows(k, k->db), 1);
	MUST(k, tx_commit(&tx, &k->e));
	assert_int_equal(rows(k, k->db), 2);
}

/* After a failed statement there is nothing to commit, whatever the caller overlooked. */
static void failed_then_commit(struct kit *k)
{
	AUTO_TX tx = {0};

	with_made(k);
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, made(k->db, 1, "one", &k->e));
	FAILS(k, ERR_CONFLICT, made(k->db, 1, "two", &k->e));
	tx_rollback(&tx);
	assert_int_equal(rows(k, k->db), 0);
	if (k->engine == DB_POSTGRES) {
		MUST(k, tx_begin(&tx, k->db, &k->e));
		FAILS(k, ERR_CONFLICT, made(k->db, 1, "", &k->e));
		FAILS(k, ERR_BUG, tx_commit(&tx, &k->e));
	}
}

static void constraints(struct kit *k)
{
	static const char *const broken[] = {
		"INSERT INTO made (id, title) VALUES (1, 'again')",
		"INSERT INTO made (id, title) VALUES (2, 'one')",
		"INSERT INTO made (id, title) VALUES (2, NULL)",
		"INSERT INTO made (id, title) VALUES (2, '')",
		"INSERT INTO made (id, title, above) VALUES (2, 'two', 7)",
		"UPDATE journal_head SET count = 0",
		"DELETE FROM journal_head",
		"INSERT INTO journal_head (one, count, hash, recorded_ms) VALUES (1, 9, '', 0)",
		"INSERT INTO journal_head (one, count, hash, recorded_ms) VALUES (2, 9, '', 0)",
	};

	with_made(k);
	MUST(k, made(k->db, 1, "one", &k->e));
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		FAILS(k, ERR_CONFLICT, db_exec(k->db, broken[i], &k->e));
	FAILS(k, ERR_DB, db_exec(k->db, "SELECT nonsense", &k->e));
	FAILS(k, ERR_DB, db_exec(k->db, "SELECT (", &k->e));
	assert_int_equal(rows(k, k->db), 1);
}

static void acts_stay(struct kit *k)
{
	static const char *const change[] = {
		"UPDATE act SET payload = '{}'",
		"DELETE FROM act WHERE seq = 1",
		"INSERT INTO act SELECT * FROM act WHERE seq = 0",
		"UPDATE pack_file SET code = 'x'",
		"DELETE FROM pack_file",
	};
	static const char *const own[DB_ENGINE_COUNT][3] = {
		[DB_SQLITE] = {"REPLACE INTO act SELECT * FROM act WHERE seq = 0",
			"PRAGMA recursive_triggers = OFF; REPLACE INTO act SELECT * FROM act WHERE seq = 0",
			"REPLACE INTO pack_file SELECT * FROM pack_file"},
		[DB_POSTGRES] = {"TRUNCATE act", "TRUNCATE pack_file", "TRUNCATE journal_head"},
	};
	AUTO_TX tx = {0};

	kit_create(k);
	MUST(k, kit_append(k, kit_drafts(k->a, "stay", 2), 2));
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, store_pack_add(k->db, "00", "ccm", 1, &(struct stored_file){"a", "b", 1}, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++)
		FAILS(k, ERR_CONFLICT, db_exec(k->db, change[i], &k->e));
	for (size_t i = 0; i < 3; i++)
		FAILS(k, ERR_CONFLICT, db_exec(k->db, own[k->engine][i], &k->e));
	assert_int_equal(kit_bad(k, 2, NULL), 0);
}

static void patience(struct kit *k, struct db *db)
{
	static const char *const sql[DB_ENGINE_COUNT] = {
		[DB_SQLITE] = "PRAGMA busy_timeout = 50",
		[DB_POSTGRES] = "SET lock_timeout = 50",
	};

	MUST(k, db_exec(db, sql[k->engine], &k->e));
}

static int lock_head(struct db *db, struct err *e)
{
	struct head_read_row row;
	struct db_stmt *st;
	int r = head_lock_start(db, &st, e);

	if (r < 0)
		return r;
	r = head_read_step(st, &row, e);
	db_finish(st);
	return r < 0 ? r : 0;
}

static void busy(struct kit *k)
{
	AUTO_TX first = {0}, second = {0};

	kit_create(k);
	struct db *other = kit_connect(k);

	patience(k, other);
	MUST(k, tx_begin(&first, k->db, &k->e));
	MUST(k, lock_head(k->db, &k->e));
	int r = tx_begin(&second, other, &k->e);

	if (r == 0)
		r = lock_head(other, &k->e);
	FAILS(k, ERR_BUSY, r);
	tx_rollback(&second);
	MUST(k, tx_commit(&first, &k->e));
	MUST(k, tx_begin(&second, other, &k->e));
	MUST(k, lock_head(other, &k->e));
}

/* Two that read before they write: the second must begin again. */
static void overtaken(struct kit *k)
{
	static const char *const begin[DB_ENGINE_COUNT] = {
		[DB_SQLITE] = "BEGIN",
		[DB_POSTGRES] = "BEGIN ISOLATION LEVEL REPEATABLE READ",
	};

	with_made(k);
	MUST(k, made(k->db, 1, "one", &k->e));
	struct db *other = kit_connect(k);

	MUST(k, db_exec(other, begin[k->engine], &k->e));
	assert_int_equal(rows(k, other), 1);
	MUST(k, made_set_run(k->db, &(struct made_set_in){1, "first"}, &k->e));
	FAILS(k, ERR_BUSY, made_set_run(other, &(struct made_set_in){1, "second"}, &k->e));
	MUST(k, db_exec(other, "ROLLBACK", &k->e));
	MUST(k, made_set_run(other, &(struct made_set_in){1, "second"}, &k->e));
}

static void misuse(struct kit *k)
{
	struct made_list_row row;
	struct db_stmt *st, *again;

	with_made(k);
	for (int i = 0; i < 3; i++)
		MUST(k, made(k->db, i, arena_printf(k->a, "%d", i), &k->e));
	MUST(k, made_list_start(k->db, &(struct made_list_in){0}, &st, &k->e));
	FAILS(k, ERR_BUG, made_list_start(k->db, &(struct made_list_in){0}, &again, &k->e));
	/* Reading goes on while others are run. */
	assert_int_equal(made_list_step(st, &row, &k->e), DB_ROW);
	assert_int_equal(rows(k, k->db), 3);
	assert_int_equal(made_list_step(st, &row, &k->e), DB_ROW);
	assert_string_equal(row.title, "1");
	db_finish(st);
	db_finish(st);
	/* But not while a stream is read; left early, it is in nobody's way. */
	MUST(k, made_stream_start(k->db, &(struct made_stream_in){0}, &st, &k->e));
	assert_int_equal(made_list_step(st, &row, &k->e), DB_ROW);
	FAILS(k, ERR_BUG, made(k->db, 9, "nine", &k->e));
	db_finish(st);
	MUST(k, made(k->db, 9, "nine", &k->e));
}

static void queued(struct kit *k)
{
	AUTO_TX tx = {0};
	int n = 3 * DB_QUEUE_MAX + 7;

	with_made(k);
	MUST(k, tx_begin(&tx, k->db, &k->e));
	for (int i = 0; i < n; i++)
		MUST(k,
			made_add_queue(k->db,
				&(struct made_add_in){i, arena_printf(k->a, "%d", i), NULL, {"b", 1}},
				&k->e));
	assert_int_equal(rows(k, k->db), n);
	MUST(k, made_add_queue(k->db, &(struct made_add_in){n, "last", "note", {"b", 1}}, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	assert_int_equal(rows(k, k->db), n + 1);

	/* A mistake among the queued comes out at the latest with the commit, and nothing is kept. */
	int r = tx_begin(&tx, k->db, &k->e);

	for (int i = 0; r == 0 && i < 5; i++)
		r = made_add_queue(k->db,
			&(struct made_add_in){n - 2 + i, arena_printf(k->a, "new %d", i), NULL, {"b", 1}},
			&k->e);
	if (r == 0)
		r = tx_commit(&tx, &k->e);
	FAILS(k, ERR_CONFLICT, r);
	tx_rollback(&tx);
	assert_int_equal(rows(k, k->db), n + 1);
}

static void not_there(struct kit *k)
{
	struct db *db;

	FAILS(k, ERR_NOTFOUND, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
	kit_says(k, "paraph init");
	FAILS(k, ERR_NOTFOUND, store_open(k->a, k->url, STORE_READ, &db, &k->e));
	kit_create(k);
	FAILS(k, ERR_CONFLICT, store_open(k->a, k->url, STORE_CREATE, &db, &k->e));
	FAILS(k, ERR_DB, db_open(k->a, "postgresql:///x?host=/nowhere", DB_EXISTING, &db, &k->e));
	FAILS(k, ERR_DB, db_open(k->a, "postgresql://%%%", DB_EXISTING, &db, &k->e));
	FAILS(k, ERR_INVALID, db_open(k->a, "", DB_EXISTING, &db, &k->e));
	FAILS(k, ERR_INVALID, db_open(k->a, "sqlite:", DB_CREATE, &db, &k->e));
	FAILS(k, ERR_NOTFOUND, db_open(k->a, kit_path(k, "none"), DB_READ, &db, &k->e));
	FAILS(k, ERR_DB, db_open(k->a, kit_path(k, "no/such/folder"), DB_CREATE, &db, &k->e));
}

static void read_only(struct kit *k)
{
	struct db *db;

	with_made(k);
	MUST(k, store_open(k->a, k->url, STORE_READ, &db, &k->e));
	assert_int_equal(rows(k, db), 0);
	FAILS(k, ERR_DB, made(db, 1, "one", &k->e));
}

static void no_database(struct kit *k)
{
	struct db *db;
	const char *path = kit_path(k, "letter.txt");
	FILE *f = fopen(path, "w");

	for (int i = 0; i < 1000; i++)
		fputs("Excellency, this is a letter, not a database.\n", f);
	fclose(f);
	FAILS(k, ERR_DB, db_open(k->a, path, DB_EXISTING, &db, &k->e));
	kit_says(k, "not a database");
	FAILS(k, ERR_DB, store_open(k->a, path, STORE_READ, &db, &k->e));
}

static void lost_connection(struct kit *k)
{
	static const char kill[] =
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'paraph' "
		"AND pid <> pg_backend_pid() AND query NOT LIKE '%pg_terminate%'";
	AUTO_TX tx = {0};

	with_made(k);
	struct db *other = kit_connect(k);

	/* In a transaction: the whole use case must run again; then it does. */
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, made(k->db, 1, "one", &k->e));
	MUST(k, db_exec(other, kill, &k->e));
	FAILS(k, ERR_BUSY, made(k->db, 2, "two", &k->e));
	FAILS(k, ERR_BUSY, tx_commit(&tx, &k->e));
	tx_rollback(&tx);
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, made(k->db, 1, "one", &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	assert_int_equal(rows(k, other), 1);
	/* Among queued statements, and in the middle of a stream. */
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, made_add_queue(k->db, &(struct made_add_in){3, "three", NULL, {"", 0}}, &k->e));
	MUST(k, db_exec(other, kill, &k->e));
	FAILS(k, ERR_BUSY, tx_commit(&tx, &k->e));
	tx_rollback(&tx);
	MUST(k, made(k->db, 2, "two", &k->e));
	/* Between two use cases: the first one notices. */
	MUST(k, db_exec(other, kill, &k->e));
	FAILS(k, ERR_BUSY, made(k->db, 4, "four", &k->e));
	MUST(k, made(k->db, 4, "four", &k->e));
	assert_int_equal(rows(k, other), 3);
}

static const struct kit_test tests[] = {
	{"every statement is what it is declared to be", every_statement},
	{"statements that are not are found", wrong_statements},
	{"values come back as they went", values},
	{"each engine its body; colons in literals", bodies_and_colons},
	{"transactions and snapshots", transactions},
	{"a failed transaction is not committed", failed_then_commit},
	{"broken constraints are conflicts", constraints},
	{"acts and packs stay as they are", acts_stay},
	{"a lock not had in time is busy", busy},
	{"a write overtaken by another is busy", overtaken},
	{"statements misused", misuse},
	{"queued statements", queued},
	{"what is not there", not_there},
	{"opened for reading", read_only},
};
static const struct kit_test tests_sqlite[] = {{"a file that is no database", no_database}};
static const struct kit_test tests_postgres[] = {
	{"a lost connection is busy, and comes back", lost_connection}};

int main(void)
{
	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT) +
		kit_main(tests_sqlite, 1, DB_SQLITE) + kit_main(tests_postgres, 1, DB_POSTGRES);
}
