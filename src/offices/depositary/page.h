/* What a publication says, whatever its form: the table of participants as texts, and what stands around it.
 * All texts are of one line, UTF-8, their white space folded; never NULL. Needs no book. Private to the
 * office. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

struct page_row {
	unsigned line;     /* where it begins in the file */
	const char **cell; /* as many as there are columns; footnote marks taken out */
	const char *marks; /* of the footnotes at its cells, with spaces between: "3 5" */
};
struct end_note {
	const char *mark, *text;
};
struct page {
	const char *number;    /* in the depositary's list: "XXVI-6"; "" not found */
	const char *title;     /* "" not found */
	const char *concluded; /* place and day: "Dublin, 30 May 2008"; "" not found */
	day_t as_at;           /* DAY_NONE_LOW: not said */
	const char *printed;   /* "Signatories : 107. Parties : 112"; "" not found */
	size_t columns;
	const char **column; /* titles as printed; the first is that of the participants */
	size_t rows_n, rows_cap;
	struct page_row *row;
	size_t notes_n, notes_cap;
	struct end_note *note;
};

/* `path` is for messages. ERR_INVALID where there is no table of participants. */
int page_read_html(struct arena *a, const char *path, const char *data, size_t len, struct page *ret,
	struct err *e) ATTR_CHECK;
int page_read_xml(struct arena *a, const char *path, const char *data, size_t len, struct page *ret,
	struct err *e) ATTR_CHECK;

/* White space folded to single spaces, none at the ends; control characters and the spaces that do not break
 * count as white space. */
const char *page_fold(struct arena *a, const char *s);

/* ---- what stands in a cell (cell.c) ---- */

/* A column's title, taken apart: "Approval(AA), Acceptance(A), Accession(a), Ratification". */
#define COLUMN_MANNERS_MAX 12u
struct manner {
	const char *suffix; /* "" none */
	const char *words;  /* as printed */
	int kind;           /* enum act_kind; -1: one that is not recorded */
};
struct column_manners {
	size_t n;
	struct manner manner[COLUMN_MANNERS_MAX];
};
void column_read(struct arena *a, const char *title, struct column_manners *ret);
/* How an act with this suffix in this column was done; NULL: the page does not say. */
const struct manner *column_manner(const struct column_manners *c, const char *suffix);

struct cell_day {
	day_t day;
	const char *suffix; /* "" none */
	bool bracketed;     /* in square brackets: of a State that has withdrawn */
};
/* The days of a cell, at most `max`. Returns how many; < 0, with the mend, for what is no day. */
int cell_read(struct arena *a, const char *cell, struct cell_day *ret, size_t max, struct err *e) ATTR_CHECK;
/* "3 Dec 2008", "30 May 2008", "6 September 2024" at the beginning of s, in English; how many bytes it took,
 * 0 none. */
size_t spelt_day(const char *s, day_t *ret);
/* The first such day in s; false where there is none. */
bool spelt_day_in(const char *s, day_t *ret);
/* A notice of withdrawal told of in an end note: its day, and the day on which it took effect, DAY_NONE_LOW
 * where that is not said. False: none is told of, or not the day. */
bool withdrawal_told(struct arena *a, const char *note, day_t *ret_notice, day_t *ret_effect);
