/* Entries of a calendar as Paraph writes them, for the samples. In: a line of JSON for each, {"method",
 * "organizer", "attendee", "stamp_ms", and a calendar_item's fields}. Out: a line with the iCalendar object
 * as a JSON string. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/allow_malloc.h"
#include "post/calendar.h"

static const char *text(const json_t *asked, const char *key)
{
	const char *s = json_string_value(json_object_get(asked, key));

	return s ? s : "";
}

static int64_t number(const json_t *asked, const char *key)
{
	return json_integer_value(json_object_get(asked, key));
}

static json_t *said(struct arena *a, const json_t *asked)
{
	struct calendar c = {text(asked, "method"), "", text(asked, "organizer"), text(asked, "attendee"),
		number(asked, "stamp_ms")};
	struct calendar_item item = {.uid = text(asked, "uid"),
		.sequence = (int)number(asked, "sequence"),
		.cancelled = json_is_true(json_object_get(asked, "cancelled")),
		.summary = text(asked, "summary"),
		.description = text(asked, "description"),
		.location = text(asked, "location"),
		.url = text(asked, "url"),
		.first = (day_t)number(asked, "first"),
		.last = (day_t)number(asked, "last"),
		.start_ms = number(asked, "start_ms"),
		.end_ms = number(asked, "end_ms"),
		.alarm_days = (int)number(asked, "alarm_days")};
	struct err e;
	struct buf out;

	buf_init(&out, a, CALENDAR_BYTES_MAX);
	return calendar_write(&c, &item, 1, &out, &e) < 0 ? json_string(e.text) : json_string(out.data);
}

int main(void)
{
	char *line = NULL;
	size_t cap = 0;

	while (getline(&line, &cap, stdin) > 0) {
		AUTO_ARENA a = arena_new("sample");
		json_t *asked = json_loads(line, 0, NULL), *answer = said(a, asked);

		json_dumpf(answer, stdout, JSON_ENCODE_ANY);
		putchar('\n');
		json_decref(answer);
		json_decref(asked);
	}
	free(line);
	return 0;
}
