#!/usr/bin/python3
"""The colour profile that PDF files name: sRGB (IEC 61966-2-1) as an ICC profile (ISO 15076-1, version 4.2),
worked out from the primaries. srgb.py FILE.c, or FILE.icc for the profile itself."""
import pathlib
import struct
import sys

RED, GREEN, BLUE, D65 = (0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290)
D50 = (0.9642, 1.0, 0.8249)  # as the ICC rounds it
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # (ax + b)^g from d, else cx


def times(m, v):
    return tuple(sum(a * b for a, b in zip(row, v)) for row in m)


def product(m, n):
    return tuple(zip(*(times(m, column) for column in zip(*n))))


def inverse(m):
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return tuple(tuple(x / det for x in row) for row in (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d)))


def white(xy):
    return xy[0] / xy[1], 1.0, (1 - xy[0] - xy[1]) / xy[1]


def fixed(*numbers):
    return b"".join(struct.pack(">i", round(x * 65536)) for x in numbers)


def text(words):
    head = struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, 2 * len(words), 28)
    return b"mluc" + head + words.encode("utf-16-be")


def profile():
    columns = tuple(zip(*(white(xy) for xy in (RED, GREEN, BLUE))))
    share = times(inverse(columns), white(D65))
    rgb = tuple(tuple(x * s for x, s in zip(row, share)) for row in columns)
    cones = tuple(b / a for a, b in zip(times(BRADFORD, white(D65)), times(BRADFORD, D50)))
    adapt = product(inverse(BRADFORD), tuple(tuple(x * c for x in row) for row, c in zip(BRADFORD, cones)))
    red, green, blue = zip(*product(adapt, rgb))
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + fixed(*CURVE)
    tags = [(b"desc", text("sRGB")), (b"cprt", text("No copyright, use freely"))]
    tags += [(name, b"XYZ \0\0\0\0" + fixed(*xyz)) for name, xyz in
             ((b"wtpt", D50), (b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue))]
    tags += [(b"chad", b"sf32\0\0\0\0" + fixed(*(x for row in adapt for x in row)))]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    table, body, places = b"", b"", {}
    for name, data in tags:
        if data not in places:
            places[data] = 128 + 4 + 12 * len(tags) + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    whole = struct.pack(">I", len(tags)) + table + body
    head = struct.pack(">I4sI4s4s4s6H4s", 128 + len(whole), bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ",
                       2020, 1, 1, 0, 0, 0, b"acsp")
    head += bytes(28) + fixed(*D50)
    return head.ljust(128, b"\0") + whole


target = pathlib.Path(sys.argv[1])
if target.suffix == ".icc":
    target.write_bytes(profile())
else:
    data = profile()
    rows = [", ".join(f"0x{b:02x}" for b in data[i:i + 16]) for i in range(0, len(data), 16)]
    target.write_text('/* Made by tools/srgb.py. */\n#include "text/pdf_private.h"\n\n'
                      f"const size_t srgb_len = {len(data)};\n"
                      "const unsigned char srgb_data[] = {\n\t" + ",\n\t".join(rows) + "};\n")
