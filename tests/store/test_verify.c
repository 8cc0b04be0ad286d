/* Whoever changes the record past the program is found: every column, cut and rewritten ends. Every act here
 * is invented. */
#include "kit.h"

#include "acts/chain.h"
#include "store_sql.h"

#define ACTS 9

static struct draft *recorded(struct kit *k)
{
	struct draft *d = kit_drafts(k->a, "v", ACTS);

	kit_create(k);
	MUST(k, kit_append_to(k->db, k->j, d, ACTS - 2, 5000, NEW_ARRAY(k->a, struct appended, ACTS), &k->e));
	MUST(k,
		kit_append_to(
			k->db, k->j, d + ACTS - 2, 2, 6000, NEW_ARRAY(k->a, struct appended, ACTS), &k->e));
	assert_int_equal(kit_bad(k, 0, NULL), 0);
	kit_unlock(k);
	return d;
}

static void sql(struct kit *k, const char *text)
{
	MUST(k, db_exec(k->db, text, &k->e));
}

/* One byte: the last of a text becomes '~', an empty text becomes "~". */
static const char *spoil(struct kit *k, const char *column, const char *kind)
{
	if (strcmp(column, "visibility") == 0)
		return "'house'";
	if (strcmp(column, "seq") == 0)
		return "seq + 100"; /* past the others */
	if (kind[0] == 'i')
		return arena_printf(k->a, "%s + 1", column);
	return arena_printf(k->a, "CASE WHEN %s = '' THEN '' ELSE substr(%s, 1, length(%s) - 1) END || '~'",
		column, column, column);
}

static unsigned columns_of_act(struct kit *k, const char **column, const char **changed)
{
	struct schema_columns_row row;
	struct db_stmt *st;
	unsigned n = 0;

	MUST(k, schema_columns_start(k->db, &st, &k->e));
	while (schema_columns_step(st, &row, &k->e) == DB_ROW) {
		if (strcmp(row.table_name, "act") != 0)
			continue;
		column[n] = arena_strdup(k->a, row.column_name);
		changed[n++] = arena_strdup(k->a, spoil(k, row.column_name, row.kind));
	}
	db_finish(st);
	return n;
}

/* Of the first, a middle and the last act; put right again each time, so that each finding is of one change.
 */
static void every_column(struct kit *k)
{
	static const unsigned places[] = {0, 4, ACTS - 1};
	const char *column[DB_PARAMS_MAX], *changed[DB_PARAMS_MAX];

	recorded(k);
	unsigned n = columns_of_act(k, column, changed);

	assert_int_equal(n, strlen(sql_act_page.out));
	for (unsigned i = 0; i < n * 3; i++) {
		const char *c = column[i / 3];
		unsigned place = places[i % 3];

		sql(k, "CREATE TABLE before AS SELECT * FROM act");
		sql(k, arena_printf(k->a, "UPDATE act SET %s = %s WHERE seq = %u", c, changed[i / 3], place));
		if (kit_bad(k, 0, NULL) == 0)
			fail_msg("%s of act %u was not found", c, place);
		/* Named by seq and id, one of them changed perhaps. */
		if (strcmp(c, "id") == 0)
			kit_says(k, arena_printf(k->a, "act %u (test/v/~)", place));
		else if (strcmp(c, "seq") == 0)
			kit_says(k, arena_printf(k->a, "act %u (test/v/%u)", place + 100, place));
		else
			kit_says(k, arena_printf(k->a, "act %u (test/v/%u)", place, place));
		sql(k, "DELETE FROM act; INSERT INTO act SELECT * FROM before; DROP TABLE before");
		assert_int_equal(kit_bad(k, 0, NULL), 0);
	}
}

static void goes_on(struct kit *k)
{
	recorded(k);
	sql(k, "UPDATE act SET payload = '{}' WHERE seq IN (1, 4)");
	sql(k, "UPDATE act SET treaty = 'att' WHERE seq = 6");
	assert_int_equal(kit_bad(k, 0, NULL), 3);
	kit_says(k, "act 1 (test/v/1)");
	kit_says(k, "act 4 (test/v/4)");
	kit_says(k, "act 6 (test/v/6)");
}

static void removed(struct kit *k)
{
	recorded(k);
	sql(k, "DELETE FROM act WHERE seq = 4");
	assert_int_equal(kit_bad(k, 0, NULL), 1);
	kit_says(k, "act 5 (test/v/5)");
	sql(k, "DELETE FROM act WHERE seq = 0");
	assert_int_equal(kit_bad(k, 0, NULL), 2);
	kit_says(k, "act 1 (test/v/1)");
	/* Moving up what comes after does not hide it. */
	sql(k, "UPDATE act SET seq = seq - 1 WHERE seq BETWEEN 1 AND 3");
	assert_true(kit_bad(k, 0, NULL) > 1);
}

static void extremes(struct kit *k)
{
	static const char *const change[] = {
		"seq = 9223372036854775807",
		"recorded_ms = 9223372036854775807",
		"recorded_ms = -9223372036854775807",
		"recorded_ms = 0",
		"salt = ''",
		"hash = ''",
		"hash = hash || '0'",
		"commitment = upper(commitment)",
		"id = id || ' '",
		"on_day = on_day || ' '",
	};

	recorded(k);
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
		sql(k, "CREATE TABLE before AS SELECT * FROM act");
		sql(k, arena_printf(k->a, "UPDATE act SET %s WHERE seq = %d", change[i], ACTS - 1));
		if (kit_bad(k, 0, NULL) == 0)
			fail_msg("%s was not found", change[i]);
		sql(k, "DELETE FROM act; INSERT INTO act SELECT * FROM before; DROP TABLE before");
		assert_int_equal(kit_bad(k, 0, NULL), 0);
	}
}

static void head_differs(struct kit *k)
{
	static const char *const change[] = {
		"count = count + 1",
		"count = count - 1",
		"recorded_ms = recorded_ms + 1",
		"hash = '" CHAIN_START "'",
	};

	recorded(k);
	for (size_t i = 0; i < sizeof change / sizeof change[0]; i++) {
		sql(k, "CREATE TABLE before AS SELECT * FROM journal_head");
		sql(k, arena_printf(k->a, "UPDATE journal_head SET %s", change[i]));
		assert_int_equal(kit_bad(k, 0, NULL), 1);
		kit_says(k, "the head says");
		sql(k,
			"UPDATE journal_head SET count = (SELECT count FROM before), "
			"hash = (SELECT hash FROM before), recorded_ms = (SELECT recorded_ms FROM before);"
			"DROP TABLE before");
		assert_int_equal(kit_bad(k, 0, NULL), 0);
	}
}

/* The end is cut and the head made to fit: only who noted the head before can tell. */
static void cut(struct kit *k)
{
	struct head before;

	recorded(k);
	MUST(k, store_head(k->db, &before, &k->e));
	assert_int_equal(kit_bad(k, before.count, before.hash), 0);
	sql(k, "DELETE FROM act WHERE seq >= 7");
	assert_int_equal(kit_bad(k, 0, NULL), 1);
	kit_says(k, "the head says 9 acts");
	sql(k,
		"UPDATE journal_head SET count = 7, hash = (SELECT hash FROM act WHERE seq = 6), "
		"recorded_ms = (SELECT recorded_ms FROM act WHERE seq = 6)");
	assert_int_equal(kit_bad(k, 0, NULL), 0);
	assert_int_equal(kit_bad(k, before.count, before.hash), 1);
	kit_says(k, "the record ends after 7 acts, expected 9");
}

/* The end is written anew, chain and head in order. */
static void rewritten(struct kit *k)
{
	struct draft *d = recorded(k);
	struct head before;
	struct act_row *row;
	size_t n;

	MUST(k, store_head(k->db, &before, &k->e));
	MUST(k, store_rows(k->db, k->a, 0, ACTS, &row, &n, &k->e));
	sql(k, "DELETE FROM act WHERE seq >= 7");
	sql(k,
		"UPDATE journal_head SET count = 7, hash = (SELECT hash FROM act WHERE seq = 6), "
		"recorded_ms = (SELECT recorded_ms FROM act WHERE seq = 6)");
	journal_free(k->j);
	k->j = journal_new();
	MUST(k, store_catch_up(k->db, k->j, &k->e));
	d[7].subject = "NOR";
	MUST(k, kit_append(k, d + 7, 2));
	assert_int_equal(kit_bad(k, 0, NULL), 0);
	assert_int_equal(kit_bad(k, before.count, before.hash), 1);
	kit_says(k, "act 8 (test/v/8)");
	kit_says(k, "rewritten");
	/* A head noted earlier still fits, and one noted of something else does not. */
	assert_int_equal(kit_bad(k, 7, row[6].hash), 0);
	assert_int_equal(kit_bad(k, 6, row[6].hash), 1);
	/* Acts after the expected head are welcome. */
	assert_int_equal(kit_bad(k, 1, row[0].hash), 0);
	assert_int_equal(kit_bad(k, 0, CHAIN_START), 0);
}

static void empty(struct kit *k)
{
	struct head head;

	kit_create(k);
	assert_int_equal(kit_bad(k, 0, NULL), 0);
	MUST(k, store_head(k->db, &head, &k->e));
	assert_string_equal(head.hash, CHAIN_START);
	assert_int_equal(kit_bad(k, 1, CHAIN_START), 1);
}

/* What C would not see of a text. */
static void hidden(struct kit *k)
{
	recorded(k);
	sql(k, "UPDATE act SET issuer = issuer || char(0) || 'x' WHERE seq = 2");
	assert_int_equal(kit_bad(k, 0, NULL), 1);
	kit_says(k, "act 2 (test/v/2): column 11 holds a NUL byte");
}

static const struct kit_test tests[] = {
	{"every column of an act", every_column},
	{"each bad act is named", goes_on},
	{"an act that was removed", removed},
	{"values out of all range", extremes},
	{"a head that does not fit", head_differs},
	{"an end that was cut", cut},
	{"an end that was rewritten", rewritten},
	{"an empty record", empty},
};
static const struct kit_test tests_sqlite[] = {{"a text that goes on after a NUL", hidden}};

int main(void)
{
	return kit_main(tests, sizeof tests / sizeof tests[0], DB_ENGINE_COUNT) +
		kit_main(tests_sqlite, 1, DB_SQLITE);
}
