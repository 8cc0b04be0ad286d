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
import socket
import sqlite3
import urllib.parse

import kit
import people

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
LISTED = "listed@example.org"


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


def files(b):
    """In and out: what comes out goes in again and changes nothing; a changed line is shown,
        then recorded."""
    status, out = b.get("/desk/contacts/export?as=csv")
    kit.case("all of it as CSV", status == 200 and "lao@example.org" in out and
             "contacts.csv" in b.head["content-disposition"], out)
    kit.case("and as vCard",
             b.get("/desk/contacts/export?as=vcard")[1].count("BEGIN:VCARD") == len(table(out)))
    kit.same("in a form that is none: 400", b.get("/desk/contacts/export?as=xml")[0], 400)

    def sent(data, fields=None, name="c.csv"):
        return b.post("/desk/contacts/import", fields or {}, files=[("file", name, "text/csv",
                      data.encode())])

    status, text = sent(out)
    kit.case("the same file changes nothing", status == 200 and "Record all of it" not in text and
             f"the same {len(table(out))}" in text, text)
    new = out.replace("lao@example.org", "vientiane@example.org")
    status, text = sent(new)
    kit.case("what would change is shown, old and new", status == 200 and
             "<del><bdi>lao@example.org" in text and
             "<ins><bdi>vientiane@example.org" in text and "vientiane" not in b.get("/desk/contacts")[1],
                 text)
    hidden = dict(re.findall(r'type="hidden" name="(sha256|as|sets|name|yes|data)" value="([^"]*)"', text))
    status, text = b.post("/desk/contacts/import", hidden | {"sha256": "0" * 64})
    kit.case("a file that nobody has seen is not recorded: 400", status == 400 and "vientiane" not in
             b.get("/desk/contacts")[1], text)
    kit.same("the one that was seen is", b.post("/desk/contacts/import", hidden)[0], 303)
    kit.case("and stands there", "vientiane@example.org" in b.get("/desk/contacts")[1])
    status, text = sent((HOUSES / "broken.csv").read_text())
    kit.case("what is wrong in a file: each with its line, nothing recorded", status == 400 and
             "c.csv:" in text and "Record all of it" not in text, text)
    kit.same("no file: 400", b.post("/desk/contacts/import", {})[0], 400)
    kit.same("a form by no name: 400", sent(out, name="c.doc")[0], 400)


def unsubscribing(s, b, db, place, person):
    """With the header of a mail that the worker has built, as a mail program does it: no page, no cookie."""
    b.post("/desk/contacts/new", {"office": "organisation", "organisation": "invented", "email": LISTED,
                                  "purpose": "letters"})
    kit.same("asked", b.post(b.head["location"] + "/ask")[0], 303)
    with sqlite3.connect(db) as store:  # as if many got it unasked
        store.execute("UPDATE outbox SET mass = 1 WHERE address = ?", [LISTED])
    status, out, said = kit.paraph(db, "--house", "ngo", "worker", "--once")
    mails = [email.message_from_bytes(f.read_bytes(), policy=email.policy.default)
             for f in pathlib.Path(place, "out").rglob("*.eml")]
    mails = [m for m in mails if m["To"].addresses[0].addr_spec == LISTED]
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


def outbox(b, sender, db):
    """The question to the contact: followed, held, released, cancelled, sent once more."""
    text = b.get("/desk/outbox")[1]
    with sqlite3.connect(db) as store:
        ids = dict(store.execute("SELECT address, id FROM outbox"))
    at = "/desk/outbox/" + ids[LISTED]
    kit.case("what went stands there, by what became of it", at in text and "held: 1" in text, text)
    link = "/desk/outbox/" + ids["s@example.org"]
    kit.case("a mail that opens an account is not shown, nor handed out, nor sent elsewhere", link
             not in text and
             b.get(link)[0] == 404 and b.get(link + "/mail")[0] == 404 and
             sender.post(link + "/again", {"address": "x@example.org"})[0] == 404, text)
    rows = table(b.get("/desk/outbox.csv?is=held")[1])
    kit.same("the same as CSV, chosen", [r["address"] for r in rows], [LISTED])
    kit.same("none of another state", table(b.get("/desk/outbox.csv?is=sent")[1]), [])
    kit.case("no page 2: 400", b.get("/desk/outbox?page=2")[0] == 400)
    text = b.get(at)[1]
    kit.case("who drafts reads what happened, and moves nothing", "What happened" in text and "/move"
             not in text
             and b.post(at + "/move", {"to": "cancelled"})[0] == 403, text)
    kit.same("released", sender.post(at + "/move", {"to": "waiting", "reason": "looked at"})[0], 303)
    kit.same("held", sender.post(at + "/move", {"to": "held"})[0], 303)
    kit.same("what cannot follow: 409, said", sender.post(at + "/move", {"to": "delivered"})[0], 409)
    kit.same("what is no state: 400", sender.post(at + "/move", {"to": "gone"})[0], 400)
    kit.same("cancelled", sender.post(at + "/move", {"to": "cancelled", "reason": "no longer"})[0], 303)
    kit.same("to what is no address: 400", sender.post(at + "/again", {"address": "nobody"})[0], 400)
    kit.same("once more", sender.post(at + "/again", {"address": "new@example.org"})[0], 303)
    kit.case("as a new message", "new@example.org" in sender.get(sender.head["location"])[1])
    with sqlite3.connect(db) as store:
        store.execute("UPDATE outbox SET state = 'returned', detail = '550 no such mailbox' WHERE id = ?",
                      [at.rsplit("/", 1)[1]])
    text = b.get("/desk/outbox?is=returned")[1]
    kit.case("what came back: the reason, the contact, one verb", "550 no such mailbox" in text and
             re.search(r"/desk/contacts/c[^\"]+/edit", text) and "Correct the address" in text, text)
    mail = email.message_from_string(b.get(at + "/mail")[1], policy=email.policy.default)
    kit.case("the message as a file", mail["To"].addresses[0].addr_spec == LISTED and
             mail["Message-ID"] and b.head["content-type"] == "message/rfc822", mail)
    kit.same("it has no PDF: 404", b.get(at + "/pdf")[0], 404)
    return at


def incoming(b):
    pdf = b"%PDF-1.4\n% invented\n"
    new = {"from": "Invented Ministry", "on": "2026-11-20", "state": "LAO", "subject": "Thanks",
           "way": "post"}
    for wrong in ({"on": "2999-01-01"}, {"state": "Nowhere"}, {"from": ""}, {"answers": "NO-1"}):
        status, text = b.post("/desk/incoming/new", new | wrong)
        kit.case(f"{list(wrong)[0]} is wrong: 400, said, input kept", status == 400 and
                 'id="said"' in text and
                 "Thanks" in text, text)
    status, _ = b.post("/desk/incoming/new", new, files=[("file", "a.txt", "application/pdf", b"no PDF")])
    kit.same("what is neither PDF nor image: 400", status, 400)
    with socket.create_connection(("127.0.0.1", b.server.port), timeout=30) as line:
        line.sendall(f"POST /desk/incoming/new HTTP/1.1\r\nHost: x\r\nContent-Length: {33 << 20}\r\n"
                     "Content-Type: multipart/form-data; boundary=x\r\n\r\n".encode())
        kit.same("a scan over the limit: 413", line.recv(12), b"HTTP/1.1 413")
    kit.same("entered with its scan", b.post("/desk/incoming/new", new, files=[
        ("file", "scan.pdf", "application/pdf", pdf)])[0], 303)
    at = b.head["location"]
    kit.case("its page", "Invented Ministry" in b.get(at)[1] and "/states/LAO" in b.get(at)[1])
    kit.same("the scan, byte for byte", b.get(at + "/file")[1].encode(), pdf)
    kit.same("another scan of it: 409", b.post(at + "/attach", {}, files=[
        ("file", "scan.pdf", "application/pdf", pdf)])[0], 409)
    kit.same("another without", b.post("/desk/incoming/new", new | {"state": "",
             "subject": "A question"})[0], 303)
    second = b.head["location"]
    text = b.get("/desk/incoming?open=no-state")[1]
    kit.case("chosen: of no State yet, and what to do", "A question" in text and "Thanks" not in text and
             "Say which State" in text, text)
    kit.same("the State is said", b.post(second + "/state", {"state": "Sweden"})[0], 303)
    kit.same("its scan comes later", b.post(second + "/attach", {}, files=[
        ("file", "scan.pdf", "application/pdf", pdf)])[0], 303)
    kit.same("it answers none of ours: 400", b.post(second + "/answer", {"reference": "NO-1"})[0], 400)
    kit.same("the register as CSV", {r["subject"] for r in table(b.get("/desk/incoming.csv")[1])},
             {"Thanks", "A question"})
    return at


def others(b, at, message, letter):
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
    for path in (message, message + "/mail", message + "/pdf", letter, letter + "/file"):
        kit.same(f"another house's {path.split('/')[2]}: 404", b.get(path)[0], 404)
    for path in ("/answer", "/state", "/attach"):
        kit.same(f"another house's letter, posted to {path}: 404", b.post(letter + path,
                 {"state": "LAO"})[0], 404)
    kit.case("and lists nothing of it", LISTED not in b.get("/desk/outbox.csv")[1] and
             "Thanks" not in b.get("/desk/incoming.csv")[1])
    kit.case("nor takes any of it out", "example.org" not in b.get("/desk/contacts/export?as=csv")[1])
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
        s = kit.Server(db, None, "--base-url", "http://register.example")
        b = people.person(s, db, "d@example.org", "drafter", "--house", "ngo")
        other = people.person(s, db, "o@example.org", "drafter", "--house", "un")
        contacts(b)
        audiences(b)
        files(b)
        at = one(b, db)
        persons = table(kit.paraph(db, "--house", "ngo", "person", "list", "--format", "csv")[1])
        unsubscribing(s, b, db, place, next(iter(persons[0].values())))
        sender = people.person(s, db, "s@example.org", "sender", "--house", "ngo")
        message = outbox(b, sender, db)
        letter = incoming(b)
        others(other, at, message, letter)
        two = people.person(s, db, "t@example.org", "sender", "--house", "un")
        kit.same("the other house's sender moves nothing: 404", two.post(message + "/move",
                 {"to": "held"})[0], 404)
        reading_alone(s, db, at)
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
    kit.finish()


main()
