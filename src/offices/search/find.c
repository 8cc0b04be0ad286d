/* Asking the index, and what is found in words. */
#include "offices/search/find.h"

#include <string.h>

#include "search_sql.h"

#define MATCH_MAX (SEARCH_WORDS_MAX * (SEARCH_WORD_MAX + 16u))
#define BEFORE 80u /* bytes of an excerpt before the first word found */

int question_read(struct finding *f, const char *text, struct question *ret, struct err *e)
{
	int rc = f->s ? 0 : searcher_open(f->v->a, &f->s, e);

	*ret = (struct question){.kind = -1};
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

const struct mention_info search_kinds[KIND_COUNT] = {
	{"state", T("State")},
	{"meeting", T("Meeting")},
	{"figure", T("Figure")},
	{"rule", T("Rule")},
	{"document", T("Document")},
	{"act", T("Entry")},
	[KIND_LETTER] = {"letter", T("Letter")},
	[KIND_CONTACT] = {"contact", T("Contact")},
	[KIND_INCOMING] = {"incoming", T("Letter received")},
};

static unsigned kind_of(const char *name)
{
	unsigned k = 0;

	while (k + 1 < KIND_COUNT && strcmp(search_kinds[k].name, name) != 0)
		k++;
	return k;
}

void hits_add(const struct finding *f, struct hits *all, unsigned kind, struct mention m)
{
	GROW(f->v->a, all->hit, all->n, all->cap);
	all->hit[all->n++] = (struct hit){.kind = kind, .m = m};
}

/* DB_ROW where it is to be seen. */
static int mention_row(struct finding *f, const struct question *q, struct named *named,
	const struct found_row_row *row, struct mention *ret, struct err *e)
{
	switch (kind_of(row->kind)) {
	case MENTION_ACT:
	case MENTION_DOCUMENT:
		return mention_act(f->v, (uint64_t)row->seq, ret) ? DB_ROW : DB_DONE;
	case KIND_LETTER:
		return own_letter(f, q, row->key, ret, e);
	default:
		return mention_named(f->v, named, row->kind, row->key, ret) ? DB_ROW : DB_DONE;
	}
}

static int index_find(struct finding *f, const struct question *q, struct hits *all, struct err *e)
{
	const struct view *v = f->v;
	const struct found_row_in in = {match_of(f, q), q->house ? q->house->code : "", v->reg->pack->code,
		q->kind < 0 ? "" : search_kinds[q->kind].name, (int64_t)v->reg->known, view_iso(v, v->on),
		SEARCH_FOUND_MAX + 1};
	struct named named = {0};
	struct found_row_row row;
	struct db_stmt *st = NULL;
	size_t rows = 0;
	int rc = found_row_start(f->db, &in, &st, e);

	if (rc < 0)
		return rc;
	for (rc = found_row_step(st, &row, e); rc == DB_ROW; rc = found_row_step(st, &row, e)) {
		struct mention m;

		if (++rows > SEARCH_FOUND_MAX)
			break;
		rc = mention_row(f, q, &named, &row, &m, e);
		if (rc < 0)
			break;
		if (rc == DB_ROW)
			hits_add(f, all, kind_of(row.kind), m);
	}
	db_finish(st);
	all->more |= rows > SEARCH_FOUND_MAX;
	return rc < 0 ? rc : 0;
}

static bool asked_for(const struct question *q, const struct search_word *w)
{
	for (size_t i = 0; i < q->n; i++)
		if (search_fits(&q->word[i], w))
			return true;
	return false;
}

static bool any_here(const struct finding *f, const struct question *q, const char *text)
{
	AUTO_ARENA garbage = arena_child(f->v->a, "hit");
	struct search_word *w;
	size_t n = search_words(f->s, garbage, text, &w), i = 0;

	while (i < n && !asked_for(q, &w[i]))
		i++;
	return i < n;
}

/* What is found in the reader's language comes first; else the order stays. */
static void here_first(const struct finding *f, const struct question *q, struct hits *all)
{
	struct hit *placed = NEW_ARRAY(f->v->a, struct hit, all->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct hit *h = &all->hit[i];

		h->here = any_here(f, q, h->m.title) || any_here(f, q, h->m.text);
		if (h->here)
			placed[n++] = *h;
	}
	for (size_t i = 0; i < all->n; i++)
		if (!all->hit[i].here)
			placed[n++] = all->hit[i];
	all->hit = placed;
}

int question_ask(struct finding *f, const struct question *q, struct hits *ret, struct err *e)
{
	int rc = 0;

	*ret = (struct hits){0};
	if (q->n == 0)
		return 0;
	if (q->house)
		rc = own_find(f, q, ret, e);
	if (rc == 0)
		rc = index_find(f, q, ret, e);
	if (rc == 0)
		here_first(f, q, ret);
	return rc;
}

/* ---- excerpts ---- */

bool question_fits(const struct finding *f, const struct question *q, const char *text)
{
	AUTO_ARENA garbage = arena_child(f->v->a, "looked through");
	struct search_word *w;
	size_t n = search_words(f->s, garbage, text, &w), found = 0;

	for (size_t i = 0; i < q->n; i++)
		for (size_t k = 0; k < n; k++)
			if (search_fits(&q->word[i], &w[k])) {
				found++;
				break;
			}
	return found == q->n;
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
