#!/usr/bin/python3
"""The samples of XLIFF 2. Beside the files stands expected.json: what each says (letter, languages, units),
or the reason for which it is refused. Speaks TAP.
  run_xliff.py XLIFF_READ [FOLDER]: how many of a folder's files are read, and why the others are not"""
import json
import sys

from samples import Samples, ask


def differences(want, got):
    if "refused" in want or "refused" in got:
        agree = "refused" in want and want["refused"] in got.get("refused", "-")
        return {} if agree else {"refused": (got.get("refused"), want.get("refused"))}
    return {key: (got[key], want[key]) for key in want if got[key] != want[key]}


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else None
    samples = Samples("xliff", (".xlf",), folder)
    answers = dict(zip(samples.files, ask(sys.argv[1], *samples.files)))
    if folder:
        refused = {path: got["refused"] for path, got in answers.items() if "refused" in got}
        for path, why in refused.items():
            print(f"{samples.name(path)}{why}")
        print(f"{len(answers) - len(refused)} of {len(answers)} read")
        return
    expected = json.loads((samples.top / "invented/expected.json").read_text(encoding="utf-8"))
    for path, got in answers.items():
        samples.judge(samples.name(path), differences(expected.pop(path.name), got))
    samples.say(not expected, "xliff: every expectation has its file", ", ".join(expected))
    samples.end()


main()
