#!/bin/sh
# What is found before the first letter is written, and what a value can never do: templates changed for the test, values that look
# like markup, all forms of letters.
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm

# ---- whom it is addressed to ----
for lang in ar en es fr ru zh; do
	for to in minister head-of-government permanent-representative; do
		exits 0 letter preview join --on 2020-03-19 --as text --state BRA --lang $lang --to $to --out to/$to
	done
	is "$(sha256sum to/*/BRA-$lang.txt | cut -d' ' -f1 | sort -u | grep -c .)" 3 "each office is addressed in its way in $lang"
done
# having WHERE TEXT
having() {
	plain "$1" | grep -qF "$2"
	result $? "$1 has: $2" "$1"
}
having to/permanent-representative/BRA-fr.txt 'Représentant permanent du Brésil auprès de'
having to/minister/BRA-fr.txt 'Madame la Ministre, Monsieur le Ministre,'
having to/head-of-government/BRA-fr.txt "Je vous prie d’agréer, Excellence, les"
having to/permanent-representative/BRA-es.txt 'Representante Permanente del Brasil ante las Naciones Unidas'
having to/permanent-representative/BRA-en.txt 'the Permanent Representative of Brazil to the United Nations'
having to/head-of-government/BRA-ru.txt 'Главе правительства Бразилия'
having to/minister/BRA-ar.txt 'وتفضلوا معاليكم بقبول'
having to/head-of-government/BRA-ar.txt 'وتفضلوا دولتكم بقبول'
having to/permanent-representative/BRA-ar.txt 'وتفضلوا سعادتكم بقبول'
having to/permanent-representative/BRA-zh.txt '巴西 常驻联合国代表阁下'
exits 2 letter preview join --on 2020-03-19 --as text --state BRA --to king --out x
says err "--to king: say one of minister, head-of-government, permanent-representative"
one_line

# ---- the State by name, six times, in every language ----
for lang in ar en es fr ru zh; do
	exits 0 letter preview join --on 2020-03-19 --as docx --lang $lang --out six
done
/usr/bin/python3 - >why <<'PYTHON'
import pathlib, re, zipfile
bad = []
for path in sorted(pathlib.Path("six").glob("*.docx")):
    text = zipfile.ZipFile(path).read("word/document.xml").decode()
    n = len(re.findall(r'<w:tag w:val="state\.(?:name|formal)"/>', text))
    bad += [f"{path}: {n} times"] if n != 6 else []
print("\n".join(bad[:20]))
raise SystemExit(bool(bad) or len(list(pathlib.Path("six").glob("*.docx"))) != 6 * 89)
PYTHON
result $? "every letter names its State six times"

# ---- a value is data, in all four forms ----
rlo=$(printf '\342\200\256') pdf=$(printf '\342\201\251')
value="A*b* _c_ <i>d</i> & {{verb}} ${rlo}e${pdf} [f](http://g) \`h\` # i"
printf 'Line *one*,\nline {{two}}%s & <b>three</b>.\n' "$rlo" >note.en
for form in pdf text html docx; do
	exits 0 letter preview join --on 2020-03-19 --as $form --state KEN --from "$value" --place '<Nairobi> & *co*' \
		--circumstance en=note.en --out data
done
pdftotext -enc UTF-8 data/KEN-en.pdf data/KEN-en.pdf.txt
/usr/bin/python3 - >why <<'PYTHON'
import html, re, zipfile
want = ["A*b* _c_ <i>d</i> & {{verb}} e [f](http://g) `h` # i", "<Nairobi> & *co*, 19 March 2020",
        "Line *one*, line {{two}} & <b>three</b>."]
document = zipfile.ZipFile("data/KEN-en.docx").read("word/document.xml").decode()
page = open("data/KEN-en.html", encoding="utf-8").read()
texts = {"text": open("data/KEN-en.txt", encoding="utf-8").read(), "pdf": open("data/KEN-en.pdf.txt", encoding="utf-8").read(),
         "html": html.unescape(re.sub(r"<[^>]*>", "", page)), "docx": html.unescape(re.sub(r"<[^>]*>", "", document))}
bad = []
for form, text in texts.items():
    for wanted in want:
        if "".join(wanted.split()) not in "".join(text.split()):
            bad.append(f"{form}: not there: {wanted}")
    bad += [f"{form}: U+{ord(c):04X}" for c in set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068")
            if form not in ("pdf",)]
if re.search(r"<(i|b|a)\b", page):
    bad.append("html: a value became markup")
print("\n".join(bad))
raise SystemExit(bool(bad))
PYTHON
result $? "what looks like markup stands as it is, and what would turn the line's direction is gone"
exits 2 letter preview join --on 2020-03-19 --as text --state KEN --out x --from "two
lines"
says err "--from: one line of text, please"

# ---- a paragraph of the day that is given in some languages ----
exits 0 letter preview join --on 2020-03-19 --as text --format csv --circumstance en=note.en --circumstance pt=note.en --out some
is "$(awk -F, 'NR > 1 && $2 == "en" {print $7}' out | sort -u)" casualties "it stands in letters of its language"
is "$(awk -F, 'NR > 1 && $2 != "en" {print $7}' out | sort -u)" "casualties circumstance" "and is left out, by name, of the others"
says err "--circumstance pt: no letter here is in pt, so it stands in none"
is "$(wc -l <err | tr -d ' ')" 1 "which is said once"
exits 0 letter preview join --on 2020-03-19 --as text --state HTI --circumstance en=note.en --out some
says err "left out: circumstance, because letter.circumstance was not given in fr"

# ---- templates with mistakes: all found before the first letter ----
# broken SED FILE: a pack with that template changed, adopted
broken() {
	rm -rf packs broken.db* x
	mkdir packs && cp -rL "$ROOT/packs/." packs
	sed -i "$1" "packs/ccm/letters/join/$2"
	echo "nothing changed in $2" >why
	! cmp -s "packs/ccm/letters/join/$2" "$ROOT/packs/ccm/letters/join/$2"
	result $? "changed in $2: $1"
	exits 0 --db broken.db --packs packs init --pack ccm
}
line() {
	grep -n -m 1 -F -e "$1" "packs/ccm/letters/join/$2" | cut -d: -f1
}
# refused TEXT...: no letter to anyone, in any form, and the words are said
refused() {
	exits 1 --db broken.db letter preview join --on 2020-03-19 --out x "$1"
	shift
	for said; do
		says err "$said"
	done
	one_line
	is "$(ls x 2>/dev/null)" "" "and nothing is written"
}
broken 's/^Excelente\|^Ruego a/ग Ruego a/' es.md
refused --as=pdf "es.md:$(line 'ग' es.md):1: no font has U+0917" "set in Noto Serif"
exits 1 --db broken.db letter check join --on 2020-03-19
says err "es.md:$(line 'ग' es.md):1: no font has U+0917"
broken 's/|head-of-government=阁下/|head-of-government=ཀ阁下/' zh.md
refused --as=pdf "zh.md:$(line 'ཀ' zh.md):1: no font has U+0F40"
broken 's/^<!-- /<!-- ग ཀ /' es.md
exits 0 --db broken.db letter preview join --on 2020-03-19 --out x --state CHN
broken 's/{{parties.deposited}}/{{parties.deposited|whole}}/' ru.md
refused --as=text "ru.md:$(line 'deposited|whole' ru.md):" "the form whole is for numbers with a fraction, and parties.deposited is a number"
broken 's/{{state.signed}}/{{state.signed|compact}}/' en.md
refused --as=text "en.md:$(line 'signed|compact' en.md):" "the form compact is for numbers, and state.signed is a day"
broken 's/few=государства сдали|//' ru.md
refused --as=html "ru.md:" "parties.deposited lacks the arm 'few'"
broken 's/{{state.name|de}} y serait/{{state.name|du}} y serait/' fr.md
refused --as=docx "fr.md:$(line 'name|du' fr.md):1: no form is called 'du'"
broken 's/Ваша страна, {{state.name}}, направила/делегация {{state.name|de}} направила/' ru.md
refused --as=pdf "ru.md:$(line 'name|de' ru.md):" "names have no forms in ru"
# An empty value for some States: which State, and where. The same stands in all languages, so that only the value is wrong.
rm -rf packs x
mkdir packs && cp -rL "$ROOT/packs/." packs
for lang in ar en es fr ru zh; do
	printf '\n{{@body}}\n{{state.signed}}\n' >>packs/ccm/letters/join/$lang.md
done
exits 0 --db empty.db --packs packs init --pack ccm
exits 0 --db empty.db letter preview join --on 2020-03-19 --out some --state AGO
exits 1 --db empty.db letter preview join --on 2020-03-19 --out x
says err "letter to ARE: packs/ccm/letters/join/ar.md:$(wc -l <packs/ccm/letters/join/ar.md | tr -d ' '):1: no letter can be written: state.signed"
one_line
is "$(ls x 2>/dev/null)" "" "and nothing is written"
exits 1 --db empty.db letter check join --on 2020-03-19
says err "letter to A"

# A name that cannot be set, of the last State of all: before the first file, too.
rm -rf packs x
mkdir packs && cp -rL "$ROOT/packs/." packs
sed -i 's/,the Republic of Zimbabwe,/,the Republic of Zimbabweग,/' packs/world/acts/states.csv
exits 0 --db name.db --packs packs init --pack ccm
exits 1 --db name.db letter preview join --on 2020-03-19 --out x
says err 'letter to Zimbabwe: no font for U+0917'
one_line
is "$(ls x 2>/dev/null)" "" "and nothing is written"
exits 1 --db name.db letter check join --on 2020-03-19
says err 'no font for U+0917'

# A Latin place before an Arabic date: held apart, and a word between them.
exits 0 letter preview join --on 2020-03-19 --as text --state EGY --place Geneva --out place
having place/EGY-ar.txt "$(printf '\342\201\250Geneva\342\201\251، في 19 آذار/مارس 2020')"

# ---- a letterhead that leaves no room, a day on which nobody could join ----
exits 1 letter preview join --on 2020-03-19 --state EGY --out x --from "$(printf 'word %.0s' $(seq 600))"
says err "take over half of the first page; say them shorter"
one_line
exits 1 letter preview join --on 2008-12-02 --out x
says err "--on 2008-12-02: nobody could join before 2008-12-03"
one_line
exits 0 letter preview join --on 2008-12-03 --as text --state EGY --out first

# ---- a figure that is not exact ----
rm -f bounds.db*
exits 0 --db bounds.db init --pack ccm
exits 0 --db bounds.db act add ratification --state AGO --on 2020-03-01/2020-04-30 --source "invented: a deposit of March or April 2020"
exits 1 --db bounds.db letter preview join --on 2020-03-19 --out x
says err "no letter can be written: parties.deposited is not exact: between 108 and 109"
one_line
is "$(ls x 2>/dev/null)" "" "a figure that is not exact is never printed"

# ---- another language needs only its file ----
rm -rf packs
mkdir packs && cp -rL "$ROOT/packs/." packs
cp "$ROOT/tests/text/invented-pt/pt.md" packs/ccm/letters/join/
exits 0 --db pt.db --packs packs init --pack ccm
exits 0 --db pt.db letter check join --on 2020-03-19 --format csv
says out "pt,89,casualties"
for form in pdf text html docx; do
	exits 0 --db pt.db letter preview join --on 2020-03-19 --as $form --lang pt --out pt --format csv
	is "$(rows) $(cut -d, -f2 out | sort -u | tr '\n' ' ')" "89 lang pt " "89 letters in Portuguese as $form"
	says err "paraph: no name of AGO is on file in pt: English names stand there"
	is "$(grep -c 'English names' err)" 1 "which is said once"
done
having pt/AGO-pt.txt 'O seu país, the Republic of Angola, assinou a Convenção em 3 de dezembro de 2008.'
having pt/AGO-pt.txt 'Até hoje, 108 Estados depositaram'
having pt/AGO-pt.txt 'Foram destruídas 178'
grep 'Foram destru' pt/AGO-pt.txt | head -n 1 >shown
having pt/AGO-pt.txt 'em 1 de agosto de 2010, há 10 anos.'
qpdf --check pt/AGO-pt.pdf >why 2>&1
result $? "qpdf finds the PDF whole"
is "$(pdffonts pt/AGO-pt.pdf | sed 1,2d | grep -vc ' yes yes yes ')" 0 "all fonts embedded"
finish
