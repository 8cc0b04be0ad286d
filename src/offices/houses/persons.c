/* Persons who act for a house, and what they may do. */
#include "offices/houses/houses.h"

#include <string.h>

#include "base/text.h"
#include "houses_sql.h"
#include "web/request.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct person person_of(struct arena *a, const struct person_list_row *row)
{
	return (struct person){arena_strdup(a, row->id), arena_strdup(a, row->name),
		arena_strdup(a, row->mail), arena_strdup(a, row->end_day)};
}

int person_get(struct arena *a, struct db *db, const struct house *h, const char *id, struct person *ret,
	struct err *e)
{
	struct person_list_row row;
	struct db_stmt *st;
	int rc = person_by_id_start(db, &(struct person_by_id_in){h->code, id}, &st, e);

	if (rc < 0)
		return rc;
	rc = person_list_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = person_of(a, &row);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"house %s has no person '%s'; paraph person list shows their ids", h->code, id);
	return rc < 0 ? rc : 0;
}

int persons_all(struct arena *a, struct db *db, const struct house *h, struct person **ret, size_t *ret_n,
	struct err *e)
{
	struct person_list_row row;
	struct person *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = person_list_start(db, &(struct person_list_in){h->code}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = person_list_step(st, &row, e); rc == DB_ROW; rc = person_list_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = person_of(a, &row);
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

static int persons_count(struct db *db, const struct house *h, int64_t *ret, struct err *e)
{
	struct person_count_row row;
	struct db_stmt *st;
	int rc = person_count_start(db, &(struct person_count_in){h->code}, &st, e);

	if (rc < 0)
		return rc;
	rc = person_count_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = row.persons;
	db_finish(st);
	return rc < 0 ? rc : 0;
}

int house_actor(struct run *r, struct db *db, const struct house *h, struct person *ret, struct err *e)
{
	int64_t persons = 0;
	int rc;

	if (r->actor)
		return person_get(r->arena, db, h, r->actor, ret, e);
	rc = persons_count(db, h, &persons, e);
	if (rc < 0)
		return rc;
	if (persons > 0)
		return err_set(e, ERR_USAGE,
			"house %s has persons; say who does this: paraph --as PERSON …"
			" (see paraph person list)",
			h->code);
	*ret = (struct person){"", "", "", ""};
	return 0;
}

/* Everybody who has the role on the day, in `a`. */
static int holders(struct arena *a, struct db *db, const struct house *h, const char *role, day_t on,
	struct person **ret, size_t *ret_n, struct err *e)
{
	struct role_held_row row;
	struct person *all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	char day[11];
	int rc = role_held_start(db, &(struct role_held_in){h->code, role, day_format(on, day)}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = role_held_step(st, &row, e); rc == DB_ROW; rc = role_held_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct person){arena_strdup(a, row.id), arena_strdup(a, row.name),
			arena_strdup(a, row.mail), arena_strdup(a, row.end_day)};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

int house_may(
	struct db *db, const struct house *h, const char *person, const char *role, day_t on, struct err *e)
{
	AUTO_ARENA a = arena_new("house_may");
	struct person *all = NULL;
	const char *ids = "nobody";
	size_t n = 0;
	char day[11];
	int rc;

	if (!*person)
		return 0;
	rc = holders(a, db, h, role, on, &all, &n, e);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(all[i].id, person) == 0)
			return 0;
		ids = i ? arena_printf(a, "%s, %s", ids, all[i].id) : all[i].id;
	}
	return err_set(e, ERR_INVALID,
		"%s is no %s of house %s on %s (%s is); paraph house grant %s --person %s --role %s gives it",
		person, role, h->code, day_format(on, day), ids, h->code, person, role);
}

int house_holder(struct arena *a, struct db *db, const struct house *h, const char *role, day_t on,
	struct person *ret, struct err *e)
{
	struct person *all = NULL;
	size_t n = 0;
	int rc = holders(a, db, h, role, on, &all, &n, e);

	if (rc < 0)
		return rc;
	*ret = n ? all[0] : (struct person){"", "", "", ""};
	return 0;
}

int house_role_check(struct arena *a, const struct house *h, const char *role, struct err *e)
{
	static const char *const fixed[] = {ROLE_DRAFTER, ROLE_SIGNATORY, ROLE_SENDER, ROLE_OBSERVER};
	const char **names = NEW_ARRAY(a, const char *, COUNT(fixed) + h->clearance_n + 1);
	const char *all = "", *near;
	size_t n = 0;

	for (size_t i = 0; i < COUNT(fixed); i++)
		names[n++] = fixed[i];
	for (size_t i = 0; i < h->clearance_n; i++)
		names[n++] = h->clearance[i].role;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], role) == 0)
			return 0;
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", names[i]);
	}
	near = text_nearest(role, names);
	return err_set(e, ERR_INVALID, "house %s has no role '%s'; %s%s", h->code, role,
		near ? "did you mean " : "it has ", near ? near : all);
}

int person_new(struct run *r, struct db *db, const struct house *h, const char *name, const char *mail,
	const char *note, const char **ret, struct err *e)
{
	const char *id = arena_printf(r->arena, "p%s", r->fresh_id + 1);
	int rc = person_add_run(db, &(struct person_add_in){h->code, id, name, mail, note, r->now_ms}, e);

	if (rc == 0)
		*ret = id;
	return rc;
}

int role_give(struct run *r, struct db *db, const struct house *h, const char *person, const char *role,
	const char *from_day, const char *to_day, struct err *e)
{
	char today[11];

	day_format(r->today, today);
	return role_add_run(db,
		&(struct role_add_in){h->code, person, role, *from_day ? from_day : today, to_day,
			r->actor ? r->actor : "", r->now_ms},
		e);
}
