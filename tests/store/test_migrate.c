/* The schema's steps: made once, in one transaction, and known again. */
#include "kit.h"

#include <sys/wait.h>

#include "base/file.h"
#include "made_sql.h"
#include "store/migrate.h"
#include "store_sql.h"

#define CREATORS 6

#define BOTH(text) \
	{ \
		[DB_SQLITE] = (text), [DB_POSTGRES] = (text) \
	}

#define STEPS_MAX 200
#define COLUMNS_MAX 2000 /* of all tables */

/* The store's own steps, then an invented one. */
struct list {
	struct migration m[STEPS_MAX];
	size_t n;
};

static struct list with(const char *sql)
{
	struct list l = {.n = store_migrations_n + 1};

	assert_in_range(l.n, 2, STEPS_MAX);
	memcpy(l.m, store_migrations, store_migrations_n * sizeof l.m[0]);
	l.m[store_migrations_n] =
		(struct migration){store_migrations[store_migrations_n - 1].number + 1, "made", BOTH(sql)};
	return l;
}

static const char *made_for(const struct kit *k)
{
	return arena_printf(k->a, "CREATE TABLE made (id bigint PRIMARY KEY, title text, note text, body %s)",
		k->engine == DB_SQLITE ? "blob" : "bytea");
}

static void steps(struct kit *k)
{
	struct list two = with(made_for(k));
	struct schema_list_row row;
	struct db_stmt *st;
	char sha256[65];
	struct db *db;

	MUST(k, db_open(k->a, k->url, DB_CREATE, &db, &k->e));
	FAILS(k, ERR_NOTFOUND, migrate_check(db, two.m, two.n, &k->e));
	FAILS(k, ERR_NOTFOUND, migrate_run(db, MIGRATE_OLDER, two.m, two.n, &k->e));
	MUST(k, migrate_run(db, MIGRATE_NOTHING, store_migrations, store_migrations_n, &k->e));
	MUST(k, migrate_check(db, store_migrations, store_migrations_n, &k->e));
	FAILS(k, ERR_CONFLICT, migrate_run(db, MIGRATE_NOTHING, two.m, two.n, &k->e));
	FAILS(k, ERR_DB, migrate_check(db, two.m, two.n, &k->e));
	kit_says(k, arena_printf(k->a, "has schema %zu, this program needs %zu", two.n - 1, two.n));
	MUST(k, migrate_run(db, MIGRATE_OLDER, two.m, two.n, &k->e));
	MUST(k, migrate_run(db, MIGRATE_OLDER, two.m, two.n, &k->e));
	MUST(k, migrate_check(db, two.m, two.n, &k->e));
	MUST(k, made_add_run(db, &(struct made_add_in){1, "one", NULL, {"", 0}}, &k->e));
	FAILS(k, ERR_DB, migrate_check(db, store_migrations, store_migrations_n, &k->e));
	kit_says(k, arena_printf(k->a, "has schema %zu, newer than this program's %zu", two.n, two.n - 1));
	FAILS(k, ERR_DB, migrate_run(db, MIGRATE_OLDER, store_migrations, store_migrations_n, &k->e));
	kit_says(k, "newer");
	FAILS(k, ERR_DB, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
	FAILS(k, ERR_DB, store_open(k->a, k->url, STORE_READ, &db, &k->e));
	kit_says(k, "newer");

	MUST(k, schema_list_start(db, &st, &k->e));
	for (size_t i = 0; i < two.n; i++) {
		assert_int_equal(schema_list_step(st, &row, &k->e), DB_ROW);
		sha256_hex(two.m[i].sql[k->engine], strlen(two.m[i].sql[k->engine]), sha256);
		assert_int_equal(row.number, two.m[i].number);
		assert_string_equal(row.name, two.m[i].name);
		assert_string_equal(row.sha256, sha256);
	}
	assert_int_equal(schema_list_step(st, &row, &k->e), DB_DONE);
	db_finish(st);
}

static void changed(struct kit *k)
{
	struct list two = with(made_for(k)), other = with(arena_printf(k->a, "%s -- changed", made_for(k)));
	struct db *db;

	MUST(k, db_open(k->a, k->url, DB_CREATE, &db, &k->e));
	MUST(k, migrate_run(db, MIGRATE_NOTHING, two.m, two.n, &k->e));
	FAILS(k, ERR_DB, migrate_check(db, other.m, other.n, &k->e));
	kit_says(k, "(made) of the store is not");
}

/* A step that fails in its middle takes all steps of that run with it. */
static void failing(struct kit *k)
{
	struct list bad = with("CREATE TABLE half (id bigint); CREATE TABLE half (id bigint)");
	struct list good = with("CREATE TABLE half (id bigint)");
	struct db *db;

	MUST(k, db_open(k->a, k->url, DB_CREATE, &db, &k->e));
	FAILS(k, ERR_DB, migrate_run(db, MIGRATE_NOTHING, bad.m, bad.n, &k->e));
	kit_says(k, "_made");
	FAILS(k, ERR_NOTFOUND, migrate_check(db, bad.m, bad.n, &k->e));
	MUST(k, migrate_run(db, MIGRATE_NOTHING, store_migrations, store_migrations_n, &k->e));
	FAILS(k, ERR_DB, migrate_run(db, MIGRATE_OLDER, bad.m, bad.n, &k->e));
	MUST(k, migrate_check(db, store_migrations, store_migrations_n, &k->e));
	MUST(k, migrate_run(db, MIGRATE_OLDER, good.m, good.n, &k->e));
	MUST(k, migrate_check(db, good.m, good.n, &k->e));
}

static void older(struct kit *k)
{
	struct migrated done;
	struct db *db;

	MUST(k, db_open(k->a, k->url, DB_CREATE, &db, &k->e));
	FAILS(k, ERR_NOTFOUND, store_migrate(k->a, k->url, "", &done, &k->e));
	MUST(k, migrate_run(db, MIGRATE_NOTHING, store_migrations, 1, &k->e));
	FAILS(k, ERR_DB, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
	kit_says(k, "the store has schema 1, this program needs");
	MUST(k, store_migrate(k->a, k->url, "", &done, &k->e));
	assert_int_equal(done.from, 1);
	assert_int_equal(done.to, store_migrations_n);
	assert_int_equal(done.copy != NULL, k->engine == DB_SQLITE);
	if (done.copy) { /* as it was */
		MUST(k, db_open(k->a, done.copy, DB_EXISTING, &db, &k->e));
		MUST(k, migrate_check(db, store_migrations, 1, &k->e));
	}
	MUST(k, store_migrate(k->a, k->url, "", &done, &k->e));
	assert_int_equal(done.from, done.to);
	assert_null(done.copy);
	k->db = kit_connect(k);
	k->j = journal_new();
	MUST(k, kit_append(k, kit_drafts(k->a, "m", 3), 3));
	MUST(k, db_exec(k->db, "DELETE FROM schema_migration", &k->e));
	FAILS(k, ERR_DB, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
	kit_says(k, "the store has schema 0, this program needs");
}

/* Several at once on the same empty place: one makes the schema, the others are told. */
static void together(struct kit *k)
{
	int made = 0;
	struct db *db;

	for (int i = 0; i < CREATORS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child > 0)
			continue;
		struct err e;
		AUTO_ARENA a = arena_new("child");
		int r = store_open(a, k->url, STORE_CREATE, &db, &e);

		if (r < 0 && r != ERR_CONFLICT && r != ERR_BUSY)
			fprintf(stderr, "%s\n", e.text);
		arena_free(a);
		_exit(r == 0 ? 0 : r == ERR_CONFLICT || r == ERR_BUSY ? 1 : 2);
	}
	for (int i = 0; i < CREATORS; i++) {
		int status;

		assert_true(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) < 2);
		made += WEXITSTATUS(status) == 0;
	}
	assert_int_equal(made, 1);
	MUST(k, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
}

static size_t columns(struct kit *k, struct db *db, struct schema_columns_row *ret, size_t most)
{
	struct schema_columns_row row;
	struct db_stmt *st;
	size_t n = 0;

	MUST(k, schema_columns_start(db, &st, &k->e));
	while (schema_columns_step(st, &row, &k->e) == DB_ROW && n < most)
		ret[n++] = (struct schema_columns_row){arena_strdup(k->a, row.table_name),
			arena_strdup(k->a, row.column_name), arena_strdup(k->a, row.kind)};
	db_finish(st);
	return n;
}

/* The engines' schemas are one: the copies between them rest on it. */
static void same_tables(struct kit *k)
{
	struct schema_columns_row *here = NEW_ARRAY(k->a, struct schema_columns_row, COLUMNS_MAX);
	struct schema_columns_row *there = NEW_ARRAY(k->a, struct schema_columns_row, COLUMNS_MAX);
	struct db *sqlite;

	kit_create(k);
	MUST(k, store_open(k->a, kit_path(k, "sqlite.db"), STORE_CREATE, &sqlite, &k->e));
	size_t n = columns(k, k->db, here, COLUMNS_MAX);

	assert_int_equal(columns(k, sqlite, there, COLUMNS_MAX), n);
	assert_in_range(n, 20, COLUMNS_MAX - 1);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(here[i].table_name, there[i].table_name);
		assert_string_equal(here[i].column_name, there[i].column_name);
		assert_string_equal(here[i].kind, there[i].kind);
	}
}

static const struct kit_test tests[] = {
	{"steps run once, older and newer are told apart", steps},
	{"a step that was changed is noticed", changed},
	{"a step that fails leaves nothing", failing},
	{"a store that lacks a step is not opened", older},
	{"made by several at once", together},
};
static const struct kit_test tests_postgres[] = {{"both engines have the same tables", same_tables}};

int main(void)
{
	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT) +
		kit_main(tests_postgres, 1, DB_POSTGRES);
}
