#!/bin/sh
# The depositary's own pages, invented in their structure: what they say, what is taken, what is refused.
. "$ROOT/tests/cli/tap.sh"
in=$here/invented

# changed SED FILE: a copy of it in $work, changed
changed() {
	sed "$1" "$in/$2" >"$2"
	echo "nothing changed in $2" >why
	! cmp -s "$in/$2" "$2"
	result $? "changed: $1"
}

exits 0 init --pack att --bare
before=$(acts)
exits 0 act import "$in/status.html" --format csv
says err "6 States, 12 treaty actions, status as at 2016-02-01"
says err "note: Parties: 5 printed, 4 in the rows, without those in brackets"
says_not err "note: Signatories"
says err "--complete-through 2016-02-01"
is "$(cut -d, -f2,3 out | sed 1d | sort | tr '\n' ' ')" "new,att/acceptance/NLD/2014-12-18 \
new,att/accession/MUS/2015-07-23 new,att/approval/CZE/2014-09-25 new,att/provisional-application/LCA/2014-06-30 \
new,att/ratification/BEL/2014-07-04 new,att/ratification/LCA/2014-06-30 new,att/signature/BEL/2013-06-03 \
new,att/signature/CZE/2013-06-03 new,att/signature/LCA/2013-06-04 new,att/signature/NLD/2013-06-03 \
new,att/signature/TUR/2013-07-02 new,att/withdrawal/LCA/2015-10-05 " "each row's acts, the withdrawal from its end note"
is "$(acts)" "$before" "nothing is recorded yet"
exits 1 act import "$in/status.html" --yes --complete-through 2016-02-02
says err "--complete-through 2016-02-02: the page shows the status as at 2016-02-01 and knows nothing later"
is "$(acts)" "$before" "what a page cannot know is not stated on its word"
exits 0 act import "$in/status.html" --yes --complete-through 2016-02-01
says err "13 recorded"
exits 0 act show att/withdrawal/LCA/2015-10-05 --format csv
says out "effective,2016-01-03"
says out "UNTC MTDSG XXVI-8, status as at 2016-02-01, end note 2"
says out "source_sha256,$(sha256sum "$in/status.html" | cut -d' ' -f1)"
exits 0 act import "$in/status.html" --as untc-html
says err "0 new, 12 on file, 0 different; nothing to record"
says_not err "on file and not there"

# ---- a row that changed, one that is gone, one that is new ----
changed 's/4 Jul\t 2014/5 Jul\t 2014/; s/>Mauritius</>Kenya</' status.html
exits 0 act import status.html --format csv
says err "1 new, 10 on file, 1 different"
says err "note: on file and not there: att/accession/MUS/2015-07-23"
says out "different,att/ratification/BEL/2014-07-05,att/ratification/BEL/2014-07-04,date"
says out "new,att/accession/KEN/2015-07-23"
# Bound on the same day by another instrument: shown as different, and nothing else is held up.
changed 's/4 Jul\t 2014/4 Jul\t 2014 a/; s/>Mauritius</>Kenya</' status.html
exits 0 act import status.html --yes --format csv
says err "1 new, 10 on file, 1 different; 1 recorded"
says out "different,att/accession/BEL/2014-07-04,att/ratification/BEL/2014-07-04,kind"
says out "BEL is bound by its ratification of 2014-07-04 already"
exits 0 act correct att/accession/KEN/2015-07-23 --void --reason "recorded for this test"
exits 1 act import status.html --yes --complete-through 2016-02-01
says err "1 acts of status.html differ from what is on file; settle them first"
changed 's/a notification of withdrawal/something/' status.html
exits 0 act import status.html
says err "St. Lucia: in square brackets, so withdrawn, and no end note gives the day"
says err "on file and not there: att/withdrawal/LCA/2015-10-05"

# ---- what cannot be read is said with its line ----
line=$(grep -n 'Czech Republic' "$in/status.html" | cut -d: -f1)
changed 's/Czech Republic/Czech Republik/; s/18 Dec\t 2014 A/18 Dec\t 2014 X/; s/23 Jul\t 2015 a/32 Jul\t 2015 a/' status.html
exits 1 act import status.html --yes
says err "status.html:$((line - 1)): Czech Republik: no State is on file by that name; the nearest is the Czech Republic"
says err 'the page does not say what "X" after a day stands for'
says err '"32 Jul 2015 a" is no day as the depositary prints it'
says err "mistakes: 3; nothing is recorded"
changed 's/2 April 2013/3 April 2013/' status.html
exits 1 act import status.html
says err "is about another treaty: Arms Trade Treaty (New York, 3 April 2013); att was adopted on 2013-04-02"
one_line
changed 's/>Participant</>Party</' status.html
exits 1 act import status.html
says err "no table of participants in it; open the treaty's status page"
echo '<html><body><h1>The site is under maintenance.</h1></body></html>' >down.html
exits 1 act import down.html
says err "it is the notice that the site is under maintenance"
one_line
size=$(wc -c <"$in/status.html")
at=$(grep -bo Mauritius "$in/status.html" | cut -d: -f1)
for bytes in "$at" $((at + 400)) $((size - 9)); do
	head -c "$bytes" "$in/status.html" >cut.html
	exits 1 act import cut.html --yes
	says err "; save the page a"
	one_line
done
says err "it ends before </html>, so a part is missing; save the page again, whole"
/usr/bin/python3 -c 'import sys
print("<html><body><table><tr><td>Participant</td></tr></table>" + " " * (16 << 20) + "</body></html>")' >huge.html
exits 1 act import huge.html
says err "huge.html"
one_line
changed 's/ü/\xfc/' status.html
exits 0 act import status.html
says err "6 States, 12 treaty actions"
changed 's/<td>Belgium\|<td><A/<td>x<\/td><td><A/' status.html
exits 1 act import status.html
says err "5 cells under 4 titles"
exits 2 act import "$in/status.html" --as pdf
says err "say csv, untc-html or mtdsg-xml"
exits 1 act import "$in/status.html" --as csv

# ---- MTDSG XML: untried on a real file ----
exits 0 --db xml.db init --pack att --bare
exits 0 --db xml.db act import "$in/treaty.xml" --format csv
says err "5 States, 8 treaty actions"
says err "note: Parties: 4 printed, 3 in the rows"
says err "St. Lucia: in square brackets"
is "$(cut -d, -f2,3 out | sed 1d | sort | tr '\n' ' ')" "new,att/acceptance/NLD/2014-12-18 \
new,att/accession/MUS/2015-07-23 new,att/ratification/BEL/2014-07-04 new,att/ratification/LCA/2014-06-30 \
new,att/signature/BEL/2013-06-03 new,att/signature/LCA/2013-06-04 new,att/signature/NLD/2013-06-03 \
new,att/signature/TUR/2013-07-02 " "the rows of the XML"
echo '<?xml version="1.0"?><Treaties><Treaty/></Treaties>' >none.xml
exits 1 --db xml.db act import none.xml
says err "no Treaty/Participants/Table/TGroup"
echo '<?xml version="1.0"?><Treaties><Treaty/><Treaty/></Treaties>' >two.xml
exits 1 --db xml.db act import two.xml
says err "2 treaties in it; give a file of one"
echo '<?xml version="1.0"?><Treaties><Treaty>' >cut.xml
exits 1 --db xml.db act import cut.xml
says err "no XML that can be read"
one_line
finish
