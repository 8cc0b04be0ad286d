/* One language's own forms of numbers, dates, plurals and lists, by ICU (CLDR), for any BCP 47 tag. Digits
 * are Western, the calendar is the Gregorian one, drawn back before 1582. Reads no locale of the process. One
 * thread at a time uses it. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"
#include "base/date.h"

#define LANG_TAG_MAX 35u /* bytes: RFC 5646, 4.4.1 */

struct lang;

/* `tag` is copied. Closed with the arena. ERR_INVALID: not a BCP 47 tag. */
int lang_open(struct arena *a, const char *tag, struct lang **ret, struct err *e) ATTR_CHECK;
const char *lang_tag(const struct lang *l);
bool lang_right_to_left(const struct lang *l);

enum number_form {
	NUMBER_PLAIN,   /* 178,000,000 and 61.4 */
	NUMBER_COMPACT, /* 178 million; nothing is rounded */
	NUMBER_WHOLE,   /* 61: rounded, half up */
	NUMBER_FORM_COUNT
};
#define NUMBER_TEXT_MAX 40u
/* Digits with an optional point, '-' before; at most NUMBER_TEXT_MAX bytes. */
bool lang_is_number(const char *decimal);
/* `decimal` must be a number as above; it is never turned into a float. Its spaces do not break. All results
 * live in `a`. */
const char *lang_number(const struct lang *l, struct arena *a, const char *decimal, enum number_form form);
/* The plural category of a number ("one", "few", "other" …), one of lang_plurals(). */
const char *lang_plural(const struct lang *l, const char *decimal);
/* The language's categories, NULL-terminated, by letter, "other" last. */
const char *const *lang_plurals(const struct lang *l);

/* Dates: their spaces do not break either. */
const char *lang_date(const struct lang *l, struct arena *a, day_t d);        /* 19 March 2020 */
const char *lang_day_of_year(const struct lang *l, struct arena *a, day_t d); /* 30 April */
const char *lang_weekday(const struct lang *l, struct arena *a, day_t d);     /* Thursday, 19 March 2020 */
const char *lang_month(const struct lang *l, struct arena *a, day_t d);       /* March 2020 */
/* A stay, with the words it needs in a sentence: "from 23 to 27 November 2020"; of one day: "on 23 November
 * 2020". */
const char *lang_span(const struct lang *l, struct arena *a, day_t first, day_t last);
const char *lang_list(
	const struct lang *l, struct arena *a, size_t n, const char *const *item); /* A, B and C; n >= 1 */
const char *lang_capital(
	const struct lang *l, struct arena *a, const char *s); /* the first letter as a capital */
const char *lang_small(const struct lang *l, struct arena *a, const char *s); /* the first as a small one */

/* Columns that `len` bytes of UTF-8 take on a screen with fixed widths: East Asian wide 2, combining marks 0.
 */
size_t lang_columns(const char *s, size_t len);
/* Byte offsets after which a line may end (UAX 14), the last being strlen(s). Returns how many. */
size_t lang_breaks(const struct lang *l, struct arena *a, const char *s, size_t **ret);
