/* Finding what was said before. */
#include "offices/translations/memory_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/text.h"
#include "offices/translations/distance.h"

#define BUDGET 20000u   /* entries of rare trigrams' lists that are counted before the best are looked at */
#define LISTS_LEAST 12u /* but so many lists at least: short texts have no rare ones */
#define COUNTED_MOST 1024u /* segments whose trigrams are compared with all of the asked text's */
#define MEASURED_MOST 48u  /* segments whose edit distance is measured */
#define NOWHERE UINT32_MAX

const char *const match_kind_names[MATCH_KIND_COUNT + 1] = {"exact", "numbers", "fuzzy"};

/* From a hash to the first segment that has it; chains go on in `next`. Slots: a power of two, half empty. */
struct chains {
	size_t slots;
	uint64_t *hash;
	uint32_t *first; /* NOWHERE: free */
};

struct memory_index {
	struct arena *arena;
	size_t n;
	const struct segment *segment;
	struct chains same, numbers; /* by the source's bytes; by its code points with every number as 0 */
	uint32_t *same_next, *numbers_next;
	/* trigrams: a number each, from 0 */
	size_t slots, grams;
	uint64_t *gram_key; /* three code points of 21 bits, + 1; 0 free */
	uint32_t *gram_id;
	/* which each segment has, sorted: gram[start[i] .. start[i + 1]) */
	size_t *start;
	uint32_t *gram;
	/* which segments have each: post[from[g] .. from[g + 1]) */
	size_t *from;
	uint32_t *post;
};

/* ---- texts ---- */

size_t code_points(struct arena *a, const char *s, uint32_t **ret)
{
	size_t len = strlen(s), n = 0;
	uint32_t *all = NEW_ARRAY(a, uint32_t, len + 1);
	for (size_t used; len; s += used, len -= used) {
		used = text_char(s, len, &all[n]);
		if (used == 0) {
			all[n] = (unsigned char)*s;
			used = 1;
		}
		n++;
	}
	*ret = all;
	return n;
}

size_t edit_distance(struct arena *a, const char *x, const char *y)
{
	uint32_t *cx, *cy;
	size_t n = code_points(a, x, &cx), m = code_points(a, y, &cy);
	return asked_distance(asked_new(a, cx, n), cy, m);
}

static uint64_t mix(uint64_t hash, uint64_t c)
{
	hash = (hash ^ c) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint64_t hash_text(const char *s)
{
	uint64_t hash = 0;
	for (; *s; s++)
		hash = mix(hash, (unsigned char)*s);
	return hash;
}

/* A number: digits, and what may stand between digits. */
static size_t number_length(const uint32_t *c, size_t n)
{
	size_t i = 0, end = 0;
	for (; i < n; i++) {
		if (u_isdigit((UChar32)c[i]))
			end = i + 1;
		else if (i != end || !(c[i] == '.' || c[i] == ',' || c[i] == 0xa0 || c[i] == 0x202f))
			break;
	}
	return end;
}

static uint64_t hash_numbers(struct arena *a, const char *s)
{
	uint32_t *c;
	size_t n = code_points(a, s, &c), len;
	uint64_t hash = 0;
	for (size_t i = 0; i < n; i += len ? len : 1) {
		len = number_length(c + i, n - i);
		hash = mix(hash, len ? '0' : c[i]);
	}
	return hash;
}

/* ---- chains ---- */

static size_t chain_slot(const struct chains *h, uint64_t hash)
{
	size_t i = hash & (h->slots - 1);
	while (h->first[i] != NOWHERE && h->hash[i] != hash)
		i = (i + 1) & (h->slots - 1);
	return i;
}

static struct chains chains_new(struct arena *a, size_t n)
{
	struct chains h = {.slots = 16};
	while (h.slots < 2 * n)
		h.slots *= 2;
	h.hash = NEW_ARRAY(a, uint64_t, h.slots);
	h.first = NEW_ARRAY(a, uint32_t, h.slots);
	memset(h.first, 0xff, h.slots * sizeof *h.first);
	return h;
}

/* Added from the last to the first, so that the first stands first. */
static void chain_add(struct chains *h, uint32_t *next, uint64_t hash, uint32_t i)
{
	assert(h->hash && h->first); /* from chains_new() */
	size_t at = chain_slot(h, hash);
	h->hash[at] = hash;
	next[i] = h->first[at];
	h->first[at] = i;
}

/* ---- trigrams ---- */

static uint64_t gram_key(const uint32_t *c)
{
	return ((uint64_t)c[0] << 42 | (uint64_t)c[1] << 21 | c[2]) + 1;
}

static size_t gram_slot(const struct memory_index *m, uint64_t key)
{
	size_t i = mix(0, key) & (m->slots - 1);
	while (m->gram_key[i] && m->gram_key[i] != key)
		i = (i + 1) & (m->slots - 1);
	return i;
}

static uint32_t gram_find(const struct memory_index *m, uint64_t key)
{
	size_t at = gram_slot(m, key);
	return m->gram_key[at] ? m->gram_id[at] : NOWHERE;
}

static void gram_room(struct memory_index *m)
{
	struct memory_index old = *m;
	if (2 * (m->grams + 1) < m->slots)
		return;
	m->slots = m->slots ? 2 * m->slots : 1u << 12;
	m->gram_key = NEW_ARRAY(m->arena, uint64_t, m->slots);
	m->gram_id = NEW_ARRAY(m->arena, uint32_t, m->slots);
	for (size_t i = 0; i < old.slots; i++) {
		if (!old.gram_key[i])
			continue;
		size_t at = gram_slot(m, old.gram_key[i]);
		m->gram_key[at] = old.gram_key[i];
		m->gram_id[at] = old.gram_id[i];
	}
}

static uint32_t gram_put(struct memory_index *m, uint64_t key)
{
	gram_room(m);
	size_t at = gram_slot(m, key);
	if (!m->gram_key[at]) {
		m->gram_key[at] = key;
		m->gram_id[at] = (uint32_t)m->grams++;
	}
	return m->gram_id[at];
}

/* Case-folded, with two spaces before and one after, so that beginnings count. */
static size_t folded(struct arena *a, const char *s, uint32_t **ret)
{
	uint32_t *c, *f;
	size_t n = code_points(a, s, &c);
	f = NEW_ARRAY(a, uint32_t, n + 3);
	f[0] = f[1] = f[n + 2] = ' ';
	for (size_t i = 0; i < n; i++)
		f[i + 2] = (uint32_t)u_foldCase((UChar32)c[i], U_FOLD_CASE_DEFAULT) & 0x1fffff;
	*ret = f;
	return n + 3;
}

static int id_cmp(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
	return a < b ? -1 : a > b;
}

/* Sorted, each once. */
static size_t once(uint32_t *id, size_t n)
{
	size_t kept = 0;
	qsort(id, n, sizeof *id, id_cmp);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || id[i] != id[kept - 1])
			id[kept++] = id[i];
	return kept;
}

/* ---- building ---- */

static int segments_check(const struct segment *s, size_t n, struct err *e)
{
	if (n > MEMORY_SEGMENTS_MAX)
		return err_set(e, ERR_LIMIT,
			"the memory has %zu segments, and %u fit; mend: leave old ones out", n,
			MEMORY_SEGMENTS_MAX);
	for (size_t i = 0; i < n; i++)
		if (strlen(s[i].source) > SEGMENT_BYTES_MAX || strlen(s[i].target) > SEGMENT_BYTES_MAX)
			return err_set(e, ERR_LIMIT,
				"segment %zu of the memory is over %u bytes; mend: cut it into sentences",
				i + 1, SEGMENT_BYTES_MAX);
	return 0;
}

/* Every segment's trigrams, one after another. */
static void grams_build(struct memory_index *m)
{
	size_t cap = 0, k = 0;
	m->start = NEW_ARRAY(m->arena, size_t, m->n + 1);
	for (size_t i = 0; i < m->n; i++) {
		AUTO_ARENA garbage = arena_child(m->arena, "segment");
		uint32_t *f, *id;
		size_t n = folded(garbage, m->segment[i].source, &f);
		id = f; /* each trigram's place is read before it is written */
		for (size_t j = 0; j + 3 <= n; j++)
			id[j] = gram_put(m, gram_key(f + j));
		n = once(id, n - 2);
		m->start[i] = k;
		for (size_t j = 0; j < n; j++) {
			GROW(m->arena, m->gram, k, cap);
			m->gram[k++] = id[j];
		}
	}
	m->start[m->n] = k;
}

/* The same the other way round. */
static void posts_build(struct memory_index *m)
{
	size_t all = m->start[m->n];
	m->from = NEW_ARRAY(m->arena, size_t, m->grams + 2);
	m->post = NEW_ARRAY(m->arena, uint32_t, all ? all : 1);
	size_t *at = m->from + 1;
	for (size_t i = 0; i < all; i++)
		at[m->gram[i]]++;
	for (size_t g = 0, sum = 0; g < m->grams; g++) {
		size_t n = at[g];
		at[g] = sum;
		sum += n;
	}
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = m->start[i]; k < m->start[i + 1]; k++)
			m->post[at[m->gram[k]]++] = (uint32_t)i;
	/* at[g] is now where g ends, so from[g] where it begins */
}

int memory_index_new(
	struct arena *a, const struct segment *s, size_t n, struct memory_index **ret, struct err *e)
{
	int r = segments_check(s, n, e);
	if (r < 0)
		return r;
	struct memory_index *m = NEW(a, struct memory_index);
	AUTO_ARENA garbage = arena_child(a, "hashes");
	*m = (struct memory_index){.arena = a, .n = n, .segment = s};
	m->same = chains_new(a, n);
	m->numbers = chains_new(a, n);
	m->same_next = NEW_ARRAY(a, uint32_t, n + 1);
	m->numbers_next = NEW_ARRAY(a, uint32_t, n + 1);
	for (size_t i = n; i-- > 0;) {
		AUTO_ARENA one = arena_child(garbage, "segment");
		chain_add(&m->same, m->same_next, hash_text(s[i].source), (uint32_t)i);
		chain_add(&m->numbers, m->numbers_next, hash_numbers(one, s[i].source), (uint32_t)i);
	}
	grams_build(m);
	posts_build(m);
	*ret = m;
	return 0;
}

size_t memory_index_count(const struct memory_index *m)
{
	return m->n;
}

/* ---- other numbers ---- */

struct number {
	size_t at, len; /* bytes */
};

static size_t numbers_of(struct arena *a, const char *s, struct number **ret)
{
	uint32_t *c;
	size_t n = code_points(a, s, &c), k = 0, cap = 0, byte = 0;
	struct number *all = NULL;
	for (size_t i = 0; i < n;) {
		size_t len = number_length(c + i, n - i), from = byte;
		for (size_t end = i + (len ? len : 1); i < end; i++) {
			uint32_t ignored;
			size_t used = text_char(s + byte, strlen(s + byte), &ignored);
			byte += used ? used : 1;
		}
		if (!len)
			continue;
		GROW(a, all, k, cap);
		all[k++] = (struct number){from, byte - from};
	}
	*ret = all;
	return k;
}

static bool same_bytes(const char *x, struct number nx, const char *y, struct number ny)
{
	return nx.len == ny.len && memcmp(x + nx.at, y + ny.at, nx.len) == 0;
}

/* Which of the asked numbers stands where this number of the target stands: that of the same place in the
 * source as an equal number; n when there is none, or two that were asked otherwise. */
static size_t belongs(const char *source, const struct number *s, const char *asked, const struct number *q,
	size_t n, const char *target, struct number t)
{
	size_t found = n;
	for (size_t i = 0; i < n; i++) {
		if (!same_bytes(source, s[i], target, t))
			continue;
		if (found < n && !same_bytes(asked, q[i], asked, q[found]))
			return n;
		found = i;
	}
	return found;
}

const char *numbers_replaced(struct arena *a, const char *source, const char *target, const char *asked)
{
	struct number *s = NULL, *q = NULL, *t = NULL;
	size_t n = numbers_of(a, source, &s), k = numbers_of(a, asked, &q), m = numbers_of(a, target, &t),
	       from = 0;
	struct buf b;
	if (n != k)
		return NULL;
	buf_init(&b, a, strlen(target) + m * strlen(asked) + 1);
	for (size_t i = 0; i < m; i++) {
		if (!q || !t) /* no number in what was asked: this one belongs to none */
			return NULL;
		size_t at = belongs(source, s, asked, q, n, target, t[i]);
		if (at == n)
			return NULL;
		buf_add(&b, target + from, t[i].at - from);
		buf_add(&b, asked + q[at].at, q[at].len);
		from = t[i].at + t[i].len;
	}
	buf_puts(&b, target + from);
	return b.data ? b.data : "";
}

/* ---- asking ---- */

struct finding {
	const struct memory_index *m;
	struct arena *a;
	size_t n, most;
	struct match *ret;
};

/* Each target and each segment once: the better match came first. */
static void found(struct finding *f, struct match match)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->ret[i].target, match.target) == 0 || f->ret[i].segment == match.segment)
			return;
	if (f->n < f->most)
		f->ret[f->n++] = match;
}

static void find_same(struct finding *f, const char *source)
{
	const struct memory_index *m = f->m;
	uint32_t i = m->same.first[chain_slot(&m->same, hash_text(source))];
	for (; i != NOWHERE; i = m->same_next[i])
		if (strcmp(m->segment[i].source, source) == 0)
			found(f, (struct match){MATCH_EXACT, 100, &m->segment[i], m->segment[i].target});
}

static void find_numbers(struct finding *f, const char *source)
{
	const struct memory_index *m = f->m;
	uint32_t i = m->numbers.first[chain_slot(&m->numbers, hash_numbers(f->a, source))];
	for (; i != NOWHERE; i = m->numbers_next[i]) {
		const struct segment *s = &m->segment[i];
		const char *back = numbers_replaced(f->a, s->source, s->source, source);
		const char *target = numbers_replaced(f->a, s->source, s->target, source);
		/* the source with the asked numbers must be what was asked */
		if (back && target && strcmp(back, source) == 0 && strcmp(s->source, source) != 0)
			found(f, (struct match){MATCH_NUMBERS, 100, s, target});
	}
}

struct candidate {
	uint32_t at;
	unsigned shared; /* trigrams */
	double like;     /* shared, of those of both */
};

static int like_cmp(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	if (a->like != b->like)
		return a->like < b->like ? 1 : -1;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Keeps those of the k that share most, of equals the first, about COUNTED_MOST; none shares more than
 * `lists`. */
static size_t most_shared(struct arena *a, struct candidate *all, size_t k, size_t lists)
{
	size_t *with = NEW_ARRAY(a, size_t, lists + 2), least = lists + 1, sum = 0, kept = 0;
	for (size_t i = 0; i < k; i++)
		with[all[i].shared]++;
	while (least > 1 && sum + with[least - 1] <= COUNTED_MOST)
		sum += with[--least];
	for (size_t i = 0; i < k; i++)
		if (all[i].shared >= least || (all[i].shared + 1 == least && sum++ < COUNTED_MOST))
			all[kept++] = all[i];
	return kept;
}

struct list {
	uint32_t gram;
	size_t n;
};

static int shorter(const void *x, const void *y)
{
	const struct list *a = x, *b = y;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return a->gram < b->gram ? -1 : a->gram > b->gram;
}

/* Segments in the lists of the rarest trigrams, with how many of these they share. */
static size_t touched(struct finding *f, const uint32_t *gram, size_t n, struct candidate **ret)
{
	const struct memory_index *m = f->m;
	struct list *list = NEW_ARRAY(f->a, struct list, n ? n : 1);
	uint16_t *count = NEW_ARRAY(f->a, uint16_t, m->n);
	struct candidate *all = NULL;
	size_t k = 0, cap = 0, sum = 0;
	for (size_t i = 0; i < n; i++)
		list[i] = (struct list){gram[i], m->from[gram[i] + 1] - m->from[gram[i]]};
	qsort(list, n, sizeof *list, shorter);
	for (size_t i = 0; i < n && (sum < BUDGET || i < LISTS_LEAST); sum += list[i++].n)
		for (size_t p = m->from[list[i].gram]; p < m->from[list[i].gram + 1]; p++) {
			if (count[m->post[p]]++)
				continue;
			GROW(f->a, all, k, cap);
			all[k++].at = m->post[p];
		}
	for (size_t i = 0; i < k; i++)
		all[i].shared = count[all[i].at];
	*ret = all;
	return k > COUNTED_MOST ? most_shared(f->a, all, k, n) : k;
}

/* All trigrams of a candidate against all of the asked text. */
static void liken(
	const struct memory_index *m, const uint32_t *gram, size_t n, size_t grams, struct candidate *c)
{
	const uint32_t *mine = m->gram + m->start[c->at];
	size_t k = m->start[c->at + 1] - m->start[c->at], i = 0, j = 0;
	c->shared = 0;
	while (i < n && j < k) {
		c->shared += gram[i] == mine[j];
		uint32_t x = gram[i], y = mine[j];
		i += x <= y;
		j += y <= x;
	}
	c->like = 2.0 * c->shared / (double)(grams + k);
}

static int match_cmp(const void *x, const void *y)
{
	const struct match *a = x, *b = y;
	if (a->percent != b->percent)
		return a->percent < b->percent ? 1 : -1;
	return a->segment < b->segment ? -1 : a->segment > b->segment;
}

static void find_fuzzy(struct finding *f, const char *source, unsigned least)
{
	const struct memory_index *m = f->m;
	uint32_t *fold, *gram, *c;
	struct candidate *all;
	size_t n = folded(f->a, source, &fold), k = 0, found_n = 0;
	gram = NEW_ARRAY(f->a, uint32_t, n);
	for (size_t i = 0; i + 3 <= n; i++) {
		uint32_t g = gram_find(m, gram_key(fold + i));
		if (g != NOWHERE)
			gram[k++] = g;
	}
	size_t unknown = n - 2 - k, known = once(gram, k);
	size_t candidates = touched(f, gram, known, &all);
	for (size_t i = 0; i < candidates; i++)
		liken(m, gram, known, known + unknown, &all[i]);
	if (candidates)
		qsort(all, candidates, sizeof *all, like_cmp);
	n = code_points(f->a, source, &c);
	struct asked *asked = asked_new(f->a, c, n);
	struct match best[MEASURED_MOST];
	for (size_t i = 0; i < candidates && i < MEASURED_MOST; i++) {
		const struct segment *s = &m->segment[all[i].at];
		size_t len = code_points(f->a, s->source, &c), longer = len > n ? len : n;
		size_t distance = asked_distance(asked, c, len);
		unsigned percent = (unsigned)(longer ? 100 - (100 * distance + longer - 1) / longer : 100);
		if (percent >= least && distance)
			best[found_n++] = (struct match){MATCH_FUZZY, percent, s, s->target};
	}
	if (found_n)
		qsort(best, found_n, sizeof *best, match_cmp);
	for (size_t i = 0; i < found_n; i++)
		found(f, best[i]);
}

size_t memory_find(const struct memory_index *m, struct arena *a, const char *source, unsigned least,
	size_t most, struct match *ret)
{
	struct finding f = {m, a, 0, most < MATCHES_MAX ? most : MATCHES_MAX, ret};
	if (m->n == 0 || strlen(source) > SEGMENT_BYTES_MAX)
		return 0;
	find_same(&f, source);
	find_numbers(&f, source);
	if (f.n < f.most)
		find_fuzzy(&f, source, least);
	return f.n;
}

/* ---- words within ---- */

static const uint32_t *within(const uint32_t *c, size_t n, const uint32_t *w, size_t k)
{
	for (size_t i = 0; i + k <= n; i++)
		if (memcmp(c + i, w, k * sizeof *w) == 0)
			return c + i;
	return NULL;
}

size_t memory_grep(const struct memory_index *m, struct arena *a, const char *words, size_t most,
	const struct segment **ret)
{
	uint32_t *w, *c;
	size_t k = folded(a, words, &w) - 3, n = 0;
	for (size_t i = 0; i < m->n && n < most; i++) {
		AUTO_ARENA garbage = arena_child(a, "segment");
		size_t len = folded(garbage, m->segment[i].source, &c);
		bool has = within(c, len, w + 2, k);
		len = has ? 0 : folded(garbage, m->segment[i].target, &c);
		if (has || within(c, len, w + 2, k))
			ret[n++] = &m->segment[i];
	}
	return n;
}
