#include "base/arena.h"

#include <stdint.h>
#include <talloc.h>

/* What runs when an arena goes: a caller's defer, or the defers of a child arena. Newest first, doubly linked
 * so that a child that goes before its parent takes itself out. */
struct defer {
	struct defer *older, *newer;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct arena *parent; /* NULL: a root */
	struct defer *newest;
	struct defer in_parent;
};

static void *must(void *p)
{
	if (!p) {
		fputs("paraph: out of memory\n", stderr);
		abort();
	}
	return p;
}

static void defer_push(struct arena *a, struct defer *d)
{
	d->older = a->newest;
	if (a->newest)
		a->newest->newer = d;
	a->newest = d;
}

static void run_defers(void *arg)
{
	struct arena *a = arg;

	/* Not detached before it runs: fn may look at the arena, and may not add to it. */
	for (struct defer *d = a->newest; d; d = d->older)
		d->fn(d->arg);
	a->newest = NULL;
}

struct arena *arena_new(const char *name)
{
	struct arena *a = must(talloc_named_const(NULL, sizeof *a, name));

	*a = (struct arena){0};
	return a;
}

struct arena *arena_child(struct arena *parent, const char *name)
{
	struct arena *a = must(talloc_named_const(parent, sizeof *a, name));

	*a = (struct arena){.parent = parent, .in_parent = {.fn = run_defers, .arg = a}};
	defer_push(parent, &a->in_parent);
	return a;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	run_defers(a);
	if (a->parent) {
		struct defer *d = &a->in_parent;

		if (d->older)
			d->older->newer = d->newer;
		if (d->newer)
			d->newer->older = d->older;
		else
			a->parent->newest = d->older;
	}
	talloc_free(a);
}

void arena_freep(struct arena **a)
{
	arena_free(*a);
	*a = NULL;
}

void *arena_zalloc(struct arena *a, size_t size)
{
	return must(talloc_zero_size(a, size ? size : 1));
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		must(NULL);
	return arena_zalloc(a, total);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t size)
{
	p = must(talloc_realloc_size(a, p, size ? size : 1));
	if (size > old_size)
		memset((char *)p + old_size, 0, size - old_size);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return must(talloc_strdup(a, s));
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	return must(talloc_strndup(a, s, len));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	return must(talloc_vasprintf(a, fmt, ap));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	char *s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct defer *d = NEW(a, struct defer);

	d->fn = fn;
	d->arg = arg;
	defer_push(a, d);
}

size_t arena_bytes(const struct arena *a)
{
	return talloc_total_size(a);
}
