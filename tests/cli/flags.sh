#!/bin/sh
# The door itself: help, versions, wrong words, formats. Every command has help and refuses what it does not know.
. "$ROOT/tests/cli/tap.sh"

exits 0
says out "act import"
exits 0 --version
exits 0 help
exits 0 help act
says out "act verify"
says_not out "pack adopt"
exits 0 act --help

"$PARAPH" help | sed -n '/^everywhere/q; s/^  \([a-z][a-z ]*[a-z]\)  .*/\1/p' >commands
is "$(wc -l <commands | tr -d ' ')" "$(sort -u commands | wc -l | tr -d ' ')" "help names each command once"
while read -r command; do
	# shellcheck disable=SC2086 # a command is one or two words
	exits 0 $command --help
	says out "usage: paraph $command"
	# shellcheck disable=SC2086
	exits 0 help $command
	# shellcheck disable=SC2086
	exits 2 $command --nonsense
	says err "paraph $command --help"
done <commands

exits 2 act
says err "paraph help act"
exits 2 initt
says err "did you mean paraph init"
one_line
exits 2 act lst
says err "did you mean paraph act list"
exits 2 --nonsense status
exits 2 act list --knd signature
says err "did you mean --kind"
exits 2 act list --kind
says err "--kind needs a value"
exits 2 act list --limit many
exits 2 act list --limit 0
exits 2 act list --limit 1 --limit 2
says err "--limit is given twice"
exits 2 act list --format xml
says err "table, csv, json"
exits 2 act list --on 2026-02-30
says err "--on"
exits 2 act list --known yesterday
says err "--known"
exits 2 act list more
exits 2 act show
exits 2 act verify --expect 1:abc
exits 2 "$(printf 'act \377')"
says err "UTF-8"

# Without a database: the mend.
exits 1 act list
says err "paraph init"
one_line
exits 1 --db /nowhere/at/all.db act verify
one_line
is "$(ls)" "$(printf 'commands\nerr\nout\nwhy')" "asking makes no database"

# Global flags anywhere on the line, with = or without.
exits 0 --format csv act kinds
cp out first
exits 0 act --format=csv kinds
cmp -s first out
result $? "flags may stand anywhere"
exits 0 act kinds --format json
/usr/bin/python3 -c 'import json; k = json.load(open("out")); assert len(k) > 40 and k[0]["kind"] == "signature", k[0]' 2>why
result $? "json is an array of objects"
exits 0 act kinds decision --format csv
says out "outcome,Outcome"
exits 1 act kinds decisions
says err "did you mean decision"

# A reader that goes away is no error; a disk that is full is.
{ "$PARAPH" act kinds; echo $? >status; } 2>err | head -1 >out
is "$(cat status)" 0 "a reader that goes away is no error"
"$PARAPH" act kinds >/dev/full 2>err
is "$?" 3 "output that cannot be written is an error"

PARAPH_PLACE=Nowhere/Land
export PARAPH_PLACE
exits 3 act list
says err "PARAPH_PLACE"
unset PARAPH_PLACE
finish
