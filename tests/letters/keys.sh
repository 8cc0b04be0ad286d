#!/bin/sh
# The signing key: where it lies, how another takes its place, and that what was signed before still verifies, without a
# database too. On SQLite and on PostgreSQL. All houses are invented.
. "$ROOT/tests/cli/tap.sh"
invented=$ROOT/tests/letters/invented
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
url=$("$ROOT/tests/store/postgres.sh" start "$pg")
issue="letter issue join --on 2020-03-19 --lang en --paper --audience signatories --format csv"

# alone FILE KEYS: verified with the exported keys, no database at hand
alone() {
	exits 0 --db none.db letter verify "$1" --key "$2"
}

keys() {
	exits 0 init --pack ccm
	exits 0 house add "$invented/ngo"
	exits 0 house add "$invented/un"
	export PARAPH_HOUSE=roe
	exits 0 letter key list --format csv
	is "$(rows)" 0 "no key before the first letter"
	# shellcheck disable=SC2086 # several words
	exits 0 $issue --out "$1/old"
	exits 0 letter key list
	lies=$(sed -n 's/^the secret lies in //p' err)
	is "$(stat -c %a "$lies")" 600 "its owner alone may read the key"
	case $1 in
	sqlite) is "$lies" paraph.db.key "beside the database" ;;
	*) is "${lies%/*} $(stat -c %a "${lies%/*}")" "$work/config/paraph 700" "in the user's own folder" ;;
	esac
	exits 0 letter key list --format csv
	is "$(rows) $(field to)" "1 " "one key, which signs"
	first=$(field key) public=$(field public)
	old=$1/old/HT-2020-0001-CCM.1.pdf
	is "$(sed -n 's/^key: //p' "$old.paraph") $(sed -n 's/^paraph-letter: //p' "$old.paraph")" "$first 2" "a record names its key by the id"
	printf '%s\n' "$public" >"$1/before.pub" # as Paraph wrote it before keys had days

	exits 0 letter key rotate
	second=$(cat out)
	says err "$first signs no more"
	exits 0 letter key list --format csv
	is "$(rows) $(field key 1) $(field key 2) $(field to 1)" "2 $second $first " "two keys, the newer signs"
	[ -n "$(field to 2)" ] && [ -n "$(field from 2)" ]
	result $? "the older has both its days"
	# shellcheck disable=SC2086
	exits 0 $issue --out "$1/new"
	new=$1/new/HT-2020-0002-CCM.1.pdf
	is "$(sed -n 's/^key: //p' "$new.paraph")" "$second" "the newer one signs"
	exits 0 letter key export --out "$1/keys.pub"
	is "$(grep -vc '^#' "$1/keys.pub") $(stat -c %a "$lies")" "2 600" "both are given away"
	for file in "$old" "$new"; do
		alone "$file" "$1/keys.pub"
		exits 0 letter verify "$file"
		says out "status issued"
	done
	says out "key $second from"
	alone "$old" "$1/before.pub"
	exits 1 --db none.db letter verify "$new" --key "$1/before.pub"
	says err "signed with the key $second, which is none of $1/before.pub"
	one_line
	PARAPH_HOUSE=bureau exits 0 letter verify "$new"
	unset PARAPH_HOUSE
	exits 0 letter verify "$new"
	mv "$new.paraph" record
	exits 0 letter verify "$new"
	export PARAPH_HOUSE=roe

	# Keys and records that are none.
	exits 1 --db none.db letter verify "$new" --key "$1/keys.pub" --record /dev/null
	sed "s/^key: .*/key: $first/" record >forged
	exits 1 --db none.db letter verify "$new" --key "$1/keys.pub" --record forged
	says err "its signature is not of the key that it names"
	sed "s/^key: .*/key: short/" record >forged
	exits 1 --db none.db letter verify "$new" --key "$1/keys.pub" --record forged
	says err "a record of another form"
	for bad in "" "# nothing" "xyz" "$public 2026-02-30" "$public - - -"; do
		echo "$bad" >bad.pub
		exits 1 --db none.db letter verify "$new" --key bad.pub --record record
		one_line
	done
	# A record of before keys had ids, as it was then: it is still read.
	exits 0 --db none.db letter verify "$ROOT/tests/letters/invented/before/letter.pdf" --key "$ROOT/tests/letters/invented/before/key.pub"

	# The secret: lost, replaced, read by others.
	cp "$lies" kept
	mv "$lies" away
	# shellcheck disable=SC2086
	exits 1 $issue
	says err "the signing key $second is not there"
	one_line
	# shellcheck disable=SC2086
	exits 0 $issue --secret away
	# shellcheck disable=SC2086
	PARAPH_SECRET=away exits 0 $issue
	exits 0 letter key rotate
	third=$(cat out)
	# shellcheck disable=SC2086
	exits 1 $issue --secret away
	says err "the signing key $second was replaced on"
	chmod 640 "$lies"
	# shellcheck disable=SC2086
	exits 1 $issue
	says err "chmod 600"
	one_line
	chmod 600 "$lies"
	# shellcheck disable=SC2086
	exits 0 $issue --out "$1/third"
	is "$(cat "$1"/third/*.1.pdf.paraph | sed -n 's/^key: //p')" "$third" "the newest signs"
	exits 0 letter verify "$old"
	exits 0 act verify
	exits 0 backup "copy.$1.db"
	exits 0 --db "copy.$1.db" letter verify "$old"
}

export XDG_CONFIG_HOME="$work/config"
for engine in sqlite postgres; do
	case $engine in
	sqlite) PARAPH_DB=paraph.db ;;
	*) PARAPH_DB=$url ;;
	esac
	export PARAPH_DB
	keys "$engine"
done
# shellcheck disable=SC2086
XDG_CONFIG_HOME='' HOME='' exits 2 --house roe $issue
says err "say where the signing key lies: --secret FILE, or PARAPH_SECRET"
finish
