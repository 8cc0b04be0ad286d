#!/usr/bin/env python3
"""The reference register against truths reckoned by hand. Speaks TAP."""

import csv
import os
import sys

import acts as dialect
import days
import facts
import register
from treaties import TREATIES

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ACTIONS = os.path.join(ROOT, "packs", "ccm", "acts", "treaty-actions.csv")
RECORDED = 1_783_000_000_000  # 2 July 2026, in milliseconds
EVER = 10 ** 15  # an instant after every act's
BOUND = "ratification acceptance approval accession succession consent-to-be-bound withdrawal"

tally = {"ok": 0, "not ok": 0}


def same(name, found, expected):
    word = "ok" if found == expected else "not ok"
    tally[word] += 1
    print(f"{word} {sum(tally.values())} - {name}")
    if found != expected:
        print(f"# found {found!r}, expected {expected!r}")


def made(*rows, treaty="ccm"):
    """Acts recorded on 2 July 2026, from (action, iso3, date, more) tuples."""
    return [dict({"action": a, "iso3": s, "date": d}, **(more[0] if more else {}), id=f"a{n}", treaty=treaty,
                 recorded=RECORDED) for n, (a, s, d, *more) in enumerate(rows)]


def deposits(n, day, kind="ratification"):
    """n States of the test, which all deposit on a day."""
    return [(kind, f"X{k:02d}", day) for k in range(n)]


def cover(kinds, through, scope="all", since=""):
    return dict({"action": "coverage-stated", "date": through, "kinds": kinds, "scope": scope, "from": since,
                 "through": through, "id": f"cover {kinds} {since}", "treaty": "ccm", "recorded": RECORDED})


def at(code, acts, day, known=EVER):
    return register.Register(code, acts, known, days.number(day))


def row(reg, obligation, iso3, period="", cause=""):
    for found in reg.rows():
        if (found["obligation"], found["iso3"], found["period"], found["cause"]) == (obligation, iso3, period,
                                                                                     cause):
            return found
    return None


def due(reg, obligation, iso3, period="", cause=""):
    found = row(reg, obligation, iso3, period, cause)
    return found and one_day(found["due"])


def one_day(pair):
    """The day of (low, high) as text; where they differ, both; None where there is none."""
    return pair and (days.text(pair[0]) if pair[0] == pair[1] else tuple(days.text(d) for d in pair))


# ---- days -------------------------------------------------------------------------------------------

def test_days():
    for name, day, step, expected in [
        ("the thirtieth instrument of 16 February 2010", "2010-02-16", ("first-of-month", 6), "2010-08-01"),
        ("a deposit on the last day of August", "2018-08-31", ("first-of-month", 6), "2019-02-01"),
        ("a deposit one day later costs a month", "2018-09-01", ("first-of-month", 6), "2019-03-01"),
        ("180 days over a leap February", "2015-11-01", ("days", 180), "2016-04-29"),
        ("180 days in a leap year", "2012-02-01", ("days", 180), "2012-07-30"),
        ("180 days without one", "2020-01-01", ("days", 180), "2020-06-29"),
        ("six months from 6 September", "2024-09-06", ("months", 6), "2025-03-06"),
        ("six months from 31 August", "2027-08-31", ("months", 6), "2028-02-29"),
        ("nine months before 16 September", "2025-09-16", ("months", -9), "2024-12-16"),
        ("nine months before 30 November", "2026-11-30", ("months", -9), "2026-02-28"),
        ("eighteen months", "2019-10-01", ("months", 18), "2021-04-01"),
        ("fifteen months", "2022-10-01", ("months", 15), "2024-01-01"),
        ("thirteen months", "2023-09-01", ("months", 13), "2024-10-01"),
        ("28 days", "2027-01-10", ("days", 28), "2027-02-07"),
        ("90 days", "2027-01-10", ("days", 90), "2027-04-10"),
        ("a year from 29 February", "2024-02-29", ("years", 1), "2025-02-28"),
    ]:
        same(name, days.text(days.step(days.number(day), step)), expected)
    for text, low, high in [
        ("2018-09-18", "2018-09-18", "2018-09-18"), ("2018-02", "2018-02-01", "2018-02-28"),
        ("2018", "2018-01-01", "2018-12-31"), ("2017-07/2018-07", "2017-07-01", "2018-07-31"),
    ]:
        same(f"{text} is some day between", days.bounds(text), (days.number(low), days.number(high)))
    same("../2019-08 has no first day", days.bounds("../2019-08"), (days.BEGIN, days.number("2019-08-31")))
    same("2019-08/.. has no last day", days.bounds("2019-08/.."), (days.number("2019-08-01"), days.END))


# ---- the Convention on Cluster Munitions as it is -----------------------------------------------------

COUNTS = [  # day, deposited, in force, signed only, joined
    ("2010-08-01", 38, 30, 70, 108), ("2011-03-28", 55, 42, 53, 108), ("2011-09-20", 63, 55, 47, 110),
    ("2014-04-07", 84, 84, 29, 113), ("2016-08-15", 100, 98, 19, 119), ("2018-08-31", 104, 102, 16, 120),
    ("2019-07-31", 106, 106, 14, 120), ("2020-08-06", 109, 108, 13, 122), ("2022-08-01", 110, 110, 13, 123),
    ("2023-09-15", 112, 111, 12, 124), ("2025-06-22", 111, 111, 12, 123), ("2025-09-05", 112, 111, 12, 124),
    ("2026-11-21", 112, 112, 12, 124), ("2025-03-05", 112, 112, 12, 124), ("2025-03-06", 111, 111, 12, 123),
]


def test_convention():
    acts = dialect.read(ACTIONS, "ccm", 1_700_000_000_000)
    acts.append(cover(f"signature {BOUND} report-received obligation-completed", "2026-02-03"))
    for day, *expected in COUNTS:
        reg = at("ccm", acts, day)
        found = [facts.count(reg, p)["value"] for p in ("deposited", "in-force", "signatory", "joined")]
        same(f"counts on {day}", found, expected)
    for day, expected in (("2026-11-21", "2026-02-03"), ("2026-02-03", "2026-02-03"), ("2020-01-01",
                                                                                       "2020-01-01")):
        same(f"as-at day on {day}", days.text(facts.count(at("ccm", acts, day), "deposited")["as_at"]),
             expected)
    for day, expected in (("2010-07-31", None), ("2026-07-31", 15), ("2026-08-01", 16)):
        same(f"completed years on {day}", facts.since(at("ccm", acts, day), "years"), expected)
    same("the latest deposits of one day have no order", facts.latest(at("ccm", acts, "2010-02-16")),
         (days.number("2010-02-16"), ["BFA", "MDA"]))
    for day, predicate, expected in (
            ("2020-08-05", "deposited", 108), ("2020-08-06", "deposited", 109), ("2010-07-29", "joined", 107),
            ("2010-07-30", "joined", 108), ("2011-06-28", "joined", 108), ("2011-06-29", "joined", 109)):
        same(f"{predicate} on {day}", facts.count(at("ccm", acts, day), predicate)["value"], expected)

    reg = at("ccm", acts, "2017-01-15")
    same("annual reports for 2015 due", facts.due(reg, "reports.annual", "2015")["value"], 92)
    same("initial reports due", facts.due(reg, "reports.initial")["value"], 98)
    last = at("ccm", acts, "2026-11-21")
    same("the treaty entered into force", facts.started(last), days.number("2010-08-01"))
    same("Guinea's initial report", due(last, "reports.initial", "GIN"), "2015-09-28")
    same("Cabo Verde's initial report", due(last, "reports.initial", "CPV"), "2011-09-28")
    same("Lithuania, notice running", at("ccm", acts, "2025-03-05").standing("LTU"), "withdrawing")
    same("Lithuania, notice run out", at("ccm", acts, "2025-03-06").standing("LTU"), "withdrawn")
    same("Lithuania owes the report for 2023", due(last, "reports.annual", "LTU", "2023"), "2024-04-30")
    same("and none for 2024, due after it left", due(last, "reports.annual", "LTU", "2024"), None)


def test_annex():
    """Every State that was ever bound: its days and those of its obligations."""
    acts = dialect.read(ACTIONS, "ccm", 1_700_000_000_000)
    reg = at("ccm", acts, "2026-11-21")
    with open(os.path.join(HERE, "expected_annex_a.csv"), encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    same("States ever bound", len(table), 113)
    for want in table:
        got, iso3 = reg.status(want["iso3"]), want["iso3"]
        found = {c: one_day(got[c]) or "" for c in ("signed", "deposited", "in_force")}
        found.update(iso3=iso3, instrument=got["instrument"], source=want["source"])
        for column, obligation in (("initial", "reports.initial"), ("stockpile", "stockpile"), ("clearance",
                                                                                                "clearance")):
            found[column] = due(reg, obligation, iso3)
        same(f"{iso3}: its days", found, want)


# ---- other treaties, and what the Convention has not yet met ---------------------------------------------

def test_att():
    acts = made(*deposits(49, "2014-06-01"), ("ratification", "FRA", "2014-09-25"),
                ("ratification", "GEO", "2014-12-18"), ("accession", "TCD", "2014-12-24"),
                ("withdrawal", "GEO", "2020-01-31"), treaty="att")
    reg = at("att", acts, "2020-02-01")
    in_force = lambda iso3: one_day(reg.status(iso3)["in_force"])
    same("ATT: entry into force", facts.started(reg), days.number("2014-12-24"))
    same("ATT: initial report of a founder", due(reg, "reports.initial", "FRA"), "2015-12-23")
    same("ATT: a deposit between the fiftieth and entry into force", in_force("GEO"), "2014-12-24")
    same("ATT: a deposit on the day of entry into force", in_force("TCD"), "2015-03-24")
    same("ATT: ninety days' notice, over 29 February", one_day(reg.status("GEO")["withdrawn"]), "2020-04-30")
    acts = made(*deposits(49, "2014-06-01"), ("accession", "TCD", "2014-09-25"), treaty="att")
    same("ATT: accessions do not count to fifty", facts.started(at("att", acts, "2015-01-01")), None)


def test_tpnw():
    acts = made(*deposits(49, "2020-06-01"), ("ratification", "HND", "2020-10-24"),
                ("ratification", "BEN", "2020-11-02"), ("signature", "NER", "2022-12-09"),
                ("withdrawal", "HND", "2023-02-28"), treaty="tpnw")
    reg = at("tpnw", acts, "2024-02-27")
    same("TPNW: entry into force", facts.started(reg), days.number("2021-01-22"))
    same("TPNW: declaration", due(reg, "declaration", "HND"), "2021-02-21")
    same("TPNW: a deposit between the fiftieth and entry into force", one_day(reg.status("BEN")["in_force"]),
         "2021-01-31")
    same("TPNW: signature stays open", reg.standing("NER"), "signatory")
    same("TPNW: twelve months' notice runs", reg.standing("HND"), "withdrawing")
    same("TPNW: and has run out", at("tpnw", acts, "2024-02-28").standing("HND"), "withdrawn")
    same("TPNW: not known before the fiftieth deposit", facts.started(at("tpnw", acts, "2020-10-23")), None)
    same("TPNW: known from it on", facts.started(at("tpnw", acts, "2020-10-24")), days.number("2021-01-22"))
    acts = made(*deposits(39, "1998-06-01"), ("ratification", "BFA", "1998-09-16"), treaty="apmbc")
    same("APMBC: the fortieth instrument", facts.started(at("apmbc", acts, "1998-09-16")),
         days.number("1999-03-01"))


def left(marks="", effective=""):
    """The day on which a notice of 31 August 2023 takes effect, read in 2027; marks: 'began DAY NAME'."""
    wars = []
    for mark in filter(None, marks.split("; ")):
        did, day, name = mark.split()
        wars.append((f"conflict-{did}", "LTU", day, {"conflict": name}))
    acts = made(*deposits(30, "2010-02-16"), ("ratification", "LTU", "2011-03-24"),
                ("withdrawal", "LTU", "2023-08-31", {"effective": effective}), *wars)
    return one_day(at("ccm", acts, "2027-01-01").status("LTU")["withdrawn"])


def test_withdrawal():
    for name, marks, expected in (
            ("six months, the last day of a shorter month", "", "2024-02-29"),
            ("held until the conflict ends", "began 2023-05-01 a; ended 2025-05-05 a", "2025-05-05"),
            ("held while no end is on file", "began 2024-02-29 a", None),
            ("not by a conflict that ended that day", "began 2020-01-01 a; ended 2024-02-29 a", "2024-02-29"),
            ("nor by one that began later", "began 2024-03-01 a", "2024-02-29"),
            ("of two conflicts, the last to end",
             "began 2023-01-01 a; began 2023-02-01 b; ended 2024-04-01 a; ended 2024-06-01 b", "2024-06-01")):
        same(f"withdrawal: {name}", left(marks), expected)
    same("withdrawal: a day on the notice stands", left("began 2023-01-01 a", "2024-03-15"), "2024-03-15")

    acts = made(*deposits(30, "2010-02-16"), ("ratification", "LTU", "2011-03-24"),
                ("withdrawal", "LTU", "2023-08-31"), ("accession", "LTU", "2024-02-29"))
    reg = at("ccm", acts, "2026-01-01")
    same("back on the day it left", reg.standing("LTU"), "party")
    same("and in force again", one_day(reg.status("LTU")["in_force"]), "2024-08-01")
    same("a second initial report", due(reg, "reports.initial", "LTU", cause="membership-2"), "2025-01-28")
    same("what fell due before it left stays", due(reg, "clearance", "LTU"), "2021-09-01")
    same("and the work begins again", due(reg, "clearance", "LTU", cause="membership-2"), "2034-08-01")
    for predicate in ("deposited", "in-force"):
        found = [at("ccm", acts[:-1], d).holds(predicate, "LTU") for d in ("2024-02-28", "2024-02-29")]
        same(f"a State that left is out of the count of {predicate}", found, ["yes", "no"])


def test_succession():
    acts = made(*deposits(30, "2010-02-16"), ("succession", "SSD", "2012-03-01", {"effective": "2011-07-09"}))
    early, late = at("ccm", acts, "2011-08-01"), at("ccm", acts, "2013-01-01")
    same("in force before its deposit", [early.holds(p, "SSD") for p in ("in-force", "deposited")], ["yes",
                                                                                                     "no"])
    same("initial report from the day of effect", due(late, "reports.initial", "SSD"), "2012-01-05")
    same("report for the year of effect", due(late, "reports.annual", "SSD", "2011"), "2012-04-30")
    acts = made(*deposits(30, "2010-02-16"), ("succession", "SSD", "2012-03-01"))
    for day, expected in (("2010-07-31", "no"), ("2010-08-01", "maybe"), ("2012-02-29", "maybe"),
                          ("2012-03-01", "yes")):
        same(f"day of effect not found: in force on {day}", at("ccm", acts, day).holds("in-force", "SSD"),
             expected)
    same("so is the standing", at("ccm", acts, "2011-01-01").standing("SSD"), "unknown")
    count = facts.count(at("ccm", acts + [cover(BOUND, "2020-01-01")], "2011-01-01"), "in-force")
    same("and the count has bounds", (count["quality"], count["low"], count["high"]), ("bounded", 30, 31))
    acts = made(*deposits(30, "2010-02-16"), ("accession", "CUB", "2016-04"))
    same("a deposit on some day of a month: its day of entry into force is known",
         one_day(at("ccm", acts, "2016-05-01").status("CUB")["in_force"]), "2016-10-01")
    same("its standing within that month is not", at("ccm", acts, "2016-04-10").standing("CUB"), "unknown")


# ---- obligations ------------------------------------------------------------------------------------------

MARKS = {  # what a mark of the cases below stands for
    "declared": ("declared", "about=contamination answer"),
    "retains": ("declared", "about=retention answer"),
    "completed": ("obligation-completed", "obligation=clearance cause"),
    "reopened": ("obligation-reopened", "obligation=clearance cause"),
    "arose": ("cause-arose", "obligation=clearance cause"),
    "requested": ("extension-requested", "obligation=clearance until"),
    "granted": ("decision", "obligation=clearance matter=extension outcome=granted until cause"),
    "refused": ("decision", "obligation=clearance matter=extension outcome=refused until cause"),
    "initial": ("report-received", "report=initial"),
    "annual": ("report-received", "report=annual year"),
}


def marked(text):
    """Acts of Bosnia and Herzegovina from marks such as 'granted 2021-02-01 2022-09-01'; '-': no day."""
    acts = []
    for mark in filter(None, text.split("; ")):
        word, date, *rest = mark.split()
        kind, columns = MARKS[word]
        more = {}
        for column in columns.split():
            name, _, value = column.partition("=")
            more[name] = value or (rest.pop(0) if rest else "")
        acts.append((kind, "BIH", date.strip("-") if date == "-" else date, more))
    return acts


def outcome(day, marks, covered, obligation, period="", cause=""):
    """State, quality and day of an obligation of Bosnia and Herzegovina, in force from 1 March 2011."""
    acts = made(*deposits(30, "2010-02-16"), ("ratification", "BIH", "2010-09-07"), *marked(marks))
    if covered:
        acts.append(cover("obligation-completed obligation-reopened report-received", covered))
    found = row(at("ccm", acts, day), obligation, "BIH", period, cause)
    return found and " ".join(filter(None, (found["state"], found["quality"],
                                            found["done_on"] and days.text(found["done_on"][1]))))


CLEARANCE = [  # due 1 March 2021: case, day, marks, covered through, expected
    ("nothing declared", "2020-01-01", "", "", "unknown unknown"),
    ("declared: none", "2020-01-01", "declared - no", "", "not-applicable exact"),
    ("declared unknown", "2020-01-01", "declared - unknown", "", "unknown unknown"),
    ("on the due day", "2021-03-01", "declared - yes", "", "due exact"),
    ("past, not covered", "2021-03-02", "declared - yes", "", "unknown unknown"),
    ("past, covered to the day before", "2021-03-02", "declared - yes", "2021-02-28", "unknown unknown"),
    ("past, covered through the due day", "2021-03-02", "declared - yes", "2021-03-01", "late exact"),
    ("the later of two declarations", "2015-01-01", "declared 2012-01-01 no; declared 2013-01-01 yes", "",
     "due exact"),
    ("before the later one", "2012-06-01", "declared 2012-01-01 no; declared 2013-01-01 yes", "",
     "not-applicable exact"),
    ("the undated one yields", "2015-01-01", "declared - yes; declared 2012-01-01 no", "",
     "not-applicable exact"),
    ("but counts before it", "2011-12-31", "declared - yes; declared 2012-01-01 no", "", "due exact"),
    ("two that contradict", "2015-01-01", "declared - yes; declared - no", "", "unknown unknown"),
    ("a request shows that it applies", "2020-06-01", "declared - no; requested 2020-05-01 2022-09-01", "",
     "due exact"),
    ("not before it is made", "2020-04-30", "declared - no; requested 2020-05-01 2022-09-01", "",
     "not-applicable exact"),
    ("extended", "2022-09-01", "granted 2021-02-01 2022-09-01", "", "due exact"),
    ("refused", "2022-09-01", "declared - yes; refused 2021-02-01 2022-09-01", "2026-01-01", "late exact"),
    ("the latest day granted counts", "2023-09-01",
     "granted 2022-08-01 2023-09-01; granted 2021-02-01 2022-09-01", "",
     "due exact"),
    ("a grant for another cause", "2022-09-01", "declared - yes; granted 2021-02-01 2022-09-01 x",
     "2026-01-01", "late exact"),
    ("a grant that may come later", "2021-06-01", "declared - yes; granted 2021 2022-09-01", "2026-01-01",
     "unknown unknown"),
    ("done on the due day", "2022-01-01", "completed 2021-03-01", "", "met exact 2021-03-01"),
    ("done a day late", "2022-01-01", "completed 2021-03-02", "", "met-late exact 2021-03-02"),
    ("done on a day about the due day", "2022-01-01", "completed 2021-03", "", "met bounded 2021-03-31"),
    ("maybe done, and past", "2021-03-10", "declared - yes; completed 2021-03", "2026-01-01",
     "unknown unknown"),
    ("maybe done, and not yet due", "2020-03-10", "declared - yes; completed 2020-03", "", "due exact"),
    ("done long ago", "2020-01-01", "completed ../2019-08", "", "met exact 2019-08-31"),
    ("found again", "2020-01-01", "completed 2019-01-01; reopened 2019-01-01", "", "due exact"),
    ("reopened before it was done", "2020-01-01", "completed 2019-01-01; reopened 2018-12-31", "",
     "met exact 2019-01-01"),
    ("done again", "2022-01-01", "completed 2019-01-01; reopened 2020-01-01; completed 2021-06-01", "",
     "met-late exact 2021-06-01"),
]

REPORTS = [  # initial due 28 August 2011, covered: case, day, marks, obligation, period, expected
    ("on the due day", "2011-08-28", "", "reports.initial", "", "due exact"),
    ("late from the day after", "2011-08-29", "", "reports.initial", "", "late exact"),
    ("early, before entry into force", "2012-01-01", "initial 2011-01-01", "reports.initial", "",
     "met exact 2011-01-01"),
    ("of two, the earlier", "2013-01-01", "initial 2012-06-01; initial 2012-05-01", "reports.initial", "",
     "met-late exact 2012-05-01"),
    ("not before it comes", "2012-04-30", "initial 2012-05-01", "reports.initial", "", "late exact"),
    ("another kind of report", "2013-01-01", "annual 2012-05-01 2011", "reports.initial", "", "late exact"),
    ("a year not over", "2012-12-31", "", "reports.annual", "2012", None),
    ("a year just over", "2013-01-01", "", "reports.annual", "2012", "due exact"),
    ("the report for that year", "2014-01-01", "annual 2013-04-30 2012", "reports.annual", "2012",
     "met exact 2013-04-30"),
    ("one for another year", "2014-01-01", "annual 2013-04-30 2011", "reports.annual", "2012", "late exact"),
    ("the year of entry into force", "2014-01-01", "", "reports.annual", "2011", "late exact"),
    ("retention, nothing said", "2014-01-01", "", "reports.retention", "2012", None),
    ("retention, declared", "2014-01-01", "retains 2012-05-01 yes", "reports.retention", "2012",
     "late exact"),
]


def test_obligations():
    for name, day, marks, covered, expected in CLEARANCE:
        same(f"clearance: {name}", outcome(day, marks, covered, "clearance"), expected)
    for day, expected in (("2026-06-30", "due exact"), ("2026-07-01", "late exact")):
        found = outcome(day, "declared - yes; arose 2016-06-30 war", "2026-06-30", "clearance", cause="war")
        same(f"clearance: a further cause on {day}", found, expected)
    for name, day, marks, obligation, period, expected in REPORTS:
        same(f"reports: {name}", outcome(day, marks, "2026-01-01", obligation, period), expected)


# ---- known, corrections, coverage -------------------------------------------------------------------------

def test_known():
    base = made(*deposits(30, "2010-02-16"), ("accession", "CUB", "2016-04-06"))
    fix = lambda n, target, **how: dict(action="correction", id=f"c{n}", corrects=target, treaty="ccm",
                                        recorded=RECORDED + n, **how)
    acts = base + [fix(1, base[-1]["id"], row=dict(base[-1], date="2016-05-06")),
                   fix(2, "c1", row=dict(base[-1], date="2016-06-06")), fix(3, "c2", void=True)]
    for n, expected in ((-1, None), (0, "2016-04-06"), (1, "2016-05-06"), (2, "2016-06-06"), (3, None)):
        found = one_day(at("ccm", acts, "2020-01-01", RECORDED + n).status("CUB")["deposited"])
        same(f"a chain of corrections, known after {n}", found, expected)
    acts = made(*deposits(30, "2010-02-16"), ("accession", "CUB", ""))
    for day, expected in (("2026-07-01", "maybe"), ("2026-07-02", "yes")):  # the day it was recorded
        same(f"an act without a day on {day}", at("ccm", acts, day).holds("deposited", "CUB"), expected)


COVERAGE = [  # the deposits on 1 June 2020: case, statements, quality, as-at day
    ("nothing", [], "unknown", None),
    ("beyond the day", [cover(BOUND, "2021-01-01")], "exact", "2020-06-01"),
    ("before the day", [cover(BOUND, "2019-01-01")], "exact", "2019-01-01"),
    ("not from the beginning", [cover(BOUND, "2021-01-01", since="2012-01-01")], "unknown", None),
    ("two that meet", [cover(BOUND, "2011-12-31"), cover(BOUND, "2021-01-01", since="2012-01-01")], "exact",
     "2020-06-01"),
    ("a day between", [cover(BOUND, "2011-12-30"), cover(BOUND, "2021-01-01", since="2012-01-01")], "exact",
     "2011-12-30"),
    ("a kind it does not rest on", [cover(BOUND, "2021-01-01"), cover("signature", "2015-01-01")], "exact",
     "2020-06-01"),
    ("without withdrawals", [cover(BOUND.replace(" withdrawal", ""), "2021-01-01")], "unknown", None),
    ("one State only", [cover(BOUND, "2021-01-01", "X01")], "unknown", None),
]


def test_coverage():
    for name, statements, quality, as_at in COVERAGE:
        found = facts.count(at("ccm", made(*deposits(30, "2010-02-16")) + statements, "2020-06-01"),
                            "deposited")
        same(f"covered: {name}", (found["quality"], found["as_at"] and days.text(found["as_at"])), (quality,
                                                                                                    as_at))
        same(f"value: {name}", found["value"], None if quality == "unknown" else 30)


def main():
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
    print(f"1..{sum(tally.values())}")
    print(f"# {tally['ok']} passed, {tally['not ok']} failed")
    return 1 if tally["not ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
