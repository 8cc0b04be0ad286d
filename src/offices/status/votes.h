/* The page of votes. Private to the office. */
#pragma once
#include "offices/status/pages.h"

struct votes_view {
	const struct list *list;
	size_t n;
	struct vote *vote; /* every resolution with its totals */
};
