#!/usr/bin/python3
"""Two servers over one PostgreSQL: what is recorded by one the other shows; what one confirmed before it was
killed is there; and both go on when the database comes back. TAP. Acts and persons are invented."""
import csv
import io
import os
import signal
import subprocess
import tempfile
import threading
import time

import kit
import people

POSTGRES = kit.ROOT / "tests" / "store" / "postgres.sh"
SOON = 20  # seconds in which what must come comes; within one is what the servers aim at


def until(condition):
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        got = condition()
        if got:
            return got
        time.sleep(0.05)
    return None


def accede(url, iso3, day):
    status, _, said = kit.paraph(url, "act", "add", "accession", "--state", iso3, "--on", day, "--source",
                                 "invented")
    if status:
        raise SystemExit(f"no act: {said}")


def shows(server, iso3, day):
    return day in server.page(f"/en/states/{iso3}").replace("\xa0", " ")


def acts(one, two, url):
    """Pages that were asked for before, and are kept, are made anew."""
    for server in (one, two):
        kit.case("not yet", not shows(server, "KEN", "2 March 2026"))
    accede(url, "KEN", "2026-03-02")
    for name, server in (("one", one), ("the other", two)):
        kit.case(f"an act is shown by {name}", until(lambda s=server: shows(s, "KEN", "2 March 2026")))
    kit.same("both say the same", one.page("/en/states.csv"), two.page("/en/states.csv"))


def doors(one, two, url):
    """Who signs in at one is known at the other, and may be sent to either for each page."""
    b = people.person(one, url, "two.invented@example.org", "administrator")
    b.server = two
    kit.same("who signed in at one is known to the other", b.get("/account")[0], 200)
    status, _ = b.post("/account/sign-out", {})
    b.server = one
    kit.case("who signs out there is out here", status == 303 and b.get("/account")[0] == 302)
    return people.person(one, url, "kill.invented@example.org", "administrator")


def invite(b, mails, confirmed):
    """One after another, until the server is gone."""
    token = b.token("/accounts")
    for mail in mails:
        try:
            status, _ = b.post("/accounts", {"mail": mail, "role": "administrator"}, token)
        except OSError:
            return
        if status in (200, 303):
            confirmed.append(mail)


def killed(one, two, b, url):
    """Killed in the middle of its work, while acts are recorded too."""
    confirmed = []
    mails = [f"k{i}.invented@example.org" for i in range(2000)]
    thread = threading.Thread(target=invite, args=(b, mails, confirmed))
    thread.start()
    kit.case("one is at work", until(lambda: len(confirmed) >= 8), confirmed)
    accede(url, "JAM", "2026-03-03")
    one.stop(signal.SIGKILL)
    thread.join(timeout=60)
    rows = csv.DictReader(io.StringIO(kit.paraph(url, "account", "list", "--format", "csv")[1]))
    on_file = {row["mail"] for row in rows}
    kit.case(f"killed after {len(confirmed)} invitations: every one is on file",
             confirmed and set(confirmed) <= on_file, set(confirmed) - on_file)
    kit.case("at most one more, whose answer nobody got",
             len([m for m in on_file if m.startswith("k") and m not in confirmed]) <= 2, on_file)
    kit.case("the other goes on, and has the act", until(lambda: shows(two, "JAM", "3 March 2026")) and
             two.get("/healthz")[0] == 200)
    status, said, _ = kit.paraph(url, "act", "verify")
    kit.case("the chain is whole", status == 0, said)
    again = kit.Server(url)
    kit.same("one that is started again says what the other says", again.page("/en/states.csv"),
             two.page("/en/states.csv"))
    b.server = again
    kit.same("and knows who is signed in", b.get("/account")[0], 200)
    return again


def restarted(one, two, b, url, folder):
    """The database goes and comes back: as for an update of it."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    control = os.environ.get("PARAPH_PG_BIN", "/usr/lib/postgresql/15/bin") + "/pg_ctl"
    control = [*as_postgres, control, "-D", f"{folder}/data", "--silent", "--wait"]
    subprocess.run([*control, "--mode=immediate", "stop"], check=True, cwd="/", stdout=subprocess.DEVNULL)
    kit.same("while it is away the pages stay", one.get("/en/states")[0], 200)
    kit.case("a door says so", b.get("/account")[0] >= 500)
    subprocess.run([*control, f"--log={folder}/log", "start"], check=True, cwd="/", stdout=subprocess.DEVNULL)
    accede(url, "MNG", "2026-03-04")
    for name, server in (("one", one), ("the other", two)):
        kit.case(f"when it is back an act is shown by {name}",
                 until(lambda s=server: shows(s, "MNG", "4 March 2026")))
    kit.case("and its doors open", until(lambda: b.get("/account")[0] == 200))


def main():
    with tempfile.TemporaryDirectory(prefix="paraph-pg.") as folder:
        url = subprocess.run([POSTGRES, "start", folder], check=True, capture_output=True,
                             text=True).stdout.strip()
        try:
            kit.database_at(url)
            one, two = kit.Server(url), kit.Server(url)
            acts(one, two, url)
            b = doors(one, two, url)
            one = killed(one, two, b, url)
            restarted(one, two, b, url, folder)
            for server in (one, two):
                status, said = server.stop()
                kit.case("it ends well", status == 0 and said.count("cannot be read") <= 1,
                         f"{status} {said}")
        finally:
            subprocess.run([POSTGRES, "stop", folder], check=True)
    kit.finish()


main()
