/* What the house holds, read once for a question. */
#include "offices/contacts/asking.h"

#include "contacts_sql.h"

static int own_read(struct asking *k, struct db *db, size_t *cap, struct err *e)
{
	struct written_list_row row;
	struct db_stmt *st;
	char day[11];
	int rc = written_list_start(
		db, &(struct written_list_in){k->house->code, k->treaty, day_format(k->on, day)}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = written_list_step(st, &row, e); rc == DB_ROW; rc = written_list_step(st, &row, e)) {
		GROW(k->a, k->went, k->went_n, *cap);
		k->went[k->went_n++] = (struct went){arena_strdup(k->a, row.state),
			arena_strdup(k->a, row.contact), k->house->code, arena_strdup(k->a, row.kind),
			arena_strdup(k->a, row.on_day), arena_strdup(k->a, row.answered_day)};
	}
	db_finish(st);
	return rc;
}

static int coalition_read(struct asking *k, struct db *db, size_t *cap, struct err *e)
{
	struct written_coalition_row row;
	struct db_stmt *st;
	char from[11], day[11];
	int rc = written_coalition_start(db,
		&(struct written_coalition_in){k->house->code, k->house->coalition, k->treaty,
			day_format(k->on - k->house->cool_down_days, from), day_format(k->on, day)},
		&st, e);

	if (rc < 0)
		return rc;
	for (rc = written_coalition_step(st, &row, e); rc == DB_ROW;
		rc = written_coalition_step(st, &row, e)) {
		GROW(k->a, k->went, k->went_n, *cap);
		k->went[k->went_n++] = (struct went){arena_strdup(k->a, row.state), "",
			arena_strdup(k->a, row.by_house), "", arena_strdup(k->a, row.on_day), ""};
	}
	db_finish(st);
	return rc;
}

int asking_read(struct asking *k, struct db *db, struct err *e)
{
	size_t cap = 0;
	int rc = contacts_read(k->a, db, k->house, &k->contact, &k->contacts_n, e);

	if (rc == 0)
		rc = stops_read(k->a, db, k->house, &k->stop, &k->stops_n, e);
	if (rc == 0)
		rc = own_read(k, db, &cap, e);
	if (rc == 0)
		rc = coalition_read(k, db, &cap, e);
	return rc;
}
