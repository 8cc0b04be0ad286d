/* A list: what was asked of it, its cells, its pages; CSV and JSON. */
#include "web/list.h"

#include <string.h>

#include "base/text.h"
#include "web/list_html.h"
#include "web/url.h"

#define PAGE_MOST 100000 /* a number of a page that is worth reading */

const struct list_form_info list_forms[LIST_FORM_COUNT] = {
	[LIST_PAGE] = {"", "text/html; charset=utf-8", ""},
	[LIST_CSV] = {".csv", "text/csv; charset=utf-8; header=present", "CSV"},
	[LIST_JSON] = {".json", "application/json", "JSON"},
	[LIST_XLSX] = {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"},
};

/* ---- what was asked ---- */

struct list *list_new(const struct view *v)
{
	struct list *l = NEW(v->a, struct list);

	l->view = v;
	l->title = l->lead = l->caption = l->empty = "";
	l->page_rows = LIST_PAGE_ROWS;
	l->page = 1;
	return l;
}

void list_columns(struct list *l, const struct list_column *column, size_t n)
{
	l->column = column;
	l->columns_n = n;
}

static struct list_filter *filter_add(struct list *l, const char *name, const char *label)
{
	struct list_filter *f = &l->filter[l->filters_n++];

	*f = (struct list_filter){.name = name, .label = label, .given = view_field(l->view, name)};
	return f;
}

static const char *filled(const struct list *l, const char *text, const char *given, const char *near)
{
	return say_fill(l->view->a, text, (const struct fill[]){{"given", given}, {"near", near}, {0}});
}

static void refuse(struct list *l, struct list_filter *f, const char *why)
{
	f->wrong = why;
	if (!l->wrong)
		l->wrong = why;
}

void list_refuse(struct list *l, const char *name, const char *why)
{
	for (size_t i = 0; i < l->filters_n; i++)
		if (strcmp(l->filter[i].name, name) == 0)
			refuse(l, &l->filter[i], why);
}

int list_choose(
	struct list *l, const char *name, const char *label, const struct list_choice *choice, size_t n)
{
	struct list_filter *f = filter_add(l, name, label);
	const char **values = NEW_ARRAY(l->view->a, const char *, n + 1);

	f->choice = choice;
	f->any = say(l->view, "All");
	f->n = n;
	if (!*f->given)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(choice[i].value, f->given) == 0)
			return (int)i;
		values[i] = choice[i].value;
	}
	const char *near = text_nearest(f->given, values);
	refuse(l, f,
		near ? filled(l, say(l->view, "“{given}” is none of the choices. Did you mean {near}?"),
			       f->given, near)
		     : filled(l, say(l->view, "“{given}” is none of the choices. Choose one of the list."),
			       f->given, ""));
	return -1;
}

void list_otherwise(struct list *l, const char *label)
{
	l->filter[l->filters_n - 1].any = label;
}

const char *list_text(struct list *l, const char *name, const char *label)
{
	return filter_add(l, name, label)->given;
}

bool list_filtered(const struct list *l)
{
	for (size_t i = 0; i < l->filters_n; i++)
		if (*l->filter[i].given)
			return true;
	return false;
}

bool list_is(const struct list_choice *c, const char *value)
{
	return strcmp(c->value, value) == 0;
}

bool list_given(const struct list_filter *f, const struct list_choice *c)
{
	return strcmp(f->given, c->value) == 0;
}

/* ---- rows ---- */

struct cell *list_row(struct list *l)
{
	GROW(l->view->a, l->row, l->n, l->cap);
	return l->row[l->n++] = NEW_ARRAY(l->view->a, struct cell, l->columns_n);
}

struct cell cell_text(const char *text)
{
	return (struct cell){.kind = *text ? CELL_TEXT : CELL_NONE, .text = text, .day = DAY_NONE_HIGH};
}

struct cell cell_code(const char *text)
{
	return (struct cell){.kind = *text ? CELL_CODE : CELL_NONE, .text = text, .day = DAY_NONE_HIGH};
}

struct cell cell_named(const char *text, const char *value)
{
	struct cell c = cell_text(text);

	c.value = value;
	return c;
}

struct cell cell_unknown(void)
{
	return (struct cell){.kind = CELL_UNKNOWN, .text = "unknown", .day = DAY_NONE_HIGH};
}

struct cell cell_english(const char *text)
{
	return (struct cell){.kind = *text ? CELL_ENGLISH : CELL_NONE, .text = text, .day = DAY_NONE_HIGH};
}

struct cell cell_number(const struct view *v, const char *digits)
{
	return (struct cell){
		.kind = CELL_NUMBER, .text = view_number(v, digits), .value = digits, .day = DAY_NONE_HIGH};
}

struct cell cell_count(const struct view *v, long long n)
{
	return cell_number(v, arena_printf(v->a, "%lld", n));
}

struct cell cell_json(const char *json)
{
	return (struct cell){.kind = *json ? CELL_JSON : CELL_NONE, .text = json, .day = DAY_NONE_HIGH};
}

struct cell cell_day(const struct view *v, day_t day)
{
	if (day == DAY_NONE_HIGH || day == DAY_NONE_LOW)
		return (struct cell){.kind = CELL_NONE, .day = DAY_NONE_HIGH};
	return (struct cell){
		.kind = CELL_DAY, .text = view_day(v, day), .value = view_iso(v, day), .day = day};
}

struct cell cell_link(struct cell c, struct url to)
{
	c.to = to;
	return c;
}

struct cell cell_marked(struct cell c, const char *mark)
{
	c.mark = mark;
	return c;
}

void list_act(struct list *l, struct url to, const char *label)
{
	if (l->actions_n < LIST_ACTIONS_MAX)
		l->action[l->actions_n++] = (struct list_action){to, label};
}

/* ---- the page ---- */

/* Which page of so many rows is asked for. */
static void page_of(struct list *l, size_t all)
{
	const char *given = l->view->page_asked;
	struct err e;
	int64_t page = 1;

	l->all = all;
	l->pages = (all + l->page_rows - 1) / l->page_rows;
	l->pages = l->pages ? l->pages : 1;
	if (*given && !l->wrong &&
		(text_int(given, 1, PAGE_MOST, &page, &e) < 0 || (size_t)page > l->pages)) {
		l->wrong = say_fill(l->view->a,
			say(l->view, "“{given}” is no page of this list: it has {n}."),
			(const struct fill[]){{"given", given}, {"n", view_count(l->view, l->pages)}, {0}});
		page = 1;
	}
	l->page = (size_t)page;
}

void list_window(struct list *l, size_t all, size_t *ret_most, size_t *ret_skip)
{
	page_of(l, all);
	l->windowed = true;
	l->skipped = l->form == LIST_PAGE ? (l->page - 1) * l->page_rows : 0;
	*ret_skip = l->skipped;
	*ret_most = l->form == LIST_PAGE ? l->page_rows : all;
}

void list_ready(struct list *l)
{
	if (!l->windowed)
		page_of(l, l->n);
	if (l->wrong)
		l->n = l->all = 0;
}

int list_verdict(const struct list *l, struct err *e)
{
	return l->wrong ? err_set(e, ERR_INVALID, "%s", l->wrong) : 0;
}

size_t list_first(const struct list *l)
{
	return (l->page - 1) * l->page_rows - l->skipped;
}

size_t list_all(const struct list *l)
{
	return l->all;
}

size_t list_kept(const struct list *l)
{
	return l->columns_n - (l->column[l->columns_n - 1].as == COLUMN_VERB);
}

size_t list_page_rows(const struct list *l)
{
	size_t before = list_first(l), left = l->n > before ? l->n - before : 0;

	return left < l->page_rows ? left : l->page_rows;
}

const struct cell *list_cells(const struct list *l, size_t row)
{
	return l->row[row];
}

struct url list_page_url(const struct list *l, size_t page)
{
	return view_page(l->view, page);
}

void list_page(struct buf *b, const struct list *l)
{
	if (l->write)
		l->write(b, l);
	else
		html_list(b, l->view, l);
}

/* ---- files ---- */

static const char *value_of(const struct cell *c)
{
	return c->kind == CELL_NONE       ? ""
		: c->kind == CELL_UNKNOWN ? "unknown"
		: c->value                ? c->value
					  : c->text;
}

/* Spreadsheets reckon with what begins so, and texts come from whoever writes to a house: behind an
 * apostrophe they are texts there too. Numbers and telephone numbers stay as they are. */
static const char *csv_value(struct arena *a, const struct cell *c)
{
	const char *text = value_of(c);

	if (!text || !*text || !strchr("=+-@", *text) ||
		(*text != '=' && *text != '@' && strspn(text, "+-0123456789 .,()/") == strlen(text)))
		return text;
	return arena_printf(a, "'%s", text);
}

static void csv(const struct list *l, struct buf *b)
{
	size_t columns = list_kept(l);

	for (size_t i = 0; i < columns; i++)
		buf_printf(b, "%s%s", i ? "," : "", l->column[i].key);
	buf_putc(b, '\n');
	for (size_t r = 0; r < l->n; r++) {
		for (size_t i = 0; i < columns; i++) {
			buf_puts(b, i ? "," : "");
			buf_csv(b, csv_value(b->arena, &l->row[r][i]));
		}
		buf_putc(b, '\n');
	}
}

static void json_cell(struct buf *b, const struct cell *c)
{
	if (c->kind == CELL_JSON)
		buf_puts(b, c->text);
	else if (c->kind == CELL_NUMBER && lang_is_number(c->value))
		buf_puts(b, c->value);
	else
		buf_json(b, c->kind == CELL_NONE ? NULL : value_of(c));
}

static void json_member(struct buf *b, const char *key, const char *text)
{
	buf_json(b, key);
	buf_putc(b, ':');
	buf_json(b, text && *text ? text : NULL);
	buf_puts(b, ",\n");
}

static void json_row(const struct list *l, size_t r, struct buf *b)
{
	buf_putc(b, '{');
	for (size_t i = 0; i < list_kept(l); i++) {
		buf_puts(b, i ? "," : "");
		buf_json(b, l->column[i].key);
		buf_putc(b, ':');
		json_cell(b, &l->row[r][i]);
	}
	buf_putc(b, '}');
}

/* All of them; of a list under /api/ a page. */
static void json_rows(const struct list *l, struct buf *b)
{
	bool paged = l->api && !l->cursor;
	size_t first = paged ? list_first(l) : 0, n = paged ? list_page_rows(l) : l->n;

	if (paged)
		buf_printf(b, "\"page\":%zu,\"pages\":%zu,\"per_page\":%zu,\"total\":%zu,\n", l->page,
			l->pages, l->page_rows, l->all);
	if (l->api && l->cursor)
		json_member(b, "next", l->next);
	buf_puts(b, "\"rows\":[");
	for (size_t r = 0; r < n; r++) {
		buf_puts(b, r ? ",\n" : "\n");
		json_row(l, first + r, b);
	}
	buf_puts(b, "\n]}\n");
}

/* What the list is, as at when; what each column means; the rows. */
static void json(const struct list *l, struct buf *b)
{
	const struct view *v = l->view;
	day_t complete = frame_complete(v);

	buf_putc(b, '{');
	json_member(b, "list", l->name);
	json_member(b, "treaty", v->reg->pack->code);
	json_member(b, "title", l->title);
	json_member(b, "language", v->words->tag);
	json_member(b, "on", view_iso(v, v->on));
	json_member(b, "known", v->known);
	json_member(b, "treaty_actions_complete_to",
		complete == DAY_NONE_LOW ? "unknown" : view_iso(v, complete));
	json_member(b, "address", view_address(v));
	buf_puts(b, "\"columns\":[");
	for (size_t i = 0; i < list_kept(l); i++) {
		buf_puts(b, i ? ",{\"key\":" : "{\"key\":");
		buf_json(b, l->column[i].key);
		buf_puts(b, ",\"title\":");
		buf_json(b, say(v, l->column[i].title));
		buf_putc(b, '}');
	}
	buf_puts(b, "],\n");
	if (l->item) {
		buf_puts(b, "\"row\":");
		json_row(l, 0, b);
		buf_puts(b, "}\n");
	} else {
		json_rows(l, b);
	}
}

int list_write(const struct list *l, enum list_form form, struct buf *b, struct err *e)
{
	if (l->wrong)
		return list_verdict(l, e);
	if (form == LIST_XLSX)
		return list_xlsx(l, b, e);
	if (form == LIST_JSON)
		json(l, b);
	else
		csv(l, b);
	return buf_check(b, e);
}
