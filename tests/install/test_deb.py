#!/usr/bin/python3
"""The Debian package: built from what is built, and installed by dpkg into a throw-away layer over this very
machine, where its register is made, served, brought up to date, removed and purged. TAP. The layer needs
root and overlayfs; without them that part is left out, and says so."""
import os
import pathlib
import pwd
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request

import kit

BUILD = pathlib.Path(kit.PARAPH).resolve().parent
BOOT_SECONDS = 120
EXPOSURE_MOST = 20  # systemd's own figure, in tenths: 2.0 of 10
STATE, CONF, UNITS = "/var/lib/paraph", "/etc/paraph/paraph.conf", "/lib/systemd/system"


def run(*words, **more):
    """Exit status, and all that it said."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **more)
    return done.returncode, done.stdout


def works(name, *words, **more):
    status, said = run(*words, **more)
    kit.case(name, status == 0, f"exit status {status}\n{said}")
    return said


# ---- built ----


def manual(place):
    subprocess.run([kit.PARAPH, "manual", place / "man"], check=True)
    pages = sorted((place / "man").glob("man*/*"))
    kit.case("a manual page for all, for each office and for the settings", len(pages) > 10, pages)
    status, said = run("mandoc", "-T", "lint", "-W", "warning", *pages)
    kit.case("mandoc finds nothing in them", status == 0, said)
    page = run("mandoc", "-T", "ascii", place / "man/man1/paraph-upkeep.1")[1]
    page = re.sub(".\b", "", page)
    for line in run(kit.PARAPH, "help", "backup")[1].splitlines()[:1]:
        words = line.replace("usage: ", "").replace("[OPTIONS]", "").split()
        kit.case("they say what --help says", all(w in page for w in words), page)


def needs():
    """What building needs stands in scripts/setup, and again in debian/control."""
    setup = re.search(r"^build=\((.*?)\)", (kit.ROOT / "scripts/setup").read_text(), re.M | re.S)[1]
    control = (kit.ROOT / "debian/control").read_text()
    control = re.search(r"^Build-Depends:(.*?)\n\n", control, re.M | re.S)[1]
    kit.same("debian/control names every library that scripts/setup installs",
             {p for p in setup.split() if p.endswith("-dev")} - {"libc6-dev"},
             {p for p in re.split(r"[,\s]+", control) if p.endswith("-dev")})


def built(place):
    """The package, in `place`."""
    source = place / "paraph"
    source.mkdir()
    names = subprocess.run(["git", "ls-files", "debian", "docs", "README.md"], cwd=kit.ROOT, check=True,
                           capture_output=True, text=True).stdout.split()
    for name in names:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(kit.ROOT / name, source / name)
    said = works("the package is built", "debian/rules", "binary", cwd=source,
                 env=os.environ | {"BUILT": str(BUILD), "DEB_BUILD_OPTIONS": "noautodbgsym"})
    found = list(place.glob("*.deb"))
    if not found:
        print(said)
        kit.finish()
    return found[0], source / "debian/paraph"


def units(tree):
    folder = tree / UNITS[1:]
    names = sorted(p.name for p in folder.iterdir())
    kit.same("its units", names,
             ["paraph-backup.service", "paraph-backup.timer", "paraph-outbox.service", "paraph.service"])
    for name in names:
        if name.endswith(".service"):
            status, said = run("systemd-analyze", "security", "--offline=yes", "--no-pager",
                               f"--threshold={EXPOSURE_MOST}", folder / name)
            kit.case(f"{name}: {said.strip().splitlines()[-1][2:] if said else 'nothing said'}",
                     status == 0, said)
    # The program that they name is not installed here; nothing else may be said.
    said = run("systemd-analyze", "verify", "--man=no", *[folder / n for n in names])[1]
    said = [l for l in said.splitlines() if "paraph" in l]
    kit.same("systemd reads them without a word",
             [l for l in said if "/usr/bin/paraph is not executable" not in l], [])


# ---- under systemd ----


def booted(place, deb):
    """Its services under a real systemd, as the first process of a layer with a network of its own."""
    out = place / "out"
    for folder in (out, place / "boot"):
        folder.mkdir()
    boot = subprocess.Popen(["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--fork",
                             "--kill-child", "sh", kit.ROOT / "tests/install/boot.sh", place / "boot", deb,
                             out], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)
    end = time.monotonic() + BOOT_SECONDS
    while boot.poll() is None and not (out / "done").exists() and time.monotonic() < end:
        time.sleep(0.2)
    boot.kill()  # and with it, as the first process of its layer, all that it started
    why = boot.communicate(timeout=30)[0]
    said = (out / "said").read_text().splitlines() if (out / "said").exists() else []
    if not said:
        kit.case(f"under systemd # SKIP it cannot be started here: {' '.join(why.split())[-200:]}", True)
        return
    for line in said:
        kit.case(f"under systemd: {line.removeprefix('not ').removeprefix('ok ')}", line.startswith("ok "),
                 (out / "log").read_text())
    kit.case("under systemd: to the end", (out / "done").exists(), why + (out / "log").read_text())


# ---- installed ----


def layer(place):
    """Everything below is another's: what is written goes to memory, and with this process. Then /, there."""
    for command in (["mount", "-t", "tmpfs", "tmpfs", place],
                    ["mkdir", f"{place}/up", f"{place}/in", f"{place}/root"],
                    ["mount", "-t", "overlay", "overlay", "-o",
                     f"lowerdir=/,upperdir={place}/up,workdir={place}/in", f"{place}/root"],
                    ["mount", "-t", "proc", "proc", f"{place}/root/proc"],
                    ["mount", "--rbind", "/dev", f"{place}/root/dev"]):
        status, said = run(*command)
        if status:
            return said
    os.chroot(f"{place}/root")
    os.chdir("/")
    return None


def ours():
    """Files of that name in the system's places."""
    found = set()
    for top in ("/etc", "/usr/bin", "/usr/share", "/usr/lib", "/lib/systemd", "/var/lib", "/run"):
        for at, folders, files in os.walk(top):
            found |= {f"{at}/{name}" for name in folders + files if "paraph" in name}
    return found


def owner(path):
    info = os.stat(path)
    return f"{pwd.getpwuid(info.st_uid).pw_name} {info.st_mode & 0o777:o}"


def dpkg(*words):
    return run("dpkg", "--no-triggers", "--force-unsafe-io", "--path-include=/usr/share/man/*", *words,
               env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


def first_steps(said):
    kit.case("what to do first is said once", said.count("sudo paraph init --pack ccm") == 1 and
             "account invite" in said, said)
    kit.case("nothing is made by itself", os.listdir(STATE) == [], os.listdir(STATE))
    kit.same("its folder, its settings", (owner(STATE), owner(CONF)), ("paraph 750", "root 640"))
    kit.case("it says its version", re.fullmatch(r"paraph \d+\.\d+\.\d+\n", run("paraph", "--version")[1]))
    works("its manual page is found", "man", "-w", "paraph-letters")
    status, said = run("runuser", "-u", "nobody", "--", "paraph", "today", cwd="/tmp")
    kit.case("another's register is not the package's", status == 1 and "paraph.db" in said and
             "/var/lib" not in said, said)
    works("root makes the register", "paraph", "init", "--pack", "ccm")
    kit.same("it is the account's", owner(f"{STATE}/paraph.db").split()[0], "paraph")
    works("the first act is recorded", "paraph", "act", "add", "accession", "--state", "KEN", "--on",
          "2026-11-02", "--source", "invented")
    said = works("an administrator is invited", "paraph", "account", "invite", "you@example.org", "--role",
                 "administrator")
    kit.case("by a link", "http://127.0.0.1:8080/" in said, said)


def as_service(unit):
    """Starts what a unit starts, as its account, without systemd."""
    line = re.search(r"^ExecStart=(.*)$", pathlib.Path(UNITS, unit).read_text(), re.M)[1]
    return ["setpriv", "--reuid=paraph", "--regid=paraph", "--init-groups", "--reset-env",
            *line.split()]


def served():
    text = pathlib.Path(CONF).read_text()
    pathlib.Path(CONF).write_text(text + "PARAPH_LISTENS=127.0.0.1:0\n")
    status, said = run("paraph", "today")
    kit.case("a setting that there is none of is named with its line",
             status == 1 and f"{CONF}: line {text.count(chr(10)) + 1}: 'PARAPH_LISTENS" in said, said)
    pathlib.Path(CONF).write_text(text + "PARAPH_LISTEN=127.0.0.1:0\n")
    with subprocess.Popen(as_service("paraph.service"), stdout=subprocess.PIPE, text=True,
                          cwd=STATE) as server:
        line = server.stdout.readline()
        found = re.search(r"http://\S+/", line)
        kit.case("it serves where the settings say", found, line)
        if found:
            with urllib.request.urlopen(found[0] + "healthz", timeout=30) as reply:
                kit.case("/healthz answers", reply.read().startswith(b"ok"))
        server.terminate()
    kit.same("and stops", server.returncode, 0)
    for _ in range(2):
        works("the copy of the night is made", *as_service("paraph-backup.service"), cwd=STATE)
        if len(os.listdir(f"{STATE}/backups")) == 1:
            os.utime(f"{STATE}/backups")  # within a second the name is the same
            subprocess.run(["sleep", "1.1"], check=True)
    kit.same("one a run", len(os.listdir(f"{STATE}/backups")), 2)
    works("doctor finds nothing bad", "paraph", "doctor")


def as_in_the_beginning(db):
    """The same acts in the tables of the first version."""
    shutil.copy(db, "/tmp/now.db")
    os.unlink(db)
    old = sqlite3.connect(db)
    old.executescript((kit.ROOT / "src/store/migrate/0001_journal.sqlite.sql").read_text())
    old.executescript("""ATTACH '/tmp/now.db' AS now; DROP TRIGGER IF EXISTS journal_head_no_update;
        INSERT INTO act SELECT * FROM now.act; INSERT INTO pack_file SELECT * FROM now.pack_file;
        UPDATE journal_head SET (count, hash, recorded_ms) =
            (SELECT count, hash, recorded_ms FROM now.journal_head);
        INSERT INTO schema_migration SELECT * FROM now.schema_migration WHERE number = 1;""")
    old.close()
    shutil.chown(db, "paraph", "paraph")


def upgraded(deb):
    db = f"{STATE}/paraph.db"
    head = run("paraph", "act", "verify")[1]
    as_in_the_beginning(db)
    kit.same("a register of the first version is too old", run("paraph", "today")[0], 3)
    status, said = dpkg("-i", deb)
    kit.case("an upgrade brings it up to this one, and copies it before", status == 0 and
             f"schema 1 to" in said and f"as it was: {db}.schema-1" in said, said)
    kit.same("no act is lost, none changed", run("paraph", "act", "verify")[1], head)
    kit.same("it is still the account's", owner(db).split()[0], "paraph")
    kit.case("settings that were changed stay", "PARAPH_LISTEN=127.0.0.1:0" in pathlib.Path(CONF).read_text())


def removed(deb, before):
    status, said = dpkg("--remove", "paraph")
    kit.case("removed", status == 0 and not os.path.exists("/usr/bin/paraph"), said)
    kit.case("register and settings stay", os.path.exists(f"{STATE}/paraph.db") and os.path.exists(CONF))
    status, said = dpkg("--purge", "paraph")
    left = ours() - before
    kit.case("purged: nothing stays but the register", status == 0 and left == {STATE} | {
        f"{STATE}/{n}" for n in os.listdir(STATE) if "paraph" in n} | {
            f"{STATE}/backups/{n}" for n in os.listdir(f"{STATE}/backups")} - before, f"{said}\n{left}")
    kit.case("and it says so", f"stay in {STATE}" in said, said)
    shutil.rmtree(STATE)
    dpkg("-i", deb)
    status, said = dpkg("--purge", "paraph")
    kit.case("without a register nothing stays at all", status == 0 and ours() == before and
             run("getent", "passwd", "paraph")[0] != 0, f"{said}\n{ours() - before}")


def inside(place, deb):
    data = pathlib.Path(deb).read_bytes()
    why = layer(place)
    if why is not None:
        kit.case(f"installed for real # SKIP no layer over this machine can be made: {why.strip()}", True)
        kit.finish()
    for name in [n for n in os.environ if n.startswith("PARAPH_")]:
        del os.environ[name]
    dpkg("--purge", "paraph")
    shutil.rmtree(STATE, ignore_errors=True)
    deb = "/var/tmp/paraph-package.deb"
    before = ours()
    pathlib.Path(deb).write_bytes(data)
    status, said = dpkg("-i", deb)
    kit.case("dpkg installs it", status == 0, said)
    if status == 0:
        first_steps(said)
        served()
        upgraded(deb)
        removed(deb, before)
    kit.finish()


def main():
    if sys.argv[1:2] == ["inside"]:
        kit.count, kit.failed = int(sys.argv[4]), int(sys.argv[5])
        inside(*sys.argv[2:4])
    with kit.folder() as place:
        place = pathlib.Path(place)
        manual(place)
        if not shutil.which("dh"):
            kit.case("the package is built # SKIP debhelper is not installed", True)
            kit.finish()
        needs()
        deb, tree = built(place)
        units(tree)
        if os.geteuid() != 0:
            kit.case("installed for real # SKIP that needs root", True)
            kit.finish()
        booted(place, deb)
        (place / "layer").mkdir()
        sys.stdout.flush()
        sys.exit(subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable,
                                 __file__, "inside", place / "layer", deb, str(kit.count),
                                 str(kit.failed)]).returncode)


main()
