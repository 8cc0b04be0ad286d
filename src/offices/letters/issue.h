/* Issuing a letter: everything that leaves is made, then recorded in one transaction. Private to the office.
 */
#pragma once
#include "offices/letters/ledger.h"
#include "offices/letters/seal.h"
#include "text/pdf.h"

/* Who gets a copy. */
struct copy_to {
	const struct recipient *to;
	bool in_copy;
};
/* One copy, made. */
struct made_copy {
	struct copy_to who;
	const char *reference, *url;
	char code[SEAL_CODE];
	const char *lang, *wanted, *name, *title; /* title: its heading, for a subject */
	const char *left_out; /* names of the paragraphs that it does without, blanks between */
	char said[65];        /* SHA-256 of its words, without reference and code */
	size_t facts_n;
	struct letter_fact *fact; /* of this copy alone */
	const char *text, *html, *pdf;
	const char *calendar; /* an iCalendar object; "" none */
	size_t text_len, html_len, pdf_len, calendar_len;
	char text_sha256[65], html_sha256[65], pdf_sha256[65], calendar_sha256[65]; /* the last "": none */
	const char *record;
};
struct made_paper {
	const struct letter_enclosure *of;
	const char *lang, *name, *data, *media; /* lang "": with every copy */
	size_t len;
	char sha256[65], said[65]; /* said: of its words; "" of a sender's own file */
};
/* A language that the gate does not let through. */
struct gated {
	const char *lang, *says;
	size_t lacking; /* paragraphs */
	bool shut;      /* some of them nobody has written or stands behind; else they wait for a reader */
};
struct issue {
	struct run *run;
	struct sender *sender;
	const char *audience;
	bool paper; /* who has no address on file gets it by hand */
	struct letter_row row;
	bool fresh; /* the row is not in the store yet */
	const struct letter_row *supersedes;
	const struct house_series *series; /* NULL: no reference */
	int year;
	int64_t number;
	size_t all_n; /* everybody who was looked at */
	struct copy_to *all;
	size_t n;
	struct made_copy *copy;
	size_t shared_n, shared_cap;
	struct letter_fact *shared; /* the same in all copies that say it */
	size_t papers_n, papers_cap;
	struct made_paper *papers;
	bool look_ahead; /* gates are asked for languages of those who cannot be reached too */
	size_t gated_n, gated_cap;
	struct gated *gated; /* as far as they were asked */
	struct seal_key key;
};

/* Everybody, with reasons; those that get it are counted in is->n once sending (or not) is settled. */
int issue_audience(struct issue *is, bool sending, struct err *e) ATTR_CHECK;
/* The number that the series would give next. */
int issue_number(struct issue *is, struct err *e) ATTR_CHECK;
/* ERR_INVALID: a letter without a reference is none that is issued. */
int issue_numbered(const struct issue *is, struct err *e) ATTR_CHECK;
/* Makes every copy anew with the number in is->number. sealed: with codes and records. */
int issue_make(struct issue *is, bool sealed, struct err *e) ATTR_CHECK;
/* As issue_make() without what a file needs: languages, words and figures, nothing on paper. */
int issue_survey(struct issue *is, struct err *e) ATTR_CHECK;
/* Fills is->gated for the copies made or surveyed. */
int issue_gates(struct issue *is, struct err *e) ATTR_CHECK;
/* A draft as it stands in the store. Else than in a rehearsal it must be cleared and signed. */
int issue_open(struct issue *is, const char *id, bool rehearse, struct err *e) ATTR_CHECK;
/* The letter that it takes the place of; name NULL: none. */
int issue_supersede(struct issue *is, const char *name, struct err *e) ATTR_CHECK;
/* Makes, compares with what was signed, and records. dir: files too; NULL not. secret: key_open(). */
int issue_send(struct issue *is, const char *dir, const char *secret, struct err *e) ATTR_CHECK;
/* A draft, all of it. supersedes NULL: of none. */
int letter_issue(struct run *r, const char *id, const char *supersedes, bool paper, struct issue *ret,
	struct err *e) ATTR_CHECK;
/* All of it in one transaction, with its act. */
int issue_record(struct issue *is, struct err *e) ATTR_CHECK;
/* Files and recipients.csv into a folder; records nothing. to_me: the outbox gets the letters for that one
 * address; NULL: not. */
int issue_rehearse(struct issue *is, const char *dir, const char *to_me, struct err *e) ATTR_CHECK;
/* A copy's PDF and calendar part, as `path` with their endings. */
int copy_write(const struct issue *is, const struct made_copy *c, const char *path, struct err *e) ATTR_CHECK;
/* Messages for the outbox; letter "" and copy 0 on trial. */
int issue_messages(struct issue *is, const char *to_me, struct err *e) ATTR_CHECK;

/* ---- rehearsal.c ---- */
#define REHEARSAL_TABLE "recipients.csv"
#define REHEARSAL_BETWEEN " / " /* names in its column `with` */
/* Removes what a former rehearsal wrote there, and nothing else. ERR_CONFLICT: there is something else. */
int rehearsal_room(struct arena *a, const char *dir, struct err *e) ATTR_CHECK;
/* For people, once it is written: who would not get it, and what would stop it. */
int rehearsal_says(struct issue *is, struct err *e) ATTR_CHECK;

/* ---- enclosure.c ---- */
#define ENCLOSURE_MEND "save with A4 pages and fonts embedded"
struct looked_at {
	const char *data;
	size_t len;
	unsigned pages;
	const char *mend; /* what a person should mend before it goes; "" nothing */
};
/* Reads a file that is to go with a letter, and looks into it. Errors as pdf_check(). */
int enclosure_look(struct arena *a, const char *path, struct looked_at *ret, struct err *e) ATTR_CHECK;

/* ---- signed.c ---- */
/* What the letter would say to everyone who may get it: a line each, sorted: SHA-256 of the words, language,
 * whom. After issue_audience(). */
int signed_list(struct issue *is, const char **ret, struct err *e) ATTR_CHECK;
const char *list_hash(struct arena *a, const char *list); /* SHA-256, hex */
/* Puts it beside the step just taken, in the caller's transaction. */
int signed_keep(
	struct db *db, const struct house *h, const char *letter, const char *list, struct err *e) ATTR_CHECK;
/* Has this person signed what was other than `list`? False where they have not signed. */
int signed_other(struct db *db, struct arena *a, const struct house *h, const char *letter,
	const char *person, const char *list, bool *ret, struct err *e) ATTR_CHECK;
/* Of copies that were made: ERR_CONFLICT where one says what somebody has not signed. What was signed before
 * its words were kept passes. */
int signed_check(struct issue *is, struct err *e) ATTR_CHECK;

/* ---- invite.c ---- */
/* The calendar part of a copy whose language and recipient are set. Copies are made in order. */
int copy_calendar(struct issue *is, struct made_copy *c, struct err *e) ATTR_CHECK;

/* ---- forget.c ---- */
int letters_forget(struct run *r, struct forgetting *f, struct err *e) ATTR_CHECK; /* of struct office */

/* ---- follow.c ---- */
struct outbox_message;
struct copy_post {
	const struct outbox_message *last; /* the message that went last; NULL: none */
	int64_t answered_ms;               /* of whichever was answered; 0 none */
};
/* Of each copy, in their order. Lives in `a`. */
int copies_post(struct db *db, struct arena *a, const struct house *h, const char *letter,
	const struct copy_row *c, size_t n, struct copy_post **ret, struct err *e) ATTR_CHECK;

/* What became of a copy, in the order in which somebody should look at them. */
enum became_word {
	BECAME_RETURNED,
	BECAME_HELD,
	BECAME_WAITING,
	BECAME_ANSWERED,
	BECAME_DELIVERED,
	BECAME_SILENT,
	BECAME_CANCELLED,
	BECAME_COUNT
};
extern const char *const became_names[BECAME_COUNT + 1];
struct became {
	const struct copy_row *copy;
	const struct copy_post *post;
	enum became_word outcome;
};
/* Of each copy of a letter, in their order. Lives in `a`. */
int copies_became(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct became **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* ---- clearance.c ---- */
const char *letter_fresh_id(struct arena *a);
/* Opens the book, the house and the letter that a command names. */
int letter_named(struct run *r, const char *name, struct book *b, struct house *h, struct letter_row *ret,
	struct err *e) ATTR_CHECK;
/* A draft of an open order; audience, behalf NULL: the kind's own, nobody's. *ret: its id. */
int letter_draft(struct run *r, struct sender *s, const char *audience, const char *behalf, const char **ret,
	struct err *e) ATTR_CHECK;
/* A draft like a letter before: its kind, audience and variables, as of another day. */
int letter_again(struct run *r, const char *name, day_t on, const char **ret, struct err *e) ATTR_CHECK;
struct taken_by {
	bool signing;              /* else clearing */
	const char *note, *behalf; /* NULL none */
	const char *seen; /* list_hash() of what was looked at: ERR_CONFLICT where it is other now; NULL */
};
/* The one who acts clears or signs a draft. *ret: the letter as it is then. */
int letter_step(struct run *r, const char *name, const struct taken_by *by, struct letter_row *ret,
	struct err *e) ATTR_CHECK;
/* A draft, an issued letter, or one copy by its reference. */
int letter_cancel(struct run *r, const char *name, const char *why, struct err *e) ATTR_CHECK;
/* The steps that the house asks for, all by the one who acts, in the caller's transaction. */
int clearance_by_one(
	struct run *r, struct db *db, const struct house *h, const char *letter, struct err *e) ATTR_CHECK;
/* ---- keys.c ---- */
/* The secret: in `given`, else $PARAPH_SECRET, else beside an SQLite database, else in the user's own folder;
 * made where this installation has none yet. ERR_NOTFOUND: it has one, which is not there; ERR_INVALID:
 * others may read it. */
int key_open(struct run *r, struct db *db, const char *given, struct seal_key *ret, struct err *e) ATTR_CHECK;
/* Before it signs, in the caller's transaction. ERR_INVALID: another has taken its place. */
int key_use(
	struct db *db, struct arena *a, const struct seal_key *key, int64_t now_ms, struct err *e) ATTR_CHECK;
/* All that ever signed, the newest first. */
int keys_ring(struct db *db, struct arena *a, struct seal_ring *ret, struct err *e) ATTR_CHECK;
