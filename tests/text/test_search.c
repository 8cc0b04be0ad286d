/* Words as they are searched for. */
#include <string.h>

#include "text/search.h"
#include "../unit.h"

static struct searcher *opened(struct arena *a)
{
	struct searcher *s = NULL;
	struct err e;

	assert_int_equal(searcher_open(a, &s, &e), 0);
	return s;
}

/* The column of each text, without its first space. */
static void columns(void **state)
{
	static const struct {
		const char *text, *column;
	} rows[] = {
		{"", ""},
		{"Côte d’Ivoire, COTE D'IVOIRE", "cote ivoire cote ivoire"},
		{"People's Republic", "people republic"},
		{"Türkiye, ısı, Ærø, Łódź, Straße", "turkiye isi æro lodz strasse"},
		{"A/RES/80/52", "a res 80 52"},
		{"13MSP ＡＢＣ ２０２６", "13msp abc 2026"},
		{"178,000.5", "178 000 5"},
		{"Россия Йемен Ёлка", "россия иемен елка"},
		/* two characters each, and the last one alone */
		{"集束弹药公约", "集束 束弹 弹药 药公 公约 约"},
		{"药", "药"},
		{"第13届 MSP", "第 13 届 msp"},
		/* as it stands, without the article, without a letter before */
		{"الاتفاقية", "الاتفاقيه اتفاقيه"},
		{"والاتفاقية", "والاتفاقيه اتفاقيه"},
		{"للدول", "للدول دول"},
		{"وتقرير", "وتقرير تقرير"},
		{"الذَّخائر", "الذخاير ذخاير"},
		{"إيران أفغانستان آسيا", "ايران افغانستان اسيا"},
		{"مستشفى", "مستشفي"},
		{"ســلام ١٢", "سلام 12"},
		{"\" ' * : ( ) & | ! \\ - ^ <->", ""},
	};
	AUTO_ARENA a = arena_new("search");
	struct searcher *s = opened(a);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b;

		buf_init(&b, a, 1000);
		search_column(s, a, rows[i].text, &b);
		assert_string_equal(b.len ? b.data + 1 : "", rows[i].column);
	}
}

/* Does what is asked find what is written? */
static void fits(void **state)
{
	static const struct {
		const char *asked, *written;
		bool finds;
	} rows[] = {
		{"cote", "Côte d’Ivoire", true},
		{"CÔTE", "cote", true},
		{"repor", "Reports", true},
		{"re", "Reports", false}, /* too short to be a beginning */
		{"report", "Rep", false},
		{"20", "2026", false}, /* nor is a number */
		{"弹药", "集束弹药公约", true},
		{"药", "集束弹药公约", true},
		{"束药", "集束弹药公约", false},
		{"公约", "集束弹药公约", true},
		{"ذخائر", "الذخائر", true},
		{"الذخائر", "ذخائر", true},
		{"الذخائر", "والذخائر", true},
		{"اتفاقيه", "للاتفاقية", true},
		{"конвенци", "Конвенцию", true},
	};
	AUTO_ARENA a = arena_new("search");
	struct searcher *s = opened(a);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct search_asked q[2];
		struct search_word *w;
		size_t n = search_words(s, a, rows[i].written, &w);
		bool found = false;

		assert_int_equal(search_asked(s, a, rows[i].asked, 2, q), 1);
		for (size_t k = 0; k < n; k++)
			found |= search_fits(&q[0], &w[k]);
		if (found != rows[i].finds)
			fail_msg("%s in %s", rows[i].asked, rows[i].written);
	}
}

static void questions(void **state)
{
	AUTO_ARENA a = arena_new("search");
	struct searcher *s = opened(a);
	struct search_asked q[3];

	(void)state;
	assert_int_equal(search_asked(s, a, "a A à b", 3, q), 2);
	assert_int_equal(search_asked(s, a, "one two three four", 3, q), 4);
	assert_string_equal(q[2].word, "three");
	assert_int_equal(search_asked(s, a, "* NEAR( \"", 3, q), 1);
	assert_string_equal(q[0].word, "near");
	assert_int_equal(search_asked(s, a, "集束弹药", 3, q), 3);
}

/* Where each word stands; words of any length, and what is no text. */
static void places(void **state)
{
	AUTO_ARENA a = arena_new("search");
	struct searcher *s = opened(a);
	struct search_word *w;
	char *lng = arena_zalloc(a, 100001);

	(void)state;
	assert_int_equal(search_words(s, a, "d’où 弹药", &w), 3);
	assert_int_equal(w[0].from, strlen("d’"));
	assert_int_equal(w[0].to, strlen("d’où"));
	assert_int_equal(w[1].to - w[1].from, strlen("弹药"));
	assert_int_equal(w[2].from, strlen("d’où 弹"));
	memset(lng, 'a', 100000);
	assert_int_equal(search_words(s, a, lng, &w), 1);
	assert_int_equal(strlen(w[0].form[0]), SEARCH_WORD_MAX);
	assert_int_equal(search_words(s, a, "\xff\xfe", &w), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns),
		cmocka_unit_test(fits),
		cmocka_unit_test(questions),
		cmocka_unit_test(places),
	};
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
