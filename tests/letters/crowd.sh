#!/bin/sh
# Issuing by many at once, and killed in the middle, on both engines.
set -eu
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"' EXIT
trap 'exit 1' HUP INT TERM
/usr/bin/python3 "$ROOT/tests/letters/crowd.py" "$PARAPH" "$ROOT" sqlite "$("$ROOT/tests/store/postgres.sh" start "$pg")"
