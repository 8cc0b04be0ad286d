#!/usr/bin/env python3
"""The binary beside the slow register on invented worlds: compare.py PARAPH [--worlds N] [--seed S] [--code CODE]

Each world is imported in batches, and some of its acts are corrected. Then, for days on which something may
change and for the instants between the batches, every answer of `paraph status`, `due` and `facts` is compared with
the reference register's. Speaks TAP, one world a line; a world that differs is made again by its seed.
"""

import argparse
import csv
import io
import json
import os
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
QUESTIONS = 9      # pairs of (day, instant) asked of each world
SHOWN = 12         # differences shown of each world


class Paraph:
    """One database and the commands over it."""

    def __init__(self, binary, code, folder):
        self.binary, self.code, self.folder = binary, code, folder
        self.run("init", "--pack", code, "--bare")

    def run(self, *args):
        args = [self.binary, "--db", os.path.join(self.folder, "world.db"), *args]
        done = subprocess.run(args, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(args)}: exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def ask(self, command, day, known, *keys):
        out = self.run(command, "--treaty", self.code, "--on", days.text(day), "--known", known, "--format", "csv", *keys)
        return list(csv.DictReader(io.StringIO(out)))

    def enter(self, batch, ids):
        """Import the acts of a batch, then make its corrections; `ids` maps a world's ids to those on file."""
        plain = [a for a in batch if a["action"] != "correction"]
        path = os.path.join(self.folder, "batch.csv")
        dialect.write(path, plain)
        self.run("act", "import", "--treaty", self.code, path, "--yes")
        ids.update({a["id"]: a["id"] for a in plain})
        for fix in batch:
            if fix["action"] != "correction":
                continue
            if fix.get("void"):
                how = ["--void"]
            else:
                path = os.path.join(self.folder, "row.csv")
                dialect.write(path, [fix["row"]])
                how = ["--file", path]
            self.run("act", "correct", ids[fix["corrects"]], *how, "--reason", fix["reason"])
            ids[fix["id"]] = self.acts()[-1]["id"]

    def acts(self):
        return json.loads(self.run("act", "list", "--format", "json"))


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


def status(reg):
    return {iso3: reg.status(iso3) for iso3 in reg.states() if reg.exists(iso3) != "no" or reg.ways(iso3)[0][0]}


def differences(name, found, expected):
    """Lines that tell how two dicts of dicts differ."""
    for key in sorted(set(found) | set(expected)):
        if key not in found or key not in expected:
            yield f"{name} {key}: only {'the reference has' if key in expected else 'the binary has'} it: " \
                  f"{expected.get(key) or found.get(key)}"
            continue
        for column, value in expected[key].items():
            if found[key].get(column) != value:
                yield f"{name} {key} {column}: {found[key].get(column)!r}, reference {value!r}"
