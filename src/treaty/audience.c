/* Audiences: who is written to, as named queries. The same keys in pack.yaml and in house.yaml. */
#include "base/text.h"
#include "treaty/key.h"

const char *const whom_names[WHOM_COUNT + 1] = {
	"states", "missions", "capitals", "focal-points", "organisations", "parliamentarians", NULL};
const char *const out_names[OUT_COUNT + 1] = {"unknown", "bound", "opted-out", "answered", "cool-down",
	"bad-address", "not-told", "told-since", "duplicate", "no-channel", NULL};

static const char *const cast_words[] = {"yes", "no", "abstain", "non-voting", NULL};
static const char *const argument_words[] = {"none", "state", NULL};
static const char *const office_words[] = {"missions", "capitals", "focal-points", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
static const struct key vote_keys[] = {
	{"series", &value_code, true, AT(audience, vote_series)},
	{"cast", &value_name, true, AT(audience, cast), .words = cast_words},
	{.name = NULL},
};
static const struct key audience_keys[] = {
	{"id", &value_code, true, AT(audience, id)},
	{"label", &value_labels, true, AT(audience, label)},
	{"whom", &value_word, true, AT(audience, whom), .words = whom_names, .low = WHOM_STATES},
	{"standing", &value_words, false, AT(audience, standing), .words = predicate_names},
	{"vote", &value_map, false, NOT_KEPT, .keys = vote_keys},
	{"category", &value_code, false, AT(audience, category)},
	{"body", &value_code, false, AT(audience, body)},
	{"place", &value_text, false, AT(audience, place)},
	{"argument", &value_flag, false, AT(audience, by_state), .words = argument_words},
	{"offices", &value_ordered, false, AT(audience, offices), COUNTED(audience, offices_n),
		.words = office_words},
	{"consent", &value_code, false, AT(audience, consent)},
	{"exclude", &value_words, false, AT(audience, exclude), .words = out_names},
	{.name = NULL},
};
/* clang-format on */

/* What keys say together. */
static void audience_check(struct reader *r, const struct node *n, const struct audience *a)
{
	bool of_states = a->whom != WHOM_ORGANISATIONS;

	if ((a->standing || a->cast || a->by_state) && !of_states)
		mistake(r->m, n->line,
			"audience %s: organisations have no standing, vote or State; take it out", a->id);
	if (a->category && a->whom != WHOM_ORGANISATIONS)
		mistake(r->m, n->line, "audience %s: only organisations have a category; take it out", a->id);
	if (a->body && a->whom != WHOM_PARLIAMENTARIANS)
		mistake(r->m, n->line, "audience %s: only parliamentarians sit on a body; take it out",
			a->id);
	if (a->offices_n && a->whom != WHOM_STATES)
		mistake(r->m, n->line, "audience %s: offices go with whom: states; take them out", a->id);
	if (a->exclude & 1u << OUT_BOUND && a->standing & (1u << PRED_DEPOSITED | 1u << PRED_IN_FORCE))
		mistake(r->m, n->line,
			"audience %s: bound is excluded, and standing asks for States that are; mend one",
			a->id);
}

static void audiences_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const struct key each = {.name = "audience",
		.type = &value_maps,
		.keys = audience_keys,
		.size = sizeof(struct audience),
		.at = k->at,
		.count = k->count};
	struct audience *all = NULL;

	value_maps.read(r, &each, n, into);
	memcpy(&all, (char *)into + k->at, sizeof all);
	for (size_t i = 0; all && i < n->n; i++) {
		all[i].line = n->value[i]->line;
		if (!all[i].id)
			continue;
		if (strcmp(all[i].id, AUDIENCE_TOLD) == 0)
			mistake(r->m, all[i].line,
				"id: " AUDIENCE_TOLD
				" is those whom letters told what has changed since; choose another");
		audience_check(r, n->value[i], &all[i]);
		for (size_t j = 0; j < i; j++)
			if (all[j].id && strcmp(all[j].id, all[i].id) == 0)
				mistake(r->m, all[i].line, "id: %s stands twice; rename one", all[i].id);
	}
}
const struct value_type value_audiences = {"a list of audiences, each with its id", audiences_read};
