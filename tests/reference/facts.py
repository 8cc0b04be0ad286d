"""The facts of docs/packs.md that are counted from acts, by the slow register.

A fact is a dict with `value`, `low`, `high` (None: no value), `quality` and `as_at` (a day number or None).
"""

import days
import register
from register import BINDING, reach

MEMBERSHIP = BINDING + ("withdrawal",)
NEEDS = {  # the kinds on whose absence each predicate rests; state-joined is of the world
    "deposited": MEMBERSHIP,
    "in-force": MEMBERSHIP,
    "signed": ("signature",),
    "signatory": ("signature",) + BINDING,
    "joined": ("signature",) + MEMBERSHIP,
    "not-party": MEMBERSHIP + ("state-joined",),
    "state": ("state-joined",),
}

COUNTS = {
    "parties.deposited": "deposited", "parties.in_force": "in-force", "signatories.not_party": "signatory",
    "signatures.ever": "signed", "joined": "joined", "not_party": "not-party", "states.total": "state",
}


def covered(reg, kinds, words=("all",)):
    """The last covered day up to the day asked, or None."""
    ends = [reach(reg.acts, "world", kind, ("all", "UN")) if kind == "state-joined" else
            reach(reg.acts, reg.code, kind, words) for kind in kinds]
    return None if None in ends else min(min(ends), reg.day)


def fact(value, low, high, quality, as_at):
    return {"value": value, "low": low, "high": high, "quality": quality, "as_at": as_at}


def between(low, high, as_at):
    """A number that lies between two others; unknown where nothing covers it."""
    if as_at is None:
        return fact(None, None, None, "unknown", None)
    if low == high:
        return fact(low, low, high, "exact", as_at)
    return fact(None, low, high, "bounded", as_at)


def count(reg, predicate):
    answers = [reg.holds(predicate, iso3) for iso3 in reg.states()]
    return between(answers.count("yes"), len(answers) - answers.count("no"), covered(reg, NEEDS[predicate]))


def percent(reg, of, among):
    a, b = count(reg, of), count(reg, among)
    if a["as_at"] is None or b["as_at"] is None or not b["low"]:
        return fact(None, None, None, "unknown", None)
    tenths = lambda part, whole: (2000 * part + whole) // (2 * whole)  # half up
    low, high = tenths(a["low"], b["high"]), tenths(a["high"], b["low"])
    as_at = min(a["as_at"], b["as_at"])
    shown = lambda n: f"{n // 10}.{n % 10}"
    found = between(low, high, as_at)
    if a["quality"] == "exact" == b["quality"]:
        return fact(shown(low), shown(low), shown(low), "exact", as_at)
    return dict(found, value=None, low=shown(low), high=shown(high), quality="bounded")


def started(reg):
    """The treaty's day of entry into force, where the acts settle it."""
    found = {start for _, start in reg.start}
    return found.pop() if len(found) == 1 else None


def since(reg, how):
    """Completed years, or the anniversary kept in the calendar year, of entry into force."""
    start = started(reg)
    if start is None or start > reg.day:
        return None
    y = days.year(reg.day) - days.year(start)
    if how == "years" and days.step(start, ("years", y)) > reg.day:
        y -= 1
    return y


def latest(reg):
    """(day, States) of the last deposits that are in effect, or None."""
    held = {}
    for iso3 in reg.states():
        answers = reg.holds("deposited", iso3)
        if answers == "yes":
            held[iso3] = reg.status(iso3)["deposited"]
        elif answers == "maybe":
            return None
    if not held or any(low != high for low, high in held.values()):
        return None
    last = max(low for low, _ in held.values())
    return last, sorted(s for s in held if held[s][0] == last)


def rows_of(reg, obligation, period):
    return [r for r in reg.rows() if r["obligation"] == obligation and (not period or r["period"] == period)]


def due(reg, obligation, period=""):
    rows = [r for r in rows_of(reg, obligation, period) if r["due"]]
    low = sum(r["due"][1] <= reg.day and r["sure"] for r in rows)
    high = sum(r["due"][0] <= reg.day for r in rows)
    return between(low, high, covered(reg, MEMBERSHIP))


def outstanding(reg, obligation, period=""):
    rule = next(r for r in reg.rules["obligations"] if r["id"] == obligation)
    rows = rows_of(reg, obligation, period)
    late = sum(r["state"] == "late" for r in rows)
    ends = covered(reg, MEMBERSHIP), covered(reg, (rule["met"][0],), ("all", obligation))
    as_at = None if None in ends else min(ends)
    return between(late, late + sum(r["state"] == "unknown" for r in rows), as_at)


def completed(reg, obligation):
    """States that have it, and have done all of it that is known to apply; a low bound where not covered."""
    low = high = 0
    last = None
    for iso3 in reg.states():
        rows = [r for r in reg.rows() if (r["obligation"], r["iso3"]) == (obligation, iso3)
                and (r["condition"] == "yes" or r["done"] != "no")]
        high += bool(rows) and all(r["done"] != "no" for r in rows)
        if rows and all(r["done"] == "yes" for r in rows):
            low += 1
            last = max([last or 0] + [r["done_on"][1] for r in rows])
    as_at = covered(reg, ("obligation-completed",), ("all", obligation))
    if as_at is None:
        return fact(None, low, None, "bounded", last) if low else between(0, 0, None)
    return between(low, high, as_at)


def day_fact(day, quality="exact"):
    return fact(day, day, day, quality, None)


def known(reg, years):
    """Every fact that the reference can tell, by key, with the annual ones for some years."""
    out = {key: count(reg, predicate) for key, predicate in COUNTS.items()}
    out["joined.percent"] = percent(reg, "joined", "state")
    has = {r["id"] for r in reg.rules["obligations"]}
    if "reports.initial" in has:
        out["reports.initial.due"] = due(reg, "reports.initial")
        out["reports.initial.outstanding"] = outstanding(reg, "reports.initial")
    for y in years if "reports.annual" in has else ():
        out[f"reports.annual.due:{y}"] = due(reg, "reports.annual", str(y))
        out[f"reports.annual.outstanding:{y}"] = outstanding(reg, "reports.annual", str(y))
    for obligation in ("clearance", "stockpile"):
        if obligation in has:
            out[f"{obligation}.completed"] = completed(reg, obligation)
    return out
