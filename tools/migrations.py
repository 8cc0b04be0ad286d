#!/usr/bin/python3
"""Write the list of migrations as C. migrations.py OUT.c FILE…

A file is NNNN_NAME.sql, or NNNN_NAME.sqlite.sql and NNNN_NAME.postgres.sql where the engines differ. The
numbers run from 0001 without a gap.

In a file for both engines a column is one line, `    name type …`, of the types of sqlgen.py: int (64 bits),
text, bytes; and a table ends with a line `);`; `ALTER TABLE NAME ADD COLUMN name type …` is one line too.
They become what each engine calls them: texts compare by byte on both, and SQLite's tables are STRICT."""
import pathlib
import re
import sys

ENGINES = ("sqlite", "postgres")
SYMBOLS = {"sqlite": "DB_SQLITE", "postgres": "DB_POSTGRES"}

TYPES = {
    "sqlite": {"int": "INTEGER", "text": "TEXT", "bytes": "BLOB"},
    "postgres": {"int": "bigint", "text": 'text COLLATE "C"', "bytes": "bytea"},
}
ADDED = re.compile(r"^(ALTER TABLE [a-z_]+ ADD COLUMN [a-z_0-9]+ +)(\w+)\b", re.M)
COLUMN = re.compile(r"^(    (?!PRIMARY |FOREIGN |UNIQUE |CHECK )[a-z_0-9]+ +)(\w+)\b", re.M)


def for_engine(path, engine, text):
    """A text for both engines in the words of one."""
    def column(match):
        if match[2] not in TYPES[engine]:
            sys.exit(f"{path}: '{match[0].strip()}': a column is int, text or bytes")
        return match[1] + TYPES[engine][match[2]]

    def table(match):
        return COLUMN.sub(column, match[1]) + (") STRICT;" if engine == "sqlite" else ");")

    text = ADDED.sub(column, text)
    return re.sub(r"^(CREATE TABLE .*?)^\);$", table, text, flags=re.M | re.S)


def steps(paths):
    """number -> (name, {engine: path})."""
    found = {}
    for path in map(pathlib.Path, paths):
        match = re.fullmatch(r"(\d{4})_([a-z][a-z0-9_]*)(?:\.(sqlite|postgres))?\.sql", path.name)
        if not match:
            sys.exit(f"{path}: not NNNN_NAME.sql, NNNN_NAME.sqlite.sql or NNNN_NAME.postgres.sql")
        number, name = int(match[1]), match[2]
        texts = found.setdefault(number, (name, {}))[1]
        if found[number][0] != name:
            sys.exit(f"{path}: {match[1]} is also {found[number][0]}")
        for engine in [match[3]] if match[3] else ENGINES:
            if engine in texts:
                sys.exit(f"{path}: {match[1]} has two texts for {engine}")
            texts[engine] = path
    if sorted(found) != list(range(1, len(found) + 1)):
        sys.exit(f"migrations {sorted(found)}: the numbers must run from 1 without a gap")
    for number, (name, texts) in found.items():
        if len(texts) < len(ENGINES):
            sys.exit(f"{number:04}_{name}: no text for {' or '.join(set(ENGINES) - set(texts))}")
    return found


def text_of(texts, engine):
    """What an engine is given, of a step's {engine: path}."""
    text = texts[engine].read_text(encoding="utf-8")
    return for_engine(texts[engine], engine, text) if len(set(texts.values())) == 1 else text


def main():
    found = steps(sys.argv[2:])
    lines = ["/* Written by tools/migrations.py; do not edit. */", '#include "store/migrate.h"', ""]
    rows = []
    for number, (name, texts) in sorted(found.items()):
        rows.append(f"\t{{{number}, \"{name}\", {{")
        for engine in ENGINES:
            symbol = f"sql_{number:04}_{engine}"
            text = text_of(texts, engine).encode("utf-8")
            # Bytes, because ISO C takes no longer string than 4095.
            lines += [f"static const char {symbol}[] = {{"]
            lines += ["\t" + "".join(f"'\\x{b:02x}'," for b in text[i:i + 16])
                      for i in range(0, len(text), 16)]
            lines += ["\t'\\0',", "};"]
            rows += [f"\t\t[{SYMBOLS[engine]}] = {symbol},"]
        rows.append("\t}},")
    lines += ["", "const struct migration store_migrations[] = {"] + rows + ["};",
              f"const size_t store_migrations_n = {len(found)};"]
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
