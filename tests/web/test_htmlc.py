#!/usr/bin/python3
"""tools/htmlc.py: what it writes, and that every mistake stops the build where it is. TAP."""
import pathlib
import subprocess
import sys

import kit

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "htmlc.py"


def compiled(place, text):
    """Exit status, what was said, C and header."""
    source = pathlib.Path(place, "x.html")
    source.write_text(text, encoding="utf-8")
    c, h = pathlib.Path(place, "x_html.c"), pathlib.Path(place, "x_html.h")
    c.unlink(missing_ok=True)
    h.unlink(missing_ok=True)
    done = subprocess.run([sys.executable, TOOL, source, place, "web"], capture_output=True, text=True)
    return (done.returncode, done.stderr, c.read_text() if c.exists() else "",
            h.read_text() if h.exists() else "")


def part(body, parameters="const char *s, int n, const struct t *t, struct url u"):
    return "{% part x(" + parameters + ") %}\n" + body + "\n{% end %}\n"


# The body of a part, and what is said of it; the part begins on line 1.
REFUSED = [
    ("an attribute without quotes", "<a class={{ s }}>x</a>",
     ":2: a value may not stand in the attribute class, which needs quotes"),
    ("an attribute without quotes, and no value", "<a class=b>x</a>",
     ":2: the attribute class is without quotes"),
    ("a value as a tag", "<{{ s }}>", ":2: a value may not stand in the tag"),
    ("a value as an attribute", "<p {{ s }}>x</p>", ":2: a value may not stand in the tag <p>"),
    ("a value in a comment of HTML", "<!-- {{ s }} -->", ":2: a value may not stand in a comment"),
    ("a script", "<p>\n<script>{{ s }}</script></p>", ":3: <script> is refused"),
    ("a script in capitals", "<SCRIPT></SCRIPT>", "<SCRIPT> is refused"),
    ("a sheet in the page", "<style>p{}</style>", "<style> is refused"),
    ("a frame", '<iframe src="/"></iframe>', "<iframe> is refused"),
    ("a base", '<base href="/">', "<base> is refused"),
    ("a method that is a value", '<form method="{{ s }}"></form>', "stands in the template"),
    ("an event", '<p onclick="{{ s }}">x</p>', "the attribute onclick is refused"),
    ("an event in capitals", '<p OnLoad="x">x</p>', "the attribute OnLoad is refused"),
    ("a style attribute", '<p style="color:red">x</p>', "the attribute style is refused"),
    ("a document in an attribute", '<p srcdoc="x">x</p>', "the attribute srcdoc is refused"),
    ("a tag that closes another", "<p><b>x</p></b>", "</p> closes <b> here"),
    ("a tag that closes nothing", "</p>", "</p> closes nothing here"),
    ("a tag left open", "<p>x", "ends in another place of the page than it began (<p>)"),
    ("an if that leaves a tag open", "{% if n %}<p>{% end %}</p>", "if of line 2 ends in another place"),
    ("an else that ends elsewhere", "{% if n %}<p>{% else %}</p>{% end %}",
     "if of line 2 ends in another place"),
    ("a loop that leaves a quote open", '<p class="{% for t in t : n %}">{% end %}x</p>',
     "for of line 2 ends"),
    ("an assignment", "{{ n = 1 }}", "' = 1' may not stand in a value"),
    ("a statement", "{{ n; }}", "';' may not stand in a value"),
    ("an increment", "{{ n++ }}", "a value does not change"),
    ("a decrement", "{{ --n }}", "a value does not change"),
    ("a bracket left open", "{{ f(n }}", "is no whole value"),
    ("a bracket too many", "{{ n) }}", "is no whole value"),
    ("nothing", "{{ }}", "is no whole value"),
    ("a raw value", "{% raw s %}", "no directive 'raw'"),
    ("an unknown directive", "<p>\n{% fore t in t : n %}x{% end %}</p>", ":3: no directive 'fore'"),
    ("an end too many", "{% end %}{% end %}", "end without a beginning"),
    ("an else without an if", "{% else %}", "else without an if"),
    ("an elif behind else", "{% if n %}{% else %}{% elif n %}{% end %}", "elif without an if"),
    ("a loop without its number", "{% for t in t %}x{% end %}", "write for x in all : how_many"),
    ("a text with slots as t", '{% t "On {day}" %}', "with {slots} it is say"),
    ("a say without its slot", '{% say "On {day}" %}{% end %}', "say needs the slots day"),
    ("a slot that the text has not", '{% say "On {day}" %}{% slot month %}x{% end %}',
     "the text has no {month}"),
    ("a slot twice", '{% say "{a}" %}{% slot a %}x{% slot a %}y{% end %}', "or its slot stands twice"),
    ("a value in say, outside of its slots", '{% say "{a}" %}{{ s }}{% slot a %}x{% end %}',
     "outside of its slots"),
    ("text in say, outside of its slots", '{% say "{a}" %}y{% slot a %}x{% end %}', "outside of its slots"),
    ("a text in an address", '<a href="{% t "/" %}">x</a>', "may not stand in an address"),
    ("a part in a tag", "<p {% call y() %}>x</p>", "another part stands between tags"),
    ("a part in an attribute", '<p class="{% call y() %}">x</p>', "another part stands between tags"),
    ("a brace that opens nothing", "<p>{{ s }</p>", "a brace that opens or closes nothing"),
    ("inside twice", "{% inside %}{% inside %}", "inside stands once"),
    ("inside in a block", "{% if n %}{% inside %}{% end %}", "inside stands once"),
]
OUTSIDE = [
    ("text outside of every part", "hello\n", "x.html:1: 'hello' stands outside of every part"),
    ("a value outside of every part", "{{ s }}\n", "outside of every part"),
    ("a loop outside of every part", "{% for a in b : c %}{% end %}\n", "for stands outside of every part"),
    ("a part in a part", "{% part a() %}{% part b() %}{% end %}{% end %}", "outside of other parts"),
    ("a part without an end", "\n{% part a() %}<p></p>\n", "x.html:2: part has no end"),
    ("a parameter without a name", "{% part a(int) %}{% end %}", "'int' is no parameter"),
    ("a parameter with code", "{% part a(int n = f()) %}{% end %}", "is no parameter"),
    ("an include of no file", "{% include x.h %}", "write include"),
]
# A body, and what the C has.
WRITES = [
    ("text is escaped", "<p>{{ s }}</p>", "html_put(b, s);"),
    ("a quoted attribute is escaped", '<p title="{{ s }}">x</p>', "html_put(b, s);"),
    ("single quotes are quotes", "<p title='{{ s }}'>x</p>", "html_put(b, s);"),
    ("an address that begins with a value takes an address", '<a href="{{ u }}">x</a>', "html_url(b, u);"),
    ("so does action", '<form action="{{ u }}"></form>', "html_url(b, u);"),
    ("a value further on in it is percent-coded", '<a href="/s/{{ s }}">x</a>', "html_put_url_part(b, s);"),
    ("a second value too", '<a href="{{ u }}?x={{ s }}">x</a>', "html_put_url_part(b, s);"),
    ("a text of the language is looked up", '{% t "Next" %}', 'html_put(b, say(v, "Next"));'),
    ("and escaped in an attribute", '<p title="{% t "Next" %}">x</p>', 'html_put(b, say(v, "Next"));'),
    ("a number chooses the text", '{% say "{n} day" "{n} days" by n %}{% slot n %}{{ n }}{% end %}',
     'say_number(v, "{n} day", "{n} days", n)'),
    ("a loop points to one after the other", "{% for x in t->all : t->n %}{{ x->s }}{% end %}",
     "for (size_t x_at = 0; x_at < (t->n); x_at++) {"),
    ("gcc knows the line of the template", "<p>\n\n{{ s }}</p>", '#line 4 "'),
    ("the indent is not sent", "<p>\n\t\t<b>x</b></p>", '"<p>\\012<b>x</b></p>\\012"'),
    ("a line of directives alone is not sent", "<p>\n\t{% if n %}\nx\n{% end %}\n</p>", '"x\\012"'),
    ("letters of other scripts come as bytes", "<p>é?</p>", "\\303\\251\\077"),
]


def main():
    with kit.folder() as place:
        for name, body, says in REFUSED:
            status, said, _, _ = compiled(place, part(body))
            kit.case(f"refused: {name}", status != 0 and says in said and "x.html:" in said and
                     said.count("\n") == 1, f"wanted: {says}\n{said}")
        for name, text, says in OUTSIDE:
            status, said, _, _ = compiled(place, text)
            kit.case(f"refused: {name}", status != 0 and says in said, f"wanted: {says}\n{said}")
        for name, body, has in WRITES:
            status, said, c, _ = compiled(place, part(body))
            kit.case(name, status == 0 and has in c, f"wanted: {has}\n{said}{c}")
        status, said, c, h = compiled(
            place, "{% include \"web/frame.h\" %}\n" + part("<p>{% inside %}</p>", "int n"))
        kit.case(
            "a part that wraps is two functions", status == 0 and
            "void html_x_open(struct buf *b, const struct view *v, int n);" in h and
            "void html_x_close(struct buf *b, const struct view *v, int n);" in h and
            '#include "web/frame.h"' in h, said + h)
        status, said, c, _ = compiled(place,
                                      part('{% say "{a} and {b}" %}{% slot b %}1{% slot a %}2{% end %}'))
        kit.case("slots keep their order", status == 0 and
                 c.index("case 1") < c.index('"1"') < c.index("case 0") < c.index('"2"'), said + c)
        for form, carries in [('<form method="post" action="/">', True), ("<FORM METHOD='POST'>", True),
                              ('<form method="get">', False), ("<form>", False)]:
            end = "</FORM>" if form.startswith("<F") else "</form>"
            status, said, c, _ = compiled(place, part(form + "<p>x</p>" + end))
            kit.case(f"{form} {'carries' if carries else 'carries no'} token", status == 0 and
                     ("html_form_token(b, v)" in c) == carries, said + c)
        compiles(place)
    kit.finish()


def compiles(place):
    """gcc checks the types: a wrong one stops the build."""
    root = pathlib.Path(__file__).resolve().parents[2] / "src"
    for name, body, good in [("a text and a number", "<p>{{ s }}{{ n }}</p>", True),
                             ("a text as a whole address", '<a href="{{ s }}">x</a>', False),
                             ("an address as text", "<p>{{ u }}</p>", False),
                             ("an address further on in an address", '<a href="/{{ u }}">x</a>', False),
                             ("an unknown name", "<p>{{ m }}</p>", False)]:
        compiled(place, part(body, "const char *s, int n, struct url u"))
        pathlib.Path(place, "web").mkdir(exist_ok=True)
        pathlib.Path(place, "x_html.h").rename(pathlib.Path(place, "web", "x_html.h"))
        done = subprocess.run([
            "cc", "-std=gnu17", "-fsyntax-only", "-I", root, "-I", place, "-Werror",
            pathlib.Path(place, "x_html.c")
        ],
                              capture_output=True,
                              text=True)
        kit.case(f"the compiler {'takes' if good else 'refuses'} {name}", (done.returncode == 0) == good and
                 (good or "x.html:2:" in done.stderr), done.stderr)


main()
