#include "web/html.h"

#include <string.h>

static const char *const entities[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

void html_text(struct buf *b, const char *s)
{
	const char *from = s;

	for (; *s; s++) {
		const char *entity = entities[(unsigned char)*s];

		if (!entity)
			continue;
		buf_add(b, from, (size_t)(s - from));
		buf_puts(b, entity);
		from = s + 1;
	}
	buf_add(b, from, (size_t)(s - from));
}

void html_int(struct buf *b, long long n)
{
	buf_printf(b, "%lld", n);
}

void html_size(struct buf *b, unsigned long long n)
{
	buf_printf(b, "%llu", n);
}

void html_url(struct buf *b, struct url u)
{
	html_text(b, u.text);
}

void html_script(struct buf *b, const struct view *v, struct url src)
{
	(void)v;
	buf_puts(b, "<script src=\"");
	html_url(b, src);
	buf_puts(b, "\" defer></script>");
}

void html_url_part(struct buf *b, const char *s)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:";

	for (; *s; s++) {
		if (strchr(plain, *s))
			buf_putc(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned char)*s);
	}
}
