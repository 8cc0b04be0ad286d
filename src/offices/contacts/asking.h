/* One question for an audience, while it is being answered. Private to the office. */
#pragma once
#include "offices/contacts/contact.h"

/* A letter that went to a State: by this house, or by another of its coalition. */
struct went {
	const char *state, *contact, *by, *kind, *on,
		*answered; /* by: the house's code; contact "" of others */
};
struct asking {
	struct arena *a;
	const struct house *house; /* NULL: no contacts */
	const struct audience *q;
	const char *kind, *treaty; /* kind NULL: any */
	struct reg reg;
	day_t on;
	uint32_t only; /* the argument; 0: every State */
	bool voted;
	struct latest_vote vote;
	size_t contacts_n, stops_n, went_n;
	struct contact *contact;
	const char **stop; /* fingerprints, sorted */
	struct went *went; /* latest first */
	struct recipient *list;
	size_t n, cap;
};

void asking_add(struct asking *k, const struct recipient *rc);
void recipient_leave_out(
	struct recipient *rc, enum audience_rule rule, const char *why); /* the first reason stays */

/* asking.c: contacts, stop list and what was written, of the house. */
int asking_read(struct asking *k, struct db *db, struct err *e) ATTR_CHECK;
/* people.c: the contacts of a State that was found, or the State itself where it has none. */
void ask_contacts(struct asking *k, const struct recipient *of_state);
void ask_organisations(struct asking *k);
/* One office by its contact, or the State itself where that is "". */
void ask_known(struct asking *k, const struct recipient *rc);
void asking_duplicates(struct asking *k);
