#include "web/cache.h"

#include <string.h>

static void cache_close(void *arg)
{
	struct cache *c = arg;

	for (size_t i = 0; i < PAGES_KEPT; i++)
		if (c->entry[i].arena) {
			http_reply_drop(c->entry[i].reply);
			arena_free(c->entry[i].arena);
		}
	pthread_mutex_destroy(&c->lock);
}

void cache_open(struct arena *a, struct cache *c)
{
	pthread_mutex_init(&c->lock, NULL);
	arena_defer(a, cache_close, c);
}

/* FNV-1a, 64 bits. Who finds two keys of one hash gains nothing: the keys are compared too. */
static uint64_t hash_of(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

struct http_reply *cache_get(struct cache *c, const char *key)
{
	uint64_t hash = hash_of(key);
	struct http_reply *found = NULL;

	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < PAGES_KEPT && !found; i++)
		if (c->entry[i].arena && c->entry[i].hash == hash && strcmp(c->entry[i].key, key) == 0) {
			c->entry[i].used = ++c->clock;
			found = http_reply_ref(c->entry[i].reply);
		}
	pthread_mutex_unlock(&c->lock);
	return found;
}

void cache_put(struct cache *c, const char *key, struct http_reply *reply)
{
	struct arena *a = arena_new("page kept"), *old_arena;
	struct http_reply *old;
	size_t at = 0;

	pthread_mutex_lock(&c->lock);
	for (size_t i = 1; i < PAGES_KEPT && c->entry[at].arena; i++)
		if (!c->entry[i].arena || c->entry[i].used < c->entry[at].used)
			at = i;
	old_arena = c->entry[at].arena;
	old = c->entry[at].reply;
	c->entry[at].arena = a;
	c->entry[at].key = arena_strdup(a, key);
	c->entry[at].hash = hash_of(key);
	c->entry[at].used = ++c->clock;
	c->entry[at].reply = http_reply_ref(reply);
	pthread_mutex_unlock(&c->lock);
	if (old_arena) {
		http_reply_drop(old);
		arena_free(old_arena);
	}
}
