#!/bin/sh
# The five documents as of their days, in six languages: the real pack, and over it an invented year for what is not on the public record.
# Every page is marked as a specimen. With --bless the letters kept in tests/golden/documents are written anew: look at what changed.
. "$ROOT/tests/cli/tap.sh"
golden=$ROOT/tests/golden/documents
year=$ROOT/tests/letters/invented/year
[ "${1-}" = --bless ] && bless=yes

# says_words FILE WORDS: wherever its lines break
says_words() {
	echo "not there: $2" >why
	plain "$1" | grep -qF -e "$2"
	result $? "$1 says: $2" "why $1"
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

# specimen KIND DAY HOUSE ARGS...: the letter in six languages, in the folder KIND; each page says that it is none
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
says_words join/*-en.txt "To date, 108 States have deposited"
says_words join/*-en.txt "from 23 to 27 November 2020"

# ---- 2: to parliamentarians ----
specimen parliament 2011-05-01 invented-coalition --state DEU
says_words parliament/DEU-en.txt "To date, 108 States have joined the Convention"
says_words parliament/DEU-en.txt "Second Meeting of States Parties will be held from 12 to 16 September 2011 in Beirut"
says_words parliament/DEU-en.txt "entered into force on 1 August 2010"
says_words parliament/DEU-en.txt "to be completed by 1 August 2020"
says_words parliament/DEU-en.txt "Enclosures: Brochure and Briefing paper"
says_words parliament/DEU-fr.txt "deuxième Assemblée des États parties se tiendra du 12 au 16 septembre 2011 à Beyrouth"
specimen brochure 2011-05-01 invented-coalition
specimen briefing 2011-05-01 invented-coalition
says_words briefing/letter-en.txt "To date, 108 States have joined"
exits 0 letter preview brochure --on 2020-03-01 --house invented-coalition --lang en --as text --out later
says_words later/letter-en.txt "million submunitions (Cluster Munition Monitor 2019"
says_words later/letter-en.txt "Second Review Conference, from 23 to 27 November 2020"

# ---- 3: note of the President ----
specimen president-note 2020-08-21 invented-mission --about "items=5 5(b) 5(c)"
note=president-note/AFG
says_words $note-en.txt "will be held on 4 September 2020 in Geneva"
says_words $note-en.txt "on 20 August 2020"
says_words $note-en.txt "5(b) Lausanne Action Plan and 5(c) Lausanne Political Declaration"
says_words $note-en.txt "WP.4 (Draft Lausanne Action Plan) and"
says_words $note-en.txt "avails itself of this opportunity"
is "$(grep -cE '^ *(Excellency|_{5})| I | my ' $note-en.txt)" 0 "a note verbale has no salutation, no signature and no first person"

# ---- 4: circular of the presidency ----
specimen presidency-circular 2017-01-15 invented-presidency
circular=presidency-circular/AFG
says_words $circular-en.txt "resolution 71/45 on the Convention by 141 votes to 2, with 39 abstentions"
says_words $circular-en.txt "To date, 22 initial transparency reports have not yet been received"
says_words $circular-en.txt "For the year 2015, 20 annual reports have not yet been received"
says_words $circular-en.txt "annual report for 2016 is due on 30 April 2017"
says_words $circular-en.txt "has met 3 times since the Sixth Meeting of States Parties"
says_words $circular-en.txt "from 16 to 17 March 2017 in Bangkok"
says_words $circular-en.txt "will be held from 4 to 6 September 2017 in Geneva"
says_words $circular-en.txt "Palais des Nations, Room XIX"
says_words $circular-en.txt "from 15 February 2017"
says_words $circular-fr.txt "salle XIX"
says_words $circular-ru.txt "докладов о мерах транспарентности — 22"
says_words $circular-zh.txt "尚有22份初次透明度报告未收到"
is "$(grep -ciE 'overdue|en retard|просроч|逾期|متأخر|atrasad' presidency-circular/*.txt | cut -d: -f2 | sort -u)" 0 "no State is overdue: a report is not yet received"
exits 0 explain reports.initial.outstanding --on 2017-01-15 --format csv
is "$(grep -c ',late\|late"' out)" 22 "and each of the 22 can be named"

# ---- 5: invitation as observer ----
specimen observer-invitation 2020-03-19 invented-un
invitation=observer-invitation/letter
says_words $invitation-en.txt "resolution 74/62 of 12 December 2019, paragraph 8,"
says_words $invitation-en.txt "First Preparatory Meeting of the Second Review Conference, on 8 June 2020"
says_words $invitation-en.txt "from 23 to 27 November 2020, SwissTech Convention Center, Lausanne"
says_words $invitation-en.txt "Monday, 25 May 2020"
says_words $invitation-en.txt "Friday, 21 August 2020"
says_words $invitation-en.txt "Friday, 9 October 2020"
says_words $invitation-fr.txt "lundi 25 mai 2020"
says_words $invitation-es.txt "viernes, 9 de octubre de 2020"
says_words $invitation-zh.txt "2020年8月21日星期五"
says_words $invitation-en.txt "ccm@office.invalid"
# The day after, the first meeting may have moved: the letter says what was decided by its own day.
exits 0 letter preview observer-invitation --on 2020-03-19 --house invented-un --sample --lang en --as text --out again
cmp -s again/letter-en.txt $invitation-en.txt
result $? "the same command gives the same bytes"

# ---- how one begins and ends: by form, rank and form of address ----
for lang in ar en es fr ru zh; do
	for kind in join parliament president-note presidency-circular observer-invitation brochure briefing; do
		exits 0 letter check $kind --on 2020-03-19
	done
	break # one run checks all languages
done

# ---- as PDF: A4, their fonts within ----
if command -v pdffonts >/dev/null; then
	for made in parliament:2011-05-01:coalition president-note:2020-08-21:mission presidency-circular:2017-01-15:presidency \
		observer-invitation:2020-03-19:un brochure:2011-05-01:coalition briefing:2011-05-01:coalition; do
		IFS=: read -r kind day house <<-END
			$made
		END
		for lang in en ar; do
			exits 0 letter preview "$kind" --sample --on "$day" --house "invented-$house" --lang $lang --out "pdf/$kind"
			for file in "pdf/$kind"/*-$lang.pdf; do
				is "$(pdfinfo "$file" | grep -c 'Page size: *595.* x 841.*A4')" 1 "$file is A4"
				is "$(pdffonts "$file" | awk 'NR > 2 && $(NF-4) != "yes"')" "" "$file: all fonts within"
			done
		done
	done

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
finish
