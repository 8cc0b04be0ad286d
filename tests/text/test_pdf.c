/* Letters as PDF: the same bytes, flat memory, what cannot be set. What others read in them is asked in
 * pdf.sh. */
#include "../unit.h"

#include <string.h>

#include "text/lang.h"
#include "text/pdf.h"
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

static struct template *template_of(struct arena *a, const char *tag, const char *text)
{
	struct lang *l;
	struct template *t;
	struct err e;
	if (lang_open(a, tag, &l, &e) < 0)
		fail_msg("%s", e.text);
	struct template_source s = {
		.path = "t.md", .data = text, .len = strlen(text), .lang = l, .find = find};
	if (template_parse(a, &s, &t, NULL, &e) < 0)
		fail_msg("%s", e.text);
	return t;
}

static int add(struct press *p, const struct template *t, const char *name, size_t *ret_pages, struct err *e)
{
	AUTO_ARENA a = arena_new("letter");
	struct filling f = {.value = value};
	struct doc d;
	value_text = name;
	if (template_fill(t, a, &f, &d, e) < 0)
		fail_msg("%s", e->text);
	return press_add(p, &d, ret_pages, e);
}

static size_t pages_of(const char *tag, const char *text)
{
	AUTO_ARENA a = arena_new("test");
	struct press *p = press_new(a);
	struct err e;
	size_t pages;
	if (add(p, template_of(a, tag, text), "x", &pages, &e) < 0)
		fail_msg("%s", e.text);
	return pages;
}

static char *written(struct arena *a, struct press *p, size_t i, size_t *ret_len)
{
	struct buf out;
	struct err e;
	buf_init(&out, a, PDF_BYTES_MAX);
	if (press_write(p, i, &out, &e) < 0)
		fail_msg("%s", e.text);
	*ret_len = out.len;
	return out.data;
}

static const char letter[] =
	"{{@sender}}\nHouse\n\n{{@reference}}\nT/1\n\n{{@date}}\nToday\n\n{{@address}}\nTo "
	"{{name}}\n\n{{@body}}\n# Title\n\n"
	"Dear {{name}},\n\n- **a**\n- *b*\n  - "
	"c\n\nEnd.\n\n{{@signature}}\n---\nHouse\n\n{{@footer}}\n{{page}}/{{pages}}\n";

static void test_same_bytes(void **state)
{
	static const char *const names[] = {"Ada", "Zoë", "Œuvre"};
	AUTO_ARENA a = arena_new("test");
	char *first[COUNT(names)];
	size_t len[COUNT(names)], again, pages;
	struct err e;
	(void)state;
	for (int round = 0; round < 2; round++) {
		struct press *p = press_new(a);
		const struct template *t = template_of(a, "en", letter);
		for (size_t i = 0; i < COUNT(names); i++)
			assert_int_equal(add(p, t, names[i], &pages, &e), 0);
		for (size_t i = COUNT(names); i-- > 0;) { /* in any order */
			char *data = written(a, p, i, &again);
			if (round > 0)
				assert_int_equal(again, len[i]);
			if (round > 0)
				assert_memory_equal(data, first[i], again);
			first[i] = data;
			len[i] = again;
		}
	}
	assert_int_equal(strncmp(first[0], "%PDF-1.7\n", 9), 0);
	assert_int_not_equal(len[0] == len[1] && memcmp(first[0], first[1], len[0]) == 0, 1);
}

static size_t count(const char *data, size_t len, const char *what)
{
	size_t n = 0;
	for (const char *p = data; (p = memmem(p, len - (size_t)(p - data), what, strlen(what))); p++)
		n++;
	return n;
}

static void test_tree(void **state)
{
	static const struct {
		const char *what;
		size_t n;
	} wanted[] = {
		{"/S/Document/", 1},
		{"/S/H1/", 1},
		{"/S/L/", 2},
		{"/S/LI/", 3},
		{"/S/Lbl/", 3},
		{"/S/LBody/", 3},
		{"/S/P/", 10},
		{"/Type/Page/", 1},
		{"/FontFile2", 3},
	};
	AUTO_ARENA a = arena_new("test");
	struct press *p = press_new(a);
	struct err e;
	size_t pages, len;
	(void)state;
	assert_int_equal(add(p, template_of(a, "en", letter), "Ada", &pages, &e), 0);
	const char *data = written(a, p, 0, &len);
	for (size_t i = 0; i < COUNT(wanted); i++)
		if (count(data, len, wanted[i].what) != wanted[i].n)
			fail_msg("%s: %zu", wanted[i].what, count(data, len, wanted[i].what));
}

/* Whatever letters come, a batch takes no more than the one before. */
static void test_memory(void **state)
{
	enum { BATCHES = 6, LETTERS = 50 };
	AUTO_ARENA a = arena_new("test");
	struct press *p = press_new(a);
	const struct template *t = template_of(a, "en", letter);
	struct err e;
	size_t pages, len, after = 0;
	(void)state;
	for (int b = 0; b < BATCHES; b++) {
		AUTO_ARENA scratch = arena_new("batch");
		for (int i = 0; i < LETTERS; i++)
			assert_int_equal(add(p, t, arena_printf(scratch, "Ada%cB %d", 'A' + b, 100 * b + i),
						 &pages, &e),
				0);
		for (size_t i = 0; i < LETTERS; i++)
			written(scratch, p, i, &len);
		press_clear(p);
		if (b == 2)
			after = arena_bytes(a);
	}
	assert_true(arena_bytes(a) < after + after / 20);
}

static const char *lines(struct arena *a, int n)
{
	struct buf b;
	buf_init(&b, a, 1 << 20);
	for (int i = 1; i <= n; i++)
		buf_printf(&b, "p%d\n\n", i);
	return b.data;
}

/* The last page has two paragraphs beside the signature: the number of pages does not tell, so the first page
 * that a letter begins with is filled line by line until there are two. */
static void test_pages(void **state)
{
	AUTO_ARENA a = arena_new("test");
	int n = 1;
	(void)state;
	assert_int_equal(pages_of("en", ""), 1);
	while (pages_of("en", arena_printf(a, "%s{{@signature}}\n---\nHouse\n", lines(a, n))) == 1)
		n++;
	assert_in_range(n, 15, 40);
	struct press *p = press_new(a);
	size_t pages, len;
	struct err e;
	const struct template *t =
		template_of(a, "en", arena_printf(a, "%s{{@signature}}\n---\nHouse\n", lines(a, n)));
	assert_int_equal(add(p, t, "x", &pages, &e), 0);
	const char *data = written(a, p, 0, &len), *nums = memmem(data, len, "/Nums[0[", 8);
	assert_non_null(nums);
	const char *second = strstr(nums, "]1[");
	assert_non_null(second);
	assert_int_equal(count(second, (size_t)(strstr(second, "]]") - second), " 0 R"), 3); /* of its page */
}

/* Whatever the length, two paragraphs at least are with the signature on its page, with a code in the foot
 * too. */
static void test_signature(void **state)
{
	static const char *const tags[] = {"en", "ar"};
	static const char *const urls[] = {NULL, "https://verify.example.org/v/1"};
	enum { LINES = 70 };
	(void)state;
	for (int k = 0; k < 4; k++) {
		AUTO_ARENA a = arena_new("test");
		struct press *p = press_new(a);
		size_t seen = 0;
		for (int n = 2; n < LINES; n++) {
			AUTO_ARENA one = arena_new("letter");
			const struct template *t = template_of(a, tags[k / 2],
				arena_printf(one, "%s{{@signature}}\n---\n1\n", lines(one, n)));
			struct filling f = {.value = value};
			struct doc d;
			struct err e;
			size_t pages, len;
			value_text = "x";
			assert_int_equal(template_fill(t, one, &f, &d, &e), 0);
			d.code.url = urls[k % 2];
			if (press_add(p, &d, &pages, &e) < 0)
				fail_msg("%s", e.text);
			seen = pages > seen ? pages : seen;
			const char *data = written(one, p, 0, &len), *nums = memmem(data, len, "/Nums[", 6);
			assert_non_null(nums);
			const char *last =
				pages > 1 ? strstr(nums, arena_printf(one, "]%zu[", pages - 1)) : nums;
			assert_non_null(last);
			size_t own = count(last, (size_t)(strchr(last + 2, ']') - last), " 0 R");
			if (own < 3) /* each of one mark here */
				fail_msg("%s, %d lines: %zu on page %zu", tags[k / 2], n, own, pages);
			press_clear(p);
		}
		assert_true(seen >= 3);
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *tag, *name, *says;
	} row[] = {
		{"en", "Ada 集", "no font for U+96C6 in \"Dear Ada 集,\" (en, set in Noto Serif)"},
		{"en", "\U0001F54A", "U+1F54A"},
		{"ar", "集", "(ar, set in Amiri, Noto Serif)"},
	};
	AUTO_ARENA a = arena_new("test");
	struct press *p = press_new(a);
	struct err e;
	size_t pages;
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		assert_int_equal(
			add(p, template_of(a, row[i].tag, "Dear {{name}},\n"), row[i].name, &pages, &e),
			ERR_INVALID);
		if (!strstr(e.text, row[i].says))
			fail_msg("%s", e.text);
	}
	assert_int_equal(add(p, template_of(a, "en", lines(a, 6000)), "x", &pages, &e), ERR_LIMIT);
	/* and it can go on */
	assert_int_equal(add(p, template_of(a, "zh", "{{name}}\n"), "集束弹药", &pages, &e), 0);
	assert_int_equal(add(p, template_of(a, "el", "{{name}}\n"), "Ελλάδα", &pages, &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_signature),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
