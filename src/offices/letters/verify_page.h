/* What the page on a code shows. Private to the office. */
#pragma once
#include "offices/letters/letters.h"
#include "web/door.h"

struct verify_view {
	struct frame frame;
	const char *typed;                     /* as it was asked for; "" nothing was */
	bool unknown;                          /* and no letter bears it */
	struct letter_seal seal;               /* code NULL: none is shown */
	const char *status, *mark, *addressee; /* in words */
	struct url record, keys, check;
};
