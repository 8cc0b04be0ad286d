/* ICU behind text/lang.h. */
#include "text/lang.h"

#include <assert.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#define PATTERN_MAX 64    /* UTF-16 units of a date pattern */
#define FORMATTED_MAX 256 /* of a formatted number or date */
#define CATEGORIES_MAX 6  /* CLDR: zero one two few many other */
#define KEYWORD_MAX 8

/* What CLDR does not say, or says otherwise than the United Nations write. One row a language; the others
 * take CLDR as it is. */
struct style {
	const char *language;
	const char *locale;               /* for a bare tag */
	const char *first;                /* after the 1 of the first of a month */
	const char *month_beside;         /* locale whose month name stands after a stroke */
	const char *from, *to, *on;       /* words of a stay; NULL: CLDR's own interval */
	const UChar *year, *year_written; /* what stands after a year in CLDR's pattern, and what instead */
};
static const struct style styles[] = {
	{"ar", "ar-LB", NULL, "ar-EG", "من ", " إلى ", "في ", NULL, NULL},
	{"en", "en-GB", NULL, NULL, "from ", " to ", "on ", NULL, NULL},
	{"es", "es-ES", NULL, NULL, "del ", " al ", "el ", NULL, NULL},
	{"fr", "fr-FR", "er", NULL, "du ", " au ", "le ", NULL, NULL},
	{"ru", "ru-RU", NULL, NULL, "с\u00a0", " по ", "", u"\u202f'г'.", u"\u00a0'года'"},
	{"zh", "zh-Hans", NULL, NULL, NULL, NULL, NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

/* Parts of a date: all of it, without the year, the day alone; all of it with the day of the week. */
enum date_part { DATE_FULL, DATE_IN_YEAR, DATE_IN_MONTH, DATE_WEEKDAY, DATE_MONTH, DATE_PART_COUNT };
static const UChar *const skeletons[DATE_PART_COUNT] = {u"yMMMMd", u"MMMMd", u"d", u"yMMMMEEEEd", u"yMMMM"};
static const UChar *const number_skeletons[NUMBER_FORM_COUNT] = {
	[NUMBER_PLAIN] = u"precision-unlimited",
	[NUMBER_COMPACT] = u"compact-long precision-unlimited",
	[NUMBER_WHOLE] = u"precision-integer rounding-mode-half-up",
};

struct lang {
	const char *tag;
	const struct style *style; /* the last, empty row where the language has none */
	char locale[ULOC_FULLNAME_CAPACITY];
	UNumberFormatter *number[NUMBER_FORM_COUNT];
	UFormattedNumber *formatted; /* scratch */
	UDateFormat *date, *month_beside;
	UDateIntervalFormat *interval;
	UChar pattern[DATE_PART_COUNT][PATTERN_MAX];
	UPluralRules *plural;
	const char *category[CATEGORIES_MAX + 1];
	UListFormatter *list;
	UBreakIterator *lines;
};

/* ---- UTF-8 and UTF-16 ---- */

static const char *utf8(struct arena *a, const UChar *s, int32_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	char *out = arena_zalloc(a, (size_t)len * 3 + 1);
	u_strToUTF8(out, len * 3 + 1, NULL, s, len, &status);
	assert(U_SUCCESS(status));
	return out;
}

static UChar *utf16(struct arena *a, const char *s, int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t cap = (int32_t)strlen(s) + 1;
	UChar *out = NEW_ARRAY(a, UChar, (size_t)cap);
	u_strFromUTF8WithSub(out, cap, ret_len, s, -1, 0xFFFD, NULL, &status);
	assert(U_SUCCESS(status));
	return out;
}

/* ---- opening ---- */

static void lang_close(void *arg)
{
	struct lang *l = arg;
	for (int i = 0; i < NUMBER_FORM_COUNT; i++)
		unumf_close(l->number[i]);
	unumf_closeResult(l->formatted);
	udat_close(l->date);
	udat_close(l->month_beside);
	udtitvfmt_close(l->interval);
	uplrules_close(l->plural);
	ulistfmt_close(l->list);
	ubrk_close(l->lines);
}

/* For a language that it does not have, ICU takes the locale of the process: ask for the root instead. */
static bool language_known(const char *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	char language[ULOC_LANG_CAPACITY], other[ULOC_LANG_CAPACITY];
	uloc_getLanguage(locale, language, ULOC_LANG_CAPACITY, &status);
	for (int32_t i = 0; i < uloc_countAvailable() && U_SUCCESS(status); i++) {
		uloc_getLanguage(uloc_getAvailable(i), other, ULOC_LANG_CAPACITY, &status);
		if (strcmp(language, other) == 0)
			return true;
	}
	return false;
}

/* The ICU locale of a tag, with the Gregorian calendar and Western digits. */
static void locale_of(const char *tag, char out[ULOC_FULLNAME_CAPACITY], UErrorCode *status)
{
	uloc_forLanguageTag(tag, out, ULOC_FULLNAME_CAPACITY, NULL, status);
	if (!language_known(out))
		uloc_forLanguageTag("und", out, ULOC_FULLNAME_CAPACITY, NULL, status);
	uloc_setKeywordValue("calendar", "gregorian", out, ULOC_FULLNAME_CAPACITY, status);
	uloc_setKeywordValue("numbers", "latn", out, ULOC_FULLNAME_CAPACITY, status);
}

static const struct style *style_of(const char *tag)
{
	const struct style *s = styles;
	while (s->language &&
		(strncmp(tag, s->language, strlen(s->language)) != 0 ||
			(tag[strlen(s->language)] != '\0' && tag[strlen(s->language)] != '-')))
		s++;
	return s;
}

static UDateFormat *date_open(const char *locale, UErrorCode *status)
{
	UDateFormat *f = udat_open(UDAT_LONG, UDAT_NONE, locale, u"UTC", -1, NULL, 0, status);
	UCalendar *calendar = ucal_open(u"UTC", -1, locale, UCAL_DEFAULT, status);
	if (U_SUCCESS(*status)) {
		ucal_setGregorianChange(
			calendar, -184303902528000000.0, status); /* before all days: never Julian */
		udat_setCalendar(f, calendar);
	}
	ucal_close(calendar);
	return f;
}

static int category_cmp(const char *x, const char *y)
{
	bool x_other = strcmp(x, "other") == 0, y_other = strcmp(y, "other") == 0;
	return x_other != y_other ? x_other - y_other : strcmp(x, y);
}

static void plurals_open(struct arena *a, struct lang *l, UErrorCode *status)
{
	size_t n = 0;
	l->plural = uplrules_openForType(l->locale, UPLURAL_TYPE_CARDINAL, status);
	UEnumeration *keywords = U_SUCCESS(*status) ? uplrules_getKeywords(l->plural, status) : NULL;
	const char *k;
	while (U_SUCCESS(*status) && n < CATEGORIES_MAX && (k = uenum_next(keywords, NULL, status)) != NULL) {
		size_t at = n++;
		for (; at > 0 && category_cmp(l->category[at - 1], k) > 0; at--)
			l->category[at] = l->category[at - 1];
		l->category[at] = arena_strdup(a, k);
	}
	uenum_close(keywords);
}

/* Writes the word for "year" out, where the language's style has it so. */
static void year_write(const struct style *s, UChar pattern[PATTERN_MAX])
{
	UChar *at = s->year ? u_strstr(pattern, s->year) : NULL, rest[PATTERN_MAX];
	if (!at || u_strlen(pattern) + u_strlen(s->year_written) >= PATTERN_MAX)
		return;
	u_strcpy(rest, at + u_strlen(s->year));
	u_strcpy(at, s->year_written);
	u_strcat(at, rest);
}

static void dates_open(struct lang *l, UErrorCode *status)
{
	UDateTimePatternGenerator *best = udatpg_open(l->locale, status);
	for (int i = 0; i < DATE_PART_COUNT && U_SUCCESS(*status); i++)
		udatpg_getBestPattern(best, skeletons[i], -1, l->pattern[i], PATTERN_MAX, status);
	for (int i = 0; i < DATE_PART_COUNT && U_SUCCESS(*status); i++)
		year_write(l->style, l->pattern[i]);
	if (best)
		udatpg_close(best);
	l->date = date_open(l->locale, status);
	l->interval = udtitvfmt_open(l->locale, skeletons[DATE_FULL], -1, u"UTC", -1, status);
	if (l->style->month_beside) {
		char beside[ULOC_FULLNAME_CAPACITY];
		locale_of(l->style->month_beside, beside, status);
		l->month_beside = date_open(beside, status);
		if (U_SUCCESS(*status))
			udat_applyPattern(l->month_beside, false, u"LLLL", -1);
	}
}

int lang_open(struct arena *a, const char *tag, struct lang **ret, struct err *e)
{
	UErrorCode status = U_ZERO_ERROR;
	char parsed[ULOC_FULLNAME_CAPACITY];
	int32_t read = 0;
	if (strlen(tag) <= LANG_TAG_MAX)
		uloc_forLanguageTag(tag, parsed, sizeof parsed, &read, &status);
	if (U_FAILURE(status) || *tag == '\0' || (size_t)read != strlen(tag) || !*parsed)
		return err_set(e, ERR_INVALID,
			"'%.40s' is no language tag; write one as in BCP 47, such as en, fr or pt-BR", tag);
	struct lang *l = NEW(a, struct lang);
	l->tag = arena_strdup(a, tag);
	l->style = style_of(tag);
	bool bare = l->style->language && strcmp(tag, l->style->language) == 0;
	locale_of(bare ? l->style->locale : tag, l->locale, &status);
	for (int i = 0; i < NUMBER_FORM_COUNT; i++)
		l->number[i] = unumf_openForSkeletonAndLocale(number_skeletons[i], -1, l->locale, &status);
	l->formatted = unumf_openResult(&status);
	dates_open(l, &status);
	plurals_open(a, l, &status);
	l->list = ulistfmt_openForType(l->locale, ULISTFMT_TYPE_AND, ULISTFMT_WIDTH_WIDE, &status);
	l->lines = ubrk_open(UBRK_LINE, l->locale, NULL, 0, &status);
	arena_defer(a, lang_close, l);
	if (U_FAILURE(status))
		return err_set(e, ERR_IO, "%s: ICU cannot serve this language (%s); is libicu72 whole?", tag,
			u_errorName(status));
	*ret = l;
	return 0;
}

const char *lang_tag(const struct lang *l)
{
	return l->tag;
}

bool lang_right_to_left(const struct lang *l)
{
	return uloc_isRightToLeft(l->locale);
}

/* ---- numbers ---- */

bool lang_is_number(const char *s)
{
	const char *p = s + (*s == '-');
	size_t whole = strspn(p, "0123456789");
	const char *end = p + whole;
	if (*end == '.') {
		size_t fraction = strspn(end + 1, "0123456789");
		end += fraction ? fraction + 1 : 0;
	}
	return whole > 0 && *end == '\0' && (size_t)(end - s) <= NUMBER_TEXT_MAX;
}

static void number_format(const struct lang *l, const char *decimal, enum number_form form)
{
	UErrorCode status = U_ZERO_ERROR;
	assert(lang_is_number(decimal));
	unumf_formatDecimal(l->number[form], decimal, -1, l->formatted, &status);
	assert(U_SUCCESS(status));
}

const char *lang_number(const struct lang *l, struct arena *a, const char *decimal, enum number_form form)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar out[FORMATTED_MAX];
	number_format(l, decimal, form);
	int32_t len = unumf_resultToString(l->formatted, out, FORMATTED_MAX, &status);
	assert(U_SUCCESS(status));
	for (int32_t i = 0; i < len; i++) /* a number stays on its line */
		out[i] = out[i] == u' ' ? u'\u00a0' : out[i];
	return utf8(a, out, len);
}

const char *lang_plural(const struct lang *l, const char *decimal)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar word[KEYWORD_MAX];
	char keyword[KEYWORD_MAX];
	number_format(l, decimal, NUMBER_PLAIN);
	uplrules_selectFormatted(l->plural, l->formatted, word, KEYWORD_MAX, &status);
	assert(U_SUCCESS(status));
	u_austrcpy(keyword, word);
	const char *const *category = l->category;
	while (*category && strcmp(*category, keyword) != 0)
		category++;
	assert(*category);
	return *category;
}

const char *const *lang_plurals(const struct lang *l)
{
	return l->category;
}

/* ---- dates ---- */

static double instant_of(day_t d)
{
	return d * 86400000.0; /* ICU counts milliseconds in a double: exact for every day */
}

/* A part's pattern for this day: with the mark of the first of the month, and both names of the month. */
static void pattern_for(const struct lang *l, enum date_part part, day_t d, UChar out[PATTERN_MAX * 2])
{
	UErrorCode status = U_ZERO_ERROR;
	UChar beside[PATTERN_MAX];
	bool quoted = false, first = l->style->first && day_to_date(d).day == 1;
	int32_t n = 0;
	for (const UChar *p = l->pattern[part]; *p; p++) {
		quoted ^= *p == u'\'';
		out[n++] = *p;
		if (quoted)
			continue;
		if (*p == u'd' && first && p[1] != u'd') {
			out[n++] = u'\'';
			u_uastrcpy(out + n, l->style->first);
			n += (int32_t)strlen(l->style->first);
			out[n++] = u'\'';
		} else if ((*p == u'M' || *p == u'L') && p[1] != *p && l->month_beside) {
			int32_t len = udat_format(
				l->month_beside, instant_of(d), beside, PATTERN_MAX / 2, NULL, &status);
			assert(U_SUCCESS(status));
			out[n++] = u'\'';
			out[n++] = u'/';
			u_memcpy(out + n, beside, len);
			n += len;
			out[n++] = u'\'';
		}
	}
	out[n] = 0;
}

static bool is_pause(const UChar *s, int32_t i)
{
	return (s[i] == u',' || s[i] == u'،') && i > 0 && !u_isdigit(s[i - 1]);
}

/* A date stays on its line, but for a day of the week before its comma, and beside a dash. */
static void unbroken(UChar *s, int32_t len)
{
	for (int32_t i = 1; i + 1 < len; i++)
		if (s[i] == u' ' && !is_pause(s, i - 1) && s[i - 1] != u'–' && s[i + 1] != u'–')
			s[i] = u'\u00a0';
}

static const char *date_part(const struct lang *l, struct arena *a, day_t d, enum date_part part)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar pattern[PATTERN_MAX * 2], out[FORMATTED_MAX];
	pattern_for(l, part, d, pattern);
	udat_applyPattern(l->date, false, pattern, -1);
	int32_t len = udat_format(l->date, instant_of(d), out, FORMATTED_MAX, NULL, &status);
	assert(U_SUCCESS(status));
	unbroken(out, len);
	return utf8(a, out, len);
}

const char *lang_date(const struct lang *l, struct arena *a, day_t d)
{
	return date_part(l, a, d, DATE_FULL);
}

const char *lang_day_of_year(const struct lang *l, struct arena *a, day_t d)
{
	return date_part(l, a, d, DATE_IN_YEAR);
}

const char *lang_weekday(const struct lang *l, struct arena *a, day_t d)
{
	return date_part(l, a, d, DATE_WEEKDAY);
}

const char *lang_month(const struct lang *l, struct arena *a, day_t d)
{
	return date_part(l, a, d, DATE_MONTH);
}

const char *lang_span(const struct lang *l, struct arena *a, day_t first, day_t last)
{
	const struct style *s = l->style;
	struct date x = day_to_date(first), y = day_to_date(last);
	if (first == last)
		return arena_printf(a, "%s%s", s->on ? s->on : "", lang_date(l, a, first));
	if (!s->from ||
		l->pattern[DATE_FULL][0] !=
			u'd') { /* what both days share can go from the first where it stands last */
		UErrorCode status = U_ZERO_ERROR;
		UChar out[FORMATTED_MAX];
		int32_t len = udtitvfmt_format(
			l->interval, instant_of(first), instant_of(last), out, FORMATTED_MAX, NULL, &status);
		assert(U_SUCCESS(status));
		unbroken(out, len);
		return utf8(a, out, len);
	}
	enum date_part part = x.year != y.year ? DATE_FULL
		: x.month != y.month           ? DATE_IN_YEAR
					       : DATE_IN_MONTH;
	return arena_printf(
		a, "%s%s%s%s", s->from, date_part(l, a, first, part), s->to, lang_date(l, a, last));
}

/* ---- lists and letters ---- */

const char *lang_list(const struct lang *l, struct arena *a, size_t n, const char *const *item)
{
	UErrorCode status = U_ZERO_ERROR;
	const UChar **text = NEW_ARRAY(a, const UChar *, n);
	int32_t *len = NEW_ARRAY(a, int32_t, n), total = FORMATTED_MAX;
	for (size_t i = 0; i < n; i++) {
		text[i] = utf16(a, item[i], &len[i]);
		total += len[i] + FORMATTED_MAX;
	}
	UChar *out = NEW_ARRAY(a, UChar, (size_t)total);
	int32_t used = ulistfmt_format(l->list, text, len, (int32_t)n, out, total, &status);
	assert(U_SUCCESS(status));
	return utf8(a, out, used);
}

/* The first letter in another case. */
static const char *recased(const struct lang *l, struct arena *a, const char *s,
	int32_t (*to)(UChar *, int32_t, const UChar *, int32_t, const char *, UErrorCode *))
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t len, first = 0;
	UChar *text = utf16(a, s, &len), other[KEYWORD_MAX];
	if (len > 0)
		U16_FWD_1(text, first, len);
	int32_t n = to(other, KEYWORD_MAX, text, first, l->tag, &status);
	assert(U_SUCCESS(status));
	return arena_printf(a, "%s%s", utf8(a, other, n), utf8(a, text + first, len - first));
}

const char *lang_capital(const struct lang *l, struct arena *a, const char *s)
{
	return recased(l, a, s, u_strToUpper);
}

const char *lang_small(const struct lang *l, struct arena *a, const char *s)
{
	return recased(l, a, s, u_strToLower);
}

/* ---- lines ---- */

static size_t columns_of(UChar32 c)
{
	int8_t type = u_charType(c);
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
		return 0;
	int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t lang_columns(const char *s, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	size_t columns = 0;
	utext_openUTF8(&text, s, (int64_t)len, &status);
	assert(U_SUCCESS(status));
	for (UChar32 c = utext_next32From(&text, 0); c != U_SENTINEL; c = utext_next32(&text))
		columns += columns_of(c);
	utext_close(&text);
	return columns;
}

size_t lang_breaks(const struct lang *l, struct arena *a, const char *s, size_t **ret)
{
	UErrorCode status = U_ZERO_ERROR;
	UText text = UTEXT_INITIALIZER;
	size_t n = 0, cap = 0, *at = NULL;
	utext_openUTF8(&text, s, -1, &status);
	ubrk_setUText(l->lines, &text, &status);
	assert(U_SUCCESS(status));
	ubrk_first(l->lines);
	for (int32_t end = ubrk_next(l->lines); end != UBRK_DONE; end = ubrk_next(l->lines)) {
		if (l->style->month_beside && s[end] != '\0' && s[end - 1] == '/')
			continue; /* both names of a month stay together */
		GROW(a, at, n, cap);
		at[n++] = (size_t)end;
	}
	utext_close(&text);
	*ret = at;
	return n;
}
