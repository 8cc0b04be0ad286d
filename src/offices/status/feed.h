/* The Atom feed of acts. Private to the office. */
#pragma once
#include "offices/status/pages.h"

struct feed_entry {
	uint64_t seq;
	int64_t recorded_ms;
	struct edtf on;
	const char *id, *title, *summary, *updated;
	struct url to;
};
struct feed_view {
	const char *id, *updated;
	size_t n;
	struct feed_entry *entry; /* latest first */
};
