#!/usr/bin/python3
"""Every route with every role: the table comes from `paraph serve --routes`, so that a new row is tried
without anybody writing it down here. Then every form without and with a wrong token, and every body over its
limit. TAP. Houses and persons are invented."""
import csv
import re
import socket

import kit
import people

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
NAMES = ("Aid", "Office for Disarmament")  # of two of them
# Who comes: their roles in house "a", and what else they are.
PEOPLE = {
    "observer": {"house": {"observer"}},
    "clearer": {"house": {"clearer"}},
    "signatory": {"house": {"signatory"}},
    "drafter": {"house": {"drafter"}},
    "other house": {"house": {"drafter", "sender"}},
    "focal point": {"state": True},
    "administrator": {"admin": True},
}
LEAVES = {"/account/sign-out"}  # what ends the session that is tried


def routes(db):
    status, out, said = kit.paraph(db, "serve", "--routes")
    kit.case("the table of routes", status == 0 and out.startswith("pattern,"), said)
    return [r for r in csv.DictReader(out.splitlines())]


def open_to(route, who, method):
    """The rules of docs/web.md, written anew."""
    right, role = route["right"], set(route["role"].split())
    if right == "public":
        return True
    if not who:
        return False
    if right == "signed-in":
        return True
    if right == "house":
        has = who.get("house", set())
        return bool(has & role) if role else bool(has if method == "GET" else has - {"observer"})
    if right == "state":
        return who.get("state", False)
    if right == "admin":
        return who.get("admin", False)
    return False  # api: keys, not sessions


def path_of(route):
    return re.sub(r"/:", "/x", route["pattern"])


def reading(table, browsers):
    """302 to sign in for nobody, 403 for somebody else, and the page, or that there is none, for who may."""
    tried = 0
    bad = []
    for route in table:
        if route["door"] != "yes" or "GET" not in route["methods"]:
            continue
        for name, b in browsers.items():
            status, text = b.get(path_of(route))
            allowed = open_to(route, PEOPLE.get(name), "GET")
            to = b.head.get("location", "")
            if allowed:
                good = status in (200, 303, 404, 400, 409)
            elif name == "nobody" and route["right"] != "api":
                good = status == 302 and to.startswith("/account/sign-in?to=")
            else:
                good = status in (401, 403) if route["right"] == "api" else status == 403
            good = good and (status >= 500 or route["right"] in ("public", "api")
                             or b.head.get("cache-control") == "no-store")
            tried += 1
            if not good:
                bad.append(f"{name} GET {route['pattern']}: {status} {to}")
            if allowed and route["right"] == "house" and status == 200 and "<html" in text[:200]:
                if not any(f"<small><bdi>Invented {house}<" in text for house in NAMES):
                    bad.append(f"{name} GET {route['pattern']}: does not say whose desk this is")
    kit.case(f"{tried} times a page was asked for, by each role: rights hold", not bad, "\n".join(bad))


def writing(table, browsers):
    """Who may not: 403, whatever the token. Who may: 403 without the token, with a wrong one, with another's,
    and from another site; and with the right one an empty form is an error of the form, or nothing."""
    bad = []
    tried = 0
    others = browsers["administrator"].token("/account")
    posts = {path_of(r) for r in table if "POST" in r["methods"]}
    for route in table:
        path, limit = path_of(route), int(route["body_max"])
        if path in posts and "POST" not in route["methods"]:
            continue  # another row of that address takes it
        if "POST" not in route["methods"]:
            status, _ = browsers["nobody"].post(path, {}, "")
            if status != 405 or "POST" in browsers["nobody"].head.get("allow", ""):
                bad.append(f"POST {path}: {status}, though it has no such method")
            continue
        if route["right"] == "api":  # a key opens it, and no session does, whatever its roles
            for name, b in browsers.items():
                status, _ = b.post(path, {}, b.token("/account") if name != "nobody" else "")
                tried += 1
                if status != 401:
                    bad.append(f"{name} POST {path}, which a key opens: {status}")
            continue
        if route["form"] == "anyone":  # a form of a mail program: what its address does not open is none
            for name, b in browsers.items():
                for token in ["", "0" * 64]:
                    status, _ = b.post(path, {}, token, Sec_Fetch_Site="cross-site")
                    tried += 1
                    if status not in (303, 200, 400, 404):
                        bad.append(f"{name} POST {path}, open to anyone: {status}")
            continue
        first = True
        for name, b in browsers.items():
            own = b.token("/account" if name != "nobody" else "/account/sign-in")
            allowed = open_to(route, PEOPLE.get(name), "POST")
            if allowed and not own:
                bad.append(f"{name}: no token in a form")
            wrong = ["", "0" * 64, own[:-1], own[:-1] + ("0" if own[-1:] != "0" else "1")]
            for token in wrong + ([others] if name != "administrator" else []) + ([] if allowed else [own]):
                status, _ = b.post(path, {}, token)
                tried += 1
                if status != 403:
                    bad.append(f"{name} POST {path} with the token {token[:6]!r}: {status}")
            if not allowed:
                continue
            for site in ({"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"},
                         {"Origin": "https://evil.example"}, {"Origin": "null"}):
                status, _ = b.post(path, {}, own, **site)
                if status != 403:
                    bad.append(f"{name} POST {path} from {site}: {status}")
            if first and route["pattern"] not in LEAVES:
                status, _ = b.post(path, {}, own)
                if status in (403, 500) and not (route["pattern"] == "/account/sign-in" and status == 403):
                    bad.append(f"{name} POST {path}, empty, with the token: {status}")
                first = False
        for length, data in [(limit + 1, b"a" * (limit + 1)), (limit + (64 << 20), b"")]:
            if len(data) > 4 << 20:
                continue
            with socket.create_connection(("127.0.0.1", browsers["nobody"].server.port), timeout=30) as line:
                line.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + data)
                back = line.recv(200)
            if not back.startswith(b"HTTP/1.1 413"):
                bad.append(f"POST {path} of {length} bytes: {back[:40]}")
    kit.case(f"{tried} forms with a wrong token or from who may not: 403", not bad, "\n".join(bad))


def chunked(s):
    """A body that says nothing of its length, and goes on."""
    piece = b"2000\r\n" + b"a" * 0x2000 + b"\r\n"
    back = s.raw(b"POST /account/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: "
                 b"application/x-www-form-urlencoded\r\n\r\n" + piece * 40 + b"0\r\n\r\n")
    kit.case("a body in chunks past its limit: 413 or cut off", not back or back.startswith(b"HTTP/1.1 4"),
             back[:60])
    for media, data, status in [(b"application/json", b"{}", b"415"), (b"text/plain", b"a", b"415"),
                                (b"multipart/form-data", b"a", b"400"),
                                (b"multipart/form-data; boundary=x", b"--x\r\nbroken", b"4"),
                                (b"application/x-www-form-urlencoded", b"a=%00", b"4"),
                                (b"application/x-www-form-urlencoded", b"a=%ff%fe", b"4"),
                                (b"application/x-www-form-urlencoded", b"a&" * 3000, b"4")]:
        back = s.raw(b"POST /account/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                     b"Content-Type: " + media + b"\r\nContent-Length: " +
                     str(len(data)).encode() + b"\r\n\r\n" + data)
        kit.case(f"{media.decode()} {data[:8]!r}: {status.decode()}", back.startswith(b"HTTP/1.1 " + status),
                 back[:200])
    kit.case("the server still answers", s.get("/")[0] == 200)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("ngo", "un"):
            status, _, said = kit.paraph(db, "house", "add", HOUSES / house)
            if status:
                raise SystemExit(said)
        s = kit.Server(db)
        browsers = {"nobody": people.Browser(s)}
        un, ngo = ["--house", "un"], ["--house", "ngo"]
        for name, mail, invited in [("observer", "o", [["observer"] + un]),
                                    ("clearer", "c", [["clearer"] + un]),
                                    ("signatory", "s", [["signatory"] + un]),
                                    ("drafter", "d", [["drafter"] + un]),
                                    ("other house", "n", [["drafter"] + ngo, ["sender"] + ngo]),
                                    ("focal point", "f", [["focal-point", "--state", "LAO"] + un]),
                                    ("administrator", "a", [["administrator"]])]:
            for role, *more in invited:
                link = people.invite(db, f"{mail}@example.org", role, *more)
            browsers[name] = people.opened(s, link)[0]
        table = routes(db)
        reading(table, browsers)
        writing(table, browsers)
        chunked(s)
        status, said = s.stop()
        kit.case("and ends well", status == 0 and "panic" not in said, said)
    kit.finish()


main()
