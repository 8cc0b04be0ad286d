/* Civil dates, proleptic Gregorian, no clock and no time zone. A day is a number of days since 1970-01-01, so
 * that days compare and subtract as integers. Years 0001 to 9999. The rules of arithmetic are stated in
 * docs/reading.md (Days). */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

typedef int32_t day_t;
#define DAY_NONE_LOW INT32_MIN  /* no low bound */
#define DAY_NONE_HIGH INT32_MAX /* no high bound; also "never" for due and end days */

struct date {
	int year, month, day; /* month 1..12, day 1..31 */
};

bool date_valid(struct date d);
day_t date_to_day(struct date d); /* d must be valid */
struct date day_to_date(day_t d); /* d must be a real day, not one of the two marks */
/* YYYY-MM-DD only; ERR_INVALID says why and how to mend it. */
int day_parse(const char *s, size_t len, day_t *ret, struct err *e) ATTR_CHECK;
const char *day_format(day_t d, char out[11]); /* returns out; "" for the two marks */
int days_in_month(int year, int month);
int weekday(day_t d); /* 0 Monday .. 6 Sunday */

enum step_unit {
	STEP_DAYS,
	STEP_MONTHS,         /* same day number, or the last day of a shorter month */
	STEP_YEARS,          /* likewise: 29 February + 1 year = 28 February */
	STEP_FIRST_OF_MONTH, /* first day of the n-th month after (before), whatever the day */
	STEP_SAME_DAY,       /* n is not read */
};
struct step {
	enum step_unit unit;
	int n;
};

/* A step forward (or, by day_back(), backward) from d. The marks stay marks; a result outside 0001..9999
 * becomes the mark on its side. */
day_t day_add(day_t d, struct step s);
day_t day_back(day_t d, struct step s);

/* A day known only in part, EDTF level 1 as docs/reading.md reads it: some one day, low <= day <= high. */
struct edtf {
	day_t low, high; /* DAY_NONE_LOW, DAY_NONE_HIGH where there is no bound */
};
/* "" is all of time; ERR_INVALID says why and how to mend it. low <= high in what comes back. */
int edtf_parse(const char *s, size_t len, struct edtf *ret, struct err *e) ATTR_CHECK;
static inline bool edtf_exact(struct edtf d)
{
	return d.low == d.high;
}
static inline struct edtf edtf_day(day_t d)
{
	return (struct edtf){d, d};
}
enum tri { TRI_NO, TRI_MAYBE, TRI_YES }; /* in this order, so that `and` is the lesser and `or` the greater */
/* Was it done by the end of day `on`? */
static inline enum tri edtf_by(struct edtf d, day_t on)
{
	if (d.high <= on)
		return TRI_YES;
	return d.low > on ? TRI_NO : TRI_MAYBE;
}
#define EDTF_TEXT 24
/* A text that reads back as the same bounds: the shortest of the forms. low <= high, neither on the wrong
 * side's mark. Returns out. */
const char *edtf_format(struct edtf d, char out[EDTF_TEXT]);

/* Instants: milliseconds since 1970-01-01T00:00:00Z, years 0001 to 9999; no leap seconds. */
/* YYYY-MM-DD (its last millisecond) or RFC 3339 with Z and up to three decimals: 2026-11-21T02:10:00.5Z. */
int instant_parse(const char *s, int64_t *ret_ms, struct err *e) ATTR_CHECK;
/* 2026-11-21T02:10:00.000Z; "" outside the years above (INT64_MAX: no bound). Returns out. */
const char *instant_format(int64_t ms, char out[25]);
/* The same, in `a`, as tables show it: "" for what has not happened yet (0 or less). */
struct arena;
const char *instant_text(struct arena *a, int64_t ms);
