#!/bin/sh
# A letter from its draft to what became of it, by an invented house (tests/letters/invented), through the program.
. "$ROOT/tests/cli/tap.sh"
invented=$ROOT/tests/letters/invented
exits 0 init --pack ccm
exits 0 letter kinds --format csv
is "$(cut -d, -f1 out | tr '\n' ' ')" \
	"kind briefing brochure join observer-invitation parliament presidency-circular president-note supersede " "the kinds of the pack"
exits 1 letter issue join --on 2020-03-19
says err "no house"

# ---- a specimen ----
exits 0 letter preview join --on 2020-03-19 --lang fr --sample --out sample --as text --format csv
is "$(rows)" 1 "one letter"
is "$(grep -c SPÉCIMEN sample/*.txt)" 3 "says on both pages, and above, that it is a specimen, in its language"
exits 2 letter preview join --on 2020-03-19 --out x --about meeting=1MSP
says err "is about nothing that can be said"

# ---- rehearsal ----
exits 0 house add "$invented/ngo"
exits 0 letter issue join --on 2020-03-19 --rehearse --out rehearsal --format csv
is "$(rows)" 89 "89 would leave"
is "$(head -n 1 rehearsal/recipients.csv)" \
	"contact,iso3,organisation,lang,wanted,channel,file,sha256,excluded,reason,with" "the columns of the table"
is "$(grep -c ',bound,' rehearsal/recipients.csv)" 108 "who is bound is left out, each with its reason"
is "$(awk -F, 'NR > 1 && $7 != "" {print $8 "  rehearsal/" $7}' rehearsal/recipients.csv | sha256sum --check --status; echo $?)" 0 \
	"fingerprints are those of the files"
is "$(ls rehearsal/*.pdf | wc -l)" 89 "a file each"
says err "of 197 looked at 0 would get it, 108 are left out, 89 have no channel"
says err "would be refused: nobody of the audience states-not-party"
is "$(grep -c ',no-channel,' rehearsal/recipients.csv)" 89 "who has no channel is marked, and the letter is there to be looked at"
exits 0 letter issue join --on 2020-03-19 --paper --rehearse --out asked
says err "of 197 looked at 89 would get it, 108 are left out, 0 have no channel"
says err "would be refused: fr: 23 of 23 paragraphs are not approved"
is "$(grep -c ',not-approved,fr is not approved' asked/recipients.csv)" "$(ls asked/*-fr.pdf | wc -l)" "a rehearsal asks the gate"
exits 0 letter issue join --on 2020-03-19 --lang en --paper --rehearse --out asked
says_not err "would be refused"
is "$(ls asked/*.pdf | wc -l) $(ls asked/*-fr.pdf 2>/dev/null | wc -l)" "89 0" "nothing is left of the rehearsal before"
exits 0 letter issue join --on 2020-03-19 --lang en --audience signatories --paper --rehearse --out asked
is "$(ls asked | wc -l)" 14 "a folder has what its table names"
touch asked/mine.txt
exits 1 letter issue join --on 2020-03-19 --lang en --paper --rehearse --out asked
says err "--out asked: holds mine.txt, which no rehearsal wrote"
one_line
is "$(ls asked | wc -l)" 15 "and what else is in a folder stays, with all of it"
mkdir own && echo "name,file" >own/recipients.csv
exits 1 letter issue join --on 2020-03-19 --lang en --paper --rehearse --out own
says err "own/recipients.csv: is not the table of a rehearsal"
exits 0 letter list --format csv
is "$(rows)" 0 "nothing is recorded"
exits 2 letter issue join --on 2020-03-19 --rehearse
exits 2 letter issue join --on 2020-03-19 --to-me me@example.org
exits 0 letter issue join --on 2020-03-19 --audience signatories --rehearse --out r2 --to-me me@example.org
is "$(sqlite3 paraph.db "SELECT count(*), count(DISTINCT address), min(letter) FROM outbox")" "13|1|" "on trial all go to one address"

# ---- issuing ----
exits 1 letter issue join --on 2020-03-19 --lang en
says err "nobody of the audience states-not-party would get it"
exits 1 letter issue join --on 2020-03-19 --paper
says err "paragraphs are not approved"
exits 0 letter issue join --on 2020-03-19 --lang en --paper --out issued --format csv
is "$(rows)" 89 "issued to 89"
is "$(field reference)" HT-2020-0001-CCM/1 "the first reference of the series, with a suffix"
exits 0 act list --kind letter-issued --format json
says out '"subject":"HT-2020-0001-CCM"'
says_not out Angola
is "$(sqlite3 paraph.db "SELECT (SELECT count(*) FROM letter_copy), (SELECT count(*) FROM outbox WHERE letter <> ''),
	(SELECT count(*) FROM written)")" "89|89|89" "a row each: copy, outbox, written to"
exits 0 act verify

# ---- what it said ----
exits 0 letter show HT-2020-0001-CCM/1 --facts --format csv
is "$(head -n 1 out)" "key,value,quality,as_at,acts" "the columns of its facts"
is "$(grep -c '^parties.deposited,108,exact,2020-03-19,ccm/ratification/AFG' out)" 1 "a fact with its acts"
is "$(awk -F, '$1 == "parties.deposited" {print NF, split($5, a, " ")}' out)" "5 108" "108 acts behind 108"
is "$(grep -c '^state.standing:AGO,signatory' out)" 1 "those of its State are of the copy"
exits 0 letter show HT-2020-0001-CCM/1 --then-and-now --on 2025-10-01 --format csv
is "$(awk -F, '$1 == "parties.deposited" {print $2, $3, $4, $6}' out)" "108 108 112 changed" "then and now"
exits 0 act correct ccm/accession/MDV/2019-09-27 --void --reason "invented"
exits 0 letter show HT-2020-0001-CCM/1 --then-and-now --on 2025-10-01 --format csv
is "$(awk -F, '$1 == "parties.deposited" {print $2, $3, $4, $6}' out)" "108 107 111 mended" "and what is known now of then"
exits 0 letter show HT-2020-0001-CCM/1 --facts --format csv
is "$(grep -c '^parties.deposited,108,' out)" 1 "what it said does not change"

# ---- is it the very file? ----
f=issued/HT-2020-0001-CCM.1.pdf
exits 0 letter verify $f
says out "status issued"
exits 0 letter key export --out key.pub
mkdir away && cp $f $f.paraph key.pub away
cd away || exit 1
exits 0 --db none.db letter verify HT-2020-0001-CCM.1.pdf --key key.pub
exits 0 --db none.db letter verify HT-2020-0001-CCM.1.pdf --key key.pub --record HT-2020-0001-CCM.1.pdf.paraph
cp HT-2020-0001-CCM.1.pdf changed.pdf && printf ' ' >>changed.pdf
exits 1 --db none.db letter verify changed.pdf --key key.pub --record HT-2020-0001-CCM.1.pdf.paraph
says err "its bytes differ"
cp HT-2020-0001-CCM.1.pdf.paraph forged && sed -i "s/^sha256: .*/sha256: $(sha256sum changed.pdf | cut -d' ' -f1)/" forged
exits 1 --db none.db letter verify changed.pdf --key key.pub --record forged
says err "its signature is not of the key that it names"
printf '%064d\n' 1 >other.pub
exits 1 --db none.db letter verify HT-2020-0001-CCM.1.pdf --key other.pub
says err "which is none of other.pub"
exits 1 --db ../paraph.db letter verify changed.pdf
says err "nobody here has issued such a file"
cd "$work" || exit 1
cp issued/HT-2020-0001-CCM.2.pdf bare.pdf
exits 0 letter verify bare.pdf
exits 0 letter verify rehearsal/../issued/HT-2020-0001-CCM.3.pdf
exits 1 letter verify rehearsal/AGO-en.pdf
is "$(stat -c %a paraph.db.key)" 600 "its owner alone may read the key"
chmod 644 paraph.db.key
exits 1 letter key export
says err "chmod 600"
chmod 600 paraph.db.key

# ---- signed on paper ----
cp $f scan.pdf && printf '%%ink\n' >>scan.pdf
exits 0 letter scan HT-2020-0001-CCM/1 scan.pdf --note "signed in ink"
exits 0 letter verify scan.pdf
mv $f.paraph old.paraph
exits 1 letter verify $f
says err "nobody here has issued such a file"
exits 1 letter scan HT-2020-0001-CCM/1000 scan.pdf

# ---- cancelled, superseded, followed ----
exits 2 letter cancel HT-2020-0001-CCM/2
exits 0 letter cancel HT-2020-0001-CCM/2 --reason "sent by mistake"
is "$(sqlite3 paraph.db "SELECT state FROM outbox WHERE letter <> '' AND reference = 'HT-2020-0001-CCM/2'")" cancelled "what waits does not leave"
exits 0 letter verify bare.pdf
says out "status cancelled: sent by mistake"
exits 0 act add accession --state CHN --on 2026-11-01 --source "invented"
exits 0 letter follow
says out "cancelled: 6"
exits 0 letter follow
says out "cancelled: 0"
is "$(sqlite3 paraph.db "SELECT state, reason FROM letter_copy WHERE iso3 = 'CHN'")" \
	"cancelled|CHN deposited its accession on 2026-11-01" "a letter to a State that deposited cancels itself, with a note"
exits 0 contact written --format csv
is "$(rows) $(grep -cE 'HT-2020-0001-CCM/2,|,CHN,' out)" "82 0" "what was cancelled before it left counts as written to no longer"
exits 0 letter issue join --on 2020-08-21 --lang en --paper --supersedes HT-2020-0001-CCM --format csv
is "$(field reference)" HT-2020-0002-CCM/1 "the next number"
is "$(rows)" 82 "goes to those who were told, without who joined or was taken back"
exits 0 letter list --format csv
is "$(cut -d, -f1,4 out | tail -n +2 | tr '\n' ' ')" "HT-2020-0002-CCM,issued HT-2020-0001-CCM,superseded " "what it takes the place of is superseded"
is "$(sqlite3 paraph.db "SELECT DISTINCT state FROM outbox WHERE letter <> '' AND reference LIKE 'HT-2020-0001-CCM/%'")" cancelled "and does not leave"
exits 1 letter issue join --on 2020-09-01 --lang en --paper --supersedes HT-2020-0001-CCM
says err "that letter is superseded"
exits 0 letter cancel HT-2020-0002-CCM --reason "not needed"
exits 0 act list --kind letter-cancelled --format json
says out '"subject":"HT-2020-0002-CCM"'
exits 0 contact written --format csv
is "$(rows)" 0 "nothing of either letter left, so nobody was written to"

# ---- by e-mail, and whoever sends looks first ----
exits 0 --db mail.db init --pack ccm
exits 0 --db mail.db house add "$invented/ngo"
exits 0 --db mail.db contact add --set office=capital --set state=AGO --set email=one@example.org
exits 0 --db mail.db contact add --set office=capital --set state=KEN --set email=two@example.org
exits 0 --db mail.db letter issue join --on 2020-03-19 --lang en --rehearse --out unreached --format csv
says err "2 would get it, 108 are left out, 87 have no channel"
is "$(cut -d, -f1,2 out | grep -E '/[12],' | tr '\n' ' ')" "HT-2020-0001-CCM/1,AGO HT-2020-0001-CCM/2,KEN " \
	"with the references that they would bear"
exits 0 --db mail.db letter issue join --on 2020-03-19 --lang en --format csv
is "$(cut -d, -f2,5 out | tail -n +2 | tr '\n' ' ')" "AGO,email KEN,email " "to who has an address"
exits 0 --db mail.db act add ratification --state KEN --on 2026-11-02 --source invented
exits 0 --db mail.db worker --once
says out "cancelled: 1"
is "$(sqlite3 mail.db "SELECT iso3, state FROM outbox WHERE state = 'cancelled'" | tr '\n' ' ')" "KEN|cancelled " \
	"the State that deposited gets none"
is "$(sqlite3 mail.db "SELECT reason FROM letter_copy WHERE iso3 = 'KEN'")" "KEN deposited its ratification on 2026-11-02" "and it is noted why"
exits 0 --db mail.db letter follow HT-2020-0001-CCM --format csv
is "$(cut -d, -f2,7 out | tail -n +2 | tr '\n' ' ')" "AGO,held KEN,cancelled " "what became of each, in the order of the copies"
exits 0 --db mail.db outbox sent HT-2020-0001-CCM/1
exits 0 --db mail.db letter follow HT-2020-0001-CCM
says out "HT-2020-0001-CCM, join of 2020-03-19, 2 copies: 1 silent, 1 cancelled"
exits 0 --db mail.db letter cancel HT-2020-0001-CCM --reason "sent by mistake"
exits 0 --db mail.db contact written --format csv
is "$(rows) $(grep -c 'HT-2020-0001-CCM/1' out)" "1 1" "what left before it was cancelled counts as written to"
exits 0 --db mail.db letter follow HT-2020-0001-CCM/1 --format csv
is "$(rows) $(field outcome)" "1 silent" "of one copy"
exits 0 --db mail.db letter follow HT-2020-0001-CCM --most 1
says err "shown: 1 of 2"
exits 2 --db mail.db letter follow HT-2020-0001-CCM --only sent
says err "say returned, held"
exits 0 --db mail.db outbox list --reference HT-2020-0001-CCM --most 1
says out "2 messages: 1 sent, 1 cancelled"
says err "shown: 1 to 1 of 2"
exits 2 --db mail.db outbox list --state-of gone
says err "say waiting"

# ---- who asks meanwhile not to be written to ----
exits 0 --db asked.db init --pack ccm
exits 0 --db asked.db house add "$invented/ngo"
angola=$("$PARAPH" --db asked.db contact add --set office=capital --set state=AGO --set email=one@example.org)
exits 0 --db asked.db contact add --set office=capital --set state=KEN --set email=two@example.org
exits 0 --db asked.db contact add --set office=capital --set state=FIN --set email=three@example.org
exits 0 --db asked.db letter issue join --on 2020-03-19 --lang en --format csv
is "$(cut -d, -f2,5 out | tail -n +2 | tr '\n' ' ')" "AGO,email FIN,email KEN,email " "to who has an address"
exits 0 --db asked.db contact consent "$angola" --withdrawn --how "by telephone"
exits 0 --db asked.db contact stop TWO@example.org --reason "asked not to be written to"
exits 0 --db asked.db worker --once
says out "cancelled: 2"
is "$(sqlite3 asked.db "SELECT iso3, state FROM outbox ORDER BY iso3" | tr '\n' ' ')" \
	"AGO|cancelled FIN|held KEN|cancelled " "consent taken back, and a stopped address, are asked again before it leaves"
is "$(sqlite3 asked.db "SELECT reason FROM letter_copy WHERE reason <> '' ORDER BY iso3" | paste -sd ';')" \
	"withdrew consent to letters;the address stands on the stop list" "and it is noted why"

# ---- clearance by persons ----
exits 0 house add "$invented/un"
PARAPH_HOUSE=bureau
export PARAPH_HOUSE
exits 0 letter list --format csv
is "$(rows)" 0 "one house sees nothing of the other's letters"
exits 0 letter verify bare.pdf
says out "reference HT-2020-0001-CCM/2"
says out "status cancelled"
says_not out "by mistake"
for who in drafter one two signatory; do
	exits 0 person add --name "$who (invented)"
	eval "$who=$(tail -n 1 out | grep -oE 'p-[0-9a-f]+')"
done
for grant in "$drafter drafter" "$drafter sender" "$one clearer" "$two clearer" "$signatory signatory"; do
	exits 0 house grant bureau --person "${grant% *}" --role "${grant#* }" --from 2020-01-01
done
exits 2 letter draft join --on 2020-03-19 --lang en
says err "--as PERSON"
exits 1 --as "$one" letter draft join --on 2020-03-19 --lang en
says err "is no drafter"
exits 1 --as "$drafter" letter draft join --on 2020-03-19 --audience nope
says err "no audience is called 'nope'"
exits 1 --as "$drafter" letter draft join --on 2020-03-19 --lang zz
says err "there is no letter join in it; there is: ar, en, es"
one_line
exits 1 letter issue join --on 2020-03-19 --lang zz --paper --rehearse --out none
says err "there is no letter join in it"
exits 1 --as "$drafter" letter draft brochure
says err "a paper goes with a letter"
exits 0 --as "$drafter" letter list --format csv
is "$(rows)" 0 "nothing is kept of a draft that could not be issued"
exits 0 --as "$drafter" letter draft join --on 2020-03-19 --lang en --audience signatories --from "Ada Roe"
draft=$(cat out)
exits 0 --as "$drafter" letter issue "$draft" --paper --rehearse --out early
says err "cannot be issued yet: 2 more with the role clearer"
exits 1 --as "$drafter" letter issue "$draft" --paper
says err "2 more with the role clearer, 1 more with the role signatory"
exits 1 --as "$drafter" letter clear "$draft"
exits 1 --as "$signatory" letter sign "$draft"
says err "is not cleared yet: 2 more with the role clearer"
exits 0 --as "$one" letter clear "$draft" --note "read"
says out draft
exits 1 --as "$one" letter clear "$draft"
says err "another person is needed"
exits 0 --as "$two" letter clear "$draft" --behalf "$one"
says out cleared
exits 0 --as "$signatory" letter sign "$draft"
says out signed
exits 1 --as "$one" letter issue "$draft" --paper
for other in "--audience capitals" "--lang fr" "--from Eve" "--place Rome" "--to minister" "--about meeting=1MSP" "--on 2021-01-01"; do
	# shellcheck disable=SC2086 # an option and its value
	exits 2 --as "$drafter" letter issue "$draft" --paper $other
	says err "${other% *}: letter $draft has it from its draft"
done
exits 0 --as "$drafter" letter issue "$draft" --paper --format csv
is "$(rows) $(field reference)" "13 BT-2020-00001-CCM/1" "issued, with the other house's own series"
exits 0 letter show BT-2020-00001-CCM --steps --format csv
is "$(cut -d, -f2,3 out | tail -n +2 | tr '\n' ' ')" "draft, cleared,clearer cleared,clearer signed,signatory issued, " "who did what"
is "$(grep -c "$two,$one" out)" 1 "and on whose behalf"
exits 1 --as "$drafter" letter issue "$draft" --paper
says err "cannot be issued again"
exits 1 --as "$drafter" letter issue join --on 2020-03-19 --lang en --paper
says err "begin with paraph letter draft"

finish
