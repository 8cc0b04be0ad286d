/* Messages a second into a sink: each built (text, HTML, a PDF of its own), signed with DKIM and sent.
 *   bench_mail PORT CONNECTIONS MESSAGES KEY PDF-BYTES THREADS
 * prints messages a second, the bytes of one, and of one the CPU time in ms of the threads that build and
 * sign and of the one that sends. PORT 0: builds and signs on one thread, sends nothing, and prints the CPU
 * time in ms of each. */
#include "base/allow_clock.h"

#include <sys/resource.h>

#include "base/text.h"
#include "post/builder.h"
#include "post/smtp.h"

#define AHEAD 32u /* built and not yet sent: as many as the worker's */

struct job {
	struct builder_job job;
	struct mail_part part;
	const char *to, *sender;
};
struct bench {
	struct builder *builder;
	struct dkim *dkim;
	int64_t n, started, done;
	size_t pdf_len;
	char *pdf;
	size_t bytes;
};

static const char text[] =
	"Excellency,\n\nThis message is invented, to measure how many of its kind are sent in a second. "
	"It says nothing else.\n\nPlease accept, Excellency, the assurances of my highest consideration.\n";
static const char html[] =
	"<!DOCTYPE html><html lang=\"en\"><body><p>Excellency,</p><p>This message is invented, to measure "
	"how many of its kind are sent in a second. It says nothing else.</p></body></html>\n";

static void must(int r, const struct err *e)
{
	if (r >= 0)
		return;
	fprintf(stderr, "bench_mail: %s\n", e->text);
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Of this thread or (RUSAGE_SELF) of all. */
static double cpu_ms(int who)
{
	struct rusage u;

	getrusage(who, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
		(double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-3;
}

static double thread_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static struct job *make_one(struct bench *b)
{
	struct arena *a = arena_new("message");
	struct job *j = NEW(a, struct job);
	char *pdf = arena_strndup(a, b->pdf, b->pdf_len);

	snprintf(pdf + 16, 16, "%015lld", (long long)b->started); /* each signature is over other bytes */
	j->part = (struct mail_part){"EX-2020-0001.pdf", "application/pdf", pdf, b->pdf_len, false};
	j->to = arena_printf(a, "mission%lld@example.org", (long long)b->started);
	j->sender = arena_printf(a, "b+%020lld-00000000000000000000@example.net", (long long)b->started);
	j->job = (struct builder_job){.arena = a,
		.now_ms = 1600000000000,
		.ctx = j,
		.mail = {.message_id = arena_printf(a, "m-%lld@example.net", (long long)b->started),
			.date_ms = 1600000000000,
			.from_name = "Office (invented)",
			.from = "office@example.net",
			.to_name = "Permanent Mission (invented)",
			.to = j->to,
			.reply_to = "",
			.subject = "Call to join (invented) — EX-2020-0001",
			.lang = "en",
			.text = text,
			.html = html,
			.calendar = "",
			.unsubscribe_url = "",
			.unsubscribe_mail = "",
			.part = &j->part,
			.parts = 1}};
	b->started++;
	return j;
}

/* One after the other, nothing beside it. */
static int alone(struct bench *b)
{
	double build = 0, sign = 0;
	struct err e;

	while (b->started < b->n) {
		struct builder_job *j = &make_one(b)->job;
		double from = thread_ms(), built;

		buf_init(&j->data, j->arena, MAIL_BYTES_MAX);
		buf_init(&j->head, j->arena, DKIM_HEADER_MAX);
		must(mail_build(&j->mail, &j->data, &e), &e);
		built = thread_ms();
		must(dkim_sign(b->dkim, j->data.data, j->data.len, j->now_ms, &j->head, &e), &e);
		sign += thread_ms() - built;
		build += built - from;
		arena_free(j->arena);
	}
	printf("%.4f %.4f\n", build / (double)b->n, sign / (double)b->n);
	return 0;
}

static int next(void *ctx, struct smtp_message *ret, struct err *e)
{
	struct bench *b = ctx;
	struct builder_job *built;

	while (b->started < b->n && builder_busy(b->builder) < AHEAD)
		builder_put(b->builder, &make_one(b)->job);
	built = builder_take(b->builder);
	if (!built)
		return builder_busy(b->builder) ? SMTP_WAIT : SMTP_NONE;
	must(built->r, &built->err);
	(void)e;
	struct job *j = built->ctx;

	*ret = (struct smtp_message){.sender = j->sender,
		.to = {j->to},
		.to_n = 1,
		.id = "m",
		.head = built->head.data,
		.head_len = built->head.len,
		.data = built->data.data,
		.data_len = built->data.len,
		.ctx = j};
	b->bytes = built->head.len + built->data.len;
	return SMTP_MESSAGE;
}

static int done(void *ctx, const struct smtp_message *m, const struct smtp_result *result, struct err *e)
{
	struct bench *b = ctx;
	struct job *j = m->ctx;

	arena_free(j->job.arena);
	b->done++;
	return result->outcome == SMTP_SENT ? 0 : err_set(e, ERR_IO, "%s", result->text);
}

static int send_all(struct bench *b, struct arena *a, const struct smtp_relay *relay, int threads)
{
	double from, whole = cpu_ms(RUSAGE_SELF), mine = cpu_ms(RUSAGE_THREAD);
	struct smtp *smtp;
	struct err e;

	must(smtp_open(a, relay, &smtp, &e), &e);
	from = now();
	must(builder_open(a, b->dkim, threads, &b->builder, &e), &e);
	must(smtp_run(smtp, &(struct smtp_source){next, done, builder_fd(b->builder), b}, &e), &e);
	if (b->done != b->n)
		return 1;
	from = now() - from;
	whole = cpu_ms(RUSAGE_SELF) - whole;
	mine = cpu_ms(RUSAGE_THREAD) - mine;
	printf("%.0f %zu %.4f %.4f\n", (double)b->n / from, b->bytes, (whole - mine) / (double)b->n,
		mine / (double)b->n);
	return 0;
}

int main(int argc, char **argv)
{
	AUTO_ARENA a = arena_new("bench");
	struct smtp_relay relay = {
		.host = "127.0.0.1", .user = "", .name = "localhost", .per_connection = 1000000};
	struct bench b = {0};
	int64_t port, connections, pdf, threads;
	struct err e;

	if (argc != 7 || text_int(argv[1], 0, 65535, &port, &e) < 0 ||
		text_int(argv[2], 1, SMTP_CONNECTIONS_MAX, &connections, &e) < 0 ||
		text_int(argv[3], 1, 1000000, &b.n, &e) < 0 || text_int(argv[5], 64, 1 << 24, &pdf, &e) < 0 ||
		text_int(argv[6], 1, BUILDER_THREADS_MAX, &threads, &e) < 0)
		return 2;
	relay.port = (int)port;
	relay.connections = (int)connections;
	b.pdf_len = (size_t)pdf;
	b.pdf = arena_zalloc(a, b.pdf_len + 1);
	for (size_t i = 0; i < b.pdf_len; i++)
		b.pdf[i] = (char)(1 + (i * 2654435761u >> 7) % 255);
	mail_start();
	must(dkim_open(a, "example.net", "s1", argv[4], &b.dkim, &e), &e);
	return port ? send_all(&b, a, &relay, (int)threads) : alone(&b);
}
