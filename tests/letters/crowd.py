#!/usr/bin/python3
"""Issuing by many at once, and killed in the middle: references without a gap, each letter wholly there or
not at all. crowd.py PARAPH ROOT URL…   Speaks TAP; for each database URL."""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

paraph, root, *urls = sys.argv[1:]
AT_ONCE, KILLED = 8, 24
count = failed = 0
COPIES = 13  # signatories on the day


def case(name, good, why=""):
    global count, failed
    count, failed = count + 1, failed + (not good)
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        print("\n".join("#   " + line for line in str(why).splitlines()))


class Site:
    def __init__(self, url, folder):
        self.url, self.key = url, f"{folder}/key"

    def args(self, *words):
        return [paraph, "--db", self.url, *words]

    def run(self, *words):
        return subprocess.run(self.args(*words), capture_output=True, text=True)

    def issue(self):
        return subprocess.Popen(
            self.args("letter", "issue", "join", "--on", "2020-03-19", "--lang", "en", "--paper",
                      "--audience", "signatories", "--secret", self.key, "--format", "csv"),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ask(self, sql):
        if self.url.startswith("postgres"):
            command = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--dbname", self.url,
                       "--command", sql]
        else:
            command = ["sqlite3", self.url, sql]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [line.split("|") for line in done.stdout.splitlines() if line]

    def state(self):
        """(numbers issued, what is wrong)."""
        wrong = []
        letters = self.ask("SELECT id, reference, step FROM letter ORDER BY reference")
        numbers = sorted(int(reference.split("-")[2]) for _, reference, step in letters if step == "issued")
        if any(step != "issued" for *_, step in letters):
            wrong.append(f"a letter is left as {letters}")
        if numbers != list(range(1, len(numbers) + 1)):
            wrong.append(f"numbers {numbers}")
        last = self.ask("SELECT coalesce(max(last), 0) FROM series_counter")[0][0]
        if int(last) != len(numbers):
            wrong.append(f"the counter stands at {last}, {len(numbers)} letters")
        acts = self.ask("SELECT count(*) FROM act WHERE kind = 'letter-issued'")[0][0]
        if int(acts) != len(numbers):
            wrong.append(f"{acts} acts, {len(numbers)} letters")
        for table, column in (("letter_copy", "letter"), ("outbox", "letter")):
            per = self.ask(f"SELECT {column}, count(*) FROM {table} GROUP BY {column}")
            if len(per) != len(numbers) or any(int(n) != COPIES for _, n in per):
                wrong.append(f"{table}: {per}")
        lost = self.ask("SELECT count(*) FROM letter_copy WHERE NOT EXISTS (SELECT 1 FROM file"
                        " WHERE sha256 = pdf)")[0][0]
        if int(lost):
            wrong.append(f"{lost} copies without their file")
        verified = self.run("act", "verify")
        if verified.returncode:
            wrong.append(verified.stderr)
        return numbers, wrong


def at_once(site, name):
    runs = [site.issue() for _ in range(AT_ONCE)]
    said = [run.communicate() for run in runs]
    case(f"{name}: {AT_ONCE} processes issue at once", all(run.returncode == 0 for run in runs),
         [err for _, err in said])
    firsts = sorted(out.splitlines()[1].split(",")[0] for out, _ in said if out)
    wanted = [f"HT-2020-{n:04}-CCM/1" for n in range(1, AT_ONCE + 1)]
    case(f"{name}: their references have no gap", firsts == wanted, firsts)
    numbers, wrong = site.state()
    case(f"{name}: everything of each is there", len(numbers) == AT_ONCE and not wrong, wrong)


def killed(site, name):
    dice = random.Random(1)
    begun = time.monotonic()
    site.issue().communicate()
    span = time.monotonic() - begun
    before = len(site.state()[0])
    for _ in range(KILLED):
        run = site.issue()
        time.sleep(dice.uniform(0.5, 1.6) * span)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    if site.url.startswith("postgres"):
        time.sleep(0.5)  # a commit that was sent may come a moment after its sender's end
    numbers, wrong = site.state()
    case(f"{name}: of {KILLED} that were killed each is wholly there or not at all", not wrong, wrong)
    done = len(numbers) - before
    print(f"# {name}: {done} of {KILLED} had got through")
    run = site.issue()
    out, err = run.communicate()
    case(f"{name}: the next one goes on where they ended", run.returncode == 0 and
         out.splitlines()[1].startswith(f"HT-2020-{len(numbers) + 1:04}-CCM/"), out[:200] + err)


for url in urls:
    with tempfile.TemporaryDirectory() as folder:
        here = os.path.join(folder, "crowd.db") if url == "sqlite" else url
        site = Site(here, folder)
        name = "SQLite" if url == "sqlite" else "PostgreSQL"
        house = str(pathlib.Path(root) / "tests/letters/invented/ngo")
        for words in (["init", "--pack", "ccm"], ["house", "add", house]):
            done = site.run(*words)
            if done.returncode:
                sys.exit(done.stderr)
        at_once(site, name)
        killed(site, name)
print(f"1..{count}")
sys.exit(bool(failed))
