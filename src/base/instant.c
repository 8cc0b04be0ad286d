#include "base/arena.h"
#include "base/date.h"

#define MS_SECOND 1000
#define MS_MINUTE 60000
#define MS_HOUR 3600000
#define MS_DAY INT64_C(86400000)
#define MS_FIRST INT64_C(-62135596800000) /* 0001-01-01 */
#define MS_LAST INT64_C(253402300799999)  /* the end of 9999-12-31 */

static int refuse(const char *s, struct err *e)
{
	return err_set(e, ERR_INVALID,
		"\"%.40s\" is not an instant; write 2026-11-21T02:10:00Z (up to three decimals), or "
		"2026-11-21 for the end of that day",
		s);
}

static bool digits(const char **s, int least, int most, int *ret)
{
	int n = 0, value = 0;

	for (; n < most && (*s)[0] >= '0' && (*s)[0] <= '9'; n++, ++*s)
		value = 10 * value + ((*s)[0] - '0');
	if (n < least)
		return false;
	for (; least != most && n < most; n++)
		value *= 10; /* decimals: .5 is 500 ms */
	*ret = value;
	return true;
}

/* THH:MM:SS[.mmm]Z to the end of the text, as milliseconds of the day. */
static bool clock_parse(const char *s, int *ret_ms)
{
	static const struct {
		char before;
		int limit, ms;
	} part[] = {{'T', 24, MS_HOUR}, {':', 60, MS_MINUTE}, {':', 60, MS_SECOND}};
	int ms = 0, value;

	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		if (*s++ != part[i].before || !digits(&s, 2, 2, &value) || value >= part[i].limit)
			return false;
		ms += value * part[i].ms;
	}
	if (*s == '.') {
		s++;
		if (!digits(&s, 1, 3, &value))
			return false;
		ms += value;
	}
	*ret_ms = ms;
	return strcmp(s, "Z") == 0;
}

int instant_parse(const char *s, int64_t *ret_ms, struct err *e)
{
	size_t len = strnlen(s, 11);
	int ms;
	day_t day;
	int r;

	if (len < 10)
		return refuse(s, e);
	if (len == 10)
		ms = MS_DAY - 1;
	else if (!clock_parse(s + 10, &ms))
		return refuse(s, e);
	r = day_parse(s, 10, &day, e);
	if (r == 0)
		*ret_ms = day * MS_DAY + ms;
	return r;
}

const char *instant_format(int64_t ms, char out[25])
{
	char day[11];

	out[0] = '\0';
	if (ms < MS_FIRST || ms > MS_LAST)
		return out;
	int64_t clock = (ms % MS_DAY + MS_DAY) % MS_DAY;
	unsigned rest = (unsigned)clock;

	day_format((day_t)((ms - clock) / MS_DAY), day);
	snprintf(out, 25, "%sT%02u:%02u:%02u.%03uZ", day, rest / MS_HOUR % 24, rest / MS_MINUTE % 60,
		rest / MS_SECOND % 60, rest % MS_SECOND);
	return out;
}

const char *instant_text(struct arena *a, int64_t ms)
{
	char out[25];

	return ms > 0 ? arena_strdup(a, instant_format(ms, out)) : "";
}
