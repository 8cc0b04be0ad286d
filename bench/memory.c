/* A translation memory of invented sentences: fuzzy lookups beside PostgreSQL's pg_trgm on the same data and
 * the same questions, in the same run. bench_memory URL SEGMENTS QUESTIONS */
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/allow_clock.h"
#include "base/buf.h"
#include "base/text.h"
#include "beside.h"
#include "offices/translations/memory_index.h"

#define WORDS 6000u /* of the invented vocabulary; the n-th is met about 1/n as often as the first */
#define REACH 10.0
#define LEAST 50u /* percent */

static uint64_t made = 20260203; /* the row of numbers that all is made from */

static unsigned draw(unsigned below)
{
	made ^= made << 13;
	made ^= made >> 7;
	made ^= made << 17;
	return (unsigned)(made >> 11) % below;
}

/* ---- invented sentences ---- */

static const char *word_new(struct arena *a)
{
	static const char *const on[] = {"b", "bl", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "fr",
		"g", "gr", "h", "j", "k", "l", "m", "n", "p", "ph", "pl", "pr", "qu", "r", "s", "sc", "sh",
		"sp", "st", "str", "t", "th", "tr", "v", "w", "wh", "y", "z"};
	static const char *const vowel[] = {
		"a", "e", "i", "o", "u", "y", "ai", "ea", "ee", "ie", "io", "oo", "ou"};
	static const char *const off[] = {"", "b", "ck", "ct", "d", "ff", "g", "l", "ld", "ll", "m", "mp",
		"n", "nd", "ng", "nt", "p", "r", "rd", "rn", "rt", "s", "ss", "st", "t", "tch", "x"};
	const char *word = "";
	for (unsigned i = 0, n = 1 + draw(3) + (draw(3) == 0); i < n; i++)
		word = arena_printf(a, "%s%s%s%s", word, on[draw(40)], vowel[draw(13)], off[draw(27)]);
	return word;
}

/* Often met words first. */
static unsigned rank(void)
{
	unsigned span = 1u << (1 + draw(13));
	return draw(span < WORDS ? span : WORDS);
}

static const char *sentence(struct arena *a, const char *const *word)
{
	unsigned n = 5 + draw(22);
	struct buf b;
	buf_init(&b, a, 4000);
	for (unsigned i = 0; i < n; i++) {
		const char *w = word[rank()];
		if (i == 0)
			buf_printf(&b, "%c%s", w[0] - 'a' + 'A', w + 1);
		else if (draw(25) == 0)
			buf_printf(&b, " %u", 1 + draw(2000));
		else
			buf_printf(&b, " %s%s", w, draw(12) == 0 ? "," : "");
	}
	buf_putc(&b, '.');
	return b.data;
}

/* One to four words are left out, put in or replaced. */
static const char *perturbed(struct arena *a, const char *s, const char *const *word)
{
	char **part;
	size_t n = text_split(a, s, " ", &part);
	for (unsigned i = 0, k = 1 + draw(n > 12 ? 4 : 2); i < k; i++) {
		size_t at = draw((unsigned)n);
		unsigned how = draw(3);
		part[at] = how == 0 ? arena_strdup(a, "")
			: how == 1  ? arena_printf(a, "%s %s", part[at], word[rank()])
				    : arena_strdup(a, word[rank()]);
	}
	struct buf b;
	buf_init(&b, a, 8000);
	for (size_t i = 0; i < n; i++)
		if (*part[i])
			buf_printf(&b, "%s%s", b.len ? " " : "", part[i]);
	return b.data;
}

/* ---- PostgreSQL ---- */

static PGresult *ask(PGconn *pg, const char *sql, ExecStatusType want)
{
	PGresult *r = PQexec(pg, sql);
	if (PQresultStatus(r) != want)
		fail("PostgreSQL: %s", PQerrorMessage(pg));
	return r;
}

static void said(PGconn *pg, const char *sql)
{
	PQclear(ask(pg, sql, PGRES_COMMAND_OK));
}

static PGconn *pg_filled(const char *url, const struct segment *s, size_t n)
{
	PGconn *pg = PQconnectdb(url);
	if (PQstatus(pg) != CONNECTION_OK)
		fail("PostgreSQL: %s", PQerrorMessage(pg));
	said(pg, "CREATE EXTENSION pg_trgm");
	said(pg, "CREATE TABLE segment (id bigint PRIMARY KEY, source text COLLATE \"C\", target text)");
	PQclear(ask(pg, "COPY segment FROM STDIN", PGRES_COPY_IN));
	for (size_t i = 0; i < n; i++) {
		AUTO_ARENA a = arena_new("row");
		const char *row = arena_printf(a, "%zu\t%s\t%s\n", i, s[i].source, s[i].target);
		if (PQputCopyData(pg, row, (int)strlen(row)) != 1)
			fail("PostgreSQL: %s", PQerrorMessage(pg));
	}
	if (PQputCopyEnd(pg, NULL) != 1)
		fail("PostgreSQL: %s", PQerrorMessage(pg));
	for (PGresult *r; (r = PQgetResult(pg)); PQclear(r))
		if (PQresultStatus(r) != PGRES_COMMAND_OK)
			fail("PostgreSQL: %s", PQerrorMessage(pg));
	return pg;
}

/* ---- the questions ---- */

struct asking {
	size_t n;
	const char **question;
	double *ms;
	const char **best; /* source of the best match; "" none */
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return a < b ? -1 : a > b;
}

static struct asking asking_new(struct arena *a, const char **question, size_t n)
{
	return (struct asking){n, question, NEW_ARRAY(a, double, n), NEW_ARRAY(a, const char *, n)};
}

static void ask_ours(const struct memory_index *m, struct asking *q)
{
	for (size_t i = 0; i < q->n; i++) {
		AUTO_ARENA a = arena_new("question");
		struct match match[3];
		double begin = now_ms();
		size_t n = memory_find(m, a, q->question[i], LEAST, 3, match);
		q->ms[i] = now_ms() - begin;
		q->best[i] = n ? match[0].segment->source : "";
	}
}

static void ask_theirs(PGconn *pg, struct arena *a, const char *sql, struct asking *q)
{
	PQclear(PQprepare(pg, "", sql, 1, NULL));
	for (size_t i = 0; i < q->n; i++) {
		double begin = now_ms();
		PGresult *r = PQexecPrepared(pg, "", 1, &q->question[i], NULL, NULL, 0);
		q->ms[i] = now_ms() - begin;
		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			fail("PostgreSQL: %s", PQerrorMessage(pg));
		q->best[i] = PQntuples(r) ? arena_strdup(a, PQgetvalue(r, 0, 0)) : "";
		PQclear(r);
	}
}

static size_t agree(const struct asking *x, const char *const *y)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++)
		n += strcmp(x->best[i], y[i]) == 0;
	return n;
}

/* Sorts the times: p50 and p99. */
static void percentiles(struct asking *q, double *p50, double *p99)
{
	qsort(q->ms, q->n, sizeof *q->ms, by_size);
	*p50 = q->ms[q->n / 2];
	*p99 = q->ms[(q->n * 99 + 99) / 100 - 1];
}

static bool beside_pg(const char *name, struct asking *ours, struct asking *theirs, const char **origin)
{
	double o50, o99, t50, t99;
	size_t same = agree(ours, theirs->best), right = agree(theirs, origin), mine = agree(ours, origin);
	percentiles(ours, &o50, &o99);
	percentiles(theirs, &t50, &t99);
	printf("memory: ours p50 %.3f ms, p99 %.3f ms; %s p50 %.2f ms, p99 %.2f ms: p50 %.0f times,"
	       " p99 %.0f times ours"
	       " (reach: %.0f)\n",
		o50, o99, name, t50, t99, t50 / o50, t99 / o99, REACH);
	printf("memory: the same best match for %zu of %zu; the sentence that the question was made"
	       " from: ours %zu,"
	       " %s %zu\n",
		same, ours->n, mine, name, right);
	return t99 >= REACH * o99;
}

static const struct peer {
	const char *name, *index, *sql;
} peers[] = {
	{"pg_trgm (GIN)", "CREATE INDEX segment_source ON segment USING gin (source gin_trgm_ops)",
		"SELECT source, target, similarity(source, $1) FROM segment WHERE source % $1"
		" ORDER BY similarity(source, $1) DESC, id LIMIT 3"},
	{"pg_trgm (GiST)",
		"CREATE INDEX segment_source ON segment USING gist (source gist_trgm_ops(siglen=256))",
		"SELECT source, target, source <-> $1 FROM segment ORDER BY source <-> $1 LIMIT 3"},
};

int main(int argc, char **argv)
{
	struct arena *a = arena_new("bench");
	int64_t n, k;
	struct err e;
	bool good = true;
	if (argc != 4 || text_int(argv[2], 100, MEMORY_SEGMENTS_MAX, &n, &e) < 0 ||
		text_int(argv[3], 10, 100000, &k, &e) < 0)
		fail("bench_memory URL SEGMENTS QUESTIONS");
	const char **word = NEW_ARRAY(a, const char *, WORDS);
	struct segment *s = NEW_ARRAY(a, struct segment, (size_t)n);
	for (unsigned i = 0; i < WORDS; i++)
		word[i] = word_new(a);
	for (int64_t i = 0; i < n; i++)
		s[i] = (struct segment){sentence(a, word), sentence(a, word), "made", "", 0};
	const char **question = NEW_ARRAY(a, const char *, (size_t)k),
		   **origin = NEW_ARRAY(a, const char *, (size_t)k);
	for (int64_t i = 0; i < k; i++) {
		origin[i] = s[draw((unsigned)n)].source;
		question[i] = perturbed(a, origin[i], word);
	}
	struct arena *held = arena_new("index");
	struct memory_index *m;
	double begin = now_ms();
	if (memory_index_new(held, s, (size_t)n, &m, &e) < 0)
		fail("%s", e.text);
	printf("memory: %lld segments, index built in %.2f s, %zu MiB\n", (long long)n,
		(now_ms() - begin) / 1e3, arena_bytes(held) >> 20);
	PGconn *pg = pg_filled(argv[1], s, (size_t)n);
	/* what is less alike is not looked for: the higher, the faster its index */
	said(pg, "SET pg_trgm.similarity_threshold = 0.5");
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
		struct asking ours = asking_new(a, question, (size_t)k),
			      theirs = asking_new(a, question, (size_t)k);
		begin = now_ms();
		said(pg, peers[i].index);
		printf("memory: %s built in %.2f s\n", peers[i].name, (now_ms() - begin) / 1e3);
		said(pg, "VACUUM ANALYZE segment");
		ask_theirs(pg, a, peers[i].sql, &theirs);
		ask_ours(m, &ours);
		good &= beside_pg(peers[i].name, &ours, &theirs, origin);
		said(pg, "DROP INDEX segment_source");
	}
	PQfinish(pg);
	arena_free(held);
	arena_free(a);
	return !good;
}
