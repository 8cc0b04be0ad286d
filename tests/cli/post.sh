#!/bin/sh
# Paper, the incoming register, mail that nothing is sent without, and the calendar. Every name is invented.
made=$(readlink -f "$1") # before tap.sh leaves for a folder of its own
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm
exits 0 house add "$ROOT/houses/example"

# Nothing leaves the computer without mail.yaml.
"$made" paraph.db example office@example.org 6
exits 0 worker --once
says out "held: 6"
[ "$(find outbox-sink -name '*.eml' | wc -l)" -eq 6 ]
result $? "without a relay messages are written to a folder"
exits 0 outbox show MADE-2020-00000
says out "no relay is configured; written to outbox-sink/"
exits 0 outbox retry MADE-2020-00000 --reason "there is one now"
exits 1 outbox handed MADE-2020-00000
one_line
exits 0 outbox cancel MADE-2020-00000 --reason "no longer"
exits 1 outbox show MADE-2020-99999

printf 'relay: {host: mail.example.org, port: 25, security: none, auth: plain, user: u, secret: s}\n' >mail.yaml
exits 1 mail check --mail mail.yaml
says err "mail.yaml:1: a secret is not sent in clear"

: >empty.yaml
exits 1 mail check --mail empty.yaml
says err "empty.yaml:1: empty; nothing"
echo 'sink: /dev/null/x' >nowhere.yaml
exits 3 mail check --mail nowhere.yaml
one_line
says err "sink: name a folder that can be written to: /dev/null"
exits 0 mail check

# What is not so is not taken.
exits 1 contact stop "not an address" --reason "asked"
says err "is no e-mail address"
exits 0 contact stop nobody@example.org --reason "asked"
exits 1 incoming add --from "Somebody" --state ZZZ
says err "--state ZZZ: no State has that code"
exits 1 incoming add --from "Somebody" --on 2999-01-01
says err "that day has not come"

# Paper.
exits 0 outbox print --out none.pdf
says err "0 letters to print"
sqlite3 paraph.db "UPDATE outbox SET state = 'waiting', channel = 'post', address = 'Invented street 1' || char(10) ||
	'0000 Inventedville' WHERE reference IN ('MADE-2020-00001', 'MADE-2020-00003')"
exits 0 outbox print --out letters.pdf
says err "2 letters in letters.pdf"
qpdf --check letters.pdf >out 2>&1
result $? "qpdf finds nothing wrong in the print file" out
is "$(qpdf --show-npages letters.pdf)" 4 "a sheet with the address before each letter"
pdftotext letters.pdf - | grep -q Inventedville
result $? "the address stands on the sheet"
exits 0 outbox handed MADE-2020-00001 --reason "at the counter"
exits 0 outbox returned MADE-2020-00001 --reason "moved away"
exits 0 outbox list --state-of returned --format csv
says out "MADE-2020-00001"
exits 0 outbox retry MADE-2020-00001 --address "Invented street 2"
exits 0 outbox list --reference MADE-2020-00001 --format csv
says out "Invented street 2"

# A letter that came on paper answers one of ours.
id=$("$PARAPH" incoming add --on 2020-05-04 --from "Mission (invented)" --state LAO --file letters.pdf \
	--reference "N/12" --subject "Thanks" --answers MADE-2020-00003)
exits 0 incoming show "$id" --out back.pdf
says out "N/12"
cmp -s letters.pdf back.pdf
result $? "the scan comes back byte for byte"
exits 0 outbox show MADE-2020-00003
says out "answered"
# Moved to another letter, it leaves no mark behind.
answered() {
	sqlite3 paraph.db "SELECT reference || '.' || turn FROM outbox WHERE answered_ms > 0 ORDER BY 1" | paste -sd ' '
}
is "$(answered)" "MADE-2020-00003.0" "the letter of the answer is answered"
exits 0 incoming answer "$id" MADE-2020-00001
is "$(answered)" "MADE-2020-00001.1" "the answer went to the copy that went last, and from the letter before"
exits 0 outbox show MADE-2020-00003
says out "not answered"
other=$("$PARAPH" incoming add --on 2020-05-05 --from "Mission (invented)" --answers MADE-2020-00001)
exits 0 incoming answer "$other" MADE-2020-00003
is "$(answered)" "MADE-2020-00001.1 MADE-2020-00003.0" "another answer of the same letter still counts"
exits 1 incoming add --from "Somebody" --file mail.yaml
says err "neither PDF nor an image"

# Whatever comes in is kept, and the loop goes on.
mkdir -p box/new box/cur box/new/4.folder
printf 'mailboxes: [{maildir: box}]\n' >box.yaml
printf 'Subject: nobody wrote this\n\nhi\n' >box/new/1.no-from
printf 'Return-Path: <envelope@example.org>\nSubject: by its envelope\n\nhi\n' >box/new/2.envelope
: >box/new/3.empty
head -c 4000 letters.pdf | tail -c 2000 >box/new/5.junk
printf 'From: late@example.org\nDate: Mon, 1 Jan 99999 00:00:00 +0000\nSubject: far away\n\nhi\n' >box/new/6.day
printf 'From: behind@example.org\nSubject: behind them all\n\nhi\n' >box/new/9.good
exits 0 mail read --mail box.yaml
says out "letter: 6"
says err "box/new/3.empty: kept whole"
says err "box/new/4.folder: "
exits 0 incoming list --format csv
says out "email,,unknown,,nobody wrote this"
says out "email,,envelope@example.org,,by its envelope"
says out "behind them all"
is "$(find box/new -type f | wc -l)" 0 "what was read is marked"
exits 0 worker --once --mail box.yaml

# The calendar, read by others; a meeting that moves keeps its name.
exits 0 calendar --on 2026-02-03 --out one.ics
"$PARAPH" act add meeting-moved --subject 3RC --on 2026-06-01 --set opens=2026-10-05 --set closes=2026-10-09 \
	--source "invented for a test" >out 2>err
result $? "a meeting is moved" "out err"
exits 0 calendar --on 2026-06-02 --out two.ics
/usr/bin/python3 - >out 2>&1 <<'END'
import icalendar
one, two = ({str(e["UID"]): e for e in icalendar.Calendar.from_ical(open(name, "rb").read()).walk("VEVENT")}
            for name in ("one.ics", "two.ics"))
a, b = (x["meeting-3RC@ccm.paraph"] for x in (one, two))
assert str(a.decoded("DTSTART")) == "2026-09-14" and int(a["SEQUENCE"]) >= 0, a
assert str(b.decoded("DTSTART")) == "2026-10-05" and str(b.decoded("DTEND")) == "2026-10-10", b
assert int(b["SEQUENCE"]) == int(a["SEQUENCE"]) + 1, (a, b)
due = [e for uid, e in one.items() if uid.startswith("due-")]
assert due and all(e.walk("VALARM") for e in due), due
assert len(one) == sum(1 for _ in one), one
END
result $? "python3-icalendar reads the feed; the moved meeting has the same UID and a higher SEQUENCE" out
mkdir cal
printf '[calendars]\n[[x]]\npath = %s/cal\n[locale]\ndateformat = %%Y-%%m-%%d\nlongdateformat = %%Y-%%m-%%d\n' "$work" >khal
printf '[sqlite]\npath = %s/khal.db\n' "$work" >>khal
khal -c khal import -a x --batch two.ics >imported 2>&1
khal -c khal list -a x 2026-10-05 2026-10-06 >out 2>&1
grep -q "Third Review Conference" out
result $? "khal reads it too" "imported out"
finish
