/* A person is forgotten: the letters to them, and the bytes that nobody else needs. */
#include <stdlib.h>
#include <string.h>

#include "letters_sql.h"
#include "offices/letters/issue.h"
#include "post/outbox.h"

/* Bytes that bear the person's name, unless somebody else needs them. */
struct doubtful {
	const char *sha256;
	struct forgotten *whose;
	bool needed;
};
struct leaving {
	struct run *run;
	const struct house *house;
	struct db *db;
	const char *why;
	size_t n, cap;
	struct doubtful *file;
};

static void doubt(struct leaving *l, struct forgotten *whose, const char *sha256)
{
	if (!*sha256)
		return;
	GROW(l->run->arena, l->file, l->n, l->cap);
	l->file[l->n++] = (struct doubtful){sha256, whose, false};
}

/* ---- a letter ---- */

static int copy_leave(struct leaving *l, struct forgotten *p, const struct copy_row *c, struct err *e)
{
	const char *house = l->house->code;
	int64_t now = l->run->now_ms;
	size_t waiting = 0;
	int rc = outbox_cancel_copy(l->db, house, c->letter, c->n, l->why, now, &waiting, e);
	if (rc == 0 && waiting)
		rc = copy_state_set_run(
			l->db, &(struct copy_state_set_in){house, c->letter, c->n, "cancelled", l->why}, e);
	if (rc == 0)
		rc = copy_facts_forget_run(l->db, &(struct copy_facts_forget_in){house, c->letter, c->n}, e);
	if (rc == 0)
		rc = copy_forget_run(l->db, &(struct copy_forget_in){house, c->letter, c->n, now}, e);
	if (rc == 0)
		rc = ledger_step(l->run, l->db, l->house,
			&(struct taken){.letter = c->letter,
				.what = waiting ? "cancelled" : "forgotten",
				.note = arena_printf(l->run->arena, "%s: %s", c->reference, l->why)},
			NULL, e);
	p->letters++;
	p->cancelled += waiting;
	doubt(l, p, c->pdf);
	doubt(l, p, c->text);
	doubt(l, p, c->html);
	doubt(l, p, c->scan);
	return rc;
}

static int person_leave(struct leaving *l, struct forgotten *p, struct err *e)
{
	struct arena *a = l->run->arena;
	struct outbox_forgotten gone = {0};
	struct copy_row *c = NULL;
	size_t n = 0;
	int rc = ledger_copies_to(l->db, a, l->house, p->contact, &c, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = copy_leave(l, p, &c[i], e);
	if (rc == 0)
		rc = outbox_forget(l->db, a,
			&(struct outbox_forget){.house = l->house->code,
				.contact = p->contact,
				.why = l->why,
				.addresses = p->addresses,
				.address = p->address,
				.now_ms = l->run->now_ms},
			&gone, e);
	p->cancelled += gone.cancelled;
	p->incoming += gone.incoming;
	for (size_t i = 0; i < gone.n; i++)
		doubt(l, p, gone.sha256[i]);
	return rc;
}

/* ---- the bytes ---- */

static int by_sha256(const void *a, const void *b)
{
	const struct doubtful *x = a, *y = b;
	return strcmp(x->sha256, y->sha256);
}

static void need(struct leaving *l, const char *sha256)
{
	struct doubtful key = {.sha256 = sha256},
			*found = bsearch(&key, l->file, l->n, sizeof *l->file, by_sha256);
	if (found)
		found->needed = true;
}

/* Fingerprints anywhere in a text. */
static void need_within(struct leaving *l, const char *text)
{
	char sha256[65] = "";
	while (*text) {
		size_t len = strspn(text, "0123456789abcdef");
		if (len == sizeof sha256 - 1) {
			memcpy(sha256, text, len);
			need(l, sha256);
		}
		text += len ? len : 1;
	}
}

/* One walk over all that is named, however many are forgotten. */
static int needed(struct leaving *l, struct err *e)
{
	struct files_needed_row row;
	struct db_stmt *st;
	int rc = files_needed_start(l->db, &st, e);
	if (rc < 0)
		return rc;
	for (rc = files_needed_step(st, &row, e); rc == DB_ROW; rc = files_needed_step(st, &row, e)) {
		need(l, row.one);
		need(l, row.two);
		need(l, row.three);
		need(l, row.four);
		need_within(l, row.more);
	}
	db_finish(st);
	return rc;
}

static int files_leave(struct leaving *l, struct err *e)
{
	size_t n = 0;
	if (!l->n)
		return 0;
	qsort(l->file, l->n, sizeof *l->file, by_sha256);
	for (size_t i = 0; i < l->n; i++)
		if (!n || strcmp(l->file[n - 1].sha256, l->file[i].sha256) != 0)
			l->file[n++] = l->file[i];
	l->n = n;
	int rc = needed(l, e);
	for (size_t i = 0; rc >= 0 && i < l->n; i++) {
		if (l->file[i].needed)
			continue;
		rc = store_file_forget(l->db, l->file[i].sha256, l->run->now_ms, e);
		l->file[i].whose->files++;
	}
	return rc < 0 ? rc : 0;
}

int letters_forget(struct run *r, struct forgetting *f, struct err *e)
{
	char day[11];
	struct leaving l = {.run = r,
		.house = f->house,
		.db = f->db,
		.why = arena_printf(
			r->arena, "the recipient was forgotten on %s", day_format(r->today, day))};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < f->n; i++)
		rc = person_leave(&l, &f->person[i], e);
	return rc == 0 ? files_leave(&l, e) : rc;
}
