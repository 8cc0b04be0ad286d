/* The houses' part of the index: letters, without what is personal in them. Each stands there with what it
 * was made from, and is written anew when that is something else. */
#include <string.h>

#include "acts/payload.h"
#include "offices/search/indexing.h"
#include "search_sql.h"

#define BATCH 500u       /* letters in one transaction */
#define LETTER_RANK (-1) /* the house's own come first */

static int states_add(
	struct indexing *x, const struct house *h, const char *letter, struct buf *words, struct err *e)
{
	struct letter_states_row row;
	struct db_stmt *st = NULL;
	int rc = letter_states_start(x->db, &(struct letter_states_in){h->code, letter}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = letter_states_step(st, &row, e); rc == DB_ROW; rc = letter_states_step(st, &row, e)) {
		uint32_t state = journal_word(x->reg.journal, row.iso3);

		for (size_t i = 0; i < x->languages && state && reg_state_known(&x->reg, state); i++)
			search_column(x->s, x->view[i].a, view_state(&x->view[i], state), words);
	}
	db_finish(st);
	return rc;
}

static void words_add(struct indexing *x, const struct house *h, const struct letter_stale_row *l,
	struct arena *a, struct buf *words)
{
	const struct audience *to = audience_find(x->reg.pack, h, l->audience);
	struct slice params = {l->params, strlen(l->params)}, key, value;
	size_t pos = 0;

	for (size_t i = 0; i < x->languages; i++) {
		search_column(x->s, a, letter_words(&x->view[i], l->kind), words);
		if (to)
			search_column(x->s, a, view_label(&x->view[i], &to->label), words);
	}
	search_column(x->s, a, l->audience, words);
	search_column(x->s, a, l->reference, words);
	while (payload_each(params, &pos, &key, &value)) /* what the sender said */
		search_column(x->s, a, arena_strndup(a, value.at, value.len), words);
}

static int letter_put(
	struct indexing *x, const struct house *h, const struct letter_stale_row *l, struct err *e)
{
	AUTO_ARENA garbage = arena_child(x->run->arena, "letter");
	const char *kind = search_kinds[KIND_LETTER].name;
	struct buf words;
	int rc = text_forget_one_run(x->db, &(struct text_forget_one_in){h->code, x->treaty, kind, l->id}, e);

	if (rc == 0)
		rc = entry_forget_one_run(
			x->db, &(struct entry_forget_one_in){h->code, x->treaty, kind, l->id}, e);
	views_use(x, garbage, &x->reg);
	buf_init(&words, garbage, WORDS_MAX);
	words_add(x, h, l, garbage, &words);
	if (rc == 0)
		rc = states_add(x, h, l->id, &words, e);
	if (rc < 0)
		return rc;
	const struct entry_add_in in = {
		h->code, x->treaty, kind, LETTER_RANK, l->id, l->on_day, 0, SEARCH_GONE_NEVER, l->stamp};
	return entry_put(x, &in, &words, e);
}

/* The letters are read before any is written: one statement at a time. */
static int stale(struct indexing *x, const struct house *h, struct arena *a, struct letter_stale_row **ret,
	size_t *ret_n, struct err *e)
{
	struct letter_stale_row row, *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int rc = letter_stale_start(x->db, &(struct letter_stale_in){h->code, x->treaty, BATCH}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = letter_stale_step(st, &row, e); rc == DB_ROW; rc = letter_stale_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct letter_stale_row){arena_strdup(a, row.id), arena_strdup(a, row.kind),
			arena_strdup(a, row.on_day), arena_strdup(a, row.audience),
			arena_strdup(a, row.reference), arena_strdup(a, row.params),
			arena_strdup(a, row.stamp)};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc;
}

static int batch(struct indexing *x, const struct house *h, size_t *ret_n, struct err *e)
{
	AUTO_ARENA garbage = arena_child(x->run->arena, "letters");
	struct letter_stale_row *all = NULL;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, x->db, e);

	*ret_n = 0;
	if (rc == 0)
		rc = mark_make_run(x->db, &(struct mark_make_in){h->code, x->treaty}, e);
	if (rc == 0)
		rc = stale(x, h, garbage, &all, ret_n, e);
	for (size_t i = 0; rc == 0 && i < *ret_n; i++)
		rc = letter_put(x, h, &all[i], e);
	return rc < 0 ? rc : tx_commit(&tx, e);
}

int search_ready_own(struct run *r, const struct house *h, struct err *e)
{
	AUTO_ARENA garbage = arena_child(r->arena, "letters");
	struct letter_stale_row *all = NULL;
	struct indexing x;
	size_t n = 0;
	int rc = index_open(r, &x, e);

	if (rc == 0)
		rc = stale(&x, h, garbage, &all, &n, e);
	if (rc < 0 || n == 0)
		return rc;
	rc = index_begin(&x, e);
	while (rc == 0 && n)
		rc = batch(&x, h, &n, e);
	return rc == ERR_BUSY ? 0 : rc;
}
