/* Appending, tailing, reading back. Every act here is invented. */
#include "kit.h"

#include "acts/chain.h"
#include "made_sql.h"

#define MANY 10000 /* acts in one transaction */

static void same_draft(const struct draft *a, const struct draft *b)
{
	assert_string_equal(a->id, b->id);
	assert_string_equal(a->treaty, b->treaty);
	assert_string_equal(a->kind, b->kind);
	assert_string_equal(a->visibility, b->visibility);
	assert_string_equal(a->corrects, b->corrects);
	assert_string_equal(a->subject, b->subject);
	assert_string_equal(a->on, b->on);
	assert_string_equal(a->effective, b->effective);
	assert_string_equal(a->issuer, b->issuer);
	assert_string_equal(a->by, b->by);
	assert_string_equal(a->behalf, b->behalf);
	assert_string_equal(a->source, b->source);
	assert_string_equal(a->source_sha256, b->source_sha256);
	assert_string_equal(a->payload, b->payload);
}

/* The store holds exactly these, in this order, and so does each journal. */
static void holds(struct kit *k, const struct draft *d, size_t n)
{
	struct journal *fresh = journal_new();
	struct act_row *row;
	struct head head;
	size_t rows;

	MUST(k, store_rows(k->db, k->a, 0, n + 1, &row, &rows, &k->e));
	assert_int_equal(rows, n);
	MUST(k, store_catch_up(k->db, fresh, &k->e));
	assert_int_equal(journal_count(fresh), n);
	assert_int_equal(journal_put_count(k->j), n);
	for (size_t i = 0; i < n; i++) {
		const struct act *both[] = {journal_act(k->j, i), journal_act(fresh, i)};

		same_draft(&row[i].d, &d[i]);
		assert_int_equal(row[i].seq, i);
		for (size_t b = 0; b < 2; b++) {
			assert_string_equal(act_id(both[b]), d[i].id);
			assert_string_equal(both[b]->payload, d[i].payload);
			assert_string_equal(journal_text(b ? fresh : k->j, both[b]->subject), d[i].subject);
			assert_string_equal(journal_text(b ? fresh : k->j, both[b]->source), d[i].source);
			assert_int_equal(both[b]->recorded_ms, row[i].recorded_ms);
		}
	}
	MUST(k, store_head(k->db, &head, &k->e));
	assert_int_equal(head.count, n);
	assert_string_equal(head.hash, n > 0 ? row[n - 1].hash : CHAIN_START);
	assert_int_equal(head.recorded_ms, n > 0 ? row[n - 1].recorded_ms : 0);
	if (kit_bad(k, n, head.hash) != 0)
		fail_msg("%s", k->e.text);
	journal_free(fresh);
}

static void appends(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "a", 7);
	struct appended done[7];

	kit_create(k);
	holds(k, d, 0);
	MUST(k, kit_append_to(k->db, k->j, d, 3, 5000, done, &k->e));
	for (size_t i = 0; i < 3; i++)
		assert_true(done[i].seq == i && !done[i].already);
	holds(k, d, 3);
	/* The clock was set back meanwhile: recorded stays, and goes on when the clock has caught up. */
	MUST(k, kit_append_to(k->db, k->j, d + 3, 2, 4000, done, &k->e));
	MUST(k, kit_append_to(k->db, k->j, d + 5, 2, 6000, done, &k->e));
	assert_int_equal(done[1].seq, 6);
	assert_int_equal(journal_act(k->j, 4)->recorded_ms, 5000);
	assert_int_equal(journal_act(k->j, 5)->recorded_ms, 6000);
	holds(k, d, 7);
	MUST(k, kit_append_to(k->db, k->j, d, 0, 6000, NULL, &k->e));
	holds(k, d, 7);
}

static void reads(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "r", 9);
	struct act_row *row, one;
	size_t n;

	kit_create(k);
	MUST(k, kit_append(k, d, 9));
	MUST(k, store_rows(k->db, k->a, 4, 3, &row, &n, &k->e));
	assert_int_equal(n, 3);
	same_draft(&row[0].d, &d[4]);
	same_draft(&row[2].d, &d[6]);
	MUST(k, store_rows(k->db, k->a, 9, 3, &row, &n, &k->e));
	assert_int_equal(n, 0);
	MUST(k, store_rows(k->db, k->a, UINT64_MAX, SIZE_MAX, &row, &n, &k->e));
	assert_int_equal(n, 0);
	MUST(k, store_row_by_id(k->db, k->a, d[5].id, &one, &k->e));
	assert_int_equal(one.seq, 5);
	same_draft(&one.d, &d[5]);
	FAILS(k, ERR_NOTFOUND, store_row_by_id(k->db, k->a, "test/r/9", &one, &k->e));
	kit_says(k, "test/r/9");
}

static void again(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "i", 6);
	struct draft mixed[] = {d[4], d[1], d[5], d[4], d[3], d[5]};
	struct draft order[] = {d[0], d[1], d[2], d[3], d[4], d[5]};
	static const struct appended expected[] = {
		{4, false}, {1, true}, {5, false}, {4, true}, {3, true}, {5, true}};
	struct appended done[6];

	kit_create(k);
	MUST(k, kit_append(k, d, 4));
	MUST(k, kit_append_to(k->db, k->j, d, 4, 9000, done, &k->e));
	for (size_t i = 0; i < 4; i++)
		assert_true(done[i].seq == i && done[i].already);
	holds(k, d, 4);
	/* New ones, old ones and repeats in one append. */
	MUST(k, kit_append_to(k->db, k->j, mixed, 6, 9000, done, &k->e));
	for (size_t i = 0; i < 6; i++)
		assert_true(done[i].seq == expected[i].seq && done[i].already == expected[i].already);
	holds(k, order, 6);
}

static void conflicts(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "c", 2);
	struct draft other[] = {d[0], d[0], d[0], d[0], d[0], d[0], d[0], d[0], d[0], d[0], d[0], d[0]};
	static const char *const field[] = {"treaty", "kind", "visibility", "subject", "on", "effective",
		"issuer", "by", "behalf", "source", "source_sha256", "payload"};
	struct appended done[2];

	other[0].treaty = "att";
	other[1].kind = "accession";
	other[2].visibility = "house";
	other[3].subject = "NOR";
	other[4].on = "2010";
	other[5].effective = "";
	other[6].issuer = "";
	other[7].by = "u7";
	other[8].behalf = "";
	other[9].source = "another";
	other[10].source_sha256 = "";
	other[11].payload = "{}";
	kit_create(k);
	MUST(k, kit_append(k, d, 1));
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
		struct draft both[] = {d[1], other[i]};
		struct draft twice[] = {kit_draft(k->a, "c2", 0), other[i]};

		done[0] = done[1] = (struct appended){99, true};
		FAILS(k, ERR_CONFLICT, kit_append_to(k->db, k->j, both, 2, 1, done, &k->e));
		kit_says(k, "test/c/0 is on file");
		kit_says(k, arena_printf(k->a, "another %s (", field[i]));
		assert_true(done[0].seq == 99 && done[1].seq == 99);
		holds(k, d, 1);
		/* Within one append. */
		twice[0] = d[0];
		twice[0].id = twice[1].id = "test/twice";
		FAILS(k, ERR_CONFLICT, kit_append_to(k->db, k->j, twice, 2, 1, done, &k->e));
		kit_says(k, "test/twice is earlier in the same file");
		holds(k, d, 1);
	}
}

/* Sees for each act how many stand before it, and refuses one. */
struct watch {
	struct journal *j;
	const char *refuse;
	uint64_t before[8];
	size_t n;
};

static int watch_check(void *ctx, const struct draft *d, struct err *e)
{
	struct watch *w = ctx;

	w->before[w->n++] = journal_put_count(w->j);
	if (strcmp(d->id, w->refuse) == 0)
		return err_set(e, ERR_INVALID, "this State does not exist");
	return 0;
}

static int append_watched(struct kit *k, const struct draft *d, size_t n, struct watch *w)
{
	AUTO_TX tx = {0};
	struct appended done[8];
	uint64_t put = journal_put_count(k->j);
	int r = tx_begin(&tx, k->db, &k->e);

	*w = (struct watch){.j = k->j, .refuse = w->refuse};
	if (r == 0)
		r = journal_append(k->db, k->j, d, n, 1000, watch_check, w, done, &k->e);
	if (r < 0)
		assert_int_equal(journal_put_count(k->j), put);
	if (r == 0)
		r = tx_commit(&tx, &k->e);
	if (r < 0) {
		journal_rewind(k->j, put);
		return r;
	}
	journal_publish(k->j);
	return 0;
}

static void refused(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "x", 6);
	struct watch w = {.refuse = "test/x/5"};

	kit_create(k);
	MUST(k, kit_append(k, d, 2));
	FAILS(k, ERR_INVALID, append_watched(k, d, 6, &w));
	kit_says(k, "act test/x/5: this State does not exist");
	/* What is on file is not asked about; what is new sees all before it. */
	assert_int_equal(w.n, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(w.before[i], 2 + i);
	holds(k, d, 2);
	w.refuse = "";
	MUST(k, append_watched(k, d, 6, &w));
	holds(k, d, 6);
}

static void in_between(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "b", 6);
	struct journal *theirs = journal_new();
	struct appended done[6];
	struct watch w = {.refuse = ""};

	kit_create(k);
	struct db *other = kit_connect(k);

	MUST(k, kit_append(k, d, 1));
	MUST(k, kit_append_to(other, theirs, d + 1, 2, 1000, done, &k->e));
	assert_int_equal(done[0].seq, 1);
	assert_int_equal(journal_count(k->j), 1);
	/* Ours has not seen theirs yet: the append itself catches up before it asks. */
	MUST(k, append_watched(k, d + 3, 1, &w));
	assert_int_equal(w.before[0], 3);
	MUST(k, kit_append_to(other, theirs, d + 4, 2, 1000, done, &k->e));
	assert_int_equal(journal_count(theirs), 6);
	MUST(k, store_catch_up(k->db, k->j, &k->e));
	holds(k, d, 6);
	journal_free(theirs);
}

static void outside(struct kit *k)
{
	struct draft d = kit_draft(k->a, "o", 0);
	struct appended done;

	kit_create(k);
	FAILS(k, ERR_BUG, journal_append(k->db, k->j, &d, 1, 1000, kit_allow, NULL, &done, &k->e));
	FAILS(k, ERR_BUG, store_pack_add(k->db, "00", "ccm", 1, &(struct stored_file){"a", "b", 1}, &k->e));
	holds(k, &d, 0);
}

static int64_t letters(struct kit *k)
{
	struct made_count_row row;
	struct db_stmt *st;

	MUST(k, made_count_start(k->db, &st, &k->e));
	assert_int_equal(made_count_step(st, &row, &k->e), DB_ROW);
	int64_t n = row.rows;

	db_finish(st);
	return n;
}

/* An office's letter and the act that records it: both or neither. */
static void with_working_rows(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "w", 4);
	struct appended done[4];

	kit_create(k);
	MUST(k, db_exec(k->db, "CREATE TABLE made (id bigint, title text, note text, body bytea)", &k->e));
	for (int commit = 0; commit < 2; commit++) {
		AUTO_TX tx = {0};

		MUST(k, tx_begin(&tx, k->db, &k->e));
		MUST(k, made_add_run(k->db, &(struct made_add_in){1, "a letter", NULL, {"", 0}}, &k->e));
		MUST(k, journal_append(k->db, k->j, d, 1, 1000, kit_allow, NULL, done, &k->e));
		MUST(k, made_add_run(k->db, &(struct made_add_in){2, "its copy", NULL, {"", 0}}, &k->e));
		/* A second append in the same transaction stands on the first. */
		MUST(k, journal_append(k->db, k->j, d, 4, 1000, kit_allow, NULL, done, &k->e));
		assert_true(done[0].already && done[3].seq == 3 && !done[3].already);
		assert_int_equal(journal_put_count(k->j), 4);
		assert_int_equal(journal_count(k->j), 0);
		if (commit) {
			MUST(k, tx_commit(&tx, &k->e));
			journal_publish(k->j);
		} else {
			tx_rollback(&tx);
			journal_rewind(k->j, 0);
		}
		assert_int_equal(letters(k), commit ? 2 : 0);
		holds(k, d, commit ? 4 : 0);
	}
}

static void corrections(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "k", 4);

	d[2].kind = d[3].kind = "correction";
	d[2].payload = d[3].payload = "{\"as\":\"ratification\",\"reason\":\"invented\"}";
	d[2].corrects = d[3].corrects = d[1].id;
	kit_create(k);
	/* The target may come in the same append. */
	MUST(k, kit_append(k, d, 3));
	holds(k, d, 3);
	FAILS(k, ERR_CONFLICT, kit_append(k, d + 3, 1));
	kit_says(k, "test/k/2");
	d[3].corrects = "test/none";
	FAILS(k, ERR_NOTFOUND, kit_append(k, d + 3, 1));
	holds(k, d, 3);
	/* The schema guards it too. */
	FAILS(k, ERR_CONFLICT,
		db_exec(k->db,
			"INSERT INTO act SELECT 3, 'other', treaty, kind, visibility, recorded_ms, corrects, "
			"subject, on_day, effective, issuer, source, payload, recorded_by, behalf, "
			"source_sha256, salt, commitment, hash FROM act WHERE seq = 2",
			&k->e));
	d[3].corrects = d[2].id;
	MUST(k, kit_append(k, d + 3, 1));
	holds(k, d, 4);
}

static void replaced(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "p", 3);
	struct draft *other = kit_drafts(k->a, "q", 2);
	struct journal *theirs = journal_new();
	struct act_row row = {.d = d[0], .salt = "", .commitment = "", .hash = ""};

	kit_create(k);
	/* A journal that holds another record, as long as the store's, then longer. */
	row.d = other[0];
	row.recorded_ms = 1000;
	MUST(k, journal_put(theirs, &row, &k->e));
	journal_publish(theirs);
	MUST(k, kit_append(k, d, 3));
	FAILS(k, ERR_DB, store_catch_up(k->db, theirs, &k->e));
	kit_says(k, "the store was replaced");
	for (unsigned i = 1; i < 4; i++) {
		row.d = kit_draft(k->a, "q", i);
		row.seq = i;
		MUST(k, journal_put(theirs, &row, &k->e));
	}
	FAILS(k, ERR_DB, store_catch_up(k->db, theirs, &k->e));
	kit_says(k, "4 acts in memory and 3 in the store");
	assert_int_equal(journal_count(theirs), 1);
	journal_free(theirs);
}

static void gap(struct kit *k)
{
	struct journal *fresh = journal_new();

	kit_create(k);
	MUST(k, kit_append(k, kit_drafts(k->a, "g", 5), 5));
	kit_unlock(k);
	MUST(k, db_exec(k->db, "DELETE FROM act WHERE seq = 3", &k->e));
	FAILS(k, ERR_DB, store_catch_up(k->db, fresh, &k->e));
	kit_says(k, "act 3 is not in the store");
	assert_int_equal(journal_put_count(fresh), 0);
	journal_free(fresh);
}

static void many(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "m", MANY);
	struct appended *done = NEW_ARRAY(k->a, struct appended, MANY);

	kit_create(k);
	MUST(k, kit_append_to(k->db, k->j, d, MANY, 1000, done, &k->e));
	for (size_t i = 0; i < MANY; i++)
		assert_true(done[i].seq == i && !done[i].already);
	holds(k, d, MANY);
	MUST(k, kit_append_to(k->db, k->j, d, MANY, 1000, done, &k->e));
	for (size_t i = 0; i < MANY; i++)
		assert_true(done[i].seq == i && done[i].already);
	holds(k, d, MANY);
}

static void packs(struct kit *k)
{
	static const char first[] = "a0", second[] = "b0";
	const struct stored_file files[] = {{"pack.yaml", "pack: ccm\n", 10},
		{"acts/states.csv", "\0\xff", 2}, {"Z", "", 0}, {"é", "x", 1}};
	static const char *const sorted[] = {"Z", "acts/states.csv", "pack.yaml", "é"};
	struct stored_file *got;
	AUTO_TX tx = {0};
	size_t n;

	kit_create(k);
	MUST(k, tx_begin(&tx, k->db, &k->e));
	MUST(k, store_pack_add(k->db, first, "ccm", 4, files, &k->e));
	MUST(k, store_pack_add(k->db, second, "ccm", 1, files, &k->e));
	MUST(k, store_pack_add(k->db, first, "ccm", 4, files, &k->e));
	MUST(k, tx_commit(&tx, &k->e));
	MUST(k, store_pack_get(k->db, k->a, first, &got, &n, &k->e));
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(got[i].path, sorted[i]);
	assert_int_equal(got[0].len, 0);
	assert_int_equal(got[1].len, 2);
	assert_memory_equal(got[1].data, "\0\xff", 2);
	assert_memory_equal(got[2].data, "pack: ccm\n", 10);
	MUST(k, store_pack_get(k->db, k->a, second, &got, &n, &k->e));
	assert_int_equal(n, 1);
	FAILS(k, ERR_NOTFOUND, store_pack_get(k->db, k->a, "c0", &got, &n, &k->e));
}

static const struct kit_test tests[] = {
	{"acts are appended in order", appends},
	{"acts are read back", reads},
	{"the same act is recorded once", again},
	{"other content under the same id is a conflict", conflicts},
	{"a refusal leaves nothing", refused},
	{"what others appended in between is seen", in_between},
	{"nothing is appended outside a transaction", outside},
	{"working rows and acts go together", with_working_rows},
	{"an act is corrected once", corrections},
	{"a store that was replaced is noticed", replaced},
	{"a gap is noticed", gap},
	{"ten thousand acts in one transaction", many},
	{"packs are kept whole", packs},
};

int main(void)
{
	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT);
}
