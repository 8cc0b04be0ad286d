/* The types of value that know of treaties: kinds of act, conditions, ids of rules. */
#include "base/text.h"
#include "treaty/key.h"

static void closes_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	static const char *const never[] = {[CLOSES_NEVER] = "never",
		[CLOSES_ON_DAY] = "",
		[CLOSES_ENTRY_INTO_FORCE] = "entry-into-force",
		NULL};
	struct terms *t = into;
	const char *text = read_text(r, k, n);
	int word = text ? word_index(never, text) : 0;

	if (word >= 0)
		t->closes = (enum closes)word;
	else if (day_parse(text, strlen(text), &t->closes_on, NULL) == 0)
		t->closes = CLOSES_ON_DAY;
	else
		wrong(r, k, n);
}
const struct value_type value_closes = {"never, entry-into-force or a day such as 2009-12-31", closes_read};

static void kind_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);
	enum act_kind kind;
	struct err e;

	if (!text)
		return;
	if (act_kind_parse(text, &kind, &e) < 0)
		mistake(r->m, n->line, "%s: %s", k->name, e.text);
	else if (act_kinds[kind].family != FAMILY_DUTY ||
		(act_kinds[kind].subject != SUBJECT_STATE && act_kinds[kind].subject != SUBJECT_ANY))
		mistake(r->m, n->line,
			"%s: %s bears on no obligation of a State; write a kind such as obligation-completed",
			k->name, text);
	else
		put(k, into, &kind, sizeof kind);
}
const struct value_type value_kind = {"a kind of act, such as report-received", kind_read};

/* Those that express consent to be bound, as a set. */
static void kinds_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	static const struct key member = {.name = "kinds", .type = &value_kind};
	bool set[ACT_KIND_COUNT] = {false};

	if (!is_list(r, k, n, ACT_KIND_COUNT))
		return;
	if (n->n == 0)
		mistake(r->m, n->line, "%s: none; name the kinds of instrument that count", k->name);
	for (size_t i = 0; i < n->n; i++) {
		const char *text = read_text(r, &member, n->value[i]);
		enum act_kind kind;
		struct err e;

		if (!text)
			continue;
		if (act_kind_parse(text, &kind, &e) < 0)
			mistake(r->m, n->value[i]->line, "%s: %s", k->name, e.text);
		else if (!act_kinds[kind].binds)
			mistake(r->m, n->value[i]->line,
				"%s: %s binds nobody; take it out, or write a kind such as ratification",
				k->name, text);
		else if (set[kind])
			mistake(r->m, n->value[i]->line, "%s: %s stands twice; take one out", k->name, text);
		else
			set[kind] = true;
	}
	put(k, into, set, sizeof set);
}
const struct value_type value_kinds = {"a list of kinds of act, as in [ratification, accession]", kinds_read};

static void condition_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const struct pack *p = r->pack;
	const char *names[PACK_LIST_MAX + 1] = {NULL};
	const char *text = read_text(r, k, n);
	int at;

	if (!text)
		return;
	for (size_t i = 0; i < p->conditions_n; i++)
		names[i] = p->condition[i] ? p->condition[i] : "";
	at = word_index(names, text);
	if (at < 0)
		mistake(r->m, n->line, "%s: \"%.60s\" is not among the pack's conditions%s", k->name, text,
			meant(r, names, text, "; add it there, or mend it here"));
	else
		put(k, into, &names[at], sizeof names[at]);
}
const struct value_type value_condition = {"one of the pack's conditions", condition_read};

static void month_day_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct rule *rule = into;
	const char *text = read_text(r, k, n);
	char day[] = "2001-MM-DD"; /* a year without 29 February: the day must be there every year */
	struct err e;
	day_t d;

	if (!text)
		return;
	if (strlen(text) != strlen("MM-DD")) {
		wrong(r, k, n);
		return;
	}
	memcpy(day + strlen("2001-"), text, strlen(text));
	if (day_parse(day, strlen(day), &d, &e) < 0) {
		wrong(r, k, n);
		return;
	}
	rule->due_month = day_to_date(d).month;
	rule->due_day = day_to_date(d).day;
}
const struct value_type value_month_day = {"month and day of every year, as in 04-30", month_day_read};

/* The rules' ids are known before the first is read, so that one may name a later one. */
static const struct rule *rule_meant(struct reader *r, const struct key *k, const struct node *n)
{
	const char *names[PACK_RULES_MAX + 1] = {NULL};
	const char *text = read_text(r, k, n);
	const struct rule *rule = text ? pack_rule(r->pack, text) : NULL;
	size_t names_n = 0;

	if (!text || (rule && BIT(rule->kind) & k->kinds))
		return rule;
	for (size_t i = 0; i < r->pack->rules_n; i++)
		if (r->pack->rule[i].id && BIT(r->pack->rule[i].kind) & k->kinds)
			names[names_n++] = r->pack->rule[i].id;
	if (rule)
		mistake(r->m, n->line, "%s: %s is a rule of kind %s, which cannot stand here%s", k->name,
			text, rule_names[rule->kind],
			names_n ? arena_printf(r->arena, "; %s could", names[0]) : "");
	else
		mistake(r->m, n->line, "%s: no rule has the id \"%.60s\"%s", k->name, text,
			meant(r, names, text, "; add the rule, or mend the id"));
	return NULL;
}

static void rule_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const struct rule *rule = rule_meant(r, k, n);

	if (rule)
		put(k, into, &rule->id, sizeof rule->id);
}
const struct value_type value_rule = {"the id of a rule", rule_read};

static void rule_index_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const struct rule *rule = rule_meant(r, k, n);
	size_t i = rule ? (size_t)(rule - r->pack->rule) : 0;

	if (rule)
		put(k, into, &i, sizeof i);
}
const struct value_type value_rule_index = {"the id of a rule", rule_index_read};
