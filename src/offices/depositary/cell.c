/* Days, suffixes and titles as the depositary prints them. Source: Multilateral Treaties Deposited with the
 * Secretary-General, introduction: the suffixes are said in each column's title. */
#include <ctype.h>
#include <strings.h>

#include "acts/kind.h"
#include "offices/depositary/page.h"

#define SUFFIX_MAX 8u /* bytes */
#define NOT_RECORDED (-1)

/* ---- days ---- */

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"};

static size_t digits(const char *s, size_t most, int *ret)
{
	size_t n = 0;
	int value = 0;

	for (; n < most && s[n] >= '0' && s[n] <= '9'; n++)
		value = 10 * value + (s[n] - '0');
	*ret = value;
	return s[n] >= '0' && s[n] <= '9' ? 0 : n;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t letters(const char *s)
{
	size_t n = 0;

	while (is_letter(s[n]))
		n++;
	return n;
}

/* A month's name, whole or its first three letters or more ("Sept."). */
static size_t month(const char *s, int *ret)
{
	size_t n = letters(s);

	for (int m = 0; n >= 3 && m < 12; m++) {
		if (n > strlen(months[m]) || strncasecmp(s, months[m], n) != 0)
			continue;
		*ret = m + 1;
		return n + (s[n] == '.');
	}
	return 0;
}

size_t spelt_day(const char *s, day_t *ret)
{
	struct date d = {0};
	size_t at = digits(s, 2, &d.day), n;

	if (at == 0 || s[at] != ' ')
		return 0;
	n = month(s + ++at, &d.month);
	at += n;
	if (n == 0 || s[at] != ' ')
		return 0;
	n = digits(s + ++at, 4, &d.year);
	if (n != 4 || !date_valid(d))
		return 0;
	*ret = date_to_day(d);
	return at + n;
}

bool spelt_day_in(const char *s, day_t *ret)
{
	for (const char *p = s; *p; p++)
		if ((p == s || p[-1] < '0' || p[-1] > '9') && spelt_day(p, ret))
			return true;
	return false;
}

int cell_read(struct arena *a, const char *cell, struct cell_day *ret, size_t max, struct err *e)
{
	const char *s = cell;
	bool open = false;
	int n = 0;

	for (;;) {
		struct cell_day d = {.suffix = ""};
		size_t len;

		for (; *s && strchr(" []", *s); s++) /* a bracket may close before or after spaces */
			open = *s == '[' || (open && *s != ']');
		if (!*s)
			return n;
		len = spelt_day(s, &d.day);
		if (len == 0)
			return err_set(e, ERR_INVALID,
				"\"%.60s\" is no day as the depositary prints it, such as 3 Dec 2008 a",
				cell);
		if ((size_t)n == max)
			return err_set(e, ERR_LIMIT, "\"%.60s\": more than %zu days in one cell", cell, max);
		s += len;
		len = strspn(s, " ");
		if (letters(s + len) && letters(s + len) <= SUFFIX_MAX) {
			s += len;
			d.suffix = arena_strndup(a, s, letters(s));
			s += letters(s);
		}
		d.bracketed = open;
		ret[n++] = d;
	}
}

/* ---- titles of columns ---- */

/* By what a title begins with, the longer one first. */
static const struct {
	const char *words, *suffix; /* suffix: where the title does not say it */
	int kind;
} manners[] = {
	{"succession to signature", "d", NOT_RECORDED},
	{"definitive signature", "s", ACT_CONSENT_TO_BE_BOUND},
	{"signature", "", ACT_SIGNATURE},
	{"provisional application", "n", ACT_PROVISIONAL_APPLICATION},
	{"ratification", "", ACT_RATIFICATION},
	{"acceptance", "A", ACT_ACCEPTANCE},
	{"approval", "AA", ACT_APPROVAL},
	{"accession", "a", ACT_ACCESSION},
	{"succession", "d", ACT_SUCCESSION},
	{"consent to be bound", "P", ACT_CONSENT_TO_BE_BOUND},
};
#define MANNERS (sizeof manners / sizeof *manners)

static void manner_read(struct arena *a, const char *words, struct manner *ret)
{
	const char *open = strrchr(words, '('), *close = open ? strchr(open, ')') : NULL;
	size_t i = 0;

	*ret = (struct manner){"", words, NOT_RECORDED};
	while (i < MANNERS &&
		(strncasecmp(words, manners[i].words, strlen(manners[i].words)) != 0 ||
			is_letter(words[strlen(manners[i].words)])))
		i++;
	if (i < MANNERS)
		ret->kind = manners[i].kind;
	if (close && letters(open + 1) == (size_t)(close - open - 1))
		ret->suffix = arena_strndup(a, open + 1, (size_t)(close - open - 1));
}

void column_read(struct arena *a, const char *title, struct column_manners *ret)
{
	*ret = (struct column_manners){0};
	for (const char *s = title; *s && ret->n < COLUMN_MANNERS_MAX;) {
		size_t len = strcspn(s, ",");

		manner_read(a, page_fold(a, arena_strndup(a, s, len)), &ret->manner[ret->n++]);
		s += len + (s[len] == ',');
	}
}

static const struct manner *by_suffix(const struct column_manners *c, const char *suffix)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->manner[i].suffix, suffix) == 0)
			return &c->manner[i];
	return NULL;
}

/* As the title says; else as the depositary's suffixes are used everywhere, where the title names the manner
 * without one ("Ratification, Accession"). */
const struct manner *column_manner(const struct column_manners *c, const char *suffix)
{
	const struct manner *m = by_suffix(c, suffix);

	for (size_t i = 0; !m && *suffix && i < c->n; i++)
		for (size_t k = 0; k < MANNERS; k++)
			if (!*c->manner[i].suffix && c->manner[i].kind == manners[k].kind &&
				strcmp(manners[k].suffix, suffix) == 0)
				m = &c->manner[i];
	return !m && !*suffix && c->n == 1 ? &c->manner[0] : m;
}

/* ---- end notes ---- */

/* A sentence ends with a full stop and a space; a symbol such as C.N.347.2024 has no space. */
static size_t sentence(const char *s)
{
	const char *end = strstr(s, ". ");

	return end ? (size_t)(end - s) + 2 : strlen(s);
}

static bool about_withdrawal(const char *s)
{
	return (strcasestr(s, "notification of withdrawal") || strcasestr(s, "notice of withdrawal") ||
		       strcasestr(s, "withdrawal took effect") ||
		       strcasestr(s, "withdrawal will take effect") ||
		       strcasestr(s, "withdrawal shall take effect")) &&
		!strcasestr(s, "reservation") && !strcasestr(s, "withdrawal of");
}

bool withdrawal_told(struct arena *a, const char *note, day_t *ret_notice, day_t *ret_effect)
{
	day_t notice = DAY_NONE_LOW, effect = DAY_NONE_LOW;

	for (size_t len; *note; note += len) {
		const char *s, *effective;

		len = sentence(note);
		s = arena_strndup(a, note, len);
		if (!about_withdrawal(s))
			continue;
		effective = strcasestr(s, "effect");
		if (effective && effect == DAY_NONE_LOW)
			IGNORE(spelt_day_in(effective, &effect)); /* not said: stays unknown */
		if (!strcasestr(s, "withdrawal took") && !strcasestr(s, "withdrawal will") &&
			!strcasestr(s, "withdrawal shall") && notice == DAY_NONE_LOW)
			IGNORE(spelt_day_in(s, &notice));
	}
	*ret_notice = notice;
	*ret_effect = effect;
	return notice != DAY_NONE_LOW;
}
