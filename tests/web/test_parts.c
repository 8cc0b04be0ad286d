/* The small parts of the pages: addresses, escaping, texts with slots, what a client takes. */
#include "../unit.h"

#include <string.h>

#include "web/gzip.h"
#include "web/say.h"
#include "web/url.h"

static void test_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		int rc;
		const char *segments; /* joined by | */
	} cases[] = {
		{"/", 0, ""},
		{"/states", 0, "states"},
		{"/states/", 0, "states"},
		{"/states/LAO", 0, "states|LAO"},
		{"/a%2Fb", 0, "a/b"},
		{"/a+b", 0, "a+b"},
		{"/%D9%84", 0, "ل"},
		{"/facts/reports.annual.due:2025", 0, "facts|reports.annual.due:2025"},
		{"", ERR_INVALID, NULL},
		{"states", ERR_INVALID, NULL},
		{"http://x/", ERR_INVALID, NULL},
		{"//", ERR_INVALID, NULL},
		{"/a//b", ERR_INVALID, NULL},
		{"/%", ERR_INVALID, NULL},
		{"/%0", ERR_INVALID, NULL},
		{"/%00", ERR_INVALID, NULL},
		{"/%0a", ERR_INVALID, NULL},
		{"/%09", ERR_INVALID, NULL},
		{"/%7f", ERR_INVALID, NULL},
		{"/%ff", ERR_INVALID, NULL},
		{"/%c0%af", ERR_INVALID, NULL},
		{"/a/a/a/a/a/a/a/a", 0, "a|a|a|a|a|a|a|a"},
		{"/a/a/a/a/a/a/a/a/a", ERR_INVALID, NULL},
		{"/?%", ERR_INVALID, NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		AUTO_ARENA a = arena_new("test");
		struct asked_url u;
		struct err e;
		const char *joined = "";

		assert_int_equal(url_read(a, cases[i].raw, &u, &e), cases[i].rc);
		if (cases[i].rc < 0)
			continue;
		for (size_t k = 0; k < u.n; k++)
			joined = arena_printf(a, "%s%s%s", joined, k ? "|" : "", u.segment[k]);
		assert_string_equal(joined, cases[i].segments);
	}
}

static void test_fields(void **state)
{
	(void)state;
	AUTO_ARENA a = arena_new("test");
	struct asked_url u;
	struct err e;

	assert_int_equal(url_read(a, "/?on=2011-09-01&known=&q=a+b%2Bc&q=second&alone&=x", &u, &e), 0);
	assert_string_equal(url_field(&u, "on"), "2011-09-01");
	assert_string_equal(url_field(&u, "known"), "");
	assert_string_equal(url_field(&u, "q"), "a b+c");
	assert_string_equal(url_field(&u, "alone"), "");
	assert_null(url_field(&u, "day"));
	char *full = arena_strdup(a, "/?1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16");
	assert_int_equal(url_read(a, full, &u, &e), 0);
	assert_int_equal(url_read(a, arena_printf(a, "%s&17", full), &u, &e), ERR_LIMIT);
	char *longest = arena_printf(a, "/%*s", (int)URL_MAX - 1, "");
	memset(longest + 1, 'a', URL_MAX - 1);
	assert_int_equal(url_read(a, longest, &u, &e), 0);
	assert_int_equal(url_read(a, arena_printf(a, "%sa", longest), &u, &e), ERR_LIMIT);
}

static const char *written(struct arena *a, void (*how)(struct buf *, const char *), const char *text)
{
	struct buf b;

	buf_init(&b, a, 4096);
	how(&b, text);
	return b.len ? arena_strndup(a, b.data, b.len) : "";
}

static void test_escaping(void **state)
{
	(void)state;
	AUTO_ARENA a = arena_new("test");

	assert_string_equal(written(a, html_text, "<a href=\"x\">'&amp;</a>"),
		"&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&lt;/a&gt;");
	assert_string_equal(written(a, html_text, ""), "");
	assert_string_equal(written(a, html_text, "Côte d’Ivoire"), "Côte d’Ivoire");
	assert_string_equal(
		written(a, html_url_part, "a/b?c&d=e#f g%'\"<>"), "a%2Fb%3Fc%26d%3De%23f%20g%25%27%22%3C%3E");
	assert_string_equal(written(a, html_url_part, "ل"), "%D9%84");
}

static void test_slots(void **state)
{
	(void)state;
	AUTO_ARENA a = arena_new("test");
	const struct fill fill[] = {{"a", "1"}, {"b", "{a}"}, {0}};

	assert_string_equal(
		say_fill(a, "{a} and {b}", fill), "1 and {a}"); /* a value is no text with slots */
	assert_string_equal(say_fill(a, "{b}{b}{c} {", fill), "{a}{a}{c} {");
	assert_string_equal(say_fill(a, "", fill), "");
}

static void test_gzip(void **state)
{
	(void)state;
	AUTO_ARENA a = arena_new("test");
	static const char text[2000] = {' '};
	size_t len;

	assert_true(gzip_accepted("gzip") && gzip_accepted("br;q=1, GZIP ; q=0.1"));
	assert_false(gzip_accepted(NULL) || gzip_accepted("") || gzip_accepted("gzip;q=0") ||
		gzip_accepted("gzi") || gzip_accepted("gzip-x"));
	assert_true(gzip_shrinks("text/html; charset=utf-8") && gzip_shrinks("image/svg+xml"));
	assert_false(gzip_shrinks("font/woff2") || gzip_shrinks(NULL));
	assert_non_null(gzip_pack(a, text, sizeof text, false, &len));
	assert_true(len < 100);
	assert_null(gzip_pack(a, "random", 6, true, &len)); /* would grow */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_escaping),
		cmocka_unit_test(test_slots),
		cmocka_unit_test(test_gzip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
