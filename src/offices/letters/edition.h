/* The template that letters in a language are written from: the pack's, with the house's own approved words
 * where it has any. Private to the office. */
#pragma once
#include "offices/letters/facts.h"

/* A template in use: what was wanted, and what there is instead. */
struct edition {
	const char *wanted;
	const char *tag;
	const struct lang *lang;
	const struct template *template;
};

struct letters {
	struct arena *arena;
	struct db *db;
	const struct letter_order *order;
	const struct pack *pack, *world; /* world: NULL where there is none */
	struct pack_bytes bytes;
	struct letter_facts facts;
	size_t tags_n;
	const char **tag; /* languages that there is a template in; NULL-terminated */
	size_t n, cap;
	struct edition *edition;
	struct template_mistakes mistakes; /* of the template read last */
};

/* Its own, else that of its primary language, else English. ret: until the next one is found. */
int edition_find(struct letters *l, const char *wanted, const struct edition **ret, struct err *e) ATTR_CHECK;
/* Fills l->tag. */
int editions_open(struct letters *l, struct err *e) ATTR_CHECK;
/* Every template before the first letter: a mistake in one language stops them all. */
int editions_check(struct letters *l, struct err *e) ATTR_CHECK;
