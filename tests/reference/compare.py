#!/usr/bin/env python3
"""The binary beside the slow register on invented worlds.

    compare.py PARAPH [--worlds N] [--seed S] [--code CODE]

Each world is imported in batches, and some of its acts are corrected. Then, for days on which something may
change and for the instants between the batches, every answer of `paraph status`, `due` and `facts` is
compared with the reference register's. Speaks TAP, one world a line; its seed makes it again.
"""

import argparse
import csv
import datetime
import io
import json
import os
import re
import random
import subprocess
import sys
import tempfile
import time

import acts as dialect
import days
import facts
import register
import worlds
from treaties import TREATIES

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORLD = os.path.join(ROOT, "packs", "world", "acts")
QUESTIONS = 7      # pairs of (day, instant) asked of each world
MEMORY = "/dev/shm"  # a folder that forgets; each world is made, asked and thrown away
SHOWN = 12         # differences shown of each world
STATUS = ("standing", "signed", "instrument", "deposited", "in_force", "withdrawn")
# Worlds that once differed, with days to be asked besides: they come before the others.
KEPT = {("ccm", 49): (), ("apmbc", 90): (), ("apmbc", 1437): ("2024-07-20",)}
KEY = ("obligation", "iso3", "period", "cause")
DUE = ("due", "extended_to", "done_on", "state", "quality")
DAYS = ("signed", "deposited", "in_force", "withdrawn", "due", "extended_to", "done_on")


class Failure(Exception):
    """The binary refused a world, or lost a part of it."""


class Paraph:
    """One database and the commands over it."""

    def __init__(self, binary, code, folder):
        self.binary, self.code, self.folder = binary, code, folder
        self.run("init", "--pack", code, "--bare")

    def run(self, *args):
        args = [self.binary, "--db", os.path.join(self.folder, "world.db"), *args]
        done = subprocess.run(args, capture_output=True, text=True)
        if done.returncode:
            raise Failure(f"{' '.join(args)}: exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def ask(self, command, day, known, *keys):
        out = self.run(command, "--treaty", self.code, "--on", days.text(day), "--known", known, "--format",
                       "csv", *keys)
        return list(csv.DictReader(io.StringIO(out)))

    def enter(self, batch, ids):
        """Import the acts of a batch, then make its corrections; `ids`: a world's id to the one on file."""
        plain = [a for a in batch if a["action"] != "correction"]
        path = os.path.join(self.folder, "batch.csv")
        dialect.write(path, plain)
        self.run("act", "import", "--treaty", self.code, path, "--yes")
        ids.update({a["id"]: a["id"] for a in plain})
        for fix in batch:
            if fix["action"] == "correction":
                how = ["--void"] if fix.get("void") else instead(fix["row"])
                out = self.run("act", "correct", ids[fix["corrects"]], *how, "--reason", fix["reason"],
                               "--treaty", self.code, "--format", "csv")
                ids[fix["id"]] = list(csv.DictReader(io.StringIO(out)))[-1]["id"]

    def acts(self, *which):
        return json.loads(self.run("act", "list", "--format", "json", *which))


def instead(row):
    """The options of `act correct` that say all of an act."""
    named = {"iso3": "--state", "subject": "--subject", "date": "--on", "effective": "--effective",
             "action": "--kind", "source": "--source"}
    how = []
    for column, value in row.items():
        if value == "":
            continue
        how += [named[column], value] if column in named else ["--set", f"{column}={value}"]
    return how


def interesting(acts, today):
    """Days on which something may change."""
    found = {today - 1, today, today + 1}
    for act in acts:
        for row in (act, act.get("row", {})):
            for column in ("date", "effective", "until", "through"):
                if row.get(column):
                    found |= {d for d in days.bounds(row[column]) if days.BEGIN < d < days.END}
    return sorted(found)


def cell(text):
    """A day as it is printed, as bounds; None where there is none."""
    return days.bounds(text) if text else None


def plain(value):
    """A printed fact's value, free of how it is written: a number, a day or a list of words."""
    return tuple(str(value).replace(",", " ").split()) if value not in (None, "") else ()


def expected_status(reg):
    rows = {}
    for iso3 in reg.states():
        if reg.exists(iso3) != "no" or any(spans or signed for spans, signed, _ in reg.ways(iso3)):
            row = reg.status(iso3)
            shown = STATUS if row["standing"] != "unknown" else ("standing", "signed")
            rows[iso3] = {column: row[column] for column in shown}
    return rows


def expected_due(reg):
    """The rows by key; where it is open whether the obligation exists, its days say nothing."""
    rows = {}
    for row in reg.rows():
        columns = DUE if row.get("sure", True) else ("state",)
        rows[tuple(row[c] for c in KEY)] = {c: row[c] for c in columns}
    return rows


def expected_facts(reg, years):
    return {key: dict({c: plain(f[c]) for c in ("value", "low", "high")}, quality=f["quality"],
                      as_at=f["as_at"] and (f["as_at"], f["as_at"]))
            for key, f in facts.known(reg, years).items()}


def found_rows(rows, key, columns):
    """The binary's rows by key, days read as bounds."""
    return {key(row): {c: cell(row[c]) if c in DAYS else row[c] or None for c in columns} for row in rows}


def differences(name, found, expected):
    """Lines that tell how two dicts of dicts differ."""
    for key in sorted(set(found) | set(expected)):
        if key not in found or key not in expected:
            side = "reference" if key in expected else "binary"
            yield f"{name} {key}: only the {side} has it: {expected.get(key) or found.get(key)}"
            continue
        for column, value in expected[key].items():
            if found[key].get(column) != value:
                yield f"{name} {key} {column}: {shown(found[key].get(column))}, reference {shown(value)}"


def shown(value):
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(v, int) for v in value):
        return "/".join(days.text(v) if days.BEGIN < v < days.END else ".." for v in value)
    return repr(value)


def question(paraph, acts, day, known, years):
    """(answers compared, differences) of one day and instant."""
    reg = register.Register(paraph.code, acts, instant(known), day)
    answers, lines = 0, []
    facts_wanted = expected_facts(reg, years)
    for name, found, expected in (
            ("status", found_rows(paraph.ask("status", day, known), lambda r: r["iso3"], STATUS),
             expected_status(reg)),
            ("due", found_rows(paraph.ask("due", day, known), lambda r: tuple(r[c] for c in KEY), DUE),
             expected_due(reg)),
            ("fact", {r["key"]: dict({c: plain(r[c]) for c in ("value", "low", "high")}, quality=r["quality"],
                                     as_at=cell(r["as_at"]))
                      for r in paraph.ask("facts", day, known, *facts_wanted)}, facts_wanted)):
        answers += sum(len(row) for row in expected.values())
        lines += [f"on {days.text(day)} known {known}: {line}" for line in differences(name, found, expected)]
    return answers, lines


def world_acts(listed):
    """The acts of packs/world that the register uses, with the instants at which the database has them."""
    recorded = {a["id"]: instant(a["recorded"]) for a in listed}
    acts = []
    for name in ("membership.csv", "coverage.csv"):
        for act in dialect.read(os.path.join(WORLD, name), "world", 0):
            acts.append(dict(act, recorded=min(recorded.values())))
    return acts


def instant(text):
    """Milliseconds since 1970 of an instant such as 2026-11-21T02:37:16.123Z."""
    when = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (when - datetime.datetime(1970, 1, 1,
                                     tzinfo=datetime.timezone.utc)) // datetime.timedelta(milliseconds=1)


def content(act):
    row = act.get("row") or act
    return {k: v for k, v in row.items() if k not in ("id", "recorded", "treaty", "corrects") and v}


def said(act, others):
    """Whether another act says just what this one says, its day too: then it is on file already."""
    return any(other["id"] != act["id"] and content(other) == content(act) for other in others)


def enter(paraph, batches):
    """Enter a world; (its acts as the reference reads them, the instants after each batch)."""
    acts, ids, instants = world_acts(paraph.acts("--treaty", "world")), {}, []
    for batch in batches:
        paraph.enter(batch, ids)
        when = {a["id"]: a["recorded"] for a in paraph.acts("--treaty", paraph.code)}
        lost = [a for a in batch if ids[a["id"]] not in when]
        if not all(said(a, acts + batch) for a in lost):
            raise Failure(f"taken by act import, and not on file: {' '.join(a['id'] for a in lost)}")
        place = {act: n for n, act in enumerate(when)}
        batch = sorted((a for a in batch if a not in lost), key=lambda a: place[ids[a["id"]]])
        acts += [dict(a, id=ids[a["id"]], corrects=ids.get(a.get("corrects")), treaty=paraph.code,
                      recorded=instant(when[ids[a["id"]]])) for a in batch]
        instants.append(max(when.values()))
        time.sleep(0.002)
    return acts, instants


def compare(binary, code, seed, states):
    """(answers compared, differences) of one world."""
    dice = random.Random(f"questions {code} {seed}")
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        paraph = Paraph(binary, code, folder)
        acts, instants = enter(paraph, worlds.world(code, seed, states))
        today = instant(instants[-1]) // register.DAY_MS + register.EPOCH
        ordered = interesting([a for a in acts if a["treaty"] == code], today)
        answers, lines = 0, []
        days_kept = [days.number(day) for day in KEPT.get((code, seed), ())]
        for n in range(QUESTIONS + len(days_kept)):
            near = ordered if n else [today]
            day = dice.choice(near) + dice.choice([-1, 0, 0, 1])
            known = dice.choice(instants[:-1] + instants[-1:] * 3)
            if n >= QUESTIONS:
                day, known = days_kept[n - QUESTIONS], instants[-1]
            years = sorted(dice.sample(range(days.year(ordered[0]), days.year(today)), 2))
            more, wrong = question(paraph, acts, day, known, years)
            answers, lines = answers + more, lines + wrong
    return answers, lines


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("paraph")
    ask.add_argument("--worlds", type=int, default=24)
    ask.add_argument("--seed", type=int, help="of the first world; without it those kept come first, then 1")
    ask.add_argument("--code", choices=sorted(TREATIES))
    args = ask.parse_args()
    states = sorted({a["iso3"] for a in dialect.read(os.path.join(WORLD, "states.csv"), "world", 0)})
    codes = [args.code] if args.code else list(TREATIES)
    first, kept = args.seed or 1, () if args.seed else KEPT
    asked = [*kept, *((codes[n % len(codes)], first + n) for n in range(args.worlds))]
    passed = failed = 0
    print(f"1..{len(asked)}")
    for n, (code, seed) in enumerate(asked):
        try:
            answers, lines = compare(os.path.abspath(args.paraph), code, seed, states)
        except Failure as failure:
            answers, lines = 0, str(failure).splitlines()
        passed, failed = passed + (not lines), failed + bool(lines)
        word = "not ok" if lines else "ok"
        print(f"{word} {n + 1} - {code}, seed {seed}: {answers} answers, {len(lines)} differ", flush=True)
        for line in lines[:SHOWN]:
            print("#", line)
    print(f"# {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
