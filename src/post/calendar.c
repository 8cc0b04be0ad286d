#include "post/calendar.h"

#include <libical/ical.h>
#include <string.h>

#define PRODUCT "-//Paraph//Paraph//EN"

static icaltimetype day_of(day_t d)
{
	icaltimetype t = icaltime_null_date();
	struct date date = day_to_date(d);

	t.year = date.year;
	t.month = date.month;
	t.day = date.day;
	return t;
}

static icaltimetype instant_of(int64_t ms)
{
	int64_t day = ms >= 0 ? ms / 86400000 : -((-ms + 86399999) / 86400000),
		second = (ms - day * 86400000) / 1000;
	icaltimetype t = day_of((day_t)day);

	t.is_date = 0;
	t.hour = (int)(second / 3600);
	t.minute = (int)(second / 60 % 60);
	t.second = (int)(second % 60);
	t.zone = icaltimezone_get_utc_timezone();
	return t;
}

static void put(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

/* Blanks alone are no value to libical's reader. */
static bool says(const char *text)
{
	return text[strspn(text, " \t\n")] != '\0';
}

static void put_text(icalcomponent *c, icalproperty *(*make)(const char *), const char *text)
{
	if (says(text))
		put(c, make(text));
}

static void put_alarm(icalcomponent *event, const struct calendar_item *i)
{
	icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
	struct icaltriggertype trigger = {.duration = icaldurationtype_from_int(-i->alarm_days * 86400)};

	put(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
	put(alarm, icalproperty_new_description(i->summary));
	put(alarm, icalproperty_new_trigger(trigger));
	icalcomponent_add_component(event, alarm);
}

static void put_when(icalcomponent *event, const struct calendar_item *i)
{
	if (i->start_ms) {
		put(event, icalproperty_new_dtstart(instant_of(i->start_ms)));
		put(event, icalproperty_new_dtend(instant_of(i->end_ms)));
	} else {
		put(event, icalproperty_new_dtstart(day_of(i->first)));
		put(event, icalproperty_new_dtend(day_of(i->last + 1))); /* the day after the last */
	}
}

static void put_mail(icalcomponent *event, icalproperty *(*make)(const char *), const char *address)
{
	AUTO_ARENA a = arena_new("address");

	if (*address)
		put(event, make(arena_printf(a, "mailto:%s", address)));
}

static icalcomponent *event_of(const struct calendar *c, const struct calendar_item *i)
{
	icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	put(event, icalproperty_new_uid(i->uid));
	put(event, icalproperty_new_dtstamp(instant_of(c->stamp_ms)));
	put(event, icalproperty_new_sequence(i->sequence));
	put(event, icalproperty_new_summary(i->summary));
	put_when(event, i);
	put_text(event, icalproperty_new_description, i->description);
	put_text(event, icalproperty_new_location, i->location);
	put_text(event, icalproperty_new_url, i->url);
	put(event, icalproperty_new_status(i->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	put(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	put_mail(event, icalproperty_new_organizer, c->organizer);
	put_mail(event, icalproperty_new_attendee, c->attendee);
	if (i->alarm_days > 0)
		put_alarm(event, i);
	return event;
}

int calendar_write(
	const struct calendar *c, const struct calendar_item *item, size_t n, struct buf *out, struct err *e)
{
	icalcomponent *all = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	char *text;

	put(all, icalproperty_new_prodid(PRODUCT));
	put(all, icalproperty_new_version("2.0"));
	put(all, icalproperty_new_method(icalproperty_string_to_method(c->method)));
	if (says(c->name)) {
		icalproperty *name = icalproperty_new_x(c->name);

		icalproperty_set_x_name(name, "X-WR-CALNAME");
		put(all, name);
	}
	for (size_t i = 0; i < n; i++)
		icalcomponent_add_component(all, event_of(c, &item[i]));
	text = icalcomponent_as_ical_string_r(all);
	if (text)
		buf_puts(out, text);
	icalmemory_free_buffer(text);
	icalcomponent_free(all);
	return text ? buf_check(out, e) : err_set(e, ERR_BUG, "libical does not write the calendar");
}
