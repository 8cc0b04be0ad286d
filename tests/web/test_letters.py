#!/usr/bin/python3
"""What the code on a letter leads to, over HTTP: to anyone, and nothing of persons. The house, the offices
and the names are invented. TAP."""
import csv
import hashlib
import io
import pathlib
import re
import sqlite3
import sys

import kit
from markup import Page, foreign

HOUSE = kit.ROOT / "tests/letters/invented/ngo"
ISSUE = ("letter", "issue", "join", "--lang", "en", "--audience", "signatories", "--paper")
HOLDER, ADDRESS = "Invented Holder", "holder@example.org"


def run(db, *args):
    status, out, err = kit.paraph(db, *args)
    if status:
        sys.exit(f"{args}: {err}")
    return out


def issued(db, folder):
    run(db, "house", "add", HOUSE)
    run(db, "contact", "add", "--set", "office=capital", "--set", "state=AGO", "--set", f"holder={HOLDER}",
        "--set", f"email={ADDRESS}", "--set", "purpose=letters")
    out = run(db, *ISSUE, "--on", "2020-03-19", "--out", folder, "--format", "csv")
    return list(csv.DictReader(io.StringIO(out)))


def text_of(body):
    return re.sub(r"\s+", " ", " ".join(t for _, t, _ in Page(body.decode()).texts))


def shown(s, letter, pdf, prefix, language):
    path = f"{prefix}/verify/{letter['code']}"
    status, head, body = s.get(path)
    page = Page(body.decode())
    kit.same(f"{path}: 200", status, 200)
    kit.case(f"{path}: well formed", not page.wrong and len(page.ids) == len(set(page.ids)), page.wrong)
    kit.case(f"{path}: nobody keeps it", "no-store" in head["cache-control"], head)
    text = text_of(body)
    says = {"fr": ("Maison des essais (inventée)", "Directrice")}
    for what in says.get(language, ("House of Tests (invented)", "Director")):
        kit.case(f"{path}: who issued it, in the page's language: {what}", what in text, text)
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    for what in (letter["reference"], digest, letter["code"], "paraph letter verify"):
        kit.case(f"{path}: says {what}", what in text, text)
    for person in (HOLDER, ADDRESS, "Angola", "AGO", "c-"):
        kit.case(f"{path}: says nothing of whom it was written to: {person}", person not in text, text)
    kit.same(f"{path}: in its language", foreign(page, language) if language != "en" else [], [])


def found(s, letter):
    code = letter["code"]
    for typed in [code.lower()] + [code.replace("-", dash) for dash in ("", "%20", "%E2%80%93")]:
        status, _, body = s.get(f"/verify/{typed}")
        kit.case(f"{typed}: found as it was typed", status == 200 and letter["reference"] in body.decode())
        status, head, _ = s.get(f"/verify?code={typed}")
        kit.same(f"{typed}: the form leads there", (status, head.get("location")),
                 (303, f"/verify/{code}"))


def records(s, db, letter, folder):
    status, head, record = s.get(f"/verify/record/{letter['code']}")
    name = letter["reference"].replace("/", ".")
    kit.case("the record is the one that was signed",
             status == 200 and record == pathlib.Path(folder, f"{name}.pdf.paraph").read_bytes())
    kit.case("and comes as a file", f'{name}.pdf.paraph"' in head.get("content-disposition", ""), head)
    status, _, keys = s.get("/verify/keys")
    pathlib.Path(folder, "keys.pub").write_bytes(keys)
    pathlib.Path(folder, "record").write_bytes(record)
    done = kit.paraph(f"{folder}/none.db", "letter", "verify", f"{folder}/{name}.pdf", "--record",
                      f"{folder}/record", "--key", f"{folder}/keys.pub")
    kit.case("with both, and no database, the file verifies", status == 200 and done[0] == 0, done)


def unknown(s):
    for code in ("ABCDE-FGHJK", "nothing", "ABCDE-FGHJ0", "x" * 300, "%3Cscript%3E", "' OR '1'='1", "keys2"):
        for prefix in ("", "/fr", "/ar"):
            status, _, body = s.get(f"{prefix}/verify/{code.replace(' ', '%20')}")
            page = Page(body.decode())
            kit.case(f"{prefix} {code[:20]}: 404, and how to go on", status == 404 and not page.wrong and
                     any(t == "form" for t, _ in page.tags) and "<script" not in body.decode(), page.wrong)
    status, _, body = s.get("/verify/record/ABCDE-FGHJK")
    kit.same("no record of what was not issued", status, 404)
    status, head, _ = s.get("/verify?code=" + "y" * 300)
    kit.same("what cannot be a code stays on the page", status, 200)
    status, head, _ = s.get("/verify?code=%3Cb%3E")
    kit.same("and what is none is sent on as an address", (status, head.get("location")),
             (303, "/verify/%3Cb%3E"))
    for method in ("POST", "PUT"):
        kit.same(f"{method}: 405", s.get("/verify/ABCDE-FGHJK", method)[0], 405)


def becomes(s, db, letters):
    """What became of a letter is seen at once."""
    run(db, "letter", "cancel", letters[1]["reference"], "--reason", "a reason of the house's own")
    text = text_of(s.get(f"/verify/{letters[1]['code']}")[2])
    kit.case("cancelled, and not why", "Cancelled" in text and "reason" not in text, text)
    run(db, *ISSUE, "--on", "2020-08-21", "--supersedes", letters[0]["reference"].split("/")[0])
    text = text_of(s.get(f"/verify/{letters[0]['code']}")[2])
    kit.case("superseded", "Superseded" in text, text)
    run(db, "letter", "key", "rotate")
    still = f"/verify/{letters[0]['code']}"
    kit.same("after another key has come, the letter is there still", s.get(still)[0], 200)
    contact = next(csv.DictReader(io.StringIO(run(db, "contact", "list", "--format", "csv"))))["contact"]
    run(db, "contact", "erase", contact)
    kit.same("after its recipient was forgotten too", s.get(still)[0], 200)
    with sqlite3.connect(db) as file:
        file.execute(
            "UPDATE letter_copy SET record = replace(record, 'date: 2020', 'date: 2021') WHERE code = ?",
            (letters[2]["code"], ))
    file.close()
    status, _, body = s.get(f"/verify/{letters[2]['code']}")
    kit.case("a record that was changed is vouched for by nobody", status == 500 and
             letters[2]["reference"] not in text_of(body), status)


with kit.folder() as folder:
    db = kit.database(folder)
    letters = issued(db, folder)
    server = kit.Server(db)
    pdf = pathlib.Path(folder, letters[0]["reference"].replace("/", ".") + ".pdf")
    for language, prefix in kit.LANGUAGES.items():
        shown(server, letters[0], pdf, prefix, language)
        status, _, body = server.get(f"{prefix}/verify")
        kit.case(f"{prefix}/verify: asks for a code", status == 200 and 'name="code"' in body.decode())
    found(server, letters[0])
    records(server, db, letters[0], folder)
    unknown(server)
    becomes(server, db, letters)
    house_url = re.search(r"verify-url: (\S+)", (HOUSE / "house.yaml").read_text())[1]
    kit.case("a letter's own address is the house's with this code behind it",
             house_url.endswith("/") and run(db, "house", "show", "roe").count(house_url) == 1)
    status, said = server.stop()
    kit.case("the server ends well", status == 0, said)
kit.finish()
