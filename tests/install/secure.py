"""Certificates of an invented authority, made by openssl, and a browser that reaches a server through TLS."""
import http.client
import socket
import ssl
import subprocess

import people

HOST = "register.example"


def openssl(*args):
    done = subprocess.run(["openssl", *args], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"openssl {' '.join(map(str, args))}: {done.stderr}")
    return done.stdout


def authority(place):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
            "-subj", "/CN=Invented authority", "-keyout", place / "ca.key", "-out", place / "ca.pem")


def certificate(place, name):
    """NAME.pem and NAME.key, for HOST."""
    (place / "ext").write_text(f"subjectAltName=DNS:{HOST}\n")
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={HOST}",
            "-keyout", place / f"{name}.key", "-out", place / "csr")
    openssl("x509", "-req", "-in", place / "csr", "-CA", place / "ca.pem", "-CAkey", place / "ca.key",
            "-CAcreateserial", "-days", "20", "-extfile", place / "ext", "-out", place / f"{name}.pem")


class Line(http.client.HTTPSConnection):
    """Looks HOST up by itself: it is at 127.0.0.1."""

    def __init__(self, port, ca, source="127.0.0.1"):
        self.context = ssl.create_default_context(cafile=ca)
        self.source = source
        super().__init__(HOST, port, timeout=60, context=self.context)

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), 60, (self.source, 0))
        self.sock = self.context.wrap_socket(plain, server_hostname=HOST)

    def serial(self):
        return self.sock.getpeercert()["serialNumber"]


def browser_at(port, ca, source="127.0.0.1"):
    """A class of browsers, for people.opened()."""

    class Secure(people.Browser):
        def connect(self):
            return Line(port, ca, source)

    return Secure


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]
