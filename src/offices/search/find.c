/* Asking the index, and what is found in words. */
#include "offices/search/find.h"

#include <string.h>

#include "search_sql.h"

#define MATCH_MAX (SEARCH_WORDS_MAX * (SEARCH_WORD_MAX + 16u))
#define BEFORE 80u /* bytes of an excerpt before the first word found */

int question_read(struct finding *f, const char *text, struct question *ret, struct err *e)
{
	int rc = f->s ? 0 : searcher_open(f->v->a, &f->s, e);

	*ret = (struct question){.kind = "", .house = ""};
	if (rc < 0)
		return rc;
	ret->all = search_asked(f->s, f->v->a, text, SEARCH_WORDS_MAX, ret->word);
	ret->n = ret->all < SEARCH_WORDS_MAX ? ret->all : SEARCH_WORDS_MAX;
	return 0;
}

/* In the engine's own language of questions. Words hold letters and digits alone, so a quoted one is whole.
 */
static const char *match_of(const struct finding *f, const struct question *q)
{
	static const struct {
		const char *quote, *prefix, *also;
	} forms[DB_ENGINE_COUNT] = {
		[DB_SQLITE] = {"\"", "*", " AND "},
		[DB_POSTGRES] = {"'", ":*", " & "},
	};
	enum db_engine engine = db_engine(f->db);
	struct buf b;

	buf_init(&b, f->v->a, MATCH_MAX);
	for (size_t i = 0; i < q->n; i++)
		buf_printf(&b, "%s%s%s%s%s", i ? forms[engine].also : "", forms[engine].quote,
			q->word[i].word, forms[engine].quote, q->word[i].prefix ? forms[engine].prefix : "");
	return b.data;
}

/* ---- in words ---- */

struct named {
	size_t n;
	struct mention *m; /* NULL: not yet asked for */
};

/* What is not in the register of that day is not there. */
static bool mention_named(
	const struct view *v, struct named *all, const char *kind, const char *key, struct mention *ret)
{
	if (!all->m)
		all->n = mentions_named(v, &all->m);
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(mention_kinds[all->m[i].kind].name, kind) == 0 &&
			strcmp(all->m[i].key, key) == 0) {
			*ret = all->m[i];
			return true;
		}
	return false;
}

static bool is_act(const char *kind)
{
	return strcmp(kind, mention_kinds[MENTION_ACT].name) == 0 ||
		strcmp(kind, mention_kinds[MENTION_DOCUMENT].name) == 0;
}

static bool hit_of(
	const struct view *v, struct named *named, const struct found_row_row *row, struct hit *ret)
{
	ret->house = arena_strdup(v->a, row->house);
	return is_act(row->kind) ? mention_act(v, (uint64_t)row->seq, &ret->m)
				 : mention_named(v, named, row->kind, row->key, &ret->m);
}

int question_ask(struct finding *f, const struct question *q, struct hit **ret, size_t *ret_n, bool *ret_more,
	struct err *e)
{
	const struct view *v = f->v;
	const struct found_row_in in = {match_of(f, q), q->house, v->reg->pack->code, q->kind,
		(int64_t)v->reg->known, view_iso(v, v->on), SEARCH_FOUND_MAX + 1};
	struct hit *all = NEW_ARRAY(v->a, struct hit, SEARCH_FOUND_MAX + 1);
	struct named named = {0};
	struct found_row_row row;
	struct db_stmt *st = NULL;
	size_t n = 0, rows = 0;
	int rc = q->n ? found_row_start(f->db, &in, &st, e) : DB_DONE;

	if (rc == 0 && st)
		for (rc = found_row_step(st, &row, e); rc == DB_ROW; rc = found_row_step(st, &row, e))
			if (rows++ < SEARCH_FOUND_MAX && hit_of(v, &named, &row, &all[n]))
				n++;
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	*ret_more = rows > SEARCH_FOUND_MAX;
	return 0;
}

/* ---- excerpts ---- */

static bool asked_for(const struct question *q, const struct search_word *w)
{
	for (size_t i = 0; i < q->n; i++)
		if (search_fits(&q->word[i], w))
			return true;
	return false;
}

/* Where it begins and ends: at words. */
struct cut {
	size_t from, to;
};

static struct cut cut_at(const char *text, const struct search_word *w, size_t n, size_t first, size_t most)
{
	size_t len = strlen(text), wanted = 0;
	struct cut c = {0, len};

	if (len <= most)
		return c;
	if (first < n && w[first].to > most - BEFORE)
		wanted = w[first].from - BEFORE;
	for (size_t i = 0; i < n && w[i].from <= wanted; i++)
		c.from = wanted ? w[i].from : 0;
	for (size_t i = 0; i < n && w[i].to <= c.from + most; i++)
		c.to = w[i].to;
	return c;
}

struct pieces {
	struct arena *a;
	const char *text;
	size_t n, cap, at; /* at: bytes that are in pieces */
	struct piece *piece;
};

static void piece_add(struct pieces *p, size_t to, bool found)
{
	if (to <= p->at)
		return;
	GROW(p->a, p->piece, p->n, p->cap);
	p->piece[p->n++] = (struct piece){arena_strndup(p->a, p->text + p->at, to - p->at), found};
	p->at = to;
}

static void dots_add(struct pieces *p)
{
	GROW(p->a, p->piece, p->n, p->cap);
	p->piece[p->n++] = (struct piece){"…", false};
}

size_t excerpt(
	const struct finding *f, const struct question *q, const char *text, size_t most, struct piece **ret)
{
	struct search_word *w;
	size_t n = search_words(f->s, f->v->a, text, &w), first = 0;
	struct pieces p = {.a = f->v->a, .text = text};

	while (first < n && !asked_for(q, &w[first]))
		first++;
	struct cut c = cut_at(text, w, n, first, most);
	p.at = c.from;
	if (c.from)
		dots_add(&p);
	for (size_t i = first; i < n && w[i].to <= c.to; i++)
		if (asked_for(q, &w[i])) {
			piece_add(&p, w[i].from, false);
			piece_add(&p, w[i].to, true);
		}
	piece_add(&p, c.to, false);
	if (text[c.to])
		dots_add(&p);
	*ret = p.piece;
	return p.n;
}
