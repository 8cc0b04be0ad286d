/* Dates, numbers, plurals, lists and line breaks, in the six languages of the United Nations. */
#include "../unit.h"

#include "text/lang.h"
#include "text/order.h"

static struct lang *open_lang(struct arena *a, const char *tag)
{
	struct err e;
	struct lang *l;
	if (lang_open(a, tag, &l, &e) < 0)
		fail_msg("%s: %s", tag, e.text);
	return l;
}

static day_t day(const char *s)
{
	struct err e;
	day_t d;
	if (day_parse(s, strlen(s), &d, &e) < 0)
		fail_msg("%s", e.text);
	return d;
}

/* What the style manuals of the six languages ask for; U+00A0 and U+202F are spaces that do not break. */
static const struct {
	const char *tag, *date, *first, *number, *share, *compact, *stay, *one_day, *two_months, *two_years,
		*list;
	bool right_to_left;
} language[] = {
	{"ar", "19\u00a0آذار/مارس\u00a02020", "1\u00a0آب/أغسطس\u00a02010", "178.000.000", "61,4",
		"178\u00a0مليون", "من 23 إلى 27\u00a0تشرين\u00a0الثاني/نوفمبر\u00a02020",
		"في 23\u00a0تشرين\u00a0الثاني/نوفمبر\u00a02020",
		"من 30\u00a0تشرين\u00a0الثاني/نوفمبر إلى 2\u00a0كانون\u00a0الأول/ديسمبر\u00a02020",
		"من 30\u00a0كانون\u00a0الأول/ديسمبر\u00a02020 إلى 2\u00a0كانون\u00a0الثاني/يناير\u00a02021",
		"ألف وباء", true},
	{"en", "19\u00a0March\u00a02020", "1\u00a0August\u00a02010", "178,000,000", "61.4",
		"178\u00a0million", "from 23 to 27\u00a0November\u00a02020", "on 23\u00a0November\u00a02020",
		"from 30\u00a0November to 2\u00a0December\u00a02020",
		"from 30\u00a0December\u00a02020 to 2\u00a0January\u00a02021", "a and b", false},
	{"es", "19\u00a0de\u00a0marzo\u00a0de\u00a02020", "1\u00a0de\u00a0agosto\u00a0de\u00a02010",
		"178.000.000", "61,4", "178\u00a0millones",
		"del 23 al 27\u00a0de\u00a0noviembre\u00a0de\u00a02020",
		"el 23\u00a0de\u00a0noviembre\u00a0de\u00a02020",
		"del 30\u00a0de\u00a0noviembre al 2\u00a0de\u00a0diciembre\u00a0de\u00a02020",
		"del 30\u00a0de\u00a0diciembre\u00a0de\u00a02020 al 2\u00a0de\u00a0enero\u00a0de\u00a02021",
		"a y b", false},
	{"fr", "19\u00a0mars\u00a02020", "1er\u00a0août\u00a02010", "178\u202f000\u202f000", "61,4",
		"178\u00a0millions", "du 23 au 27\u00a0novembre\u00a02020", "le 23\u00a0novembre\u00a02020",
		"du 30\u00a0novembre au 2\u00a0décembre\u00a02020",
		"du 30\u00a0décembre\u00a02020 au 2\u00a0janvier\u00a02021", "a et b", false},
	{"ru", "19\u00a0марта\u00a02020\u00a0года", "1\u00a0августа\u00a02010\u00a0года",
		"178\u00a0000\u00a0000", "61,4", "178\u00a0миллионов",
		"с\u00a023 по 27\u00a0ноября\u00a02020\u00a0года", "23\u00a0ноября\u00a02020\u00a0года",
		"с\u00a030\u00a0ноября по 2\u00a0декабря\u00a02020\u00a0года",
		"с\u00a030\u00a0декабря\u00a02020\u00a0года по 2\u00a0января\u00a02021\u00a0года", "a и b",
		false},
	{"zh", "2020年3月19日", "2010年8月1日", "178,000,000", "61.4", "1.78亿", "2020年11月23日至27日",
		"2020年11月23日", "2020年11月30日至12月2日", "2020年12月30日至2021年1月2日", "甲和乙", false},
};

static void test_weekdays(void **state)
{
	static const struct {
		const char *tag, *text;
	} row[] = {
		{"ar", "الاثنين، 25\u00a0أيار/مايو\u00a02020"},
		{"en", "Monday, 25\u00a0May\u00a02020"},
		{"es", "lunes, 25\u00a0de\u00a0mayo\u00a0de\u00a02020"},
		{"fr", "lundi\u00a025\u00a0mai\u00a02020"},
		{"ru", "понедельник, 25\u00a0мая\u00a02020\u00a0года"},
		{"zh", "2020年5月25日星期一"},
	};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_string_equal(
			lang_weekday(open_lang(a, row[i].tag), a, day("2020-05-25")), row[i].text);
}

static void test_six_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(language); i++) {
		AUTO_ARENA a = arena_new("test");
		struct lang *l = open_lang(a, language[i].tag);
		bool arabic = i == 0, chinese = i == COUNT(language) - 1;
		const char *const pair[] = {arabic ? "ألف"
				: chinese          ? "甲"
						   : "a",
			arabic            ? "باء"
				: chinese ? "乙"
					  : "b"};
		assert_string_equal(lang_tag(l), language[i].tag);
		assert_string_equal(lang_date(l, a, day("2020-03-19")), language[i].date);
		assert_string_equal(lang_date(l, a, day("2010-08-01")), language[i].first);
		assert_string_equal(lang_number(l, a, "178000000", NUMBER_PLAIN), language[i].number);
		assert_string_equal(lang_number(l, a, "61.4", NUMBER_PLAIN), language[i].share);
		assert_string_equal(lang_number(l, a, "178000000", NUMBER_COMPACT), language[i].compact);
		assert_string_equal(lang_span(l, a, day("2020-11-23"), day("2020-11-27")), language[i].stay);
		assert_string_equal(
			lang_span(l, a, day("2020-11-23"), day("2020-11-23")), language[i].one_day);
		assert_string_equal(
			lang_span(l, a, day("2020-11-30"), day("2020-12-02")), language[i].two_months);
		assert_string_equal(
			lang_span(l, a, day("2020-12-30"), day("2021-01-02")), language[i].two_years);
		assert_string_equal(lang_list(l, a, 2, pair), language[i].list);
		assert_int_equal(lang_right_to_left(l), language[i].right_to_left);
	}
}

static void test_plurals(void **state)
{
	static const struct {
		const char *tag, *all, *of_1, *of_2, *of_8, *of_108, *of_million;
	} row[] = {
		{"ar", "few many one two zero other", "one", "two", "few", "few", "other"},
		{"en", "one other", "one", "other", "other", "other", "other"},
		{"es", "many one other", "one", "other", "other", "other", "many"},
		{"fr", "many one other", "one", "other", "other", "other", "many"},
		{"ru", "few many one other", "one", "few", "many", "many", "many"},
		{"zh", "other", "other", "other", "other", "other", "other"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		AUTO_ARENA a = arena_new("test");
		struct lang *l = open_lang(a, row[i].tag);
		const char *all = "";
		for (const char *const *c = lang_plurals(l); *c; c++)
			all = arena_printf(a, "%s%s%s", all, *all ? " " : "", *c);
		assert_string_equal(all, row[i].all);
		assert_string_equal(lang_plural(l, "1"), row[i].of_1);
		assert_string_equal(lang_plural(l, "2"), row[i].of_2);
		assert_string_equal(lang_plural(l, "8"), row[i].of_8);
		assert_string_equal(lang_plural(l, "108"), row[i].of_108);
		assert_string_equal(lang_plural(l, "1000000"), row[i].of_million);
	}
}

static void test_numbers(void **state)
{
	static const char *const no[] = {"", "-", ".", "1.", ".5", "1e3", "inf", "NaN", "1 000", "0x1", "1,5",
		"--1", "12345678901234567890123456789012345678901"};
	AUTO_ARENA a = arena_new("test");
	struct lang *l = open_lang(a, "en");
	(void)state;
	for (size_t i = 0; i < COUNT(no); i++)
		if (lang_is_number(no[i]))
			fail_msg("'%s' is taken for a number", no[i]);
	assert_true(lang_is_number("0") && lang_is_number("-1.50"));
	/* Nothing passes through a float, and nothing is rounded that was not asked to be. */
	assert_string_equal(lang_number(l, a, "12345678901234567890.123456789", NUMBER_PLAIN),
		"12,345,678,901,234,567,890.123456789");
	assert_string_equal(lang_number(l, a, "178412345", NUMBER_COMPACT), "178.412345\u00a0million");
	assert_string_equal(lang_number(l, a, "108", NUMBER_COMPACT), "108");
	assert_string_equal(lang_number(l, a, "61.4", NUMBER_WHOLE), "61");
	assert_string_equal(lang_number(l, a, "62.5", NUMBER_WHOLE), "63");
	assert_string_equal(lang_number(l, a, "0.00005", NUMBER_PLAIN), "0.00005");
}

/* A tag with a region is taken at its word; month-first languages keep CLDR's own stay. */
static void test_tags(void **state)
{
	static const char *const no[] = {"", "e", "en_GB!", "../en", "en/fr", "-en", "en-",
		"a-very-long-tag-that-no-one-would-ever-write-down"};
	AUTO_ARENA a = arena_new("test");
	struct err e;
	struct lang *l = open_lang(a, "en-US");
	(void)state;
	assert_string_equal(lang_date(l, a, day("2020-03-19")), "March\u00a019,\u00a02020");
	assert_string_equal(lang_span(l, a, day("2020-11-23"), day("2020-11-27")),
		"November\u00a023\u2009–\u200927,\u00a02020");
	assert_string_equal(lang_date(open_lang(a, "pt"), a, day("2020-03-19")),
		"19\u00a0de\u00a0março\u00a0de\u00a02020");
	for (size_t i = 0; i < COUNT(no); i++) {
		if (lang_open(a, no[i], &l, &e) == 0)
			fail_msg("'%s' is taken for a language", no[i]);
		assert_int_equal(e.code, ERR_INVALID);
	}
}

/* Every day has one date, before 1582 as after it, and in a calendar without gaps. */
static void test_proleptic(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct lang *l = open_lang(a, "en"), *th = open_lang(a, "th");
	(void)state;
	assert_string_equal(lang_date(l, a, day("1582-10-10")), "10\u00a0October\u00a01582");
	assert_string_equal(lang_date(l, a, day("0001-01-01")), "1\u00a0January\u00a01");
	assert_string_equal(lang_date(l, a, day("9999-12-31")), "31\u00a0December\u00a09999");
	assert_non_null(strstr(lang_date(th, a, day("2020-03-19")), "2020")); /* not the Buddhist year */
}

static void test_capital(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct lang *en = open_lang(a, "en"), *tr = open_lang(a, "tr");
	(void)state;
	assert_string_equal(lang_capital(en, a, "the Republic of Angola"), "The Republic of Angola");
	assert_string_equal(lang_capital(open_lang(a, "fr"), a, "état"), "État");
	assert_string_equal(lang_capital(tr, a, "ilk"), "İlk");
	assert_string_equal(lang_capital(en, a, "ßa"), "SSa");
	assert_string_equal(lang_capital(en, a, "安哥拉"), "安哥拉");
	assert_string_equal(lang_capital(en, a, ""), "");
	assert_string_equal(lang_small(open_lang(a, "fr"), a, "Éléments"), "éléments");
	assert_string_equal(lang_small(open_lang(a, "ru"), a, "Второе совещание"), "второе совещание");
	assert_string_equal(lang_small(tr, a, "İlk"), "ilk");
	assert_string_equal(lang_small(en, a, ""), "");
}

static void test_columns(void **state)
{
	(void)state;
	assert_int_equal(lang_columns("abc", 3), 3);
	assert_int_equal(lang_columns("État", strlen("État")), 4);
	assert_int_equal(lang_columns("e\u0301", strlen("e\u0301")), 1);
	assert_int_equal(lang_columns("安哥拉", strlen("安哥拉")), 6);
	assert_int_equal(lang_columns("", 0), 0);
}

/* The places where a line may end, as '|' put into the text. */
static void test_breaks(void **state)
{
	static const struct {
		const char *tag, *text, *broken;
	} row[] = {
		{"en", "one two-fold three", "one |two-|fold |three|"},
		{"fr", "178\u202f000 « oui »", "178\u202f000 |« |oui |»|"},
		{"fr", "«\u00a0oui\u00a0»", "«\u00a0oui\u00a0»|"},
		{"zh", "集束弹药。", "集|束|弹|药。|"},
	};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		size_t *end, n = lang_breaks(open_lang(a, row[i].tag), a, row[i].text, &end), from = 0;
		const char *broken = "";
		for (size_t k = 0; k < n; from = end[k++])
			broken = arena_printf(a, "%s%.*s|", broken, (int)(end[k] - from), row[i].text + from);
		assert_string_equal(broken, row[i].broken);
	}
}

/* Marks and case set words in order, and do not hinder finding. */
static void test_order(void **state)
{
	static const struct {
		const char *tag, *before, *after;
	} ordered[] = {
		{"en", "Austria", "Bahamas"},
		{"en", "Côte d'Ivoire", "Croatia"},
		{"fr", "Égypte", "Espagne"},
		{"es", "Níger", "Nigeria"},
		{"es", "Nz", "Ña"},
		{"ru", "Египет", "Эстония"},
		{"ar", "أنغولا", "مصر"},
	};
	static const struct {
		const char *tag, *text, *part;
		bool found;
	} finding[] = {
		{"en", "Côte d'Ivoire", "cote", true},
		{"en", "Côte d'Ivoire", "d’ivoire", true},
		{"fr", "Égypte", "EGY", true},
		{"ru", "Египет", "ЕГИ", true},
		{"zh", "老挝人民民主共和国", "老挝", true},
		{"en", "Chad", "x", false},
		{"en", "", "x", false},
		{"en", "Chad", "", true},
		{"en", "\xff\xfe", "a", false},
	};
	AUTO_ARENA a = arena_new("test");
	(void)state;
	for (size_t i = 0; i < COUNT(ordered); i++) {
		struct order *o = order_open(a, ordered[i].tag);
		assert_true(order_compare(o, ordered[i].before, ordered[i].after) < 0);
		assert_true(order_compare(o, ordered[i].after, ordered[i].before) > 0);
		assert_int_equal(order_compare(o, ordered[i].after, ordered[i].after), 0);
	}
	for (size_t i = 0; i < COUNT(finding); i++)
		assert_int_equal(order_finds(order_open(a, finding[i].tag), finding[i].text, finding[i].part),
			finding[i].found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_six_languages),
		cmocka_unit_test(test_weekdays),
		cmocka_unit_test(test_plurals),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_proleptic),
		cmocka_unit_test(test_capital),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_breaks),
		cmocka_unit_test(test_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
