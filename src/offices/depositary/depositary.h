/* A reader of the depositary's own publication, as a person saves it: the status page of the United Nations
 * Treaty Collection (HTML), and a treaty of Multilateral Treaties Deposited with the Secretary-General as
 * XML. Makes drafts of acts; holds nothing against the record, and records nothing. */
#pragma once
#include "acts/table.h"
#include "offices/packs/packs.h"

#define PUBLICATION_BYTES_MAX (16u << 20)
#define PUBLICATION_NODES_MAX 500000u /* elements of a file */
#define PUBLICATION_DEPTH_MAX 200u    /* of them within each other */
#define PARTICIPANTS_MAX 2000u        /* rows */
#define PARTICIPANT_COLUMNS_MAX 20u
#define END_NOTES_MAX 2000u
#define CELL_BYTES_MAX 4000u
#define END_NOTE_BYTES_MAX (64u << 10)
#define CELL_DAYS_MAX 8u /* days in one cell: a State that withdrew and came back has two */

enum publication { PUBLICATION_NONE, PUBLICATION_HTML, PUBLICATION_XML };
/* By how it begins; PUBLICATION_NONE is something else, such as CSV. */
enum publication publication_of(const char *data, size_t len);

struct publication_acts {
	day_t as_at;         /* the day that the page gives as its own; DAY_NONE_LOW: none */
	size_t participants; /* rows */
	size_t n;            /* drafts */
	struct draft *draft; /* in the order of the rows */
	unsigned *line;
	size_t mistakes_n;
	struct mistake *mistake; /* TABLE_MISTAKES_MAX at most; with any, nothing should be recorded */
	size_t notes_n;
	struct mistake *note; /* what a person should know; line 0: of the whole */
};

/* Reads the bytes of `path` as acts of the treaty that `b` has in force. `def` as for CSV. All lives in `a`.
 * ERR_INVALID: no such publication, or of another treaty; ERR_LIMIT over one of the limits above. */
int publication_read(struct arena *a, const struct book *b, const struct table_defaults *def,
	const char *path, enum publication as, const char *data, size_t len, struct publication_acts *ret,
	struct err *e) ATTR_CHECK;
