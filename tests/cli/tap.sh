# TAP for scripts that run the binary: source it. Works in a new folder, with no database and no settings from outside.
# $PARAPH is the binary, $ROOT the source tree.
set -u
unset PARAPH_DB PARAPH_PACKS PARAPH_PLACE
here=$ROOT/tests/cli
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
n=0
failed=0

# result STATUS NAME [FILES]: one line of TAP; what went wrong follows as comments
result() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	# shellcheck disable=SC2086 # several names
	(cd "$work" && sed 's/^/#   /' ${3:-why} 2>/dev/null | head -40)
}

# exits STATUS ARGS...: runs paraph; what it says is in out and err
exits() {
	want=$1
	shift
	"$PARAPH" "$@" >"$work/out" 2>"$work/err"
	got=$?
	echo "exit status $got, not $want" >"$work/why"
	[ "$got" -eq "$want" ]
	result $? "exits $want: paraph $(printf '%s' "$*" | tr '\n' ' ')" "why out err"
}

# says WHERE TEXT: out or err, of the run before, has it
says() {
	echo "no '$2' in $1" >"$work/why"
	grep -qF -e "$2" "$work/$1"
	result $? "says: $2" "why out err"
}

# says_not WHERE TEXT
says_not() {
	echo "'$2' in $1" >"$work/why"
	! grep -qF -e "$2" "$work/$1"
	result $? "does not say: $2" "why out err"
}

# one_line: the run before said one line on stderr
one_line() {
	echo "stderr has $(wc -l <"$work/err") lines, not 1" >"$work/why"
	[ "$(wc -l <"$work/err")" -eq 1 ]
	result $? "one line says so" "why err"
}

# is GOT WANTED NAME
is() {
	printf 'got:    %s\nwanted: %s\n' "$1" "$2" >"$work/why"
	[ "$1" = "$2" ]
	result $? "$3"
}

# field NAME [ROW]: a column of the CSV in out, of its first row or the one given
field() {
	/usr/bin/python3 -c 'import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
print(rows[int(sys.argv[3]) - 1][sys.argv[2]])' "$work/out" "$1" "${2:-1}"
}

# rows: how many rows the CSV in out has
rows() {
	/usr/bin/python3 -c 'import csv, sys; print(len(list(csv.reader(open(sys.argv[1], encoding="utf-8")))) - 1)' "$work/out"
}

# plain FILE: as it is read: on one line, spaces that do not break as any others
plain() {
	LC_ALL=C sed 's/\xc2\xa0/ /g' "$1" | tr -s '\n ' '  '
}

# acts: how many acts are on file
acts() {
	"$PARAPH" act verify | sed 's/ .*//'
}

finish() {
	echo "1..$n"
	exit $((failed > 0))
}
