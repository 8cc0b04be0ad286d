/* A form to fill in, as a Word file: what it is about, one table with empty rows, and notes. A4, on its side.
 * All texts are UTF-8 of one line. */
#pragma once
#include "base/buf.h"
#include "text/lang.h"

struct docx_form {
	const struct lang *lang;
	const char *title;
	size_t facts;
	const struct docx_fact {
		const char *label, *value;
	} * fact;
	size_t columns; /* at most 12; the first numbers the rows */
	const char *const *column;
	const int *share; /* of the width, each column; any numbers */
	size_t rows;
	size_t notes;
	const char *const *note; /* below the table */
};
/* The same form gives the same bytes. Adds to `out` (ask buf_check() at the end). */
void docx_form_write(const struct docx_form *f, struct arena *a, struct buf *out);
