/* Secrets that a browser or a link carries: 32 random bytes, as hex digits. What is kept of one is its hash.
 */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

#define SECRET_LEN 64 /* hex digits */

const char *secret_new(struct arena *a);
bool secret_is(const char *s); /* has the form of one; NULL has not */
/* BLAKE2b-256, hex. Of one secret, each purpose has a hash of its own. */
void secret_hash(const char *secret, const char *purpose, char out[65]);
bool secret_same(const char *a, const char *b); /* in the same time wherever they differ */
