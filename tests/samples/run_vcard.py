#!/usr/bin/python3
"""The samples of vCards. Beside each folder's cards stands expected.json: for each file the contacts that it
brings (fields that are not empty), its faults (line: beginning of the text), what is not kept; or why it is
refused. What was read is written and read again, and must be the same. Speaks TAP.
  run_vcard.py VCARD_READ [FOLDER]: those of a folder are listed as they are read, for whoever looks"""
import json
import sys

from samples import Samples, ask


def differences(want, got):
    """Texts of faults by their beginnings."""
    found = {}
    for key in ("contacts", "not kept"):
        if got.get(key, []) != want.get(key, []):
            found[key] = (got.get(key, []), want.get(key, []))
    if not got.get("faults") and got.get("again", []) != got.get("contacts", []):
        found["again"] = (got["again"], got["contacts"])
    if "refused" in want or "refused" in got:
        if want.get("refused", "-") not in got.get("refused", ""):
            found["refused"] = (got.get("refused"), want.get("refused"))
    faults, wanted = got.get("faults", []), want.get("faults", [])
    if len(faults) != len(wanted) or not all(f.startswith(w) for f, w in zip(faults, wanted)):
        found["faults"] = (faults, wanted)
    return found


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else None
    samples = Samples("vcard", (".vcf",), folder)
    answers = ask(sys.argv[1], *samples.files)
    if folder:
        for path, got in zip(samples.files, answers):
            print(samples.name(path), json.dumps(got, ensure_ascii=False, indent=1))
        return
    expected = {}
    for path in samples.top.rglob("expected.json"):
        for name, want in json.loads(path.read_text(encoding="utf-8")).items():
            expected[samples.name(path.parent / name)] = want
    for path, got in zip(samples.files, answers):
        samples.judge(samples.name(path), differences(expected.pop(samples.name(path)), got))
    samples.say(not expected, "vcard: every expectation has its file", ", ".join(expected))
    samples.end()


main()
