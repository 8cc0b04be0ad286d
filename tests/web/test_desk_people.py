#!/usr/bin/python3
"""Contacts, audiences, what went out and what came in, at the desk of a house. TAP. Every name is
invented."""
import csv
import io
import json
import re

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
    return by


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


def others(b, by):
    """Nothing of the house shows in another, by any address."""
    kit.case("without contacts a sentence says how they come",
             "No contact is on file" in
             b.get("/desk/contacts")[1])
    for path in ("/desk/contacts.csv", "/desk/contacts", "/desk/audiences/states-not-party"):
        status, text = b.get(path)
        kit.case(f"the other house sees nothing at {path}", status == 200 and
                 "Invented M" not in text and "example.org" not in
                 text.replace("o@example.org", ""), text[:3000])


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("ngo", "un"):
            kit.paraph(db, "house", "add", HOUSES / house)
        status, _, said = kit.paraph(db, "--house", "ngo", "contact", "import",
                                       HOUSES / "contacts.csv", "--yes")
        kit.case("invented contacts", status == 0, said)
        s = kit.Server(db)
        b = people.person(s, db, "d@example.org", "drafter", "--house", "ngo")
        other = people.person(s, db, "o@example.org", "drafter", "--house", "un")
        by = contacts(b)
        audiences(b)
        others(other, by)
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
    kit.finish()


main()
