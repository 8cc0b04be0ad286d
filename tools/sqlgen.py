#!/usr/bin/python3
"""Read NAME.sql; write NAME_sql.h and NAME_sql.c: typed C for each statement. sqlgen.py NAME.sql OUTDIR

    -- name: act_page
    -- in:  from int, most int
    -- out: seq int, id text, note text?
    SELECT seq, id, note FROM act WHERE seq >= :from ORDER BY seq LIMIT :most;

Types: int (64 bits), text, bytes, and text? where NULL may come or go. A statement with `out` becomes
NAME_start() and NAME_step(); one without becomes NAME_run(), and NAME_queue(), which may send it later
together with others. Long lists take several lines. `-- out: as act_page` gives the columns of a statement
above, and its row and step. Where the engines differ there are two bodies, each with its reason: `--
:sqlite (why)` and `-- :postgres (why)`. `-- stream` before the body: rows are fetched as they are asked
for, and nothing else runs on the connection meanwhile. :word in a literal or comment is no parameter. Every
mistake stops the build with file, line and name."""
import pathlib
import re
import sys

ENGINES = ("sqlite", "postgres")
# type: C declaration, letter in struct db_sql, PostgreSQL type
TYPES = {
    "int": ("int64_t ", "i", "bigint"),
    "text": ("const char *", "t", "text"),
    "text?": ("const char *", "n", "text"),
    "bytes": ("struct db_bytes ", "b", "bytea"),
}
BIND = {"i": "db_bind_int(st, {0}, in->{1});", "t": "db_bind_text(st, {0}, in->{1});",
        "n": "db_bind_text(st, {0}, in->{1});", "b": "db_bind_bytes(st, {0}, in->{1});"}
READ = {"i": "db_int(st, {0})", "t": "db_text(st, {0})", "n": "db_text_or_null(st, {0})",
        "b": "db_bytes(st, {0})"}
PARAMS_MAX = 40  # DB_PARAMS_MAX in store/db.h
NAME = r"[a-z][a-z0-9_]*"
# What may hold a colon that is no parameter comes first.
TOKEN = re.compile(r"""(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<literal>'(?:[^']|'')*'|"(?:[^"]|"")*")"""
                   r"""|(?P<cast>::)|:(?P<param>[A-Za-z_]\w*)|(?P<broken>'|"|/\*)"""
                   r"""|(?P<star>\bSELECT\s+(?:\w+\.)?\*)""", re.S | re.I)


class Statement:
    def __init__(self, name, line):
        self.name, self.line = name, line
        self.ins, self.outs, self.stream = [], [], False
        self.row = name  # the statement whose row and step it has
        self.bodies = {}  # engine or "both" -> list of (line number, text)

    def letters(self, fields):
        return "".join(TYPES[kind][1] for _, kind in fields)


def fail(line, message):
    sys.exit(f"{source}:{line}: {message}")


def fields(text, line, found):
    """Adds to what was declared so far: long lists may take several lines."""
    for field in filter(None, (part.strip() for part in text.split(","))):
        words = field.split()
        if len(words) != 2 or not re.fullmatch(NAME, words[0]):
            fail(line, f"'{field}': write NAME TYPE, NAME in lower case")
        if words[1] not in TYPES:
            fail(line, f"{words[0]}: no type '{words[1]}'; there are {', '.join(TYPES)}")
        if words[0] in dict(found):
            fail(line, f"{words[0]} stands twice")
        found.append(tuple(words))
    if len(found) > PARAMS_MAX:
        fail(line, f"{len(found)} fields; at most {PARAMS_MAX}")


def directive(statements, body, text, line):
    """One `-- …` line of a statement; returns the body that the lines after it belong to."""
    statement = statements[-1]
    if found := re.fullmatch(rf"-- out: +as ({NAME})", text):
        above = [s for s in statements[:-1] if s.name == found[1] and s.outs]
        if not above or statement.outs:
            fail(line, f"{statement.name}: no columns of {found[1]} above, or others besides them")
        statement.outs, statement.row = above[0].outs, above[0].row
    elif found := re.fullmatch(r"-- (in|out):(.*)", text):
        fields(found[2], line, statement.ins if found[1] == "in" else statement.outs)
    elif text == "-- stream":
        statement.stream = True
    elif found := re.match(r"-- :(\w+)(.*)", text):
        if found[1] not in ENGINES or found[1] in statement.bodies or "both" in statement.bodies:
            fail(line, f"{statement.name}: one body for both engines, or one each: {' and '.join(ENGINES)}")
        if not re.fullmatch(r" \(.+\)", found[2]):
            fail(line, f"{statement.name}: say in brackets why the engines differ")
        statement.bodies[found[1]] = []
        return found[1]
    elif re.match(r"-- *(name|in|out|stream|:)", text):
        fail(line, f"'{text}': not understood")
    return body


def parse(lines):
    statements, body = [], "both"
    for number, text in enumerate(lines, 1):
        text = text.rstrip()
        if found := re.fullmatch(rf"-- name: ({NAME})", text):
            if found[1] in [s.name for s in statements]:
                fail(number, f"{found[1]} stands twice")
            statements.append(Statement(found[1], number))
            body = "both"
        elif text.startswith("--"):
            if statements:
                body = directive(statements, body, text, number)
            elif re.match(r"-- *name", text):
                fail(number, f"'{text}': not understood")
        elif text and not statements:
            fail(number, "SQL before the first '-- name: …'")
        elif text:
            statements[-1].bodies.setdefault(body, []).append((number, text))
    return statements


def rewrite(statement, engine):
    """The text for one engine, parameters numbered, comments gone."""
    body = statement.bodies.get("both") or statement.bodies.get(engine)
    if not body or ("both" in statement.bodies and len(statement.bodies) > 1):
        fail(statement.line, f"{statement.name}: no body for {engine}, or one besides that for both")
    names, kinds, used = [n for n, _ in statement.ins], dict(statement.ins), set()
    text = "\n".join(line for _, line in body)

    def token(found):
        line = body[text.count("\n", 0, found.start())][0]
        if found["comment"]:
            return " "
        if found["literal"] or found["cast"]:
            return found[0]
        if found["broken"]:
            fail(line, f"{statement.name}: {found['broken']} is not closed")
        if found["star"]:
            fail(line, f"{statement.name}: name the columns instead of *")
        name = found["param"]
        if name not in kinds:
            fail(line, f"{statement.name}: :{name} is not declared in 'in:'")
        used.add(name)
        place = names.index(name) + 1
        return f"?{place}" if engine == "sqlite" else f"CAST(${place} AS {TYPES[kinds[name]][2]})"

    text = TOKEN.sub(token, text).strip()
    if ";" in re.sub(r"'(?:[^']|'')*'", "", text)[:-1]:
        fail(statement.line, f"{statement.name}: more than one statement")
    for name in names:
        if name not in used:
            fail(statement.line, f"{statement.name}: {name} is declared but not used ({engine})")
    return [line.rstrip() for line in text.rstrip(";").splitlines() if line.strip()]


def c_string(lines):
    quoted = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '\\n"\n'.join(f'\t\t"{line}' for line in quoted) + '"'


def struct(name, members):
    return [f"struct {name} {{"] + [f"\t{TYPES[kind][0]}{member};" for member, kind in members] + ["};"]


def functions(s):
    """(prototype, body) of each function of a statement."""
    arg = f", const struct {s.name}_in *in" if s.ins else ""
    begin = ["\tint r = db_start(db, &sql_" + s.name + ", &st, e);", "", "\tif (r < 0)", "\t\treturn r;"]
    bind = ["\t" + BIND[TYPES[kind][1]].format(i, name) for i, (name, kind) in enumerate(s.ins)]
    if s.outs:
        yield (f"int {s.name}_start(struct db *db{arg}, struct db_stmt **ret, struct err *e)",
               ["\tstruct db_stmt *st = NULL;"] + begin + bind + ["\t*ret = st;", "\treturn 0;"])
        if s.row != s.name:
            return
        read = [f"\t\t\t.{name} = {READ[TYPES[kind][1]].format(i)}," for i, (name, kind) in enumerate(s.outs)]
        yield (f"int {s.name}_step(struct db_stmt *st, struct {s.name}_row *row, struct err *e)",
               ["\tint r = db_step(st, e);", "", "\tif (r == DB_ROW)", f"\t\t*row = (struct {s.name}_row){{"]
               + read + ["\t\t};", "\treturn r;"])
        return
    for verb, call in (("run", "db_step"), ("queue", "db_queue")):
        yield (f"int {s.name}_{verb}(struct db *db{arg}, struct err *e)",
               ["\tstruct db_stmt *st = NULL;"] + begin + bind
               + [f"\tr = {call}(st, e);", "\tdb_finish(st);", "\treturn r;"])


def write(statements, module, out):
    head = f"/* Written by tools/sqlgen.py from {module}.sql; do not edit. */"
    h = [head, "#pragma once", '#include "store/db.h"', ""]
    c = [head, f'#include "{module}_sql.h"', ""]
    for s in statements:
        h += [f"extern const struct db_sql sql_{s.name};"]
        h += struct(s.name + "_in", s.ins) if s.ins else []
        h += struct(s.name + "_row", s.outs) if s.outs and s.row == s.name else []
        c += [f"const struct db_sql sql_{s.name} = {{", f'\t.name = "{s.name}",',
              f'\t.in = "{s.letters(s.ins)}",', f'\t.out = "{s.letters(s.outs)}",']
        c += ["\t.stream = true,"] if s.stream else []
        c += ["\t.text = {"] + [c_string(rewrite(s, engine)) + "," for engine in ENGINES] + ["\t},", "};"]
        for prototype, body in functions(s):
            h += [prototype + " ATTR_CHECK;"]
            c += [prototype, "{"] + body + ["}"]
        h, c = h + [""], c + [""]
    h += [f"extern const struct db_sql *const {module}_sql_all[]; /* ends with NULL */"]
    c += [f"const struct db_sql *const {module}_sql_all[] = {{"] + [f"\t&sql_{s.name}," for s in statements]
    c += ["\tNULL,", "};"]
    (out / f"{module}_sql.h").write_text("\n".join(h) + "\n")
    (out / f"{module}_sql.c").write_text("\n".join(c) + "\n")


if len(sys.argv) != 3:
    sys.exit("usage: sqlgen.py NAME.sql OUTDIR")
source = pathlib.Path(sys.argv[1])
found = parse(source.read_text(encoding="utf-8").splitlines())
if not found:
    sys.exit(f"{source}: no statement; one begins with '-- name: …'")
for s in found:
    if s.stream and not s.outs:
        fail(s.line, f"{s.name}: a stream needs 'out:'")
write(found, source.stem, pathlib.Path(sys.argv[2]))
