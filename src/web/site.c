/* From an address to a page. */
#include <string.h>

#include "base/text.h"
#include "web/api.h"
#include "web/assets.h"
#include "web/fault_html.h"
#include "web/log.h"
#include "web/metrics.h"
#include "web/site_private.h"

#define KEY_MAX 4096u
#define KEPT_BYTES_MAX (128u << 10) /* a reply that is larger is made anew each time */

/* ---- replies ---- */

static struct http_reply *reply_bytes(
	const struct visit *t, int status, const char *type, const struct buf *b)
{
	struct arena *a = arena_new("page");

	return http_reply_new(a,
		&(struct http_made){.status = status,
			.type = type ? type : list_forms[LIST_PAGE].type,
			.strict = t->site->strict,
			.data = memcpy(arena_zalloc(a, b->len + 1), b->data, b->len),
			.len = b->len});
}

static struct http_reply *reply_file(const struct visit *t, const struct buf *b)
{
	const char *name = t->list->name, *suffix = list_forms[t->form].suffix;
	const struct view *v = &t->view;
	struct arena *a = arena_new("list");

	return http_reply_new(a,
		&(struct http_made){.status = 200,
			.type = list_forms[t->form].type,
			.strict = t->site->strict,
			.save_as = arena_printf(
				a, "%s-%s-%s%s", v->reg->pack->code, name, view_iso(v, v->on), suffix),
			.data = memcpy(arena_zalloc(a, b->len + 1), b->data, b->len),
			.len = b->len});
}

static struct http_reply *redirect(const struct visit *t, int status, const char *to)
{
	struct arena *a = arena_new("redirect");

	return http_reply_new(a,
		&(struct http_made){
			.status = status, .strict = t->site->strict, .location = arena_strdup(a, to)});
}

/* Where there is no register to frame a page with. */
struct http_reply *site_plain(int status, const char *text, const char *allow)
{
	struct arena *a = arena_new("plain");
	const char *line = arena_printf(a, "%s\n", text);

	return http_reply_new(a,
		&(struct http_made){.status = status,
			.type = "text/plain; charset=utf-8",
			.allow = allow ? arena_strdup(a, allow) : NULL,
			.data = line,
			.len = strlen(line)});
}

/* Said in the way of the door: a program is told what it can read. */
static struct http_reply *refusal(struct visit *t, int status, const char *text, const char *allow)
{
	return t->api ? api_problem(t->q, status, text, t->list, allow) : site_plain(status, text, allow);
}

struct http_reply *site_said(struct visit *t, int status, const char *title, const char *text)
{
	struct buf b;

	if (t->api)
		return refusal(t, status, text, NULL);
	if (!t->view.forms || t->form != LIST_PAGE)
		return site_plain(status, text, NULL);
	t->frame.title = title;
	buf_init(&b, t->a, PAGE_BYTES_MAX);
	html_fault(&b, &t->view, &t->frame, text);
	return reply_bytes(t, status, NULL, &b);
}

static const struct {
	enum err_code code;
	int status;
	const char *title;
} faults[] = {
	{ERR_INVALID, 400, T("This address cannot be read")}, {ERR_LIMIT, 414, T("This address is too long")},
	{ERR_NOTFOUND, 404, T("There is no such page")},
	{ERR_BUG, 500, T("The page could not be made")}, /* and all others */
};

struct http_reply *site_fault(struct visit *t, const struct err *e)
{
	size_t i = 0;

	while (faults[i].code != e->code && faults[i].code != ERR_BUG)
		i++;
	if (faults[i].code == ERR_BUG)
		site_complain(t, e->text);
	if (!t->view.forms)
		return refusal(t, faults[i].status, e->text, NULL);
	return site_said(t, faults[i].status, say(&t->view, faults[i].title),
		faults[i].code == ERR_BUG ? "" : e->text);
}

/* ---- where it goes ---- */

static const char *joined(struct arena *a, const struct asked_url *u, size_t from)
{
	struct buf b;

	buf_init(&b, a, 3 * URL_MAX);
	for (size_t i = from; i < u->n; i++) {
		buf_putc(&b, '/');
		html_url_part(&b, u->segment[i]);
	}
	return b.len ? b.data : "/";
}

static unsigned methods_of(const struct route *r)
{
	return r->methods ? r->methods : METHOD_GET;
}

/* "/states/:" against the segments; what stands at the colons goes to `open`. */
static bool fits(const char *pattern, const struct asked_url *u, size_t from, const char *open[OPEN_MAX])
{
	size_t opens = 0;

	for (size_t i = from; i < u->n; i++) {
		size_t len;

		if (*pattern++ != '/')
			return false;
		len = strcspn(pattern, "/");
		if (len == 1 && *pattern == ':' && opens < OPEN_MAX)
			open[opens++] = u->segment[i];
		else if (strlen(u->segment[i]) != len || memcmp(u->segment[i], pattern, len) != 0)
			return false;
		pattern += len;
	}
	return *pattern == '\0' || strcmp(pattern, "/") == 0;
}

const struct route *site_route(struct visit *t)
{
	const struct route *other = NULL;

	for (const struct route *const *table = t->site->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++) {
			const char *open[OPEN_MAX] = {NULL};

			if (!fits(r->pattern, &t->q->url, t->from, open) ||
				((r->answer || r->store) && !t->site->source.who))
				continue;
			if (!(methods_of(r) & t->q->method)) {
				other = other ? other : r;
				continue;
			}
			memcpy(t->q->open, open, sizeof open);
			return r;
		}
	return other;
}

/* "/states.csv" is the list of "/states" in another form. */
static const struct route *route_in_form(struct visit *t)
{
	struct asked_url *u = &t->q->url;
	const char *last = u->n > t->from ? u->segment[u->n - 1] : "";
	size_t len = strlen(last);

	for (int form = LIST_PAGE + 1; form < LIST_FORM_COUNT && !t->api; form++) {
		size_t tail = strlen(list_forms[form].suffix);

		if (len <= tail || strcmp(last + len - tail, list_forms[form].suffix) != 0)
			continue;
		u->segment[u->n - 1] = arena_strndup(t->a, last, len - tail);
		const struct route *r = site_route(t);
		if (r && (r->list || r->rows)) {
			t->form = (enum list_form)form;
			return r;
		}
		u->segment[u->n - 1] = last;
	}
	return t->api ? api_route(t) : site_route(t);
}

static void language_of(struct visit *t)
{
	for (size_t i = 0; words_all[i] && t->q->url.n; i++)
		if (strcmp(t->q->url.segment[0], words_all[i]->tag) == 0) {
			t->language = i;
			t->from = 1;
		}
}

/* Who asks for a page without naming a language is sent to the one that the browser asks for. */
static const char *wished(struct visit *t, const char *raw)
{
	const struct route *r = t->q->route;

	if (t->from || !r || !(r->page || r->list || r->anyone) || r->type || t->form != LIST_PAGE)
		return NULL;
	const struct words *w = words_wished(request_header(t->q, "Accept-Language"));
	return w == words_all[0] ? NULL : arena_printf(t->a, "/%s%s", w->tag, raw);
}

/* "/states/egy" is "/states/EGY". */
static const char *capitals(struct visit *t, const char *raw)
{
	struct asked_url *u = &t->q->url;

	for (size_t i = t->from; t->q->route && t->q->route->state && i < u->n; i++) {
		char *upper = arena_strdup(t->a, u->segment[i]);

		for (char *c = upper; *c; c++)
			*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
		if (u->segment[i] != t->q->open[0] || !text_is_iso3(upper) ||
			strcmp(upper, t->q->open[0]) == 0)
			continue;
		u->segment[i] = upper;
		return arena_printf(t->a, "%s%s", joined(t->a, u, 0), raw + strcspn(raw, "?"));
	}
	return NULL;
}

/* One address a page: the root of a language ends with a slash, the others do not. */
static const char *moved(const struct visit *t, const char *raw)
{
	bool root = t->q->url.n == t->from;

	if (t->q->url.slash == root)
		return NULL;
	return arena_printf(
		t->a, "%s%s%s", joined(t->a, &t->q->url, 0), root ? "/" : "", raw + strcspn(raw, "?"));
}

static const char *last_open(const struct request *q)
{
	const char *last = NULL;

	for (size_t i = 0; i < OPEN_MAX && q->open[i]; i++)
		last = q->open[i];
	return last;
}

/* A list as a page or a file. */
static int write_list(struct visit *t, struct buf *b, struct err *e)
{
	const struct route *r = t->q->route;
	struct list *l = list_new(&t->view);
	int rc = t->api ? api_before(t, l, e) : 0;

	l->form = t->form;
	t->list = l;
	if (rc == 0)
		rc = r->list(&t->view, t->item ? t->item : last_open(t->q), l, e);
	if (rc == 0 && t->api)
		rc = api_after(t, l, e);
	if (rc < 0)
		return rc;
	l->name = strrchr(r->pattern, '/') + 1;
	list_ready(l);
	if (t->form != LIST_PAGE)
		return list_write(l, t->form, b, e);
	list_page(b, l);
	return list_verdict(l, e);
}

static int write_body(struct visit *t, struct buf *b, struct err *e)
{
	const struct route *r = t->q->route;

	if (!r && t->api)
		return err_set(e, ERR_NOTFOUND,
			"nothing stands at this address; " API_ROOT "/openapi.json describes what there is");
	if (!r)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(&t->view, "Nothing stands at this address. The menu lists what there is."));
	if (r->list && (t->form != LIST_PAGE || !r->page))
		return write_list(t, b, e);
	return r->page(&t->view, last_open(t->q), b, e);
}

static struct http_reply *write_page(struct visit *t, struct desk *d)
{
	unsigned most = t->form == LIST_PAGE ? PAGE_BYTES_MAX : LIST_BYTES_MAX;
	struct err e, day_e, known_e;
	struct buf b;
	int day = visit_day(t, &day_e), known = visit_known(t, &known_e);
	int rc = visit_view(t, d, &e);

	if (rc == 0)
		rc = visit_days_wrong(t, day < 0, known < 0, &e);
	buf_init(&b, t->a, most);
	if (rc == 0)
		rc = write_body(t, &b, &e);
	if (b.over)
		rc = err_set(&e, ERR_BUG, "the page has more than %u bytes", most);
	if (rc == ERR_INVALID && b.len && t->form == LIST_PAGE)
		return reply_bytes(t, 400, NULL, &b); /* it says itself what is wrong */
	if (rc < 0)
		return site_fault(t, &e);
	if (t->api)
		return api_reply(t, &b);
	return t->form == LIST_PAGE ? reply_bytes(t, 200, t->q->route->type, &b) : reply_file(t, &b);
}

/* ---- the answer ---- */

/* Everything that a page depends on. */
static const char *key_of(struct visit *t, uint64_t count)
{
	const struct view *v = &t->view;
	const char *key = arena_printf(t->a, "%s%s %s%s %s %s %d %llu %s %s", v->named ? "/" : "",
		v->words->tag, v->path, list_forms[t->form].suffix, visit_field(t, "on"),
		visit_field(t, "known"), v->today, (unsigned long long)count, v->page_asked, v->rows_asked);

	for (size_t i = 0; i < v->kept_n; i++) /* a value holds no line break */
		key = arena_printf(t->a, "%s\n%s=%s", key, v->kept[i].name, v->kept[i].value);
	return key;
}

static struct http_reply *asset_reply(struct site *s, const char *path)
{
	for (size_t i = 0; i < s->assets_n; i++)
		if (strcmp(assets[i].path, path) == 0)
			return http_reply_ref(s->asset[i]);
	return NULL;
}

static struct http_reply *page(struct visit *t)
{
	struct site *s = t->site;

	t->view = (struct view){.a = t->a,
		.words = words_all[t->language],
		.named = t->from && !t->language,
		.path = joined(t->a, &t->q->url, t->from),
		.routes = s->routes,
		.today = s->source.today(s->source.ctx)};
	visit_kept(t);
	const char *key = key_of(t, s->source.count(s->source.ctx));
	struct http_reply *r = cache_get(&s->cache, key);
	if (r)
		return r;
	struct desk *d = desk_take(s);
	r = write_page(t, d);
	desk_give(s, d);
	if (http_reply_status(r) == 200 && http_reply_len(r) <= KEPT_BYTES_MAX)
		cache_put(&s->cache, key, r);
	return r;
}

enum http_way site_way(void *site, struct request *q)
{
	struct visit *t = NEW(q->a, struct visit);

	*t = (struct visit){.site = site, .a = q->a, .q = q, .api = api_address(q->raw)};
	q->door = t;
	q->body_max = BODY_MAX;
	enum http_way here = q->method == METHOD_GET ? HTTP_NOW : HTTP_REFUSE;
	t->url_rc = url_read(q->a, q->raw, &q->url, &t->url_e);
	if (t->url_rc < 0)
		return here;
	language_of(t);
	t->to = moved(t, q->raw);
	q->route = t->to ? NULL : route_in_form(t);
	if (q->route && q->route->state && q->method == METHOD_GET)
		t->to = capitals(t, q->raw);
	if (q->route && !t->to && q->method == METHOD_GET) {
		t->to = wished(t, q->raw);
		t->for_now = t->to != NULL;
	}
	if (!q->route || !(methods_of(q->route) & q->method))
		return here;
	if (q->route->body_max)
		q->body_max = q->route->body_max;
	return (q->route->answer || q->route->store) && !t->to ? HTTP_WORK : here;
}

struct http_reply *site_answer(void *site, struct request *q)
{
	struct visit *t = q->door;
	struct http_reply *r;

	if (t->url_rc < 0)
		return site_fault(t, &t->url_e);
	r = asset_reply(site, q->url.path);
	if (r && q->method == METHOD_GET)
		return r;
	if (r)
		http_reply_drop(r);
	if (t->api && q->method == METHOD_OPTIONS && q->route)
		return api_preflight();
	if (q->route && !(methods_of(q->route) & METHOD_GET))
		return refusal(t, 405, "This address takes what is sent to it with POST.", "POST");
	if (q->method != METHOD_GET)
		return refusal(t, 405, "This address is read with GET and HEAD.", "GET, HEAD");
	return t->to ? redirect(t, t->for_now ? 302 : 301, t->to) : page(t);
}

/* As page(), on a worker, which has a run and a connection. */
static struct http_reply *page_of_store(struct visit *t, struct http_worker *w)
{
	const struct site_source *source = &t->site->source;
	struct err e;
	int rc = source->who(source->ctx, w, t->q, &e);

	if (rc < 0)
		return site_fault(t, &e);
	struct desk *d = desk_take(t->site);
	struct http_reply *r = write_page(t, d);
	desk_give(t->site, d);
	return r;
}

struct http_reply *site_work(void *site, struct http_worker *w, struct request *q, bool whole)
{
	struct visit *t = q->door;

	(void)site;
	t->view = (struct view){.a = t->a,
		.words = words_all[t->language],
		.named = t->from && !t->language,
		.path = joined(t->a, &q->url, t->from),
		.today = t->site->source.today(t->site->source.ctx),
		.known = "",
		.known_ms = INT64_MAX,
		.page_asked = "",
		.rows_asked = "",
		.routes = t->site->routes,
		.request = q};
	t->view.on = t->view.today;
	visit_kept(t);
	q->view = &t->view;
	return q->route->answer ? door_work(t, w, whole) : page_of_store(t, w);
}

struct http_reply *site_refuse(void *site, struct request *q, int status, const char *text)
{
	(void)site;
	return api_address(q->raw) ? api_problem(q, status, text, NULL, NULL)
				   : site_plain(status, text, NULL);
}

static void site_close(void *arg)
{
	struct site *s = arg;

	for (size_t i = 0; i < s->assets_n; i++)
		http_reply_drop(s->asset[i]);
	pthread_mutex_destroy(&s->lock);
}

struct site *site_new(struct arena *a, const struct route *const *routes, struct site_source source)
{
	struct site *s = NEW(a, struct site);

	s->routes = routes;
	s->source = source;
	s->strict = source.origin && strncmp(source.origin, "https:", 6) == 0;
	s->arena = a;
	pthread_mutex_init(&s->lock, NULL);
	while (assets[s->assets_n].path)
		s->assets_n++;
	s->asset = NEW_ARRAY(a, struct http_reply *, s->assets_n);
	for (size_t i = 0; i < s->assets_n; i++)
		s->asset[i] = http_reply_new(arena_new("asset"),
			&(struct http_made){.status = 200,
				.type = assets[i].type,
				.lasting = true,
				.strict = s->strict,
				.data = assets[i].data,
				.len = assets[i].len});
	arena_defer(a, site_close, s);
	cache_open(a, &s->cache);
	s->metrics = metrics_new(a, routes);
	return s;
}
