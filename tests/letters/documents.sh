#!/bin/sh
# The five documents as of their days, in six languages: the real pack, and over it an invented year for what is not on the public record.
# Every page is marked as a specimen. With --bless the letters kept in tests/golden/documents are written anew: look at what changed.
. "$ROOT/tests/cli/tap.sh"
golden=$ROOT/tests/golden/documents
year=$ROOT/tests/letters/invented/year
[ "${1-}" = --bless ] && bless=yes

# says_all FILE: each line of the input, wherever the file's lines break
says_all() {
	while read -r words; do
		echo "not there: $words" >why
		plain "$1" | grep -qF -e "$words"
		result $? "$1 says: $words" "why $1"
	done
}

# kept FILE: the letter is the one kept
kept() {
	if [ "${bless-}" ]; then
		mkdir -p "$golden/$(dirname "$1")"
		cp "$1" "$golden/$1"
	fi
	diff -u "$golden/$1" "$1" >why 2>&1
	result $? "as kept: $1"
}

# specimen KIND DAY HOUSE ARGS...: the letter in six languages, in the folder KIND; each page says that it is none. As PDF in
# English and Arabic: A4, its fonts within
specimen() {
	kind=$1 day=$2 house=$3
	shift 3
	for lang in ar en es fr ru zh; do
		exits 0 letter preview "$kind" --sample --on "$day" --house "$house" --lang $lang --as text --out "$kind" "$@"
		for file in "$kind"/*-$lang.txt; do
			kept "$file"
			is "$(tr -cd '\f' <"$file" | wc -c | tr -d ' ')" "$(($(grep -cE '^ +(SPECIMEN|SPÉCIMEN|ESPÉCIMEN|نموذج|ОБРАЗЕЦ|样本) · ' "$file") - 1))" \
				"$file: each page is marked"
		done
		is "$(cat "$kind"/*-$lang.txt | grep -c '[{}]')" 0 "$kind in $lang: no tag is left"
	done
	command -v pdffonts >/dev/null || return
	for lang in en ar; do
		exits 0 letter preview "$kind" --sample --on "$day" --house "$house" --lang $lang --out "pdf/$kind" "$@"
		for file in "pdf/$kind"/*-$lang.pdf; do
			is "$(pdfinfo "$file" | grep -c 'Page size: *595.* x 841.*A4')" 1 "$file is A4"
			is "$(pdffonts "$file" | awk 'NR > 2 && $(NF-4) != "yes"')" "" "$file: all fonts within"
		done
	done
}

# reopened KIND DAY HOUSE ARGS...: issued in English to the one who is on file. KIND.facts: what it said; KIND.now: the same beside
# what is true on 2026-11-28
reopened() {
	kind=$1 day=$2 house=$3
	shift 3
	exits 0 letter issue "$kind" --on "$day" --house "$house" --lang en "$@" --format csv
	reference=$(field reference)
	exits 0 letter show "$reference" --house "$house" --facts --format csv
	cp out "$kind.facts"
	exits 0 letter show "$reference" --house "$house" --then-and-now --on 2026-11-28 --format csv
	cp out "$kind.now"
	exits 0 letter show "$reference" --house "$house" --then-and-now --format csv
	sqlite3 paraph.db "SELECT id FROM act" >acts
	/usr/bin/python3 - "$kind" >why 2>&1 <<-'END'
		import csv, sys
		facts, then, today = (list(csv.DictReader(open(name, encoding="utf-8"))) for name in (sys.argv[1] + ".facts", sys.argv[1] + ".now", "out"))
		acts = set(open("acts", encoding="utf-8").read().split("\n"))
		assert list(facts[0]) == ["key", "value", "quality", "as_at", "acts"], facts[0]
		assert list(then[0]) == ["key", "then", "then_known_now", "now", "quality", "differs"], then[0]
		figures = {f["key"]: f for f in facts if f["quality"] != "given"}
		for f in figures.values():
		    assert f["quality"] == "unknown" or (f["acts"] and f["as_at"]), f
		    assert set(f["acts"].split()) <= acts, f
		for rows in (then, today):
		    assert {r["key"]: r["then"] for r in rows} == {key: f["value"] for key, f in figures.items()}, rows
		for r in then:
		    assert r["then"] == r["then_known_now"], r
		    assert r["differs"] == ("changed" if r["then"] != r["now"] else ""), r
	END
	result $? "$kind of $day: each figure with the acts behind it; re-opened, then and now side by side, nothing mended"
}

# then_now KIND: each line of the input, KEY THEN NOW, stands in KIND.now
then_now() {
	while read -r key then now; do
		is "$(awk -F, -v key="$key" '$1 == key {print $2, $4, $6}' "$1.now")" "$then $now changed" "$1: $key was $then, and is $now"
	done
}

exits 0 init --pack ccm
for house in coalition mission presidency un; do
	exits 0 house add "$ROOT/tests/letters/invented/houses/$house"
done

# ---- what is not on the public record is not in the pack, and no letter says it ----
exits 0 facts --on 2017-01-15 --format csv reports.initial.outstanding reports.annual.outstanding:2015 coordination.held
is "$(awk -F, 'NR > 1 {print $3 $7}' out | sort -u)" unknown "counts that rest on what is not public are unknown"
exits 0 letter preview presidency-circular --sample --on 2017-01-15 --house invented-presidency --lang en --as text --out real --format csv
says out "initial-reports annual-reports invoices coordination seminar venue consultations"
is "$(grep -ciE 'not yet been received|Bangkok' real/*)" 0 "and so is what the letter leaves out"

# ---- the invented year, imported over it ----
for file in "$year"/*.csv; do
	exits 0 act import "$file" --yes
	is "$(/usr/bin/python3 -c 'import csv, sys
print({row["source"][:18] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))})' "$file")" "{'invented for tests'}" \
		"every row of $(basename "$file") says that it is invented"
done

# ---- 1: call to join ----
specimen join 2020-03-01 invented-coalition
says_all join/*-en.txt <<END
To date, 108 States have deposited
from 23 to 27 November 2020
END

# ---- 2: to parliamentarians ----
specimen parliament 2011-05-01 invented-coalition --state DEU
says_all parliament/DEU-en.txt <<END
To date, 108 States have joined the Convention
Second Meeting of States Parties will be held from 12 to 16 September 2011 in Beirut
entered into force on 1 August 2010
to be completed by 1 August 2020
Enclosures: Brochure and Briefing paper
END
says_all parliament/DEU-fr.txt <<END
deuxième Assemblée des États parties se tiendra du 12 au 16 septembre 2011 à Beyrouth
END
specimen brochure 2011-05-01 invented-coalition
specimen briefing 2011-05-01 invented-coalition
says_all briefing/letter-en.txt <<END
To date, 108 States have joined
END
exits 0 letter preview brochure --on 2020-03-01 --house invented-coalition --lang en --as text --out later
says_all later/letter-en.txt <<END
million submunitions (Cluster Munition Monitor 2019
Second Review Conference, from 23 to 27 November 2020
END

# ---- 3: note of the President ----
specimen president-note 2020-08-21 invented-mission --about "items=5 5(b) 5(c)"
note=president-note/AFG
says_all $note-en.txt <<END
will be held on 4 September 2020 in Geneva
on 20 August 2020
5(b) Lausanne Action Plan and 5(c) Lausanne Political Declaration
WP.4 (Draft Lausanne Action Plan) and
avails itself of this opportunity
END
is "$(grep -cE '^ *(Excellency|_{5})| I | my ' $note-en.txt)" 0 "a note verbale has no salutation, no signature and no first person"

# ---- 4: circular of the presidency ----
specimen presidency-circular 2017-01-15 invented-presidency
circular=presidency-circular/AFG
says_all $circular-en.txt <<END
resolution 71/45 on the Convention by 141 votes to 2, with 39 abstentions
To date, 22 initial transparency reports have not yet been received
For the year 2015, 20 annual reports have not yet been received
annual report for 2016 is due on 30 April 2017
has met 3 times since the Sixth Meeting of States Parties
from 16 to 17 March 2017 in Bangkok
will be held from 4 to 6 September 2017 in Geneva
Palais des Nations, Room XIX
from 15 February 2017
END
says_all $circular-fr.txt <<END
salle XIX
END
says_all $circular-ru.txt <<END
докладов о мерах транспарентности — 22
END
says_all $circular-zh.txt <<END
尚有22份初次透明度报告未收到
END
is "$(grep -ciE 'overdue|en retard|просроч|逾期|متأخر|atrasad' presidency-circular/*.txt | cut -d: -f2 | sort -u)" 0 "no State is overdue: a report is not yet received"
exits 0 explain reports.initial.outstanding --on 2017-01-15 --format csv
is "$(grep -c ',late\|late"' out)" 22 "and each of the 22 can be named"

# ---- 5: invitation as observer ----
specimen observer-invitation 2020-03-19 invented-un
invitation=observer-invitation/letter
says_all $invitation-en.txt <<END
resolution 74/62 of 12 December 2019, paragraph 8,
First Preparatory Meeting of the Second Review Conference, on 8 June 2020
from 23 to 27 November 2020, SwissTech Convention Center, Lausanne
Monday, 25 May 2020
Friday, 21 August 2020
Friday, 9 October 2020
END
says_all $invitation-fr.txt <<END
lundi 25 mai 2020
END
says_all $invitation-es.txt <<END
viernes, 9 de octubre de 2020
END
says_all $invitation-zh.txt <<END
2020年8月21日星期五
END
says_all $invitation-en.txt <<END
ccm@office.invalid
END
# The day after, the first meeting may have moved: the letter says what was decided by its own day.
exits 0 letter preview observer-invitation --on 2020-03-19 --house invented-un --sample --lang en --as text --out again
cmp -s again/letter-en.txt $invitation-en.txt
result $? "the same command gives the same bytes"

# ---- that something has changed ----
specimen supersede 2020-06-10 invented-un
says_all supersede/letter-en.txt <<END
Review Conference would be held on 8 June 2020. This has changed: it will be held on 29 June 2020.
END

# ---- every letter of each kind, in all languages ----
for kind in join parliament president-note presidency-circular observer-invitation brochure briefing; do
	exits 0 letter check $kind --on 2020-03-19
done

if command -v pdffonts >/dev/null; then
	# ---- how it looks: what lines and gaps may not do ----
	is "$(pdfinfo pdf/president-note/AFG-ar.pdf | awk '/^Pages/ {print $2}')" 1 "narrower gaps save the page that an address alone would need"
	exits 0 letter preview parliament --sample --on 2011-05-01 --house invented-coalition --lang ru --state DEU --out pdf
	is "$(pdftotext pdf/DEU-ru.pdf - | grep -A1 '^Конвенция по кассетным боеприпасам:$' | tail -n 1)" "что может сделать Ваш парламент" \
		"a heading of two lines has them of about one length"
	for lang in ar es fr ru zh; do
		exits 0 letter preview join --sample --on 2020-03-01 --house invented-coalition --lang $lang --out pdf
	done
	is "$(for f in pdf/AGO-ru.pdf pdf/AGO-ar.pdf pdf/DEU-ru.pdf pdf/*/*-ar.pdf; do pdftotext "$f" -; done |
		grep -cE '^ *(года|20[0-9]{2}( года)?[.,;)]*|(января|марта|августа|ноября|آب/أغسطس|أيلول/سبتمبر|تشرين الثاني/نوفمبر)) *')" \
		0 "no date is broken"
	pdftotext -bbox pdf/AGO-zh.pdf words.html
	/usr/bin/python3 - >why <<-'PYTHON'
		import re
		words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" [^>]*>([^<]*)<', open("words.html", encoding="utf-8").read())
		gaps = [float(b[0]) - float(a[2]) for a, b in zip(words, words[1:])
		        if a[1] == b[1] and a[3].endswith("Cluster") and b[3] == "Munition"]
		print(gaps)
		raise SystemExit(not gaps or max(gaps) > 6)
	PYTHON
	result $? "a Chinese line is filled between its characters, not beside its Latin words"
	is "$(LC_ALL=C.UTF-8 grep -lE "[[:alpha:]]'[[:alpha:]]" */*-fr.txt */*-en.txt)" "" "apostrophes are those of print"
fi

# ---- issued as of their days, and re-opened ----
to() { # HOUSE ARGS...: the one recipient of a house
	house=$1
	shift
	exits 0 contact add --house "$house" "$@"
}
to invented-coalition --set office=capital --set state=AGO --set email=ago@example.org
to invented-coalition --set office=parliamentarian --set state=DEU --set "holder=Invented Member" --set purpose=letters --set email=deu@example.org
to invented-mission --set office=mission --set state=LAO --set email=lao@example.org
to invented-presidency --set office=capital --set state=LAO --set email=lao@example.org
to invented-un --set office=organisation --set organisation=roe --set "organisation.name=Roe Relief (invented)" \
	--set organisation.category=observer --set email=roe@example.org
# A circular leaves when each language of its house is approved.
PARAPH_AS=$("$PARAPH" person add --house invented-presidency --name "Ada (invented)" | grep -oE 'p-[0-9a-f]+')
for role in drafter sender signatory; do
	exits 0 house grant invented-presidency --person "$PARAPH_AS" --role $role --from 2017-01-01
done
for lang in fr es ar ru zh; do
	exits 0 translation approve presidency-circular --house invented-presidency --as "$PARAPH_AS" --lang $lang
done

reopened join 2020-03-01 invented-coalition
then_now join <<END
parties.deposited 108 112
joined.percent 61.4 62.9
END
reopened parliament 2011-05-01 invented-coalition --audience parliamentarians:DEU
then_now parliament <<END
joined 108 124
state.clearance.deadline:DEU 2020-08-01 2025-08-01
END
reopened president-note 2020-08-21 invented-mission --about "items=5 5(b) 5(c)"
is "$(grep -c changed president-note.now)" 0 "president-note: the meeting was held as it said"
reopened presidency-circular 2017-01-15 invented-presidency --as "$PARAPH_AS"
then_now presidency-circular <<END
reports.annual.year 2015 2025
END
reopened observer-invitation 2020-03-19 invented-un
then_now observer-invitation <<END
meeting.opens:2RC-PM1 2020-06-08 2020-06-29
meeting.opens:2RC 2020-11-23 2020-11-25
END
finish
