#!/usr/bin/python3
"""From nothing to a signed-in administrator and a first act, by the README alone: its very commands, and the
words of its buttons. TAP. What is recorded is invented, in a register that goes with the test."""
import html
import os
import re
import shlex
import subprocess
import time
import urllib.parse

import kit
import people

SOON = 20  # seconds in which what must come comes


def section():
    text = (kit.ROOT / "README.md").read_text()
    return text[text.index("### You, and your first act"):text.index("## Ask")]


def commands():
    """In order, as words."""
    lines = re.findall(r"^    (build/paraph .*)$", section(), re.M)
    return [[kit.PARAPH, *shlex.split(line, comments=True)[1:]] for line in lines]


def typed(words):
    done = subprocess.run(words, cwd=kit.ROOT, capture_output=True, text=True, timeout=60)
    kit.case(f"as the README says: paraph {shlex.join(words[1:])}", done.returncode == 0,
             done.stdout + done.stderr)
    return done.stdout.strip()


def first_act(s, b):
    wanted = set(re.findall(r"\*(See what[^*]*|Record the act)\*", section()))
    path = "/desk/acts/report-received/new"
    pages = html.unescape(b.get("/desk/acts")[1])
    kit.case("the kinds are listed, that one too", "Report received" in pages)
    form = html.unescape(b.get(path)[1])
    status, _ = b.post(path, {"subject": "VUT", "date": "2026-08-21", "report": "initial", "treaty": "ccm",
                              "visibility": "public", "source": "invented"})
    kit.same("the form takes State, day and source", status, 303)
    draft = b.head["location"]
    shown = html.unescape(b.get(draft)[1])
    kit.case("its buttons are called as the README says", len(wanted) == 2 and
             all(any(f">{w}<" in page for page in (form, shown)) for w in wanted), wanted)
    status, _ = b.post(draft, {"do": "record"})
    kit.same("and recorded", status, 303)
    end = time.monotonic() + SOON
    while "21 August 2026" not in s.page("/en/states/VUT").replace("\xa0", " ") and time.monotonic() < end:
        time.sleep(0.05)
    kit.case("the public pages show it", time.monotonic() < end)


def main():
    for name in [n for n in os.environ if n.startswith("PARAPH_")]:
        del os.environ[name]
    with kit.folder() as place:
        db = kit.database(place)
        os.environ["PARAPH_DB"] = str(db)
        s = kit.Server(db)
        links = []
        for words in commands():
            if "add" in words and "act" in words:
                b = people.opened(s, urllib.parse.urlsplit(links[-1]).path)[0]
                kit.case("the last link opens the account, for both", b.get("/accounts")[0] == 200 and
                         b.get("/desk")[0] == 200)
                first_act(s, b)
            said = typed(words)
            if "invite" in words:
                links.append(said)
        kit.same("two invitations, and doctor at the end", (len(links), words[1:]), (2, ["doctor"]))
        status, said = s.stop()
        kit.case("the server ends well", status == 0 and not said, said)
    kit.finish()


main()
