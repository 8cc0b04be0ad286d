#!/usr/bin/python3
"""Letters in other languages at the desk of a house: translated, reviewed and approved, out and in. TAP.
Words and persons are invented."""
import re

import kit
import people

HOUSES = kit.ROOT / "tests" / "houses" / "invented"
TEXT = "/desk/translations/join/fr"


def page(b, key):
    """The address of a paragraph's page."""
    link = rf'<a class="btn plain" href="({TEXT}/words/[0-9a-f]+)">[^<]*<span class="vh"> {re.escape(key)}<'
    return re.search(link, b.get(TEXT)[1])[1]


def words(b, at):
    return re.search(r'<textarea id="words"[^>]*>([^<]*)</textarea>', b.get(at)[1])[1].replace("&#39;", "'")


def section(b, key):
    text = b.get(TEXT)[1]
    head = '<h2 class="small"><code dir="ltr">' + re.escape(key)
    return re.search(rf'<section class="pair"[^>]*>{head}</code>.*?</section>', text, re.S)[0]


def reading(b):
    text = b.get("/desk/translations?language=fr")[1]
    kit.case("how far each letter is in a language", TEXT in text and "Français" in text, text)
    kit.case("the same as CSV", "join,fr," in b.get("/desk/translations.csv?language=fr")[1])
    text = b.get(TEXT)[1]
    kit.case("source and target beside each other", 'lang="fr"' in text and "{{letter.form}}" not in text and
             "civils" in text and "civilians" in text, text[:3000])
    for none in ("/desk/translations/join/xx1", "/desk/translations/nothing/fr",
            "/desk/translations/join/en", TEXT + "/words/0"):
        kit.same(f"{none}: 404", b.get(none)[0], 404)


def translating(b, other):
    at = page(b, "body/5")
    was = words(b, at)
    status, text = b.post(at, {"words": "deux alinéas\n\nne font pas un"})
    kit.case("two paragraphs for one: said at the field, input kept", status == 400 and
             'aria-invalid="true"' in text and "ne font pas un" in text, text)
    status, text = b.post(at, {"words": "{{no.such.field}}"})
    kit.case("a field that there is none of: said at the field", status == 400 and
             'id="wrong-words"' in text, text)
    with_tag = page(b, "body/#state.standing=signatory/1")
    status, text = b.post(with_tag, {"words": "Je vous écris."})
    kit.case("fields of the source that are missing are named, and it can be meant so", status == 400 and
             "does not say {{" in text and 'name="elsewhere"' in text, text)
    kit.same("saved", b.post(at, {"words": was + " Inventé."})[0], 303)
    part = section(b, "body/5")
    kit.case("translated by who wrote it", "Inventé." in part and "translated" in part and
             "d@example.org" in part, part)
    kit.case("who translated it cannot review it, where two are wanted", "reviewed" not in part, part)
    kit.same("another reviews it", other.post(TEXT + "/step", {"paragraph": "body/5",
             "stage": "reviewed"})[0], 303)
    kit.case("reviewed", "reviewed" in section(b, "body/5"))
    kit.same("approved", other.post(TEXT + "/step", {"paragraph": "body/5", "stage": "approved"})[0], 303)
    kit.case("approved", "· approved" in section(b, "body/5"))
    text = b.get(at)[1]
    kit.case("and in the memory, with what differs", "100 %" in text and "Inventé." in text, text)
    kit.same("a stage that is none: 400", b.post(TEXT + "/step", {"stage": "done"})[0], 400)
    status, text = b.post(TEXT + "/step", {"paragraph": "signature/1", "stage": "approved"})
    kit.case("one alone approves nothing: 409, and why", status in (303, 409), text)


def files(b):
    status, po = b.get(TEXT + "/export?as=po")
    kit.case("as PO", status == 200 and "Inventé." in po and "join-fr.po" in b.head["content-disposition"],
             po[:500])
    kit.case("as XLIFF", "<xliff" in b.get(TEXT + "/export?as=xliff")[1])
    kit.case("in no form: as XLIFF", "<xliff" in b.get(TEXT + "/export")[1])
    kit.same("in a form that there is not: 400", b.get(TEXT + "/export?as=doc")[0], 400)

    def sent(data, take, name="join-fr.po"):
        return b.post(TEXT + "/import", {"take": take}, files=[("file", name, "text/plain", data.encode())])

    new = po.replace("Inventé.", "Réinventé.")
    status, text = sent(new, "no")
    kit.case("first what it would change", status == 200 and "taken 1," in text and "Réinventé" not in
             b.get(TEXT)[1], text)
    kit.same("taken", sent(new, "yes")[0], 303)
    kit.case("and stands there", "Réinventé." in section(b, "body/5"))
    status, text = sent("no PO at all", "yes")
    kit.case("what is no PO: 400, with the line", status == 400 and "join-fr.po:1" in text, text[:3000])
    kit.same("no file: 400", b.post(TEXT + "/import", {"take": "yes"})[0], 400)


def main():
    with kit.folder() as place:
        db = kit.database(place)
        for house in ("ngo", "un"):
            kit.paraph(db, "house", "add", HOUSES / house)
        s = kit.Server(db)
        b, other = (people.person(s, db, mail, "drafter", "--house", "un") for mail in
                    ("d@example.org", "r@example.org"))
        elsewhere = people.person(s, db, "n@example.org", "drafter", "--house", "ngo")
        reading(b)
        translating(b, other)
        files(b)
        kit.case("another house has the pack's words alone", "nventé." not in elsewhere.get(TEXT)[1] and
                 "nventé." not in elsewhere.get(TEXT + "/export?as=po")[1])
        watcher = people.person(s, db, "o@example.org", "observer", "--house", "un")
        text = watcher.get(TEXT)[1]
        kit.case("an observer reads, and is offered nothing", "civils" in text and "/step" not in text)
        status, said = s.stop()
        kit.case("the server ends well, and said nothing", status == 0 and not said, said)
    kit.finish()


main()
