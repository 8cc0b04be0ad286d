/* CSV in (RFC 4180, over libcsv) with the line of every row; out is buf_csv(). Memory in the arena.
 * Line ends are LF, CRLF or CR. Spaces and tabs around a field that is not quoted are not part of it; a
 * line end inside a quoted one comes out as LF. */
#pragma once
#include "base/arena.h"

#define CSV_BYTES_MAX (64u << 20) /* a file */
#define CSV_FIELD_MAX (1u << 20)  /* a field */
#define CSV_ROWS_MAX 2000000u
#define CSV_COLUMNS_MAX 200u
#define CSV_CELLS_MAX (16u << 20) /* fields of a file: pointers below the arena's largest block */

struct csv_row {
	unsigned line;      /* where the row begins, from 1 */
	const char **field; /* as many as the header has columns */
};
struct csv {
	size_t columns, rows;
	const char **column; /* header, trimmed; unique and not empty (checked) */
	struct csv_row *row; /* rows without any field are left out */
};

/* Errors name "NAME:LINE: ". A row with more or fewer fields than the header is an error (ERR_INVALID); so
 * are bytes that are not UTF-8, control characters other than tab and line ends, a header name that is empty
 * or stands twice, a quote left open. ERR_LIMIT over one of the limits above. A UTF-8 BOM is skipped. (libcsv
 * owns the name csv_parse.) */
int csv_read(struct arena *a, const char *name, const char *data, size_t len, struct csv *ret,
	struct err *e) ATTR_CHECK;
int csv_column(const struct csv *c, const char *name); /* index or -1 */
