/* Payloads: the canonical form, what is refused and how it is said, and the readers. */
#include "sample.h"

static const char *canonical(struct arena *a, enum act_kind kind, const char *json)
{
	const char *text = NULL;
	struct err e;

	if (payload_canonical(a, kind, json, &text, &e) < 0)
		fail_msg("%s: %s", json, e.text);
	return text;
}

/* Every field of every kind: JSON, canonical, CSV texts, and the same again. */
static void test_every_kind(void **state)
{
	(void)state;
	for (size_t k = 0; k < ACT_KIND_COUNT; k++) {
		AUTO_ARENA a = arena_new("test");
		enum act_kind kind = (enum act_kind)k;
		const char *text = canonical(a, kind, sample_json(a, kind)), *again = NULL;
		const char *name[64], *cell[64];
		struct slice whole = {text, strlen(text)}, key, raw, part, inner;
		size_t n = 0, fields = 0, pos = 0;
		struct err e;

		while (payload_each(whole, &pos, &key, &raw)) {
			const char *field = arena_strndup(a, key.at, key.len);
			size_t at = 0;

			fields++;
			if (payload_field(kind, text, field)->type != FIELD_TEXTS) {
				name[n] = field;
				cell[n++] = payload_to_text(a, kind, text, field, NULL);
				continue;
			}
			while (payload_each(raw, &at, &part, &inner)) {
				const char *lang = arena_strndup(a, part.at, part.len);

				name[n] = arena_printf(a, "%s.%s", field, lang);
				cell[n++] = payload_to_text(a, kind, text, field, lang);
			}
		}
		for (const struct act_field *f = act_kinds[k].field; f->name; f++)
			fields--;
		for (const struct act_field *f = act_kinds[ACT_DECLARED].field;
			k == ACT_CORRECTION && f->name; f++)
			fields--;
		assert_int_equal(fields, 0);
		assert_string_equal(canonical(a, kind, text), text);
		if (payload_from_texts(a, kind, n, name, cell, &again, &e) < 0)
			fail_msg("%s: %s", act_kinds[k].name, e.text);
		assert_string_equal(again, text);
	}
}

static void test_canonical(void **state)
{
	static const struct {
		enum act_kind kind;
		const char *json, *text;
	} row[] = {
		{ACT_RATIFICATION, "{}", "{}"},
		{ACT_RATIFICATION, " {\n} ", "{}"},
		/* keys by byte, no spaces */
		{ACT_DECLARED, "{ \"answer\" : \"yes\", \"about\" : \"stockpile\" }",
			"{\"about\":\"stockpile\",\"answer\":\"yes\"}"},
		{ACT_DECISION, "{\"years\":10,\"outcome\":\"granted\",\"matter\":\"deadline\",\"no\":0}",
			"{\"matter\":\"deadline\",\"no\":0,\"outcome\":\"granted\",\"years\":10}"},
		/* escapes: only what JSON needs, control characters in one spelling */
		{ACT_RATIFICATION,
			"{\"note\":\"\\u00e9 \\/ \\u0022 \\\\ \\ud83d\\ude00 \\n \\u0009 \\u000a.\"}",
			"{\"note\":\"\u00e9 / \\\" \\\\ \U0001f600 \\n \\t \\n.\"}"},
		/* no white space around texts; what is empty is left out */
		{ACT_RATIFICATION, "{\"note\":\"  a b \\n\"}", "{\"note\":\"a b\"}"},
		{ACT_RATIFICATION, "{\"note\":\"\",\"notification\":null}", "{}"},
		{ACT_CONFLICT_BEGAN, "{\"parties\":[],\"conflict\":\"  \"}", "{}"},
		{ACT_STATE_NAMED, "{\"short\":{\"fr\":\"\",\"en\":\"Laos\"},\"formal\":{}}",
			"{\"short\":{\"en\":\"Laos\"}}"},
		/* lists and maps sorted */
		{ACT_CONFLICT_BEGAN, "{\"parties\":[\"LAO\",\"AUT\",\"BIH\"]}",
			"{\"parties\":[\"AUT\",\"BIH\",\"LAO\"]}"},
		{ACT_STATE_NAMED, "{\"short\":{\"zh\":\"b\",\"en\":\"a\"}}",
			"{\"short\":{\"en\":\"a\",\"zh\":\"b\"}}"},
		/* numbers whole, decimals as texts, nothing rounded */
		{ACT_FIGURE_PUBLISHED, "{\"value\":178000000,\"publisher\":\"M\"}",
			"{\"publisher\":\"M\",\"value\":\"178000000\"}"},
		{ACT_FIGURE_PUBLISHED, "{\"value\":\"0.10\",\"publisher\":\"M\"}",
			"{\"publisher\":\"M\",\"value\":\"0.10\"}"},
		{ACT_FIGURE_PUBLISHED, "{\"value\":\"-3\",\"publisher\":\"M\"}",
			"{\"publisher\":\"M\",\"value\":\"-3\"}"},
		{ACT_REPORT_RECEIVED, "{\"report\":\"annual\",\"year\":\"02015\"}",
			"{\"report\":\"annual\",\"year\":2015}"},
		{ACT_SIGNATURE, "{\"ad-referendum\":true}", "{\"ad-referendum\":\"yes\"}"},
		{ACT_SIGNATURE, "{\"ad-referendum\":false}", "{}"},
		{ACT_SCALE_ADOPTED, "{\"period\":\"2025\",\"rates\":{\"LAO\":\"0.006\",\"AUT\":1}}",
			"{\"period\":\"2025\",\"rates\":{\"AUT\":\"1\",\"LAO\":\"0.006\"}}"},
		/* a correction: alone, and with what it stands for */
		{ACT_CORRECTION, "{\"reason\":\"typed twice\"}", "{\"reason\":\"typed twice\"}"},
		{ACT_CORRECTION,
			"{\"reason\":\"r\",\"as\":\"declared\",\"answer\":\"no\",\"about\":\"victims\"}",
			"{\"about\":\"victims\",\"answer\":\"no\",\"as\":\"declared\",\"reason\":\"r\"}"},
		{ACT_CORRECTION, "{\"reason\":\"r\",\"as\":\"\"}", "{\"reason\":\"r\"}"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		const char *text = canonical(a, row[i].kind, row[i].json);

		assert_string_equal(text, row[i].text);
		assert_string_equal(canonical(a, row[i].kind, text), text);
	}
}

/* One row a rule: what is wrong, the field that the error begins with, and a word of the mend. */
static const struct {
	enum act_kind kind;
	const char *json, *field, *mend;
} wrong[] = {
	{ACT_DECLARED, "", "payload: ", "JSON object"},
	{ACT_DECLARED, "[]", "payload: ", "{\"field\":\"value\"}"},
	{ACT_DECLARED, "{\"about\":", "payload: line 1", "JSON object"},
	{ACT_DECLARED, "{\"about\":\"x\"} {}", "payload: line 1", "JSON object"},
	{ACT_DECLARED, "{\"about\":\"x\",\"about\":\"y\",\"answer\":\"no\"}", "payload: line 1", "duplicate"},
	{ACT_RATIFICATION, "{\"note\":\"\xff\"}", "payload: line 1", "UTF-8"},
	{ACT_RATIFICATION, "{\"note\":\"\\u0000\"}", "payload: line 1", "\\u0000"},
	{ACT_RATIFICATION, "{\"note\":\"\\u0001\"}", "note: ", "control character"},
	{ACT_RATIFICATION, "{\"note\":\"\\u0085\"}", "note: ", "control character"},
	{ACT_RATIFICATION, "{\"note\":\"a\\rb\"}", "note: ", "control character"},
	{ACT_RATIFICATION, "{\"note\":5}", "note: ", "in quotes"},
	{ACT_RATIFICATION, "{\"note\":[\"a\"]}", "note: ", "a text"},
	{ACT_RATIFICATION, "{\"notee\":\"a\"}", "notee: ", "did you mean note"},
	{ACT_RATIFICATION, "{\"about\":\"a\"}", "about: ", "docs/acts.md"},
	{ACT_DECLARED, "{\"answer\":\"yes\"}", "about: ", "needs it"},
	{ACT_DECLARED, "{\"about\":\"stockpile\"}", "answer: ", "yes no unknown"},
	{ACT_DECLARED, "{\"about\":\"\",\"answer\":\"yes\"}", "about: ", "needs it"},
	{ACT_DECLARED, "{\"about\":\"stock pile\",\"answer\":\"yes\"}", "about: ", "without spaces"},
	{ACT_DECLARED, "{\"about\":\"a\\\"b\",\"answer\":\"yes\"}", "about: ", "quotes"},
	{ACT_DECLARED, "{\"about\":\"a\\u0007\",\"answer\":\"yes\"}", "about: ", "control character"},
	{ACT_DECLARED,
		"{\"about\":\"0123456789012345678901234567890123456789012345678901234567890123456789"
		"01234567890123456789012345678901234567890123456789012345678901234567890123456789"
		"012345678901234567890123456789012345678901234567890\",\"answer\":\"yes\"}",
		"about: ", "at most 200 bytes"},
	{ACT_DECLARED, "{\"about\":\"stockpile\",\"answer\":\"Yes\"}", "answer: ", "yes no unknown"},
	{ACT_DECLARED, "{\"about\":\"stockpile\",\"answer\":\"ye\"}", "answer: ", "yes no unknown"},
	{ACT_DECLARED, "{\"about\":\"stockpile\",\"answer\":\"yes no\"}", "answer: ", "yes no unknown"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":12.5}", "value: ", "rounded"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\"12,5\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\"012\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\".5\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\"5.\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\"1e3\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED, "{\"publisher\":\"M\",\"value\":\"-\"}", "value: ", "digits"},
	{ACT_FIGURE_PUBLISHED,
		"{\"publisher\":\"M\",\"value\":\"11111111111111111111111111111111111111111\"}",
		"value: ", "shorten"},
	{ACT_DECISION, "{\"matter\":\"m\",\"outcome\":\"granted\",\"until\":\"2018-05\"}",
		"until: ", "YYYY-MM-DD"},
	{ACT_DECISION, "{\"matter\":\"m\",\"outcome\":\"granted\",\"until\":\"2018-02-30\"}",
		"until: ", "28"},
	{ACT_DECISION, "{\"matter\":\"m\",\"outcome\":\"granted\",\"yes\":-1}", "yes: ", "from 0"},
	{ACT_DECISION, "{\"matter\":\"m\",\"outcome\":\"granted\",\"yes\":1000000000000001}",
		"yes: ", "range"},
	{ACT_DECISION, "{\"matter\":\"m\",\"outcome\":\"granted\",\"yes\":\"many\"}", "yes: ", "digits"},
	{ACT_MEETING_HELD, "{\"opens\":\"September 2018\"}", "opens: ", "2018-09-18"},
	{ACT_MEETING_HELD, "{\"opens\":\"2019/2018\"}", "opens: ", "swap"},
	{ACT_MEETING_HELD, "{\"name\":\"Meeting\"}", "name: ", "object"},
	{ACT_MEETING_HELD, "{\"name\":{\"english\":\"Meeting\"}}", "name.english: ", "tag such as en"},
	{ACT_MEETING_HELD, "{\"name\":{\"en-\":\"Meeting\"}}", "name.en-: ", "tag such as en"},
	{ACT_MEETING_HELD, "{\"name\":{\"\":\"Meeting\"}}", "name: ", "tag such as en"},
	{ACT_MEETING_HELD, "{\"name\":{\"en\":{\"a\":\"b\"}}}", "name: ", "in each language"},
	{ACT_MEETING_HELD, "{\"country\":\"Laos\"}", "country: ", "alpha-3"},
	{ACT_MEETING_HELD, "{\"country\":\"lao\"}", "country: ", "alpha-3"},
	{ACT_MEETING_HELD, "{\"present\":\"LAO AUT\"}", "present: ", "array"},
	{ACT_MEETING_HELD, "{\"present\":[\"LAO\",\"AUT\",\"LAO\"]}", "present: ", "LAO stands twice"},
	{ACT_REPORT_RECEIVED, "{\"report\":\"annual\",\"year\":0}", "year: ", "from 1"},
	{ACT_REPORT_RECEIVED, "{\"report\":\"annual\",\"year\":10000}", "year: ", "to 9999"},
	{ACT_VOTE_RECORDED, "{\"body\":\"plenary\",\"roll\":{\"LAO\":\"absent\"}}",
		"roll.LAO: ", "non-voting"},
	{ACT_VOTE_RECORDED, "{\"body\":\"plenary\",\"roll\":{\"Laos\":\"yes\"}}", "roll.Laos: ", "alpha-3"},
	{ACT_SCALE_ADOPTED, "{\"period\":\"1\",\"rates\":{\"LAO\":\"much\"}}", "rates.LAO: ", "digits"},
	{ACT_SIGNATURE, "{\"ad-referendum\":\"no\"}", "ad-referendum: ", "leave it empty"},
	{ACT_PACK_ADOPTED, "{\"edition\":\"2026-05-31\",\"sha256\":\"ABC\"}", "sha256: ", "64 hex"},
	{ACT_COVERAGE_STATED, "{\"kinds\":[\"signatures\"],\"through\":\"2026-05-31\"}",
		"kinds: ", "did you mean signature"},
	{ACT_CORRECTION, "{}", "reason: ", "needs it"},
	{ACT_CORRECTION, "{\"reason\":\"r\",\"as\":\"declare\"}", "as: ", "did you mean declared"},
	{ACT_CORRECTION, "{\"reason\":\"r\",\"as\":\"correction\"}", "as: ", "void"},
	{ACT_CORRECTION, "{\"reason\":\"r\",\"as\":\"declared\",\"about\":\"a\"}", "answer: ", "needs it"},
	{ACT_CORRECTION, "{\"reason\":\"r\",\"answer\":\"yes\"}", "answer: ", "no such field"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		AUTO_ARENA a = arena_new("test");
		const char *text = "untouched";
		struct err e;

		if (payload_canonical(a, wrong[i].kind, wrong[i].json, &text, &e) >= 0)
			fail_msg("%s was taken", wrong[i].json);
		assert_string_equal(text, "untouched");
		assert_null(strchr(e.text, '\n'));
		if (strncmp(e.text, wrong[i].field, strlen(wrong[i].field)) != 0 ||
			!strstr(e.text, wrong[i].mend))
			fail_msg("%s: \"%s\" does not begin with \"%s\" or lacks \"%s\"", wrong[i].json,
				e.text, wrong[i].field, wrong[i].mend);
	}
}

static const char *repeated(
	struct arena *a, const char *before, const char *text, size_t n, const char *after)
{
	struct buf b;

	buf_init(&b, a, 64u << 20);
	buf_puts(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_puts(&b, text);
	buf_puts(&b, after);
	return b.data;
}

static int refused(struct arena *a, enum act_kind kind, const char *json)
{
	const char *text;
	struct err e;
	int r = payload_canonical(a, kind, json, &text, &e);

	assert_true(r < 0);
	assert_int_equal(r, e.code);
	return r;
}

static void test_deep_and_huge(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct buf members;

	(void)state;
	assert_int_equal(refused(a, ACT_RATIFICATION, repeated(a, "", "[", 100000, "")), ERR_INVALID);
	assert_int_equal(
		refused(a, ACT_RATIFICATION, repeated(a, "{\"note\":", "{\"a\":", 1000, "")), ERR_INVALID);
	assert_int_equal(refused(a, ACT_RATIFICATION, repeated(a, "{\"note\":", "[", 1000, "")), ERR_INVALID);
	/* the canonical text, to the byte */
	assert_int_equal(strlen(canonical(a, ACT_RATIFICATION,
				 repeated(a, "{\"note\":\"", "x", ACT_PAYLOAD_MAX - 11, "\"}"))),
		ACT_PAYLOAD_MAX);
	assert_int_equal(
		refused(a, ACT_RATIFICATION, repeated(a, "{\"note\":\"", "x", ACT_PAYLOAD_MAX - 10, "\"}")),
		ERR_LIMIT);
	/* the JSON that it is made of */
	canonical(a, ACT_RATIFICATION, repeated(a, "{", " ", PAYLOAD_JSON_MAX - 2, "}"));
	assert_int_equal(
		refused(a, ACT_RATIFICATION, repeated(a, "{", " ", PAYLOAD_JSON_MAX - 1, "}")), ERR_LIMIT);
	buf_init(&members, a, 1u << 20);
	for (size_t i = 0; i <= PAYLOAD_MEMBERS_MAX; i++)
		buf_printf(&members, "%s\"c%zu\"", i ? "," : "", i);
	assert_int_equal(refused(a, ACT_REPORT_RECEIVED,
				 arena_printf(a, "{\"report\":\"annual\",\"forms\":[%s]}", members.data)),
		ERR_LIMIT);
}

static void test_from_texts(void **state)
{
	static const struct {
		enum act_kind kind;
		const char *name[4], *value[4], *text;
	} row[] = {
		{ACT_RATIFICATION, {NULL}, {NULL}, "{}"},
		{ACT_STATE_NAMED, {"short.fr", "short.en", "formal.en", "note"}, {"Laos", " Laos ", "", "\t"},
			"{\"short\":{\"en\":\"Laos\",\"fr\":\"Laos\"}}"},
		{ACT_COVERAGE_STATED, {"through", "kinds"}, {"2026-02-03", " signature  accession "},
			"{\"kinds\":[\"accession\",\"signature\"],\"through\":\"2026-02-03\"}"},
		{ACT_VOTE_RECORDED, {"body", "roll", "yes"}, {"plenary", "LAO=yes AUT=no", "1"},
			"{\"body\":\"plenary\",\"roll\":{\"AUT\":\"no\",\"LAO\":\"yes\"},\"yes\":1}"},
		{ACT_CORRECTION, {"about", "reason", "as", "answer"}, {"victims", "r", " declared ", "yes"},
			"{\"about\":\"victims\",\"answer\":\"yes\",\"as\":\"declared\",\"reason\":\"r\"}"},
		/* refused: no text */
		{ACT_STATE_NAMED, {"short"}, {"Laos"}, NULL},
		{ACT_RATIFICATION, {"note.en"}, {"x"}, NULL},
		{ACT_RATIFICATION, {"nonsense"}, {"x"}, NULL},
		{ACT_VOTE_RECORDED, {"body", "roll"}, {"plenary", "LAO=yes AUT"}, NULL},
		{ACT_VOTE_RECORDED, {"body", "roll"}, {"plenary", "LAO=yes AUT="}, NULL},
		{ACT_VOTE_RECORDED, {"body", "roll"}, {"plenary", "LAO=yes LAO=yes"}, NULL},
		{ACT_CORRECTION, {"reason", "as"}, {"r", "correction"}, NULL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		const char *text = NULL;
		size_t n = 0;
		struct err e;

		while (n < 4 && row[i].name[n])
			n++;
		int r = payload_from_texts(a, row[i].kind, n, row[i].name, row[i].value, &text, &e);

		assert_int_equal(r < 0, row[i].text == NULL);
		if (row[i].text)
			assert_string_equal(text, row[i].text);
		else
			assert_true(strncmp(e.text, row[i].name[n - 1], strcspn(e.text, ":")) == 0);
	}
}

static void test_readers(void **state)
{
	static const char text[] = "{\"forms\":[\"A\",\"B\"],\"from\":\"2018\","
				   "\"name\":{\"en\":\"a \\\"b\\\"\\n\u00e9\",\"fr\":\"\"},"
				   "\"report\":\"annual\",\"text\":\"\\u0001\\\\\",\"year\":2017}";
	AUTO_ARENA a = arena_new("test");
	struct slice s, key, value;
	struct edtf d;
	int64_t n = 0;
	size_t pos = 0;

	(void)state;
	assert_true(payload_raw(text, "forms", &s));
	assert_memory_equal(s.at, "[\"A\",\"B\"]", s.len);
	assert_true(payload_raw(text, "report", &s));
	assert_int_equal(s.len, 8);
	assert_false(payload_raw(text, "en", &s));
	assert_false(payload_raw(text, "repor", &s));
	assert_false(payload_raw("", "report", &s));
	assert_true(payload_is(text, "report", "annual"));
	assert_false(payload_is(text, "report", "annua"));
	assert_false(payload_is(text, "year", "2017"));
	assert_false(payload_is(text, "absent", ""));
	assert_string_equal(payload_text(a, text, "report"), "annual");
	assert_string_equal(payload_text(a, text, "year"), "2017");
	assert_string_equal(payload_text(a, text, "text"), "\001\\");
	assert_null(payload_text(a, text, "absent"));
	assert_true(payload_int(text, "year", &n));
	assert_int_equal(n, 2017);
	assert_false(payload_int(text, "report", &n));
	assert_true(payload_edtf(text, "from", &d));
	assert_int_equal(d.high - d.low, 364);
	assert_false(payload_edtf(text, "report", &d));
	assert_false(payload_edtf(text, "absent", &d));
	assert_true(payload_in_list(text, "forms", "B"));
	assert_false(payload_in_list(text, "forms", "C"));
	assert_false(payload_in_list(text, "report", "annual"));
	assert_string_equal(payload_member(a, text, "name", "en"), "a \"b\"\n\u00e9");
	assert_string_equal(payload_member(a, text, "name", "fr"), "");
	assert_null(payload_member(a, text, "name", "es"));
	assert_null(payload_member(a, text, "forms", ""));
	assert_true(payload_raw(text, "forms", &s));
	assert_true(payload_each(s, &pos, &key, &value));
	assert_int_equal(key.len, 0);
	assert_memory_equal(value.at, "A", 1);
	assert_true(payload_each(s, &pos, &key, &value));
	assert_false(payload_each(s, &pos, &key, &value));
	assert_int_equal(payload_as(ACT_DECLARED, "{\"as\":\"decision\"}"), ACT_DECLARED);
	assert_int_equal(payload_as(ACT_CORRECTION, "{\"as\":\"decision\"}"), ACT_DECISION);
	assert_int_equal(payload_as(ACT_CORRECTION, "{\"reason\":\"r\"}"), ACT_CORRECTION);
}

/* Whatever stands there, the readers end, inside the text; where it is cut, they find what was whole before
 * it. */
static void test_readers_on_broken_text(void **state)
{
	static const char whole[] =
		"{\"a\":{\"x\":\"y\\\"\"},\"b\":[\"c\",\"d\"],\"e\":\"\\u00e9\",\"f\":12}";
	static const char *const odd[] = {"", "{", "{}", "[]", "{]", "{\"", "{\"a", "{\"a\"",
		"{\"a\":", "{\"a\":}", "{\"a\":[}", "{\"a\":[[", "{\"a\":\"\\", "{\"a\":\"\\u",
		"{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\u0000\"}", "{\"a\":-}",
		"{\"a\":12345678901234567890123456}", "{ \"a\":1}", "{\"a\" :1}", "{,\"a\":1}", "null",
		"\"a\"", "{\"a\":true}"};
	(void)state;
	for (size_t i = 0; i < sizeof whole + COUNT(odd); i++) {
		AUTO_ARENA a = arena_new("test");
		const char *text = i < sizeof whole ? arena_strndup(a, whole, i) : odd[i - sizeof whole];
		static const char *const name[] = {"a", "b", "e", "f", "as"};
		static const char *const complete[] = {"a", "b", "e"};
		static const size_t end[] = {16, 30, 43};

		for (size_t k = 0; k < COUNT(name); k++) {
			struct slice s, key, value;
			struct edtf d;
			int64_t n;
			size_t pos = 0, turns = 0;

			if (payload_raw(text, name[k], &s))
				assert_true(s.at >= text && s.at + s.len <= text + strlen(text));
			else
				s = (struct slice){text, strlen(text)};
			while (payload_each(s, &pos, &key, &value))
				assert_true(++turns <= strlen(text));
			payload_is(text, name[k], "x");
			payload_text(a, text, name[k]);
			payload_int(text, name[k], &n);
			payload_edtf(text, name[k], &d);
			payload_in_list(text, name[k], "c");
			payload_member(a, text, name[k], "x");
			payload_to_text(a, ACT_CORRECTION, text, name[k], NULL);
		}
		for (size_t k = 0; i < sizeof whole && k < COUNT(complete); k++) {
			struct slice s;

			assert_int_equal(payload_raw(text, complete[k], &s), i >= end[k]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind),
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_deep_and_huge),
		cmocka_unit_test(test_from_texts),
		cmocka_unit_test(test_readers),
		cmocka_unit_test(test_readers_on_broken_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
