#!/usr/bin/python3
"""The pages over HTTP: status, headers, limits, hostile bytes, days that are kept, languages. TAP."""
import csv
import gzip
import html
import io
import re
import signal
import socket
import time
import urllib.parse

import kit
from markup import Page, foreign

PAGE_MAX = 60 * 1024  # bytes of any page
KINDS = [
    "/", "/states", "/states/LAO", "/states/LTU", "/states/VUT", "/states/USA", "/states/tiles",
    "/states/map",
    "/states/AGO/brief", "/obligations", "/meetings", "/meetings/1MSP", "/votes", "/rules", "/facts",
    "/facts/parties.in_force", "/facts/clearance.completed", "/facts/reports.initial.outstanding"
]
DAY = "2011-09-01"


def with_query(path, **query):
    return path + "?" + urllib.parse.urlencode(query)


# ---- HTTP ----


def headers(s):
    for path, status in [("/", 200), ("/nowhere", 404), ("/states/QQQ", 404), ("/?on=x", 400), ("/fr", 301),
                         ("/%ff", 400)]:
        got, head, body = s.get(path)
        same = kit.same
        same(f"{path}: status", got, status)
        policy = head.get("content-security-policy", "")
        kit.case(
            f"{path}: a strict policy", "default-src 'self'" in policy and "unsafe" not in policy and
            "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and
            "form-action 'self'" in policy, policy)
        same(f"{path}: nosniff", head.get("x-content-type-options"), "nosniff")
        same(f"{path}: no referrer to others", head.get("referrer-policy"), "same-origin")
        if body:
            same(f"{path}: its length", head.get("content-length"), str(len(body)))
            kit.case(f"{path}: its type", head.get("content-type", "").endswith("; charset=utf-8"), head)
    status, head, _ = s.get("/")
    kit.same("a page is asked for anew", head["cache-control"], "no-cache")
    kit.case("no header tells the program", "server" not in head and "x-powered-by" not in head, head)
    sheet = re.search(r'href="(/assets/[^"]+\.css)"', s.page("/"))[1]
    status, head, body = s.get(sheet)
    kit.case(
        "the sheet is kept for ever", status == 200 and "immutable" in head["cache-control"] and
        head["content-type"] == "text/css; charset=utf-8" and body, head)


def tags(s):
    _, head, body = s.get("/")
    tag = head["etag"]
    for name, value, status in [("its tag", tag, 304), ("its tag, weak", "W/" + tag, 304),
                                ("any", "*", 304), ("one of several", f'"x", {tag}', 304),
                                ("another", '"x"', 200), ("a part of it", tag[:-2] + '"', 200),
                                ("nothing", "", 200)]:
        got, again, back = s.get("/", If_None_Match=value)
        kit.case(
            f"If-None-Match, {name}: {status}", got == status and again.get("etag") == tag and
            back == (b"" if status == 304 else body) and "content-security-policy" in again, again)
    got, _, back = s.get("/", "HEAD", If_None_Match=tag)
    kit.case("HEAD with the tag: 304", got == 304 and not back)
    for path in KINDS + ["/nowhere", "/fr"]:
        got, head, body = s.get(path, "HEAD")
        want, wanted, full = s.get(path)
        kit.case(
            f"HEAD {path} is GET without its body", got == want and not body and
            {k: v
             for k, v in head.items() if k != "date"} == {k: v
                                                          for k, v in wanted.items() if k != "date"},
            f"{head}\n{wanted}")
    kit.case("another day is another tag", s.get("/?on=" + DAY)[1]["etag"] != tag)
    kit.case("another language is another tag", s.get("/fr/")[1]["etag"] != tag)


def packed(s):
    """For slow lines: gzip where it is taken, under a tag of its own."""
    sheet, sprite = (re.search(rf'href="(/assets/[^"#]+\.{kind})', s.page("/"))[1]
                     for kind in ("css", "svg"))
    face = re.search(r"url\((/assets/[^)]+\.woff2)\)", s.page(sheet))[1]
    weight = 0
    for path in ("/", "/ar/states/LAO", sheet, sprite):
        _, plain, body = s.get(path)
        _, head, back = s.get(path, Accept_Encoding="br, gzip")
        weight += len(back) if path != "/ar/states/LAO" else 0
        kit.case(
            f"{path}: packed, and the same",
            head.get("content-encoding") == "gzip" and gzip.decompress(back) == body and
            len(back) * 2 < len(body), head)
        kit.case(
            f"{path}: each form has its tag, and caches are told", head["etag"] != plain["etag"] and
            head["vary"] == plain["vary"] == "Accept-Encoding" and "content-encoding" not in plain, head)
        got, again, _ = s.get(path, Accept_Encoding="gzip", If_None_Match=head["etag"])
        kit.case(f"{path}: 304 for the packed form", got == 304 and again["etag"] == head["etag"], again)
        got, again, _ = s.get(path, If_None_Match=head["etag"])
        kit.case(f"{path}: its tag is not the other form's", got == 200, again)
    kit.case(f"the first page, its sheet and marks: {weight} bytes on the line", weight < 30000, weight)
    for header, takes in [("gzip", True), ("GZIP", True), ("deflate, gzip;q=0.5", True),
                          ("gzip;q=0", False), ("gzip; q=0.000", False), ("gzip;q=0.001", True),
                          ("identity", False), ("", False), ("xgzip, gzipx", False), ("br,gzip", True),
                          ("*", False)]:
        _, head, _ = s.get("/", Accept_Encoding=header)
        kit.same(f"Accept-Encoding: {header}", head.get("content-encoding") == "gzip", takes)
    _, head, body = s.get(face, Accept_Encoding="gzip")
    kit.case(
        "a face is kept for ever, and not packed twice",
        head.get("content-type") == "font/woff2" and "content-encoding" not in head and
        "immutable" in head["cache-control"] and body[:4] == b"wOF2", head)
    faces = set(re.findall(r"url\((/assets/[^)]+\.woff2)\)", s.page(sheet)))
    kit.case("twelve faces, each there, none above 40 KB",
             len(faces) == 12 and all(s.get(f)[0] == 200 and len(s.get(f)[2]) < 40960 for f in faces), faces)


def methods(s):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"):
        got, head, _ = s.get("/", method)
        kit.case(f"{method}: 405, and what is allowed", got == 405 and head.get("allow") == "GET, HEAD",
                 head)
    back = s.raw(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
    kit.case("a body where none belongs is not read", not back.startswith(b"HTTP/1.1 200"), back[:80])
    back = s.raw(b"GET / HTTP/1.1\r\n\r\n")
    kit.case("HTTP/1.1 without Host: 400", back.startswith(b"HTTP/1.1 400"), back[:80])
    back = s.raw(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    kit.case("one that closes is answered whole",
             back.startswith(b"HTTP/1.1 200") and back.endswith(b"</html>\n"), back[:80])
    two = b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET /fr HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    back = s.raw(two)
    kit.case("two requests on one line are answered in order",
             0 <= back.find(b"HTTP/1.1 404") < back.find(b"HTTP/1.1 301"), back[:80])


def addresses(s):
    for name, path, status in [
        ("an address of 2,048 bytes", "/" + "a" * 2047, 404), ("one byte more", "/" + "a" * 2048, 414),
        ("a query too long", "/?on=" + "1" * 3000, 414), ("a NUL", "/states/%00", 400),
        ("bytes that are no UTF-8", "/states/%ff%fe", 400),
        ("an overlong form of a slash", "/states/%c0%af", 400),
        ("half a surrogate", "/states/%ed%a0%80", 400),
        ("a line break", "/states/LAO%0d%0aSet-Cookie:x", 400), ("a percent sign alone", "/states/%", 400),
        ("a percent sign with one digit", "/states/%4", 400), ("no hexadecimal", "/states/%zz", 400),
        ("two slashes", "//", 400), ("another host behind two slashes", "//example.org/", 400),
        ("two slashes inside", "/states//LAO", 400), ("upwards", "/../../etc/passwd", 404),
        ("upwards, coded", "/..%2f..%2fetc%2fpasswd", 404), ("nine segments", "/a" * 9, 400),
        ("seventeen fields", "/?" + "&".join(f"f{i}=1" for i in range(17)), 414),
        ("sixteen fields", "/?" + "&".join(f"f{i}=1" for i in range(16)), 200),
        ("a field without a name", "/?=1&&on", 200), ("an unknown field", "/?utm_source=x", 200),
        ("a code of four letters", "/states/LAOS", 404),
        ("a name", "/states/Laos", 404), ("an unknown figure", "/facts/parties", 404),
        ("a figure with an argument that it has not", "/facts/parties.in_force:LAO", 400),
        ("a figure without its argument", "/facts/reports.annual.due", 400),
        ("a page below a page", "/states/LAO/x", 404), ("an unknown asset", "/assets/x.css", 404)
    ]:
        got, _, body = s.get(path)
        kit.same(f"{name}: {status}", got, status)
        if status != 200 and body.startswith(b"<!doctype"):
            kit.case(f"{name}: a whole page", not Page(body.decode()).mistakes(),
                     Page(body.decode()).mistakes())
    back = s.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20000 + b"\r\n\r\n")
    kit.case("headers past the limit are refused", re.match(rb"HTTP/1.1 4(13|31)", back), back[:80])
    back = s.raw(b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    kit.case("an address past the line's memory is refused", not back or re.match(rb"HTTP/1.1 414", back),
             back[:80])
    for noise in (b"\x16\x03\x01\x02\x00\x01", b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 64,
                  b"GET / HTTP/9.9\r\n\r\n"):
        back = s.raw(noise)
        kit.case(f"noise is no page: {noise[:12]!r}", b" 200 " not in back[:20], back[:80])
    for path, to in [("/fr", "/fr/"), ("/states/", "/states"), ("/ar?on=2011-09-01", "/ar/?on=2011-09-01"),
                     ("/fr/states/LAO/?on=2011-09-01&known=2026-11-01",
                      "/fr/states/LAO?on=2011-09-01&known=2026-11-01"), ("/st%61tes/", "/states"),
                     ("/states/egy", "/states/EGY"),
                     ("/fr/states/egy/brief?on=2020-01-01", "/fr/states/EGY/brief?on=2020-01-01"),
                     ("/a%2fb/", "/a%2Fb"), ("/%3Cb%3E/", "/%3Cb%3E")]:
        got, head, _ = s.get(path)
        kit.case(f"{path} has moved to {to}", got == 301 and head.get("location") == to,
                 head.get("location"))
    kit.case("the server still answers", s.get("/")[0] == 200)


def proxied(s):
    plain = s.page("/states/LAO")
    for head in ({
            "Host": "register.example"
    }, {
            "Host": "register.example:8443",
            "X_Forwarded_Proto": "https"
    }, {
            "Host": "evil.example/<script>"
    }):
        got, _, body = s.get("/states/LAO", **head)
        kit.case(f"the page does not depend on {head}", got == 200 and body.decode() == plain)
    kit.case("a redirect names no host", s.get("/fr", Host="register.example")[1]["location"] == "/fr/")
    ours = r"/(?!/)|#|https://(docs\.un|clusterconvention)\.org(/|$)"
    kit.case("no link leads elsewhere, but to documents and sources",
             all(re.match(ours, link) for link in Page(plain).links))


# ---- fields ----


def wrong_fields(s):
    for given in ("2026-02-30", "2026-13-01", "26-2-3", "03/02/2026", "tomorrow", "2026",
                  '"><script>alert(1)</script>', "' autofocus onfocus='x", "‮2026-02-03", "9" * 60):
        for field in ("on", "known"):
            if field == "known" and given == "2026":
                continue  # for knowledge, the form is the same: a day or an instant
            got, _, body = s.get(with_query("/states/LAO", **{field: given}))
            page = Page(body.decode())
            box = next((a for t, a in page.tags if t == "input" and a.get("id") == field), {})
            kit.case(
                f"{field}={given[:24]}: said, kept, marked, and nothing of it is markup", got == 400 and
                box.get("value") == given and box.get("aria-invalid") == "true" and
                box.get("aria-describedby") in page.ids and "note stop" in body.decode() and
                not page.mistakes(), f"{got} {box} {page.mistakes()}")
    ahead = str(int(time.strftime("%Y")) + 101) + "-01-01"
    for given in (ahead, "9999-12-31"):
        status, _, body = s.get(with_query("/", on=given))
        kit.case(f"on={given} is refused: every year ahead is work",
                 status == 400 and b"too far ahead" in body and given.encode() in body, body)
    _, _, body = s.get(with_query("/", on="x", known="2026-11-01"))
    box = {a["id"]: a for t, a in Page(body.decode()).tags if t == "input" and "id" in a}
    kit.case("the other field is kept and not marked", box["known"]["value"] == "2026-11-01" and
             "aria-invalid" not in box["known"], box)
    _, _, body = s.get(with_query("/", on="9" * 300))
    kit.case("what is very long is cut", len(Page(body.decode()).tags) > 20 and b"9" * 201 not in body)
    got, _, body = s.get("/?known=1999-01-01")
    kit.case("before anything was recorded: 404, and what to do", got == 404 and b"note stop" in body and
             b'value="1999-01-01"' in body)
    for path in ("/?on=", "/?known=", "/?on=&known="):
        kit.case(f"{path} is today", s.page(path) == s.page("/"))


# ---- days ----


def links_keep(s):
    for prefix in kit.LANGUAGES.values():
        for kind in KINDS:
            page = Page(s.page(with_query(prefix + kind, on=DAY, known="2026-11-28T23:00:00Z")))
            bad = []
            for link in page.links:
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query))
                if link.startswith(("#", "https://")):
                    continue
                here = urllib.parse.urlsplit(link).path == (prefix + kind)
                if query.get("on") != DAY and not here:
                    bad.append(link)
                if query.get("known") != "2026-11-28T23:00:00Z" and not (here and "on" not in query):
                    bad.append(link)
            kit.case(f"{prefix}{kind}: on and known are kept in every link", not bad and
                     len(page.links) > 8, bad)
    page = s.page("/states/LAO")
    kit.case("today no link has a day but the shortcuts",
             all("on=" not in link or link.startswith("/states/LAO?") for link in Page(page).links))


def other_day(s, db):
    for prefix in kit.LANGUAGES.values():
        for kind in KINDS:
            text = s.page(with_query(prefix + kind, on=DAY))
            kit.case(
                f"{prefix}{kind} on {DAY}: the dateline says so", f'<time datetime="{DAY}">' in text and
                'class="is-past"' in text and 'class="past"' in text)
    figures = csv.DictReader(kit.paraph(db, "facts", "--on", DAY, "--format", "csv")[1].splitlines())
    value = {row["key"]: row["value"] for row in figures}
    for key in ("parties.deposited", "parties.in_force"):
        text = s.page(with_query("/facts/" + key, on=DAY))
        kit.case(f"{key} on {DAY} is what paraph facts says: {value[key]}", value[key] and
                 f'<span class="val">{value[key]}</span>' in text,
                 Page(text).text()[:600])
        kit.case("and so is it on the first page", f">{value[key]}<" in s.page("/?on=" + DAY))
    listed = s.page(with_query("/", on=DAY)).split('<ol class="list">')[1].split("</ol>")[0]
    days = re.findall(r'<li><time datetime="([^"]+)"', listed)
    kit.case(f"no action listed on {DAY} was done later", len(days) > 3 and max(days) <= DAY, listed)
    text = s.page("/?on=2030-01-01")
    kit.case("a day to come is called one", "as it will stand on" in text and "Back to today" in text)
    kit.case("today is called today", "· today" in s.page("/") and 'class="past"' not in s.page("/"))
    for prefix in kit.LANGUAGES.values():
        cells = re.findall(r"<td[^>]*>(.*?)</td>", s.page(prefix + "/facts"), re.S)
        kit.case(f"{prefix}/facts: no cell is empty, what is unknown is named", len(cells) > 60 and
                 all(re.sub("<[^>]*>", "", c).strip() for c in cells), cells)
    text = s.page("/?known=2026-11-28T23:00:00Z")
    kit.case("a state of knowledge is said", "Only what was recorded by" in text)


def perhaps_later(s):
    """An act whose day is known only by its end may have been done after the day asked."""
    for prefix, words in [("", "may be later"), ("/fr", "peut être postérieur"), ("/ar", "قد يكون لاحقا")]:
        text = s.page(with_query(prefix + "/states/LAO", on=DAY))
        steps = text.split('<ol class="steps">')[1].split("</ol>")[0]
        kit.case(f"{prefix}/states/LAO on {DAY}: no step of the time line may be later", "2024"
                 not in steps, steps)
        listed = text.split('<ol class="list">')[1].split("</ol>")[0]
        kit.case(f"{prefix}/states/LAO on {DAY}: nor an entry of the list", "2024" not in listed, listed)
        kit.case(f"{prefix}/states/LAO on {DAY}: it stands apart, as {words}", words in text and
                 "2024" in text)
    text = s.page(with_query("/states/LAO", on="2025-01-01"))
    kit.case("once its last day has come it is listed as done", "not later than"
             in text.split('<ol class="list">')[1].split("</ol>")[0])


# ---- every page ----


def everything(s):
    """Every State and figure in every language: whole, small, in its language; no link leads nowhere."""
    sprite = {
        part
        for page in ("/", "/states/map")
        for name in set(re.findall(r'href="(/assets/[^"#]+\.svg)', s.page(page)))
        for part in re.findall(r'id="([^"]+)"', s.page(name))
    }
    seen = set()
    for tag, prefix in kit.LANGUAGES.items():
        wrong, large, other, lost, pages = [], [], [], [], {}
        todo = [prefix + "/"]
        while todo:
            path = todo.pop()
            if path in pages:
                continue
            status, head, body = s.get(path)
            if status == 200 and not head["content-type"].startswith("text/html"):
                pages[path] = None  # a list as a file: test_lists.py
                continue
            text = body.decode()
            pages[path] = page = Page(text)
            if status != 200:
                lost.append(f"{path}: {status}")
                continue
            large += [f"{path}: {len(body)}"] if len(body) > PAGE_MAX else []
            wrong += [f"{path}: {m}" for m in page.mistakes()]
            wrong += [f"{path}: no symbol {u}" for u in page.uses if u.partition("#")[2] not in sprite]
            wrong += [] if text.endswith("</html>\n") and f'<html lang="{tag}"' in text else [
                f"{path}: not whole"
            ]
            if path != prefix + "/data":  # names of formats, and codes that are the same in every language
                other += [f"{path}: {t}" for t in foreign(page, tag)]
            for link in page.links:
                link = urllib.parse.urlsplit(link)
                if not link.netloc and link.path.startswith(prefix + "/") and not link.query and (
                        tag != "en" or not re.match("/(ar|en|es|fr|ru|zh)(/|$)", link.path)):
                    todo.append(link.path)
        seen |= set(pages)
        kit.case(f"{tag}: {len(pages)} pages, every State and figure", len(pages) > 230, sorted(pages)[:9])
        kit.case(f"{tag}: every link leads to a page", not lost, "\n".join(lost))
        kit.case(f"{tag}: every page is whole and well formed", not wrong, "\n".join(wrong))
        kit.case(f"{tag}: no page is larger than {PAGE_MAX} bytes", not large, "\n".join(large))
        kit.case(f"{tag}: every text is in the page's language, or marked", not other,
                 "\n".join(sorted(set(other))))
    return seen


def languages(s):
    """Six, chosen by the address, or by what the browser asks for where the address names none."""
    for tag in ("ar", "en", "es", "fr", "ru", "zh"):
        wrong = []
        for kind in KINDS:
            status, _, body = s.get(f"/{tag}{kind}")
            page = Page(body.decode())
            wrong += [kind] if status != 200 or f'<html lang="{tag}"' not in body.decode() else []
            wrong += [f"{kind}: {len(body)} bytes"] if len(body) > PAGE_MAX else []
            wrong += [f"{kind}: {m}" for m in page.mistakes() + foreign(page, tag)]
        kit.case(f"/{tag}/…: every page, in its language, within its size", not wrong, "\n".join(wrong))
    kit.case("each page leads to itself in the others", all(
        f'href="/{tag}/states/LAO"' in s.page("/states/LAO") for tag in ("ar", "es", "fr", "ru", "zh")) and
             'href="/en/states/LAO"' in s.page("/ru/states/LAO"))
    kit.case("who chose English stays there", '"/en/states"' in s.page("/en/states/LAO") and
             'href="/states"' not in s.page("/en/states/LAO"))
    for header, to in [("fr", "/fr"), ("fr-CH, fr;q=0.9, en;q=0.8", "/fr"), ("de, es-MX;q=0.5", "/es"),
                       ("en-GB,en;q=0.9,fr;q=0.8", None), ("de", None), ("*", None), ("", None),
                       ("zh-TW", "/zh"),
                       ("en;q=0.1, ru;q=0.2", "/ru"), ("fr;q=0", None), ("frx", None), ("x" * 500, None),
                       (",;q=,,=;", None), ("ar;q=9", "/ar")]:
        got, head, _ = s.get("/states/LAO?on=2011-09-01", Accept_Language=header)
        want = (302, f"{to}/states/LAO?on=2011-09-01") if to else (200, None)
        kit.same(f"Accept-Language: {header[:30]}", (got, head.get("location")), want)
    for path in ("/en/states", "/ar/states", "/states.csv", "/feeds/acts.atom", "/healthz"):
        kit.same(f"{path} is what it says, whatever the browser asks for",
                 s.get(path, Accept_Language="fr")[0], 200)
    status, said, _ = kit.paraph(s.db, "doctor")
    kit.case("doctor says what each language lacks", status == 0 and
             all(f"pages in {tag}" in said for tag in ("ar", "es", "fr", "ru", "zh")), said)


# ---- hostile names ----

def elsewhere(s):
    """Documents and sources are links where the record says where they are; nothing else leads away."""
    for tag, prefix in kit.LANGUAGES.items():
        links = [k for k in Page(s.page(f"{prefix}/states/AFG")).links if k.startswith("https:")]
        kit.case(f"{prefix}/states/AFG: its request, at the United Nations, in the language",
                 f"https://docs.un.org/{tag}/CCM/MSP/2025/3" in links and
                 f"https://docs.un.org/{tag}/A/RES/80/52" in links, links)
    links = [k for k in Page(s.page("/states/LAO")).links if k.startswith("https:")]
    kit.case("a source that names an address leads there", "https://clusterconvention.org" in links, links)
    known = ("https://docs.un.org/en/", "https://clusterconvention.org")
    kit.case("none that does not", all(k.startswith(known) for k in links), links)


NAME = '<b>"Evil"\'s</b><script>alert(1)</script>'
SOURCE = '</bdi><img src=x onerror=alert(2)> "quoted" {{ s }} {% t %} {n} javascript:a() https://x.org/"><b>'


def hostile(s, db):
    before = s.get("/states")[1]["etag"]
    for args in ([
            "state-named", "--treaty", "world", "--state", "XAA", "--on", "../1997-01-01", "--set",
            "short.en=" + NAME, "--source", SOURCE
    ], ["signature", "--treaty", "ccm", "--state", "XAA", "--on", "2010-05-05", "--source", SOURCE]):
        status, _, said = kit.paraph(db, "act", "add", *args)
        kit.case(f"recorded: {args[0]}", status == 0, said)
    for _ in range(50):
        if s.get("/states")[1]["etag"] != before:
            break
        time.sleep(0.1)
    kit.case("new acts are shown within seconds", s.get("/states")[1]["etag"] != before)
    for prefix in kit.LANGUAGES.values():
        for path in ("/", "/states", "/states/XAA", "/facts/signatures.ever", "/facts/parties.in_force",
                     "/facts/state.signed:XAA"):
            text = s.page(prefix + path)
            page = Page(text)
            kit.case(
                f"{prefix}{path}: a hostile name is text", not page.mistakes() and "<script" not in text and
                "<b>\"Evil" not in text and "<img" not in text, page.mistakes())
    page = Page(s.page("/states/XAA"))
    kit.case("and stands there whole", NAME in page.text() and SOURCE in page.text(), page.text()[:300])


# ---- start and stop ----


def starting(db):
    s = kit.Server(db)
    kit.case("it says where, in one line",
             re.fullmatch(r"Serving http://127\.0\.0\.1:\d+/ \(Ctrl-C stops\)\n", s.line), s.line)
    status, out, said = kit.paraph(db, "serve", "--listen", f"127.0.0.1:{s.port}")
    kit.case(
        "a port that is taken: one line, with the mend", status != 0 and not out and
        said.count("\n") == 1 and "stop what listens there, or name another with --listen" in said, said)
    for listen in ("8080", "127.0.0.1", ":8080", "127.0.0.1:", "127.0.0.1:x", "[::1:80", "127.0.0.1:99999"):
        status, _, said = kit.paraph(db, "serve", "--listen", listen)
        kit.case(f"--listen {listen} is refused in one line", status == 2 and said.count("\n") == 1, said)
    status, _, said = kit.paraph(db, "serve", "--on", DAY)
    kit.case("--on is refused: say it in the address", status == 2 and "?on=" in said, said)
    idle = socket.create_connection(("127.0.0.1", s.port))
    half = socket.create_connection(("127.0.0.1", s.port))
    half.sendall(b"GET / HTTP/1.1\r\nHo")
    time.sleep(0.2)
    begun = time.monotonic()
    status, said = s.stop()
    took = time.monotonic() - begun
    kit.case("SIGTERM ends it well, though lines are open", status == 0 and not said, f"{status} {said}")
    kit.case("and soon", took < 8, f"{took:.1f} s")
    idle.close()
    half.close()
    s = kit.Server(db)
    status, said = s.stop(signal.SIGINT)
    kit.case("so does Ctrl-C", status == 0 and not said, f"{status} {said}")


def world(s):
    """The map: each State once, as it stands that day, by a name that is read aloud; one file of outlines."""
    ids = None
    for language in ("", "/ar", "/zh"):
        for query in ("", "?on=" + DAY):
            text = s.page(f"{language}/states/map{query}")
            svg = re.search(r'<svg class="map".*?</svg>', text, re.S)[0]
            shapes = re.findall(
                r'<a class="s-(\w+)[^"]*" href="([^"]+)"><title>(.+?)</title>'
                r'<use href="(/assets/world-\w+\.svg)#([A-Z]{3})"', svg)
            table = {
                r["iso3"]: r
                for r in csv.DictReader(
                    io.StringIO(s.page(f"{language}/states.csv{query}")))
            }
            css = {"not-party": "none"}
            wrong = [
                (to, css_, name) for css_, to, name, _, iso3 in shapes
                if css.get(table[iso3]["standing"], table[iso3]["standing"]) != css_
                or to != f"{language}/states/{iso3}{query}"
                or not html.unescape(name).startswith(table[iso3]["name"].replace("'", "’"))
            ]
            at = f"{language}/states/map{query}"
            kit.case(f"{at}: {len(shapes)} States, each once, as the list has them",
                     sorted(x[4] for x in shapes) == sorted(table) and not wrong, wrong[:4])
            kit.case(f"{at}: never mirrored", 'direction="ltr"' in svg and "scale(" not in svg)
            kit.case(f"{at}: {len(text.encode())} bytes, no script, a way past it and to the table",
                     len(text.encode()) < PAGE_MAX and "<script" not in text
                     and 'href="#behind-map"' in text and f'href="{language}/states{query}"' in text
                     and "Natural Earth" in text)
            if not ids:
                _, head, body = s.get(shapes[0][3])
                ids = re.findall(r'<(path|circle) id="([A-Z]{3})"', body.decode())
                kit.case("the outlines are a file that is kept for ever",
                         "immutable" in head["cache-control"] and len(body) < 60000, head)
            small = [(x[4] in [iso3 for kind, iso3 in ids if kind == "circle"]) for x in shapes]
            kit.case(f"{at}: the smallest lie on top", small == sorted(small) and sum(small) > 30, small)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db)
        headers(s)
        tags(s)
        packed(s)
        methods(s)
        addresses(s)
        proxied(s)
        wrong_fields(s)
        links_keep(s)
        world(s)
        other_day(s, db)
        perhaps_later(s)
        everything(s)
        elsewhere(s)
        languages(s)
        hostile(s, db)
        status, said = s.stop()
        kit.case("it ends well after all that, and had nothing to complain of", status == 0 and not said,
                 said)
        starting(db)
    kit.finish()


main()
