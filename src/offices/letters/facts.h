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
	/* the letter at hand */
	struct arena *a;
	uint32_t state;
	const struct lang *lang;
};

void facts_open(struct letter_facts *f, struct arena *a, const struct book *b, const struct pack *p,
	const struct letter_order *o);
int facts_slot(void *facts, const char *key, struct slot *ret, struct err *e) ATTR_CHECK; /* slot_find_fn */
int facts_value(
	void *facts, const char *key, struct slot_value *ret, struct err *e) ATTR_CHECK; /* slot_value_fn */
/* Is any name of the State at hand on file in the language at hand? */
bool facts_named(const struct letter_facts *f);
