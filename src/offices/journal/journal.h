/* The office of the record itself: acts by hand, from files, corrected, shown, handed on and verified.
 * Commands named `act ...`. */
#pragma once
#include "acts/act.h"
#include "cli/cli.h"

extern const struct office journal_office;

/* ---- the record as JSON lines, for others (lines.h) ---- */
#define JOURNAL_LINES "paraph-acts-1"
#define JOURNAL_LINE_MAX (1 << 20) /* bytes: an act with every text at its limit and every byte escaped */

/* withhold: without salt and content. */
void journal_line(struct buf *b, const struct act_row *row, bool withhold);
/* false: it is not, byte for byte, what journal_line() writes. Lives in `a`. */
bool journal_line_read(struct arena *a, const char *line, struct act_row *ret, bool *ret_withheld);
