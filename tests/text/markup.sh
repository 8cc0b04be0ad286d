#!/bin/sh
# The call to join for mail and as a Word draft, read back in all six languages; and its templates checked as a whole.
. "$ROOT/tests/cli/tap.sh"

exits 0 init --pack ccm
printf 'A day of <b>"storm"</b> & {{hail}}.\n' >note.en
for form in text html docx; do
	exits 0 letter preview join --as $form --out $form --on 2020-03-19 --format csv \
		--from 'Ada <script>alert("1")</script> & Roe' --place "Saint-<i>Gall'" --circumstance en=note.en
	is "$(rows)" 89 "89 letters as $form"
	is "$(awk -F, -v d=$form 'NR > 1 {print $6 "  " d "/" $4}' out | sha256sum --check --status; echo $?)" 0 "the fingerprints are those of the files"
done
is "$(awk -F, 'NR > 1 && $5 != ""' out)" "" "what has no pages of its own counts none"
/usr/bin/python3 "$ROOT/tests/text/markup_check.py" text html docx >why 2>&1
result $? "each says in HTML and in Word what it says in text, escaped, with its fields as controls"
is "$(cat html/*.html | grep -c '<script\|<i>\|<b>')" 0 "no value is markup"
for form in html docx; do
	exits 0 letter preview join --as $form --out again --on 2020-03-19 --format csv \
		--from 'Ada <script>alert("1")</script> & Roe' --place "Saint-<i>Gall'" --circumstance en=note.en
	(TZ=Asia/Tokyo && export TZ && "$PARAPH" letter preview join --as $form --out east --on 2020-03-19 --state EGY >/dev/null 2>&1
	"$PARAPH" letter preview join --as $form --out west --on 2020-03-19 --state EGY >/dev/null 2>&1)
	diff -r $form again >why && diff -r east west >why
	result $? "the same command gives the same bytes, anywhere: $form"
	rm -r again east west
done
if command -v libreoffice >/dev/null; then
	HOME=$work libreoffice --headless --convert-to txt:Text --outdir office docx/EGY-ar.docx docx/CHN-zh.docx >why 2>&1
	[ -s office/EGY-ar.txt ] && [ -s office/CHN-zh.txt ]
	result $? "LibreOffice opens the drafts"
else
	n=$((n + 1))
	echo "ok $n - LibreOffice opens the drafts # skip it is not installed"
fi

# ---- the templates as a whole ----
exits 0 letter check join --on 2020-03-19 --format csv
is "$(cut -d, -f1,2 out | tr '\n' ' ')" "lang,letters ar,89 en,89 es,89 fr,89 ru,89 zh,89 " "every State in every language"
exits 1 letter check jion
says err "did you mean join"

# broken SED FILE: a pack with that template changed, adopted
broken() {
	rm -rf packs broken.db*
	mkdir packs && cp -rL "$ROOT/packs/." packs
	sed -i "$1" "packs/ccm/letters/join/$2"
	echo "nothing changed in $2" >why
	! cmp -s "packs/ccm/letters/join/$2" "$ROOT/packs/ccm/letters/join/$2"
	result $? "changed in $2: $1"
	exits 0 --db broken.db --packs packs init --pack ccm
	exits 1 --db broken.db letter check join --on 2020-03-19
}
line() {
	grep -n -m 1 -F -e "$1" "$ROOT/packs/ccm/letters/join/$2" | cut -d: -f1
}
broken 's/{{state.formal}}于{{state.signed}}签署/贵国签署/' zh.md
says err "packs/ccm/letters/join/zh.md:1:1: {{state.signed}} stands in packs/ccm/letters/join/en.md:"
says err "mistakes: 1; mend"
exits 1 --db broken.db letter preview join --out x --on 2020-03-19 --state KEN
says err "zh.md:1:1: {{state.signed}}"
one_line
is "$(ls x 2>/dev/null)" "" "a mistake in one language stops the letters in all"
broken 's/^Pág/{{treaty.in_force.on}} Pág/' es.md
says err "es.md:$(line Página es.md):1: {{treaty.in_force.on}} stands here and not in packs/ccm/letters/join/en.md: take it out"
broken 's/{{#treaty.anniversary}}/{{#letter.place}}/' ru.md
says err "ru.md:$(line '{{#treaty.anniversary}}' ru.md):1: {{#letter.place}} stands within {{?anniversary}} here and not in"
says err "ru.md:$(line '{{?anniversary}}' ru.md):1: {{#treaty.anniversary}} stands within {{?anniversary}} in packs/ccm/letters/join/en.md:"
says err "mistakes: 2"
broken 's/{{?stocks}}/{{?stores}}/' ar.md
says err "ar.md:$(line '{{?stocks}}' ar.md):1: {{?stores}} stands here and not in"
says err "ar.md:1:1: {{?stocks}} stands in packs/ccm/letters/join/en.md:"
broken 's/zero=دولة|one=دولة|two=دولتين/one=دولة|two=دولتين/' ar.md
says err "ar.md:$(line 'zero=دولة|one=دولة|two=دولتين' ar.md):"
broken 's/{{joined.percent|whole}}/{{joined.percentage|whole}}/' zh.md
says err "did you mean joined.percent"

# ---- with emblems and where the letter can be checked ----
url=https://verify.example.org/v/7F3K-9QPD-2MXA
for form in html docx text; do
	exits 0 letter preview join --as $form --out marked --on 2020-03-19 --state AGO --lang fr \
		--emblem "$ROOT/assets/emblem.svg" --emblem "$ROOT/assets/emblem.svg=" --code $url
done
is "$(grep -o 'alt="[^"]*" src="data:image/png;base64,iVBORw0KGgo' marked/AGO-fr.html | cut -d'"' -f2 | tr '\n' '|')" \
	"Un champ dépollué sous un soleil levant||" "HTML bears them, with their words"
is "$(grep -c "<a href=\"$url\">$url</a>" marked/AGO-fr.html)" 1 "and the address of the check"
is "$(grep -c "^$url$" marked/AGO-fr.txt)" 1 "plain text has the address alone"
/usr/bin/python3 - marked/AGO-fr.docx $url >why 2>&1 <<'END'
import re, sys, zipfile
from xml.etree import ElementTree
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for name in z.namelist():
    if not name.endswith(".png"):
        ElementTree.fromstring(z.read(name))
document, rels = z.read("word/document.xml").decode(), z.read("word/_rels/document.xml.rels").decode()
found = re.findall(r'descr="([^"]*)".*?r:embed="(\w+)"', document)
assert [words for words, _ in found] == ["Un champ dépollué sous un soleil levant", ""], found
for _, which in found:
    target = re.search(f'Id="{which}"[^>]*Target="([^"]*)"', rels)[1]
    assert z.read("word/" + target).startswith(b"\x89PNG"), target
assert sys.argv[2] in z.read("word/footer.xml").decode() and sys.argv[2] in z.read("word/_rels/footer.xml.rels").decode()
END
result $? "the Word draft bears them too, and the address in its foot"

finish
