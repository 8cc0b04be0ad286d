/* What the fields of a contact say together, and what it says on a day. */
#include <string.h>

#include "offices/contacts/contact.h"

static bool before(const char *day, const char *other)
{
	return *day && *other && strcmp(day, other) < 0;
}

/* Is anything of a person on it? */
static bool is_personal(const struct contact *c)
{
	bool personal = *c->holder.name != '\0';

	for (size_t i = 0; i < c->channels_n; i++)
		personal |= c->channel[i].personal && *c->channel[i].address;
	return personal;
}

int contact_check(const struct contact *c, const struct reg *reg, struct err *e)
{
	bool of_body = strcmp(c->office, "organisation") == 0;

	if (!*c->office)
		return err_set(e, ERR_INVALID,
			"office: missing; write mission, capital, focal-point, organisation or "
			"parliamentarian");
	if (!of_body && !*c->state)
		return err_set(e, ERR_INVALID,
			"state: missing; a %s is a State's, give its code, such as LAO", c->office);
	if (of_body && !*c->organisation)
		return err_set(e, ERR_INVALID, "organisation: missing; give its short name, such as icrc");
	if (*c->state && reg) {
		uint32_t state = journal_word(reg->journal, c->state);

		if (!state || !reg_state_known(reg, state))
			return err_set(e, ERR_INVALID, "state: no State has the code '%s'", c->state);
	}
	if (before(c->to, c->from))
		return err_set(
			e, ERR_INVALID, "to: %s is before the first day, %s; mend one", c->to, c->from);
	if (is_personal(c) && !*c->purpose)
		return err_set(e, ERR_INVALID,
			"purpose: missing; it is personal; say why, such as \"letters on the Convention\"");
	return 0;
}

bool contact_valid(const struct contact *c, day_t on)
{
	char day[11];

	day_format(on, day);
	return !before(day, c->from) && !before(c->to, day);
}

int contact_consent(const struct contact *c, const char *purpose, day_t on)
{
	char day[11];
	int said = -1;

	day_format(on, day);
	for (size_t i = 0; i < c->consents_n; i++)
		if (strcmp(c->consent[i].purpose, purpose) == 0 && strcmp(c->consent[i].on, day) <= 0)
			said = c->consent[i].given;
	return said;
}
