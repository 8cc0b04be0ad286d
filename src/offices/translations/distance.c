/* The edit distance of a text to many others. */
#include "offices/translations/distance.h"

#include <string.h>

struct asked {
	size_t n, blocks,
		slots;  /* slots: a power of two, twice as many as there may be different code points */
	uint32_t *key;  /* code point + 1; 0 free */
	uint64_t *bits; /* for each slot, where it stands: a bit for each place */
	uint64_t *none; /* all zero */
	uint64_t *plus, *minus; /* vertical differences of the column */
};

static size_t slot_of(const struct asked *q, uint32_t c)
{
	size_t i = (c * 2654435761u) & (q->slots - 1);
	while (q->key[i] && q->key[i] != c + 1)
		i = (i + 1) & (q->slots - 1);
	return i;
}

struct asked *asked_new(struct arena *a, const uint32_t *c, size_t n)
{
	struct asked *q = NEW(a, struct asked);
	q->n = n;
	q->blocks = n ? (n + 63) / 64 : 1;
	q->slots = 16;
	while (q->slots < 2 * n)
		q->slots *= 2;
	q->key = NEW_ARRAY(a, uint32_t, q->slots);
	q->bits = NEW_ARRAY(a, uint64_t, q->slots * q->blocks);
	q->none = NEW_ARRAY(a, uint64_t, q->blocks);
	q->plus = NEW_ARRAY(a, uint64_t, q->blocks);
	q->minus = NEW_ARRAY(a, uint64_t, q->blocks);
	for (size_t i = 0; i < n; i++) {
		size_t at = slot_of(q, c[i]);
		q->key[at] = c[i] + 1;
		q->bits[at * q->blocks + i / 64] |= (uint64_t)1 << (i % 64);
	}
	return q;
}

/* One more character of the other text: all blocks from the top; returns what the last row gains. */
static int column(struct asked *q, const uint64_t *bits)
{
	uint64_t up = 1, down = 0; /* above the first row each column is one more */
	unsigned last = (unsigned)((q->n - 1) % 64);
	int gain = 0;
	for (size_t b = 0; b < q->blocks; b++) {
		uint64_t plus = q->plus[b], minus = q->minus[b], same = bits[b];
		uint64_t across = same | minus;
		same |= down;
		uint64_t here = (((same & plus) + plus) ^ plus) | same;
		uint64_t more = minus | ~(here | plus), less = plus & here;
		if (b + 1 == q->blocks)
			gain = (int)(more >> last & 1) - (int)(less >> last & 1);
		uint64_t up_out = more >> 63, down_out = less >> 63;
		more = more << 1 | up;
		less = less << 1 | down;
		q->plus[b] = less | ~(across | more);
		q->minus[b] = more & across;
		up = up_out;
		down = down_out;
	}
	return gain;
}

size_t asked_distance(struct asked *q, const uint32_t *c, size_t n)
{
	size_t distance = q->n;
	if (q->n == 0)
		return n;
	memset(q->plus, 0xff, q->blocks * sizeof *q->plus);
	memset(q->minus, 0, q->blocks * sizeof *q->minus);
	for (size_t i = 0; i < n; i++) {
		size_t at = slot_of(q, c[i]);
		distance =
			(size_t)((long)distance + column(q, q->key[at] ? &q->bits[at * q->blocks] : q->none));
	}
	return distance;
}
