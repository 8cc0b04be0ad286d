/* Days known in part, and instants: the table of docs/reading.md. */
#include "../unit.h"

#include "base/date.h"

static struct edtf parse(const char *s)
{
	struct err e;
	struct edtf d;

	if (edtf_parse(s, strlen(s), &d, &e) < 0)
		fail_msg("%s", e.text);
	return d;
}

static day_t day(const char *s)
{
	struct edtf d = parse(s);

	assert_true(edtf_exact(d));
	return d.low;
}

/* Text, bounds ("" for none), and the text that it is written back as. */
static void test_forms(void **state)
{
	static const struct {
		const char *text, *low, *high, *back;
	} row[] = {
		{"2018-09-18", "2018-09-18", "2018-09-18", "2018-09-18"},
		{"2018-05", "2018-05-01", "2018-05-31", "2018-05"},
		{"2018-02", "2018-02-01", "2018-02-28", "2018-02"},
		{"2020-02", "2020-02-01", "2020-02-29", "2020-02"},
		{"2018-01", "2018-01-01", "2018-01-31", "2018-01"},
		{"2018-12", "2018-12-01", "2018-12-31", "2018-12"},
		{"2018", "2018-01-01", "2018-12-31", "2018"},
		{"2017-07/2018-07", "2017-07-01", "2018-07-31", "2017-07/2018-07"},
		{"2017/2018", "2017-01-01", "2018-12-31", "2017/2018"},
		{"2017/2018-07-05", "2017-01-01", "2018-07-05", "2017/2018-07-05"},
		{"2017-07-05/2018", "2017-07-05", "2018-12-31", "2017-07-05/2018"},
		{"2018-05/2018", "2018-05-01", "2018-12-31", "2018-05/2018"},
		{"2018/2018-05", "2018-01-01", "2018-05-31", "2018/2018-05"},
		{"2018-01/2018-12", "2018-01-01", "2018-12-31", "2018"},
		{"2018-05-01/2018-05-31", "2018-05-01", "2018-05-31", "2018-05"},
		{"2018-05-03/2018-05-03", "2018-05-03", "2018-05-03", "2018-05-03"},
		{"2018-05-01/2018-05-01", "2018-05-01", "2018-05-01", "2018-05-01"},
		{"2018-12-31/2018", "2018-12-31", "2018-12-31", "2018-12-31"},
		{"2018-12-30/2018", "2018-12-30", "2018-12-31", "2018-12-30/2018"},
		{"../2019-08", "", "2019-08-31", "../2019-08"},
		{"../2019", "", "2019-12-31", "../2019"},
		{"../2019-08-07", "", "2019-08-07", "../2019-08-07"},
		{"2019-08/..", "2019-08-01", "", "2019-08/.."},
		{"2019/..", "2019-01-01", "", "2019/.."},
		{"2019-08-07/..", "2019-08-07", "", "2019-08-07/.."},
		{"", "", "", ""},
		{"0001", "0001-01-01", "0001-12-31", "0001"},
		{"9999", "9999-01-01", "9999-12-31", "9999"},
		{"9999-12", "9999-12-01", "9999-12-31", "9999-12"},
		{"9999-12-31", "9999-12-31", "9999-12-31", "9999-12-31"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct edtf d = parse(row[i].text);
		char text[EDTF_TEXT];

		assert_int_equal(d.low, *row[i].low ? day(row[i].low) : DAY_NONE_LOW);
		assert_int_equal(d.high, *row[i].high ? day(row[i].high) : DAY_NONE_HIGH);
		assert_string_equal(edtf_format(d, text), row[i].back);
	}
}

static void test_refuses(void **state)
{
	static const char *const text[] = {
		"201",
		"20188",
		"2018-",
		"2018-5",
		"2018-13",
		"2018-00",
		"0000",
		"0000-05",
		"2018-02-30",
		"2018-05-",
		"2018~",
		"2018?",
		"2018-05~",
		"201X",
		"20XX",
		"2018-21",
		"Y17000",
		"-2018",
		"+2018",
		" 2018",
		"2018 ",
		"2018-05-04/",
		"/2018",
		"/",
		"../..",
		"..",
		"../",
		"/..",
		"...",
		"2018/2017",
		"2018-05/2018-04",
		"2018-05-02/2018-05-01",
		"2018//2019",
		"2018/2019/2020",
		"2018-05-04T00:00Z",
		"2018..2019",
		"../2018-13",
		"2018-13/..",
		"2018/2018-02-29",
		"[2018]",
		"{2018}",
		"2018/....",
		"nineteen!!",
		"2018-05-0\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(text); i++) {
		struct edtf d = {7, 7};
		struct err e = {0};

		if (edtf_parse(text[i], strlen(text[i]), &d, &e) != ERR_INVALID)
			fail_msg("\"%s\" was read", text[i]);
		assert_true(d.low == 7 && d.high == 7);
		assert_true(strlen(e.text) > 20 && !strchr(e.text, '\n'));
	}
}

static void test_by(void **state)
{
	static const struct {
		const char *done, *on;
		enum tri by;
	} row[] = {
		{"2018-09-18", "2018-09-17", TRI_NO},
		{"2018-09-18", "2018-09-18", TRI_YES},
		{"2018-05", "2018-04-30", TRI_NO},
		{"2018-05", "2018-05-01", TRI_MAYBE},
		{"2018-05", "2018-05-30", TRI_MAYBE},
		{"2018-05", "2018-05-31", TRI_YES},
		{"../2019-08", "0001-01-01", TRI_MAYBE},
		{"../2019-08", "2019-08-31", TRI_YES},
		{"2019-08/..", "2019-07-31", TRI_NO},
		{"2019-08/..", "9999-12-31", TRI_MAYBE},
		{"", "2026-11-21", TRI_MAYBE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(edtf_by(parse(row[i].done), day(row[i].on)), row[i].by);
	assert_true(edtf_exact(edtf_day(5)));
	assert_false(edtf_exact(parse("2018")));
}

static void check_round(day_t low, day_t high)
{
	struct edtf d = {low, high}, back;
	char text[EDTF_TEXT];

	edtf_format(d, text);
	back = parse(text);
	if (back.low != low || back.high != high)
		fail_msg("%d..%d is written as %s", low, high, text);
}

/* All bounds within three years around a leap day, and both sides open. */
static void test_round_trip(void **state)
{
	day_t first = day("2019-01-01"), last = day("2021-12-31");

	(void)state;
	for (day_t low = first; low <= last; low++) {
		for (day_t high = low; high <= last; high++)
			check_round(low, high);
		check_round(DAY_NONE_LOW, low);
		check_round(low, DAY_NONE_HIGH);
	}
	check_round(day("0001-01-01"), day("9999-12-31"));
	check_round(DAY_NONE_LOW, DAY_NONE_HIGH);
}

static void test_instants(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
		const char *back;
	} row[] = {
		{"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"},
		{"1970-01-01", 86399999, "1970-01-01T23:59:59.999Z"},
		{"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
		{"2026-11-21T02:10:00Z", 1795227000000, "2026-11-21T02:10:00.000Z"},
		{"2026-11-21T02:10:00.5Z", 1795227000500, "2026-11-21T02:10:00.500Z"},
		{"2026-11-21T02:10:00.05Z", 1795227000050, "2026-11-21T02:10:00.050Z"},
		{"2026-11-21T02:10:00.005Z", 1795227000005, "2026-11-21T02:10:00.005Z"},
		{"0001-01-01T00:00:00Z", -62135596800000, "0001-01-01T00:00:00.000Z"},
		{"9999-12-31", 253402300799999, "9999-12-31T23:59:59.999Z"},
	};
	char text[25];

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e;
		int64_t ms;

		if (instant_parse(row[i].text, &ms, &e) < 0)
			fail_msg("%s", e.text);
		assert_int_equal(ms, row[i].ms);
		assert_string_equal(instant_format(ms, text), row[i].back);
	}
	assert_string_equal(instant_format(INT64_MAX, text), "");
	assert_string_equal(instant_format(INT64_MIN, text), "");
	assert_string_equal(instant_format(253402300800000, text), "");
	assert_string_equal(instant_format(-62135596800001, text), "");
}

static void test_instants_refused(void **state)
{
	static const char *const text[] = {
		"",
		"2026",
		"2026-11-2",
		"2026-11-31",
		"2026-11-31T00:00:00Z",
		"2026-11-21T",
		"2026-11-21T02:10Z",
		"2026-11-21T02:10:00",
		"2026-11-21T02:10:00+01:00",
		"2026-11-21T24:00:00Z",
		"2026-11-21T23:60:00Z",
		"2026-11-21T23:59:60Z",
		"2026-11-21T02:10:00.Z",
		"2026-11-21T02:10:00.1234Z",
		"2026-11-21t02:10:00z",
		"2026-11-21 02:10:00Z",
		"2026-11-21T02:10:00ZZ",
		"2026-11-21T2:10:00Z",
		"2026-11-21T-2:10:00Z",
		"2026-11-21 ",
		"0000-01-01",
		"tomorrow!!",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(text); i++) {
		int64_t ms = 7;
		struct err e = {0};

		if (instant_parse(text[i], &ms, &e) != ERR_INVALID)
			fail_msg("\"%s\" was read", text[i]);
		assert_int_equal(ms, 7);
		assert_true(strlen(e.text) > 20);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_by),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_instants),
		cmocka_unit_test(test_instants_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
