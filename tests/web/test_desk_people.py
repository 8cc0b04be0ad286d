#!/usr/bin/python3
"""Contacts, audiences, what went out and what came in, at the desk of a house. TAP. Every name is
invented."""
import csv
import email
import email.policy
import io
import json
import os
import pathlib
import re
import sqlite3
import urllib.parse

import kit
import people

HOUSES = kit.ROOT / "tests" / "houses" / "invented"


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def contacts(b):
    text = b.get("/desk/contacts")[1]
    kit.case("each contact stands there, by State", text.index("Invented Mission of Laos") <
             text.index("Invented Mission of Switzerland") < text.index("Invented Ministry"), text)
    rows = table(b.get("/desk/contacts.csv")[1])
    kit.same("the same as CSV", len(rows), 7)
    kit.same("saved under its own name", "contacts-" in b.head["content-disposition"], True)
    by = {r["email"]: r for r in rows}
    kit.same("a day", by["lao@example.org"]["confirmed"], "2026-10-01")
    for query, wanted in [("state=LAO", 1), ("state=Switzerland", 4), ("office=parliamentarian", 2),
                          ("language=fr", 3), ("condition=unconfirmed", 6), ("condition=no-channel", 0),
                          ("condition=answered", 0),
                          ("q=rossi", 1), ("q=M%C3%BCller&office=parliamentarian", 1)]:
        got = table(b.get(f"/desk/contacts.csv?{query}")[1])
        kit.same(f"chosen by {query}", len(got), wanted)
    status, text = b.get("/desk/contacts?office=misson")
    kit.case("a choice that is none: 400, said at the field", status == 400 and
             'aria-invalid="true"' in text and "Did you mean mission" in text, text)
    data = json.loads(b.get("/desk/contacts.json?state=LAO")[1])
    kit.same("as JSON", data["rows"][0]["iso3"], "LAO")
    status, _ = b.get("/desk/contacts.xlsx")
    kit.same("as a workbook", (status, b.head["content-type"].split(".")[-1]), (200, "sheet"))


def audiences(b):
    text = b.get("/desk/audiences")[1]
    kit.case("audiences of the treaty and the house", "states-not-party" in text, text)
    text = b.get("/desk/audiences/states-not-party?who=gets")[1]
    kit.case("who gets it, and how many do not", "Invented Tran" in text and "g-ready" in text and
             "are left out" in text and "g-shut" not in text, text[:2000])
    rows = table(b.get("/desk/audiences/states-not-party.csv")[1])
    kit.case("as a file, with the reason", any(r["rule"] == "no-channel" for r in rows) and
             any(r["rule"] == "" and r["address"] == "vnm@example.org" for r in rows), rows[:3])
    kit.same("left out alone", {r["rule"] == "" for r in table(b.get(
        "/desk/audiences/states-not-party.csv?who=out")[1])}, {False})
    kit.same("none of that name: 404", b.get("/desk/audiences/nobody")[0], 404)


def one(b, db):
    """A contact from its form, changed, confirmed, asked, stopped, forgotten."""
    new = {"office": "mission", "state": "Sweden", "place": "Geneva", "email": "swe@example.org",
           "write": "en fr", "holder": "Invented Ek", "purpose": "letters on the Convention"}
    status, text = b.post("/desk/contacts/new", new | {"email": "no address", "since": "soon"})
    kit.case("what is wrong is said at its field, and input is kept", status == 400 and
             'aria-describedby="wrong-email"' in text and 'id="wrong-since"' in text and
             'value="soon"' in text and 'value="Invented Ek"' in text, text)
    kit.same("entered: 303", b.post("/desk/contacts/new", new)[0], 303)
    at = b.head["location"]
    text = b.get(at)[1]
    kit.case("its page", "Invented Ek" in text and "swe@example.org" in text and "/states/SWE" in text, text)
    form = b.get(at + "/edit")[1]
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]
    kit.same("changed", b.post(at + "/edit", {"holder": "Invented Ny", "seen": seen})[0], 303)
    text = b.get(at)[1]
    kit.case("another holder follows; the rest stays", "Invented Ny" in text and "swe@example.org" in text and
             "another holder" in text, text)
    kit.same("changed by two at once: the second is told", b.post(at + "/edit", {"holder": "Invented Tredje",
             "seen": seen})[0], 409)
    kit.case("confirmed", b.post(at + "/confirm")[0] == 303 and "Nobody has confirmed" not in b.get(at)[1])
    kit.same("asked", b.post(at + "/ask")[0], 303)
    text = b.get(at)[1]
    kit.case("the question waits in the outbox", "Is this how your office" in text and "/desk/outbox/m-" in
             text, text)
    back = {"purpose": "letters", "given": "no"}
    kit.same("consent without saying where: 400", b.post(at + "/consent", back)[0], 400)
    kit.same("consent taken back", b.post(at + "/consent", back | {"how": "by telephone"})[0], 303)
    kit.same("who took it back is not asked: 409", b.post(at + "/ask")[0], 409)
    stop = {"address": "swe@example.org", "reason": "asked"}
    kit.same("an address is stopped", b.post(at + "/stop", stop)[0], 303)
    status, text = b.post(at + "/erase")
    kit.case("first what would go", status == 200 and "rehearsal" in text and "Invented Ny" in
             b.get(at)[1], text)
    kit.same("forgotten", b.post(at + "/erase", {"sure": "yes"})[0], 303)
    text = b.get(at)[1]
    kit.case("the person is gone, the office stays", "Invented Ny" not in text and "Geneva" in text, text)
    return at


def unsubscribing(s, db, place, person):
    """With the header of a mail that the worker has built, as a mail program does it: no page, no cookie."""
    with sqlite3.connect(db) as store:  # the question to a contact, as if many got it unasked
        store.execute("UPDATE outbox SET mass = 1")
    status, out, said = kit.paraph(db, "--house", "ngo", "worker", "--once")
    mails = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default)
             for f in pathlib.Path(place, "out").rglob("*.eml")]
    if not mails:
        return kit.case("a mail was built", False, out + said)
    head = mails[0]["List-Unsubscribe"]
    kit.same("the mail says: one click", mails[0]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
    path = urllib.parse.urlsplit(re.match("<(https:[^>]+)>", head)[1]).path
    status, heads, page = s.get(path)
    page = page.decode()
    kit.case("its page: one button, no cookie, nothing of the recipient", status == 200 and
             page.count("<button") == 1 and "set-cookie" not in heads and "example.org" not in page and
             "Invented" not in page, page)
    status, heads, _ = s.get(path, Accept_Language="ar, en;q=0.5")
    kit.same("in the reader's language", (status, heads["location"]), (302, "/ar" + path))
    kit.case("written so in each", all(f'lang="{t}"' in s.page(f"/{t}{path}")
                                       for t in ("ar", "es", "fr", "ru", "zh")))
    click = people.Browser(s)
    form = {"List-Unsubscribe": "One-Click"}
    stopped = ["--house", "ngo", "--as", person, "contact", "stop"]
    kit.case("to look is not to click", "by the link" not in kit.paraph(db, *stopped)[1])
    kit.same("without the words of RFC 8058: 400", click.post(path, {}, "")[0], 400)
    kit.same("one click", click.post(path, form, "")[0], 200)
    said = kit.paraph(db, *stopped)[1]
    kit.case("the address stands on the stop list", "asked for it by the link in a letter" in said, said)
    empty = [("x", "", "text/plain", b"")]
    kit.same("twice is fine, also as multipart", click.post(path, form, "", empty)[0], 200)
    with sqlite3.connect(db) as store:
        events = store.execute("SELECT count(*) FROM outbox_event WHERE what = 'unsubscribed'")
        kit.same("noted once", events.fetchone()[0], 1)
    for wrong in (path[:-1], path[:-1] + ("0" if path[-1] != "0" else "1"), path + "0", "/unsubscribe/u+x",
                  "/unsubscribe/x", path.replace("u+", "b+")):
        kit.same(f"{wrong[-12:]} is none: 404", (click.get(wrong)[0], click.post(wrong, form, "")[0]),
                 (404, 404))
    kit.same("no cookie came of it", click.cookies, {})


def others(b, at):
    """Nothing of the house shows in another, by any address."""
    kit.case("without contacts a sentence says how they come",
             "No contact is on file" in
             b.get("/desk/contacts")[1])
    for path in ("/desk/contacts.csv", "/desk/contacts", "/desk/audiences/states-not-party"):
        status, text = b.get(path)
        kit.case(f"the other house sees nothing at {path}", status == 200 and
                 "Invented M" not in text and "example.org" not in
                 text.replace("o@example.org", ""), text[:3000])


    for path in ("", "/edit"):
        kit.same(f"another house's contact{path}: 404", b.get(at + path)[0], 404)
    fields = {"sure": "yes", "how": "x", "purpose": "letters", "address": "a@example.org", "reason": "x",
              "holder": "X"}
    for path in ("/edit", "/confirm", "/ask", "/consent", "/stop", "/erase"):
        kit.same(f"another house's contact, posted to {path}: 404", b.post(at + path, fields)[0], 404)


def reading_alone(s, db, at):
    b = people.person(s, db, "r@example.org", "observer", "--house", "ngo")
    text = b.get(at)[1]
    kit.case("an observer reads, and is offered nothing to change", "Geneva" in text and
             "/confirm" not in text, text)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("ngo", "un"):
            kit.paraph(db, "house", "add", HOUSES / house)
        status, _, said = kit.paraph(db, "--house", "ngo", "contact", "import",
                                       HOUSES / "contacts.csv", "--yes")
        kit.case("invented contacts", status == 0, said)
        pathlib.Path(place, "bounce.secret").write_bytes(os.urandom(32))
        mail = pathlib.Path(place, "mail.yaml")
        mail.write_text(f"sink: {place}/out\nbounce: {{domain: back.example.org, secret: bounce.secret}}\n"
                        "unsubscribe: https://register.example/unsubscribe/\n")
        os.environ["PARAPH_MAIL"] = str(mail)
        s = kit.Server(db)
        b = people.person(s, db, "d@example.org", "drafter", "--house", "ngo")
        other = people.person(s, db, "o@example.org", "drafter", "--house", "un")
        contacts(b)
        audiences(b)
        at = one(b, db)
        persons = table(kit.paraph(db, "--house", "ngo", "person", "list", "--format", "csv")[1])
        unsubscribing(s, db, place, next(iter(persons[0].values())))
        others(other, at)
        reading_alone(s, db, at)
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
    kit.finish()


main()
