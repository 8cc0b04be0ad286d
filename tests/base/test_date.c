/* Civil days and steps: docs/reading.md, "Days". */
#include "../unit.h"

#include "base/date.h"

static day_t day(const char *s)
{
	struct err e;
	day_t d;

	if (day_parse(s, strlen(s), &d, &e) < 0)
		fail_msg("%s", e.text);
	return d;
}

/* Every day of the calendar, counted by hand beside the arithmetic. */
static void test_every_day(void **state)
{
	struct date d = {1, 1, 1};
	day_t n = day("0001-01-01");
	int week = 0; /* 0001-01-01 was a Monday */
	char text[11], want[32];

	(void)state;
	assert_int_equal(n, -719162);
	while (d.year <= 9999) {
		struct date back = day_to_date(n);

		if (date_to_day(d) != n || back.year != d.year || back.month != d.month ||
			back.day != d.day || weekday(n) != week)
			fail_msg("%04d-%02d-%02d is day %d", d.year, d.month, d.day, n);
		if (d.day == 1 || d.day > 27) {
			snprintf(want, sizeof want, "%04d-%02d-%02d", d.year, d.month, d.day);
			assert_string_equal(day_format(n, text), want);
			assert_int_equal(day(text), n);
		}
		n++;
		week = (week + 1) % 7;
		if (++d.day > days_in_month(d.year, d.month)) {
			d.day = 1;
			d.year += d.month == 12;
			d.month = d.month % 12 + 1;
		}
	}
	assert_int_equal(n - 1, day("9999-12-31"));
}

static void test_months(void **state)
{
	static const struct {
		int year, month, days;
	} row[] = {
		{2027, 1, 31},
		{2027, 2, 28},
		{2028, 2, 29},
		{1900, 2, 28},
		{2000, 2, 29},
		{2100, 2, 28},
		{2400, 2, 29},
		{2027, 4, 30},
		{2027, 6, 30},
		{2027, 7, 31},
		{2027, 8, 31},
		{2027, 9, 30},
		{2027, 11, 30},
		{2027, 12, 31},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(days_in_month(row[i].year, row[i].month), row[i].days);
}

static void test_parse_refuses(void **state)
{
	static const struct {
		const char *text, *says;
	} row[] = {
		{"", "YYYY-MM-DD"},
		{"2018", "YYYY-MM-DD"},
		{"2018-9-18", "YYYY-MM-DD"},
		{"2018-09-18 ", "YYYY-MM-DD"},
		{" 2018-09-1", "YYYY-MM-DD"},
		{"2018/09/18", "YYYY-MM-DD"},
		{"18-09-2018", "YYYY-MM-DD"},
		{"+018-09-18", "YYYY-MM-DD"},
		{"2018-09-1x", "YYYY-MM-DD"},
		{"2018-0\xd9\xa1-18", "YYYY-MM-DD"},
		{"2018--1-18", "YYYY-MM-DD"},
		{"0000-01-01", "0001 to 9999"},
		{"2018-00-01", "months run from 01 to 12"},
		{"2018-13-01", "no month 13"},
		{"2018-02-29", "2018-02 run from 01 to 28"},
		{"2100-02-29", "run from 01 to 28"},
		{"2018-04-31", "run from 01 to 30"},
		{"2018-12-32", "run from 01 to 31"},
		{"2018-12-00", "run from 01 to 31"},
		{"a line\nof text that goes on for far too long to be shown whole", "a line?of text"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e = {0};
		day_t d = 77;

		assert_int_equal(day_parse(row[i].text, strlen(row[i].text), &d, &e), ERR_INVALID);
		assert_int_equal(e.code, ERR_INVALID);
		assert_int_equal(d, 77); /* written only on success */
		if (!strstr(e.text, row[i].says))
			fail_msg("\"%s\" does not say \"%s\"", e.text, row[i].says);
	}
	/* The length counts, not the NUL. */
	day_t d;

	assert_int_equal(day_parse("2018-09-18T00:00", 10, &d, NULL), 0);
	assert_int_equal(day_parse("2018-09-18", 9, &d, NULL), ERR_INVALID);
}

struct move {
	const char *from;
	struct step step;
	const char *to;
};

static void walk(const struct move *row, size_t n, day_t (*move)(day_t, struct step))
{
	for (size_t i = 0; i < n; i++) {
		char text[11];

		day_format(move(day(row[i].from), row[i].step), text);
		if (strcmp(text, row[i].to) != 0)
			fail_msg("%s, unit %d, n %d: %s, not %s", row[i].from, row[i].step.unit,
				row[i].step.n, text, row[i].to);
	}
}

/* Days that the depositary, the conferences or the treaty text fix. */
static void test_treaty_days(void **state)
{
	static const struct move on[] = {
		/* CCM Article 17: first day of the sixth month after the month of the deposit */
		{"2010-02-16", {STEP_FIRST_OF_MONTH, 6}, "2010-08-01"}, /* the 30th */
		{"2018-08-31", {STEP_FIRST_OF_MONTH, 6}, "2019-02-01"},
		{"2018-09-01", {STEP_FIRST_OF_MONTH, 6}, "2019-03-01"}, /* one day later costs a month */
		{"2010-06-30", {STEP_FIRST_OF_MONTH, 6}, "2010-12-01"}, /* Mali */
		/* CCM Article 7 (1): initial report, 180 days */
		{"2010-12-01", {STEP_DAYS, 180}, "2011-05-30"},
		{"2012-02-01", {STEP_DAYS, 180}, "2012-07-30"}, /* Cook Islands, a leap year */
		{"2015-11-01", {STEP_DAYS, 180}, "2016-04-29"}, /* South Africa, a leap February inside */
		{"2013-11-01", {STEP_DAYS, 180}, "2014-04-30"}, /* Iraq */
		{"2010-11-01", {STEP_DAYS, 180}, "2011-04-30"}, /* United Kingdom, Fiji, Lesotho */
		{"2010-10-01", {STEP_DAYS, 180}, "2011-03-30"}, /* Samoa */
		/* CCM Article 20 (3): withdrawal, six months */
		{"2024-09-06", {STEP_MONTHS, 6}, "2025-03-06"},
		{"2027-08-31", {STEP_MONTHS, 6}, "2028-02-29"},
		/* extensions granted */
		{"2019-10-01", {STEP_MONTHS, 18}, "2021-04-01"},
		{"2022-10-01", {STEP_MONTHS, 15}, "2024-01-01"},
		{"2023-09-01", {STEP_MONTHS, 13}, "2024-10-01"},
		/* ATT Articles 22 and 13 (1): the 50th deposit + 90 days; the first year */
		{"2014-09-25", {STEP_DAYS, 90}, "2014-12-24"}, {"2014-12-24", {STEP_YEARS, 1}, "2015-12-24"},
		{"2015-12-24", {STEP_DAYS, -1}, "2015-12-23"},
		/* TPNW Articles 15 and 2 */
		{"2020-10-24", {STEP_DAYS, 90}, "2021-01-22"}, {"2021-01-22", {STEP_DAYS, 30}, "2021-02-21"},
		{"2020-01-01", {STEP_DAYS, 180}, "2020-06-29"}, /* CCW Protocol V, initial report */
		{"2027-01-10", {STEP_DAYS, 28}, "2027-02-07"},  /* a request for clarification */
		{"2027-01-10", {STEP_DAYS, 90}, "2027-04-10"},  /* an amendment circulated */
	};
	static const struct move back[] = {
		{"2025-09-16", {STEP_MONTHS, 9}, "2024-12-16"}, /* cut-off for extension requests */
		{"2026-11-30", {STEP_MONTHS, 9}, "2026-02-28"},
	};

	(void)state;
	walk(on, COUNT(on), day_add);
	walk(back, COUNT(back), day_back);
}

static void test_month_ends(void **state)
{
	static const struct move on[] = {
		{"2027-01-31", {STEP_MONTHS, 1}, "2027-02-28"},
		{"2028-01-31", {STEP_MONTHS, 1}, "2028-02-29"},
		{"2028-01-30", {STEP_MONTHS, 1}, "2028-02-29"},
		{"2028-02-29", {STEP_MONTHS, 12}, "2029-02-28"},
		{"2028-02-29", {STEP_YEARS, 1}, "2029-02-28"},
		{"2028-02-29", {STEP_YEARS, 4}, "2032-02-29"},
		{"2096-02-29", {STEP_YEARS, 4}, "2100-02-28"},
		{"2027-03-31", {STEP_MONTHS, 1}, "2027-04-30"},
		{"2027-04-30", {STEP_MONTHS, 1}, "2027-05-30"}, /* a last day does not stick to last days */
		{"2027-11-15", {STEP_MONTHS, 2}, "2028-01-15"},
		{"2027-03-31", {STEP_MONTHS, -1}, "2027-02-28"},
		{"2027-01-15", {STEP_MONTHS, -1}, "2026-12-15"},
		{"2027-01-15", {STEP_MONTHS, 0}, "2027-01-15"},
		{"2027-12-31", {STEP_FIRST_OF_MONTH, 1}, "2028-01-01"},
		{"2027-05-17", {STEP_FIRST_OF_MONTH, 0}, "2027-05-01"},
		{"2027-05-17", {STEP_SAME_DAY, 99}, "2027-05-17"},
		{"2027-05-17", {STEP_DAYS, 0}, "2027-05-17"},
		{"2027-12-31", {STEP_DAYS, 60}, "2028-02-29"},
		{"9999-12-31", {STEP_DAYS, 0}, "9999-12-31"},
	};
	static const struct move back[] = {
		{"2027-03-31", {STEP_MONTHS, 1}, "2027-02-28"},
		{"2028-03-31", {STEP_MONTHS, 1}, "2028-02-29"},
		{"2028-02-29", {STEP_YEARS, 1}, "2027-02-28"},
		{"2027-01-31", {STEP_MONTHS, 2}, "2026-11-30"},
		{"2027-01-15", {STEP_FIRST_OF_MONTH, 1}, "2026-12-01"},
		{"2028-03-01", {STEP_DAYS, 1}, "2028-02-29"},
		{"2027-01-15", {STEP_SAME_DAY, 3}, "2027-01-15"},
	};

	(void)state;
	walk(on, COUNT(on), day_add);
	walk(back, COUNT(back), day_back);
}

/* Each month step from each day of eight years against the words of the rule. */
static void test_month_steps_by_the_rule(void **state)
{
	(void)state;
	for (day_t d = day("2023-01-01"); d < day("2031-01-01"); d++) {
		struct date from = day_to_date(d);

		for (int n = -30; n <= 30; n++) {
			struct date to = day_to_date(day_add(d, (struct step){STEP_MONTHS, n}));
			int last = days_in_month(to.year, to.month);

			assert_int_equal(to.year * 12 + to.month, from.year * 12 + from.month + n);
			assert_int_equal(to.day, from.day < last ? from.day : last);
			assert_int_equal(date_to_day(to), day_back(d, (struct step){STEP_MONTHS, -n}));
		}
	}
}

static void test_ends_of_time(void **state)
{
	static const struct {
		day_t from;
		struct step step;
		day_t to;
	} row[] = {
		{DAY_NONE_LOW, {STEP_DAYS, 5}, DAY_NONE_LOW},
		{DAY_NONE_HIGH, {STEP_MONTHS, -5}, DAY_NONE_HIGH},
		{DAY_NONE_HIGH, {STEP_FIRST_OF_MONTH, 6}, DAY_NONE_HIGH},
		{2932896, {STEP_DAYS, 1}, DAY_NONE_HIGH}, /* 9999-12-31 */
		{2932896, {STEP_MONTHS, 1}, DAY_NONE_HIGH},
		{2932896, {STEP_DAYS, INT32_MAX}, DAY_NONE_HIGH},
		{2932896, {STEP_YEARS, INT32_MAX}, DAY_NONE_HIGH},
		{2932896, {STEP_YEARS, INT32_MIN}, DAY_NONE_LOW},
		{-719162, {STEP_DAYS, -1}, DAY_NONE_LOW}, /* 0001-01-01 */
		{-719162, {STEP_MONTHS, -1}, DAY_NONE_LOW},
		{-719162, {STEP_DAYS, INT32_MIN}, DAY_NONE_LOW},
		{-719162, {STEP_FIRST_OF_MONTH, -1}, DAY_NONE_LOW},
	};
	char text[11];

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(day_add(row[i].from, row[i].step), row[i].to);
	assert_int_equal(day_back(0, (struct step){STEP_DAYS, INT32_MIN}), DAY_NONE_HIGH);
	assert_string_equal(day_format(DAY_NONE_LOW, text), "");
	assert_string_equal(day_format(DAY_NONE_HIGH, text), "");
}

static void test_weekdays(void **state)
{
	(void)state;
	assert_int_equal(weekday(day("1970-01-01")), 3);
	assert_int_equal(weekday(day("2017-04-30")), 6); /* a Sunday that stood as a due day */
	assert_int_equal(weekday(day("2026-11-30")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_treaty_days),
		cmocka_unit_test(test_month_ends),
		cmocka_unit_test(test_month_steps_by_the_rule),
		cmocka_unit_test(test_ends_of_time),
		cmocka_unit_test(test_weekdays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
