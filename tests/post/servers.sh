#!/bin/sh
# The test with real mail servers: once on SQLite, once on PostgreSQL in a cluster of its own.
set -eu
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"' EXIT
trap 'exit 1' HUP INT TERM
/usr/bin/python3 "$ROOT/tests/post/test_servers.py" "$("$ROOT/tests/store/postgres.sh" start "$pg")"
