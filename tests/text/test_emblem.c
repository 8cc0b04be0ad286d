/* Pictures for letterheads: what is drawn, what is refused, their words by language; a letter's reference. */
#include "../unit.h"

#include <string.h>

#include "base/buf.h"
#include "text/emblem.h"
#include "text/lang.h"

#define SVG "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 10'>"

static struct emblem *parsed(struct arena *a, const char *svg, const char *alt)
{
	struct emblem *m;
	struct err e;
	if (emblem_parse(a, "x.svg", svg, strlen(svg), alt, &m, &e) < 0)
		fail_msg("%s", e.text);
	return m;
}

static const unsigned char *pixel(const struct emblem *m, unsigned x, unsigned y)
{
	return m->rgb + 3 * (size_t)(y * m->width + x);
}

static void test_drawn(void **state)
{
	AUTO_ARENA a = arena_new("test");
	(void)state;
	const struct emblem *m = parsed(a,
		SVG
		"<rect width='10' height='10' fill='#f00'/><rect x='10' width='5' height='10' fill='#00f' "
		"fill-opacity='.5'/></svg>",
		NULL);
	assert_int_equal(m->height, EMBLEM_PIXELS);
	assert_int_equal(m->width, 2 * EMBLEM_PIXELS);
	const size_t row = (size_t)m->width * 100;
	assert_memory_equal(pixel(m, 50, 100), "\xff\0\0", 3);
	assert_int_equal(m->alpha[row + 50], 255);
	assert_memory_equal(pixel(m, 250, 100), "\0\0\xff", 3);
	assert_in_range(m->alpha[row + 250], 126, 129);
	assert_int_equal(m->alpha[row + 350], 0);
	assert_memory_equal(m->png, "\x89PNG\r\n\x1a\n", 8);
	const struct emblem *again = parsed(a, SVG "<rect width='20' height='10'/></svg>", NULL);
	assert_null(again->alpha);
}

/* What was drawn is a picture that can be read again, and stays as large. */
static void test_title_long(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct emblem *m;
	struct buf svg;
	struct err e;
	(void)state;
	buf_init(&svg, a, EMBLEM_BYTES_MAX); /* many parts, which are put together in one go */
	buf_puts(&svg, SVG "<title>");
	while (svg.len < EMBLEM_BYTES_MAX - 100)
		buf_puts(&svg, "<![CDATA[a]]>x");
	buf_puts(&svg, "</title></svg>");
	assert_int_equal(emblem_parse(a, "x.svg", svg.data, svg.len, NULL, &m, &e), ERR_LIMIT);
}

static void test_png(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct emblem *again;
	struct err e;
	(void)state;
	const struct emblem *m = parsed(a, SVG "<rect width='5' height='10' fill='#0a0'/></svg>", NULL);
	assert_int_equal(emblem_parse(a, "x.png", m->png, m->png_len, "A field", &again, &e), 0);
	assert_int_equal(again->width, m->width);
	assert_memory_equal(again->rgb, m->rgb, 3 * (size_t)m->width * m->height);
	assert_memory_equal(again->alpha, m->alpha, (size_t)m->width * m->height);
	assert_string_equal(again->title[0].text, "A field");
	assert_int_equal(emblem_parse(a, "x.png", m->png, 300, NULL, &again, &e), ERR_INVALID);
	char *large = arena_zalloc(a, m->png_len);
	memcpy(large, m->png, m->png_len);
	large[17] = 1; /* 65,536 more pixels wide */
	assert_int_equal(emblem_parse(a, "x.png", large, m->png_len, NULL, &again, &e), ERR_LIMIT);
}

static void test_refused(void **state)
{
	static const struct {
		const char *svg, *says;
	} bad[] = {
		{"", "neither SVG nor PNG"},
		{"GIF89a", "neither SVG nor PNG; save"},
		{"<html/>", "neither SVG nor PNG; save"},
		{SVG "\n<text>Hi</text></svg>", "x.svg:2: holds letters"},
		{SVG "\n\n<image href='file:///etc/passwd'/></svg>", "x.svg:3: points to file:///etc/passwd"},
		{SVG "<use xmlns:x='http://www.w3.org/1999/xlink' x:href='b.svg#a'/></svg>",
			"points to b.svg#a"},
		{SVG "<filter><feMorphology radius='500'/></filter></svg>", "x.svg:1: is drawn by a filter"},
		{"<!DOCTYPE svg [<!ENTITY a 'b'>]>" SVG "</svg>", "declares entities"},
		{"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 10'/>",
			"more than 5 times as wide"},
		{"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 10'/>", "as high as wide"},
		{SVG "<title>a\x01</title></svg>", "neither SVG nor PNG"},
	};
	AUTO_ARENA a = arena_new("test");
	struct emblem *m;
	struct err e;
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_true(emblem_parse(a, "x.svg", bad[i].svg, strlen(bad[i].svg), NULL, &m, &e) < 0);
		if (!strstr(e.text, bad[i].says))
			fail_msg("%zu: %s", i, e.text);
	}
	assert_int_equal(emblem_read(a, "no such file", NULL, &m, &e), ERR_NOTFOUND);
}

static void test_alt(void **state)
{
	static const char *const wanted[][2] = {
		{"en", "Mark"}, {"fr", "Marque"}, {"fr-CA", "Marque"}, {"zh-Hant", "標誌"}, {"ru", "Mark"}};
	AUTO_ARENA a = arena_new("test");
	struct lang *l;
	struct err e;
	(void)state;
	const struct emblem *m = parsed(a,
		SVG
		"<title lang='fr'>Marque</title><title>\n  Mark </title><title xml:lang='zh-Hant'>標誌</title>"
		"<g><title>part</title></g></svg>",
		NULL);
	assert_int_equal(m->titles_n, 3);
	for (size_t i = 0; i < COUNT(wanted); i++) {
		assert_int_equal(lang_open(a, wanted[i][0], &l, &e), 0);
		assert_string_equal(emblem_alt(m, l), wanted[i][1]);
	}
	assert_string_equal(emblem_alt(parsed(a, SVG "</svg>", NULL), l), "");
	assert_string_equal(emblem_alt(parsed(a, SVG "<title>No</title></svg>", "Yes"), l), "Yes");
}

static void test_reference(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct block block[] = {{.part = PART_SENDER}, {.part = PART_SENDER}, {.part = PART_REFERENCE},
		{.part = PART_DATE}, {.part = PART_BODY}};
	struct doc d = {.n = COUNT(block), .block = block};
	(void)state;
	doc_refer(&d, a, "CCM/1");
	assert_int_equal(d.n, 5);
	assert_int_equal(d.block[2].part, PART_REFERENCE);
	assert_string_equal(d.block[2].piece[0].text, "CCM/1");
	assert_int_equal(d.block[3].part, PART_DATE);
	struct doc none = {0};
	doc_refer(&none, a, "CCM/2");
	assert_int_equal(none.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawn),
		cmocka_unit_test(test_title_long),
		cmocka_unit_test(test_png),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_alt),
		cmocka_unit_test(test_reference),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
