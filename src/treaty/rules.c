/* The kinds of rule: what each is made of. Those that stand once fill the pack's terms, the others a rule
 * each. */
#include "treaty/key.h"

const char *const rule_names[] = {
	[RULE_OFFSET] = "offset",
	[RULE_ANNUAL] = "annual",
	[RULE_DEADLINE_SET] = "deadline-set-by-meeting",
	[RULE_WINDOW] = "window",
	[RULE_RECURRENCE] = "recurrence",
	[RULE_BEFORE] = "before",
	[RULE_CONDITION] = "condition",
	[RULE_KIND_COUNT] = NULL,
};

/* ---- the kinds, key by key ---- */

static const char *const from_words[] = {"in-force", NULL};
static const char *const between_words[] = {"own", "with-the-treaty", NULL};
static const char *const succession_words[] = {"deposit", "effective", NULL};
static const char *const held_words[] = {"none", "armed-conflict", NULL};
static const char *const roll_words[] = {"none", NULL};
static const char *const adjust_words[] = {"none", "minus-one-day", NULL};
static const char *const covers_words[] = {"previous-calendar-year", NULL};
static const char *const yes_words[] = {"no", "yes", NULL};
static const char *const before_words[] = {"meeting-opens", NULL};
static const char *const majority_words[] = {"present-and-voting", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
static const struct key signature_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, AT(terms, signature_source)},
	{"opens", &value_day, true, AT(terms, signature_opens)},
	{"closes", &value_closes, true, NOT_KEPT},
	{.name = NULL},
};
static const struct key threshold_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, AT(terms, threshold_source)},
	{"count", &value_number, true, AT(terms, threshold), .low = 1, .high = 200},
	{"kinds", &value_kinds, true, AT(terms, threshold_kind)},
	{"step", &value_step, true, AT(terms, threshold_step)},
	{.name = NULL},
};
static const struct key state_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, AT(terms, state_source)},
	{"step", &value_step, true, AT(terms, state_step)},
	{"between", &value_flag, true, AT(terms, between_with_treaty), .words = between_words},
	{.name = NULL},
};
static const struct key succession_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, NOT_KEPT},
	{"in-force", &value_flag, true, AT(terms, succession_effective), .words = succession_words},
	{.name = NULL},
};
static const struct key withdrawal_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, AT(terms, withdrawal_source)},
	{"step", &value_step, true, AT(terms, withdrawal_step)},
	{"held-by", &value_flag, true, AT(terms, held_by_conflict), .words = held_words},
	{.name = NULL},
};
static const struct key calendar_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, NOT_KEPT},
	{"roll", &value_word, true, NOT_KEPT, .words = roll_words},
	{.name = NULL},
};

static const struct key met_keys[] = {
	{"kind", &value_kind, true, AT(rule, met_by)},
	{"report", &value_code, false, AT(rule, met_report)},
	{.name = NULL},
};
static const struct key extension_keys[] = {
	{"at-most", &value_step, true, AT(rule, extension_at_most)},
	{"request", &value_rule, true, AT(rule, extension_request), .kinds = BIT(RULE_BEFORE)},
	{"majority", &value_word, true, NOT_KEPT, .words = majority_words},
	{"renewable", &value_flag, true, AT(rule, extension_renewable), .words = yes_words},
	{.name = NULL},
};

/* What several kinds have alike. */
#define NAMED \
	{"rule", &value_known, true, NOT_KEPT}, \
	{"source", &value_text, true, AT(rule, source)}, \
	{"id", &value_code, true, AT(rule, id)}, \
	{"label", &value_labels, true, AT(rule, label)}
#define FROM {"from", &value_word, true, NOT_KEPT, .words = from_words}
#define STEP {"step", &value_step, true, AT(rule, step)}
#define CONDITION {"condition", &value_condition, false, AT(rule, condition)}
#define EXTENSION {"extension", &value_map, false, NOT_KEPT, HAS(rule, has_extension), .keys = extension_keys}
#define MET {"met-by", &value_map, true, NOT_KEPT, HAS(rule, met), .keys = met_keys}

static const struct key offset_keys[] = {
	NAMED, FROM, STEP,
	{"adjust", &value_flag, true, AT(rule, minus_one_day), .words = adjust_words},
	{"founders", &value_day, false, AT(rule, founders)},
	CONDITION, EXTENSION, MET,
	{.name = NULL},
};
static const struct key annual_keys[] = {
	NAMED,
	{"due", &value_month_day, true, NOT_KEPT},
	{"covers", &value_word, true, NOT_KEPT, .words = covers_words},
	{"initial-absorbs", &value_flag, true, AT(rule, initial_absorbs), .words = yes_words},
	{"initial", &value_rule, false, AT(rule, initial), .kinds = BIT(RULE_OFFSET)},
	CONDITION, MET,
	{.name = NULL},
};
static const struct key deadline_keys[] = {
	NAMED, FROM, CONDITION, EXTENSION, MET,
	{.name = NULL},
};
static const struct key window_keys[] = {
	NAMED,
	{"opened-by", &value_kind, true, AT(rule, opened_by)},
	STEP, MET,
	{.name = NULL},
};
static const struct key recurrence_keys[] = {
	NAMED,
	{"meeting", &value_code, true, AT(rule, meeting)},
	{"first", &value_step, true, AT(rule, step)},
	{"every", &value_step, false, AT(rule, every), HAS(rule, has_every)},
	{"until", &value_code, false, AT(rule, until)},
	{.name = NULL},
};
static const struct key before_keys[] = {
	NAMED, STEP,
	{"before", &value_word, true, NOT_KEPT, .words = before_words},
	{.name = NULL},
};
static const struct key condition_keys[] = {
	{"rule", &value_known, true, NOT_KEPT},
	{"source", &value_text, true, AT(rule, source)},
	{"on", &value_condition, true, AT(rule, condition)},
	{"label", &value_labels, true, AT(rule, label)},
	{.name = NULL},
};
/* clang-format on */

/* ---- what keys say together ---- */

static void signature_check(struct reader *r, const struct node *n, const void *into)
{
	const struct terms *t = into;

	if (t->closes == CLOSES_ON_DAY && t->closes_on <= t->signature_opens)
		mistake(r->m, node_get(n, "closes")->line,
			"closes: not later than it opens; mend one of the two");
}

/* The register reads of an act what the rule asks of it. */
static void met_check(struct reader *r, const struct node *n, const struct rule *rule)
{
	const struct node *met = node_get(n, "met-by"), *kind = met ? node_get(met, "kind") : NULL;
	const char *period = rule->kind == RULE_ANNUAL ? "year"
		: rule->kind == RULE_WINDOW            ? "answers"
						       : NULL;

	if (!kind || !rule->met_by)
		return;
	if (period && !act_field_find(rule->met_by, period))
		mistake(r->m, kind->line, "kind: %s has no field %s, which tells what it meets; write %s",
			act_kinds[rule->met_by].name, period,
			rule->kind == RULE_ANNUAL ? "report-received" : "communication-noted");
	if (rule->met_report && !act_field_find(rule->met_by, "report"))
		mistake(r->m, node_get(met, "report")->line, "report: %s has none; take it out",
			act_kinds[rule->met_by].name);
}

static void rule_check(struct reader *r, const struct node *n, const void *into)
{
	met_check(r, n, into);
}

static void annual_check(struct reader *r, const struct node *n, const void *into)
{
	const struct rule *rule = into;
	const struct node *initial = node_get(n, "initial");

	if (rule->initial_absorbs && !initial)
		mistake(r->m, n->line,
			"initial: missing; name the rule of the initial report that absorbs this one");
	if (!rule->initial_absorbs && initial)
		mistake(r->m, initial->line,
			"initial: of use only with \"initial-absorbs: yes\"; take it out");
	met_check(r, n, rule);
}

static void condition_check(struct reader *r, const struct node *n, const void *into)
{
	const struct rule *rule = into;

	for (const struct rule *other = r->pack->rule; other < rule && rule->condition; other++)
		if (other->kind == RULE_CONDITION && other->condition &&
			strcmp(other->condition, rule->condition) == 0)
			mistake(r->m, node_get(n, "on")->line,
				"on: %s has a condition rule already (line %u); take one out",
				rule->condition, other->line);
}

struct kind {
	const struct key *keys;
	void (*check)(struct reader *r, const struct node *n, const void *into); /* or NULL */
	size_t has; /* those that stand once: offset in the terms of the bool that says so, or NOWHERE */
};

static const struct kind kinds[RULE_KIND_COUNT] = {
	[RULE_OFFSET] = {offset_keys, rule_check, 0},
	[RULE_ANNUAL] = {annual_keys, annual_check, 0},
	[RULE_DEADLINE_SET] = {deadline_keys, rule_check, 0},
	[RULE_WINDOW] = {window_keys, rule_check, 0},
	[RULE_RECURRENCE] = {recurrence_keys, NULL, 0},
	[RULE_BEFORE] = {before_keys, NULL, 0},
	[RULE_CONDITION] = {condition_keys, condition_check, 0},
};

enum once {
	ONCE_SIGNATURE,
	ONCE_THRESHOLD,
	ONCE_STATE,
	ONCE_SUCCESSION,
	ONCE_WITHDRAWAL,
	ONCE_CALENDAR,
	ONCE_COUNT
};
static const char *const once_names[] = {
	"signature", "threshold", "state-in-force", "succession", "withdrawal", "calendar", NULL};
static const struct kind once_kinds[ONCE_COUNT] = {
	[ONCE_SIGNATURE] = {signature_keys, signature_check, offsetof(struct terms, has_signature)},
	[ONCE_THRESHOLD] = {threshold_keys, NULL, offsetof(struct terms, has_threshold)},
	[ONCE_STATE] = {state_keys, NULL, offsetof(struct terms, has_state_in_force)},
	[ONCE_SUCCESSION] = {succession_keys, NULL, NOWHERE},
	[ONCE_WITHDRAWAL] = {withdrawal_keys, NULL, offsetof(struct terms, has_withdrawal)},
	[ONCE_CALENDAR] = {calendar_keys, NULL, NOWHERE},
};

static const char *const reserved[] = {"update-on-change", "bundle", "form", "cost-share", "majority", NULL};

/* ---- reading ---- */

/* One entry of `rules`, as far as it is known before any is read whole. */
struct entry {
	const struct node *node;
	const char *name;        /* of its kind, or NULL */
	const struct kind *kind; /* NULL: it has none; the mistake is listed */
	void *into;
};

static void unknown_kind(struct reader *r, const struct node *kind)
{
	const char *names[RULE_KIND_COUNT + ONCE_COUNT + 1] = {NULL};

	for (int i = 0; i < RULE_KIND_COUNT; i++)
		names[i] = rule_names[i];
	for (int i = 0; i < ONCE_COUNT; i++)
		names[RULE_KIND_COUNT + i] = once_names[i];
	if (word_index(reserved, kind->text) >= 0)
		mistake(r->m, kind->line,
			"rule: %s is reserved for later and not read yet; take the rule out", kind->text);
	else
		mistake(r->m, kind->line, "rule: \"%.60s\" is no kind of rule%s", kind->text,
			meant(r, names, kind->text, "; docs/packs.md lists them"));
}

/* Finds the kind of each entry, and of rules their ids. */
static void entries_sort_out(struct reader *r, struct entry *entry, size_t n)
{
	const struct node *once[ONCE_COUNT] = {NULL};
	struct pack *p = r->pack;

	for (size_t i = 0; i < n; i++) {
		struct entry *x = &entry[i];
		const struct node *name = node_get(x->node, "rule"), *id = node_get(x->node, "id");
		int many, single;

		x->name = read_kind(r, x->node, "rule");
		if (!x->name)
			continue;
		many = word_index(rule_names, x->name);
		single = word_index(once_names, x->name);
		if (many >= 0) {
			struct rule *rule = &p->rule[p->rules_n++];

			*rule = (struct rule){.kind = (enum rule_kind)many,
				.id = id && id->type == NODE_TEXT && *id->text ? id->text : NULL,
				.line = x->node->line,
				.founders = DAY_NONE_LOW};
			x->kind = &kinds[many];
			x->into = rule;
		} else if (single >= 0 && once[single]) {
			mistake(r->m, name->line,
				"rule: a second %s (the first in line %u); it stands once at most", x->name,
				once[single]->line);
		} else if (single >= 0) {
			once[single] = x->node;
			x->kind = &once_kinds[single];
			x->into = &p->terms;
		} else {
			unknown_kind(r, name);
		}
	}
}

static void ids_check(struct reader *r, const struct entry *entry, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct node *id = node_get(entry[i].node, "id");
		const struct rule *first =
			id && entry[i].kind && id->type == NODE_TEXT ? pack_rule(r->pack, id->text) : NULL;

		if (first && first != entry[i].into)
			mistake(r->m, id->line,
				"id: %s stands twice (first in the rule of line %u); rename one", id->text,
				first->line);
	}
}

static void rules_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct pack *p = into;
	struct entry *entry;

	if (!is_list(r, k, n, PACK_RULES_MAX))
		return;
	p->rule = NEW_ARRAY(r->arena, struct rule, n->n);
	entry = NEW_ARRAY(r->arena, struct entry, n->n);
	for (size_t i = 0; i < n->n; i++)
		entry[i].node = n->value[i];
	entries_sort_out(r, entry, n->n);
	ids_check(r, entry, n->n);
	for (size_t i = 0; i < n->n; i++) {
		const struct kind *kind = entry[i].kind;

		if (!kind)
			continue;
		read_map(r, entry[i].node, arena_printf(r->arena, "rule %s", entry[i].name), kind->keys,
			entry[i].into);
		if (kind->check)
			kind->check(r, entry[i].node, entry[i].into);
		if (entry[i].into == &p->terms && kind->has != NOWHERE)
			*(bool *)((char *)&p->terms + kind->has) = true;
	}
}
const struct value_type value_rules = {"a list of rules", rules_read};
