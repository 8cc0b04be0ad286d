#!/usr/bin/python3
"""Accounts over HTTP: opened, signed in and out, by code, recovery code and link; sessions; limits; and
nothing of what is secret stands in the store. On SQLite, and the main path on PostgreSQL. TAP. All persons
are invented."""
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import time

import kit
import people
from markup import Page

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
POSTGRES = kit.ROOT / "tests" / "store" / "postgres.sh"
MAIL = "A.Focal@Example.org"


opened_by = {}  # secret -> the code that opened the account: a moment later there may be another


def next_code(secret):
    """One that was not used: the server takes one step before and behind."""
    return people.code(secret, time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + 30)))


def sign_in(b, mail, secret_code, password=people.PASSWORD, to=""):
    return b.post("/account/sign-in", {"mail": mail, "password": password, "code": secret_code, "to": to})


def opening(s, db):
    link = people.invite(db, MAIL, "administrator", "--name", "A. Focal")
    b = people.Browser(s)
    status, text = b.get(link)
    secret = re.search(r'class="secret" dir="ltr">([A-Z2-7]{32})<', text)[1]
    page = Page(text)
    kit.case("the page of an invitation: whole, not kept, with a square to read", status == 200 and
             not page.mistakes() and "<path d=\"M" in text and b.head["cache-control"] == "no-store",
                 page.mistakes())
    kit.case("asked again, the secret is the same", secret in b.get(link)[1])
    token = re.search(r'name="token" value="([0-9a-f]{64})"', text)[1]
    good = {"password": people.PASSWORD, "again": people.PASSWORD, "code": people.code(secret)}
    opened_by[secret] = good["code"]
    for name, change in [("a short password", {"password": "short", "again": "short"}),
                         ("two passwords", {"again": "another that is long enough"}), ("no code",
                             {"code": ""}),
                         ("a code of letters", {"code": "abcdef"}), ("a wrong code", {"code": "000000"})]:
        status, text = b.post(link, good | change, token)
        kit.case(f"{name}: 400, said, and the account stays shut", status == 400 and 'id="said"' in text and
                 "paraph-session" not in b.cookies, f"{status} {text[:300]}")
    status, text = b.post(link, good, token)
    codes = re.findall(r"<li><code>([^<]+)</code>", text)
    kit.case("it opens: ten recovery codes, each of its own", status == 200 and len(set(codes)) == 10, text)
    kit.case("and one is signed in", b.get("/account")[0] == 200 and b.follow("/account/start")[0] == 200)
    for again in (b, people.Browser(s)):
        kit.case("the link opens nothing now", again.get(link)[0] == 404 and
                 again.post(link, good)[0] == 404)
    return b, secret, codes


def signing(s, b, secret, codes):
    before = dict(b.cookies)
    status, _ = b.post("/account/sign-out")
    kit.case("signed out: the cookie is taken back", status == 303 and "paraph-session" not in b.cookies)
    b.cookies = before
    kit.case("and the session is gone with it", b.get("/account")[0] == 302)
    b.cookies = {}
    status, text = sign_in(b, MAIL, opened_by[secret])
    kit.case("the code that opened the account signs nobody in", status == 403, status)
    one = next_code(secret)
    status, _ = sign_in(b, MAIL, one)
    kit.case("the next one does", status == 303 and b.head["location"] == "/account/start" and
             b.cookies.get("paraph-session", "") not in ("", before["paraph-session"]), b.head)
    other = people.Browser(s)
    kit.case("once", sign_in(other, MAIL, one)[0] == 403)
    status, _ = sign_in(other, MAIL.lower(), codes[0].upper().replace("-", " "), to="/account")
    kit.case("a recovery code, as people write it, to the page one wanted", status == 303 and
             other.head["location"] == "/account", other.head)
    third = people.Browser(s)
    kit.case("once", sign_in(third, MAIL, codes[0])[0] == 403)
    for to in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "account"):
        sign_in(third, MAIL, codes[2 + len(third.cookies) % 1], to=to)
        kit.case(f"nobody is sent to {to}", third.head.get("location", "/account/start") == "/account/start")
        if third.head.get("location"):
            break
    said = [sign_in(people.Browser(s), *given) for given in [(MAIL, codes[5],
        "a wrong password, long enough"),
                                                             ("nobody@example.org", codes[5]), (MAIL,
                                                                 "000000")]]
    texts = {re.sub(r'value="[^"]*"', "", text) for _, text in said}
    kit.case("whatever was wrong: 403, in the same words", {status for status, _ in said} == {403} and
             len(texts) == 1, said)
    status, listed = b.get("/account")
    listed = f"{status} {b.head.get('location', '')} {listed}"
    ids = re.findall(r'name="session" value="(s-[0-9a-f]+)"', listed)
    kit.case("the account lists the other sessions", len(ids) == 2, listed)
    kit.case("how many codes are left", re.search(r"[78] recovery codes are left", listed), listed)
    stranger = people.Browser(s)
    kit.case("who is not signed in ends nothing", stranger.post("/account/sessions",
        {"session": ids[0]})[0] == 403)
    for one in ids:
        b.post("/account/sessions", {"session": one})
    kit.case("ended: the others are out, this one is not", other.get("/account")[0] == 302 and
             third.get("/account")[0] == 302 and b.get("/account")[0] == 200)
    kit.case("a session that is none: 404", b.post("/account/sessions", {"session": "s-x"})[0] == 404)


def renewing(s, db):
    """Password, generator and codes, by oneself; whoever else was signed in is out."""
    b, secret, codes = people.opened(s, people.invite(db, "r@example.org", "administrator"))
    other = people.Browser(s)
    sign_in(other, "r@example.org", codes[0])
    page = b.get("/account/renew")[1]
    key = re.search(r'name="key" value="([A-Z2-7]{32})"', page)[1]
    kit.case("the page shows a new secret, and no old one", key != secret and key in page and
             not Page(page).mistakes(), Page(page).mistakes())
    second = "other words that nobody would put together"
    base = {"key": key, "password": people.PASSWORD, "code": codes[1], "new": second, "again": second,
            "new-code": people.code(key)}
    for name, change, status in [("a wrong password", {"password": "wrong, and long enough"}, 400),
                                 ("no code", {"code": ""}, 400),
                                 ("a code used before", {"code": codes[0]}, 400),
                                 ("a short new one", {"new": "short", "again": "short"}, 400),
                                 ("two new ones", {"again": "another that is long enough"}, 400),
                                 ("a wrong code of the new generator", {"new-code": "000000"}, 400),
                                 ("a secret that is none", {"key": "A" * 31}, 400)]:
        got, text = b.post("/account/renew", base | change)
        kit.case(f"{name}: {status}, said, and nothing is renewed", got == status and 'id="said"' in text and
                 other.get("/account")[0] == 200, f"{got} {text[:300]}")
    status, text = b.post("/account/renew", base)
    fresh = re.findall(r"<li><code>([^<]+)</code>", text)
    kit.case("renewed with a recovery code: ten new codes", status == 200 and
             len(set(fresh) - set(codes)) == 10, text[:500])
    kit.case("the other session is out, this one is not", other.get("/account")[0] == 302 and
             b.get("/account")[0] == 200)
    taken = next_code(key)
    tries = [("the old password", people.PASSWORD, fresh[0], 403),
             ("an old recovery code", second, codes[5], 403),
             ("the old generator", second, next_code(secret), 403),
             ("the new of all", second, taken, 303)]
    for name, password, code, status in tries:
        got, _ = sign_in(people.Browser(s), "r@example.org", code, password)
        kit.case(f"signing in with {name}: {status}", got == status, got)
    status, text = b.post("/account/renew", {"password": second, "code": fresh[0], "new": people.PASSWORD,
                                             "again": people.PASSWORD, "key": key})
    third = re.findall(r"<li><code>([^<]+)</code>", text)
    kit.case("the password alone: the generator is kept, under the new one", status == 200 and
             sign_in(people.Browser(s), "r@example.org", third[0])[0] == 303, status)
    kit.case("and a step that was taken stays taken", sign_in(people.Browser(s), "r@example.org",
             taken)[0] == 403)


def houses(s, db):
    for house in ("ngo", "un"):
        kit.paraph(db, "house", "add", HOUSES / house)
    b = people.person(s, db, "d@example.org", "drafter", "--house", "ngo")
    status, out, said = kit.paraph(db, "account", "invite", "d@example.org", "--role", "observer",
        "--house", "un")
    kit.case("a second house", status == 0 and out.startswith("http"), said)
    text = b.get("/account")[1]
    kit.case("both are listed, one to choose", "drafter:ngo" in text and "observer:un" in text and
             "<select" in text, text)
    kit.case("chosen", b.post("/account/house", {"house": "un"})[0] == 303 and
             re.search(r'value="un" selected', b.get("/account")[1]))
    kit.case("one that is not theirs: 404", b.post("/account/house", {"house": "other"})[0] == 404)
    for args, says in [(["x@example.org", "--role", "drafer", "--house", "un"], "did you mean drafter"),
                       (["x@example.org", "--role", "drafter"], "several houses"), (["x", "--role", "drafter",
                        "--house", "un"], "no e-mail address"), (["x@example.org"], "--role"),
                       (["x@example.org", "--role", "focal-point"], "--state")]:
        status, _, said = kit.paraph(db, "account", "invite", *args)
        kit.case(f"refused, with the mend: {' '.join(args)}", status in (1, 2) and says in said and
                 said.count("\n") == 1, said)
    status, _, said = kit.paraph(db, "account", "revoke", "d@example.org")
    kit.case("revoked: signed out at once, and forgotten", status == 0 and b.get("/account")[0] == 302 and
             "d@example.org" not in kit.paraph(db, "account", "list")[1], said)


def administering(b, s):
    status, text = b.post("/accounts", {"mail": "New@example.org", "name": "N. Ew", "role": "administrator"})
    link = re.search(r'class="secret" dir="ltr">http://[^/]+(/account/invitation/[0-9a-f]{64})<', text)
    kit.case("an administrator invites: the link is shown", status == 200 and link, text)
    status, text = b.post("/accounts", {"mail": "no address", "role": "administrator"})
    kit.case("what is no address: 400, said", status == 400 and 'id="said"' in text)
    account = re.search(r'name="account" value="(a-[0-9a-f]+)"', b.get("/accounts")[1])[1]
    kit.case("closed: its invitation opens nothing", b.post("/accounts/close",
        {"account": account})[0] == 303 and
             people.Browser(s).get(link[1])[0] == 404)


def by_link(place):
    """A focal point, by a link that the outbox has."""
    place = pathlib.Path(place, "linked")
    place.mkdir()
    db = kit.database(place)
    kit.paraph(db, "house", "add", HOUSES / "ngo")
    yaml = place / "mail.yaml"
    yaml.write_text("sink: out\n")
    s = kit.Server(db, {"PARAPH_MAIL": str(yaml)}, "--base-url", "https://register.example")
    for mail, role in [("f@example.org", ["focal-point", "--state", "LAO"]), ("w@example.org", ["drafter"])]:
        kit.case(f"invited: {role[0]}", people.invite(db, mail, *role))
    b = people.Browser(s)
    answers = {b.post("/account/link", {"mail": m})[1] for m in ("f@example.org", "w@example.org",
        "no@example.org")}
    kit.case("whoever asks is told the same", len(answers) == 1 and b.head["cache-control"] == "no-store",
        answers)
    store = sqlite3.connect(db)
    mails = store.execute("SELECT o.address, f.data FROM outbox o JOIN file f ON f.sha256 = o.text_sha256 "
                          "WHERE o.subject LIKE '%link%'").fetchall()
    kit.case("one mail, to the focal point", [m[0] for m in mails] == ["f@example.org"], mails)
    link = re.search(rb"https://register\.example(/account/link/[0-9a-f]{64})", mails[0][1])[1].decode()
    kit.case("asked for once, the link signs nobody in: scanners look at mails too", b.get(link)[0] == 200 and
             b.get(link)[0] == 200 and "__Host-paraph-session" not in b.cookies, b.cookies)
    token = b.token(link)
    status, _ = b.post(link, {}, token)
    line = b.head.get("set-cookie", "")
    kit.case("its button does", status == 303 and "__Host-paraph-session" in b.cookies, b.head)
    kit.case("over TLS the cookie says so", all(word in line for word in
             ("__Host-", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")) and "Domain" not in line,
                 line)
    kit.case("signed in", b.get("/account")[0] == 200 and "focal-point:LAO" in b.get("/account")[1])
    kit.case("once", people.Browser(s).get(link)[0] == 404)
    demands(s, db, store, b)
    for _ in range(3):
        status, _ = b.post("/account/link", {"mail": "f@example.org"})
    kit.case("who asks again and again is asked to wait", status == 429, status)
    taken = [b.post("/account/link", {"mail": f"f{n}@example.org"},
                    X_Forwarded_For=f"2001:db8:1:2::{n:x}")[0] for n in range(31)]
    kit.same("addresses of one network of IPv6 count as one", (taken[0], taken[-1]), (200, 429))
    kit.same("others do not", b.post("/account/link", {"mail": "g@example.org"},
             X_Forwarded_For="2001:db8:1:3::1")[0], 200)
    secret = people.invite(db, "h@example.org", "administrator")
    store.execute("ALTER TABLE account_link RENAME TO gone")
    store.commit()
    kit.same("where the store is at fault: 500", b.get(secret)[0], 500)
    store.close()
    status, said = s.stop()
    kit.case("and what is logged holds no address, since addresses hold secrets",
             "/account/invitation/:" in said and secret.rsplit("/", 1)[1] not in said, said)
    done = subprocess.run([kit.PARAPH, "--db", db, "serve", "--listen", "127.0.0.1:0"], capture_output=True,
                          env=os.environ | {"PARAPH_MAIL": str(yaml)}, text=True, timeout=30)
    kit.case("whoever sends mails says where the links lead", done.returncode == 2 and
             "--base-url" in done.stderr, done.stderr)


def demands(s, db, store, b):
    """Who is a focal point and more: a link opens the first of it alone, and adds no way in."""
    people.invite(db, "f@example.org", "drafter")
    kit.case("a role that demands more is held back, at once", b.get("/desk")[0] == 403 and
             b.get("/account")[0] == 200)
    text = b.get("/account")[1]
    kit.case("and the page says so", "focal-point:LAO" in text and "drafter" not in text and
             "does not open all your roles" in text, text)
    status, text = b.post("/account/passkeys", {"name": "mine", "client": "e30", "attestation": "oA"})
    kit.case("no passkey is added by who came in so", status == 400 and "does not open" in text, status)
    kit.case("nor is anything renewed without the password", b.post("/account/renew",
             {"password": people.PASSWORD, "code": "000000"})[0] == 400)


def half_a_service(db, place):
    """Settings of another service that signs in: whole, or none, and nothing is served."""
    empty = pathlib.Path(place, "empty")
    empty.write_text("\n")
    whole = {"PARAPH_OIDC_ISSUER": "https://login.example", "PARAPH_OIDC_CLIENT": "c",
             "PARAPH_OIDC_SECRET": str(empty)}
    for change, says in [({"PARAPH_OIDC_CLIENT": ""}, "belong together"), ({}, "first line is the client's"),
                         ({"PARAPH_OIDC_SECRET": "/nowhere"}, "/nowhere"),
                         ({"PARAPH_OIDC_ISSUER": "http://login.example"}, "write https://")]:
        env = {k: v for k, v in (os.environ | whole | change).items() if v}
        done = subprocess.run([kit.PARAPH, "--db", db, "serve", "--listen", "127.0.0.1:0"], env=env,
                              capture_output=True, text=True, timeout=20)
        kit.case(f"no server: {says}", done.returncode in (1, 2) and says in done.stderr and not done.stdout,
                 done.stderr)


def nothing_secret(db, secret, codes, cookies, links):
    kept = pathlib.Path(db).read_bytes() + b"".join(
        p.read_bytes() for p in pathlib.Path(db).parent.glob(pathlib.Path(db).name + "-*"))
    for name, text in [("the password", people.PASSWORD), ("the generator's secret", secret),
                       *[("a recovery code", c) for c in codes], *[("a recovery code", c.replace("-", ""))
                           for c in codes],
                       *[("a cookie", c) for c in cookies], *[("a link", c.rsplit("/", 1)[1]) for c
                           in links]]:
        if text.encode() in kept:
            kit.case(f"{name} does not stand in the store", False, text)
            return
    kit.case("no password, code, cookie or link stands in the store", True)


def limits(s, codes):
    """Ten of an account within a quarter of an hour; the right ones do not help then."""
    for i in range(11):
        status, text = sign_in(people.Browser(s), MAIL, "000000", f"a wrong password, number {i}")
    kit.case("the eleventh wrong password: 429, and for how long", status == 429 and "quarter of an hour"
        in text)
    status, _ = sign_in(people.Browser(s), MAIL, codes[9])
    kit.case("the right one waits as well", status == 429, status)
    statuses = [sign_in(people.Browser(s), f"n{i}@example.org", "000000")[0] for i in range(30)]
    kit.case("of one address thirty", statuses[0] == 403 and statuses[-1] == 429, statuses)


def postgres(place):
    with tempfile.TemporaryDirectory(prefix="paraph-pg.") as folder:
        url = subprocess.run([POSTGRES, "start", folder], check=True, capture_output=True,
            text=True).stdout.strip()
        try:
            subprocess.run([kit.PARAPH, "--db", url, "init", "--pack", "ccm"], check=True,
                capture_output=True)
            s = kit.Server(url)
            signing(s, *opening(s, url))
            houses(s, url)
            s.stop()
        finally:
            subprocess.run([POSTGRES, "stop", folder], check=True)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        s = kit.Server(db)
        b, secret, codes = opening(s, db)
        signing(s, b, secret, codes)
        renewing(s, db)
        houses(s, db)
        administering(b, s)
        half_a_service(db, place)
        unused = people.invite(db, "later@example.org", "administrator")
        nothing_secret(db, secret, codes, b.cookies.values(), [unused])
        limits(s, codes)
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
        by_link(place)
        postgres(place)
    kit.finish()


main()
