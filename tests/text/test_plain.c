/* Letters as plain text: wrapping, parts, pages. */
#include "../unit.h"

#include "base/buf.h"
#include "text/plain.h"
#include "text/template.h"

static const char *value_text; /* what {{name}} is */

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	(void)ctx;
	*ret = (struct slot){.type = SLOT_TEXT};
	return strcmp(key, "name") == 0 ? 0 : err_set(e, ERR_NOTFOUND, "no %s", key);
}

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	(void)ctx;
	(void)key;
	(void)e;
	ret->text = value_text;
	return 0;
}

static const char *plain(struct arena *a, const char *tag, const char *text, size_t *ret_pages)
{
	struct lang *l;
	struct template *t;
	struct doc d;
	struct err e;
	struct buf out;
	if (lang_open(a, tag, &l, &e) < 0)
		fail_msg("%s", e.text);
	struct template_source s = {
		.path = "t.md", .data = text, .len = strlen(text), .lang = l, .find = find};
	struct filling f = {.value = value};
	if (template_parse(a, &s, &t, NULL, &e) < 0 || template_fill(t, a, &f, &d, &e) < 0)
		fail_msg("%s", e.text);
	buf_init(&out, a, 1 << 20);
	plain_write(&d, a, &out, ret_pages);
	if (buf_check(&out, &e) < 0)
		fail_msg("%s", e.text);
	return out.data;
}

static void check(const char *tag, const char *text, const char *want)
{
	AUTO_ARENA a = arena_new("test");
	size_t pages;
	assert_string_equal(plain(a, tag, text, &pages), want);
	assert_int_equal(pages, 1);
}

#define TEN "0123456789"
#define APART(s) APART_BEGIN s APART_END

/* Nothing but characters can hold a value apart here; a line that ends within one ends that, too. */
static void test_apart(void **state)
{
	(void)state;
	value_text = "Geneva";
	check("ar", "{{name}}، 19 مارس", APART("Geneva") "، 19 مارس\n");
	check("en", "{{name}}, 19 March", "Geneva, 19 March\n");
	value_text = "جنيف";
	check("ar", "{{name}}، 19 مارس", "جنيف، 19 مارس\n");
	check("en", "{{name}}, 19 March", APART("جنيف") ", 19 March\n");
	value_text = TEN TEN TEN "a " TEN TEN TEN "b c";
	check("ar", "في {{name}} 19", "في " APART(TEN TEN TEN "a " TEN TEN TEN "b c") " 19\n");
	value_text = TEN TEN TEN TEN "a " TEN TEN TEN "b c";
	check("ar", "في {{name}} 19", "في " APART(TEN TEN TEN TEN "a") "\n" APART(TEN TEN TEN "b c") " 19\n");
}

#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void test_wrap(void **state)
{
	(void)state;
	check("en", "a", "a\n");
	check("en", SEVENTY " a b", SEVENTY " a\nb\n");
	check("en", SEVENTY "ab c", SEVENTY "ab\nc\n");
	check("en", SEVENTY TEN " a", SEVENTY TEN "\na\n"); /* a word that is too long stands out */
	check("en", "a " SEVENTY TEN " b", "a\n" SEVENTY TEN "\nb\n");
	check("fr", SEVENTY "\u00a0a b", SEVENTY "\u00a0a\nb\n");
	check("fr", TEN " " TEN TEN TEN TEN TEN " \u00ab\u00a0abcdefghij\u00a0\u00bb",
		TEN " " TEN TEN TEN TEN TEN "\n\u00ab\u00a0abcdefghij\u00a0\u00bb\n");
	/* Width, not bytes or characters: an accent above is none, a Chinese character is two. */
	check("en",
		TEN TEN TEN TEN TEN TEN
		" e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 b",
		TEN TEN TEN TEN TEN TEN
		" e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301\nb\n");
	check("zh", "集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药药",
		"集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药集束弹药\n药\n");
}

static void test_blocks(void **state)
{
	(void)state;
	check("en", "a\\\nb\n\nc", "a\nb\n\nc\n");
	check("en", "# Title\n\n## Sub\n\na", "Title\n=====\n\nSub\n---\n\na\n");
	check("en", "# 集束\n\na", "集束\n====\n\na\n");
	check("en", "- a\n- b\n  1. c\n\n     d\n\ne", "•   a\n•   b\n    1.  c\n        d\n\ne\n");
	check("en", "- " SEVENTY " a", "•   " SEVENTY "\n    a\n");
	check("en", "see [here](http://b.example) and <http://b.example>",
		"see here <http://b.example> and http://b.example\n");
	check("en", "*a* **b**", "a b\n");
	check("en", "a\n\n---\n\nb", "a\n\n________________________________\n\nb\n");
	check("en", "a\n\n{{@signature}}\n---\nb", "a\n\n\n\n\n________________________________\n\nb\n");
}

static const char *lines(struct arena *a, int n, const char *word)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	for (int i = 1; i <= n; i++)
		buf_printf(&b, "%s%d\n\n", word, i);
	return b.data;
}

static size_t count(const char *s, char c)
{
	size_t n = 0;
	for (; *s; s++)
		n += *s == c;
	return n;
}

static void test_pages(void **state)
{
	AUTO_ARENA a = arena_new("test");
	size_t pages;
	(void)state;
	/* 30 paragraphs of one line: 59 lines with the empty ones; the page has 60. */
	plain(a, "en", lines(a, 30, "p"), &pages);
	assert_int_equal(pages, 1);
	const char *text = plain(a, "en", lines(a, 31, "p"), &pages);
	assert_int_equal(pages, 2);
	assert_non_null(strstr(text, "p30\n\n\fp31\n"));
	/* With a footer there are 58, and every page is 60 lines long. */
	text = plain(a, "en", arena_printf(a, "%s{{@footer}}\nPage {{page}} of {{pages}}", lines(a, 90, "p")),
		&pages);
	assert_int_equal(pages, 4);
	assert_int_equal(count(text, '\n'), 4 * PLAIN_LINES);
	assert_int_equal(count(text, '\f'), 3);
	assert_non_null(strstr(text, "p29\n\n\n                              Page 1 of 4\n\fp30\n"));
	const char *last = strstr(text, "Page 4 of 4\n");
	assert_non_null(last);
	assert_int_equal(strlen(last), strlen("Page 4 of 4\n"));
	/* An empty letter is a page. */
	assert_string_equal(plain(a, "en", "", &pages), "");
	assert_int_equal(pages, 1);
}

/* Two paragraphs at least stand beside the signature; a heading does not end a page, a line of a paragraph
 * does not stand alone. */
static void test_kept_together(void **state)
{
	AUTO_ARENA a = arena_new("test");
	size_t pages;
	(void)state;
	const char *text =
		plain(a, "en", arena_printf(a, "%s{{@signature}}\n---\nName", lines(a, 28, "p")), &pages);
	assert_int_equal(pages, 2);
	assert_non_null(strstr(text, "p26\n\n\fp27\n\np28\n\n\n\n\n____"));
	text = plain(a, "en", arena_printf(a, "%s# Title\n\nx", lines(a, 29, "p")), &pages);
	assert_non_null(strstr(text, "p29\n\n\fTitle\n=====\n\nx\n"));
	text = plain(a, "en", arena_printf(a, "%sa\\\nb\\\nc\\\nd", lines(a, 29, "p")), &pages);
	assert_non_null(strstr(text, "p29\n\na\nb\n\fc\nd\n"));
	text = plain(a, "en", arena_printf(a, "%sa\\\nb\\\nc", lines(a, 29, "p")), &pages);
	assert_non_null(strstr(text, "p29\n\n\fa\nb\nc\n"));
	/* What does not fit on one page together is cut where the page is full. */
	struct buf b;
	buf_init(&b, a, 1 << 16);
	for (int i = 0; i < 100; i++)
		buf_printf(&b, "l%d\\\n", i);
	text = plain(a, "en", arena_printf(a, "a\n\n%s\n\nb\n\n{{@signature}}\nc", b.data), &pages);
	assert_int_equal(pages, 3);
	assert_non_null(strstr(text, "l59\n\fl60\n"));
}

/* No text can make a page or a line of its own. */
static void test_values(void **state)
{
	(void)state;
	value_text = "a\n\fb\r\tc";
	check("en", "{{name}}", "a b c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_kept_together),
		cmocka_unit_test(test_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
