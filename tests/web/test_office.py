#!/usr/bin/python3
"""The office of a State over HTTP: what is due and received, letters, contacts, colleagues, questions,
reports handed in; and nothing of another State by any address. TAP. Houses, offices and persons are
invented."""
import hashlib
import http.client
import io
import re
import sqlite3
import subprocess
import threading
import urllib.parse
import zipfile

import kit
import people
from markup import Page, foreign

HOUSE = kit.ROOT / "tests/letters/invented/ngo"
LANGUAGES = ("ar", "es", "fr", "ru", "zh")


def run(db, *args):
    status, out, said = kit.paraph(db, *args)
    if status:
        raise SystemExit(f"{args}: {said}")
    return out.strip()


def made(db):
    """Two States with an office each, a letter to one of them, and receipts recorded."""
    run(db, "house", "add", HOUSE)
    contact = {}
    for state in ("LAO", "AGO"):
        contact[state] = run(db, "contact", "add", "--set", "office=mission", "--set", f"state={state}",
                             "--set", f"holder=Invented Holder of {state}", "--set",
                             f"email=mission.{state}@example.org", "--set", "hand=privately",
                             "--set", "personal=hand", "--set", "purpose=letters",
                             "--set", "note=the house's own words")
    contact["member"] = run(db, "contact", "add", "--set", "office=parliamentarian", "--set", "state=LAO",
                            "--set", "organisation=parliament", "--set", "holder=Invented Member",
                            "--set", "email=member@example.org", "--set", "purpose=letters")
    run(db, "letter", "issue", "join", "--lang", "en", "--audience", "signatories", "--paper",
        "--on", "2020-03-19")
    run(db, "act", "add", "report-received", "--state", "LAO", "--on", "2024-04-20", "--set", "report=annual",
        "--set", "year=2023", "--source", "an invented receipt")
    run(db, "act", "add", "coverage-stated", "--on", "2026-06-01", "--set", "kinds=report-received",
        "--set", "through=2026-06-01", "--source", "invented")
    return contact


def text_of(body):
    return re.sub(r"\s+", " ", " ".join(t for _, t, _ in Page(body).texts))


def first_page(b, store):
    status, page = b.get("/office")
    text = text_of(page)
    kit.case("/office: 200, well formed", status == 200 and not Page(page).mistakes(), Page(page).mistakes())
    for says in ("Lao People", "Annual transparency report, for 2025", "not yet received",
                 "an invented receipt", "Invented Holder of LAO", "mission.LAO@example.org",
                 "never confirmed", "House of Tests"):
        kit.case(f"/office says {says}", says in text, text)
    for hides in ("Invented Member", "member@example.org", "privately", "own words", "Angola", "AGO"):
        kit.case(f"/office says nothing of {hides}", hides not in page, text)
    for language in LANGUAGES:
        status, page = b.get(f"/{language}/office")
        found = [t for t in foreign(Page(page), language) if not re.search("@example|Invented|invented", t)]
        kit.case(f"/{language}/office: in its language", status == 200 and not found, found)
    feed = re.search(r'href="(/feeds/deadlines\.ics\?state=LAO)"', b.get("/office")[1])
    status, calendar = b.get(feed[1])
    kit.case("its calendar: its own deadlines", status == 200 and "due-clearance-LAO" in calendar or
             "due-" in calendar and "-LAO-" in calendar and "-BGR-" not in calendar, calendar[:400])
    kit.same("a calendar of no State", b.get("/feeds/deadlines.ics?state=XXX")[0], 404)


def letters(lao, ago, store):
    code, reference, sha = store.execute(
        "SELECT code, reference, pdf FROM letter_copy WHERE iso3 = 'AGO'").fetchone()
    status, page = ago.get("/office")
    kit.case("the letter is listed", status == 200 and reference in page and
             f"/office/letters/{code}" in page)
    status, body = ago.get(f"/office/letters/{code}")
    kit.case("and opened by whom it was written to", status == 200 and body.startswith("%PDF") and
             ago.head["content-type"] == "application/pdf" and reference.replace("/", ".") in
             ago.head["content-disposition"], (status, ago.head))
    for b, name in ((lao, "another State"),):
        for typed in (code, code.lower(), reference, urllib.parse.quote(reference, safe=""), sha):
            path = f"/office/letters/{typed}"
            kit.same(f"{name} finds nothing at {path}", b.get(path)[0], 404)
        kit.case("nor a word of it", code not in b.get("/office")[1])


def contacts(lao, ago, store, contact):
    theirs, others = contact["LAO"], contact["AGO"]
    for one in (others, contact["member"], "c-nothing"):
        kit.same(f"a contact that is not theirs: {one}", lao.get(f"/office/contacts/{one}")[0], 404)
        kit.same("nor is it corrected", lao.post(f"/office/contacts/{one}", {"holder": "X"})[0], 404)
        kit.same("nor confirmed", lao.post("/office/contacts/confirm", {"contact": one})[0], 404)
    status, _ = lao.post("/office/contacts/confirm", {"contact": theirs})
    kit.same("confirmed: sent on", (status, lao.head.get("location")), (303, "/office?said=confirmed"))
    page = lao.get("/office?said=confirmed")[1]
    kit.case("and is not asked again", "Thank you" in page and f'value="{theirs}"' not in page)
    kit.case("the history says who", store.execute(
        "SELECT count(*) FROM contact_event WHERE contact = ? AND what = 'confirmed' AND by_whom LIKE 'a-%'",
        (theirs,)).fetchone()[0] == 1)
    status, page = lao.get(f"/office/contacts/{theirs}")
    kit.case("the form knows what is on file", status == 200 and 'value="Invented Holder of LAO"' in page and
             "own words" not in page, page)
    as_is = dict(re.findall(r'<input [^>]*name="(\w+)"[^>]* value="([^"]*)"', page))
    as_is.pop("token", None)
    same = as_is | {"office": "mission", "post": "", "note": ""}
    status, page = lao.post(f"/office/contacts/{theirs}", same)
    kit.case("nothing changed: 400, and says so", status == 400 and "Nothing is changed" in page, page)
    status, _ = lao.post(f"/office/contacts/{theirs}",
                         same | {"holder": "Invented Successor", "note": "since May"})
    kit.same("a correction is sent on", (status, lao.head.get("location")), (303, "/office?said=proposed"))
    iso3, subject, text = store.execute(
        "SELECT i.iso3, i.subject, f.data FROM incoming i JOIN file f ON f.sha256 = i.file_sha256 "
        "ORDER BY came_ms DESC").fetchone()
    kit.case("it is in the register of what came in, with what was and what is",
             iso3 == "LAO" and theirs in subject and b"holder: Invented Successor" in text and
             b"was: Invented Holder of LAO" in text and b"email" not in text, (subject, text))
    kit.same("the contact itself is the house's to change", store.execute(
        "SELECT name FROM contact_holder WHERE contact = ?", (theirs,)).fetchall(),
        [("Invented Holder of LAO",)])


def asking(lao, desk, store):
    for fields in ({}, {"subject": "x"}, {"subject": "", "text": "y"}, {"subject": "a" * 300, "text": "y"},
                   {"subject": "a\nb", "text": "y"}, {"subject": "x", "text": "y" * 9000}):
        status, page = lao.post("/office/ask", fields)
        kit.case(f"a question that is none: 400 {str(fields)[:40]}", status == 400 and
                 'aria-invalid="true"' in page and 'id="said"' in page, (status, page[:300]))
    lao.post("/office/ask", {"subject": "=1+1", "text": "A spreadsheet would reckon with this."})
    table = desk.get("/desk/incoming.csv")[1]
    kit.case("and what a spreadsheet would reckon with is a text in the house's file", "\n'=1+1," in table and
             "\n=1+1," not in table and '"=1+1"' in desk.get("/desk/incoming.json")[1], table)
    status, _ = lao.post("/office/ask", {"subject": "A question <b>", "text": "Which form?\nAnd when?"})
    kit.same("a question: sent on", (status, lao.head.get("location")), (303, "/office?said=asked"))
    kit.case("what came in has it", store.execute(
        "SELECT count(*) FROM incoming i JOIN file f ON f.sha256 = i.file_sha256 "
        "WHERE i.subject = 'A question <b>' AND i.iso3 = 'LAO' "
        "AND CAST(f.data AS TEXT) LIKE '%Which form?%And when?%'").fetchone()[0] == 1)
    text = desk.get("/desk")[1]
    kit.case("and the desk shows it, escaped", "A question &lt;b&gt;" in text and "<b>" not in
             text.split("A question")[1][:20], text)
    for _ in range(8):
        status, _ = lao.post("/office/ask", {"subject": "Again", "text": "and again"})
    kit.same("who asks again and again is asked to wait", status, 429)


def colleagues(s, lao, ago, db):
    status, page = lao.get("/office/colleagues")
    kit.case("colleagues: oneself", status == 200 and "lao@example.org" in page and
             "ago@example.org" not in page)
    for mail, says in (("nobody", "no e-mail address"), ("ago@example.org", "has an account already"),
                       ("d@example.org", "has an account already")):
        status, page = lao.post("/office/colleagues", {"mail": mail, "name": "N"})
        kit.case(f"not invited: {mail}", status == 400 and says in page and
                 "/account/invitation/" not in page, page)
    status, page = lao.post("/office/colleagues", {"mail": "second@example.org", "name": "Second"})
    link = re.search(r"(/account/invitation/[0-9a-f]{64})", page)
    kit.case("invited: the link, where no mail is sent", status == 200 and link, page)
    second = people.opened(s, link[1])[0]
    status, page = second.get("/office")
    kit.case("who is invited is of the same State, and no more", status == 200 and "Lao People" in page and
             second.get("/desk")[0] == 403 and second.get("/accounts")[0] == 403)
    page = lao.get("/office/colleagues")[1]
    account = re.search(r'name="account" value="(a-[0-9a-f]+)"', page)[1]
    end = "/office/colleagues/end", {"account": account}
    kit.same("another State ends nobody's access", ago.post(*end)[0], 404)
    kit.same("nor does one end one's own", second.post(*end)[0], 409)
    kit.same("ended", lao.post(*end)[0], 303)
    kit.same("and out at once", second.get("/office")[0], 302)
    kit.case("and gone from the list", "second@example.org" not in lao.get("/office/colleagues")[1])


def at_once(s, db):
    """The last place of a State's focal points is given once, to whoever comes first."""
    for n in range(10):
        people.invite(db, f"aut{n}@example.org", "focal-point", "--state", "AUT", "--house", "roe")
    b = people.person(s, db, "aut@example.org", "focal-point", "--state", "AUT", "--house", "roe")
    token, said = b.token("/office/colleagues"), []
    threads = [threading.Thread(target=lambda n=n: said.append(b.post("/office/colleagues",
               {"mail": f"last{n}@example.org", "name": "N"}, token)[0])) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    kit.same("four at once for the last place: one is invited", sorted(said), [200, 400, 400, 400])


def package(parts):
    """A ZIP archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def word():
    """A Word file that we did not write: the least that Office Open XML asks for (ECMA-376, part 1, 11.2)."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return {"[Content_Types].xml": types, "_rels/.rels": "<Relationships/>",
            "word/document.xml": "<w:document>An invented report</w:document>"}


def refused(lao):
    """What is no report, with the line that says so."""
    whole = word()
    encrypted = bytearray(package(whole))
    for at in (m.start() for m in re.finditer(b"PK\x01\x02|PK\x03\x04", bytes(encrypted))):
        encrypted[at + (8 if encrypted[at + 2] == 1 else 6)] |= 1  # bit 0: encrypted
    damaged = bytearray(package(whole))
    damaged[damaged.index(b"word/document.xml") + 30] ^= 0xff
    no_text = {k: v for k, v in whole.items() if k != "word/document.xml"}
    types = "[Content_Types].xml"
    sheet = whole | {types: whole[types].replace("wordprocessing", "spreadsheet")}
    neither, closed = "neither a PDF nor a Word file", "does not open"
    for name, data, says in (("empty", b"", neither), ("text", b"An invented report", neither),
                             ("an older Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64, neither),
                             ("HTML that calls itself PDF", b"<html>%PDF-1.4", neither),
                             ("a PDF cut off", b"%PDF-1.4\n1 0 obj\n<<>>\n", closed),
                             ("an archive cut off", package(whole)[:-30], closed),
                             ("a spreadsheet", package(sheet), closed),
                             ("a package without a text", package(no_text), closed),
                             ("one with macros", package(whole | {"word/vbaProject.bin": "x"}), closed),
                             ("one with a password", bytes(encrypted), closed),
                             ("one damaged", bytes(damaged), closed),
                             ("one that unpacks to more than a text",
                              package(whole | {"word/document.xml": b" " * (257 << 20)}), closed)):
        status, page = lao.post("/office/report", {"report": "other"},
                                files=[("file", "r.pdf", "application/pdf", data)])
        kit.case(f"{name}: 400, and says why", status == 400 and says in page and
                 'aria-invalid="true"' in page, (status, re.findall('id="said"[^>]*>([^<]*)', page)))
        if status == 429 or name == "one with macros":
            forget_pace(lao)
    status, page = lao.post("/office/report", {"report": "reports.annual:1066"},
                            files=[("file", "r.pdf", "application/pdf", b"%PDF-")])
    kit.case("a report of no list: 400", status == 400 and "Choose one of the reports" in page)
    status, page = lao.post("/office/report", {"report": "other"})
    kit.case("no file: 400", status == 400 and "Choose the file" in page)


def forget_pace(b):
    """What was tried counts for a quarter of an hour; the test has none to wait."""
    store = sqlite3.connect(b.server.db, timeout=30)
    with store:
        store.execute("DELETE FROM account_attempt")
    store.close()


def too_large(lao):
    big = b"%PDF-1.4\n" + b"0" * (10 << 20)
    status, page = lao.post("/office/report", {"report": "other"}, files=[("file", "r.pdf", "x/y", big)])
    kit.case("over 10 MB: 413, and says so", status == 413 and "larger than 10 MB" in page, (status, page))
    status, _ = lao.post("/office/report", {"report": "other"},
                         files=[("file", "r.pdf", "x/y", big + b"0" * (1 << 20))])
    kit.same("over the limit of the row: 413", status, 413)
    status, _ = lao.ask("POST", "/office/report", b"%PDF-1.4", Content_Type="application/pdf")
    kit.same("what is no form: 415", status, 415)


def handed_in(lao, ago, desk, store, db):
    data = package(word())
    send = {"report": "reports.annual:2025"}, None, [("file", "../Our report?.docx", "x/y", data)]
    status, _ = lao.post("/office/report", *send)
    to = lao.head.get("location", "")
    kit.case("a Word file is taken in, and its receipt shown", status == 303 and
             re.fullmatch(r"/office/reports/LAO-\d{4}-[0-9A-F]{8}", to), (status, to))
    reference = to.rsplit("/", 1)[1]
    status, _ = lao.post("/office/report", *send)
    kit.same("sent twice it is the same", (status, lao.head.get("location")), (303, to))
    digest = hashlib.sha256(data).hexdigest()
    status, page = lao.get(to)
    for says in (reference, digest, "Our report?.docx", "Annual transparency report, for 2025",
                 "not yet submitted"):
        kit.case(f"the receipt says {says}", status == 200 and says in text_of(page), text_of(page))
    for language in LANGUAGES:
        found = [t for t in foreign(Page(lao.get(f"/{language}{to}")[1]), language)
                 if not re.search("@|docx|LAO-", t)]
        kit.case(f"/{language}{to}: in its language", not found, found)
    receipt = bytes_of(lao, to + "/receipt")
    text = subprocess.run(["pdftotext", "-", "-"], input=receipt, capture_output=True).stdout.decode()
    kit.case("the receipt as PDF says the same", reference in text and digest in text and "UTC" in text and
             "Lao People" in text, text)
    kit.same("the file comes back as it came", bytes_of(lao, to + "/file"), data)
    for path in (to, to + "/file", to + "/receipt"):
        kit.same(f"another State finds nothing at {path}", ago.get(path)[0], 404)
    for path in ("/office/reports/LAO-2026-00000000", "/office/reports/x/file", "/office/reports/x/receipt"):
        kit.same(f"nor anybody at {path}", lao.get(path)[0], 404)
    kit.case("it is listed", reference in lao.get("/office")[1] and reference not in ago.get("/office")[1])
    kit.case("the desk sees that it came in", "Annual transparency report, for 2025" in desk.get("/desk")[1])
    kit.same("and no act says that it was received", store.execute(
        "SELECT count(*) FROM act WHERE payload LIKE '%2025%' AND kind = 'report-received'").fetchone()[0], 0)
    sent(lao, store, reference, digest, to)
    status, out, said = kit.paraph(db, "report", "list", "--state", "LAO", "--format", "csv")
    kit.case("report list has it", status == 0 and reference in out and "ccm@un.org" in out, (out, said))


def bytes_of(b, path):
    line = http.client.HTTPConnection("127.0.0.1", b.server.port, timeout=60)
    line.request("GET", path, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in b.cookies.items())})
    data = line.getresponse().read()
    line.close()
    return data


def sent(lao, store, reference, digest, to):
    """Forwarded once, with the file, to where the pack says; a copy of the receipt to who handed it in."""
    rows = store.execute(
        "SELECT o.address, o.subject, o.reply_to, o.enclosures, o.pdf_sha256, CAST(f.data AS TEXT) "
        "FROM outbox o JOIN file f ON f.sha256 = o.text_sha256 WHERE o.reference = ? ORDER BY o.address",
        (reference,)).fetchall()
    kit.same("one message to where reports are due, one to the State", [r[0] for r in rows],
             ["ccm@un.org", "lao@example.org"])
    address, subject, reply, enclosures, _, text = rows[0]
    kit.case("with the file, and what it is", digest in enclosures and f"{reference}.docx" in enclosures and
             reference in subject and reply == "lao@example.org" and digest in text and "Article 7" in text,
             rows[0])
    kit.case("the State has its receipt attached", len(rows[1][4]) == 64 and rows[1][3] in ("", "[]"), rows)
    for state, says in (("sent", "Sent to ccm@un.org"), ("delivered", "2026: submitted"),
                        ("returned", "not submitted")):
        with store:
            store.execute("UPDATE outbox SET state = ?, sent_ms = 1780000000000 "
                          "WHERE reference = ? AND address = ?", (state, reference, address))
        kit.case(f"when it is {state}, the receipt's page says: {says}", says in text_of(lao.get(to)[1]))


def of_another_treaty(s, db):
    b = people.person(s, db, "att@example.org", "focal-point", "--state", "LAO", "--house", "roe",
                      "--treaty", "att")
    kit.same("a focal point for another treaty has no office here", b.get("/office")[0], 403)
    kit.case("nor is it in the menu", "/office" not in b.get("/account")[1])


def tokens(lao):
    bad = []
    for path in ("/office/report", "/office/ask", "/office/contacts/confirm", "/office/contacts/new",
                 "/office/colleagues", "/office/colleagues/end"):
        for token in ("", "0" * 64):
            status, _ = lao.post(path, {"subject": "x", "text": "y", "contact": "c"}, token)
            if status != 403:
                bad.append(f"{path} {token[:3]!r}: {status}")
    kit.case("forms without a token, or with a wrong one: 403", not bad, bad)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        contact = made(db)
        s = kit.Server(db)
        store = sqlite3.connect(db)
        lao, ago = (people.person(s, db, f"{state}@example.org", "focal-point", "--state", state.upper(),
                                  "--house", "roe") for state in ("lao", "ago"))
        desk = people.person(s, db, "d@example.org", "drafter", "--house", "roe")
        first_page(lao, store)
        letters(lao, ago, store)
        contacts(lao, ago, store, contact)
        asking(lao, desk, store)
        colleagues(s, lao, ago, db)
        at_once(s, db)
        of_another_treaty(s, db)
        refused(lao)
        too_large(lao)
        forget_pace(lao)
        handed_in(lao, ago, desk, store, db)
        tokens(lao)
        store.close()
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
    kit.finish()


main()
