/* The first sheet of a workbook (XLSX, ECMA-376), as CSV text. libzip and libxml2 are known to workbook.c
 * alone. Private to the office. */
#pragma once
#include <stdbool.h>

#include "base/arena.h"

#define WORKBOOK_PART_MAX (8u << 20) /* bytes of a part, unpacked: in memory some thirty times that */
#define WORKBOOK_CSV_MAX (16u << 20) /* bytes of the text that comes out */
#define WORKBOOK_ROWS_MAX 100000u
#define WORKBOOK_COLUMNS_MAX 200u
#define WORKBOOK_STRINGS_MAX 500000u /* shared texts */
#define WORKBOOK_FORMATS_MAX 1000u   /* number formats that the workbook makes itself; Excel takes 250 */
#define WORKBOOK_STYLES_MAX 65536u   /* looks of cells; Excel takes 65490 */

/* By how it begins. */
bool workbook_is(const char *data, size_t len);
/* Every row as wide as the first; days as YYYY-MM-DD where the cell's format shows a day; rows that are empty
 * are empty lines, so that the lines of mistakes are the rows of the sheet. ERR_INVALID: no such workbook;
 * ERR_LIMIT over one of the limits above. Lives in `a`. */
int workbook_csv(struct arena *a, const char *name, const char *data, size_t len, const char **ret,
	size_t *ret_len, struct err *e) ATTR_CHECK;
