/* The pages of what went out and what came in: one row each. */
#include "offices/outbox/outbox_pages.h"

const struct route outbox_routes[] = {
	{.pattern = "/unsubscribe/:",
		.help = "Ends letters to an address, by the link in one of them",
		.answer = unsubscribe_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_PUBLIC,
		.anyone = true},
	{0},
};
