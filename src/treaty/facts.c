/* The kinds of fact: what each is made of. */
#include "treaty/key.h"

const char *const predicate_names[] = {
	[PRED_DEPOSITED] = "deposited",
	[PRED_IN_FORCE] = "in-force",
	[PRED_SIGNATORY] = "signatory",
	[PRED_SIGNED] = "signed",
	[PRED_JOINED] = "joined",
	[PRED_NOT_PARTY] = "not-party",
	[PRED_STATE] = "state",
	[PRED_COUNT] = NULL,
};

static const char *const fact_names[FACT_KIND_COUNT + 1] = {
	[FACT_COUNT_OF] = "count",
	[FACT_PERCENT] = "percent",
	[FACT_IN_FORCE_ON] = "in-force-on",
	[FACT_YEARS] = "years-in-force",
	[FACT_ANNIVERSARY] = "anniversary",
	[FACT_LATEST] = "latest",
	[FACT_DUE] = "due",
	[FACT_OUTSTANDING] = "outstanding",
	[FACT_COMPLETED] = "completed",
	[FACT_PUBLISHED] = "published",
	[FACT_MEETING] = "meeting",
	[FACT_REQUEST_CLOSES] = "request-closes",
	[FACT_VOTE] = "vote",
	[FACT_STATE] = "state",
	[FACT_HELD] = "held",
	[FACT_ANNUAL] = "annual",
	[FACT_DEADLINE] = "deadline",
	[FACT_AGENDA] = "agenda",
	[FACT_DOCUMENTS] = "documents",
	[FACT_COMMUNICATION] = "communication",
	[FACT_EVENT] = "event",
};

#define ONE_FOR_ALL (BIT(RULE_OFFSET) | BIT(RULE_DEADLINE_SET)) /* the rules that a State fulfils once */
#define OBLIGATIONS (ONE_FOR_ALL | BIT(RULE_ANNUAL) | BIT(RULE_WINDOW) | BIT(RULE_RECURRENCE))

static const char *const deposited_words[] = {"deposited", NULL};
static const char *const year_words[] = {"year", NULL};
static const char *const state_words[] = {"state", NULL};
static const char *const meeting_words[] = {"meeting", NULL};
static const char *const latest_what[] = {"states", "day", NULL};
static const char *const meeting_what[] = {"name", "opens", "closes", "city", "code", "venue", "country",
	"presidency", "nominations-close", "convened-by", "convened-paragraph", "convened-on", "cancelled-on",
	"format", NULL};
static const char *const which_words[] = {"next", "second", "third", "last", "moved", NULL};
static const char *const annual_what[] = {"last-year", "next-year", "next-day", NULL};
static const char *const documents_what[] = {"issued", "expected", NULL};
static const char *const communication_what[] = {"day", "reference", NULL};
static const char *const event_what[] = {
	"title", "opens", "closes", "city", "country", "venue", "code", NULL};
static const char *const vote_what[] = {"resolution", "day", "yes", "no", "abstain", "non-voting", NULL};
static const char *const state_what[] = {
	"standing", "signed", "deposited", "in-force", "withdrawn", "name", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
#define NAMED \
	{"fact", &value_known, true, NOT_KEPT}, \
	{"key", &value_key, true, AT(fact_rule, key)}, \
	{"label", &value_labels, true, AT(fact_rule, label)}
#define WHAT(list) {"what", &value_name, true, AT(fact_rule, what), .words = (list)}
#define ARGUMENT(must, list, first) \
	{"argument", &value_word, must, AT(fact_rule, argument), .words = (list), .low = (first)}

static const struct key count_keys[] = {
	NAMED,
	{"of", &value_word, true, AT(fact_rule, of), .words = predicate_names},
	{.name = NULL},
};
static const struct key percent_keys[] = {
	NAMED,
	{"of", &value_word, true, AT(fact_rule, of), .words = predicate_names},
	{"among", &value_word, true, AT(fact_rule, among), .words = predicate_names},
	{.name = NULL},
};
static const struct key treaty_keys[] = {
	NAMED,
	{.name = NULL},
};
static const struct key latest_keys[] = {
	NAMED,
	{"of", &value_word, true, AT(fact_rule, of), .words = deposited_words, .low = PRED_DEPOSITED},
	WHAT(latest_what),
	{.name = NULL},
};
static const struct key duty_keys[] = {
	NAMED,
	{"obligation", &value_rule_index, true, AT(fact_rule, obligation), .kinds = OBLIGATIONS},
	ARGUMENT(false, year_words, ARG_YEAR),
	{.name = NULL},
};
static const struct key completed_keys[] = {
	NAMED,
	{"obligation", &value_rule_index, true, AT(fact_rule, obligation), .kinds = ONE_FOR_ALL},
	{"published", &value_code, false, AT(fact_rule, figure)},
	{.name = NULL},
};
static const struct key published_keys[] = {
	NAMED,
	{"figure", &value_code, true, AT(fact_rule, figure)},
	{.name = NULL},
};
static const struct key meeting_keys[] = {
	NAMED,
	{"types", &value_codes, false, AT(fact_rule, types), COUNTED(fact_rule, types_n)},
	WHAT(meeting_what),
	{"which", &value_word, false, AT(fact_rule, which), .words = which_words, .low = WHICH_NEXT},
	ARGUMENT(false, meeting_words, ARG_MEETING),
	{.name = NULL},
};
static const struct key held_keys[] = {
	NAMED,
	{"types", &value_codes, true, AT(fact_rule, types), COUNTED(fact_rule, types_n)},
	{"since", &value_codes, false, AT(fact_rule, since), COUNTED(fact_rule, since_n)},
	{.name = NULL},
};
static const struct key annual_keys[] = {
	NAMED,
	{"obligation", &value_rule_index, true, AT(fact_rule, obligation), .kinds = BIT(RULE_ANNUAL)},
	WHAT(annual_what),
	{.name = NULL},
};
static const struct key deadline_keys[] = {
	NAMED,
	{"obligation", &value_rule_index, true, AT(fact_rule, obligation), .kinds = ONE_FOR_ALL},
	ARGUMENT(true, state_words, ARG_STATE),
	{.name = NULL},
};
static const struct key agenda_keys[] = {
	NAMED,
	ARGUMENT(true, meeting_words, ARG_MEETING),
	{.name = NULL},
};
static const struct key documents_keys[] = {
	NAMED,
	WHAT(documents_what),
	ARGUMENT(true, meeting_words, ARG_MEETING),
	{.name = NULL},
};
static const struct key communication_keys[] = {
	NAMED,
	{"matter", &value_code, true, AT(fact_rule, matter)},
	WHAT(communication_what),
	ARGUMENT(false, meeting_words, ARG_MEETING),
	{.name = NULL},
};
static const struct key event_keys[] = {
	NAMED,
	{"types", &value_codes, true, AT(fact_rule, types), COUNTED(fact_rule, types_n)},
	WHAT(event_what),
	{.name = NULL},
};
static const struct key request_keys[] = {
	NAMED,
	{"rule", &value_rule_index, true, AT(fact_rule, obligation), .kinds = BIT(RULE_BEFORE)},
	ARGUMENT(false, meeting_words, ARG_MEETING),
	{.name = NULL},
};
static const struct key vote_keys[] = {
	NAMED,
	{"series", &value_code, true, AT(fact_rule, series)},
	WHAT(vote_what),
	{.name = NULL},
};
static const struct key state_keys[] = {
	NAMED,
	WHAT(state_what),
	ARGUMENT(true, state_words, ARG_STATE),
	{.name = NULL},
};
/* clang-format on */

static const struct key *const kinds[FACT_KIND_COUNT] = {
	[FACT_COUNT_OF] = count_keys,
	[FACT_PERCENT] = percent_keys,
	[FACT_IN_FORCE_ON] = treaty_keys,
	[FACT_YEARS] = treaty_keys,
	[FACT_ANNIVERSARY] = treaty_keys,
	[FACT_LATEST] = latest_keys,
	[FACT_DUE] = duty_keys,
	[FACT_OUTSTANDING] = duty_keys,
	[FACT_COMPLETED] = completed_keys,
	[FACT_PUBLISHED] = published_keys,
	[FACT_MEETING] = meeting_keys,
	[FACT_REQUEST_CLOSES] = request_keys,
	[FACT_VOTE] = vote_keys,
	[FACT_STATE] = state_keys,
	[FACT_HELD] = held_keys,
	[FACT_ANNUAL] = annual_keys,
	[FACT_DEADLINE] = deadline_keys,
	[FACT_AGENDA] = agenda_keys,
	[FACT_DOCUMENTS] = documents_keys,
	[FACT_COMMUNICATION] = communication_keys,
	[FACT_EVENT] = event_keys,
};

/* ---- what keys say together ---- */

/* Annual obligations are counted year by year, the others have no year. */
static void year_check(struct reader *r, const struct node *n, const struct fact_rule *f)
{
	const struct node *id = node_get(n, "obligation"), *argument = node_get(n, "argument");
	const struct rule *rule = id && id->type == NODE_TEXT ? pack_rule(r->pack, id->text) : NULL;

	if (kinds[f->kind] != duty_keys || !rule)
		return;
	if (rule->kind == RULE_ANNUAL && !argument)
		mistake(r->m, n->line, "argument: missing; %s is annual, write \"argument: year\"", rule->id);
	if (rule->kind != RULE_ANNUAL && argument)
		mistake(r->m, argument->line, "argument: %s is not annual; take it out", rule->id);
}

static void types_check(struct reader *r, const struct node *n, const struct fact_rule *f)
{
	static const char *const names[] = {"types", "since"};

	(void)f;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct node *types = node_get(n, names[i]);
		if (types && types->type == NODE_LIST && types->n == 0)
			mistake(r->m, types->line, "%s: none; name the types, as in [review-conference]",
				names[i]);
	}
}

/* A meeting is named by the argument, or found by its type. */
static void meeting_check(struct reader *r, const struct node *n, const struct fact_rule *f)
{
	const struct node *types = node_get(n, "types"), *argument = node_get(n, "argument"),
			  *which = node_get(n, "which");

	if (f->kind != FACT_MEETING)
		return;
	if (!types && !argument)
		mistake(r->m, n->line,
			"types: missing; name the types of meeting, as in [review-conference], or write"
			" \"argument: meeting\"");
	if (argument && (types || which))
		mistake(r->m, argument->line,
			"argument: it names the meeting; take out types and which, or the argument");
}

static void key_check(struct reader *r, const struct node *n, const struct fact_rule *f)
{
	const struct fact_rule *first = f->key ? pack_fact(r->pack, f->key) : NULL;

	if (first && first != f)
		mistake(r->m, node_get(n, "key")->line,
			"key: %s stands twice (first in the fact of line %u); rename one", f->key,
			first->line);
}

/* ---- reading ---- */

static void fact_read(struct reader *r, const struct node *n, struct fact_rule *f)
{
	static const struct key kind_key = {"fact", &value_name, true, NOT_KEPT, .words = fact_names};
	const char *text = read_kind(r, n, "fact");
	int i = text ? word_index(fact_names, text) : -1;

	if (text && i < 0)
		wrong(r, &kind_key, node_get(n, "fact"));
	if (i < 0)
		return;
	f->kind = (enum fact_kind)i;
	f->line = n->line;
	read_map(r, n, arena_printf(r->arena, "fact %s", text), kinds[i], f);
	key_check(r, n, f);
	year_check(r, n, f);
	types_check(r, n, f);
	meeting_check(r, n, f);
}

static void facts_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct pack *p = into;

	if (!is_list(r, k, n, PACK_FACTS_MAX))
		return;
	p->fact = NEW_ARRAY(r->arena, struct fact_rule, n->n);
	for (size_t i = 0; i < n->n; i++)
		fact_read(r, n->value[i], &p->fact[p->facts_n++]);
}
const struct value_type value_facts = {"a list of facts", facts_read};
