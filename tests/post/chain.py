"""From a folder with an invented house and a thousand invented contacts to a letter in the outbox, by the
program alone: house add, person add, contact import, translation approve, letter draft, clear, sign, issue.
What each recipient should get is worked out here from the contacts and the pack's own table of States, not
from what the program says."""
import binascii
import collections
import csv
import email
import email.policy
import io
import os
import pathlib
import quopri
import re
import subprocess

from servers import MAIL_USER, run

PARAPH, ROOT = os.environ["PARAPH"], pathlib.Path(os.environ["ROOT"])
DAY = "2020-03-19"
LANGS = ("en", "fr", "es", "ar", "ru", "zh")
HOUSE = "invented-post"
JOINED = 8  # recipients of States that have joined since: their letters cancel themselves
LATE = 20   # of the letter's day, recipients whose State is bound: they get none
PERSONS = ("drafter", "clearer", "signatory", "sender")


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


class Recipient:
    """The i-th: its contact, and what should become of its letter."""

    def __init__(self, i, state, kind):
        self.i, self.state, self.kind = i, state, kind
        # One in twenty-five in Chinese: its fonts make a letter ten times as long as another.
        self.lang = "zh" if i % 25 == 24 else LANGS[i % 5]
        self.address = f"r{i:04}@{self.box}"

    @property
    def box(self):
        """Of a hundred one is refused at the door, two come back, five wait behind a greylist."""
        i = self.i
        if self.kind != "sent":
            return "mission.example.org"
        return ("gone.example.org" if i % 100 == 7 else "back.example.net" if i % 50 == 11
                else "grey.example.org" if i % 20 == 3 else "mission.example.org")

    @property
    def arrives(self):
        return self.kind == "sent" and self.box in ("mission.example.org", "grey.example.org")

    @property
    def outcome(self):
        """What letter follow says while nobody has answered."""
        if self.kind == "joined":
            return "cancelled"
        return {"gone.example.org": "returned", "back.example.net": "returned",
                "grey.example.org": "delivered"}.get(self.box, "silent")

    def contact(self, office):
        mission = office == "mission"
        return {
            "source": f"invented-{self.i:04}", "office": office, "state": self.state, "write": self.lang,
            "organisation": "" if mission else f"parliament-{self.state.lower()}",
            "organisation.name": "" if mission else f"Invented parliament of {self.state}",
            "organisation.category": "" if mission else "parliament",
            "place": "" if mission else "", "name": f"Invented mission {self.i}" if mission else "",
            "holder": "" if mission else f"Invented Member {self.i:04}",
            "rank": "" if mission else "member-of-parliament", "address": "" if mission else "fm"[self.i % 2],
            "email": self.address, "purpose": "letters on the Convention"}


class House:
    """A database with the invented house, and the mail.yaml that fits the servers."""

    def __init__(self, base, servers, db, letters, archived=True):
        self.base, self.servers, self.db, self.letters = pathlib.Path(base), servers, db, letters
        self.archived = archived
        self.base.mkdir()
        self.person = {}
        self.paraph("init", "--pack", "ccm")
        self.paraph("house", "add", str(ROOT / "tests/houses/invented/post"))
        for role in PERSONS:
            self.person[role] = self.paraph("person", "add", "--name", f"{role} (invented)").split()[-1]
            self.paraph("house", "grant", HOUSE, "--person", self.person[role], "--role", role,
                        "--from", "2020-01-01")
        self.recipients = self.people()
        self.mail_yaml()

    def environment(self):
        return os.environ | {"PARAPH_DB": self.db, "PARAPH_MAIL": f"{self.base}/mail.yaml"}

    def paraph(self, *words, role=None):
        return run(PARAPH, *(("--as", self.person[role]) if role else ()), *words, env=self.environment())

    def worker(self, *words):
        return subprocess.Popen([PARAPH, "worker", *words], env=self.environment(),
                                stdout=open(f"{self.base}/worker.log", "a"), stderr=subprocess.STDOUT)

    def people(self):
        """States not party then and now; some that have joined since, some that had before."""
        was, now = ({row["iso3"]: row["standing"] for row in table(said)}
                    for said in (self.paraph("status", "--on", DAY, "--format", "csv"),
                                 self.paraph("status", "--format", "csv")))
        out = ("signatory", "not-party")
        asked = sorted(s for s in was if was[s] in out and now[s] in out)
        joined = sorted(s for s in was if was[s] in out and now[s] not in out)
        bound = sorted(s for s in was if was[s] == "party")
        return ([Recipient(i, asked[i % len(asked)], "sent") for i in range(self.letters)]
                + [Recipient(self.letters + k, joined[k % len(joined)], "joined") for k in range(JOINED)]
                + [Recipient(self.letters + JOINED + k, bound[k % len(bound)], "bound") for k in range(LATE)])

    def issue(self, kind, office, audience):
        """The letter, cleared, signed and issued. Returns what was told of its copies."""
        file = self.base / "contacts.csv"
        rows = [r.contact(office) for r in self.recipients]
        with open(file, "w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        self.paraph("contact", "import", str(file), "--yes", role="drafter")
        for lang in LANGS[1:]:
            self.paraph("translation", "approve", kind, "--lang", lang, role="clearer")
        draft = self.paraph("letter", "draft", kind, "--audience", audience, "--on", DAY,
                            role="drafter").strip()
        self.paraph("letter", "clear", draft, role="clearer")
        self.paraph("letter", "sign", draft, role="signatory")
        return table(self.paraph("letter", "issue", draft, "--secret", f"{self.base}/sign.key", "--out",
                                 f"{self.base}/issued", "--format", "csv", role="sender"))

    def follow(self, reference, *words):
        return table(self.paraph("letter", "follow", reference, *words, "--format", "csv"))

    def states(self):
        """As the first line of outbox list counts them."""
        said = self.paraph("outbox", "list", "--most", "1").splitlines()[0].partition(": ")[2]
        return collections.Counter({state: int(n) for n, state in re.findall(r"(\d+) ([a-z]+)", said)})

    def busy(self):
        states = self.states()
        return states["waiting"] + states["sending"]

    def mail_yaml(self):
        servers = self.servers
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
{archive if self.archived else ""}mailboxes:
  - {{maildir: {servers.maildir("bounces@house.example.org")}}}
  - {imap}office@house.example.org}}
unsubscribe: https://house.example.org/stop/
""")


def names_of_states():
    """On the letter's day, by State and language, from the table itself: (short name, formal one)."""
    names = {}
    with open(ROOT / "packs/world/acts/states.csv", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["date"].split("/")[-1] <= DAY:
                names[row["iso3"]] = {lang: (row[f"short.{lang}"], row[f"formal.{lang}"]) for lang in LANGS}
    return names


def names_state(name, lines):
    """Is one of the lines the State's short name? One with a part in brackets is turned round within a text:
    then it is the end of the formal one, which has the same words. Letters have the apostrophes and blanks of
    print."""
    short, formal, *lines = (" ".join(text.replace("'", "\u2019").split()) for text in (*name, *lines))
    if "(" not in short:
        return short in lines
    return any(len(line) > 3 and formal.endswith(line) for line in lines)


# ---- mails, read fast: a thousand with three PDF files each; what Python's own parser reads is compared ----

def halves(data, policy=email.policy.compat32):
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    return email.message_from_bytes(head + b"\n\n", policy=policy), body


def head_of(data):
    """Its fields, decoded."""
    return halves(data, email.policy.default)[0]


def parts_of(data):
    """(content type, file name, bytes) of each part that is no multipart."""
    m, body = halves(data)
    boundary = m.get_boundary()
    if boundary:
        inner = (b"\n" + body).split(b"\n--" + boundary.encode())
        return [part for one in inner[1:-1] for part in parts_of(one.partition(b"\n")[2])]
    encoding = (m["Content-Transfer-Encoding"] or "7bit").lower()
    if encoding == "base64":
        body = binascii.a2b_base64(body)
    elif encoding == "quoted-printable":
        body = quopri.decodestring(body)
    return [(m.get_content_type(), m.get_filename(), body)]
