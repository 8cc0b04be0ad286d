/* Drafts of acts, and what recording one would change. Private to the office. */
#pragma once
#include "offices/journal/drafts.h"

/* ---- drafts of a house: nothing finds those of another ---- */
struct draft_kept {
	const char *id, *by; /* by: who wrote it down */
	int64_t made_ms;
	struct draft d;
};
/* A new one, or, with an id, in the place of that one. In a transaction of its own. */
int draft_row_keep(struct run *r, struct db *db, const char *house, const char *id, const struct draft *x,
	const char **ret_id, struct err *e) ATTR_CHECK;
/* ERR_NOTFOUND: the house has none of that id. */
int draft_row_get(struct db *db, struct arena *a, const char *house, const char *id, struct draft_kept *ret,
	struct err *e) ATTR_CHECK;
int draft_row_drop(struct db *db, const char *house, const char *id, struct err *e) ATTR_CHECK;
int draft_rows(struct db *db, struct arena *a, const char *house, struct draft_kept **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
/* Recorded and gone from the drafts, in one transaction. */
int draft_record(struct run *r, struct book *b, const char *house, const struct draft_kept *k,
	struct appended *ret, struct marks *ret_marks, struct err *e) ATTR_CHECK;

/* The commands `act draft ...`. */
int draft_add_run(struct run *r, struct err *e);
int draft_list_run(struct run *r, struct err *e);
int draft_record_run(struct run *r, struct err *e);
int draft_drop_run(struct run *r, struct err *e);
