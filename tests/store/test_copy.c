/* Backup and restore, between all engines. Every act here is invented. */
#include "kit.h"

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "made_sql.h"

#define ACTS 700 /* more than are queued together */

static const struct stored_file pack[] = {
	{"pack.yaml", "pack: ccm\n", 10}, {"acts/a.csv", "\0\xff", 2}, {"e", "", 0}};

static void recorded(struct kit *k)
{
	AUTO_TX tx = {0};

	kit_create(k);
	MUST(k, kit_append(k, kit_drafts(k->a, "copy", ACTS), ACTS));
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, store_pack_add(k->db, "a0", "ccm", 3, pack, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
}

static void same_rows(struct kit *k, struct db *a, struct db *b)
{
	struct act_row *row[2];
	struct stored_file *file;
	struct head head[2];
	size_t n[2];

	MUST(k, store_rows(a, k->a, 0, 2 * ACTS, &row[0], &n[0], &k->e));
	MUST(k, store_rows(b, k->a, 0, 2 * ACTS, &row[1], &n[1], &k->e));
	assert_int_equal(n[0], ACTS);
	assert_int_equal(n[1], ACTS);
	/* The hash stands for the rest: both verify. */
	for (size_t i = 0; i < ACTS; i++)
		assert_string_equal(row[0][i].hash, row[1][i].hash);
	MUST(k, store_head(a, &head[0], &k->e));
	MUST(k, store_head(b, &head[1], &k->e));
	assert_memory_equal(&head[0].count, &head[1].count, sizeof head[0].count);
	assert_string_equal(head[0].hash, head[1].hash);
	assert_int_equal(head[0].recorded_ms, head[1].recorded_ms);
	MUST(k, store_pack_get(b, k->a, "a0", &file, &n[0], &k->e));
	assert_int_equal(n[0], 3);
	assert_memory_equal(file[0].data, "\0\xff", 2);
	assert_string_equal(file[2].path, "pack.yaml");
}

static uint64_t bad_in(struct kit *k, struct db *db)
{
	struct db *keep = k->db;

	k->db = db;
	uint64_t bad = kit_bad(k, 0, NULL);

	k->db = keep;
	return bad;
}

/* Files of the test's folder, so that what a failure leaves is seen. */
static int files(struct kit *k)
{
	DIR *dir = opendir(k->dir);
	int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

/* From this engine to a file, and from the file to each engine. */
static void round_trip(struct kit *k)
{
	const char *path = kit_path(k, "copy.db");
	struct stat before, after;
	struct db *copy, *into;
	int n;

	recorded(k);
	n = files(k);
	MUST(k, store_backup(k->db, path, &k->e));
	assert_int_equal(files(k), n + 1);
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(before.st_mode & 0777, 0600);
	MUST(k, store_open(k->a, path, STORE_READ, &copy, &k->e));
	same_rows(k, k->db, copy);
	assert_int_equal(bad_in(k, copy), 0);
	for (enum db_engine engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		const char *url = kit_place(k, engine);

		assert_non_null(url);
		MUST(k, store_open(k->a, url, STORE_CREATE, &into, &k->e));
		MUST(k, store_restore(into, path, &k->e));
		same_rows(k, k->db, into);
		assert_int_equal(bad_in(k, into), 0);
		/* It goes on from there. */
		struct journal *j = journal_new();
		struct draft next = kit_draft(k->a, "next", 0);
		struct appended done;

		MUST(k, store_catch_up(into, j, &k->e));
		MUST(k, kit_append_to(into, j, &next, 1, 9000, &done, &k->e));
		assert_int_equal(done.seq, ACTS);
		assert_int_equal(bad_in(k, into), 0);
		journal_free(j);
		FAILS(k, ERR_CONFLICT, store_restore(into, path, &k->e));
		kit_says(k, "701 acts");
	}
	/* Reading a copy leaves it byte for byte. */
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	FAILS(k, ERR_CONFLICT, store_backup(k->db, path, &k->e));
	kit_says(k, "is there already");
}

static void of_nothing(struct kit *k)
{
	const char *path = kit_path(k, "empty.db");
	struct db *into;

	kit_create(k);
	MUST(k, store_backup(k->db, path, &k->e));
	MUST(k, store_open(k->a, kit_place(k, k->engine), STORE_CREATE, &into, &k->e));
	MUST(k, store_restore(into, path, &k->e));
	assert_int_equal(bad_in(k, into), 0);
}

static void refused(struct kit *k)
{
	const char *path = kit_path(k, "copy.db");
	AUTO_TX tx = {0};
	struct db *into;

	recorded(k);
	MUST(k, store_open(k->a, kit_place(k, k->engine), STORE_CREATE, &into, &k->e));
	int n = files(k);

	FAILS(k, ERR_IO, store_backup(k->db, kit_path(k, "no/such/copy.db"), &k->e));
	FAILS(k, ERR_NOTFOUND, store_restore(into, path, &k->e));
	/* Nor what may still be undone. */
	MUST(k, tx_begin(&tx, k->db, &k->e));
	FAILS(k, ERR_BUG, store_backup(k->db, path, &k->e));
	tx_rollback(&tx);
	/* A store that does not verify is not copied. */
	kit_unlock(k);
	MUST(k, db_exec(k->db, "UPDATE act SET payload = '{}' WHERE seq = 5", &k->e));
	FAILS(k, ERR_CONFLICT, store_backup(k->db, path, &k->e));
	kit_says(k, "act 5 (test/copy/5)");
	assert_int_equal(files(k), n);
	assert_int_equal(bad_in(k, into), 0);
}

/* A copy changed on its way is not taken back. */
static void spoilt_copy(struct kit *k)
{
	static const struct {
		const char *sql, *says;
	} change[] = {
		{"DROP TRIGGER act_no_update; UPDATE act SET salt = 'x' WHERE seq = 9",
			"act 9 (test/copy/9)"},
		{"DROP TRIGGER act_no_delete; DELETE FROM act WHERE seq >= 600", "the head says 700 acts"},
		{"INSERT INTO schema_migration VALUES (999, 'later', '', 0)", "newer"},
		{"DROP TABLE pack_file", "pack_file"},
	};
	const char *path = kit_path(k, "copy.db");
	struct db *copy, *into;
	struct head head;

	recorded(k);
	MUST(k, store_open(k->a, kit_place(k, k->engine), STORE_CREATE, &into, &k->e));
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
		AUTO_ARENA a = arena_new("copy");

		MUST(k, store_backup(k->db, path, &k->e));
		MUST(k, db_open(a, path, DB_CREATE_COPY, &copy, &k->e));
		MUST(k, db_exec(copy, change[i].sql, &k->e));
		arena_freep(&a);
		if (store_restore(into, path, &k->e) >= 0)
			fail_msg("restored in spite of: %s", change[i].sql);
		kit_says(k, change[i].says);
		MUST(k, store_head(into, &head, &k->e));
		assert_int_equal(head.count, 0);
		assert_int_equal(bad_in(k, into), 0);
		unlink(path);
	}
	MUST(k, store_backup(k->db, path, &k->e));
	MUST(k, store_restore(into, path, &k->e));
	same_rows(k, k->db, into);
}

/* A working table, with all that a column can hold. */
static void working_rows(struct kit *k)
{
	static const struct made_add_in in[] = {
		{INT64_MIN, "one", NULL, {"\0\1", 2}},
		{2, "é 中", "", {"", 0}},
	};
	static const char *const table[DB_ENGINE_COUNT] = {
		[DB_SQLITE] = "CREATE TABLE made (id INTEGER PRIMARY KEY, title TEXT, note TEXT, body BLOB, "
			      "n INTEGER)",
		[DB_POSTGRES] =
			"CREATE TABLE made (id bigint PRIMARY KEY, title text, note text, body bytea, "
			"n bigint)",
	};
	const char *path = kit_path(k, "copy.db");
	struct made_list_row row;
	struct db_stmt *st;
	struct db *into;

	recorded(k);
	MUST(k, db_exec(k->db, table[DB_SQLITE], &k->e));
	for (size_t i = 0; i < 2; i++)
		MUST(k, made_add_run(k->db, &in[i], &k->e));
	MUST(k, store_backup(k->db, path, &k->e));
	for (enum db_engine engine = 0; engine < DB_ENGINE_COUNT; engine++) {
		MUST(k, store_open(k->a, kit_place(k, engine), STORE_CREATE, &into, &k->e));
		MUST(k, db_exec(into, table[engine], &k->e));
		MUST(k, store_restore(into, path, &k->e));
		MUST(k, made_list_start(into, &(struct made_list_in){INT64_MIN}, &st, &k->e));
		for (size_t i = 0; i < 2; i++) {
			assert_int_equal(made_list_step(st, &row, &k->e), DB_ROW);
			assert_true(row.id == in[i].id);
			assert_string_equal(row.title, in[i].title);
			assert_true((row.note == NULL) == (in[i].note == NULL));
			assert_int_equal(row.body.len, in[i].body.len);
		}
		assert_int_equal(made_list_step(st, &row, &k->e), DB_DONE);
		db_finish(st);
	}
}

static void append_until_killed(const char *url)
{
	AUTO_ARENA a = arena_new("child");
	struct journal *j = journal_new();
	struct appended done[3];
	struct db *db;
	struct err e;

	if (store_open(a, url, STORE_EXISTING, &db, &e) < 0)
		_exit(1);
	for (unsigned i = 0;; i++)
		if (kit_append_to(db, j, kit_drafts(a, arena_printf(a, "busy%u", i), 3), 3, 1000, done, &e) <
				0 &&
			e.code != ERR_BUSY)
			_exit(1);
}

/* Copies made while another process appends: each is the record as it stood at one moment. */
static void while_appending(struct kit *k)
{
	uint64_t before = 0;

	recorded(k);
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		append_until_killed(k->url);
	for (int i = 0; i < 6; i++) {
		const char *path = kit_path(k, arena_printf(k->a, "copy%d.db", i));
		struct head head;
		struct db *copy;

		MUST(k, store_backup(k->db, path, &k->e));
		MUST(k, store_open(k->a, path, STORE_READ, &copy, &k->e));
		MUST(k, store_head(copy, &head, &k->e));
		assert_int_equal((head.count - ACTS) % 3, 0);
		assert_true(head.count >= before);
		before = head.count;
		usleep(20000);
	}
	assert_true(before > ACTS);
	assert_int_equal(waitpid(child, NULL, WNOHANG), 0);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_int_equal(kit_bad(k, 0, NULL), 0);
}

static const struct kit_test tests[] = {
	{"from each engine to each engine", round_trip},
	{"an empty record", of_nothing},
	{"what is not copied", refused},
	{"a copy changed on its way", spoilt_copy},
	{"while another appends", while_appending},
};
static const struct kit_test tests_sqlite[] = {{"working rows too", working_rows}};

int main(void)
{
	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT) +
		kit_main(tests_sqlite, 1, DB_SQLITE);
}
