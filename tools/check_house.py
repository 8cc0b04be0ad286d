#!/usr/bin/python3
"""Fail when a file breaks a house rule that a machine can count: sizes, widths, the opt-ins of banned.h, and
names of places outside the project."""
import pathlib
import re
import subprocess
import sys

FILE_LINES_AIM, FILE_LINES_MAX = 600, 800
FUNCTION_LINES_MAX = 70
COLUMNS_MAX, TAB = 110, 8
MEASURED = (".c", ".h", ".py", ".build")
SOURCES = ("src/", "tests/", "tools/", "bench/", "fuzz/")
# Which files may lift which ban, as path prefixes.
ALLOWED = {
    "base/allow_clock.h": ("src/cli/", "tests/", "bench/"),
    "base/allow_env.h": ("src/cli/", "tests/", "bench/"),
    "base/allow_malloc.h": ("src/acts/journal", "src/acts/segment", "tests/", "bench/", "fuzz/"),
}
OUTSIDE = re.compile(r"""(?:^|[\s"'`(=:])(?:\.\./""" + r"shared\b|/" + r"work(?:/|\b))")

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
bad, large = [], []


def files():
    git = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True)
    if git.returncode == 0:
        return [root / name for name in git.stdout.decode().split("\0") if name]
    return [p for p in root.rglob("*") if not re.match(r"\.git/|build|out/", str(p.relative_to(root)))]


def check_functions(name, lines):
    """In the house style a function opens and closes with a brace in the first column."""
    begin = 0
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number
        elif line == "}" and begin:
            if number - begin - 1 > FUNCTION_LINES_MAX:
                bad.append(f"{name}:{begin}: a function of {number - begin - 1} lines; split it"
                           f" (at most {FUNCTION_LINES_MAX})")
            begin = 0


def check_source(name, lines):
    if len(lines) > FILE_LINES_MAX:
        bad.append(f"{name}: {len(lines)} lines; split it (at most {FILE_LINES_MAX})")
    elif len(lines) > FILE_LINES_AIM:
        large.append(f"{name}: {len(lines)} lines (aim: {FILE_LINES_AIM})")
    check_functions(name, lines)
    for number, line in enumerate(lines, 1):
        found = re.match(r'#include "(base/allow_\w+\.h)"', line)
        if found and not name.startswith(ALLOWED.get(found[1], ())):
            bad.append(f"{name}:{number}: {found[1]} is not for this file; see ALLOWED in this tool")


for path in files():
    name = str(path.relative_to(root))
    if not path.is_file() or path.is_symlink():
        continue
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        continue  # a test's or a corpus's bytes
    for number, line in enumerate(lines, 1):
        if OUTSIDE.search(line):
            bad.append(f"{name}:{number}: names a place outside the project")
        if name.endswith(MEASURED) and len(line.expandtabs(TAB)) > COLUMNS_MAX:
            bad.append(f"{name}:{number}: {len(line.expandtabs(TAB))} columns (at most {COLUMNS_MAX})")
    if name.startswith(SOURCES) and name.endswith((".c", ".h")):
        check_source(name, lines[:-1])

print("\n".join(f"large: {line}" for line in large))
print("\n".join(bad) or "house: sizes, widths and names are in order")
sys.exit(bool(bad))
