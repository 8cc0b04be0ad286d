/* The Convention's own record: the published counts of 2010 to 2026, and every State that was ever bound. */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"

static struct made ccm;

static int set_up(void **state)
{
	(void)state;
	ccm = made_new("ccm", true);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	made_free(&ccm);
	return 0;
}

static void value_is(const char *key, const char *on, const char *value)
{
	struct fact f = made_fact(&ccm, key, on);
	if (strcmp(f.value, value) != 0)
		fail_msg("%s on %s: %s, not %s (%s)", key, on, f.value, value, quality_names[f.quality]);
	assert_int_equal(f.quality, QUALITY_EXACT);
}

/* Counts that public bodies printed, each day with both predicates. */
static void published_counts(void **state)
{
	static const struct {
		const char *on, *deposited, *in_force, *signatories, *joined;
	} row[] = {
		{"2010-08-01", "38", "30", "70", "108"},
		{"2011-03-28", "55", "42", "53", "108"},
		{"2011-09-20", "63", "55", "47", "110"},
		{"2011-09-22", "66", "55", NULL, "111"},
		{"2014-04-07", "84", "84", "29", "113"},
		{"2016-08-15", "100", "98", "19", "119"},
		{"2018-08-31", "104", "102", "16", "120"},
		{"2019-07-31", "106", "106", "14", "120"},
		{"2020-08-06", "109", "108", "13", "122"},
		{"2022-08-01", "110", "110", "13", "123"},
		{"2023-09-15", "112", "111", "12", "124"},
		{"2025-06-22", "111", "111", "12", "123"},
		{"2025-09-05", "112", "111", "12", "124"},
		{"2026-11-21", "112", "112", "12", "124"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		value_is("parties.deposited", row[i].on, row[i].deposited);
		value_is("parties.in_force", row[i].on, row[i].in_force);
		if (row[i].signatories)
			value_is("signatories.not_party", row[i].on, row[i].signatories);
		value_is("joined", row[i].on, row[i].joined);
	}
}

/* Two letters say 108, each by its own predicate, and change on the day on which a State deposits (or signs).
 */
static void the_two_108(void **state)
{
	(void)state;
	value_is("parties.deposited", "2020-01-26", "107");
	value_is("parties.deposited", "2020-01-27", "108");
	value_is("parties.deposited", "2020-03-19", "108");
	value_is("parties.deposited", "2020-08-05", "108");
	value_is("parties.deposited", "2020-08-06", "109");
	value_is("parties.in_force", "2020-06-30", "107");
	value_is("parties.in_force", "2020-07-01", "108");
	value_is("parties.in_force", "2021-01-31", "108");
	value_is("parties.in_force", "2021-02-01", "109");
	value_is("joined", "2010-07-29", "107");
	value_is("joined", "2010-07-30", "108");
	value_is("joined", "2011-06-28", "108");
	value_is("joined", "2011-06-29", "109");
	value_is("parties.deposited", "2025-03-05", "112");
	value_is("parties.deposited", "2025-03-06", "111");
	value_is("signatures.ever", "2026-01-01", "108");
	value_is("not_party", "2020-03-19", "89");
}

static void as_at_the_coverage_day(void **state)
{
	(void)state;
	assert_int_equal(made_fact(&ccm, "parties.deposited", "2026-11-21").as_at, made_day("2026-02-03"));
	assert_int_equal(made_fact(&ccm, "parties.deposited", "2020-03-19").as_at, made_day("2020-03-19"));
	assert_int_equal(made_fact(&ccm, "states.total", "2026-11-21").as_at, made_day("2026-05-31"));
}

static const char *due_of(const struct reg *r, uint32_t who, const char *obligation)
{
	struct duty *d;
	char text[11];
	size_t n = reg_duties(r, ccm.a, who, made_day("2026-11-21"), &d);
	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].rule->id, obligation) == 0)
			return arena_strdup(ccm.a, day_format(d[i].due.low, text));
	return "none";
}

static const char *day_text(struct edtf d)
{
	char text[EDTF_TEXT];
	return d.low == DAY_NONE_HIGH ? "" : arena_strdup(ccm.a, edtf_format(d, text));
}

/* Signed, deposited, in force and the three due days of all 113 States ever bound, computed by hand
 * elsewhere. */
static void every_state_ever_bound(void **state)
{
	struct csv c;
	char *data;
	size_t len;
	struct err e = {0};
	(void)state;
	struct reg r = made_reg(&ccm);
	assert_int_equal(file_read(ccm.a, EXPECTED_ANNEX_A, 1 << 20, &data, &len, &e), 0);
	assert_int_equal(csv_read(ccm.a, "expected", data, len, &c, &e), 0);
	assert_int_equal(c.rows, 113);
	for (size_t i = 0; i < c.rows; i++) {
		const char **want = c.row[i].field;
		uint32_t who = made_state(&ccm, want[csv_column(&c, "iso3")]);
		struct state_standing s;
		reg_standing(&r, who, made_day("2026-11-21"), &s);
		assert_int_equal(s.n, 1);
		const struct membership *m = &s.membership[0];
		assert_string_equal(day_text(s.signed_on), want[csv_column(&c, "signed")]);
		assert_string_equal(day_text(m->deposited), want[csv_column(&c, "deposited")]);
		assert_string_equal(act_kinds[m->instrument].name, want[csv_column(&c, "instrument")]);
		assert_string_equal(day_text(m->in_force), want[csv_column(&c, "in_force")]);
		assert_string_equal(due_of(&r, who, "reports.initial"), want[csv_column(&c, "initial")]);
		assert_string_equal(due_of(&r, who, "stockpile"), want[csv_column(&c, "stockpile")]);
		assert_string_equal(due_of(&r, who, "clearance"), want[csv_column(&c, "clearance")]);
	}
}

static void reports_that_fell_due(void **state)
{
	(void)state;
	value_is("reports.initial.due", "2017-01-15", "98");
	value_is("reports.initial.due", "2015-06-18", "84");
	value_is("reports.annual.due:2015", "2017-01-15", "92");
	assert_int_equal(
		made_fact(&ccm, "reports.initial.outstanding", "2017-01-15").quality, QUALITY_UNKNOWN);
	assert_string_equal(made_fact(&ccm, "reports.initial.outstanding", "2017-01-15").value, "");
}

static void figures_of_letters(void **state)
{
	(void)state;
	value_is("treaty.in_force.on", "2020-03-19", "2010-08-01");
	value_is("treaty.years_in_force", "2020-07-31", "9");
	value_is("treaty.years_in_force", "2020-08-01", "10");
	value_is("parties.latest", "2010-02-16", "BFA MDA");
	value_is("parties.latest", "2025-12-01", "VUT");
	value_is("states.total", "2020-03-19", "197");
	value_is("joined.percent", "2020-03-19", "61.4");
	value_is("meeting.next.opens", "2020-03-19", "2020-11-23");
	value_is("meeting.next.closes", "2020-03-19", "2020-11-27");
	value_is("meeting.next.city", "2020-03-19", "Lausanne");
	value_is("meeting.next.opens", "2011-03-28", "2011-09-12");
	value_is("meeting.next.city", "2011-03-28", "Beirut");
	value_is("meeting.next.opens", "2017-01-15", "2017-09-04");
	value_is("stocks.destroyed.published", "2020-03-19", "178000000");
	value_is("clearance.completed", "2020-03-19", "8");
	value_is("vote.latest.resolution", "2017-01-15", "A/RES/71/45");
	value_is("vote.latest.yes", "2017-01-15", "141");
	value_is("vote.latest.no", "2017-01-15", "2");
	value_is("vote.latest.abstain", "2017-01-15", "39");
	assert_int_equal(made_fact(&ccm, "vote.latest.yes", "2025-06-01").quality, QUALITY_UNKNOWN);
	assert_int_equal(made_fact(&ccm, "casualties.civilian.percent.published", "2020-03-19").quality,
		QUALITY_UNKNOWN);
	assert_int_equal(made_fact(&ccm, "clearance.completed", "2026-01-01").quality, QUALITY_BOUNDED);
}

static void names_are_of_the_day(void **state)
{
	struct reg r = made_reg(&ccm);
	(void)state;
	assert_string_equal(
		reg_state_name(&r, ccm.a, made_state(&ccm, "SWZ"), made_day("2016-01-01"), "en", false),
		"Swaziland");
	assert_string_equal(
		reg_state_name(&r, ccm.a, made_state(&ccm, "SWZ"), made_day("2020-01-01"), "en", false),
		"Eswatini");
	assert_int_equal(reg_is_state(&r, made_state(&ccm, "SSD"), made_day("2010-12-31")), TRI_NO);
	assert_int_equal(reg_is_state(&r, made_state(&ccm, "SSD"), made_day("2011-12-31")), TRI_YES);
}

static void verbs(void **state)
{
	struct reg r = made_reg(&ccm);
	uint32_t nga = made_state(&ccm, "NGA"), ltu = made_state(&ccm, "LTU"), che = made_state(&ccm, "CHN");
	(void)state;
	assert_string_equal(reg_verb(&r, nga, made_day("2022-01-01")), "ratify");
	assert_null(reg_verb(&r, nga, made_day("2023-03-01")));
	assert_string_equal(reg_verb(&r, ltu, made_day("2025-04-01")), "accede");
	assert_null(reg_verb(&r, ltu, made_day("2025-01-01")));
	assert_string_equal(reg_verb(&r, che, made_day("2010-07-31")), "sign");
	assert_string_equal(reg_verb(&r, che, made_day("2010-08-01")), "accede");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_counts),
		cmocka_unit_test(the_two_108),
		cmocka_unit_test(as_at_the_coverage_day),
		cmocka_unit_test(every_state_ever_bound),
		cmocka_unit_test(reports_that_fell_due),
		cmocka_unit_test(figures_of_letters),
		cmocka_unit_test(names_are_of_the_day),
		cmocka_unit_test(verbs),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
