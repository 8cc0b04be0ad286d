#include "base/date.h"

#include <assert.h>

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define DAYS_400_YEARS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */
#define QUOTE_MAX 40        /* bytes of bad input that an error shows */

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && leap(year));
}

bool date_valid(struct date d)
{
	return d.year >= YEAR_MIN && d.year <= YEAR_MAX && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
		d.day <= days_in_month(d.year, d.month);
}

/* Both ways count years from 1 March, so that the leap day is a year's last: day `153 * m + 2) / 5` begins
 * month m. The method is H. Hinnant's ("chrono-compatible low-level date algorithms"); no year is below 1, so
 * it stays above zero. */
day_t date_to_day(struct date d)
{
	int year = d.year - (d.month <= 2);
	int era = year / 400, year_of_era = year % 400;
	int month = (d.month + 9) % 12; /* March is 0 */
	int day_of_year = (153 * month + 2) / 5 + d.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_400_YEARS + day_of_era - DAYS_TO_1970;
}

struct date day_to_date(day_t day)
{
	int n = day + DAYS_TO_1970;
	int era = n / DAYS_400_YEARS, day_of_era = n % DAYS_400_YEARS;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month = (5 * day_of_year + 2) / 153;
	struct date d = {
		.month = month < 10 ? month + 3 : month - 9,
		.day = day_of_year - (153 * month + 2) / 5 + 1,
	};

	d.year = era * 400 + year_of_era + (d.month <= 2);
	return d;
}

/* Digits only: no sign, no space. Negative when one is not. On the hot path of loading acts. */
static int number(const char *s, int digits)
{
	int n = 0;

	for (int i = 0; i < digits; i++) {
		unsigned digit = (unsigned)(unsigned char)s[i] - '0';

		if (digit > 9)
			return -1;
		n = 10 * n + (int)digit;
	}
	return n;
}

static int day_refuse(const char *s, struct date d, struct err *e)
{
	if (d.year == 0)
		return err_set(e, ERR_INVALID, "%.10s: years run from 0001 to 9999", s);
	if (d.month < 1 || d.month > 12)
		return err_set(e, ERR_INVALID, "%.10s: there is no month %02d; months run from 01 to 12", s,
			d.month);
	return err_set(e, ERR_INVALID,
		"%.10s: that day does not exist; the days of %04d-%02d run from 01 to %d", s, d.year, d.month,
		days_in_month(d.year, d.month));
}

int day_parse(const char *s, size_t len, day_t *ret, struct err *e)
{
	struct date d;

	if (len != 10 || s[4] != '-' || s[7] != '-')
		goto shape;
	d = (struct date){number(s, 4), number(s + 5, 2), number(s + 8, 2)};
	if ((d.year | d.month | d.day) < 0)
		goto shape;
	if (!date_valid(d))
		return day_refuse(s, d, e);
	*ret = date_to_day(d);
	return 0;
shape:
	return err_set(e, ERR_INVALID, "\"%.*s\" is not a day; write YYYY-MM-DD, as in 2026-11-21",
		len > QUOTE_MAX ? QUOTE_MAX : (int)len, s);
}

static bool is_mark(day_t d)
{
	return d == DAY_NONE_LOW || d == DAY_NONE_HIGH;
}

const char *day_format(day_t day, char out[11])
{
	struct date d;

	out[0] = '\0';
	if (is_mark(day))
		return out;
	d = day_to_date(day);
	for (int i = 3; i >= 0; i--, d.year /= 10)
		out[i] = (char)('0' + d.year % 10);
	out[4] = out[7] = '-';
	out[5] = (char)('0' + d.month / 10);
	out[6] = (char)('0' + d.month % 10);
	out[8] = (char)('0' + d.day / 10);
	out[9] = (char)('0' + d.day % 10);
	out[10] = '\0';
	return out;
}

int weekday(day_t d)
{
	return (d + DAYS_TO_1970 + 2) % 7; /* 0000-03-01 was a Wednesday */
}

/* The years' ends as marks. */
static day_t within(int64_t day)
{
	if (day < date_to_day((struct date){YEAR_MIN, 1, 1}))
		return DAY_NONE_LOW;
	if (day > date_to_day((struct date){YEAR_MAX, 12, 31}))
		return DAY_NONE_HIGH;
	return (day_t)day;
}

static day_t add_months(day_t day, int64_t n, bool first)
{
	struct date d = day_to_date(day);
	int64_t month = INT64_C(12) * d.year + d.month - 1 + n; /* counted from January of year 0 */

	if (month < INT64_C(12) * YEAR_MIN)
		return DAY_NONE_LOW;
	if (month >= INT64_C(12) * (YEAR_MAX + 1))
		return DAY_NONE_HIGH;
	d.year = (int)(month / 12);
	d.month = (int)(month % 12) + 1;
	int last = days_in_month(d.year, d.month);

	d.day = first ? 1 : d.day > last ? last : d.day;
	return date_to_day(d);
}

static day_t walk(day_t d, enum step_unit unit, int64_t n)
{
	if (is_mark(d))
		return d;
	switch (unit) {
	case STEP_DAYS:
		return within(d + n);
	case STEP_MONTHS:
		return add_months(d, n, false);
	case STEP_YEARS:
		return add_months(d, 12 * n, false);
	case STEP_FIRST_OF_MONTH:
		return add_months(d, n, true);
	case STEP_SAME_DAY:
		return d;
	}
	abort(); /* not a unit: a bug */
}

day_t day_add(day_t d, struct step s)
{
	return walk(d, s.unit, s.n);
}

day_t day_back(day_t d, struct step s)
{
	return walk(d, s.unit, -(int64_t)s.n);
}
