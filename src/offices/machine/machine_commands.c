/* Routes of the office. */
#include "offices/machine/machine.h"
#include "offices/machine/pages.h"

static const struct route routes[] = {
	{.pattern = "/api/v1/openapi.json",
		.page = openapi_page,
		.help = "The API, described in OpenAPI 3.1",
		.type = "application/json"},
	{0},
};
static const struct command commands[] = {{0}};
const struct office machine_office = {.name = "machine", .commands = commands, .routes = routes};
