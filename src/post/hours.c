/* When a message may go: the recipient's hours, and how long to wait after a try. */
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "post/worker.h"

#define ZONE_MAX 64
#define HOUR_MS INT64_C(3600000)
#define STEPS_MAX (24 * 10) /* hours looked at: ten days */

int64_t retry_after(const struct config *c, int64_t tries)
{
	int64_t wait = c->retry.first_ms, all = 0;

	for (int64_t i = 1; i < tries; i++) {
		all += wait;
		if (all >= c->retry.give_up_ms)
			return 0;
		wait = wait > c->retry.most_ms / c->retry.factor ? c->retry.most_ms : wait * c->retry.factor;
	}
	return wait;
}

static bool open_at(const struct config *c, UCalendar *cal, int64_t ms)
{
	UErrorCode status = U_ZERO_ERROR;
	int hour, day;

	ucal_setMillis(cal, (UDate)ms, &status);
	hour = ucal_get(cal, UCAL_HOUR_OF_DAY, &status);
	day = ucal_get(cal, UCAL_DAY_OF_WEEK, &status);
	if (U_FAILURE(status))
		return true; /* rather at night than never */
	if (!c->hours.weekends && (day == UCAL_SATURDAY || day == UCAL_SUNDAY))
		return false;
	return hour >= c->hours.from && hour < c->hours.to;
}

/* The beginning of the hour in which ms lies, in a zone whose hours may begin at :30 or :45. */
static int64_t next_quarter(int64_t ms)
{
	return (ms / (HOUR_MS / 4) + 1) * (HOUR_MS / 4);
}

int64_t hours_next(const struct config *c, const char *place, int64_t now_ms)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar zone[ZONE_MAX];
	UCalendar *cal;
	int64_t at = now_ms;

	if (!c->has_hours)
		return now_ms;
	u_uastrncpy(zone, *place ? place : c->hours.place, ZONE_MAX - 1);
	zone[ZONE_MAX - 1] = 0;
	cal = ucal_open(zone, -1, "en", UCAL_GREGORIAN, &status);
	if (U_FAILURE(status))
		return now_ms;
	for (int i = 0; i < 4 * STEPS_MAX && !open_at(c, cal, at); i++)
		at = next_quarter(at);
	ucal_close(cal);
	return at;
}
