#!/usr/bin/python3
"""Our DKIM signatures, RSA and Ed25519, verified by dkimpy: blanks and empty lines in all places."""
import os
import random
import subprocess
import sys
import tempfile

import dkim

random.seed(20200301)
count = 0


def case(name, good, said=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {name}\n" + (f"# {said}\n" if not good else ""), end="")


def body():
    kinds = [b"", b" ", b"\t \t", b"text", b" text", b"te  xt \t", b"a b c", b"\rx", b"a" * 76]
    lines = [random.choice(kinds) for _ in range(random.randrange(12))]
    return b"\r\n".join(lines) + random.choice([b"\r\n", b"\r\n\r\n \r\n"])  # as SMTP ends one


HEADS = [b"From: a@example.net\r\nTo: b@example.org\r\nSubject: plain\r\n",
         b"From:  \"A\"\r\n <a@example.net>\r\nSUBJECT:\tfolded\r\n\t and   wide \r\nTo: b@example.org\r\n"
         b"Received: x\r\nList-Unsubscribe: <https://example.net/x>\r\n"]
with tempfile.TemporaryDirectory() as folder:
    for kind, options in (("rsa", ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")), ("ed25519", ("ED25519",))):
        key = os.path.join(folder, kind)
        subprocess.run(["openssl", "genpkey", "-algorithm", *options, "-out", key], check=True,
                       capture_output=True)
        record = subprocess.run([sys.argv[1], key], input=b"", capture_output=True, check=True).stdout.strip()
        bad = []
        for i in range(150):
            message = HEADS[i % 2] + b"\r\n" + body()
            signed = subprocess.run([sys.argv[1], key], input=message, capture_output=True, check=True).stdout
            if not dkim.verify(signed, dnsfunc=lambda name, **_: record):
                bad.append(message)
        case(f"{kind}: 150 messages verified by dkimpy", not bad, bad[:2])
        case(f"{kind}: another body is not",
             not dkim.verify(signed + b"more\r\n", dnsfunc=lambda name, **_: record))
print(f"1..{count}")
