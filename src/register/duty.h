/* Working state while the obligations of a day are derived. Private to the register. */
#pragma once
#include "register/walk.h"

/* An act that bears on one State's obligations, and whether it was done by the day asked. */
struct bearing {
	const struct act *act;
	uint32_t place;
	struct edtf on;
	enum tri by;
	bool used; /* it has met an obligation already: each act meets one at most */
};

/* One membership, as obligations see it. */
struct term {
	uint32_t state;
	struct edtf in_force;
	const char *cause;  /* "" for the first, membership-2 … */
	day_t not_before;   /* reports before this day belong to an earlier membership … */
	day_t until;        /* … and from this day on to a later one */
	bool sure;          /* it has begun on any reading of its imprecise days */
	bool ended;         /* by the day asked, surely */
	bool ending;        /* perhaps */
	day_t end, end_low; /* the bounds of its last day */
};

struct duties {
	const struct reg *reg;
	day_t on;
	size_t n, cap;
	struct duty *duty;
	size_t bearing_n;
	struct bearing *bearing; /* by day */
	struct {
		const struct rule *rule; /* NULL: nothing was asked yet */
		uint32_t state;
		day_t reached;
	} covered; /* the last answer: a yearly duty asks the same for each year */
};

/* The treaty's own obligations: meetings that it demands. */
void recurrences_add(struct duties *ds, struct arena *a);
