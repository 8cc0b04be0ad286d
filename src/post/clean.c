#include "post/clean.h"

#include "base/buf.h"
#include "base/text.h"

const char *clean_line(struct arena *a, const char *s, size_t max_bytes)
{
	size_t left = strlen(s);
	struct buf b;

	buf_init(&b, a, max_bytes);
	while (left && !b.over) {
		uint32_t c = 0;
		size_t len = text_char(s, left, &c);

		if (len == 0)
			buf_putc(&b, '?');
		else if (!text_is_control(c) && c != ' ')
			buf_add(&b, s, len);
		else if (b.len && b.data[b.len - 1] != ' ')
			buf_putc(&b, ' ');
		left -= len ? len : 1;
		s += len ? len : 1;
	}
	while (b.len && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	return b.data;
}
