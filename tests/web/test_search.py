#!/usr/bin/python3
"""Search: the same on both engines, in every language; visible is what the reader may see; whatever is asked
does no harm. TAP."""
import csv
import io
import json
import subprocess
import time
import urllib.parse

import kit
import people
from markup import Page

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
OWN = {"letter", "contact", "incoming"}  # kinds that a house has of its own
POSTGRES = kit.ROOT / "tests" / "store" / "postgres.sh"
# What is asked, in which language, and one thing that must be among what is found.
ASKED = [
    ("lao", "", "LAO"),
    ("cote", "", "CIV"),
    ("COTE D'IVOIRE", "", "CIV"),
    ("Côte d’Ivoire", "/fr", "CIV"),
    ("swaziland", "", "SWZ"),  # a name that it had
    ("нигерия", "", "NGA"),  # in any language, whatever the page is in
    ("集束", "/zh", "clearance"),
    ("弹药", "/zh", "clearance"),
    ("公约", "/zh", "parties.in_force"),
    ("药", "/zh", "clearance"),
    ("الذخائر", "/ar", "stocks.destroyed.published"),
    ("ذخائر", "/ar", "stocks.destroyed.published"),
    ("والذخائر", "/ar", "stocks.destroyed.published"),
    ("конвенци", "/ru", "parties.in_force"),
    ("review conference", "", "2RC"),
    ("2rc", "", "2RC"),
    ("risk education", "", "document"),
    ("A/RES/80/52", "", "A/RES/80/52"),
    ("nigeria ratification", "", "NGA/"),
]
HOSTILE = [
    '"', "''", '"""', "NEAR(", "NEAR(a b)", "*", ":", "a:b", "words:lao", "lao OR nga", "lao -nga", "^lao",
    "lao*", "{a b}:c", "' | 'lao", "lao & !nga", "(((", ")", "\\", "\\'", "%", "_", "; DROP TABLE act",
    "<script>alert(1)</script>", "\u202e\u200f", "a" * 400, "é" * 150, "药" * 70, "🙂"
]


def address(q, language="", suffix="", **more):
    return f"{language}/search{suffix}?" + urllib.parse.urlencode({"q": q} | more)


def rows(s, q, language="", **more):
    return list(csv.DictReader(io.StringIO(s.page(address(q, language, ".csv", **more)))))


def everything(s):
    """All that is asked here, as files: to be held against the other engine's."""
    return {(q, language): rows(s, q, language) for q, language, _ in ASKED} | {
        (q, ""): rows(s, q) for q in HOSTILE
    }


def finds(s, engine):
    said = everything(s)
    for q, language, wanted in ASKED:
        got = said[q, language]
        kit.case(f"{engine}: {q} {language} finds {wanted}",
                 any(wanted in (r["key"] + " " + r["title"] + r["text"] + " " + r["kind"]) for r in got),
                 [(r["kind"], r["key"]) for r in got][:10])
    return said


def pages(s):
    for language in ("", "/ar", "/es", "/fr", "/ru", "/zh"):
        text = s.page(address("2RC", language))
        page = Page(text)
        kit.case(f"{language}/search: a page without mistakes, what was asked is marked",
                 not page.mistakes() and "<mark>2RC</mark>" in text, page.mistakes())
    text = s.page(address("conférence", "/fr"))
    kit.case("marked as it is written", "<mark>Conférence</mark>" in text, text[:2000])
    text = s.page(address("集束弹药", "/zh"))
    kit.case("a word of four characters is marked as one", "<mark>集束弹药</mark>" in text.replace(
        "</mark><mark>", ""), text[3000:6000])
    text = s.page(address("الذخائر", "/ar"))
    kit.case("with its article, too", "ذخائر</mark>" in text.lower() and "<mark>الذخائر</mark>" in text)
    text = s.page(address("xyzzy"))
    kit.case("nothing: a sentence", "Nothing has all of these words." in text and "<ol" not in
             text.split("<main")[1].split("</main")[0])
    kit.case("no question: a sentence, no error",
             "Write one word or several." in s.page("/search") and s.get("/search")[0] == 200)
    status, _, body = s.get(address(" ".join(f"w{i}" for i in range(17))))
    kit.case("too many words: 400, said at the field", status == 400
             and b'aria-describedby="wrong-q"' in body and b"more than 16 words" in body, status)
    first = s.page(address("declaration"))
    kit.case("turned to the second page", 'rel="next"' in first
             and "/search?q=declaration&amp;page=2" in first, first[-3000:])
    second = s.page(address("declaration", page=2))
    kit.case("the second page", 'rel="prev"' in second and Page(second).mistakes() == [])
    kit.case("one page has no more than 20", first.count("<h2>") == 20, first.count("<h2>"))
    kit.case("of one kind alone",
             {r["kind"] for r in rows(s, "lao", kind="state")} == {"state"}
             and s.get(address("lao", kind="stat"))[0] == 400)
    whole = json.loads(s.page(address("lao", suffix=".json")))
    kit.same("JSON has what the CSV has", len(whole["rows"]), len(rows(s, "lao")))
    kit.case("and XLSX", s.get(address("lao", suffix=".xlsx"))[0] == 200)
    whole = json.loads(s.page("/api/v1" + address("lao", per_page=2)))
    kit.case("the API has it, page by page",
             len(whole["rows"]) == 2 and whole["rows"][0]["key"] == "LAO", whole)
    for path in ("/", "/fr/states", "/ar/facts"):
        page = s.page(path)
        kit.case(f"{path} has the form", 'role="search"' in page and 'name="q"' in page)
    kit.case("the form keeps the day",
             '<input type="hidden" name="on" value="2011-09-01">' in s.page("/states?on=2011-09-01"))


def days(s):
    """What was done later is not found then; nor what was recorded later."""
    now = [r for r in rows(s, "lithuania withdrawal") if r["kind"] == "act"]
    then = [r for r in rows(s, "lithuania withdrawal", on="2020-01-01") if r["kind"] == "act"]
    kit.case("a withdrawal of 2024: found today, not as at 2020", now and not then, (now, then))
    kit.case("and the link keeps the day", "/states/LTU?on=2020-01-01" in s.page(
        address("lithuania", on="2020-01-01")))


def hostile(s, engine):
    bad = []
    for q in HOSTILE:
        status, _, body = s.get(address(q))
        mistakes = Page(body.decode()).mistakes()
        if status != 200 or mistakes or b"<script>alert" in body:
            bad.append((q, status, mistakes))
    kit.case(f"{engine}: {len(HOSTILE)} questions that mean harm: pages like any other", not bad, bad)
    kit.case("and after them all is as it was", rows(s, "lao")[0]["key"] == "LAO")


def soon(s, q, there):
    """What is found once it is, or is not, there: pages show an act within a second."""
    end = time.monotonic() + 10
    while bool(got := rows(s, q)) != there and time.monotonic() < end:
        time.sleep(0.05)
    return got


def recorded(s, db):
    """An act is found as soon as it is recorded; a correction takes its place."""
    source = "a letter about whitewater rafting"
    add = ["act", "add", "report-received", "--state", "VUT", "--set", "report=initial"]
    status, out, said = kit.paraph(db, *add, "--on", "2026-08-20", "--source", source)
    kit.case("an act is recorded", status == 0, said)
    got = soon(s, "whitewater", True)
    kit.case("and found", got and got[0]["address"] == "/states/VUT", got)
    status, out, said = kit.paraph(db, "act", "correct", got[0]["key"], "--void", "--reason", "rafted twice")
    kit.case("voided", status == 0, said)
    kit.case("it is not found any more", not soon(s, "whitewater", False))
    status, out, said = kit.paraph(db, *add, "--on", "2026-08-21", "--source", "grandmother's papers",
                                   "--visibility", "parties")
    kit.case("what is not public", status == 0, said)
    kit.case("is not found", not rows(s, "grandmother"))


def command(db, engine):
    status, out, said = kit.paraph(db, "search", "lao", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    kit.case(f"{engine}: paraph search finds it", status == 0 and table[0]["key"] == "LAO", said)
    status, again, said = kit.paraph(db, "search", "--rebuild", "lao", "--format", "csv")
    kit.case("made anew, it finds the same", status == 0 and again == out, said)
    for args, code, words in [(("search",), 2, "write the words"), (("search", '"'), 1, "no letter"),
                              (("search", *[f"w{i}" for i in range(17)]), 1, "at most 16"),
                              (("search", "lao", "--kind", "stat"), 2, "did you mean state")]:
        status, _, said = kit.paraph(db, *args)
        kit.case(f"{' '.join(args)[:30]}: status {code}, and what to do", status == code and words in said,
                 (status, said))


def houses(db, engine):
    """A house finds its own letters, contacts and what came in; nobody else does, by any door."""
    for house in ("ngo", "un"):
        status, _, said = kit.paraph(db, "house", "add", HOUSES / house)
        kit.case(f"{engine}: house {house}", status == 0, said)
    ngo, un = ["--house", "ngo"], ["--house", "un"]
    status, _, said = kit.paraph(db, *ngo, "contact", "import", HOUSES / "contacts.csv", "--yes")
    kit.case("invented contacts", status == 0, said)
    letter = kit.paraph(db, *ngo, "letter", "draft", "join", "--on", "2026-11-21")[1].strip()
    status, _, said = kit.paraph(db, *ngo, "incoming", "add", "--from", "Invented Mission", "--subject",
                                 "Zanzibarian question", "--state", "LAO", "--on", "2026-11-20")
    kit.case("a letter that came in", status == 0, said)
    own = [("rossi", "contact"), ("mission laos", "contact"), ("Zanzibarian", "incoming"),
           ("appel adhérer", "letter"), ("call to join", "letter")]
    for q, kind in own:
        mine, theirs, all_ = (csv.DictReader(
            io.StringIO(kit.paraph(db, *house, "search", q, "--format", "csv")[1]))
                              for house in (ngo, un, []))
        kit.case(f"{engine}: {q}: {kind}, of its house alone", kind in [r["kind"] for r in mine] and not
                 {r["kind"] for r in theirs} & OWN and not {r["kind"] for r in all_} & OWN)
    s = kit.Server(db)
    b = people.person(s, db, "n@example.org", "drafter", "--house", "ngo")
    other = people.person(s, db, "u@example.org", "drafter", "--house", "un")
    nobody = people.Browser(s)
    for q, kind in own:
        path = address(q, suffix=".csv").replace("/search", "/desk/search")
        mine = list(csv.DictReader(io.StringIO(b.get(path)[1])))
        seen = other.get(path)[1] + s.page(address(q, suffix=".csv")) + nobody.get(path)[1]
        kit.case(f"{engine}: /desk/search: {q}", kind in [r["kind"] for r in mine] and "Invented" not in seen
                 and letter not in seen and "Zanzi" not in seen, (mine, seen))
        for more in ("&kind=" + kind, "&house=ngo", "&house="):
            seen = other.get(path + more)[1] + s.get(address(q) + more)[2].decode()
            kit.case(f"nor by {more}", letter not in seen and "Invented" not in seen.replace(q, ""), seen)
    kit.same("not signed in: to sign in", nobody.get("/desk/search?q=rossi")[0], 302)
    text = b.get("/desk/search?q=rossi")[1]
    kit.case("a page without mistakes", Page(text).mistakes() == [] and "<mark>Rossi</mark>" in text,
             Page(text).mistakes())
    kit.case("in Arabic too", Page(b.get("/ar/desk/search?q=rossi")[1]).mistakes() == [])
    kit.case("and what is public", "/states/LAO" in b.get("/desk/search?q=lao")[1])
    contact = next(r for r in csv.DictReader(io.StringIO(
        kit.paraph(db, *ngo, "search", "rossi", "--format", "csv")[1])))["key"]
    who = next(csv.DictReader(io.StringIO(kit.paraph(db, *ngo, "person", "list", "--format", "csv")[1])))
    status, _, said = kit.paraph(db, *ngo, "--as", who["person"], "contact", "erase", contact)
    kit.case("a contact is forgotten", status == 0, said)
    kit.case("and not found", "Rossi" not in b.get("/desk/search.csv?q=rossi")[1])
    status, said = s.stop()
    kit.case("it ends well", status == 0 and not said, said)


def postgres(place, there):
    with kit.folder() as folder:
        url = subprocess.run([POSTGRES, "start", folder], check=True, capture_output=True,
                             text=True).stdout.strip()
        try:
            subprocess.run([kit.PARAPH, "--db", url, "init", "--pack", "ccm"], check=True,
                           capture_output=True)
            s = kit.Server(url)
            here = finds(s, "PostgreSQL")
            kit.same("PostgreSQL finds what SQLite finds, in the same order",
                     [k for k in there if there[k] != here[k]], [])
            hostile(s, "PostgreSQL")
            recorded(s, url)
            command(url, "PostgreSQL")
            status, said = s.stop()
            kit.case("it ends well", status == 0 and not said, said)
            houses(url, "PostgreSQL")
        finally:
            subprocess.run([POSTGRES, "stop", folder], check=True)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db)
        there = finds(s, "SQLite")
        pages(s)
        days(s)
        hostile(s, "SQLite")
        recorded(s, db)
        command(db, "SQLite")
        status, said = s.stop()
        kit.case("it ends well, and had nothing to complain of", status == 0 and not said, said)
        houses(db, "SQLite")
        postgres(place, there)
    kit.finish()


main()
