/* Routes of the office. */
#include "offices/machine/keys.h"
#include "offices/machine/machine.h"
#include "offices/machine/pages.h"

static const struct route routes[] = {
	{.pattern = "/data",
		.page = data_page,
		.help = "The data: files, licence, how to cite, what every field means"},
	{.pattern = "/data.jsonld",
		.page = dataset_page,
		.help = "The data as a Dataset of schema.org",
		.type = "application/ld+json"},
	{.pattern = "/metrics",
		.answer = metrics_answer,
		.help = "Measurements of this server, for Prometheus",
		.right = RIGHT_API,
		.role = "metrics"},
	{.pattern = "/api/v1/openapi.json",
		.page = openapi_page,
		.help = "The API, described in OpenAPI 3.1",
		.type = "application/json"},
	{0},
};
static const struct command commands[] = {
	{"key create", "", "Make a key for a program; prints it, once",
		"Acts that are recorded with it name the key. With --house it acts for that house.\n"
		"    paraph key create --scope acts --name \"spreadsheet of the secretariat\"\n"
		"        --until 2027-12-31",
		0, 0, key_create_options, key_create_run},
	{"key list", "", "Keys, and when each was used last", NULL, 0, 0, NULL, key_list_run},
	{"key revoke", "KEY", "End a key", NULL, 1, 1, NULL, key_revoke_run},
	{0},
};
const struct office machine_office = {.name = "machine", .commands = commands, .routes = routes};
