#!/usr/bin/python3
"""A register of every earlier version is brought up to this one, on both engines, with acts, contacts and
letters in it; and copies that are made while others record. TAP. The old tables are made by the migrations as
they were released; what is not of the pack is invented."""
import hashlib
import importlib.util
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import threading

import kit

POSTGRES = kit.ROOT / "tests" / "store" / "postgres.sh"
WRITTEN = ("house", "contact", "letter", "letter_copy", "outbox")  # that hold something
spec = importlib.util.spec_from_file_location("migrations", kit.ROOT / "tools/migrations.py")
migrations = importlib.util.module_from_spec(spec)
spec.loader.exec_module(migrations)
STEPS = migrations.steps(sorted((kit.ROOT / "src/store/migrate").glob("*.sql")))


def must(db, *args):
    status, out, said = kit.paraph(db, *args)
    if status:
        raise SystemExit(f"{' '.join(map(str, args))}: {said}")
    return out


def lived_in(place):
    """A register with a house that has contacts and has written letters."""
    db = kit.database(place)
    must(db, "house", "add", kit.ROOT / "tests/letters/invented/ngo")
    must(db, "contact", "import", kit.ROOT / "tests/houses/invented/contacts.csv", "--yes")
    must(db, "letter", "issue", "join", "--on", "2020-03-19", "--lang", "en", "--audience", "signatories",
         "--paper")
    return db


def tables(line, schema):
    """But those of the search, which is made anew from the others."""
    return {t: [c[1] for c in line.execute(f"PRAGMA {schema}.table_info({t})")] for (t,) in line.execute(
        f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE 'search_%'")}


def older(now, path, schema):
    """What a program with the first so many steps would have written: columns that it did not know are not
    there."""
    line = sqlite3.connect(path)
    for number in range(1, schema + 1):
        line.executescript(migrations.text_of(STEPS[number][1], "sqlite"))
    line.execute("ATTACH ? AS now", (str(now),))
    there = tables(line, "now")
    for table, columns in tables(line, "main").items():
        names = ", ".join(c for c in columns if c in there[table])
        if table == "journal_head":
            line.execute("UPDATE journal_head SET (count, hash, recorded_ms) = "
                         "(SELECT count, hash, recorded_ms FROM now.journal_head)")
        elif table == "schema_migration":
            line.execute(f"INSERT INTO {table} SELECT * FROM now.{table} WHERE number <= {schema}")
        else:
            line.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM now.{table}")
    line.commit()
    line.close()
    return path


def counts(path):
    line = sqlite3.connect(path)
    there = tables(line, "main")
    found = {t: line.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in WRITTEN if t in there}
    line.close()
    return found


def upgrades(now, place):
    """Every schema that was ever current."""
    head, export = must(now, "act", "verify"), must(now, "act", "export")
    wanted = counts(now)
    kit.case("there are acts, contacts, letters",
             all(wanted.values()) and len(wanted) == len(WRITTEN), wanted)
    for schema in range(1, len(STEPS)):
        db = older(now, place / f"schema-{schema}.db", schema)
        before = counts(db)
        kit.same(f"a register of schema {schema} is too old to be used", kit.paraph(db, "today")[0], 3)
        status, said, why = kit.paraph(db, "migrate")
        copy = f"{db}.schema-{schema}"
        kit.case("it is brought up to this program's, and copied before", status == 0 and
                 f"schema {schema} to {len(STEPS)}; as it was: {copy}" in said, said + why)
        kit.same("the copy is what it was", counts(copy), before)
        kit.case("no act was lost or changed", must(db, "act", "verify") == head and
                 must(db, "act", "export") == export)
        kit.case("nothing else either", before.items() <= counts(db).items(), f"{before} {counts(db)}")
        status, said, _ = kit.paraph(db, "doctor", "--format", "csv")
        bad = [l for l in said.splitlines() if ",bad," in l and not l.startswith("key,")]
        kit.same("doctor finds nothing bad in it", bad, [])
        db.unlink()


def value(v):
    """For COPY in CSV: an empty text is quoted, nothing is NULL."""
    if v is None:
        return ""
    text = "\\x" + v.hex() if isinstance(v, bytes) else str(v)
    return '"' + text.replace('"', '""') + '"'


def upgrade_on_postgres(old, export):
    """The first schema, with its acts, in PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="paraph-pg.") as folder:
        url = subprocess.run([POSTGRES, "start", folder], check=True, capture_output=True,
                             text=True).stdout.strip()
        try:
            line = sqlite3.connect(old)
            sql = first = migrations.text_of(STEPS[1][1], "postgres")
            for table, columns in tables(line, "main").items():
                rows = line.execute(f"SELECT * FROM {table}").fetchall()
                if table == "journal_head":
                    sql += "\nUPDATE journal_head SET "
                    sql += ", ".join(f"{c} = '{v}'" for c, v in zip(columns, rows[0])
                                     if c in ("count", "hash", "recorded_ms")) + ";\n"
                    continue
                if table == "schema_migration":
                    rows = [(1, STEPS[1][0], hashlib.sha256(first.encode()).hexdigest(), rows[0][-1])]
                sql += f"\nCOPY {table} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv);\n"
                sql += "".join(",".join(map(value, row)) + "\n" for row in rows) + "\\.\n"
            done = subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", url], input=sql, text=True,
                                  capture_output=True)
            kit.case("a register of schema 1 in PostgreSQL", done.returncode == 0, done.stderr)
            kit.same("is too old", kit.paraph(url, "today")[0], 3)
            status, said, why = kit.paraph(url, "migrate")
            kit.case("is brought up to this program's", status == 0 and f"schema 1 to {len(STEPS)}" in said,
                     said + why)
            kit.same("and holds the same acts", must(url, "act", "export"),
                     export)
        finally:
            subprocess.run([POSTGRES, "stop", folder], check=True)


def record(db, states, failed):
    for state in states:
        status, _, said = kit.paraph(db, "act", "add", "accession", "--state", state, "--on", "2026-03-01",
                                     "--source", "invented")
        if status:
            failed.append(said)


def acts_in(db):
    return int(must(db, "act", "verify").split()[0])


def copied_meanwhile(db, place):
    """A server reads, others record, and each copy is the record as it stood at one moment."""
    failed, seen = [], [acts_in(db)]
    states = "BTN IDN JAM MNG NPL SGP THA TJK TON UZB VNM ZWE KEN UGA AGO DJI".split()
    server = kit.Server(db)
    threads = [threading.Thread(target=record, args=(db, states[i::2], failed)) for i in range(2)]
    for thread in threads:
        thread.start()
    n = 0
    while n < 3 or any(t.is_alive() for t in threads):
        copy = place / f"meanwhile-{n}.backup"
        must(db, "backup", copy)
        restored = place / f"meanwhile-{n}.db"
        must(restored, "restore", copy)
        seen.append(acts_in(restored))
        n += 1
    for thread in threads:
        thread.join()
    kit.case("all that was recorded meanwhile is there",
             not failed and acts_in(db) == seen[0] + len(states), failed)
    kit.case(f"{n} copies were made meanwhile; each verifies, and none goes back", seen == sorted(seen) and
             len(set(seen)) > 2, seen)
    status, said = server.stop()
    kit.case("the server had nothing to complain of", status == 0 and not said, said)


def main():
    for name in [n for n in os.environ if n.startswith("PARAPH_") and n != "PARAPH_PG_BIN"]:
        del os.environ[name]
    with kit.folder() as place:
        place = pathlib.Path(place)
        os.environ["XDG_CONFIG_HOME"] = str(place)
        now = lived_in(place)
        upgrades(now, place)
        if shutil.which("psql"):
            upgrade_on_postgres(older(now, place / "old.db", 1), must(now, "act", "export"))
        copied_meanwhile(now, place)
    kit.finish()


main()
