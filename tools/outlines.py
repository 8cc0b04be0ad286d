#!/usr/bin/python3
"""Which States the map has: outlines.py world.svg OUT.c. The id of each path and circle, by code."""
import pathlib
import re
import sys

found = re.findall(r'<(path|circle) id="([A-Z]{3})"', pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
if not found:
    sys.exit(f"{sys.argv[1]}: no outline of a State")
rows = [f'\t{{"{code}", {"true" if kind == "circle" else "false"}}},' for kind, code in
        sorted(found, key=lambda one: one[1])]
pathlib.Path(sys.argv[2]).write_text("\n".join(
    ["/* Written by tools/outlines.py; do not edit. */", '#include "offices/status/map.h"', "",
     "const struct outline outlines[] = {"] + rows + ["};", f"const size_t outlines_n = {len(rows)};", ""]),
    encoding="utf-8")
