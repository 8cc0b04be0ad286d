#!/bin/sh
# The calendar part of a letter: written beside it, kept with it, sent in its message, read by python3-icalendar. Names and addresses are invented.
. "$ROOT/tests/cli/tap.sh"
python=/usr/bin/python3
$python -c 'import icalendar' 2>/dev/null || { echo "1..0 # SKIP no python3-icalendar"; exit 0; }

# entries FILE: its METHOD, then a line an entry: UID SEQUENCE first-day day-after-the-last STATUS
entries() {
	$python - "$1" <<-'END' 2>&1
		import icalendar, sys
		data = open(sys.argv[1], "rb").read()
		assert b"\r\n" in data and max(map(len, data.split(b"\r\n"))) <= 75, "RFC 5545, 3.1: lines of 75 octets"
		c = icalendar.Calendar.from_ical(data)
		print(c["METHOD"])
		for e in c.walk("VEVENT"):
		    assert str(e["ORGANIZER"]).startswith("mailto:") and "ATTENDEE" not in e and e["DTSTAMP"], "RFC 5546, 3.2.1"
		    print(e["UID"], e["SEQUENCE"], e.decoded("DTSTART"), e.decoded("DTEND"), e["STATUS"])
	END
}

exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/letters/invented/houses/un"
exits 0 contact add --set office=organisation --set organisation=roe --set "organisation.name=Roe Relief (invented)" \
	--set organisation.category=observer --set email=roe@example.org --set write=en
exits 0 contact add --set office=organisation --set organisation=doe --set "organisation.name=Doe Relief (invented)" \
	--set organisation.category=observer --set email=doe@example.org --set write=fr

# ---- as invited ----
exits 0 letter issue observer-invitation --on 2020-03-19 --rehearse --out rehearsal
is "$(ls rehearsal/*.ics | wc -l)" 2 "beside each letter"
entries "$(ls rehearsal/*-en.ics)" >one
is "$(cat one)" "PUBLISH
meeting-2RC-PM1@ccm.paraph 0 2020-06-08 2020-06-09 CONFIRMED
meeting-2RC-PM2@ccm.paraph 0 2020-09-04 2020-09-05 CONFIRMED
meeting-2RC@ccm.paraph 0 2020-11-23 2020-11-28 CONFIRMED" "the three meetings of the letter, as of its day"
grep -q "Première réunion préparatoire" rehearsal/*-fr.ics
result $? "in the letter's language"
exits 0 letter issue observer-invitation --on 2020-03-19 --lang en --rehearse --out rehearsal
is "$(ls rehearsal/*.ics | wc -l) $(ls rehearsal/*-fr.* 2>/dev/null | wc -l)" "2 0" "a later rehearsal leaves none of an earlier one"

exits 0 letter issue observer-invitation --on 2020-03-19 --lang en --out issued
is "$(ls issued/*.ics | wc -l)" 2 "written beside what is issued"
exits 0 letter show IO-2020-00001-CCM/1 --out shown
cmp -s issued/IO-2020-00001-CCM.1.ics shown/IO-2020-00001-CCM.1.ics
result $? "kept with the copy"
printf 'sink: sent\n' >mail.yaml
exits 0 worker --once --mail mail.yaml
$python - sent/* >out 2>&1 <<'END'
import email, email.policy, pathlib, sys
mails = [email.message_from_bytes(pathlib.Path(p).read_bytes(), policy=email.policy.default) for p in sys.argv[1:]]
parts = [p for m in mails for p in m.walk() if p.get_content_type() == "text/calendar"]
assert len(mails) == len(parts) == 2, (mails, parts)
for part in parts:
    assert part.get_param("method") == "PUBLISH" and part.get_param("charset").lower() == "utf-8", part["Content-Type"]
open("mailed.ics", "w", newline="").write(parts[0].get_content())
END
result $? "a part of its message, with its method" out
is "$(entries mailed.ics)" "$(cat one)" "and it says the same there"

# ---- moved, mended, cancelled ----
exits 0 letter issue observer-invitation --on 2020-06-10 --rehearse --out moved
is "$(entries "$(ls moved/*-en.ics)" | sed -n 2p)" "meeting-2RC-PM1@ccm.paraph 1 2020-06-29 2020-06-30 CONFIRMED" \
	"a meeting that moves keeps its UID and rises"
exits 0 calendar --on 2020-06-10 --meetings --out feed.ics
is "$(grep -A 4 -c 'meeting-2RC-PM1@ccm' feed.ics)" 1 "the feed has the same entry"
exits 0 act correct ccm/meeting-moved/2RC-PM1 --void --reason "invented: it was not moved"
exits 0 letter issue observer-invitation --on 2020-06-05 --rehearse --out back
is "$(entries "$(ls back/*-en.ics)" | sed -n 2p)" "meeting-2RC-PM1@ccm.paraph 2 2020-06-08 2020-06-09 CONFIRMED" \
	"taken back, it rises once more: readers would keep the wrong day else"
exits 0 act add meeting-cancelled --subject 2RC-PM2 --on 2020-06-05 --source invented
exits 0 facts meeting.opens:2RC-PM2 meeting.cancelled.on:2RC-PM2 meeting.moved.code --on 2020-06-05 --format csv
is "$(cut -d, -f3,7 out | tail -n +2 | tr '\n' ' ')" ",unknown 2020-06-05,exact 2RC-PM2,exact " "a cancelled meeting has no day, but that of its end"
exits 0 facts preparatory.next.code preparatory.second.code --on 2020-06-05 --format csv
is "$(cut -d, -f3 out | tail -n +2 | tr '\n' ' ')" "2RC-PM1  " "and is none of those to come"
exits 1 letter issue president-note --about meeting=2RC-PM2 --on 2020-06-05 --rehearse --out off
says err "meeting.opens:meeting is not known"
exits 0 calendar --on 2020-06-05 --meetings --out feed.ics
is "$(grep -A 12 'meeting-2RC-PM2@ccm' feed.ics | grep -m 1 STATUS | tr -d '\r')" "STATUS:CANCELLED" "the feed says so too"

# ---- what the State written to owes, in its own letter alone ----
exits 0 house add "$ROOT/tests/letters/invented/houses/presidency"
for state in LAO NOR; do
	exits 0 contact add --house invented-presidency --set office=mission --set state=$state --set email=$state@example.org --set write=en
done
exits 0 letter issue presidency-circular --house invented-presidency --on 2017-01-15 --rehearse --out circular
is "$(entries circular/LAO-en.ics)" "PUBLISH
meeting-7MSP@ccm.paraph 0 2017-09-04 2017-09-07 CONFIRMED
due-reports.annual-LAO-2016@ccm.paraph 0 2017-04-30 2017-05-01 CONFIRMED" "the meeting, and its own report"
is "$(grep -c 'LAO' circular/NOR-en.ics)" 0 "another State's is not in it"
finish
