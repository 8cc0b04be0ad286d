/* Small things on text: UTF-8 checked once at the door, words, sets of strings. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

/* ERR_INVALID names the byte offset: not UTF-8 (RFC 3629), or a control character other than tab and newline. */
int text_check(const char *s, size_t len, struct err *e) ATTR_CHECK;
bool text_is_code(const char *s, size_t max); /* lower-case letters, digits, '-', '.'; 1..max bytes */
bool text_is_iso3(const char *s);             /* three capital letters */
/* Whole number, base 10, whole string, within [low, high]. */
int text_int(const char *s, int64_t low, int64_t high, int64_t *ret, struct err *e) ATTR_CHECK;
/* Splits in place of a copy in `a`; every piece trimmed of spaces; empty pieces dropped. */
size_t text_split(struct arena *a, const char *s, const char *separator, char ***ret);
/* The nearest of `words` (NULL-terminated) to a mistyped one, for "did you mean"; NULL when none is near. */
const char *text_nearest(const char *word, const char *const *words);
