#!/usr/bin/python3
"""Letters as HTML and as Word drafts, read back: markup_check.py TEXT HTML DOCX, three folders of the
same letters."""
import html.parser
import pathlib
import re
import sys
import xml.etree.ElementTree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VOID = {"meta", "br"}
ALLOWED = {"html", "head", "meta", "title", "body", "div", "p", "h1", "h2", "h3", "br", "bdi", "ul",
           "ol", "li",
           "em", "strong",
           "a"}
bad = []


class Page(html.parser.HTMLParser):
    """What a mail program shows; every tag closed in its order, nothing that is fetched or run."""

    def __init__(self, name):
        super().__init__()
        self.name, self.open, self.text, self.attributes = name, [], "", {}

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        if tag not in ALLOWED:
            bad.append(f"{self.name}: <{tag}>")
        for name, value in attrs:
            if name not in ("lang", "dir", "charset", "style", "href", "value") or "url(" in value:
                bad.append(f"{self.name}: {name}={value!r}")
        if tag == "html":
            self.attributes = dict(attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            bad.append(f"{self.name}: </{tag}> closes something else")

    def handle_data(self, data):
        if "body" in self.open:
            self.text += data


def folded(text):
    """Without white space, and without what holds values apart where there is no markup."""
    return re.sub(r"[\s\u200b\u2068\u2069]+", "", text)


def plain(path):
    """Without footers, rules and what underlines the heading."""
    lines = []
    for page in path.read_text(encoding="utf-8").split("\f"):
        lines += page.split("\n")[:-2]
    return folded("".join(line for line in lines if not re.fullmatch(r" *(=+|_+)", line)))


def draft(path, lang):
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() or any(f.date_time != (1980, 1, 1, 0, 0, 0) for f in archive.infolist()):
            bad.append(f"{path}: broken, or with times of its own")
        trees = {name: xml.etree.ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = "" if name == "_rels/.rels" else "word/"
            for rel in tree:
                if rel.get("TargetMode") != "External" and folder + rel.get("Target") not in trees:
                    bad.append(f"{path}: {name} points to {rel.get('Target')}")
    body = trees["word/document.xml"]
    controls = list(body.iter(W + "sdt"))
    ids = [c.find(f"{W}sdtPr/{W}id").get(W + "val") for c in controls]
    names = {c.find(f"{W}sdtPr/{W}tag").get(W + "val") for c in controls}
    if len(set(ids)) != len(ids):
        bad.append(f"{path}: two controls with one id")
    wanted = {"state.name", "state.formal", "letter.date", "verb", "parties.deposited", "joined.percent"}
    if not wanted <= names:
        bad.append(f"{path}: controls {sorted(names)}")
    paragraphs = list(body.iter(W + "p"))
    bidi = sum(p.find(f"{W}pPr/{W}bidi") is not None for p in paragraphs)
    if bidi != (len(paragraphs) if lang == "ar" else 0):
        bad.append(f"{path}: {bidi} of {len(paragraphs)} paragraphs from right to left")
    fields = [f.get(W + "instr").strip() for f in trees["word/footer.xml"].iter(W + "fldSimple")]
    if fields != ["PAGE", "NUMPAGES"]:
        bad.append(f"{path}: its footer has {fields}")
    return folded("".join(t.text or "" for t in body.iter(W + "t")))


texts, pages, drafts = (pathlib.Path(folder) for folder in sys.argv[1:4])
for path in sorted(texts.glob("*.txt")):
    lang = path.stem[4:]
    page = Page(path.stem)
    page.feed((pages / (path.stem + ".html")).read_text(encoding="utf-8"))
    page.close()
    if page.open or page.attributes != {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}:
        bad.append(f"{path.stem}: {page.open} left open; {page.attributes}")
    if folded(page.text) != plain(path):
        bad.append(f"{path.stem}: HTML says otherwise than text")
    if draft(drafts / (path.stem + ".docx"), lang) != plain(path):
        bad.append(f"{path.stem}: Word says otherwise than text")
print("\n".join(bad) or "all the same")
sys.exit(bool(bad))
