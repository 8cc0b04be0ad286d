"""Made-up worlds: random acts of a treaty that a careful registrar might have entered. All of it is invented.

world(code, seed,
      states) gives batches of entries, the same for the same arguments. An entry is an act (columns of
the CSV dialect) or a correction: {action: correction, id, corrects, void or row, reason}.
"""

import random

import days
import register
from treaties import TREATIES

LAST = days.of(2026, 5, 31)   # no invented act is later; it lies before the day of recording
BATCHES = 4
MEMBERSHIP = "ratification acceptance approval accession succession consent-to-be-bound withdrawal"


class World:
    def __init__(self, code, seed, states):
        self.rules, self.code = TREATIES[code], code
        self.dice = random.Random(f"{code} {seed}")
        self.batches = [[] for _ in range(BATCHES)]
        self.count, self.seen = 0, []
        self.kinds = [r["met"][1] for r in self.rules["obligations"] if "met" in r and r["met"][1]]
        self.opens = days.number(self.rules["opens"])
        self.plan(states)
        self.cover()
        self.correct()
        self.dice = random.Random(f"coordination {code} {seed}")  # what is above stays as it was
        self.coordinate()

    # ---- tools ----

    def chance(self, percent):
        return self.dice.randrange(100) < percent

    def between(self, low, high):
        return self.dice.randint(min(low, LAST), min(max(low, high), LAST))

    def near(self, due, low, high):
        """A day on, about or far from a due day."""
        return self.dice.choice([due, due + 1, due - 1, self.between(low, due), self.between(due, high)])

    def add(self, action, iso3, date, batch, **more):
        """One act; `date` is a day number or written text."""
        self.count += 1
        act = dict(action=action, iso3=iso3, date=days.text(date) if isinstance(date, int) else date,
                   source="invented", id=f"{self.code}.w{self.count}")
        act.update({k: v for k, v in more.items() if v})
        content = sorted((k, v) for k, v in act.items() if k != "id")
        if content not in self.seen:  # the same act twice is one act
            self.seen.append(content)
            self.batches[batch].append(act)
        return act

    def vague(self, day):
        """A day, mostly exact, sometimes known only in part."""
        text = days.text(day)
        return self.dice.choice([text] * 12 + [
            text[:7], text[:7], text[:4], f"{text[:4]}/{text[:7]}", f"../{text[:7]}", f"{text[:7]}/..", ""])

    # ---- membership ----

    def plan(self, states):
        n = self.rules["threshold"]
        reached = not self.chance(8)
        size = n + self.dice.randint(6, 22) if reached else n - self.dice.randint(1, 3)
        chosen = self.dice.sample(states, min(size, len(states)))
        nth = self.opens + self.dice.randint(300, 1200)
        start = days.step(nth, self.rules["threshold_step"])
        ties = self.dice.choice([1, 1, 2, 3])
        for k, iso3 in enumerate(chosen):
            if k < n - ties:
                day = self.dice.randint(self.opens, nth - 1)
            elif k < n + self.dice.choice([0, 1]):
                day = nth
            else:
                day = self.dice.choice([
                    self.between(nth + 1, start - 1), self.between(nth + 1, start - 1), start, start - 1,
                    self.between(start, LAST), self.between(start, LAST), self.between(start, LAST), None])
            self.life(iso3, day, nth, start, self.dice.randrange(BATCHES - 1))
        if reached:
            self.meetings(start)
        for iso3 in self.dice.sample([s for s in states if s not in chosen], 3):
            kind = self.dice.choice(self.kinds)  # by a State that is no party
            self.add("report-received", iso3, self.between(start, LAST), 0, report=kind)

    def life(self, iso3, day, nth, start, batch):
        """All acts of one State: signature, instrument on `day` (None: never), what follows."""
        signs = self.chance(75)
        until = min(start, nth) - 1 if day is None else min(day, nth - 1)
        if self.rules["closes"] == "never" and self.chance(30):
            until = LAST if day is None else day
        if signs and until >= self.opens:
            self.add("signature", iso3, self.between(self.opens, until), batch)
        else:
            signs = False
        if day is None:
            return
        kinds = ["ratification", "ratification", "acceptance", "approval"] if signs else ["accession"]
        if not signs and day < start and "accession" not in self.rules["threshold_kinds"]:
            kinds = ["ratification"]
        if not signs and day > start:
            kinds += ["succession"] * 4 + ["consent-to-be-bound"]
        kind, effective, date = self.dice.choice(kinds), "", day
        founders = any(r.get("founders") for r in self.rules["obligations"])  # a successor founded nothing
        if kind == "succession" and (founders or self.chance(75)):
            effective = days.text(self.between(start + founders, day))
        elif day > start and self.chance(12):
            date = self.dice.choice([days.text(day)[:7], days.text(day)[:7], days.text(day)[:4]])
            if days.bounds(date)[0] <= start or days.bounds(date)[1] > LAST:
                date = day
        self.add(kind, iso3, date, batch, effective=effective)
        begun = max(start, days.bounds(date)[1] if isinstance(date, str) else date)
        left = self.leave(iso3, begun, batch) if self.chance(22) else None
        for rule in self.rules["obligations"]:
            self.duty(rule, iso3, begun, left or LAST, batch)

    def leave(self, iso3, begun, batch):
        """A withdrawal, wars about its expiry, perhaps a return. Gives the day of the notice."""
        notice = self.between(begun, LAST)
        expiry = days.step(notice, self.rules["withdrawal"])
        effective = days.text(expiry + self.dice.choice([0, 0, 30])) if self.chance(35) else ""
        batch = self.dice.randrange(batch, BATCHES)
        act = self.add("withdrawal", iso3, self.vague_month(notice, begun), batch, effective=effective)
        end = days.step(days.bounds(act["date"])[1], self.rules["withdrawal"])
        end = max(end, days.number(effective)) if effective else end
        wars = self.dice.choice([0, 0, 1, 1, 2])
        for n in range(wars):
            began = self.between(notice - 200, expiry + self.dice.choice([-1, 0, 0, 1, 60]))
            self.add("conflict-began", iso3, began, self.dice.randrange(batch, BATCHES), conflict=f"war {n}")
            over = self.dice.choice([None, expiry, expiry - 1, expiry + 1, self.between(began, LAST)])
            if over is None or not began <= over <= LAST:
                end = LAST  # perhaps it never takes effect
                continue
            self.add("conflict-ended", iso3, over, self.dice.randrange(batch, BATCHES), conflict=f"war {n}")
            end = max(end, over)
        if end < LAST and self.chance(50):
            back = end + self.dice.choice([0 if end == expiry and not wars else 1, 1, 400, 2000])
            back = min(back, LAST)
            self.add("accession", iso3, back, BATCHES - 1)
            for rule in self.rules["obligations"]:
                self.duty(rule, iso3, back, LAST, BATCHES - 1, "membership-2")
        return notice

    def vague_month(self, day, begun):
        month = days.text(day)[:7]
        low, high = days.bounds(month)
        return month if self.chance(15) and low >= begun and high <= LAST else day

    # ---- obligations ----

    def duty(self, rule, iso3, begun, end, batch, cause=""):
        batch = self.dice.randrange(batch, BATCHES)
        if rule["rule"] == "recurrence":
            return
        kind, report = rule["met"]
        if rule["rule"] == "window":
            self.questions(iso3, begun, end, batch)
        elif kind == "report-received":
            self.reports(rule, report, iso3, begun, end, batch, cause)
        elif kind == "obligation-completed":
            self.work(rule, iso3, begun, end, batch, cause)

    def reports(self, rule, report, iso3, begun, end, batch, cause):
        if rule.get("condition"):
            self.declare(rule["condition"], iso3, begun, end, batch)
        if rule["rule"] == "offset":
            for _ in range(self.dice.choice([0, 1, 1, 1, 2])):
                due = days.step(begun, rule["step"])
                day = self.near(due, begun - 100, due + 900)
                if day <= min(end, LAST):
                    self.add("report-received", iso3, self.vague(day), batch, report=report,
                             cause=cause if self.chance(90) else "")
            return
        for y in range(days.year(begun) - 1, min(days.year(end), days.year(LAST) - 1) + 1):
            if self.chance(12):
                due = days.of(y + 1, rule["month"], rule["day"])
                for _ in range(self.dice.choice([1, 1, 1, 2])):
                    day = self.near(due, due - 200, due + 400)
                    if day <= LAST:
                        self.add("report-received", iso3, self.vague(day), batch, report=report, year=str(y))

    def declare(self, about, iso3, begun, end, batch):
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            date = "" if self.chance(30) else self.vague(self.between(begun, end))
            self.add("declared", iso3, date, batch, about=about, answer=self.dice.choice(["yes", "yes", "no",
                                                                                          "unknown"]))

    def questions(self, iso3, begun, end, batch):
        """A request for clarification and, mostly, the reply."""
        if not self.chance(6):
            return
        day = self.between(begun, end)
        act = self.add("clarification-requested", iso3, day, batch)
        if self.chance(70):
            self.add("communication-noted", iso3, self.between(day, day + 60), batch, answers=act["id"])

    def meetings(self, start):
        """What the meetings of the treaty's own series did: opened, closed, set deadlines."""
        batch = 0
        for rule in self.rules["obligations"]:
            if rule["rule"] == "recurrence":
                day = start
                for n in range(self.dice.choice([0, 1, 2, 5])):
                    day += self.dice.choice([360, 365, 366, 380, 700])
                    if day + 3 > LAST:
                        break
                    batch = self.dice.randrange(batch, BATCHES)
                    code, opens, closes = f"{rule['meeting']}-{n + 1}", days.text(day), days.text(day + 3)
                    self.add("meeting-held", "", closes, batch, subject=code, type=rule["meeting"],
                             opens=opens, closes=closes)
            if rule["rule"] == "decided" and self.chance(60):
                unit = self.dice.choice(["years", "months", "days"])
                self.add("decision", "", self.between(start + 300, start + 600), self.dice.randrange(BATCHES),
                         matter="deadline", obligation=rule["id"], outcome="adopted",
                         **{unit: str(self.dice.choice([1, 5, 10, 90]))})

    def coordinate(self):
        """Meetings between the formal ones, and how far the record of them is complete."""
        formal = [a for batch in self.batches for a in batch if a["action"] == "meeting-held"]
        for n, act in enumerate(formal):
            for k in range(self.dice.choice([0, 1, 3])):
                day = days.number(act["closes"]) + self.dice.choice([0, 1, 40, 200])
                if day > LAST:
                    continue
                opens = days.text(day)
                date = self.dice.choice([opens, opens, opens[:7], ""])
                batch = self.dice.randrange(BATCHES)
                self.add("meeting-held", "", date, batch, subject=f"coordination-{n}-{k}",
                         type="coordination", opens=opens, closes=opens)
        if formal and self.chance(80):
            through = self.between(days.number(formal[0]["closes"]), LAST)
            self.covered("meeting-held", "coordination", "", through, self.dice.randrange(BATCHES))

    def work(self, rule, iso3, begun, end, batch, cause):
        """Destruction or clearance: declared, and done for each cause."""
        self.declare(rule["condition"], iso3, begun, end, batch)
        anchors = {cause: begun}
        if self.chance(15) and rule["rule"] == "offset":
            arose, name = self.between(begun + 31, end), f"found-{iso3.lower()}-{self.dice.randrange(1000)}"
            anchors[name] = arose
            self.add("cause-arose", iso3, self.vague_month(arose, begun), batch, obligation=rule["id"],
                     cause=name)
        for which, anchor in anchors.items():
            due = days.step(anchor, rule.get("step", ("years", 5)))
            self.task(iso3, anchor, due, batch, dict(obligation=rule["id"], cause=which))

    def task(self, iso3, anchor, due, batch, same):
        """Extended, finished, found again, finished again."""
        if self.chance(30):
            self.add("extension-requested", iso3, self.vague(self.between(due - 400, due)), batch,
                     until=days.text(days.step(due, ("years", 4))), **same)
        for n in range(self.dice.choice([0, 0, 0, 1, 1, 2])):
            until = days.step(due, ("months", self.dice.choice([6, 18, 48, 60])))
            outcome = self.dice.choice(["granted", "granted", "granted", "refused"])
            self.add("decision", iso3, self.vague(self.between(due - 300, due + 200)),
                     self.dice.randrange(batch, BATCHES), matter="extension", outcome=outcome,
                     until=days.text(until), **same)
            due = until
        day = self.dice.choice([None, self.near(due, anchor - 300, LAST)])
        if day is None or day > LAST:
            return
        self.add("obligation-completed", iso3, self.vague(day), batch, **same)
        if self.chance(30):
            again = self.between(day, day + self.dice.choice([0, 500]))
            batch = self.dice.randrange(batch, BATCHES)
            self.add("obligation-reopened", iso3, self.vague(again), batch, **same)
            if self.chance(60) and again < LAST:
                done = self.between(again + 1, again + 700)
                self.add("obligation-completed", iso3, done, BATCHES - 1, **same)

    # ---- coverage and corrections ----

    def covered(self, kinds, scope, since, through, batch):
        self.add("coverage-stated", "", min(through, LAST), batch, kinds=kinds, scope=scope,
                 **{"from": since and days.text(since), "through": days.text(through)})

    def state_coverage(self, kinds, scopes, batch):
        """A statement, and perhaps another that goes on where it ended, or a day too late."""
        through = self.between(self.opens + 700, LAST)
        since = "" if self.chance(85) else self.between(self.opens - 10, through)
        self.covered(kinds, self.dice.choice(scopes), since, through, batch)
        if self.chance(30) and through < LAST - 10:
            on = through + self.dice.choice([1, 1, 2])
            self.covered(kinds, "all", on, self.between(on, LAST), self.dice.randrange(batch, BATCHES))

    def cover(self):
        first = self.dice.choice([0, 0, 0, 1, 2])
        if not self.chance(8):
            kinds = MEMBERSHIP + ("" if self.chance(15) else " signature")
            self.state_coverage(kinds, ["all"], first)
        some = sorted({a["iso3"] for batch in self.batches for a in batch} - {""})
        for kind in ("report-received", "obligation-completed", "communication-noted", "meeting-held"):
            mine = [r["id"] for r in self.rules["obligations"] if r.get("met", ["meeting-held"])[0] == kind]
            kinds = kind + (" obligation-reopened" if kind == "obligation-completed" else "")
            for _ in range(self.dice.choice([0, 1, 1, 2]) if mine else 0):
                scopes = ["all", "all", self.dice.choice(mine), " ".join(self.dice.sample(some, 12))]
                self.state_coverage(kinds, scopes, self.dice.randrange(BATCHES))

    def correct(self):
        """Replace or void a few acts, and some of those corrections again, each in a later batch."""
        for at in range(BATCHES - 1):
            for act in self.dice.sample(self.batches[at], min(5, len(self.batches[at]))):
                if act["action"] in ("correction", "signature") or self.rests_on(act):
                    continue
                target, later, void = act["id"], at + 1, False
                while later < BATCHES:
                    self.count += 1
                    made = dict(action="correction", id=f"{self.code}.c{self.count}", corrects=target,
                                reason="invented")
                    if not void and self.chance(35):  # what is void has nothing left to void
                        made["void"] = True
                    else:
                        made["row"] = self.amended(act)
                    self.batches[later].append(made)
                    if made.get("void") and self.chance(60):
                        break
                    void = "void" in made
                    target, later = made["id"], later + self.dice.choice([1, 1, 9])

    def rests_on(self, act):
        """Whether later acts make no sense without it: its instrument where it left, all if it is back."""
        if act["action"] not in MEMBERSHIP.split() and not act["action"].startswith("conflict-"):
            return False
        kinds = [a["action"] for batch in self.batches for a in batch if a.get("iso3") == act["iso3"]]
        back = kinds.count("withdrawal") and sum(k in register.BINDING for k in kinds) > 1
        return back or ("withdrawal" in kinds and act["action"] in register.BINDING)

    def amended(self, act):
        row = {k: v for k, v in act.items() if k != "id"}
        if row["action"] in ("ratification", "acceptance", "approval"):
            row["action"] = self.dice.choice(["ratification", "acceptance", "approval"])
        date = row.get("date", "")
        exact = len(date) == 10 and "/" not in date
        if exact and row["action"] != "coverage-stated" and not row.get("effective"):
            moved = days.number(date) + self.dice.choice([-40, -1, 0, 1, 25])
            row["date"] = days.text(min(max(moved, self.opens), LAST))
        return row


def world(code, seed, states):
    return World(code, seed, states).batches
