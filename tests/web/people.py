"""A browser without a screen: cookies, forms with their token, files; and people with accounts. oathtool
makes the codes, so that ours are checked by somebody else's."""
import html
import http.client
import re
import subprocess
import urllib.parse
import uuid

import kit

PASSWORD = "some words that nobody would put together"


def code(secret, at=None):
    args = ["oathtool", "--totp", "--base32", secret] + (["--now", at] if at else [])
    return subprocess.run(args, check=True, capture_output=True, text=True).stdout.strip()


class Browser:
    def __init__(self, server):
        self.server, self.cookies, self.head = server, {}, {}

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)

    def ask(self, method, path, body=None, **headers):
        """Status and text; what the answer sets is kept, redirects are not followed."""
        line = self.connect()
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        line.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        reply = line.getresponse()
        text = reply.read()
        line.close()
        self.head = {k.lower(): v for k, v in reply.getheaders()}
        for name, value in reply.getheaders():
            if name.lower() == "set-cookie":
                found = re.match(r"([^=]+)=([^;]*)(.*)", value)
                if "Max-Age=0" in found[3]:
                    self.cookies.pop(found[1], None)
                else:
                    self.cookies[found[1]] = found[2]
        return reply.status, text.decode("utf-8", "replace")

    def get(self, path):
        return self.ask("GET", path)

    def follow(self, path):
        """The page at the end of its redirects."""
        status, text = self.get(path)
        for _ in range(4):
            if status not in (302, 303):
                break
            status, text = self.get(self.head["location"])
        return status, text

    def token(self, path):
        """Of the form on this page."""
        found = re.search(r'name="token" value="([0-9a-f]*)"', self.get(path)[1])
        return found[1] if found else ""

    def post(self, path, fields=(), token=None, files=(), **headers):
        """token: of the form; None: the one of the session, "" none. files: (field, name, media, bytes)."""
        fields = list(fields.items() if isinstance(fields, dict) else fields)
        if token is None:
            token = self.token("/account" if any("session" in c for c
                in self.cookies) else "/account/sign-in")
        if token:
            fields.append(("token", token))
        if not files:
            body = urllib.parse.urlencode(fields)
            return self.ask("POST", path, body, Content_Type="application/x-www-form-urlencoded", **headers)
        line = uuid.uuid4().hex
        body = b"".join(f'--{line}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
                        for n, v in fields)
        for field, name, media, data in files:
            body += (f'--{line}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     f"Content-Type: {media}\r\n\r\n").encode() + data + b"\r\n"
        body += f"--{line}--\r\n".encode()
        return self.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={line}", **headers)


def invite(db, mail, role, *args):
    """The path of the link."""
    status, out, said = kit.paraph(db, "account", "invite", mail, "--role", role, *args)
    if status:
        raise SystemExit(f"no invitation: {said}")
    return urllib.parse.urlsplit(out.strip()).path


def opened(server, link, password=PASSWORD, browser=Browser):
    """A browser that has opened the account behind a link, the secret of its codes, its recovery codes."""
    b = browser(server)
    page = b.get(link)[1]
    secret = re.search(r'class="secret" dir="ltr">([A-Z2-7]+)<', page)[1]
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]
    status, text = b.post(link, {"password": password, "again": password, "code": code(secret)}, token)
    if status != 200:
        raise SystemExit(f"not opened: {status} {text}")
    codes = [html.unescape(c) for c in re.findall(r"<li><code>([^<]+)</code>", text)]
    return b, secret, codes


def person(server, db, mail, role, *args):
    return opened(server, invite(db, mail, role, *args))[0]
