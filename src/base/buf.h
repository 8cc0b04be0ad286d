/* A string being built, with a ceiling. Always NUL-terminated. What would pass the ceiling is not added, nor
 * anything after it, and `over` is set; ask once, at the end, with buf_check(). Lives in its arena. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *data;
	size_t len, cap, limit;
	bool over;
};

void buf_init(struct buf *b, struct arena *a, size_t limit); /* limit in bytes, without the NUL */
void buf_reset(struct buf *b);                               /* empty again and not over, memory kept */
void buf_room(struct buf *b, size_t len); /* so many will follow: the memory is taken at once */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) ATTR_PRINTF(2, 3);
void buf_json(struct buf *b, const char *s); /* a JSON string with quotes, s being UTF-8; NULL gives null */
void buf_csv(
	struct buf *b, const char *s); /* a CSV field, quoted where csv_read() needs it; NULL gives nothing */
int buf_check(const struct buf *b, struct err *e) ATTR_CHECK; /* ERR_LIMIT when over */
