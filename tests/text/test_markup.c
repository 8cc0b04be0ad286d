/* Letters as HTML: lists within lists, what is a link, what runs the other way; templates compared. */
#include "../unit.h"

#include "base/buf.h"
#include "text/markup.h"
#include "text/template.h"

static int find(void *ctx, const char *key, struct slot *ret, struct err *e)
{
	(void)ctx;
	*ret = (struct slot){.type = strcmp(key, "n") == 0 ? SLOT_NUMBER : SLOT_TEXT, .figure = false};
	return strlen(key) == 1 ? 0 : err_set(e, ERR_NOTFOUND, "no %s", key);
}

static int value(void *ctx, const char *key, struct slot_value *ret, struct err *e)
{
	(void)ctx;
	(void)e;
	ret->text = strcmp(key, "n") == 0 ? "3"
		: strcmp(key, "h") == 0   ? "a <b> & \"c\" 'd'"
		: strcmp(key, "m") == 0   ? "Haus جبل"
					  : "جبل";
	return 0;
}

static struct template *parsed(struct arena *a, const char *path, const char *tag, const char *text)
{
	struct lang *l;
	struct template *t;
	struct err e;
	if (lang_open(a, tag, &l, &e) < 0)
		fail_msg("%s", e.text);
	struct template_source s = {.path = path, .data = text, .len = strlen(text), .lang = l, .find = find};
	if (template_parse(a, &s, &t, NULL, &e) < 0)
		fail_msg("%s", e.text);
	return t;
}

/* Between the two divs around the body, without styles. */
static const char *body(struct arena *a, const char *tag, const char *text)
{
	struct filling f = {.value = value};
	struct doc d;
	struct err e;
	struct buf out, bare;
	size_t pages = 9;
	if (template_fill(parsed(a, "t.md", tag, text), a, &f, &d, &e) < 0)
		fail_msg("%s", e.text);
	buf_init(&out, a, 1 << 20);
	buf_init(&bare, a, 1 << 20);
	html_write(&d, a, &out, &pages);
	assert_int_equal(buf_check(&out, &e) + (int)pages, 0);
	const char *s = strstr(strstr(strstr(out.data, "<div") + 1, "<div") + 1, ">\n") + 2;
	const char *end = strstr(s, "</div>\n</div>\n");
	for (; s < end; s++) {
		const char *style = strncmp(s, " style=\"", 8) == 0 ? strchr(s + 8, '"') : NULL;
		if (style)
			s = style;
		else if (*s != '\n')
			buf_putc(&bare, *s);
	}
	return bare.data;
}

static void test_html(void **state)
{
	static const struct {
		const char *tag, *text, *want;
	} row[] = {
		{"en", "a *b* **c** {{h}}",
			"<p>a <em>b</em> <strong>c</strong> a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>"},
		{"en", "a\\\nb", "<p>a<br>b</p>"},
		{"en", "## a", "<h2>a</h2>"},
		{"en", "- a\n- b\n\nc", "<ul><li>a</li><li>b</li></ul><p>c</p>"},
		{"en", "3. a\n4. b", "<ol><li value=\"3\">a</li><li value=\"4\">b</li></ol>"},
		{"en", "- a\n  1. b\n  2. c\n- d",
			"<ul><li>a<ol><li value=\"1\">b</li><li value=\"2\">c</li></ol></li><li>d</li></ul>"},
		{"en", "- a\n\n  b\n\n- c", "<ul><li>a<p>b</p></li><li>c</li></ul>"},
		{"en", "- a\n\n1. b", "<ul><li>a</li></ul><ol><li value=\"1\">b</li></ol>"},
		{"en", "- - a\n- b", "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"},
		{"en", "[a](https://example.org/?a=1&b=\"2\")",
			"<p><a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\">a</a></p>"},
		{"en", "[a](javascript:alert)", "<p>a</p>"},
		{"en", "[a](MAILTO:a@example.org)", "<p><a href=\"MAILTO:a@example.org\">a</a></p>"},
		{"en", "to {{x}}.", "<p>to <bdi>جبل</bdi>.</p>"},
		{"ar", "إلى {{x}}.", "<p>إلى جبل.</p>"},
		{"ar", "إلى {{h}}.", "<p>إلى <bdi>a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</bdi>.</p>"},
		{"ar", "إلى {{n}}.", "<p>إلى 3.</p>"},
		/* a value of both directions, too; the template's own words are the translator's */
		{"ar", "إلى {{m}} 2020.", "<p>إلى <bdi>Haus جبل</bdi> 2020.</p>"},
		{"ar", "إلى CMC.", "<p>إلى CMC.</p>"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		assert_string_equal(body(a, row[i].tag, row[i].text), row[i].want);
	}
}

static void test_compare(void **state)
{
	static const struct {
		const char *text, *source;
		size_t mistakes;
		const char *said; /* the first, with its place */
	} row[] = {
		{"{{a}} {{b}}", "{{b}} and {{a}} and {{a}}", 0, NULL},
		{"{{n|one=a|other=b}} {{n}}", "{{n}}", 0, NULL},
		{"{{#a}}x{{^}}y{{/}}", "{{#a}}x{{/}}", 0, NULL},
		{"x\ny {{a}}", "x", 1, "t.md:2:3: {{a}} stands here and not in s.md"},
		{"x", "a\n\nb {{a}}", 1, "t.md:1:1: {{a}} stands in s.md:3:3 and not here"},
		{"{{#a}}x{{/}}", "{{a}}", 2, "t.md:1:1: {{#a}} stands here"},
		{"{{?o}}\n{{a}}\n{{/}}", "{{?o}}\n{{b}}\n{{/}}", 2,
			"t.md:1:1: {{b}} stands within {{?o}} in s.md:2:1 and not here"},
		{"x\n\n{{?o}}\nx\n{{/}}\n\n{{a}}", "{{?o}}\n{{a}}\n{{/}}", 2,
			"t.md:3:1: {{a}} stands within {{?o}} in s.md:2:1 and not here"},
		{"{{?o}}\n{{a}}\n{{/}}", "x", 1, "t.md:1:1: {{?o}} stands here and not in s.md"},
		{"x", "{{?o}}\n{{a}}\n{{/}}", 1, "t.md:1:1: {{?o}} stands in s.md:1:1 and not here"},
		{"{{?o}}\n{{a}}\n{{/}}\n\n{{?p}}\n{{b}}\n{{/}}",
			"{{?p}}\n{{b}}\n{{/}}\n\n{{?o}}\n{{a}}\n{{/}}", 0, NULL},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("row");
		struct template_mistakes m;
		struct err e = {0};
		int rc = template_compare(a, parsed(a, "t.md", "en", row[i].text),
			parsed(a, "s.md", "en", row[i].source), &m, &e);
		assert_int_equal(rc, row[i].mistakes ? ERR_INVALID : 0);
		assert_int_equal(m.n, row[i].mistakes);
		if (row[i].said && strncmp(e.text, row[i].said, strlen(row[i].said)) != 0)
			fail_msg("%s, not: %s", row[i].said, e.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
