/* Acts that were written down and are not recorded yet: rows of their house. */
#include <string.h>

#include "journal_sql.h"
#include "offices/journal/form.h"

static struct draft_kept kept_of(struct arena *a, const struct act_draft_get_row *row)
{
	return (struct draft_kept){.id = arena_strdup(a, row->id),
		.by = arena_strdup(a, row->by_whom),
		.made_ms = row->made_ms,
		.d = {.id = arena_strdup(a, row->act),
			.treaty = arena_strdup(a, row->treaty),
			.kind = arena_strdup(a, row->kind),
			.visibility = arena_strdup(a, row->visibility),
			.corrects = arena_strdup(a, row->corrects),
			.subject = arena_strdup(a, row->subject),
			.on = arena_strdup(a, row->on_day),
			.effective = arena_strdup(a, row->effective),
			.issuer = arena_strdup(a, row->issuer),
			.by = arena_strdup(a, row->by_whom),
			.behalf = arena_strdup(a, row->behalf),
			.source = arena_strdup(a, row->source),
			.source_sha256 = arena_strdup(a, row->source_sha256),
			.payload = arena_strdup(a, row->payload)}};
}

int draft_row_drop(struct db *db, const char *house, const char *id, struct err *e)
{
	struct act_draft_drop_row row;
	struct db_stmt *st = NULL;
	int rc = act_draft_drop_start(db, &(struct act_draft_drop_in){house, id}, &st, e);

	if (rc < 0)
		return rc;
	rc = act_draft_drop_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"there is no draft %s: it was recorded or thrown away; paraph act draft list shows "
			"those that are left",
			id);
	return rc < 0 ? rc : 0;
}

static int add(
	struct run *r, struct db *db, const char *house, const char *id, const struct draft *x, struct err *e)
{
	return act_draft_add_run(db,
		&(struct act_draft_add_in){.id = id,
			.house = house,
			.act = x->id,
			.treaty = x->treaty,
			.kind = x->kind,
			.visibility = x->visibility,
			.corrects = x->corrects,
			.subject = x->subject,
			.on_day = x->on,
			.effective = x->effective,
			.issuer = x->issuer,
			.behalf = x->behalf,
			.source = x->source,
			.source_sha256 = x->source_sha256,
			.payload = x->payload,
			.by_whom = x->by,
			.now_ms = r->now_ms},
		e);
}

int draft_row_keep(struct run *r, struct db *db, const char *house, const char *id, const struct draft *x,
	const char **ret_id, struct err *e)
{
	/* The random part of an act's id: as long as ours has to be. */
	const char *fresh = arena_printf(r->arena, "d-%.20s", draft_random_id(r->arena) + 2);
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0 && id)
		rc = draft_row_drop(db, house, id, e);
	if (rc == 0)
		rc = add(r, db, house, id ? id : fresh, x, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		*ret_id = id ? id : fresh;
	return rc;
}

int draft_row_get(struct db *db, struct arena *a, const char *house, const char *id, struct draft_kept *ret,
	struct err *e)
{
	struct act_draft_get_row row;
	struct db_stmt *st = NULL;
	int rc = act_draft_get_start(db, &(struct act_draft_get_in){house, id}, &st, e);

	if (rc < 0)
		return rc;
	rc = act_draft_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = kept_of(a, &row);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"there is no draft %s; paraph act draft list shows those of the house", id);
	return rc < 0 ? rc : 0;
}

int draft_rows(struct db *db, struct arena *a, const char *house, struct draft_kept **ret, size_t *ret_n,
	struct err *e)
{
	struct act_draft_get_row row;
	struct draft_kept *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int rc = act_draft_list_start(db, &(struct act_draft_list_in){house}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = act_draft_get_step(st, &row, e); rc == DB_ROW; rc = act_draft_get_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = kept_of(a, &row);
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

/* Whoever recorded it or threw it away meanwhile was first. */
struct dropping {
	struct db *db;
	const char *house, *id;
};

static int drop(void *ctx, struct err *e)
{
	const struct dropping *d = ctx;

	return draft_row_drop(d->db, d->house, d->id, e);
}

int draft_record(struct run *r, struct book *b, const char *house, const struct draft_kept *k,
	struct appended *ret, struct marks *ret_marks, struct err *e)
{
	struct dropping dropping = {b->db, house, k->id};
	struct draft d = k->d;

	if (r->actor)
		d.by = r->actor; /* who records it, not who wrote it down */
	return book_record_with(r, b, &d, 1, ret, ret_marks, drop, &dropping, e);
}
