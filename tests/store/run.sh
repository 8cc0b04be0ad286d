#!/bin/sh
# Runs test programs one after another on SQLite and on one PostgreSQL cluster made for this run; speaks TAP.
#   run.sh PROGRAM…
# The programs find the engines in PARAPH_TEST_URLS (words: `sqlite`, or a URL).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d /tmp/paraph-pg.XXXXXX)
cluster() {
	"$here/postgres.sh" "$1" "$dir"
}
trap 'cluster stop' EXIT
trap 'exit 1' HUP INT TERM
# Should this script be killed outright, the cluster goes all the same.
setsid sh -c 'while kill -0 "$1"; do sleep 1; done; "$2" stop "$3"' guard $$ "$here/postgres.sh" "$dir" \
	>/dev/null 2>&1 </dev/null &

PARAPH_TEST_URLS="sqlite $(cluster start)"
CMOCKA_MESSAGE_OUTPUT=TAP
TMPDIR=$dir/tmp # goes with the cluster
mkdir "$TMPDIR"
export PARAPH_TEST_URLS CMOCKA_MESSAGE_OUTPUT TMPDIR
n=0
for program; do
	name=$(basename "$program" .py)
	status=0
	"$program" >"$dir/out" 2>"$dir/err" || status=$?
	# Every program counts its cases from 1; here they are one row. What a program said of a failure is kept.
	awk -v n="$n" -v name="$name" '
		/^(not )?ok / { sub(/ [0-9]+ (- )?/, " " ++n " - " name ": "); print; next }
		/^[0-9]+\.\.[0-9]+/ || /^TAP version/ { next }
		{ print "# " $0 }
		END { print n >"/dev/fd/3" }' "$dir/out" 3>"$dir/n"
	sed 's/^/# /' "$dir/err"
	# A program that broke off, or ran nothing, is a failure too.
	if [ "$(cat "$dir/n")" = "$n" ] || { [ "$status" != 0 ] && ! grep -q '^not ok' "$dir/out"; }; then
		echo "not ok $(($(cat "$dir/n") + 1)) - $name: ended with status $status"
		echo "$(($(cat "$dir/n") + 1))" >"$dir/n"
	fi
	n=$(cat "$dir/n")
	rm -f "$dir/out" "$dir/err" "$dir/n"
done
echo "1..$n"
