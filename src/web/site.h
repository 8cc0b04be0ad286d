/* The site: routes of all offices, languages, the day asked for, errors as pages, and the pages kept. Knows
 * no office. */
#pragma once
#include "web/http.h"
#include "web/view.h"

#define PAGE_BYTES_MAX (512u << 10) /* a page that passes it is refused */
#define PAGES_KEPT 256u             /* rendered pages in memory, the last used */

/* What the pages read. Called by several threads at once. */
struct site_source {
	void *ctx;
	/* The register as of an instant (INT64_MAX: all that is on file). ERR_NOTFOUND where no treaty was
	 * adopted by then. */
	int (*open)(void *ctx, int64_t known_ms, struct reg *ret, struct err *e);
	day_t (*today)(void *ctx);
	uint64_t (*count)(void *ctx); /* acts on file; a page is made anew when it grows */
};

struct site;
/* routes: tables of the offices, each ends with a NULL pattern; ends with NULL. Lives in `a`, which nothing
 * else uses from then on. */
struct site *site_new(struct arena *a, const struct route *const *routes, struct site_source source);
struct http_reply *site_answer(void *site, const char *raw); /* an http_answer */
