/* act pull, act peers. */
#include "offices/exchange/pull.h"

#include <inttypes.h>
#include <string.h>

#include "acts/payload.h"
#include "base/file.h"
#include "exchange_sql.h"
#include "offices/packs/packs.h"

#define RING_BYTES_MAX (64u << 10)

enum { PULL_KEY, PULL_YES };
const struct option_info pull_options[] = {
	[PULL_KEY] = {"--key", "FILE", "Its public keys (paraph letter key export, there); needed once"},
	[PULL_YES] = {"--yes", NULL, "Record what is new; without it nothing is recorded"},
	{0},
};

struct pull {
	struct run *run;
	struct book book;
	struct peer peer;
	struct feed_head head;
	size_t n, others; /* drafts; acts of treaties that are not adopted here */
	struct draft *draft;
	const struct act_row **row; /* of each draft */
	struct trial *trial;
	size_t count[OUTCOME_COUNT];
	size_t fresh_n; /* to be recorded: places in `draft` */
	size_t *fresh;
};

/* ---- who ---- */

static int url_of(struct run *r, const char **ret, struct err *e)
{
	const char *url = r->argv[0];
	size_t len = strlen(url);

	if (len > PULL_URL_MAX || (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0))
		return err_set(e, ERR_USAGE,
			"%.100s: write where its pages are, such as https://register.example", url);
	while (len && url[len - 1] == '/')
		len--;
	*ret = arena_strndup(r->arena, url, len);
	return 0;
}

static int peer_known(struct pull *p, struct err *e)
{
	struct peer_get_row row;
	struct db_stmt *st = NULL;
	struct arena *a = p->run->arena;
	int rc = peer_get_start(p->book.db, &(struct peer_get_in){p->peer.url}, &st, e);

	if (rc < 0)
		return rc;
	rc = peer_get_step(st, &row, e);
	if (rc == DB_ROW) {
		p->peer.keyring = arena_strdup(a, row.keyring);
		p->peer.acts = (uint64_t)row.acts;
		p->peer.hash = arena_strdup(a, row.hash);
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static int peer_open(struct pull *p, struct err *e)
{
	const char *path = p->run->option[PULL_KEY];
	char *ring = NULL;
	size_t len = 0;
	int rc = url_of(p->run, &p->peer.url, e);

	p->peer.hash = CHAIN_START;
	if (rc == 0)
		rc = peer_known(p, e);
	if (rc == 0 && path) {
		rc = file_read(p->run->arena, path, RING_BYTES_MAX, &ring, &len, e);
		p->peer.keyring = ring;
	}
	if (rc == 0 && !p->peer.keyring)
		rc = err_set(e, ERR_USAGE,
			"%s is not known here yet: say --key FILE with its public keys, as paraph letter "
			"key export writes them there",
			p->peer.url);
	return rc;
}

/* ---- what ---- */

/* Packs are adopted here, letters are issued by houses that are here, and acts of treaties that are not
 * adopted say nothing here. */
static bool is_taken(struct pull *p, const struct act_row *row)
{
	enum act_kind kind;

	if (act_kind_parse(row->d.kind, &kind, NULL) < 0)
		return false;
	kind = payload_as(kind, row->d.payload);
	if (kind == ACT_PACK_ADOPTED || kind == ACT_LETTER_ISSUED || kind == ACT_LETTER_CANCELLED)
		return false;
	if (book_pack(&p->book, row->d.treaty))
		return true;
	p->others++;
	return false;
}

/* An edition of a pack there that is another here is said: then figures may differ though the acts are the
 * same. */
static void edition_note(struct pull *p, const struct act_row *row)
{
	const struct pack *own = book_pack(&p->book, row->d.subject);

	if (strcmp(row->d.kind, act_kinds[ACT_PACK_ADOPTED].name) == 0 && own &&
		!payload_is(row->d.payload, "sha256", own->sha256))
		fprintf(p->run->err, "%s adopted another edition of the pack %s than is in force here\n",
			p->peer.url, row->d.subject);
}

static void sort_out(struct pull *p, const struct act_row *row, size_t n)
{
	struct arena *a = p->run->arena;

	p->draft = NEW_ARRAY(a, struct draft, n + 1);
	p->row = NEW_ARRAY(a, const struct act_row *, n + 1);
	for (size_t i = 0; i < n; i++) {
		edition_note(p, &row[i]);
		if (!is_taken(p, &row[i]))
			continue;
		p->row[p->n] = &row[i];
		p->draft[p->n++] = row[i].d;
	}
}

static void hold_against(struct pull *p)
{
	struct arena *a = p->run->arena;

	p->trial = NEW_ARRAY(a, struct trial, p->n + 1);
	p->fresh = NEW_ARRAY(a, size_t, p->n + 1);
	book_try(p->run, &p->book, p->draft, p->n, p->trial);
	for (size_t i = 0; i < p->n; i++) {
		p->count[p->trial[i].outcome]++;
		if (p->trial[i].outcome == OUTCOME_NEW)
			p->fresh[p->fresh_n++] = i;
	}
}

/* ---- recording ---- */

/* In the transaction of the acts: where each came from, and how far we are. While something contradicts we do
 * not go on: it is asked for again, and said again. */
static int note_origin(void *ctx, struct err *e)
{
	struct pull *p = ctx;
	bool all = !p->count[OUTCOME_DIFFERENT] && !p->count[OUTCOME_REFUSED];
	uint64_t acts = all ? p->head.acts : p->peer.acts;
	int rc = peer_set_run(p->book.db,
		&(struct peer_set_in){p->peer.url, p->peer.keyring, (int64_t)acts,
			all ? p->head.hash : p->peer.hash, p->run->now_ms},
		e);

	for (size_t i = 0; rc == 0 && i < p->fresh_n; i++) {
		const struct act_row *row = p->row[p->fresh[i]];

		rc = origin_add_run(p->book.db,
			&(struct origin_add_in){row->d.id, p->peer.url, (int64_t)row->seq, row->hash,
				row->recorded_ms, p->run->now_ms},
			e);
	}
	return rc;
}

static int record(struct pull *p, struct err *e)
{
	struct arena *a = p->run->arena;
	struct draft *fresh = NEW_ARRAY(a, struct draft, p->fresh_n + 1);
	AUTO_TX tx = {0};

	if (!p->run->option[PULL_YES])
		return 0;
	for (size_t i = 0; i < p->fresh_n; i++)
		fresh[i] = p->draft[p->fresh[i]];
	if (p->fresh_n)
		return book_record_with(p->run, &p->book, fresh, p->fresh_n,
			NEW_ARRAY(a, struct appended, p->fresh_n), NEW_ARRAY(a, struct marks, p->fresh_n),
			note_origin, p, e);
	int rc = tx_begin(&tx, p->book.db, e);
	if (rc == 0)
		rc = note_origin(p, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

static void summary(const struct pull *p)
{
	const size_t *c = p->count;
	FILE *err = p->run->err;

	fprintf(err, "%s: %zu new, %zu on file, %zu different, %zu refused; ", p->peer.url, c[OUTCOME_NEW],
		c[OUTCOME_ON_FILE], c[OUTCOME_DIFFERENT], c[OUTCOME_REFUSED]);
	if (p->run->option[PULL_YES])
		fprintf(err, "%zu recorded", p->fresh_n);
	else
		fprintf(err, "nothing recorded%s", p->fresh_n ? " yet: --yes records what is new" : "");
	if (p->others)
		fprintf(err, "; %zu of treaties that are not adopted here are left", p->others);
	fputc('\n', err);
}

static int contradictions(const struct pull *p, struct err *e)
{
	size_t n = p->count[OUTCOME_DIFFERENT] + p->count[OUTCOME_REFUSED];

	return n
		? err_set(e, ERR_CONFLICT,
			  "%s: %zu acts contradict what is on file and were left; settle them with who keeps "
			  "that record, or correct your own (paraph act correct)",
			  p->peer.url, n)
		: 0;
}

int pull_run(struct run *r, struct err *e)
{
	struct pull p = {.run = r};
	struct act_row *row = NULL;
	size_t n = 0;
	int rc = r->known_ms == INT64_MAX
		? 0
		: err_set(e, ERR_USAGE, "--known is for reading; leave it out to record");

	if (rc == 0)
		rc = book_open(r, &p.book, e);
	if (rc == 0)
		rc = peer_open(&p, e);
	if (rc == 0)
		rc = pull_fetch(r, &p.peer, &row, &n, &p.head, e);
	if (rc < 0)
		return rc;
	sort_out(&p, row, n);
	hold_against(&p);
	rc = record(&p, e);
	if (rc == 0)
		rc = book_report(r, p.draft, NULL, p.trial, p.n, e);
	if (rc < 0)
		return rc;
	summary(&p);
	return contradictions(&p, e);
}

/* ---- act peers ---- */

static int peers(struct run *r, struct db *db, struct err *e)
{
	static const struct column columns[] = {
		{"url", "Installation", false, false},
		{"acts", "Acts looked at", true, false},
		{"pulled", "Taken over", true, false},
		{"asked", "Last", false, false},
	};
	struct peer_list_row row;
	struct db_stmt *st = NULL;
	int rc = peer_list_start(db, &(struct peer_list_in){PEERS_SHOWN}, &st, e);

	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	for (rc = peer_list_step(st, &row, e); rc == DB_ROW; rc = peer_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){row.url, arena_printf(r->arena, "%" PRId64, row.acts),
				arena_printf(r->arena, "%" PRId64, row.pulled),
				instant_text(r->arena, row.asked_ms)});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

static int acts_of(struct run *r, struct db *db, const char *url, struct err *e)
{
	static const struct column columns[] = {
		{"id", "Act", false, false},
		{"there", "Number there", true, false},
		{"hash", "Hash there", false, false},
		{"recorded_there", "Recorded there", false, false},
		{"pulled", "Taken over", false, false},
	};
	struct origin_list_row row;
	struct db_stmt *st = NULL;
	int rc = origin_list_start(db, &(struct origin_list_in){url, PEERS_SHOWN}, &st, e);

	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	for (rc = origin_list_step(st, &row, e); rc == DB_ROW; rc = origin_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){row.id, arena_printf(r->arena, "%" PRId64, row.seq),
				r->format == FORMAT_TABLE ? arena_printf(r->arena, "%.16s", row.hash)
							  : row.hash,
				instant_text(r->arena, row.there_ms), instant_text(r->arena, row.pulled_ms)});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

int peers_run(struct run *r, struct err *e)
{
	struct db *db = NULL;
	const char *url = NULL;
	int rc = run_db(r, &db, e);

	if (rc == 0 && r->argc)
		rc = url_of(r, &url, e);
	if (rc < 0)
		return rc;
	return url ? acts_of(r, db, url, e) : peers(r, db, e);
}
