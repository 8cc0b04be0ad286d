#!/usr/bin/python3
"""Acts behind the desk: the form of every kind is got and posted, with a right value and with wrong ones;
drafts, recording, correcting, voiding; files; and what one house keeps to itself stays so. TAP. Houses,
persons and acts are invented."""
import csv
import http.client
import io
import json
import re
import zipfile

import kit
import people
from markup import Page

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
FILE = b"%PDF-1.4 an invented letter\n"
DAY = "2026-08-20"
COMMON = {"visibility": "public", "treaty": "ccm", "source": "an invented letter", "do": "keep"}
# A right value of each type of field, and a wrong one; None: any text is right.
VALUES = {
    "a text": ("some words", None),
    "a short name without spaces": ("NAME-1", "two words"),
    "short names with spaces between": ("A B", "A A"),
    "act kinds with spaces between": ("signature", "signing"),
    "a text in each language": ("some words", None),
    "a whole number": ("12", "twelve"),
    "a number such as 12 or 0.010": ("0.010", "1,5"),
    "a day such as 2018-09-18": ("2018-09-18", "18 September"),
    "a day or period such as 2018-09-18 or 2018-09": ("2018-09", "2018-13"),
    "a year such as 2018": ("2018", "18th"),
    "a State's code such as LAO": ("LAO", "Nowhere at all"),
    "States' codes with spaces between": ("LAO AUT", "LAO LAO"),
    "one of a few words": (None, "something else"),
    "votes such as AFG=yes AGO=no": ("AFG=yes", "AFG"),
    "rates such as AFG=0.006 AGO=0.010": ("AFG=0.006", "AFG=much"),
    "yes, or nothing": ("yes", "perhaps"),
    "64 hexadecimal digits": ("0" * 64, "zero"),
}


def wrong_at(text):
    """Name of each field that something is wrong with, and what."""
    return {m[1]: re.sub("<[^>]*>", "", m[2]) for m in
            re.finditer(r'<span class="hint is-late" id="w-([^"]+)"[^>]*>(.*?)</span>', text, re.S)}


def kinds_of(db):
    status, out, said = kit.paraph(db, "act", "kinds", "--format", "csv")
    kit.case("the kinds of act", status == 0, said)
    return list(csv.DictReader(io.StringIO(out)))


def fields_of(db, kind):
    return list(csv.DictReader(io.StringIO(kit.paraph(db, "act", "kinds", kind, "--format", "csv")[1])))


def name_of(field):
    return field["field"] + (".en" if field["type"] == "a text in each language" else "")


def right_form(kind, fields):
    form = dict(COMMON) | {"date": DAY}
    form |= {"a State": {"subject": "Lao People"}, "a code": {"subject": "INVENTED"}, "nothing": {}}.get(
        kind["subject"], {"subject": "LAO"})
    for f in fields:
        if f["required"] == "yes":
            right = VALUES[f["type"]][0]
            form[name_of(f)] = right if right is not None else f["choices"].split()[0]
    return form


def every_form(db, b):
    """Got, posted right, posted wrong in each field, posted empty."""
    bad, tried = [], 0
    for kind in kinds_of(db):
        name = kind["kind"]
        path = f"/desk/acts/{name}/new"
        status, text = b.get(path)
        if name in ("correction", "pack-adopted"):
            if status != (200 if name == "correction" else 400):
                bad.append(f"{path}: {status}")
            continue
        page = Page(text)
        fields = fields_of(db, name)
        lacks = [f["field"] for f in fields if f'name="{name_of(f)}"' not in text]
        if status != 200 or page.mistakes() or lacks or len(text) > 60000:
            bad.append(f"{path}: {status}, {len(text)} bytes, lacks {lacks}; {page.mistakes()}")
        form = right_form(kind, fields)
        status, text = b.post(path, form)
        to = b.head.get("location", "")
        if status != 303 or b.get(to)[0] != 200:
            bad.append(f"{path}, right: {status} {wrong_at(text)}")
        else:
            b.post(to, {"do": "drop"})
        wrong = dict(form) | {"date": "2026-13-45", "treaty": "none"}
        expected = {"date", "treaty"}
        for f in fields:
            value = VALUES[f["type"]][1]
            if value is not None:
                wrong[name_of(f)] = value
                expected.add(name_of(f))
        status, text = b.post(path, wrong)
        said = set(wrong_at(text))
        if status != 400 or said != expected:
            bad.append(f"{path}, wrong: {status}, said at {sorted(said)}, wanted {sorted(expected)}")
        if 'value="2026-13-45"' not in text:
            bad.append(f"{path}: what was written is gone after an error")
        empty, text = b.post(path, {"do": "keep"})
        needed = {name_of(f) for f in fields if f["required"] == "yes"} | {"source"}
        if empty != 400 or not needed <= set(wrong_at(text)):
            bad.append(f"{path}, empty: {empty}, {sorted(wrong_at(text))}, wanted {sorted(needed)}")
        tried += 1
    kit.case(f"the forms of {tried} kinds: got, posted right, wrong at each field, empty", tried > 40
             and not bad,
             "\n".join(bad))
    kit.same("no draft is left, and nothing was recorded",
             (b.get("/desk/acts/drafts.csv")[1].count("\n"), b.get("/desk/log.csv")[1].count("\n")), (1, 1))


def recording(b, other, observer):
    """A draft says what would change; it is recorded once; its file is the house's."""
    upload = [("file", "letter.pdf", "application/pdf", FILE)]
    status, text = b.post("/desk/acts/accession/new", COMMON | {"subject": "Tonga", "date": DAY},
             files=upload)
    draft = b.head.get("location", "")
    kit.case("a right form is kept as a draft", status == 303 and "/drafts/d-" in draft, text[:300])
    status, text = b.get(draft)
    page = Page(text)
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?<bdi>(.*?)</bdi>.*?<bdi>(.*?)</bdi>', text)
    kit.case("it says what would change: standing, deadline, figures", status == 200
             and not page.mistakes() and
             any(r[1] == "State not party" and r[2].startswith("Deposited") for r in rows) and
             any("Initial transparency report" in r[0] for r in rows) and
             any("by deposit" in r[0] for r in rows), rows)
    kit.same("another house does not see the draft, at any address",
             [other.get(draft)[0], other.get(draft + "/change")[0], other.post(draft, {"do": "record"})[0],
              other.post(draft, {"do": "drop"})[0], other.post(draft + "/change", COMMON)[0],
              other.get("/desk/acts/drafts.json")[1].count("d-")], [404, 404, 404, 404, 404, 0])
    kit.same("who observes reads it and posts nothing", [observer.get(draft)[0], observer.post(draft)[0],
             "Record the act" in observer.get(draft)[1]], [200, 403, False])
    act_id = re.search(r'name="act" value="([^"]+)"', text)[1]
    status, _ = b.post(draft, {"do": "record", "act": act_id})
    act = b.head.get("location", "")
    kit.case("it is recorded", status == 303 and re.fullmatch(r"/desk/acts/\d+", act), f"{status} {act}")
    status, _ = b.post(draft, {"do": "record", "act": act_id})
    kit.same("the same form sent twice leads to the act", (status, b.head.get("location")), (303, act))
    kit.same("the draft is gone", b.get(draft)[0], 404)
    status, text = b.get(act)
    kit.case("the act: State, source, who, file", status == 200 and not Page(text).mistakes()
             and "Tonga" in text and
             "an invented letter" in text and "Ines Invented" in text and act + "/file" in text,
                      text[:2000])
    line = b.ask("GET", act + "/file")
    kit.same("its file comes back, to be saved", (line[0], line[1].encode(), b.head["content-type"],
             'filename="letter.pdf"' in b.head["content-disposition"]),
             (200, FILE, "application/octet-stream", True))
    kit.same("another house reads the act, not the file, nor who it was", (other.get(act)[0],
             other.get(act + "/file")[0], "Ines" in other.get(act)[1]), (200, 404, False))
    sha = re.search(r"[0-9a-f]{64}", text)[0]
    other.post("/desk/acts/signature/new", COMMON | {"subject": "Tonga", "date": DAY, "file_sha256": sha})
    theirs = other.head.get("location", "")
    kit.case("a SHA-256 alone attaches nothing", sha not in other.get(theirs)[1], theirs)
    other.post(theirs, {"do": "drop"})
    return act


def correcting(b, act):
    right = {"subject": "TON", "date": "2026-08-21", "source": "an invented letter", "do": "keep"}
    status, text = b.post(act + "/correct", right)
    kit.same("a correction without a reason: said at its field", (status, list(wrong_at(text))), (400,
             ["reason"]))
    status, text = b.get(act + "/correct")
    kit.case("its form shows the act as it is", status == 200 and f'value="{DAY}"' in text and
             'value="TON"' in text and not Page(text).mistakes(), Page(text).mistakes())
    status, _ = b.post(act + "/correct", right | {"reason": "the receipt is of the 21st"})
    b.post(b.head["location"], {"do": "record"})
    after = b.head["location"]
    text = b.get(act)[1]
    kit.case("it is corrected, and says so", after in text and "counts no longer" in text, text[:1500])
    kit.same("what was corrected is not corrected again", b.get(act + "/correct")[0], 409)
    status, _ = b.post(after + "/correct", {"reason": "never done", "do": "void"})
    draft = b.head["location"]
    kit.case("a draft that voids says so", "voids what it corrects" in b.get(draft)[1],
             b.get(draft)[1][:1500])
    b.post(draft, {"do": "record"})
    kit.case("and the list no longer has it",
             "TON" not in b.get("/desk/acts/accession.csv")[1] and
             "TON" in b.get("/desk/acts/accession.csv?which=all")[1])
    log = list(csv.DictReader(io.StringIO(b.get("/desk/log.csv")[1])))
    kit.same("who did what: three acts, by one person", ([r["action"] for r in log], len({r["by"]
             for r in log})),
             (["correction", "correction", "accession"], 1))
    kit.same("chosen by kind, and since a day", (b.get("/desk/log.csv?kind=accession")[1].count("\n"),
             b.get("/desk/log.csv?since=2999-01-01")[1].count("\n"), b.get("/desk/log?since=soon")[0]),
                      (2, 1, 400))


def own(b, other):
    """An act for the house alone, on behalf of one of its persons."""
    page = b.get("/desk/acts/communication-noted/new")[1]
    person = re.search(r'<option value="(p-[0-9a-f]+)">Ines Invented</option>', page)[1]
    kit.case("a form of another house names nobody of this one",
             person not in other.get("/desk/acts/communication-noted/new")[1])
    status, text = other.post("/desk/acts/communication-noted/new",
                              COMMON | {"subject": "LAO", "behalf": person})
    kit.same("nor acts for them", (status, list(wrong_at(text))), (400, ["behalf"]))
    form = COMMON | {"subject": "LAO", "date": DAY, "visibility": "house", "matter": "ours alone",
                     "behalf": person}
    b.post("/desk/acts/communication-noted/new", form)
    b.post(b.head["location"], {"do": "record"})
    act = b.head["location"]
    kit.same("an act of one house is no page, row or correction of another",
             [b.get(act)[0], other.get(act)[0], other.get(act + "/correct")[0],
                      other.post(act + "/correct")[0],
              other.get(act + "/file")[0],
              "ours alone" in other.get("/desk/acts/communication-noted.json")[1],
              "communication-noted" in other.get("/desk/log.csv")[1],
              "ours alone" in b.get("/desk/acts/communication-noted.json")[1]],
             [200, 404, 404, 404, 404, False, False, True])
    status, text = b.post("/desk/acts/communication-noted/new", form | {"issuer": "somebody else"})
    kit.same("it is issued by no other", (status, list(wrong_at(text))), (400, ["issuer"]))


def sent(s, key, act):
    """What a program with this key is answered."""
    line = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    line.request("POST", "/api/v1/acts", json.dumps(act),
                 {"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    reply = line.getresponse()
    said = json.loads(reply.read())
    line.close()
    return reply.status, said


def programs(s, db, b, other):
    """A house's key writes for that house. Ids of acts are no secret, as the record is chained."""
    ngo, un = (kit.paraph(db, "key", "create", "--scope", "acts", "--name", "invented", "--house", house)[1]
               .strip() for house in ("ngo", "un"))
    act = {"kind": "communication-noted", "subject": "LAO", "done_on": DAY, "source": "an invented letter",
           "visibility": "house", "content": {"matter": "theirs alone"}}
    status, said = sent(s, ngo, act | {"id": "invented-own"})
    page = f"/desk/acts/{said.get('seq')}"
    kit.case("a house's key writes for its house", status == 201 and other.get(page)[0] == 200 and
             b.get(page)[0] == 404, said)
    before = kit.paraph(db, "act", "verify")[1]
    status, said = sent(s, un, act | {"issuer": "ngo"})
    kit.case("and for no other one", status == 400 and said["detail"].startswith("issuer: "), said)
    void = {"kind": "correction", "subject": "LAO", "done_on": DAY, "source": "x", "visibility": "house",
            "corrects": "invented-own", "content": {"reason": "misread"}}
    status, said = sent(s, un, void)
    kit.case("nor does it correct another's act: for it there is none", status == 404 and
             "no act has the id" in said["detail"], said)
    status, said = sent(s, un, act | {"id": "invented-own", "done_on": "2026-08-19"})
    kit.case("nor does it learn what stands in one", status == 409 and DAY not in said["detail"], said)
    table = f"subject,date,matter,visibility,issuer\nLAO,{DAY},x,house,ngo\n".encode()
    status, text = b.post("/desk/acts/communication-noted/sheet", {"do": "check", "source": "x"},
                          files=[("file", "a.csv", "text/csv", table)])
    kit.case("a sheet writes for no other house either", "issued by the house: un" in text, text[:3000])
    kit.same("and nothing of it is recorded", kit.paraph(db, "act", "verify")[1], before)


def lists(b):
    status, text = b.get("/desk/acts")
    kit.case("the kinds are a page", status == 200 and not Page(text).mistakes() and len(text) < 60000,
             Page(text).mistakes())
    kinds = json.loads(b.get("/desk/acts.json")[1])["rows"]
    here = [set(re.findall(r'href="([^"]+)" aria-current="page"', b.get(at)[1]))
            for at in ("/desk", "/desk/acts", "/desk/acts/report-received/new", "/desk/log", "/account")]
    kit.same("the menu says where one is, behind its pages too", here,
             [{"/desk"}, {"/desk/acts"}, {"/desk/acts"}, {"/desk/log"}, {"/account"}])
    counts = {k["action"]: k["on_file"] for k in kinds}
    rows = b.get("/desk/acts/ratification.csv")[1].count("\n") - 1
    kit.same("as many acts are listed as are counted", rows, counts["ratification"])
    kit.same("chosen by State and words", (b.get("/desk/acts/ratification.csv?state=laos")[0],
             b.get("/desk/acts/ratification.csv?state=LAO")[1].count("\n"),
             b.get("/desk/acts/ratification?state=Nowhere")[0]), (400, 2, 400))
    kit.same("a workbook too", b.get("/desk/acts/decision.xlsx")[1][:2], "PK")
    kit.same("what is no kind and no act is no page", [b.get(p)[0] for p in ("/desk/acts/nothing",
             "/desk/acts/999999",
             "/desk/acts/nothing/new", "/desk/acts/-1", "/desk/acts/drafts/d-0")], [404] * 5)


def commands(db):
    """What the desk does, a command does: a draft of the house, recorded."""
    house = ["--house", "un"]
    person = list(csv.DictReader(io.StringIO(
        kit.paraph(db, *house, "person", "list", "--format", "csv")[1])))[0]["person"]
    who = house + ["--as", person]
    status, out, said = kit.paraph(db, *who, "act", "draft", "add", "declared", "--state", "LAO", "--on",
             DAY,
                                   "--set", "about=stockpiles", "--set", "answer=no", "--source",
                                   "invented")
    kit.case("act draft add", status == 0 and out.startswith("d-"), said)
    draft = out.strip()
    kit.case("act draft list", draft in kit.paraph(db, *who, "act", "draft", "list")[1])
    status, out, said = kit.paraph(db, *who, "act", "draft", "record", draft)
    kit.case("act draft record", status in (0, 1) and (status == 0 or "about" in said), said)
    if status:
        kit.case("act draft drop", kit.paraph(db, *who, "act", "draft", "drop", draft)[0] == 0)
    kit.case("a draft that is gone", kit.paraph(db, *who, "act", "draft", "drop", draft)[0] == 1)


def counts(text):
    """What a checked sheet says of itself: name -> number."""
    said = re.search(r'<div role="status"><ul class="counts">(.*?)</ul>', text, re.S)
    return {re.sub("<[^>]*>|[0-9]", "", li).strip(): int(re.search(r"<b>(\d+)</b>", li)[1])
            for li in re.findall(r"<li>(.*?)</li>", said[1], re.S)} if said else {}


def acts_on_file(b):
    return {k["action"]: k["on_file"] for k in json.loads(b.get("/desk/acts.json")[1])["rows"]}


def workbook(rows, target="worksheets/sheet7.xml", formats="", styles=0, declared=""):
    """A workbook as ECMA-376 has it, by hand: shared and inline texts, days by their format."""
    shared, cells = [], []
    for number, row in rows:
        cells.append(f'<row r="{number}">')
        for column, value in zip("ABCDEF", row):
            if isinstance(value, int):
                cells.append(f'<c r="{column}{number}" s="1"><v>{value}</v></c>')
            elif value.startswith("="):
                cells.append(f'<c r="{column}{number}" t="inlineStr"><is><r><t>{value[1:3]}</t></r>'
                             f"<r><t>{value[3:]}</t></r></is></c>")
            elif value:
                shared.append(value)
                cells.append(f'<c r="{column}{number}" t="s"><v>{len(shared) - 1}</v></c>')
        cells.append("</row>")
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    more = '<xf numFmtId="9"/>' * styles
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", f'<workbook {main} {rel}><sheets>'
                   '<sheet name="a" sheetId="1" r:id="r9"/></sheets></workbook>')
        z.writestr("xl/_rels/workbook.xml.rels",
                   '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                   f'<Relationship Id="r9" Target="{target}"/></Relationships>')
        z.writestr("xl/styles.xml",
                   f'<styleSheet {main}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm"/>'
                   f'{formats}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>{more}</cellXfs>'
                   '</styleSheet>')
        z.writestr("xl/sharedStrings.xml", f"<sst {main}>" + "".join(f"<si><t>{t}</t></si>" for t in shared)
                   + "</sst>")
        z.writestr("xl/" + target, declared +
                   f"<worksheet {main}><sheetData>{''.join(cells)}</sheetData></worksheet>")
    return out.getvalue()


def workbooks(b):
    path, form = "/desk/acts/signature/sheet", {"do": "check", "source": "invented"}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    good = workbook([(1, ("iso3", "date", "place")), (4, ("=TON", 39785, "Oslo &amp; here"))])
    status, text = b.post(path, form, files=[("file", "a.xlsx", kind, good)])
    kit.case("a workbook: its first sheet, texts, a day that is a day, the line of its row", status == 200 and
             counts(text)["new"] == 1 and "3\u00a0December 2008" in text and
             '<td class="num">4</td>' in text and "Tonga" in text, text[:3000])
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as z:
        z.writestr("xl/workbook.xml", "<workbook/>")
    for name, data in [("cut off", good[:-200]), ("no ZIP", b"PK\3\4" + b"a" * 500),
                       ("without a sheet", bare.getvalue())]:
        status, text = b.post(path, form, files=[("file", "a.xlsx", kind, data)])
        kit.case(f"a workbook that is {name}: said", status == 400 and "save it as XLSX" in text, text[:2000])
    row = [(1, ("iso3", "date"))]
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(200, 20200))
    many = workbook(row, formats=formats, styles=20000)
    declared = workbook(row, declared='<!DOCTYPE a [<!ENTITY b "c">]>')
    for name, data, words in [
        ("a small one of which every style asks for every format", many, "save it as CSV"),
        ("one that declares entities", declared, "document type")]:
        status, text = b.post(path, form, files=[("file", "a.xlsx", kind, data)])
        kit.case(f"{name}: said", status == 400 and words in text, (status, text[:2000]))
    wide = workbook([(1, ("iso3", "date")), (2, ("TON", "2008-12-03", "too much"))])
    status, text = b.post(path, form, files=[("file", "a.xlsx", kind, wide)])
    kit.case("a cell beside the header: said", status == 400, text[:2000])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", "<workbook/>")
        z.writestr("xl/worksheets/sheet1.xml", b" " * (33 << 20))
    status, text = b.post(path, form, files=[("file", "a.xlsx", kind, out.getvalue())])
    kit.case("a small file with a part that unpacks to more than its limit: said", status == 400 and
             "split the sheet" in text, text[:2000])


def sheets(b, other):
    """All or nothing, and once."""
    path = "/desk/acts/report-received/years"
    before = acts_on_file(b)
    status, text = b.get(path)
    kit.case("the page of a sheet", status == 200 and not Page(text).mistakes(), Page(text).mistakes())
    prepared = b.get(path + ".csv")[1]
    form = {"report": "annual", "source": "an invented table", "visibility": "public", "do": "check"}
    status, text = b.post(path, form | {"pasted": prepared})
    said = counts(text)
    kit.case("the prepared sheet says nothing new, and nothing else than the record",
             status == 200 and said["new"] == 0 and said["different"] == 0 and
             said["on file alike"] > 10, said)
    rows = "iso3,2023,2024\nLAO,2024-04-30,2025-04-29\nAUT,2024-13-01,\nXXX,2024-01-01,\n"
    status, text = b.post(path, form | {"pasted": rows})
    kit.case("mistakes are said at their lines, all of them",
             status == 400 and counts(text) == {"mistakes": 2} and "no month 13" in text and
             "XXX" in text and 'name="sheet"' not in text, text[:3000])
    kit.same("and nothing was recorded", acts_on_file(b), before)
    tabs = "iso3\t2023\t2024\nLAO\t2024-04-30\t2025-04-29\nAUT\t2024-01-05\t\n"
    status, text = b.post(path, form | {"pasted": tabs})
    kit.case("rows as a spreadsheet puts them on the clipboard",
             status == 200 and counts(text)["new"] == 3, text[:3000])
    kept = re.search(r'name="sheet" value="([0-9a-f]{64})"', text)[1]
    kit.same("checked is not recorded", acts_on_file(b), before)
    done = form | {"sheet": kept, "do": "record"}
    kit.same("another house has no such sheet", other.post(path, done)[0], 404)
    kit.same("in at once", (b.post(path, done)[0], b.head.get("location")),
             (303, "/desk/acts/report-received"))
    after = acts_on_file(b)
    kit.same("three reports more", after["report-received"], before["report-received"] + 3)
    b.post(path, done)
    kit.same("the same sheet again records nothing", acts_on_file(b), after)
    act = re.search(r'<a href="(/desk/acts/\d+)">', b.get("/desk/acts/report-received?state=AUT")[1])[1]
    kit.same("the sheet is the source file of its acts",
             (b.get(act + "/file")[1], other.get(act + "/file")[0]),
             ("iso3,2023,2024\nLAO,2024-04-30,2025-04-29\nAUT,2024-01-05,\n", 404))
    status, text = b.post("/desk/acts/signature/sheet", {"do": "check", "source": "invented"}, files=[
        ("file", "a.csv", "text/csv", b"action,iso3,date\naccession,TON,2026-12-03\n")])
    kit.case("a sheet of another kind: said", status == 400 and "another kind" in text, text[:1500])
    kit.same("nothing sent, and what is no sheet", [b.post("/desk/acts/signature/sheet")[0], b.post(
        "/desk/acts/signature/sheet", {"pasted": "words"})[0]], [400, 400])
    for kind in ("signature", "meeting-held", "coverage-stated"):
        head = b.get(f"/desk/acts/{kind}/sheet.csv")[1]
        kit.case(f"the prepared sheet of {kind}",
                 head.count("\n") == 1 and head.endswith("note,source,issuer\n"), head)


def comparing(b):
    status, text = b.get("/desk/compare")
    kit.case("the page that compares", status == 200 and not Page(text).mistakes(), Page(text).mistakes())
    listed = b.get("/desk/acts/ratification.csv")[1]
    before = acts_on_file(b)
    status, text = b.post("/desk/compare", {"pasted": listed})
    kit.case("a list that is the record's own: nothing differs", status == 200 and "Nothing differs" in text,
             counts(text))
    other = "".join(line.replace("2009-03-18", "2009-03-19") + "\n" for line in listed.splitlines()
                    if not line.startswith("NGA"))
    status, text = b.post("/desk/compare", {}, files=[("file", "list.csv", "text/csv", other.encode())])
    said = counts(text)
    kit.case("another day is named with both, and what the list leaves out", status == 200 and
             said["different"] == 1 and said["on file and not there"] == 1 and "2009-03-19" in text and
             "2009-03-18" in text and "Nigeria" in text, said)
    kit.same("and nothing is recorded", acts_on_file(b), before)
    kit.same("what is no list", b.post("/desk/compare", {"pasted": "words"})[0], 400)


def limits(s, b):
    """Over its limit 413, before it is read whole."""
    back = s.raw(b"POST /desk/acts/signature/new HTTP/1.1\r\nHost: x\r\nContent-Length: 25165825\r\n"
                 b"Content-Type: multipart/form-data; boundary=x\r\n\r\n")
    kit.case("a file over its limit: 413", back.startswith(b"HTTP/1.1 413"), back[:80])
    back = s.raw(b"POST /desk/compare HTTP/1.1\r\nHost: x\r\nContent-Length: 4194305\r\n"
                 b"Content-Type: multipart/form-data; boundary=x\r\n\r\n" + b"a" * 4194305)
    kit.case("a list over its limit: 413", back.startswith(b"HTTP/1.1 413"), back[:80])
    kit.same("within it the form answers", b.post("/desk/acts/signature/new", COMMON | {"subject": "?"},
             files=[
        ("file", "a.bin", "application/octet-stream", b"x" * (1 << 20))])[0], 400)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("ngo", "un"):
            kit.paraph(db, "house", "add", HOUSES / house)
        s = kit.Server(db)
        b = people.person(s, db, "d@example.org", "drafter", "--house", "un", "--name", "Ines Invented")
        observer = people.person(s, db, "o@example.org", "observer", "--house", "un")
        other = people.person(s, db, "n@example.org", "drafter", "--house", "ngo")
        lists(b)
        every_form(db, b)
        act = recording(b, other, observer)
        correcting(b, act)
        own(b, other)
        programs(s, db, b, other)
        sheets(b, other)
        workbooks(b)
        comparing(b)
        commands(db)
        limits(s, b)
        status, said = s.stop()
        kit.case("and ends well", status == 0 and "panic" not in said, said)
    kit.finish()


main()
