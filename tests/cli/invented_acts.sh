#!/bin/sh
# Invented acts by hand: what is refused, what is marked, corrections and what was known before them.
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm
before=$(acts)

# refused ARGS...: one clear line, nothing recorded
refused() {
	why_not=$1
	shift
	exits 1 act add "$@"
	says err "$why_not"
	one_line
}
refused "no State has the code 'XYZ'" accession --state XYZ --on 2026-06-02 --source invented
refused "that day does not exist" accession --state KEN --on 2026-02-30 --source invented
refused "closed on 2010-08-01" signature --state THA --on 2026-06-02 --source invented
refused "cannot withdraw" withdrawal --state KEN --on 2026-06-02 --source invented
refused "bound by its ratification" accession --state AFG --on 2026-06-02 --source invented
refused "date: missing" accession --state KEN --source invented
refused "source: missing" accession --state KEN --on 2026-06-02
refused "did you mean accession" accesion --state KEN --on 2026-06-02 --source invented
refused "no such field" accession --state KEN --on 2026-06-02 --source invented --set colour=blue
refused "obligation" obligation-completed --state AFG --on 2026-06-02 --source invented --set obligation=nosuch
refused "paraph pack adopt" pack-adopted --treaty world --subject att --on 2026-06-02 --source invented \
	--set edition=2026-06-01 --set sha256=0000000000000000000000000000000000000000000000000000000000000000
refused "--source-file" accession --state KEN --on 2026-06-02 --source invented --source-file nosuch.pdf
exits 2 act add correction --source invented
says err "act correct"
exits 2 act add accession --state KEN --subject KEN --on 2026-06-02 --source invented
exits 2 act add accession --state Kenya --on 2026-06-02 --source invented
exits 2 act add accession --state KEN --on 2026-06-02 --source invented --set colour
exits 2 act add accession --state KEN --on 2026-06-02 --source invented --known 2026-06-01
is "$(acts)" "$before" "nothing was recorded"

# Accepted and marked.
exits 0 act add report-received --state KEN --on 2026-06-02 --source invented --set report=annual --set year=2025 --format csv
is "$(field marks)" voluntary "a report by a State that never was a party"
exits 0 act add report-received --state AFG --on 2026-06-02 --source invented --set report=annual --set year=2025 --format csv
is "$(field marks)" late "a late report"
id=$(field id)
exits 0 act add report-received --state AFG --on 2026-06-02 --source invented --set report=annual --set year=2025 --format csv
is "$(field outcome) $(field id)" "on-file $id" "the same act twice is recorded once"
is "$(acts)" $((before + 2)) "two acts"
exits 1 act add report-received --state AFG --on 2026-06-02 --source other --set report=annual --set year=2025
says err "another source"
exits 0 act add communication-noted --subject far --on 2999-01-01 --source invented --format csv
is "$(field marks)" "dated after the day of recording: it counts from its day on" "an act dated in the future is recorded and marked"
exits 0 doctor
says out "ccm/communication-noted/far/2999-01-01: dated after the day of recording"
echo invented >note.txt
exits 0 act add communication-noted --subject invented --on 2026-06 --source invented --source-file note.txt --visibility house \
	--by u1 --behalf u2 --issuer "An invented mission" --format csv
exits 0 act show "$(field id)" --format csv
says out "source_sha256,$(sha256sum note.txt | cut -d' ' -f1)"
says out "visibility,house"
says out "by,u1"

# Each kind there is can be shown, for people and programs.
exits 0 act show 0
exits 0 act show 0 --format json
/usr/bin/python3 -c 'import json; a = json.load(open("out")); assert len(a) == 1 and a[0]["seq"] == 0 and "hash" in a[0], a' 2>why
result $? "act show --format json is an array of one object"
exits 0 act list --kind report-received --limit 2 --format json
/usr/bin/python3 -c 'import json; a = json.load(open("out"))
assert [x["payload"]["report"] for x in a] == ["annual", "annual"] and a[0]["payload"]["year"] == 2025, a' 2>why
result $? "act list --format json gives the payload as an object"
exits 1 act show nosuch
says err "not on file"

# ---- what was known: an act, its correction, the correction's correction, void, back ----
seen() { # seen INSTANT: standing and day of deposit as recorded by then
	"$PARAPH" status --state MNG --on 2026-06-30 --known "$1" --format csv >out 2>err
	echo "$(field standing) $(field deposited)"
}
recorded() {
	sleep 0.02 # so that no two acts share a millisecond
	field recorded
}
earlier() { # a millisecond before
	/usr/bin/python3 -c 'import sys
from datetime import datetime, timedelta
t = datetime.strptime(sys.argv[1], "%Y-%m-%dT%H:%M:%S.%fZ") - timedelta(milliseconds=1)
print(t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000))' "$1"
}
sleep 0.02
exits 0 act add accession --state MNG --on 2026-03-01 --source invented --format csv
first=$(recorded)
exits 0 act correct ccm/accession/MNG/2026-03-01 --reason "another day" --on 2026-03-02 --format csv
second=$(recorded)
exits 1 act correct ccm/accession/MNG/2026-03-01 --reason "again" --on 2026-03-03
says err "what counts now is ccm/accession/MNG/2026-03-01~1"
one_line
exits 0 act correct ccm/accession/MNG/2026-03-01~1 --reason "yet another" --on 2026-03-03 --format csv
third=$(recorded)
exits 0 act correct ccm/accession/MNG/2026-03-01~2 --reason "never done" --void --format csv
fourth=$(recorded)
exits 1 act correct ccm/accession/MNG/2026-03-01~3 --reason "never done" --void
exits 0 act correct ccm/accession/MNG/2026-03-01~3 --reason "done after all" --format csv
fifth=$(recorded)
is "$(seen "$(earlier "$first")")" "not-party " "before it was recorded"
is "$(seen "$first")" "deposited 2026-03-01" "as recorded first"
is "$(seen "$(earlier "$second")")" "deposited 2026-03-01" "until it was corrected"
is "$(seen "$second")" "deposited 2026-03-02" "as corrected"
is "$(seen "$(earlier "$third")")" "deposited 2026-03-02" "until the correction was corrected"
is "$(seen "$third")" "deposited 2026-03-03" "as corrected again"
is "$(seen "$(earlier "$fourth")")" "deposited 2026-03-03" "until it was voided"
is "$(seen "$fourth")" "not-party " "voided: no older one comes back"
is "$(seen "$fifth")" "deposited 2026-03-03" "what voided it was corrected: carried over from what it voided"
exits 0 act show ccm/accession/MNG/2026-03-01 --known "$first"
says_not out corrected_by
exits 0 act show ccm/accession/MNG/2026-03-01
says out "corrected_by  ccm/accession/MNG/2026-03-01~1"
exits 1 act show ccm/accession/MNG/2026-03-01~1 --known "$first"
exits 0 act list --state MNG --kind accession --known "$second" --format csv
is "$(rows)" 2 "the act and its correction"
is "$(field corrected_by 1) $(field corrects 2)" "ccm/accession/MNG/2026-03-01~1 ccm/accession/MNG/2026-03-01" "each names the other"
exits 0 act list --kind accession --state MNG --limit 1 --format csv
is "$(field id)" "ccm/accession/MNG/2026-03-01~4" "--limit gives the last"
exits 0 act list --kind accession --since 2026-03-03 --format csv
is "$(rows)" 2 "--since asks for the day it was done"

exits 2 act correct ccm/accession/MNG/2026-03-01~4 --on 2026-03-04
says err "--reason"
exits 2 act correct ccm/accession/MNG/2026-03-01~4 --reason nothing
exits 2 act correct ccm/accession/MNG/2026-03-01~4 --reason both --void --on 2026-03-04
exits 1 act correct nosuch --reason none --void
exits 1 act correct ccm/accession/MNG/2026-03-01~4 --reason "no such day" --on 2026-02-30
exits 1 act correct ccm/accession/MNG/2026-03-01~4 --reason "no such State" --state XYZ
exits 0 act correct ccm/accession/MNG/2026-03-01~4 --reason "another State and kind" --state KEN --kind acceptance
exits 0 status --state KEN --on 2026-12-31 --format csv
is "$(field instrument) $(field deposited)" "acceptance 2026-03-03" "what is not said is carried over"
exits 0 act verify
finish
