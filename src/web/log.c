/* One JSON line a request, and one a fault: the pattern of the route, never the address, because addresses
 * hold secrets of links and what people look for; nothing of who asked. */
#include "web/log.h"

#include <string.h>

#include "web/metrics.h"

#define LOG_LINE_MAX 4000u

static void line_begin(struct buf *b, struct arena *a, const struct site *s)
{
	char at[25];

	buf_init(b, a, LOG_LINE_MAX);
	buf_printf(b, "{\"at\":\"%s\"", instant_format(s->source.now_ms(), at));
}

static void text(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, value);
}

/* In one piece, so that lines of several threads do not mix. */
static void line_end(struct buf *b)
{
	buf_puts(b, "}\n");
	if (!b->over)
		fwrite(b->data, 1, b->len, stderr);
}

static const char *method_name(unsigned method)
{
	return method == METHOD_POST       ? "POST"
		: method == METHOD_OPTIONS ? "OPTIONS"
		: method                   ? "GET"
					   : "other";
}

void site_done(void *site, const struct request *q, int status, size_t bytes, int64_t took_us)
{
	struct site *s = site;
	const struct visit *t = q->door;
	bool api = api_address(q->raw);
	AUTO_ARENA a = arena_new("done");
	struct buf b;

	metrics_note(s->metrics, q->route, api, status, took_us);
	if (!s->source.log_json)
		return;
	line_begin(&b, a, s);
	text(&b, "method", method_name(q->method));
	text(&b, "route", metrics_route(a, q->route, api));
	text(&b, "language", t ? words_all[t->language]->tag : NULL);
	buf_printf(&b, ",\"status\":%d,\"bytes\":%zu,\"ms\":%lld.%03lld", status, bytes,
		(long long)(took_us / 1000), (long long)(took_us % 1000));
	line_end(&b);
}

void site_complain(const struct visit *t, const char *what)
{
	const struct site *s = t->site;
	struct buf b;

	if (!s->source.log_json) {
		fprintf(stderr, "paraph: %s: %s\n", metrics_route(t->a, t->q->route, t->api), what);
		return;
	}
	line_begin(&b, t->a, s);
	text(&b, "route", metrics_route(t->a, t->q->route, t->api));
	text(&b, "error", what);
	line_end(&b);
}
