"""The facts of docs/packs.md that are counted from acts, by the slow register.

A fact is a dict with `value`, `low`, `high` (None: no value), `quality` and `as_at` (a day number or None).
"""

import days
import register
from register import BINDING, reach
from treaties import MEETING, REVIEW

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


def beyond(reg, kinds, found):
    """The fact as it is where it takes in acts of these kinds that were done after the covered day."""
    if found["as_at"] is None:
        return found
    last = [min(a["high"], reg.day) for a in reg.own if a["action"] in kinds and a["low"] <= reg.day
            and a["high"] > found["as_at"]] if found["as_at"] < reg.day else []
    return dict(found, low=None, high=None, quality="bounded", as_at=max(last)) if last else found


def tally(reg, predicate):
    answers = [reg.holds(predicate, iso3) for iso3 in reg.states()]
    return between(answers.count("yes"), len(answers) - answers.count("no"), covered(reg, NEEDS[predicate]))


def count(reg, predicate):
    found = tally(reg, predicate)
    return found if predicate == "state" else beyond(reg, NEEDS[predicate], found)


def percent(reg, of, among):
    a, b = tally(reg, of), tally(reg, among)
    if a["as_at"] is None or b["as_at"] is None or not b["low"]:
        return fact(None, None, None, "unknown", None)
    tenths = lambda part, whole: (2000 * part + whole) // (2 * whole)  # half up
    low, high = tenths(a["low"], b["high"]), tenths(a["high"], b["low"])
    as_at = min(a["as_at"], b["as_at"])
    shown = lambda n: f"{n // 10}.{n % 10}"
    found = dict(between(low, high, as_at), value=None, low=shown(low), high=shown(high), quality="bounded")
    if a["quality"] == "exact" == b["quality"]:
        found = fact(shown(low), shown(low), shown(low), "exact", as_at)
    return beyond(reg, NEEDS[of], found)


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
    """(day, States) of the last deposits in effect; "open" where imprecise days leave it so, else None."""
    held = {}
    for iso3 in reg.states():
        if reg.holds("deposited", iso3) != "no":
            held[iso3] = (*reg.status(iso3)["deposited"], reg.holds("deposited", iso3))
    sure = [low for low, high, answer in held.values() if answer == "yes" and low == high]
    if not held:
        return None
    last = max(sure, default=0)
    if any(high >= last and (low != high or answer == "maybe") for low, high, answer in held.values()):
        return "open"
    return last, sorted(s for s in held if held[s][1] == last)


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
    perhaps = sum(r["state"] == "unknown" and r["due"][0] < reg.day for r in rows)
    return between(late, late + perhaps, as_at)


def completed(reg, obligation):
    """States that have it, and have done all of it that is known to apply; a low bound where not covered."""
    low = high = 0
    last = None
    for iso3 in reg.states():
        rows = [r for r in reg.rows() if (r["obligation"], r["iso3"]) == (obligation, iso3)
                and (r["done"] != "no" or (r["condition"] == "yes" and r["sure"]))]
        high += bool(rows) and all(r["done"] != "no" for r in rows)
        if rows and all(r["done"] == "yes" for r in rows):
            low += 1
            last = max([last or 0] + [r["done_on"][1] for r in rows])
    as_at = covered(reg, ("obligation-completed",), ("all", obligation))
    if as_at is None:
        return fact(None, low, None, "bounded", last) if low else between(0, 0, None)
    return between(low, high, as_at)


def of_value(value, as_at):
    """What is read off the acts as one value, or is not known."""
    return fact(value, value, value, "exact", as_at) if value is not None else between(0, 0, None)


def about_start(reg):
    """Facts about the treaty's own entry into force: read off the deposits that brought it about."""
    day, reached = started(reg), [nth for nth, _ in reg.start]
    as_at = None if None in reached else max(*reached, covered(reg, MEMBERSHIP) or 0)
    values = {"treaty.in_force.on": day and days.text(day), "treaty.years_in_force": since(reg, "years"),
              "treaty.anniversary": since(reg, "calendar")}
    return {key: of_value(value, as_at) for key, value in values.items()}


def about_latest(reg):
    """The last deposits in effect: the States, and their day."""
    as_at, found = covered(reg, MEMBERSHIP), latest(reg)
    values = (None, None)
    if found == "open" and as_at:
        bounded = fact(None, None, None, "bounded", as_at)
        return {"parties.latest": bounded, "parties.latest.on": bounded}
    if as_at and found:
        values = " ".join(found[1]), days.text(found[0])
    found = [of_value(value, as_at) for value in values]
    return dict(zip(("parties.latest", "parties.latest.on"), (beyond(reg, MEMBERSHIP, f) for f in found)))


# ---- what letters say of meetings ----

SERIES = (MEETING, REVIEW)  # the formal meetings


def meetings(reg):
    """The meetings that were held by the day, or perhaps: (type, opens, closes, answer)."""
    told = lambda act: register.answer(act, reg.day) if act.get("date") else "yes"  # undated: on every day
    return [(a["type"], days.number(a["opens"]), days.number(a["closes"]), told(a))
            for a in reg.own if a["action"] == "meeting-held" and told(a) != "no"]


def held(reg, kind):
    """How many meetings of a kind opened after the last formal one had closed."""
    closed = [closes for name, _, closes, _ in meetings(reg) if name in SERIES and closes < reg.day]
    if not closed:
        return between(0, 0, None)
    since = max(closed)
    answers = [answer for name, opens, _, answer in meetings(reg) if name == kind and opens > since]
    end = reach(reg.acts, reg.code, "meeting-held", ("all", kind), since)
    return between(answers.count("yes"), len(answers), end and min(end, reg.day))


def annual(reg, obligation):
    """The last year whose report fell due before the day; the next due day, and the year it is about."""
    rule = next(r for r in reg.rules["obligations"] if r["id"] == obligation)
    start, first = started(reg), None
    if start is not None and start <= reg.day:
        first = days.year(start)
    about = days.year(reg.day)
    due = lambda y: days.of(y + 1, rule["month"], rule["day"])
    last = max(y for y in range(about - 3, about + 1) if due(y) < reg.day)
    after = min(y for y in range(about - 3, about + 2) if due(y) >= reg.day)
    values = [y if first and y >= first else None for y in (last, after)]
    values.append(None if values[1] is None else days.text(due(after)))
    return [of_value(value, reg.day) for value in values]


def known(reg, years):
    """Every fact that the reference can tell, by key, with the annual ones for some years."""
    out = {key: count(reg, predicate) for key, predicate in COUNTS.items()}
    out["joined.percent"] = percent(reg, "joined", "state")
    out.update(about_start(reg))
    out.update(about_latest(reg))
    has = {r["id"] for r in reg.rules["obligations"]}
    for key, obligation in (("reports.initial", "reports.initial"), ("declarations", "declaration")):
        if obligation in has:
            out[f"{key}.due"] = due(reg, obligation)
            out[f"{key}.outstanding"] = outstanding(reg, obligation)
    for y in years if "reports.annual" in has else ():
        out[f"reports.annual.due:{y}"] = due(reg, "reports.annual", str(y))
        out[f"reports.annual.outstanding:{y}"] = outstanding(reg, "reports.annual", str(y))
    for obligation in ("clearance", "stockpile"):
        if obligation in has:
            out[f"{obligation}.completed"] = completed(reg, obligation)
    if reg.code == "ccm":  # whose pack has the facts of letters
        out["coordination.held"] = held(reg, "coordination")
        keys = ("year", "next.year", "next.on")
        out.update(zip((f"reports.annual.{key}" for key in keys), annual(reg, "reports.annual")))
    return out
