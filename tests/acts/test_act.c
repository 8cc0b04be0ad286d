/* Drafts: what passes, what is refused with which field and mend, and ids. */
#include "sample.h"

static void test_every_kind(void **state)
{
	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		AUTO_ARENA a = arena_new("test");
		struct draft d = sample_draft(a, (enum act_kind)k, "an/id");
		struct err e;

		if (draft_check(&d, &e) < 0)
			fail_msg("%s: %s", d.kind, e.text);
		d.on = "";
		d.effective = "";
		assert_int_equal(draft_check(&d, &e) < 0, act_kinds[k].dated);
		if (act_kinds[k].dated)
			assert_non_null(strstr(e.text, "date: missing"));
	}
}

#define LONG_40 "0123456789012345678901234567890123456789"
#define LONG_201 LONG_40 LONG_40 LONG_40 LONG_40 LONG_40 "1"
#define SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

/* One row a rule: a good draft with this one text changed. */
static void test_refused(void **state)
{
	static const struct {
		enum act_kind kind;
		size_t at;
		const char *text, *field, *mend;
	} row[] = {
#define AT(member) offsetof(struct draft, member)
		{ACT_DECLARED, AT(kind), "declred", "action: ", "did you mean declared"},
		{ACT_DECLARED, AT(kind), "", "action: ", "docs/acts.md"},
		{ACT_DECLARED, AT(treaty), "", "treaty: ", "such as ccm"},
		{ACT_DECLARED, AT(treaty), "c", "treaty: ", "such as ccm"},
		{ACT_DECLARED, AT(treaty), "CCM", "treaty: ", "such as ccm"},
		{ACT_DECLARED, AT(treaty), "ccm/x", "treaty: ", "such as ccm"},
		{ACT_DECLARED, AT(treaty), "ccm45678901234567", "treaty: ", "such as ccm"},
		{ACT_DECLARED, AT(visibility), "", "visibility: ", "public, parties or house"},
		{ACT_DECLARED, AT(visibility), "Public", "visibility: ", "public, parties or house"},
		{ACT_DECLARED, AT(id), "", "id: ", "needs it"},
		{ACT_DECLARED, AT(id), LONG_201, "id: ", "shorten"},
		{ACT_DECLARED, AT(id), "a\nb", "id: ", "one line"},
		{ACT_DECLARED, AT(id), "a\tb", "id: ", "one line"},
		{ACT_DECLARED, AT(id), " a", "id: ", "space"},
		{ACT_DECLARED, AT(id), "a ", "id: ", "space"},
		{ACT_DECLARED, AT(id), "a\xff", "id: ", "UTF-8"},
		{ACT_DECLARED, AT(corrects), "some/act", "corrects: ", "record a correction"},
		{ACT_CORRECTION, AT(corrects), "", "corrects: ", "give the id"},
		{ACT_DECLARED, AT(subject), "", "iso3: ", "LAO"},
		{ACT_DECLARED, AT(subject), "Laos", "iso3: ", "LAO"},
		{ACT_DECLARED, AT(subject), "lao", "iso3: ", "LAO"},
		{ACT_CORRECTION, AT(subject), "Laos", "iso3: ", "declared is of a State"},
		{ACT_MEETING_HELD, AT(subject), "", "subject: ", "say what"},
		{ACT_MEETING_HELD, AT(subject), "a\001", "subject: ", "control character"},
		{ACT_COVERAGE_STATED, AT(subject), "LAO", "subject: ", "leave it empty"},
		{ACT_DECLARED, AT(on), "18 September 2018", "date: ", "2018-09-18"},
		{ACT_DECLARED, AT(on), "2018-02-29", "date: ", "2018-02"},
		{ACT_ACCESSION, AT(on), "", "date: ", "write 2018-05"},
		{ACT_DECLARED, AT(effective), "soon", "effective: ", "2018-09-18"},
		{ACT_DECLARED, AT(issuer), "a\nb", "issuer: ", "one line"},
		{ACT_DECLARED, AT(by), LONG_201, "by: ", "shorten"},
		{ACT_DECLARED, AT(behalf), LONG_201, "behalf: ", "shorten"},
		{ACT_DECLARED, AT(source), "", "source: ", "needs it"},
		{ACT_DECLARED, AT(source), "a\x7f", "source: ", "control character"},
		{ACT_DECLARED, AT(source_sha256), "abc", "source_sha256: ", "64"},
		{ACT_DECLARED, AT(source_sha256), SHA "0", "source_sha256: ", "64"},
		{ACT_DECLARED, AT(payload), "", "payload: ", "JSON object"},
		{ACT_DECLARED, AT(payload), "{}", "about: ", "needs it"},
		{ACT_DECLARED, AT(payload), "{\"about\": \"x\",\"answer\":\"no\"}", "payload: ", "canonical"},
		{ACT_DECLARED, AT(payload), "{\"answer\":\"no\",\"about\":\"x\"}", "payload: ", "canonical"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		struct draft d = sample_draft(a, row[i].kind, "an/id");
		struct err e;

		assert_int_equal(draft_check(&d, &e), 0);
		*(const char **)((char *)&d + row[i].at) = row[i].text;
		assert_true(draft_check(&d, &e) < 0);
		if (strncmp(e.text, row[i].field, strlen(row[i].field)) != 0 || !strstr(e.text, row[i].mend))
			fail_msg("row %zu: \"%s\" does not begin with \"%s\" or lacks \"%s\"", i, e.text,
				row[i].field, row[i].mend);
	}
}

static void test_lengths(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct draft d = sample_draft(a, ACT_MEETING_HELD, "an/id");
	char *text = arena_zalloc(a, ACT_TEXT_MAX + 2);
	struct err e;

	(void)state;
	memset(text, 'x', ACT_TEXT_MAX);
	d.subject = d.source = d.issuer = text;
	assert_int_equal(draft_check(&d, &e), 0);
	text[ACT_TEXT_MAX] = 'x';
	assert_int_equal(draft_check(&d, &e), ERR_LIMIT);
	assert_non_null(strstr(e.text, "subject: longer than 2000 bytes"));
}

/* A correction that voids is of anything; one that replaces has the subject of what it stands for. */
static void test_correction(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct draft d = sample_draft(a, ACT_CORRECTION, "an/id");
	struct err e;

	(void)state;
	d.payload = "{\"reason\":\"typed twice\"}";
	d.subject = "";
	d.on = d.effective = "";
	assert_int_equal(draft_check(&d, &e), 0);
	d.payload = "{\"as\":\"accession\",\"reason\":\"r\"}";
	assert_int_equal(draft_check(&d, &e), ERR_INVALID);
	d.subject = "LAO";
	assert_int_equal(draft_check(&d, &e), ERR_INVALID);
	assert_non_null(strstr(e.text, "date: missing"));
	d.on = "2010";
	assert_int_equal(draft_check(&d, &e), 0);
}

static void test_ids(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct draft d = {.treaty = "ccm", .kind = "ratification", .subject = "AFG", .on = "2011-09-08"};
	char *text = arena_zalloc(a, ACT_ID_MAX + 1);
	const char *one = draft_random_id(a), *two = draft_random_id(a);

	(void)state;
	assert_string_equal(draft_id(a, &d), "ccm/ratification/AFG/2011-09-08");
	d.on = "";
	assert_string_equal(draft_id(a, &d), "ccm/ratification/AFG");
	d.subject = "";
	d.on = "2011";
	assert_string_equal(draft_id(a, &d), "ccm/ratification/2011");
	memset(text, 'x', ACT_ID_MAX);
	d.subject = text;
	assert_int_equal(strlen(draft_id(a, &d)), strlen("ccm/ratification/") + 64);
	text[0] = 'y';
	const char *other = draft_id(a, &d);

	text[0] = 'x';
	assert_string_not_equal(other, draft_id(a, &d));
	assert_int_equal(strlen(one), 34);
	assert_memory_equal(one, "u-", 2);
	assert_int_equal(strspn(one + 2, "0123456789abcdef"), 32);
	assert_string_not_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_correction),
		cmocka_unit_test(test_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
