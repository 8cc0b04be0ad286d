/* What may be recorded: one row a case, the word that its error must hold (or the mark). */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct row {
	const char *kind, *subject, *on, *payload;
	const char *error; /* NULL: accepted */
	const char *mark;  /* NULL: none */
};

static const struct row rows[] = {
	{"accession", "BRA", "2026-01-01", "{}", NULL, NULL},
	{"accession", "XYZ", "2026-01-01", "{}", "no State has the code 'XYZ'", NULL},
	{"accession", "BRA", "2026-06-02", "{}", NULL, "dated after the day of recording"},
	{"accession", "BRA", "2026-06", "{}", NULL, NULL}, /* perhaps: its first day is not */
	{"accession", "BRA", "2036", "{}", NULL, "dated after the day of recording"},
	{"coverage-stated", "", "2026-06-01",
		"{\"kinds\":[\"accession\"],\"scope\":[\"all\"],\"through\":\"2026-06-30\"}", NULL,
		"of days after the day of recording"},
	{"signature", "BRA", "2010-08-01", "{}", "closed on 2010-08-01", NULL},
	{"signature", "BRA", "2010-07-31", "{}", NULL, NULL},
	{"signature", "BRA", "2008-12-02", "{}", "not open for signature before 2008-12-03", NULL},
	{"signature", "NOR", "2009-01-01", "{}", "signed on 2008-12-03 already", NULL},
	{"ratification", "NOR", "2026-01-01", "{}", "bound by its ratification of 2008-12-03 already", NULL},
	{"ratification", "BRA", "2026-01-01", "{}", NULL, "no signature"},
	{"accession", "AGO", "2026-01-01", "{}", NULL, "accession by a signatory"},
	{"accession", "LTU", "2026-01-01", "{}", NULL, NULL},
	{"withdrawal", "BRA", "2026-01-01", "{}", "cannot withdraw", NULL},
	{"withdrawal", "LTU", "2026-01-01", "{}", "gave notice of withdrawal on 2024-09-06", NULL},
	{"withdrawal", "NOR", "2026-01-01", "{}", NULL, NULL},
	{"report-received", "BRA", "2026-01-01", "{\"report\":\"annual\",\"year\":2025}", NULL, "voluntary"},
	{"report-received", "NOR", "2026-06-01", "{\"report\":\"annual\",\"year\":2025}", NULL, "late"},
	{"report-received", "NOR", "2026-04-30", "{\"report\":\"annual\",\"year\":2025}", NULL, NULL},
	{"report-received", "NOR", "2026-04-30", "{\"report\":\"annual\"}", "year", NULL},
	{"report-received", "VUT", "2026-02-01", "{\"report\":\"initial\"}", NULL, "early"},
	{"report-received", "NOR", "2026-04-30", "{\"report\":\"monthly\"}",
		"initial, annual, retention, voluntary", NULL},
	{"obligation-completed", "NOR", "2026-01-01", "{\"obligation\":\"clearence\"}",
		"did you mean clearance", NULL},
	{"declared", "NOR", "", "{\"about\":\"nukes\",\"answer\":\"yes\"}", "knows declarations about", NULL},
	{"extension-requested", "LBN", "2025-06-01", "{\"meeting\":\"13MSP\",\"obligation\":\"clearance\"}",
		NULL, "late"},
	{"vote-recorded", "A/RES/1", "2026-01-01", "{\"body\":\"plenary\",\"roll\":{\"XYZ\":\"yes\"}}",
		"no State has the code 'XYZ'", NULL},
};

static bool marked(const struct marks *marks, const char *word)
{
	for (size_t i = 0; i < marks->n; i++)
		if (strstr(marks->mark[i], word))
			return true;
	return false;
}

static void every_row(void **state)
{
	struct made m = made_new("ccm", true);
	struct reg r = made_reg(&m);
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct marks marks = {0};
		struct err e = {0};
		struct draft d = {.id = "x",
			.treaty = "ccm",
			.kind = row->kind,
			.visibility = "public",
			.corrects = "",
			.subject = row->subject,
			.on = row->on,
			.effective = "",
			.issuer = "",
			.by = "",
			.behalf = "",
			.source = "invented for this test",
			.source_sha256 = "",
			.payload = row->payload};
		int rc = register_check(&r, m.a, &d, made_day("2026-06-01"), &marks, &e);
		if (row->error && (rc == 0 || !strstr(e.text, row->error)))
			fail_msg("row %zu: %s, not '%s'", i, rc ? e.text : "accepted", row->error);
		if (!row->error && rc < 0)
			fail_msg("row %zu: %s", i, e.text);
		if (row->mark ? !marked(&marks, row->mark) : marks.n > 0)
			fail_msg("row %zu: mark '%s', not '%s'", i, marks.n ? marks.mark[0] : "",
				row->mark ? row->mark : "");
	}
	made_free(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_row)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
