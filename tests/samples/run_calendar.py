#!/usr/bin/python3
"""Each entry of the sample calendars, said again by Paraph and read back by python3-icalendar: it must mean
the same. Paraph writes calendars and reads none, so what it cannot say is not claimed: calendar.tsv has each
with its reason. Speaks TAP.
  run_calendar.py CALENDAR_SAY [FOLDER]"""
import datetime
import json
import subprocess
import sys

import icalendar
from samples import Samples

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
ONCE = ("VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY")
REPEATS = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")


class CannotSay(Exception):
    pass


def moment(value):
    """A date, or a time in UTC."""
    if not isinstance(value, datetime.datetime):
        return value
    if value.tzinfo is None:
        raise CannotSay("a time without a zone")
    return value.astimezone(datetime.timezone.utc)


def one(entry, name):
    value = entry.get(name, "")
    if isinstance(value, list):
        raise CannotSay(f"{name} twice")
    return value


def when(entry):
    start, end = one(entry, "DTSTART"), one(entry, "DTEND")
    if not start or not hasattr(start, "dt"):
        raise CannotSay("no day or time")
    start = moment(start.dt)
    if end:
        end = moment(end.dt)
    elif one(entry, "DURATION"):
        end = start + one(entry, "DURATION").dt
    elif isinstance(start, datetime.datetime):
        raise CannotSay("a time without an end")
    else:
        end = start + datetime.timedelta(1)
    if isinstance(start, datetime.datetime) != isinstance(end, datetime.datetime) or end <= start:
        raise CannotSay("an end that is no end")
    return start, end


def address(value):
    return str(value).removeprefix("mailto:").removeprefix("MAILTO:")


def alarm_days(entry):
    """A reminder whole days before; 0 none."""
    alarms = [part for part in entry.subcomponents if part.name == "VALARM"]
    triggers = [getattr(part.get("TRIGGER"), "dt", None) for part in alarms]
    if not triggers:
        return 0
    if len(triggers) > 1 or not isinstance(triggers[0], datetime.timedelta) or triggers[0].seconds:
        raise CannotSay("a reminder that is not once, whole days before")
    return -triggers[0].days


def meaning(entry):
    """What of an entry Paraph has a place for."""
    if entry.name != "VEVENT":
        raise CannotSay(f"a {entry.name}")
    for name in REPEATS:
        if entry.get(name):
            raise CannotSay(f"repeated, by {name}")
    if not one(entry, "UID"):
        raise CannotSay("no UID")
    start, end = when(entry)
    guests = entry.get("ATTENDEE", [])
    guests = guests if isinstance(guests, list) else [guests]
    if len(guests) > 1:
        raise CannotSay("several guests; each gets a message of their own here")
    return {"uid": str(one(entry, "UID")), "sequence": int(one(entry, "SEQUENCE") or 0),
            "cancelled": str(one(entry, "STATUS")).upper() == "CANCELLED",
            "summary": str(one(entry, "SUMMARY")), "description": str(one(entry, "DESCRIPTION")),
            "location": str(one(entry, "LOCATION")), "url": str(one(entry, "URL")),
            "organizer": address(one(entry, "ORGANIZER")), "attendee": "".join(map(address, guests)),
            "alarm_days": alarm_days(entry),
            "start": str(start), "end": str(end)}


def asked(said, entry):
    """The meaning as a line for CALENDAR_SAY."""
    start, end = when(entry)
    stamp = one(entry, "DTSTAMP")
    line = said | {"method": "PUBLISH", "stamp_ms": ms(moment(stamp.dt)) if hasattr(stamp, "dt") else 0}
    if isinstance(start, datetime.datetime):
        return line | {"start_ms": ms(start), "end_ms": ms(end)}
    return line | {"first": (start - EPOCH.date()).days, "last": (end - EPOCH.date()).days - 1}


def ms(time):
    return round((time - EPOCH).total_seconds() * 1000)


def form_of(text):
    """RFC 5545, 3.1 and 3.6: what every reader may rely on."""
    lines, wrong = text.encode().split(b"\r\n"), []
    if lines.pop() != b"" or any(b"\n" in line or b"\r" in line for line in lines):
        wrong.append("a line does not end in CR LF")
    wrong += [f"{len(line)} octets in a line" for line in lines if len(line) > 75]
    for line in lines:
        try:
            line.decode()
        except UnicodeDecodeError:
            wrong.append("a fold within a character")
    names = [line.split(":")[0].split(";")[0] for line in text.replace("\r\n ", "").split("\r\n")]
    wrong += [f"{names.count(name)} times {name}" for name in ONCE if names.count(name) != 1]
    return ", ".join(wrong)


def judged(program, entry):
    """Differences of one entry."""
    try:
        said = meaning(entry)
    except CannotSay as why:
        return {"can be said": (str(why), "")}
    line = json.dumps(asked(said, entry)) + "\n"
    out = subprocess.run([program], input=line, capture_output=True, text=True, check=True).stdout
    text = json.loads(out)
    found = {"form": (form_of(text), "")} if form_of(text) else {}
    try:
        back = meaning(icalendar.Calendar.from_ical(text).walk("VEVENT")[0])
    except (ValueError, IndexError, CannotSay) as why:
        return found | {"read back": (f"{why}: {text}", "")}
    return found | {key: (back[key], said[key]) for key in said if back[key] != said[key]}


def main():
    samples = Samples("calendar", (".ics",), sys.argv[2] if len(sys.argv) > 2 else None)
    samples.total = 0
    for path in samples.files:
        try:
            objects = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        except ValueError as why:
            samples.total += 1
            samples.judge(samples.name(path), {"read": (f"python3-icalendar refuses it: {why}", "")})
            continue
        entries = [part for whole in objects for part in whole.subcomponents if part.name != "VTIMEZONE"]
        for number, entry in enumerate(entries, 1):
            samples.total += 1
            samples.judge(f"{samples.name(path)}#{number}", judged(sys.argv[1], entry))
        if not entries:
            samples.total += 1
            samples.judge(samples.name(path), {"entries": ("none", "")})
    samples.end()


main()
