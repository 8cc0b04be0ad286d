/* The one place that reads the clock and the time zone. */
#include "cli/line.h"

#include "base/allow_clock.h"
#include "base/allow_env.h"

#define ZONES "/usr/share/zoneinfo"

int64_t clock_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_steady_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int clock_today(int64_t now_ms, const char *place, day_t *ret, struct err *e)
{
	char path[512];
	time_t now = (time_t)(now_ms / 1000);
	struct tm tm;

	/* glibc reads an unknown zone as UTC without a word. */
	snprintf(path, sizeof path, "%s/%s", ZONES, place);
	if (!*place || access(path, R_OK) < 0)
		return err_set(e, ERR_IO,
			"PARAPH_PLACE: no time zone '%s' in %s; install tzdata or name a zone such as "
			"Europe/Zurich",
			place, ZONES);
	const char *set = getenv("TZ"); /* written once: other threads may read the environment later */
	if ((!set || strcmp(set, place) != 0) && setenv("TZ", place, 1) < 0)
		return err_set(e, ERR_IO, "TZ cannot be set; free some memory");
	tzset();
	if (!localtime_r(&now, &tm))
		return err_set(e, ERR_IO, "the clock says no day; set it");
	*ret = date_to_day((struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday});
	return 0;
}
