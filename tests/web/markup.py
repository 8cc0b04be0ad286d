"""A page read strictly: tags that do not close, ids that stand twice, what no page may carry; and its texts
with the language that each is marked as."""
import html.parser
import re

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
SHAPES = {"rect", "line", "circle", "path", "use"}  # of SVG, which close themselves
REFUSED = {"script", "style", "iframe", "object", "embed", "base"}


class Page(html.parser.HTMLParser):

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.ids, self.links, self.texts, self.uses = [], [], [], [], [], []
        self.language = [None]
        self.tags = []
        self.feed(text)
        self.close()
        if self.open:
            self.wrong.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        ours = tag == "script" and re.match(r"/assets/[a-z]+-[0-9a-f]{12}\.js$", attributes.get("src") or "")
        if tag in REFUSED and not ours:
            self.wrong.append(f"<{tag}>")
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                self.wrong.append(f"{tag} has the attribute {name}")
            if re.match(r"\s*(javascript|data|vbscript):", value or "",
                        re.I) and name in ("href", "src", "action"):
                self.wrong.append(f"{name}={value}")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "use":
            self.uses.append(attributes.get("href", ""))
        for name in ("title", "aria-label", "placeholder"):
            if name in attributes:
                self.texts.append((attributes.get("lang") or self.language[-1], attributes[name], tag))
        if tag not in VOID:
            self.open.append(tag)
            self.language.append(attributes.get("lang") or ("code" if tag == "code" else self.language[-1]))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()
        self.language.pop()

    def handle_data(self, data):
        if data.strip():
            self.texts.append(
                (self.language[-1], " ".join(data.split()), self.open[-1] if self.open else ""))

    def handle_comment(self, data):
        self.wrong.append(f"a comment: {data[:40]}")

    def text(self):
        """All that is read, as one line."""
        return " ".join(text for _, text, _ in self.texts)

    def mistakes(self):
        twice = {i for i in self.ids if self.ids.count(i) > 1}
        return self.wrong + [f"the id {i} stands twice" for i in sorted(twice)]


# What may stand in Latin letters in an Arabic text: codes, symbols, names of standards and programs.
LATIN_CODES = re.compile(
    r"\b\d{0,2}[A-Z]{2,5}(-[A-Z]{2}\d|\d{4})?\b|\bA/RES/\S+|\bISO 3166-1 alpha-3\b|\b(Paraph|Atom)\b"
    r"|\bHTTP\S*|[\w.]+\.\w+(:\w+)?", re.A)
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|to|for|with|not|by|its|has|have|had|this|that|which|from|at|in|since"
    r"|state|states|party|day|year|report|reports|unknown|why)\b", re.I)


def foreign(page, tag):
    """Texts that are not in the page's language and not marked as in another."""
    found = []
    for language, text, where in page.texts:
        if language != tag:
            continue
        if tag in ("ar", "ru", "zh") and re.search(r"[A-Za-z]{2}", LATIN_CODES.sub("", text)):
            found.append(f"<{where}> {text[:120]}")
        if tag == "fr" and ENGLISH.search(LATIN_CODES.sub("", text)):
            found.append(f"<{where}> {text[:120]}")
    return found
