/* Doors: pages and forms of who is signed in, and public forms. Rights and tokens are checked here, from the
 * route's row, before its function is called. */
#include <string.h>

#include "web/api.h"
#include "web/door.h"
#include "web/log.h"
#include "web/door_html.h"
#include "web/secret.h"
#include "web/site_private.h"

#define ANSWER_TRIES 5 /* how often an answer runs whose store was busy */
#define TOKEN_FIELD "token"
#define RETURN_MAX 500u /* bytes of an address to come back to after signing in */

const char *const right_names[RIGHT_COUNT] = {"public", "signed-in", "house", "state", "admin", "api"};

/* ---- rights ---- */

/* Is `role` one of the words of `roles`? */
static bool among(const char *roles, const char *role)
{
	size_t len = strlen(role);

	for (const char *at = roles; (at = strstr(at, role)) != NULL; at++)
		if ((at == roles || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}

static bool fits(const struct route *r, unsigned method, const struct grant *g)
{
	switch (r->right) {
	case RIGHT_HOUSE:
		if (!*g->house || !*g->person) /* a house keeps the accounts of focal points too */
			return false;
		if (r->role)
			return among(r->role, g->role);
		return method == METHOD_GET || strcmp(g->role, ROLE_OBSERVER) != 0; /* who observes, reads */
	case RIGHT_STATE:
		return strcmp(g->role, ROLE_FOCAL_POINT) == 0 && *g->state;
	case RIGHT_ADMIN:
		return strcmp(g->role, ROLE_ADMINISTRATOR) == 0;
	case RIGHT_API:
		return r->role && strcmp(r->role, g->role) == 0;
	default:
		return false;
	}
}

/* A grant for one treaty opens nothing where another one is served. */
static bool here(const struct request *q, const struct grant *g)
{
	return (!*g->treaty || strcmp(g->treaty, q->view->reg->pack->code) == 0) &&
		(!q->who.house || !*g->house || strcmp(g->house, q->who.house) == 0);
}

/* The first grant that opens the row; grants of the house in use come first. */
static bool may(const struct request *q, const struct route *r, unsigned method, struct grant *ret)
{
	static const struct grant nothing = {"", "", "", "", ""};

	*ret = nothing;
	if (r->right == RIGHT_PUBLIC)
		return true;
	if (r->right == RIGHT_SIGNED_IN)
		return *q->who.account != '\0';
	for (size_t i = 0; i < q->who.n; i++)
		if (here(q, &q->who.grant[i]) && fits(r, method, &q->who.grant[i])) {
			*ret = q->who.grant[i];
			return true;
		}
	return false;
}

/* ---- the frame ---- */

/* How much of the path this pattern is the beginning of, by whole parts; 0 none. */
static size_t leads_to(const char *pattern, const char *path)
{
	size_t n = strlen(pattern);

	return strncmp(pattern, path, n) == 0 && (!path[n] || path[n] == '/') ? n : 0;
}

/* The page, or the menu's page that it is nearest behind. */
static void mark_here(struct menu *menu, size_t n, const char *path)
{
	struct menu *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (leads_to(menu[i].path, path) > (best ? strlen(best->path) : 0))
			best = &menu[i];
	if (best)
		best->here = true;
}

static void frame_fill(struct visit *t)
{
	const struct request *q = t->q;
	struct menu *menu = NEW_ARRAY(t->a, struct menu, MENU_MAX);
	struct grant any;

	t->frame = (struct frame){0}; /* a posted request comes here twice */
	for (const struct route *const *table = t->site->routes; *table; table++)
		for (const struct route *r = *table; r->pattern && t->frame.menus < MENU_MAX; r++)
			if (r->menu && may(q, r, METHOD_GET, &any))
				menu[t->frame.menus++] = (struct menu){r->pattern, r->menu, false};
	mark_here(menu, t->frame.menus, t->view.path);
	t->frame.menu = menu;
	t->frame.reader = *q->who.account ? q->who.name : NULL;
}

void door_frame(const struct view *v, const char *title, struct frame *ret)
{
	const struct visit *t = v->request->door;

	*ret = t->frame;
	ret->title = title;
}

/* ---- replies ---- */

static struct http_reply *made(const struct visit *t, const struct answer *ans)
{
	struct arena *a = arena_new("answer");
	const char **cookies = NEW_ARRAY(a, const char *, COOKIES_MAX + 1);
	const void *from = ans->data ? ans->data : ans->b.len ? ans->b.data : "";
	size_t len = ans->data ? ans->len : ans->b.len;
	char *data = arena_zalloc(a, len + 1);

	memcpy(data, from, len);
	for (size_t i = 0; i < ans->cookies; i++)
		cookies[i] = arena_strdup(a, ans->cookie[i]);
	return http_reply_new(a,
		&(struct http_made){.status = ans->see_other && ans->status < 300 ? 303 : ans->status,
			.type = ans->see_other ? NULL
				: ans->type    ? arena_strdup(a, ans->type)
					       : "text/html; charset=utf-8",
			.location = ans->see_other ? arena_strdup(a, ans->see_other) : NULL,
			.save_as = ans->save_as ? arena_strdup(a, ans->save_as) : NULL,
			.strict = t->site->strict,
			.secret = true,
			.refresh_s = ans->refresh_s,
			.data = data,
			.len = ans->see_other ? 0 : len,
			.cookie = cookies});
}

static struct answer fresh(struct visit *t)
{
	struct answer ans = {.status = 200};

	buf_init(&ans.b, t->a, PAGE_BYTES_MAX);
	return ans;
}

static struct http_reply *said(struct visit *t, int status, const char *title, const char *text)
{
	struct answer ans = fresh(t);

	if (t->api)
		return api_problem(t->q, status, *text ? text : title, NULL, NULL);
	if (!t->view.forms)
		return site_plain(status, text, NULL);
	ans.status = status;
	t->frame.title = title;
	html_door_fault(&ans.b, &t->view, &t->frame, text);
	return made(t, &ans);
}

static const struct {
	enum err_code code;
	int status;
	const char *title;
} faults[] = {
	{ERR_INVALID, 400, T("This cannot be done as it was asked")},
	{ERR_NOTFOUND, 404, T("There is no such page")},
	{ERR_CONFLICT, 409, T("This contradicts what is on file")},
	{ERR_LIMIT, 413, T("This is too much at once")},
	{ERR_BUSY, 503, T("Others are writing at this moment. Try again soon")},
	{ERR_BUG, 500, T("This could not be done")}, /* and all others */
};

static struct http_reply *fault(struct visit *t, const struct err *e)
{
	size_t i = 0;

	while (faults[i].code != e->code && faults[i].code != ERR_BUG)
		i++;
	if (faults[i].status >= 500)
		site_complain(t, e->text);
	return said(t, faults[i].status, say(&t->view, faults[i].title),
		faults[i].code == ERR_BUG ? "" : e->text);
}

/* ---- who comes in ---- */

static struct http_reply *to_sign_in(struct visit *t)
{
	struct answer ans = fresh(t);
	const char *back = strlen(t->q->raw) <= RETURN_MAX ? t->q->raw : "";
	struct buf to;

	buf_init(&to, t->a, 4 * RETURN_MAX);
	buf_puts(&to, view_link(&t->view, "/account/sign-in").text);
	buf_puts(&to, "?to=");
	html_url_part(&to, back);
	ans.status = 302;
	ans.see_other = to.data;
	return made(t, &ans);
}

static struct http_reply *refused(struct visit *t)
{
	if (t->q->method == METHOD_GET && !*t->q->who.account && t->q->route->right != RIGHT_API)
		return to_sign_in(t);
	if (t->q->route->right == RIGHT_API)
		return said(t, *t->q->who.account ? 403 : 401, say(&t->view, T("This is not open to you")),
			say(&t->view, T("A program shows its key: Authorization: Bearer KEY.")));
	return said(t, 403, say(&t->view, T("This is not open to you")),
		say(&t->view,
			*t->q->who.account
				? T("Ask who keeps the accounts of this register for the role that it needs.")
				: T("Sign in first.")));
}

/* Whose page sent the form? A browser says so; what says nothing is no browser, and has the token to show. */
static bool from_here(const struct visit *t)
{
	const char *site = request_header(t->q, "Sec-Fetch-Site"), *origin = request_header(t->q, "Origin");
	const char *ours = t->site->source.origin, *host = request_header(t->q, "Host");

	if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
		return false;
	if (!origin)
		return true;
	if (ours)
		return strcmp(origin, ours) == 0;
	const char *named = strstr(origin, "://");
	return named && host && strcmp(named + 3, host) == 0;
}

/* One form, one browser: the token is made of the secret that its cookie carries. Who is not signed in has a
 * cookie for forms alone. */
static void token_set(struct visit *t, struct answer *ans)
{
	struct request *q = t->q;
	const char *secret = *q->who.account ? request_cookie(q, "session") : request_cookie(q, "form");
	char token[65];

	if (q->route->anyone)
		return;
	if (!secret_is(secret)) {
		if (q->method != METHOD_GET || *q->who.account)
			return;
		secret = secret_new(q->a);
		answer_cookie(q, ans, "form", secret, 0);
	}
	secret_hash(secret, "form", token);
	q->token = arena_strdup(q->a, token);
}

static bool token_right(const struct request *q)
{
	const char *given = request_field(q, TOKEN_FIELD);

	return given && *q->token && secret_same(given, q->token);
}

static struct http_reply *wrong_token(struct visit *t)
{
	return said(t, 403, say(&t->view, T("This form is not from here, or too old")),
		say(&t->view,
			T("Nothing was changed. Open the page of the form again, and send it from there.")));
}

/* ---- the answer ---- */

static struct http_reply *answered(struct visit *t, struct http_worker *w, const struct answer *begun)
{
	struct request *q = t->q;
	struct answer ans = *begun;
	struct err e;
	int rc = ERR_BUSY;

	for (int tries = 0; tries < ANSWER_TRIES && rc == ERR_BUSY; tries++) {
		ans = *begun;
		buf_init(&ans.b, t->a, PAGE_BYTES_MAX);
		rc = q->route->answer(q, &ans, &e);
	}
	if (rc == 0 && ans.b.over)
		rc = err_set(&e, ERR_BUG, "the page has more than %u bytes", PAGE_BYTES_MAX);
	if (rc < 0)
		return fault(t, &e);
	w->after = ans.after;
	w->after_arg = ans.after_arg;
	return made(t, &ans);
}

static struct http_reply *worked(struct visit *t, struct http_worker *w, struct desk *d, bool whole)
{
	struct request *q = t->q;
	struct answer ans;
	struct err e;
	int rc = visit_view(t, d, &e);

	q->token = "";
	if (rc == 0)
		rc = t->site->source.who(t->site->source.ctx, w, q, &e);
	if (rc < 0)
		return fault(t, &e);
	ans = fresh(t);
	token_set(t, &ans);
	frame_fill(t);
	if (!may(q, q->route, q->method, &q->as))
		return refused(t);
	rc = t->site->source.begin(t->site->source.ctx, w, q, &e);
	if (rc < 0)
		return fault(t, &e);
	t->frame.place = q->who.place;
	if (q->method == METHOD_POST && q->route->right != RIGHT_API && !q->route->anyone) {
		if (!from_here(t) || (whole && !token_right(q)))
			return wrong_token(t);
	}
	return q->method == METHOD_POST && !whole ? NULL : answered(t, w, &ans);
}

struct http_reply *door_work(struct visit *t, struct http_worker *w, bool whole)
{
	struct desk *d = desk_take(t->site);
	struct http_reply *r = worked(t, w, d, whole);

	desk_give(t->site, d);
	return r;
}
