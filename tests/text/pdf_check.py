#!/usr/bin/python3
"""Reads letters back from their PDF as others do, and compares them with the same letters as plain text:
pdf_check.py PDF-FOLDER TEXT-FOLDER. Prints what is wrong, or one line."""
import pathlib
import re
import subprocess
import sys
import unicodedata

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FOOTER = re.compile(r"(\d+)\D+(\d+)\D*$")
PAGE_MM_PT = (595.28, 841.89)
bad = []


def tool(*command):
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if ran.returncode != 0 or ran.stderr.strip():
        bad.append(f"{' '.join(map(str, command))}: {ran.stderr.strip() or ran.stdout.strip()}"[:400])
    return ran.stdout


def folded(text, lang):
    """Chinese has no spaces between words: a line's end is nothing there."""
    text = BIDI.sub("", unicodedata.normalize("NFKC", text))
    text = re.sub(r"([-/])\n\s*", r"\1", text)  # where a line ends within a word
    return "".join(text.split()) if lang.startswith("zh") else " ".join(text.split())


def pages_text(pdf):
    """What pdftotext reads, without the footer of each page; white space as it is."""
    pages = tool("pdftotext", "-enc", "UTF-8", pdf, "-").split("\f")
    return "\n".join(page.strip("\n").rpartition("\n")[0] for page in pages)


def paragraphs(plain):
    """Of a plain letter, without its footers and the lines drawn with characters. A page may part one."""
    pages = [page.rstrip("\n").split("\n") for page in plain.split("\f")]
    for page in pages:
        page.pop()
    text = "\n".join(line for page in pages for line in page + [""])
    drawn = re.compile(r"[=\-_]{3,}")
    for part in re.split(r"\n\s*\n", text):
        lines = [line for line in part.split("\n") if line.strip() and not drawn.fullmatch(line.strip())]
        items = re.split(r"\n(?= *(?:•|\d+\.) )", "\n".join(lines))
        yield from (item for item in items if item.strip())


def check_text(pdf, lang, plain):
    """Every paragraph, in order."""
    got, at = folded(pages_text(pdf), lang), 0
    read = folded(tool("pdfinfo", "-struct-text", pdf), lang).replace('" P (block) "', " ")
    read = re.sub(r'" ?(Link \(inline\)|Object \d+ 0) ?"', "", read)
    for part in paragraphs(plain):
        want = folded(part, lang)
        found = got.find(want, at)
        if found < 0:
            bad.append(f"{pdf}: not found after place {at}: {want[:160]!r}")
            return
        at = found + len(want)
        if lang.startswith("zh"):
            continue
        for word in want.split():
            if word not in read:
                bad.append(f"{pdf}: {word!r} is not in the tree")
                return


def check_fonts(pdf):
    lines = tool("pdffonts", pdf).splitlines()[2:]
    if not lines:
        bad.append(f"{pdf}: no fonts")
    for line in lines:
        if not re.match(r"[A-Z]{6}\+\S+ .* yes +yes +yes +\d+ +\d+$", line):
            bad.append(f"{pdf}: a font is not embedded, subset and with its text: {line}")


def check_info(pdf, lang, plain):
    info = dict(re.findall(r"^([^:\n]+): +(.*)$", tool("pdfinfo", pdf), re.M))
    raw = pdf.read_bytes()
    width, height = map(float, re.match(r"([\d.]+) x ([\d.]+) pts", info["Page size"]).groups())
    pages = int(info["Pages"])
    wanted = {
        "tagged": info.get("Tagged") == "yes",
        "A4": (width, height) == PAGE_MM_PT,
        "a title": bool(info.get("Title")) and info["Title"] in plain.replace("\n", " "),
        "its language": f"/Lang({lang})".encode() in raw,
        "right to left": (b"/Direction/R2L" in raw) == lang.startswith("ar"),
        "PDF/UA": b"<pdfuaid:part>1</pdfuaid:part>" in raw and b"/DisplayDocTitle true" in raw,
        "no dates": b"Date" not in raw,
    }
    bad.extend(f"{pdf}: lacks: {what}" for what, good in wanted.items() if not good)
    for page in range(1, pages + 1):
        lines = tool("pdftotext", "-f", str(page), "-l", str(page), pdf, "-").strip("\f\n").split("\n")
        foot = FOOTER.search(BIDI.sub("", lines[-1]))
        if not foot or foot.groups() != (str(page), str(pages)):
            bad.append(f"{pdf}: page {page} of {pages} ends with {lines[-1]!r}")


def check_tree(pdf, lang):
    tree = [line.strip() for line in tool("pdfinfo", "-struct", pdf).splitlines()]
    roles = {line.split(" ")[0] for line in tree}
    if tree[0] != "Document" or not {"H1", "P"} <= roles:
        bad.append(f"{pdf}: its tree has {sorted(roles)}")


pdfs, texts = map(pathlib.Path, sys.argv[1:3])
letters = sorted(pdfs.glob("*.pdf"))
for letter in letters:
    tongue = letter.stem.split("-", 1)[1]
    text = (texts / f"{letter.stem}.txt").read_text(encoding="utf-8")
    tool("qpdf", "--check", letter)
    check_fonts(letter)
    check_info(letter, tongue, text)
    check_tree(letter, tongue)
    check_text(letter, tongue, text)
if not letters:
    bad.append(f"{pdfs}: no letters")
print("\n".join(bad) or f"{len(letters)} letters read back")
sys.exit(bool(bad))
