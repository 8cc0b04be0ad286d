#!/usr/bin/python3
"""Reads PDF files through qpdf and asks of each what PDF/UA-1 (ISO 14289-1, as the Matterhorn Protocol 1.02
lists its conditions, whose numbers stand in the messages) and, where the file says that it is PDF/A-2,
ISO 19005-2 ask of letters: as far as a program can tell, and without looking into fonts. pdf_ua_check.py
FILE…; with --roles, the sequence of structure types of the one file. Prints what is wrong, or one line."""
import base64
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

PAINTS = set("Tj TJ ' \" S s f F f* B B* b b* sh Do BI".split())
STANDARD = set("""Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private
P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry
Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form""".split())
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
MAY_HOLD = {"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}}
TOKEN = re.compile(rb"""\s*(?:%[^\r\n]*\s*)*(
    <<|>>|\[|\]|/[^\s<>\[\]()/%{}]* | <[0-9A-Fa-f\s]*> | \((?:\\.|[^()\\]|\((?:\\.|[^()\\])*\))*\)
    | [^\s<>\[\]()/%{}]+)""", re.X | re.S)
NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
         "pdf": "http://ns.adobe.com/pdf/1.3/", "ua": "http://www.aiim.org/pdfua/ns/id/",
         "a": "http://www.aiim.org/pdfa/ns/id/", "ext": "http://www.aiim.org/pdfa/ns/extension/",
         "schema": "http://www.aiim.org/pdfa/ns/schema#"}


class File:
    """A PDF's objects, as qpdf gives them."""

    def __init__(self, path):
        self.path, self.bad = path, []
        ran = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized",
                              path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if ran.returncode != 0:
            sys.exit(f"{path}: qpdf: {ran.stderr.decode().strip()}")
        self.objects = json.loads(ran.stdout)["qpdf"][1]
        self.trailer = self.objects["trailer"]["value"]
        self.root = self.get(self.trailer["/Root"])
        self.pages = list(self.page_tree(self.root["/Pages"], {}))

    def wrong(self, number, what):
        self.bad.append(f"{self.path}: {number}: {what}")

    def need(self, good, number, what):
        if not good:
            self.wrong(number, what)

    def raw(self, ref):
        return self.objects.get("obj:" + ref, {"value": None})

    def get(self, value):
        """What a reference stands for; of a stream its dictionary."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.raw(value)
            value = found["stream"]["dict"] if "stream" in found else found.get("value")
        return value

    def data(self, ref):
        return base64.b64decode(self.raw(ref)["stream"]["data"])

    def page_tree(self, ref, from_above):
        node = {**from_above, **self.get(ref)}
        if node["/Type"] == "/Page":
            yield ref, node
            return
        handed = {k: node[k] for k in ("/Resources", "/MediaBox") if k in node}
        for kid in self.get(node["/Kids"]):
            yield from self.page_tree(kid, handed)

    def number_tree(self, node):
        node = self.get(node)
        nums = self.get(node.get("/Nums", []))
        yield from zip(nums[::2], nums[1::2])
        for kid in self.get(node.get("/Kids", [])):
            yield from self.number_tree(kid)


def words(value):
    """Of a text string in qpdf's JSON; empty when it is none."""
    return value[2:] if isinstance(value, str) and value.startswith("u:") else ""


def operators(data):
    """(operator, operands) of a content stream; dictionaries as lists of tokens."""
    stack, at = [], 0
    while True:
        found = TOKEN.match(data, at)
        if not found:
            return
        token, at = found[1], found.end()
        if re.match(rb"[A-Za-z'\"]", token) and token not in (b"true", b"false", b"null"):
            yield token.decode(), stack
            stack = []
        else:
            stack.append(token)


# ---- content ----

class Content:
    """What a page shows: which marks it has, which codes of which fonts."""

    def __init__(self, file, name, resources, data):
        self.file, self.name, self.resources = file, name, resources
        self.marks, self.codes, self.open, font = [], {}, [], None
        for operator, operands in operators(data):
            if operator in ("BDC", "BMC"):
                self.begin(operands)
            elif operator == "EMC":
                file.need(self.open, "01", f"{name}: EMC without a beginning")
                if self.open:
                    self.open.pop()
            elif operator == "Tf":
                font = operands[0].decode()
            elif operator in PAINTS:
                file.need(any(kind for kind, _ in self.open), "01-005",
                          f"{name}: {operator} neither tagged nor an artifact")
                if operator in ("Tj", "TJ"):
                    told = any(actual for _, actual in self.open)
                    self.show(font, operands, told)
        file.need(not self.open, "01", f"{name}: a marked sequence without an end")

    def begin(self, operands):
        tag = operands[0].decode()
        rest = b" ".join(operands[1:])
        if len(operands) == 2 and operands[1].startswith(b"/"):
            properties = self.file.get(self.resources.get("/Properties", {}))
            entry = self.file.get(properties.get(operands[1].decode(), {}))
            mcid, actual = entry.get("/MCID"), "/ActualText" in entry
        else:
            found = re.search(rb"/MCID (\d+)", rest)
            mcid, actual = int(found[1]) if found else None, b"/ActualText" in rest
        kinds = [kind for kind, _ in self.open]
        kind = "artifact" if tag == "/Artifact" else "tagged" if mcid is not None else None
        self.file.need(not (kind == "artifact" and "tagged" in kinds), "01-001",
                       f"{self.name}: an artifact within tagged content")
        self.file.need(not (kind == "tagged" and "artifact" in kinds), "01-002",
                       f"{self.name}: tagged content within an artifact")
        self.file.need(not (kind == "tagged" and "tagged" in kinds), "01",
                       f"{self.name}: an MCID within another")
        if mcid is not None:
            self.file.need(mcid not in self.marks, "01", f"{self.name}: MCID {mcid} twice")
            self.marks.append(mcid)
        self.open.append((kind, actual))

    def show(self, font, operands, told):
        used = self.codes.setdefault(font, {})
        for token in operands:
            if token.startswith(b"<"):
                digits = re.sub(rb"\s", b"", token[1:-1]).decode()
                codes = [int(digits[i:i + 4], 16) for i in range(0, len(digits), 4)]
            elif token.startswith(b"("):
                text = re.sub(rb"\\([0-7]{1,3}|.)", lambda m: bytes([int(m[1], 8)]) if m[1].isdigit()
                              else ESCAPED.get(m[1], m[1]), token[1:-1], flags=re.S)
                codes = [text[i] << 8 | text[i + 1] for i in range(0, len(text) - 1, 2)]
            else:
                continue
            for code in codes:
                used[code] = used.get(code, True) and told


def check_pages(file):
    """Returns, by page reference, the marks that are on it."""
    marks, fonts = {}, {}
    for number, (ref, page) in enumerate(file.pages, 1):
        resources = file.get(page.get("/Resources", {}))
        contents = page.get("/Contents", [])
        streams = contents if isinstance(contents, list) else [contents]
        content = Content(file, f"page {number}", resources, b"\n".join(file.data(s) for s in streams))
        marks[ref] = content.marks
        for name, codes in content.codes.items():
            font = file.get(resources["/Font"])[name]
            for code, told in codes.items():
                one = fonts.setdefault(font, {})
                one[code] = one.get(code, True) and told
        if page.get("/Annots"):
            file.need(page.get("/Tabs") == "/S", "28-008", f"page {number}: annotations, and no /Tabs/S")
        for name in file.get(resources.get("/XObject", {})).values():
            x = file.get(name)
            file.need("/Ref" not in x and "/OPI" not in x, "30-001", f"page {number}: a reference XObject")
            file.need(x.get("/Subtype") in ("/Image", "/Form"), "30", f"page {number}: {x.get('/Subtype')}")
            if x.get("/Subtype") == "/Form":
                data = file.data(name)
                file.need(b"/MCID" not in data, "30-002", f"page {number}: a form with marks of its own")
    for font, codes in fonts.items():
        check_font(file, font, codes)
    return marks


# ---- fonts ----

def to_unicode(data):
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            first = bytes.fromhex(text.decode()).decode("utf-16-be")
            for i in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + i] = first[:-1] + chr(ord(first[-1]) + i)
    return found


def check_font(file, ref, codes):
    font = file.get(ref)
    name = font.get("/BaseFont", ref)
    file.need(font["/Subtype"] == "/Type0", "31", f"{name}: {font['/Subtype']}, not a composite font")
    if font["/Subtype"] != "/Type0":
        return
    file.need(font["/Encoding"] in ("/Identity-H", "/Identity-V"), "31",
              f"{name}: encoding {font['/Encoding']}")
    below = file.get(file.get(font["/DescendantFonts"])[0])
    descriptor = file.get(below["/FontDescriptor"])
    file.need(any(k.startswith("/FontFile") for k in descriptor), "31-009", f"{name}: not embedded")
    file.need(re.match(r"/[A-Z]{6}\+", name), "31", f"{name}: a subset without its tag")
    file.need("/CIDSystemInfo" in below, "31", f"{name}: no CIDSystemInfo")
    glyphs = below.get("/CIDToGIDMap")
    if below["/Subtype"] == "/CIDFontType2":
        file.need(glyphs, "31-004", f"{name}: no CIDToGIDMap")
    table = file.data(glyphs) if glyphs and glyphs != "/Identity" else None
    for code in codes:
        glyph = (table[2 * code] << 8 | table[2 * code + 1]) if table and 2 * code + 1 < len(table) else code
        file.need(glyph, "31-030", f"{name}: code {code} shows .notdef")
    file.need("/ToUnicode" in font, "10-001", f"{name}: no ToUnicode")
    if "/ToUnicode" in font:
        text = to_unicode(file.data(font["/ToUnicode"]))
        lost = sorted(c for c, told in codes.items() if not told and not text.get(c))
        file.need(not lost, "10-001", f"{name}: no text for codes {lost[:8]}")
        odd = sorted(c for c, t in text.items() if c in codes and set(t) & set("\0\ufeff\ufffe"))
        file.need(not odd, "31-028", f"{name}: codes {odd[:8]} stand for no character")
    check_widths(file, name, below, codes)


def check_widths(file, name, below, codes):
    known, wide, i = set(), file.get(below.get("/W", [])), 0
    while i < len(wide):
        if isinstance(file.get(wide[i + 1]), list):
            known.update(range(wide[i], wide[i] + len(file.get(wide[i + 1]))))
            i += 2
        else:
            known.update(range(wide[i], wide[i + 1] + 1))
            i += 3
    lost = sorted(set(codes) - known)
    file.need(not lost or "/DW" in below, "31-018", f"{name}: no width for codes {lost[:8]}")


# ---- tree ----

class Tree:
    """The structure tree, walked once."""

    def __init__(self, file):
        self.file, self.roles, self.marks, self.objects, self.levels = file, [], {}, {}, []
        self.root = file.get(file.root.get("/StructTreeRoot"))
        file.need(self.root, "01-006", "no structure tree")
        self.map = file.get(self.root.get("/RoleMap", {})) if self.root else {}
        if self.root:
            top = self.root["/K"]
            for ref in top if isinstance(top, list) else [top]:
                self.walk(ref, file.root["/StructTreeRoot"], None, None)

    def role(self, element):
        role = element["/S"]
        for _ in range(8):
            role = self.map.get(role, role)
        return role[1:]

    def walk(self, ref, parent, page, above):
        file, element = self.file, self.file.get(ref)
        role = self.role(element)
        self.roles.append(role)
        file.need(role in STANDARD, "02-001", f"{role} is no standard type")
        file.need(element.get("/P") == parent, "09", f"{ref} {role}: its parent is not {parent}")
        if above in MAY_HOLD:
            file.need(role in MAY_HOLD[above], "09-005", f"{role} in {above}")
        file.need(role not in ("LI", "LBody") or above == {"LI": "L", "LBody": "LI"}[role], "09-005",
                  f"{role} in {above}")
        if role == "Figure":
            file.need(words(element.get("/Alt")) or words(element.get("/ActualText")), "13-004",
                      f"{ref}: a figure without words")
        if re.fullmatch("H[1-6]", role):
            level = int(role[1])
            file.need(level <= (self.levels[-1] if self.levels else 0) + 1, "14-003", f"{role} skips a level")
            self.levels.append(level)
        page = element.get("/Pg", page)
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        for kid in kids:
            self.kid(kid, ref, page, role)
        if role == "Link":
            file.need(any(owner == ref for owner, _ in self.objects.values()), "28-011",
                      f"{ref}: a link without its annotation")

    def kid(self, kid, ref, page, role):
        if isinstance(kid, int):
            self.mark(page, kid, ref)
            return
        value = self.file.get(kid)
        if value.get("/Type") == "/MCR":
            self.mark(value.get("/Pg", page), value["/MCID"], ref)
        elif value.get("/Type") == "/OBJR":
            self.objects[value["/Obj"]] = (ref, role)
        else:
            self.walk(kid, ref, page, role)

    def mark(self, page, mcid, ref):
        self.file.need((page, mcid) not in self.marks, "01", f"mark {mcid} of {page} in two elements")
        self.marks[page, mcid] = ref


def check_tree(file, marks):
    tree = Tree(file)
    if not tree.root:
        return tree
    parents = dict(file.number_tree(tree.root["/ParentTree"]))
    for ref, page in file.pages:
        shown = marks[ref]
        listed = file.get(parents.get(page.get("/StructParents"))) or []
        file.need(not shown or "/StructParents" in page, "01", f"{ref}: no StructParents")
        for mcid in shown:
            owner = tree.marks.get((ref, mcid))
            file.need(owner, "01", f"mark {mcid} of {ref} is in no element")
            file.need(mcid < len(listed) and listed[mcid] == owner, "01",
                      f"mark {mcid} of {ref}: the parent tree says another element")
        for (where, mcid) in tree.marks:
            file.need(where != ref or mcid in shown, "01",
                      f"an element has mark {mcid} of {ref}, which is not there")
        for annotation in file.get(page.get("/Annots", [])):
            check_annotation(file, tree, parents, annotation)
    used = [p["/StructParents"] for _, p in file.pages if "/StructParents" in p]
    file.need(len(used) == len(set(used)), "01", "two pages with one StructParents")
    after = tree.root.get("/ParentTreeNextKey")
    file.need(after is None or after > max(parents, default=-1), "01", "ParentTreeNextKey is taken")
    return tree


def check_annotation(file, tree, parents, ref):
    a = file.get(ref)
    owner, role = tree.objects.get(ref, (None, None))
    file.need(owner, "28-002", f"annotation {ref} is in no element")
    if a["/Subtype"] == "/Link":
        file.need(role == "Link", "28-011", f"link {ref} is in a {role}")
        file.need(words(a.get("/Contents")), "28-012", f"link {ref}: no Contents")
    file.need(parents.get(a.get("/StructParent")) == owner, "28",
              f"annotation {ref}: the parent tree says another")


# ---- the whole ----

def metadata(file):
    ref = file.root.get("/Metadata")
    file.need(ref, "06-001", "no metadata")
    if not ref:
        return xml.Element("none")
    return xml.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", file.data(ref)).strip())


def value_of(meta, prefix, name):
    """As an element or as an attribute, both of which RDF allows."""
    key = f"{{{NAMES[prefix]}}}{name}"
    for node in meta.iter():
        if node.tag == key:
            return "".join(node.itertext()).strip()
        if key in node.attrib:
            return node.attrib[key]
    return None


def check_whole(file):
    meta = metadata(file)
    title = value_of(meta, "dc", "title")
    viewer = file.get(file.root.get("/ViewerPreferences", {}))
    mark = file.get(file.root.get("/MarkInfo", {}))
    file.need(value_of(meta, "ua", "part") == "1", "05-001", "does not say that it is PDF/UA-1")
    file.need(title, "06-003", "no title in the metadata")
    file.need(viewer.get("/DisplayDocTitle") is True, "07-001", "its title is not displayed")
    file.need(mark.get("/Marked") is True and not mark.get("/Suspects"), "01-007", "not marked, or suspect")
    file.need(re.fullmatch(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", words(file.root.get("/Lang"))), "11-006",
              "no language")
    for key, number in (("/AcroForm", "25"), ("/OCProperties", "20"), ("/EmbeddedFiles", "21")):
        file.need(key not in file.root, number, f"{key}: not in a letter")
    file.need("/Encrypt" not in file.trailer, "26", "encrypted")
    return meta, title


def check_archive(file, meta, title):
    """What ISO 19005-2 asks beside: named by its clauses."""
    with open(file.path, "rb") as f:
        head = f.read(32)
        body = head + f.read()
    file.need(re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", head), "A 6.1.2", "its header")
    file.need(body.endswith(b"%%EOF") or body.endswith(b"%%EOF\n"), "A 6.1.3", "more after its end")
    file.need(len(file.get(file.trailer.get("/ID", []))) == 2, "A 6.1.3", "no ID")
    file.need(value_of(meta, "a", "conformance") == "A", "A 6.6.4", "not level A")
    described = [n.text for n in meta.iter(f"{{{NAMES['schema']}}}namespaceURI")]
    file.need(NAMES["ua"] in described, "A 6.6.2.3", "PDF/UA's property is not described")
    info = file.get(file.trailer.get("/Info", {}))
    file.need(words(info.get("/Title")) == title, "A 6.6.2", "two titles")
    file.need(words(info.get("/Producer")) == value_of(meta, "pdf", "Producer"), "A 6.6.2", "two producers")
    intents = [file.get(i) for i in file.get(file.root.get("/OutputIntents", []))]
    profile = next((i["/DestOutputProfile"] for i in intents if i["/S"] == "/GTS_PDFA1"), None)
    file.need(profile and file.data(profile)[12:20] == b"mntrRGB " and file.data(profile)[36:40] == b"acsp"
              and file.get(profile)["/N"] == 3, "A 6.2.3", "no RGB output intent")
    for name, found in file.objects.items():
        entry = found.get("stream", {}).get("dict", found.get("value"))
        text = json.dumps(entry)
        for key, clause in (("/DeviceCMYK", "6.2.4.3"), ("/JavaScript", "6.5.1"), ("/Launch", "6.5.1"),
                            ("/LZWDecode", "6.1.7.2"), ("/AA", "6.5.2"), ("/PS", "6.2.9")):
            file.need(f'"{key}"' not in text, f"A {clause}", f"{name} has {key}")
        if isinstance(entry, dict):
            file.need(not entry.get("/Interpolate"), "A 6.2.8.1", f"{name} is interpolated")
            file.need(entry.get("/Subtype") != "/Link" or entry.get("/F") == 4, "A 6.3.2", f"{name}: F")


def check(path):
    file = File(path)
    meta, title = check_whole(file)
    tree = check_tree(file, check_pages(file))
    if value_of(meta, "a", "part") == "2":
        check_archive(file, meta, title)
    return file, tree


def main():
    bad, paths = [], sys.argv[1:]
    if paths[0] == "--roles":
        print(" ".join(check(paths[1])[1].roles))
        return
    for path in paths:
        bad.extend(check(path)[0].bad)
    print("\n".join(bad[:60]) or f"{len(paths)} files: PDF/UA-1 as far as it is asked here")
    sys.exit(bool(bad))


main()
