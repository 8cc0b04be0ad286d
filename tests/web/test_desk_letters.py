#!/usr/bin/python3
"""Letters on the desk: begun, looked at, cleared, signed, issued, followed. TAP. The houses, their persons
and what is recorded on the way are invented."""
import csv
import datetime
import html
import io
import re
import subprocess
import time

import kit
import people

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
NEW = {"kind": "join", "on": "2020-03-19", "audience": "signatories", "lang": "en", "to": "minister"}


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def begun(b, **fields):
    """The path of a new draft."""
    status, text = b.post("/desk/letters/new", NEW | fields)
    if status != 303:
        raise SystemExit(f"no draft: {status} {text_of(text)[:600]}")
    return b.head["location"]


def sign(b, path, **more):
    seen = re.search(r'name="seen" value="([0-9a-f]*)"', b.get(path)[1])
    return b.post(path + "/sign", {"seen": seen[1] if seen else "", **more})


def issued(b, path, fields):
    """Sends it, and waits as the page does: what the letter's page says then."""
    status, text = b.post(path + "/issue", fields)
    kit.case("issuing leads to a page that counts", status == 303
             and b.head["location"] == path + "/progress",
             f"{status} {text_of(text)[:400]}")
    for _ in range(300):
        status, text = b.get(path + "/progress")
        if status == 303:
            break
        if b.head.get("refresh") != "2" or 'http-equiv="refresh"' in text:
            kit.case("it asks for itself again", False, b.head)
        time.sleep(0.1)
    return b.get(path)[1]


def beginning(drafter):
    status, text = drafter.get("/desk/letters")
    kit.case("no letter yet: one sentence, and how it gets there",
             status == 200 and "A letter stands here once it is drafted" in text
             and "/desk/letters/new" in text)
    status, text = drafter.get("/desk/letters/new")
    kit.case("kinds of letter, and no papers", "?kind=join" in text and "kind=brochure" not in text)
    status, text = drafter.get("/desk/letters/new?kind=president-note")
    kit.case("variables of the kind, with what is on file", 'name="about-meeting"' in text
             and 'name="about-items"' in text)
    status, text = drafter.get("/desk/letters/new?kind=join")
    kit.case("audiences that there are", '<option value="states-not-party">' in text
             and 'list="audiences"' in text)
    for field, value in [("on", "soon"), ("audience", "nobody"), ("from", "a\tb"), ("circumstance-en",
                                                                                    "one\n\ntwo")]:
        status, text = drafter.post("/desk/letters/new", NEW | {"place": "Here & there", field: value})
        kit.case(f"a wrong {field}: told at the field, and what was written stays",
                 status == 400 and f'aria-describedby="wrong-{field}"' in text
                 and 'value="Here &amp; there"' in text,
                 f"{status} {text_of(text)[:400]}")
    status, text = drafter.post("/desk/letters/new", NEW | {"lang": "zz", "place": "Here & there"})
    kit.case("what the order cannot be is told above", status == 400
             and "there is no letter join in it" in text_of(text)
             and 'value="Here &amp; there"' in text)
    kit.same("no kind, no letter", drafter.post("/desk/letters/new", {"kind": "brochure"})[0], 400)


def draft_page(drafter, path):
    status, page = drafter.get(path)
    text = text_of(page)
    kit.case("a draft: its audience, figures, languages, who is left out",
             status == 200 and "English 13" in text and "ready" in text,
             text[:1500])
    kit.case("who has no address is not counted among who would get it",
             " 0 would get it" in text and "No address is on file 13" in text, text[:1500])
    kit.case("figures lead to their acts as at the letter's day",
             '<a class="f" href="/facts/parties.deposited?on=2020-03-19">' in page, page[:200])
    first = re.search(r"Preview: (.+?) ", text)[1]
    after = html.unescape(re.search(r'href="([^"]+)#pv" rel="next"', page)[1])
    status, second = drafter.get(after)
    kit.case("from one recipient to the next and back",
             status == 200 and re.search(r"Preview: (.+?) ",
                                         text_of(second))[1] != first and 'rel="prev"' in second)
    pdf = html.unescape(re.search(r'href="([^"]+\.pdf)"', second)[1])
    line = kit.http.client.HTTPConnection("127.0.0.1", drafter.server.port)
    line.request("GET", pdf, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in drafter.cookies.items())})
    reply = line.getresponse()
    data = reply.read()
    kit.case("its PDF", reply.status == 200 and data.startswith(b"%PDF-") and
             reply.getheader("content-type") == "application/pdf", reply.status)
    kit.same("no such recipient", drafter.get(path + "/preview/LAO.pdf")[0], 404)
    rows = list(csv.DictReader(io.StringIO(drafter.get(path + "/recipients.csv")[1])))
    kit.case("its rehearsal as a table", len(rows) >= 13 and len([r for r in rows if not r["excluded"] or
             r["excluded"] == "no-channel"]) == 13 and rows[0]["lang"] == "en", rows[:2])
    kit.case("and as a page",
             "There is no address" in (t := text_of(drafter.get(path + "/recipients?who=no-channel")[1]))
             or "there is no address to which it could go" in t, t[:300])


def steps(db, who, path):
    drafter, clearer, signatory = who["drafter"], who["clearer"], who["signatory"]
    status, text = drafter.post(path + "/issue", {})
    kit.case("not issued before it is cleared", status == 409 and "cannot be issued yet" in text_of(text),
             status)
    kit.same("nor signed", sign(signatory, path)[0], 409)
    status, text = drafter.post(path + "/clear", {"note": "my note"})
    kit.case("who may not clear is told, and the note stays", status == 400 and 'value="my note"' in text,
             status)
    kit.same("cleared", clearer.post(path + "/clear", {"note": "read"})[0], 303)
    kit.case("its step and note stand", "read" in text_of(drafter.get(path)[1])
             and "cleared" in text_of(drafter.get(path)[1]))
    kit.same("signed without having seen what it is", signatory.post(path + "/sign", {"seen": "0" * 64})[0],
             409)
    kit.same("signed", sign(signatory, path)[0], 303)
    page = drafter.get(path)[1]
    kit.case("the main action says how many letters it moves", "Issue 0 letters" in text_of(page) and
             "by hand to 13 without an address" in text_of(page), text_of(page)[:600])
    kit.paraph(db, "act", "correct", "ccm/accession/MDV/2019-09-27", "--void", "--reason", "invented")
    text = text_of(issued(drafter, path, {"paper": "yes"}))
    kit.case("what was signed is not what would leave: refused, and said why", "is not what" in text
             and "signed on" in text,
             text[:800])
    for _ in range(50):  # the desk reads new acts within a second
        if sign(signatory, path)[0] == 303:
            break
        time.sleep(0.1)
    text = text_of(issued(drafter, path, {"paper": "yes"}))
    kit.case("signed again, it leaves", "INV/GVA-0001/2020" in text and "13 copies" in text
             and "13 waiting" in text, text[:800])


def out(drafter, path):
    rows = list(csv.DictReader(io.StringIO(drafter.get(path + "/follow.csv")[1])))
    kit.case("what became of each copy", len(rows) == 13 and rows[0]["reference"] == "INV/GVA-0001/2020/1"
             and rows[0]["outcome"] == "waiting", rows[:1])
    status, text = drafter.get(path + "/copies/1.pdf")
    kit.case("each copy's file", status == 200 and text.startswith("%PDF-") and
             "INV.GVA-0001.2020.1.pdf" in drafter.head["content-disposition"], drafter.head)
    kit.same("and no other", drafter.get(path + "/copies/14.pdf")[0], 404)
    rows = list(csv.DictReader(io.StringIO(drafter.get(path + "/facts.csv")[1])))
    kit.case("what it said, with the acts", any(r["key"] == "parties.deposited"
                                                and len(r["acts"].split()) > 100 for r in rows))
    kit.case("it is out, so it is not rehearsed", drafter.get(path + "/recipients")[0] == 409)
    kit.same("nor issued again", drafter.post(path + "/issue", {})[0], 409)
    kit.case("the list has it",
             "INV/GVA-0001/2020" in drafter.get("/desk/letters?kind=join&step=issued&year=2020")[1])
    kit.same("a year that is none", drafter.get("/desk/letters?year=20")[0], 400)
    kit.same("as a new draft", drafter.post(path + "/again", {"on": "2020-06-01"})[0], 303)
    again = drafter.head["location"]
    kit.case("of the same kind and audience", "signatories" in drafter.get(again)[1] and "1 June 2020" in
             text_of(drafter.get(again)[1]))
    kit.case("or changed first",
             'value="signatories"' in drafter.get(f"/desk/letters/new?from={path.split('/')[-1]}")[1])
    status, text = drafter.post(again + "/cancel", {})
    kit.case("a draft is cancelled for a reason", status == 400 and "Say why" in text_of(text))
    kit.same("with one", drafter.post(again + "/cancel", {"reason": "tried"})[0], 303)
    kit.case("and is", "cancelled" in text_of(drafter.get(again)[1]))
    kit.same("the letter too", drafter.post(path + "/cancel", {"reason": "the meeting moved"})[0], 303)
    kit.case("with its copies", "13 cancelled" in text_of(drafter.get(path)[1]),
             text_of(drafter.get(path)[1])[:500])


def closed(other, observer, path):
    bad = []
    for way in ["", "/recipients", "/recipients.csv", "/follow", "/follow.csv", "/facts.csv", "/progress",
                "/preview/AGO.pdf",
                "/copies/1.pdf"]:
        if (status := other.get(path + way)[0]) != 404:
            bad.append(f"GET {way}: {status}")
    for way in ["/clear", "/sign", "/issue", "/cancel", "/again"]:
        if (status := other.post(path + way, {"reason": "x", "note": "x"})[0]) != 404:
            bad.append(f"POST {way}: {status}")
        if (status := observer.post(path + way, {"reason": "x"})[0]) != 403:
            bad.append(f"observer POST {way}: {status}")
    if other.get("/desk/letters/new?from=" + path.split("/")[-1])[0] != 404:
        bad.append("new?from=")
    if path.split("/")[-1] in other.get("/desk/letters.csv")[1]:
        bad.append("the list")
    if observer.get(path)[0] != 200 or 'method="post" action="/desk' in observer.get(path)[1]:
        bad.append("an observer reads, and has no form")
    kit.case("another house finds nothing at any address, an observer posts nothing", not bad, "\n".join(bad))


def year(db, other, drafter, observer):
    """A letter of a year before is begun again by one button; the hand-over book, by page and by command."""
    on = datetime.date.today() - datetime.timedelta(days=200)
    path = begun(other, on=on.isoformat())
    kit.same("signed by the one whom a small house asks", sign(other, path)[0], 303)
    reference = re.search(r"NGO-\d+-\d+", text_of(issued(other, path, {"paper": "yes"})))
    kit.case("and issued", reference is not None)
    status, page = other.get("/desk/year")
    kit.case("the year has it, with its button", status == 200 and reference[0] in page
             and path + "/again" in page,
             text_of(page)[:600])
    kit.case("another house's year does not", reference[0] not in drafter.get("/desk/year")[1])
    kit.case("an observer has no button", "/again" not in observer.get("/desk/year")[1])
    date = re.search(r'name="on" value="([0-9-]+)"', page)[1]
    kit.same("begun again", other.post(path + "/again", {"on": date})[0], 303)
    kit.case("with the date of a year on", f"{on.year + 1}" in date and
             'datetime="' + date in other.get(other.head["location"])[1], date)
    with kit.folder() as place:
        book = f"{place}/book.pdf"
        kit.same("the book by command", kit.paraph(db, "--house", "ngo", "desk", "handover", "--out",
                                                   book)[0], 0)
        text = subprocess.run(["pdftotext", book, "-"], capture_output=True, text=True, check=True).stdout
    kit.case("has its chapters, the letter, and no person", all(w in text for w in ("Open tasks",
                                                                                    reference[0],
             "Contacts by function", "Where things are")) and "n@example.org" not in text, text[:800])
    status, page = other.get("/ar/desk/handover.pdf")
    kit.case("and by its page", status == 200 and page.startswith("%PDF-") and
             "handover-ngo-" in other.head["content-disposition"], other.head)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("mission", "ngo"):
            status, _, said = kit.paraph(db, "house", "add", HOUSES / house)
            if status:
                raise SystemExit(said)
        s = kit.Server(db)
        who = {}
        for name, mail, roles, house in [("drafter", "d", ["drafter", "sender"], "mission"),
                                         ("clearer", "c", ["clearer"], "mission"),
                                         ("signatory", "s", ["signatory"], "mission"),
                                         ("observer", "o", ["observer"], "mission"),
                                         ("other", "n", ["drafter", "sender", "signatory"], "ngo")]:
            for role in roles:
                link = people.invite(db, f"{mail}@example.org", role, "--house", house)
            who[name] = people.opened(s, link)[0]
        beginning(who["drafter"])
        path = begun(who["drafter"])
        draft_page(who["drafter"], path)
        for language in ("/ar", "/fr"):
            kit.same(f"the draft in {language}", who["drafter"].get(language + path)[0], 200)
        closed(who["other"], who["observer"], path)
        steps(db, who, path)
        out(who["drafter"], path)
        closed(who["other"], who["observer"], path)
        year(db, who["other"], who["drafter"], who["observer"])
        status, said = s.stop()
        kit.case("and ends well", status == 0 and "panic" not in said, said)
    kit.finish()


main()
