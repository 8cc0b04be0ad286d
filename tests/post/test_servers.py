#!/usr/bin/python3
"""A thousand letters from contacts to mailboxes: issued by an invented house to invented contacts over many
States in six languages, sent by the worker through a real Postfix, Dovecot and postgrey, bounces and answers
read back. Who has one, whose it is, who has two, what the register says; once on SQLite, and on PostgreSQL
with the worker killed at ten random moments. Speaks TAP. test_servers.py [PostgreSQL URL]"""
import collections
import email
import email.message
import email.policy
import email.utils
import hashlib
import html
import os
import pathlib
import random
import re
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import time

import dkim

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from chain import (DAY, JOINED, LANGS, PARAPH, House, halves, head_of, names_of_states,  # noqa: E402
                   names_state, parts_of, table)
from servers import Servers  # noqa: E402

LETTERS = int(os.environ.get("POST_LETTERS", "1000"))
KILLS = 10
ALONE = 60  # letters without an archive
NAMES = names_of_states()
NAMES_OF_HOUSE = {"en": "Invented House of Post", "fr": "Maison inventée, Genève", "es": "Casa inventada",
                  "ar": "البيت المخترع", "ru": "Вымышленный дом", "zh": "虚构之家"}
count = 0


def case(name, good, said=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in str(said).splitlines()[:40]), flush=True)


def until(what, seconds=120):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
    return True


class Timed:
    """How long a part took, as a comment: never a test."""

    def __init__(self, what):
        self.what = what

    def __enter__(self):
        self.began, self.used = time.monotonic(), sum(os.times()[:4])

    def __exit__(self, *_):
        print(f"# {self.what}: {time.monotonic() - self.began:.1f} s, of them at work here "
              f"{sum(os.times()[:4]) - self.used:.1f}", flush=True)


# ---- what was issued ----

class Letter:
    """One kind of letter to all recipients, as issued."""

    def __init__(self, house, kind, office, audience):
        self.house, self.kind = house, kind
        with Timed(f"{house.base.name}: {len(house.recipients)} contacts in, {kind} issued"):
            rows = house.issue(kind, office, audience)
        self.reference = rows[0]["reference"].split("/")[0]
        self.rows = {row["reference"]: row for row in rows}
        followed = house.follow(self.reference)
        self.by_address = {row["address"]: row for row in followed}
        wanted = {r.address for r in house.recipients if r.kind != "bound"}
        case(f"{kind}: issued to {len(wanted)} of {len(house.recipients)}, not to States that are bound",
             len(rows) == len(wanted) and set(self.by_address) == wanted,
             f"{len(rows)} of {len(wanted)}; {list(wanted - set(self.by_address))[:5]}")
        case(f"{kind}: all wait, under one reference with a suffix for each",
             [row["reference"] for row in followed]
             == [f"{self.reference}/{n}" for n in range(1, len(rows) + 1)]
             and {row["outcome"] for row in followed} == {"waiting"}, followed[:3])
        case(f"{kind}: six languages, {len({r.state for r in house.recipients})} States",
             collections.Counter(row["lang"] for row in rows)
             == collections.Counter(r.lang for r in house.recipients if r.kind != "bound"), "")

    def row(self, recipient):
        return self.rows[self.by_address[recipient.address]["reference"]]


def check_issued(letter):
    """Signed records beside the files, without the database."""
    house = letter.house
    files = sorted((house.base / "issued").glob("*.pdf"))
    sums = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    case("each copy's file bears the fingerprint that was told, and no two are the same",
         sums == {row["sha256"] for row in letter.rows.values()} and len(sums) == len(letter.rows), len(sums))


# ---- what lies in the mailboxes ----

def deliveries(servers, house):
    """The mails of each recipient, as bytes."""
    return {r: [path.read_bytes() for path in servers.mails(r.address)] for r in house.recipients
            if r.box in ("mission.example.org", "grey.example.org")}


def check_once(name, servers, letter):
    house = letter.house
    found = deliveries(servers, house)
    case(f"{name}: no recipient without a letter", all(found[r] for r in found if r.arrives),
         [r.address for r in found if r.arrives and not found[r]][:20])
    case(f"{name}: none with two", all(len(mails) < 2 for mails in found.values()),
         [(r.address, len(mails)) for r, mails in found.items() if len(mails) > 1][:20])
    case(f"{name}: none to whom it was not to go",
         not any(mails for r, mails in found.items() if not r.arrives), "")
    ids = collections.Counter(halves(p.read_bytes())[0]["Message-ID"]
                              for p in servers.mails("archive@house.example.org"))
    accepted = [r for r in house.recipients if r.kind == "sent" and r.box != "gone.example.org"]
    case(f"{name}: the archive has one of each that was accepted",
         len(ids) == len(accepted) and set(ids.values()) == {1},
         f"{len(ids)} of {len(accepted)}; {[i for i, n in ids.items() if n > 1][:5]}")
    return {r: mails[0] for r, mails in found.items() if mails}


def check_own(name, letter, raw):
    """Each mailbox has its own letter: reference, language, State, code, and the very PDF of the register."""
    wrong, charsets = [], set()
    for r, data in raw.items():
        row, m, parts = letter.row(r), head_of(data), parts_of(data)
        text = next(body for kind, _, body in parts if kind == "text/plain").decode()
        page = html.unescape(next(body for kind, _, body in parts if kind == "text/html").decode())
        lines = [re.sub("[\u2066-\u2069]", "", line).strip() for line in text.splitlines()]
        files = {name: body for kind, name, body in parts if kind == "application/pdf"}
        pdf = files.get(file_of(row), b"")
        checks = {
            "language": m["Content-Language"] == row["lang"] == r.lang,
            "subject": f"[{row['reference']}]" in m["Subject"],
            "reference": row["reference"] in text and row["reference"] in page,
            "State": names_state(NAMES[r.state][r.lang], lines),
            "code": row["code"] in text and row["code"] in page,
            "PDF": hashlib.sha256(pdf).hexdigest() == row["sha256"] and pdf.startswith(b"%PDF-"),
            "To": m["To"].addresses[0].addr_spec == r.address,
            "From": m["From"].addresses[0].display_name == NAMES_OF_HOUSE[r.lang],
            "files": len(files) == (3 if letter.kind == "parliament" else 1),
        }
        if letter.kind == "parliament":
            checks |= of_parliament(r, m, data, text, files)
        else:
            checks["mass"] = m["List-Unsubscribe"] is None
        wrong += [(r.address, row["reference"], what) for what, good in checks.items() if not good]
        head = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
        charsets |= {c.lower() for c in re.findall(rb"=\?([^?]+)\?[bqBQ]\?", head)}
    case(f"{name}: each mailbox has its own letter, in its language, with its State's name and its own PDF",
         raw and not wrong, "\n".join(map(str, wrong[:20])))
    case(f"{name}: headers are UTF-8 only", charsets == {b"utf-8"}, charsets)


def file_of(row):
    return f"{row['reference'].replace('/', '-')}.pdf"


def check_parser(raw):
    """Python's own parser finds the same parts; one in twenty, for it takes its time."""
    wrong = []
    for r, data in list(raw.items())[::20]:
        m = email.message_from_bytes(data, policy=email.policy.default)
        walked = [p for p in m.walk() if not p.is_multipart()]
        found = [(p.get_content_type(), p.get_filename(), p.get_payload(decode=True)) for p in walked]
        if found != parts_of(data) or m.defects or any(p.defects for p in walked):
            wrong.append((r.address, m.defects))
    case("Python's parser reads the same parts, and finds no defect", not wrong, wrong[:10])


def of_parliament(r, m, data, text, files):
    """To a person, unasked and to many; with two papers of the pack in its language."""
    signed = b"".join(data.split(b"DKIM-Signature:", 1)[1].split(b"bh=", 1)[0].lower().split())
    return {"person": f"Invented Member {r.i:04}" in text,
            "papers": {f"brochure-{r.lang}.pdf", f"briefing-{r.lang}.pdf"} < set(files),
            "one click": m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
                         and "https://house.example.org/stop/" in m["List-Unsubscribe"]
                         and b"list-unsubscribe-post" in signed}


def check_verify(name, letter, raw):
    """What the mailbox holds, asked of the program: with the database, and with the public key alone."""
    house = letter.house
    folder = house.base / "verify"
    folder.mkdir()
    house.paraph("letter", "key", "export", "--secret", f"{house.base}/sign.key",
                 "--out", f"{house.base}/key.pub")
    wrong = []
    for lang in LANGS:
        r = next(r for r in raw if r.lang == lang)
        row = letter.row(r)
        pdf = next(body for _, name, body in parts_of(raw[r]) if name == file_of(row))
        file = folder / f"{lang}.pdf"
        file.write_bytes(pdf)
        record = house.base / "issued" / f"{row['reference'].replace('/', '.')}.pdf.paraph"
        said = house.paraph("letter", "verify", str(file))
        alone = subprocess.run(
            [PARAPH, "--db", f"{folder}/none.db", "letter", "verify", str(file),
             "--key", f"{house.base}/key.pub", "--record", str(record)], capture_output=True, text=True)
        file.write_bytes(pdf + b" ")
        changed = subprocess.run([PARAPH, "letter", "verify", str(file)], env=house.environment(),
                                 capture_output=True, text=True)
        if row["reference"] not in said or alone.returncode or changed.returncode != 1:
            wrong.append((lang, said, alone.stderr, changed.stdout))
    case(f"{name}: letter verify takes what arrived, and nothing else", not wrong, wrong)


def check_facts(name, letter, raw):
    """A copy's own words are its own, what all say is that of all."""
    wrong = []
    for lang in LANGS:
        r = next(r for r in raw if r.lang == lang)
        reference = letter.row(r)["reference"]
        facts = {row["key"]: row["value"] for row in table(
            letter.house.paraph("letter", "show", reference, "--facts", "--format", "csv"))}
        named = names_state(NAMES[r.state][lang], [facts.get("state.name", "")])
        if not named or not facts.get("meeting.next.opens"):
            wrong.append((reference, lang, facts))
        if letter.kind == "parliament" and facts.get("recipient.name") != f"Invented Member {r.i:04}":
            wrong.append((reference, facts.get("recipient.name")))
    case(f"{name}: letter show gives each copy its own facts", not wrong, wrong)


def check_register(name, letter, answered):
    house = letter.house
    rows = {row["address"]: row for row in house.follow(letter.reference)}
    wrong, wanted = [], collections.Counter()
    for r in house.recipients:
        if r.kind == "bound":
            continue
        want = "answered" if r in answered else r.outcome
        wanted[want] += 1
        if rows[r.address]["outcome"] != want:
            wrong.append((r.address, want, rows[r.address]))
    case(f"{name}: the register ends right", not wrong, "\n".join(map(str, wrong[:20])))
    said = house.paraph("letter", "follow", letter.reference).splitlines()[0]
    order = ("returned", "answered", "delivered", "silent", "cancelled")
    words = ", ".join(f"{wanted[word]} {word}" for word in order if wanted[word])
    case(f"{name}: and its sum is exact: {words}", said.endswith(f"{LETTERS + JOINED} copies: {words}"), said)


# ---- what was sent, seen by others ----

def check_dkim(raw, house):
    """One in four, for it takes its time; all six languages are among them."""
    raw = dict(list(raw.items())[::4])
    record = house.paraph("mail", "check").split("IN TXT ")[1].strip().strip('"').encode()
    bad = [r.address for r, data in raw.items() if not dkim.verify(data, dnsfunc=lambda name, **_: record)]
    case(f"DKIM of {len(raw)} messages verified by dkimpy",
         {r.lang for r in raw} == set(LANGS) and not bad, bad[:10])
    broken = bytearray(next(iter(raw.values())))
    broken[-400] ^= 1
    case("DKIM: a changed byte is noticed", not dkim.verify(bytes(broken), dnsfunc=lambda name, **_: record))


# ---- answers ----

def reply_to(r, m, reference):
    """Of a hundred two people and one program answer. None: nobody does."""
    reply = email.message.EmailMessage()
    reply["From"], reply["To"] = r.address, "office@house.example.org"
    reply["Message-ID"] = email.utils.make_msgid(domain="mission.example.org")
    reply.set_content("Thank you. (invented)")
    if r.i % 100 == 20:  # a person's program answers as it should
        reply["Subject"], reply["In-Reply-To"] = "Re: " + m["Subject"], m["Message-ID"]
    elif r.i % 100 == 60:  # another knows only the reference
        reply["Subject"] = f"Your letter {reference}, our reply"
    elif r.i % 100 == 70:
        reply["Subject"], reply["In-Reply-To"] = "Out of office", m["Message-ID"]
        reply["Auto-Submitted"] = "auto-replied"
    else:
        return None
    return reply


def answer(servers, letter, raw):
    """Returns who of people and of programs did."""
    people, programs = set(), set()
    with smtplib.SMTP("127.0.0.1", servers.smtp) as smtp:
        for r, data in raw.items():
            reply = reply_to(r, head_of(data), letter.row(r)["reference"])
            if reply:
                (programs if reply["Auto-Submitted"] else people).add(r)
                smtp.send_message(reply)
        nobody = f"b+{'0' * 20}-{'0' * 20}@house.example.org"
        raw_report = (b"From: x@mission.example.org\r\nTo: " + nobody.encode() + b"\r\nSubject: returned\r\n"
                      b"MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;"
                      b" boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
                      b"Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; r0000@mission.example.org\r\n"
                      b"Action: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n")
        smtp.sendmail("", [nobody], raw_report)
        other = email.message.EmailMessage()
        other["From"], other["To"] = "someone@mission.example.org", "office@house.example.org"
        other["Subject"] = "A letter that answers nothing"
        other.set_content("invented")
        smtp.send_message(other)
    return people, programs


def settle(servers, house):
    """Until nothing is under way anywhere, and all reports are read. Returns how many mails were what."""
    found = collections.Counter()
    until(servers.queue_empty)
    for _ in range(8):
        said = house.paraph("mail", "read")
        found.update({kind: int(n) for kind, n in re.findall(r"([a-z]+): (\d+)(?=,|$)", said, re.M)})
        if "no new mail" in said:
            break
        until(servers.queue_empty, 20)
    return found


def plain_run(servers, base, db):
    house = House(base / "plain", servers, db or f"{base}/plain.db", LETTERS)
    letter = Letter(house, "parliament", "parliamentarian", "members-of-parliaments")
    check_issued(letter)
    with Timed("plain: until nothing waits"):
        worker = house.worker()
        done = until(lambda: house.busy() == 0)
    worker.send_signal(signal.SIGTERM)
    case("the worker ends when asked", worker.wait(30) == 0 and done, house.states())
    with Timed("plain: returns and answers"):
        settle(servers, house)
        raw = check_once("plain", servers, letter)
        people, programs = answer(servers, letter, raw)
        settle(servers, house)
        check_register("plain", letter, people)
    with Timed("plain: what arrived, read by Python"):
        check_own("plain", letter, raw)
        check_parser(raw)
        check_dkim(raw, house)
    check_verify("plain", letter, raw)
    check_facts("plain", letter, raw)
    incoming = table(house.paraph("incoming", "list", "--format", "csv"))
    answers = [row for row in incoming if row["answers"]]
    case("answers and other letters are in the incoming register",
         len(answers) == len(people) and len(incoming) == len(people) + 1, incoming[:3])
    check_events(letter)
    check_again(letter)


def check_events(letter):
    house = letter.house
    grey = next(r for r in house.recipients if r.outcome == "delivered")
    events = house.paraph("outbox", "show", letter.row(grey)["reference"])
    case("greylisted ones went at a later try", "450 4.2.0" in events and "delivered" in events, events)
    silent = next(r for r in house.recipients if r.outcome == "silent")
    case("what was handed on without a report is told apart from what was delivered",
         "relayed" in house.paraph("outbox", "show", letter.row(silent)["reference"]))
    log = (house.base / "worker.log").read_text()
    case("the worker says what it cancelled, and what is left for later",
         f"cancelled: {JOINED}" in log and "waiting: " in log, log)


def check_again(letter):
    """The next letter leaves out whom this one taught it to: addresses that were refused or came back."""
    house = letter.house
    rows = table(house.paraph("audience", "show", "members-of-parliaments", "--on", DAY, "--format", "csv",
                              role="sender"))
    out = collections.Counter(row["rule"] for row in rows)
    returned = sum(r.outcome == "returned" for r in house.recipients)
    case("addresses that were refused or came back are known bad", out["bad-address"] == returned, out)


def alone_run(servers, base):
    """Without an archive a message has one recipient, and DATA goes with it: refused ones too end right."""
    house = House(base / "alone", servers, f"{base}/alone.db", ALONE, archived=False)
    reached = [r for r in house.recipients if r.arrives]
    before = {r: len(servers.mails(r.address)) for r in reached}
    letter = Letter(house, "join", "mission", "missions-asked")
    worker = house.worker()
    done = until(lambda: house.busy() == 0)
    worker.send_signal(signal.SIGTERM)
    case("alone: the worker ends when asked", worker.wait(30) == 0 and done, house.states())
    until(servers.queue_empty)
    more = {r.address: len(servers.mails(r.address)) - before[r] for r in reached}
    failed = {row["address"] for row in house.follow(letter.reference) if row["says"].startswith("550")}
    case("alone: one letter each, and who is unknown refused", set(more.values()) == {1}
         and failed == {r.address for r in house.recipients if r.box == "gone.example.org"}, (more, failed))


def killed_run(servers, base, db):
    house = House(base / "killed", servers, db or f"{base}/killed.db", LETTERS)
    letter = Letter(house, "join", "mission", "missions-asked")
    random.seed(20200301)
    for _ in range(KILLS):
        worker = house.worker()
        time.sleep(random.uniform(0.2, 1.6))
        worker.kill()
        worker.wait()
    print(f"# after {KILLS} kills: {dict(house.states())}")
    left = house.states()["sending"]
    until(servers.queue_empty)  # however slow this computer is: what was taken lies in the archive
    with Timed("killed: until nothing waits"):
        worker = house.worker()
        done = until(lambda: house.busy() == 0)
    worker.send_signal(signal.SIGTERM)
    case("killed ten times, the last worker brings it to an end", worker.wait(30) == 0 and done,
         house.states())
    case("kills hit messages that were under way", left > 0, left)
    settle(servers, house)
    raw = check_once("killed", servers, letter)
    check_own("killed", letter, raw)
    check_verify("killed", letter, raw)
    check_register("killed", letter, set())


def main():
    if os.getuid() != 0:
        print("1..0 # SKIP Postfix starts as root only")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="paraph-post."))
    servers = []
    postgres = sys.argv[1] if len(sys.argv) > 1 else None
    try:
        for name, part, db in (("plain", plain_run, None), ("killed", killed_run, postgres)):
            folder = base / f"servers-{name}"
            folder.mkdir()
            servers.append(Servers(folder, LETTERS))
            os.chmod(base, 0o755)
            servers[-1].start()
            part(servers[-1], base, db)
            if part is plain_run:
                alone_run(servers[-1], base)
            servers[-1].stop()
        print(f"1..{count}")
    finally:
        for one in servers:
            one.stop()
        if not os.environ.get("POST_KEEP"):
            shutil.rmtree(base, ignore_errors=True)


main()
