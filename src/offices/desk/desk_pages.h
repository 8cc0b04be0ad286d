/* What the pages of the desk show. Private to the office. */
#pragma once
#include "offices/status/status.h"

struct desk_view {
	const char *day;
	size_t dues, came, letters, returned;
	struct coming *due;
	struct desk_came {
		const char *day, *from, *subject, *state;
	} * incoming;
	struct desk_letter {
		const char *id, *kind, *audience, *made, *lacks; /* lacks: NULL it may be issued */
	} * letter;
	struct desk_returned {
		const char *name, *address, *detail;
	} * back;
	day_t complete;
	const char *head; /* SEQ:HASH, shortened */
};
