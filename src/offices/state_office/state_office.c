/* The routes of a State's office. */
#include "offices/state_office/state_office.h"

#include "offices/state_office/seat.h"

static const struct route routes[] = {
	{.pattern = "/office",
		.help = "What is due from the State, what was received, letters to it, its contacts",
		.answer = office_page,
		.right = RIGHT_STATE,
		.menu = T("State’s office")},
	{.pattern = "/office/letters/:",
		.help = "A letter to the State, as PDF",
		.answer = letter_file_page,
		.right = RIGHT_STATE},
	{.pattern = "/office/contacts/confirm",
		.help = "Confirm a contact of the State",
		.answer = contact_confirm_page,
		.methods = METHOD_POST,
		.right = RIGHT_STATE},
	{.pattern = "/office/contacts/:",
		.help = "Propose a correction of a contact, or a new one",
		.answer = contact_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_STATE},
	{.pattern = "/office/colleagues",
		.help = "Focal points of the same State; invite one",
		.answer = colleagues_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_STATE,
		.menu = T("Colleagues")},
	{.pattern = "/office/colleagues/end",
		.help = "End the access of a colleague",
		.answer = colleague_end_page,
		.methods = METHOD_POST,
		.right = RIGHT_STATE},
	{.pattern = "/office/ask",
		.help = "Ask the support unit",
		.answer = ask_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_STATE,
		.menu = T("Ask the support unit")},
	{0},
};
static const struct command commands[] = {{0}}; /* what is done here, commands of other offices do */
const struct office state_office = {.name = "state_office", .commands = commands, .routes = routes};
