#!/usr/bin/python3
"""A thousand letters through a real Postfix, Dovecot and postgrey: who has one, who has two, what the
register says; and again with the worker killed at ten random moments. Speaks TAP. Every name and address is
invented."""
import collections
import csv
import email
import email.message
import email.policy
import email.utils
import io
import os
import pathlib
import random
import re
import shutil
import signal
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time

import dkim

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from servers import MAIL_USER, Servers, run  # noqa: E402

PARAPH, MADE, ROOT = os.environ["PARAPH"], sys.argv[1], pathlib.Path(os.environ["ROOT"])
LETTERS = int(os.environ.get("POST_LETTERS", "1000"))
KILLS = 10
ALONE = 60  # of them, without an archive
count = 0


def case(name, good, said=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        print("\n".join("# " + line for line in str(said).splitlines()[:40]), flush=True)


def of(i):
    """What post_made.c makes of the i-th."""
    if i % 100 == 7:
        return "gone", f"r{i:04}@gone.example.org"
    if i % 50 == 11:
        return "back", f"r{i:04}@back.example.net"
    if i % 20 == 3:
        return "grey", f"r{i:04}@grey.example.org"
    return "mission", f"r{i:04}@mission.example.org"


class House:
    """A database with one house, and the mail.yaml that fits the servers."""

    def __init__(self, base, servers, archived=True):
        self.base, self.servers = pathlib.Path(base), servers
        self.base.mkdir()
        self.db = f"{self.base}/p.db"
        folder = self.base / "house"
        shutil.copytree(ROOT / "houses" / "example", folder)
        self.paraph("init", "--pack", "ccm")
        self.paraph("house", "add", str(folder))
        run("openssl", "genrsa", "-out", f"{self.base}/dkim.pem", "2048")
        (self.base / "key").write_bytes(os.urandom(32))
        (self.base / "secret").write_text("invented-secret\n")
        imap = (f"{{host: 127.0.0.1, port: {servers.imap}, security: tls, ca: {servers.base}/ca.pem, "
                f"secret: secret, user: ")
        for folder in ("new", "cur", "tmp"):  # as a mail server makes them when the first mail comes
            path = servers.maildir("bounces@house.example.org") / folder
            path.mkdir(parents=True, exist_ok=True)
        run("chown", "-R", f"{MAIL_USER}:{MAIL_USER}", str(servers.mail))
        archive = ("archive:\n  address: archive@house.example.org\n  wait: 20s\n"
                   f"  mailbox: {imap}archive@house.example.org}}\n")
        (self.base / "mail.yaml").write_text(f"""# For the test only.
relay:
  host: 127.0.0.1
  port: {servers.smtp}
  security: starttls
  auth: plain
  user: office@house.example.org
  secret: secret
  ca: {servers.base}/ca.pem
  connections: 4
  receipts: yes
dkim: {{domain: house.example.org, selector: s1, key: dkim.pem}}
bounce: {{domain: house.example.org, secret: key}}
retry: {{first: 3s, factor: 1, most: 3s, give-up: 2m}}
{archive if archived else ""}mailboxes:
  - {{maildir: {servers.maildir("bounces@house.example.org")}}}
  - {imap}office@house.example.org}}
unsubscribe: https://house.example.org/stop/
""")

    def environment(self):
        return os.environ | {"PARAPH_DB": self.db, "PARAPH_MAIL": f"{self.base}/mail.yaml"}

    def paraph(self, *words):
        return run(PARAPH, *words, env=self.environment())

    def worker(self, *words):
        return subprocess.Popen([PARAPH, "worker", *words], env=self.environment(),
                                stdout=open(f"{self.base}/worker.log", "a"), stderr=subprocess.STDOUT)

    def outbox(self):
        return list(csv.DictReader(io.StringIO(self.paraph("outbox", "list", "--format", "csv"))))

    def states(self):
        return collections.Counter(row["state"] for row in self.outbox())

    def busy(self):
        states = self.states()
        return states["waiting"] + states["sending"]


def until(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.3)
    return True


def fill(house, letters=LETTERS):
    run(MADE, house.db, "example", "office@house.example.org", str(letters))


# ---- what lies in the mailboxes ----

def deliveries(servers):
    """Message-IDs by recipient, and every mail's bytes."""
    found, raw = collections.defaultdict(list), {}
    for i in range(LETTERS):
        kind, address = of(i)
        for path in servers.mails(address) if kind in ("mission", "grey") else []:
            data = path.read_bytes()
            found[i].append(email.message_from_bytes(data)["Message-ID"])
            raw[i] = data
    return found, raw


def check_once(name, servers, house):
    found, raw = deliveries(servers)
    wanted = [i for i in range(LETTERS) if of(i)[0] in ("mission", "grey")]
    case(f"{name}: no recipient without a letter", all(found[i] for i in wanted),
         [i for i in wanted if not found[i]][:20])
    case(f"{name}: none with two", all(len(ids) < 2 for ids in found.values()),
         {i: ids for i, ids in found.items() if len(ids) > 1})
    ids = collections.Counter(email.message_from_bytes(p.read_bytes())["Message-ID"]
                              for p in servers.mails("archive@house.example.org"))
    accepted = [i for i in range(LETTERS) if of(i)[0] != "gone"]
    case(f"{name}: the archive has one of each that was accepted",
         len(ids) == len(accepted) and set(ids.values()) == {1},
         f"{len(ids)} of {len(accepted)}; {[i for i, n in ids.items() if n > 1][:5]}")
    return raw


def check_register(name, house, answered):
    rows = {int(row["reference"].split("-")[2]): row for row in house.outbox()}
    wrong = []
    for i in range(LETTERS):
        kind = of(i)[0]
        want = {"gone": "failed", "back": "returned", "grey": "delivered"}.get(kind, "sent")
        if rows[i]["state"] != want or bool(rows[i]["answered"]) != (i in answered):
            wrong.append((i, kind, rows[i]["state"], rows[i]["detail"], rows[i]["answered"]))
    case(f"{name}: the register ends right", not wrong, "\n".join(map(str, wrong[:20])))


# ---- what was sent, seen by others ----

def check_dkim(raw, house):
    record = house.paraph("mail", "check").split("IN TXT ")[1].strip().strip('"').encode()
    bad = [i for i, data in raw.items() if not dkim.verify(data, dnsfunc=lambda name, **_: record)]
    case(f"DKIM of {len(raw)} messages verified by dkimpy", raw and not bad, bad[:10])
    broken = bytearray(next(iter(raw.values())))
    broken[-400] ^= 1
    case("DKIM: a changed byte is noticed", not dkim.verify(bytes(broken), dnsfunc=lambda name, **_: record))


def check_mime(raw):
    """As Python's parser reads it."""
    wrong, seen = [], set()
    for i, data in raw.items():
        m = email.message_from_bytes(data, policy=email.policy.default)
        parts = [p.get_content_type() for p in m.walk() if not p.is_multipart()]
        pdf = [p for p in m.walk() if p.get_content_type() == "application/pdf"]
        seen.add(m["Content-Language"])
        good = (parts == ["text/plain", "text/html", "application/pdf"]
                and f"MADE-2020-{i:05}" in m["Subject"] and pdf[0].get_content().startswith(b"%PDF-")
                and pdf[0].get_content().rstrip().endswith(b"%%EOF")
                and pdf[0].get_filename() == f"MADE-2020-{i:05}.pdf"
                and "\n.\n..dots\n" in m.get_body(("plain",)).get_content().replace("\r\n", "\n")
                and m["From"].addresses[0].display_name == "Maison inventée, Genève"
                and bool(m["List-Unsubscribe-Post"]) == (i % 2 == 1))
        signed = b"".join(data.split(b"DKIM-Signature:", 1)[1].split(b"bh=", 1)[0].lower().split())
        if not good or (i % 2 == 1 and b"list-unsubscribe-post" not in signed):
            wrong.append((i, parts, str(m["Subject"]), pdf[0].get_filename() if pdf else ""))
    case("subjects, bodies, file names and PDF in six languages as Python reads them",
         not wrong and len(seen) == 6, f"{seen}\n{wrong[:5]}")
    charsets = {charset.lower() for data in raw.values()
                for charset in re.findall(rb"=\?([^?]+)\?[bqBQ]\?",
                                          re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0])}
    case("headers are UTF-8 only", charsets == {b"utf-8"}, charsets)


# ---- answers ----

def answer(servers, raw):
    """Of a hundred: two people and one program answer. Returns who of them did."""
    people, programs = set(), set()
    with smtplib.SMTP("127.0.0.1", servers.smtp) as smtp:
        for i, data in raw.items():
            m = email.message_from_bytes(data, policy=email.policy.default)
            reply = email.message.EmailMessage()
            reply["From"], reply["To"] = of(i)[1], "office@house.example.org"
            reply["Message-ID"] = email.utils.make_msgid(domain="mission.example.org")
            reply.set_content("Thank you. (invented)")
            if i % 100 == 20:  # a person's program answers as it should
                reply["Subject"], reply["In-Reply-To"] = "Re: " + m["Subject"], m["Message-ID"]
            elif i % 100 == 60:  # another knows only the reference
                reply["Subject"] = f"Your letter MADE-2020-{i:05}, our reply"
            elif i % 100 == 70:
                reply["Subject"], reply["In-Reply-To"] = "Out of office", m["Message-ID"]
                reply["Auto-Submitted"] = "auto-replied"
                programs.add(i)
            else:
                continue
            if i not in programs:
                people.add(i)
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


def read_kinds(house):
    with sqlite3.connect(house.db) as db:
        return collections.Counter(dict(db.execute("SELECT found, count(*) FROM mail_read GROUP BY found")))


def settle(servers, house):
    """Until nothing is under way anywhere, and all reports are read."""
    until(servers.queue_empty)
    for _ in range(5):
        if "no new mail" in house.paraph("mail", "read"):
            break
        until(servers.queue_empty, 20)


def plain_run(servers, base):
    house = House(base / "plain", servers)
    fill(house)
    worker = house.worker()
    started = time.monotonic()
    done = until(lambda: house.busy() == 0)
    print(f"# {LETTERS} letters: {time.monotonic() - started:.1f} s until nothing waits")
    worker.send_signal(signal.SIGTERM)
    case("the worker ends when asked", worker.wait(30) == 0 and done, house.states())
    settle(servers, house)
    raw = check_once("plain", servers, house)
    people, programs = answer(servers, raw)
    settle(servers, house)
    check_register("plain", house, people)
    check_dkim(raw, house)
    check_mime(raw)
    incoming = list(csv.DictReader(io.StringIO(house.paraph("incoming", "list", "--format", "csv"))))
    answers = [row for row in incoming if row["answers"]]
    case("answers and other letters are in the incoming register",
         len(answers) == len(people) and len(incoming) == len(people) + 1, incoming[:3])
    row = next(row for row in house.outbox() if row["reference"] == "MADE-2020-00003")
    events = house.paraph("outbox", "show", "MADE-2020-00003")
    case("greylisted ones went at a later try", int(row["tries"]) >= 2 and "450 4.2.0" in events, events)
    case("what was handed on without a report is told apart from what was delivered",
         "relayed" in house.paraph("outbox", "show", "MADE-2020-00000"))
    seen = read_kinds(house)
    case("a forged return changes nothing, returns and programs count once",
         seen["forged"] == 1 and seen["return"] == sum(of(i)[0] == "back" for i in range(LETTERS))
         and seen["automatic"] == len(programs), seen)


def alone_run(servers, base):
    """Without an archive a message has one recipient, and DATA goes with it: refused ones too end right."""
    house = House(base / "alone", servers, archived=False)
    reached = [i for i in range(ALONE) if of(i)[0] in ("mission", "grey")]
    before = {i: len(servers.mails(of(i)[1])) for i in reached}
    fill(house, ALONE)
    worker = house.worker()
    done = until(lambda: house.busy() == 0)
    worker.send_signal(signal.SIGTERM)
    case("alone: the worker ends when asked", worker.wait(30) == 0 and done, house.states())
    until(servers.queue_empty)
    more = {i: len(servers.mails(of(i)[1])) - before[i] for i in reached}
    failed = [row["reference"] for row in house.outbox() if row["state"] == "failed"]
    case("alone: one letter each, and who is unknown refused", set(more.values()) == {1}
         and failed == [f"MADE-2020-{i:05}" for i in range(ALONE) if of(i)[0] == "gone"], (more, failed))


def killed_run(servers, base):
    house = House(base / "killed", servers)
    fill(house)
    random.seed(20200301)
    for k in range(KILLS):
        worker = house.worker()
        time.sleep(random.uniform(0.05, 1.2))
        worker.kill()
        worker.wait()
    print(f"# after {KILLS} kills: {dict(house.states())}")
    left = house.states()["sending"]
    until(servers.queue_empty)  # however slow this computer is: what was taken lies in the archive
    worker = house.worker()
    done = until(lambda: house.busy() == 0)
    worker.send_signal(signal.SIGTERM)
    case("killed ten times, the last worker brings it to an end", worker.wait(30) == 0 and done,
         house.states())
    case("kills hit messages that were under way", left > 0, left)
    settle(servers, house)
    check_once("killed", servers, house)
    check_register("killed", house, set())


def main():
    if os.getuid() != 0:
        print("1..0 # SKIP Postfix starts as root only")
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    base = pathlib.Path(tempfile.mkdtemp(prefix="paraph-post."))
    servers = []
    try:
        for name, part in (("plain", plain_run), ("killed", killed_run)):
            folder = base / f"servers-{name}"
            folder.mkdir()
            servers.append(Servers(folder, LETTERS))
            os.chmod(base, 0o755)
            servers[-1].start()
            part(servers[-1], base)
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
