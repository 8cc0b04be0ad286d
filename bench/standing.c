/* Where every State stands under the Convention on Cluster Munitions on a day: the register beside SQL.
 *
 *   bench_standing DATABASE PACK STANDING.SQL
 *
 * DATABASE is what `paraph init --pack ccm` made; indexes for the query are added to it. Both sides give what
 * `paraph status` prints, row by row, and must agree on every day below: for every State that has a name on
 * file, and for those alone that `paraph status` lists, States of the world on that day. Nothing is kept from
 * one run to the next: the register is opened anew each time. */
#include <string.h>

#include "base/arena.h"
#include "beside.h"
#include "query.h"
#include "row.h"
#include "store/store.h"

#define REACH 20
#define ROUNDS 31
#define ROUNDS_SHORT 7

/* Before and after the day of opening for signature, of the thirtieth deposit, of entry into force, of a
 * withdrawal. */
static const char *const days[] = {"2008-12-02", "2008-12-03", "2010-02-16", "2010-07-31", "2010-08-01",
	"2015-06-30", "2024-09-06", "2025-03-05", "2025-03-06", "2026-11-21"};
#define DAYS (sizeof days / sizeof *days)
#define MEASURED_DAY "2026-02-03"

struct world {
	struct journal *journal;
	const struct pack *pack;
	struct sqlite3_stmt *query;
	const char *on_text;
	day_t on;
	bool every;          /* or only those that are States of the world */
	struct arena *arena; /* of one run */
	struct row *row;
	size_t n;
	uint64_t touched; /* so that nothing is left out as useless */
	/* for the parts */
	struct reg reg;
	uint32_t *state;
	size_t states;
};

static void by_register(void *ctx)
{
	struct world *w = ctx;
	struct reg r;
	uint32_t *state;
	arena_free(w->arena);
	w->arena = arena_new("standing");
	reg_open(&r, w->journal, w->pack, journal_count(w->journal));
	size_t n = reg_states(&r, w->arena, &state);
	w->row = NEW_ARRAY(w->arena, struct row, n);
	w->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct row *row = &w->row[w->n];
		row_by_register(&r, state[i], w->on, row);
		w->n += w->every || row->standing != STANDING_NOT_PARTY ||
			reg_is_state(&r, state[i], w->on) != TRI_NO;
	}
}

static void bind(struct world *w)
{
	sqlite3_bind_text(w->query, 1, w->on_text, -1, SQLITE_STATIC);
	sqlite3_bind_int(w->query, 2, w->every);
}

static void by_sql(void *ctx)
{
	struct world *w = ctx;
	bind(w);
	w->touched += query_touch(w->query);
}

/* ---- the same answer? ---- */

static void compare(struct world *w)
{
	size_t i = 0;
	by_register(w);
	bind(w);
	for (; sqlite3_step(w->query) == SQLITE_ROW; i++) {
		char where[40];
		const char *sql = (const char *)sqlite3_column_text(w->query, 0);
		const char *ours = i < w->n ? journal_text(w->journal, w->row[i].state) : "no State";
		if (strcmp(ours, sql) != 0)
			fail("%s: SQL comes to %s, the register to %s", w->on_text, sql, ours);
		snprintf(where, sizeof where, "%s, %s", w->on_text, ours);
		row_compare(w->query, 1, &w->row[i], where);
	}
	sqlite3_reset(w->query);
	if (i != w->n)
		fail("%s: SQL finds %zu States, the register %zu", w->on_text, i, w->n);
}

static void day_set(struct world *w, const char *day)
{
	struct err e;
	w->on_text = day;
	if (day_parse(day, strlen(day), &w->on, &e) < 0)
		fail("%s", e.text);
}

/* ---- what of it takes how long ---- */

static void part_open(void *ctx)
{
	struct world *w = ctx;
	reg_open(&w->reg, w->journal, w->pack, journal_count(w->journal));
}

static void part_states(void *ctx)
{
	struct world *w = ctx;
	arena_free(w->arena);
	w->arena = arena_new("states");
	w->states = reg_states(&w->reg, w->arena, &w->state);
}

static void part_standing(void *ctx)
{
	struct world *w = ctx;
	struct state_standing s;
	for (size_t i = 0; i < w->states; i++) {
		reg_standing(&w->reg, w->state[i], w->on, &s);
		w->touched += s.standing;
	}
}

static void part_is_state(void *ctx)
{
	struct world *w = ctx;
	for (size_t i = 0; i < w->states; i++)
		w->touched += reg_is_state(&w->reg, w->state[i], w->on);
}

static void parts(struct world *w)
{
	const struct {
		const char *name;
		void (*run)(void *ctx);
	} part[] = {
		{"opening the register", part_open},
		{"the list of States", part_states},
		{"standing of each", part_standing},
		{"is each a State of the world", part_is_state},
	};
	printf("  of which");
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		struct way way = {part[i].name, part[i].run, NULL, w};
		printf("%s %s %s", i ? "," : "", part[i].name, duration(alone(&way, ROUNDS)));
	}
	printf("\n");
}

static bool measure(struct world *w)
{
	struct way way[2] = {{"register", by_register, NULL, w}, {"SQL", by_sql, NULL, w}};
	double least = 1e9;
	char what[64];
	w->every = true;
	for (size_t i = 0; i < DAYS; i++) {
		day_set(w, days[i]);
		struct beside b = beside(way, ROUNDS_SHORT);
		least = b.ratio < least ? b.ratio : least;
	}
	day_set(w, MEASURED_DAY);
	struct beside b = beside(way, ROUNDS);
	snprintf(what, sizeof what, "standing of %zu States on %s", w->n, MEASURED_DAY);
	bool reached = say_faster(what, way, &b, REACH);
	printf("  least ratio on the %zu days: %.1f\n", DAYS, least);
	parts(w);
	w->every = false;
	b = beside(way, ROUNDS);
	printf("  with who is a State of the world, as paraph status asks: register %s, SQL %s, ratio %.1f\n",
		duration(b.ns[0]), duration(b.ns[1]), b.ratio);
	return reached;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("bench");
	struct world w = {.journal = journal_new()};
	struct pack_bytes bytes;
	struct pack *pack;
	struct pack_mistake *mistakes;
	size_t mistakes_n;
	struct db *db;
	struct err e;
	if (argc != 4)
		fail("usage: %s DATABASE PACK STANDING.SQL", argv[0]);
	if (store_open(a, argv[1], STORE_EXISTING, &db, &e) < 0 || store_catch_up(db, w.journal, &e) < 0 ||
		pack_read_dir(a, argv[2], &bytes, &e) < 0 ||
		pack_compile(a, &bytes, &pack, &mistakes, &mistakes_n, &e) < 0)
		fail("%s", e.text);
	w.pack = pack;
	w.query = query_file(query_open(argv[1]), a, argv[3]);

	for (size_t i = 0; i < DAYS; i++) {
		day_set(&w, days[i]);
		for (int every = 0; every < 2; every++) {
			w.every = every;
			compare(&w);
		}
	}
	printf("register and SQL agree on %zu days\n", DAYS);
	bool reached = measure(&w);

	query_close(sqlite3_db_handle(w.query));
	arena_free(w.arena);
	journal_free(w.journal);
	return !reached;
}
