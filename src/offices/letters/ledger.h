/* Letters on file: drafts, steps, copies, as the office's tables hold them. Private to the office. All texts
 * live in the arena given; "" where there is none. */
#pragma once
#include "offices/letters/sender.h"

#define LETTER_COPIES_MAX 200000u

struct letter_row {
	const char *id, *treaty, *kind, *audience, *params, *step, *reference, *edition, *pack, *manifest,
		*supersedes;
	day_t on;
	int64_t made_ms;
};
bool letter_is_open(const struct letter_row *l); /* may still be issued: draft, cleared, signed */
struct copy_row {
	int64_t n, gone_ms; /* gone_ms: when its files were forgotten, 0: not */
	bool in_copy;
	const char *letter, *reference, *contact, *iso3, *category, *lang, *wanted, *code, *pdf, *text, *html,
		*scan, *record, *state, *reason;
};
struct step_row {
	int64_t n, at_ms;
	const char *step, *role, *person, *behalf, *note;
};

/* By its id, its reference or that of a copy. ERR_NOTFOUND names the mend. */
int ledger_get(struct db *db, struct arena *a, const struct house *h, const char *name,
	struct letter_row *ret, struct err *e) ATTR_CHECK;
int ledger_list(struct db *db, struct arena *a, const struct house *h, const char *kind,
	struct letter_row **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
int ledger_copies(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct copy_row **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
int ledger_count(struct db *db, const struct house *h, const char *letter, size_t *ret_copies,
	struct err *e) ATTR_CHECK;
/* Those to a contact that are not forgotten. */
int ledger_copies_to(struct db *db, struct arena *a, const struct house *h, const char *contact,
	struct copy_row **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* DB_ROW or DB_DONE: the copy with this reference. */
int ledger_copy(struct db *db, struct arena *a, const struct house *h, const char *reference,
	struct copy_row *ret, struct err *e) ATTR_CHECK;
/* The same: whose issued file has this SHA-256, of whatever house. */
int ledger_copy_of_file(
	struct db *db, struct arena *a, const char *sha256, struct copy_row *ret, struct err *e) ATTR_CHECK;
/* The same: whose PDF or scan it is, be it the issued file or not. */
int ledger_copy_of_bytes(
	struct db *db, struct arena *a, const char *sha256, struct copy_row *ret, struct err *e) ATTR_CHECK;
/* The same: that bears this code. */
int ledger_copy_of_code(
	struct db *db, struct arena *a, const char *code, struct copy_row *ret, struct err *e) ATTR_CHECK;
int ledger_steps(struct db *db, struct arena *a, const struct house *h, const char *letter,
	struct step_row **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* What somebody did, in the caller's transaction. step: the letter's from then on; NULL: it stays. */
struct taken {
	const char *letter, *what, *role, *note, *step;
};
int ledger_step(struct run *r, struct db *db, const struct house *h, const struct taken *s,
	const char *behalf, struct err *e) ATTR_CHECK;
/* Takes a letter from the step that it was read in to `step`, first of all in the caller's transaction: who
 * comes second gets ERR_BUSY, and finds in another try what the letter is by then. */
int ledger_claim(struct db *db, const struct house *h, const struct letter_row *l, const char *step,
	struct err *e) ATTR_CHECK;
/* A new draft, in the caller's transaction. behalf NULL: their own. */
int ledger_draft(struct run *r, struct db *db, const struct house *h, const struct letter_row *l,
	const char *behalf, struct err *e) ATTR_CHECK;

/* What the sender said, as a canonical JSON object, and back into the order. */
const char *params_write(struct arena *a, const struct letter_order *o);
int params_read(struct arena *a, const char *params, struct letter_order *ret, struct err *e) ATTR_CHECK;

/* ---- clearance: docs/letters.md, Clearance ---- */
/* What is still lacking before the letter may be issued, in words; NULL: nothing. `signing` also asks whether
 * only the signature lacks. */
const char *clearance_lacks(
	struct arena *a, const struct house *h, const struct step_row *s, size_t n, bool signing);
/* Does the actor's step count for this entry of the house's rule? */
size_t clearance_persons(const struct house_clearance *c, const struct step_row *s, size_t n);
