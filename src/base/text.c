#include "base/text.h"

size_t text_char(const char *s, size_t len, uint32_t *ret)
{
	/* By the first byte: bytes of the sequence, its own bits, the least code point (a shorter form is the
	 * law). */
	static const struct {
		unsigned char from, to;
		unsigned n;
		unsigned char bits;
		uint32_t least;
	} form[] = {
		{0x00, 0x7f, 1, 0x7f, 0x0},
		{0xc2, 0xdf, 2, 0x1f, 0x80},
		{0xe0, 0xef, 3, 0x0f, 0x800},
		{0xf0, 0xf4, 4, 0x07, 0x10000},
	};
	const unsigned char *u = (const unsigned char *)s;

	for (size_t i = 0; len > 0 && i < sizeof form / sizeof *form; i++) {
		if (u[0] < form[i].from || u[0] > form[i].to)
			continue;
		uint32_t c = u[0] & form[i].bits;

		if (len < form[i].n)
			return 0;
		for (unsigned k = 1; k < form[i].n; k++) {
			if ((u[k] & 0xc0) != 0x80)
				return 0;
			c = c << 6 | (u[k] & 0x3fu);
		}
		if (c < form[i].least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return 0;
		*ret = c;
		return form[i].n;
	}
	return 0;
}

bool text_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

int text_check(const char *s, size_t len, struct err *e)
{
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = text_char(s + i, len - i, &c);

		if (n == 0)
			return err_set(e, ERR_INVALID, "byte %zu is not UTF-8; save the text as UTF-8", i);
		if (text_is_control(c) && c != '\t' && c != '\n')
			return err_set(e, ERR_INVALID,
				"byte %zu begins the control character U+%04X; take it out", i, (unsigned)c);
		i += n;
	}
	return 0;
}

bool text_is_code(const char *s, size_t max)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-.");

	return len > 0 && len <= max && s[len] == '\0';
}

bool text_is_iso3(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && s[3] == '\0';
}

int text_int(const char *s, int64_t low, int64_t high, int64_t *ret, struct err *e)
{
	bool minus = s[0] == '-';
	const char *digit = s + minus;
	int64_t value = 0;
	bool fits = true;

	if (!*digit || digit[strspn(digit, "0123456789")])
		return err_set(e, ERR_INVALID,
			"\"%.40s\" is not a whole number; write digits only, as in %lld", s, (long long)low);
	for (; *digit && fits; digit++) {
		int64_t d = *digit - '0';

		/* Built on its own side of zero, so that INT64_MIN can be read. */
		fits = !__builtin_mul_overflow(value, 10, &value) &&
			!__builtin_add_overflow(value, minus ? -d : d, &value);
	}
	if (!fits || value < low || value > high)
		return err_set(e, ERR_INVALID, "%.40s is out of range; give a number from %lld to %lld", s,
			(long long)low, (long long)high);
	*ret = value;
	return 0;
}

static const char *trim(const char *s, size_t *len)
{
	static const char space[] = " \t\n\r";

	while (*len > 0 && strchr(space, s[0])) {
		s++;
		--*len;
	}
	while (*len > 0 && strchr(space, s[*len - 1]))
		--*len;
	return s;
}

size_t text_split(struct arena *a, const char *s, const char *separator, char ***ret)
{
	size_t width = strlen(separator), n = 0, cap = 0;
	char **piece = NULL;

	for (;;) {
		const char *end = strstr(s, separator);
		size_t len = end ? (size_t)(end - s) : strlen(s);
		const char *begin = trim(s, &len);

		GROW(a, piece, n, cap);
		if (len > 0)
			piece[n++] = arena_strndup(a, begin, len);
		if (!end)
			break;
		s = end + width;
	}
	GROW(a, piece, n, cap); /* for the NULL at the end: what grows is zero */
	*ret = piece;
	return n;
}

/* Changes of one byte (put in, taken out, replaced, swapped with its neighbour) from a to b; both within the
 * limit. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[3][TEXT_WORD_MAX + 1];
	size_t *before = row[0], *last = row[1], *now = row[2];

	for (size_t j = 0; j <= b_len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t least = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < least)
				least = last[j] + 1;
			if (now[j - 1] + 1 < least)
				least = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				before[j - 2] + 1 < least)
				least = before[j - 2] + 1;
			now[j] = least;
		}
		size_t *spare = before;

		before = last;
		last = now;
		now = spare;
	}
	return last[b_len];
}

const char *text_nearest(const char *word, const char *const *words)
{
	size_t len = strnlen(word, TEXT_WORD_MAX + 1);
	size_t best = len < 3 ? 2 : len / 3 + 1; /* one more than is near */
	const char *nearest = NULL;

	if (len > TEXT_WORD_MAX)
		return NULL;
	for (; *words; words++) {
		size_t other = strnlen(*words, TEXT_WORD_MAX + 1);

		if (other > TEXT_WORD_MAX)
			continue;
		size_t d = distance(word, len, *words, other);

		if (d < best) {
			best = d;
			nearest = *words;
		}
	}
	return nearest;
}

static bool is_letter_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

const char *text_apostrophes(struct arena *a, const char *s)
{
	static const char curly[] = "’";
	size_t n = 0;
	for (const char *p = s; *p; p++)
		n += *p == '\'';
	if (n == 0 || strchr(s, '@') || strstr(s, "://"))
		return s;
	char *out = arena_zalloc(a, strlen(s) + n * (sizeof curly - 2) + 1), *to = out;
	for (const char *p = s; *p; p++) {
		if (*p != '\'' || p == s || !is_letter_byte(p[-1]) || !is_letter_byte(p[1])) {
			*to++ = *p;
			continue;
		}
		memcpy(to, curly, sizeof curly - 1);
		to += sizeof curly - 1;
	}
	return out;
}
