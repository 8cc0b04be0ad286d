/* Edit distance of one text to many: bit-parallel (Myers 1999, in blocks as Hyyro 2003). Private to the
 * office. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct asked; /* a text made ready */
struct asked *asked_new(struct arena *a, const uint32_t *c, size_t n) ATTR_NEVER_NULL;
/* Not from two threads at once with one `q`. */
size_t asked_distance(struct asked *q, const uint32_t *c, size_t n);
