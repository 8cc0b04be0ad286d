/* How far a long command is, for whoever watches. */
#include <unistd.h>

#include "cli/line.h"

#define AGAIN_MS 100

void run_progress(struct run *r, const char *what, size_t done, size_t all)
{
	int64_t now = clock_now_ms();

	if (done < all && r->progress_ms && now - r->progress_ms < AGAIN_MS)
		return;
	if (r->watch) {
		r->progress_ms = now;
		r->watch(r->watch_ctx, what, done, all);
		return;
	}
	if (!isatty(fileno(r->err)))
		return;
	if (done == all) {
		run_progress_end(r);
		return;
	}
	r->progress_ms = now;
	fprintf(r->err, "\r\033[K%s: %zu of %zu", what, done, all);
	fflush(r->err);
}

void run_progress_end(struct run *r)
{
	if (!r->progress_ms || r->watch)
		return;
	r->progress_ms = 0;
	fputs("\r\033[K", r->err);
	fflush(r->err);
}
