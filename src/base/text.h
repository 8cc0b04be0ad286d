/* Small things on text: UTF-8 checked once at the door, words, sets of strings. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define TEXT_WORD_MAX 64 /* bytes of a word that text_nearest() looks at */

/* Bytes of the first character (1..4), its code point in *ret; 0 when the bytes are not UTF-8 (RFC 3629) or
 * len is 0. */
size_t text_char(const char *s, size_t len, uint32_t *ret);
bool text_is_control(uint32_t c); /* Unicode category Cc: tab and line ends too */
/* ERR_INVALID names the byte offset, from 0: not UTF-8, or a control character other than tab and newline. */
int text_check(const char *s, size_t len, struct err *e) ATTR_CHECK;
bool text_is_code(const char *s, size_t max); /* lower-case letters, digits, '-', '.'; 1..max bytes */
bool text_is_iso3(const char *s);             /* three capital letters */
/* Whole number, base 10, whole string, within [low, high]. */
int text_int(const char *s, int64_t low, int64_t high, int64_t *ret, struct err *e) ATTR_CHECK;
/* The pieces between separators (a string of one byte or more), copied into `a`, trimmed of white space,
 * empty ones left out. Returns how many; the array ends with NULL. */
size_t text_split(struct arena *a, const char *s, const char *separator, char ***ret);
/* As print has it: a straight apostrophe between letters as ’. An address (with @ or ://) stays as it is.
 * Lives in `a` where anything changed. */
const char *text_apostrophes(struct arena *a, const char *s);
/* The nearest of `words` (NULL-terminated) to a mistyped one, for "did you mean"; NULL when none is near
 * (more than a third of its bytes would change). */
const char *text_nearest(const char *word, const char *const *words);
