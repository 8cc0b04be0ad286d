#!/bin/sh
# What leaves is what was signed. The house is invented.
. "$ROOT/tests/cli/tap.sh"
exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/houses/invented/mission"
for who in clearer signatory; do
	exits 0 person add --name "$who (invented)"
	eval "$who=$(tail -n 1 out | grep -oE 'p-[0-9a-f]+')"
done
for grant in "$clearer clearer" "$signatory signatory" "$signatory drafter" "$signatory sender"; do
	exits 0 house grant mission --person "${grant% *}" --role "${grant#* }" --from 2020-01-01
done

# draft ON: one more to the signatories, cleared and signed, in $draft
draft() {
	exits 0 --as "$signatory" letter draft join --on "$1" --lang en --audience signatories
	draft=$(cat out)
	exits 0 --as "$clearer" letter clear "$draft"
	exits 0 --as "$signatory" letter sign "$draft"
	is "$(cat out)" "$draft signed" "signed"
}

# ---- nothing has changed ----
draft 2020-03-19
is "$(sqlite3 paraph.db "SELECT count(*), sum(length(said) > 500) FROM letter_signed")" "1|1" "what was signed is kept"
exits 1 --as "$signatory" letter sign "$draft"
says err "letter $draft is signed: it cannot be signed any more"
exits 0 --as "$signatory" letter issue "$draft" --paper
first=$(sqlite3 paraph.db "SELECT reference FROM letter")

# ---- the record changes between signature and issue ----
draft 2020-03-20
before=$(sqlite3 paraph.db "SELECT count(*) FROM outbox")
exits 0 act correct ccm/accession/MDV/2019-09-27 --void --reason "invented"
exits 0 --as "$signatory" letter issue "$draft" --paper --rehearse --out rehearsal
says err "would be refused: letter $draft: what it says to"
exits 1 --as "$signatory" letter issue "$draft" --paper
says err "and to 12 more is not what $signatory signed on"
says err "paraph letter sign $draft"
one_line
is "$(sqlite3 paraph.db "SELECT step, (SELECT count(*) FROM outbox) FROM letter WHERE id = '$draft'")" "signed|$before" "nothing has left"
exits 1 --as "$clearer" letter sign "$draft"
exits 0 --as "$signatory" letter sign "$draft"
is "$(cat out)" "$draft signed" "signed as it is now"
exits 1 --as "$signatory" letter sign "$draft"
exits 0 --as "$signatory" letter issue "$draft" --paper --supersedes "$first"

# ---- what it takes the place of stands with it ----
is "$(sqlite3 paraph.db "SELECT o.reference FROM letter AS l JOIN letter AS o ON o.house = l.house AND o.id = l.supersedes
	WHERE l.id = '$draft'")" "$first" "a draft that supersedes says which letter"

# ---- who is bound meanwhile gets none: the others' letters are as signed ----
draft 2020-03-21
exits 0 act add ratification --state AGO --on 2020-03-22 --source invented
exits 0 --as "$signatory" letter issue "$draft" --paper
finish
