#!/bin/sh
# The record handed on: exported, verified without a database, tampered with, brought back. The acts added are invented.
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm
exits 0 act add communication-noted --subject invented --on 2026-06-02 --source secret --visibility house
exits 0 act list --kind communication-noted --limit 1 --format csv
exits 0 act correct "$(field id)" --reason "secret too" --set matter=secret
exits 0 act add communication-noted --subject invented --on 2026-06-02 --source secret --visibility parties
exits 0 act add accession --state KEN --on 2026-06-03 --source invented
exits 0 act correct ccm/accession/KEN/2026-06-03 --reason "another day" --on 2026-06-04
exits 0 act verify
said=$(cat out)
head=${said##* }

exits 0 act export --out all.json
exits 0 act export --public --out public.json
exits 0 act export
cmp -s out all.json
result $? "--out writes what standard output would have"
mkdir elsewhere
cd elsewhere || exit 1
exits 0 act verify ../all.json
is "$("$PARAPH" act verify ../all.json)" "$said" "a file verifies as the database does"
exits 0 act verify ../public.json
says out "${said}, content withheld of 3"
cd ..
grep -q secret all.json
result $? "an export holds everything"
! grep -q secret public.json
result $? "a public export holds no content of acts that are not public"
exits 0 act verify all.json --expect "$head"
exits 0 act verify --expect "$head"
/usr/bin/python3 -c 'import json
lines = [json.loads(l) for l in open("all.json", encoding="utf-8")]
assert lines[0]["acts"] == len(lines) - 1 and [l["seq"] for l in lines[1:]] == list(range(len(lines) - 1))' 2>why
result $? "each line is JSON"

# Cut, rewritten, reordered, one byte changed: each shows, and is named.
bad() { # bad FILE TEXT [ARGS...]
	file=$1 text=$2
	shift 2
	exits 1 act verify "$file" "$@"
	says err "$text"
}
sed '$d' all.json >cut.json
bad cut.json "ends otherwise"
sed "\$d; 1s/\"acts\":[0-9]*/\"acts\":$(($(wc -l <all.json) - 2))/" all.json |
	sed "1s/\"head\":\"[^\"]*\"/\"head\":\"$(tail -2 all.json | head -1 | sed 's/.*"hash":"\([0-9a-f]*\)".*"seq":\([0-9]*\).*/\2:\1/')\"/" >cutwell.json
exits 0 act verify cutwell.json
bad cutwell.json "cut or rewritten" --expect "$head"
sed 's/"on":"2026-06-03"/"on":"2026-06-05"/' all.json >changed.json
bad changed.json "(ccm/accession/KEN/2026-06-03)"
sed 's/"kind":"accession","on":"2026-06-03"/"kind":"ratification","on":"2026-06-03"/' all.json >header.json
bad header.json "(ccm/accession/KEN/2026-06-03)"
sed '3{h;d};4{G}' all.json >swapped.json
bad swapped.json "out of order"
sed '5s/,"seq"/,"extra":"","seq"/' all.json >added.json
bad added.json "not as it was exported"
sed '1d' all.json >headless.json
bad headless.json "first line"
printf 'no record\n' >none.json
bad none.json "not a record"
: >empty.json
bad empty.json "not a record"
bad nosuch.json "nosuch.json"

# As it was recorded by an instant.
exits 0 act list --kind accession --state KEN --format csv
exits 0 act export --known "$(field recorded 1)" --out then.json
exits 0 act verify then.json
is "$(head -1 then.json | grep -c "\"acts\":$(($(acts) - 1)),")" 1 "an export of what was known then ends there"

# CSV reads back as the same acts.
exits 0 act export --format csv --out all.csv
exits 0 act import all.csv
says err "0 new, $(acts) on file, 0 different"
exits 0 act export --format csv --public --out public.csv
! grep -q secret public.csv
result $? "a public CSV leaves out what is not public"

# One byte changed in the store, past the triggers that forbid it.
exits 0 backup safe.db
change() { # change SQL: on a copy
	rm -f hurt.db
	cp safe.db hurt.db
	sqlite3 hurt.db "DROP TRIGGER act_no_update; DROP TRIGGER act_no_delete; DROP TRIGGER journal_head_grows; $1"
}
change "UPDATE act SET payload = replace(payload, 'another', 'anothes') WHERE id = 'ccm/accession/KEN/2026-06-03~1'"
exits 1 --db hurt.db act verify
says err "(ccm/accession/KEN/2026-06-03~1)"
exits 1 --db hurt.db doctor
says out "(ccm/accession/KEN/2026-06-03~1)"
change "UPDATE act SET visibility = 'parties' WHERE id = 'ccm/accession/KEN/2026-06-03'"
exits 1 --db hurt.db act verify
says err "(ccm/accession/KEN/2026-06-03)"
change "DELETE FROM act WHERE seq = (SELECT max(seq) FROM act)"
exits 1 --db hurt.db act verify
change "DELETE FROM act WHERE seq = (SELECT max(seq) FROM act);
	UPDATE journal_head SET count = count - 1, hash = (SELECT hash FROM act ORDER BY seq DESC LIMIT 1),
	recorded_ms = (SELECT recorded_ms FROM act ORDER BY seq DESC LIMIT 1)"
exits 0 --db hurt.db act verify
exits 1 --db hurt.db act verify --expect "$head"
change "UPDATE pack_file SET bytes = CAST(replace(CAST(bytes AS TEXT), '180', '181') AS BLOB) WHERE code = 'ccm'" 2>/dev/null ||
	change "DROP TRIGGER pack_file_no_update; UPDATE pack_file SET bytes = CAST(replace(CAST(bytes AS TEXT), '180', '181') AS BLOB) WHERE code = 'ccm'"
exits 1 --db hurt.db status
says err "pack ccm"
finish
