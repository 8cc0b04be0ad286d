/* Addresses from any bytes: what is read is text in bounds, comes back as itself when it is coded anew, and
 * is no markup when it is written. */
#include <string.h>

#include "base/text.h"
#include "web/gzip.h"
#include "web/say.h"
#include "web/url.h"

#define OUT_MAX (8 * URL_MAX)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_text(const char *s)
{
	struct err e;

	check(strlen(s) <= URL_MAX && text_check(s, strlen(s), &e) == 0);
}

static void check_written(struct arena *a, const char *s)
{
	struct buf b;

	buf_init(&b, a, OUT_MAX);
	html_text(&b, s);
	check(!b.over && (b.len == 0 || !strpbrk(b.data, "<>\"'")));
	for (const char *c = b.len ? b.data : ""; (c = strchr(c, '&')) != NULL; c++)
		check(strchr(c, ';') != NULL);
}

/* Coded anew, the segment reads as itself. */
static void check_again(struct arena *a, const char *segment)
{
	struct asked_url back;
	struct buf b;
	struct err e;

	buf_init(&b, a, OUT_MAX);
	buf_putc(&b, '/');
	html_url_part(&b, segment);
	check(strspn(b.data + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:%") ==
		b.len - 1);
	if (b.len <= URL_MAX)
		check(url_read(a, b.data, &back, &e) == 0 && back.n == 1 &&
			strcmp(back.segment[0], segment) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	const char *raw = arena_strndup(a, (const char *)data, len);
	struct asked_url u;
	struct err e = {0};

	gzip_accepted(raw);
	say_fill(a, raw, (const struct fill[]){{"a", "{b}"}, {"b", raw}, {0}});
	if (url_read(a, raw, &u, &e) < 0) {
		check((e.code == ERR_INVALID || e.code == ERR_LIMIT) && e.text[0] &&
			!strpbrk(e.text, "\r\n"));
		return 0;
	}
	check(strlen(raw) <= URL_MAX && u.n <= SEGMENTS_MAX && u.fields <= QUERY_MAX && u.path[0] == '/');
	check_text(u.path);
	for (size_t i = 0; i < u.n; i++) {
		check(u.segment[i][0] != '\0');
		check_text(u.segment[i]);
		check_written(a, u.segment[i]);
		check_again(a, u.segment[i]);
	}
	for (size_t i = 0; i < u.fields; i++) {
		check_text(u.field[i].name);
		check_text(u.field[i].value);
		check_written(a, u.field[i].value);
	}
	return 0;
}
