/* Acts from a sheet that is uploaded or pasted, and a published list compared with the register. Private to
 * the office. */
#pragma once
#include "offices/journal/desk.h"
#include "offices/journal/import.h"

#define SHEET_ROWS_SHOWN 500u /* of what was checked */

/* A row of what was checked. */
struct sheet_row {
	unsigned line;
	const char *outcome, *mark; /* in the language; a symbol of the sprite */
	const char *subject, *kind, *day;
	const char *remark; /* English: the register's words */
	struct url met;
	size_t parts_n;
	struct sheet_part {
		const char *name, *theirs, *ours;
	} * part;
};
struct sheet_view {
	const char *title, *said; /* said: what is wrong with the whole; NULL */
	struct url to, back, csv, xlsx, years;
	const char *source, *report, *pasted, *visibility; /* as given */
	const char *kept; /* SHA-256 of the sheet that is right, to be recorded; NULL */
	bool by_year, compares, writes, checked;
	size_t fresh, on_file, different, wrong, missing_n;
	size_t rows;
	struct sheet_row *row;
	size_t missing_shown;
	struct sheet_row *missing;
	size_t notes_n;
	struct mistake *note;
	size_t reports;
	struct sheet_report {
		const char *code, *label;
	} * one_report;
};
/* The bytes that came: a file, or what was pasted; cells between tabs become CSV. *ret NULL: nothing came. */
int sheet_bytes(struct request *q, const char **ret_name, const char **ret, size_t *ret_len,
	struct err *e) ATTR_CHECK;
/* What was read, row by row: mistakes alone where there are any. */
void sheet_rows(const struct acts_desk *d, const struct import *im, struct sheet_view *t);
void sheet_missing(const struct acts_desk *d, const struct import *im, struct sheet_view *t);
