/* An iCalendar object (RFC 5545) by libical: meetings and deadlines as days (VALUE=DATE), times in UTC: no
 * reader has to know a time zone. The same input gives the same bytes. */
#pragma once
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

#define CALENDAR_BYTES_MAX (16u << 20)

/* Texts are UTF-8, "" where there is none. */
struct calendar_item {
	const char *uid; /* the same for ever; what is sent anew with a higher sequence replaces it */
	int sequence;    /* how often it was changed */
	bool cancelled;
	const char *summary, *description, *location, *url;
	day_t first, last;        /* its days, both included; when there are no times: */
	int64_t start_ms, end_ms; /* 0: whole days */
	int alarm_days;           /* a reminder so many days before; 0 none */
};
struct calendar {
	const char *method;    /* PUBLISH for a feed, REQUEST or CANCEL to one who is invited */
	const char *name;      /* of a feed */
	const char *organizer; /* e-mail: REQUEST and CANCEL need it */
	const char *attendee;  /* e-mail */
	int64_t stamp_ms;      /* when this was said */
};
int calendar_write(const struct calendar *c, const struct calendar_item *item, size_t n, struct buf *out,
	struct err *e) ATTR_CHECK;
