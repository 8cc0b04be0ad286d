/* What a State was sent, for the State itself. */
#include "letters_sql.h"
#include "offices/letters/letters.h"

static int rows(struct db *db, struct arena *a, const struct copy_to_state_in *in,
	struct letter_to_state **ret, size_t *ret_n, struct err *e)
{
	struct letter_to_state *all = NULL;
	struct copy_to_state_row row;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int rc = copy_to_state_start(db, in, &st, e);

	if (rc < 0)
		return rc;
	for (rc = copy_to_state_step(st, &row, e); rc == DB_ROW; rc = copy_to_state_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct letter_to_state){arena_strdup(a, row.code), arena_strdup(a, row.reference),
			arena_strdup(a, row.kind), arena_strdup(a, row.lang), arena_strdup(a, row.on_day),
			arena_strdup(a, row.state), arena_strdup(a, row.file)};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

int letters_to_state(struct db *db, struct arena *a, const char *house, const char *treaty, const char *iso3,
	struct letter_to_state **ret, size_t *ret_n, struct err *e)
{
	return rows(db, a, &(struct copy_to_state_in){house, treaty, iso3, ""}, ret, ret_n, e);
}

int letter_to_state(struct db *db, struct arena *a, const char *house, const char *treaty, const char *iso3,
	const char *code, struct letter_to_state *ret, struct err *e)
{
	const char *whole = letter_code(a, code);
	struct letter_to_state *all = NULL;
	size_t n = 0;
	int rc = whole ? rows(db, a, &(struct copy_to_state_in){house, treaty, iso3, whole}, &all, &n, e) : 0;

	if (rc == 0 && n == 0)
		return err_set(e, ERR_NOTFOUND, "%s was sent no letter with the code '%.40s'", iso3, code);
	if (rc == 0)
		*ret = all[0];
	return rc;
}
