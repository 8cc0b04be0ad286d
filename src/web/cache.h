/* Rendered pages by key, the last used kept. Private to the site. */
#pragma once
#include <pthread.h>
#include <stdint.h>

#include "web/site.h"

struct cache {
	pthread_mutex_t lock;
	uint64_t clock;
	struct {
		struct arena *arena; /* of the key; NULL: free */
		const char *key;
		uint64_t hash, used;
		struct http_reply *reply;
	} entry[PAGES_KEPT];
};
void cache_open(struct arena *a, struct cache *c); /* closed with the arena */
/* A reference, NULL where there is none. */
struct http_reply *cache_get(struct cache *c, const char *key);
void cache_put(struct cache *c, const char *key, struct http_reply *reply); /* takes a reference of its own */
