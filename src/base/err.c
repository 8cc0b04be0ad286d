#include "base/err.h"

#include <stdarg.h>
#include <stdint.h>

#include "base/text.h"

/* In place: one printable line of UTF-8, whatever a file or person put into it or where it was cut. */
static void clean(char *text)
{
	size_t len = strlen(text), to = 0;

	for (size_t from = 0; from < len;) {
		uint32_t c;
		size_t n = text_char(text + from, len - from, &c);

		if (n == 0 || text_is_control(c)) {
			text[to++] = '?';
			from += n ? n : 1;
			continue;
		}
		memmove(text + to, text + from, n);
		to += n;
		from += n;
	}
	text[to] = '\0';
}

int err_write(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	e->code = code;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	clean(e->text);
	return code;
}

int err_prefix(struct err *e, const char *fmt, ...)
{
	char old[sizeof e->text];
	size_t len;
	va_list ap;

	memcpy(old, e->text, sizeof old);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	len = strlen(e->text);
	snprintf(e->text + len, sizeof e->text - len, ": %s", old);
	clean(e->text);
	return e->code;
}

int err_exit(enum err_code code)
{
	switch (code) {
	case ERR_INVALID:
	case ERR_NOTFOUND:
	case ERR_CONFLICT:
	case ERR_LIMIT:
		return 1;
	case ERR_USAGE:
		return 2;
	case ERR_BUSY:
	case ERR_IO:
	case ERR_DB:
	case ERR_BUG:
		return 3;
	}
	return 3;
}
