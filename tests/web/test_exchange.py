#!/usr/bin/python3
"""Two installations exchange their public acts over HTTP and agree; what was cut, rewritten, signed by
somebody else or changed on the way is refused as a whole, what contradicts is left and named. TAP. The acts
are invented."""
import csv
import http.server
import io
import json
import pathlib
import threading

import kit


class Place:
    """One installation: its database, its server, its keys."""

    def __init__(self, folder, name):
        self.folder = pathlib.Path(folder, name)
        self.folder.mkdir()
        self.db = kit.database(self.folder)
        self.keys = self.folder / "public.keys"
        self.serve()

    def serve(self):
        self.server = kit.Server(self.db)
        self.url = f"http://127.0.0.1:{self.server.port}"

    def run(self, *args):
        return kit.paraph(self.db, *args)

    def export(self):
        status = self.run("letter", "key", "export", "--out", self.keys)[0]
        kit.same(f"{self.folder.name}: its public keys", status, 0)

    def add(self, kind, state, day, *args):
        status, _, said = self.run("act", "add", kind, "--treaty", "ccm", "--state", state, "--on", day,
                                   "--source", "an invented receipt", *args)
        if status:
            kit.case(f"{kind} of {state} is recorded", False, said)

    def pull(self, other, *args):
        return self.run("--format", "csv", "act", "pull", other.url, *args)

    def facts(self, on):
        return self.run("--format", "csv", "facts", "--on", on)[1]


def rows(text):
    return [(r["outcome"], r["id"]) for r in csv.DictReader(io.StringIO(text))]


def strangers(a, b):
    status, _, said = b.pull(a)
    kit.case("of whom no key is known nothing is taken", status == 2 and "--key FILE" in said, said)
    status, _, said = b.pull(a, "--key", b.folder / "ccm.db")
    kit.case("a file without keys is none", status == 1, said)
    b.export()
    status, _, said = b.pull(a, "--key", b.keys)
    kit.case("a record that nobody signed is not taken", status == 1 and "does not sign" in said, said)
    a.export()
    status, _, said = b.pull(a, "--key", b.keys)
    kit.case("signed with another's key: refused", status == 1 and "none of those known" in said, said)


def exchange(a, b):
    a.add("report-received", "VUT", "2026-08-20", "--set", "report=initial")
    a.add("report-received", "BEN", "2026-08-21", "--set", "report=initial", "--visibility", "house", "--id",
          "invented-secret")
    a.add("ratification", "AGO", "2026-09-01", "--by", "p-invented")
    status, _, said = a.run("act", "correct", "ccm/report-received/VUT/2026-08-20", "--on", "2026-08-22",
                            "--reason", "misread")
    kit.case("corrected", status == 0, said)
    wanted = [("new", "ccm/report-received/VUT/2026-08-20"), ("new", "ccm/ratification/AGO/2026-09-01"),
              ("new", "ccm/report-received/VUT/2026-08-20~1")]
    before = b.run("act", "verify")[1]
    status, out, said = b.pull(a, "--key", a.keys)
    shown = [r for r in rows(out) if r[0] == "new"]
    kit.case("what is new is shown first", status == 0 and shown == wanted, out + said)
    kit.same("and nothing is recorded", b.run("act", "verify")[1], before)
    status, _, said = b.pull(a, "--key", a.keys, "--yes")
    kit.case("then recorded", status == 0 and "3 recorded" in said, said)
    body = a.server.page("/feeds/acts.jsonl?from=1165")
    kit.case("what is not public went without its content", "invented-secret" in body
             and "2026-08-21" not in body, body[:2000])
    kit.case("and is not there", "invented-secret" not in b.run("act", "list")[1])
    status, out, _ = b.run("--format", "csv", "act", "peers", a.url)
    kit.same("where each came from is kept", sorted(r["id"] for r in csv.DictReader(io.StringIO(out))),
             sorted(w[1] for w in wanted))
    b.add("report-received", "CIV", "2026-09-05", "--set", "report=annual", "--set", "year=2025")
    status, _, said = a.pull(b, "--key", b.keys, "--yes")
    kit.case("the other way round", status == 0 and "1 recorded" in said, said)
    for day in ("2026-08-01", "2026-09-02", "2026-11-20"):
        kit.same(f"both say the same of {day}", a.facts(day), b.facts(day))
    status, _, said = b.pull(a, "--yes")
    kit.case("again: it goes on behind what it has, and finds its own act", status == 0
             and "0 new, 1 on file" in said, said)
    for place in (a, b):
        status, out, said = place.run("act", "verify")
        kit.case(f"{place.folder.name}: its own chain is whole", status == 0, said)
    path = a.folder / "given.jsonl"
    path.write_text(a.server.page("/feeds/acts.jsonl?from=0"))
    first = json.loads(path.read_text().split("\n")[0])
    kit.case("an answer holds a thousand acts, and says how many there are",
             first["acts"] > 1000 and path.read_text().count("\n") == 1001, first)


def contradiction(a, b):
    a.add("ratification", "DJI", "2026-10-01")
    a.add("report-received", "COL", "2026-10-02", "--set", "report=initial")
    b.add("ratification", "DJI", "2026-10-03")
    for _ in range(2):
        status, out, said = b.pull(a, "--yes")
        kit.case("what contradicts is left and named, as long as it does",
                 status == 1 and ("different", "ccm/ratification/DJI/2026-10-01") in rows(out)
                 and "1 acts contradict" in said, out + said)
    kit.case("the others are taken", "COL/2026-10-02" in b.run("act", "list", "--state", "COL")[1])
    b.run("act", "correct", "ccm/ratification/DJI/2026-10-03", "--on", "2026-10-01", "--reason", "misread")
    status, _, said = b.pull(a, "--yes")
    kit.case("settled, it goes on", status == 0, said)


class Between(http.server.BaseHTTPRequestHandler):
    """Hands on what the installation says, with one thing changed."""
    target, change = None, staticmethod(lambda body: body)

    def do_GET(self):
        body = self.change(self.target.get(self.path)[2])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def between(a):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Between)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Between.target = a.server
    Between.change = staticmethod(lambda body: body)
    return server, f"http://127.0.0.1:{server.server_address[1]}"


def on_the_way(a, folder):
    fresh = Place(folder, "fresh")
    server, url = between(a)
    head = json.loads(a.server.page("/feeds/acts.jsonl").split("\n")[0])
    before = fresh.run("act", "verify")[1]
    for name, change in [
        ("a day changed", lambda b: b.replace(b'"on":"2026-08-22"', b'"on":"2026-08-23"')),
        ("a line left out", lambda b: b"\n".join(b.split(b"\n")[:3] + b.split(b"\n")[4:])),
        ("the signature changed", lambda b: b.replace(head["signature"].encode(), b"0" * 128)),
        ("fewer acts said", lambda b: b.replace(f'"acts":{head["acts"]}'.encode(), b'"acts":1000')),
        ("an act said to be withheld",
         lambda b: b.replace(b'"visibility":"public"', b'"visibility":"house"', 1)),
        ("a byte added", lambda b: b.replace(b'"kind":"ratification"', b'"kind": "ratification"', 1)),
        ("nothing", lambda b: b""),
        ("something else", lambda b: b"<html>"),
        ("the end cut off", lambda b: b[:-500]),
    ]:
        Between.change = staticmethod(change)
        status, _, said = fresh.run("act", "pull", url, "--key", a.keys, "--yes")
        kit.case(f"{name} on the way: refused", status == 1 and said, (status, said))
    kit.same("and nothing was recorded", fresh.run("act", "verify")[1], before)
    whole = [line for line in a.run("act", "export")[1].encode().split(b"\n")
             if b'"id":"invented-secret"' in line]
    Between.change = staticmethod(lambda body: b"\n".join(
        whole[0] if b'"id":"invented-secret"' in line else line for line in body.split(b"\n")))
    status, _, said = fresh.run("act", "pull", url, "--key", a.keys, "--yes")
    kit.case("unchanged it is taken; what is not public is left there, even where it is given",
             status == 0 and len(whole) == 1 and "invented-secret" not in fresh.run("act", "list")[1], said)
    server.shutdown()
    fresh.server.stop()


def rewritten(a, b):
    """The record there is put back from an older copy and goes another way, behind the same address."""
    server, url = between(a)
    status, _, said = b.run("act", "pull", url, "--key", a.keys, "--yes")
    kit.case("by another address: all is on file", status == 0 and "0 new" in said, said)
    a.server.stop()
    for path in a.folder.glob("ccm.db*"):
        if path.suffix != ".key":
            path.unlink()
    kit.same("an older copy is put back", a.run("restore", a.folder / "early.backup")[0], 0)
    a.serve()
    Between.target = a.server
    status, _, said = b.run("act", "pull", url, "--yes")
    kit.case("a record that was cut: nothing is taken", status == 1 and "was cut" in said, said)
    for day in range(1, 12):
        a.add("report-received", "MLI", f"2026-02-{day:02}", "--set", "report=annual", "--set",
              f"year={2010 + day}")
    status, _, said = b.run("act", "pull", url, "--yes")
    kit.case("one that went another way: nothing is taken",
             status == 1 and "not the record that it was" in said, said)
    server.shutdown()


def main():
    with kit.folder() as folder:
        a, b = Place(folder, "a"), Place(folder, "b")
        strangers(a, b)
        kit.same("a copy of it as it is now", a.run("backup", a.folder / "early.backup")[0], 0)
        exchange(a, b)
        contradiction(a, b)
        on_the_way(a, folder)
        rewritten(a, b)
        for place in (a, b):
            status, said = place.server.stop()
            kit.case(f"{place.folder.name} ends well", status == 0 and not said, said)
    kit.finish()


main()
