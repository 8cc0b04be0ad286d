/* What the fields of a contact are called, and how they are asked for. The table follows docs/contacts.md. */
#include <string.h>

#include "offices/contacts/contacts_pages.h"

static const struct field_words words[] = {
	{"office", T("Office"), T("Kind of office"), NULL, INPUT_CHOICE, false},
	{"state", NULL, T("State"), NULL, INPUT_STATE, false},
	{"organisation", NULL, T("Organisation or parliament"),
		T("its short name in lower-case letters, such as icrc"), INPUT_LINE, true},
	{"organisation.name", NULL, T("Name of the organisation"), NULL, INPUT_LINE, false},
	{"organisation.short", NULL, T("Its abbreviation"), NULL, INPUT_LINE, false},
	{"organisation.category", NULL, T("Its category"), T("observer, parliament or another short name"),
		INPUT_LINE, true},
	{"place", NULL, T("Place"), T("where the office sits"), INPUT_LINE, false},
	{"name", NULL, T("Name of the office"), NULL, INPUT_LINE, false},
	{"from", NULL, T("Written to from"), NULL, INPUT_DAY, true},
	{"to", NULL, T("Written to until"), NULL, INPUT_DAY, true},
	{"holder", T("Who holds it"), T("Name"), T("another name ends who held it before; the office stays"),
		INPUT_LINE, false},
	{"rank", NULL, T("Rank"), T("ambassador, minister or another short name"), INPUT_LINE, true},
	{"address", NULL, T("Form of address"), NULL, INPUT_CHOICE, false},
	{"since", NULL, T("In office since"), NULL, INPUT_DAY, true},
	{"person", NULL, T("Id of the person elsewhere"), NULL, INPUT_LINE, true},
	{"email", T("Where letters go"), T("E-mail"), T("several with spaces between"), INPUT_LINE, true},
	{"post", NULL, T("Post"), NULL, INPUT_LINES, false},
	{"fax", NULL, T("Fax"), NULL, INPUT_LINE, true},
	{"hand", NULL, T("By hand"), NULL, INPUT_LINES, false},
	{"pouch", NULL, T("Diplomatic pouch"), NULL, INPUT_LINES, false},
	{"channels", NULL, T("Order in which they are tried"), T("such as: post email"), INPUT_LINE, true},
	{"personal", NULL, T("The holder’s own"),
		T("those of them that go when the person is forgotten: email post fax hand pouch"),
		INPUT_LINE, true},
	{"write", T("Languages"), T("To write in"), T("the best first, such as: fr en"), INPUT_LINE, true},
	{"read", NULL, T("Also read there"), NULL, INPUT_LINE, true},
	{"bodies", T("What is kept, and why"), T("Committees"), T("such as: foreign-affairs=chair defence"),
		INPUT_LINE, true},
	{"purpose", NULL, T("Purpose"), T("why it is held; what is personal needs one"), INPUT_LINE, false},
	{"retain", NULL, T("Kept until"), NULL, INPUT_DAY, true},
	{"confirmed", NULL, T("Last confirmed"), NULL, INPUT_DAY, true},
	{"source", NULL, T("Id in the file it came from"), NULL, INPUT_LINE, true},
	{"note", NULL, T("Note of the house"), NULL, INPUT_LINES, false},
	{"title.", T("Function, as letters print it"), T("Function"), NULL, INPUT_LINE, false},
};

const struct field_words *field_words(size_t i)
{
	return i < COUNT(words) ? &words[i] : NULL;
}

const struct field_words *field_words_of(const char *name)
{
	for (size_t i = 0; i + 1 < COUNT(words); i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return &words[COUNT(words) - 1];
}

const char *const contact_offices[CONTACT_OFFICES] = {
	"mission", "capital", "focal-point", "organisation", "parliamentarian"};

const char *contact_office_words(const struct view *v, const char *office)
{
	static const char *const label[CONTACT_OFFICES] = {T("Permanent mission"),
		T("Ministry in the capital"), T("Focal point"), T("Organisation"), T("Member of parliament")};

	for (size_t i = 0; i < CONTACT_OFFICES; i++)
		if (strcmp(contact_offices[i], office) == 0)
			return say(v, label[i]);
	return office;
}

const char *const contact_addresses[CONTACT_ADDRESSES] = {"m", "f", "none"};

const char *contact_address_words(const struct view *v, const char *as)
{
	static const char *const label[CONTACT_ADDRESSES] = {T("to a man"), T("to a woman"), T("to neither")};

	for (size_t i = 0; i < CONTACT_ADDRESSES; i++)
		if (strcmp(contact_addresses[i], as) == 0)
			return say(v, label[i]);
	return as;
}

const char *contact_channel_words(const struct view *v, const char *channel)
{
	return *channel ? say(v, field_words_of(channel)->label) : "";
}

const char *contact_called(const struct view *v, const struct contact *c)
{
	return *c->name           ? c->name
		: *c->org_name    ? c->org_name
		: *c->holder.name ? c->holder.name
				  : contact_office_words(v, c->office);
}

uint32_t contact_state(const struct view *v, const char *iso3)
{
	uint32_t state = *iso3 ? journal_word(v->reg->journal, iso3) : 0;

	return state && reg_state_known(v->reg, state) ? state : 0;
}

day_t contact_day(const char *day)
{
	day_t d = DAY_NONE_HIGH;

	return day_parse(day, strlen(day), &d, NULL) == 0 ? d : DAY_NONE_HIGH;
}
