#!/bin/sh
# Houses, their persons and contacts, on SQLite and on PostgreSQL. All houses, persons and offices are invented.
. "$ROOT/tests/cli/tap.sh"
in=$ROOT/tests/houses/invented
pg=$(mktemp -d /tmp/paraph-pg.XXXXXX)
trap '"$ROOT/tests/store/postgres.sh" stop "$pg"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
url=$("$ROOT/tests/store/postgres.sh" start "$pg")

sql() { # sql STATEMENTS
	case $PARAPH_DB in
	postgresql*) psql --quiet --no-psqlrc --host="$pg/socket" --username=postgres --command="$1" >sql.out 2>&1 ;;
	*) sqlite3 "$PARAPH_DB" "$1" >sql.out 2>&1 ;;
	esac
}

# id NAME: of the contact whose office or holder has that name
id() {
	"$PARAPH" contact list --all --format csv | grep -F "$1" | head -1 | cut -d, -f1
}

# rule WHO: by which rule the audience in out leaves the State or contact out
rule() {
	/usr/bin/python3 -c 'import csv, sys
print(" ".join(r["rule"] or "gets it" for r in csv.DictReader(open(sys.argv[1], encoding="utf-8"))
      if sys.argv[2] in (r["iso3"], r["contact"], r["name"])))' "$work/out" "$1"
}

# same A B NAME: the same contacts in two CSV files, whatever their ids
same() {
	/usr/bin/python3 -c 'import csv, sys
rows = [sorted(tuple(sorted((k, v) for k, v in r.items() if k != "id" and v != ""))
               for r in csv.DictReader(open(path, encoding="utf-8"))) for path in sys.argv[1:]]
for row in set(rows[0]) ^ set(rows[1]):
    print(row)
sys.exit(rows[0] != rows[1])' "$1" "$2" >why
	result $? "$3"
}

houses() {
	exits 1 house show ngo
	says err "add one: paraph house add"
	exits 0 audience show states-not-party --on 2020-03-01 --format csv
	is "$(rule AGO) $(rule LAO)" "gets it bound" "an audience of States needs no house"
	for house in ngo member mission presidency un; do
		exits 0 house add "$in/$house"
		says err "house $house: added"
	done
	exits 0 house add "$in/ngo"
	says err "is on file; nothing to do"
	exits 0 house add "$ROOT/houses/example"
	exits 2 contact list
	says err "say --house with one of: example, member, mission, ngo, presidency, un"
	exits 1 contact list --house nogo
	says err "no house is called 'nogo'"
	exits 0 house list --format csv
	is "$(rows)" 6 "six houses"
	exits 0 house show presidency
	says out mark.svg

	cp -r "$in/un" un && printf 'cool-down: {days: -1}\nsereis: []\n' >>un/house.yaml
	exits 1 house add un
	says err 'un/house.yaml:14: days: "-1" is not right; write a whole number'
	says err 'un/house.yaml:15: "sereis" is no key of a house; did you mean series?'
	cp "$in/un/house.yaml" un/ && sed 's/<path /<script>alert(1)<\/script><path /' "$in/un/emblem.svg" >un/emblem.svg
	exits 1 house add un
	says err "'script' cannot stand in an emblem"
	cp "$in/un/emblem.svg" un/ && touch un/letter.pdf
	exits 1 house add un
	says err "un/letter.pdf:1: house.yaml names it nowhere"
	rm un/letter.pdf && sed -i 's/New York\]/New York, NY]/' un/house.yaml
	exits 0 house add un
	says err "house un: new edition"
	exits 0 house show un
	says out "New York, NY"
}

persons() {
	exits 0 person add --house un --name "Invented Clerk"
	clerk=$(cat out)
	exits 2 contact list --house un
	says err "say who does this: paraph --as PERSON"
	exits 1 contact list --house un --as p-nobody
	exits 0 contact list --house un --as "$clerk"
	exits 0 house grant un --person "$clerk" --role clearer --from 2026-01-01 --to 2026-06-30
	exits 1 house grant un --person "$clerk" --role claerer
	says err "did you mean clearer"
	exits 1 house grant ngo --person "$clerk" --role signatory
	says err "house ngo has no person '$clerk'"
	exits 0 person list --house un --on 2026-06-30 --format csv
	is "$(field roles)" clearer "on the last day"
	exits 0 person list --house un --on 2026-07-01 --format csv
	is "$(field roles)" "" "and not after it"
	exits 0 house grant un --person "$clerk" --role signatory --from 2026-01-01
	exits 0 house revoke un --person "$clerk" --role signatory --on 2026-02-01
	exits 0 person list --house un --on 2026-02-02 --format csv
	is "$(field roles)" clearer "revoked"
	exits 0 person erase "$clerk" --house un
	exits 0 person list --house un --format csv
	is "$(field name)" "(forgotten)" "forgotten, and the id stays"
}

files() {
	PARAPH_HOUSE=ngo
	export PARAPH_HOUSE
	exits 1 contact import "$in/broken.csv" --yes
	for fault in "2: state: no State has the code 'XYZ'" "3: office: 'misson' is not right; did you mean mission?" \
		"4: email: 'not' is no e-mail address" "5: purpose: missing" "6: to: 2026-04-01 is before" \
		"7: from: 2026-02-30" "8: organisation: missing" "9: the same contact stands in the file twice"; do
		says err "broken.csv:$fault"
	done
	exits 0 contact list --format csv
	is "$(rows)" 0 "nothing of a broken file is recorded"
	exits 0 contact import "$in/contacts.csv"
	says err "7 new, 0 changed, 0 the same; nothing recorded yet"
	exits 0 contact import "$in/contacts.csv" --yes
	exits 0 contact import "$in/contacts.csv"
	says err "0 new, 0 changed, 7 the same"
	exits 1 contact import "$in/broken.vcf" --set office=organisation --yes
	for fault in "2: VERSION:3.0 is not read" "5: FN is missing" "7: not NAME:VALUE" "10: this card has no END"; do
		says err "broken.vcf:$fault"
	done
	exits 0 contact import "$in/card.vcf" --set office=organisation --set purpose=letters --yes
	says err "not kept: BDAY"
	exits 0 contact show "$(id Lindqvist)" --format csv
	says out '1 Invented Street'
	says out 'title.en,"Head of Unit, Treaties"'
	says out "fax,+41 22 000 00 01"
	exits 0 contact import "$in/parliament.json" --set state=CHE --set purpose=letters --yes
	exits 0 contact import "$in/parliament.json" --set state=CHE --set purpose=letters
	says err "0 new, 0 changed, 3 the same"
	# To another house and back, by each form: the same contacts.
	exits 0 contact export
	cp out ngo.csv
	exits 0 contact export --as vcard
	cp out ngo.vcf
	exits 0 contact import ngo.vcf
	says err "0 new, 0 changed, 11 the same"
	exits 0 contact import ngo.csv
	says err "0 new, 0 changed, 11 the same"
	exits 0 contact import ngo.vcf --house member --yes
	says err "11 new"
	exits 0 contact export --house member
	same ngo.csv out "what a vCard took to another house is the same"
	exits 0 contact export --as popolo
	cp out ngo.json
	exits 0 contact import ngo.json --house mission --set state=CHE --set purpose=letters --yes
	says err "5 new"
	exits 0 contact list --house mission --all --format csv
	is "$(rows)" 5 "one house sees nothing of another"
	exits 1 contact show "$(id Rossi)" --house mission
}

audiences() {
	exits 0 audience show missions-of-states-parties --format csv
	is "$(rule CHE)" "gets it" "of Switzerland the mission in Geneva alone"
	says out "email,che@example.org"
	exits 0 audience show foreign-affairs:CHE --format csv
	is "$(rows)" 2 "who sits on the committee"
	exits 0 audience show observers --format csv
	is "$(rows) $(field langs)" "1 fr" "observers"
	exits 0 audience show signatories-abstained --on 2020-01-01 --format csv
	is "$(rows) $(field iso3)" "1 CYP" "signatories that abstained"
	exits 0 audience show friends --format csv
	is "$(field rule)" opted-out "who has not agreed"
	observer=$(id "Invented Person")
	exits 0 contact consent "$observer" --purpose network --given --how "by e-mail" --on 2026-11-01
	exits 0 audience show friends --on 2026-11-02 --format csv
	is "$(rule "$observer")" "gets it" "who has"
	exits 0 contact consent "$observer" --purpose network --withdrawn --how "by telephone" --on 2026-11-05
	exits 0 audience show friends --on 2026-11-06 --format csv
	is "$(rule "$observer")" opted-out "who took it back"
	exits 0 audience show friends --on 2026-11-04 --format csv
	is "$(rule "$observer")" "gets it" "and what it was on the day before"
	exits 0 contact stop ROSSI@example.org --reason "asked not to be written to"
	exits 0 audience show parliamentarians:CHE --format csv
	is "$(rule "Invented Rossi")" opted-out "the stop list, whatever the case of the letters"
	exits 1 audience show foreign-affairs
	says err "as in foreign-affairs:CHE"
	exits 1 audience show foreign-affair:CHE
	says err "did you mean foreign-affairs?"

	# As if letters had gone: rows of an office that is not asked here.
	sql "INSERT INTO written VALUES ('ngo', 'NGO-2026-001', 'invented-coalition', 'join', 'ccm', 'VNM', '', '2026-11-01', '');
		INSERT INTO written VALUES ('ngo', 'NGO-2026-002', 'invented-coalition', 'join', 'ccm', 'AGO', '', '2026-03-01', '2026-04-01');
		INSERT INTO written VALUES ('member', 'REL-2026-001', 'invented-coalition', 'join', 'ccm', 'KEN', '', '2026-11-01', '');
		INSERT INTO written VALUES ('mission', 'M-1', '', 'join', 'ccm', 'UGA', '', '2026-11-01', '')"
	exits 0 audience show states-not-party --on 2026-11-20 --format csv
	is "$(rule VNM), $(rule AGO), $(rule KEN), $(rule UGA)" "cool-down, answered, cool-down, gets it" \
		"written to, answered, written to by the coalition, by a stranger"
	says out "was written to on 2026-11-01 by member"
	exits 0 audience show states-not-party --on 2026-12-01 --format csv
	is "$(rule VNM)" "gets it" "after the cool-down"
	exits 0 contact written --format csv
	is "$(rows)" 3 "what the coalition wrote"
	says out "member,KEN,2026-11-01,,,"
	says_not out REL-2026-001
	exits 0 contact written --house mission --format csv
	is "$(rows)" 1 "and what a stranger sees"
}

people() {
	laos=$(id "Mission of Laos")
	exits 0 contact set "$laos" --set "holder=Invented Successor" --set since=2026-09-01 --set address=m
	exits 0 contact show "$laos" --format csv
	says out "holder,Invented Successor"
	says out "name,Invented Mission of Laos"
	sql "SELECT n, name, to_day FROM contact_holder WHERE name LIKE 'Invented Phon' AND house = 'ngo'"
	grep -q 2026-08-31 sql.out
	result $? "the one before left on the day before" sql.out
	exits 0 contact confirm "$laos" --on 2026-11-20
	exits 0 contact list --office mission --state LAO --format csv
	is "$(field confirmed)" 2026-11-20 "last confirmed"
	exits 1 contact set "$laos" --set colour=blue
	exits 1 contact set "$laos" --set state=XYZ
	exits 0 contact erase "$laos"
	exits 0 contact erase --due --on 2026-07-01
	says err "1 forgotten"
	exits 0 contact export --format csv
	says_not out Phon
	says_not out Successor
	says_not out mueller@example.org
	says out "Invented Mission of Laos"
	says out "lao@example.org"
	exits 0 contact stop --format csv
	says out ROSSI@example.org
	exits 0 contact erase "$(id Rossi)"
	exits 0 contact stop --format csv
	says_not out ROSSI@example.org
	sql "SELECT name, address, source FROM contact_holder WHERE house = 'ngo' AND gone_ms > 0 AND (name <> '' OR address <> '')"
	! grep -q Invented sql.out
	result $? "nothing of those who were forgotten is left in the table" sql.out
	exits 0 contact written --format csv
	is "$(rows)" 3 "and that letters went is"
	exits 0 backup "copy.$1.db"
	exits 0 --db "back.$1.db" restore "copy.$1.db"
	PARAPH_DB=back.$1.db "$PARAPH" contact export >back.csv
	"$PARAPH" contact export >now.csv
	cmp -s back.csv now.csv
	result $? "a backup holds houses and contacts"
}

for engine in sqlite postgres; do
	case $engine in
	sqlite) PARAPH_DB=paraph.db ;;
	*) PARAPH_DB=$url ;;
	esac
	export PARAPH_DB
	unset PARAPH_HOUSE
	rm -rf un
	exits 0 init --pack ccm
	houses
	persons
	files
	audiences
	people $engine
done
finish
