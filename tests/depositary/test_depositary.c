/* Days, suffixes, titles and end notes as the depositary prints them; the rows are invented. */
#include "../unit.h"

#include "acts/kind.h"
#include "offices/depositary/depositary.h"
#include "offices/depositary/page.h"

static void test_cells(void **state)
{
	static const struct {
		const char *cell, *read; /* "2008-12-03 a [2009-01-02 n]"; "" an error */
	} row[] = {
		{"", "none"},
		{"3 Dec 2008", "2008-12-03"},
		{"16 Feb 2010 a", "2010-02-16 a"},
		{"16 Feb 2010a", "2010-02-16 a"},
		{"[ 3 Dec 2008 ]", "[2008-12-03]"},
		{"[24 Mar 2011 n]", "[2011-03-24 n]"},
		{"[24 Mar 2011 A] 5 June 2020 AA", "[2011-03-24 A] 2020-06-05 AA"},
		{"1 Sept. 2010", "2010-09-01"},
		{"29 Feb 2012 d", "2012-02-29 d"},
		{"29 Feb 2010", ""},
		{"31 Apr 2010", ""},
		{"3 Dex 2008", ""},
		{"3 De 2008", ""},
		{"Dec 2008", ""},
		{"003 Dec 2008", ""},
		{"3 Dec 208", ""},
		{"3 Dec 20081", ""},
		{"3 Dec 2008 notasuffix", ""},
		{"3 Dec 2008 a b", ""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		struct cell_day day[CELL_DAYS_MAX];
		const char *got = "";
		struct err e = {0};
		char text[11];
		int n = cell_read(a, row[i].cell, day, CELL_DAYS_MAX, &e);

		for (int k = 0; k < n; k++)
			got = arena_printf(a, "%s%s%s%s%s%s%s", got, k ? " " : "",
				day[k].bracketed ? "[" : "", day_format(day[k].day, text),
				*day[k].suffix ? " " : "", day[k].suffix, day[k].bracketed ? "]" : "");
		assert_string_equal(n == 0 ? "none" : got, row[i].read);
	}
}

static void test_columns(void **state)
{
	static const struct {
		const char *title, *suffix, *kind; /* "" not recorded; NULL not said */
	} row[] = {
		{"Signature", "", "signature"},
		{"Signature", "a", NULL},
		{"Provisional application(n)", "n", "provisional-application"},
		{"Provisional application under Article V", "", "provisional-application"},
		{"Approval(AA), Acceptance(A), Accession(a), Ratification", "", "ratification"},
		{"Approval(AA), Acceptance(A), Accession(a), Ratification", "AA", "approval"},
		{"Approval(AA), Acceptance(A), Accession(a), Ratification", "a", "accession"},
		{"Approval(AA), Acceptance(A), Accession(a), Ratification", "d", NULL},
		{"Ratification, Accession, Succession", "d", "succession"},
		{"Ratification, Accession, Succession", "a", "accession"},
		{"Ratification (x), Accession(y)", "y", "accession"},
		{"Signature, Succession to signature(d)", "d", ""},
		{"Consent to be bound(P)", "P", "consent-to-be-bound"},
		{"Signatures", "", ""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		struct column_manners c;
		const struct manner *m;

		column_read(a, row[i].title, &c);
		m = column_manner(&c, row[i].suffix);
		if (!row[i].kind) {
			assert_null(m);
			continue;
		}
		assert_non_null(m);
		assert_string_equal(m->kind < 0 ? "" : act_kinds[m->kind].name, row[i].kind);
	}
}

static void test_withdrawals(void **state)
{
	static const struct {
		const char *note, *notice, *effect; /* notice NULL: none told */
	} row[] = {
		{"On 6 May 2024, the Government deposited a notification of withdrawal. The "
			"withdrawal took effect "
		 "for it on 6 November 2024 in accordance with article 20. (See C.N.1.2024 of 6 May 2024)",
			"2024-05-06", "2024-11-06"},
		{"The Convention applies to all. On 1 June 2024 a notice of withdrawal was received.",
			"2024-06-01", ""},
		{"The withdrawal took effect on 6 November 2024.", NULL, ""},
		{"On 6 May 2024, it notified the withdrawal of its reservation.", NULL, ""},
		{"On 6 May 2024, it sent a notification of withdrawal of the declaration.", NULL, ""},
		{"A notification of withdrawal was received.", NULL, ""},
		{"On 6 May 2024 it notified its provisional application.", NULL, ""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		day_t notice, effect;
		char text[11];
		bool told = withdrawal_told(a, row[i].note, &notice, &effect);

		assert_int_equal(told, row[i].notice != NULL);
		if (!told)
			continue;
		assert_string_equal(day_format(notice, text), row[i].notice);
		assert_string_equal(day_format(effect, text), row[i].effect);
	}
}

static void test_forms(void **state)
{
	static const struct {
		const char *data;
		enum publication form;
	} row[] = {
		{"iso3,action\n", PUBLICATION_NONE},
		{"", PUBLICATION_NONE},
		{" \r\n\n<!DOCTYPE html>\n<html>", PUBLICATION_HTML},
		{"\xef\xbb\xbf<html>", PUBLICATION_HTML},
		{"<?xml version=\"1.0\"?><!DOCTYPE html><HTML>", PUBLICATION_HTML},
		{"<?xml version=\"1.0\"?><Treaties>", PUBLICATION_XML},
		{"<Treaty><Chapter/></Treaty>", PUBLICATION_XML},
		{"<table><tr>", PUBLICATION_HTML},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(publication_of(row[i].data, strlen(row[i].data)), row[i].form);
}

static void test_limits(void **state)
{
	AUTO_ARENA a = arena_new("limits");
	static const char head[] = "<table><tr><td>Participant</td><td>Signature</td></tr>";
	static const struct {
		const char *head, *again;
		unsigned times;
		const char *said;
	} row[] = {
		{head, "<tr><td>Kenya</td><td></td></tr>", PARTICIPANTS_MAX, NULL},
		{head, "<tr><td>Kenya</td><td></td></tr>", PARTICIPANTS_MAX + 1,
			"more than 2000 participants"},
		{"<table><tr><td>Participant</td>", "<td>x</td>", 20, "more than 20 columns"},
		{"<table><tr><td>Participant</td><td>", "0123456789", 401, "a cell of more than 4000 bytes"},
		{"", "<div>", 201, "elements more than 200 deep"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct buf b;
		struct page p;
		struct err e = {0};
		int rc;

		buf_init(&b, a, PUBLICATION_BYTES_MAX);
		buf_puts(&b, row[i].head);
		for (unsigned k = 0; k < row[i].times; k++)
			buf_puts(&b, row[i].again);
		rc = page_read_html(a, "x", b.data, b.len, &p, &e);
		if (row[i].said && (rc >= 0 || !strstr(e.text, row[i].said)))
			fail_msg("%s, not: %s", row[i].said, e.text);
		if (!row[i].said)
			assert_int_equal(p.rows_n, row[i].times);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_withdrawals),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
