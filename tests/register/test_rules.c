/* One row a rule: invented acts, the day that follows from them, and the article. */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#define ACTION_KINDS \
	"signature ratification acceptance approval accession succession consent-to-be-bound " \
	"provisional-application withdrawal"

static int fresh(void **state)
{
	struct made *m = test_calloc(1, sizeof *m);
	*m = made_new("ccm", true);
	*state = m;
	return 0;
}

static int done(void **state)
{
	made_free(*state);
	test_free(*state);
	return 0;
}

static struct membership last_membership(struct made *m, const char *iso3, const char *on)
{
	struct reg r = made_reg(m);
	struct state_standing s;
	reg_standing(&r, made_state(m, iso3), made_day(on), &s);
	assert_true(s.n > 0);
	return s.membership[s.n - 1];
}

static const char *standing_on(struct made *m, const char *iso3, const char *on)
{
	struct reg r = made_reg(m);
	struct state_standing s;
	reg_standing(&r, made_state(m, iso3), made_day(on), &s);
	return standing_names[s.standing];
}

static struct duty duty_of(struct made *m, const char *iso3, const char *obligation, int period,
	const char *cause, const char *on)
{
	struct reg r = made_reg(m);
	struct duty *d;
	size_t n = reg_duties(&r, m->a, *iso3 ? made_state(m, iso3) : 0, made_day(on), &d);
	for (size_t i = 0; i < n; i++)
		if (strcmp(d[i].rule->id, obligation) == 0 && d[i].period == period &&
			strcmp(d[i].cause, cause) == 0)
			return d[i];
	fail_msg("%s has no %s %d '%s' on %s", iso3, obligation, period, cause, on);
	return (struct duty){0};
}

static void assert_day(day_t d, const char *want)
{
	char text[11];
	assert_string_equal(day_format(d, text), want);
}

/* Article 17 (2): one day later costs a month. */
static void first_of_the_sixth_month(void **state)
{
	struct made *m = *state;
	made_act(m, "accession", "BRA", "2018-08-31", NULL);
	made_act(m, "accession", "CHN", "2018-09-01", NULL);
	assert_day(last_membership(m, "BRA", "2026-01-01").in_force.low, "2019-02-01");
	assert_day(last_membership(m, "CHN", "2026-01-01").in_force.low, "2019-03-01");
}

/* Article 20 (3), with the end-of-month rule and the war that holds it up. */
static void withdrawal(void **state)
{
	struct made *m = *state;
	made_act(m, "withdrawal", "NOR", "2027-08-31", NULL);
	assert_day(last_membership(m, "NOR", "2027-09-01").end.low, "2028-02-29");
	assert_string_equal(standing_on(m, "NOR", "2028-02-28"), "withdrawing");
	assert_string_equal(standing_on(m, "NOR", "2028-02-29"), "withdrawn");
	assert_string_equal(standing_on(m, "LTU", "2025-03-05"), "withdrawing");
	assert_string_equal(standing_on(m, "LTU", "2025-03-06"), "withdrawn");
}

static void withdrawal_held_up_by_war(void **state)
{
	struct made *m = *state;
	made_act(m, "withdrawal", "MLI", "2027-01-10", NULL);
	made_act(m, "conflict-began", "MLI", "2027-07-01", NULL);
	assert_string_equal(standing_on(m, "MLI", "2029-01-01"), "withdrawing");
	made_act(m, "conflict-ended", "MLI", "2029-03-15", NULL);
	assert_string_equal(standing_on(m, "MLI", "2029-03-14"), "withdrawing");
	assert_string_equal(standing_on(m, "MLI", "2029-03-15"), "withdrawn");
	made_act(m, "withdrawal", "GHA", "2027-01-10", NULL);
	made_act(m, "conflict-began", "GHA", "2027-02-01", NULL);
	made_act(m, "conflict-ended", "GHA", "2027-07-10",
		NULL); /* over on the day itself: a span does not include its last */
	assert_string_equal(standing_on(m, "GHA", "2027-07-10"), "withdrawn");
}

static void joining_again(void **state)
{
	struct made *m = *state;
	made_act(m, "accession", "LTU", "2026-03-20", NULL);
	assert_string_equal(standing_on(m, "LTU", "2026-03-19"), "withdrawn");
	assert_string_equal(standing_on(m, "LTU", "2026-03-20"), "deposited");
	assert_string_equal(standing_on(m, "LTU", "2026-09-01"), "party");
	assert_day(
		duty_of(m, "LTU", "reports.initial", 0, "membership-2", "2026-09-01").due.low, "2027-02-28");
}

/* A succession takes effect before its deposit. */
static void retroactive_succession(void **state)
{
	struct made *m = *state;
	made_effective(m, "succession", "SRB", "2015-06-01", "2011-01-01");
	assert_string_equal(standing_on(m, "SRB", "2010-12-31"), "not-party");
	assert_string_equal(standing_on(m, "SRB", "2011-01-01"), "party");
	struct reg r = made_reg(m);
	struct state_standing s;
	reg_standing(&r, made_state(m, "SRB"), made_day("2012-01-01"), &s);
	assert_int_equal(s.deposited, TRI_NO);
	assert_int_equal(s.in_force_by, TRI_YES);
}

static void days_known_in_part(void **state)
{
	struct made *m = *state;
	made_act(m, "accession", "BRA", "2018", NULL);
	assert_string_equal(standing_on(m, "BRA", "2017-12-31"), "not-party");
	assert_string_equal(standing_on(m, "BRA", "2018-06-01"), "unknown");
	assert_string_equal(
		standing_on(m, "BRA", "2018-12-31"), "unknown"); /* deposited; whether in force is open */
	assert_string_equal(standing_on(m, "BRA", "2019-06-01"), "party");
	struct fact f = made_fact(m, "parties.deposited", "2018-06-01");
	assert_int_equal(f.quality, QUALITY_BOUNDED);
	assert_string_equal(f.value, "");
	assert_string_equal(f.low, "103");
	assert_string_equal(f.high, "104");
}

static void reports(void **state)
{
	struct made *m = *state;
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2026-08-28").now, DUTY_DUE);
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2026-08-29").now,
		DUTY_UNKNOWN); /* receipts are not covered */
	made_cover(m, "report-received", "2026-08-29");
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2026-08-28").now, DUTY_DUE);
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2026-08-29").now, DUTY_LATE);
	made_act(m, "report-received", "VUT", "2026-09-10", "{\"report\":\"initial\"}");
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2026-09-10").now, DUTY_MET_LATE);
	assert_int_equal(duty_of(m, "PLW", "reports.initial", 0, "", "2016-10-02").now,
		DUTY_MET); /* received before entry into force */
	assert_day(duty_of(m, "PLW", "reports.initial", 0, "", "2016-10-02").done.low, "2016-04-20");
	assert_int_equal(duty_of(m, "BGR", "reports.annual", 2016, "", "2018-01-01").now, DUTY_MET_LATE);
	assert_int_equal(duty_of(m, "BGR", "reports.annual", 2021, "", "2023-01-01").now, DUTY_MET);
}

/* Articles 3 and 4: extended, completed, reopened, and a further cause. */
static void deadlines(void **state)
{
	struct made *m = *state;
	struct duty bgr = duty_of(m, "BGR", "stockpile", 0, "", "2024-01-01");
	assert_day(bgr.due.low, "2019-10-01");
	assert_day(bgr.extended_to, "2023-12-31");
	assert_int_equal(bgr.now, DUTY_MET);
	assert_int_equal(duty_of(m, "MRT", "clearance", 0, "", "2020-03-01").now, DUTY_MET);
	assert_int_not_equal(
		duty_of(m, "MRT", "clearance", 0, "", "2026-01-01").now, DUTY_MET); /* reopened */
}

static void deadlines_need_membership(void **state)
{
	struct made *m = *state;
	struct reg r = made_reg(m);
	struct duty *d;
	assert_int_equal(reg_duties(&r, m->a, made_state(m, "BRA"), made_day("2026-01-01"), &d), 0);
	assert_int_equal(
		duty_of(m, "VUT", "stockpile", 0, "", "2026-06-01").now, DUTY_UNKNOWN); /* never declared */
	made_act(m, "declared", "VUT", "", "{\"about\":\"stockpile\",\"answer\":\"no\"}");
	assert_int_equal(duty_of(m, "VUT", "stockpile", 0, "", "2026-06-01").now, DUTY_NOT_APPLICABLE);
	made_act(m, "cause-arose", "VUT", "2030-05-05",
		"{\"cause\":\"hostilities-2030\",\"obligation\":\"clearance\"}");
	assert_day(duty_of(m, "VUT", "clearance", 0, "hostilities-2030", "2031-01-01").due.low, "2040-05-05");
}

/* Article 8 (2): 28 days. */
static void clarification(void **state)
{
	struct made *m = *state;
	uint64_t asked = made_act(m, "clarification-requested", "NOR", "2027-01-10", NULL);
	const char *id = act_id(journal_act(m->j, asked));
	struct duty d = duty_of(m, "NOR", "clarification", 0, id, "2027-01-20");
	assert_day(d.due.low, "2027-02-07");
	assert_int_equal(d.now, DUTY_DUE);
	made_act(m, "communication-noted", "NOR", "2027-02-01",
		arena_printf(m->a, "{\"answers\":\"%s\"}", id));
	assert_int_equal(duty_of(m, "NOR", "clarification", 0, id, "2027-02-20").now, DUTY_MET);
}

/* A corrected act keeps the first act's id: docs/reading.md, Which acts count. */
static void clarification_corrected(void **state)
{
	struct made *m = *state;
	uint64_t asked = made_act(m, "clarification-requested", "NOR", "2027-01-10", NULL);
	uint64_t once = made_correct(m, asked, "clarification-requested", "NOR", "2027-01-11");
	uint64_t twice = made_correct(m, once, "clarification-requested", "NOR", "2027-01-12");
	const char *id = act_id(journal_act(m->j, asked));
	assert_day(duty_of(m, "NOR", "clarification", 0, id, "2027-01-20").due.low, "2027-02-09");
	made_act(m, "communication-noted", "NOR", "2027-02-01",
		arena_printf(m->a, "{\"answers\":\"%s\"}", act_id(journal_act(m->j, twice))));
	assert_int_equal(duty_of(m, "NOR", "clarification", 0, id, "2027-02-20").now, DUTY_MET);
}

/* What falls due on or after the last day of membership is not owed; where that day is known only in part, it
 * may be. */
static void cause_about_the_end(void **state)
{
	static const struct {
		const char *arose, *on;
		enum duty_state now;
	} row[] = {
		{"2027-06-01", "2038-03-10", DUTY_MET}, /* due before */
		{"2028-03-15", "2038-02-28", DUTY_MET}, /* the notice still runs */
		{"2028-03-15", "2038-03-10", DUTY_UNKNOWN},
		{"2028-03-15", "2038-04-10", DUTY_UNKNOWN},
	};
	struct made *m = *state;
	made_act(m, "withdrawal", "VUT", "2037-09", NULL); /* takes effect on a day of March 2038 */
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		const char *about =
			arena_printf(m->a, "{\"cause\":\"found-%zu\",\"obligation\":\"clearance\"}", i);
		made_act(m, "cause-arose", "VUT", row[i].arose, about);
		made_act(m, "obligation-completed", "VUT", "2030-01-01", about);
		assert_int_equal(
			duty_of(m, "VUT", "clearance", 0, arena_printf(m->a, "found-%zu", i), row[i].on).now,
			row[i].now);
	}
}

/* A report that names no cause is of a membership, never of a further cause. */
static void reports_meet_no_further_cause(void **state)
{
	struct made *m = *state;
	made_act(m, "cause-arose", "VUT", "2027-01-01",
		"{\"cause\":\"again\",\"obligation\":\"reports.initial\"}");
	made_act(m, "report-received", "VUT", "2026-08-01", "{\"report\":\"initial\"}");
	made_act(m, "report-received", "VUT", "2027-02-01", "{\"report\":\"initial\"}");
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "", "2027-03-01").now, DUTY_MET);
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "again", "2027-03-01").now, DUTY_DUE);
	made_act(m, "report-received", "VUT", "2027-02-02", "{\"cause\":\"again\",\"report\":\"initial\"}");
	assert_int_equal(duty_of(m, "VUT", "reports.initial", 0, "again", "2027-03-01").now, DUTY_MET);
}

/* Absence counts only inside coverage: there it is a definite none. */
static void none_and_unknown(void **state)
{
	static const struct {
		const char *key, *on, *value, *as_at;
	} row[] = {
		{"state.deposited:BRA", "2026-01-05", "none", "2026-01-05"},
		{"state.deposited:BRA", "2026-06-01", "none", "2026-02-03"},
		{"state.in_force:BRA", "2026-06-01", "none", "2026-02-03"},
		{"state.signed:BRA", "2026-06-01", "none", "2026-02-03"},
		{"state.withdrawn:NOR", "2026-06-01", "none", "2026-02-03"},
		{"state.signed:NOR", "2008-12-02", "none", "2008-12-02"},
		{"state.deposited:NOR", "2026-06-01", "2008-12-03", "2026-02-03"},
	};
	struct made *m = *state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct fact f = made_fact(m, row[i].key, row[i].on);
		assert_int_equal(f.quality, QUALITY_EXACT);
		assert_string_equal(f.value, row[i].value);
		assert_int_equal(f.none, strcmp(row[i].value, "none") == 0);
		assert_int_equal(f.counted_n, 1); /* the act, or what states that there is none */
		assert_day(f.as_at, row[i].as_at);
	}
	/* deposited, but the treaty's own entry into force is open: not none, not known */
	assert_int_equal(made_fact(m, "state.in_force:NOR", "2009-01-01").quality, QUALITY_UNKNOWN);
	struct made bare = made_new("ccm", false);
	assert_int_equal(made_fact(&bare, "state.deposited:BRA", "2026-01-05").quality, QUALITY_UNKNOWN);
	made_free(&bare);
}

/* Articles 11 and 12: yearly until the first Review Conference, which comes after five years. */
static void meetings_demanded(void **state)
{
	struct made *m = *state;
	struct duty first = duty_of(m, "", "meetings", 1, "", "2026-01-01");
	assert_day(first.due.low, "2011-08-01");
	assert_day(first.done.low, "2010-11-09");
	assert_int_equal(first.now, DUTY_MET);
	assert_day(duty_of(m, "", "meetings", 5, "", "2026-01-01").done.low, "2014-09-02");
	struct reg r = made_reg(m);
	struct duty *d;
	size_t n = reg_duties(&r, m->a, 0, made_day("2026-01-01"), &d);
	for (size_t i = 0; i < n; i++)
		assert_false(strcmp(d[i].rule->id, "meetings") == 0 && d[i].period > 5);
	assert_day(duty_of(m, "", "review-conferences", 1, "", "2026-01-01").due.low, "2015-08-01");
}

static void requests_close_nine_months_before(void **state)
{
	struct made *m = *state;
	assert_string_equal(made_fact(m, "extension.request.closes:13MSP", "2025-01-01").value, "2024-12-16");
	made_act(m, "meeting-convened", "99MSP", "2026-01-01",
		"{\"closes\":\"2026-12-04\",\"opens\":\"2026-11-30\","
		"\"type\":\"meeting-of-states-parties\"}");
	assert_string_equal(made_fact(m, "extension.request.closes:99MSP", "2026-02-01").value, "2026-02-28");
}

static void corrections_by_what_was_known(void **state)
{
	struct made *m = *state;
	uint64_t act = made_act(m, "accession", "BRA", "2025-10-01", NULL);
	uint64_t before = journal_count(m->j);
	uint64_t moved = made_correct(m, act, "accession", "BRA", "2025-11-01");
	uint64_t moved_at = journal_count(m->j);
	made_correct(m, moved, NULL, "", "");
	const struct {
		uint64_t known;
		const char *on, *standing;
	} row[] = {
		{before, "2025-10-01", "deposited"},
		{moved_at, "2025-10-01", "not-party"},
		{moved_at, "2025-11-01", "deposited"},
		{journal_count(m->j), "2025-11-01", "not-party"},
		{journal_count(m->j), "2025-10-01", "not-party"},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct reg r;
		struct state_standing s;
		reg_open(&r, m->j, m->pack, row[i].known);
		reg_standing(&r, made_state(m, "BRA"), made_day(row[i].on), &s);
		assert_string_equal(standing_names[s.standing], row[i].standing);
	}
}

/* What differs between treaties is data. */
static void deposits(struct made *m, int n, const char *day)
{
	struct reg r = made_reg(m);
	uint32_t *who;
	size_t all = reg_states(&r, m->a, &who);
	assert_true((size_t)n <= all);
	for (int i = 0; i < n; i++)
		made_act(m, "ratification", journal_text(m->j, who[i]), day, NULL);
	made_cover(m, ACTION_KINDS, "2030-12-31");
}

static void arms_trade_treaty(void **state)
{
	struct made m = made_new("att", false);
	(void)state;
	deposits(&m, 50, "2014-09-25");
	assert_string_equal(made_fact(&m, "treaty.in_force.on", "2015-01-01").value, "2014-12-24");
	assert_day(duty_of(&m, "AFG", "reports.initial", 0, "", "2015-01-01").due.low, "2015-12-23");
	made_act(&m, "ratification", "ZWE", "2014-12-17",
		NULL); /* between: takes effect with the Treaty, Article 22 (2) */
	assert_day(last_membership(&m, "ZWE", "2015-01-01").in_force.low, "2014-12-24");
	made_act(&m, "accession", "ZMB", "2015-01-01", NULL);
	assert_day(last_membership(&m, "ZMB", "2016-01-01").in_force.low, "2015-04-01");
	made_free(&m);
}

static void nuclear_ban_treaty(void **state)
{
	struct made m = made_new("tpnw", false);
	struct marks marks;
	struct err e = {0};
	(void)state;
	deposits(&m, 50, "2020-10-24");
	assert_string_equal(made_fact(&m, "treaty.in_force.on", "2021-02-01").value, "2021-01-22");
	assert_day(duty_of(&m, "AFG", "declaration", 0, "", "2021-02-01").due.low, "2021-02-21");
	made_act(
		&m, "ratification", "ZWE", "2020-12-11", NULL); /* between: its own 90 days, Article 15 (2) */
	assert_day(last_membership(&m, "ZWE", "2021-06-01").in_force.low, "2021-03-11");
	struct draft late = {.id = "x",
		.treaty = "tpnw",
		.kind = "signature",
		.visibility = "public",
		.corrects = "",
		.subject = "ZMB",
		.on = "2026-01-01",
		.effective = "",
		.issuer = "",
		.by = "",
		.behalf = "",
		.source = "t",
		.source_sha256 = "",
		.payload = "{}"};
	struct reg r = made_reg(&m);
	assert_int_equal(register_check(&r, m.a, &late, made_day("2026-06-01"), &marks, &e),
		0); /* signature never closes */
	made_free(&m);
}

/* What letters say of meetings: the one named, those by type, how many were held, what convened them. */
static void meetings_in_letters(void **state)
{
	struct made *m = *state;
	static const struct {
		const char *key, *on, *want;
	} cases[] = {
		{"preparatory.next.code", "2020-03-19", "2RC-PM1"},
		{"preparatory.second.code", "2020-03-19", "2RC-PM2"},
		{"preparatory.next.code", "2020-08-21", "2RC-PM2"},
		{"conference.next.code", "2020-03-19", "2RC"},
		{"meeting.last.code", "2017-01-15", "6MSP"},
		{"meeting.opens:2RC-PM1", "2020-03-19", "2020-06-08"},
		{"meeting.opens:2RC-PM1", "2020-06-30", "2020-06-29"},
		{"meeting.closes:2RC", "2020-03-19", "2020-11-27"},
		{"meeting.venue:6MSP", "2016-09-01", "Palais des Nations, Room XIX"},
		{"meeting.presidency:7MSP", "2017-01-15", "DEU"},
		{"meeting.nominations.close:2RC", "2020-03-19", "2020-10-09"},
		{"meeting.convened.by:2RC", "2020-03-19", "A/RES/74/62"},
		{"meeting.convened.paragraph:2RC", "2020-03-19", "8"},
		{"meeting.convened.on:2RC", "2020-03-19", "2019-12-12"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(made_fact(m, cases[i].key, cases[i].on).value, cases[i].want);
	/* It is on file, and not by that day. */
	assert_int_equal(made_fact(m, "meeting.opens:2RC", "2015-01-01").quality, QUALITY_UNKNOWN);

	assert_int_equal(made_fact(m, "coordination.held", "2017-01-15").quality, QUALITY_UNKNOWN);
	made_act(m, "meeting-held", "CC-1", "2016-08-30",
		"{\"closes\":\"2016-08-30\",\"opens\":\"2016-08-30\",\"type\":\"coordination\"}");
	made_act(m, "meeting-held", "CC-2", "2016-10-18",
		"{\"closes\":\"2016-10-18\",\"opens\":\"2016-10-18\",\"type\":\"coordination\"}");
	made_act(m, "meeting-held", "CC-3", "2016-12",
		"{\"closes\":\"2016-12-06\",\"opens\":\"2016-12-06\",\"type\":\"coordination\"}");
	assert_int_equal(made_fact(m, "coordination.held", "2017-01-15").quality, QUALITY_UNKNOWN);
	made_act(m, "coverage-stated", "", "2017-01-15",
		"{\"kinds\":[\"meeting-held\"],\"scope\":[\"coordination\"],\"through\":\"2017-01-15\"}");
	struct fact f = made_fact(m, "coordination.held", "2017-01-15");
	assert_string_equal(f.value, "2"); /* not the one before the presidency began */
	assert_int_equal(f.quality, QUALITY_EXACT);
	assert_int_equal(f.counted_n, 3);
	f = made_fact(m, "coordination.held", "2016-12-10");
	assert_int_equal(f.quality, QUALITY_BOUNDED);
	assert_string_equal(f.low, "1");
	assert_string_equal(f.high, "2");
}

/* The year of an annual report, and the day on which one falls due. */
static void years_in_letters(void **state)
{
	struct made *m = *state;
	static const struct {
		const char *on, *last, *next, *day;
	} cases[] = {
		{"2017-01-15", "2015", "2016", "2017-04-30"},
		{"2017-04-30", "2015", "2016", "2017-04-30"}, /* late from the day after */
		{"2017-05-01", "2016", "2017", "2018-04-30"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_string_equal(made_fact(m, "reports.annual.year", cases[i].on).value, cases[i].last);
		assert_string_equal(
			made_fact(m, "reports.annual.next.year", cases[i].on).value, cases[i].next);
		assert_string_equal(made_fact(m, "reports.annual.next.on", cases[i].on).value, cases[i].day);
	}
	assert_int_equal(made_fact(m, "reports.annual.year", "2011-03-01").quality, QUALITY_UNKNOWN);
	assert_string_equal(made_fact(m, "state.clearance.deadline:LAO", "2017-01-15").value, "2020-08-01");
	assert_string_equal(made_fact(m, "state.clearance.deadline:LAO", "2020-01-15").value, "2025-08-01");
	assert_int_equal(made_fact(m, "state.clearance.deadline:NOR", "2020-01-15").quality, QUALITY_UNKNOWN);
}

/* Agendas, documents, messages and events, as letters name them. */
static void papers_in_letters(void **state)
{
	struct made *m = *state;
	made_act(m, "agenda-adopted", "2RC-PM2", "2020-08-01",
		"{\"items\":{\"en\":\"5 Review\\n5(a) Status\\n5(b) Plan\"},\"provisional\":true}");
	assert_string_equal(
		made_fact(m, "agenda.items:2RC-PM2", "2020-08-21").value, "5 Review\n5(a) Status\n5(b) Plan");
	assert_string_equal(
		made_fact(m, "agenda.items:2RC-PM2/5+5(b)", "2020-08-21").value, "5 Review\n5(b) Plan");
	assert_int_equal(made_fact(m, "agenda.items:2RC-PM2/5+6", "2020-08-21").quality, QUALITY_UNKNOWN);
	assert_int_equal(made_fact(m, "agenda.items:2RC-PM2", "2020-07-31").quality, QUALITY_UNKNOWN);

	assert_int_equal(made_fact(m, "documents.issued:2RC-PM2", "2020-08-21").quality, QUALITY_UNKNOWN);
	made_act(m, "document-announced", "X/WP.4", "2020-08-01", "{\"meeting\":\"2RC-PM2\"}");
	made_act(m, "document-announced", "X/WP.6", "2020-08-01", "{\"meeting\":\"2RC-PM2\"}");
	made_act(m, "document-issued", "X/WP.4", "2020-08-10", "{\"meeting\":\"2RC-PM2\"}");
	struct fact f = made_fact(m, "documents.issued:2RC-PM2", "2020-08-21");
	assert_string_equal(f.value, "X/WP.4");
	assert_int_equal(f.quality, QUALITY_BOUNDED); /* there may be others */
	made_act(m, "coverage-stated", "", "2020-08-21",
		"{\"kinds\":[\"document-announced\",\"document-issued\"],\"scope\":[\"2RC-PM2\"],"
		"\"through\":\"2020-08-21\"}");
	assert_int_equal(made_fact(m, "documents.issued:2RC-PM2", "2020-08-21").quality, QUALITY_EXACT);
	assert_string_equal(made_fact(m, "documents.expected:2RC-PM2", "2020-08-21").value, "X/WP.6");
	assert_string_equal(made_fact(m, "documents.expected:2RC-PM2", "2020-08-05").value, "X/WP.4 X/WP.6");
	made_act(m, "document-issued", "X/WP.4/Rev.1", "2020-08-20",
		"{\"meeting\":\"2RC-PM2\",\"supersedes\":\"X/WP.4\"}");
	assert_string_equal(made_fact(m, "documents.issued:2RC-PM2", "2020-08-21").value, "X/WP.4/Rev.1");

	made_act(m, "communication-noted", "", "2020-08-20",
		"{\"from\":\"secretariat\",\"matter\":\"documents\",\"meeting\":\"2RC-PM2\"}");
	assert_string_equal(made_fact(m, "documents.message.on:2RC-PM2", "2020-08-21").value, "2020-08-20");
	assert_int_equal(made_fact(m, "documents.message.on:2RC", "2020-08-21").quality, QUALITY_UNKNOWN);

	made_act(m, "event-announced", "S-1", "2017-01-02",
		"{\"city\":\"Bangkok\",\"closes\":\"2017-03-17\",\"opens\":\"2017-03-16\",\"title\":{\"en\":"
		"\"Seminar\"},\"type\":\"regional-seminar\"}");
	assert_string_equal(made_fact(m, "seminar.next.opens", "2017-01-15").value, "2017-03-16");
	assert_string_equal(made_fact(m, "seminar.next.city", "2017-01-15").value, "Bangkok");
	made_act(m, "event-announced", "S-1", "2017-01-10",
		"{\"opens\":\"2017-04\",\"type\":\"regional-seminar\"}");
	f = made_fact(m, "seminar.next.opens", "2017-01-15");
	assert_int_equal(f.quality, QUALITY_BOUNDED);
	assert_string_equal(f.high, "2017-04-30");
	assert_int_equal(made_fact(m, "seminar.next.opens", "2017-05-01").quality, QUALITY_UNKNOWN);
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, fresh, done)
	const struct CMUnitTest tests[] = {
		CASE(first_of_the_sixth_month),
		CASE(withdrawal),
		CASE(withdrawal_held_up_by_war),
		CASE(joining_again),
		CASE(retroactive_succession),
		CASE(days_known_in_part),
		CASE(reports),
		CASE(deadlines),
		CASE(deadlines_need_membership),
		CASE(clarification),
		CASE(clarification_corrected),
		CASE(cause_about_the_end),
		CASE(reports_meet_no_further_cause),
		CASE(none_and_unknown),
		CASE(meetings_demanded),
		CASE(requests_close_nine_months_before),
		CASE(meetings_in_letters),
		CASE(years_in_letters),
		CASE(papers_in_letters),
		CASE(corrections_by_what_was_known),
		cmocka_unit_test(arms_trade_treaty),
		cmocka_unit_test(nuclear_ban_treaty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
