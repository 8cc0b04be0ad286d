/* The site: routes of all offices, languages, the day asked for, errors as pages, and the pages kept. Knows
 * no office. */
#pragma once
#include "web/http.h"
#include "web/view.h"

#define PAGE_BYTES_MAX (512u << 10) /* a page that passes it is refused */
#define PAGES_KEPT 80u              /* rendered pages in memory, the last used */

/* What the pages read. Called by several threads at once. */
struct site_source {
	void *ctx;
	/* The register as of an instant (INT64_MAX: all that is on file). ERR_NOTFOUND where no treaty was
	 * adopted by then. */
	int (*open)(void *ctx, int64_t known_ms, struct reg *ret, struct err *e);
	day_t (*today)(void *ctx);
	uint64_t (*count)(void *ctx); /* acts on file; a page is made anew when it grows */
	/* Both on a worker. who: fills q->who, by the request's cookie or key. NULL: there are no doors, and
	 * routes with `answer` are not there. begin: then, with q->as, fills q->run. */
	int (*who)(void *ctx, struct http_worker *w, struct request *q, struct err *e);
	int (*begin)(void *ctx, struct http_worker *w, struct request *q, struct err *e);
	bool log_json;           /* one line a request, to the standard error stream */
	int64_t (*now_ms)(void); /* of log_json */
	const char *origin; /* https://register.example as browsers see it; NULL: what they name as Host */
};

struct site;
/* routes: tables of the offices, each ends with a NULL pattern; ends with NULL. Lives in `a`, which nothing
 * else uses from then on. */
struct site *site_new(struct arena *a, const struct route *const *routes, struct site_source source);
/* The calls of http.h; ctx is the site. */
enum http_way site_way(void *site, struct request *q);
struct http_reply *site_answer(void *site, struct request *q);
struct http_reply *site_work(void *site, struct http_worker *w, struct request *q, bool whole);
void site_done(void *site, const struct request *q, int status, size_t bytes, int64_t took_us);
/* What was counted, and what there is to do at this moment, in the text format of Prometheus. */
void site_metrics(const struct request *q, struct buf *b);
struct http_reply *site_refuse(void *site, struct request *q, int status, const char *text);
