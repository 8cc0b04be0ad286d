#!/usr/bin/python3
"""Put files into the program: assets.py OUT.c OUT.h FILE... Each is served as /assets/NAME-HASH.EXT,
so that it may be kept for ever; its address is ASSET_NAME_EXT. A sheet's url(NAME.EXT) becomes the address
of that file, which must be among them."""
import hashlib
import pathlib
import re
import sys

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
         "txt": "text/plain; charset=utf-8", "woff2": "font/woff2"}

if len(sys.argv) < 4:
    sys.exit("usage: assets.py OUT.c OUT.h FILE...")
c = ["/* Written by tools/assets.py; do not edit. */", '#include "web/assets.h"', ""]
h = ["/* Written by tools/assets.py; do not edit. */", "#pragma once"]
rows, address = [], {}


def linked(sheet, data):
    def url(found):
        name = found[1].decode()
        if name not in address:
            sys.exit(f"{sheet}: url({name}) is none of the files")
        return f"url({address[name]})".encode()
    return re.sub(rb"url\(([\w.-]+)\)", url, data)


for path in sorted(map(pathlib.Path, sys.argv[3:]), key=lambda p: p.suffix == ".css"):  # sheets last
    data = path.read_bytes()
    kind, symbol = path.suffix[1:], re.sub("[^a-z0-9]", "_", path.name.lower())
    if kind not in TYPES:
        sys.exit(f"{path}: no type for .{kind}; add it to TYPES in this tool")
    if kind == "css":
        data = linked(path, data)
    address[path.name] = f"/assets/{path.stem}-{hashlib.sha256(data).hexdigest()[:12]}.{kind}"
    h.append(f'#define ASSET_{symbol.upper()} "{address[path.name]}"')
    c += [f"static const unsigned char {symbol}[] = {{"]
    c += ["\t" + "".join(f"{byte}," for byte in data[i:i + 24]) for i in range(0, len(data), 24)] + ["};"]
    rows.append(f'\t{{"{address[path.name]}", "{TYPES[kind]}", sizeof {symbol}, {symbol}}},')
c += ["", "const struct asset assets[] = {"] + rows + ["\t{NULL, NULL, 0, NULL},", "};"]
pathlib.Path(sys.argv[1]).write_text("\n".join(c) + "\n")
pathlib.Path(sys.argv[2]).write_text("\n".join(h) + "\n")
