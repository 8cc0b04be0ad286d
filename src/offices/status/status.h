/* Where a treaty stands: who is bound, what is due, every figure with the acts behind it. Derives; records
 * nothing. */
#pragma once
#include "cli/cli.h"
#include "web/view.h"

extern const struct office status_office;

/* What falls due next, and the next meeting; the earliest first, at most `most`. Lives in the view's arena.
 */
struct coming {
	day_t day;
	const char *what; /* a sentence without a full stop */
	struct url to;    /* text NULL: none */
	int days;
};
size_t coming_of(const struct view *v, size_t most, struct coming **ret);
