#include "base/csv.h"

#include <csv.h> /* libcsv's */
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Fields are collected in two blocks sized from the file: the text of all fields (never longer than the file,
 * each separator making room for a NUL) and, by GROW, pointers into it. Rows point into the latter once it is
 * whole. */
struct reader {
	struct arena *arena;
	const char *name;
	struct err *e;
	int r;          /* the first error; the callbacks do nothing after it */
	unsigned line;  /* of the piece being fed */
	unsigned begun; /* line where the row being read begins */
	bool ended;     /* a row ended in the piece being fed */
	char *text;     /* where the next field goes */
	const char **cell;
	size_t cells, cells_cap;
	size_t fields;  /* of the row being read */
	size_t columns; /* 0 until the header was read */
	const char **column;
	unsigned *row; /* line of each row */
	size_t rows, rows_cap;
};

static void on_field(void *data, size_t len, void *arg)
{
	struct reader *p = arg;
	const char *from = data;

	if (p->r < 0)
		return;
	if (len > CSV_FIELD_MAX) {
		p->r = err_set(p->e, ERR_LIMIT,
			"%s:%u: a field of more than %u bytes; is a quotation mark left open?", p->name,
			p->begun, CSV_FIELD_MAX);
		return;
	}
	if (p->cells == CSV_CELLS_MAX) {
		p->r = err_set(p->e, ERR_LIMIT, "%s:%u: more than %u fields; split the file", p->name,
			p->begun, CSV_CELLS_MAX);
		return;
	}
	GROW(p->arena, p->cell, p->cells, p->cells_cap);
	p->cell[p->cells++] = p->text;
	for (size_t i = 0; i < len; i++) {
		char c = from[i];

		if (c == '\r' && i + 1 < len && from[i + 1] == '\n')
			continue;
		if (c == '\r')
			c = '\n';
		*p->text++ = c;
	}
	*p->text++ = '\0';
	p->fields++;
}

static void on_header(struct reader *p)
{
	if (p->fields > CSV_COLUMNS_MAX) {
		p->r = err_set(p->e, ERR_LIMIT, "%s:%u: %zu columns; at most %u are read", p->name, p->begun,
			p->fields, CSV_COLUMNS_MAX);
		return;
	}
	p->columns = p->fields;
	p->column = NEW_ARRAY(p->arena, const char *, p->columns);
	memcpy(p->column, p->cell, p->columns * sizeof *p->column);
	p->cells = 0;
	for (size_t i = 0; i < p->columns; i++) {
		if (!*p->column[i])
			p->r = err_set(p->e, ERR_INVALID,
				"%s:%u: column %zu has no name; give it one or take it out", p->name,
				p->begun, i + 1);
		for (size_t k = 0; p->r == 0 && k < i; k++)
			if (strcmp(p->column[i], p->column[k]) == 0)
				p->r = err_set(p->e, ERR_INVALID,
					"%s:%u: column \"%.60s\" stands twice; take one out", p->name,
					p->begun, p->column[i]);
		if (p->r < 0)
			return;
	}
}

static void on_row(int end, void *arg)
{
	struct reader *p = arg;

	(void)end;
	p->ended = true;
	if (p->r < 0)
		return;
	if (p->columns == 0) {
		on_header(p);
	} else if (p->fields != p->columns) {
		p->r = err_set(p->e, ERR_INVALID,
			"%s:%u: %zu fields, but the header has %zu; quote a field that holds a comma, or add "
			"what is missing",
			p->name, p->begun, p->fields, p->columns);
	} else if (p->rows == CSV_ROWS_MAX) {
		p->r = err_set(p->e, ERR_LIMIT, "%s:%u: more than %u rows; split the file", p->name, p->begun,
			CSV_ROWS_MAX);
	} else {
		GROW(p->arena, p->row, p->rows, p->rows_cap);
		p->row[p->rows++] = p->begun;
	}
	p->fields = 0;
}

/* Bytes of a leading line, its end included. */
static size_t piece_length(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (data[i] == '\n')
			return i + 1;
		if (data[i] == '\r')
			return i + (i + 1 < len && data[i + 1] == '\n' ? 2 : 1);
	}
	return len;
}

static bool is_blank(const char *data, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", data[len - 1]))
		len--;
	return len == 0;
}

static int check(const char *name, const char *data, size_t len, struct err *e)
{
	unsigned line = 1;

	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = text_char(data + i, len - i, &c);

		if (n == 0)
			return err_set(
				e, ERR_INVALID, "%s:%u: not UTF-8; save the file as CSV UTF-8", name, line);
		if (c == '\n' || (c == '\r' && (i + 1 == len || data[i + 1] != '\n')))
			line++;
		else if (text_is_control(c) && c != '\t' && c != '\r')
			return err_set(e, ERR_INVALID, "%s:%u: the control character U+%04X; take it out",
				name, line, (unsigned)c);
		i += n;
	}
	return 0;
}

/* Line by line, because libcsv does not say where it stands. A row goes on over a line end inside quotes. */
static int feed(struct reader *p, struct csv_parser *parser, const char *data, size_t len)
{
	bool between = true; /* no row is begun */

	while (len > 0) {
		size_t n = piece_length(data, len);

		p->line++;
		p->ended = false;
		if (between)
			p->begun = p->line;
		if (csv_parse(parser, data, n, on_field, on_row, p) != n)
			return err_set(p->e, ERR_INVALID,
				"%s:%u: a quotation mark out of place; quote the whole field and write \"\" "
				"for one inside it",
				p->name, p->line);
		if (p->r < 0)
			return p->r;
		between = p->ended || (between && is_blank(data, n));
		data += n;
		len -= n;
	}
	if (csv_fini(parser, on_field, on_row, p) != 0)
		return err_set(p->e, ERR_INVALID,
			"%s:%u: a quotation mark is opened and never closed; close the field", p->name,
			p->begun);
	if (p->r == 0 && p->columns == 0)
		return err_set(p->e, ERR_INVALID, "%s:1: empty; the first line names the columns", p->name);
	return p->r;
}

int csv_read(struct arena *a, const char *name, const char *data, size_t len, struct csv *ret, struct err *e)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct reader p = {.arena = a, .name = name, .e = e};
	struct csv_parser parser;
	struct csv c;
	int r;

	if (len > CSV_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: longer than %u bytes; split it", name, CSV_BYTES_MAX);
	if (len >= strlen(mark) && memcmp(data, mark, strlen(mark)) == 0) {
		data += strlen(mark);
		len -= strlen(mark);
	}
	r = check(name, data, len, e);
	if (r < 0)
		return r;
	p.text = arena_zalloc(a, len + 1);
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_set(e, ERR_BUG, "libcsv refuses its options");
	r = feed(&p, &parser, data, len);
	csv_free(&parser);
	if (r < 0)
		return r;
	c = (struct csv){.columns = p.columns, .rows = p.rows, .column = p.column};
	c.row = NEW_ARRAY(a, struct csv_row, p.rows);
	for (size_t i = 0; i < p.rows; i++)
		c.row[i] = (struct csv_row){.line = p.row[i], .field = p.cell + i * p.columns};
	*ret = c;
	return 0;
}

int csv_column(const struct csv *c, const char *name)
{
	for (size_t i = 0; i < c->columns; i++)
		if (strcmp(c->column[i], name) == 0)
			return (int)i;
	return -1;
}
