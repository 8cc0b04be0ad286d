#include "acts/map.h"

#define BITS_FIRST 6u

static struct map_table *table_new(struct memory *memory, unsigned bits)
{
	struct map_table *t = memory_take(memory, sizeof *t + ((size_t)1 << bits) * sizeof *t->slot);

	t->bits = bits;
	return t;
}

static _Atomic uint64_t *table_add(struct map_table *t, uint64_t key, uint64_t value)
{
	size_t at = map_place(t, key);

	while (atomic_load_explicit(&t->slot[at].key, memory_order_relaxed) != 0)
		at = (at + 1) & map_mask(t);
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

	if (3 * (map->n + 1) > 2 * (map_mask(t) + 1)) {
		struct map_table *wider = table_new(map->memory, t->bits + 1);

		for (size_t i = 0; i <= map_mask(t); i++) {
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
