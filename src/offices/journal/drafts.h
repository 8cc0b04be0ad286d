/* Acts as somebody says them, on a command line or in a form. Private to the office. */
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

/* What is said of an act; NULL: nothing is said, and what stood there before stays. */
struct said_act {
	const char *subject, *on, *effective, *issuer;
	const char *source, *source_sha256; /* a source that is said has no file, but the one said with it */
	const char *visibility, *id, *by, *behalf; /* visibility, id: of a new act alone */
	size_t n; /* fields of its kind, as CSV texts; the later of a name counts */
	const char **name, **value;
};
/* What takes its place. */
struct said_correction {
	struct said_act act;
	const char *reason;
	const char *kind; /* of the replacement; NULL: as before */
	bool voids;       /* nothing does */
};
/* The act of a treaty and kind that is meant, checked field by field. fresh_id: for one that is not public.
 */
int draft_of(struct arena *a, const char *fresh_id, const char *treaty, const char *kind,
	const struct said_act *said, struct draft *ret, struct err *e) ATTR_CHECK;
/* The correction of the act with this id: what is not said is carried over from it, or, where it voided
 * another act, from that one. ERR_CONFLICT names the act to correct when this one no longer counts. */
int draft_corrects(struct run *r, const struct book *b, const char *id, const struct said_correction *said,
	struct draft *ret, struct err *e) ATTR_CHECK;
/* The act itself; for one that voids, the act that it voided. */
int draft_base(struct run *r, const struct book *b, const char *id, struct act_row *ret, bool *ret_voids,
	struct err *e) ATTR_CHECK;

/* Whose act it is: --treaty, the world too, else the only treaty adopted. */
int treaty_said(struct run *r, const struct book *b, const char **ret, struct err *e) ATTR_CHECK;
/* The act that `act add KIND` means, checked field by field. */
int draft_said(
	struct run *r, const char *treaty, const char *kind, struct draft *ret, struct err *e) ATTR_CHECK;
/* The correction that `act correct ID` means. */
int draft_correcting(
	struct run *r, const struct book *b, const char *id, struct draft *ret, struct err *e) ATTR_CHECK;
