/* Meetings as they stand on a day. */
#pragma once
#include "register/duty.h"

struct meeting {
	const char *code, *type;
	day_t opens, closes; /* DAY_NONE_HIGH: not on file */
	bool held, cancelled;
	const struct act *act; /* the last act that tells of it */
	uint32_t place;
	int rank;
};
/* By opening day. An undated act counts on every day. */
size_t reg_meetings(const struct reg *r, struct arena *a, day_t on, struct meeting **ret);
/* A field from the last act that gives it; `lang` for a text in several languages, else NULL. "" when none
 * does. */
const char *meeting_text(const struct reg *r, struct arena *a, const struct meeting *m, day_t on,
	const char *field, const char *lang);
/* How often what is on file of it was changed by then: moved, cancelled, convened anew, corrected, taken
 * back. Never falls as acts are added: SEQUENCE in a calendar. */
int meeting_changes(const struct reg *r, const struct meeting *m, day_t on);

/* The acts that tell of meetings, in the order of a meeting's own story. */
#define MEETING_KINDS 4
extern const enum act_kind meeting_kinds[MEETING_KINDS];
