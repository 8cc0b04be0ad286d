/* Rows out: aligned for people, CSV or JSON for programs. */
#include <assert.h>
#include <wchar.h>

#include "base/text.h"
#include "cli/cli.h"

struct table {
	struct run *run;
	const struct column *column;
	size_t n, rows, cap;
	const char ***row; /* for people: all rows, because widths are known at the end */
	struct buf line;   /* for programs: one row */
	size_t json;       /* a column whose cells are JSON; n: none */
	bool over;
};

static void line_out(struct table *t)
{
	t->over |= t->line.over;
	fwrite(t->line.data, 1, t->line.len, t->run->out);
	buf_reset(&t->line);
}

struct table *table_new(struct run *r, const struct column *column, size_t n)
{
	struct table *t = NEW(r->arena, struct table);

	assert(n > 0 && n <= TABLE_COLUMNS_MAX);
	*t = (struct table){.run = r, .column = column, .n = n, .json = n};
	buf_init(&t->line, r->arena, TABLE_ROW_MAX);
	if (r->format == FORMAT_CSV) {
		for (size_t i = 0; i < n; i++)
			buf_printf(&t->line, "%s%s", i ? "," : "", column[i].key);
		buf_putc(&t->line, '\n');
		line_out(t);
	}
	return t;
}

void table_json(struct table *t, size_t column)
{
	t->json = column;
}

static bool digits(const char **s)
{
	const char *from = *s;

	while (**s >= '0' && **s <= '9')
		(*s)++;
	return *s > from;
}

/* A JSON number without an exponent. */
static bool is_number(const char *s)
{
	const char *at = s + (*s == '-'), *whole = at;

	if (!digits(&at) || (*whole == '0' && at > whole + 1))
		return false;
	if (*at == '.') {
		at++;
		if (!digits(&at))
			return false;
	}
	return *at == '\0';
}

static void json_list(struct table *t, const char *cell)
{
	AUTO_ARENA a = arena_child(t->run->arena, "list");
	char **word;
	size_t n = text_split(a, cell, " ", &word);

	buf_putc(&t->line, '[');
	for (size_t i = 0; i < n; i++) {
		buf_puts(&t->line, i ? "," : "");
		buf_json(&t->line, word[i]);
	}
	buf_putc(&t->line, ']');
}

static void json_row(struct table *t, const char *const *cell)
{
	buf_puts(&t->line, t->rows ? ",\n{" : "[{");
	for (size_t i = 0; i < t->n; i++) {
		const struct column *c = &t->column[i];
		const char *text = cell[i] ? cell[i] : "";

		buf_puts(&t->line, i ? "," : "");
		buf_json(&t->line, c->key);
		buf_putc(&t->line, ':');
		if (c->list)
			json_list(t, text);
		else if ((c->number && is_number(text)) || (i == t->json && *text))
			buf_puts(&t->line, text);
		else
			buf_json(&t->line, *text ? text : NULL);
	}
	buf_putc(&t->line, '}');
}

static void csv_row(struct table *t, const char *const *cell)
{
	for (size_t i = 0; i < t->n; i++) {
		buf_puts(&t->line, i ? "," : "");
		buf_csv(&t->line, cell[i]);
	}
	buf_putc(&t->line, '\n');
}

/* A terminal would obey control characters; a table has one line a row. */
static const char *one_line(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s ? s : "");
	size_t len = strlen(copy), n;
	uint32_t c;

	for (size_t i = 0; i < len; i += n) {
		n = text_char(copy + i, len - i, &c);
		if (n == 0 || text_is_control(c))
			memset(copy + i, ' ', n ? n : 1);
		n = n ? n : 1;
	}
	return copy;
}

void table_row(struct table *t, const char *const *cell)
{
	if (t->run->format == FORMAT_TABLE) {
		GROW(t->run->arena, t->row, t->rows, t->cap);
		t->row[t->rows] = NEW_ARRAY(t->run->arena, const char *, t->n);
		for (size_t i = 0; i < t->n; i++)
			t->row[t->rows][i] = one_line(t->run->arena, cell[i]);
	} else {
		if (t->run->format == FORMAT_JSON)
			json_row(t, cell);
		else
			csv_row(t, cell);
		line_out(t);
	}
	t->rows++;
}

static int display_width(const char *s)
{
	size_t len = strlen(s), n;
	int width = 0;
	uint32_t c;

	for (size_t i = 0; i < len; i += n) {
		n = text_char(s + i, len - i, &c);
		if (n == 0)
			break;
		int w = wcwidth((wchar_t)c);
		width += w > 0 ? w : 0;
	}
	return width;
}

static void people_row(const struct table *t, const char *const *cell, const int *width)
{
	FILE *out = t->run->out;
	size_t last = t->n;
	int gap = 0;

	while (last > 1 && !*cell[last - 1])
		last--;
	for (size_t i = 0; i < last; i++) {
		int space = width[i] - display_width(cell[i]);
		bool right = t->column[i].number;

		fprintf(out, "%*s%s", gap + (right ? space : 0), "", cell[i]);
		gap = 2 + (right ? 0 : space);
	}
	fputc('\n', out);
}

static void people_end(struct table *t)
{
	int width[TABLE_COLUMNS_MAX] = {0};
	const char *title[TABLE_COLUMNS_MAX];

	for (size_t i = 0; i < t->n; i++) {
		title[i] = t->column[i].title;
		width[i] = display_width(title[i]);
		for (size_t k = 0; k < t->rows; k++) {
			int w = display_width(t->row[k][i]);
			width[i] = w > width[i] ? w : width[i];
		}
	}
	if (t->rows)
		people_row(t, title, width);
	else
		fputs("Nothing.\n", t->run->out);
	for (size_t k = 0; k < t->rows; k++)
		people_row(t, t->row[k], width);
}

int table_end(struct table *t, struct err *e)
{
	if (t->run->format == FORMAT_TABLE)
		people_end(t);
	else if (t->run->format == FORMAT_JSON)
		fputs(t->rows ? "]\n" : "[]\n", t->run->out);
	fflush(t->run->out); /* what is said on stderr after it comes after it */
	return t->over ? err_set(e, ERR_LIMIT, "a row is over %u bytes; ask for less", TABLE_ROW_MAX) : 0;
}
