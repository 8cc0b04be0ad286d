"""Acts as CSV, the dialect of docs/packs.md: in and out for the reference register."""

import csv


def read(path, treaty, recorded, start=1):
    """The acts of one file, in its order."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [dict({k: v for k, v in row.items() if v}, id=row.get("id") or f"{treaty}/{n}", treaty=treaty,
                 recorded=recorded)
            for n, row in enumerate(rows, start)]


def write(path, rows):
    """Acts without their corrections; only what stands in the CSV."""
    apart = ("recorded", "treaty", "corrects", "row", "void")
    columns = []
    for row in rows:
        columns += [c for c in row if c not in columns and c not in apart]
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
