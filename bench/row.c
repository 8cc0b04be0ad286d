#include "row.h"

#include <sqlite3.h>
#include <string.h>

#include "beside.h"

#define NONE ((struct edtf){DAY_NONE_HIGH, DAY_NONE_HIGH})

void row_by_register(const struct reg *r, uint32_t state, day_t on, struct row *ret)
{
	struct state_standing s;
	reg_standing(r, state, on, &s);
	const struct membership *m = s.current < s.n ? &s.membership[s.current] : NULL;
	ret->state = state;
	ret->standing = s.standing;
	ret->day[ROW_SIGNED] = s.signed_by != TRI_NO ? s.signed_on : NONE;
	ret->instrument = m ? act_kinds[m->instrument].name : "";
	ret->day[ROW_DEPOSITED] = m && edtf_by(m->deposited, on) != TRI_NO ? m->deposited : NONE;
	ret->day[ROW_IN_FORCE] = m && reg_in_force_known(r, m, on) ? m->in_force : NONE;
	bool end_known = m && (!m->held || edtf_by(m->end, on) != TRI_NO);
	ret->day[ROW_WITHDRAWN] = end_known && edtf_by(m->notice, on) != TRI_NO ? m->end : NONE;
}

static const char *row_text(const struct row *row, int column, char out[EDTF_TEXT])
{
	if (column == ROW_STANDING)
		return standing_names[row->standing];
	if (column == ROW_INSTRUMENT)
		return row->instrument;
	return row->day[column].low == DAY_NONE_HIGH ? "" : edtf_format(row->day[column], out);
}

void row_compare(struct sqlite3_stmt *st, int first, const struct row *row, const char *where)
{
	char day[EDTF_TEXT];
	for (int k = 0; k < ROW_COLUMNS; k++) {
		const char *sql = (const char *)sqlite3_column_text(st, first + k);
		const char *ours = row_text(row, k, day);
		if (strcmp(sql ? sql : "", ours) != 0)
			fail("%s, %s: the register says \"%s\", SQL \"%s\"", where,
				sqlite3_column_name(st, first + k), ours, sql ? sql : "");
	}
}
