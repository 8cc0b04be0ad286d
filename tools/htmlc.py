#!/usr/bin/python3
"""Compile NAME.html to C: NAME_html.h and NAME_html.c. htmlc.py NAME.html OUTDIR [FOLDER, e.g. web]

    {% include "web/view.h" %}                   for the types of the parameters
    {% part tile(const struct tile *t) %} {% end %}  void html_tile(struct buf *, const struct view *v, ...)
    {{ t->iso3 }}                                a value: text or a number; gcc checks that it is one
    {% if a %} {% elif b %} {% else %} {% end %}
    {% for t in home->tile : home->tiles %} ... {% end %}   t points to one after the other
    {% call tile(t) %}                           another part
    {% wrap frame(f) %} ... {% end %}            a part that has {% inside %}: what stands between comes there
    {% t "Next meeting" %}                       a text in the reader's language
    {% say "On {day}, {n} States" %}{% slot day %}...{% slot n %}...{% end %}     with what stands in it
    {% say "{n} State" "{n} States" by count %}  one text or the other by number
    {# a comment; one at the end of a line takes the line's end with it #}

Values are escaped by where they stand: text, quoted attribute, address. An address that begins with a value
takes a `struct url`, which only view_link() and its like make; a value further on in it is percent-coded.
There is no way to write a value as it is. A form that is posted gets the session's token behind its tag.
Refused, each with file and line: a value in a tag, in an attribute without quotes, in a form's method, in
script, style, on..., or a comment; tags that do not close where they were opened; script and style as such.
The indent of a line, and a line of nothing but directives, is not sent."""
import pathlib
import re
import sys

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
URLS = {"href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href"}
REFUSED_ELEMENTS = {"script", "style", "iframe", "object", "embed", "base"}
REFUSED_ATTRIBUTES = re.compile(r"on\w+|style|srcdoc|srcset")
LITERAL_MAX = 4000  # bytes of a C string that every compiler takes
NAME = r"[A-Za-z_]\w*"
TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}\n?)", re.S)
EXPRESSION = re.compile(rf'\s*(?:{NAME}|\d+|"(?:[^"\\\n]|\\.)*"|->|==|!=|<=|>=|&&|\|\||[-+.!<>(),\[\]*&])')
STRING = r'"((?:[^"\\\n]|\\.)*)"'


class Mistake(Exception):
    pass


def expression(text):
    """C without assignment, statement or comment."""
    at, depth = 0, 0
    text = text.strip()
    while at < len(text):
        found = EXPRESSION.match(text, at)
        if not found:
            raise Mistake(f"'{text}': '{text[at:at + 10]}' may not stand in a value")
        if found[0] in ("+", "-") and text[at - 1:at] == found[0]:
            raise Mistake(f"'{text}': a value does not change")
        depth += found[0].strip() in ("(", "[")
        depth -= found[0].strip() in (")", "]")
        if depth < 0:
            break
        at = found.end()
    if depth or not text:
        raise Mistake(f"'{text}' is no whole value")
    return text


def c_string(text):
    out = []
    for byte in text.encode():
        char = chr(byte)
        plain = 32 <= byte < 127 and char != "?"
        out.append("\\" + char if char in '\\"' else char if plain else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


class Html:
    """Where in HTML we are. Fed with literal text, asked before each value."""

    def __init__(self):
        self.state, self.open, self.name, self.attribute, self.value = "text", [], "", "", ""
        self.posts = self.form_open = False  # the tag says method="post"; such a form has just begun

    def feed(self, text):
        for char in text:
            getattr(self, self.state)(char)

    def text(self, char):
        if char == "<":
            self.state, self.name = "tag_name", ""

    def tag_name(self, char):
        if char in " \t\n>" or (char == "/" and self.name):
            if self.name.lstrip("/").lower() in REFUSED_ELEMENTS:
                raise Mistake(f"<{self.name}> is refused: no page carries one")
            self.state, self.attribute = "tag", ""
            self.tag(char)
        else:
            self.name += char
            if self.name == "!--":
                self.state, self.value = "comment", ""

    def comment(self, char):
        self.value += char
        if self.value.endswith("-->"):
            self.state = "text"

    def tag(self, char):
        if char == ">":
            self.close_tag(self.attribute.endswith("/"))
        elif char == "=":
            if REFUSED_ATTRIBUTES.fullmatch(self.attribute.lower()):
                raise Mistake(f"the attribute {self.attribute} is refused")
            self.state = "before_value"
        elif char in " \t\n":
            self.attribute = ""
        elif char in "\"'<":
            raise Mistake(f"'{char}' in the tag <{self.name}>")
        else:
            self.attribute += char

    def before_value(self, char):
        if char not in "\"'":
            raise Mistake(f"the attribute {self.attribute} is without quotes: write {self.attribute}=\"...\"")
        self.state, self.value = {'"': "double", "'": "single"}[char], ""

    def quoted(self, char, end):
        if char == end:
            self.posts |= self.attribute.lower() == "method" and self.value.lower() == "post"
            self.state, self.attribute = "tag", ""
        else:
            self.value += char

    def double(self, char):
        self.quoted(char, '"')

    def single(self, char):
        self.quoted(char, "'")

    def close_tag(self, empty):
        self.state = "text"
        name = self.name.lower()
        self.form_open = self.posts and name == "form"
        self.posts = False
        if name.startswith("/"):
            if not self.open or self.open[-1] != name[1:]:
                raise Mistake(f"<{name}> closes {'<' + self.open[-1] + '>' if self.open else 'nothing'} here")
            self.open.pop()
        elif not (empty or name in VOID or name.startswith("!")):
            self.open.append(name)

    def function(self):
        """What writes a value that stands here."""
        if self.state == "text":
            return "html_put"
        if self.state in ("double", "single"):
            if self.attribute.lower() in ("method", "formmethod"):
                raise Mistake("how a form is sent stands in the template: a posted one carries a token")
            if self.attribute.lower() not in URLS:
                return "html_put"
            if not self.value:
                return "html_url"
            return "html_put_url_part"
        where = {"before_value": f"the attribute {self.attribute}, which needs quotes",
                 "comment": "a comment"}
        raise Mistake(f"a value may not stand in {where.get(self.state, f'the tag <{self.name}>')}")

    def valued(self):
        if self.state in ("double", "single"):
            self.value += "\0"

    def place(self):
        return self.state, tuple(self.open), self.attribute if self.state != "text" else ""


class Compiler:
    def __init__(self, source, module):
        self.source, self.module, self.line = source, module, 1
        self.includes, self.prototypes, self.c = [], [], []
        self.blocks, self.html, self.part, self.says = [], None, None, 0

    # ---- output ----

    def emit(self, code):
        self.c += [f'#line {self.line} "{self.source}"', code]

    def literal(self, text):
        if not text:
            return
        if self.html is None:
            if text.strip():
                raise Mistake(f"'{text.strip()[:20]}' stands outside of every part")
            return
        if self.blocks and self.blocks[-1]["kind"] == "say":
            if text.strip():
                raise Mistake("text in say, outside of its slots")
            return
        begin = 0
        for at, char in enumerate(text, 1):
            self.html.feed(char)
            if self.html.form_open:  # every form that is posted carries the session's token
                self.html.form_open = False
                self.literal_out(text[begin:at])
                self.c.append("\thtml_form_token(b, v);")
                begin = at
        self.literal_out(text[begin:])

    def literal_out(self, text):
        if text:
            self.c.append(f"\tbuf_add(b, {c_string(text)}, {len(text.encode())});")

    # ---- blocks ----

    def begin(self, kind, **more):
        self.blocks.append({"kind": kind, "line": self.line,
                            "place": self.html.place() if self.html else None,
                            **more})

    def same_place(self, block):
        if self.html.place() != block["place"]:
            last = self.html.open[-1] if self.html.open else self.html.state
            raise Mistake(f"{block['kind']} of line {block['line']} ends in another place of the page "
                          f"than it began (<{last}>)")

    def end(self, _):
        if not self.blocks:
            raise Mistake("end without a beginning")
        block = self.blocks[-1]
        if block["kind"] == "slot":
            self.end_slot()
            block = self.blocks[-1]
        if block["kind"] != "say":
            self.same_place(block)
        self.blocks.pop()
        if block["kind"] == "part":
            self.c.append("}\n")
            self.html = self.part = None
        elif block["kind"] == "wrap":
            self.emit(f"\thtml_{block['name']}_close(b, v{block['arguments']});")
        elif block["kind"] == "say":
            if set(block["slots"]) != set(block["seen"]):
                raise Mistake(f"say needs the slots {', '.join(block['slots'])}")
            self.c.append("\t}}" if block["slots"] else "")
            self.html.valued()
        else:
            self.c.append("\t}")

    def do_include(self, rest):
        found = re.fullmatch(STRING, rest)
        if not found or self.html:
            raise Mistake('write include "folder/file.h", before the parts')
        self.includes.append(found[1])

    def do_part(self, rest):
        found = re.fullmatch(rf"({NAME})\((.*)\)", rest, re.S)
        if not found or self.html:
            raise Mistake("write part name(const struct x *x), outside of other parts")
        parameters = [" ".join(p.split()) for p in found[2].split(",") if p.strip()]
        for p in parameters:
            if not re.fullmatch(rf"(?:const )?(?:struct |enum )?{NAME} (?:\*(?:const \*)?)?{NAME}", p):
                raise Mistake(f"'{p}' is no parameter: write a type and a name")
        self.html = Html()
        self.part = {"name": found[1], "parameters": "".join(", " + p for p in parameters), "inside": False}
        self.function("")
        self.begin("part")

    def function(self, suffix):
        prototype = (f"void html_{self.part['name']}{suffix}(struct buf *b, const struct view *v"
                     f"{self.part['parameters']})")
        if suffix == "_open":  # it is a wrapping part: the one begun becomes its opening
            plain = prototype.replace("_open(", "(")
            at = max(i for i, line in enumerate(self.c) if line == plain)
            self.c[at] = prototype
            self.prototypes[-1] = prototype
        else:
            self.emit(prototype)
            self.c += ["{", "\t(void)v;"]
            self.prototypes.append(prototype)

    def do_inside(self, rest):
        if rest or not self.blocks or self.blocks[-1]["kind"] != "part" or self.part["inside"]:
            raise Mistake("inside stands once in a part, outside of its blocks")
        if self.html.state != "text":
            raise Mistake("inside stands between tags")
        self.part["inside"] = True
        self.function("_open")
        self.c.append("}\n")
        self.function("_close")

    def do_wrap(self, rest):
        name, arguments = self.call(rest)
        self.emit(f"\thtml_{name}_open(b, v{arguments});")
        self.begin("wrap", name=name, arguments=arguments)

    def call(self, rest):
        found = re.fullmatch(rf"({NAME})\((.*)\)", rest, re.S)
        if not found:
            raise Mistake("write name(arguments)")
        if self.html.state != "text":
            raise Mistake("another part stands between tags")
        return found[1], ", " + expression(found[2]) if found[2].strip() else ""

    def do_call(self, rest):
        name, arguments = self.call(rest)
        self.emit(f"\thtml_{name}(b, v{arguments});")

    def do_if(self, rest):
        self.emit(f"\tif ({expression(rest)}) {{")
        self.begin("if")

    def do_elif(self, rest):
        self.branch("elif")
        self.emit(f"\t}} else if ({expression(rest)}) {{")

    def do_else(self, rest):
        if rest:
            raise Mistake("else takes nothing; write elif")
        self.branch("else")
        self.blocks[-1]["else"] = True
        self.emit("\t} else {")

    def branch(self, what):
        if not self.blocks or self.blocks[-1]["kind"] != "if" or "else" in self.blocks[-1]:
            raise Mistake(f"{what} without an if")
        self.same_place(self.blocks[-1])

    def do_for(self, rest):
        found = re.fullmatch(rf"({NAME}) in (.+?) : (.+)", rest, re.S)
        if not found:
            raise Mistake("write for x in all : how_many")
        one, all_, n = found[1], expression(found[2]), expression(found[3])
        self.emit(f"\tfor (size_t {one}_at = 0; {one}_at < ({n}); {one}_at++) {{")
        self.emit(f"\tconst __typeof__(*({all_})) *{one} = &({all_})[{one}_at];")
        self.begin("for")

    def do_t(self, rest):
        found = re.fullmatch(STRING, rest)
        if not found or re.search(r"\{\w*\}", found[1]):
            raise Mistake('write t "a text"; with {slots} it is say')
        self.value_here("say(v, " + c_string(found[1]) + ")", "html_put")

    def value_here(self, code, function=None):
        if self.html is None:
            raise Mistake("a value stands outside of every part")
        if self.blocks[-1]["kind"] == "say":
            raise Mistake("a value in say, outside of its slots")
        self.emit(f"\t{self.checked(function)}(b, {code});")
        self.html.valued()

    def checked(self, function):
        asked = self.html.function()
        if function and asked not in ("html_put", function):
            raise Mistake("a text of the language may not stand in an address")
        return asked

    def do_say(self, rest):
        found = re.fullmatch(rf"{STRING}(?: {STRING} by (.+))?", rest, re.S)
        if not found:
            raise Mistake('write say "one {slot}", or say "{n} one" "{n} more" by count')
        self.checked("html_put")
        slots = []
        for text in filter(None, found.group(1, 2)):
            slots += [s for s in re.findall(r"\{(\w+)\}", text) if s not in slots]
        text = (f"say_number(v, {c_string(found[1])}, {c_string(found[2])}, {expression(found[3])})"
                if found[2] else f"say(v, {c_string(found[1])})")
        self.says += 1
        names = "".join(c_string(s) + ", " for s in slots)
        if slots:
            self.emit(f"\tfor (struct say_walk w{self.says} = {{.text = {text}, "
                      f".names = (const char *const[]){{{names}NULL}}}}; say_next(&w{self.says}, b);) {{")
            self.c.append(f"\tswitch (w{self.says}.slot) {{")
        else:
            self.emit(f"\thtml_text(b, {text});")
        self.begin("say", slots=slots, seen=[])

    def do_slot(self, rest):
        if self.blocks and self.blocks[-1]["kind"] == "slot":
            self.end_slot()
        if not self.blocks or self.blocks[-1]["kind"] != "say":
            raise Mistake("slot without a say")
        say = self.blocks[-1]
        if rest not in say["slots"] or rest in say["seen"]:
            raise Mistake(f"the text has no {{{rest}}}, or its slot stands twice")
        say["seen"].append(rest)
        self.emit(f"\tcase {say['slots'].index(rest)}: {{")
        self.begin("slot")

    def end_slot(self):
        self.same_place(self.blocks.pop())
        self.c.append("\tbreak; }")

    # ---- the file ----

    def directive(self, text):
        word, _, rest = text.strip().partition(" ")
        if word == "end":
            self.end(rest)
            return
        do = getattr(self, "do_" + word, None)
        if not do:
            raise Mistake(f"no directive '{word}'")
        if self.html is None and word not in ("include", "part"):
            raise Mistake(f"{word} stands outside of every part")
        if word not in ("slot", "end", "include", "part") and self.blocks[-1]["kind"] == "say":
            raise Mistake(f"{word} in say, outside of its slots")
        do(rest.strip())

    def run(self, text):
        text = re.sub(r"^\t+", lambda m: "\0" * len(m[0]), text, flags=re.M)  # an indent is not sent
        text = re.sub(r"^\0*((?:\{%(?:(?!%\}).)*%\}\0*)+)\n", lambda m: m[1] + "\x01", text, flags=re.M)
        for token in TOKEN.split(text):
            try:
                if token.startswith("{{"):
                    self.value_here(expression(token[2:-2].replace("\0", "")))
                elif token.startswith("{%"):
                    self.directive(token[2:-2].replace("\0", ""))
                elif not token.startswith("{#"):
                    self.text_token(token)
            except Mistake as mistake:
                sys.exit(f"{self.source}:{self.line}: {mistake}")
            if not token.startswith("{"):
                continue
            self.line += token.count("\n")
        if self.blocks:
            sys.exit(f"{self.source}:{self.blocks[-1]['line']}: {self.blocks[-1]['kind']} has no end")

    def text_token(self, token):
        for piece in re.split("(\n|\x01)", token):
            if re.search(r"\{[{%#]|[%#}]\}", piece):
                raise Mistake("a brace that opens or closes nothing")
            self.literal("" if piece == "\x01" else piece.replace("\0", ""))
            self.line += piece in ("\n", "\x01")

    def write(self, out, folder):
        head = f"/* Written by tools/htmlc.py from {self.module}.html; do not edit. */"
        include = [f'#include "{name}"' for name in self.includes]
        (out / f"{self.module}_html.h").write_text("\n".join(
            [head, "#pragma once", '#include "web/html.h"', '#include "web/view.h"'] + include
            + [p + ";" for p in self.prototypes]) + "\n")
        (out / f"{self.module}_html.c").write_text("\n".join(
            [head, f'#include "{folder}/{self.module}_html.h"'] + merge(self.c)) + "\n")


def merge(lines):
    """Literals that follow each other become one."""
    out, literal = [], re.compile(r'\tbuf_add\(b, "(.*)", (\d+)\);')
    for line in lines:
        now, before = literal.fullmatch(line), literal.fullmatch(out[-1]) if out else None
        if now and before and int(before[2]) + int(now[2]) < LITERAL_MAX:
            out[-1] = f'\tbuf_add(b, "{before[1]}{now[1]}", {int(before[2]) + int(now[2])});'
        elif line:
            out.append(line)
    return out


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: htmlc.py NAME.html OUTDIR FOLDER")
    source, out, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    compiler = Compiler(str(source), source.stem)
    compiler.run(source.read_text(encoding="utf-8"))
    compiler.write(out, folder)


main()
