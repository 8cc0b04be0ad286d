#!/usr/bin/python3
"""scripts/run, what `make run` does: the letters, and then the pages. TAP."""
import http.client
import os
import pathlib
import re
import signal
import subprocess

import kit

RUN = kit.ROOT / "scripts" / "run"


def started(place, listen):
    return subprocess.Popen([RUN],
                            cwd=place,
                            env=os.environ | {
                                "LISTEN": listen,
                                "PARAPH": kit.PARAPH
                            },
                            stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE,
                            text=True)


def lines_until(run, what):
    lines = []
    for line in run.stdout:
        lines.append(line)
        if re.search(what, line):
            break
    return lines


def main():
    with kit.folder() as place:
        run = started(place, "127.0.0.1:0")
        lines = lines_until(run, "^Serving")
        found = re.fullmatch(r"Serving http://127\.0\.0\.1:(\d+)/ \(Ctrl-C stops\)\n", lines[-1])
        kit.case("it ends by serving, and says where in one line", bool(found), "".join(lines[-5:]))
        letters = list(pathlib.Path(place, "out", "letters").glob("*.pdf"))
        kit.case("the letters are written before", len(letters) > 50, len(letters))
        line = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)
        line.request("GET", "/")
        kit.same("the first page is there", line.getresponse().status, 200)
        second = started(place, f"127.0.0.1:{found[1]}")
        said = second.communicate(timeout=200)[1]
        kit.case(
            "a port that is taken: one line, with the mend", second.returncode == 1 and
            said.count("run: ") == 1 and "make run LISTEN=" in said.splitlines()[-1], said)
        run.send_signal(signal.SIGINT)
        said = run.communicate(timeout=30)[1]
        kit.case("Ctrl-C ends it well", run.returncode == 0 and "paraph:" not in said,
                 f"{run.returncode} {said}")
        run = started(place, "none")
        out, said = run.communicate(timeout=200)
        kit.case("LISTEN=none ends behind the letters", run.returncode == 0 and "Serving" not in out, said)
    kit.finish()


main()
