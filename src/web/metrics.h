/* What the server did, counted: requests by route and status, and how long they took. Nothing of who asked,
 * and of an address only the pattern of its route. Private to the site. */
#pragma once
#include "web/site_private.h"

struct metrics;
/* Room for every route; lives in `a`. */
struct metrics *metrics_new(struct arena *a, const struct route *const *routes);
/* route NULL: none, or a file of the frame. api: a list asked for under /api/. */
void metrics_note(struct metrics *m, const struct route *route, bool api, int status, int64_t took_us);
/* In the text format of Prometheus, version 0.0.4. */
void metrics_write(const struct metrics *m, struct buf *b);
const char *metrics_route(struct arena *a, const struct route *route, bool api); /* its name there */
