#include "post/smtp_reply.h"

#include <stdbool.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void text_add(struct smtp_reply *r, size_t *n, const char *s, size_t len)
{
	if (*n && *n < SMTP_TEXT_MAX)
		r->text[(*n)++] = ' ';
	for (size_t i = 0; i < len && *n < SMTP_TEXT_MAX; i++)
		r->text[(*n)++] = (char)((unsigned char)s[i] < ' ' || s[i] == 0x7f ? '?' : s[i]);
	r->text[*n] = '\0';
}

/* d.d.d with up to three digits each, the first as the code's; returns its length, 0 none. */
static size_t enhanced_of(const char *s, size_t len, char first)
{
	size_t i = 0;

	for (int part = 0; part < 3; part++) {
		size_t digits = 0;

		if (part && (i >= len || s[i++] != '.'))
			return 0;
		while (i < len && digits < 4 && is_digit(s[i])) {
			digits++;
			i++;
		}
		if (digits < 1 || digits > 3)
			return 0;
	}
	return s[0] == first && s[1] == '.' && (i == len || s[i] == ' ') ? i : 0;
}

static void line_add(struct smtp_reply *r, size_t *n, const char *s, size_t len, char first)
{
	size_t skip = enhanced_of(s, len, first);

	if (skip && !*r->enhanced) {
		memcpy(r->enhanced, s, skip);
		r->enhanced[skip] = '\0';
	}
	if (skip && skip < len)
		skip++;
	text_add(r, n, s + skip, len - skip);
}

int smtp_reply_read(const char *data, size_t len, struct smtp_reply *ret)
{
	struct smtp_reply r = {.lines = data};
	size_t at = 0, n = 0;

	for (;;) {
		const char *s = data + at, *end = memchr(s, '\n', len - at);
		size_t line = end ? (size_t)(end - s) : 0;

		if (!end)
			return len > SMTP_REPLY_MAX ? -1 : 0;
		at += line + 1;
		if (line && s[line - 1] == '\r')
			line--;
		if (at > SMTP_REPLY_MAX || line < 3 || s[0] < '2' || s[0] > '5' || !is_digit(s[1]) ||
			!is_digit(s[2]) || (line > 3 && s[3] != ' ' && s[3] != '-'))
			return -1;
		int code = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');

		if (r.code && code != r.code)
			return -1;
		r.code = code;
		line_add(&r, &n, s + (line > 3 ? 4 : 3), line > 3 ? line - 4 : 0, s[0]);
		if (line > 3 && s[3] == '-')
			continue;
		r.len = at;
		*ret = r;
		return 1;
	}
}

const char *smtp_reply_keyword(const struct smtp_reply *r, const char *keyword, char *out, size_t size)
{
	size_t key = strlen(keyword);

	for (size_t at = 0; at < r->len;) {
		const char *s = r->lines + at, *end = memchr(s, '\n', r->len - at);
		size_t line = end ? (size_t)(end - s) : r->len - at;

		at += line + 1;
		if (line && s[line - 1] == '\r')
			line--;
		/* After the code; "AUTH=PLAIN" is how some write it. */
		if (line < 4 + key || strncasecmp(s + 4, keyword, key) != 0 ||
			(line > 4 + key && s[4 + key] != ' ' && s[4 + key] != '='))
			continue;
		size_t skip = line > 4 + key ? 5 + key : 4 + key, left = line - skip;

		if (left >= size)
			left = size - 1;
		memcpy(out, s + skip, left);
		out[left] = '\0';
		return out;
	}
	return NULL;
}
