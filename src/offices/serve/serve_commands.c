/* serve: one journal in memory, read by many threads; this one looks for new acts once a second. */
#include "offices/serve/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "acts/act.h"
#include "offices/accounts/accounts.h"
#include "offices/packs/packs.h"
#include "web/request.h"
#include "web/site.h"

#define LISTEN_DEFAULT "127.0.0.1:8080"
#define LOOK_SECONDS 1 /* between two looks for new acts */
#define ROUTES_BYTES_MAX (1u << 20)

enum { SERVE_LISTEN, SERVE_URL, SERVE_ROUTES };
static const struct option_info serve_options[] = {
	{"--listen", "ADDRESS:PORT", "Where to listen (" LISTEN_DEFAULT ")"},
	{"--base-url", "URL", "Where the pages are reached, such as https://register.example ($PARAPH_URL)"},
	{"--routes", NULL, "Print every route with its methods and right as CSV, and end"},
	{0},
};

struct serving {
	struct run run; /* the command's, as it began: workers start from it */
	struct shelf *shelf;
	const char *treaty;
	_Atomic day_t today;
};

static int open_reg(void *ctx, int64_t known_ms, struct reg *ret, struct err *e)
{
	const struct serving *s = ctx;

	return shelf_reg(s->shelf, s->treaty, known_ms, ret, e);
}

static day_t today(void *ctx)
{
	struct serving *s = ctx;

	return atomic_load(&s->today);
}

static uint64_t count(void *ctx)
{
	const struct serving *s = ctx;

	return shelf_count(s->shelf);
}

/* ---- on a worker ---- */

static void keep_new(struct http_worker *w)
{
	struct kept *k = NEW(w->arena, struct kept);

	k->arena = w->arena;
	w->state = k;
}

/* A run of its own, as a command has it; nothing is written to its streams. */
static int run_for(struct serving *s, struct http_worker *w, struct request *q, struct err *e)
{
	struct run *r = NEW(q->a, struct run);

	if (!w->state)
		keep_new(w);
	*r = s->run;
	r->arena = q->a;
	r->kept = w->state;
	r->house = r->actor = NULL;
	r->fresh_id = draft_random_id(q->a);
	q->run = r;
	int rc = run_clock(r, e);
	r->on = r->today;
	return rc;
}

static int who(void *ctx, struct http_worker *w, struct request *q, struct err *e)
{
	struct db *db = NULL;
	int rc = run_for(ctx, w, q, e);

	if (rc == 0)
		rc = run_db(q->run, &db, e);
	return rc < 0 ? rc : accounts_who(q, db, e);
}

static int begin(void *ctx, struct http_worker *w, struct request *q, struct err *e)
{
	(void)ctx;
	(void)w;
	(void)e;
	if (*q->as.house)
		q->run->house = q->as.house;
	if (*q->as.person)
		q->run->actor = q->as.person;
	return 0;
}

static const struct route *const *routes_of(const struct run *r)
{
	size_t n = 0, at = 0;

	while (r->offices[n])
		n++;
	const struct route **all = NEW_ARRAY(r->arena, const struct route *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (r->offices[i]->routes)
			all[at++] = r->offices[i]->routes;
	return all;
}

/* What could not be read is said once, and tried again: the pages stay those of the acts read before. */
static void look(struct run *r, struct serving *s, bool *failing)
{
	struct err e;
	int rc = run_clock(r, &e);

	if (rc == 0) {
		atomic_store(&s->today, r->today);
		rc = shelf_catch_up(s->shelf, &e);
	}
	if (rc < 0 && !*failing)
		fprintf(r->err, "paraph: new acts cannot be read, trying on: %s\n", e.text);
	if (rc == 0 && *failing)
		fprintf(r->err, "paraph: new acts are read again\n");
	*failing = rc < 0;
}

/* Until SIGTERM or SIGINT, which every thread has blocked, so that they come here. */
static void serve_until(struct run *r, struct serving *s, const sigset_t *ends)
{
	const struct timespec wait = {.tv_sec = LOOK_SECONDS};
	bool failing = false;

	while (sigtimedwait(ends, NULL, &wait) < 0)
		if (errno == EAGAIN)
			look(r, s, &failing);
}

/* Every route, for who looks after rights, and for the test that tries each with every role. */
static int print_routes(struct run *r, struct err *e)
{
	const struct route *const *table = routes_of(r);
	struct buf b;

	buf_init(&b, r->arena, ROUTES_BYTES_MAX);
	buf_puts(&b, "pattern,methods,door,right,role,form,body_max,help\n");
	for (; *table; table++)
		for (const struct route *one = *table; one->pattern; one++) {
			unsigned methods = one->methods ? one->methods : METHOD_GET;

			buf_csv(&b, one->pattern);
			buf_printf(&b, ",%s,%s,%s,",
				methods == METHOD_GET            ? "GET"
					: methods == METHOD_POST ? "POST"
								 : "GET POST",
				one->answer ? "yes" : "no", right_names[one->right]);
			buf_csv(&b, one->role);
			buf_printf(&b, ",%s,%zu,", one->anyone ? "anyone" : "token",
				one->body_max ? one->body_max : (size_t)BODY_MAX);
			buf_csv(&b, one->help);
			buf_putc(&b, '\n');
		}
	if (b.len)
		fputs(b.data, r->out);
	return buf_check(&b, e);
}

/* http(s)://host[:port], and nothing behind it. */
static int origin_check(const char *origin, struct err *e)
{
	const char *host = origin ? strstr(origin, "://") : NULL;

	if (!origin ||
		(host && host[3] && !strpbrk(host + 3, "/?# ") &&
			(strncmp(origin, "https://", 8) == 0 || strncmp(origin, "http://", 7) == 0)))
		return 0;
	return err_set(e, ERR_USAGE,
		"--base-url %s: write https://HOST, without a path or a slash at its end", origin);
}

static int serve_run(struct run *r, struct err *e)
{
	const char *origin = r->option[SERVE_URL] ? r->option[SERVE_URL] : r->site_url;
	const char *listen = r->option[SERVE_LISTEN] ? r->option[SERVE_LISTEN] : LISTEN_DEFAULT;
	struct serving s = {.run = *r, .treaty = r->treaty};
	struct http_server *server;
	struct reg reg;
	sigset_t ends;
	int rc = 0;

	if (r->option[SERVE_ROUTES])
		return print_routes(r, e);
	if (r->on_given || r->known_ms != INT64_MAX)
		return err_set(
			e, ERR_USAGE, "serve answers for any day: say ?on= and ?known= in the address");
	rc = origin_check(origin, e);
	if (rc == 0)
		rc = shelf_open(r, &s.shelf, e);
	if (rc == 0)
		rc = shelf_reg(s.shelf, s.treaty, INT64_MAX, &reg, e);
	if (rc < 0)
		return rc;
	atomic_init(&s.today, r->today);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	AUTO_ARENA pages = arena_new("site");
	struct site *site = site_new(pages, routes_of(r),
		(struct site_source){.ctx = &s,
			.open = open_reg,
			.today = today,
			.count = count,
			.who = who,
			.begin = begin,
			.origin = origin});
	rc = http_start(r->arena, listen,
		&(struct http_calls){site, site_way, site_answer, site_work, site_refuse}, &server, e);
	if (rc < 0)
		return rc;
	fprintf(r->out, "Serving %s (Ctrl-C stops)\n", http_address(server));
	fflush(r->out);
	serve_until(r, &s, &ends);
	http_stop(server);
	return 0;
}

static const struct command serve_commands[] = {
	{"serve", "", "Serve the pages of the register over HTTP",
		"Prints its address and goes on until SIGTERM or Ctrl-C. New acts are shown within "
		"a second. TLS"
		" is for a proxy in front, such as nginx or Caddy.",
		0, 0, serve_options, serve_run},
	{0},
};
const struct office serve_office = {.name = "serve", .commands = serve_commands};
