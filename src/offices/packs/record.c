/* Recording: every act is asked for by the register before it is written. */
#include "offices/packs/record.h"

#include "acts/payload.h"

int book_writable(const struct run *r, struct err *e)
{
	return r->known_ms == INT64_MAX
		? 0
		: err_set(e, ERR_USAGE, "--known is for reading; leave it out to record");
}

/* An edition adopted by someone else since the book was opened would ask other questions. */
static int in_force_still(void *ctx, const struct act *adoption, const char *code, struct err *e)
{
	const struct recording *rec = ctx;
	const struct pack *p = book_pack(rec->book, code);

	if (!p || p == rec->adopting || payload_is(adoption->payload, "sha256", p->sha256))
		return 0;
	return err_set(e, ERR_BUSY, "another edition of pack %s was adopted at this moment; try again", code);
}

/* An adoption without its pack's bytes in the store would leave a book that cannot be opened. */
static int adoption_check(const struct draft *d, const struct pack *adopting, struct err *e)
{
	enum act_kind kind;
	int rc = act_kind_parse(d->kind, &kind, e);

	if (rc < 0 || payload_as(kind, d->payload) != ACT_PACK_ADOPTED)
		return rc;
	if (kind == ACT_PACK_ADOPTED && adopting && payload_is(d->payload, "sha256", adopting->sha256))
		return 0;
	return err_set(e, ERR_INVALID,
		"action: packs are adopted by paraph pack adopt; a wrong adoption can be voided");
}

/* Is it for a house alone, and not for the one for which somebody acts? Who acts for none keeps the register.
 */
static bool is_anothers(const struct run *r, const struct journal *j, const struct act *act)
{
	return r->house && act->visibility == VISIBLE_HOUSE &&
		strcmp(journal_text(j, act->issuer), r->house) != 0;
}

/* What is for a house alone is that house's by its issuer: no other one writes it, or corrects it, or learns
 * what it says. */
static int house_check(const struct run *r, const struct book *b, const struct draft *d, struct err *e)
{
	const struct journal *j = b->journal;
	uint64_t seq;

	if (r->house && strcmp(d->visibility, visibility_names[VISIBLE_HOUSE]) == 0 &&
		strcmp(d->issuer, r->house) != 0)
		return err_set(e, ERR_INVALID,
			"issuer: an act for the house alone is issued by the house: %s", r->house);
	if (*d->corrects && journal_find(j, d->corrects, journal_put_count(j), &seq) &&
		is_anothers(r, j, journal_act(j, seq)))
		return err_set(e, ERR_NOTFOUND,
			"corrects: no act has the id \"%.200s\"; paraph act list shows the ids", d->corrects);
	if (journal_find(j, d->id, journal_put_count(j), &seq) && is_anothers(r, j, journal_act(j, seq)))
		return err_set(e, ERR_CONFLICT, "id: %.200s is taken; give the act another id", d->id);
	return 0;
}

int act_check(struct run *r, struct book *b, const struct draft *d, const struct pack *adopting,
	struct marks *ret, struct err *e)
{
	AUTO_ARENA a = arena_new("check");
	const struct pack *p = book_pack(b, d->treaty);
	struct reg reg;

	if (adoption_check(d, adopting, e) < 0 || house_check(r, b, d, e) < 0)
		return e->code;
	if (!p)
		return err_set(e, ERR_NOTFOUND, "treaty: '%s' is not adopted; paraph pack list shows what is",
			d->treaty);
	reg_open(&reg, b->journal, p, journal_put_count(b->journal));
	return register_check(&reg, a, d, r->today, ret, e);
}

/* The store asks in order, and leaves out what is on file. */
static int check_next(void *ctx, const struct draft *d, struct err *e)
{
	struct recording *rec = ctx;
	int rc = 0;

	if (!rec->begun)
		rc = adopted_each(
			rec->book->journal, journal_put_count(rec->book->journal), in_force_still, rec, e);
	rec->begun = true;
	while (rec->at < rec->n && strcmp(rec->draft[rec->at].id, d->id) != 0)
		rec->at++;
	if (rc == 0)
		rc = act_check(rec->run, rec->book, d, rec->adopting, &rec->marks[rec->at], e);
	return rc;
}

int record_in_tx(struct recording *rec, int64_t now_ms, struct appended *ret, struct err *e)
{
	return journal_append(
		rec->book->db, rec->book->journal, rec->draft, rec->n, now_ms, check_next, rec, ret, e);
}

/* What an office made of the record before must still hold: acts that came in meanwhile, letters aside, may
 * have changed it. */
static int still_so(const struct book *b, uint64_t before, size_t n, struct err *e)
{
	for (uint64_t seq = before; seq + n < journal_put_count(b->journal); seq++) {
		const struct act *act = journal_act(b->journal, seq);
		if (act->kind != ACT_LETTER_ISSUED && act->kind != ACT_LETTER_CANCELLED)
			return err_set(
				e, ERR_BUSY, "act %s was recorded at this moment; try again", act_id(act));
	}
	return 0;
}

int book_record_with(struct run *r, struct book *b, const struct draft *d, size_t n, struct appended *ret,
	struct marks *ret_marks, book_before_fn before, void *ctx, struct err *e)
{
	AUTO_TX tx = {0};
	uint64_t count = journal_put_count(b->journal);
	struct recording rec = {.run = r, .book = b, .draft = d, .n = n, .marks = ret_marks};
	int rc = book_writable(r, e);

	for (size_t i = 0; rc == 0 && !before && i < n; i++)
		rc = house_check(r, b, &d[i], e); /* what is on file is not asked for again below */
	if (rc == 0)
		rc = tx_begin(&tx, b->db, e);
	if (rc == 0 && before)
		rc = before(ctx, e);
	if (rc == 0)
		rc = record_in_tx(&rec, r->now_ms, ret, e);
	if (rc == 0 && before)
		rc = still_so(b, count, n, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc < 0) {
		journal_rewind(b->journal, count);
		return rc;
	}
	journal_publish(b->journal);
	b->known = journal_count(b->journal);
	return 0;
}

int book_record(struct run *r, struct book *b, const struct draft *d, size_t n, struct appended *ret,
	struct marks *ret_marks, struct err *e)
{
	return book_record_with(r, b, d, n, ret, ret_marks, NULL, NULL, e);
}
