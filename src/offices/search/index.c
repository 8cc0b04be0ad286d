/* The index: what is on file, in words. Acts are read in their sequence, each once; what has names (States,
 * meetings, figures, rules) is written anew when an act may have changed one. */
#include <assert.h>
#include <string.h>

#include "offices/search/indexing.h"
#include "search_sql.h"

#define BATCH 2000u   /* acts in one transaction */
#define VERSION 1     /* of src/text/search.c and of what is said of a thing */
#define NAMED "named" /* stamp of what is written anew */

/* The same in each language, with no page. */
static int views_open(struct indexing *x, struct err *e)
{
	struct run *r = x->run;
	int rc = 0;

	for (; rc == 0 && words_all[x->languages] && x->languages < INDEX_LANGUAGES_MAX; x->languages++)
		rc = view_written(r->arena, words_all[x->languages], &x->reg, r->today, "/search",
			&x->view[x->languages], e);
	return rc;
}

void views_use(struct indexing *x, struct arena *a, const struct reg *reg)
{
	for (size_t i = 0; i < x->languages; i++) {
		x->view[i].a = a;
		x->view[i].reg = reg;
	}
}

/* ---- writing ---- */

int entry_put(struct indexing *x, const struct entry_add_in *in, const struct buf *words, struct err *e)
{
	struct entry_add_row row = {0};
	struct db_stmt *st = NULL;
	int rc = entry_add_start(x->db, in, &st, e);

	if (rc == 0)
		rc = entry_add_step(st, &row, e);
	db_finish(st);
	if (rc < 0)
		return rc;
	return text_add_queue(x->db, &(struct text_add_in){row.id, words->len ? words->data + 1 : ""}, e);
}

static int mention_put(struct indexing *x, const struct mention *m, const char *stamp,
	const struct buf *words, struct err *e)
{
	char day[11];
	const struct entry_add_in in = {"", x->treaty, mention_kinds[m->kind].name, m->kind, m->key,
		m->on.high == DAY_NONE_HIGH ? "" : day_format(m->on.high, day), (int64_t)m->seq,
		SEARCH_GONE_NEVER, stamp};

	return entry_put(x, &in, words, e);
}

static int act_put(struct indexing *x, uint64_t seq, struct err *e)
{
	AUTO_ARENA garbage = arena_child(x->run->arena, "act");
	struct mention m = {0};
	struct buf words;
	bool any = false;

	x->then = x->reg;
	x->then.known = seq + 1; /* that it was corrected later is said by entry_gone */
	views_use(x, garbage, &x->then);
	buf_init(&words, garbage, WORDS_MAX);
	for (size_t i = 0; i < x->languages; i++) {
		any = mention_act(&x->view[i], seq, &m);
		if (!any)
			return 0;
		search_column(x->s, garbage, m.title, &words);
		search_column(x->s, garbage, m.text, &words);
	}
	return mention_put(x, &m, "", &words, e);
}

static int named_put(struct indexing *x, struct err *e)
{
	AUTO_ARENA garbage = arena_child(x->run->arena, "names");
	struct mention *m[INDEX_LANGUAGES_MAX] = {NULL};
	size_t n = 0;
	int rc = text_forget_named_run(x->db, &(struct text_forget_named_in){"", x->treaty, NAMED}, e);

	if (rc == 0)
		rc = entry_forget_named_run(x->db, &(struct entry_forget_named_in){"", x->treaty, NAMED}, e);
	views_use(x, garbage, &x->reg);
	for (size_t i = 0; i < x->languages; i++)
		n = mentions_named(&x->view[i], &m[i]); /* the same ones each time */
	for (size_t k = 0; rc == 0 && k < n; k++) {
		struct buf words;

		buf_init(&words, garbage, WORDS_MAX);
		for (size_t i = 0; i < x->languages; i++) {
			search_column(x->s, garbage, m[i][k].title, &words);
			search_column(x->s, garbage, m[i][k].text, &words);
		}
		rc = mention_put(x, &m[0][k], NAMED, &words, e);
	}
	return rc;
}

/* ---- bringing it up ---- */

/* May it have changed a name? A pack brings figures and rules, the world States. */
static bool names_something(const struct indexing *x, const struct act *act)
{
	bool meeting = act->as == ACT_MEETING_CONVENED || act->as == ACT_MEETING_MOVED ||
		act->as == ACT_MEETING_HELD || act->as == ACT_MEETING_CANCELLED;

	return act->treaty == x->reg.world ||
		(act->treaty == x->reg.treaty && (meeting || act->as == ACT_CORRECTION));
}

static int acts_put(struct indexing *x, uint64_t from, uint64_t to, struct err *e)
{
	const struct journal *j = x->reg.journal;
	bool names = false;
	int rc = 0;

	for (uint64_t seq = from; rc == 0 && seq < to; seq++) {
		const struct act *act = journal_act(j, seq);
		uint32_t target = journal_corrects(j, seq);

		names |= names_something(x, act);
		if (act->treaty != x->reg.treaty)
			continue;
		if (target)
			rc = entry_gone_run(
				x->db, &(struct entry_gone_in){"", x->treaty, target - 1, (int64_t)seq}, e);
		if (rc == 0)
			rc = act_put(x, seq, e);
	}
	return rc == 0 && names ? named_put(x, e) : rc;
}

static int forget(struct indexing *x, struct err *e)
{
	int rc = text_forget_run(x->db, &(struct text_forget_in){x->treaty}, e);

	return rc < 0 ? rc : entry_forget_run(x->db, &(struct entry_forget_in){x->treaty}, e);
}

static int mark_get(struct db *db, const char *treaty, struct mark_read_row *ret, struct err *e)
{
	struct db_stmt *st = NULL;
	int rc = mark_read_start(db, &(struct mark_read_in){"", treaty}, &st, e);

	*ret = (struct mark_read_row){0};
	if (rc == 0)
		rc = mark_read_step(st, ret, e);
	db_finish(st);
	return rc < 0 ? rc : 0;
}

/* One transaction; *ret_count: how far it goes now. */
static int batch(struct indexing *x, bool anew, uint64_t *ret_count, struct err *e)
{
	AUTO_TX tx = {0};
	struct mark_read_row mark = {0};
	int rc = tx_begin(&tx, x->db, e);

	if (rc == 0)
		rc = mark_make_run(x->db, &(struct mark_make_in){"", x->treaty}, e);
	if (rc == 0)
		rc = mark_get(x->db, x->treaty, &mark, e);
	if (rc < 0)
		return rc;
	uint64_t from = (uint64_t)mark.count, to = x->reg.known;
	if (anew || mark.version != VERSION) { /* the houses' parts too: they are made when they are asked */
		from = 0;
		rc = forget(x, e);
	} else if (from >= to) { /* somebody else was faster, and knows of more */
		*ret_count = to;
		return 0;
	}
	if (to - from > BATCH)
		to = from + BATCH;
	if (rc == 0)
		rc = acts_put(x, from, to, e);
	if (rc == 0)
		rc = mark_write_run(x->db, &(struct mark_write_in){(int64_t)to, VERSION, "", x->treaty}, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	*ret_count = to;
	return rc;
}

int index_open(struct run *r, struct indexing *x, struct err *e)
{
	const struct pack *pack = NULL;
	struct book book;
	struct run now = *r; /* what is on file, whatever was known when */
	int rc;

	now.known_ms = INT64_MAX;
	rc = book_open(&now, &book, e);
	if (rc == 0)
		rc = book_treaty(&now, &book, &pack, e);
	if (rc < 0)
		return rc;
	assert(pack); /* book_treaty() says so */
	*x = (struct indexing){.run = r, .db = book.db, .treaty = pack->code};
	book_reg(&book, pack, &x->reg);
	return 0;
}

int index_begin(struct indexing *x, struct err *e)
{
	int rc = searcher_open(x->run->arena, &x->s, e);

	return rc < 0 ? rc : views_open(x, e);
}

static int bring_up(struct indexing *x, bool anew, struct err *e)
{
	uint64_t count = 0;
	int rc = index_begin(x, e);

	while (rc == 0 && count < x->reg.known) {
		rc = batch(x, anew, &count, e);
		anew = false;
		if (!x->run->kept)
			run_progress(x->run, "acts", count, x->reg.known);
	}
	return rc;
}

int search_ready(struct run *r, struct err *e)
{
	struct mark_read_row mark = {0};
	struct indexing x;
	int rc = index_open(r, &x, e);

	if (rc == 0)
		rc = mark_get(x.db, x.treaty, &mark, e);
	if (rc < 0 || (mark.version == VERSION && (uint64_t)mark.count >= x.reg.known))
		return rc;
	rc = bring_up(&x, false, e);
	return rc == ERR_BUSY && mark.count ? 0 : rc;
}

int search_rebuild(struct run *r, struct err *e)
{
	struct indexing x;
	int rc = index_open(r, &x, e);

	return rc < 0 ? rc : bring_up(&x, true, e);
}
