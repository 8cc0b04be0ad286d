#!/bin/sh
# Files of invented acts: new, again, different, broken; all of it or nothing.
. "$ROOT/tests/cli/tap.sh"
in=$here/invented

exits 0 init --pack ccm
before=$(acts)
exits 0 act import "$in/deposits.csv" --format csv
is "$("$PARAPH" act import "$in/deposits.csv" --format csv 2>/dev/null | cut -d, -f1,2,3 | tr '\n' ' ')" \
	"line,outcome,id 2,new,ccm/accession/KEN/2026-06-02 3,new,ccm/accession/THA/2026-06-03 " "new acts are shown"
exits 0 act import "$in/deposits.csv"
says err "nothing recorded yet: --yes"
is "$(acts)" "$before" "without --yes nothing is recorded"
exits 0 act import "$in/deposits.csv" --yes
says err "2 recorded"
is "$(acts)" $((before + 2)) "with --yes all is recorded"
exits 0 act show ccm/accession/KEN/2026-06-02 --format csv
says out "note,state_name: Kenya"
says out "source_sha256,$(sha256sum "$in/deposits.csv" | cut -d' ' -f1)"
exits 0 act import "$in/deposits.csv" --yes
says err "0 new, 2 on file, 0 different; nothing to record"
is "$(acts)" $((before + 2)) "the same file again records nothing"

exits 0 act import "$in/differs.csv" --format csv
is "$(/usr/bin/python3 -c 'import csv
print({r["id"]: r["outcome"] + " " + r["differs"] for r in csv.DictReader(open("out"))})')" \
	"{'ccm/signature/AGO/2008-12-03': 'different notification source', 'ccm/signature/AFG/2008-12-04': 'different date source', 'ccm/ratification/AFG/2011-09-08': 'on-file source', 'ccm/accession/MNG/2026-06-05': 'new ', 'ccm/accession/KEN/2026-06-09': 'different date'}" \
	"each with what differs"
exits 1 act import "$in/differs.csv" --yes --complete-through 2026-06-30
says err "--complete-through"
exits 0 act import "$in/differs.csv" --yes
says err "1 recorded"
is "$(acts)" $((before + 3)) "what differs is never recorded silently"

before=$(acts)
for how in "" --yes; do
	# shellcheck disable=SC2086 # none or one word
	exits 1 act import "$in/broken.csv" $how
	says err "broken.csv:3: date: 2026-02-30"
	# shellcheck disable=SC2086
	exits 1 act import "$in/refused.csv" $how
	says err "refused.csv:3: iso3: no State has the code 'XYZ'"
	says err "refused.csv:4: date: signature of ccm closed on 2010-08-01"
	says err "refused.csv:5: BTN"
	is "$(acts)" "$before" "nothing of a broken file is recorded ${how:-(shown only)}"
done
printf 'iso3,action,date\nKEN,accession,2026-06-02\n' >nosource.csv
exits 1 act import nosource.csv
says err 'nosource.csv:1: no column "source"'
exits 1 act import nosuch.csv
one_line
printf 'iso3,action,date,source\nKEN,accession,2026-06-02\n' >short.csv
exits 1 act import short.csv
says err "short.csv:2"
exits 2 act import "$in/deposits.csv" --known 2026-06-01
exits 2 act import "$in/deposits.csv" --complete-through 2999-01-01
exits 2 act import "$in/deposits.csv" --complete-through soon

# Another treaty without a line of code; in the order of the days, whatever the order of the rows.
exits 0 --db att.db init --pack att --bare
exits 0 --db att.db act import "$in/order.csv" --yes --complete-through 2026-06-30 --issuer invented
says err "5 recorded"
exits 0 --db att.db act import "$in/order.csv" --yes --complete-through 2026-06-30 --issuer invented
says err "0 new, 5 on file"
exits 0 --db att.db status --state ZMB --on 2016-01-01 --format csv
is "$(field standing) $(field deposited)" "deposited 2014-12-24" "a ratification before its signature in the file"
exits 0 --db att.db status --state ZMB --on 2021-06-01 --format csv
is "$(field standing)" withdrawn "withdrawn"
exits 0 --db att.db status --state ZMB --on 2026-06-01 --format csv
is "$(field standing) $(field instrument)" "deposited accession" "and in again"
exits 0 --db att.db act list --kind coverage-stated --treaty att --format csv
is "$(rows)" 1 "coverage is stated once"
says out withdrawal
finish
