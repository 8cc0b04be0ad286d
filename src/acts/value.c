#include "acts/value.h"

#include <string.h>

#define LANGUAGE_MAX 35u /* bytes of a language tag; RFC 5646 section 4.4.1 */
#define COUNT_MAX 1000000000000000
#define YEAR_MAX 9999
#define SHA256_HEX 64u

static const char digits[] = "0123456789";

static int text_ok(const struct act_field *f, const char *text, struct err *e)
{
	(void)f;
	return text_check(text, strlen(text), e);
}

static int code_ok(const struct act_field *f, const char *text, struct err *e)
{
	int r = text_check(text, strlen(text), e);

	(void)f;
	if (r < 0)
		return r;
	if (text[strcspn(text, " \t\n\"\\")])
		return err_set(e, ERR_INVALID,
			"\"%.60s\" is no short name; write it without spaces, quotes and backslashes", text);
	if (strlen(text) > PAYLOAD_CODE_MAX)
		return err_set(
			e, ERR_INVALID, "\"%.20s...\" is too long; at most %u bytes", text, PAYLOAD_CODE_MAX);
	return 0;
}

static int kind_ok(const struct act_field *f, const char *text, struct err *e)
{
	enum act_kind kind;

	(void)f;
	return act_kind_parse(text, &kind, e);
}

static int count_ok(const struct act_field *f, const char *text, struct err *e)
{
	int64_t n;

	(void)f;
	return text_int(text, 0, COUNT_MAX, &n, e);
}

static int year_ok(const struct act_field *f, const char *text, struct err *e)
{
	int64_t n;

	(void)f;
	return text_int(text, 1, YEAR_MAX, &n, e);
}

/* Digits, none leading that says nothing, with one point between digits at most. */
static int decimal_ok(const struct act_field *f, const char *text, struct err *e)
{
	const char *s = text + (text[0] == '-');
	size_t whole = strspn(s, digits), part = s[whole] == '.' ? strspn(s + whole + 1, digits) : 0;
	size_t len = whole + (part ? part + 1 : 0);

	(void)f;
	if (whole == 0 || s[len] || (s[0] == '0' && whole > 1))
		return err_set(e, ERR_INVALID,
			"\"%.60s\" is not a number; write digits with a point at most, as in 1172 or 0.010",
			text);
	if (strlen(text) > PAYLOAD_DIGITS_MAX)
		return err_set(e, ERR_INVALID, "more than %u digits; shorten the number", PAYLOAD_DIGITS_MAX);
	return 0;
}

static int day_ok(const struct act_field *f, const char *text, struct err *e)
{
	day_t day;

	(void)f;
	return day_parse(text, strlen(text), &day, e);
}

static int edtf_ok(const struct act_field *f, const char *text, struct err *e)
{
	struct edtf d;

	(void)f;
	return edtf_parse(text, strlen(text), &d, e);
}

static int state_ok(const struct act_field *f, const char *text, struct err *e)
{
	(void)f;
	if (text_is_iso3(text))
		return 0;
	return err_set(e, ERR_INVALID,
		"\"%.40s\" is no State's code; write ISO 3166-1 alpha-3 in capitals, such as LAO", text);
}

static bool among(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, word, n) == 0)
			return true;
		at += n;
	}
	return false;
}

static int choice_ok(const struct act_field *f, const char *text, struct err *e)
{
	if (among(f->choices, text))
		return 0;
	return err_set(e, ERR_INVALID, "\"%.60s\" is not one of the words for it; write one of: %s", text,
		f->choices);
}

static int vote_ok(const struct act_field *f, const char *text, struct err *e)
{
	static const char votes[] = "yes no abstain non-voting";

	(void)f;
	if (among(votes, text))
		return 0;
	return err_set(e, ERR_INVALID, "\"%.60s\" is no vote; write one of: %s", text, votes);
}

static int yes_ok(const struct act_field *f, const char *text, struct err *e)
{
	(void)f;
	if (strcmp(text, "yes") == 0)
		return 0;
	return err_set(e, ERR_INVALID, "\"%.60s\" is not yes; write yes, or leave it empty", text);
}

static int sha256_ok(const struct act_field *f, const char *text, struct err *e)
{
	(void)f;
	if (strspn(text, "0123456789abcdef") == SHA256_HEX && !text[SHA256_HEX])
		return 0;
	return err_set(
		e, ERR_INVALID, "not a SHA-256; write %u hexadecimal digits in lower case", SHA256_HEX);
}

/* A language tag by its shape: en, zh-Hans, pt-BR. */
static int language_ok(const struct act_field *f, const char *key, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz",
			  any[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strspn(key, letters);
	const char *s = key + n;
	bool ok = n >= 2 && n <= 3 && strlen(key) <= LANGUAGE_MAX;

	(void)f;
	while (ok && *s == '-') {
		n = strspn(++s, any);
		ok = n >= 2 && n <= 8;
		s += n;
	}
	if (ok && !*s)
		return 0;
	return err_set(e, ERR_INVALID, "\"%.40s\" is no language; write a tag such as en or zh-Hans", key);
}

typedef int check_fn(const struct act_field *f, const char *text, struct err *e);

/* Every type: its shape, is it a number in JSON, what its key and its text must be. */
static const struct {
	enum value_shape shape;
	bool number, may_be_number;
	check_fn *key, *text;
} types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = {SHAPE_ONE, false, false, NULL, text_ok},
	[FIELD_CODE] = {SHAPE_ONE, false, false, NULL, code_ok},
	[FIELD_CODES] = {SHAPE_LIST, false, false, NULL, code_ok},
	[FIELD_KINDS] = {SHAPE_LIST, false, false, NULL, kind_ok},
	[FIELD_TEXTS] = {SHAPE_MAP, false, false, language_ok, text_ok},
	[FIELD_COUNT] = {SHAPE_ONE, true, true, NULL, count_ok},
	[FIELD_DECIMAL] = {SHAPE_ONE, false, true, NULL, decimal_ok},
	[FIELD_DAY] = {SHAPE_ONE, false, false, NULL, day_ok},
	[FIELD_EDTF] = {SHAPE_ONE, false, false, NULL, edtf_ok},
	[FIELD_YEAR] = {SHAPE_ONE, true, true, NULL, year_ok},
	[FIELD_STATE] = {SHAPE_ONE, false, false, NULL, state_ok},
	[FIELD_STATES] = {SHAPE_LIST, false, false, NULL, state_ok},
	[FIELD_CHOICE] = {SHAPE_ONE, false, false, NULL, choice_ok},
	[FIELD_ROLL] = {SHAPE_MAP, false, false, state_ok, vote_ok},
	[FIELD_RATES] = {SHAPE_MAP, false, true, state_ok, decimal_ok},
	[FIELD_YES] = {SHAPE_ONE, false, false, NULL, yes_ok},
	[FIELD_SHA256] = {SHAPE_ONE, false, false, NULL, sha256_ok},
};

enum value_shape value_shape(enum field_type type)
{
	return types[type].shape;
}

bool value_is_number(enum field_type type)
{
	return types[type].number;
}

bool value_may_be_number(enum field_type type)
{
	return types[type].may_be_number;
}

const char *value_digits(const char *text)
{
	text += strspn(text, "-0"); /* checked to be a number that is not below 0 */
	return *text ? text : "0";
}

const char *value_trim(struct arena *a, const char *text)
{
	static const char space[] = " \t\n\r";
	const char *begin = text + strspn(text, space);
	size_t len = strlen(begin), cut = len;

	while (cut > 0 && strchr(space, begin[cut - 1]))
		cut--;
	return cut == len ? begin : arena_strndup(a, begin, cut);
}

int value_check(const struct act_field *f, const char *key, const char *text, struct err *e)
{
	int r = types[f->type].key ? types[f->type].key(f, key, e) : 0;

	return r < 0 ? r : types[f->type].text(f, text, e);
}
