#include "store/verify.h"

#include <inttypes.h>
#include <string.h>

#include "acts/chain.h"
#include "store/row.h"

#define PAGE_ROWS_MAX 1000 /* acts fetched together */

static void complain(struct complaint *c, const char *fmt, ...) ATTR_PRINTF(2, 3);

static void complain(struct complaint *c, const char *fmt, ...)
{
	struct err line;
	va_list ap;

	c->n++;
	if (!c->bad)
		return;
	va_start(ap, fmt);
	vsnprintf(line.text, sizeof line.text, fmt, ap);
	va_end(ap);
	c->bad(c->ctx, line.text);
}

/* Where a walk stands. */
struct walk {
	struct complaint *complaint;
	uint64_t next; /* the seq that must come */
	char hash[65]; /* of the act before, as stored */
	int64_t recorded_ms;
	uint64_t expect_count;
	const char *expect_hash;
	bool expect_seen;
};

/* One line an act, with the first thing that does not fit; then the walk goes on from what is stored. */
static void walk_one(struct walk *w, struct db_stmt *st, const struct act_row *row)
{
	struct err e;
	int hidden = -1;

	for (int i = 0; sql_act_page.out[i]; i++)
		if (sql_act_page.out[i] == 't' && !db_text_whole(st, i))
			hidden = i;
	if (hidden >= 0)
		complain(w->complaint, "act %" PRIu64 " (%s): column %d holds a NUL byte", row->seq,
			row->d.id, hidden + 1);
	else if (chain_check(w->hash, w->recorded_ms, w->next, row, false, &e) < 0)
		complain(w->complaint, "%s", e.text);
	if (w->expect_hash && row->seq + 1 == w->expect_count) {
		w->expect_seen = true;
		if (strcmp(row->hash, w->expect_hash) != 0)
			complain(w->complaint,
				"act %" PRIu64 " (%s): its hash is %s, expected %s: the record was rewritten",
				row->seq, row->d.id, row->hash, w->expect_hash);
	}
	w->next = row->seq + 1;
	w->recorded_ms = row->recorded_ms;
	snprintf(w->hash, sizeof w->hash, "%s", row->hash);
}

static int walk_page(struct db *db, struct walk *w, uint64_t from, size_t *ret_n, struct err *e)
{
	struct act_page_row found;
	struct db_stmt *st;
	size_t n = 0;
	int r = act_page_start(db, &(struct act_page_in){(int64_t)from, PAGE_ROWS_MAX}, &st, e);

	if (r < 0)
		return r;
	for (r = act_page_step(st, &found, e); r == DB_ROW; r = act_page_step(st, &found, e)) {
		const struct act_row row = row_of(&found);

		walk_one(w, st, &row);
		n++;
	}
	db_finish(st);
	if (r < 0)
		return r;
	*ret_n = n;
	return 0;
}

int verify_walk(struct db *db, uint64_t expect_count, const char *expect_hash, struct complaint *c,
	struct head *ret_head, struct err *e)
{
	struct walk w = {
		.complaint = c,
		.hash = CHAIN_START,
		.expect_count = expect_count,
		.expect_hash = expect_hash,
		.expect_seen = expect_count == 0,
	};
	struct head head;
	size_t n = 1;
	int r = store_head(db, &head, e);

	/* Nothing can follow the largest seq that SQL holds. */
	while (r == 0 && n > 0 && w.next <= INT64_MAX)
		r = walk_page(db, &w, w.next, &n, e);
	if (r < 0)
		return r;
	if (head.count != w.next || strcmp(head.hash, w.hash) != 0 || head.recorded_ms != w.recorded_ms)
		complain(c,
			"the head says %" PRIu64 " acts, the last with %s recorded at %" PRId64
			" ms; on file are %" PRIu64 ", the last with %s recorded at %" PRId64 " ms",
			head.count, head.hash, head.recorded_ms, w.next, w.hash, w.recorded_ms);
	if (expect_hash && !w.expect_seen)
		complain(c, "the record ends after %" PRIu64 " acts, expected %" PRIu64 ": its end was cut",
			w.next, expect_count);
	*ret_head = head;
	return 0;
}

int store_verify(struct db *db, uint64_t expect_count, const char *expect_hash,
	void (*bad)(void *ctx, const char *line), void *ctx, uint64_t *ret_bad, struct head *ret_head,
	struct err *e)
{
	AUTO_TX tx = {0};
	struct complaint c = {.bad = bad, .ctx = ctx};
	struct head head;
	int r = tx_begin_read(&tx, db, e);

	if (r == 0)
		r = verify_walk(db, expect_count, expect_hash, &c, &head, e);
	if (r < 0)
		return r;
	*ret_bad = c.n;
	*ret_head = head;
	return 0;
}

static void keep_first(void *ctx, const char *line)
{
	struct err *first = ctx;

	if (first->text[0] == '\0')
		IGNORE(err_set(first, ERR_CONFLICT, "%s", line)); /* it is the text that is wanted */
}

int verify_all_good(struct db *db, struct err *e)
{
	struct err first = {0};
	struct complaint c = {.bad = keep_first, .ctx = &first};
	struct head head;
	int r = verify_walk(db, 0, NULL, &c, &head, e);

	if (r < 0 || c.n == 0)
		return r;
	return err_set(e, ERR_CONFLICT, "%s; %" PRIu64 " in all do not verify; mend: paraph act verify",
		first.text, c.n);
}
