#!/usr/bin/python3
"""Houses are invisible to each other: every statement that names a table of theirs binds the house.

A table is a house's when a migration gives it a column `house` (or it is `house` itself). A statement on one
says `house = :house` (perhaps behind a table's short name), `code = :code` for the house itself, or puts
`:house` into an INSERT. One that looks across houses says why in a line `-- every house …` above its body."""
import pathlib
import re
import sys

TABLE = re.compile(r"^CREATE TABLE (\w+) \((.*?)^\)", re.M | re.S)
MIGRATIONS = sorted(pathlib.Path("src/store/migrate").glob("*.sql"))
STATEMENT = re.compile(r"^-- name: (\w+)$(.*?)(?=^-- name: |\Z)", re.M | re.S)

tables = set()
for path in MIGRATIONS:
    for name, body in TABLE.findall(path.read_text(encoding="utf-8")):
        if re.search(r"^ +house ", body, re.M):
            tables.add(name)
tables.add("house")

faults = []
seen = 0
for path in sorted(pathlib.Path("src").rglob("*.sql")):
    if path.parent.name == "migrate":
        continue
    for name, body in STATEMENT.findall(path.read_text(encoding="utf-8")):
        sql = re.sub(r"--[^\n]*", "", body)
        named = {t for t in re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)", sql, re.I) if t in tables}
        if not named:
            continue
        seen += 1
        if re.search(r"^-- every house\b.+", body, re.M):
            continue
        bound = re.search(r"\bhouse\s*=\s*:house\b", sql) or (named == {"house"} and ":code" in sql)
        inserted = re.search(r"INSERT INTO \w+ \([^)]*\bhouse\b", sql) and ":house" in sql
        if not bound and not inserted:
            faults.append(f"{path}: {name}: names {', '.join(sorted(named))} and binds no house; "
                          "add house = :house, or a line -- every house and why")
if not tables or not seen:
    faults.append("no table or no statement found: is this the root of the source tree?")
print("\n".join(faults) if faults else f"houses: {seen} statements on {len(tables)} tables bind their house")
sys.exit(1 if faults else 0)
