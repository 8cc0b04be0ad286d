/* act draft: acts that are written down for the house, and recorded by whoever decides. */
#include "offices/houses/houses.h"
#include "offices/journal/kept.h"
#include "offices/packs/packs.h"

/* The book, and for whom. */
static int begin(struct run *r, struct book *b, struct house *h, struct person *actor, struct err *e)
{
	int rc = book_open(r, b, e);

	if (rc == 0)
		rc = house_open(r, b->db, NULL, h, e);
	return rc == 0 ? house_actor(r, b->db, h, actor, e) : rc;
}

int draft_add_run(struct run *r, struct err *e)
{
	const char *treaty, *id = NULL;
	struct person actor = {.id = ""};
	struct house h = {.code = ""};
	struct draft d = {.by = ""};
	struct book b;
	int rc = begin(r, &b, &h, &actor, e);

	if (rc == 0)
		rc = treaty_said(r, &b, &treaty, e);
	if (rc == 0)
		rc = draft_said(r, treaty, r->argv[0], &d, e);
	if (rc != 0)
		return rc;
	if (!*d.by)
		d.by = actor.id;
	if (!*d.issuer && strcmp(d.visibility, visibility_names[VISIBLE_HOUSE]) == 0)
		d.issuer = h.code;
	rc = draft_row_keep(r, b.db, h.code, NULL, &d, &id, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", id);
	return rc;
}

int draft_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"id", "Draft", false, false},
		{"kind", "Kind", false, false},
		{"subject", "Of", false, false},
		{"on", "On", false, false},
		{"by", "By", false, false},
		{"made", "Written down", false, false},
	};
	struct draft_kept *all = NULL;
	struct person actor = {.id = ""};
	struct house h = {.code = ""};
	struct book b;
	size_t n = 0;
	int rc = begin(r, &b, &h, &actor, e);

	if (rc == 0)
		rc = draft_rows(b.db, r->arena, h.code, &all, &n, e);
	if (rc != 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof columns[0]);
	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){all[i].id, all[i].d.kind, all[i].d.subject, all[i].d.on,
				all[i].by, instant_text(r->arena, all[i].made_ms)});
	return table_end(t, e);
}

int draft_record_run(struct run *r, struct err *e)
{
	struct appended done;
	struct draft_kept k = {.id = ""};
	struct person actor = {.id = ""};
	struct marks marks;
	struct house h = {.code = ""};
	struct book b;
	int rc = begin(r, &b, &h, &actor, e);

	if (rc == 0)
		rc = draft_row_get(b.db, r->arena, h.code, r->argv[0], &k, e);
	if (rc == 0)
		rc = draft_record(r, &b, h.code, &k, &done, &marks, e);
	if (rc == 0)
		fprintf(r->out, "%llu %s\n", (unsigned long long)done.seq, k.d.id);
	return rc;
}

int draft_drop_run(struct run *r, struct err *e)
{
	struct person actor = {.id = ""};
	struct house h = {.code = ""};
	struct book b;
	int rc = begin(r, &b, &h, &actor, e);

	return rc == 0 ? draft_row_drop(b.db, h.code, r->argv[0], e) : rc;
}
