#include <assert.h>

#include "base/date.h"

#define QUOTE_MAX 40 /* bytes of bad input that an error shows */

static int refuse(const char *s, size_t len, struct err *e)
{
	return err_set(e, ERR_INVALID,
		"\"%.*s\" is not a day or period; write one of 2018-09-18, 2018-05, 2018, 2017-07/2018-07, "
		"../2019-08, 2019-08/.., or leave it empty",
		len > QUOTE_MAX ? QUOTE_MAX : (int)len, s);
}

/* A year, month or day: its first day is read, its last follows. */
static int part_parse(const char *s, size_t len, struct edtf *ret, struct err *e)
{
	char first[] = "YYYY-01-01";
	day_t low;

	if (len == 10) {
		int r = day_parse(s, len, &low, e);

		if (r == 0)
			*ret = edtf_day(low);
		return r;
	}
	if (len != 4 && len != 7)
		return refuse(s, len, e);
	memcpy(first, s, len);
	if (day_parse(first, 10, &low, NULL) < 0)
		return refuse(s, len, e);
	struct date last = day_to_date(low);

	if (len == 4)
		last.month = 12;
	last.day = days_in_month(last.year, last.month);
	*ret = (struct edtf){low, date_to_day(last)};
	return 0;
}

static bool is_open(const char *s, size_t len)
{
	return len == 2 && s[0] == '.' && s[1] == '.';
}

static int interval_parse(const char *s, size_t len, size_t slash, struct edtf *ret, struct err *e)
{
	const char *right = s + slash + 1;
	size_t right_len = len - slash - 1;
	struct edtf low = {DAY_NONE_LOW, 0}, high = {0, DAY_NONE_HIGH};
	int r = 0;

	if (is_open(s, slash) && is_open(right, right_len))
		return refuse(s, len, e);
	if (!is_open(s, slash))
		r = part_parse(s, slash, &low, e);
	if (r == 0 && !is_open(right, right_len))
		r = part_parse(right, right_len, &high, e);
	if (r < 0)
		return r;
	if (low.low > high.high)
		return err_set(e, ERR_INVALID, "%.*s ends before it begins; swap its sides", (int)len, s);
	*ret = (struct edtf){low.low, high.high};
	return 0;
}

int edtf_parse(const char *s, size_t len, struct edtf *ret, struct err *e)
{
	const char *slash;

	/* Nearly every date on file is a day. */
	if (len == 10 && s[4] == '-' && s[7] == '-')
		return part_parse(s, len, ret, e);
	if (len == 0) {
		*ret = (struct edtf){DAY_NONE_LOW, DAY_NONE_HIGH};
		return 0;
	}
	slash = memchr(s, '/', len);
	if (slash)
		return interval_parse(s, len, (size_t)(slash - s), ret, e);
	return part_parse(s, len, ret, e);
}

/* Bytes of YYYY-MM-DD that say as much as a left side, and as a right side. */
static int low_width(struct date d)
{
	return d.day > 1 ? 10 : d.month > 1 ? 7 : 4;
}

static int high_width(struct date d)
{
	return d.day < days_in_month(d.year, d.month) ? 10 : d.month < 12 ? 7 : 4;
}

const char *edtf_format(struct edtf d, char out[EDTF_TEXT])
{
	char low[11] = "..", high[11] = "..";
	int low_n = 2, high_n = 2;

	assert(d.low <= d.high && d.low != DAY_NONE_HIGH && d.high != DAY_NONE_LOW);
	if (d.low != DAY_NONE_LOW) {
		day_format(d.low, low);
		low_n = low_width(day_to_date(d.low));
	}
	if (d.high != DAY_NONE_HIGH) {
		day_format(d.high, high);
		high_n = high_width(day_to_date(d.high));
	}
	int n = low_n > high_n ? low_n : high_n;

	/* Sides that agree in the longer width are one word: a day, the month or the year that they enclose.
	 */
	if (n == 2)
		out[0] = '\0';
	else if (memcmp(low, high, (size_t)n) == 0)
		snprintf(out, EDTF_TEXT, "%.*s", n, low);
	else
		snprintf(out, EDTF_TEXT, "%.*s/%.*s", low_n, low, high_n, high);
	return out;
}
