/* Acts as CSV: every kind there and back, and what is said of a bad row. */
#include "sample.h"

#include "acts/table.h"

/* What a file gave. */
struct read {
	struct draft *draft;
	unsigned *line;
	size_t n;
	struct mistake *mistake;
	size_t mistakes;
};

static int try_read(
	struct arena *a, const char *text, const struct table_defaults *def, struct read *ret, struct err *e)
{
	struct csv csv;
	struct read r = {0};

	if (csv_read(a, "acts.csv", text, strlen(text), &csv, e) < 0)
		fail_msg("%s", e->text);
	int rc = table_drafts(a, "acts.csv", &csv, def, &r.draft, &r.line, &r.n, &r.mistake, &r.mistakes, e);

	if (rc == 0)
		*ret = r;
	return rc;
}

static struct read read_with(struct arena *a, const char *text, const struct table_defaults *def)
{
	struct read r;
	struct err e;

	if (try_read(a, text, def, &r, &e) < 0)
		fail_msg("%s", e.text);
	return r;
}

static struct read read_csv(struct arena *a, const char *text, const char *treaty)
{
	return read_with(a, text, &(struct table_defaults){.treaty = treaty});
}

static const char *write_csv(struct arena *a, size_t n, const struct draft *d)
{
	struct buf b;

	buf_init(&b, a, 1u << 20);
	table_write(a, &b, n, d);
	assert_false(b.over);
	return b.data;
}

static void assert_same(const struct draft *x, const struct draft *y)
{
	/* struct draft is made of texts only */
	for (size_t i = 0; i < sizeof *x / sizeof(const char *); i++)
		assert_string_equal(((const char *const *)x)[i], ((const char *const *)y)[i]);
}

static void test_every_kind(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct draft all[ACT_KIND_COUNT + 1];
	const char *text;
	struct read r;

	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++)
		all[k] = sample_draft(a, (enum act_kind)k, arena_printf(a, "act %zu", k));
	all[ACT_KIND_COUNT] = all[ACT_CORRECTION];
	all[ACT_KIND_COUNT].id = "voids";
	all[ACT_KIND_COUNT].subject = all[ACT_KIND_COUNT].on = "";
	all[ACT_KIND_COUNT].visibility = "house";
	all[ACT_KIND_COUNT].payload = "{\"note\":\"n, \\\"n\\\"\",\"reason\":\"r\"}";
	for (size_t k = 0; k <= COUNT(all); k++) { /* one by one, then all at once */
		size_t n = k < COUNT(all) ? 1 : COUNT(all);
		const struct draft *d = k < COUNT(all) ? &all[k] : all;

		text = write_csv(a, n, d);
		r = read_csv(a, text, "none");
		if (r.mistakes)
			fail_msg("line %u: %s\n%s", r.mistake[0].line, r.mistake[0].text, text);
		assert_int_equal(r.n, n);
		for (size_t i = 0; i < n; i++)
			assert_same(&r.draft[i], &d[i]);
		assert_string_equal(write_csv(a, r.n, r.draft), text);
	}
}

static void test_columns(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct table_defaults def = {.treaty = "ccm",
		.issuer = "an issuer",
		.visibility = "parties",
		.source_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		.by = "me"};
	struct read r = read_with(a,
		"state_name,action,iso3,date,source,note,answer,about,id,treaty,issuer,visibility,"
		"by,behalf,second\n"
		"Laos,declared, LAO ,,S,,yes,victims,x,,,,you,them,\n"
		"Laos,declared,LAO,2018,S,\"a, b\",no,stockpile,y,att,I,public,,,more\n",
		&def);

	(void)state;
	assert_int_equal(r.mistakes, 0);
	assert_int_equal(r.n, 2);
	assert_same(&r.draft[0],
		&(struct draft){"x", "ccm", "declared", "parties", "", "LAO", "", "", "an issuer", "me",
			"them", "S", def.source_sha256,
			"{\"about\":\"victims\",\"answer\":\"yes\",\"note\":\"state_name: Laos\"}"});
	assert_same(&r.draft[1],
		&(struct draft){"y", "att", "declared", "public", "", "LAO", "2018", "", "I", "me", "", "S",
			def.source_sha256,
			"{\"about\":\"stockpile\",\"answer\":\"no\","
			"\"note\":\"state_name: Laos; a, b; second: more\"}"});
	assert_int_equal(r.line[1], 3);
}

/* The columns of a foreign list of treaty actions: what is not ours is kept as note. */
static void test_foreign_list(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct read r = read_csv(a,
		"iso3,state_name,action,date,effective_date_published,source,second_source,note\n"
		"AFG,Afghanistan,signature,2008-12-03,,\"UNTC, 2026\",zm: same date,\n",
		"ccm");

	(void)state;
	assert_int_equal(r.mistakes, 0);
	assert_string_equal(r.draft[0].id, "ccm/signature/AFG/2008-12-03");
	assert_string_equal(
		r.draft[0].payload, "{\"note\":\"state_name: Afghanistan; second_source: zm: same date\"}");
}

static void test_ids(void **state)
{
	AUTO_ARENA a = arena_new("test");
	static const char *const id[] = {"ccm/declared/LAO/2018", "ccm/declared/LAO/2018#2", "mine",
		"ccm/declared/LAO/2018#4", "ccm/declared/AUT/2018"};
	struct read r = read_csv(a,
		"action,iso3,date,source,about,answer,id,visibility\n"
		"declared,LAO,2018,S,a,yes,,\n"
		"declared,LAO,2018,S,b,yes,,\n"
		"declared,LAO,2018,S,c,yes,mine,\n"
		"declared,LAO,2018,S,c,yes,ccm/declared/LAO/2018#3,\n"
		"declared,LAO,2018,S,d,yes,,\n"
		"declared,AUT,2018,S,e,yes,,\n"
		"declared,AUT,2018,S,f,yes,,house\n"
		"declared,AUT,2018,S,f,yes,mine,\n",
		"ccm");

	(void)state;
	assert_int_equal(r.n, 7);
	assert_string_equal(r.draft[0].id, id[0]);
	assert_string_equal(r.draft[1].id, id[1]);
	assert_string_equal(r.draft[2].id, id[2]);
	assert_string_equal(r.draft[4].id, id[3]);
	assert_string_equal(r.draft[5].id, id[4]);
	assert_memory_equal(r.draft[6].id, "u-", 2);
	assert_int_equal(r.mistakes, 1);
	assert_int_equal(r.mistake[0].line, 9);
	assert_non_null(strstr(r.mistake[0].text, "id: mine stands in line 4 already"));
}

/* One row a rule; the good row before it is always read. */
static void test_mistakes(void **state)
{
	static const struct {
		const char *columns, *cells, *field, *mend;
	} row[] = {
		{"action,source", "declred,S", "action: ", "did you mean declared"},
		{"action,source", ",S", "action: ", "docs/acts.md"},
		{"action,source,iso3", "accession,,LAO", "source: ", "needs it"},
		{"action,source,iso3", "accession,S,LAO", "date: ", "2018-05"},
		{"action,source,iso3,date", "accession,S,LAO,2018-13", "date: ", "2018-05"},
		{"action,source,iso3,date", "accession,S,Laos,2018", "iso3: ", "alpha-3"},
		{"action,source,subject,date", "accession,S,,2018", "iso3: ", "alpha-3"},
		{"action,source,iso3,subject,date", "accession,S,LAO,AUT,2018", "subject: ", "leave one"},
		{"action,source,iso3", "meeting-held,S,LAO", "iso3: ", "in subject alone"},
		{"action,source", "meeting-held,S", "subject: ", "a code"},
		{"action,source,iso3,kinds,through", "coverage-stated,S,LAO,signature,2018-01-01",
			"subject: ", "leave it empty"},
		{"action,source,iso3,date,treaty", "accession,S,LAO,2018,CCM", "treaty: ", "such as ccm"},
		{"action,source,iso3,date,visibility", "accession,S,LAO,2018,secret",
			"visibility: ", "house"},
		{"action,source,iso3,about", "declared,S,LAO,victims", "answer: ", "yes no unknown"},
		{"action,source,iso3,about,answer", "declared,S,LAO,victims,maybe",
			"answer: ", "yes no unknown"},
		{"action,source,subject,name", "meeting-held,S,1MSP,First", "name: ", "name.en"},
		{"action,source,subject,name.english", "meeting-held,S,1MSP,First", "name.english: ", "tag"},
		{"action,source,iso3,date,corrects", "accession,S,LAO,2018,x",
			"corrects: ", "record a correction"},
		{"action,source,reason", "correction,S,typed twice", "corrects: ", "give the id"},
		{"action,source,corrects", "correction,S,x", "reason: ", "needs it"},
		{"action,source,corrects,reason,as", "correction,S,x,r,acession",
			"as: ", "did you mean accession"},
		{"action,source,corrects,reason,as,iso3", "correction,S,x,r,accession,LAO",
			"date: ", "2018-05"},
		{"action,source,corrects,reason,as,iso3", "correction,S,x,r,declared,LAO",
			"about: ", "needs it"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		struct read r = read_csv(a, arena_printf(a, "%s\n%s\n", row[i].columns, row[i].cells), "ccm");

		if (r.n != 0 || r.mistakes != 1)
			fail_msg("%s: was taken", row[i].cells);
		assert_int_equal(r.mistake[0].line, 2);
		if (strncmp(r.mistake[0].text, row[i].field, strlen(row[i].field)) != 0 ||
			!strstr(r.mistake[0].text, row[i].mend))
			fail_msg("%s: \"%s\" does not begin with \"%s\" or lacks \"%s\"", row[i].cells,
				r.mistake[0].text, row[i].field, row[i].mend);
	}
}

static void test_mistakes_among_good_rows(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct buf b;

	(void)state;
	buf_init(&b, a, 1u << 20);
	buf_puts(&b, "action,iso3,date,source,note\n");
	for (int i = 0; i < 300; i++)
		buf_printf(&b, "%s,LAO,2018,S,\"two\nlines\"\n", i % 2 ? "acession" : "accession");
	struct read r = read_csv(a, b.data, "ccm");

	assert_int_equal(r.n, 150);
	assert_int_equal(r.mistakes, TABLE_MISTAKES_MAX);
	for (unsigned i = 0; i < TABLE_MISTAKES_MAX; i++)
		assert_int_equal(r.mistake[i].line, 4 + 4 * i);
	assert_int_equal(r.line[149], 2 + 4 * 149);
	assert_string_equal(r.draft[149].id, "ccm/accession/LAO/2018#150");
}

static void test_header(void **state)
{
	static const char *const bad[] = {"iso3,source\nLAO,S\n", "action,iso3\naccession,LAO\n"};
	static const char *const names[] = {"\"action\"", "\"source\""};
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		AUTO_ARENA a = arena_new("test");
		struct table_defaults def = {.treaty = "ccm"};
		struct read r;
		struct err e;

		assert_int_equal(try_read(a, bad[i], &def, &r, &e), ERR_INVALID);
		assert_non_null(strstr(e.text, "acts.csv:1: no column "));
		assert_non_null(strstr(e.text, names[i]));
	}
}

static void test_empty(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct read r = read_csv(a, "action,source\n", "ccm");

	(void)state;
	assert_int_equal(r.n, 0);
	assert_int_equal(r.mistakes, 0);
	r = read_csv(a, write_csv(a, 0, NULL), "ccm");
	assert_int_equal(r.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_foreign_list),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_mistakes_among_good_rows),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
