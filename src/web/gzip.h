/* Replies made small for slow lines, once, when they are made. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

#define GZIP_LEAST 512u /* bytes; below, the headers weigh more than what is saved */

/* A type that shrinks: text and SVG. */
bool gzip_shrinks(const char *type);
/* The bytes as one gzip member in `a`; NULL where that is not smaller. hard: as small as can be, for what is
 * sent for years. */
const void *gzip_pack(struct arena *a, const void *data, size_t len, bool hard, size_t *ret_len);
/* Does an Accept-Encoding (NULL: none) take gzip? RFC 9110, 12.5.3. */
bool gzip_accepted(const char *header);
