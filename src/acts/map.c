#include "acts/map.h"

#define BITS_FIRST 6u

struct map_slot {
	_Atomic uint64_t key; /* 0: free; set last, so that who sees it sees the value */
	_Atomic uint64_t value;
};
struct map_table {
	unsigned bits;
	struct map_slot slot[];
};

static struct map_table *table_new(struct memory *memory, unsigned bits)
{
	struct map_table *t = memory_take(memory, sizeof *t + ((size_t)1 << bits) * sizeof *t->slot);

	t->bits = bits;
	return t;
}

static size_t mask(const struct map_table *t)
{
	return ((size_t)1 << t->bits) - 1;
}

static size_t first_place(const struct map_table *t, uint64_t key)
{
	/* Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, section 6.4. */
	return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - t->bits));
}

static _Atomic uint64_t *table_add(struct map_table *t, uint64_t key, uint64_t value)
{
	size_t at = first_place(t, key);

	while (atomic_load_explicit(&t->slot[at].key, memory_order_relaxed) != 0)
		at = (at + 1) & mask(t);
	atomic_store_explicit(&t->slot[at].value, value, memory_order_release);
	atomic_store_explicit(&t->slot[at].key, key, memory_order_release);
	return &t->slot[at].value;
}

void map_init(struct map *map, struct memory *memory)
{
	map->memory = memory;
	map->n = 0;
	atomic_store_explicit(&map->table, table_new(memory, BITS_FIRST), memory_order_release);
}

_Atomic uint64_t *map_add(struct map *map, uint64_t key, uint64_t value)
{
	struct map_table *t = atomic_load_explicit(&map->table, memory_order_relaxed);

	if (3 * (map->n + 1) > 2 * (mask(t) + 1)) {
		struct map_table *wider = table_new(map->memory, t->bits + 1);

		for (size_t i = 0; i <= mask(t); i++) {
			uint64_t k = atomic_load_explicit(&t->slot[i].key, memory_order_relaxed);

			if (k != 0)
				table_add(wider, k,
					atomic_load_explicit(&t->slot[i].value, memory_order_relaxed));
		}
		atomic_store_explicit(&map->table, wider, memory_order_release);
		t = wider;
	}
	map->n++;
	return table_add(t, key, value);
}

struct map_walk map_walk(const struct map *map, uint64_t key)
{
	struct map_table *t = atomic_load_explicit(&map->table, memory_order_acquire);

	return (struct map_walk){t, key, first_place(t, key)};
}

_Atomic uint64_t *map_next(struct map_walk *w)
{
	for (;;) {
		struct map_slot *s = &w->table->slot[w->at];
		uint64_t key = atomic_load_explicit(&s->key, memory_order_acquire);

		if (key == 0)
			return NULL;
		w->at = (w->at + 1) & mask(w->table);
		if (key == w->key)
			return &s->value;
	}
}

_Atomic uint64_t *map_first(const struct map *map, uint64_t key)
{
	struct map_walk w = map_walk(map, key);

	return map_next(&w);
}
