#include "web/api.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define PROBLEM_TYPE "application/problem+json"
#define PROBLEM_BYTES_MAX (64u << 10)
#define LINKS_BYTES_MAX (16u << 10)

bool api_address(const char *raw)
{
	size_t root = strlen("/api");

	for (size_t i = 0; words_all[i]; i++) {
		size_t len = strlen(words_all[i]->tag);

		if (raw[0] == '/' && strncmp(raw + 1, words_all[i]->tag, len) == 0 && raw[len + 1] == '/')
			raw += len + 1;
	}
	return strncmp(raw, "/api", root) == 0 && strchr("/?", raw[root]);
}

/* ---- which row ---- */

static const struct route *list_at(struct visit *t, size_t from)
{
	size_t before = t->from;

	t->from = from;
	const struct route *r = site_route(t);
	t->from = before;
	return r && r->list ? r : NULL;
}

/* The list of the segments from `from` on, or one row of it: "/states/LAO" of "/states", but not where a list
 * has that address itself. */
static const struct route *list_or_row(struct visit *t, size_t from)
{
	struct asked_url *u = &t->q->url;
	const struct route *r = list_at(t, from);

	if (r || u->n < from + 2)
		return r;
	u->n--;
	r = list_at(t, from);
	u->n++;
	if (!r || !r->key)
		return NULL;
	t->item = u->segment[u->n - 1];
	return r;
}

const struct route *api_route(struct visit *t)
{
	struct asked_url *u = &t->q->url;
	size_t below = t->from + 2; /* behind API_ROOT */
	const struct route *r = site_route(t);

	if (r && !r->list)
		return r;
	r = list_or_row(t, t->from);
	if (!r && u->n > below && strcmp(u->segment[t->from], "api") == 0 &&
		strcmp(u->segment[t->from + 1], "v1") == 0)
		r = list_or_row(t, below);
	t->form = r ? LIST_JSON : LIST_PAGE;
	return r;
}

/* ---- a list ---- */

int api_before(struct visit *t, struct list *l, struct err *e)
{
	const char *given = t->view.rows_asked;
	int64_t rows = LIST_API_ROWS;

	if (*given && text_int(given, 1, LIST_API_ROWS_MAX, &rows, e) < 0)
		return err_set(
			e, ERR_INVALID, "per_page: %s is no number from 1 to %u", given, LIST_API_ROWS_MAX);
	l->api = true;
	l->most = (size_t)rows;
	return 0;
}

static size_t key_column(const struct list *l, const char *key)
{
	size_t i = 0;

	while (i < l->columns_n && strcmp(l->column[i].key, key) != 0)
		i++;
	return i;
}

int api_after(struct visit *t, struct list *l, struct err *e)
{
	size_t key = t->item ? key_column(l, t->q->route->key) : 0;

	if (!l->cursor)
		l->page_rows = l->most;
	if (!t->item || l->wrong)
		return 0;
	for (size_t i = 0; i < l->n && key < l->columns_n; i++) {
		const struct cell *c = &l->row[i][key];

		if (strcasecmp(c->value ? c->value : c->text ? c->text : "", t->item) == 0) {
			l->item = true;
			l->row[0] = l->row[i];
			l->n = 1;
			return 0;
		}
	}
	return err_set(e, ERR_NOTFOUND, "%s %s is not on file on that day", t->q->route->key, t->item);
}

static void link_add(struct buf *b, struct url to, const char *relation)
{
	buf_printf(b, "%s<%s>; rel=\"%s\"", b->len ? ", " : "", to.text, relation);
}

static const char *links_of(const struct visit *t, const struct list *l)
{
	struct buf b;

	buf_init(&b, t->a, LINKS_BYTES_MAX);
	if (l->cursor && l->next)
		link_add(&b, view_next(l->view, l->cursor, l->next), "next");
	if (l->cursor || l->item)
		return b.data;
	link_add(&b, list_page_url(l, 1), "first");
	if (l->page > 1)
		link_add(&b, list_page_url(l, l->page - 1), "prev");
	if (l->page < l->pages)
		link_add(&b, list_page_url(l, l->page + 1), "next");
	link_add(&b, list_page_url(l, l->pages), "last");
	return b.data;
}

struct http_reply *api_reply(const struct visit *t, const struct buf *b)
{
	struct arena *a = arena_new("api");
	const char *links = t->list ? links_of(t, t->list) : "";

	return http_reply_new(a,
		&(struct http_made){.status = 200,
			.type = t->q->route->type ? t->q->route->type : list_forms[LIST_JSON].type,
			.link = *links ? arena_strdup(a, links) : NULL,
			.open = true,
			.data = memcpy(arena_zalloc(a, b->len + 1), b->data, b->len),
			.len = b->len});
}

/* ---- what is wrong ---- */

static const struct {
	int status;
	const char *title;
} titles[] = {{400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
	{405, "Method Not Allowed"}, {409, "Conflict"}, {413, "Content Too Large"}, {414, "URI Too Long"},
	{415, "Unsupported Media Type"}, {422, "Unprocessable Content"}, {503, "Service Unavailable"},
	{500, "Internal Server Error"}}; /* the last: any other */
#define TITLES (sizeof titles / sizeof *titles)

static void wrong_fields(struct buf *b, const struct list *l)
{
	const char *before = ",\"errors\":[";

	for (size_t i = 0; l && i < l->filters_n; i++) {
		if (!l->filter[i].wrong)
			continue;
		buf_printf(b, "%s{\"field\":", before);
		buf_json(b, l->filter[i].name);
		buf_puts(b, ",\"detail\":");
		buf_json(b, l->filter[i].wrong);
		buf_putc(b, '}');
		before = ",";
	}
	if (*before && before[1] == '\0')
		buf_putc(b, ']');
}

static void problem(
	struct buf *b, const struct request *q, int status, const char *detail, const struct list *wrong)
{
	size_t i = 0;

	while (i + 1 < TITLES && titles[i].status != status)
		i++;
	buf_puts(b, "{\"type\":\"about:blank\",\"title\":");
	buf_json(b, titles[i].title);
	buf_printf(b, ",\"status\":%d,\"detail\":", status);
	buf_json(b, detail);
	buf_puts(b, ",\"instance\":");
	buf_json(b, q->url.path ? q->url.path : "");
	wrong_fields(b, wrong);
	buf_puts(b, "}\n");
}

void answer_problem(struct request *q, struct answer *ret, int status, const char *detail)
{
	ret->status = status;
	ret->type = PROBLEM_TYPE;
	buf_reset(&ret->b);
	problem(&ret->b, q, status, detail, NULL);
}

struct http_reply *api_problem(
	const struct request *q, int status, const char *detail, const struct list *wrong, const char *allow)
{
	struct arena *a = arena_new("problem");
	struct buf b;

	buf_init(&b, a, PROBLEM_BYTES_MAX);
	problem(&b, q, status, detail, wrong);
	return http_reply_new(a,
		&(struct http_made){.status = status,
			.type = PROBLEM_TYPE,
			.allow = allow ? arena_strdup(a, allow) : NULL,
			.open = q->method != METHOD_POST,
			.secret = true,
			.data = b.data,
			.len = b.len});
}

struct http_reply *api_preflight(void)
{
	return http_reply_new(arena_new("preflight"), &(struct http_made){.status = 204, .open = true});
}
