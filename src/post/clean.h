/* What others wrote, as one line that may be stored and shown: control characters and line ends become a
 * space, bytes that are not UTF-8 become '?', spaces are not doubled, and it is cut between characters. */
#pragma once
#include "base/arena.h"

const char *clean_line(struct arena *a, const char *s, size_t max_bytes);
