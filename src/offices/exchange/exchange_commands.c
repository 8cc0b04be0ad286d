/* The tables of the office. */
#include "offices/exchange/exchange.h"
#include "offices/exchange/pull.h"

static const struct command commands[] = {
	{"act pull", "URL", "Take over the public acts of another installation",
		"Shows what is new, what differs and what is refused; --yes records what is new, and\n"
		"goes on from there the next time. The record there is signed and chained: what was cut\n"
		"or rewritten is refused as a whole, and what contradicts an act on file is left and\n"
		"named.\n"
		"    paraph act pull https://register.example --key their.keys --yes",
		1, 1, pull_options, pull_run},
	{"act peers", "[URL]", "Installations that acts came from, or the acts of one", NULL, 0, 1, NULL,
		peers_run},
	{0},
};
static const struct route routes[] = {
	{.pattern = FEED_PATH,
		.answer = feed_answer,
		.help = "The record of public acts for other installations, signed, as JSON lines",
		.right = RIGHT_PUBLIC},
	{0},
};
const struct office exchange_office = {.name = "exchange", .commands = commands, .routes = routes};
