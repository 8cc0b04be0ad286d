/* kill -9 in the middle of imports: each is wholly there or not at all, acts and working rows alike. Every
 * act here is invented. */
#include "kit.h"

#include <signal.h>
#include <sys/wait.h>

#include "made_sql.h"

#include "base/allow_clock.h"

#define KILLED 100
#define PEACE 10                          /* after as many kills, one import is left in peace */
#define IMPORTS (KILLED + KILLED / PEACE) /* the peaceful ones have the higher numbers */
#define ACTS 200                          /* an import */

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* One import: a working row, its acts, another working row. */
static int import(const char *url, unsigned number, struct err *e)
{
	AUTO_ARENA a = arena_new("import");
	AUTO_TX tx = {0};
	struct journal *j = journal_new();
	struct draft *d = kit_drafts(a, arena_printf(a, "%u", number), ACTS);
	struct appended *done = NEW_ARRAY(a, struct appended, ACTS);
	struct db *db;
	int r = store_open(a, url, STORE_EXISTING, &db, e);

	if (r == 0)
		r = tx_begin(&tx, db, e);
	if (r == 0)
		r = made_add_run(db, &(struct made_add_in){2 * number, "begun", NULL, {"", 0}}, e);
	if (r == 0)
		r = journal_append(db, j, d, ACTS, 1000, kit_allow, NULL, done, e);
	if (r == 0)
		r = made_add_run(db, &(struct made_add_in){2 * number + 1, "ended", NULL, {"", 0}}, e);
	if (r == 0)
		r = tx_commit(&tx, e);
	journal_free(j);
	return r;
}

/* What is there of each import. */
struct found {
	unsigned acts[IMPORTS], rows[IMPORTS];
};

static void look(struct kit *k, struct found *f)
{
	AUTO_ARENA a = arena_new("look");
	struct journal *j = journal_new();
	struct made_list_row row;
	struct db_stmt *st;
	struct db *db;

	*f = (struct found){0};
	/* A connection of its own, as a process that starts after the crash has. */
	MUST(k, store_open(a, k->url, STORE_EXISTING, &db, &k->e));
	MUST(k, store_catch_up(db, j, &k->e));
	for (uint64_t i = 0; i < journal_count(j); i++) {
		char *end;
		unsigned long number = strtoul(act_id(journal_act(j, i)) + strlen("test/"), &end, 10);

		assert_true(*end == '/' && number < IMPORTS);
		f->acts[number]++;
	}
	MUST(k, made_list_start(db, &(struct made_list_in){0}, &st, &k->e));
	while (made_list_step(st, &row, &k->e) == DB_ROW)
		f->rows[row.id / 2]++;
	db_finish(st);
	journal_free(j);
}

/* Returns how many of those killed are there; fails for one that is there in part. */
static unsigned whole(struct kit *k)
{
	struct found f;
	unsigned n = 0;

	look(k, &f);
	for (unsigned i = 0; i < IMPORTS; i++) {
		if (!(f.acts[i] == 0 && f.rows[i] == 0) && !(f.acts[i] == ACTS && f.rows[i] == 2))
			fail_msg("import %u: %u acts, %u working rows", i, f.acts[i], f.rows[i]);
		n += i < KILLED && f.acts[i] > 0;
	}
	return n;
}

/* A process of its own imports; after_us < 0: in peace. Returns how long it lived. */
static int64_t run_one(struct kit *k, unsigned number, int64_t after_us)
{
	struct err e;
	int status;
	int64_t begun = now_us();
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(import(k->url, number, &e) < 0);
	if (after_us >= 0) {
		usleep((useconds_t)after_us);
		kill(child, SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(after_us >= 0 || status == 0);
	return now_us() - begun;
}

static void killed(struct kit *k)
{
	static const char *const table[DB_ENGINE_COUNT] = {
		[DB_SQLITE] = "CREATE TABLE made (id INTEGER PRIMARY KEY, title TEXT, note TEXT, body BLOB)",
		[DB_POSTGRES] =
			"CREATE TABLE made (id bigint PRIMARY KEY, title text, note text, body bytea)",
	};
	uint32_t state = 1;
	int64_t span = 0;

	kit_create(k);
	MUST(k, db_exec(k->db, table[k->engine], &k->e));
	for (unsigned i = 0; i < KILLED; i++) {
		if (i % PEACE == 0)
			span = run_one(k, KILLED + i / PEACE, -1);
		state = state * 1664525 + 1013904223;
		run_one(k, i, (int64_t)(state >> 8) % (span * 3 / 2));
		whole(k);
		if (i % PEACE == PEACE - 1)
			assert_int_equal(kit_bad(k, 0, NULL), 0);
	}
	/* On PostgreSQL a commit that was sent may come a moment after its sender's end. */
	usleep(200000);
	unsigned n = whole(k);

	assert_int_equal(kit_bad(k, (uint64_t)(n + KILLED / PEACE) * ACTS, NULL), 0);
	print_message("# of %d imports %u were there\n", KILLED, n);
	/* Else they were killed too soon or too late to show anything. */
	assert_true(n >= 3 && n <= KILLED - 3);
}

static const struct kit_test tests[] = {{"a hundred imports killed", killed}};

int main(void)
{
	return kit_main(tests, 1, DB_ENGINE_COUNT);
}
