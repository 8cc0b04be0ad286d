#!/usr/bin/python3
"""Fail when a file of src/ includes a folder that layers.txt does not allow, or the rules run in a circle."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
rules = {}
bad = []
for line in (root / "layers.txt").read_text().splitlines():
    line = line.split("#")[0].strip()
    if not line:
        continue
    name, used = line.split(":")
    for other in used.split():
        if other not in rules:  # only folders named above: so there can be no circle
            sys.exit(f"layers.txt: {name} uses {other}, which does not stand above it")
    rules[name.strip()] = used.split()

for path in sorted((root / "src").rglob("*.[ch]")):
    parts = path.relative_to(root / "src").parts
    layer = parts[0] if len(parts) > 1 else "main"
    if layer not in rules:
        bad.append(f"{path}: the folder {layer} is not in layers.txt")
        continue
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not found:
            continue
        target = found[1].split("/")
        where = f"{path}:{number}"
        if len(target) == 1 and target[0].endswith(("_sql.h", "_html.h")):
            continue  # generated beside the file
        if len(target) == 1 or target[0] not in rules:
            bad.append(f'{where}: write "FOLDER/{target[-1]}", the path from src/')
        elif target[0] != layer and target[0] not in rules[layer]:
            bad.append(f"{where}: {layer} may not include {target[0]}")
        elif layer == target[0] == "offices" and target[1] != parts[1] and target[2:] != [target[1] + ".h"]:
            bad.append(f"{where}: reach the office {target[1]} through offices/{target[1]}/{target[1]}.h")

print("\n".join(bad) or "layers: every include goes down")
sys.exit(bool(bad))
