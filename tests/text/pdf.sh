#!/bin/sh
# The call to join as PDF through the program: read back with other people's tools, in six languages, the same bytes each time.
. "$ROOT/tests/cli/tap.sh"

# as FORM DIR ARGS...
as() {
	form=$1 dir=$2
	shift 2
	exits 0 letter preview join --as "$form" --out "$dir" --format csv --on 2020-03-19 "$@"
}

# read_back WHAT: folders pdf and text
read_back() {
	/usr/bin/python3 "$ROOT/tests/text/pdf_check.py" pdf text >why 2>&1
	result $? "read back: $1"
}

exits 0 init --pack ccm
exits 0 letter preview join --out pdf --format csv --on 2020-03-19
is "$(rows)" 89 "89 letters as PDF, with no word about it"
is "$(awk -F, 'NR > 1 {print $6 "  pdf/" $4}' out | sha256sum --check --status; echo $?)" 0 "the fingerprints are those of the files"
is "$(awk -F, 'NR > 1 && $4 != $1 "-" $2 ".pdf"' out)" "" "files are named ISO3-LL.pdf"
is "$(awk -F, 'NR > 1 && ($5 < 1 || $5 > 2)' out)" "" "of one page or two"
cut -d, -f1,2,5 out >pages
as text text
is "$(ls text | wc -l | tr -d ' ')" 89 "and as many as text"
read_back "the pack's own letters"
tail -n +2 pages | while IFS=, read -r iso3 lang count; do
	[ "$(pdfinfo "pdf/$iso3-$lang.pdf" | awk '/^Pages:/ {print $2}')" = "$count" ] || echo "$iso3 $count"
done >why
[ ! -s why ]
result $? "the column pages is theirs"
exits 0 letter preview join --out again --format csv --on 2020-03-19
diff -r pdf again >why
result $? "the same command gives the same bytes"

# ---- six languages, by invented templates with what is hard to set ----
mkdir packs && cp -rL "$ROOT/packs/." packs
cp "$ROOT"/tests/text/invented/*.md packs/ccm/letters/join/
exits 0 --db six.db --packs packs init --pack ccm
rm -rf pdf text
for lang in ar en es fr ru zh; do
	as pdf pdf --db six.db --lang $lang --state AGO
	is "$(field file)" AGO-$lang.pdf "in $lang"
	as text text --db six.db --lang $lang --state AGO
	as pdf pdf --db six.db --lang $lang --state OMN --place Geneva --from 'Ada Roe, Director, House of Tests'
	as text text --db six.db --lang $lang --state OMN --place Geneva --from 'Ada Roe, Director, House of Tests'
done
read_back "invented letters in six languages"
is "$(pdfinfo -struct pdf/AGO-ar.pdf | grep -cE '^ +(L|LI|Lbl|LBody) ')" 10 "a list is one in the tree"
# Pages for who wants to look: where PAGES names a folder they are kept.
if [ "${PAGES-}" ]; then
	mkdir -p "$PAGES"
	for file in pdf/AGO-*.pdf again/AGO-en.pdf; do
		pdftoppm -r 80 -png "$file" "$PAGES/$(basename "$file" .pdf)"
	done
fi

# ---- what cannot be set ----
exits 1 letter preview join --out none --on 2020-03-19 --state AGO --from 'Ada 集 Roe'
says err 'letter to AGO: no font for U+96C6 in "Ada 集 Roe" (en, set in Noto Serif)'
one_line
is "$(ls none 2>/dev/null)" "" "and nothing is written"
exits 2 letter preview join --out none --on 2020-03-19 --as paper
says err "--as paper: say pdf, text, html or docx"

finish
