/* The chain against vectors of another implementation (chain_vectors.py), and against every change of one
 * byte. */
#include "sample.h"

static const int64_t ms = 1780271999999; /* 2026-05-31T23:59:59.999Z */

static const struct act_row vector[] = {
	{
		.d = {"ccm/ratification/LAO/2009-03-18", "ccm", "ratification", "public", "", "LAO",
			"2009-03-18", "", "", "", "", "UNTC MTDSG XXVI-6", "", "{}"},
		.seq = 0,
		.recorded_ms = ms,
		.salt = "000102030405060708090a0b0c0d0e0f",
		.commitment = "0f6a1ea30a0124d070896b5e244a411a6c90010864036d6dad5f5ba0f6f2fa22",
		.hash = "9eeaa28707520935f868b950c68700f592c7f14a2c2cefe4761241a212a8381a",
	},
	{
		.d = {"u-00112233445566778899aabbccddeeff", "ccm", "declared", "house", "", "AFG", "", "",
			"\u00c9diteur, \u00abx\u00bb", "u-1", "h:2,", "a source",
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"{\"about\":\"stockpile\",\"answer\":\"yes\","
			"\"note\":\"a \\\"b\\\" \\n\u96c6\u675f\"}"},
		.seq = 1,
		.recorded_ms = ms,
		.salt = "ffeeddccbbaa99887766554433221100",
		.commitment = "6bc069fc2bb5a2561b8d6dc1c8ead1ee5308424c096ea5dd45bc40223cc3f712",
		.hash = "181fc896418e5e914e4c95c54e6029613a3919fedbc43227d8da7009500e32af",
	},
	{
		.d = {"fix-1", "ccm", "correction", "parties", "ccm/ratification/LAO/2009-03-18", "LAO",
			"2009-03-18", "2010-08-01", "", "", "", "corrected source", "",
			"{\"as\":\"ratification\",\"reason\":\"r\"}"},
		.seq = 2,
		.recorded_ms = ms + 1,
		.salt = "0123456789abcdef0123456789abcdef",
		.commitment = "b0daa42817baea191f03a670c342e9d87478f6aeab3a0f73e564d5882f265e36",
		.hash = "7844b48bdd3a7d3177201f70700e0bfb737497948b2f677e21940ef4ad634290",
	},
};

static void test_vectors(void **state)
{
	const char *previous = CHAIN_START;
	int64_t before = INT64_MIN;

	(void)state;
	for (size_t i = 0; i < COUNT(vector); i++) {
		char text[CHAIN_HASH];
		struct err e;

		chain_commit(&vector[i], text);
		assert_string_equal(text, vector[i].commitment);
		chain_hash(previous, &vector[i], text);
		assert_string_equal(text, vector[i].hash);
		if (chain_check(previous, before, i, &vector[i], false, &e) < 0)
			fail_msg("%s", e.text);
		previous = vector[i].hash;
		before = vector[i].recorded_ms;
	}
}

static void test_salt(void **state)
{
	char one[CHAIN_SALT], two[CHAIN_SALT];

	(void)state;
	chain_salt(one);
	chain_salt(two);
	assert_int_equal(strspn(one, "0123456789abcdef"), 32);
	assert_int_equal(strlen(two), 32);
	assert_string_not_equal(one, two);
}

/* All texts of a row, header first. */
enum { TEXTS_OPEN = 7, TEXTS = 17 }; /* those that a public copy always shows, all */

static const char **text_of(struct act_row *row, size_t i)
{
	const char **all[TEXTS] = {&row->d.id, &row->d.treaty, &row->d.kind, &row->d.visibility,
		&row->d.corrects, &row->commitment, &row->hash, &row->salt, &row->d.subject, &row->d.on,
		&row->d.effective, &row->d.issuer, &row->d.by, &row->d.behalf, &row->d.source,
		&row->d.source_sha256, &row->d.payload};

	return all[i];
}

static int check(const struct act_row *row, bool withheld, struct err *e)
{
	return chain_check(vector[0].hash, vector[0].recorded_ms, 1, row, withheld, e);
}

/* Each byte of each text, changed to each other byte, doubled, or taken out. */
static void test_one_byte(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct draft d = sample_draft(a, ACT_CORRECTION, "an/id");
	struct act_row whole = sample_row(a, &d, 1, ms, vector[0].hash);

	(void)state;
	for (size_t i = 0; i < TEXTS; i++) {
		const char *text = *text_of(&whole, i);
		size_t len = strlen(text);
		char *changed = arena_zalloc(a, len + 2);
		struct act_row row = whole;
		struct err e;

		assert_true(len > 0);
		assert_int_equal(check(&row, false, &e), 0);
		*text_of(&row, i) = changed;
		for (size_t at = 0; at < len; at++) {
			for (unsigned byte = 0; byte < 256; byte++) {
				memcpy(changed, text, len + 1);
				changed[at] = (char)byte;
				if ((check(&row, false, &e) == 0) != (text[at] == (char)byte))
					fail_msg("text %zu, byte %zu set to %u: not found", i, at, byte);
			}
			memcpy(changed + at, text + at + 1, len - at);
			assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
		}
		for (size_t at = 0; at <= len; at++) {
			memcpy(changed, text, at);
			changed[at] = 'a';
			memcpy(changed + at + 1, text + at, len - at + 1);
			assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
		}
	}
}

/* A byte moved over the border between two texts. */
static void test_borders(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < TEXTS; i++) {
		AUTO_ARENA a = arena_new("test");
		struct act_row row = vector[1];
		const char **left = text_of(&row, i), **right = text_of(&row, i + 1);
		struct err e;

		if (!**right)
			continue;
		*left = arena_printf(a, "%s%c", *left, **right);
		(*right)++;
		assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		int64_t seq, ms;
		const char *says;
	} row[] = {
		{1, 0, "stands where act 1 should"},
		{-1, 0, "stands where act 1 should"},
		{0, 1, "hash"},
		{0, -1, "recorded before"},
		{0, INT64_MAX - 1780271999999, "recorded outside"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct act_row changed = vector[1];
		struct err e;

		changed.seq += (uint64_t)row[i].seq;
		changed.recorded_ms += row[i].ms;
		assert_int_equal(check(&changed, false, &e), ERR_CONFLICT);
		if (!strstr(e.text, row[i].says) || !strstr(e.text, changed.d.id))
			fail_msg("%s", e.text);
	}
}

/* The hash before, and a salt in another spelling. */
static void test_neighbours(void **state)
{
	struct act_row row = vector[1];
	struct err e;

	(void)state;
	assert_int_equal(chain_check(CHAIN_START, 0, 1, &row, false, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "act 1 (u-0011"));
	row.salt = "FFEEDDCCBBAA99887766554433221100";
	assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "content"));
	row.salt = row.commitment = "";
	assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
}

/* Without its content and salt a row verifies, and a change of its header is still found. */
static void test_withheld(void **state)
{
	struct act_row row = vector[1];
	struct err e;

	(void)state;
	for (size_t i = TEXTS_OPEN; i < TEXTS; i++)
		*text_of(&row, i) = "";
	assert_int_equal(check(&row, true, &e), 0);
	assert_int_equal(check(&row, false, &e), ERR_CONFLICT);
	for (size_t i = 0; i < TEXTS_OPEN; i++) {
		struct act_row changed = row;

		*text_of(&changed, i) = "other";
		assert_int_equal(check(&changed, true, &e), ERR_CONFLICT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_salt),
		cmocka_unit_test(test_one_byte),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_withheld),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
