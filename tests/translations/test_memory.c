/* The memory: exact, other numbers, like; the distance against the plain way of reckoning it. Texts are
 * invented. */
#include "../unit.h"

#include "offices/translations/memory.h"

/* ---- distance ---- */

/* By the table of all beginnings. */
static size_t plain(const char *x, const char *y)
{
	AUTO_ARENA a = arena_new("plain");
	uint32_t *c, *d;
	size_t n = code_points(a, x, &c), m = code_points(a, y, &d);
	size_t *row = NEW_ARRAY(a, size_t, m + 1);
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = corner + (c[i - 1] != d[j - 1]);
			best = row[j] + 1 < best ? row[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			corner = row[j];
			row[j] = best;
		}
	}
	return row[m];
}

static const char *made_text(struct arena *a, uint64_t *seed, size_t most)
{
	static const char *const piece[] = {"a", "b", "c", "é", "ж", "条", " ", "ab"};
	const char *s = "";
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	for (size_t n = (size_t)(*seed >> 40) % (most + 1); n; n--) {
		*seed = *seed * 6364136223846793005u + 1442695040888963407u;
		s = arena_printf(a, "%s%s", s, piece[*seed >> 61]);
	}
	return s;
}

static void distances(void **state)
{
	uint64_t seed = 7;
	(void)state;
	for (int i = 0; i < 3000; i++) {
		AUTO_ARENA a = arena_new("test");
		size_t most = i % 3 == 0 ? 10 : i % 3 == 1 ? 70 : 200;
		const char *x = made_text(a, &seed, most), *y = made_text(a, &seed, most);
		assert_int_equal(edit_distance(a, x, y), plain(x, y));
	}
}

/* ---- numbers ---- */

static void numbers(void **state)
{
	static const struct {
		const char *source, *target, *asked, *want;
	} rows[] = {
		{"5 of 10 States", "5 États sur 10", "7 of 12 States", "7 États sur 12"},
		{"10 of 5", "sur 5, 10", "1 of 2", "sur 2, 1"},
		{"5 and 5", "5 et 5", "6 and 6", "6 et 6"},
		{"5 and 5", "5 et 5", "6 and 7", NULL}, /* which is which cannot be told */
		{"5 States", "cinq États", "6 States", NULL},
		{"in 2020", "en 2020 (art. 4)", "in 2021", NULL}, /* the 4 is from elsewhere */
		{"1,000 mines", "1,000 mines", "2,500 mines", "2,500 mines"},
		{"1,000 mines", "1 000 mines", "2,500 mines", NULL}, /* written otherwise */
		{"on 3.", "le 3.", "on 4.", "le 4."},
	};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *got = numbers_replaced(a, rows[i].source, rows[i].target, rows[i].asked);
		if (i == 4) { /* a number in words stays: the target has none to replace */
			assert_string_equal(got, "cinq États");
			continue;
		}
		if (!rows[i].want)
			assert_null(got);
		else
			assert_string_equal(got, rows[i].want);
	}
}

/* ---- asking ---- */

static const struct segment segments[] = {
	{"The Meeting will be held in Lausanne from 23 to 27 November.",
		"La réunion se tiendra à Lausanne du 23 au 27.", "approved", "", 3},
	{"The Meeting will be held in Lausanne.", "La réunion se tiendra à Lausanne.", "approved", "", 2},
	{"The Meeting will be held in Lausanne.", "La Réunion aura lieu à Lausanne.", "approved", "", 1},
	{"5 States have joined.", "5 États ont adhéré.", "approved", "", 1},
	{"第五次会议在洛桑举行。", "La cinquième réunion se tient à Lausanne.", "approved", "", 1},
	{"", "rien", "approved", "", 1},
};

static void asking(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct memory_index *m;
	struct match match[5];
	const struct segment *within[5];
	struct err e;
	(void)state;
	assert_int_equal(memory_index_new(a, segments, 6, &m, &e), 0);
	assert_int_equal(memory_find(m, a, segments[1].source, 70, 5, match), 2);
	assert_int_equal(match[0].kind, MATCH_EXACT);
	assert_ptr_equal(match[0].segment, &segments[1]);
	assert_ptr_equal(match[1].segment, &segments[2]);
	assert_int_equal(memory_find(m, a, "7 States have joined.", 70, 5, match), 1);
	assert_int_equal(match[0].kind, MATCH_NUMBERS);
	assert_string_equal(match[0].target, "7 États ont adhéré.");
	assert_int_equal(memory_find(m, a, "The meeting will be held in Beirut.", 60, 5, match), 2);
	assert_int_equal(match[0].kind, MATCH_FUZZY);
	assert_true(match[0].percent >= 70 && match[0].percent < 100);
	assert_int_equal(memory_find(m, a, "第六次会议在洛桑举行。", 70, 5, match), 1);
	assert_ptr_equal(match[0].segment, &segments[4]);
	assert_int_equal(memory_find(m, a, "Nothing like it", 70, 5, match), 0);
	assert_int_equal(memory_find(m, a, "", 1, 5, match), 1);
	assert_int_equal(memory_grep(m, a, "LAUSANNE", 5, within), 4);
	assert_int_equal(memory_grep(m, a, "lausanne from", 5, within), 1);
	assert_int_equal(memory_index_new(a, NULL, 0, &m, &e), 0);
	assert_int_equal(memory_find(m, a, "x", 1, 5, match), 0);
}

static void sentences_cut(void **state)
{
	AUTO_ARENA a = arena_new("test");
	const char **s;
	size_t n;
	struct err e;
	(void)state;
	assert_int_equal(
		sentences(a, "en", "One {{a|x=Yes. No. |y=No}} two. Three? Four\\\nfive.", &s, &n, &e), 0);
	assert_int_equal(n, 4); /* a line that is broken by hand ends one too */
	assert_string_equal(s[0], "One {{a|x=Yes. No. |y=No}} two.");
	assert_string_equal(s[1], "Three?");
	assert_int_equal(sentences(a, "zh", "第一句。第二句。", &s, &n, &e), 0);
	assert_int_equal(n, 2);
}

static void glossary(void **state)
{
	static const struct term terms[] = {{"States Parties", "États parties", ""}, {"mine", "mine", ""}};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	assert_string_equal(
		terms_missed(a, terms, 2, "The states parties met.", "Les États parties ont siégé."), "");
	assert_string_equal(terms_missed(a, terms, 2, "The States Parties met.", "Les Fiestas ont siégé."),
		"\"States Parties\" is to be \"États parties\"");
	assert_string_equal(terms_missed(a, terms, 2, "It will determine.", "Cela décidera."), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(numbers),
		cmocka_unit_test(asking),
		cmocka_unit_test(sentences_cut),
		cmocka_unit_test(glossary),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
