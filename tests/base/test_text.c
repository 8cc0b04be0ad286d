#include "../unit.h"

#include "base/text.h"

static void test_check(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *says; /* NULL: it is in order */
	} row[] = {
		{"", 0, NULL},
		{"plain\ttext\n", 11, NULL},
		{"Türkiye, Côte d’Ivoire, 中国, جمهورية", 0, NULL},
		{"\xf0\x9f\x95\x8a", 4, NULL}, /* U+1F54A */
		{"\xf4\x8f\xbf\xbf", 4, NULL}, /* U+10FFFF */
		{"\xef\xbf\xbd", 3, NULL},     /* U+FFFD */
		{"ab\xff", 3, "byte 2 "},
		{"\x80", 1, "byte 0 "},  /* a continuation alone */
		{"a\xc3", 2, "byte 1 "}, /* cut short */
		{"a\xc3z", 3, "byte 1 "},
		{"\xc0\xaf", 2, "byte 0 "},         /* '/' in two bytes */
		{"\xe0\x80\xaf", 3, "byte 0 "},     /* '/' in three */
		{"\xf0\x80\x80\xaf", 4, "byte 0 "}, /* '/' in four */
		{"\xed\xa0\x80", 3, "byte 0 "},     /* a surrogate */
		{"\xf4\x90\x80\x80", 4, "byte 0 "}, /* above U+10FFFF */
		{"\xf5\x80\x80\x80", 4, "byte 0 "},
		{"a\0b", 3, "byte 1 begins the control character U+0000"},
		{"a\rb", 3, "U+000D"},
		{"\x1b[0m", 4, "U+001B"},
		{"\x7f", 1, "U+007F"},
		{"\xc2\x85", 2, "U+0085"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e = {0};
		size_t len = row[i].len ? row[i].len : strlen(row[i].text);
		int r = text_check(row[i].text, len, &e);

		assert_int_equal(r, row[i].says ? ERR_INVALID : 0);
		if (row[i].says && !strstr(e.text, row[i].says))
			fail_msg("\"%s\" does not say \"%s\"", e.text, row[i].says);
	}
}

/* Each code point in its shortest form is read back, and only that. */
static void test_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		unsigned char s[4];
		size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
		uint32_t back = 0, rest = c;

		for (size_t i = n - 1; i > 0; i--, rest >>= 6)
			s[i] = (unsigned char)(0x80 | (rest & 0x3f));
		s[0] = (unsigned char)(lead[n] | rest);
		bool surrogate = c >= 0xd800 && c <= 0xdfff;

		assert_int_equal(text_char((const char *)s, n, &back), surrogate ? 0 : n);
		assert_true(surrogate || back == c);
		assert_int_equal(text_char((const char *)s, n - 1, &back), 0);
	}
}

static void test_words(void **state)
{
	(void)state;
	assert_true(text_is_code("reports.annual-2", 16));
	assert_false(text_is_code("reports.annual-2", 15));
	assert_false(text_is_code("", 5));
	assert_false(text_is_code("Reports", 20));
	assert_false(text_is_code("a b", 20));
	assert_false(text_is_code("é", 20));
	assert_true(text_is_iso3("LAO"));
	assert_false(text_is_iso3("lao"));
	assert_false(text_is_iso3("LA"));
	assert_false(text_is_iso3("LAOS"));
	assert_false(text_is_iso3("LA1"));
	assert_false(text_is_iso3(""));
}

static void test_apostrophes(void **state)
{
	static const struct {
		const char *text, *print;
	} row[] = {
		{"", ""},
		{"Côte d'Ivoire", "Côte d’Ivoire"},
		{"l'État, l'Iran", "l’État, l’Iran"},
		{"a 'word' and '", "a 'word' and '"},
		{"o'neil@example.org", "o'neil@example.org"},
		{"https://example.org/o'n", "https://example.org/o'n"},
	};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_string_equal(text_apostrophes(a, row[i].text), row[i].print);
}

static void test_int(void **state)
{
	static const struct {
		const char *text;
		int64_t low, high, value;
		bool ok;
	} row[] = {
		{"0", 0, 10, 0, true},
		{"10", 0, 10, 10, true},
		{"11", 0, 10, 0, false},
		{"-1", 0, 10, 0, false},
		{"-5", -10, 10, -5, true},
		{"007", 0, 10, 7, true},
		{"", 0, 10, 0, false},
		{"-", -10, 10, 0, false},
		{"+5", 0, 10, 0, false},
		{" 5", 0, 10, 0, false},
		{"5 ", 0, 10, 0, false},
		{"5x", 0, 10, 0, false},
		{"0x5", 0, 10, 0, false},
		{"1e3", 0, 9999, 0, false},
		{"1.0", 0, 10, 0, false},
		{"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, true},
		{"9223372036854775808", INT64_MIN, INT64_MAX, 0, false},
		{"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true},
		{"-9223372036854775809", INT64_MIN, INT64_MAX, 0, false},
		{"99999999999999999999999", INT64_MIN, INT64_MAX, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct err e = {0};
		int64_t value = 77;
		int r = text_int(row[i].text, row[i].low, row[i].high, &value, &e);

		assert_int_equal(r, row[i].ok ? 0 : ERR_INVALID);
		assert_int_equal(value, row[i].ok ? row[i].value : 77);
		assert_true(row[i].ok || strlen(e.text) > 10);
	}
}

static void test_split(void **state)
{
	static const struct {
		const char *text, *separator, *piece[5];
	} row[] = {
		{"", ",", {NULL}},
		{" , ,", ",", {NULL}},
		{"a", ",", {"a"}},
		{"a,b", ",", {"a", "b"}},
		{" a b , c ,,", ",", {"a b", "c"}},
		{"a b  c", " ", {"a", "b", "c"}},
		{"a -> b->c", "->", {"a", "b", "c"}},
		{"a\r\nb\n", "\n", {"a", "b"}},
	};
	AUTO_ARENA a = arena_new("test");

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		char **piece;
		size_t n = text_split(a, row[i].text, row[i].separator, &piece);

		for (size_t k = 0; k < n; k++)
			assert_string_equal(piece[k], row[i].piece[k]);
		assert_null(row[i].piece[n]);
		assert_null(piece[n]);
	}
	/* The end mark has room at every size. */
	for (size_t size = 1; size < 100; size++) {
		char text[256] = "";
		char **piece;

		for (size_t i = 0; i < size; i++)
			memcpy(text + 2 * i, "x,", 3);
		assert_int_equal(text_split(a, text, ",", &piece), size);
		assert_null(piece[size]);
	}
}

static void test_nearest(void **state)
{
	static const char *const words[] = {
		"status", "facts", "explain", "due", "act import", "letter preview", NULL};
	static const struct {
		const char *word, *nearest;
	} row[] = {
		{"status", "status"},
		{"statsu", "status"},
		{"stauts", "status"},
		{"fact", "facts"},
		{"fcats", "facts"},
		{"deu", "due"},
		{"dew", NULL},
		{"duw", "due"},
		{"letter preveiw", "letter preview"},
		{"import", NULL},
		{"x", NULL},
		{"", NULL},
		{"zzzzzz", NULL},
	};
	char longest[TEXT_WORD_MAX + 2];

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		const char *nearest = text_nearest(row[i].word, words);

		assert_string_equal(nearest ? nearest : "none", row[i].nearest ? row[i].nearest : "none");
	}
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_null(text_nearest(longest, (const char *const[]){longest, NULL}));
	longest[TEXT_WORD_MAX] = '\0';
	assert_ptr_equal(text_nearest(longest, (const char *const[]){longest, NULL}), longest);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_apostrophes),
		cmocka_unit_test(test_int),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
