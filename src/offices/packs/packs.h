/* The book: what a command reads and writes. The acts on file, in memory, and the packs in force, compiled
 * from the bytes kept in the store. Other offices open it, ask the register, and record through it: every act
 * enters by book_record(). */
#pragma once
#include "cli/cli.h"
#include "register/register.h"
#include "store/store.h"

extern const struct office packs_office; /* init, pack adopt, pack check, pack list */

struct book {
	struct db *db;
	struct journal *journal;
	uint64_t known;           /* only acts with seq < known exist: --known, or all */
	const struct pack *world; /* NULL when not adopted by then */
	size_t n;
	const struct pack **pack; /* adopted treaties in order of code, the world left out */
};

/* Opens --db, reads the journal, compiles the packs in force at --known: of each code the latest adoption
 * that counts. Lives in r->arena, as all below. ERR_NOTFOUND: no such database (mend: paraph init). */
int book_open(struct run *r, struct book *ret, struct err *e) ATTR_CHECK;

/* Makes the database --db, or takes one whose making broke off before anything was recorded. ERR_CONFLICT:
 * there is one. */
int book_new_db(struct run *r, struct db **ret, struct err *e) ATTR_CHECK;

/* --treaty, or the only one adopted; with several ERR_USAGE lists them. ERR_NOTFOUND: not adopted. */
int book_treaty(struct run *r, const struct book *b, const struct pack **ret, struct err *e) ATTR_CHECK;
const struct pack *book_pack(const struct book *b, const char *code);       /* a treaty or the world; NULL */
void book_reg(const struct book *b, const struct pack *p, struct reg *ret); /* reg_open() at known */

/* For a process that answers for any `known` while acts come in: every edition ever adopted, compiled. One
 * thread opens it and catches up, any number read beside it. */
struct shelf;
int shelf_open(struct run *r, struct shelf **ret, struct err *e) ATTR_CHECK;
/* Brings journal and editions up to what is on file. */
int shelf_catch_up(struct shelf *s, struct err *e) ATTR_CHECK;
uint64_t shelf_count(const struct shelf *s); /* acts that readers may know of */
/* The register of a treaty as of an instant (INT64_MAX: all). ERR_NOTFOUND: none was adopted by then; with
 * treaty NULL the only one that was, with several ERR_USAGE. */
int shelf_reg(const struct shelf *s, const char *treaty, int64_t known_ms, struct reg *ret,
	struct err *e) ATTR_CHECK;

/* Sorts drafts so that what others rest on is asked about first: names of States, what bears on no State's
 * obligations, treaty actions by day (within one: signature, instrument, withdrawal), obligations,
 * corrections; else as given. The line of each goes with it. */
void book_order(struct draft *d, unsigned *line, size_t n);

/* What becomes of a draft that is to be recorded. What it leaves empty does not differ from what is on file.
 */
enum outcome {
	OUTCOME_NEW,
	OUTCOME_ON_FILE,   /* it is on file; source and note may be worded otherwise */
	OUTCOME_DIFFERENT, /* its id is on file and says otherwise, or the same was done on another day */
	OUTCOME_REFUSED,
	OUTCOME_COUNT
};
extern const char *const outcome_names[OUTCOME_COUNT + 1]; /* new on-file different refused */
struct trial {
	enum outcome outcome;
	const char *met;     /* on file, different: id of the act that it meets, else "" */
	const char *differs; /* on file, different: names of the parts that do, "" none */
	const char *refusal; /* refused, and different where the register says why: its words; else "" */
	struct marks marks;  /* new: late, voluntary ... */
};
/* What would become of each draft, in this order. Records nothing. ret has room for n. */
void book_try(struct run *r, struct book *b, const struct draft *d, size_t n, struct trial *ret);
/* As if the drafts were recorded: they are put into the journal, `then` is asked with how many acts there
 * are, and all is taken back. Drafts that book_try() refuses are an error. */
int book_suppose(struct run *r, struct book *b, const struct draft *d, size_t n,
	void (*then)(void *ctx, uint64_t known), void *ctx, struct err *e) ATTR_CHECK;
/* One row a draft that is new or different; in csv and json also those on file. line: where each stands in
 * its file, 0 or all NULL where it stands in none. */
int book_report(struct run *r, const struct draft *d, const unsigned *line, const struct trial *t, size_t n,
	struct err *e) ATTR_CHECK;

/* Records all drafts or none, in one transaction: each is checked against everything before it. An id on file
 * with other content is ERR_CONFLICT. ret and ret_marks have room for n. Not with --known. ERR_BUSY also when
 * another edition of a pack was adopted in between. */
int book_record(struct run *r, struct book *b, const struct draft *d, size_t n, struct appended *ret,
	struct marks *ret_marks, struct err *e) ATTR_CHECK;
/* The same, with an office's own rows in the transaction: `before` is asked first of all, takes its locks
 * (series counters) and writes its rows, and may still change the drafts. */
typedef int (*book_before_fn)(void *ctx, struct err *e);
int book_record_with(struct run *r, struct book *b, const struct draft *d, size_t n, struct appended *ret,
	struct marks *ret_marks, book_before_fn before, void *ctx, struct err *e) ATTR_CHECK;
