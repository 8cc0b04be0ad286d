/* Facts and the letter's own fields as slots of a template. */
#include "offices/letters/facts.h"

#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "text/lang.h"
#include "text/name.h"

/* ---- the letter's own fields ---- */

static const char *primary_language(struct arena *a, const struct lang *l)
{
	const char *tag = lang_tag(l);
	return arena_strndup(a, tag, strcspn(tag, "-"));
}

static const char *state_name(const struct letter_facts *f, uint32_t state, bool formal)
{
	return reg_state_name(&f->reg, f->a, state, f->order->on, primary_language(f->a, f->lang), formal);
}

bool facts_named(const struct letter_facts *f)
{
	const struct journal *j = f->reg.journal;
	const char *lang = primary_language(f->a, f->lang);
	uint32_t place =
		journal_last(j, f->reg.world, f->state, act_kinds[ACT_STATE_NAMED].family, f->reg.known);
	for (; place; place = journal_act(j, place - 1)->prev_subject) {
		const struct act *act = journal_act(j, place - 1);
		if (act->as == ACT_STATE_NAMED && journal_live(j, place - 1, f->reg.known) &&
			payload_member(f->a, act->payload, "short", lang))
			return true;
	}
	return false;
}

/* A short name with a bracket, Iran (Islamic Republic of), is for lists: in a letter the formal one stands.
 */
static void value_name(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = state_name(f, f->state, false);
	if (strchr(ret->text, '('))
		ret->text = name_split(f->lang, state_name(f, f->state, true), &ret->article);
	else
		ret->article = pack_article(f->world, primary_language(f->a, f->lang), ret->text);
}

static void value_formal(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = state_name(f, f->state, true);
	ret->article = ""; /* it begins with it */
}

static void value_verb(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = reg_verb(&f->reg, f->state, f->order->on);
}

static void value_date(const struct letter_facts *f, struct slot_value *ret)
{
	ret->day = f->order->on;
}

static void value_from(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->from;
}

const char *const letter_offices[] = {"minister", "head-of-government", "permanent-representative", NULL};

static void value_to(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->to ? f->order->to : letter_offices[0];
}

static void value_place(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->place;
}

static void value_circumstance(const struct letter_facts *f, struct slot_value *ret)
{
	for (size_t i = 0; i < f->order->circumstances; i++)
		if (strcmp(f->order->circumstance[i].lang, lang_tag(f->lang)) == 0)
			ret->text = f->order->circumstance[i].text;
	if (!ret->text && f->order->circumstances)
		ret->why = arena_printf(f->a, "was not given in %s", lang_tag(f->lang));
}

static const struct own {
	const char *key;
	enum slot_type type;
	bool name; /* of a State */
	void (*value)(const struct letter_facts *f, struct slot_value *ret);
} owns[] = {
	{"letter.circumstance", SLOT_TEXT, false, value_circumstance},
	{"letter.date", SLOT_DAY, false, value_date},
	{"letter.from", SLOT_TEXT, false, value_from},
	{"letter.place", SLOT_TEXT, false, value_place},
	{"letter.to", SLOT_CHOICE, false, value_to},
	{"state.formal", SLOT_TEXT, true, value_formal},
	{"state.name", SLOT_TEXT, true, value_name},
	{"verb", SLOT_CHOICE, false, value_verb},
};
#define OWNS (sizeof owns / sizeof *owns)

static const struct own *own_find(const char *key)
{
	for (size_t i = 0; i < OWNS; i++)
		if (strcmp(owns[i].key, key) == 0)
			return &owns[i];
	return NULL;
}

/* ---- the pack's facts ---- */

/* What each kind of fact is in a letter; the first row that fits. Counts and published figures grow old, a
 * day or a name does not. */
static const struct {
	enum fact_kind kind;
	const char *what; /* NULL: any */
	enum slot_type type;
	bool figure;
} kinds[] = {
	{FACT_COUNT_OF, NULL, SLOT_NUMBER, true},
	{FACT_PERCENT, NULL, SLOT_DECIMAL, true},
	{FACT_IN_FORCE_ON, NULL, SLOT_DAY, false},
	{FACT_YEARS, NULL, SLOT_NUMBER, false},
	{FACT_ANNIVERSARY, NULL, SLOT_NUMBER, false},
	{FACT_LATEST, "day", SLOT_DAY, true},
	{FACT_LATEST, NULL, SLOT_LIST, true},
	{FACT_DUE, NULL, SLOT_NUMBER, true},
	{FACT_OUTSTANDING, NULL, SLOT_NUMBER, true},
	{FACT_COMPLETED, NULL, SLOT_NUMBER, true},
	{FACT_PUBLISHED, NULL, SLOT_DECIMAL, true},
	{FACT_MEETING, "opens", SLOT_DAY, false},
	{FACT_MEETING, "closes", SLOT_DAY, false},
	{FACT_MEETING, "nominations-close", SLOT_DAY, false},
	{FACT_MEETING, "convened-on", SLOT_DAY, false},
	{FACT_MEETING, NULL, SLOT_TEXT, false},
	{FACT_REQUEST_CLOSES, NULL, SLOT_DAY, false},
	{FACT_VOTE, "day", SLOT_DAY, true},
	{FACT_VOTE, "resolution", SLOT_TEXT, true},
	{FACT_VOTE, NULL, SLOT_NUMBER, true},
	{FACT_STATE, "standing", SLOT_CHOICE, false},
	{FACT_STATE, "name", SLOT_TEXT, false},
	{FACT_STATE, NULL, SLOT_DAY, false},
	{FACT_HELD, NULL, SLOT_NUMBER, true},
	{FACT_ANNUAL, "next-day", SLOT_DAY, false},
	{FACT_ANNUAL, NULL, SLOT_TEXT, false},
	{FACT_DEADLINE, NULL, SLOT_DAY, false},
	{FACT_AGENDA, NULL, SLOT_LIST, false},
	{FACT_DOCUMENTS, NULL, SLOT_LIST, true},
	{FACT_COMMUNICATION, "day", SLOT_DAY, false},
	{FACT_COMMUNICATION, NULL, SLOT_TEXT, false},
	{FACT_EVENT, "opens", SLOT_DAY, false},
	{FACT_EVENT, "closes", SLOT_DAY, false},
	{FACT_EVENT, NULL, SLOT_TEXT, false},
};

static void slot_of(const struct fact_rule *rule, struct slot *ret)
{
	size_t i = 0;
	while (kinds[i].kind != rule->kind || (kinds[i].what && strcmp(kinds[i].what, rule->what) != 0))
		i++;
	*ret = (struct slot){.type = kinds[i].type,
		.figure = kinds[i].figure,
		.choice = kinds[i].type == SLOT_CHOICE ? standing_names : NULL};
}

static const struct fact_rule *rule_of(const struct letter_facts *f, const char *key)
{
	return pack_fact(f->reg.pack, arena_strndup(f->a, key, strcspn(key, ":")));
}

/* A fact about a State, of no State named, is about the one written to. */
static bool of_recipient(const struct fact_rule *rule, const char *key)
{
	return rule->argument == ARG_STATE && !strchr(key, ':');
}

static int fact_ask(struct letter_facts *f, const struct fact_rule *rule, const char *key, struct fact *ret,
	struct err *e)
{
	if (of_recipient(rule, key)) {
		const char *iso3 = journal_text(f->reg.journal, f->state);
		return reg_fact(&f->reg, f->a, arena_printf(f->a, "%s:%s", key, iso3), f->order->on, ret, e);
	}
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->asked[i].key, key) != 0)
			continue;
		*ret = f->asked[i].fact;
		return 0;
	}
	int rc = reg_fact(&f->reg, f->arena, key, f->order->on, ret, e);
	if (rc < 0)
		return rc;
	GROW(f->arena, f->asked, f->n, f->cap);
	f->asked[f->n++] = (struct asked_fact){arena_strdup(f->arena, key), *ret};
	return 0;
}

/* A text of an act in the letter's language; NULL: it is not on file in it. */
static const char *act_text(const struct letter_facts *f, uint32_t place, const char *field)
{
	const struct act *act = place ? journal_act(f->reg.journal, place - 1) : NULL;
	return act ? payload_member(f->a, act->payload, field, primary_language(f->a, f->lang)) : NULL;
}

/* A name or title in the letter's language: from the act that tells of it. */
static const char *name_in(
	const struct letter_facts *f, const struct fact *fact, const char *field, const char **ret_why)
{
	const char *lang = primary_language(f->a, f->lang);
	if (strcmp(lang, "en") == 0)
		return fact->value;
	const char *name = act_text(f, fact->counted_n ? fact->counted[0].act : 0, field);
	if (!name)
		*ret_why = arena_printf(f->a, "is not on file in %s", lang);
	return name;
}

static const char *why_not(const struct letter_facts *f, const struct fact *fact)
{
	char day[11];
	if (fact->none)
		return arena_printf(f->a, "is none on %s", day_format(f->order->on, day));
	if (fact->quality == QUALITY_EXACT)
		return NULL;
	if (fact->quality == QUALITY_UNKNOWN)
		return arena_printf(f->a, "is not known on %s", day_format(f->order->on, day));
	if (*fact->low && *fact->high)
		return arena_printf(f->a, "is not exact: between %s and %s", fact->low, fact->high);
	return arena_printf(f->a, "is not exact%s%s",
		*fact->low            ? ": at least "
			: *fact->high ? ": at most "
				      : "",
		*fact->low ? fact->low : fact->high);
}

static void value_of_states(const struct letter_facts *f, const struct fact *fact, struct slot_value *ret)
{
	char **iso3;
	size_t n = text_split(f->a, fact->value, " ", &iso3);
	const char **name = NEW_ARRAY(f->a, const char *, n ? n : 1);
	for (size_t i = 0; i < n; i++)
		name[i] = state_name(f, journal_word(f->reg.journal, iso3[i]), false);
	ret->n = n;
	ret->item = name;
}

/* Items of an agenda, each with its number. */
static void value_of_items(const struct letter_facts *f, const struct fact *fact, struct slot_value *ret)
{
	const char *slash = strchr(fact->key, '/');
	const char *lines = name_in(f, fact, "items", &ret->why);
	char **line;
	if (lines && lines != fact->value)
		lines = agenda_items(f->a, lines, slash ? slash + 1 : "");
	if (!lines)
		return;
	ret->n = text_split(f->a, lines, "\n", &line);
	const char **item = NEW_ARRAY(f->a, const char *, ret->n ? ret->n : 1);
	for (size_t i = 0; i < ret->n; i++)
		item[i] = line[i];
	ret->item = item;
}

/* Documents by symbol; the title follows where it is on file in the letter's language. */
static void value_of_documents(const struct letter_facts *f, const struct fact *fact, struct slot_value *ret)
{
	const char **item = NEW_ARRAY(f->a, const char *, fact->counted_n ? fact->counted_n : 1);
	for (size_t i = 0; i < fact->counted_n; i++) {
		const struct counted *c = &fact->counted[i];
		const char *title = act_text(f, c->act, "title");
		item[ret->n++] = title ? arena_printf(f->a, "%s (%s)", c->reason, title) : c->reason;
	}
	ret->item = item;
}

/* What is one text: a name or title as the act has it, a State by name, anything else as it is. */
static void value_of_text(const struct letter_facts *f, const struct fact *fact, struct slot_value *ret)
{
	const struct fact_rule *rule = fact->rule;
	bool meeting = rule->kind == FACT_MEETING, event = rule->kind == FACT_EVENT;
	ret->text = fact->value;
	if (meeting && strcmp(rule->what, "name") == 0)
		ret->text = name_in(f, fact, "name", &ret->why);
	else if (event && strcmp(rule->what, "title") == 0)
		ret->text = name_in(f, fact, "title", &ret->why);
	else if ((meeting && strcmp(rule->what, "presidency") == 0) ||
		((meeting || event) && strcmp(rule->what, "country") == 0))
		ret->text = state_name(f, journal_word(f->reg.journal, fact->value), false);
}

static void value_of(const struct letter_facts *f, const struct fact *fact, struct slot_value *ret)
{
	struct slot slot;
	struct err ignored; /* what is no day stays missing */
	slot_of(fact->rule, &slot);
	ret->why = why_not(f, fact);
	ret->as_at = fact->as_at;
	if (*fact->publisher || *fact->edition)
		ret->edition = arena_printf(f->a, "%s%s%s", fact->publisher,
			*fact->publisher && *fact->edition ? " " : "", fact->edition);
	ret->period = *fact->period ? fact->period : NULL;
	if (ret->why)
		return;
	if (slot.type == SLOT_DAY)
		IGNORE(day_parse(fact->value, strlen(fact->value), &ret->day, &ignored));
	else if (fact->rule->kind == FACT_AGENDA)
		value_of_items(f, fact, ret);
	else if (fact->rule->kind == FACT_DOCUMENTS)
		value_of_documents(f, fact, ret);
	else if (slot.type == SLOT_LIST)
		value_of_states(f, fact, ret);
	else
		value_of_text(f, fact, ret);
}

/* ---- the door ---- */

void facts_open(struct letter_facts *f, struct arena *a, const struct book *b, const struct pack *p,
	const struct letter_order *o)
{
	const char *const all[VERBS_MAX] = {
		p->verb_signatory, p->verb_open, p->verb_closed, p->verb_withdrawn};
	size_t n = 0;
	*f = (struct letter_facts){.arena = a, .order = o, .world = b->world, .a = a};
	book_reg(b, p, &f->reg);
	for (size_t i = 0; i < VERBS_MAX; i++) {
		size_t k = 0;
		while (k < n && strcmp(f->verb[k], all[i]) != 0)
			k++;
		if (k == n)
			f->verb[n++] = all[i];
	}
}

static int no_such_field(struct letter_facts *f, const char *key, struct err *e)
{
	const struct pack *p = f->reg.pack;
	const char **all = NEW_ARRAY(f->a, const char *, OWNS + p->facts_n + 1);
	for (size_t i = 0; i < OWNS; i++)
		all[i] = owns[i].key;
	for (size_t i = 0; i < p->facts_n; i++)
		all[OWNS + i] = p->fact[i].key;
	const char *near = text_nearest(key, all);
	return err_set(e, ERR_NOTFOUND, "no field or figure is called '%s'; %s%s", key,
		near ? "did you mean " : "see docs/letters.md, and paraph facts", near ? near : "");
}

int facts_slot(void *facts, const char *key, struct slot *ret, struct err *e)
{
	struct letter_facts *f = facts;
	const struct own *own = own_find(key);
	struct fact fact;
	if (own) {
		*ret = (struct slot){.type = own->type,
			.choice = own->type != SLOT_CHOICE ? NULL
				: own->value == value_to   ? letter_offices
							   : f->verb,
			.name = own->name};
		return 0;
	}
	const struct fact_rule *rule = rule_of(f, key);
	if (!rule)
		return no_such_field(f, key, e);
	int rc = of_recipient(rule, key) ? 0 : fact_ask(f, rule, key, &fact, e); /* its argument */
	if (rc == 0)
		slot_of(rule, ret);
	return rc;
}

int facts_value(void *facts, const char *key, struct slot_value *ret, struct err *e)
{
	struct letter_facts *f = facts;
	const struct own *own = own_find(key);
	struct fact fact;
	*ret = (struct slot_value){.day = DAY_NONE_LOW, .as_at = DAY_NONE_LOW};
	if (own) {
		own->value(f, ret);
		return 0;
	}
	int rc = fact_ask(f, rule_of(f, key), key, &fact, e);
	if (rc == 0)
		value_of(f, &fact, ret);
	return rc;
}
