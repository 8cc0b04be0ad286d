/* serve: one journal in memory, read by many threads; this one looks for new acts four times a second. */
#include "offices/serve/serve.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "acts/act.h"
#include "offices/accounts/accounts.h"
#include "offices/houses/houses.h"
#include "offices/machine/machine.h"
#include "offices/packs/packs.h"
#include "web/request.h"
#include "web/site.h"

#define LISTEN_DEFAULT "127.0.0.1:8080"
#define LOOK_MS 250 /* between two looks for acts that others recorded: shown within a second */
#define ROUTES_BYTES_MAX (1u << 20)

enum { SERVE_LISTEN, SERVE_URL, SERVE_CERT, SERVE_KEY, SERVE_LOG, SERVE_ROUTES };
static const struct option_info serve_options[] = {
	{"--listen", "ADDRESS:PORT", "Where to listen ($PARAPH_LISTEN, else " LISTEN_DEFAULT ")"},
	{"--base-url", "URL", "Where the pages are reached, such as https://register.example ($PARAPH_URL)"},
	{"--tls-cert", "FILE", "Speak TLS, with this certificate and its chain, PEM ($PARAPH_TLS_CERT)"},
	{"--tls-key", "FILE", "The certificate's private key, PEM ($PARAPH_TLS_KEY)"},
	{"--log", "json", "One line a request to the standard error stream, nothing of who asked"},
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
	if (rc < 0)
		return rc;
	return q->route->right == RIGHT_API ? machine_who(q, db, e) : accounts_who(q, db, e);
}

static int begin(void *ctx, struct http_worker *w, struct request *q, struct err *e)
{
	struct house h;
	struct db *db = NULL;
	int rc = 0;

	(void)ctx;
	(void)w;
	if (*q->as.house)
		q->run->house = q->as.house;
	if (*q->as.person)
		q->run->actor = q->as.person;
	if (q->route->right != RIGHT_HOUSE)
		return 0;
	rc = run_db(q->run, &db, e); /* whoever sits at several desks reads on each page which this is */
	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		q->who.place = label_in(&h.name, q->view->words->tag);
	return rc;
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

static void renew(struct run *r, struct http_server *server)
{
	struct err e;

	if (strncmp(http_address(server), "https:", 6) != 0)
		return;
	if (http_renew(server, &e) < 0)
		fprintf(r->err, "paraph: %s\n", e.text);
	else
		fprintf(r->err, "paraph: certificate and key are read anew\n");
}

/* Every thread has them blocked, so that they come to serve_until(). At a terminal SIGHUP says that it is
 * gone, and ends. */
static void signals_block(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGTERM);
	sigaddset(ret, SIGINT);
	if (!isatty(STDIN_FILENO))
		sigaddset(ret, SIGHUP);
	sigprocmask(SIG_BLOCK, ret, NULL);
}

static void serve_until(struct run *r, struct serving *s, struct http_server *server, const sigset_t *signals)
{
	const struct timespec wait = {.tv_nsec = LOOK_MS * 1000000L};
	bool failing = false;

	for (;;) {
		int came = sigtimedwait(signals, NULL, &wait);

		if (came == SIGHUP)
			renew(r, server);
		else if (came >= 0)
			return;
		else if (errno == EAGAIN)
			look(r, s, &failing);
	}
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

static const char *either(const char *first, const char *second)
{
	return first ? first : second;
}

/* Without it links would begin with what a request calls its host, and whoever asks for one writes that. */
static int mail_check(const struct run *r, const char *origin, struct err *e)
{
	return !r->mail || origin
		? 0
		: err_set(e, ERR_USAGE,
			  "PARAPH_MAIL is set, and links in mails begin with what readers type: say "
			  "--base-url https://HOST (or PARAPH_URL)");
}

/* Cookies, links and forms depend on the address that readers have. */
static int tls_check(const struct http_place *place, const char *origin, struct err *e)
{
	if (!place->tls_cert != !place->tls_key)
		return err_set(e, ERR_USAGE, "TLS needs both, --tls-cert FILE and --tls-key FILE");
	if (place->tls_cert && (!origin || strncmp(origin, "https://", 8) != 0))
		return err_set(e, ERR_USAGE,
			"with TLS say what readers type: --base-url https://HOST (or PARAPH_URL)");
	return 0;
}

static int serve_run(struct run *r, struct err *e)
{
	const char *origin = either(r->option[SERVE_URL], r->site_url);
	const struct http_place place = {
		.listen = either(r->option[SERVE_LISTEN], either(r->listen, LISTEN_DEFAULT)),
		.tls_cert = either(r->option[SERVE_CERT], r->tls_cert),
		.tls_key = either(r->option[SERVE_KEY], r->tls_key),
	};
	struct serving s = {.run = *r, .treaty = r->treaty};
	struct http_server *server;
	struct reg reg;
	sigset_t signals;
	int rc = 0;

	mallopt(M_ARENA_MAX, 1); /* one heap a thread would keep what each has freed: twice the memory */
	if (r->option[SERVE_ROUTES])
		return print_routes(r, e);
	if (r->on_given || r->known_ms != INT64_MAX)
		return err_set(
			e, ERR_USAGE, "serve answers for any day: say ?on= and ?known= in the address");
	rc = origin_check(origin, e);
	if (rc == 0 && r->option[SERVE_LOG] && strcmp(r->option[SERVE_LOG], "json") != 0)
		rc = err_set(e, ERR_USAGE, "--log %s: say json", r->option[SERVE_LOG]);
	if (rc == 0)
		rc = tls_check(&place, origin, e);
	if (rc == 0)
		rc = mail_check(r, origin, e);
	if (rc == 0)
		rc = accounts_ready(r, e);
	if (rc == 0)
		rc = shelf_open(r, &s.shelf, e);
	if (rc == 0)
		rc = shelf_reg(s.shelf, s.treaty, INT64_MAX, &reg, e);
	if (rc < 0)
		return rc;
	atomic_init(&s.today, r->today);
	signals_block(&signals);
	AUTO_ARENA pages = arena_new("site");
	struct site *site = site_new(pages, routes_of(r),
		(struct site_source){.ctx = &s,
			.open = open_reg,
			.today = today,
			.count = count,
			.who = who,
			.begin = begin,
			.log_json = r->option[SERVE_LOG] != NULL,
			.now_ms = clock_now_ms,
			.origin = origin});
	rc = http_start(r->arena, &place,
		&(struct http_calls){
			site, site_way, site_answer, site_work, site_refuse, site_done, clock_steady_us},
		&server, e);
	if (rc < 0)
		return rc;
	fprintf(r->out, "Serving %s (Ctrl-C stops)\n", http_address(server));
	fflush(r->out);
	serve_until(r, &s, server, &signals);
	http_stop(server);
	return 0;
}

static const struct command serve_commands[] = {
	{"serve", "", "Serve the pages of the register over HTTP",
		"Prints its address and goes on until SIGTERM or Ctrl-C; then it ends what runs, within 5 "
		"seconds. New acts are shown within a second, whoever records them. TLS is for a proxy in "
		"front, such as nginx or Caddy, or --tls-cert and --tls-key; SIGHUP reads both anew.",
		0, 0, serve_options, serve_run},
	{0},
};
const struct office serve_office = {.name = "serve", .commands = serve_commands};
