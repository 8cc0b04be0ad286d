#!/bin/sh
# The call to join through the program: who gets it, what it says on which day, and the same bytes each time. With --bless the letters kept in
# tests/golden are written anew: look at what changed in them.
. "$ROOT/tests/cli/tap.sh"
golden=$ROOT/tests/golden/join

# preview DIR ARGS...: writes letters as csv into out
preview() {
	dir=$1
	shift
	exits 0 letter preview join --as text --out "$dir" --format csv "$@"
}

# kept DAY FILE: a letter of the run before, in DIR, is the one kept
kept() {
	if [ "${bless-}" ]; then
		mkdir -p "$golden/$1"
		cp "$dir/$2" "$golden/$1/$2"
	fi
	diff -u "$golden/$1/$2" "$dir/$2" >"$work/why" 2>&1
	result $? "as kept: $1/$2"
}

# having TEXT: how many letters in DIR have the words, wherever their lines break
having() {
	/usr/bin/python3 -c 'import pathlib, sys
letters = [path.read_text(encoding="utf-8") for path in pathlib.Path(sys.argv[1]).glob("*.txt")]
print(sum(sys.argv[2] in letter.replace("\n", " ").replace("\u00a0", " ") for letter in letters))' "$dir" "$1"
}

[ "${1-}" = --bless ] && bless=yes

exits 0 init --pack ccm

# ---- the day of the letter that says 108 ----
preview a --on 2020-03-19
is "$(head -n 1 out)" "iso3,lang,verb,file,pages,sha256,left_out" "the columns"
is "$(rows)" 89 "89 States get it"
is "$(ls a | wc -l | tr -d ' ')" 89 "89 files"
is "$(grep -lE '(^|[^0-9])108([^0-9]|$)' a/*.txt | wc -l | tr -d ' ')" 89 "each says 108"
is "$(cut -d, -f2 out | sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 12 ar; 59 en; 3 es; 7 fr; 1 lang; 7 ru; 1 zh;" "in six languages"
is "$(cut -d, -f3 out | sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 76 accede; 13 ratify; 1 verb;" "who is asked to do what"
is "$(awk -F, 'NR > 1 {print $6 "  a/" $4}' out | sha256sum --check --status; echo $?)" 0 "the fingerprints are those of the files"
is "$(awk -F, 'NR > 1 && $7 != "casualties"' out)" "" "only the paragraph whose figure is not on file is left out, and named"
is "$(awk -F, 'NR > 1 && $4 != $1 "-" $2 ".txt"' out)" "" "files are named ISO3-LL.txt"
is "$(cat a/*.txt | grep -c '[{}]')" 0 "no tag is left"
/usr/bin/python3 - a >why <<'PYTHON'
import pathlib, re, sys, unicodedata
bad = []
last = {"ar": "الصفحة {} من {}", "en": "Page {} of {}", "es": "Página {} de {}", "fr": "Page {} sur {}",
    "ru": "Стр. {} из {}", "zh": "第{}页，共{}页"}


def width(line):
    return sum((not unicodedata.combining(c)) + (unicodedata.east_asian_width(c) in "WF") for c in line)


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
    text = path.read_text(encoding="utf-8")
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        lines = page.split("\n")
        if len(lines) != 61 or lines[-1]:
            bad.append(f"{path}: page {number} has {len(lines) - 1} lines")
        if lines[-2].strip() != last[path.stem[4:]].format(number, len(pages)):
            bad.append(f"{path}: page {number} ends with {lines[-2]!r}")
        bad += [f"{path}: {line!r} is too wide" for line in lines if width(line) > 72]
        bad += [f"{path}: {line!r} ends with a space" for line in lines if line != line.rstrip()]
print("\n".join(bad))
sys.exit(bool(bad))
PYTHON
result $? "lines of 72 columns, pages of 60 lines, numbered"
kept 2020-03-19 AGO-en.txt
kept 2020-03-19 HTI-fr.txt
kept 2020-03-19 USA-en.txt
kept 2020-03-19 MAR-fr.txt
kept 2020-03-19 EGY-ar.txt
kept 2020-03-19 ARG-es.txt
kept 2020-03-19 KAZ-ru.txt
kept 2020-03-19 CHN-zh.txt

cp out first
preview b --on 2020-03-19
cmp -s first out && diff -r a b >why
result $? "the same command gives the same bytes"

# ---- other days, other numbers ----
preview c --on 2020-08-05
is "$(rows)" 89 "the day before Niue deposits: 89 letters"
preview d --on 2020-08-06
is "$(rows)" 88 "the day on which Niue deposits: 88 letters"
is "$(having ' 109 ')$(having '109个')" 871 "each says 109"
is "$(ls d | grep -c NIU)" 0 "and none is to Niue"
preview e --on 2020-09-19
is "$(having ' 110 ')$(having '110个') $(having 108)" "861 0" "six months later each says 110, and none 108"
preview f --on 2010-06-01
is "$(cut -d, -f3 out | sort -u | tr '\n' ' ')" "ratify sign verb " "while signature is open, States are asked to sign"
kept 2010-06-01 FIN-en.txt
kept 2010-06-01 DZA-fr.txt
kept 2010-06-01 OMN-ar.txt
kept 2010-06-01 ARG-es.txt
kept 2010-06-01 RUS-ru.txt
kept 2010-06-01 CHN-zh.txt
preview g --on 2025-03-05
is "$(grep -c LTU out)" 0 "no letter to a State whose withdrawal has not taken effect"
preview g --on 2025-03-06
is "$(awk -F, '$1 == "LTU" {print $3}' out)" accede "from that day it is asked to accede"
kept 2025-03-06 LTU-en.txt
for lang in ar es fr ru zh; do
	preview g --on 2025-03-06 --state LTU --lang $lang
	kept 2025-03-06 LTU-$lang.txt
done
preview h --on 2026-05-31 --state AGO
is "$(having 'As at 3 February 2026, 112 States')" 1 "after the day that the record covers, as at that day"
kept 2026-05-31 AGO-en.txt
exits 1 letter preview join --out i --on 2027-05-31
says err "packs/ccm/letters/join/en.md:"
says err "parties.deposited is as at 2026-02-03, too old for a letter"
one_line
is "$(ls i 2>/dev/null)" "" "and nothing is written"

# ---- language ----
preview j --on 2020-03-19 --lang fr
is "$(cut -d, -f2 out | sort -u | tr '\n' ' ')" "fr lang " "--lang overrules the table"
is "$(cat j/*.txt | tr '\n' ' ' | grep -cE '[ (](à|de) les? |[ (]de (Antigua|El |Haïti|Israël|Oman)')" 0 "each name contracts as it should"
is "$(grep -L 'à sous-munitions' j/*.txt)" "" "all are French"
is "$(cat j/*.txt | grep -cE '[^[:space:]] [:;!?»]')" 0 "no line can break before : or ;"
for lang in ar es ru zh; do
	preview j-$lang --on 2020-03-19 --lang $lang
	is "$(rows) $(cut -d, -f2 out | sort -u | tr '\n' ' ')" "89 $(printf 'lang\n%s\n' $lang | sort | tr '\n' ' ')" "all in $lang"
done
is "$(cat j-es/*.txt | tr '\n' ' ' | grep -cE ' (a|de) el ')" 0 "each name contracts as it should in Spanish"
dir=j-ru
is "$(having 'Ваша страна, ')" 89 "in Russian each name stands beside a subject"
/usr/bin/python3 - >why <<'PYTHON'
import pathlib, re, sys
bad = [path for path in pathlib.Path("j-zh").glob("*.txt")
       if re.search(r"[\u4e00-\u9fff，。：] [\u4e00-\u9fff（]", path.read_text(encoding="utf-8"))]
print(bad)
sys.exit(bool(bad))
PYTHON
result $? "no space stands between Chinese characters"
preview k --on 2020-03-19 --state AGO --lang pt
is "$(field lang) $(field file)" "en AGO-en.txt" "where there is no template, English"
says err "no template in pt"
/usr/bin/python3 - "$ROOT/packs/world" >why <<'PYTHON'
import csv, pathlib, sys
import yaml
world = pathlib.Path(sys.argv[1])
states = {row["iso3"] for row in csv.DictReader((world / "acts/states.csv").open(encoding="utf-8"))}
tables = yaml.safe_load((world / "pack.yaml").read_text(encoding="utf-8"))["languages"]
listed = [iso3 for table in tables.values() for codes in table.values() for iso3 in codes]
print("missing", states - set(listed), "no State", set(listed) - states)
sys.exit(states != set(listed) or len(listed) != len(states))
PYTHON
result $? "each State stands once in the table of languages"
exits 1 letter preview join --on 2020-03-19 --out x --lang 'no language'
says err "BCP 47"
preview k --on 2020-03-19 --state AGO --lang fr-CA
is "$(field file)" AGO-fr.txt "a region's language is that of its template"

# ---- what the sender adds ----
printf 'The pandemic has *changed* our days,\nbut {{not}} this <b>appeal</b>.\n' >note.en
preview l --on 2020-03-19 --from 'Ada Roe, Director, House of Tests' --place Geneva --circumstance en=note.en
is "$(having 'The pandemic has *changed* our days, but {{not}} this <b>appeal</b>.')" 59 "a circumstance in its language, as data"
is "$(awk -F, 'NR > 1 && $2 != "en" {print $7}' out | sort -u)" "casualties circumstance" "and left out, by name, in the others"
is "$(having 'Geneva, 19 March 2020')$(having 'Ada Roe, Director, House of Tests')" 5989 "place and sender"
kept 2020-03-19-sent KEN-en.txt
printf 'one\n\ntwo\n' >note.two
exits 1 letter preview join --on 2020-03-19 --out x --circumstance en=note.two
says err "note.two:2: the circumstance is one paragraph"
exits 2 letter preview join --on 2020-03-19 --out x --circumstance note.en
exits 2 letter preview join --on 2020-03-19 --out x --circumstance en=note.en --circumstance en=note.en
exits 1 letter preview join --on 2020-03-19 --out x --circumstance en=none
: >empty
exits 1 letter preview join --on 2020-03-19 --out x --circumstance en=empty
exits 2 letter preview join --on 2020-03-19 --out x --from ""

# ---- who gets none, and wrong words ----
exits 1 letter preview join --on 2020-03-19 --out x --state HRV
says err "deposited ratification on 2009-08-17, so no call to join"
one_line
exits 1 letter preview join --on 2010-01-01 --out x --state SSD
says err "not on file as a State on 2010-01-01"
exits 1 letter preview join --on 2020-03-19 --out x --state XYZ
exits 1 letter preview jion --on 2020-03-19 --out x
says err "did you mean join"
exits 2 letter preview join --on 2020-03-19
says err "--out"
exits 2 letter preview --on 2020-03-19 --out x
is "$(ls x 2>/dev/null)" "" "none of these wrote a file"
: >file
exits 3 letter preview join --on 2020-03-19 --out file/x --state AGO

# ---- a template with a mistake: named with its place, before the first letter ----
mkdir broken && cp -rL "$ROOT/packs/." broken
sed -i 's/{{parties.deposited}}/{{parties.depositted}}/' broken/ccm/letters/join/fr.md
where=$(grep -n depositted broken/ccm/letters/join/fr.md | sed 's/:.*//')
exits 0 --db broken.db --packs broken init --pack ccm
exits 1 --db broken.db letter preview join --on 2020-03-19 --out x
says err "packs/ccm/letters/join/fr.md:$where:"
says err "no field or figure is called 'parties.depositted'; did you mean parties.deposited"
one_line
is "$(ls x 2>/dev/null)" "" "and nothing is written"
rm broken/ccm/letters/join/*.md
exits 0 --db none.db --packs broken init --pack ccm
exits 1 --db none.db letter preview join --on 2020-03-19 --out x
says err "pack ccm has no letters/join/en.md"

finish
