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

exits 0 doctor --format csv
is "$(grep -c ',bad,' out)" 0 "doctor finds nothing bad"
exits 0 doctor
says out "chain"
says out "pack ccm"
says out "corrections: 0"
exits 1 --db nosuch.db doctor
finish
