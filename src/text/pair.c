/* Which paragraph of one language says what which of the other says; and a template with other words. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "text/paragraph.h"

#define CELLS_MAX 250000u /* of a table of distances: 500 by 500 paragraphs under one condition */
#define GAP 60u /* what it costs to leave one paragraph alone, of 100 for two that have nothing in common */

/* ---- pairing ---- */

/* The key without its number. */
static size_t scope_length(const char *key)
{
	const char *slash = strrchr(key, '/');
	return slash ? (size_t)(slash - key) : strlen(key);
}

static bool same_scope(const struct paragraph *x, const struct paragraph *y)
{
	size_t n = scope_length(x->key);
	return n == scope_length(y->key) && memcmp(x->key, y->key, n) == 0;
}

static size_t tags_of(const char *text)
{
	size_t pos = 0, len = 0, n = 0;
	const char *tag;
	while (paragraph_tag(text, &pos, &tag, &len))
		n++;
	return n;
}

/* Length of a tag up to its form or arms, which each language has of its own. */
static size_t tag_key_length(const char *tag, size_t len)
{
	const char *bar = memchr(tag, '|', len);
	return bar ? (size_t)(bar - tag) : len - 2;
}

bool paragraph_has_tag(const char *text, const char *want, size_t want_len)
{
	size_t pos = 0, len = 0, key = tag_key_length(want, want_len);
	const char *tag;
	while (paragraph_tag(text, &pos, &tag, &len))
		if (tag_key_length(tag, len) == key && memcmp(tag, want, key) == 0)
			return true;
	return false;
}

static size_t tags_shared(const char *x, const char *y)
{
	size_t pos = 0, len = 0, n = 0;
	const char *tag = NULL;
	while (paragraph_tag(x, &pos, &tag, &len))
		n += paragraph_has_tag(y, tag, len);
	return n;
}

/* How little two paragraphs have in common, 0 to 100: fields count half, kind and length a quarter each. */
static unsigned apart(const struct paragraph *x, const struct paragraph *y)
{
	size_t tags = tags_of(x->text) + tags_of(y->text);
	size_t shared = tags_shared(x->text, y->text) + tags_shared(y->text, x->text);
	size_t lx = strlen(x->text) + 20, ly = strlen(y->text) + 20; /* short ones vary more */
	unsigned length = (unsigned)(25 - 25 * (lx < ly ? lx : ly) / (lx < ly ? ly : lx));
	return (unsigned)(tags ? 50 - 50 * shared / tags : 0) + (x->kind == y->kind ? 0 : 25) + length;
}

struct run_of { /* the paragraphs of one scope */
	size_t n;
	const struct paragraph **at;
};

static struct run_of gather(
	struct arena *a, const struct paragraph *all, size_t n, const struct paragraph *like)
{
	struct run_of r = {0, NEW_ARRAY(a, const struct paragraph *, n ? n : 1)};
	for (size_t i = 0; i < n; i++)
		if (same_scope(&all[i], like))
			r.at[r.n++] = &all[i];
	return r;
}

/* Least cost, by the table of all beginnings; read back from its end. */
static size_t fit(struct arena *a, struct run_of s, struct run_of t, struct paragraph_pair *ret)
{
	size_t w = t.n + 1, k = 0;
	unsigned *cost = NEW_ARRAY(a, unsigned, (s.n + 1) * w);
	for (size_t i = 0; i <= s.n; i++)
		for (size_t j = 0; j <= t.n; j++) {
			unsigned best = i || j ? ~0u : 0;
			if (i && j)
				best = cost[(i - 1) * w + j - 1] + apart(s.at[i - 1], t.at[j - 1]);
			if (i && cost[(i - 1) * w + j] + GAP < best)
				best = cost[(i - 1) * w + j] + GAP;
			if (j && cost[i * w + j - 1] + GAP < best)
				best = cost[i * w + j - 1] + GAP;
			cost[i * w + j] = best;
		}
	for (size_t i = s.n, j = t.n; i || j; k++) {
		if (i && j && cost[i * w + j] == cost[(i - 1) * w + j - 1] + apart(s.at[i - 1], t.at[j - 1]))
			ret[k] = (struct paragraph_pair){s.at[--i], t.at[--j]};
		else if (i && cost[i * w + j] == cost[(i - 1) * w + j] + GAP)
			ret[k] = (struct paragraph_pair){s.at[--i], NULL};
		else
			ret[k] = (struct paragraph_pair){NULL, t.at[--j]};
	}
	for (size_t i = 0; i < k / 2; i++) {
		struct paragraph_pair swap = ret[i];
		ret[i] = ret[k - 1 - i];
		ret[k - 1 - i] = swap;
	}
	return k;
}

static size_t pair_scope(struct arena *a, struct run_of s, struct run_of t, struct paragraph_pair *ret)
{
	size_t most = s.n > t.n ? s.n : t.n;
	if (s.n != t.n && s.n && t.n && (s.n + 1) * (t.n + 1) <= CELLS_MAX)
		return fit(a, s, t, ret);
	for (size_t i = 0; i < most; i++)
		ret[i] = (struct paragraph_pair){i < s.n ? s.at[i] : NULL, i < t.n ? t.at[i] : NULL};
	return most;
}

/* Is this the first of its scope? */
static bool opens(const struct paragraph *all, size_t i)
{
	const char *slash = strrchr(all[i].key, '/');
	return slash && strcmp(slash, "/1") == 0;
}

/* In the source's order; what only the target has after what it follows under the same condition, else at the
 * end. */
static struct paragraph_pair *in_order(
	struct arena *a, const struct paragraph_pair *p, size_t k, const struct paragraph *source, size_t n)
{
	struct paragraph_pair *all = NEW_ARRAY(a, struct paragraph_pair, k ? k : 1);
	size_t *at = NEW_ARRAY(a, size_t, n ? n : 1); /* where in p each of the source stands */
	bool *taken = NEW_ARRAY(a, bool, k ? k : 1);
	size_t kept = 0;
	for (size_t i = 0; i < k; i++)
		if (p[i].source)
			at[p[i].source - source] = i;
	for (size_t s = 0; s < n; s++)
		for (size_t i = at[s];
			i < k && (i == at[s] || (!p[i].source && same_scope(p[i].target, &source[s]))); i++) {
			all[kept++] = p[i];
			taken[i] = true;
		}
	for (size_t i = 0; i < k; i++)
		if (!taken[i])
			all[kept++] = p[i];
	return all;
}

void paragraphs_pair(struct arena *a, const struct paragraph *source, size_t n,
	const struct paragraph *target, size_t m, struct paragraph_pair **ret, size_t *ret_n)
{
	AUTO_ARENA garbage = arena_child(a, "pairs");
	struct paragraph_pair *all = NEW_ARRAY(a, struct paragraph_pair, n + m ? n + m : 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (opens(source, i))
			k += pair_scope(garbage, gather(garbage, source, n, &source[i]),
				gather(garbage, target, m, &source[i]), all + k);
	for (size_t i = 0; i < m; i++)
		if (opens(target, i) && gather(garbage, source, n, &target[i]).n == 0)
			k += pair_scope(garbage, (struct run_of){0, NULL},
				gather(garbage, target, m, &target[i]), all + k);
	*ret = in_order(a, all, k, source, n);
	*ret_n = k;
}

/* ---- other words ---- */

static void indented(struct buf *out, const char *text, size_t columns)
{
	for (const char *end; *text; text = end) {
		end = strchr(text, '\n');
		end = end ? end + 1 : text + strlen(text);
		buf_add(out, text, (size_t)(end - text));
		for (size_t i = 0; i < columns && *end; i++)
			buf_putc(out, ' ');
	}
	buf_putc(out, '\n');
}

void paragraphs_write(const char *data, size_t len, const struct paragraph *p, size_t n,
	const char *const *text, struct buf *out)
{
	const char *end = data + len, *next;
	size_t i = 0;
	for (unsigned line = 1; data < end; line++, data = next) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		next = newline ? newline + 1 : end;
		while (i < n && (p[i].last_line < line || !text[i]))
			i++;
		if (i == n || line < p[i].line) {
			buf_add(out, data, (size_t)(next - data));
		} else if (line == p[i].line) {
			size_t before = p[i].column - 1;
			buf_add(out, data, before < (size_t)(next - data) ? before : 0);
			for (int k = 0; p[i].kind == BLOCK_HEADING && k < p[i].level; k++)
				buf_puts(out, k + 1 < p[i].level ? "#" : "# ");
			indented(out, text[i], before);
		}
	}
}
