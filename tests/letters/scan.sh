#!/bin/sh
# A copy that was signed on paper: its scan is the issued file from then on, for the post as for who verifies.
. "$ROOT/tests/cli/tap.sh"
exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/letters/invented/ngo"
exits 0 contact add --set office=capital --set state=AGO --set email=one@example.org
exits 0 letter issue join --on 2020-03-19 --audience signatories --lang en --paper --out iss
ref=HT-2020-0001-CCM
# scanned N: a scan of copy N, such as a scanner makes: a PDF with other bytes
scanned() {
	cp "iss/$ref.$1.pdf" "scan$1.pdf" && printf '%%ink %s\n' "$1" >>"scan$1.pdf"
}
sum() {
	sha256sum "$1" | cut -d' ' -f1
}
for copy in 1 2 3 4; do
	scanned "$copy"
done

# ---- it is what the post sends, prints and hands over ----
email=$(sqlite3 paraph.db "SELECT copy FROM outbox WHERE channel = 'email' AND letter <> ''")
for copy in 1 2; do
	exits 0 letter scan "$ref/$copy" "scan$copy.pdf" --note "signed in ink"
	is "$(sqlite3 paraph.db "SELECT DISTINCT pdf_sha256 FROM outbox WHERE reference = '$ref/$copy'")" "$(sum "scan$copy.pdf")" \
		"the post has the scan of copy $copy"
done
is "$email" 1 "one by e-mail, one on paper"
message=$(sqlite3 paraph.db "SELECT id FROM outbox WHERE reference = '$ref/2'")
exits 0 outbox show "$message"
says out "before: $(sum "iss/$ref.2.pdf")"
sqlite3 paraph.db "UPDATE outbox SET state = 'sending' WHERE reference = '$ref/3'"
exits 1 letter scan "$ref/3" scan3.pdf
says err "is being sent; mend: wait until paraph outbox show"
one_line
is "$(sqlite3 paraph.db "SELECT scan FROM letter_copy WHERE reference = '$ref/3'")" "" "and nothing is kept"
sqlite3 paraph.db "UPDATE outbox SET state = 'waiting' WHERE reference = '$ref/3'"

# ---- the PDF before it was signed is told for what it is, its record beside it or not ----
for copy in 1 2; do
	[ "$copy" = 1 ] || exits 0 letter cancel "$ref/$copy" --reason "sent by mistake"
	state=$(sqlite3 paraph.db "SELECT state FROM letter_copy WHERE reference = '$ref/$copy'")
	exits 1 letter verify "iss/$ref.$copy.pdf"
	says err "is not the issued file of $ref/$copy any more: that is the scan of the signed paper, SHA-256 $(sum "scan$copy.pdf")"
	says err "the copy is $state"
	says_not out "issued"
	one_line
	exits 0 letter verify "scan$copy.pdf"
	says out "status $state"
done
is "$state" cancelled "the last of them was cancelled"
exits 0 letter verify "iss/$ref.3.pdf"
says out "status issued"
exits 0 letter key export --out key.pub
exits 0 --db none.db letter verify "iss/$ref.1.pdf" --key key.pub
# A database that has the key, and not the letter, vouches for nothing.
exits 0 backup without.db
sqlite3 without.db "DELETE FROM letter_copy WHERE reference = '$ref/3'"
exits 1 --db without.db letter verify "iss/$ref.3.pdf"
says err "this database has no letter $ref/3 of the house"
one_line

finish
