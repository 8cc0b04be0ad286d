#!/bin/sh
# The same record over PostgreSQL, in a cluster of its own: made, added to by several at once, tampered with, copied to
# SQLite and back. The acts are invented.
. "$ROOT/tests/cli/tap.sh"
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
url=$("$ROOT/tests/store/postgres.sh" start "$pg")
sql() { # sql DATABASE STATEMENTS
	psql --quiet --no-psqlrc --host="$pg/socket" --username=postgres --dbname="$1" --command="$2" >sql.out 2>&1
}
sql postgres "CREATE DATABASE one"
sql postgres "CREATE DATABASE two"
one=$(echo "$url" | sed 's,///postgres,///one,')
two=$(echo "$url" | sed 's,///postgres,///two,')

# at_once ENGINE URL: five init of one new database by five processes: one makes it, the others are told so in a line
at_once() {
	for i in 1 2 3 4 5; do
		( "$PARAPH" --db "$2" init --pack ccm >/dev/null 2>"init$i.err"; echo $? >"init$i.rc" ) &
	done
	wait
	is "$(cat init?.rc | sort | tr '\n' ' ')" "0 1 1 1 1 " "one of five init at once makes the database, on $1"
	is "$(cat init?.err | grep -c "the database is there already")" 4 "the others say that it is there"
	is "$(cat init?.err | wc -l)" 4 "and no more than that"
	exits 0 --db "$2" act verify
}
sql postgres "CREATE DATABASE three"
at_once PostgreSQL "$(echo "$url" | sed 's,///postgres,///three,')"
at_once SQLite once.db

exits 1 --db "$one" act list
says err "paraph init"
exits 0 --db "$one" init --pack ccm --pack att
exits 1 --db "$one" init --pack ccm
PARAPH_DB=$one
export PARAPH_DB
exits 2 status
says err "att, ccm"
exits 0 status --treaty ccm --state AFG --format csv
is "$(field standing)" party "it says what SQLite says"
exits 1 act add accession --treaty ccm --state KEN --on 2026-02-30 --source invented
exits 0 act add accession --treaty ccm --state KEN --on 2026-06-03 --source invented
exits 0 act correct ccm/accession/KEN/2026-06-03 --reason "another day" --on 2026-06-04

# several ENGINE: twelve acts by twelve processes at once, and one of them twice: all are there, none twice
several() {
	before=$(acts)
	for state in BTN IDN JAM MNG NPL SGP THA TJK TON UZB VNM ZWE ZWE; do
		"$PARAPH" act add accession --treaty ccm --state "$state" --on 2026-06-05 --source invented >>several.out 2>&1 &
	done
	wait
	is "$(acts)" $((before + 12)) "twelve acts by thirteen processes at once, on $1"
	exits 0 act verify
}
several PostgreSQL
said=$(cat out)
exits 0 backup copy.db
says out "copy.db: $said"
exits 0 --db "$two" restore copy.db
exits 0 --db "$two" act verify
is "$(cat out)" "$said" "to SQLite and back"
"$PARAPH" act export >one.json
"$PARAPH" --db "$two" act export >two.json
cmp -s one.json two.json
result $? "byte for byte"
exits 1 --db "$two" restore copy.db
exits 0 act verify two.json --expect "${said##* }"

free="ALTER TABLE act DISABLE TRIGGER ALL; ALTER TABLE journal_head DISABLE TRIGGER ALL;"
sql two "$free UPDATE act SET payload = replace(payload, 'another', 'anothes') WHERE id = 'ccm/accession/KEN/2026-06-03~1'"
exits 1 --db "$two" act verify
says err "(ccm/accession/KEN/2026-06-03~1)"
sql two "UPDATE act SET payload = replace(payload, 'anothes', 'another') WHERE id = 'ccm/accession/KEN/2026-06-03~1'"
exits 0 --db "$two" act verify
sql two "UPDATE act SET kind = 'acceptance' WHERE id = 'ccm/accession/KEN/2026-06-03'"
exits 1 --db "$two" act verify
says err "(ccm/accession/KEN/2026-06-03)"
sql one "$free DELETE FROM act WHERE seq = (SELECT max(seq) FROM act);
	UPDATE journal_head SET count = count - 1, hash = (SELECT hash FROM act ORDER BY seq DESC LIMIT 1),
	recorded_ms = (SELECT recorded_ms FROM act ORDER BY seq DESC LIMIT 1)"
exits 0 act verify
exits 1 act verify --expect "${said##* }"
says err "its end was cut"

unset PARAPH_DB
exits 0 init --pack ccm
several SQLite
exits 3 --db "postgresql:///nosuch?host=$pg/socket&user=postgres" act list
one_line
finish
