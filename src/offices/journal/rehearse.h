/* What would change if a draft were recorded. Private to the office. */
#pragma once
#include "offices/journal/desk.h"

struct effect {
	const char *what, *before, *after; /* in the reader's language */
};
struct rehearsal {
	struct trial trial;
	size_t n;
	struct effect *effect; /* of an act that is new: what the register would say otherwise today */
};
/* Records nothing. */
int rehearse(
	const struct acts_desk *d, const struct draft *x, struct rehearsal *ret, struct err *e) ATTR_CHECK;

struct draft_view {
	const char *id, *act, *kind, *by, *made;
	struct act_view act_view;
	const char *stop, *why; /* stop: why it cannot be recorded; NULL it can */
	struct url met, here, change, corrects;
	struct marks marks;
	bool ready, voids, writes;
	size_t effects_n;
	struct effect *effect;
};
