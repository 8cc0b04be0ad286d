/* The acts that come with a pack. All of them are invented. */
#include "../unit.h"

#include "compiled.h"

#define SHEETS_MAX 3

/* Acts beside the invented pack's rules. */
static struct compiled acts(
	struct arena *a, size_t n, const char *const *sheet, struct draft **ret, size_t *ret_n)
{
	static const char *const path[SHEETS_MAX] = {"acts/a.csv", "acts/b.csv", "acts/c.csv"};
	const char *yaml = invented(a);
	struct pack_file file[SHEETS_MAX + 1];
	struct pack_bytes b = {.n = n + 1, .file = file, .dir = "packs/x"};
	struct compiled c = {0};

	for (size_t i = 0; i < n; i++)
		file[i] = (struct pack_file){path[i], sheet[i], strlen(sheet[i])};
	file[n] = (struct pack_file){"pack.yaml", yaml, strlen(yaml)};
	*ret = NULL;
	*ret_n = 0;
	c.r = pack_compile(a, &b, &c.pack, &c.mistake, &c.n, &c.e);
	if (c.r == 0)
		c.r = pack_acts(a, c.pack, &b, ret, ret_n, &c.mistake, &c.n, &c.e);
	return c;
}

static void test_order_and_ids(void **state)
{
	static const char *const sheet[] = {
		"action,iso3,date,source\nsignature,LUX,2001-03-01,x\nratification,BEN,2001-04-01,x\n",
		"action,iso3,date,source,id\nsignature,BRA,2001-03-02,x,\nsignature,AFG,2001-03-02,x,mine\n",
	};
	static const char *const id[] = {"invented2/signature/LUX/2001-03-01",
		"invented2/ratification/BEN/2001-04-01", "invented2/signature/BRA/2001-03-02", "mine"};
	AUTO_ARENA a = arena_new("order");
	struct draft *d;
	size_t n;
	struct compiled c = acts(a, 2, sheet, &d, &n);

	(void)state;
	if (c.r < 0)
		fail_msg("%s", c.e.text);
	assert_int_equal(c.n, 0);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(d[i].id, id[i]);
		assert_string_equal(d[i].treaty, "invented2");
		assert_string_equal(d[i].visibility, "public");
	}
}

static void test_none(void **state)
{
	AUTO_ARENA a = arena_new("none");
	struct draft *d;
	size_t n;
	struct compiled c = acts(a, 0, NULL, &d, &n);

	(void)state;
	assert_int_equal(c.r, 0);
	assert_int_equal(n, 0);
}

static void test_mistakes(void **state)
{
	static const struct {
		const char *sheet;
		unsigned line;
		const char *said;
	} row[] = {
		{"action,iso3,date,source\nsignature,LUX,2001-03-01,x\nsignatrue,BEN,2001-03-01,x\n", 3,
			"did you mean signature"},
		{"action,iso3,date,source\nsignature,LUX,2001-02-29,x\n", 2, "date"},
		{"action,iso3,date,source\nsignature,LUX,2026-06-01,x\n", 2,
			"after the edition of the pack (2026-05-31)"},
		{"action,iso3,date,source\nsignature,Luxembourg,2001-03-01,x\n", 2, "iso3"},
		{"action,iso3,date,source\nsignature,LUX,2001-03-01\n", 2, "3 fields, but the header has 4"},
		{"action,iso3,date\nsignature,LUX,2001-03-01\n", 1, "source"},
		{"action,iso3,date,source\nsignature,LUX,2001-03-01,\"x\n", 2, "never closed"},
		{"action,iso3,date,source\nsignature,LUX,2001-03-01,\xff\n", 2, "not UTF-8"},
		{"", 1, "empty"},
		{"action,iso3,date,source,treaty\nsignature,LUX,2001-03-01,x,ccm\n", 2,
			"an act of ccm in the pack invented2"},
		{"action,iso3,date,source,visibility\nsignature,LUX,2001-03-01,x,house\n", 2,
			"what a pack holds is public"},
		{"action,subject,date,source,edition,sha256,files\npack-adopted,ccm,2001-03-01,x,2001-01-01,"
		 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,1\n",
			2, "pack-adopted"},
		{"action,iso3,date,source,id\nsignature,LUX,2001-03-01,x,one\nsignature,BEN,2001,x,one\n", 3,
			"stands in line 2 already"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		struct draft *d;
		size_t n;
		struct compiled c = acts(a, 1, &row[i].sheet, &d, &n);

		assert_int_equal(c.r, ERR_INVALID);
		assert_int_equal(n, 0);
		if (!mistaken(&c, row[i].line, row[i].line, row[i].said))
			fail_msg("%s: not said in line %u, but: %s", row[i].said, row[i].line, c.e.text);
		assert_non_null(strstr(c.e.text, arena_printf(a, "packs/x/acts/a.csv:%u: ", row[i].line)));
	}
}

/* Mistakes of all files, each with its own path; an id may stand in two of them. */
static void test_several_files(void **state)
{
	static const char *const sheet[] = {
		"action,iso3,date,source\nsignature,LUX,2001-03-01,x\nsignature,XX,2001-03-01,x\n",
		"not,acts\n1,2\n",
		"action,iso3,date,source\nsignature,BEN,2001-03-01,x\nsignature,LUX,2001-03-01,x\n",
	};
	AUTO_ARENA a = arena_new("files");
	struct draft *d;
	size_t n;
	struct compiled c = acts(a, 3, sheet, &d, &n);

	(void)state;
	assert_int_equal(c.r, ERR_INVALID);
	assert_int_equal(c.n, 3);
	assert_string_equal(c.mistake[0].path, "acts/a.csv");
	assert_int_equal(c.mistake[0].line, 3);
	assert_string_equal(c.mistake[1].path, "acts/b.csv");
	assert_int_equal(c.mistake[1].line, 1);
	assert_string_equal(c.mistake[2].path, "acts/c.csv");
	assert_int_equal(c.mistake[2].line, 3);
	assert_string_equal(c.mistake[2].text,
		"id: invented2/signature/LUX/2001-03-01 stands in acts/a.csv:2 already; give every act its "
		"own");
}

/* A hundred a file, and a line that says that there are more. */
static void test_at_most_100(void **state)
{
	AUTO_ARENA a = arena_new("many");
	const char *sheet[2];
	struct draft *d;
	size_t n;

	(void)state;
	sheet[0] = "action,iso3,date,source\n";
	for (int i = 0; i < 150; i++)
		sheet[0] = arena_printf(a, "%ssignature,XX,2001-03-01,x\n", sheet[0]);
	sheet[1] = sheet[0];
	struct compiled c = acts(a, 2, sheet, &d, &n);

	assert_int_equal(c.n, 2 * (PACK_MISTAKES_MAX + 1));
	assert_string_equal(c.mistake[100].path, "acts/a.csv");
	assert_non_null(strstr(c.mistake[100].text, "more than 100 mistakes"));
	assert_string_equal(c.mistake[101].path, "acts/b.csv");
	assert_int_equal(c.mistake[101].line, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_ids),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_several_files),
		cmocka_unit_test(test_at_most_100),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
