#!/bin/sh
# The file of settings, and the copies that are made regularly.
. "$ROOT/tests/cli/tap.sh"

cat >conf <<'END'
# of an installed register
PARAPH_DB=one.db

  PARAPH_PLACE="Asia/Tokyo"
PARAPH_BACKUPS='copies'
PARAPH_URL=
END
PARAPH_CONF=conf
export PARAPH_CONF
exits 0 init --pack ccm
[ -e one.db ] && [ ! -e paraph.db ]
result $? "the database is the one of the settings"
exits 0 --db two.db init --pack ccm
PARAPH_DB=two.db exits 0 backup two.backup
[ -e two.db ] && [ -e two.backup ]
result $? "an option and the environment come before them"
PARAPH_PLACE=Nowhere/Atall exits 3 today
says err "Nowhere/Atall"

exits 0 backup
is "$(ls copies | wc -l)" 1 "a copy without a name goes into its folder"
"$PARAPH" --db "copies/$(ls copies)" act verify >out
result $? "and verifies"
for day in 1 2 3; do : >"copies/paraph-2020-01-0${day}T000000Z.backup"; done
: >copies/another.backup
sleep 1.1
exits 0 backup --keep 3
is "$(ls copies | grep -c '^paraph-')" 3 "the newest three are kept"
says out "removed, for newer ones are kept: copies/paraph-2020-01-02T000000Z.backup"
[ -e copies/another.backup ] && [ -e copies/paraph-2020-01-03T000000Z.backup ]
result $? "the others are left alone"
exits 2 backup one.backup --keep 3
one_line
PARAPH_CONF= exits 2 backup
says err "PARAPH_BACKUPS"

# Whatever the program asks the environment for can stand in the file.
for name in $(grep -o '"PARAPH_[A-Z_]*"' "$ROOT/src/cli/cli.c" | tr -d '"' | sort -u); do
	printf '%s=\n' "$name" >"all"
	PARAPH_CONF=all "$PARAPH" --db one.db pack list >/dev/null 2>err
	result $? "$name is a setting" err
done
while read -r line; do
	printf 'PARAPH_DB=one.db\n%s\n' "$line" >bad
	PARAPH_CONF=bad exits 1 today
	says err "bad: line 2: "
done <<'END'
PARAPH_LISTENS=127.0.0.1:80
export PARAPH_DB=two.db
paraph_db=two.db
no sign of anything
END
printf 'PARAPH_DB=\377\n' >bad
PARAPH_CONF=bad exits 1 today
one_line
PARAPH_CONF=nosuch exits 1 today
one_line
if [ "$(id -u)" = 0 ]; then
	echo PARAPH_USER=nosuchaccount >bad
	PARAPH_CONF=bad exits 1 today
	says err "there is no account 'nosuchaccount'"
	chmod 755 . && mkdir -m 777 own && printf 'PARAPH_USER=nobody\nPARAPH_DB=%s/own/o.db\n' "$work" >as
	PARAPH_CONF=as exits 0 init --pack ccm
	is "$(stat -c %U own/o.db)" nobody "what root does is done as the account that owns the register"
	PARAPH_CONF=as exits 0 --db roots.db init --pack ccm
	is "$(stat -c %U roots.db)" root "but not with another register"
fi
finish
