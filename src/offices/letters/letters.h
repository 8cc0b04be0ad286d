/* Letters of a kind to every State that should get one on a day: the right facts, verb and language for each,
 * from the template that the treaty's pack carries. Writes documents (text/doc.h); how they are put on paper
 * or screen is the caller's. */
#pragma once
#include "offices/contacts/contacts.h"
#include "offices/packs/packs.h"
#include "text/doc.h"

extern const struct office letters_office; /* letter … */

/* Lines signed with the key of the installation, for other than letters: the key's id, and the signature in
 * hex. ERR_NOTFOUND: there is no key yet (paraph letter key export makes it). */
int letters_sign(struct run *r, struct db *db, const char *lines, const char **ret_key,
	const char **ret_signature, struct err *e) ATTR_CHECK;
/* Are the lines signed with the key of this id, one of `ring`, which is as paraph letter key export writes
 * it? name: of the ring, for messages. ERR_INVALID says why not. */
int letters_signed(struct arena *a, const char *name, const char *ring, const char *key, const char *lines,
	const char *signature, struct err *e) ATTR_CHECK;

#define CIRCUMSTANCE_BYTES_MAX 4000u

/* What a form of letter knows, whatever it is about: docs/letters.md, Forms. */
struct letter_form_info {
	bool third_person; /* The Mission presents its compliments …: bears no salutation and no name */
	bool initialled;   /* and stamped, beside the date; else signed */
	bool numbered;     /* has a reference of the house's series */
	bool to_persons;   /* by name; else to an office */
	const char *must, *must_not; /* a field of its templates; NULL any */
};
extern const struct letter_form_info letter_forms[LETTER_FORM_COUNT];

/* A word of the sender's for what the letter is about: meeting=2RC-PM2. */
struct letter_word {
	const char *name, *value;
};

/* Whom letters may be addressed to: minister, head-of-government, permanent-representative; NULL-terminated.
 */
extern const char *const letter_offices[];

/* A paragraph of the sender's own, in one language. */
struct circumstance {
	const char *lang, *text;
};

/* What the sender decides. */
struct letter_order {
	const struct letter_kind *kind;
	day_t on;
	const char *lang;         /* for every State; NULL: each in its own, as the world's table says */
	const char *from, *place; /* NULL: none */
	const char *to;           /* one of letter_offices; NULL: the first */
	size_t circumstances;
	const struct circumstance *circumstance;
	size_t words;
	const struct letter_word *word; /* in place of the figures that the kind's `about` names */
	const struct house *house;      /* whose letter; NULL: nobody's yet */
	const char *signatory;          /* name of who signs for it; NULL or "": not known */
	bool unapproved; /* in the house's newest words, whoever stands behind them; else in approved ones */
	bool specimen;   /* says on each page that it is none */
	bool typeset;    /* on paper: each character of the templates must have a font */
};

/* An order at work: the templates read and the facts asked so far. */
struct letters;

/* All of it lives in r->arena; book, pack and order must outlive it. */
int letters_open(struct run *r, const struct book *b, const struct pack *p, const struct letter_order *o,
	struct letters **ret, struct err *e) ATTR_CHECK;

/* Before the first letter is written: every template of this kind in the pack is read, and says in its
 * language what the English one says. ERR_INVALID names the first mistake with its place; ERR_NOTFOUND: the
 * pack has no such letter in English. */
int letters_ready(struct letters *l, struct err *e) ATTR_CHECK;
/* The same, each mistake a line on `out`. Returns how many. */
size_t letters_check(struct letters *l, FILE *out);
/* The languages that the pack has this letter in, and the house whole in approved words of its own;
 * NULL-terminated. */
size_t letters_languages(struct letters *l, const char *const **ret);

/* A template of this kind, for who works on its words. letters_file(): the pack's bytes in exactly this
 * language; false when it has none. letters_template() reads any bytes with the fields of this letter; `path`
 * is for messages. ERR_INVALID as template_parse(). */
struct template;
bool letters_file(struct letters *l, const char *tag, const char **ret, size_t *ret_len);
int letters_template(struct letters *l, const char *path, const char *tag, const char *data, size_t len,
	const struct template **ret, struct err *e) ATTR_CHECK;

/* The template that letters in this language are written from: the pack's, with the approved words of the
 * order's house. *ret NULL: there is none in exactly this language. */
int letters_parsed(
	struct letters *l, const char *lang, const struct template **ret, struct err *e) ATTR_CHECK;

/* Words of the States that get the letter that day, by ISO code: of the world, and without a deposit in
 * effect. */
size_t letters_recipients(struct letters *l, uint32_t **ret);
/* One State. ERR_NOTFOUND: no such State; ERR_INVALID says why it gets none, such as the day of its deposit.
 */
int letters_recipient(struct letters *l, const char *iso3, uint32_t *ret, struct err *e) ATTR_CHECK;

/* What a word of the kind's `about` stands for in these letters, such as a meeting's code; NULL: not known.
 */
const char *letters_about(const struct letters *l, const char *name);

/* A value that a letter asked for, as it was then. */
struct letter_fact {
	const char *key;     /* with its argument */
	const char *value;   /* as paraph facts prints it; bounded: LOW..HIGH */
	const char *quality; /* exact bounded unknown; given: by the sender, or read off the recipient */
	const char *as_at;   /* "" none */
	const char *acts;    /* ids of the acts counted, spaces between */
	bool shared;         /* the same in every copy */
	bool said; /* stands in the letter; else it was asked for a condition, or a paragraph left out */
};

struct letter {
	const char *iso3, *name, *verb; /* name: the State's short one, in English, for people; "" no State */
	const char *lang;               /* it is written in */
	const char *wanted; /* the language that the pack has no template in; NULL: it is written as wanted */
	bool names_english; /* the State's name is not on file in lang: the English one stands in */
	size_t facts_n;
	struct letter_fact *fact; /* what it asked for, also for paragraphs that were left out */
	struct doc doc;
};
/* The States of the world that day, by ISO code: words. */
size_t letters_states(struct letters *l, uint32_t **ret);
/* ERR_NOTFOUND: no such State. */
int letters_state_named(struct letters *l, const char *iso3, struct recipient *ret, struct err *e) ATTR_CHECK;
/* The word for a letter that is none, in the order's language or English. */
const char *letters_specimen(const struct letters *l);
/* To one State's office without a contact on file. */
struct recipient letters_state(struct letters *l, uint32_t state);
/* Lives in `a`. lang: NULL for the recipient's own, or the order's. ERR_INVALID: the letter is refused, with
 * the place in its template. */
int letters_write(struct letters *l, struct arena *a, const struct recipient *to, const char *lang,
	struct letter *ret, struct err *e) ATTR_CHECK;

/* Copies that have not left, of letters to an audience that leaves out bound States, to States that are bound
 * by now: cancelled, with the reason as a note. In one transaction of its own. For whoever is about to send.
 */
int letters_follow(struct run *r, const struct book *b, const struct house *h, size_t *ret_cancelled,
	struct err *e) ATTR_CHECK;

/* What the code on a letter stands for, as anyone may know it: nothing of persons. Texts as in its record. */
struct letter_seal {
	const char *code, *reference;
	const char *house; /* code of who issued it */
	day_t on;
	const char *signatory; /* function of who signs, in English; "" none */
	const char *addressee; /* category: state, organisation, person */
	const char *status;    /* issued, superseded, cancelled: as it is now */
	const char *sha256;    /* of the issued file */
	const char *signature; /* Ed25519, hex */
	const char *key;       /* its id */
	const char *record;    /* all of it, signed: docs/letters.md, Record */
};
/* Of whatever house. code: as typed. Lives in `a`. ERR_NOTFOUND: no letter bears it; ERR_BUG: its record does
 * not verify. */
int letter_by_code(
	struct db *db, struct arena *a, const char *code, struct letter_seal *ret, struct err *e) ATTR_CHECK;
/* XXXXX-XXXXX from what somebody typed, in small letters, without the dash …; NULL: it is none. */
const char *letter_code(struct arena *a, const char *typed);
/* Letters of a house to a State, as the State's own office may see them: copies to its missions and
 * ministries, never to persons of its parliament. The newest first; in `a`. */
struct letter_to_state {
	const char *code, *reference, *kind, *lang;
	const char *on_day; /* YYYY-MM-DD: its date */
	const char *status; /* issued, superseded, cancelled */
	const char *file;   /* SHA-256 of the PDF, or of the scan that took its place */
};
int letters_to_state(struct db *db, struct arena *a, const char *house, const char *treaty, const char *iso3,
	struct letter_to_state **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* The one with this code. ERR_NOTFOUND: that State was sent none such. */
int letter_to_state(struct db *db, struct arena *a, const char *house, const char *treaty, const char *iso3,
	const char *code, struct letter_to_state *ret, struct err *e) ATTR_CHECK;
/* The public keys, as letter key export writes them. */
int letter_keys(struct db *db, struct arena *a, const char **ret, struct err *e) ATTR_CHECK;
/* Letters of a house that went with a date from `from` to `to`, by date; what has taken another's place and
 * what was cancelled with them. Lives in `a`. */
struct letter_sent {
	const char *id, *kind, *audience, *reference, *step;
	day_t on;
	size_t copies, answered, returned, waiting, held;
};
int letters_sent_list(struct db *db, struct arena *a, const struct house *h, day_t from, day_t to,
	struct letter_sent **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* Letters of a house that are not out yet: drafts, cleared, signed. Lives in `a`. */
struct letter_open {
	const char *id, *kind, *audience, *step;
	const char *lacks; /* what is still lacking before it may be issued, in words; NULL nothing */
	day_t on;
	int64_t made_ms;
};
int letters_open_list(struct db *db, struct arena *a, const struct house *h, struct letter_open **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;

/* Where the signing key lies; "" while none has signed. ERR_NOTFOUND: one signs, and is not there. */
int letters_key_check(struct run *r, struct db *db, const char **ret, struct err *e) ATTR_CHECK;
