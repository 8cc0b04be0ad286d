#include "acts/segment.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/allow_malloc.h"

struct memory_block {
	struct memory_block *next;
	max_align_t data[];
};

struct text_block {
	struct text_block *before, *after;
	char data[];
};

void *memory_take(struct memory *m, size_t size)
{
	struct memory_block *b = calloc(1, sizeof *b + size);

	if (!b)
		abort();
	b->next = m->first;
	m->first = b;
	m->bytes += sizeof *b + size;
	return b->data;
}

void memory_free(struct memory *m)
{
	while (m->first) {
		struct memory_block *b = m->first;

		m->first = b->next;
		free(b);
	}
	m->bytes = 0;
}

char *texts_room(struct texts *t, size_t len)
{
	assert(len <= t->block_bytes);
	if (!t->now || len > t->block_bytes - t->used) {
		struct text_block *next = t->now ? t->now->after : NULL;

		if (!next) {
			next = memory_take(t->memory, sizeof *next + t->block_bytes);
			next->before = t->now;
			if (t->now)
				t->now->after = next;
		}
		t->now = next;
		t->used = 0;
	}
	t->used += len;
	return t->now->data + t->used - len;
}

static int holds(const struct texts *t, const struct text_block *b, const char *at)
{
	return (uintptr_t)at >= (uintptr_t)b->data && (uintptr_t)at < (uintptr_t)b->data + t->block_bytes;
}

void texts_rewind(struct texts *t, const char *at)
{
	while (!holds(t, t->now, at))
		t->now = t->now->before; /* the blocks behind it stay linked, to be filled again */
	t->used = (size_t)(at - t->now->data);
}
