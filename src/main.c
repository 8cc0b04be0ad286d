/* The list of offices. */
#include "cli/cli.h"
#include "offices/accounts/accounts.h"
#include "offices/calendar/calendar.h"
#include "offices/contacts/contacts.h"
#include "offices/desk/desk.h"
#include "offices/exchange/exchange.h"
#include "offices/houses/houses.h"
#include "offices/journal/journal.h"
#include "offices/letters/letters.h"
#include "offices/machine/machine.h"
#include "offices/outbox/outbox.h"
#include "offices/packs/packs.h"
#include "offices/search/search.h"
#include "offices/serve/serve.h"
#include "offices/state_office/state_office.h"
#include "offices/status/status.h"
#include "offices/translations/translations.h"
#include "offices/upkeep/upkeep.h"

static const struct office *const offices[] = {
	&desk_office, /* its page is the first of the menu */
	&packs_office,
	&status_office,
	&letters_office,
	&houses_office,
	&contacts_office,
	&translations_office,
	&outbox_office,
	&calendar_office,
	&journal_office,
	&state_office,
	&search_office,
	&accounts_office,
	&machine_office,
	&exchange_office,
	&upkeep_office,
	&serve_office,
	NULL,
};

int main(int argc, char **argv)
{
	return cli_main(argc, argv, offices);
}
