#!/usr/bin/python3
"""sqlgen.py and migrations.py: what they write, and that every mistake stops the build where it is. TAP."""
import os
import pathlib
import subprocess
import sys
import tempfile

tools = pathlib.Path(__file__).resolve().parents[2] / "tools"
place = pathlib.Path(tempfile.mkdtemp())
count = failed = 0


def case(name, good, said):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print("\n".join("# " + line for line in said.splitlines()))


def run(tool, *args):
    done = subprocess.run([sys.executable, tools / tool, *args], capture_output=True, text=True)
    return done.returncode, done.stderr


def generate(text):
    """Exit status, what was said, and the C."""
    path = place / "x.sql"
    path.write_text(text)
    for old in place.glob("x_sql.*"):
        old.unlink()
    status, said = run("sqlgen.py", path, place)
    c = place / "x_sql.c"
    return status, said, c.read_text() if c.exists() else ""


# Each with what the error must say, the line included.
MISTAKES = [
    ("a misspelt parameter", "-- name: a\n-- in: day text\nUPDATE t SET d = 1\n WHERE x = :dya;\n",
     "x.sql:4: a: :dya is not declared"),
    ("a parameter with a capital", "-- name: a\n-- in: day text\nUPDATE t SET d = :Day, e = :day;\n",
     "x.sql:3: a: :Day is not declared"),
    ("an unused parameter", "-- name: a\n-- in: day text, x int\nUPDATE t SET d = :day;\n",
     "x.sql:1: a: x is declared but not used"),
    ("a parameter only in a literal", "-- name: a\n-- in: day text\nUPDATE t SET d = ':day';\n",
     "day is declared but not used"),
    ("a parameter only in a comment",
     "-- name: a\n-- in: day text\nUPDATE t SET d = 1 -- :day\n/* :day */;\n",
     "day is declared but not used"),
    ("a parameter unused in one body",
     "-- name: a\n-- in: x int\n-- :sqlite (why)\nDELETE FROM t;\n"
     "-- :postgres (why)\nDELETE FROM t WHERE i = :x;\n",
     "x is declared but not used (sqlite)"),
    ("an unknown type", "-- name: a\n-- in: day date\nUPDATE t SET d = :day;\n",
     "x.sql:2: day: no type 'date'"),
    ("a type left out", "-- name: a\n-- in: day\nUPDATE t SET d = :day;\n",
     "x.sql:2: 'day': write NAME TYPE"),
    ("a field twice", "-- name: a\n-- in: x int, x int\nUPDATE t SET d = :x;\n", "x.sql:2: x stands twice"),
    ("a statement twice", "-- name: a\nDELETE FROM t;\n-- name: a\nDELETE FROM t;\n",
     "x.sql:3: a stands twice"),
    ("one body missing", "-- name: a\n-- :sqlite (why)\nDELETE FROM t;\n", "a: no body for postgres"),
    ("a body besides that for both", "-- name: a\nDELETE FROM t;\n-- :sqlite (why)\nDELETE FROM t;\n",
     "x.sql:3: a: one body for both engines, or one each"),
    ("no reason for two bodies", "-- name: a\n-- :sqlite\nDELETE FROM t;\n",
     "x.sql:2: a: say in brackets why"),
    ("an unknown engine", "-- name: a\n-- :oracle (why)\nDELETE FROM t;\n", "x.sql:2: a: one body for both"),
    ("no body", "-- name: a\n-- in: x int\n", "a: no body for sqlite"),
    ("two statements", "-- name: a\nDELETE FROM t; DELETE FROM u;\n", "x.sql:1: a: more than one statement"),
    ("a literal left open", "-- name: a\nDELETE FROM t\n WHERE x = 'y;\n", "x.sql:3: a: ' is not closed"),
    ("all columns", "-- name: a\n-- out: x int\nSELECT * FROM t;\n", "x.sql:3: a: name the columns"),
    ("all columns of one table", "-- name: a\n-- out: x int\nSELECT t.* FROM t;\n", "name the columns"),
    ("SQL before any name", "DELETE FROM t;\n", "x.sql:1: SQL before the first"),
    ("a name with capitals", "-- name: Act\nDELETE FROM t;\n", "x.sql:1:"),
    ("a directive misspelt", "-- name: a\n-- in x int\nDELETE FROM t;\n",
     "x.sql:2: '-- in x int': not understood"),
    ("columns of nothing above", "-- name: a\n-- out: as b\nSELECT 1;\n",
     "x.sql:2: a: no columns of b above"),
    ("a stream of nothing", "-- name: a\n-- stream\nDELETE FROM t;\n", "x.sql:1: a: a stream needs"),
    ("too many fields", "-- name: a\n-- in: " + ", ".join(f"a{i} int" for i in range(41)) + "\nSELECT 1;\n",
     "41 fields; at most 40"),
    ("an empty file", "-- nothing\n", "x.sql: no statement"),
]
for name, text, says in MISTAKES:
    status, said, c = generate(text)
    case(f"refused: {name}", status != 0 and says in said and c == "" and "Traceback" not in said, said + c)

GOOD = """-- Some words: not a directive.
-- name: one
-- in: from int, words text?, body bytes
-- out: x int
-- out: y text?
SELECT x, y FROM t WHERE a = :from AND a::text <> ':no' AND "b:no" = :words -- :no, isn't it
    AND c = :body AND d > :from /* it's :no */ LIMIT 1;
-- name: two
-- out: as one
SELECT x, y FROM t ORDER BY x LIMIT 1;
"""
status, said, c = generate(GOOD)
case("a good file passes", status == 0, said)
case("SQLite's text", '''"SELECT x, y FROM t WHERE a = ?1 AND a::text <> ':no' AND \\"b:no\\" = ?2\\n"''' in c
     and '"    AND c = ?3 AND d > ?1   LIMIT 1"' in c, c)
case("PostgreSQL's text", '''"SELECT x, y FROM t WHERE a = CAST($1 AS bigint) AND a::text <> ':no' '''
     '''AND \\"b:no\\" = CAST($2 AS text)\\n"''' in c
     and "c = CAST($3 AS bytea) AND d > CAST($1 AS bigint)" in c, c)
case("the types are noted", '.in = "inb"' in c and c.count('.out = "in"') == 2, c)
case("one row and step for both", "two_start(" in c and "two_step(" not in c and "struct two_row" not in c, c)
case("all are listed", "&sql_one,\n\t&sql_two,\n\tNULL," in c, c)


def migrations(*names):
    for old in place.glob("0*.sql"):
        old.unlink()
    for name in names:
        (place / name).write_text(f"-- {name} é\n")
    status, said = run("migrations.py", place / "m.c", *[place / name for name in names])
    return status, said, (place / "m.c").read_text() if status == 0 else ""


status, said, c = migrations("0002_b.sqlite.sql", "0001_a.sql", "0002_b.postgres.sql")
case("migrations in the order of their numbers", status == 0 and c.index('{1, "a"') < c.index('{2, "b"')
     and "store_migrations_n = 2" in c, said + c)
for name, files, says in [
    ("a gap", ("0001_a.sql", "0003_c.sql"), "without a gap"),
    ("two of one number", ("0001_a.sql", "0001_b.sql"), "0001 is also a"),
    ("two texts for an engine", ("0001_a.sql", "0001_a.sqlite.sql"), "two texts for sqlite"),
    ("a text for one engine only", ("0001_a.sqlite.sql",), "no text for postgres"),
    ("a name of another form", ("1_a.sql",), "not NNNN_NAME.sql"),
]:
    status, said, c = migrations(*files)
    case(f"refused: migrations with {name}", status != 0 and says in said, said)

for path in place.iterdir():
    path.unlink()
os.rmdir(place)
print(f"1..{count}")
sys.exit(bool(failed))
