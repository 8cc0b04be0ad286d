/* worker, mail read, mail check. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "offices/letters/letters.h"
#include "offices/outbox/setup.h"
#include "post/dkim.h"

#define LOOK_SECONDS 60 /* between two looks at the mailboxes and the outbox */
#define THREADS_DEFAULT 2

enum { WORKER_MAIL, WORKER_ONCE, WORKER_THREADS };
const struct option_info worker_options[] = {
	[WORKER_MAIL] = {"--mail", "FILE",
		"How mail goes (default: $PARAPH_MAIL; without one it goes to a folder)"},
	[WORKER_ONCE] = {"--once", NULL, "Send what is due, read what came, and end"},
	[WORKER_THREADS] = {"--threads", "N", "Threads that build and sign messages (default 2)"},
	{0},
};
const struct option_info mail_options[] = {
	{"--mail", "FILE", "How mail goes (default: $PARAPH_MAIL)"},
	{0},
};

static int64_t now_of(void *ctx)
{
	struct setup *s = ctx;
	struct err e;

	IGNORE(run_clock(s->r, &e)); /* else the time before: nothing depends on a moment */
	return s->r->now_ms;
}

static bool say(struct run *r, const struct worker_tally *t)
{
	const struct {
		const char *what;
		size_t n;
	} part[] = {{"sent", t->sent}, {"later", t->later}, {"failed", t->failed}, {"held", t->held},
		{"cancelled", t->cancelled}, {"in doubt", t->doubt}, {"found in the archive", t->recovered},
		{"not in the archive", t->again}};
	bool any = false;

	for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
		if (part[i].n)
			fprintf(r->out, "%s%s: %zu", any ? ", " : "", part[i].what, part[i].n);
		any |= part[i].n > 0;
	}
	if (any)
		fputc('\n', r->out);
	fflush(r->out);
	return any;
}

/* ---- mail that came ---- */

/* Named, so that a person looks at it; the others are read all the same. */
static void aside(void *ctx, const char *name, const char *what)
{
	const struct setup *s = ctx;

	fprintf(s->r->err, "%s: %s\n", name, what);
}

static int read_mail(struct setup *s, size_t *ret_n, struct err *e)
{
	const struct receive_hooks hooks = {setup_bad_address, setup_answered, setup_unsubscribed, aside, s};
	struct receiver v = {.db = s->db,
		.house = s->house.code,
		.c = &s->config,
		.verp = s->config.has_bounce ? &s->verp : NULL,
		.now_ms = s->r->now_ms,
		.hooks = &hooks};
	bool any = false;
	int rc = receive_all(&v, e);

	*ret_n = 0;
	for (int i = 0; i < FOUND_COUNT; i++) {
		if (v.count[i])
			fprintf(s->r->out, "%s%s: %zu", any ? ", " : "read: ", found_names[i], v.count[i]);
		any |= v.count[i] > 0;
		*ret_n += v.count[i];
	}
	if (any)
		fputc('\n', s->r->out);
	fflush(s->r->out);
	return rc;
}

int mail_read_command(struct run *r, struct err *e)
{
	struct setup s;
	size_t n;
	int rc = setup_mail(r, r->option[0], &s, e);

	if (rc == 0 && s.config.mailboxes_n == 0)
		rc = err_set(e, ERR_INVALID, "no mailboxes in %s; write where mail comes in (docs/post.md)",
			*s.config_name ? s.config_name : "mail.yaml, which there is none of");
	if (rc == 0)
		rc = read_mail(&s, &n, e);
	if (rc == 0 && n == 0)
		fprintf(r->out, "no new mail\n");
	return rc;
}

/* Made where there is none, as the worker does: a name alone does not tell whether anything can lie there. */
static int sink_check(const char *sink, struct err *e)
{
	int rc = file_mkdirs(sink, e);

	if (rc == 0 && access(sink, W_OK | X_OK) < 0)
		rc = err_set(e, ERR_IO, "%s: %s", sink, strerror(errno));
	return rc < 0 ? err_ctx(e, "sink: name a folder that can be written to") : 0;
}

int mail_check_run(struct run *r, struct err *e)
{
	struct setup s;
	struct dkim *dkim;
	int rc = setup_mail(r, r->option[0], &s, e);

	if (rc == 0 && !s.config.has_relay)
		rc = sink_check(s.config.sink, e);
	if (rc < 0)
		return rc;
	if (s.config.has_relay)
		fprintf(r->out, "relay: %s:%d\n", s.config.relay.host, s.config.relay.port);
	else
		fprintf(r->out, "relay: none; messages are written to %s\n", s.config.sink);
	if (s.config.has_relay && !s.config.has_archive)
		fprintf(r->out, "archive: none; after a crash a person has to say whether a message went\n");
	if (!s.config.has_dkim)
		return 0;
	rc = dkim_open(r->arena, s.config.dkim.domain, s.config.dkim.selector, s.config.dkim.key, &dkim, e);
	if (rc == 0)
		fprintf(r->out, "DKIM: %s IN TXT \"%s\"\n", dkim_record_name(dkim), dkim_record(dkim));
	return rc;
}

/* ---- the worker ---- */

/* What waits for a State that has deposited meanwhile does not leave. */
static int follow(struct setup *s, struct err *e)
{
	AUTO_ARENA a = arena_child(s->r->arena, "follow");
	struct run r = *s->r;
	struct book book;
	size_t cancelled = 0;
	r.arena = a;
	int rc = book_open(&r, &book, e);
	if (rc == 0)
		rc = letters_follow(&r, &book, &s->house, &cancelled, e);
	if (cancelled)
		fprintf(s->r->out, "cancelled: %zu\n", cancelled);
	return rc;
}

static void so_far(void *ctx, size_t done, size_t all)
{
	struct setup *s = ctx;

	run_progress(s->r, "sent", done, all);
}

/* What is left for later, and when the next of it is due. */
static int say_waiting(struct setup *s, struct worker *w, struct err *e)
{
	int64_t next = INT64_MAX;
	size_t n = 0;
	char at[25];
	int rc = worker_waiting(w, &n, e);

	if (rc == 0)
		rc = worker_next(w, &next, e);
	if (rc == 0 && n && next < INT64_MAX)
		fprintf(s->r->out, "waiting: %zu, the next at %s\n", n, instant_format(next, at));
	fflush(s->r->out);
	return rc;
}

static int turn(struct setup *s, struct worker *w, struct err *e)
{
	struct worker_tally tally = {0};
	size_t read;
	bool any;
	int rc = follow(s, e);
	if (rc == 0)
		rc = worker_round(w, &tally, e);

	run_progress_end(s->r);
	any = say(s->r, &tally);
	if (rc == 0 && any)
		rc = say_waiting(s, w, e);
	return rc < 0 ? rc : read_mail(s, &read, e);
}

static int64_t pause_ms(struct setup *s, struct worker *w)
{
	int64_t next = INT64_MAX, now = now_of(s);
	struct err e;

	if (worker_next(w, &next, &e) < 0 || next - now > LOOK_SECONDS * 1000)
		return LOOK_SECONDS * 1000;
	return next > now ? next - now : 0;
}

/* Until SIGTERM or SIGINT, which come between two turns: what is under way is brought to its end. */
static int go_on(struct setup *s, struct worker *w, const sigset_t *ends)
{
	struct err e;

	for (;;) {
		int64_t pause;
		int rc = turn(s, w, &e);

		if (rc < 0)
			fprintf(s->r->err, "paraph: %s\n", e.text);
		pause = rc < 0 ? LOOK_SECONDS * 1000 : pause_ms(s, w);

		struct timespec wait = {pause / 1000, pause % 1000 * 1000000};

		if (sigtimedwait(ends, NULL, &wait) >= 0)
			return 0;
	}
}

int worker_run(struct run *r, struct err *e)
{
	struct setup s = {.r = r};
	const struct worker_hooks hooks = {now_of, NULL, setup_bad_address, so_far, &s};
	struct worker *w = NULL;
	int64_t threads = 0;
	sigset_t ends;
	int rc = run_option_int(r, WORKER_THREADS, 1, 16, THREADS_DEFAULT, &threads, e);

	if (rc == 0)
		rc = setup_mail(r, r->option[WORKER_MAIL], &s, e);
	/* Before there are threads, which would take the signal instead. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	if (!r->option[WORKER_ONCE])
		sigprocmask(SIG_BLOCK, &ends, NULL);
	if (rc == 0)
		rc = worker_open(r->arena, s.db, s.house.code, &s.config, (int)threads, &hooks, &w, e);
	if (rc < 0)
		return rc;
	return r->option[WORKER_ONCE] ? turn(&s, w, e) : go_on(&s, w, &ends);
}
