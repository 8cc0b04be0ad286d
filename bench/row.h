/* One State's standing as `paraph status` prints it, not yet printed; by the register, and compared with a
 * row of SQL. */
#pragma once
#include "register/register.h"

enum { ROW_STANDING, ROW_SIGNED, ROW_INSTRUMENT, ROW_DEPOSITED, ROW_IN_FORCE, ROW_WITHDRAWN, ROW_COLUMNS };

struct row {
	uint32_t state; /* word */
	enum standing standing;
	const char *instrument;       /* "" none */
	struct edtf day[ROW_COLUMNS]; /* both DAY_NONE_HIGH: none; read where the column is a day */
};
void row_by_register(const struct reg *r, uint32_t state, day_t on, struct row *ret);

struct sqlite3_stmt;
/* The query's row, from column `first` on, against ours; ends the program with `where` when they differ. */
void row_compare(struct sqlite3_stmt *st, int first, const struct row *row, const char *where);
