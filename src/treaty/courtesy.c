/* How a letter begins and ends: a table of the world's pack, by form of letter, rank and form of address. The
 * same for all treaties. */
#include "treaty/courtesy.h"

#include <string.h>

#include "base/text.h"

const char *const letter_rank_names[] = {"none", "ambassador", "charge-d-affaires", "deputy-minister",
	"director", "head-of-government", "head-of-state", "high-representative", "member", "minister",
	"president", "secretary-general", NULL};
const char *const letter_address_names[] = {"none", "m", "f", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
static const struct key courtesy_keys[] = {
	{"forms", &value_words, false, AT(courtesy, forms), .words = letter_form_names},
	{"ranks", &value_words, false, AT(courtesy, ranks), .words = letter_rank_names},
	{"as", &value_words, false, AT(courtesy, as), .words = letter_address_names},
	{"salutation", &value_labels, true, AT(courtesy, salutation)},
	{"closing", &value_labels, true, AT(courtesy, closing)},
	{.name = NULL},
};
/* clang-format on */

/* Does all that `b` is for go to `a`, which stands before it? */
static bool hides(const struct courtesy *a, const struct courtesy *b)
{
	const unsigned before[] = {a->forms, a->ranks, a->as}, after[] = {b->forms, b->ranks, b->as};
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		if (before[i] && (!after[i] || after[i] & ~before[i]))
			return false;
	return true;
}

static void courtesies_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const struct key each = {.name = "courtesy",
		.type = &value_maps,
		.keys = courtesy_keys,
		.size = sizeof(struct courtesy),
		AT(pack, courtesy),
		COUNTED(pack, courtesies_n)};
	struct pack *p = into;
	size_t before = r->m->n;
	(void)k;
	value_maps.read(r, &each, n, into);
	for (size_t i = 1; i < p->courtesies_n && r->m->n == before; i++)
		for (size_t j = 0; j < i; j++)
			if (hides(&p->courtesy[j], &p->courtesy[i])) {
				mistake(r->m, n->value[i]->line,
					"courtesy: never reached, for one above it takes all that it is"
					" for; move it up, or take it out");
				break;
			}
}
const struct value_type value_courtesies = {
	"a list of ways to begin and end a letter, each with a salutation and a closing", courtesies_read};

static bool fits(unsigned bits, const char *const *words, const char *word)
{
	int i = word_index(words, word);
	return !bits || (i >= 0 && bits & 1u << i);
}

const struct courtesy *pack_courtesy(
	const struct pack *world, enum letter_form form, const char *rank, const char *as)
{
	for (size_t i = 0; world && i < world->courtesies_n; i++) {
		const struct courtesy *c = &world->courtesy[i];
		if ((!c->forms || c->forms & 1u << form) && fits(c->ranks, letter_rank_names, rank) &&
			fits(c->as, letter_address_names, as))
			return c;
	}
	return NULL;
}
