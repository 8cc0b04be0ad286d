/* CSV from any bytes: what is read has its shape, and written by buf_csv() reads back as itself. */
#include <stdbool.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void write_row(struct buf *b, const char **field, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		if (*field[i])
			buf_csv(b, field[i]);
		else
			buf_puts(b, "\"\""); /* a row of one empty field would be no row */
		check(text_check(field[i], strlen(field[i]), NULL) == 0);
	}
	buf_putc(b, '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	AUTO_ARENA a = arena_new("fuzz");
	struct err e = {0};
	struct csv c, back;
	struct buf b;
	unsigned line = 0;

	if (csv_read(a, "fuzz", (const char *)data, len, &c, &e) < 0) {
		check(e.code < 0 && strncmp(e.text, "fuzz:", 5) == 0 && !strpbrk(e.text, "\r\n"));
		return 0;
	}
	buf_init(&b, a, 8 * len + 1000);
	buf_puts(&b, "\xef\xbb\xbf"); /* the first name may begin with one of its own */
	write_row(&b, c.column, c.columns);
	for (size_t i = 0; i < c.rows; i++) {
		check(c.row[i].line > line);
		line = c.row[i].line;
		write_row(&b, c.row[i].field, c.columns);
	}
	check(buf_check(&b, &e) == 0);
	check(csv_read(a, "fuzz", b.data, b.len, &back, &e) == 0);
	check(back.columns == c.columns && back.rows == c.rows);
	for (size_t i = 0; i < c.rows; i++)
		for (size_t k = 0; k < c.columns; k++)
			check(strcmp(back.row[i].field[k], c.row[i].field[k]) == 0);
	return 0;
}
