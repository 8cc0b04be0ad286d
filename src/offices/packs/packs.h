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

/* --treaty, or the only one adopted; with several ERR_USAGE lists them. ERR_NOTFOUND: not adopted. */
int book_treaty(struct run *r, const struct book *b, const struct pack **ret, struct err *e) ATTR_CHECK;
/* Those that --treaty leaves: one, or all adopted, in order of code; at least one. */
int book_treaties(struct run *r, const struct book *b, const struct pack *const **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
const struct pack *book_pack(const struct book *b, const char *code);       /* a treaty or the world; NULL */
void book_reg(const struct book *b, const struct pack *p, struct reg *ret); /* reg_open() at known */

/* What becomes of a draft that is to be recorded. What it leaves empty does not differ from what is on file.
 */
enum outcome {
	OUTCOME_NEW,
	OUTCOME_ON_FILE,   /* its id is on file and says the same; source and note may be worded otherwise */
	OUTCOME_DIFFERENT, /* its id is on file and says otherwise, or the same was done on another day */
	OUTCOME_REFUSED,
	OUTCOME_COUNT
};
extern const char *const outcome_names[OUTCOME_COUNT + 1]; /* new on-file different refused */
struct trial {
	enum outcome outcome;
	uint64_t seq;        /* on file, different: the act that it meets */
	const char *differs; /* on file, different: names of the parts that do, "" none */
	const char *refusal; /* refused, different: the register's words, else "" */
	struct marks marks;  /* new: late, voluntary … */
};
/* What would become of each draft, in this order. Records nothing. ret has room for n. */
int book_try(struct run *r, struct book *b, const struct draft *d, size_t n, struct trial *ret,
	struct err *e) ATTR_CHECK;

/* Records all drafts or none, in one transaction: each is checked against everything before it. An id on file
 * with other content is ERR_CONFLICT. ret and ret_marks have room for n. Only without --known. */
int book_record(struct run *r, struct book *b, const struct draft *d, size_t n, struct appended *ret,
	struct marks *ret_marks, struct err *e) ATTR_CHECK;
