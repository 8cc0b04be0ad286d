/* Adopting packs. */
#include "offices/packs/packs.h"

#include "acts/payload.h"
#include "offices/packs/folder.h"

#define DAY_MS 86400000

/* The end of the edition's day, UTC. */
static int64_t edition_ms(const struct pack *p)
{
	return ((int64_t)p->edition + 1) * DAY_MS - 1;
}

static const char *adoption_id(struct run *r, const struct folder *f)
{
	return arena_printf(r->arena, "world/pack-adopted/%s/%s", f->pack->code, f->bytes.sha256);
}

/* An adoption is an act of the world: it belongs to whoever keeps this record. */
static int adoption_draft(struct run *r, const struct folder *f, day_t on, struct draft *ret, struct err *e)
{
	static const char *const name[] = {"edition", "files", "sha256"};
	const struct pack *p = f->pack;
	char day[11];
	const char *value[] = {p->edition_text, arena_printf(r->arena, "%zu", f->bytes.n), f->bytes.sha256};
	const char *payload;
	int rc = payload_from_texts(r->arena, ACT_PACK_ADOPTED, 3, name, value, &payload, e);

	if (rc < 0)
		return rc;
	*ret = (struct draft){
		.id = adoption_id(r, f),
		.treaty = "world",
		.kind = act_kinds[ACT_PACK_ADOPTED].name,
		.visibility = visibility_names[VISIBLE_PUBLIC],
		.corrects = "",
		.subject = p->code,
		.on = arena_strdup(r->arena, day_format(on, day)),
		.effective = "",
		.issuer = "",
		.by = "",
		.behalf = "",
		.source = arena_printf(r->arena, "pack %s, edition %s", p->code, p->edition_text),
		.source_sha256 = "",
		.payload = payload,
	};
	return draft_check(ret, e);
}

/* The pack's bytes, the adoption, then the acts. */
static int adopt_in_tx(struct run *r, struct book *b, const struct folder *f, const struct draft *acts,
	size_t n, int64_t now_ms, day_t on, struct err *e)
{
	struct stored_file *file = NEW_ARRAY(r->arena, struct stored_file, f->bytes.n);
	struct draft *d = NEW_ARRAY(r->arena, struct draft, n + 1);
	struct appended *done = NEW_ARRAY(r->arena, struct appended, n + 1);
	struct recording rec = {
		.run = r,
		.book = b,
		.draft = d,
		.n = n + 1,
		.marks = NEW_ARRAY(r->arena, struct marks, n + 1),
		.adopting = f->pack,
	};
	int rc = adoption_draft(r, f, on, &d[0], e);

	for (size_t i = 0; i < f->bytes.n; i++)
		file[i] = (struct stored_file){
			f->bytes.file[i].path, f->bytes.file[i].data, f->bytes.file[i].len};
	for (size_t i = 0; i < n; i++)
		d[i + 1] = acts[i];
	if (rc == 0)
		rc = store_pack_add(b->db, f->bytes.sha256, f->pack->code, f->bytes.n, file, e);
	book_put(r, b, f->pack);
	if (rc == 0)
		rc = record_in_tx(&rec, now_ms, done, e);
	if (rc < 0)
		return err_ctx(e, "pack %s", f->pack->code);
	return 0;
}

/* The world first, then by edition, so that each pack's acts are recorded at its own; then by code. */
static int by_edition(const void *a, const void *b)
{
	const struct adoption *one = a, *other = b;
	const struct pack *p = one->folder->pack, *q = other->folder->pack;

	if (p->is_world != q->is_world)
		return p->is_world ? -1 : 1;
	return p->edition != q->edition ? (p->edition > q->edition) - (p->edition < q->edition)
					: strcmp(p->code, q->code);
}

static int there_already(struct err *e)
{
	return err_set(e, ERR_CONFLICT,
		"the database is there already; name a new one (--db); paraph pack adopt adds a treaty");
}

int book_new_db(struct run *r, struct db **ret, struct err *e)
{
	struct head head;
	struct err other;
	int rc = store_open(r->arena, r->db_url, STORE_CREATE, ret, e);

	if (rc != ERR_CONFLICT)
		return rc;
	if (store_open(r->arena, r->db_url, STORE_EXISTING, ret, &other) == 0 &&
		store_head(*ret, &head, &other) == 0 && head.count == 0)
		return 0;
	return there_already(e);
}

/* Of several that make the same database at once, the first to lock its head goes on. */
static int begin_new(struct tx *tx, struct db *db, struct err *e)
{
	struct head head;
	int rc = tx_begin(tx, db, e);

	if (rc == 0)
		rc = store_head_lock(db, &head, e);
	return rc == 0 && head.count ? there_already(e) : rc;
}

static void close_journal(void *j)
{
	journal_free(j);
}

int packs_init(
	struct run *r, const struct folder *folder, size_t n, bool bare, struct adoption *ret, struct err *e)
{
	struct book b = {.journal = journal_new()};
	AUTO_TX tx = {0};
	int rc;

	arena_defer(r->arena, close_journal, b.journal);
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct adoption){&folder[i],
			bare && !folder[i].pack->is_world ? 0 : folder[i].acts_n, edition_ms(folder[i].pack)};
	qsort(ret, n, sizeof ret[0], by_edition);
	rc = book_new_db(r, &b.db, e);
	if (rc == 0)
		rc = begin_new(&tx, b.db, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		const struct folder *f = ret[i].folder;

		rc = adopt_in_tx(r, &b, f, f->acts, ret[i].acts_n, ret[i].recorded_ms, f->pack->edition, e);
	}
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

/* Editions go forward, and what was replaced does not come back: its adoption is on file already. */
static int newer(
	struct run *r, const struct book *b, const struct folder *f, const struct pack *old, struct err *e)
{
	const char *id = adoption_id(r, f);
	uint64_t seq;

	if (old && f->pack->edition < old->edition)
		return err_set(e, ERR_CONFLICT,
			"%s: edition %s is older than %s, which is in force; give it a later day", f->dir,
			f->pack->edition_text, old->edition_text);
	if (journal_find(b->journal, id, journal_count(b->journal), &seq))
		return err_set(e, ERR_CONFLICT,
			"%s: these bytes were adopted before and are no longer in force; give the "
			"edition a later day",
			f->dir);
	return 0;
}

static int none_refused(const struct folder *f, const struct trial *t, struct err *e)
{
	for (size_t i = 0; i < f->acts_n; i++)
		if (t[i].outcome == OUTCOME_REFUSED)
			return err_set(e, ERR_INVALID, "%s: act %s: %s", f->dir, f->acts[i].id, t[i].refusal);
	return 0;
}

static int adopt_now(struct run *r, struct book *b, const struct folder *f, const struct draft *acts,
	size_t n, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, b->db, e);

	if (rc == 0)
		rc = adopt_in_tx(r, b, f, acts, n, r->now_ms, r->today, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int packs_adopt(struct run *r, const struct folder *folder, struct adoption *ret, struct trial **ret_trial,
	struct err *e)
{
	struct trial *t = NEW_ARRAY(r->arena, struct trial, folder->acts_n);
	struct draft *fresh = NEW_ARRAY(r->arena, struct draft, folder->acts_n);
	const struct pack *old;
	struct book b;
	size_t n = 0;
	int rc = book_writable(r, e);

	if (rc == 0)
		rc = book_open(r, &b, e);
	if (rc != 0)
		return rc;
	old = book_pack(&b, folder->pack->code);
	bool in_force = old && strcmp(old->sha256, folder->bytes.sha256) == 0;
	if (!in_force)
		rc = newer(r, &b, folder, old, e);
	if (rc < 0)
		return rc;
	book_put(r, &b, folder->pack);
	book_try(r, &b, folder->acts, folder->acts_n, t);
	for (size_t i = 0; i < folder->acts_n; i++)
		if (t[i].outcome == OUTCOME_NEW)
			fresh[n++] = folder->acts[i];
	rc = none_refused(folder, t, e);
	if (rc == 0 && !in_force)
		rc = adopt_now(r, &b, folder, fresh, n, e);
	else if (rc == 0 && n)
		rc = book_record(r, &b, fresh, n, NEW_ARRAY(r->arena, struct appended, n),
			NEW_ARRAY(r->arena, struct marks, n), e);
	if (rc < 0)
		return rc;
	*ret = (struct adoption){folder, n, in_force ? INT64_MAX : r->now_ms};
	*ret_trial = t;
	return 0;
}
