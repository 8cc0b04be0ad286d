#!/bin/sh
# A house's own words in the letters that it writes, and what another house of its coalition sees of them. The houses, the
# persons and the words are invented.
. "$ROOT/tests/cli/tap.sh"
unset PARAPH_HOUSE PARAPH_AS PARAPH_MACHINE
export LC_ALL=C.UTF-8
cp -r "$ROOT/packs" packs
exits 0 --packs packs init --pack ccm
for house in roe poe; do
	mkdir $house
	sed "s/^house: roe/house: $house\ncoalition: invented-coalition\ncool-down: {days: 60}/" \
		"$ROOT/tests/letters/invented/ngo/house.yaml" >$house/house.yaml
	exits 0 house add $house
done
exits 0 house add "$ROOT/tests/letters/invented/houses/mission"
PARAPH_HOUSE=roe
export PARAPH_HOUSE
person() { # person NAME: enters one and prints the id
	"$PARAPH" person add --name "$1 (invented)" | grep -oE 'p-[0-9a-f]+'
}
ada=$(person Ada)
bea=$(person Bea)
for role in drafter sender; do
	exits 0 house grant roe --person "$ada" --role $role --from 2020-01-01
done
export PARAPH_AS="$ada"
close() { # close TEXT [OPTION]...: how often the preview for Angola in French has it
	text=$1
	shift
	rm -rf seen
	"$PARAPH" letter preview join --on 2020-03-19 --state AGO --lang fr --as text --out seen "$@" >out 2>err || cat err
	plain seen/AGO-fr.txt | grep -cF -e "$text"
}
own() { # own FROM TO [KIND-LANG]: words of the house's own come back from a translator
	"$PARAPH" translation export join --lang fr --as po >out 2>err || cat err
	sed -i "/^msgstr/,/^\$/s/$1/$2/" join-fr.po
	exits 0 translation import join-fr.po
	says out "1 paragraphs taken"
}
state() { # state KEY: of a paragraph in French
	"$PARAPH" translation show join --lang fr --format csv >out && /usr/bin/python3 -c 'import csv, sys
print([r["state"] for r in csv.DictReader(open("out", encoding="utf-8")) if r["key"] == sys.argv[1]][0])' "$1"
}

# ---- until they are approved the pack's words stand in letters
own "ma très haute considération" "notre très haute considération"
is "$(close "ma très haute")" 1 "words that nobody has approved are not what goes out"
is "$(close "notre très haute" --unapproved)" 1 "but can be seen"
is "$(grep -c SPÉCIMEN seen/AGO-fr.txt)" 3 "in a letter that says of itself that it is none"
exits 1 letter issue join --on 2020-03-19 --lang fr --audience signatories --paper
says err "paragraphs are not approved"
exits 0 translation approve join --lang fr
is "$(close "notre très haute")" 1 "approved ones are"
is "$(close "ma très haute")" 0 "in place of the pack's"
exits 0 letter issue join --on 2020-03-19 --lang fr --audience signatories --rehearse --out rehearsal
is "$(pdftotext -layout rehearsal/AGO-fr.pdf - | tr -s ' \n' '  ' | grep -c 'notre très haute considération')" 1 "in a rehearsal too"

# ---- newer ones wait beside them
own "notre très haute" "la plus haute"
is "$(state body/6)" translated "newer words wait"
exits 0 translation list join --format csv
is "$(/usr/bin/python3 -c 'import csv
print([r["sendable"] for r in csv.DictReader(open("out")) if r["lang"] == "fr"][0])')" yes "and what was approved may still be sent"
exits 0 translation show join --lang fr
says out "not approved yet: 1 of your own; until then what was approved is sent"
is "$(close "notre très haute")" 1 "and is"

# ---- another house sees none of it
PARAPH_HOUSE=poe
pia=$(person Pia)
PARAPH_AS=$pia
exits 0 house grant poe --person "$pia" --role sender --from 2020-01-01
is "$(close "ma très haute")" 1 "another house writes in the pack's words"
is "$(close "notre" --unapproved)" 0 "whatever it asks for"
exits 1 letter issue join --on 2020-03-19 --lang fr --audience signatories --paper
says err "paragraphs are not approved"
exits 0 letter issue join --on 2020-03-19 --lang en --rehearse --out before --format csv
is "$(rows)" 89 "nobody was written to yet"

# ---- issued
PARAPH_HOUSE=roe
PARAPH_AS=$ada
exits 0 letter draft join --on 2020-03-19 --lang fr --audience signatories --behalf "$bea"
draft=$(cat out)
exits 1 letter draft join --on 2020-03-19 --behalf p-nobody
says err "--behalf"
exits 0 letter show "$draft" --steps --format csv
is "$(field person) $(field behalf)" "$ada $bea" "on whose behalf a draft was made is kept"
exits 0 letter issue "$draft" --paper --out issued --format csv
is "$(rows) $(field reference)" "13 HT-2020-0001-CCM/1" "issued to 13 signatories"
is "$(pdftotext -layout issued/HT-2020-0001-CCM.1.pdf - | tr -s ' \n' '  ' | grep -c 'notre très haute considération')" 1 \
	"in the house's own words"
exits 0 letter verify issued/HT-2020-0001-CCM.1.pdf

# ---- what the coalition sees: that a State was written to, by whom and when
PARAPH_HOUSE=poe
PARAPH_AS=$pia
exits 0 contact written --format csv
is "$(rows)" 13 "each State that was written to"
is "$(tail -n +2 out | grep -cvxE 'roe,[A-Z]{3},2020-03-19,,,')" 0 "by whom and when, and no more"
exits 0 contact written --state AGO
says out "2020-03-19"
exits 0 audience show states-not-party --on 2020-04-01 --format csv
is "$(grep -c 'cool-down,was written to on 2020-03-19 by roe$' out)" 13 "so that nobody writes twice"
exits 0 audience show states-not-party --on 2020-06-01 --format csv
is "$(grep -c cool-down out)" 0 "too soon"
exits 0 letter issue join --on 2020-04-01 --lang en --rehearse --out after --format csv
is "$(rows)" 76 "they are left out of what this house would send"
is "$(grep -c ',cool-down,was written to on 2020-03-19 by roe' after/recipients.csv)" 13 "with the reason"
PARAPH_HOUSE=roe
PARAPH_AS=$ada
exits 0 letter cancel HT-2020-0001-CCM/1 --reason "not sent after all"
PARAPH_HOUSE=poe
PARAPH_AS=$pia
exits 0 contact written --format csv
is "$(rows)" 12 "what was cancelled before it left does not count for the coalition either"
exits 0 audience show states-not-party --on 2020-04-01 --format csv
is "$(grep -c cool-down out)" 12 "nor for the cool-down"
for list in "letter list" "outbox list" "contact list" "act list --kind letter-issued"; do
	# shellcheck disable=SC2086 # a command of several words
	exits 0 $list --format csv
	is "$(rows)" 0 "$list shows nothing of it"
done
exits 1 letter show HT-2020-0001-CCM
exits 1 letter show "$draft"
grep -rqF -e HT-2020 -e "notre très haute" before after seen out err
is $? 1 "nor does any file"
act=$(PARAPH_HOUSE=roe "$PARAPH" act list --kind letter-issued --format csv | cut -d, -f2 | tail -n 1)
exits 1 act show "$act"
says err "is not on file"
PARAPH_HOUSE=roe exits 0 act show "$act"
PARAPH_HOUSE=invented-mission
unset PARAPH_AS
exits 0 contact written --format csv
is "$(rows)" 0 "a house of no coalition sees nothing at all"
exits 0 audience show states-not-party --on 2020-04-01 --format csv
is "$(grep -c cool-down out)" 0 "and leaves nobody out"

# ---- the house goes back to the pack's words
PARAPH_HOUSE=roe
export PARAPH_AS="$ada"
exits 0 translation approve join --lang fr --pack --paragraph body/6
is "$(state body/6)" approved "the pack's words are approved in place of its own"
is "$(close "ma très haute")" 1 "and stand in letters again"
own "ma très haute considération" "notre très haute considération"
exits 0 translation approve join --lang fr --paragraph body/6
is "$(close "notre très haute")" 1 "and its own again"

# ---- a language that no pack has: once it is whole and approved
"$PARAPH" translation export join --lang de --as po >out 2>err || cat err
/usr/bin/python3 - <<'P'
import re
text = open("join-de.po", encoding="utf-8").read()
text = re.sub(r'(?ms)^msgid (.*?)^msgstr ""\n', lambda m: m[0] if m[1] == '""\n'
	else f"msgid {m[1]}msgstr " + m[1].replace("|the}}", "}}"), text)
open("join-de.po", "w", encoding="utf-8").write(text)
P
exits 0 translation import join-de.po
exits 0 letter preview join --on 2020-03-19 --state AGO --lang de --as text --out de
says err "the pack has no template in de; written in en"
exits 0 translation approve join --lang de
exits 0 letter preview join --on 2020-03-19 --state AGO --lang de --as text --out de
is "$(plain de/AGO-de.txt | grep -c "19. März 2020")" 1 "its letters are in it"

# ---- the source changes
sed -i 's/the assurances of my highest/the renewed assurances of my highest/' packs/ccm/letters/join/en.md
exits 0 --packs packs pack adopt ccm
is "$(state body/6)" outdated "the house's own words are outdated"
is "$(close "notre très haute")" 1 "a preview still shows them"
exits 1 letter issue join --on 2020-08-19 --lang fr --audience signatories --paper
says err "fr: 1 of 23 paragraphs are not approved: body/6 (outdated)"
exits 0 translation approve join --lang fr --paragraph body/6
exits 0 letter issue join --on 2020-08-19 --lang fr --audience signatories --paper --format csv
is "$(rows)" 13 "somebody says that they still fit"

# Now it says something that the house's words do not say: they are no letter any more, and the pack's stand in.
rm packs/ccm/letters/join/ar.md packs/ccm/letters/join/es.md packs/ccm/letters/join/ru.md packs/ccm/letters/join/zh.md
sed -i 's/the renewed assurances of my highest/the assurances of {{house.name}} and of my highest/' packs/ccm/letters/join/en.md
sed -i 's/^les assurances de ma très haute/les assurances de {{house.name}} et de ma très haute/' packs/ccm/letters/join/fr.md
exits 0 --packs packs pack adopt ccm
is "$(state body/6)" outdated "they are outdated"
is "$(close "Maison des essais (inventée) et de ma très haute")" 1 "a preview shows the pack's"
exits 1 letter issue join --on 2020-12-01 --lang fr --audience signatories --paper
says err "fr: 1 of 23 paragraphs are not approved: body/6 (translated)"
exits 0 letter preview join --on 2020-03-19 --state AGO --lang de --as text --out de
says err "the pack has no template in de; written in en"
finish
