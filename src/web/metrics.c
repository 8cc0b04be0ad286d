#include "web/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

#include "web/api.h"

/* Other statuses count as the last. */
static const int statuses[] = {
	200, 201, 204, 301, 302, 303, 304, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422, 503, 500};
#define STATUSES (sizeof statuses / sizeof *statuses)
static const int64_t bounds_us[] = {
	1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000};
#define BOUNDS (sizeof bounds_us / sizeof *bounds_us)
#define US_PER_S 1000000

struct tally {
	_Atomic uint64_t status[STATUSES];
	_Atomic uint64_t within[BOUNDS + 1]; /* of the bound, and not of the one before; the last: longer */
	_Atomic uint64_t took_us;
};
struct metrics {
	struct arena *arena;
	const struct route *const *routes;
	size_t n;         /* routes */
	struct tally *of; /* by twice the place of the route, + 1 under /api/; the last: no route */
};

struct metrics *metrics_new(struct arena *a, const struct route *const *routes)
{
	struct metrics *m = NEW(a, struct metrics);

	m->arena = a;
	m->routes = routes;
	for (const struct route *const *table = routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			m->n++;
	m->of = NEW_ARRAY(a, struct tally, 2 * m->n + 1);
	return m;
}

static size_t place_of(const struct metrics *m, const struct route *route, bool api)
{
	size_t at = 0;

	for (const struct route *const *table = m->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++, at++)
			if (r == route)
				return 2 * at + api;
	return 2 * m->n;
}

void metrics_note(struct metrics *m, const struct route *route, bool api, int status, int64_t took_us)
{
	struct tally *c = &m->of[place_of(m, route, api)];
	size_t s = 0, b = 0;

	while (s + 1 < STATUSES && statuses[s] != status)
		s++;
	while (b < BOUNDS && took_us > bounds_us[b])
		b++;
	atomic_fetch_add(&c->status[s], 1);
	atomic_fetch_add(&c->within[b], 1);
	atomic_fetch_add(&c->took_us, (uint64_t)(took_us > 0 ? took_us : 0));
}

const char *metrics_route(struct arena *a, const struct route *route, bool api)
{
	bool below = route && api && strncmp(route->pattern, API_ROOT, strlen(API_ROOT)) != 0;

	return route ? arena_printf(a, "%s%s", below ? API_ROOT : "", route->pattern) : "none";
}

/* ---- written ---- */

typedef void (*write_fn)(struct buf *b, const char *route, const struct tally *c);

static void each(const struct metrics *m, struct buf *b, write_fn write)
{
	size_t at = 0;

	for (const struct route *const *table = m->routes; *table; table++)
		for (const struct route *r = *table; r->pattern; r++, at++)
			for (size_t api = 0; api < 2; api++)
				write(b, metrics_route(b->arena, r, api), &m->of[2 * at + api]);
	write(b, metrics_route(b->arena, NULL, false), &m->of[2 * m->n]);
}

static void requests(struct buf *b, const char *route, const struct tally *c)
{
	for (size_t s = 0; s < STATUSES; s++) {
		uint64_t n = atomic_load(&c->status[s]);

		if (n)
			buf_printf(b, "paraph_http_requests_total{route=\"%s\",status=\"%d\"} %" PRIu64 "\n",
				route, statuses[s], n);
	}
}

static void durations(struct buf *b, const char *route, const struct tally *c)
{
	uint64_t n = 0;

	for (size_t i = 0; i <= BOUNDS; i++)
		n += atomic_load(&c->within[i]);
	if (!n)
		return;
	n = 0;
	for (size_t i = 0; i < BOUNDS; i++) {
		n += atomic_load(&c->within[i]);
		buf_printf(b,
			"paraph_http_request_duration_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n",
			route, (double)bounds_us[i] / US_PER_S, n);
	}
	n += atomic_load(&c->within[BOUNDS]);
	buf_printf(b, "paraph_http_request_duration_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
		route, n);
	buf_printf(b, "paraph_http_request_duration_seconds_sum{route=\"%s\"} %g\n", route,
		(double)atomic_load(&c->took_us) / US_PER_S);
	buf_printf(b, "paraph_http_request_duration_seconds_count{route=\"%s\"} %" PRIu64 "\n", route, n);
}

void metrics_write(const struct metrics *m, struct buf *b)
{
	buf_puts(b,
		"# HELP paraph_http_requests_total Requests that were answered, by route and status.\n"
		"# TYPE paraph_http_requests_total counter\n");
	each(m, b, requests);
	buf_puts(b,
		"# HELP paraph_http_request_duration_seconds From its first line to the end of its answer.\n"
		"# TYPE paraph_http_request_duration_seconds histogram\n");
	each(m, b, durations);
}

void site_metrics(const struct request *q, struct buf *b)
{
	const struct visit *t = q->door;
	struct http_load load;

	http_load(q, &load);
	metrics_write(t->site->metrics, b);
	buf_printf(b,
		"# HELP paraph_workers Threads for what takes long.\n# TYPE paraph_workers gauge\n"
		"paraph_workers %u\n"
		"# HELP paraph_workers_busy Of them, those that work.\n# TYPE paraph_workers_busy gauge\n"
		"paraph_workers_busy %u\n"
		"# HELP paraph_workers_waiting Requests that wait for one.\n"
		"# TYPE paraph_workers_waiting gauge\nparaph_workers_waiting %u\n"
		"# HELP paraph_http_requests_running Requests that are being answered.\n"
		"# TYPE paraph_http_requests_running gauge\nparaph_http_requests_running %u\n",
		load.workers, load.busy, load.waiting, load.running);
}
