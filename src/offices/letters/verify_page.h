/* What the page on a code shows. Private to the office. */
#pragma once
#include "offices/letters/letters.h"
#include "web/door.h"

/* A text of the house, and its language where that is not the page's. */
struct verify_words {
	const char *text; /* NULL: the house is not served here any more; "" there is none */
	const char *lang; /* NULL: the page's */
};
struct verify_view {
	struct frame frame;
	const char *typed;                     /* as it was asked for; "" nothing was */
	bool unknown;                          /* and no letter bears it */
	struct letter_seal seal;               /* code NULL: none is shown */
	const char *status, *mark, *addressee; /* in words */
	struct verify_words issuer, signed_as;
	struct url record, keys, check;
};
