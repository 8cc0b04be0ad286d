#!/usr/bin/python3
"""Lists as pages and as files: the four forms say the same, filters, pages, what is wrong is said in
place. TAP."""
import csv
import io
import json
import re
import xml.etree.ElementTree
import zipfile

import openpyxl

import kit
from markup import Page

LISTS = {
    "states": 197,
    "obligations": 1000,
    "meetings": 20,
    "votes": 190,
    "rules": 15,
    "facts": 30
}  # and at least so many rows
FORMS = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}


def rows_of(s, path):
    return list(csv.DictReader(io.StringIO(s.page(path))))


def as_text(value):
    """A cell of a workbook as the CSV has it."""
    if value is None:
        return ""
    if hasattr(value, "date"):
        return value.date().isoformat()
    return str(value)


def book_of(s, path):
    return openpyxl.load_workbook(io.BytesIO(s.get(path)[2]))


# ---- the same in every form ----


def forms(s):
    for name, least in LISTS.items():
        table = rows_of(s, f"/{name}.csv")
        kit.case(f"{name}.csv: {len(table)} rows", len(table) >= least, len(table))
        for suffix, media in FORMS.items():
            status, head, _ = s.get(f"/{name}{suffix}")
            kit.case(
                f"{name}{suffix}: its type, and a name to save it under", status == 200
                and head["content-type"] == media
                and re.search(rf'attachment; filename="ccm-{name}-\d{{4}}-\d\d-\d\d{suffix}"',
                              head["content-disposition"]), head)
            kit.case(f"{name}{suffix}: the same twice",
                     s.get(f"/{name}{suffix}")[1]["etag"] == head["etag"])
        whole = json.loads(s.page(f"/{name}.json"))
        said = [{k: "" if v is None else str(v) for k, v in row.items()} for row in whole["rows"]]
        kit.case(f"{name}.json says what the CSV says", said == [dict(r) for r in table],
                 next((f"{a}\n{b}" for a, b in zip(said, table) if a != dict(b)), len(said)))
        kit.case(f"{name}.json names its columns, day and treaty",
                 [c["key"] for c in whole["columns"]] == list(table[0]) and whole["treaty"] == "ccm"
                 and whole["list"] == name and re.fullmatch(r"\d{4}-\d\d-\d\d", whole["on"]),
                 str(whole)[:300])
        sheet = book_of(s, f"/{name}.xlsx")[name]
        lines = list(sheet.iter_rows(values_only=True))
        kit.same(f"{name}.xlsx: its head is the columns' titles", list(lines[0]),
                 [c["title"] for c in whole["columns"]])
        kit.same(f"{name}.xlsx: as many rows", len(lines) - 1, len(table))
        page = s.page(f"/{name}")
        kit.case(f"/{name} has the first row",
                 table[0][next(iter(table[0]))].split(";")[0] in Page(page).text() or name == "facts",
                 table[0])
        kit.case(f"/{name} leads to its files", all(f'href="/{name}{suffix}' in page for suffix in FORMS))


def workbook(s):
    """Days are days, numbers numbers, unknown is said; Arabic runs its own way."""
    table = {r["iso3"]: r for r in rows_of(s, "/states.csv")}
    book = book_of(s, "/states.xlsx")
    lines = list(book["states"].iter_rows(values_only=True))
    head = list(lines[0])
    wrong = [
        line for line in lines[1:] if as_text(line[head.index("Deposited")]) != table[line[1]]["deposited"]
        and "/" not in table[line[1]]["deposited"]
    ]
    kit.case("states.xlsx: a day is a day, and that of the CSV", not wrong, wrong[:3])
    about = [[c for c in row if c] for row in book["about"].iter_rows(values_only=True)]
    kit.case(
        "a second sheet says what the list is, as at when",
        any("As at" in row for row in about)
        and any("Convention on Cluster Munitions" in row for row in about), about)
    numbers = book_of(s, "/facts.xlsx")["facts"]
    kit.case("facts.xlsx: a number is a number",
             any(isinstance(c, (int, float)) for row in numbers.iter_rows(values_only=True) for c in row))
    unknown = book_of(s, "/obligations.xlsx?stands=unknown")["obligations"]
    kit.case("what is not on file is called unknown", "unknown"
             in next(unknown.iter_rows(min_row=2, values_only=True)))
    book = book_of(s, "/ar/states.xlsx")
    kit.case("in Arabic the sheet runs from the right, with Arabic heads",
             book["states"].sheet_view.rightToLeft and re.search("[ء-ي]", book["states"]["A1"].value),
             book["states"]["A1"].value)


def unknown_is_said(s):
    due = [r for r in rows_of(s, "/obligations.csv") if r["stands"] == "unknown"]
    today = json.loads(s.page("/rules.json"))["on"]
    wrong = [r for r in due if r["days_late"] != ("unknown" if r["due"] < today else "")]
    kit.case("an unknown obligation past its day is late by an unknown number of days", due and not wrong,
             wrong[:3])
    facts = {r["key"]: r for r in rows_of(s, "/facts.csv")}
    kit.same("an unknown figure is unknown, not empty", facts["reports.initial.outstanding"]["value"],
             "unknown")
    votes = rows_of(s, "/votes.csv?resolution=A/RES/77/79")
    kit.case("a resolution without a roll call: every vote is unknown",
             len(votes) > 190 and {r["cast"]
                                   for r in votes} == {"unknown"}, len(votes))
    for path in ("/states", "/obligations", "/meetings", "/votes", "/rules", "/facts"):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", s.page(path).split("<tbody>")[-1], re.S)
        kit.case(f"{path}: no cell is empty", cells
                 and all(re.sub("<[^>]*>", "", c).strip() for c in cells))


def agrees(db, s):
    """With what the commands say."""
    said = list(csv.DictReader(io.StringIO(kit.paraph(db, "status", "--format", "csv")[1])))
    mine = {r["iso3"]: r for r in rows_of(s, "/states.csv")}
    wrong = [
        r["iso3"] for r in said
        if any(mine[r["iso3"]][k] != r[k]
               for k in ("name", "standing", "signed", "instrument", "deposited", "in_force"))
    ]
    kit.case(f"states.csv and paraph status agree on {len(said)} States",
             len(said) == len(mine) and not wrong, wrong)
    due = list(csv.DictReader(io.StringIO(kit.paraph(db, "due", "--format", "csv")[1])))
    due = sorted(
        (r["obligation"], r["iso3"], r["period"], r["state"], r["extended_to"]) for r in due if r["iso3"])
    mine = sorted((r["obligation_id"], r["iso3"], r["year"], r["stands"], r["extended_to"])
                  for r in rows_of(s, "/obligations.csv?stands=all"))
    kit.case(f"obligations.csv and paraph due agree on {len(due)} obligations", due == mine,
             sorted(set(due) ^ set(mine))[:5])
    facts = list(csv.DictReader(io.StringIO(kit.paraph(db, "facts", "--format", "csv")[1])))
    mine = {r["key"]: r for r in rows_of(s, "/facts.csv")}
    wrong = [
        r["key"] for r in facts
        if r["key"] in mine and (mine[r["key"]]["quality"], mine[r["key"]]["as_at"].replace("unknown", "")
                                 ) != (r["quality"], r["as_at"])
        or r["quality"] == "exact" and r["key"] in mine and mine[r["key"]]["value"] != r["value"]
    ]
    kit.case("facts.csv and paraph facts agree", not wrong, [(k, mine[k]) for k in wrong][:4])


# ---- filters, pages, what is wrong ----


def filters(s):
    for path, least, fits in [
        ("/states.csv?standing=party", 100, lambda r: r["standing"] == "party"),
        ("/states.csv?region=africa&standing=signatory", 2,
         lambda r: r["region"] == "africa" and r["standing"] == "signatory"),
        ("/states.csv?q=cote", 1, lambda r: r["iso3"] == "CIV"),
        ("/fr/states.csv?q=COTE", 1, lambda r: r["iso3"] == "CIV"),
        ("/states.csv?q=lao", 1, lambda r: r["iso3"] == "LAO"),
        ("/ar/states.csv?q=%D8%B2%D9%85%D8%A8%D8%A7%D8%A8%D9%88%D9%8A", 1, lambda r: r["iso3"] == "ZWE"),
        ("/obligations.csv?state=lao&stands=all", 10, lambda r: r["iso3"] == "LAO"),
        ("/obligations.csv?obligation=clearance&stands=met", 5,
         lambda r: r["obligation_id"] == "clearance" and r["stands"] == "met"),
        ("/obligations.csv?state=Bulgaria&obligation=stockpile&stands=all", 1,
         lambda r: r["iso3"] == "BGR"), ("/votes.csv?state=ZWE", 10, lambda r: r["iso3"] == "ZWE"),
        ("/votes.csv?resolution=A%2FRES%2F70%2F54&cast=no", 2, lambda r: r["cast"] == "no"),
        ("/meetings.csv?type=review-conference", 3, lambda r: r["type"] == "review-conference"),
        ("/facts.csv?quality=unknown", 2, lambda r: r["quality"] == "unknown"),
        ("/facts.csv?q=clearance", 1, lambda r: "learance" in r["label"] or "clearance" in r["key"])
    ]:
        found = rows_of(s, path)
        kit.case(f"{path}: {len(found)} rows, each fits",
                 len(found) >= least and all(map(fits, found)), found[:3])
    text = s.page("/states?standing=party&q=an")
    kit.case("the form keeps what was chosen", 'value="party" selected' in text
             and 'name="q" value="an"' in text)
    kit.case(
        "so do the files, the languages and the form of the day",
        "/states.csv?q=an&amp;standing=party" in text and "/fr/states?q=an&amp;standing=party" in text
        and '<input type="hidden" name="standing" value="party">' in text, text[:3000])
    text = s.page("/states?standing=party&on=2011-09-01&known=2026-11-28T23:00:00Z")
    kit.case(
        "the filter keeps the day", '<input type="hidden" name="on" value="2011-09-01">' in text
        and '<input type="hidden" name="known" value="2026-11-28T23:00:00Z">' in text)
    kit.same(
        "a day of long ago: those bound then", len(rows_of(s, "/states.csv?standing=party&on=2011-09-01")),
        int(
            next(r["value"] for r in rows_of(s, "/facts.csv?on=2011-09-01")
                 if r["key"] == "parties.in_force")))
    kit.case("nothing fits: a sentence", "No State fits what was chosen." in s.page("/states?q=qqqq"))
    kit.case("a field that the list does not have is not kept", "utm" not in s.page("/states?utm=1"))


def pages(s):
    table = rows_of(s, "/states.csv")
    seen, path, n = [], "/states", 0
    while path and n < 9:
        text = s.page(path)
        seen += re.findall(r'<th scope="row"><a href="/states/([A-Z]{3})', text)
        more = re.search(r'href="([^"]+)" rel="next"', text)
        path, n = more and more[1].replace("&amp;", "&"), n + 1
    kit.same("the pages of the list, one behind the other, are the list", seen, [r["iso3"] for r in table])
    kit.case("more than one", n > 1, n)
    for page in ("0", "99", "-1", "x", "1e9", "99999999999999999999"):
        status, _, body = s.get("/states?page=" + page)
        kit.case(
            f"page={page}: 400, and how many there are", status == 400
            and b"is no page of this list" in body and not Page(body.decode()).mistakes(), status)


def wrong(s):
    hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    for path, field in [("/states?standing=partie", "standing"), ("/states?region=mars", "region"),
                        ("/obligations?obligation=report", "obligation"),
                        ("/obligations?state=Atlantis", "state"),
                        ("/obligations?stands=" + hostile, "stands"), ("/votes?cast=" + hostile, "cast"),
                        ("/votes?resolution=A/RES/1/1", "resolution"), ("/votes?state=Atlantis", "state"),
                        ("/meetings?type=party", "type"), ("/facts?quality=good", "quality"),
                        ("/fr/states?standing=x", "standing"), ("/ar/votes?cast=x", "cast")]:
        status, _, body = s.get(path)
        page = Page(body.decode())
        box = next((a for t, a in page.tags if t in ("input", "select") and a.get("id") == "f-" + field),
                   {})
        kit.case(
            f"{path[:40]}: 400, said at its field, no rows", status == 400
            and box.get("aria-invalid") == "true" and box.get("aria-describedby") in page.ids
            and "<tbody>" not in body.decode().split("f-" + field)[1] and not page.mistakes(),
            f"{status} {box} {page.mistakes()}")
        for suffix in FORMS:
            at = path.replace("?", suffix + "?")
            status, head, body = s.get(at)
            kit.case(
                f"{at[:44]}: 400, one line", status == 400 and head["content-type"].startswith("text/plain")
                and body.count(b"\n") == 1, body[:200])
    for path, status in [("/states.csv?on=x", 400), ("/states.pdf", 404), ("/states.CSV", 404),
                         ("/.csv", 404), ("/states/LAO.csv", 404), ("/votes.csv/", 301),
                         ("/fr/rules.json", 200), ("/facts/parties.in_force.csv", 404), ("/home.csv", 404),
                         ("/states.csv?known=1999-01-01", 404), ("/meetings/99MSP", 404)]:
        kit.same(f"{path}: {status}", s.get(path)[0], status)
    kit.case("a meeting that is none: the nearest is named", "Did you mean 13MSP?"
             in s.page("/meetings/13MPS"))


def nominations(s):
    """The form to name a delegation: the meeting's own days, and columns, in the reader's language."""
    word, sheet = ("application/vnd.openxmlformats-officedocument." + k for k in
                   ("wordprocessingml.document", "spreadsheetml.sheet"))
    for prefix, says in (("", ("14\u00a0September", "Family name", "Vientiane")),
                         ("/ar", ("اسم العائلة", "bidiVisual"))):
        path = f"{prefix}/meetings/3RC/nomination"
        status, head, body = s.get(path + ".docx?on=2026-06-01")
        kit.case(f"{path}.docx is a Word file", status == 200 and head["content-type"] == word, head)
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for part in archive.namelist():
                xml.etree.ElementTree.fromstring(archive.read(part))  # or it raises
            text = archive.read("word/document.xml").decode()
        kit.case(f"{path}.docx says what it is about", all(t in text for t in says), text[:900])
        status, head, body = s.get(path + ".xlsx?on=2026-06-01")
        book = openpyxl.load_workbook(io.BytesIO(body))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        kit.case(f"{path}.xlsx: twenty rows to fill in, below the same columns", status == 200 and
                 head["content-type"] == sheet and len(rows) == 21 and len(rows[0]) == 10 and
                 rows[20][0] == 20, rows[:2])
        about = [c for r in book.worksheets[1].iter_rows(values_only=True) for c in r]
        kit.case(f"{path}.xlsx says the meeting and its days", any("3RC" in str(c) and "2026" in str(c)
                                                                   for c in about), about)
    page = s.page("/meetings/3RC?on=2026-06-01")
    kit.case("the page of a meeting to come offers both", page.count("/meetings/3RC/nomination.") == 2)
    kit.case("that of one that is over offers none", "/nomination." not in s.page("/meetings/13MSP"))
    kit.same("no form for a meeting that is none", s.get("/meetings/99XYZ/nomination.docx")[0], 404)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db)
        forms(s)
        workbook(s)
        unknown_is_said(s)
        agrees(db, s)
        filters(s)
        pages(s)
        wrong(s)
        nominations(s)
        status, said = s.stop()
        kit.case("it ends well, and had nothing to complain of", status == 0 and not said, said)
    kit.finish()


main()
