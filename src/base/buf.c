#include "base/buf.h"

#define BUF_BYTES_FIRST 64

void buf_init(struct buf *b, struct arena *a, size_t limit)
{
	size_t cap = limit < BUF_BYTES_FIRST ? limit : BUF_BYTES_FIRST;

	*b = (struct buf){.arena = a, .data = arena_zalloc(a, cap + 1), .cap = cap, .limit = limit};
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->over = false;
	b->data[0] = '\0';
}

/* Room for len more and the NUL; false, and over, when that would pass the limit. cap leaves the NUL out. */
static bool reserve(struct buf *b, size_t len)
{
	if (b->over || len > b->limit - b->len) {
		b->over = true;
		return false;
	}
	if (len > b->cap - b->len) {
		size_t cap = b->cap > b->limit / 2 ? b->limit : 2 * b->cap;

		if (cap < b->len + len)
			cap = b->len + len;
		b->data = arena_grow(b->arena, b->data, b->cap + 1, cap + 1);
		b->cap = cap;
	}
	return true;
}

void buf_room(struct buf *b, size_t len)
{
	if (!b->over && len <= b->limit - b->len)
		IGNORE(reserve(b, len)); /* there is some */
}

void buf_add(struct buf *b, const void *data, size_t len)
{
	if (len == 0 || !reserve(b, len))
		return;
	memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		abort(); /* a broken format: a bug */
	if (!reserve(b, (size_t)len))
		return;
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

void buf_json(struct buf *b, const char *s)
{
	static const char short_form[] = {
		['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r',
		['"'] = '"',
		['\\'] = '\\',
	};

	if (!s) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '"');
	for (const char *plain = s;; s++) {
		unsigned char c = (unsigned char)*s;
		bool special = c < 0x20 || c == '"' || c == '\\';

		if (!special)
			continue;
		buf_add(b, plain, (size_t)(s - plain));
		plain = s + 1;
		if (c == '\0')
			break;
		if (short_form[c])
			buf_add(b, (char[]){'\\', short_form[c]}, 2);
		else
			buf_printf(b, "\\u%04x", (unsigned)c);
	}
	buf_putc(b, '"');
}

void buf_csv(struct buf *b, const char *s)
{
	size_t len;

	if (!s || !*s)
		return;
	len = strlen(s);
	/* A space or tab at an end would be trimmed by a reader; a field of its own quotes is safe from that.
	 */
	if (!s[strcspn(s, "\",\r\n")] && !strchr(" \t", s[0]) && !strchr(" \t", s[len - 1])) {
		buf_add(b, s, len);
		return;
	}
	buf_putc(b, '"');
	for (const char *quote; (quote = strchr(s, '"')) != NULL; s = quote + 1) {
		buf_add(b, s, (size_t)(quote - s) + 1);
		buf_putc(b, '"');
	}
	buf_puts(b, s);
	buf_putc(b, '"');
}

int buf_check(const struct buf *b, struct err *e)
{
	if (b->over)
		return err_set(e, ERR_LIMIT, "the text would be longer than %zu bytes", b->limit);
	return 0;
}
