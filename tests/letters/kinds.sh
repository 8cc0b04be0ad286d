#!/bin/sh
# A kind of letter is checked like a pack: every mistake with its file and line, before it is adopted.
. "$ROOT/tests/cli/tap.sh"
mkdir broken && cp -rL "$ROOT/packs/." broken
exits 0 pack check broken/ccm

# mistake SED LINE WORDS: kind.yaml of president-note with that change
kind=broken/ccm/letters/president-note/kind.yaml
cp $kind kept.yaml
mistake() {
	cp kept.yaml $kind
	sed -i "$1" $kind
	line=$(grep -nE "$2" $kind | head -n 1 | cut -d: -f1)
	exits 1 pack check broken/ccm
	says err "letters/president-note/kind.yaml:$line: "
	says err "$3"
}
mistake 's/^kind: .*/kind: presidents-note/' '^kind' 'lies in the folder president-note'
mistake 's/^form: .*/form: note/' '^form' 'write note-verbale, first-person, circular'
mistake 's/^form/fomr/' '^fomr' 'did you mean form'
mistake '/^audience/d' '^kind' 'audience: missing'
mistake 's/preparatory.next.code/preparatory.nxt.code/' 'nxt' 'the pack has no fact preparatory.nxt.code'
mistake 's/{name: items}/{name: meeting}/' 'name: meeting}' 'meeting stands twice'
mistake 's/^copies-to: .*/copies-to: observers/' '^copies-to' 'a list of short names'
mistake 's/^calendar: .*/calendar: {meetings: [metting]}/' '^calendar' 'the letter is not about metting'
mistake 's/^calendar: .*/calendar: {meetings: [meeting], deadlines: [report]}/' '^calendar' 'the pack has no rule report'
mistake 's/^calendar: .*/calendar: meeting/' '^calendar' 'a mapping of keys to values'
cp kept.yaml $kind
sed -i 's/generated: briefing/generated: breifing/' broken/ccm/letters/parliament/kind.yaml
exits 1 pack check broken/ccm
says err "letters/parliament/kind.yaml:17: enclosures: no paper is called breifing"
cp -rL "$ROOT/packs/ccm/letters/parliament/kind.yaml" broken/ccm/letters/parliament/kind.yaml

# ---- a template against its form ----
cp "$ROOT/packs/ccm/letters/join/en.md" broken/ccm/letters/president-note/en.md
for lang in ar es fr ru zh; do rm -f broken/ccm/letters/president-note/$lang.md; done
printf '\nTo {{recipient.name}}, {{meeting.name:meeting}}.\n' >broken/ccm/letters/president-note/en.md
exits 0 --db one.db --packs broken init --pack ccm
exits 1 --db one.db letter check president-note
says err "a letter of form note-verbale goes to an office: take {{recipient.name}} out"
printf '\n{{meeting.name:meeting}} opens on {{meeting.opens:meeting|weekday}}: {{meeting.name:conference}}.\n' \
	>broken/ccm/letters/president-note/en.md
exits 0 --db two.db --packs broken init --pack ccm
exits 0 --db two.db letter preview president-note --on 2020-03-19 --lang en --sample --as text --out a
is "$(plain a/*.txt | grep -c 'First Preparatory Meeting of the Second Review Conference opens on Monday, 8 June 2020: Second Review')" 1 \
	"what it is about is the next meeting of its day"
exits 0 --db two.db letter preview president-note --on 2020-03-19 --lang en --sample --as text --out b --about meeting=2RC-PM2
is "$(plain b/*.txt | grep -c 'Second Preparatory Meeting of the Second Review Conference opens on Friday, 4 September 2020')" 1 \
	"or the one that the sender names"
exits 2 --db two.db letter preview president-note --on 2020-03-19 --sample --as text --out c --about metting=2RC-PM2
says err "is about meeting, conference, items"
exits 1 --db two.db letter preview president-note --on 2012-01-01 --sample --as text --out c
says err "waits for the letter's conference: say --about conference="
finish
