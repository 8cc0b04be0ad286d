/* A hash table from 64-bit keys to 64-bit values that one thread fills while others look up without a lock:
 * slots are only ever added, a growing table is replaced by a bigger one atomically, and the old one stays
 * readable until its memory is freed. A key may stand several times. Private to the folder. */
#pragma once
#include <stdatomic.h>
#include <stdint.h>

#include "acts/segment.h"

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
struct map_walk map_walk(const struct map *map, uint64_t key);
_Atomic uint64_t *map_next(struct map_walk *w); /* the next value under the key; NULL at the end */
_Atomic uint64_t *map_first(const struct map *map, uint64_t key);
