#!/usr/bin/python3
"""tools/words.py: its tables; and a translation that would break a page stops the build. TAP."""
import pathlib
import shutil
import subprocess
import sys

import kit

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "words.py"
HEAD = ('msgid ""\nmsgstr ""\n"Language: fr\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n"X-Name: Français\\n"\n\n')


def words(*args):
    done = subprocess.run([sys.executable, TOOL, *args], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def compiled(place, text):
    """Exit status, what was said, the C."""
    po, c = pathlib.Path(place, "fr.po"), pathlib.Path(place, "words.c")
    po.write_text(text, encoding="utf-8")
    c.unlink(missing_ok=True)
    status, said = words("compile", c, po)
    return status, said, c.read_text() if c.exists() else ""


def entry(english, *texts, more=None):
    if more is None:
        return f'msgid "{english}"\nmsgstr "{texts[0]}"\n\n'
    return f'msgid "{english}"\nmsgid_plural "{more}"\n' + "".join(f'msgstr[{i}] "{t}"\n'
                                                                   for i, t in enumerate(texts)) + "\n"


REFUSED = [
    ("a slot that the English text has not", entry("On {day}", "Le {jour}"), "has not the slots day"),
    ("a slot left out", entry("On {day}", "Ce jour"), "has not the slots day"),
    ("a slot too many", entry("Today", "Le {day}"), "has not the slots (none)"),
    ("a slot of another spelling", entry("{n} of {all}", "{n} sur {All}"), "has not the slots all, n"),
    ("a slot left out in one form", entry("{n} in {year}", "{n}", "{n} en {year}",
                                          more="{n} in {year}"), "has not the slots n, year"),
    ("too few forms", entry("{n} day", "{n} jour", more="{n} days"), "needs msgstr[0], msgstr[1]"),
    ("too many forms", entry("{n} day", "a", "b", "c", more="{n} days"), "needs msgstr[0], msgstr[1]"),
    ("forms for a text that has one", 'msgid "A"\nmsgstr[0] "B"\nmsgstr[1] "C"\n', "needs msgstr"),
    ("a text twice", entry("Today", "a") + entry("Today", "b"), "'Today' stands twice"),
    ("a line that is none", 'msgid "A"\nmsgstr B\n', "not understood"),
    ("a text that belongs to nothing", '"A"\n', "a text that belongs to nothing"),
]


def tables(place):
    for name, text, says in REFUSED:
        status, said, _ = compiled(place, HEAD + text)
        kit.case(f"refused: {name}", status != 0 and says in said and "fr.po:" in said, said)
    status, said, _ = compiled(place, HEAD.replace("X-Name", "Name"))
    kit.case("refused: a language without its own name", status != 0 and "X-Name" in said, said)
    status, said, _ = compiled(place, HEAD.replace("(n > 1)", "system(1)"))
    kit.case("refused: a plural that is no sum", status != 0 and "Plural-Forms" in said, said)
    status, said, c = compiled(
        place, HEAD + entry("B", "b") + entry("A “{n}”", "a « {n} »") + entry("C", "") +
        '#, fuzzy\nmsgid "D"\nmsgstr "d"\n')
    kit.case("rows are sorted by their English text", status == 0 and 0 < c.find('{"A ') < c.find('{"B"'),
             said + c)
    kit.case("what has no translation, or a doubtful one, is left to English", status == 0 and
             '{"C"' not in c and '{"D"' not in c, c)
    kit.case("a form that needs no number may leave {n} out",
             compiled(place, HEAD + entry("{n} day", "un jour", "{n} jours", more="{n} days"))[0] == 0)


def used(place):
    source = pathlib.Path(place, "src")
    source.mkdir()
    (source / "x.html").write_text('{% t "Home" %} {% say "On {day}" %}{% slot day %}{% end %}')
    (source / "x.c").write_text('const char *a = T("a text "\n\t"in two lines"), *b = say(v, "said");')
    po = pathlib.Path(place, "fr.po")
    whole = HEAD + "".join(entry(t, t) for t in ("Home", "On {day}", "a text in two lines", "said"))
    po.write_text(whole)
    status, said = words("check", source, po)
    kit.case("every text is found: t, say, T(), say()", status == 0 and "4 texts" in said, said)
    po.write_text(whole + entry("Gone", "x"))
    status, said = words("check", source, po)
    kit.case("a text that is used no longer is named", status != 0 and "'Gone' is used no longer" in said,
             said)
    po.write_text(whole.replace('msgid "Home"', 'msgid "Hom"'))
    status, said = words("check", source, po)
    kit.case("a text that a language lacks is named, with its place", status != 0 and
             "lacks 'Home'" in said and "x.html" in said, said)


def ours():
    files = sorted((ROOT / "locale").glob("*.po"))
    whole = [po for po in files if po.stem in ("ar", "fr")]
    partly = [po for po in files if po not in whole]
    status, said = words("check", ROOT / "src", *whole, "--partly", *partly)
    kit.case("every text of the pages is there in every language", status == 0, said)
    for po in files:
        if not shutil.which("msgfmt"):
            break
        done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", po], capture_output=True, text=True)
        said = [line for line in done.stderr.splitlines() if "header field" not in line]
        kit.case(f"gettext's own check: {po.name}", done.returncode == 0 and not said, done.stderr)


def main():
    with kit.folder() as place:
        tables(place)
        used(place)
    ours()
    kit.finish()


main()
