/* One State on one sheet of paper. Private to the office. */
#pragma once
#include "offices/status/state.h"

struct neighbours { /* States of the same group */
	const char *region;
	size_t n, parties, signatories, others;
	const char *names; /* of those bound, "" none or not known */
};
struct brief {
	const char *name, *iso3, *lead, *question,
		*motion; /* question, motion: "" where nothing can be asked */
	struct state_standing standing;
	const struct standing_look *look;
	bool bound;
	struct neighbours near;
	size_t obligations_n, votes_n;
	struct obligation *obligation;
	struct vote *vote;
	struct frame frame;
};
