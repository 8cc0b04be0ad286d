/* What a letter can say: the facts of the pack, and what the letter itself knows. Private to the office. */
#pragma once
#include "offices/letters/letters.h"
#include "text/template.h"

#define VERBS_MAX 4 /* of a pack: sign, ratify, accede … */

struct asked_fact {
	const char *key;
	struct fact fact;
};

struct letter_facts {
	struct arena *arena; /* of what every letter shares */
	struct reg reg;
	const struct letter_order *order;
	const struct pack *world;        /* NULL where there is none */
	const char *verb[VERBS_MAX + 1]; /* the pack's, each once */
	size_t n, cap;
	struct asked_fact *asked; /* answers that do not depend on the State */
	const char **about;       /* values of what the kind is about, in its order; NULL: not known */
	size_t used_n, used_cap;
	const char **used; /* keys of the template that was read last */
	/* the letter at hand */
	struct arena *a;
	uint32_t state; /* 0: to no State */
	const struct recipient *to;
	const struct lang *lang;
	size_t said_n, said_cap;
	struct letter_fact *said;
};

/* ERR_USAGE: a word of the order that the kind is not about. */
int facts_open(struct letter_facts *f, struct arena *a, const struct book *b, const struct pack *p,
	const struct letter_order *o, struct err *e) ATTR_CHECK;
/* What a word of the kind's `about` stands for; NULL: not known. */
const char *facts_about(const struct letter_facts *f, const char *name);
int facts_slot(void *facts, const char *key, struct slot *ret, struct err *e) ATTR_CHECK; /* slot_find_fn */
/* What the letter works out of its State, its name and what it is asked to do, on the day of f->order; NULL:
 * the key is none of these. Of f: reg, order, world, a, state, lang are set. */
const char *facts_own_on(struct letter_facts *f, const char *key);
/* Own fields that do not rest on the record: letter., house., recipient.: facts_own.c. */
struct own_field {
	const char *key;
	enum slot_type type;
	bool name;                 /* of a State */
	const char *const *choice; /* SLOT_CHOICE; NULL: the pack's verbs */
	void (*value)(const struct letter_facts *f, struct slot_value *ret);
};
extern const struct own_field own_fields[]; /* ends with a NULL key */
/* The primary language of the letter at hand. */
const char *facts_language(const struct letter_facts *f);
/* Short or formal, in the letter's language. */
const char *facts_state_name(const struct letter_facts *f, uint32_t state, bool formal);

int facts_value(
	void *facts, const char *key, struct slot_value *ret, struct err *e) ATTR_CHECK; /* slot_value_fn */
/* The value of a key that was asked for stands in the letter. */
void facts_said(void *facts, const char *key);
/* Is any name of the State at hand on file in the language at hand? */
bool facts_named(const struct letter_facts *f);
