/* A hash table from 64-bit keys to 64-bit values that one thread fills while others look up without a lock:
 * slots are only ever added, a growing table is replaced by a bigger one atomically, and the old one stays
 * readable until its memory is freed. A key may stand several times. Looking up is inline: the register does
 * it for every act it reads. Private to the folder. */
#pragma once
#include <stdatomic.h>
#include <stdint.h>

#include "acts/segment.h"

struct map_slot {
	_Atomic uint64_t key; /* 0: free; set last, so that who sees it sees the value */
	_Atomic uint64_t value;
};
struct map_table {
	unsigned bits;
	struct map_slot slot[];
};

struct map {
	struct memory *memory;
	_Atomic(struct map_table *) table;
	size_t n; /* slots taken */
};
struct map_walk {
	struct map_table *table;
	uint64_t key;
	size_t at;
};

void map_init(struct map *map, struct memory *memory);
/* key is not 0. Returns where the value stands until the next map_add(). For the writer. */
_Atomic uint64_t *map_add(struct map *map, uint64_t key, uint64_t value);

static inline size_t map_mask(const struct map_table *t)
{
	return ((size_t)1 << t->bits) - 1;
}

/* Where a key's slots begin. Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3,
 * section 6.4. */
static inline size_t map_place(const struct map_table *t, uint64_t key)
{
	return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - t->bits));
}

static inline struct map_walk map_walk(const struct map *map, uint64_t key)
{
	struct map_table *t = atomic_load_explicit(&map->table, memory_order_acquire);

	return (struct map_walk){t, key, map_place(t, key)};
}

/* The next value under the key; NULL at the end. */
static inline _Atomic uint64_t *map_next(struct map_walk *w)
{
	for (;;) {
		struct map_slot *s = &w->table->slot[w->at];
		uint64_t key = atomic_load_explicit(&s->key, memory_order_acquire);

		if (key == 0)
			return NULL;
		w->at = (w->at + 1) & map_mask(w->table);
		if (key == w->key)
			return &s->value;
	}
}

static inline _Atomic uint64_t *map_first(const struct map *map, uint64_t key)
{
	struct map_walk w = map_walk(map, key);

	return map_next(&w);
}
