/* Acts as words on a command line. Private to the office. */
#pragma once
#include "offices/journal/journal.h"
#include "offices/packs/packs.h"

/* What `act add` and `act correct` both take: their option tables begin with these. */
enum said {
	SAID_STATE,
	SAID_SUBJECT,
	SAID_ON,
	SAID_EFFECTIVE,
	SAID_SOURCE,
	SAID_SOURCE_FILE,
	SAID_ISSUER,
	SAID_SET,
	SAID_BY,
	SAID_BEHALF,
	SAID_COUNT
};
enum {
	ADD_VISIBILITY = SAID_COUNT,
	ADD_ID,
};
enum {
	CORRECT_KIND = SAID_COUNT,
	CORRECT_REASON,
	CORRECT_VOID,
};
#define SOURCE_FILE_MAX (256u << 20) /* bytes less one of a file whose SHA-256 is recorded */

/* Whose act it is: --treaty, the world too, else the only treaty adopted. */
int treaty_said(struct run *r, const struct book *b, const char **ret, struct err *e) ATTR_CHECK;
/* The act that `act add KIND` means, checked field by field. */
int draft_said(
	struct run *r, const char *treaty, const char *kind, struct draft *ret, struct err *e) ATTR_CHECK;
/* The correction of the act with this id that `act correct` means: what is not said is carried over from it,
 * or, where it voided another act, from that one. ERR_CONFLICT names the act to correct when this one no
 * longer counts. */
int draft_correcting(
	struct run *r, const struct book *b, const char *id, struct draft *ret, struct err *e) ATTR_CHECK;
