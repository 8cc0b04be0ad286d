"""The slow register: what the acts say on a day, as far as known at an instant.

Written from docs/reading.md and the treaty texts alone, never from the C. It is meant to be plainly
right, not fast: every question is worked out anew from the whole list of acts.

An act is a dict with the columns of the CSV dialect (docs/packs.md) and, besides, `id`, `treaty` (a code or
`world`) and `recorded` (milliseconds). A correction has `action: correction`, `corrects` (an id) and
either `void: True` or `row`, the columns of the act that stands instead.

Imprecise days of membership are settled in every way: each act on its first and on its last
possible day. What comes out the same in all these readings is known; the rest is open.
"""

import datetime
import itertools

import days
from treaties import TREATIES

BINDING = ("ratification", "acceptance", "approval", "accession", "succession", "consent-to-be-bound")
WITHIN_A_DAY = {"signature": 0, "withdrawal": 2}  # binding instruments between
DAY_MS = 86_400_000
EPOCH = datetime.date(1970, 1, 1).toordinal()


# ---- the record -------------------------------------------------------------------------------------

def live(acts, known):
    """The acts that exist at `known`, each as and where the last of its corrections left it."""
    seen = [a for a in acts if a["recorded"] <= known]
    after = {a["corrects"]: a for a in seen if a["action"] == "correction"}
    out, place = [], {a["id"]: n for n, a in enumerate(seen)}
    for act in seen:
        if act["action"] == "correction":
            continue
        last, ids = act, {act["id"]}
        while last["id"] in after:
            last = after[last["id"]]
            ids.add(last["id"])
        if last.get("void"):
            continue
        row = dict(last["row"] if last["action"] == "correction" else act)
        row.update(id=act["id"], ids=ids, treaty=act["treaty"], recorded=last["recorded"],
                   place=place[last["id"]])
        row["low"], row["high"] = days.bounds(row.get("date", ""))
        if row["high"] == days.END:
            row["high"] = EPOCH + last["recorded"] // DAY_MS
        out.append(row)
    return sorted(out, key=lambda a: a["place"])


def answer(act, day):
    """Had it been done by `day`: yes, no or maybe."""
    return "yes" if act["high"] <= day else "no" if act["low"] > day else "maybe"


def reach(acts, treaty, kind, words, start=days.BEGIN):
    """The last day of unbroken cover of `kind` from `start` on, for one of the scopes `words`; or None."""
    end = start - 1
    grown = True
    while grown:
        grown = False
        for act in acts:
            if act["action"] != "coverage-stated" or act["treaty"] != treaty:
                continue
            if kind not in act["kinds"].split() or not set(act["scope"].split()) & set(words):
                continue
            first = days.number(act["from"]) if act.get("from") else days.BEGIN
            last = days.number(act["through"])
            if first <= end + 1 and last > end:
                end, grown = last, True
    return end if end >= start else None


# ---- membership -------------------------------------------------------------------------------------

def readings(acts, day):
    """The ways of settling the imprecise days of these acts: the first, the last, and `day` between them.

    A succession that does not say when it took effect has one more open day: `from_start` says whether it
    goes back as far as the treaty does, or no further than its deposit.
    """
    ways = []
    for act in acts:
        low, high = max(act["low"], days.BEGIN + 1), act["high"]
        ends = sorted({low, min(max(low, day), high), high})
        goes_back = act["action"] == "succession" and not act.get("effective")
        starts = (True, False) if goes_back else (False,)
        ways.append([dict(act, day=end, from_start=start) for end in ends for start in starts])
    return [list(way) for way in itertools.product(*ways)]


def treaty_in_force(rules, acts, day):
    """Readings of (day of the n-th deposit, day of entry into force), from deposits up to `day`."""
    out = []
    for end in ("low", "high"):
        first = {}
        for act in acts:
            if act["action"] in rules["threshold_kinds"] and act[end] <= day:
                first[act["iso3"]] = min(first.get(act["iso3"], days.END), act[end])
        in_order = sorted(first.values())
        if len(in_order) < rules["threshold"]:
            pair = (None, None)
        else:
            nth = in_order[rules["threshold"] - 1]
            pair = (nth, days.step(nth, rules["threshold_step"]))
        if pair not in out:
            out.append(pair)
    return out


def state_in_force(rules, act, nth, start):
    """The day on which the treaty enters into force by this instrument."""
    if start is None:
        return None
    if act.get("effective"):
        day = days.number(act["effective"])
    elif act["action"] == "succession":
        day = start if act["from_start"] else act["day"]
    elif act["day"] <= nth or (rules["between"] == "with-the-treaty" and act["day"] < start):
        day = start
    else:
        day = days.step(act["day"], rules["state_step"])
    return max(day, start)


def withdrawal_effect(rules, notice, conflicts):
    """The day on which a withdrawal takes effect; None while an armed conflict holds it up."""
    if notice.get("effective"):
        return days.number(notice["effective"])
    expiry = days.step(notice["day"], rules["withdrawal"])
    if not rules["held"]:
        return expiry
    ends = [end for began, end in conflicts if began <= expiry and (end is None or end > expiry)]
    if not ends:
        return expiry
    return None if None in ends else max(ends)


def conflicts_of(acts):
    """(began, ended or None) of each conflict of one State."""
    out = []
    for began in acts:
        if began["action"] == "conflict-began":
            ends = [a["day"] for a in acts
                    if a["action"] == "conflict-ended" and a.get("conflict") == began.get("conflict")]
            out.append((began["day"], min(ends) if ends else None))
    return out


def memberships(rules, acts, nth, start, day):
    """The memberships of one State in one reading, from what is on file on `day`.

    On file is what was done by `day`, and an instrument that takes effect by `day` though it came later.
    """
    seen = []
    for act in acts:
        if act["action"] in BINDING:
            act = dict(act, in_force=state_in_force(rules, act, nth, start))
        if act["day"] <= day or (act.get("in_force") is not None and act["in_force"] <= day):
            seen.append(act)
    seen.sort(key=lambda a: (a["day"], WITHIN_A_DAY.get(a["action"], 1)))
    out = []
    for act in seen:
        current = out[-1] if out else None
        if act["action"] in BINDING:
            if current is None or (current["ended"] is not None and current["ended"] <= act["day"]):
                out.append(dict(act=act, deposited=act["day"], in_force=act["in_force"], notice=None,
                                ended=None))
        elif act["action"] == "withdrawal" and current is not None and current["notice"] is None:
            current["notice"] = act["day"]
            current["ended"] = withdrawal_effect(rules, act, conflicts_of(seen))
    return out


def standing(spans, signed, day):
    if spans:
        last = spans[-1]
        if last["ended"] is not None and last["ended"] <= day:
            return "withdrawn"
        if last["notice"] is not None and last["notice"] <= day:
            return "withdrawing"
        if last["in_force"] is not None and last["in_force"] <= day:
            return "party"
        if last["deposited"] <= day:
            return "deposited"
    return "signatory" if signed else "not-party"


def predicates(spans, signed, day):
    """The predicates that need no world, in one reading."""
    last = spans[-1] if spans else None
    ended = last is not None and last["ended"] is not None and last["ended"] <= day
    deposited = last is not None and last["deposited"] <= day and not ended
    ever = any(s["deposited"] <= day for s in spans)
    in_force = last is not None and last["in_force"] is not None and last["in_force"] <= day and not ended
    signatory = signed and not ever
    return {"deposited": deposited, "in-force": in_force, "signed": signed, "signatory": signatory,
            "joined": deposited or signatory}


def truth(values):
    """One answer out of those of all readings."""
    return "yes" if all(values) else "maybe" if any(values) else "no"


def cause_of(act):
    return act.get("cause") or (act["id"] if act["action"] == "cause-arose" else "")


class Register:
    """One treaty on one day, as far as known at one instant."""

    def __init__(self, code, acts, known, day):
        self.code, self.rules, self.day = code, TREATIES[code], day
        everything = live(acts, known)
        self.acts = [a for a in everything if a["treaty"] in (code, "world")]
        self.own = [a for a in everything if a["treaty"] == code]
        self.start = treaty_in_force(self.rules, self.own, day)
        self.by_state, self.known_ways, self.known_rows = {}, {}, None
        for act in self.acts:
            self.by_state.setdefault(act.get("iso3") or "", []).append(act)

    def of(self, iso3, *kinds):
        """The acts of some kinds about one State."""
        return [a for a in self.by_state.get(iso3, ()) if a["action"] in kinds]

    def ways(self, iso3):
        """(memberships, signed, the treaty's entry into force) of the State in each reading."""
        if iso3 not in self.known_ways:
            acts = self.of(iso3, "signature", "withdrawal", "conflict-began", "conflict-ended", *BINDING)
            self.known_ways[iso3] = [
                (memberships(self.rules, way, nth, start, self.day),
                 any(a["action"] == "signature" and a["day"] <= self.day for a in way), start)
                for way in readings(acts, self.day) for nth, start in self.start]
        return self.known_ways[iso3]

    # ---- States ------------------------------------------------------------------------------------

    def exists(self, iso3):
        """Whether it is a State of the world under this treaty's policy: yes, no or maybe."""
        answers = [answer(a, self.day) for a in self.of(iso3, "state-joined")
                   if a["body"] == "UN" and a["status"] in self.rules["statuses"]]
        return "yes" if "yes" in answers else "maybe" if "maybe" in answers else "no"

    def states(self):
        """Every State that the record speaks of."""
        return sorted(iso3 for iso3 in self.by_state if iso3)

    def standing(self, iso3):
        found = {standing(spans, signed, self.day) for spans, signed, _ in self.ways(iso3)}
        return found.pop() if len(found) == 1 else "unknown"

    def shown(self, iso3):
        """The standing as it is printed: where nothing is covered, absence of acts says nothing."""
        found = self.standing(iso3)
        kinds = BINDING + ("signature", "withdrawal")
        dark = any(reach(self.own, self.code, kind, ("all",)) is None for kind in kinds)
        return "unknown" if found == "not-party" and dark else found

    def status(self, iso3):
        """The row of `paraph status`; days are (low, high) or None."""
        def both(values):
            values = [v for v in values if v is not None]
            return (min(values), max(values)) if values else None

        ways = self.ways(iso3)
        spans = [w[0][-1] if w[0] else None for w in ways]
        signatures = [a for a in self.of(iso3, "signature") if answer(a, self.day) != "no"]
        first = min(signatures, key=lambda a: (a["high"], a["low"])) if signatures else None
        return {
            "iso3": iso3, "standing": self.shown(iso3),
            "signed": (first["low"], first["high"]) if first else None,
            "instrument": next((s["act"]["action"] for s in spans if s), None),
            "deposited": both(s and s["deposited"] for s in spans),
            "in_force": both(s and s["in_force"] for s in spans),
            "withdrawn": both(s and s["ended"] for s in spans),
        }

    def holds(self, predicate, iso3):
        """Whether a predicate of docs/reading.md is true of the State: yes, no or maybe."""
        exists = self.exists(iso3)
        if predicate == "state":
            return exists
        if predicate == "not-party":
            deposited = self.holds("deposited", iso3)
            if exists == "no" or deposited == "yes":
                return "no"
            return "yes" if exists == "yes" and deposited == "no" else "maybe"
        return truth([predicates(spans, signed, self.day)[predicate] for spans, signed, _ in self.ways(iso3)])

    # ---- obligations -------------------------------------------------------------------------------

    def ended(self, span):
        """The day a membership ended; a notice that still runs has ended nothing."""
        return span["ended"] if span["ended"] is not None and span["ended"] <= self.day else None

    def claims(self, rule, spans, start):
        """{(period, cause): due} of one rule for one State in one reading."""
        out = {}
        for n, span in enumerate(spans, 1):
            begun, ended = span["in_force"], self.ended(span)
            if begun is None or (ended is not None and ended <= begun):
                continue
            cause = "" if n == 1 else f"membership-{n}"
            if rule["rule"] == "decided":
                step = self.decided(rule)
                found = {("", cause): step and days.step(begun, step)}
                if found["", cause] is None and ended is not None:
                    continue
            elif rule["rule"] == "offset":
                due = days.step(begun, rule["step"]) - (1 if rule.get("minus_one") else 0)
                if rule.get("founders") and begun == start:
                    due = days.number(rule["founders"])
                found = {("", cause): due}
            else:
                found = {}
                for y in range(days.year(begun), days.year(self.day)):
                    absorbed = rule.get("absorbs") and y == days.year(begun)
                    gone = ended is not None and ended <= days.of(y, 1, 1)
                    if not absorbed and not gone:
                        found[(str(y), cause)] = days.of(y + 1, rule["month"], rule["day"])
            out.update({key: due for key, due in found.items() if None in (due, ended) or due < ended})
        return out

    def decided(self, rule):
        """The length that a meeting set for an obligation, or None."""
        acts = [a for a in self.own if a["action"] == "decision" and a["matter"] == "deadline"
                and a.get("obligation") == rule["id"] and answer(a, self.day) == "yes"]
        if not acts:
            return None
        last = max(acts, key=lambda a: a["high"])
        return next((unit, int(last[unit])) for unit in ("years", "months", "days") if last.get(unit))

    def caused(self, rule, iso3, spans):
        """The further ones, from acts `cause-arose` while the State was bound: {(period, cause): [due]}."""
        out = {}
        for act in self.of(iso3, "cause-arose"):
            if act["obligation"] != rule["id"] or answer(act, self.day) != "yes":
                continue
            for span in spans:
                begun, ended = span["in_force"], self.ended(span)
                dues = [days.step(d, rule["step"]) for d in (act["low"], act["high"])]
                if begun is not None and begun <= act["high"] and (ended is None or max(dues) < ended):
                    out[("", cause_of(act))] = dues
        return out

    def condition(self, rule, iso3, cause):
        """Whether the obligation applies to the State: yes, no or unknown."""
        if not rule.get("condition"):
            return "yes"
        for act in self.of(iso3, "cause-arose", "obligation-completed", "extension-requested", "decision"):
            shows = act["action"] != "decision" or act["matter"] == "extension"
            if shows and act["obligation"] == rule["id"] and cause_of(act) == cause \
                    and answer(act, self.day) == "yes":
                return "yes"
        said = [a for a in self.of(iso3, "declared") if a["about"] == rule["condition"]]
        dated = [a for a in said if a.get("date") and answer(a, self.day) == "yes"]
        if dated:
            latest = max(a["high"] for a in dated)
            said = [a for a in dated if a["high"] == latest]
        else:
            said = [a for a in said if not a.get("date")]
        values = {a["answer"] for a in said}
        return values.pop() if len(values) == 1 else "unknown"

    def rows(self):
        """The rows of `paraph due`: days are (low, high) or None."""
        if self.known_rows is None:
            self.known_rows = []
            for rule in self.rules["obligations"]:
                if rule["rule"] == "recurrence":
                    self.known_rows += self.series(rule)
                else:
                    self.known_rows += [row for iso3 in self.states() for row in self.rows_of(rule, iso3)]
        return self.known_rows

    def rows_of(self, rule, iso3):
        if rule["rule"] == "annual" and self.condition(rule, iso3, "") != "yes":
            return []
        if rule["rule"] == "window":
            rows = [{"obligation": rule["id"], "iso3": iso3, "period": "", "cause": act["id"],
                     "ids": act["ids"],
                     "due": (days.step(act["low"], rule["step"]), days.step(act["high"], rule["step"]))}
                    for act in self.of(iso3, rule["opened_by"]) if answer(act, self.day) == "yes"]
            return self.settled(rule, iso3, rows)
        ways = []
        for spans, _, start in self.ways(iso3):
            claims = {key: [due] for key, due in self.claims(rule, spans, start).items()}
            if rule["rule"] == "offset":
                claims.update(self.caused(rule, iso3, spans))
            ways.append(claims)
        rows = []
        for period, cause in sorted({key for way in ways for key in way}):
            dues = [d for w in ways for d in w.get((period, cause), ())]
            rows.append({"obligation": rule["id"], "iso3": iso3, "period": period, "cause": cause,
                         "due": None if None in dues else (min(dues), max(dues)),
                         "sure": all((period, cause) in way for way in ways)})
        return self.settled(rule, iso3, rows)

    def settled(self, rule, iso3, rows):
        self.meet(rule, iso3, rows)
        for row in rows:
            self.settle(rule, row)
        return rows

    def series(self, rule):
        """The treaty's own meetings: each due after the one before opened, until another kind is held."""
        starts = {start for _, start in self.start}
        if len(starts) != 1 or None in starts:
            return []
        held = [a for a in self.own if a["action"] == "meeting-held" and answer(a, self.day) == "yes"]
        opened = sorted(days.number(a["opens"]) for a in held if a["type"] == rule["meeting"])
        ends = [days.number(a["opens"]) for a in held if a["type"] == rule["until"]]
        if ends:
            opened = opened[:1] + [day for day in opened[1:] if day < min(ends)]
        due, rows = days.step(starts.pop(), rule["first"]), []
        for n, day in enumerate([*opened, None], 1):
            if due is None or (day is None and ends and n > 1):
                break
            row = {"obligation": rule["id"], "iso3": "", "period": str(n), "cause": "", "due": (due, due),
                   "extended_to": None, "done_on": day and (day, day), "quality": "exact"}
            if day is not None:
                row["state"] = "met" if day <= due else "met-late"
            elif self.day <= due:
                row["state"] = "due"
            else:
                last = reach(self.own, self.code, "meeting-held", ("all", rule["id"]))
                known = last is not None and last >= due
                row["state"], row["quality"] = ("late", "exact") if known else ("unknown", "unknown")
            rows.append(row)
            due = rule["every"] and day and days.step(day, rule["every"])
        return rows

    def meet(self, rule, iso3, rows):
        """Give each obligation, earliest due first, the act that met it; no act meets two."""
        kind, report = rule["met"]
        acts = [a for a in self.of(iso3, kind) if answer(a, self.day) != "no"]
        acts.sort(key=lambda a: a["high"])
        taken = set()
        for row in sorted(rows, key=lambda r: r["due"] or (days.END, days.END)):
            row["done"] = None
            for act in acts:
                if act["id"] in taken or not self.fits(rule, report, row, act):
                    continue
                if row["cause"].startswith("membership-") and act["high"] < self.opened(iso3, row["cause"]):
                    continue
                if kind == "obligation-completed" and self.reopened(row, act):
                    continue
                taken.add(act["id"])
                row["done"] = act
                break

    def fits(self, rule, report, row, act):
        if report is not None:
            if row["period"] and act.get("year", "") != row["period"]:
                return False
            cause = row["cause"] if row["period"] else self.membership(row["iso3"], act["high"])
            return act["report"] == report and (act.get("cause") or cause) == row["cause"]
        if rule["rule"] == "window":
            return act.get("answers") in row["ids"]
        return act["obligation"] == rule["id"] and act.get("cause", "") == row["cause"]

    def opened(self, iso3, cause):
        """The first day on which a later membership's instrument may have been deposited."""
        n = int(cause.removeprefix("membership-"))
        return min(spans[n - 1]["deposited"] for spans, *_ in self.ways(iso3) if len(spans) >= n)

    def membership(self, iso3, day):
        """The cause of the membership whose instrument was the last by a day; the first's before any."""
        n = max(sum(s["deposited"] <= day for s in spans) for spans, *_ in self.ways(iso3))
        return "" if n < 2 else f"membership-{n}"

    def reopened(self, row, act, sure="yes"):
        """Whether a completion was undone, for sure or (sure: maybe) perhaps."""
        return any(a["obligation"] == row["obligation"] and a.get("cause", "") == row["cause"]
                   and answer(a, self.day) == sure and a["high"] >= act["high"]
                   for a in self.of(row["iso3"], "obligation-reopened"))

    def settle(self, rule, row):
        """The state and the quality of one obligation."""
        grants = [a for a in self.of(row["iso3"], "decision")
                  if a["matter"] == "extension" and a["outcome"] == "granted"
                  and a["obligation"] == rule["id"] and a.get("cause", "") == row["cause"]]
        untils = [days.number(a["until"]) for a in grants if answer(a, self.day) == "yes"]
        perhaps = [0] + [days.number(a["until"]) for a in grants if answer(a, self.day) == "maybe"]
        row["extended_to"] = (max(untils), max(untils)) if untils else None
        low, high = (max(untils), max(untils)) if untils else row["due"] or (None, None)
        done = row.pop("done")
        certain = done is not None and answer(done, self.day) == "yes"
        certain = certain and not self.reopened(row, done, "maybe")
        row["quality"] = "exact" if low == high else "bounded"
        row["done"] = "no" if done is None else "yes" if certain else "maybe"
        row["condition"] = condition = self.condition(rule, row["iso3"], row["cause"])
        if condition == "no":
            row["state"] = "not-applicable"
        elif not row.setdefault("sure", True):
            row["state"] = "unknown"
        elif low is None:
            row["state"], row["quality"] = ("met", "bounded") if certain else ("unknown", "unknown")
        elif certain and done["high"] <= low:
            row["state"] = "met"
        elif certain and done["low"] > max(high, *perhaps):
            row["state"] = "met-late"
        elif certain:
            row["state"], row["quality"] = "met", "bounded"
        elif condition == "unknown":
            row["state"] = "unknown"
        elif self.day <= low:
            row["state"] = "due"
        elif done is not None or self.day <= max(high, *perhaps) or not self.covers(rule, row, high):
            row["state"] = "unknown"
        else:
            row["state"] = "late"
        if row["state"] == "unknown":
            row["quality"] = "unknown"
        row["done_on"] = (done["low"], done["high"]) if row["done"] == "yes" else None

    def covers(self, rule, row, due):
        """Whether the record is complete, through the due day, for what would have met the obligation."""
        words = ("all", row["iso3"], rule["id"])
        last = reach(self.own, self.code, rule["met"][0], words)
        return last is not None and last >= due
