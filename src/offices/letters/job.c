/* Issuing behind the answer. */
#include "offices/letters/job.h"

#include <string.h>

#include "letters_sql.h"

#define STALE_MS INT64_C(600000) /* without a word: its server was stopped */
#define TELL_MS 500

struct job {
	struct arena *arena;
	struct run run;
	struct db *db; /* of its own: what it tells stands outside the transaction that issues */
	const char *house, *letter, *supersedes;
	bool paper;
	bool made; /* every copy: from then on the store is taken, and nothing more is told */
	int64_t told_ms;
};

int job_get(struct db *db, struct arena *a, const char *house, const char *letter, struct job_row *ret,
	struct err *e)
{
	struct letter_job_get_row row;
	struct db_stmt *st;
	int rc = letter_job_get_start(db, &(struct letter_job_get_in){house, letter}, &st, e);

	*ret = (struct job_row){.said = ""};
	if (rc < 0)
		return rc;
	rc = letter_job_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = (struct job_row){true, (size_t)row.done, (size_t)row.total, row.began_ms, row.seen_ms,
			row.ended_ms, arena_strdup(a, row.said)};
	db_finish(st);
	return rc < 0 ? rc : 0;
}

bool job_goes_on(const struct job_row *j, int64_t now_ms)
{
	return j->any && j->ended_ms == 0 && now_ms - j->seen_ms < STALE_MS;
}

static int64_t clock_of(const struct job *j)
{
	struct run now = j->run;
	struct err none;

	return run_clock(&now, &none) == 0 ? now.now_ms : j->run.now_ms;
}

static void tell(void *ctx, const char *what, size_t done, size_t all)
{
	struct job *j = ctx;
	struct err none;
	int64_t now = clock_of(j);

	if (j->made || strcmp(what, "letters") != 0 || (done < all && now - j->told_ms < TELL_MS))
		return;
	j->told_ms = now;
	j->made = done == all;
	IGNORE(letter_job_seen_run(j->db,
		&(struct letter_job_seen_in){j->house, j->letter, (int64_t)done, (int64_t)all, now}, &none));
}

static int once(struct job *j, struct err *e)
{
	struct issue is;
	struct run r = j->run;

	j->made = false;
	return letter_issue(&r, j->letter, j->supersedes, j->paper, &is, e);
}

static void work(void *arg)
{
	struct job *j = arg;
	struct err e = {0}, none;
	int rc = store_open(j->arena, j->run.db_url, STORE_EXISTING, &j->db, &e);

	for (int tries = 0; tries < RUN_TRIES && rc == 0; tries++) {
		rc = once(j, &e);
		if (rc != ERR_BUSY)
			break;
		rc = tries + 1 < RUN_TRIES ? 0 : rc;
	}
	if (j->db)
		IGNORE(letter_job_end_run(j->db,
			&(struct letter_job_end_in){j->house, j->letter, rc < 0 ? e.text : "", clock_of(j)},
			&none));
	arena_free(j->arena);
}

static struct job *job_new(const struct request *q, const char *letter, const char *supersedes, bool paper)
{
	struct arena *a = arena_new("issue");
	struct job *j = NEW(a, struct job);

	*j = (struct job){.arena = a,
		.run = *q->run,
		.house = arena_strdup(a, q->as.house),
		.letter = arena_strdup(a, letter),
		.supersedes = supersedes ? arena_strdup(a, supersedes) : NULL,
		.paper = paper};
	j->run.arena = a;
	j->run.house = j->house;
	j->run.actor = arena_strdup(a, q->as.person);
	j->run.fresh_id = arena_strdup(a, q->run->fresh_id);
	j->run.treaty = q->run->treaty ? arena_strdup(a, q->run->treaty) : NULL;
	j->run.watch = tell;
	j->run.watch_ctx = j;
	return j;
}

int job_begin(struct request *q, struct db *db, const char *letter, const char *supersedes, bool paper,
	struct answer *ret, struct err *e)
{
	int64_t now = q->run->now_ms;
	struct letter_job_begin_row row;
	struct db_stmt *st;
	int rc = letter_job_begin_start(
		db, &(struct letter_job_begin_in){q->as.house, letter, now, now - STALE_MS}, &st, e);

	if (rc < 0)
		return rc;
	rc = letter_job_begin_step(st, &row, e);
	bool ours = rc == DB_ROW;
	if (ours) /* to its end, so that the statement is done */
		rc = letter_job_begin_step(st, &row, e);
	db_finish(st);
	if (rc < 0)
		return rc;
	if (!ours)
		return err_set(e, ERR_CONFLICT, "letter %s is being issued already", letter);
	ret->after = work;
	ret->after_arg = job_new(q, letter, supersedes, paper);
	return 0;
}
