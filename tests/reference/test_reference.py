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
ACTIONS = os.environ.get("PARAPH_CCM_ACTIONS") or os.path.join(ROOT, "packs", "ccm", "acts", "treaty-actions.csv")
EVER = 10 ** 15  # an instant after every act's

tally = {"ok": 0, "not ok": 0}


def same(name, found, expected):
    word = "ok" if found == expected else "not ok"
    tally[word] += 1
    print(f"{word} {sum(tally.values())} - {name}")
    if found != expected:
        print(f"# found {found!r}, expected {expected!r}")


def made(*rows, treaty="ccm"):
    """Acts recorded at the end of 1 July 2026, from (action, iso3, date, more) tuples."""
    return [dict({"action": a, "iso3": s, "date": d}, **(more[0] if more else {}), id=f"a{n}", treaty=treaty,
                 recorded=1_783_000_000_000) for n, (a, s, d, *more) in enumerate(rows)]


def deposits(n, day, kind="ratification"):
    """n States of the test, which all deposit on a day."""
    return [(kind, f"X{k:02d}", day) for k in range(n)]


def cover(kinds, through, scope="all", treaty="ccm", **more):
    return dict({"action": "coverage-stated", "iso3": "", "date": through, "kinds": kinds, "scope": scope, "from": "",
                 "through": through, "id": f"cover {kinds} {scope} {through}", "treaty": treaty,
                 "recorded": 1_783_000_000_000}, **more)


def at(code, acts, day, known=EVER):
    return register.Register(code, acts, known, days.number(day))


def row(reg, obligation, iso3, period="", cause=""):
    found = [r for r in reg.rows() if (r["obligation"], r["iso3"], r["period"], r["cause"]) == (obligation, iso3, period, cause)]
    return found[0] if found else None


def exact(text):
    return (days.number(text), days.number(text))


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
    acts.append(cover("signature ratification acceptance approval accession succession consent-to-be-bound withdrawal "
                      "report-received obligation-completed", "2026-02-03"))
    for day, *expected in COUNTS:
        reg = at("ccm", acts, day)
        found = [facts.count(reg, p)["value"] for p in ("deposited", "in-force", "signatory", "joined")]
        same(f"counts on {day}", found, expected)
    same("a count is as at the last covered day",
         facts.count(at("ccm", acts, "2026-11-21"), "deposited")["as_at"], days.number("2026-02-03"))
    same("a count within coverage is as at its day",
         facts.count(at("ccm", acts, "2026-02-03"), "deposited")["as_at"], days.number("2026-02-03"))

    reg = at("ccm", acts, "2026-11-21")
    same("the treaty entered into force", facts.started(reg), days.number("2010-08-01"))
    same("completed years", [facts.since(at("ccm", acts, d), "years") for d in ("2010-07-31", "2026-07-31", "2026-08-01")],
         [None, 15, 16])
    same("the latest deposits of one day have no order", facts.latest(at("ccm", acts, "2010-02-16")),
         (days.number("2010-02-16"), ["BFA", "MDA"]))
    with open(os.path.join(HERE, "expected_annex_a.csv"), encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    same("States ever bound", len(table), 113)
    due = {(r["obligation"], r["iso3"]): r["due"] for r in reg.rows() if not r["period"] and not r["cause"]}
    for want in table:
        got, iso3 = reg.status(want["iso3"]), want["iso3"]
        day = lambda pair: days.text(pair[0]) if pair and pair[0] == pair[1] else ""
        found = [day(got["signed"]), got["instrument"], day(got["deposited"]), day(got["in_force"])]
        found += [day(due.get((o, iso3))) for o in ("reports.initial", "stockpile", "clearance")]
        same(f"{iso3}: days of its membership", found,
             [want[c] for c in ("signed", "instrument", "deposited", "in_force", "initial", "stockpile", "clearance")])

    reg = at("ccm", acts, "2017-01-15")
    same("annual reports for 2015 due", facts.due(reg, "reports.annual", "2015")["value"], 92)
    same("initial reports due", facts.due(reg, "reports.initial")["value"], 98)
    same("Lithuania while its notice runs", at("ccm", acts, "2025-03-05").standing("LTU"), "withdrawing")
    same("Lithuania when it took effect", at("ccm", acts, "2025-03-06").standing("LTU"), "withdrawn")
    last = at("ccm", acts, "2026-11-21")
    same("Lithuania owes the report for 2023", row(last, "reports.annual", "LTU", "2023")["due"], exact("2024-04-30"))
    same("and none for 2024, which fell due after it left", row(last, "reports.annual", "LTU", "2024"), None)
    same("Guinea was not late on 18 June 2015", row(at("ccm", acts, "2015-06-18"), "reports.initial", "GIN")["due"],
         exact("2015-09-28"))
    same("Cabo Verde's initial report", row(last, "reports.initial", "CPV")["due"], exact("2011-09-28"))
    same("108 on 5 August 2020, by deposit", facts.count(at("ccm", acts, "2020-08-05"), "deposited")["value"], 108)
    same("108 on 28 June 2011, joined", [facts.count(at("ccm", acts, d), "joined")["value"]
                                         for d in ("2010-07-29", "2010-07-30", "2011-06-28", "2011-06-29")],
         [107, 108, 108, 109])


# ---- other treaties, and what the Convention has not yet met -------------------------------------------

BOUND = "ratification acceptance approval accession succession consent-to-be-bound withdrawal"


def in_force(reg, iso3):
    pair = reg.status(iso3)["in_force"]
    return pair and (days.text(pair[0]) if pair[0] == pair[1] else tuple(days.text(d) for d in pair))


def test_sister_treaties():
    att = made(*deposits(49, "2014-06-01"), ("ratification", "FRA", "2014-09-25"), ("ratification", "GEO", "2014-12-18"),
               ("accession", "TCD", "2014-12-24"), ("withdrawal", "GEO", "2020-01-31"), treaty="att")
    reg = at("att", att, "2020-02-01")
    same("ATT: entry into force", facts.started(reg), days.number("2014-12-24"))
    same("ATT: initial report of a founder", row(reg, "reports.initial", "FRA")["due"], exact("2015-12-23"))
    same("ATT: a deposit between the fiftieth and entry into force", in_force(reg, "GEO"), "2014-12-24")
    same("ATT: a deposit on the day of entry into force", in_force(reg, "TCD"), "2015-03-24")
    same("ATT: ninety days' notice, over 29 February", reg.status("GEO")["withdrawn"], exact("2020-04-30"))
    more = made(*deposits(49, "2014-06-01"), ("accession", "TCD", "2014-09-25"), treaty="att")
    same("ATT: accessions do not count to fifty", facts.started(at("att", more, "2015-01-01")), None)

    tpnw = made(*deposits(49, "2020-06-01"), ("ratification", "HND", "2020-10-24"), ("ratification", "BEN", "2020-11-02"),
                ("signature", "NER", "2022-12-09"), ("withdrawal", "HND", "2023-02-28"), treaty="tpnw")
    reg = at("tpnw", tpnw, "2024-02-27")
    same("TPNW: entry into force", facts.started(reg), days.number("2021-01-22"))
    same("TPNW: declaration", row(reg, "declaration", "HND")["due"], exact("2021-02-21"))
    same("TPNW: a deposit between the fiftieth and entry into force", in_force(reg, "BEN"), "2021-01-31")
    same("TPNW: signature stays open", reg.standing("NER"), "signatory")
    same("TPNW: twelve months' notice", [at("tpnw", tpnw, d).standing("HND") for d in ("2024-02-27", "2024-02-28")],
         ["withdrawing", "withdrawn"])
    same("TPNW: known from the fiftieth deposit, not before",
         [facts.started(at("tpnw", tpnw, d)) for d in ("2020-10-23", "2020-10-24")], [None, days.number("2021-01-22")])
    mines = made(*deposits(39, "1998-06-01"), ("ratification", "BFA", "1998-09-16"), treaty="apmbc")
    same("APMBC: the fortieth instrument", facts.started(at("apmbc", mines, "1998-09-16")), days.number("1999-03-01"))


def war(*marks):
    return [(f"conflict-{a}", "LTU", day, {"subject": name}) for a, day, name in marks]


def left(*marks, effective=""):
    """The day on which a notice of 31 August 2023 takes effect, read on 1 January 2027."""
    acts = made(*deposits(30, "2010-02-16"), ("ratification", "LTU", "2011-03-24"),
                ("withdrawal", "LTU", "2023-08-31", {"effective": effective}), *war(*marks))
    pair = at("ccm", acts, "2027-01-01").status("LTU")["withdrawn"]
    return pair and days.text(pair[0])


def test_withdrawal():
    same("six months, the last day of a shorter month", left(), "2024-02-29")
    same("held until the conflict ends", left(("began", "2023-05-01", "a"), ("ended", "2025-05-05", "a")), "2025-05-05")
    same("held while no end is on file", left(("began", "2024-02-29", "a")), None)
    same("a conflict that ended that day does not hold it", left(("began", "2020-01-01", "a"), ("ended", "2024-02-29", "a")),
         "2024-02-29")
    same("nor one that began later", left(("began", "2024-03-01", "a")), "2024-02-29")
    same("of two conflicts, the last to end", left(("began", "2023-01-01", "a"), ("began", "2023-02-01", "b"),
                                                 ("ended", "2024-04-01", "a"), ("ended", "2024-06-01", "b")), "2024-06-01")
    same("a day given by law stands", left(("began", "2023-01-01", "a"), effective="2024-03-15"), "2024-03-15")
    back = made(*deposits(30, "2010-02-16"), ("ratification", "LTU", "2011-03-24"), ("withdrawal", "LTU", "2023-08-31"),
                ("accession", "LTU", "2024-02-29"))
    reg = at("ccm", back, "2026-01-01")
    same("back on the day it left", (reg.standing("LTU"), in_force(reg, "LTU")), ("party", "2024-08-01"))
    same("its second initial report", row(reg, "reports.initial", "LTU", cause="membership-2")["due"], exact("2025-01-28"))
    same("what fell due before it left stays, and the work begins again",
         [bool(row(reg, "clearance", "LTU")), bool(row(reg, "clearance", "LTU", cause="membership-2"))], [True, True])
    same("out of both counts", [at("ccm", back[:-1], d).holds(p, "LTU") for p in ("deposited", "in-force")
                                for d in ("2024-02-28", "2024-02-29")], ["yes", "no", "yes", "no"])


def test_succession():
    known = made(*deposits(30, "2010-02-16"), ("succession", "SSD", "2012-03-01", {"effective": "2011-07-09"}))
    reg = at("ccm", known, "2011-08-01")
    same("in force before its deposit", [reg.holds(p, "SSD") for p in ("in-force", "deposited")], ["yes", "no"])
    same("initial report from the day of effect", row(at("ccm", known, "2013-01-01"), "reports.initial", "SSD")["due"],
         exact("2012-01-05"))
    same("report for the year of effect", row(at("ccm", known, "2013-01-01"), "reports.annual", "SSD", "2011")["due"],
         exact("2012-04-30"))
    vague = made(*deposits(30, "2010-02-16"), ("succession", "SSD", "2012-03-01"))
    same("no day of effect: open up to the deposit", [at("ccm", vague, d).holds("in-force", "SSD") for d in
                                                     ("2010-07-31", "2010-08-01", "2012-02-29", "2012-03-01")],
         ["no", "maybe", "maybe", "yes"])
    same("so is the standing", at("ccm", vague, "2011-01-01").standing("SSD"), "unknown")
    count = facts.count(at("ccm", vague + [cover(BOUND, "2020-01-01")], "2011-01-01"), "in-force")
    same("and the count has bounds", (count["quality"], count["low"], count["high"]), ("bounded", 30, 31))
    month = made(*deposits(30, "2010-02-16"), ("accession", "CUB", "2016-04"))
    same("a deposit in some day of a month: its day of entry into force is known",
         in_force(at("ccm", month, "2016-05-01"), "CUB"), "2016-10-01")
    same("and its standing within that month is not", at("ccm", month, "2016-04-10").standing("CUB"), "unknown")


# ---- obligations ------------------------------------------------------------------------------------

def duty(day, *rows, cover_through=None, iso3="BIH", obligation="clearance", cause="", known=EVER):
    """Clearance by Bosnia and Herzegovina: in force 1 March 2011, due 1 March 2021."""
    acts = made(*deposits(30, "2010-02-16"), ("ratification", "BIH", "2010-09-07"), *rows)
    if cover_through:
        acts.append(cover("obligation-completed obligation-reopened report-received", cover_through))
    found = row(at("ccm", acts, day, known), obligation, iso3, cause=cause)
    return found and (found["state"], found["quality"])


def said(value, date="", about="contamination"):
    return ("declared", "BIH", date, {"about": about, "says": value})


def of_clearance(action, date, cause="", **more):
    return (action, "BIH", date, dict(obligation="clearance", cause=cause, **more))


def granted(date, until, outcome="granted", cause=""):
    return of_clearance("decision", date, cause, matter="extension", outcome=outcome, until=until)


def test_obligations():
    yes = said("yes")
    for name, expected, found in [
        ("nothing declared", ("unknown", "unknown"), duty("2020-01-01")),
        ("declared: none", ("not-applicable", "exact"), duty("2020-01-01", said("no"))),
        ("declared unknown", ("unknown", "unknown"), duty("2020-01-01", said("unknown"))),
        ("declared, running", ("due", "exact"), duty("2021-03-01", yes)),
        ("past, nothing on file, not covered", ("unknown", "unknown"), duty("2021-03-02", yes)),
        ("past, covered to the day before", ("unknown", "unknown"), duty("2021-03-02", yes, cover_through="2021-02-28")),
        ("past, covered through the due day", ("late", "exact"), duty("2021-03-02", yes, cover_through="2021-03-01")),
        ("the later of two declarations", ("due", "exact"), duty("2015-01-01", said("no", "2012-01-01"), said("yes", "2013-01-01"))),
        ("before the later one", ("not-applicable", "exact"),
         duty("2012-06-01", said("no", "2012-01-01"), said("yes", "2013-01-01"))),
        ("the undated one yields", ("not-applicable", "exact"), duty("2015-01-01", yes, said("no", "2012-01-01"))),
        ("but counts before it", ("due", "exact"), duty("2011-12-31", yes, said("no", "2012-01-01"))),
        ("two that contradict", ("unknown", "unknown"), duty("2015-01-01", yes, said("no"))),
        ("a request shows that it applies", ("due", "exact"),
         duty("2020-06-01", said("no"), of_clearance("extension-requested", "2020-05-01", until="2022-09-01"))),
        ("but not before it was made", ("not-applicable", "exact"),
         duty("2020-04-30", said("no"), of_clearance("extension-requested", "2020-05-01", until="2022-09-01"))),
        ("extended", ("due", "exact"), duty("2022-09-01", granted("2021-02-01", "2022-09-01"))),
        ("refused", ("late", "exact"),
         duty("2022-09-01", yes, granted("2021-02-01", "2022-09-01", "refused"), cover_through="2026-01-01")),
        ("the latest day granted counts", ("due", "exact"),
         duty("2023-09-01", granted("2022-08-01", "2023-09-01"), granted("2021-02-01", "2022-09-01"))),
        ("a grant to another cause", ("late", "exact"),
         duty("2022-09-01", yes, granted("2021-02-01", "2022-09-01", cause="x"), cover_through="2026-01-01")),
        ("a grant that may have come later", ("unknown", "unknown"),
         duty("2021-06-01", yes, granted("2021", "2022-09-01"), cover_through="2026-01-01")),
        ("done on the due day", ("met", "exact"), duty("2022-01-01", of_clearance("obligation-completed", "2021-03-01"))),
        ("done a day late", ("met-late", "exact"), duty("2022-01-01", of_clearance("obligation-completed", "2021-03-02"))),
        ("done on a day about the due day", ("met", "bounded"), duty("2022-01-01", of_clearance("obligation-completed", "2021-03"))),
        ("done by then, maybe", ("unknown", "unknown"),
         duty("2021-03-10", yes, of_clearance("obligation-completed", "2021-03"), cover_through="2026-01-01")),
        ("maybe done, and not yet due", ("due", "exact"), duty("2020-03-10", yes, of_clearance("obligation-completed", "2020-03"))),
        ("done long ago, day not found", ("met", "exact"), duty("2020-01-01", of_clearance("obligation-completed", "../2019-08"))),
        ("found again", ("due", "exact"), duty("2020-01-01", of_clearance("obligation-completed", "2019-01-01"),
                                              of_clearance("obligation-reopened", "2019-01-01"))),
        ("reopened before it was done", ("met", "exact"), duty("2020-01-01", of_clearance("obligation-completed", "2019-01-01"),
                                                             of_clearance("obligation-reopened", "2018-12-31"))),
        ("done again", ("met-late", "exact"),
         duty("2022-01-01", of_clearance("obligation-completed", "2019-01-01"), of_clearance("obligation-reopened", "2020-01-01"),
              of_clearance("obligation-completed", "2021-06-01"))),
        ("a further cause, ten years on", ("due", "exact"),
         duty("2026-06-30", yes, of_clearance("cause-arose", "2016-06-30", cause="war"), cause="war")),
        ("and a day later", ("late", "exact"), duty("2026-07-01", yes, of_clearance("cause-arose", "2016-06-30", cause="war"),
                                                   cover_through="2026-06-30", cause="war")),
    ]:
        same(name, found, expected)


def received(date, report="initial", **more):
    return ("report-received", "BIH", date, dict(report=report, **more))


def report(day, *rows, cover_through="2026-01-01", obligation="reports.initial", period=""):
    """The initial report, due 28 August 2011, or that for a year."""
    acts = made(*deposits(30, "2010-02-16"), ("ratification", "BIH", "2010-09-07"), *rows)
    acts.append(cover("report-received", cover_through))
    found = row(at("ccm", acts, day), obligation, "BIH", period)
    return found and (found["state"], found["quality"], found["done_on"] and days.text(found["done_on"][1]))


def test_reports():
    year = dict(obligation="reports.annual", period="2012")
    for name, expected, found in [
        ("due on the day", ("due", "exact", None), report("2011-08-28")),
        ("late from the day after", ("late", "exact", None), report("2011-08-29")),
        ("received early, before the treaty was in force", ("met", "exact", "2011-01-01"), report("2012-01-01", received("2011-01-01"))),
        ("of two, the earlier", ("met-late", "exact", "2012-05-01"),
         report("2013-01-01", received("2012-06-01"), received("2012-05-01"))),
        ("not before it came", ("late", "exact", None), report("2012-04-30", received("2012-05-01"))),
        ("another kind of report", ("late", "exact", None), report("2013-01-01", received("2012-05-01", "annual", period="2011"))),
        ("a year not over", None, report("2012-12-31", **year)),
        ("a year just over", ("due", "exact", None), report("2013-01-01", **year)),
        ("the report for that year", ("met", "exact", "2013-04-30"),
         report("2014-01-01", received("2013-04-30", "annual", period="2012"), **year)),
        ("one for another year", ("late", "exact", None),
         report("2014-01-01", received("2013-04-30", "annual", period="2011"), **year)),
        ("the year of entry into force has its report", ("late", "exact", None),
         report("2014-01-01", obligation="reports.annual", period="2011")),
        ("retention is owed by who said so", None, report("2014-01-01", obligation="reports.retention", period="2012")),
        ("and from its word on", ("late", "exact", None),
         report("2014-01-01", said("yes", "2012-05-01", "retention"), obligation="reports.retention", period="2012")),
    ]:
        same(name, found, expected)


# ---- known, corrections, coverage --------------------------------------------------------------------

def test_known():
    base = made(*deposits(30, "2010-02-16"), ("accession", "CUB", "2016-04-06"))
    fix = dict(action="correction", treaty="ccm", recorded=1_783_000_001_000, id="c1", corrects=base[-1]["id"],
               row=dict(base[-1], date="2016-05-06"))
    again = dict(fix, id="c2", corrects="c1", recorded=1_783_000_002_000, row=dict(base[-1], date="2016-06-06"))
    void = dict(action="correction", treaty="ccm", recorded=1_783_000_003_000, id="c3", corrects="c2", void=True)
    acts = base + [fix, again, void]
    found = [at("ccm", acts, "2020-01-01", 1_783_000_000_000 + n).status("CUB")["deposited"] for n in (-1, 0, 999, 1000, 2000, 3000)]
    same("a correction counts from when it was recorded", found,
         [None, exact("2016-04-06"), exact("2016-04-06"), exact("2016-05-06"), exact("2016-06-06"), None])
    undated = made(*deposits(30, "2010-02-16"), ("accession", "CUB", ""))  # recorded on 2 July 2026
    same("an act without a day was done by the day it was recorded",
         [at("ccm", undated, d).holds("deposited", "CUB") for d in ("2026-07-01", "2026-07-02")], ["maybe", "yes"])


def test_coverage():
    base = made(*deposits(30, "2010-02-16"))
    def as_at(*statements, day="2020-06-01"):
        found = facts.count(at("ccm", base + list(statements), day), "deposited")
        return (found["quality"], found["as_at"] and days.text(found["as_at"]))
    same("nothing covered", as_at(), ("unknown", None))
    same("covered beyond the day", as_at(cover(BOUND, "2021-01-01")), ("exact", "2020-06-01"))
    same("covered before the day", as_at(cover(BOUND, "2019-01-01")), ("exact", "2019-01-01"))
    same("not from the beginning", as_at(cover(BOUND, "2021-01-01", **{"from": "2012-01-01"})), ("unknown", None))
    same("two that meet", as_at(cover(BOUND, "2011-12-31"), cover(BOUND, "2021-01-01", **{"from": "2012-01-01"})),
         ("exact", "2020-06-01"))
    same("two with a day between", as_at(cover(BOUND, "2011-12-30"), cover(BOUND, "2021-01-01", **{"from": "2012-01-01"})),
         ("exact", "2011-12-30"))
    same("one kind less far", as_at(cover(BOUND, "2021-01-01"), cover("signature", "2015-01-01")), ("exact", "2020-06-01"))
    same("without withdrawals", as_at(cover(BOUND.replace(" withdrawal", ""), "2021-01-01")), ("unknown", None))
    same("one State only", as_at(cover(BOUND, "2021-01-01", "X01")), ("unknown", None))
    same("what is unknown has no value", facts.count(at("ccm", base, "2020-06-01"), "deposited")["value"], None)


def main():
    for name, test in list(globals().items()):
        if name.startswith("test_"):
            test()
    print(f"1..{sum(tally.values())}")
    print(f"# {tally['ok']} passed, {tally['not ok']} failed")
    return 1 if tally["not ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
