#!/usr/bin/python3
"""Texts of the pages. words.py compile OUT.c LL.po... | words.py check FOLDER LL.po... [--partly LL.po...]

compile writes the tables of web/say.h. It stops the build, with file and line, where a translation names
other {slots} than its English text, has too few or too many plural forms, or a text stands twice. An
empty or fuzzy
translation is left out: then English is shown.
check compares with what src/ uses: {% t %} and {% say %} in templates, T() and say() in C. It fails for a
text that a language lacks, and for one that is used no longer; a language behind --partly may lack some:
English is shown, and paraph doctor says so."""
import ast
import pathlib
import re
import sys

STRING = r'"(?:[^"\\\n]|\\.)*"'
RTL = {"ar", "fa", "he", "ur"}


class Entry:
    def __init__(self, line):
        self.line, self.fuzzy, self.parts = line, False, {}


def fail(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


def text_of(literal):
    return ast.literal_eval(literal)


def read(path):
    """Entries of a .po file: a part is msgid, msgid_plural, msgstr or msgstr[N]."""
    entries, entry, part = [], None, None
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").split("\n"), 1):
        found = re.fullmatch(rf"(?:(msgid|msgid_plural|msgstr|msgstr\[\d\]) +)?({STRING})", line)
        if line.startswith("#"):
            if entry is None or "msgid" in entry.parts:
                entry = Entry(number)
                entries.append(entry)
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        if not line.strip():
            entry = part = None
            continue
        if not found:
            fail(path, number, f"'{line[:40]}': not understood")
        if found[1] == "msgid" and (entry is None or "msgid" in entry.parts):
            entry = Entry(number)
            entries.append(entry)
        if found[1]:
            part = found[1]
            entry.line = number if part == "msgid" else entry.line
            entry.parts[part] = ""
        if part is None:
            fail(path, number, "a text that belongs to nothing")
        entry.parts[part] += text_of(found[2])
    return [e for e in entries if "msgid" in e.parts]


def slots(text):
    return sorted(set(re.findall(r"\{(\w+)\}", text)))


def header(path, entries):
    head = next((e for e in entries if e.parts["msgid"] == ""), None)
    lines = head.parts["msgstr"].split("\n") if head else []
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    found = re.fullmatch(r"nplurals=(\d); plural=([n0-9%=<>!&|?:() ]+);", fields.get("Plural-Forms", ""))
    if not found or "X-Name" not in fields:
        fail(path, 1, "the header needs Plural-Forms and X-Name (the language's own name)")
    return fields["X-Name"], int(found[1]), found[2]


def rows(path):
    """name, number of forms, the expression, and {English: [texts]}."""
    entries = read(path)
    name, forms, plural = header(path, entries)
    table = {}
    for e in entries:
        english = e.parts["msgid"]
        if english in table:
            fail(path, e.line, f"'{english}' stands twice")
        if not english:
            continue
        more = e.parts.get("msgid_plural")
        keys = [f"msgstr[{i}]" for i in range(forms)] if more else ["msgstr"]
        if sorted(k for k in e.parts if k.startswith("msgstr")) != keys:
            fail(path, e.line, f"'{english}' needs {', '.join(keys)}")
        texts = [e.parts[k] for k in keys]
        if e.fuzzy or not all(texts):
            continue
        wanted = slots(english + (more or ""))
        for text in texts:
            left_out = set(wanted) - set(slots(text))
            if set(slots(text)) - set(wanted) or (left_out and not (more and left_out == {"n"})):
                fail(path, e.line, f"'{text}' has not the slots {', '.join(wanted) or '(none)'}")
        table[english] = texts
    return name, forms, plural, table


def c_string(text):
    return '"' + "".join(f"\\{b:03o}" if b < 32 or b > 126 or chr(b) in '"\\?' else chr(b)
                         for b in text.encode()) + '"'


def compile_all(out, paths):
    c = ["/* Written by tools/words.py from locale/; do not edit. */", '#include "web/say.h"', "",
         "static int plural_en(unsigned long n)", "{", "\treturn n != 1;", "}", "",
         'static const struct words words_en = {.tag = "en", .name = "English", .plural = plural_en};']
    tags = ["en"]
    for path in paths:
        tag = pathlib.Path(path).stem
        name, forms, plural, table = rows(path)
        tags.append(tag)
        c += ["", f"static int plural_{tag}(unsigned long n)", "{", "\t(void)n;",
              f"\tint form = (int)({plural});", "",
              f"\treturn form < {forms} ? form : {forms - 1};", "}", "",
              f"static const struct words_row rows_{tag}[] = {{"]
        c += [f"\t{{{c_string(english)}, (const char *const[]){{{', '.join(map(c_string, texts))}}}}},"
              for english, texts in sorted(table.items(), key=lambda item: item[0].encode())]
        c += ["\t{NULL, NULL},", "};", f"static const struct words words_{tag} = {{", f'\t.tag = "{tag}",',
              f"\t.name = {c_string(name)},", f"\t.right_to_left = {str(tag in RTL).lower()},",
              f"\t.plural = plural_{tag},", f"\t.n = {len(table)},", f"\t.row = rows_{tag},", "};"]
    c += ["", "const struct words *const words_all[] = {"]
    c += [f"\t&words_{tag}," for tag in tags] + ["\tNULL,", "};"]
    pathlib.Path(out).write_text("\n".join(c) + "\n")


def used(folder):
    """Every text that the source names: where it stands first. The table of act kinds names labels and
    choices."""
    found = {}
    calls = [rf"\bT\(({STRING})\)", rf"\bsay\([^;\"]*?({STRING})\)", rf"\bsay_number\([^;\"]*?({STRING})"]
    kinds = {".html": [rf"\{{%\s*(?:t|say)\s+({STRING})"] + calls, ".c": calls}
    table = [rf"\[ACT_\w+\] = \{{{STRING},\s*({STRING})",
             rf"\b(?:MAY|MUST)(?:_BE)?\({STRING}, ({STRING})"]
    for path in sorted(pathlib.Path(folder).rglob("*")):
        patterns = kinds.get(path.suffix, []) + table * (path.name == "kind.c")
        source = re.sub(r'"\s*\n\s*"', "", path.read_text(encoding="utf-8")) if patterns else ""
        for pattern in patterns:
            for match in re.finditer(pattern, source):
                found.setdefault(text_of(match[1]), f"{path}")
        choices = rf"_BE\({STRING}, {STRING},\s*({STRING})"
        for words in re.findall(choices, source) * (path.name == "kind.c"):
            for word in text_of(words).split():  # as choice_label() says them
                found.setdefault(word.replace("-", " "), f"{path}")
    return found


def check(folder, paths):
    wanted, bad = used(folder), []
    whole = paths.index("--partly") if "--partly" in paths else len(paths)
    for number, path in enumerate(paths):
        if number == whole:
            continue
        table = rows(path)[3]
        lacks = [f"{path}: lacks '{text}' ({where})" for text, where in wanted.items() if text not in table]
        bad += lacks if number < whole else []
        if lacks and number > whole:
            print(f"{path}: {len(lacks)} of {len(wanted)} texts are shown in English")
        bad += [f"{path}: '{text}' is used no longer" for text in table if text not in wanted]
    print("\n".join(bad) or f"words: {len(wanted)} texts, each in every language")
    sys.exit(bool(bad))


if len(sys.argv) < 4 or sys.argv[1] not in ("compile", "check"):
    sys.exit("usage: words.py compile OUT.c LL.po... | words.py check FOLDER LL.po...")
if sys.argv[1] == "compile":
    compile_all(sys.argv[2], sys.argv[3:])
else:
    check(sys.argv[2], sys.argv[3:])
