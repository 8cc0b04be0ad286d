/* From an address to a page. */
#include "web/site.h"

#include <string.h>

#include "web/assets.h"
#include "web/cache.h"
#include "web/fault_html.h"
#include "web/url.h"

#define LANGUAGES_MAX 8
#define KEY_MAX 4096u
#define DAYS_AHEAD_MAX 36525 /* a hundred years: each adds what falls due in it to the work for a page */

/* What one thread writes pages with: ICU's objects are for one thread at a time. */
struct desk {
	struct desk *next;
	struct lang *forms[LANGUAGES_MAX]; /* by words_all; opened when asked for */
};

struct site {
	const struct route *const *routes;
	struct site_source source;
	struct arena *arena;
	size_t assets_n;
	struct http_reply **asset;
	pthread_mutex_t lock; /* of the desks */
	struct desk *free_desks;
	struct cache cache;
};

/* One request on its way. */
struct visit {
	struct site *site;
	struct arena *a; /* scratch */
	struct asked_url url;
	size_t language; /* in words_all */
	size_t from;     /* first segment behind the language */
	struct reg reg;
	struct view view;
	struct frame frame;
	bool far; /* the day is over DAYS_AHEAD_MAX from today */
};

/* ---- desks ---- */

static struct desk *desk_take(struct site *s)
{
	pthread_mutex_lock(&s->lock);
	struct desk *d = s->free_desks;
	if (d)
		s->free_desks = d->next;
	else
		d = NEW(s->arena, struct desk); /* as many as threads that ever wrote at once */
	pthread_mutex_unlock(&s->lock);
	return d;
}

static void desk_give(struct site *s, struct desk *d)
{
	pthread_mutex_lock(&s->lock);
	d->next = s->free_desks;
	s->free_desks = d;
	pthread_mutex_unlock(&s->lock);
}

static int desk_language(struct site *s, struct desk *d, size_t language, struct err *e)
{
	int rc = 0;

	if (d->forms[language])
		return 0;
	pthread_mutex_lock(&s->lock); /* the arena is shared */
	rc = lang_open(s->arena, words_all[language]->tag, &d->forms[language], e);
	pthread_mutex_unlock(&s->lock);
	return rc;
}

/* ---- replies ---- */

static struct http_reply *reply_bytes(int status, const char *data, size_t len)
{
	struct arena *a = arena_new("page");

	return http_reply_new(a,
		&(struct http_made){.status = status,
			.type = "text/html; charset=utf-8",
			.data = arena_strndup(a, data, len),
			.len = len});
}

static struct http_reply *redirect(const char *to)
{
	struct arena *a = arena_new("redirect");

	return http_reply_new(a, &(struct http_made){.status = 301, .location = arena_strdup(a, to)});
}

/* Where there is no register to frame a page with. */
static struct http_reply *plain(int status, const char *text)
{
	struct arena *a = arena_new("plain");
	const char *line = arena_printf(a, "%s\n", text);

	return http_reply_new(a,
		&(struct http_made){.status = status,
			.type = "text/plain; charset=utf-8",
			.data = line,
			.len = strlen(line)});
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

static struct http_reply *fault(struct visit *t, const struct err *e)
{
	size_t i = 0;
	struct buf b;

	while (faults[i].code != e->code && faults[i].code != ERR_BUG)
		i++;
	if (faults[i].code == ERR_BUG)
		fprintf(stderr, "paraph: %s: %s\n", t->url.path ? t->url.path : "", e->text);
	if (!t->view.forms)
		return plain(faults[i].status, e->text);
	t->frame.title = say(&t->view, faults[i].title);
	buf_init(&b, t->a, PAGE_BYTES_MAX);
	html_fault(&b, &t->view, &t->frame, faults[i].code == ERR_BUG ? "" : e->text);
	return reply_bytes(faults[i].status, b.data, b.len);
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

/* "/states/:" against the segments; *ret_open is what stands at the colon. */
static bool fits(const char *pattern, const struct asked_url *u, size_t from, const char **ret_open)
{
	*ret_open = NULL;
	for (size_t i = from; i < u->n; i++) {
		size_t len;

		if (*pattern++ != '/')
			return false;
		len = strcspn(pattern, "/");
		if (len == 1 && *pattern == ':')
			*ret_open = u->segment[i];
		else if (strlen(u->segment[i]) != len || memcmp(u->segment[i], pattern, len) != 0)
			return false;
		pattern += len;
	}
	return *pattern == '\0' || strcmp(pattern, "/") == 0;
}

static const struct route *route_of(const struct visit *t, const char **ret_open)
{
	for (const struct route *const *table = t->site->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			if (fits(r->pattern, &t->url, t->from, ret_open))
				return r;
	return NULL;
}

static void language_of(struct visit *t)
{
	for (size_t i = 1; words_all[i] && t->url.n; i++)
		if (strcmp(t->url.segment[0], words_all[i]->tag) == 0) {
			t->language = i;
			t->from = 1;
		}
}

/* One address a page: the root of a language ends with a slash, the others do not. */
static const char *moved(const struct visit *t, const char *raw)
{
	bool root = t->url.n == t->from;

	if (t->url.slash == root)
		return NULL;
	return arena_printf(
		t->a, "%s%s%s", joined(t->a, &t->url, 0), root ? "/" : "", raw + strcspn(raw, "?"));
}

/* ---- the view ---- */

static const char *field(const struct visit *t, const char *name)
{
	const char *value = url_field(&t->url, name);

	return value ? value : "";
}

/* The day asked for; today where it is none, and then the page says so. */
static int read_day(struct visit *t, struct err *e)
{
	const char *on = field(t, "on");

	t->view.on = t->view.today;
	if (!*on)
		return 0;
	if (strlen(on) <= FIELD_MAX && day_parse(on, strlen(on), &t->view.on, e) == 0) {
		t->view.on_given = true;
		t->far = t->view.on - t->view.today > DAYS_AHEAD_MAX;
		if (!t->far)
			return 0;
		t->view.on_given = false;
		t->view.on = t->view.today;
	}
	t->frame.on_wrong = true;
	t->frame.on_text = arena_strndup(t->a, on, strnlen(on, FIELD_MAX));
	return ERR_INVALID;
}

static int read_known(struct visit *t, struct err *e)
{
	const char *known = field(t, "known");

	t->view.known = "";
	t->view.known_ms = INT64_MAX;
	if (!*known)
		return 0;
	if (strlen(known) <= FIELD_MAX && instant_parse(known, &t->view.known_ms, e) == 0) {
		t->view.known = known;
		return 0;
	}
	t->frame.known_wrong = true;
	t->frame.known_text = arena_strndup(t->a, known, strnlen(known, FIELD_MAX));
	return ERR_INVALID;
}

#define DAY_MS 86400000

/* Registers of treaties are called by what they are: Convention or Treaty. */
static void name_treaty(struct visit *t)
{
	struct view *v = &t->view;
	bool convention = strstr(label_in(&v->reg->pack->label, "en"), "Convention") != NULL;

	v->treaty = say(v, convention ? T("the Convention") : T("the Treaty"));
	v->treaty_begins = lang_capital(v->forms, v->a, v->treaty);
}

/* What the page is read with: everything but the page itself. */
static int view_open(struct visit *t, struct desk *d, struct err *e)
{
	struct view *v = &t->view;
	int64_t known_ms = v->known_ms;
	int rc = desk_language(t->site, d, t->language, e);

	if (rc == 0)
		rc = t->site->source.open(t->site->source.ctx, known_ms, &t->reg, e);
	if (rc == ERR_NOTFOUND) { /* nothing was adopted then: the page that says so is framed as of now */
		struct err now;

		if (t->site->source.open(t->site->source.ctx, INT64_MAX, &t->reg, &now) < 0)
			return rc;
		t->frame.known_text = v->known;
		v->known = "";
		v->known_ms = INT64_MAX;
	} else if (rc < 0) {
		return rc;
	}
	v->forms = d->forms[t->language];
	v->reg = &t->reg;
	v->recorded = v->known_ms / DAY_MS < v->today ? (day_t)(v->known_ms / DAY_MS) : v->today;
	name_treaty(t);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(v,
				"The register held nothing of this treaty then. Choose a later day "
				"for: as recorded on."));
	return 0;
}

static struct http_reply *write_page(struct visit *t, struct desk *d)
{
	const char *open = NULL;
	const struct route *route = route_of(t, &open);
	struct err e, day_e, known_e;
	struct buf b;
	int day = read_day(t, &day_e), known = read_known(t, &known_e);
	int rc = view_open(t, d, &e);

	if (rc == 0 && day < 0)
		rc = err_set(&e, ERR_INVALID, "%s",
			say_fill(t->a,
				t->far ? say(&t->view,
						 "“{given}” is too far ahead. Choose a day of the "
						 "next hundred years.")
				       : say(&t->view,
						 "“{given}” is no day. Write year, month and day: "
						 "2026-02-03."),
				(const struct fill[]){{"given", t->frame.on_text}, {0}}));
	if (rc == 0 && known < 0)
		rc = err_set(&e, ERR_INVALID, "%s",
			say_fill(t->a,
				say(&t->view, "“{given}” is no day. Write year, month and day: 2026-02-03."),
				(const struct fill[]){{"given", t->frame.known_text}, {0}}));
	if (rc == 0 && !route)
		rc = err_set(&e, ERR_NOTFOUND, "%s",
			say(&t->view, "Nothing stands at this address. The menu lists what there is."));
	buf_init(&b, t->a, PAGE_BYTES_MAX);
	if (rc == 0)
		rc = route->page(&t->view, open, &b, &e);
	if (rc == 0 && b.over)
		rc = err_set(&e, ERR_BUG, "the page has more than %u bytes", PAGE_BYTES_MAX);
	return rc < 0 ? fault(t, &e) : reply_bytes(200, b.data, b.len);
}

/* ---- the answer ---- */

/* Everything that a page depends on. */
static const char *key_of(struct visit *t, uint64_t count)
{
	return arena_printf(t->a, "%s %s %s %s %d %llu", words_all[t->language]->tag, t->view.path,
		field(t, "on"), field(t, "known"), t->view.today, (unsigned long long)count);
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
		.path = joined(t->a, &t->url, t->from),
		.today = s->source.today(s->source.ctx)};
	const char *key = key_of(t, s->source.count(s->source.ctx));
	struct http_reply *r = cache_get(&s->cache, key);
	if (r)
		return r;
	struct desk *d = desk_take(s);
	r = write_page(t, d);
	desk_give(s, d);
	if (http_reply_status(r) == 200)
		cache_put(&s->cache, key, r);
	return r;
}

struct http_reply *site_answer(void *site, const char *raw)
{
	AUTO_ARENA a = arena_new("visit");
	struct visit t = {.site = site, .a = a};
	struct err e;
	const char *to;
	int rc = url_read(a, raw, &t.url, &e);

	if (rc < 0)
		return fault(&t, &e);
	struct http_reply *r = asset_reply(site, t.url.path);
	if (r)
		return r;
	language_of(&t);
	to = moved(&t, raw);
	return to ? redirect(to) : page(&t);
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
				.data = assets[i].data,
				.len = assets[i].len});
	arena_defer(a, site_close, s);
	cache_open(a, &s->cache);
	return s;
}
