/* An entry of a calendar from any texts: one entry, with these texts, as libical reads it again; no text
 * becomes a property of its own. */
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "post/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* The next of the input's texts, which NULs part; text of one or more lines, as the register holds it. */
static const char *next_text(struct arena *a, const char **at, size_t *left)
{
	size_t n = strnlen(*at, *left);
	const char *text = arena_strndup(a, *at, n);
	struct err e;

	n += n < *left;
	*at += n;
	*left -= n;
	return text_check(text, strlen(text), &e) == 0 ? text : "x";
}

/* Blanks at both ends aside, which libical's reader drops. */
static bool equal(const char *x, const char *y)
{
	static const char blanks[] = " \t\r\n";
	size_t n, m;

	x += strspn(x, blanks);
	y += strspn(y, blanks);
	for (n = strlen(x); n && strchr(blanks, x[n - 1]);)
		n--;
	for (m = strlen(y); m && strchr(blanks, y[m - 1]);)
		m--;
	return n == m && memcmp(x, y, n) == 0;
}

static void same(icalcomponent *event, icalproperty_kind kind, const char *want)
{
	icalproperty *p = icalcomponent_get_first_property(event, kind);
	const char *is = p ? icalvalue_get_text(icalproperty_get_value(p)) : "";

	check(icalcomponent_count_properties(event, kind) <= 1);
	check(equal(is ? is : "", want));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	const char *at = (const char *)data;
	const char *summary = next_text(a, &at, &len), *description = next_text(a, &at, &len);
	const char *location = next_text(a, &at, &len), *name = next_text(a, &at, &len);
	struct calendar c = {"PUBLISH", name, "", "", 1795860000000};
	struct calendar_item item = {.uid = "fuzz@example.org",
		.summary = equal(summary, "") ? "x" : summary,
		.description = description,
		.location = location,
		.url = "https://example.org/",
		.first = 20000 + (day_t)(len % 1000),
		.last = 20000 + (day_t)(len % 1000)};
	icalcomponent *all, *event;
	struct buf out;
	struct err e;

	buf_init(&out, a, CALENDAR_BYTES_MAX);
	check(calendar_write(&c, &item, 1, &out, &e) == 0);
	all = icalparser_parse_string(out.data);
	check(all && icalcomponent_isa(all) == ICAL_VCALENDAR_COMPONENT);
	check(icalcomponent_count_components(all, ICAL_ANY_COMPONENT) == 1);
	event = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT);
	check(event && icalcomponent_count_errors(all) == 0);
	same(event, ICAL_SUMMARY_PROPERTY, item.summary);
	same(event, ICAL_DESCRIPTION_PROPERTY, description);
	same(event, ICAL_LOCATION_PROPERTY, location);
	icalcomponent_free(all);
	return 0;
}
