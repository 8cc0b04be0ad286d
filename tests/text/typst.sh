#!/bin/sh
# Typst's PDF of a letter beside ours: it makes PDF/UA-1 or nothing, so what our check says of its files is a check of
# the check, and both trees tell the same letter. Needs node and npm.
. "$ROOT/tests/cli/tap.sh"

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	echo "1..0 # skip no npm here"
	exit 0
fi
cp "$ROOT"/bench/typst/package*.json .
if ! npm ci --silent --no-audit --no-fund >why 2>&1; then
	echo "1..0 # skip npm could not bring Typst: $(tail -1 why)"
	exit 0
fi
check() {
	/usr/bin/python3 "$ROOT/tests/text/pdf_ua_check.py" "$@"
}
"$BENCH" emblem "$ROOT/assets/emblem.svg" emblem-print.png
for lang in en ar; do
	"$BENCH" "$ROOT/bench/letters/$lang.md" $lang 1 "$ROOT/assets/emblem.svg" . >why 2>&1
	result $? "a letter by us: $lang"
	"$BENCH" codes $lang 1 >codes
	node "$ROOT/bench/letters.mjs" "$ROOT/bench/letters/$lang.md" $lang codes emblem-print.png . >why 2>&1
	result $? "the same by Typst, as PDF/UA-1: $lang"
	check ours-$lang.pdf typst-$lang.pdf >why 2>&1
	result $? "our check finds nothing in either: $lang"
	# Typst has no paragraphs in list items, sets the letterhead as a grid, and has the picture of the code in its
	# footer, which is not read.
	theirs=$(check --roles typst-$lang.pdf | sed 's/Div Div Figure Div Span/Figure P/')
	ours=$(check --roles ours-$lang.pdf | sed 's/LBody P/LBody/g;s/ Figure P Link$/ P Link/')
	is "$ours" "$theirs" "both trees have the same types in the same order: $lang"
done

finish
