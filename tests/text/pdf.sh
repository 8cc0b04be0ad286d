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
for file in packs/ccm/letters/join/*.md; do
	printf '\n{{@body}}\n{{#letter.from}}{{letter.from}} 1234{{/}}\n' >>"$file"
done
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
# at LANG: which of two words stands to the left in the last line
at() {
	pdftotext -bbox "pdf/OMN-$1.pdf" - | sed -n 's/.*xMin="\([0-9.]*\)".*>[^0-9T]*\(1234\|Tests\)[^<]*<.*/\1 \2/p' | tail -n 2 | sort -n |
		head -n 1 | cut -d' ' -f2
}
is "$(at en) $(at ar)" "Tests 1234" "a number behind a Latin value stands to the left of it in Arabic"
is "$(pdfinfo -struct pdf/AGO-ar.pdf | grep -cE '^ +(L|LI|Lbl|LBody) ')" 10 "a list is one in the tree"

# ---- with emblems and a code ----
cat >flag.svg <<'END'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><title>A flag, invented</title>
<rect width="60" height="40" fill="#14532d"/><rect x="20" width="20" height="40" fill="#fff"/></svg>
END
url=https://verify.example.org/v/7F3K-9QPD-2MXA
for lang in ar en es fr ru zh; do
	for form in pdf text; do
		as $form marked-$form --db six.db --lang $lang --state AGO --emblem flag.svg \
			--emblem "$ROOT/assets/emblem.svg" --code $url --from 'Ada Roe, Director, House of Tests'
	done
done
/usr/bin/python3 "$ROOT/tests/text/pdf_check.py" marked-pdf marked-text >why 2>&1
result $? "read back: with emblems and a code"
for pdf in marked-pdf/*.pdf; do
	pdftoppm -r 150 -png "$pdf" scan
	for page in scan-*.png; do
		[ "$(zbarimg -q --raw "$page" 2>/dev/null)" = $url ] || echo "$pdf: $page"
	done
	rm scan-*.png
done >why
[ ! -s why ]
result $? "each page's code is read from a scan of 150 to the inch"
is "$(pdfimages -list marked-pdf/AGO-en.pdf | awk 'NR > 2 {print $1, $3, ($13 >= 290)}' | sort -u)" \
	"1 image 1
1 smask 1" "emblems are fine enough for paper, and on the first page alone"
is "$(pdfinfo -struct marked-pdf/AGO-fr.pdf | grep -cE '^ +(Figure|Link)')" 4 "figures and links are in the tree"
long=https://verify.example.org/$(printf '%093d' 7)
as pdf long --db six.db --lang en --state AGO --code "$long"
pdftoppm -r 150 -singlefile -png long/AGO-en.pdf scan
is "$(zbarimg -q --raw scan.png 2>/dev/null)" "$long" "so is the code of the longest address"

# ---- what PDF/UA-1 and PDF/A-2 ask ----
/usr/bin/python3 "$ROOT/tests/text/pdf_ua_check.py" pdf/*.pdf marked-pdf/*.pdf again/AGO-en.pdf long/*.pdf >why 2>&1
result $? "PDF/UA-1 and PDF/A-2, as far as a program can ask"
# breaks NAME SED CONDITION: the check finds what is broken by hand in a good file
breaks() {
	qpdf --qdf --object-streams=disable marked-pdf/AGO-en.pdf broken.qdf
	sed -e "$2" broken.qdf >changed.qdf
	fix-qdf changed.qdf >broken.pdf
	/usr/bin/python3 "$ROOT/tests/text/pdf_ua_check.py" broken.pdf >why 2>&1
	is "$? $(grep -c ": $3: " why | sed 's/[1-9].*/found/')" "1 found" "what is wrong is found: $1"
}
breaks "text outside of all marks" '0,/\/H1<<\/MCID/s//\/Span<<\/MICD/' 01-005
breaks "a mark that no element has" '0,/MCID 3>>BDC/s//MCID 77>>BDC/' 01
breaks "a figure without words" '0,/\/Alt /s//\/Art /' 13-004
breaks "no language" 's/\/Lang /\/Long /' 11-006
breaks "a link without Contents" 's/\/Contents (https/\/Content (https/;s/\/Contents <feff/\/Content <feff/' 28-012
breaks "pages without an order for tabs" 's/\/Tabs /\/Taps /' 28-008
breaks "a title that is not displayed" 's/DisplayDocTitle true/DisplayDocTitle false/' 07-001
breaks "a font without its text" 's/\/ToUnicode /\/ToUniverse /' 10-001
breaks "a font that is not embedded" 's/\/FontFile2 /\/FontFeel2 /' 31-009
breaks "another type in a tree" 's/\/S \/H1/\/S \/Heading/' 02-001
breaks "a level left out" 's/\/S \/H1/\/S \/H2/' 14-003
breaks "no colours" 's/GTS_PDFA1/GTS_PDFX/' 'A 6.2.3'

# Pages for who wants to look: where PAGES names a folder they are kept.
if [ "${PAGES-}" ]; then
	mkdir -p "$PAGES"
	for folder in pdf marked-pdf again; do
		for file in $folder/AGO-*.pdf; do
			pdftoppm -r 80 -png "$file" "$PAGES/$folder-$(basename "$file" .pdf)"
		done
	done
fi

# ---- what cannot be set ----
exits 1 letter preview join --out none --on 2020-03-19 --state AGO --from 'Ada 集 Roe'
says err 'letter to Angola: no font for U+96C6 in "Ada 集 Roe" (en, set in Noto Serif)'
one_line
is "$(ls none 2>/dev/null)" "" "and nothing is written"
exits 2 letter preview join --out none --on 2020-03-19 --code "verify.example.org/1"
says err "--code verify.example.org/1: say where, as in https://"
exits 2 letter preview join --out none --on 2020-03-19 --code "https://verify.example.org/$(printf '%094d' 7)"
says err "over 120 bytes"
exits 2 letter preview join --out none --on 2020-03-19 --emblem flag.svg --emblem flag.svg --emblem flag.svg
says err "--emblem: at most 2"
exits 1 letter preview join --out none --on 2020-03-19 --emblem "$ROOT/README.md=Words"
says err "README.md:1: neither SVG nor PNG"
exits 1 letter preview join --out none --on 2020-03-19 --emblem none.svg
says err "none.svg"
exits 2 letter preview join --out none --on 2020-03-19 --as paper
says err "--as paper: say pdf, text, html or docx"

finish
