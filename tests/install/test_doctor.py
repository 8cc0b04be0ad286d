#!/usr/bin/python3
"""What doctor finds of an installation, each fault made in turn: it is named as bad, once, with what to do.
TAP. All is invented."""
import csv
import io
import os
import pathlib
import sqlite3
import time

import kit
import secure

HOST = f"https://{secure.HOST}"


def doctor(db, **settings):
    """Part, state and finding, by part; exit status."""
    for name in [n for n in os.environ if n.startswith("PARAPH_")]:
        del os.environ[name]
    os.environ.update({f"PARAPH_{name}": str(value) for name, value in settings.items()})
    status, out, said = kit.paraph(db, "doctor", "--format", "csv")
    return status, [(r["part"], r["state"], r["finding"]) for r in csv.DictReader(io.StringIO(out))], said


def finds(name, db, part, words, state="bad", **settings):
    status, rows, said = doctor(db, **settings)
    found = [text for p, s, text in rows if p == part and s == state]
    kit.case(name, len(found) == 1 and all(w in found[0] for w in words) and status == (state == "bad"),
             f"status {status}, {said}{rows}")


def well(db, place):
    secure.authority(place)
    secure.certificate(place, "a")
    (place / "copies").mkdir()
    os.chmod(place / "a.key", 0o640)
    settings = {"URL": HOST, "TLS_CERT": place / "a.pem", "TLS_KEY": place / "a.key",
                "LISTEN": "0.0.0.0:8443", "BACKUPS": place / "copies"}
    doctor(db, **settings)
    kit.same("a copy is made", kit.paraph(db, "backup")[0], 0)
    status, rows, said = doctor(db, **settings)
    kit.case("where all is well nothing is bad", status == 0 and "bad" not in {s for _, s, _ in rows},
             f"{said}{rows}")
    parts = [p for p, _, _ in rows]
    kit.case("it looks at the whole installation",
             {"address", "TLS", "fonts", "mail", "copies", "disk", "clock", "outbox", "key"} <= set(parts),
             parts)
    return settings


def addresses(db, place, settings):
    finds("an address without TLS", db, "address", ["https://HOST"], URL="http://register.example")
    finds("listening to all without TLS", db, "address", ["127.0.0.1", "PARAPH_TLS_CERT"],
          LISTEN="0.0.0.0:80")
    finds("a certificate for another name", db, "TLS", ["not for other.example"],
          **settings | {"URL": "https://other.example"})
    secure.certificate(place, "b")
    finds("another certificate's key", db, "TLS", ["is not the key of"],
          **settings | {"TLS_KEY": place / "b.key"})
    finds("a certificate without a key", db, "TLS", ["set both"], **settings | {"TLS_KEY": ""})
    finds("a certificate that is not there", db, "TLS", ["nosuch.pem"],
          **settings | {"TLS_CERT": place / "nosuch.pem"})
    secure.openssl("req", "-x509", "-key", place / "a.key", "-subj", f"/CN={secure.HOST}", "-addext",
                   f"subjectAltName=DNS:{secure.HOST}", "-days", "3", "-out", place / "short.pem")
    finds("one that ends soon", db, "TLS", ["ends on"], "note",
          **settings | {"TLS_CERT": place / "short.pem"})
    os.chmod(place / "a.key", 0o644)
    finds("a key that all may read", db, "TLS", ["chmod 640"], **settings)
    os.chmod(place / "a.key", 0o640)


def copies_and_mail(db, place, settings):
    (place / "old").mkdir()
    then = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime(time.time() - 3 * 86400))
    (place / "old" / f"paraph-{then}.backup").touch()
    finds("copies that stopped coming", db, "copies", ["the newest", "paraph-backup"],
          **settings | {"BACKUPS": place / "old"})
    finds("none yet", db, "copies", ["none in"], "note", **settings | {"BACKUPS": place / "none"})
    (place / "mail.yaml").write_text("relay: {host: mail.example.org, prot: 25}\n")
    finds("a mistake in mail.yaml", db, "mail", ["prot"], **settings | {"MAIL": place / "mail.yaml"})
    finds("no mail.yaml", db, "mail", ["nosuch.yaml"], **settings | {"MAIL": place / "nosuch.yaml"})


def by_hand(db, *statements):
    """What years of use, or another computer, would have left."""
    with sqlite3.connect(db) as line:
        for statement in statements:
            line.execute(statement)
    line.close()


def in_the_store(db, settings):
    columns = ("id house letter reference contact iso3 name lang channel address from_name from_address "
               "reply_to subject text_sha256 html_sha256 pdf_sha256 calendar_sha256 enclosures place "
               "message_id claim "
               "detail state").split()
    numbers = "copy turn mass made_ms tries next_ms sent_ms answered_ms".split()
    values = ["'m-00000000000000000001'" if c == "id" else "'email'" if c == "channel" else "'waiting'"
              if c == "state" else "''" for c in columns] + ["0"] * len(numbers)
    by_hand(db, f"INSERT INTO outbox ({', '.join(columns + numbers)}) VALUES ({', '.join(values)})")
    finds("a message that nobody sends", db, "outbox", ["for over an hour: 1", "paraph worker"], **settings)
    by_hand(db, "DELETE FROM outbox",
            f"INSERT INTO signing_key (public, made_ms, ended_ms) VALUES ('{'ab' * 32}', 1, 0)")
    finds("a signing key that is gone", db, "key", ["letter key rotate"], **settings)
    by_hand(db, "DELETE FROM signing_key", "DROP TRIGGER journal_head_grows",
            "UPDATE journal_head SET recorded_ms = 4102444800000")
    finds("a clock that is behind the last act", db, "clock", ["2100-01-01", "timedatectl"], **settings)


def main():
    with kit.folder() as place:
        place = pathlib.Path(place)
        db = kit.database(place)
        os.chmod(db, 0o640)
        settings = well(db, place)
        addresses(db, place, settings)
        copies_and_mail(db, place, settings)
        finds("no register at all", place / "none.db", "schema", ["paraph init"], **settings)
        finds("one that all may read", kit.database_at(place / "open.db", 0o644), "file", ["chmod o-r"],
              "note", **settings)
        if os.geteuid() == 0:
            os.chown(db, 65534, 65534)
            finds("one of another account", db, "file", ["belongs to another account"], **settings)
            os.chown(db, 0, 0)
        in_the_store(db, settings)
    kit.finish()


main()
