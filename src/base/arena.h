/* Memory by lifetime: one arena a command, request or job, freed as a whole. A facade over talloc; the only
 * place where memory is taken or given back. Running out of memory, or asking for one block of 256 MiB or
 * more, ends the process: so what a file or client controls has a limit before it comes here. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

struct arena;

struct arena *arena_new(const char *name);                         /* a root; name must outlive it */
struct arena *arena_child(struct arena *parent, const char *name); /* freed with its parent or before */
void arena_free(struct arena *a);                                  /* NULL is a no-op */
void arena_freep(struct arena **a);                                /* for AUTO_ARENA */
void *arena_zalloc(struct arena *a, size_t size);                  /* never NULL, always zero */
void *arena_array(struct arena *a, size_t count, size_t size);     /* overflow checked, zero */
/* p came from `a` with old_size bytes, or is NULL with 0; it may move; the new tail is zero. */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* s may not be NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) ATTR_PRINTF(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) ATTR_PRINTF(2, 0);
/* fn(arg) when `a` is freed: newest first, those of child arenas in their turn, and all of them while the
 * memory of `a` and of its children is still there. fn may not add to `a`. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);
size_t arena_bytes(const struct arena *a); /* with its children, without talloc's own headers */

#define NEW(a, type) ((type *)arena_zalloc((a), sizeof(type)))
#define NEW_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))
#define AUTO_ARENA __attribute__((cleanup(arena_freep))) struct arena *

/* Room for one more in a growing array: doubles `p` (cap elements) when n == cap. */
#define GROW(a, p, n, cap) \
	do { \
		if ((n) == (cap)) { \
			size_t grow_new = (cap) ? 2 * (size_t)(cap) : 16; \
			(p) = arena_grow((a), (p), (size_t)(cap) * sizeof *(p), grow_new * sizeof *(p)); \
			(cap) = grow_new; \
		} \
	} while (0)
