#!/bin/sh
# A person is erased: what bore the name goes, what happened stays, and a letter still verifies. On SQLite and on
# PostgreSQL. The house, the persons and the answers are invented.
. "$ROOT/tests/cli/tap.sh"
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
url=$("$ROOT/tests/store/postgres.sh" start "$pg")

# sql STATEMENT: its rows, columns parted by |
sql() {
	case $PARAPH_DB in
	postgresql*) psql --quiet --no-psqlrc --tuples-only --no-align --host="$pg/socket" --username=postgres --command="$1" ;;
	*) sqlite3 "$PARAPH_DB" "$1" ;;
	esac
}

# add STATE HOLDER ADDRESS MORE...: a parliamentarian
add() {
	state=$1 holder=$2 address=$3
	shift 3
	exits 0 contact add --set office=parliamentarian --set "state=$state" --set organisation=invented-parliament \
		--set "organisation.name=Invented Parliament" --set "holder=$holder" --set "email=$address" --set purpose=letters "$@"
}

# bearing NAME: how many kept files, and which tables, have it
bearing() {
	case $PARAPH_DB in
	postgresql*) sql "SELECT count(*) FROM file WHERE position(convert_to('$1', 'UTF8') IN data) > 0" ;;
	*) sql "SELECT count(*) FROM file WHERE instr(data, CAST('$1' AS BLOB)) > 0" ;;
	esac
	for table in outbox outbox_event incoming letter letter_copy letter_fact letter_step contact_event contact_holder contact_channel contact act; do
		sql "SELECT '$table' FROM $table AS t WHERE $(columns $table) LIKE '%$1%' LIMIT 1"
	done
}
# columns TABLE: all its texts, one behind the other
columns() {
	case $PARAPH_DB in
	postgresql*) echo "CAST(t AS text)" ;;
	*) sqlite3 "$PARAPH_DB" "SELECT group_concat('coalesce(' || name || ', '''')', ' || ') FROM pragma_table_info('$1')" ;;
	esac
}

forgets() {
	exits 0 init --pack ccm
	exits 0 house add "$ROOT/tests/letters/invented/ngo"
	add CHE "Invented Rossi" rossi@example.org --set retain=2026-06-01 --set source=r1
	rossi=$(cat out)
	add CHE "Invented Keller" keller@example.org --set retain=2027-06-01
	keller=$(cat out)
	exits 0 letter issue parliament --on 2020-03-19 --audience parliamentarians:CHE --lang en --rehearse --out "trial-$1" --to-me me@example.org
	exits 0 letter issue parliament --on 2020-03-19 --audience parliamentarians:CHE --lang en --out "$1" --format csv
	is "$(rows)" 2 "two letters"
	at=$(sql "SELECT n FROM letter_copy WHERE contact = '$rossi'")
	other=$((3 - at))
	ref=HT-2020-0001-CCM/$at
	is "$(bearing 'Invented Rossi' | tr '\n' ' ')" "4 outbox letter_fact contact_holder " "the name stands in text and HTML, on trial too, in the outbox and the facts"

	# It went, came back with a report, and was answered by letter and from the person's own address.
	sql "UPDATE outbox SET state = 'sent', sent_ms = 1, detail = '250 for <rossi@example.org>' WHERE reference = '$ref'
		AND letter <> ''"
	message=$(sql "SELECT id FROM outbox WHERE reference = '$ref' AND letter <> ''")
	exits 0 outbox returned "$message" --reason "550 no such user Invented Rossi"
	cp "$1/HT-2020-0001-CCM.$at.pdf" answer.pdf && printf '%%Invented Rossi %s\n' "$1" >>answer.pdf
	exits 0 incoming add --on 2026-05-02 --from "Invented Rossi" --state CHE --subject "Rossi answers" --file answer.pdf --answers "$ref"
	sql "INSERT INTO incoming (id, house, way, on_day, came_ms, from_name, from_address, iso3, subject, reference, answers,
		message, file_sha256, note, by_person) VALUES ('i-made-$1', 'roe', 'email', '2026-05-03', 1, 'Rossi', 'ROSSI@example.org', '', '',
		'', '', '', '', '', '')"
	# As if the other's plain text were the very same bytes.
	sql "UPDATE letter_copy SET text = (SELECT text FROM letter_copy WHERE n = $at) WHERE n = $other AND house = 'roe'"

	exits 0 contact erase --due --on 2026-07-01 --rehearse --format csv
	says err "1 would be forgotten; nothing is recorded"
	is "$(rows) $(field holder) $(field retain)" "1 Invented Rossi 2026-06-01" "who would be forgotten"
	# Of the letter PDF and HTML, three files on trial, the scan of the answer.
	is "$(field letters) $(field files) $(field cancelled) $(field incoming)" "1 6 1 2" "and what"
	exits 0 contact show "$rossi" --format csv
	says out "Invented Rossi"
	is "$(sql "SELECT count(*) FROM file WHERE gone_ms > 0")" 0 "a rehearsal takes nothing away"
	sql "UPDATE outbox SET state = 'sending' WHERE contact = '$rossi' AND letter = ''"
	exits 1 contact erase "$rossi"
	says err "is being sent"
	one_line
	sql "UPDATE outbox SET state = 'waiting' WHERE contact = '$rossi' AND letter = ''"

	exits 0 contact erase --due --on 2026-07-01 --format csv
	says err "1 forgotten"
	is "$(field letters) $(field files) $(field cancelled) $(field incoming)" "1 6 1 2" "what the rehearsal said"
	is "$(bearing Rossi | tr '\n' ' ')" "1 " "nothing bears the name but the text that the other's letter needs"
	is "$(bearing rossi@ | tr '\n' ' ')" "0 " "nor the address"
	is "$(sql "SELECT count(*) FROM letter_copy AS c JOIN file AS f ON f.sha256 = c.pdf WHERE c.gone_ms > 0 AND f.gone_ms > 0
		AND c.iso3 = 'CHE' AND c.reference = '$ref'")" 1 "fingerprint, reference and State stay"
	exits 0 letter show "$ref" --format csv
	today=$(date -u +%Y-%m-%d)
	says out "forgotten on $today"
	is "$(field iso3) $(field post) $(field sha256)" "CHE returned $(sha256sum "$1/HT-2020-0001-CCM.$at.pdf" | cut -d' ' -f1)" \
		"and what became of it"
	exits 0 letter show "$ref" --facts --format csv
	is "$(grep -c '^recipient.name,,given' out)" 1 "that it asked for a name, and not which"
	cp "$1/HT-2020-0001-CCM.$at.pdf" held.pdf
	exits 0 letter verify held.pdf
	says out "reference $ref"
	exits 0 letter show "$ref" --out "again-$1"
	says err "$ref: forgotten on"
	is "$(ls "again-$1")" "HT-2020-0001-CCM.$at.pdf.paraph" "its record is still given out"
	exits 0 letter verify held.pdf --record "again-$1/HT-2020-0001-CCM.$at.pdf.paraph"
	exits 1 outbox retry "$message" --address new@example.org
	says err "its recipient was forgotten"
	exits 0 incoming list --format csv
	is "$(rows) $(field from)" "2 (forgotten)" "that answers came stays"
	exits 0 contact show "$rossi" --format csv
	says out "erased letters=1 files=6 cancelled=1 incoming=2"
	exits 0 contact erase --due --on 2026-07-01 --format csv
	says err "0 forgotten"

	exits 0 contact erase "$keller" --format csv
	is "$(field letters) $(field cancelled)" "1 2" "what waits does not leave, on trial neither"
	is "$(sql "SELECT state, reason FROM letter_copy WHERE contact = '$keller'")" "cancelled|the recipient was forgotten on $today" "with the reason"
	is "$(bearing Rossi | tr '\n' ' ')$(bearing Keller | tr '\n' ' ')" "0 0 " "now nobody needs the text that both had"
	exits 0 letter verify "$1/HT-2020-0001-CCM.$other.pdf"
	exits 0 act verify
	exits 0 backup "copy.$1.db"
	is "$(sqlite3 "copy.$1.db" "SELECT count(*) FROM letter_copy WHERE gone_ms > 0")" 2 "a backup knows it too"
}

for engine in sqlite postgres; do
	case $engine in
	sqlite) PARAPH_DB=paraph.db ;;
	*) PARAPH_DB=$url ;;
	esac
	export PARAPH_DB
	forgets "$engine"
	[ "$engine" = sqlite ] && is "$(cat paraph.db* | grep -ac 'Invented Rossi')" 0 "and nothing is left in the pages of the file"
done
finish
