/* The journal at sizes no treaty body has: a made world of so many acts, written as every act is written.
 *
 *   bench_journal FOLDER STATE.SQL ACTS…
 *
 * Load: all acts from SQLite into a journal in memory, beside reading all columns of the same rows and
 * keeping nothing. Memory: what the journal holds, by its own count and as the process grows. One State: its
 * standing by the register, beside one indexed SQL query that is given the treaty's entry into force. */
#include <malloc.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "beside.h"
#include "made.h"
#include "query.h"
#include "row.h"
#include "store/store.h"

#define LOAD_REACH 2     /* at most so many times the scan */
#define LINEAR_REACH 1.5 /* an act in the largest world costs at most so many times one in the smallest */
#define BYTES_REACH 256  /* an act, beyond its payload */
#define STATE_REACH 10
#define SIZES_MAX 8
#define ASKED 1009 /* pairs of treaty and State, asked in turn */
#define MEASURED_DAY "2024-01-15"

static const char *const days[] = {"1999-12-31", "2001-06-15", "2010-01-01", "2022-03-03", MEASURED_DAY};

struct asked {
	char treaty[MADE_CODE], state[MADE_CODE];
	uint32_t state_word;
	struct reg *reg; /* open */
	char nth[11], in_force[11];
};

struct bench {
	char path[FILE_PATH_MAX];
	unsigned acts;
	struct arena *arena;
	struct db *db;
	struct journal *journal; /* of one load */
	struct sqlite3 *sqlite;
	struct sqlite3_stmt *scan, *state;
	uint64_t touched;
	/* one State */
	const char *on_text;
	day_t on;
	char code[MADE_TREATIES][MADE_CODE];
	struct pack pack[MADE_TREATIES];
	struct reg reg[MADE_TREATIES];
	struct asked asked[ASKED];
	unsigned next;
};

static int rounds_of(const struct bench *b)
{
	return b->acts > 300000 ? 5 : b->acts > 30000 ? 11 : 31;
}

/* ---- load beside scan ---- */

static void load(void *ctx)
{
	struct bench *b = ctx;
	struct err e;
	b->journal = journal_new();
	if (store_catch_up(b->db, b->journal, &e) < 0)
		fail("%s", e.text);
}

static void unload(void *ctx)
{
	struct bench *b = ctx;
	journal_free(b->journal);
	b->journal = NULL;
}

static void scan(void *ctx)
{
	struct bench *b = ctx;
	b->touched += query_touch(b->scan);
}

static void nothing(void *ctx)
{
	(void)ctx;
}

/* ---- memory, in a process of its own ---- */

struct memory_used {
	size_t journal, payload, grown;
};

static size_t status_kib(const char *field)
{
	AUTO_ARENA a = arena_new("status");
	struct err e;
	char *text;
	size_t len;
	int64_t kib = 0;
	if (file_read(a, "/proc/self/status", 65536, &text, &len, &e) < 0)
		fail("%s", e.text);
	const char *at = strstr(text, field);
	for (at = at ? at + strlen(field) : ""; *at && *at != '\n'; at++)
		if (*at >= '0' && *at <= '9')
			kib = 10 * kib + (*at - '0');
	return (size_t)kib;
}

/* From here on the peak is counted anew: proc(5), clear_refs. */
static void peak_reset(void)
{
	FILE *f = fopen("/proc/self/clear_refs", "w");
	if (!f || fputs("5", f) < 0 || fclose(f) != 0)
		fail("/proc/self/clear_refs: the peak of memory cannot be measured here");
}

/* Loads twice: what the first time leaves behind, SQLite's pages and the program's own, is not the journal's.
 */
static void memory_measure(struct bench *b, struct memory_used *ret)
{
	struct err e;
	if (store_open(b->arena, b->path, STORE_EXISTING, &b->db, &e) < 0 ||
		db_exec(b->db, "PRAGMA cache_size = -1024", &e) < 0)
		fail("%s", e.text);
	load(b);
	unload(b);
	malloc_trim(0);
	peak_reset();
	size_t before = status_kib("VmRSS:");
	load(b);
	ret->grown = (status_kib("VmHWM:") - before) * 1024;
	ret->journal = journal_bytes(b->journal, &ret->payload);
	unload(b);
}

/* Runs fn in a process of its own. */
static void apart(
	struct bench *b, void (*fn)(struct bench *b, struct memory_used *ret), struct memory_used *ret)
{
	int ends[2], status;
	fflush(NULL);
	if (pipe(ends) < 0)
		fail("no pipe");
	pid_t child = fork();
	if (child < 0)
		fail("no process");
	if (child == 0) {
		struct memory_used used = {0, 0, 0};
		fn(b, &used);
		_exit(write(ends[1], &used, sizeof used) == sizeof used ? 0 : 1);
	}
	close(ends[1]);
	if (read(ends[0], ret, sizeof *ret) != sizeof *ret)
		fail("no answer");
	close(ends[0]);
	if (waitpid(child, &status, 0) < 0 || status != 0)
		fail("it ended badly");
}

static void make(struct bench *b, struct memory_used *ret)
{
	struct err e;
	(void)ret;
	if (made_write(b->path, b->acts, &e) < 0)
		fail("%s", e.text);
}

/* ---- one State ---- */

static void ask_register(void *ctx)
{
	struct bench *b = ctx;
	const struct asked *q = &b->asked[b->next++ % ASKED];
	struct row row;
	row_by_register(q->reg, q->state_word, b->on, &row);
	b->touched += row.standing;
}

static void ask_anew(void *ctx)
{
	struct bench *b = ctx;
	const struct asked *q = &b->asked[b->next++ % ASKED];
	struct reg r;
	struct row row;
	reg_open(&r, b->journal, q->reg->pack, q->reg->known);
	row_by_register(&r, q->state_word, b->on, &row);
	b->touched += row.standing;
}

static void bind(const struct bench *b, const struct asked *q)
{
	const char *value[] = {q->treaty, q->state, b->on_text, q->nth, q->in_force};
	for (int i = 0; i < 5; i++)
		sqlite3_bind_text(b->state, i + 1, value[i], -1, SQLITE_STATIC);
}

static void ask_sql(void *ctx)
{
	struct bench *b = ctx;
	bind(b, &b->asked[b->next++ % ASKED]);
	b->touched += query_touch(b->state);
}

static void day_set(struct bench *b, const char *day)
{
	struct err e;
	b->on_text = day;
	if (day_parse(day, strlen(day), &b->on, &e) < 0)
		fail("%s", e.text);
}

static void ask_prepare(struct bench *b)
{
	for (int t = 0; t < MADE_TREATIES; t++) {
		made_pack(made_treaty(t, b->code[t]), &b->pack[t]);
		reg_open(&b->reg[t], b->journal, &b->pack[t], journal_count(b->journal));
	}
	for (int i = 0; i < ASKED; i++) { /* 1009 is prime: the pairs differ */
		struct asked *q = &b->asked[i];
		q->reg = &b->reg[i % MADE_TREATIES];
		made_treaty(i % MADE_TREATIES, q->treaty);
		q->state_word = journal_word(b->journal, made_state(i * 7 % MADE_STATES, q->state));
		day_format(q->reg->nth, q->nth);
		day_format(q->reg->in_force.high, q->in_force);
	}
}

static void compare(struct bench *b)
{
	for (size_t k = 0; k < sizeof days / sizeof *days; k++) {
		day_set(b, days[k]);
		for (int i = 0; i < ASKED; i++) {
			const struct asked *q = &b->asked[i];
			struct row row;
			char where[64];
			snprintf(where, sizeof where, "%s, %s, %s", days[k], q->treaty, q->state);
			row_by_register(q->reg, q->state_word, b->on, &row);
			bind(b, q);
			if (sqlite3_step(b->state) != SQLITE_ROW)
				fail("%s: no answer: %s", where, sqlite3_errmsg(b->sqlite));
			row_compare(b->state, 0, &row, where);
			sqlite3_reset(b->state);
		}
	}
}

static bool one_state(struct bench *b, const char *sql)
{
	struct way way[2] = {{"register", ask_register, NULL, b}, {"SQL", ask_sql, NULL, b}};
	struct way anew = {"anew", ask_anew, NULL, b};
	load(b);
	ask_prepare(b);
	b->state = query_file(b->sqlite, b->arena, sql);
	compare(b);
	day_set(b, MEASURED_DAY);
	struct beside r = beside(way, 31);
	bool reached = say_faster("  one State asked", way, &r, STATE_REACH);
	printf("  one State asked of a register opened for it: %s\n", duration(alone(&anew, 31)));
	unload(b);
	return reached;
}

/* ---- one size ---- */

static bool measure(struct bench *b, const char *sql, double *ret_ns)
{
	struct memory_used used = {0, 0, 0};
	struct err e;
	struct way way[2] = {{"scan", scan, nothing, b}, {"load", load, unload, b}};
	apart(b, make, &used);
	apart(b, memory_measure, &used);
	if (store_open(b->arena, b->path, STORE_EXISTING, &b->db, &e) < 0)
		fail("%s", e.text);
	b->sqlite = query_open(b->path);
	b->scan = query_prepare(b->sqlite, "SELECT * FROM act ORDER BY seq", NULL);

	printf("%u acts, payloads of %.0f bytes on average\n", b->acts, (double)used.payload / b->acts);
	struct beside r = beside(way, rounds_of(b));
	printf("  load %s, scan %s: %s and %s an act\n", duration(r.ns[1]), duration(r.ns[0]),
		duration(r.ns[1] / b->acts), duration(r.ns[0] / b->acts));
	*ret_ns = r.ns[1] / b->acts;
	bool reached = say_at_most("  load beside scan", " times", r.ratio, LOAD_REACH);
	reached &= say_at_most("  memory an act beyond its payload, counted", " bytes",
		(double)(used.journal - used.payload) / b->acts, BYTES_REACH);
	reached &= say_at_most("  the same, as the process grew at its peak", " bytes",
		((double)used.grown - (double)used.payload) / b->acts, BYTES_REACH);
	reached &= one_state(b, sql);
	query_close(b->sqlite);
	return reached;
}

int main(int argc, char **argv)
{
	double ns[SIZES_MAX];
	int sizes = argc - 3;
	bool reached = true;
	if (sizes < 1 || sizes > SIZES_MAX)
		fail("usage: %s FOLDER STATE.SQL ACTS… (at most %d sizes)", argv[0], SIZES_MAX);
	for (int i = 0; i < sizes; i++) {
		AUTO_ARENA a = arena_new("bench");
		struct bench *b = NEW(a, struct bench);
		b->arena = a;
		b->acts = (unsigned)strtoul(argv[i + 3], NULL, 10);
		if (b->acts == 0)
			fail("%s: give a number of acts", argv[i + 3]);
		snprintf(b->path, sizeof b->path, "%s/made-%u.db", argv[1], b->acts);
		reached &= measure(b, argv[2], &ns[i]);
		malloc_trim(0);
	}
	if (sizes > 1)
		reached &= say_at_most("an act of the last size to load, beside one of the first", " times",
			ns[sizes - 1] / ns[0], LINEAR_REACH);
	return !reached;
}
