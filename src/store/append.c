/* Appending and tailing. */
#include <stddef.h>
#include <string.h>

#include "acts/chain.h"
#include "base/buf.h"
#include "store/row.h"

#define TAIL_ROWS_MAX 1000 /* acts fetched together while catching up: at most 65 MB of payload */
#define LOOKUP_IDS_MAX 500 /* ids asked for together */
#define LOOKUP_BYTES_MAX \
	(LOOKUP_IDS_MAX * (6u * ACT_ID_MAX + 3) + 2) /* a byte is six at most in JSON: \u001f */

static int head_get(struct db *db, struct db_stmt *st, struct head *ret, struct err *e)
{
	struct head_read_row row;
	int r = head_read_step(st, &row, e);

	if (r == DB_ROW)
		head_of(&row, ret);
	db_finish(st);
	if (r == DB_DONE)
		return err_set(e, ERR_DB, "%s: the row of journal_head is gone; mend: restore a backup",
			db_engine_names[db_engine(db)]);
	return r < 0 ? r : 0;
}

int store_head(struct db *db, struct head *ret, struct err *e)
{
	struct db_stmt *st;
	int r = head_read_start(db, &st, e);

	return r < 0 ? r : head_get(db, st, ret, e);
}

int store_head_lock(struct db *db, struct head *ret, struct err *e)
{
	struct db_stmt *st;
	int r = head_lock_start(db, &st, e);

	return r < 0 ? r : head_get(db, st, ret, e);
}

/* The act that the journal ends with must be the store's, or they are not the same record. It is read again
 * with the first page. */
static int same_record(const struct journal *j, const struct act_tail_row *row, struct err *e)
{
	const struct act *last = journal_act(j, (uint64_t)row->seq);

	if (strcmp(act_id(last), row->id) == 0 && last->recorded_ms == row->recorded_ms)
		return 0;
	return err_set(e, ERR_DB,
		"act %lld is %s in memory and %s in the store: the store was replaced; mend: start anew",
		(long long)row->seq, act_id(last), row->id);
}

static int tail_put(struct journal *j, const struct act_tail_row *row, struct err *e)
{
	const struct act_row act = {
		.d =
			{
				.id = row->id,
				.treaty = row->treaty,
				.kind = row->kind,
				.visibility = row->visibility,
				.corrects = row->corrects,
				.subject = row->subject,
				.on = row->on_day,
				.effective = row->effective,
				.issuer = row->issuer,
				.source = row->source,
				.payload = row->payload,
				/* What the journal does not keep is not read. */
				.by = "",
				.behalf = "",
				.source_sha256 = "",
			},
		.seq = (uint64_t)row->seq,
		.target = (uint64_t)row->target,
		.recorded_ms = row->recorded_ms,
		.salt = "",
		.commitment = "",
		.hash = "",
	};

	return journal_put(j, &act, e);
}

/* One page; *from moves behind it. */
static int tail_page(struct db *db, struct journal *j, uint64_t *from, uint64_t below, struct err *e)
{
	const struct act_tail_in in = {(int64_t)*from, (int64_t)below, TAIL_ROWS_MAX};
	struct act_tail_row row;
	struct db_stmt *st;
	uint64_t next = *from;
	int r = act_tail_start(db, &in, &st, e);

	if (r < 0)
		return r;
	for (r = act_tail_step(st, &row, e); r == DB_ROW; r = act_tail_step(st, &row, e)) {
		if ((uint64_t)row.seq != next)
			break;
		r = next < journal_put_count(j) ? same_record(j, &row, e) : tail_put(j, &row, e);
		if (r < 0)
			break;
		next++;
	}
	db_finish(st);
	if (r < 0)
		return r;
	if (next == *from)
		return err_set(e, ERR_DB,
			"act %llu is not in the store; mend: paraph act verify, then restore a backup",
			(unsigned long long)next);
	*from = next;
	return 0;
}

/* Puts, does not publish. */
static int catch_up(struct db *db, struct journal *j, const struct head *head, struct err *e)
{
	uint64_t put = journal_put_count(j), from = put > 0 ? put - 1 : 0;
	int r = 0;

	if (head->count < put)
		return err_set(e, ERR_DB,
			"%llu acts in memory and %llu in the store: the store was replaced; mend: start anew",
			(unsigned long long)put, (unsigned long long)head->count);
	if (head->count == put)
		return 0;
	while (r == 0 && from < head->count)
		r = tail_page(db, j, &from, head->count, e);
	if (r < 0)
		journal_rewind(j, put);
	return r;
}

int store_catch_up(struct db *db, struct journal *j, struct err *e)
{
	struct head head = {0};
	int r = store_head(db, &head, e);

	if (r == 0)
		r = catch_up(db, j, &head, e);
	if (r == 0)
		journal_publish(j);
	return r;
}

/* What makes two acts of one id the same act; recorded and salt are the recording's, not the act's. */
static const struct {
	const char *name;
	size_t at;
} fields[] = {
	{"treaty", offsetof(struct draft, treaty)},
	{"kind", offsetof(struct draft, kind)},
	{"visibility", offsetof(struct draft, visibility)},
	{"corrects", offsetof(struct draft, corrects)},
	{"subject", offsetof(struct draft, subject)},
	{"on", offsetof(struct draft, on)},
	{"effective", offsetof(struct draft, effective)},
	{"issuer", offsetof(struct draft, issuer)},
	{"by", offsetof(struct draft, by)},
	{"behalf", offsetof(struct draft, behalf)},
	{"source", offsetof(struct draft, source)},
	{"source_sha256", offsetof(struct draft, source_sha256)},
	{"payload", offsetof(struct draft, payload)},
};

static const char *field_of(const struct draft *d, size_t field)
{
	const char *text;

	memcpy(&text, (const char *)d + fields[field].at, sizeof text);
	return text;
}

static int same_act(const struct draft *now, const struct draft *before, const char *where, struct err *e)
{
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const char *a = field_of(now, i), *b = field_of(before, i);

		if (strcmp(a, b) != 0)
			return err_set(e, ERR_CONFLICT,
				"act %s is %s with another %s ('%.200s', now '%.200s'); mend: correct that "
				"act, or give another id",
				now->id, where, fields[i].name, b, a);
	}
	return 0;
}

/* One append at work. */
struct append {
	struct arena *arena;
	struct db *db;
	struct journal *journal;
	const struct draft *draft;
	size_t n;
	size_t *order; /* the drafts by id, then as given */
	size_t *first; /* first[i] is the first draft with the id of draft i */
	struct appended *done;
	struct head head; /* moves on with each act */
};

static int by_id(const void *a, const void *b, void *append)
{
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	const struct append *w = append;
	int r = strcmp(w->draft[i].id, w->draft[j].id);

	return r != 0 ? r : (i > j) - (i < j);
}

/* Looks order[from..to) up; both sides are in the order of their ids. */
static int lookup(struct append *w, struct buf *ids, size_t from, size_t to, struct err *e)
{
	struct act_page_row found;
	struct db_stmt *st;
	int r;

	buf_reset(ids);
	for (size_t i = from; i < to; i++) {
		buf_putc(ids, i == from ? '[' : ',');
		buf_json(ids, w->draft[w->order[i]].id);
	}
	buf_putc(ids, ']');
	r = buf_check(ids, e);
	if (r == 0)
		r = act_by_ids_start(w->db, &(struct act_by_ids_in){ids->data}, &st, e);
	if (r != 0)
		return r;
	for (r = act_page_step(st, &found, e); r == DB_ROW; r = act_page_step(st, &found, e)) {
		const struct act_row row = row_of(&found);

		while (from < to && strcmp(w->draft[w->order[from]].id, row.d.id) < 0)
			from++;
		for (; from < to && strcmp(w->draft[w->order[from]].id, row.d.id) == 0; from++) {
			r = same_act(&w->draft[w->order[from]], &row.d, "on file", e);
			if (r < 0)
				goto out;
			w->done[w->order[from]] = (struct appended){.seq = row.seq, .already = true};
		}
	}
out:
	db_finish(st);
	return r < 0 ? r : 0;
}

static int lookup_all(struct append *w, struct err *e)
{
	struct buf ids;

	buf_init(&ids, w->arena, LOOKUP_BYTES_MAX);
	for (size_t from = 0; from < w->n; from += LOOKUP_IDS_MAX) {
		size_t left = w->n - from;
		int r = lookup(w, &ids, from, from + (left < LOOKUP_IDS_MAX ? left : LOOKUP_IDS_MAX), e);

		if (r < 0)
			return r;
	}
	return 0;
}

static int write_one(struct append *w, const struct draft *d, struct err *e)
{
	char salt[CHAIN_SALT], commitment[CHAIN_HASH], hash[CHAIN_HASH];
	const struct act_row row = {
		.d = *d,
		.seq = w->head.count,
		.recorded_ms = w->head.recorded_ms,
		.salt = salt,
		.commitment = commitment,
		.hash = hash,
	};
	int r;

	chain_salt(salt);
	chain_commit(&row, commitment);
	chain_hash(w->head.hash, &row, hash);
	r = journal_put(w->journal, &row, e);
	if (r < 0)
		return r;
	w->head.count++;
	memcpy(w->head.hash, hash, sizeof hash);
	return act_add_queue(w->db,
		&(struct act_add_in){
			.seq = (int64_t)row.seq,
			.id = d->id,
			.treaty = d->treaty,
			.kind = d->kind,
			.visibility = d->visibility,
			.recorded_ms = row.recorded_ms,
			.corrects = d->corrects,
			.subject = d->subject,
			.on_day = d->on,
			.effective = d->effective,
			.issuer = d->issuer,
			.source = d->source,
			.payload = d->payload,
			.recorded_by = d->by,
			.behalf = d->behalf,
			.source_sha256 = d->source_sha256,
			.salt = salt,
			.commitment = commitment,
			.hash = hash,
		},
		e);
}

/* The same id twice in one append. */
static int repeats(const struct append *w, struct err *e)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t it = w->order[i], before = i > 0 ? w->first[w->order[i - 1]] : it;
		bool again = strcmp(w->draft[before].id, w->draft[it].id) == 0;

		w->first[it] = again ? before : it;
		if (w->first[it] == it)
			continue;
		int r = same_act(&w->draft[it], &w->draft[before], "earlier in the same file", e);

		if (r < 0)
			return r;
	}
	return 0;
}

static int write_all(struct append *w, store_check_fn check, void *ctx, struct err *e)
{
	uint64_t count = w->head.count;
	int r = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->done[i].already)
			continue;
		if (w->first[i] != i) {
			w->done[i] = (struct appended){.seq = w->done[w->first[i]].seq, .already = true};
			continue;
		}
		w->done[i].seq = w->head.count;
		r = check(ctx, &w->draft[i], e);
		if (r < 0)
			return err_ctx(e, "act %s", w->draft[i].id);
		r = write_one(w, &w->draft[i], e);
		if (r < 0)
			return r;
	}
	if (w->head.count == count)
		return 0;
	return head_write_run(
		w->db, &(struct head_write_in){(int64_t)w->head.count, w->head.hash, w->head.recorded_ms}, e);
}

int journal_append(struct db *db, struct journal *j, const struct draft *d, size_t n, int64_t now_ms,
	store_check_fn check, void *ctx, struct appended *ret, struct err *e)
{
	AUTO_ARENA a = arena_new("journal_append");
	struct append w = {
		.arena = a,
		.db = db,
		.journal = j,
		.draft = d,
		.n = n,
		.order = NEW_ARRAY(a, size_t, n),
		.first = NEW_ARRAY(a, size_t, n),
		.done = NEW_ARRAY(a, struct appended, n),
	};
	int r;

	if (!db_in_tx(db))
		return err_set(e, ERR_BUG, "acts are appended inside a transaction");
	for (size_t i = 0; i < n; i++)
		w.order[i] = i;
	qsort_r(w.order, n, sizeof w.order[0], by_id, &w);
	r = store_head_lock(db, &w.head, e);
	if (r == 0)
		r = catch_up(db, j, &w.head, e);
	if (r < 0)
		return r;
	if (w.head.recorded_ms < now_ms)
		w.head.recorded_ms = now_ms;
	uint64_t put = journal_put_count(j);

	r = lookup_all(&w, e);
	if (r == 0)
		r = repeats(&w, e);
	if (r == 0)
		r = write_all(&w, check, ctx, e);
	if (r < 0) {
		journal_rewind(j, put);
		return r;
	}
	if (n > 0)
		memcpy(ret, w.done, n * sizeof *ret);
	return 0;
}
