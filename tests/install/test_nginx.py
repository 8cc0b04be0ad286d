#!/usr/bin/python3
"""Behind nginx, with the very lines of docs/deploy.md: cookies, forms, the reader's address. TAP.
Certificates and persons are invented."""
import http.client
import os
import pathlib
import re
import shutil
import subprocess
import time

import kit
import people
import secure

READER = "127.0.0.2"
MAIL = "n.invented@example.org"


def settings(place, upstream, tls, plain):
    """The example, with this place's ports and files; on loopback alone."""
    text = (kit.ROOT / "docs/deploy.md").read_text()
    text = re.search(r"^```nginx\n(.*?)^```$", text, re.M | re.S)[1]
    for old, new in (("127.0.0.1:8080", f"127.0.0.1:{upstream}"), ("listen 443 ", f"listen 127.0.0.1:{tls} "),
                     ("listen 80;", f"listen 127.0.0.1:{plain};"),
                     ("/etc/letsencrypt/live/register.example/fullchain.pem", f"{place}/a.pem"),
                     ("/etc/letsencrypt/live/register.example/privkey.pem", f"{place}/a.key")):
        kit.case(f"the example says '{old.strip()}'", text.count(old) == 1, text)
        text = text.replace(old, new)
    temp = " ".join(f"{what}_temp_path {place}/{what};"
                    for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(f"daemon off; master_process off; pid {place}/nginx.pid;\n"
                                      f"events {{}}\nhttp {{ access_log off; {temp}\n{text}}}\n")


def nginx(place, port):
    process = subprocess.Popen(["nginx", "-c", place / "nginx.conf", "-e", place / "nginx.log"],
                               stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            line = secure.Line(port, place / "ca.pem")
            line.connect()
            line.close()
            return process
        except OSError:
            time.sleep(0.05)
    process.terminate()
    raise SystemExit(f"no nginx: {process.communicate()[1]} {(place / 'nginx.log').read_text()}")


def addresses(db):
    return kit.paraph(db, "account", "sessions", MAIL, "--format", "csv")[1]


def pages(tls, plain, ca):
    line = secure.Line(tls, ca)
    line.request("GET", "/en/states")
    reply = line.getresponse()
    kit.case("a page comes through", reply.status == 200 and b"</html>" in reply.read())
    kit.same("and browsers are told to stay with TLS", reply.getheader("Strict-Transport-Security"),
             "max-age=31536000")
    tag = reply.getheader("ETag")
    line.request("GET", "/en/states", headers={"If-None-Match": tag})
    reply = line.getresponse()
    reply.read()
    kit.same("what one has is not sent again", reply.status, 304)
    line = http.client.HTTPConnection("127.0.0.1", plain, timeout=30)
    line.request("GET", "/en/states?on=2011-09-01", headers={"Host": secure.HOST})
    kit.same("without TLS one is sent there", line.getresponse().getheader("Location"),
             f"https://{secure.HOST}/en/states?on=2011-09-01")


def doors(s, db, tls, ca):
    link = people.invite(db, MAIL, "administrator", "--base-url", f"https://{secure.HOST}")
    b = people.opened(s, link, browser=secure.browser_at(tls, ca, READER))[0]
    kit.case("an account is opened through it, by cookies of this host and TLS alone",
             b.get("/account")[0] == 200 and b.cookies and all(n.startswith("__Host-") for n in b.cookies),
             b.cookies)
    kit.case("the reader's address is the reader's", READER in addresses(db), addresses(db))
    status, _ = b.post("/account/sign-out", {}, Origin=f"https://{secure.HOST}", X_Forwarded_For="192.0.2.7")
    kit.same("a form of ours is taken", status, 303)
    kit.case("and who names another address for itself is not believed", "192.0.2.7" not in addresses(db),
             addresses(db))
    status, _ = b.post("/account/sign-in", {"mail": MAIL}, Origin="https://elsewhere.example")
    kit.same("another site's form is not", status, 403)
    status, text = b.ask("POST", "/account/sign-in", b"mail=" + b"x" * (2 << 20),
                         Content_Type="application/x-www-form-urlencoded")
    kit.case("a body that is too long is refused by us, not by nginx", status == 413 and "nginx" not in text,
             f"{status} {text[:200]}")


def main():
    if not shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"):
        kit.case("behind nginx # SKIP nginx is not installed", True)
        kit.finish()
    os.environ["PATH"] += ":/usr/sbin"
    with kit.folder() as place:
        place = pathlib.Path(place)
        db = kit.database(place)
        secure.authority(place)
        secure.certificate(place, "a")
        s = kit.Server(db, {"PARAPH_URL": f"https://{secure.HOST}"})
        tls, plain = secure.free_port(), secure.free_port()
        settings(place, s.port, tls, plain)
        front = nginx(place, tls)
        try:
            pages(tls, plain, place / "ca.pem")
            doors(s, db, tls, place / "ca.pem")
        finally:
            front.terminate()
            front.wait(timeout=30)
        status, said = s.stop()
        kit.case("it ends well", status == 0 and not said, f"{status} {said}")
    kit.finish()


main()
