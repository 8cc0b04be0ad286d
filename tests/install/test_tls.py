#!/usr/bin/python3
"""TLS of our own, looked at by openssl, curl and Python: versions, a renewed certificate, cookies, forms; and
how a server stops. TAP. Certificates and persons are invented."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import kit
import people
import secure

URL = f"https://{secure.HOST}"


def until(condition, seconds=20):
    """Waits for what must come, not for a time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = condition()
        if got:
            return got
        time.sleep(0.05)
    return None


def refused(db, place):
    secure.certificate(place, "other")
    cases = (("without the key", 2, ["--tls-cert", place / "a.pem", "--base-url", URL]),
             ("without the address", 2, ["--tls-cert", place / "a.pem", "--tls-key", place / "a.key"]),
             ("with an address without TLS", 2, ["--tls-cert", place / "a.pem", "--tls-key", place / "a.key",
                                                 "--base-url", f"http://{secure.HOST}"]),
             ("with another's key", 1, ["--tls-cert", place / "a.pem", "--tls-key", place / "other.key",
                                        "--base-url", URL]),
             ("with a file that is none", 1, ["--tls-cert", place / "ext", "--tls-key", place / "a.key",
                                              "--base-url", URL]),
             ("with a file that there is not", 1, ["--tls-cert", place / "nosuch", "--tls-key",
                                                   place / "a.key", "--base-url", URL]))
    for name, wanted, args in cases:
        status, _, said = kit.paraph(db, "serve", "--listen", "127.0.0.1:0", *args)
        kit.case(f"{name}: refused in one line", status == wanted and said.count("\n") == 1,
                 f"{status} {said}")


def s_client(port, ca, *args):
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", secure.HOST,
                           "-CAfile", ca, "-verify_hostname", secure.HOST, "-verify_return_error", *args],
                          input="", capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def versions(port, ca):
    for flag, name in (("-tls1_3", "TLSv1.3"), ("-tls1_2", "TLSv1.2")):
        status, said = s_client(port, ca, flag)
        kit.case(f"{name} is spoken, and the certificate verifies", status == 0 and f"New, {name}" in said or
                 f"Protocol  : {name}" in said, said)
    for args in (["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
                 ["-tls1_2", "-cipher", "AES128-GCM-SHA256@SECLEVEL=0"],  # no forward secrecy
                 ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA@SECLEVEL=0"]):
        status, said = s_client(port, ca, *args)
        kit.case(f"{' '.join(args[::2])} is not", status != 0, said)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: register.example\r\n\r\n")
        try:
            said = plain.recv(100)
        except OSError:
            said = b""
        kit.case("plain HTTP is not answered there", not said.startswith(b"HTTP/1.1 2"), said)
    said = subprocess.run(["curl", "-sS", "-D", "-", "-o", "/dev/null", "--cacert", ca, "--resolve",
                           f"{secure.HOST}:{port}:127.0.0.1", f"https://{secure.HOST}:{port}/en/"],
                          capture_output=True, text=True)
    kit.case("curl gets the first page, and is told to come by TLS for a year",
             " 200" in said.stdout.splitlines()[0] and
             "strict-transport-security: max-age=31536000" in said.stdout.lower(), said.stdout + said.stderr)


def signed_in(s, db, ca):
    link = people.invite(db, "t.invented@example.org", "administrator", "--base-url", URL)
    b = people.opened(s, link, browser=secure.browser_at(s.port, ca))[0]
    kit.case("an account is opened through it", b.get("/account")[0] == 200)
    kit.case("by cookies of this host and TLS alone",
             all(n.startswith("__Host-") for n in b.cookies) and b.cookies, b.cookies)
    status, _ = b.post("/account/sign-out", {}, Origin=f"http://{secure.HOST}")
    kit.same("a form of the same name without TLS is another's", status, 403)


def renewed(s, place, ca):
    before, idle = secure.Line(s.port, ca), secure.Line(s.port, ca)
    for line in (before, idle):
        line.request("GET", "/healthz")
        line.getresponse().read()
    shutil.copy(place / "b.pem", place / "now.pem")  # its key does not fit yet
    s.process.send_signal(signal.SIGHUP)
    kit.case("a certificate without its key: said, and the one before stays",
             "the certificate before stays in use" in s.process.stderr.readline())
    line = secure.Line(s.port, ca)
    line.connect()
    old = line.serial()
    line.close()
    kit.same("for new ones too", old, before.serial())
    shutil.copy(place / "b.key", place / "now.key")
    s.process.send_signal(signal.SIGHUP)
    kit.case("then its key, and it is read anew", "are read anew" in s.process.stderr.readline())
    serials = set()
    for _ in range(8):  # whichever thread takes them
        line = secure.Line(s.port, ca)
        line.request("GET", "/healthz")
        serials.add(line.serial())
        line.close()
    kit.case("who comes now gets the renewed one", len(serials) == 1 and old not in serials, serials)
    before.request("GET", "/healthz")
    kit.same("who was there before goes on", before.getresponse().status, 200)
    s.process.send_signal(signal.SIGHUP)
    kit.case("and again", "are read anew" in s.process.stderr.readline())


def stopping(s):
    """A form half sent when the server is told to stop is answered; nobody new is let in."""
    body = b"mail=nobody%40example.org&password=x"
    line = socket.create_connection(("127.0.0.1", s.port), timeout=30)
    line.sendall(b"POST /account/sign-in HTTP/1.1\r\nHost: x\r\n"
                 b"Content-Type: application/x-www-form-urlencoded\r\n"
                 b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
    time.sleep(0.3)  # it has begun
    s.process.send_signal(signal.SIGTERM)

    def closed():
        try:
            socket.create_connection(("127.0.0.1", s.port), timeout=5).close()
        except OSError:
            return True
        return False

    kit.case("told to stop, it takes no new connection", until(closed, 4))
    kit.case("while it goes on with what runs", s.process.poll() is None)
    line.sendall(body[10:])
    kit.case("which is answered", line.recv(100).startswith(b"HTTP/1.1 "))
    line.close()
    status, said = s.stop()
    kit.case("then it ends", status == 0 and not said, f"{status} {said}")


def main():
    with kit.folder() as place:
        place = pathlib.Path(place)
        db = kit.database(place)
        secure.authority(place)
        ca = place / "ca.pem"
        for name in ("a", "b"):
            secure.certificate(place, name)
        shutil.copy(place / "a.pem", place / "now.pem")
        shutil.copy(place / "a.key", place / "now.key")
        refused(db, place)
        s = kit.Server(db, {"PARAPH_URL": URL, "PARAPH_TLS_CERT": str(place / "now.pem"),
                            "PARAPH_TLS_KEY": str(place / "now.key")})
        kit.case("it says https", "Serving https://127.0.0.1:" in s.line, s.line)
        versions(s.port, ca)
        signed_in(s, db, ca)
        renewed(s, place, ca)
        status, said = s.stop()
        kit.case("it ends well", status == 0 and not said, f"{status} {said}")
        s = kit.Server(db)
        s.process.send_signal(signal.SIGHUP)
        kit.case("without TLS SIGHUP is harmless", os.isatty(0) or s.get("/healthz")[0] == 200)
        stopping(s)
    kit.finish()


main()
