/* A sheet of States by years: iso3, and a column a year with the day on which the report was received.
 * Becomes rows of the dialect of acts (report-received). Private to the office. */
#pragma once
#include "base/csv.h"

#define YEARS_FIRST 1900
#define YEARS_LAST 9999

/* One row a cell that is filled in; its line is that of the sheet. A column `source` goes with each of its
 * row; other columns but iso3 are not read. ERR_INVALID: no column iso3, or none of a year. Lives in `a`. */
int years_melt(struct arena *a, const char *name, const struct csv *sheet, const char *report,
	struct csv *ret, struct err *e) ATTR_CHECK;
