/* A contact as one record: what is on file, what a file brings, what a command sets. The same names of fields
 * everywhere: CSV columns, --set, contact show, and the differences before an import. Private to the office.
 */
#pragma once
#include "offices/contacts/contacts.h"

#define CONTACT_TEXT_MAX 1000u /* bytes of a field */
#define CONTACT_PARTS_MAX 40u  /* channels, bodies, titles of one contact */
#define CONTACTS_MAX 200000u   /* of a house, or of a file */

enum channel_kind { CHANNEL_EMAIL, CHANNEL_POST, CHANNEL_FAX, CHANNEL_HAND, CHANNEL_POUCH, CHANNEL_COUNT };
extern const char *const contact_channel_names[CHANNEL_COUNT + 1];

struct channel {
	enum channel_kind kind;
	const char *address;
	bool personal;              /* the holder's own: goes when the person is forgotten */
	const char *state, *reason; /* good, doubtful, bad */
};
struct body {
	const char *body, *label, *role, *from, *to;
};
struct consent {
	const char *purpose;
	bool given;
	const char *on, *how;
};
struct holder {
	int n;
	const char *name, *rank, *address, *source, *from, *to;
	bool gone;
};
struct contact {
	unsigned line;     /* in the file it comes from; 0 */
	const char *where; /* the place in a file that has no lines: persons[3]; NULL */
	bool faulty;       /* a fault of it was said: what follows from it is not */
	size_t said_n;
	const char **said; /* fields that the file speaks of */
	const char *id;    /* "" not on file yet */
	const char *office, *state, *organisation, *place, *name, *write, *read, *from, *to, *confirmed,
		*purpose, *retain, *source, *note;
	const char *org_name, *org_short, *org_category; /* of the organisation */
	struct holder holder;                            /* who holds it now; n 0: nobody is on file */
	size_t titles_n, channels_n, bodies_n, consents_n;
	struct label *title; /* by language */
	struct channel *channel;
	struct body *body;
	struct consent *consent; /* oldest first */
};

struct contact contact_new(void); /* every text "" */

/* ---- fields: fields.c ---- */
/* Sets one field from text. ERR_NOTFOUND: no such field (with the nearest); ERR_INVALID begins with its name.
 */
int contact_set(
	struct arena *a, struct contact *c, const char *field, const char *text, struct err *e) ATTR_CHECK;
/* "" where it is empty. */
const char *contact_get(struct arena *a, const struct contact *c, const char *field);
/* Names of all fields that any of n contacts needs: the fixed ones, and title.LANG for each language. NULL at
 * the end. */
const char **contact_fields(struct arena *a, const struct contact *c, size_t n);
int contact_mail_good(const char *text, struct err *e) ATTR_CHECK; /* an e-mail address */
/* What fields say together; `reg` (may be NULL) knows the States. */
int contact_check(const struct contact *c, const struct reg *reg, struct err *e) ATTR_CHECK;
/* Does it count on a day? */
bool contact_valid(const struct contact *c, day_t on);
/* The last word on a purpose: 1 given, 0 withdrawn, -1 none. */
int contact_consent(const struct contact *c, const char *purpose, day_t on);
/* Adds to the record, at most CONTACT_PARTS_MAX of each; ERR_LIMIT. */
int contact_add_channel(struct arena *a, struct contact *c, struct channel ch, struct err *e) ATTR_CHECK;
int contact_add_body(struct arena *a, struct contact *c, struct body b, struct err *e) ATTR_CHECK;
int contact_add_title(
	struct arena *a, struct contact *c, const char *lang, const char *title, struct err *e) ATTR_CHECK;
/* A short name from a name in words: "Foreign Affairs Committee" gives foreign-affairs-committee. */
const char *contact_short_name(struct arena *a, const char *words);

/* ---- the store: contacts_read.c, contacts_save.c ---- */
/* All of the house, by id; in `a`. */
int contacts_read(struct arena *a, struct db *db, const struct house *h, struct contact **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
int contact_read(struct arena *a, struct db *db, const struct house *h, const char *id, struct contact *ret,
	struct err *e) ATTR_CHECK; /* ERR_NOTFOUND */
/* In the caller's transaction. before: as on file, NULL: new. A new holder ends the one before on the day
 * before `on`. what: for the history. */
struct saving {
	const struct house *house;
	const char *person; /* who saves */
	day_t on;
	int64_t now_ms;
	const char *detail; /* names of the fields, or the file */
};
int contact_save(struct arena *a, struct db *db, const struct contact *before, const struct contact *c,
	const struct saving *s, struct err *e) ATTR_CHECK;
int contact_event(
	struct db *db, const struct saving *s, const char *id, const char *what, struct err *e) ATTR_CHECK;
/* Forgets who held the office; in the caller's transaction. */
int contact_forget(struct db *db, const struct contact *c, const struct saving *s, struct err *e) ATTR_CHECK;
bool stop_has(const char *const *sha256, size_t n, const char *address);
int stops_read(struct arena *a, struct db *db, const struct house *h, const char ***ret, size_t *ret_n,
	struct err *e) ATTR_CHECK; /* fingerprints, sorted */

/* ---- files: forms.c, vcard.c, popolo.c ---- */
/* What a file brings. `said` of each contact names the fields that it speaks of. Faults are collected, each
 * with its place. */
struct brought {
	struct arena *a;
	const char *path;
	size_t n, cap, faults, faults_cap, ignored, ignored_cap;
	struct contact *contact;
	struct fault {
		unsigned line;
		const char *text; /* "FILE:LINE: field: …" */
	} * fault;
	const char **unknown; /* names of what the file says and a contact does not hold, each once */
};
#define FAULTS_MAX 100u
#define CONTACTS_BYTES_MAX (32u << 20) /* a file */
struct contact *brought_add(struct brought *b, struct contact c);
void brought_fault(struct brought *b, struct contact *c, const struct err *e);
void brought_sort(struct brought *b); /* faults by line */
void brought_ignored(struct brought *b, const char *name);
/* contact_set() of something said; what is wrong becomes a fault. */
void brought_set(struct brought *b, struct contact *c, const char *field, const char *text);
/* A file that is none of its kind is ERR_INVALID; anything else goes into ret->fault. */
typedef int (*contacts_read_fn)(struct brought *ret, const char *data, size_t len, struct err *e);
int contacts_csv(struct brought *ret, const char *data, size_t len, struct err *e) ATTR_CHECK;
int contacts_vcard(struct brought *ret, const char *data, size_t len, struct err *e) ATTR_CHECK;
int contacts_popolo(struct brought *ret, const char *data, size_t len, struct err *e) ATTR_CHECK;
void contacts_csv_write(struct buf *out, struct arena *a, const struct contact *c, size_t n);
void contacts_vcard_write(struct buf *out, struct arena *a, const struct contact *c, size_t n);
void contacts_popolo_write(struct buf *out, struct arena *a, const struct contact *c, size_t n);
