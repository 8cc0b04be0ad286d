"""What the tests of the pages share: TAP, a register of its own, the server, HTTP over a bare socket."""
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile

PARAPH = os.environ.get("PARAPH", "build/paraph")
ROOT = pathlib.Path(os.environ.get("ROOT", "."))
LANGUAGES = {"en": "", "ar": "/ar", "fr": "/fr"}
count = failed = 0


def case(name, good, said=""):
    """One line of TAP; what went wrong follows as comments."""
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    if not good:
        print("\n".join("#   " + line for line in str(said).splitlines()[:40]))


def same(name, got, wanted):
    case(name, got == wanted, f"got:    {got!r}\nwanted: {wanted!r}")


def finish():
    print(f"1..{count}")
    sys.exit(bool(failed))


def database(folder):
    """The Convention on Cluster Munitions, as `paraph init` makes it."""
    return database_at(pathlib.Path(folder, "ccm.db"))


def database_at(path, mode=None):
    subprocess.run([PARAPH, "--db", path, "init", "--pack", "ccm"], check=True, capture_output=True)
    if mode is not None:
        path.chmod(mode)
    return path


def paraph(db, *args):
    """Exit status, what it wrote and what it said."""
    done = subprocess.run([PARAPH, "--db", db, *args], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


class Server:
    """paraph serve on a free port."""

    def __init__(self, db, env=None, *args):
        self.db = db
        self.process = subprocess.Popen([PARAPH, "--db", db, "serve", "--listen", "127.0.0.1:0", *args],
                                        env=os.environ | (env or {}),
                                        stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE,
                                        text=True)
        self.line = self.process.stdout.readline()
        found = re.search(r"https?://127\.0\.0\.1:(\d+)/", self.line)
        if not found:
            sys.exit(f"no server: {self.line}{self.process.communicate()[1]}")
        self.port = int(found[1])

    def get(self, path, method="GET", **headers):
        """Status, headers in small letters, body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in headers)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        reply = line.getresponse()
        body = reply.read()
        line.close()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, body

    def page(self, path):
        return self.get(path)[2].decode()

    def raw(self, data):
        """What comes back for these bytes; b"" where the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            back = b""
            try:
                line.sendall(data)
                line.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it has hung up; what it said before may still be read
            try:
                while piece := line.recv(65536):
                    back += piece
            except OSError:
                pass
        return back

    def stop(self, how=signal.SIGTERM):
        """Exit status and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said


def folder():
    return tempfile.TemporaryDirectory(prefix="paraph-web-")
