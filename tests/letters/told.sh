#!/bin/sh
# Who was told what, and the letter to exactly those who were told what is not so any more. Names, addresses and moves are invented.
. "$ROOT/tests/cli/tap.sh"

# organisation NAME LANG WAY ADDRESS: an observer
organisation() {
	exits 0 contact add --set office=organisation --set "organisation=$1" --set "organisation.name=$1 Relief (invented)" \
		--set organisation.category=observer --set write="$2" --set "$3=$4"
	eval "$1=$(grep -oE 'c-[0-9a-f]+' out)"
}

# copy CONTACT LETTER: the reference of its copy
copy() {
	sqlite3 paraph.db "SELECT c.reference FROM letter_copy c JOIN letter l ON l.id = c.letter WHERE l.reference = '$2' AND c.contact = '$1'"
}

# left REFERENCE...: the worker has put it into the sink, and a person says that it went
left() {
	exits 0 worker --once --mail mail.yaml
	for reference; do
		exits 0 outbox sent "$reference"
	done
}

# excluded DIR CONTACT: rule and reason of recipients.csv
excluded() {
	/usr/bin/python3 -c 'import csv, sys
print(*[f"""{r["excluded"]}: {r["reason"]}""" for r in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if r["contact"] == sys.argv[2]])' "$1/recipients.csv" "$2"
}

# says_words FILE WORDS: wherever its lines break
says_words() {
	echo "not there: $2" >why
	plain "$1" | grep -qF -e "$2"
	result $? "$1 says: $2" "why $1"
}

exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/letters/invented/houses/un"
printf 'sink: sink\n' >mail.yaml
exits 1 letter told 4RC
says err "nor the code of a meeting"

# ---- told before it moved: by an invitation, by two, by a call to join that speaks of the next meeting ----
organisation roe en email roe@example.org
exits 0 letter issue observer-invitation --on 2020-03-19 --lang en
organisation doe fr email doe@example.org
organisation poe en post "1 Street"
organisation moe en email moe@example.org
organisation noe en email noe@example.org
organisation voe en email voe@example.org
exits 0 letter issue observer-invitation --on 2020-03-19 --lang en
first=IO-2020-00001-CCM second=IO-2020-00002-CCM
exits 0 letter cancel "$(copy "$moe" $second)" --reason "sent by mistake"
left $first "$(copy "$roe" $second)" "$(copy "$doe" $second)" "$(copy "$voe" $second)"
exits 0 outbox print --out paper.pdf
exits 0 outbox handed "$(copy "$poe" $second)"
exits 0 outbox returned "$(copy "$poe" $second)" --reason "moved away"
exits 0 contact add --set office=capital --set state=AGO --set email=ago@example.org
AGO=$(grep -oE 'c-[0-9a-f]+' out)
exits 0 letter issue join --on 2020-03-19 --lang en
left IO-2020-00003-CCM
exits 0 letter told meeting.opens:2RC --format csv --on 2020-03-20
is "$(head -n 1 out)" "copy,date,iso3,contact,key,told,now,since,undelivered" "the columns"
is "$(cut -d, -f5,6 out | tail -n +2 | LC_ALL=C sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 1 meeting.next.opens,2020-11-23; 7 meeting.opens:2RC,2020-11-23;" \
	"who was told the day, by whatever figure"
exits 0 letter told 2RC --not-as-now --on 2020-03-20 --format csv
is "$(rows)" 0 "and all of it is still so"
exits 1 letter issue supersede --about meeting=2RC --on 2020-03-20 --lang en
says err "nobody of the audience told would get it"

# ---- it moves; some are told the new date by other letters ----
exits 0 act add meeting-moved --subject 2RC --on 2020-07-01 --set opens=2020-12-07 --set closes=2020-12-11 --source invented
exits 0 contact add --set office=capital --set state=KEN --set email=ken@example.org
KEN=$(grep -oE 'c-[0-9a-f]+' out)
exits 0 letter issue join --on 2020-07-02 --lang en
left "$(copy "$AGO" IO-2020-00004-CCM)" "$(copy "$KEN" IO-2020-00004-CCM)"
exits 0 contact set "$voe" --set to=2020-05-01
exits 0 letter told meeting.opens:2RC --not-as-now --on 2020-07-03 --format csv
is "$(awk -F, 'NR > 1 {print $1, $6, $7}' out)" "$(for who in "$roe" "$doe" "$voe"; do echo "$(copy "$who" $second) 2020-11-23 2020-12-07"; done | sort)" \
	"who still believes the old date: once each, by the letter that told it last"
exits 0 letter issue supersede --on 2020-07-03 --rehearse --out rehearsal
is "$(ls rehearsal/*.pdf rehearsal/*.ics | sed 's/.*-\(..\.[a-z]*\)/\1/' | LC_ALL=C sort | tr '\n' ' ')" "en.ics en.pdf fr.ics fr.pdf " "two get it"
is "$(cut -d, -f1 rehearsal/recipients.csv | grep -c "$KEN")" 0 "who was told the new date alone is not looked at"
is "$(excluded rehearsal "$AGO")" "told-since: was told so since, by $(copy "$AGO" IO-2020-00004-CCM)" "who was told better since is left out"
is "$(excluded rehearsal "$poe")" "not-told: the letter $(copy "$poe" $second) came back: moved away" "whose letter came back was not told"
is "$(excluded rehearsal "$moe")" "not-told: the letter $(copy "$moe" $second) did not leave: sent by mistake" "whose letter was cancelled before it left neither"
is "$(excluded rehearsal "$noe")" "not-told: the letter $(copy "$noe" $second) has not left yet (held)" "nor whose letter waits"
is "$(excluded rehearsal "$voe")" "unknown: is no office on file any more" "an office that is no more gets nothing"

# ---- the gate, then the notice ----
exits 1 letter issue supersede --on 2020-07-03 --supersedes $second
says err "paragraphs are not approved"
PARAPH_AS=$("$PARAPH" person add --name "Ada (invented)" | grep -oE 'p-[0-9a-f]+')
export PARAPH_AS
for role in drafter sender signatory; do
	exits 0 house grant invented-un --person "$PARAPH_AS" --role $role --from 2020-01-01
done
exits 0 translation approve supersede --lang fr
exits 0 letter issue supersede --on 2020-07-03 --supersedes $second --out notice --format csv
is "$(rows) $(cut -d, -f4 out | tail -n +2 | sort | tr '\n' ' ')" "2 en fr " "one each, in their languages: once approved"
notice=IO-2020-00005-CCM
pdftotext -layout notice/"$(copy "$roe" $notice | tr / .)".pdf en.txt
says_words en.txt "In our letter $(copy "$roe" $second) of 19 March 2020 we wrote that the Second Review Conference would be held from 23 to 27 November 2020. This has changed: it will be held from 7 to 11 December 2020."
pdftotext -layout notice/"$(copy "$doe" $notice | tr / .)".pdf fr.txt
says_words fr.txt "du 7 au 11 décembre 2020"
is "$(grep -hE '^(METHOD|UID|SEQUENCE|DTSTART)' notice/*.ics | sort -u | tr -d '\r' | tr '\n' ' ')" \
	"DTSTART;VALUE=DATE:20201207 METHOD:PUBLISH SEQUENCE:1 UID:meeting-2RC@ccm.paraph " "with the entry that replaces the one sent before"
exits 0 letter list --format csv
is "$(grep -c "^$second,.*,superseded," out)" 1 "the old letter is superseded"
is "$(sqlite3 paraph.db "SELECT state FROM outbox WHERE reference = '$(copy "$noe" $second)'")" cancelled "and what had not left does not leave"
exits 0 letter show "$(copy "$roe" $notice)" --facts --format csv
is "$(grep -c '^told.opens,2020-11-23,given,' out)" 1 "what it says of the letter before is kept"
exits 0 letter issue supersede --on 2020-07-03 --rehearse --out again
is "$(ls again/*.pdf 2>/dev/null | wc -l)" 2 "until it has left, they have not been told"
left "$(copy "$roe" $notice)" "$(copy "$doe" $notice)"
exits 0 letter issue supersede --on 2020-07-04 --rehearse --out again2
is "$(ls again2/*.pdf 2>/dev/null | wc -l)" 0 "then nobody gets it twice"
is "$(excluded again2 "$roe")" "told-since: was told so since, by $(copy "$roe" $notice)" "with the reason"

# ---- moved once more, then cancelled ----
exits 0 act add meeting-moved --subject 2RC --on 2020-08-01 --set opens=2021-02-01 --set closes=2021-02-05 --source invented
exits 0 letter issue supersede --on 2020-08-02 --rehearse --out moved
is "$(ls moved/*.pdf | wc -l)" 4 "all who were told any day before: the two, and those of the later call to join"
pdftotext -layout moved/"$roe"-en.pdf roe.txt
says_words roe.txt "In our letter $(copy "$roe" $notice) of 3 July 2020 we wrote that the Second Review Conference would be held from 7 to 11 December 2020."
pdftotext -layout moved/KEN-en.pdf ken.txt
says_words ken.txt "In our letter $(copy "$KEN" IO-2020-00004-CCM) of 2 July 2020"
exits 0 act add meeting-cancelled --subject 2RC --on 2020-08-15 --source invented
exits 0 letter issue supersede --on 2020-08-16 --lang en --out off --format csv
is "$(rows)" 4 "a cancelled meeting is told too"
pdftotext -layout off/"$(copy "$roe" IO-2020-00006-CCM | tr / .)".pdf off.txt
says_words off.txt "It was cancelled on 15 August 2020 and will not be held."
is "$(grep -hE '^(METHOD|UID|SEQUENCE|STATUS)' off/*.ics | sort -u | tr -d '\r' | tr '\n' ' ')" \
	"METHOD:CANCEL SEQUENCE:3 STATUS:CANCELLED UID:meeting-2RC@ccm.paraph " "and taken out of calendars"
exits 2 letter issue supersede --audience told:meeting.opens:2RC-PM1 --on 2020-08-16 --lang en
says err "the letter is about 2RC; say --about meeting=2RC-PM1"
exits 0 letter told parties.deposited --on 2020-08-16 --format csv
is "$(awk -F, 'NR > 1 {print $6}' out | sort -u | tr '\n' ' ')" "108 " "any other figure, by its key"
finish
