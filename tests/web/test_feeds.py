#!/usr/bin/python3
"""The feeds, read by libraries that others wrote; the brief and the tiles; /healthz. TAP."""
import csv
import io
import re
import time

import feedparser
import icalendar

import kit
from markup import Page


def atom(s, db):
    status, head, body = s.get("/feeds/acts.atom")
    feed = feedparser.parse(body)
    kit.case(
        "the acts are Atom 1.0", status == 200 and not feed.bozo and feed.version == "atom10"
        and head["content-type"].startswith("application/atom+xml"), feed.get("bozo_exception"))
    ids = [e.id for e in feed.entries]
    kit.case(
        "fifty entries, each with a name of its own",
        len(ids) == len(set(ids)) == 50
        and all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", i) for i in ids),
        ids[:3])
    kit.case("each entry has title, day and a page that is there",
             all(e.title and e.updated_parsed and s.get(e.link)[0] == 200 for e in feed.entries))
    kit.same("the same twice", s.get("/feeds/acts.atom")[2], body)
    kit.case(
        "as at a day of long ago it ends there",
        all(
            int(y) <= 2011 for e in feedparser.parse(s.get("/feeds/acts.atom?on=2011-09-01")[2]).entries
            for y in re.findall(r"\b(20\d\d)\.", e.summary)))
    french = feedparser.parse(s.get("/fr/feeds/acts.atom")[2])
    kit.case(
        "in French it speaks French", not french.bozo and french.feed.title_detail.language == "fr"
        and french.feed.id != feed.feed.id and french.entries[0].link.startswith("/fr/"), french.feed)
    status, _, said = kit.paraph(db, "act", "add", "report-received", "--treaty", "ccm", "--state", "VUT",
                                 "--on", "2026-08-20", "--set", "report=initial", "--source",
                                 'an <invented> "source" & more')
    kit.case("recorded", status == 0, said)


def fresh(s, before):
    """What was recorded comes first."""
    for _ in range(60):
        feed = feedparser.parse(s.get("/feeds/acts.atom")[2])
        if feed.entries[0].id != before:
            break
        time.sleep(0.1)
    kit.case(
        "a new act comes first, and its text is text", not feed.bozo
        and "report received" in feed.entries[0].title
        and 'an <invented> "source" & more' in feed.entries[0].summary, feed.entries[0])


def calendar(s):
    status, head, body = s.get("/feeds/deadlines.ics")
    parsed = icalendar.Calendar.from_ical(body)
    events = list(parsed.walk("VEVENT"))
    kit.case(
        "the deadlines are iCalendar", status == 200 and head["content-type"].startswith("text/calendar")
        and str(parsed["VERSION"]) == "2.0" and len(events) > 20, len(events))
    names = [str(e["UID"]) for e in events]
    kit.case("each entry has a name of its own, a day and a text",
             len(names) == len(set(names)) and all(e["DTSTART"].dt and str(e["SUMMARY"]) for e in events),
             names[:3])
    days = {str(e["UID"]): e["DTSTART"].dt.isoformat() for e in events}
    meetings = csv.DictReader(io.StringIO(s.page("/meetings.csv")))
    kit.case(
        "its meetings are those of the list",
        all(
            days.get(f"meeting-{m['code']}@ccm.paraph") == m["opens"] for m in meetings
            if m["opens"] != "unknown"))


def brief(s):
    for state, standing, words in [("AGO", "signatory", "has not yet ratified it"),
                                   ("EGY", "not-party", "accession"),
                                   ("LTU", "withdrawn", "has withdrawn from"),
                                   ("LAO", "party", "still to be met")]:
        text = Page(s.page(f"/states/{state}/brief")).text()
        kit.case(f"{state}, {standing}: the model question is the one for it", words in text
                 and "This House" in text, text)
    table = {r["iso3"]: r for r in csv.DictReader(io.StringIO(s.page("/states.csv")))}
    group = [r for r in table.values() if r["region"] == table["AGO"]["region"]]
    bound = sum(r["standing"] in ("party", "deposited", "withdrawing") for r in group)
    kit.case(
        "the others of its group are counted as the list has them",
        f"Of {len(group)} States of this group (African States), {bound} are bound"
        in Page(s.page("/states/AGO/brief")).text())
    kit.case("before it was open nothing is asked for that cannot be",
             s.get("/states/AGO/brief?on=2008-01-01")[0] == 200)
    for path, status in [("/states/QQQ/brief", 404), ("/states/ago/brief", 301),
                         ("/states/AGO/brief/x", 404)]:
        kit.same(f"{path}: {status}", s.get(path)[0], status)


def tiles(s):
    page = Page(s.page("/states/tiles"))
    states = [link for link in page.links if re.fullmatch(r"/states/[A-Z]{3}", link)]
    kit.case("every State is one square", len(states) == len(set(states)) == 197, len(states))
    kit.case("beside it stands what it does not say", "show no territory" in page.text()
             and "delimitation of its frontiers" in page.text())


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db)
        status, head, body = s.get("/healthz")
        kit.case(
            "healthz says ok", status == 200 and body.startswith(b"ok\n")
            and head["content-type"].startswith("text/plain"), body)
        brief(s)
        tiles(s)
        calendar(s)
        before = feedparser.parse(s.get("/feeds/acts.atom")[2]).entries[0].id
        atom(s, db)
        fresh(s, before)
        status, said = s.stop()
        kit.case("it ends well, and had nothing to complain of", status == 0 and not said, said)
    kit.finish()


main()
