/* Contacts: who is written to; and audiences: which of them a letter goes to. The office comes before the
 * person: a mission stays when its ambassador leaves. What is personal stands in these tables alone, has a
 * purpose and a day after which it is erased (docs/contacts.md). Every record belongs to one house. */
#pragma once
#include "offices/houses/houses.h"
#include "offices/packs/packs.h"

extern const struct office contacts_office; /* contact …, audience … */

struct told; /* offices/letters */

/* One who gets a copy, or would. Texts that are not there are "". Lives in the arena it was made in. */
struct recipient {
	const char *contact;      /* id; "": a State's office that has no contact on file */
	uint32_t state;           /* word of the journal; 0: of no State */
	const char *iso3;         /* of the State */
	const char *organisation; /* its name */
	const char *office;       /* mission, capital …; "": a State without a contact */
	const char *office_name;  /* Permanent Mission of … */
	const char *name;         /* of who holds the office */
	const char *title;        /* the holder's function, in the first language wanted */
	struct labels titles;     /* the same in each language on file */
	const char *rank;         /* ambassador, minister, … */
	const char *address_as;   /* form of address: m, f, none */
	const char *place;        /* where the office sits */
	const char *const *langs; /* wanted, best first, NULL-terminated; none: the world's table says */
	const char *channel,
		*address;        /* the first good one: email, post …; post: lines joined by line feeds */
	const char *excluded;    /* NULL: gets it; else why not, in words, and … */
	enum audience_rule rule; /* … by which rule; OUT_COUNT where it gets it */
	const struct told *told; /* what an earlier letter told it, where it gets this one for that; NULL */
};
/* The office of a State, nothing of it on file; state 0: of no State. */
struct recipient recipient_of_state(const struct journal *j, uint32_t state);

/* Who gets a letter of the audience NAME (or NAME:ISO3 where it takes a State) on a day, and who is left out.
 * The audience is the house's own, else the pack's. h may be NULL: then there are no contacts, and only
 * States are looked at. kind (may be NULL): the kind of letter, for those who answered one. Every State that
 * was looked at is in the list, each with its reason where it is left out; in order of State, then
 * organisation and contact. ERR_NOTFOUND: no audience of that name (says which there are). */
int audience_of(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	const char *name, const char *kind, day_t on, struct recipient **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
/* Those who were written to before, by contact ("": the State's office) and iso3 of each: filled with what is
 * on file of them on a day. Who is left out already stays so; so is who is no office any more, has opted out,
 * or has no good address. */
int audience_of_known(struct run *r, const struct book *b, const struct pack *p, const struct house *h,
	day_t on, struct recipient *rc, size_t n, struct err *e) ATTR_CHECK;
/* Before they are sent: who has no channel is left out too. A preview shows them all the same. */
void audience_for_sending(struct recipient *rc, size_t n);
/* The audience of that name without its argument; NULL. */
const struct audience *audience_find(const struct pack *p, const struct house *h, const char *name);
/* In which language a copy is written: the first wanted one among `have` (its primary language will do too),
 * else the State's by the world's table, else English; *ret_fallback says in words why not as wanted, NULL
 * where it is as wanted. have: NULL-terminated tags. Lives in `a`. */
const char *recipient_language(struct arena *a, const struct pack *world, const struct recipient *rc,
	const char *const *have, const char **ret_fallback);

/* A letter that went, in the transaction that issues it: for cool-downs, and so that no member of a coalition
 * writes twice. */
struct written {
	const char *reference; /* of the copy */
	const char *kind, *treaty;
	const char *iso3;    /* "" to no State */
	const char *contact; /* "" none on file */
	day_t on;
};
int written_add(struct db *db, const struct house *h, const struct written *w, struct err *e) ATTR_CHECK;
/* An answer came to the copy with this reference; the first day stays. ERR_NOTFOUND: no such reference. */
int written_answered(
	struct db *db, const struct house *h, const char *reference, day_t on, struct err *e) ATTR_CHECK;
/* What was said to answer it was another letter's answer. */
int written_unanswered(struct db *db, const struct house *h, const char *reference, struct err *e) ATTR_CHECK;

/* Who took back the consent to a purpose by a day, and the stop list: asked again before a letter leaves. */
struct opted_out {
	const char *purpose;
	size_t contacts, stops;
	const char **contact, **stop; /* ids; fingerprints of addresses; both sorted */
};
int opted_out_read(struct arena *a, struct db *db, const struct house *h, const char *purpose, day_t on,
	struct opted_out *ret, struct err *e) ATTR_CHECK;
/* Why nothing goes there any more; NULL: it may. contact: "" none on file. */
const char *opted_out_why(
	struct arena *a, const struct opted_out *o, const char *contact, const char *address);

/* What an address is worth, as its returns show it: every contact of the house that has it. state: good,
 * doubtful, bad. */
int channel_mark(struct db *db, const struct house *h, const char *channel, const char *address,
	const char *state, const char *reason, int64_t now_ms, struct err *e) ATTR_CHECK;
/* Puts an address on the house's stop list; there already is fine. */
int stop_add(struct db *db, const struct house *h, const char *address, const char *reason,
	const char *person, int64_t now_ms, struct err *e) ATTR_CHECK;

/* ---- for a State's own office ---- */
#define CONFIRM_DAYS 365 /* after which a contact is to be confirmed again */

/* An office of a State (mission, capital, focal point) as the State itself may see it: nothing of the house's
 * own words, no personal address, nobody's seat in parliament. "" where nothing is on file. */
struct state_contact {
	const char *id, *office, *place, *name, *holder, *rank, *since, *langs;
	const char *confirmed; /* YYYY-MM-DD */
	struct labels titles;
	size_t addresses;
	struct {
		const char *channel, *text; /* email, post …; lines of a postal one with LF between */
	} * address;
	bool due; /* it was not confirmed within CONFIRM_DAYS */
};
int contacts_of_state(struct arena *a, struct db *db, const struct house *h, const char *iso3, day_t on,
	struct state_contact **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* ERR_NOTFOUND: that State has no such contact. */
int contact_of_state(struct arena *a, struct db *db, const struct house *h, const char *iso3, const char *id,
	day_t on, struct state_contact *ret, struct err *e) ATTR_CHECK;
/* Offices that the house writes to on a day, without who holds them: by function, State, name. address: the
 * office's own, the first good one; "" none. Lives in `a`. */
struct contact_office {
	const char *office, *iso3, *name, *place, *address;
};
int contacts_offices(struct db *db, struct arena *a, const struct house *h, day_t on,
	struct contact_office **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* "mission" in the reader's language. */
struct view;
const char *contact_office_words(const struct view *v, const char *office);
/* Somebody says on `on` that all of it is right; by: who, for the history. */
int contact_confirm_for(struct arena *a, struct db *db, const struct house *h, const char *iso3,
	const char *id, const char *by, day_t on, int64_t now_ms, struct err *e) ATTR_CHECK;

/* Persons who are erased: told to every office that has `forget` (cli/cli.h), in the transaction that erases
 * them. Each takes away what it holds of them and counts it. */
struct forgotten {
	const char *contact; /* id; its office stays */
	size_t addresses;
	const char *const *address; /* the person's own, by e-mail */
	size_t letters, files, cancelled, incoming;
};
struct forgetting {
	struct db *db;
	const struct house *house;
	size_t n;
	struct forgotten *person;
};
