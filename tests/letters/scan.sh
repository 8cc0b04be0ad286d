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
for copy in 1 2 3 4 5; do
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

# ---- what is no scan of this copy is refused, and changes nothing ----
before=$(sqlite3 paraph.db "SELECT count(*) FROM letter_step; SELECT scan, record FROM letter_copy; SELECT sha256 FROM file" | sha256sum)
# refused COPY FILE WORDS
refused() {
	exits 1 letter scan "$ref/$1" "$2"
	says err "$3"
	one_line
}
echo '%PDF-junk' >junk.pdf
head -c 3000 scan3.pdf >cut.pdf
refused 3 junk.pdf "junk.pdf: cannot be opened"
refused 3 cut.pdf "cut.pdf: cannot be opened"
refused 3 "iss/$ref.3.pdf" "is the very PDF that was made, unsigned: $ref/3; mend: give the scan of $ref/3"
refused 3 "iss/$ref.4.pdf" "is the file of another copy: $ref/4"
refused 3 "iss/$ref.1.pdf" "is the file of another copy: $ref/1"
refused 3 scan1.pdf "is the file of another copy: $ref/1"
refused 1 scan3.pdf "$ref/1 has a scan, which is its issued file (SHA-256 $(sum scan1.pdf)); mend"
refused 1 scan1.pdf "$ref/1 has a scan"
refused 1000 scan3.pdf "has issued no letter under $ref/1000"
exits 0 letter cancel "$ref/4" --reason "not needed"
refused 4 scan4.pdf "$ref/4 is cancelled: no scan is kept of it"
is "$(sqlite3 paraph.db "SELECT count(*) - 1 FROM letter_step; SELECT scan, record FROM letter_copy; SELECT sha256 FROM file" | sha256sum)" \
	"$before" "nothing is kept of what was refused"
# Two at once: one is kept, and it is the one that the post has.
for file in scan3.pdf scan5.pdf; do
	("$PARAPH" letter scan "$ref/3" "$file" >/dev/null 2>&1 && echo "$file" >>kept) &
done
wait
is "$(wc -l <kept) $(sqlite3 paraph.db "SELECT c.scan || o.pdf_sha256 FROM letter_copy AS c JOIN outbox AS o ON o.reference = c.reference
	WHERE c.reference = '$ref/3'")" "1 $(sum "$(cat kept)")$(sum "$(cat kept)")" "of two scans at once one is kept"

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
exits 0 letter verify "iss/$ref.5.pdf"
says out "status issued"
exits 0 letter key export --out key.pub
exits 0 --db none.db letter verify "iss/$ref.1.pdf" --key key.pub
# A database that has the key, and not the letter, vouches for nothing.
exits 0 backup without.db
sqlite3 without.db "DELETE FROM letter_copy WHERE reference = '$ref/5'"
exits 1 --db without.db letter verify "iss/$ref.5.pdf"
says err "this database has no letter $ref/5 of the house"
one_line

finish
