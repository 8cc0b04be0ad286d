/* A list as a workbook: libxlsxwriter, known to this file alone. Days are days and numbers are numbers, so
 * that they sort and add up; a second sheet says what the list is and as at when. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "web/list.h"

#define WIDTH_LEAST 8
#define WIDTH_MOST 48
#define WIDTH_ABOUT 24      /* of the heads of the second sheet */
#define DAY_FIRST_YEAR 1900 /* before it a workbook has no days */

struct sheet {
	const struct list *list;
	lxw_workbook *book;
	lxw_worksheet *page;
	lxw_format *head, *day;
	lxw_error error;
	size_t width[LIST_COLUMNS_MAX];
};

static void note(struct sheet *s, lxw_error error)
{
	if (s->error == LXW_NO_ERROR)
		s->error = error;
}

static void text(struct sheet *s, size_t row, size_t column, const char *value, lxw_format *format)
{
	note(s, worksheet_write_string(s->page, (lxw_row_t)row, (lxw_col_t)column, value, format));
}

static void number(struct sheet *s, size_t row, size_t column, const struct cell *c)
{
	char *end = NULL;
	double value = strtod(c->value, &end); /* a workbook holds nothing else */

	if (end && *end == '\0' && lang_is_number(c->value))
		note(s, worksheet_write_number(s->page, (lxw_row_t)row, (lxw_col_t)column, value, NULL));
	else
		text(s, row, column, c->text, NULL);
}

static void day(struct sheet *s, size_t row, size_t column, const struct cell *c)
{
	if (c->day == DAY_NONE_HIGH || day_to_date(c->day).year < DAY_FIRST_YEAR) {
		text(s, row, column, c->text, NULL);
		return;
	}
	struct date d = day_to_date(c->day);
	lxw_datetime when = {.year = d.year, .month = d.month, .day = d.day};
	note(s, worksheet_write_datetime(s->page, (lxw_row_t)row, (lxw_col_t)column, &when, s->day));
}

static void cell(struct sheet *s, size_t row, size_t column, const struct cell *c)
{
	switch (c->kind) {
	case CELL_NONE:
		return;
	case CELL_UNKNOWN:
		text(s, row, column, say(s->list->view, "unknown"), NULL);
		break;
	case CELL_NUMBER:
		number(s, row, column, c);
		break;
	case CELL_DAY:
		day(s, row, column, c);
		break;
	default:
		text(s, row, column, c->text, NULL);
	}
	size_t columns = c->text ? lang_columns(c->text, strlen(c->text)) : 0;
	if (s->width[column] < columns)
		s->width[column] = columns;
}

static void rows(struct sheet *s)
{
	const struct list *l = s->list;
	size_t columns = list_kept(l);

	for (size_t i = 0; i < columns; i++) {
		const char *title = say(l->view, l->column[i].title);

		s->width[i] = lang_columns(title, strlen(title));
		text(s, 0, i, title, s->head);
	}
	for (size_t r = 0; r < l->n; r++)
		for (size_t i = 0; i < columns; i++)
			cell(s, r + 1, i, &l->row[r][i]);
	for (size_t i = 0; i < columns; i++) {
		size_t w = s->width[i] + 2;

		w = w < WIDTH_LEAST ? WIDTH_LEAST : w > WIDTH_MOST ? WIDTH_MOST : w;
		note(s, worksheet_set_column(s->page, (lxw_col_t)i, (lxw_col_t)i, (double)w, NULL));
	}
	worksheet_freeze_panes(s->page, 1, 1);
	note(s, worksheet_autofilter(s->page, 0, 0, (lxw_row_t)l->n, (lxw_col_t)(columns - 1)));
	worksheet_repeat_rows(s->page, 0, 0);
}

/* What the list is: the first thing that is lost when a table is sent on. */
static void about(struct sheet *s)
{
	const struct list *l = s->list;
	const struct view *v = l->view;
	day_t complete = frame_complete(v);
	const char *const line[][2] = {
		{view_treaty_name(v), l->title},
		{say(v, "As at"), view_day(v, v->on)},
		{say(v, "As recorded on"), view_day(v, v->recorded)},
		{say(v, "Treaty actions complete to"),
			complete == DAY_NONE_LOW ? say(v, "unknown") : view_day(v, complete)},
		{say(v, "Source"), frame_source(v)},
		{say(v, "Address"), view_address(v)},
	};

	for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
		text(s, i, 0, line[i][0], s->head);
		text(s, i, 1, line[i][1], NULL);
	}
	note(s, worksheet_set_column(s->page, 0, 0, WIDTH_ABOUT, NULL));
	note(s, worksheet_set_column(s->page, 1, 1, WIDTH_MOST, NULL));
}

static lxw_worksheet *sheet_add(struct sheet *s, const char *name)
{
	lxw_worksheet *page = workbook_add_worksheet(s->book, name);

	if (page && view_right_to_left(s->list->view))
		worksheet_right_to_left(page);
	if (page)
		worksheet_set_landscape(page);
	return page;
}

static int fill(struct sheet *s, const char *path, struct err *e)
{
	const struct list *l = s->list;
	lxw_doc_properties properties = {.created = 1}; /* the same list is the same bytes: no clock */

	s->book = workbook_new(path);
	if (!s->book)
		return err_set(e, ERR_IO, "a workbook cannot be begun: is memory short?");
	note(s, workbook_set_properties(s->book, &properties));
	s->head = workbook_add_format(s->book);
	s->day = workbook_add_format(s->book);
	format_set_bold(s->head);
	format_set_num_format(s->day, "yyyy-mm-dd");
	s->page = sheet_add(s, l->name);
	if (s->page)
		rows(s);
	s->page = s->page ? sheet_add(s, "about") : NULL;
	if (s->page)
		about(s);
	note(s, s->page ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED);
	note(s, workbook_close(s->book)); /* frees it */
	if (s->error != LXW_NO_ERROR)
		return err_set(e, ERR_IO, "the workbook cannot be written: %s; ask for fewer rows",
			lxw_strerror(s->error));
	return 0;
}

int list_xlsx(const struct list *l, struct buf *b, struct err *e)
{
	struct sheet s = {.list = l};
	int fd = memfd_create("list", MFD_CLOEXEC), rc; /* the library writes to a file that has a name */
	char *bytes = NULL;
	size_t len = 0;

	if (fd < 0)
		return err_set(e, ERR_IO, "a workbook cannot be begun: are too many files open?");
	const char *path = arena_printf(l->view->a, "/proc/self/fd/%d", fd);
	rc = fill(&s, path, e);
	if (rc == 0)
		rc = file_read(l->view->a, path, LIST_BYTES_MAX, &bytes, &len, e);
	if (rc == 0)
		buf_add(b, bytes, len);
	close(fd);
	return rc < 0 ? rc : buf_check(b, e);
}
