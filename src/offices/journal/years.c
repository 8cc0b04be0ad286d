/* States by years, made rows. */
#include "offices/journal/years.h"

#include <string.h>

#include "acts/kind.h"
#include "base/text.h"

enum { ACTION, ISO3, DATE, REPORT, YEAR, SOURCE, COLUMNS };
static const char *const names[COLUMNS] = {"action", "iso3", "date", "report", "year", "source"};

static bool is_year(const char *column)
{
	struct err none;
	int64_t year;

	return text_int(column, YEARS_FIRST, YEARS_LAST, &year, &none) == 0;
}

int years_melt(struct arena *a, const char *name, const struct csv *sheet, const char *report,
	struct csv *ret, struct err *e)
{
	int iso3 = csv_column(sheet, "iso3"), source = csv_column(sheet, "source");
	size_t years = 0, n = 0;

	for (size_t i = 0; i < sheet->columns; i++)
		years += is_year(sheet->column[i]);
	if (iso3 < 0 || !years)
		return err_set(e, ERR_INVALID,
			"%s:1: a sheet of States by years needs the column iso3 and a column for each year, "
			"such as 2024",
			name);
	struct csv_row *row = NEW_ARRAY(a, struct csv_row, sheet->rows * years + 1);
	for (size_t r = 0; r < sheet->rows; r++)
		for (size_t i = 0; i < sheet->columns; i++) {
			const struct csv_row *from = &sheet->row[r];

			if (!is_year(sheet->column[i]) || !*from->field[i])
				continue;
			const char **cell = NEW_ARRAY(a, const char *, COLUMNS);
			cell[ACTION] = act_kinds[ACT_REPORT_RECEIVED].name;
			cell[ISO3] = from->field[iso3];
			cell[DATE] = from->field[i];
			cell[REPORT] = report;
			cell[YEAR] = sheet->column[i];
			cell[SOURCE] = source < 0 ? "" : from->field[source];
			row[n++] = (struct csv_row){from->line, cell};
		}
	const char **column = NEW_ARRAY(a, const char *, COLUMNS);
	memcpy(column, names, sizeof names);
	*ret = (struct csv){.columns = COLUMNS, .rows = n, .column = column, .row = row};
	return 0;
}
