#!/bin/sh
# Copies: rehearsed, verified, brought back; and a look at everything.
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm
exits 0 act verify
said=$(cat out)
exits 0 backup copy.db
says out "copy.db: $said"
exits 1 backup copy.db
one_line
exits 0 --db copy.db act verify
is "$("$PARAPH" --db copy.db act verify)" "$said" "a backup verifies as the database does"
exits 0 --db copy.db status --state AFG

exits 0 --db back.db restore copy.db
says out "restored: $said"
"$PARAPH" act export >one.json
"$PARAPH" --db back.db act export >two.json
cmp -s one.json two.json
result $? "what was restored is the record, byte for byte"
exits 1 --db back.db restore copy.db
one_line
exits 1 --db new.db restore nosuch.db
one_line
[ ! -e new.db ]
result $? "without a backup no database is made"
cp copy.db hurt.db
sqlite3 hurt.db "DROP TRIGGER act_no_update; UPDATE act SET source = source || '.' WHERE seq = 7"
exits 1 --db new.db restore hurt.db
one_line
exits 0 --db new.db restore copy.db
exits 1 --db hurt.db backup other.db
[ ! -e other.db ]
result $? "a backup that does not verify is not kept"

# An older database: as the first schema made it, with the acts of this one.
{
	cat "$ROOT/src/store/migrate/0001_journal.sqlite.sql"
	echo "ATTACH 'paraph.db' AS now;"
	echo "INSERT INTO act SELECT * FROM now.act; INSERT INTO pack_file SELECT * FROM now.pack_file;"
	echo "DROP TRIGGER IF EXISTS journal_head_no_update;"
	echo "UPDATE journal_head SET count = (SELECT count FROM now.journal_head), hash = (SELECT hash FROM now.journal_head),"
	echo " recorded_ms = (SELECT recorded_ms FROM now.journal_head);"
	echo "INSERT INTO schema_migration SELECT * FROM now.schema_migration WHERE number = 1;"
} | sqlite3 old.db
exits 3 --db old.db today
says err "mend: paraph migrate"
cp old.db before.db
exits 0 --db old.db migrate
says out "schema 1 to "
says out "as it was: old.db.schema-1"
cmp -s before.db old.db.schema-1 || [ "$(sqlite3 old.db.schema-1 'SELECT count(*) FROM act')" = "$(sqlite3 before.db 'SELECT count(*) FROM act')" ]
result $? "the copy holds what it was"
exits 0 --db old.db migrate
says out "up to date"
is "$("$PARAPH" --db old.db act verify)" "$said" "no act changed"
exits 0 --db old.db pack adopt ccm
exits 2 --db old.db migrate --copy x --no-copy
one_line

# Killed in the middle: a copy is there whole or not at all, and a restore can be begun again.
killed() { # killed SECONDS ARGS...
	after=$1
	shift
	"$PARAPH" "$@" >/dev/null 2>&1 &
	sleep "$after"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
}
whole=0
for after in 0.005 0.01 0.02 0.03 0.04 0.06 0.08 0.12; do
	killed "$after" backup "k$after.db"
	[ ! -e "k$after.db" ] || [ "$("$PARAPH" --db "k$after.db" act verify)" = "$said" ] || whole=1
	killed "$after" --db "r$after.db" restore copy.db
	"$PARAPH" --db "r$after.db" restore copy.db >/dev/null 2>&1
	[ "$("$PARAPH" --db "r$after.db" act verify)" = "$said" ] || whole=1
	[ "$("$PARAPH" --db "r$after.db" doctor --format csv | grep -c ',bad,')" = 0 ] || whole=1
done
is $whole 0 "backup and restore killed at eight moments leave a whole copy or none, and are done again"

# On read-only media: what reads goes on, what writes says what to do. A log beside it is not passed over.
mkdir media
cp paraph.db "media/a?b#c%d.db"
cp paraph.db media/logged.db
echo "acts that are not in the file yet" >media/logged.db-wal
cp copy.db media/copy.db
cat >read_only.sh <<'END'
mount -t tmpfs tmpfs "$work/media" && cp -r "$work/held/." "$work/media" && mount -o remount,ro "$work/media" || exit 77
for db in "a?b#c%d.db" copy.db; do
	"$PARAPH" --db "media/$db" act verify && "$PARAPH" --db "media/$db" status --state AFG >/dev/null &&
		"$PARAPH" --db "media/$db" doctor >/dev/null || exit 1
done
"$PARAPH" --db media/copy.db act add accession --state KEN --on 2026-06-02 --source invented && exit 2
"$PARAPH" --db media/logged.db act verify && exit 3
"$PARAPH" --db media/copy.db backup again.db
END
cp -r media held
export work
unshare --map-root-user --mount sh read_only.sh >out 2>err
got=$?
if [ "$got" = 77 ]; then
	result 0 "read-only media # SKIP nothing can be mounted here"
else
	is "$got" 0 "a database on read-only media is read, verified and copied"
	says out "$said"
	says err "mend: copy the database to where it may be written"
	says err "logged.db-wal beside it holds what is not in it yet"
fi

exits 0 doctor --format csv
is "$(grep -c ',bad,' out)" 0 "doctor finds nothing bad"
exits 0 doctor
says out "chain"
says out "pack ccm"
says out "corrections: 0"
exits 1 --db nosuch.db doctor
finish
