"""What the runners of samples share: the files, the table of what is not claimed, and TAP.

A table, KIND.tsv, has lines FILE, FIELD ("*": the whole file), REASON, parted by tabs; lines with # are
comments. What stands in it must be needed: a field that agrees after all is a failure."""
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


class Samples:
    def __init__(self, kind, endings, folder=None):
        """Files of tests/samples/KIND; with `folder`, of that one, which has no table."""
        self.kind, self.cases, self.passed, self.claimed = kind, 0, 0, 0
        self.top = pathlib.Path(folder) if folder else HERE / kind
        self.total = None  # of the cases, where a file has several: FILE#1, FILE#2
        self.files = sorted(p for p in self.top.rglob("*") if p.suffix in endings and p.is_file())
        self.left, self.used = {}, set()
        table = HERE / f"{kind}.tsv"
        lines = [] if folder else table.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if line and not line.startswith("#"):
                name, field, reason = line.split("\t")
                assert (self.top / name.split("#")[0]).is_file(), f"{table.name}:{number}: no {name}"
                self.left[name, field] = reason

    def name(self, path):
        return path.relative_to(self.top).as_posix()

    def say(self, good, name, why=""):
        self.cases += 1
        print(f"{'ok' if good else 'not ok'} {self.cases} - {name}")
        for line in [] if good else why.splitlines():
            print(f"#   {line}")

    def judge(self, name, differences):
        """One file. differences: {field: (got, wanted)}; {} where all agrees."""
        known = {field: why for (file, field), why in self.left.items() if file == name}
        whole = known.pop("*", None)
        why = [f"{field}: got {got!r}, wanted {wanted!r}" for field, (got, wanted) in differences.items()
               if field not in known]
        if whole:
            if not differences:
                self.say(False, f"{self.kind} {name}", "stands in the table and agrees: take it out")
            return
        why += [f"{field}: stands in the table and agrees: take it out" for field in known
                if field not in differences]
        self.claimed += 1
        self.passed += not why
        self.say(not why, f"{self.kind} {name}", "\n".join(why))

    def end(self):
        total = self.total or len(self.files)
        print(f"# {self.kind}: claimed {self.claimed} of {total}, passed {self.passed}")
        for (name, field), reason in sorted(self.left.items()):
            print(f"# {self.kind}: not {name}{'' if field == '*' else ', ' + field}: {reason}")
        print(f"1..{self.cases}")


def ask(program, *args):
    """What a program of ours says: a JSON object a line."""
    out = subprocess.run([program, *map(str, args)], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def folded(text):
    return " ".join(text.split())
