/* Acts as CSV rows, the one dialect of packs, import and export (docs/packs.md, Acts as CSV). */
#pragma once
#include "acts/act.h"
#include "base/csv.h"

struct table_defaults {
	const char *treaty;                              /* where the row names none */
	const char *issuer, *visibility, *source_sha256; /* likewise; NULL: none; visibility NULL: public */
	const char *kind,
		*source; /* likewise; with them the columns action and source may be left out; NULL: none */
	const char *by, *behalf; /* who records, whatever the row says; NULL: as the row says */
};
#define TABLE_MISTAKES_MAX 100u
struct mistake {
	unsigned line;
	const char *text; /* field, what is wrong, the mend */
};

/* Turns rows into checked drafts (draft_check), with ids derived where missing (#2, #3 for repeats within the
 * file; random for acts that are not public). Collects up to TABLE_MISTAKES_MAX mistakes; with any, *ret_n is
 * still the number of good drafts. Returns < 0 only when the header cannot be used. All lives in `a`, some of
 * it in `csv`. */
int table_drafts(struct arena *a, const char *name, const struct csv *csv, const struct table_defaults *def,
	struct draft **ret, unsigned **ret_line, size_t *ret_n, struct mistake **ret_mistakes,
	size_t *ret_mistakes_n, struct err *e) ATTR_CHECK;

struct buf;
/* Writes acts of any kinds with the union of their columns; reads back as the same drafts. */
void table_write(struct arena *a, struct buf *out, size_t n, const struct draft *d);
