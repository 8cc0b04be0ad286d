/* Acts read: one, many, and the kinds there are. Private to the office. */
#pragma once
#include "offices/journal/journal.h"

enum {
	LIST_KIND,
	LIST_STATE,
	LIST_SINCE,
	LIST_LIMIT,
};
int list_run(struct run *r, struct err *e);
int show_run(struct run *r, struct err *e);
int kinds_run(struct run *r, struct err *e);
