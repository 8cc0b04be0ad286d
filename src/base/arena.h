/* Memory by lifetime: one arena a command, request or job, freed as a whole. A facade over talloc; the only
 * place where memory is taken or given back. Running out of memory, or asking for one block of 256 MiB or
 * more, ends the process: so what a file or client controls has a limit before it comes here. */
#pragma once
#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

#define ATTR_NEVER_NULL __attribute__((returns_nonnull))

struct arena;

/* A root; name must outlive it. */
struct arena *arena_new(const char *name) ATTR_NEVER_NULL;
/* Freed with its parent or before. */
struct arena *arena_child(struct arena *parent, const char *name) ATTR_NEVER_NULL;
void arena_free(struct arena *a);   /* NULL is a no-op */
void arena_freep(struct arena **a); /* for AUTO_ARENA */

/* Both give zeros; the second checks for overflow. */
void *arena_zalloc(struct arena *a, size_t size) ATTR_NEVER_NULL;
void *arena_array(struct arena *a, size_t count, size_t size) ATTR_NEVER_NULL;
/* p came from `a` with old_size bytes, or is NULL with 0; it may move; the new tail is zero. */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size) ATTR_NEVER_NULL;
char *arena_strdup(struct arena *a, const char *s) ATTR_NEVER_NULL; /* s may not be NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len) ATTR_NEVER_NULL;
char *arena_printf(struct arena *a, const char *fmt, ...) ATTR_PRINTF(2, 3) ATTR_NEVER_NULL;
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) ATTR_PRINTF(2, 0) ATTR_NEVER_NULL;
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
