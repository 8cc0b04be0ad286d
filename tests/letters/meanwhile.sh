#!/bin/sh
# What is done to a letter while it is being issued. The house is invented.
. "$ROOT/tests/cli/tap.sh"

# held ARGS...: letter issue, which has read what is on file and now waits for its key
held() {
	"$PARAPH" letter issue "$@" --paper --secret slow.key >out 2>err &
	exec 3>slow.key # opens only when it is read
}

# issued_then STATUS: it gets its key, and ends so
issued_then() {
	cat paraph.db.key >&3
	exec 3>&-
	wait $!
	got=$?
	echo "exit status $got, not $1" >why
	[ "$got" -eq "$1" ]
	result $? "exits $1: letter issue, meanwhile" "why out err"
}

# on_file: its step, and how many messages and acts there are of letters
on_file() {
	sqlite3 paraph.db "SELECT (SELECT step FROM letter WHERE id = '$1'), (SELECT count(*) FROM outbox WHERE state <> 'cancelled'),
		(SELECT count(*) FROM act WHERE kind = 'letter-issued'), (SELECT count(*) FROM act WHERE kind = 'letter-cancelled')"
}

# draft: one more, in $draft
draft() {
	exits 0 letter draft join --on 2020-03-19 --lang en --audience signatories
	draft=$(cat out)
}

exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/letters/invented/ngo"
exits 0 letter key export
mkfifo -m 600 slow.key

# ---- a draft that is cancelled does not leave ----
draft
held "$draft"
"$PARAPH" letter cancel "$draft" --reason stop
issued_then 1
says err "letter $draft is cancelled: it cannot be issued again"
one_line
is "$(on_file "$draft")" "cancelled|0|0|0" "nothing of it waits to leave"

# ---- issued twice: one letter ----
draft
held "$draft"
"$PARAPH" letter issue "$draft" --paper >/dev/null
issued_then 1
says err "letter $draft is issued as HT-2020-0001-CCM: it cannot be issued again"
one_line
is "$(on_file "$draft")" "issued|13|1|0" "one letter"

# ---- two take the place of one letter: one alone does ----
held join --on 2020-04-19 --lang en --audience signatories --supersedes HT-2020-0001-CCM
"$PARAPH" letter issue join --on 2020-04-19 --lang en --audience signatories --paper --supersedes HT-2020-0001-CCM >/dev/null
issued_then 1
says err "--supersedes HT-2020-0001-CCM: that letter is superseded"
one_line
is "$(sqlite3 paraph.db "SELECT step, count(*) FROM letter WHERE on_day = '2020-04-19' GROUP BY step")" "issued|1" "one letter in its place"
is "$(sqlite3 paraph.db "SELECT count(*) FROM letter_step WHERE step = 'superseded'")" 1 "which is noted once"

# ---- nor of one that is cancelled meanwhile ----
ref=$(sqlite3 paraph.db "SELECT reference FROM letter WHERE on_day = '2020-04-19'")
held join --on 2020-05-19 --lang en --audience signatories --supersedes "$ref"
"$PARAPH" letter cancel "$ref" --reason stop
issued_then 1
says err "--supersedes $ref: that letter is cancelled"

# ---- a folder that takes no files, or has them: nothing is issued ----
draft
for folder in /dev/null/x /sys; do
	exits 3 letter issue "$draft" --paper --out "$folder"
	one_line
	says err "$folder: "
done
mkdir full && echo kept >full/HT-2020-0003-CCM.13.pdf.paraph
exits 1 letter issue "$draft" --paper --out full
says err "full/HT-2020-0003-CCM.13.pdf.paraph: is there already; name an empty folder"
is "$(cat full/*)" kept "what is there stays"
is "$(on_file "$draft")" "draft|0|2|1" "nothing is issued"

# ---- a folder that takes none any more: it is issued, and says so ----
mkdir gone
held "$draft" --out gone --format csv
rmdir gone && : >gone
issued_then 3
one_line
says err "letter HT-2020-0003-CCM is issued, but its files are not all in gone: gone/"
says err "paraph letter show HT-2020-0003-CCM --out DIR"
is "$(rows) $(field reference)" "13 HT-2020-0003-CCM/1" "its references are told"

# ---- cancelled at the moment that it is issued: whoever is first, nothing leaves ----
draft
"$PARAPH" letter issue "$draft" --paper >out 2>err &
"$PARAPH" letter cancel "$draft" --reason stop
wait $!
is "$(sqlite3 paraph.db "SELECT step, (SELECT count(*) FROM outbox WHERE letter = id AND state <> 'cancelled') FROM letter
	WHERE id = '$draft'")" "cancelled|0" "nothing of it waits to leave"

finish
