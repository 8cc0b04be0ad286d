#!/bin/sh
# Making a database, several treaties in one, packs.
. "$ROOT/tests/cli/tap.sh"

exits 2 init
says err "--pack"
exits 1 init --pack nosuch
says err "no pack 'nosuch'"
one_line
[ ! -e paraph.db ]
result $? "a pack that is not there makes no database"

exits 0 init --pack ccm --format csv
is "$("$PARAPH" pack list --format csv | cut -d, -f1,2 | grep -c ',2')" 2 "the world and the treaty are in force"
before=$(acts)
exits 1 init --pack ccm
says err "paraph pack adopt"
one_line
is "$(acts)" "$before" "a second init records nothing"

# Acts of a fresh database are recorded at the end of the edition's day.
edition=$("$PARAPH" pack list --format csv | sed -n 's/^ccm,\([^,]*\),.*/\1/p')
exits 0 act list --treaty ccm --limit 1 --format csv
is "$(field recorded)" "${edition}T23:59:59.999Z" "recorded as of the edition"
exits 0 act list --known 2000-01-01 --format csv
is "$(rows)" 0 "before the edition nothing was known"
exits 1 status --known 2000-01-01
says err "no treaty is adopted as recorded by then"

# One treaty: no need to name it. Two: exit 2 and the list.
exits 0 status --state AFG
exits 1 status --treaty att
says err "(but ccm)"
exits 0 pack adopt att
exits 2 status
says err "att, ccm"
one_line
exits 0 status --treaty att --state AFG
exits 0 status --treaty ccm --state AFG
exits 0 pack adopt att
says err "in force already"

# From any folder, by any path; the packs are found beside the binary.
mkdir -p a/b
cd a/b || exit 1
exits 0 status --treaty ccm --db ../../paraph.db --state AFG
PARAPH_DB=../../paraph.db
export PARAPH_DB
exits 0 status --treaty ccm --state AFG
unset PARAPH_DB
exits 0 init --pack ccm --pack att --db two.db
exits 2 --db two.db status
says err "att, ccm"
exits 0 --db bare.db init --pack ccm --bare
exits 0 --db bare.db act list --treaty ccm --format csv
is "$(rows)" 0 "--bare leaves the treaty's acts out"
exits 0 --db bare.db act list --kind state-named --state LAO --format csv
is "$([ "$(rows)" -gt 0 ] && echo yes)" yes "--bare keeps the world's"
exits 0 --db bare.db pack adopt ccm --format csv
exits 0 --db bare.db act list --treaty ccm --kind signature --format csv
is "$(rows)" 108 "the acts may be adopted later"
cd ../..

# A newer edition adds what is new. Older ones and other bytes under an old adoption are refused.
cp -rL "$ROOT/packs/att" att
exits 0 --db newer.db init --pack ./att
sed -i 's/^edition: .*/edition: 2026-06-01/' att/pack.yaml
exits 0 --db newer.db doctor
exits 0 --db newer.db pack adopt ./att
says err "adopted"
exits 1 --db newer.db pack adopt att
says err "older"
exits 0 --db newer.db act list --kind pack-adopted --format csv
is "$(rows)" 3 "each adoption is an act"

# What is wrong with a pack is said with file and line.
exits 0 pack check ccm
says out "ok: "
exits 0 pack check world
exits 0 pack check ./att
cp att/pack.yaml kept.yaml
sed -i 's/^  statuses: \[member/  statuses: [membr/' att/pack.yaml
exits 1 pack check ./att
says err "no State of the world has the status 'membr'; it knows member, "
says err "att/pack.yaml:$(grep -n '^  statuses:' att/pack.yaml | cut -d: -f1): "
sed 's/\(  statuses: .*\)/\1\n  also: [XQZ]/; /^  also: \[\]$/d' kept.yaml >att/pack.yaml
exits 1 pack check ./att
says err "also: the world names no State XQZ"
cp kept.yaml att/pack.yaml
sed -i 's/^edition: .*/edition: yesterday/' att/pack.yaml
exits 1 pack check ./att
says err "pack.yaml:"
exits 1 --db broken.db init --pack ./att
[ ! -e broken.db ]
result $? "a broken pack makes no database"
finish
