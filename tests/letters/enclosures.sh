#!/bin/sh
# Files that are to go with a letter: good ones, ones to mend, and hostile ones, all made here.
. "$ROOT/tests/cli/tap.sh"
/usr/bin/python3 - <<'PYTHON'
def pdf(name, objects, trailer="", tail="", header="%PDF-1.7\n"):
    out, at = header.encode(), []
    for i, body in enumerate(objects, 1):
        at.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{x:010} 00000 n \n".encode() for x in at)
    out += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n{tail}".encode()
    open(name, "wb").write(out)


def page(box="0 0 595.28 841.89", resources="<<>>", pages="<</Type/Pages/Kids[3 0 R]/Count 1>>", more=()):
    return ["<</Type/Catalog/Pages 2 0 R>>", pages,
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources {resources}>>", *more]


def form(resources):
    return f"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources {resources}/Length 0>>\nstream\n\nendstream"


pdf("a4.pdf", page())
pdf("a4-landscape.pdf", page("0 0 842 595"))
pdf("inherited.pdf", ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
                      "<</Type/Page/Parent 2 0 R/Resources<<>>>>"])
pdf("letter.pdf", page("0 0 612 792"))
helvetica = "<</Font<</F1 <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
pdf("font.pdf", page(resources=helvetica))
pdf("font-in-drawing.pdf", page(resources="<</XObject<</X 4 0 R>>>>", more=[form(helvetica)]))
pdf("type3.pdf", page(resources="<</Font<</F1 <</Type/Font/Subtype/Type3>>>>>>"))
pdf("no-pages.pdf", page(pages="<</Type/Pages/Kids[]/Count 0>>"))
# Hostile: trees that lead to themselves, sizes that overflow, drawings within drawings, text that is a terminal's.
pdf("tree.pdf", page(pages="<</Type/Pages/Kids[2 0 R]/Count 1>>"))
pdf("count.pdf", page(pages="<</Type/Pages/Kids[3 0 R]/Count 99999999999>>"))
pdf("box.pdf", page("0 0 1e300 -1e300"))
pdf("box-names.pdf", page("/a /b null (x)"))
pdf("drawings.pdf", page(resources="<</XObject<</X 4 0 R>>>>", more=[form("<</XObject<</X 4 0 R/Y 4 0 R/Z 4 0 R>>>>")]))
pdf("descendants.pdf", page(resources="<</Font<</F 4 0 R>>>>", more=["<</Type/Font/Subtype/Type0/BaseFont/#1b[31m/DescendantFonts[4 0 R]>>"]))
pdf("itself.pdf", page(resources="4 0 R", more=["4 0 R"]))
pdf("deep.pdf", page(resources="<</Font " + "[" * 200000 + "]" * 200000 + ">>"))
many = "".join(f"/F{i} 4 0 R" for i in range(100000))
pdf("many.pdf", page(resources=f"<</Font<<{many}>>>>", more=["<</Type/Font/Subtype/Type1/BaseFont/Arial>>"]))
data = open("a4.pdf", "rb").read()
open("cut.pdf", "wb").write(data[: len(data) // 2])
open("text.pdf", "wb").write(b"not a PDF at all\n")
open("empty.pdf", "wb").write(b"")
open("zeros.pdf", "wb").write(b"%PDF-1.7\n" + bytes(1 << 20))
for n in range(0, len(data), 7):
    open(f"flip-{n}.pdf", "wb").write(data[:n] + bytes([data[n] ^ 0x55]) + data[n + 1 :])
PYTHON
head -c 11000000 /dev/zero >big.pdf

exits 0 letter enclosure a4.pdf a4-landscape.pdf inherited.pdf type3.pdf --format csv
is "$(rows) $(awk -F, 'NR > 1 {print $2 $4}' out | sort -u)" "4 1" "A4, either way up, with its fonts within: nothing to mend"
exits 1 letter enclosure letter.pdf --format csv
says out "page 1 is 612 by 792 points, not A4"
says err "enclosures: 1 to mend"
exits 1 letter enclosure font.pdf a4.pdf font-in-drawing.pdf --format csv
is "$(grep -c '1 font is not embedded, such as Helvetica' out)" 2 "a font that is not within, on the page or in a drawing on it"
for refused in "no-pages.pdf: has no pages" "cut.pdf: cannot be opened" "text.pdf: no PDF" "empty.pdf: no PDF" "zeros.pdf: cannot be opened" \
	"big.pdf"; do
	exits 1 letter enclosure "${refused%%:*}"
	says err "$refused"
	one_line
done
if command -v qpdf >/dev/null; then
	qpdf --encrypt secret secret 256 -- a4.pdf locked.pdf
	exits 1 letter enclosure locked.pdf
	says err "locked.pdf: wants a password"
	one_line
fi
# What is hostile is told in one line, or is found wanting; it never breaks the program, and nothing of it reaches the terminal.
for file in tree count box box-names drawings descendants itself deep many flip-*; do
	file=${file%.pdf}.pdf
	timeout 60 "$PARAPH" letter enclosure "$file" >out 2>err
	status=$?
	echo "$file: status $status" >why
	[ "$status" -le 1 ] && [ "$(wc -l <err)" -le 1 ] && ! grep -q "$(printf '\033')" out err
	bad=$?
	[ "$bad" = 0 ] || result "$bad" "$file does no harm" "why out err"
done
result 0 "hostile files do no harm"

# ---- letter issue looks in the same way, before anything is recorded ----
cp -rL "$ROOT/packs/." packs
printf 'enclosures:\n  - {id: programme, label: {en: Programme}}\n' >>packs/ccm/letters/join/kind.yaml
PARAPH_PACKS=$work/packs
export PARAPH_PACKS
exits 0 init --pack ccm
exits 0 house add "$ROOT/tests/letters/invented/ngo"
issue="letter issue join --on 2020-03-19 --lang en --paper --audience signatories"
for refused in "letter.pdf: page 1 is 612 by 792 points, not A4; save with" "font.pdf: 1 font is not embedded, such as Helvetica; save with" \
	"cut.pdf: cannot be opened" "text.pdf: no PDF" "no-pages.pdf: has no pages" "big.pdf"; do
	# shellcheck disable=SC2086 # several words
	exits 1 $issue --enclose "programme=${refused%%:*}"
	says err "--enclose programme"
	says err "$refused"
	one_line
done
# shellcheck disable=SC2086
exits 2 $issue
says err "say --enclose programme=FILE"
# shellcheck disable=SC2086
exits 2 $issue --enclose agenda=a4.pdf
exits 2 letter issue parliament --on 2011-05-01 --audience parliamentarians:CHE --rehearse --out r --enclose brochure=a4.pdf
says err "brochure is made with the letter"
is "$(sqlite3 paraph.db "SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM outbox), (SELECT count(*) FROM letter_enclosure)")" "0|0|0" \
	"a letter that is refused changes nothing"
# shellcheck disable=SC2086
exits 0 $issue --enclose programme=a4-landscape.pdf
is "$(sqlite3 paraph.db "SELECT id, name, sha256 FROM letter_enclosure")" \
	"programme|a4-landscape.pdf|$(sha256sum a4-landscape.pdf | cut -d' ' -f1)" "what is right goes with it"
finish
