/* The pages of contacts and audiences: one row each. */
#include "offices/contacts/contacts_pages.h"

static const char *const list_fields[] = {"q", "state", "office", "language", "condition", NULL};
static const char *const audience_fields[] = {"state", "who", NULL};

const struct route contacts_routes[] = {
	{.pattern = "/desk/contacts",
		.help = "Who is written to",
		.answer = door_list,
		.rows = contact_rows,
		.right = RIGHT_HOUSE,
		.menu = T("Contacts"),
		.fields = list_fields},
	{.pattern = "/desk/audiences",
		.help = "Questions with a name: who gets a letter",
		.answer = door_list,
		.rows = audience_rows,
		.right = RIGHT_HOUSE},
	{.pattern = "/desk/audiences/:",
		.help = "Who gets a letter of one audience, who does not, and why",
		.answer = door_list,
		.rows = audience_one_rows,
		.right = RIGHT_HOUSE,
		.fields = audience_fields},
	{0},
};
