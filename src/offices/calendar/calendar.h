/* Meetings and deadlines of a treaty as a calendar that other programs read. */
#pragma once
#include "offices/packs/packs.h"
#include "post/calendar.h"
#include "register/meeting.h"

extern const struct office calendar_office; /* calendar */

/* One meeting as it stands on a day; its uid and sequence are those of the feed, so that an invitation sent
 * and the feed are one entry. Texts in `lang`, else English. Lives in `a`. */
struct calendar_item calendar_meeting(
	const struct reg *r, struct arena *a, const struct meeting *m, day_t on, const char *lang);
/* The same by the meeting's code. False: no such meeting on file by that day, or no day of it. */
bool calendar_meeting_of(const struct reg *r, struct arena *a, const char *code, day_t on, const char *lang,
	struct calendar_item *ret);
/* What one State owes under a rule (NULL: any) and has not done on a day, as in that State's own feed. */
size_t calendar_deadlines(const struct reg *r, struct arena *a, uint32_t state, const char *rule, day_t on,
	const char *lang, struct calendar_item **ret);
