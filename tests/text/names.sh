#!/bin/sh
# Every form of every State's name, in the languages that have them, as it was read row by row. With --bless the kept ones in
# tests/golden/names are written anew: read what changed in them.
. "$ROOT/tests/cli/tap.sh"
golden=$ROOT/tests/golden/names
[ "${1-}" = --bless ] && bless=yes

exits 0 init --pack ccm
for lang in en es fr; do
	exits 0 letter names $lang --format csv
	if [ "${bless-}" ]; then
		mkdir -p "$golden"
		cp out "$golden/$lang.csv"
	fi
	diff -u "$golden/$lang.csv" out >why 2>&1
	result $? "as kept: $lang"
	is "$(cut -d, -f1 out | sed 1d | sort -u | wc -l | tr -d ' ')" 197 "all States"
	is "$(grep -c ',?' out)" 0 "each short name has an article on file, or none by name"
done
# By the rules of the language, whatever is kept: what a reader would stumble over.
/usr/bin/python3 - "$golden" >why <<'PYTHON'
import csv, pathlib, re, sys
bad = []
for lang, wrong in {
    "fr": r"\b(de|à) (le|les) |\bde les\b|^(de|le|la) [AEIOUÉÈÎÂaeiouéèîâ]|^de Haïti|^d'[^AEIOUHÉÈÎÂ]",
    "es": r"\b(de|a) el ",
    "en": r"^the the ",
}.items():
    for row in csv.DictReader((pathlib.Path(sys.argv[1]) / f"{lang}.csv").open(encoding="utf-8")):
        forms = [row["with"], row["of"], row["to"]]
        bad += [(lang, row["iso3"], form) for form in forms if re.search(wrong, form)]
        if "(" in row["name"]:
            bad += [(lang, row["iso3"], form) for form in forms if form]
        elif not row["with"] or (lang != "en" and not (row["of"] and row["to"])):
            bad.append((lang, row["iso3"], "a form is missing"))
print(*bad, sep="\n")
sys.exit(bool(bad))
PYTHON
result $? "no form that the language contracts otherwise"
exits 0 letter names ru --format csv
is "$(cut -d, -f5,6,7 out | sed 1d | sort -u)" ",," "Russian names have no forms"
exits 1 letter names pt
says err "no State's name is on file in pt"
exits 1 letter names 'not a tag'

# ---- an article that is not on file is never guessed ----
mkdir packs && cp -rL "$ROOT/packs/." packs
sed -i 's/Angola, Antigua/Antigua/; s/Andorre, Angola/Andorre/' packs/world/pack.yaml
exits 0 --db lacks.db --packs packs init --pack ccm
exits 1 --db lacks.db letter preview join --on 2020-03-19 --out x --state AGO --lang fr
says err 'letter to AGO: packs/ccm/letters/join/fr.md:'
says err '"Angola" has no article on file in fr (articles in packs/world)'
one_line
is "$(ls x 2>/dev/null)" "" "and nothing is written"
finish
