/* The order of a language's words, and whether a word stands in a text: by ICU (CLDR), for any BCP 47 tag.
 * Case and marks above letters make no difference in finding: "cote" finds "Côte". One thread at a time uses
 * it. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

struct order;

/* Closed with the arena. NULL only where ICU itself is not whole; what follows then goes by bytes. */
struct order *order_open(struct arena *a, const char *tag);
int order_compare(const struct order *o, const char *x, const char *y);      /* < 0, 0, > 0 */
bool order_finds(const struct order *o, const char *text, const char *part); /* part "": yes */
