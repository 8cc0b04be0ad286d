/* Eight processes append to one store while a ninth tails it: no act skipped or doubled, each one's order
 * kept, the chain whole. Every act here is invented. */
#include "kit.h"

#include <inttypes.h>
#include <signal.h>
#include <sys/wait.h>

#define WRITERS 8
#define BATCH_MAX 50
#define TRIES_MAX 1000

static unsigned acts_each(enum db_engine engine)
{
	/* On SQLite one writes and the others wait by sleeping. */
	return engine == DB_POSTGRES ? 10000 : 2000;
}

/* Batches of 1 to 50, other ones for each writer, the same in each run. */
static unsigned next_batch(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return 1 + (*state >> 16) % BATCH_MAX;
}

static int write_batch(
	struct db *db, struct journal *j, unsigned writer, unsigned from, unsigned n, struct err *e)
{
	AUTO_ARENA a = arena_new("batch");
	struct draft *d = NEW_ARRAY(a, struct draft, n);
	struct appended done[BATCH_MAX];
	int r = ERR_BUSY;

	for (unsigned i = 0; i < n; i++)
		d[i] = kit_draft(a, arena_printf(a, "%u", writer), from + i);
	for (int tries = 0; r == ERR_BUSY && tries < TRIES_MAX; tries++)
		r = kit_append_to(db, j, d, n, 1000 + from, done, e);
	for (unsigned i = 0; r == 0 && i < n; i++)
		if (done[i].already || done[i].seq != done[0].seq + i)
			return err_set(
				e, ERR_BUG, "act %u of %u: seq %" PRIu64, from + i, writer, done[i].seq);
	return r;
}

static int be_writer(const char *url, unsigned writer, unsigned acts, struct err *e)
{
	AUTO_ARENA a = arena_new("writer");
	struct journal *j = journal_new();
	uint32_t state = writer;
	struct db *db;
	int r = store_open(a, url, STORE_EXISTING, &db, e);

	for (unsigned done = 0; r == 0 && done < acts;) {
		unsigned n = next_batch(&state);

		n = n < acts - done ? n : acts - done;
		r = write_batch(db, j, writer, done, n, e);
		done += n;
	}
	journal_free(j);
	return r;
}

/* Each writer's acts must come to the tail as 0, 1, 2, … */
static int follow(const struct journal *j, uint64_t *from, unsigned next[WRITERS], struct err *e)
{
	char expected[64];

	for (; *from < journal_count(j); ++*from) {
		const char *id = act_id(journal_act(j, *from));
		unsigned writer = (unsigned)(id[strlen("test/")] - '0');

		if (writer >= WRITERS)
			return err_set(e, ERR_BUG, "whose is %s?", id);
		snprintf(expected, sizeof expected, "test/%u/%u", writer, next[writer]++);
		if (strcmp(id, expected) != 0)
			return err_set(e, ERR_BUG, "act %" PRIu64 " is %s, not %s", *from, id, expected);
	}
	return 0;
}

static int be_tail(const char *url, uint64_t total, struct err *e)
{
	AUTO_ARENA a = arena_new("tail");
	struct journal *j = journal_new();
	unsigned next[WRITERS] = {0};
	uint64_t seen = 0, looks = 0;
	struct db *db;
	int r = store_open(a, url, STORE_EXISTING, &db, e);

	for (; r == 0 && seen < total; looks++) {
		r = store_catch_up(db, j, e);
		if (r == ERR_BUSY)
			r = 0;
		if (r == 0)
			r = follow(j, &seen, next, e);
		usleep(1000);
	}
	if (r == 0 && looks < 20)
		r = err_set(e, ERR_BUG, "the tail looked %" PRIu64 " times: nothing was tailed", looks);
	journal_free(j);
	return r;
}

static void crowd(struct kit *k)
{
	unsigned acts = acts_each(k->engine);
	pid_t child[WRITERS + 1];
	unsigned next[WRITERS] = {0};
	uint64_t seen = 0;
	int failed = 0;

	kit_create(k);
	for (unsigned i = 0; i <= WRITERS; i++) {
		child[i] = fork();
		assert_true(child[i] >= 0);
		if (child[i] > 0)
			continue;
		struct err e = {0};
		int r = i < WRITERS ? be_writer(k->url, i, acts, &e)
				    : be_tail(k->url, (uint64_t)acts * WRITERS, &e);

		if (r < 0)
			fprintf(stderr, "%s %u: %s\n", i < WRITERS ? "writer" : "tail", i, e.text);
		_exit(r < 0);
	}
	for (unsigned i = 0; i <= WRITERS; i++) {
		int status;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		/* The tail would wait for ever for acts that do not come. */
		if (status != 0 && failed++ == 0)
			kill(child[WRITERS], SIGKILL);
	}
	assert_int_equal(failed, 0);
	MUST(k, store_catch_up(k->db, k->j, &k->e));
	MUST(k, follow(k->j, &seen, next, &k->e));
	for (unsigned i = 0; i < WRITERS; i++)
		assert_int_equal(next[i], acts);
	assert_int_equal(seen, (uint64_t)acts * WRITERS);
	assert_int_equal(kit_bad(k, 0, NULL), 0);
}

static const struct kit_test tests[] = {{"eight write, one tails", crowd}};

int main(void)
{
	return kit_main(tests, 1, DB_ENGINE_COUNT);
}
