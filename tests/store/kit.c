#include "kit.h"

#include <fcntl.h>
#include <ftw.h>

#include "base/text.h"
#include "store/migrate.h"

#include "base/allow_env.h"

#define TESTS_MAX 200

/* A name that no other test of this cluster has. */
static unsigned stores;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static enum db_engine engine_of(const char *base)
{
	return strcmp(base, "sqlite") == 0 ? DB_SQLITE : DB_POSTGRES;
}

static const char *new_place(struct kit *k, const char *base)
{
	struct db *db;

	stores++;
	if (engine_of(base) == DB_SQLITE)
		return arena_printf(k->a, "sqlite:%s/store%u.db", k->dir, stores);
	MUST(k, db_open(k->a, base, DB_EXISTING, &db, &k->e));
	const char *schema = arena_printf(k->a, "t%d_%u", getpid(), stores);

	MUST(k, db_exec(db, arena_printf(k->a, "CREATE SCHEMA %s", schema), &k->e));
	return arena_printf(
		k->a, "%s%soptions=-csearch_path%%3D%s", base, strchr(base, '?') ? "&" : "?", schema);
}

const char *kit_place(struct kit *k, enum db_engine engine)
{
	char **base;
	size_t n = text_split(k->a, getenv("PARAPH_TEST_URLS"), " ", &base);

	for (size_t i = 0; i < n; i++)
		if (engine_of(base[i]) == engine)
			return new_place(k, base[i]);
	return NULL;
}

struct job {
	const struct kit_test *test;
	const char *base;
};

static void run_job(void **state)
{
	const struct job *job = *state;
	struct kit k = {.a = arena_new("test"), .engine = engine_of(job->base)};
	const char *tmp = getenv("TMPDIR");

	snprintf(k.dir, sizeof k.dir, "%s/paraph-store.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(k.dir));
	k.url = new_place(&k, job->base);
	job->test->run(&k);
	journal_free(k.j);
	arena_free(k.a);
	nftw(k.dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int kit_main(const struct kit_test *tests, size_t n, enum db_engine only)
{
	static struct CMUnitTest cases[TESTS_MAX];
	const char *urls = getenv("PARAPH_TEST_URLS");
	struct arena *a = arena_new("tests");
	char **base;
	size_t count = 0;

	if (!urls || !*urls) {
		fputs("PARAPH_TEST_URLS is not set; mend: tests/store/run.sh PROGRAM\n", stderr);
		return 2;
	}
	size_t bases = text_split(a, urls, " ", &base);

	for (size_t b = 0; b < bases; b++) {
		enum db_engine engine = engine_of(base[b]);

		for (size_t i = 0; i < n && (only == DB_ENGINE_COUNT || only == engine); i++) {
			struct job *job = NEW(a, struct job);

			assert_true(count < TESTS_MAX);
			*job = (struct job){&tests[i], base[b]};
			cases[count++] = (struct CMUnitTest){
				.name = arena_printf(a, "%s, %s", tests[i].name, db_engine_names[engine]),
				.test_func = run_job,
				.initial_state = job,
			};
		}
	}
	int failed = _cmocka_run_group_tests("store", cases, count, NULL, NULL);

	arena_free(a);
	return failed;
}

void kit_must(struct kit *k, int r, const char *call, int line)
{
	if (r < 0)
		fail_msg("line %d: %s: %d %s", line, call, r, k->e.text);
}

void kit_fails(struct kit *k, enum err_code code, int r, const char *call, int line)
{
	if (r != (int)code)
		fail_msg("line %d: %s: got %d, expected %d %s", line, call, r, code, r < 0 ? k->e.text : "");
	if (k->e.text[0] == '\0' || strchr(k->e.text, '\n'))
		fail_msg("line %d: %s: an error is one line: '%s'", line, call, k->e.text);
}

void kit_says(struct kit *k, const char *words)
{
	if (!strstr(k->e.text, words))
		fail_msg("'%s' does not say '%s'", k->e.text, words);
}

void kit_create(struct kit *k)
{
	MUST(k, store_open(k->a, k->url, STORE_CREATE, &k->db, &k->e));
	k->j = journal_new();
}

struct db *kit_connect(struct kit *k)
{
	struct db *db;

	MUST(k, store_open(k->a, k->url, STORE_EXISTING, &db, &k->e));
	return db;
}

char *kit_path(struct kit *k, const char *name)
{
	return arena_printf(k->a, "%s/%s", k->dir, name);
}

struct draft kit_draft(struct arena *a, const char *series, unsigned i)
{
	static const char *const states[] = {"AFG", "ALB", "BEL", "CHE", "FRA", "LAO", "NOR", "ZMB"};
	const char *state = states[i % (sizeof states / sizeof states[0])];

	return (struct draft){
		.id = arena_printf(a, "test/%s/%u", series, i),
		.treaty = "ccm",
		.kind = "ratification",
		.visibility = "public",
		.corrects = "",
		.subject = state,
		.on = arena_printf(a, "20%02u-%02u-%02u", 8 + i % 18, 1 + i % 12, 1 + i % 28),
		.effective = arena_printf(a, "20%02u-06-01", 30 + i % 60),
		.issuer = "Invented ministry",
		.by = "u1",
		.behalf = "u2",
		.source = "Invented notification, é 中",
		.source_sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		.payload = arena_printf(a, "{\"note\":\"invented, number %u of %s\"}", i, series),
	};
}

struct draft *kit_drafts(struct arena *a, const char *series, unsigned n)
{
	struct draft *d = NEW_ARRAY(a, struct draft, n);

	for (unsigned i = 0; i < n; i++)
		d[i] = kit_draft(a, series, i);
	return d;
}

int kit_allow(void *ctx, const struct draft *d, struct err *e)
{
	(void)ctx;
	(void)d;
	(void)e;
	return 0;
}

int kit_append_to(struct db *db, struct journal *j, const struct draft *d, size_t n, int64_t now_ms,
	struct appended *ret, struct err *e)
{
	AUTO_TX tx = {0};
	uint64_t put = journal_put_count(j);
	int r = tx_begin(&tx, db, e);

	if (r == 0)
		r = journal_append(db, j, d, n, now_ms, kit_allow, NULL, ret, e);
	if (r == 0)
		r = tx_commit(&tx, e);
	if (r == 0)
		journal_publish(j);
	else
		journal_rewind(j, put);
	return r;
}

int kit_append(struct kit *k, const struct draft *d, size_t n)
{
	return kit_append_to(k->db, k->j, d, n, 1000, NEW_ARRAY(k->a, struct appended, n), &k->e);
}

static void keep_line(void *ctx, const char *line)
{
	struct err *e = ctx;
	size_t len = strlen(e->text);

	snprintf(e->text + len, sizeof e->text - len, "%s\n", line);
}

uint64_t kit_bad(struct kit *k, uint64_t count, const char *hash)
{
	struct head head;
	uint64_t bad;
	struct err lines = {0};

	MUST(k, store_verify(k->db, count, hash, keep_line, &lines, &bad, &head, &k->e));
	k->e = lines;
	return bad;
}

void kit_unlock(struct kit *k)
{
	static const char *const sql[DB_ENGINE_COUNT] = {
		[DB_SQLITE] =
			"DROP TRIGGER act_no_update; DROP TRIGGER act_no_delete; DROP TRIGGER act_no_replace;"
			"DROP TRIGGER journal_head_grows;",
		[DB_POSTGRES] = "ALTER TABLE act DISABLE TRIGGER USER;"
				"ALTER TABLE journal_head DISABLE TRIGGER USER;",
	};

	MUST(k, db_exec(k->db, sql[k->engine], &k->e));
}
