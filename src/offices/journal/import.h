/* Acts from a file: CSV, or a publication of the depositary. Private to the office. */
#pragma once
#include "acts/table.h"
#include "offices/depositary/depositary.h"
#include "offices/journal/journal.h"
#include "offices/packs/packs.h"

enum {
	IMPORT_YES,
	IMPORT_THROUGH,
	IMPORT_ISSUER,
	IMPORT_VISIBILITY,
	IMPORT_BY,
	IMPORT_BEHALF,
	IMPORT_AS,
	IMPORT_SOURCE,
	IMPORT_BY_YEAR,
};
int import_run(struct run *r, struct err *e);

/* What is read. Texts that are not said are NULL. */
struct import_order {
	const char *name; /* of the file, as messages say it */
	const char *data;
	size_t len;
	const char *treaty;
	bool as_said; /* else by how it begins */
	enum publication as;
	const char *kind, *source, *issuer, *visibility; /* where a row says none */
	const char *by, *behalf;
	const char *through; /* it holds every act of its kinds up to this day */
	const char *report;  /* a sheet of States by years (years.h), of this report */
};
struct import {
	struct run *run;
	struct book book;
	struct import_order order;
	char sha256[65]; /* of the bytes */
	size_t n;        /* drafts; with a statement of coverage it is the last */
	struct draft *draft;
	unsigned *line; /* 0: the statement */
	size_t mistakes_n;
	struct mistake *mistake; /* by line; with any, nothing is recorded */
	struct trial *trial;
	size_t count[OUTCOME_COUNT];
	bool published; /* by the depositary */
	day_t as_at;    /* its own day; DAY_NONE_LOW none */
	size_t participants, actions;
	size_t notes_n;
	struct mistake *note;
};
/* run, book and order are the caller's. Drafts in the order in which they are asked about, or mistakes.
 * Errors: what cannot be read at all. */
int import_read(struct import *im, struct err *e) ATTR_CHECK;
/* The statement that the record is complete, where the order says through when. */
int import_coverage(struct import *im, struct err *e) ATTR_CHECK;
/* What would become of each; those that are refused are mistakes. */
void import_try(struct import *im);
/* What is new, all of it or nothing. */
int import_enter(struct import *im, struct err *e) ATTR_CHECK;
/* Public acts on file, of the kinds that it is about, that no row meets. */
void import_missing(const struct import *im, void (*each)(void *ctx, uint64_t seq), void *ctx);
