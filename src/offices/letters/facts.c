/* Facts and the letter's own fields as slots of a template. */
#include "offices/letters/facts.h"

#include <string.h>

#include "acts/payload.h"
#include "base/buf.h"
#include "base/text.h"
#include "register/meeting.h"
#include "text/lang.h"
#include "text/name.h"

#define ACTS_BYTES_MAX (16u << 20) /* of the ids of the acts behind one fact */

static const struct own_field *own_find(const char *key)
{
	const struct own_field *own = own_fields;
	while (own->key && strcmp(own->key, key) != 0)
		own++;
	return own->key ? own : NULL;
}

/* ---- what the letter is about ---- */

/* Its place among the kind's; -1: no such word. */
static int about_index(const struct letter_facts *f, const char *name, size_t len)
{
	const struct letter_kind *k = f->order->kind;
	for (size_t i = 0; i < k->about_n; i++)
		if (strlen(k->about[i].name) == len && memcmp(k->about[i].name, name, len) == 0)
			return (int)i;
	return -1;
}

const char *facts_about(const struct letter_facts *f, const char *name)
{
	int i = about_index(f, name, strlen(name));
	return i < 0 ? NULL : f->about[i];
}

/* The key with the words of its argument, MEETING or MEETING/ITEMS, replaced by what they stand for. NULL:
 * *ret_missing is not known. */
static const char *key_resolve(const struct letter_facts *f, const char *key, const char **ret_missing)
{
	const char *colon = strchr(key, ':');
	const char *all = colon ? arena_strndup(f->a, key, (size_t)(colon + 1 - key)) : key;
	for (const char *part = colon ? colon + 1 : NULL, *end; part; part = *end ? end + 1 : NULL) {
		size_t len = strcspn(part, "/");
		int i = about_index(f, part, len);
		end = part + len;
		if (i >= 0 && !f->about[i]) {
			*ret_missing = f->order->kind->about[i].name;
			return NULL;
		}
		const char *value = i >= 0 ? f->about[i] : arena_strndup(f->a, part, len);
		all = arena_printf(f->a, "%s%s%s", all, value, *end ? "/" : "");
	}
	return all;
}

/* Given, else the figure's as of the letter's day. */
static int about_value(
	struct letter_facts *f, const struct letter_about *about, const char **ret, struct err *e)
{
	struct fact fact;
	*ret = NULL;
	for (size_t i = 0; i < f->order->words; i++)
		if (strcmp(f->order->word[i].name, about->name) == 0)
			*ret = f->order->word[i].value;
	if (*ret) { /* items are joined as arguments join them */
		char **item;
		size_t n = text_split(f->arena, *ret, " ", &item);
		*ret = n ? item[0] : "";
		for (size_t i = 1; i < n; i++)
			*ret = arena_printf(f->arena, "%s+%s", *ret, item[i]);
		return 0;
	}
	if (!about->fact)
		return 0;
	int rc = reg_fact(&f->reg, f->arena, about->fact, f->order->on, &fact, e);
	if (rc == 0 && fact.quality == QUALITY_EXACT && *fact.value)
		*ret = fact.value;
	return rc;
}

static int about_open(struct letter_facts *f, struct err *e)
{
	const struct letter_order *o = f->order;
	const char *all = "";
	f->about = NEW_ARRAY(f->arena, const char *, o->kind->about_n ? o->kind->about_n : 1);
	for (size_t i = 0; i < o->kind->about_n; i++) {
		int rc = about_value(f, &o->kind->about[i], &f->about[i], e);
		if (rc < 0)
			return err_ctx(e, "letter %s, about %s", o->kind->name, o->kind->about[i].name);
		all = arena_printf(f->arena, "%s%s%s", all, i ? ", " : "", o->kind->about[i].name);
	}
	for (size_t i = 0; i < o->words; i++)
		if (about_index(f, o->word[i].name, strlen(o->word[i].name)) < 0)
			return err_set(e, ERR_USAGE, "--about %s: a letter of kind %s is about %s",
				o->word[i].name, o->kind->name, *all ? all : "nothing that can be said");
	return 0;
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
	{FACT_MEETING, "cancelled-on", SLOT_DAY, false},
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
	return act ? payload_member(f->a, act->payload, field, facts_language(f)) : NULL;
}

/* What the last act of a meeting leaves out, an earlier one said. */
static const char *meeting_said(const struct letter_facts *f, const struct fact *fact, const char *field)
{
	const struct act *act = journal_act(f->reg.journal, fact->counted[0].act - 1);
	const struct meeting m = {.act = act, .code = journal_text(f->reg.journal, act->subject)};
	const char *text = meeting_text(&f->reg, f->a, &m, f->order->on, field, facts_language(f));
	return *text ? text : NULL;
}

/* A name or title in the letter's language: from the acts that tell of it. */
static const char *name_in(
	const struct letter_facts *f, const struct fact *fact, const char *field, const char **ret_why)
{
	const char *lang = facts_language(f);
	if (strcmp(lang, "en") == 0)
		return fact->value;
	const char *name = act_text(f, fact->counted_n ? fact->counted[0].act : 0, field);
	if (!name && fact->counted_n && fact->counted[0].act && fact->rule->kind == FACT_MEETING)
		name = meeting_said(f, fact, field);
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
		name[i] = facts_state_name(f, journal_word(f->reg.journal, iso3[i]), false);
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
		ret->text = facts_state_name(f, journal_word(f->reg.journal, fact->value), false);
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

/* ---- what was said ---- */

/* A figure that follows from a rule alone rests on the act by which the pack was adopted. */
static const char *pack_act(const struct letter_facts *f)
{
	const struct journal *j = f->reg.journal;
	uint32_t code = journal_word(j, f->reg.pack->code),
		 place = journal_last_kind(j, f->reg.world, ACT_PACK_ADOPTED, f->reg.known);
	for (; place; place = journal_act(j, place - 1)->prev_kind)
		if (journal_act(j, place - 1)->subject == code && journal_live(j, place - 1, f->reg.known))
			return act_id(journal_act(j, place - 1));
	return "";
}

static void act_join(const struct letter_facts *f, struct buf *all, uint32_t place)
{
	buf_printf(all, "%s%s", all->len ? " " : "", act_id(journal_act(f->reg.journal, place - 1)));
}

/* A State that is counted without an act of its own: where something is due of it, by what it is bound; else
 * by what names it. */
static uint32_t act_of_state(const struct letter_facts *f, const struct fact *fact, uint32_t state)
{
	struct state_standing s;
	if (fact->rule->kind != FACT_OUTSTANDING && fact->rule->kind != FACT_DUE)
		return reg_state_namer(&f->reg, state, f->order->on);
	reg_standing(&f->reg, state, f->order->on, &s);
	return s.current < s.n ? s.membership[s.current].deposit_act : 0;
}

/* What says that absence counts: all acts that would have met the obligation are on file. */
static void coverage_acts(const struct letter_facts *f, const struct fact *fact, struct buf *all)
{
	const struct journal *j = f->reg.journal;
	const char *kind = act_kinds[f->reg.pack->rule[fact->rule->obligation].met_by].name;
	uint32_t place = journal_last_kind(j, f->reg.treaty, ACT_COVERAGE_STATED, f->reg.known);
	for (; place; place = journal_act(j, place - 1)->prev_kind)
		if (journal_live(j, place - 1, f->reg.known) &&
			payload_in_list(journal_act(j, place - 1)->payload, "kinds", kind))
			act_join(f, all, place);
}

static const char *acts_of(const struct letter_facts *f, const struct fact *fact)
{
	struct buf all;
	bool absent = false;
	buf_init(&all, f->a, ACTS_BYTES_MAX);
	for (size_t i = 0; i < fact->counted_n; i++) {
		const struct counted *c = &fact->counted[i];
		uint32_t place = !c->in ? 0
			: c->act        ? c->act
			: c->state      ? act_of_state(f, fact, c->state)
					: 0;
		absent |= c->in && !c->act;
		if (place)
			act_join(f, &all, place);
	}
	if (absent && fact->rule->kind == FACT_OUTSTANDING)
		coverage_acts(f, fact, &all);
	if (all.len == 0 && fact->counted_n == 0 && fact->quality == QUALITY_EXACT)
		return pack_act(f);
	return all.data;
}

static bool is_said(const struct letter_facts *f, const char *key)
{
	for (size_t i = 0; i < f->said_n; i++)
		if (strcmp(f->said[i].key, key) == 0)
			return true;
	return false;
}

static void say(struct letter_facts *f, struct letter_fact said)
{
	if (is_said(f, said.key))
		return;
	GROW(f->a, f->said, f->said_n, f->said_cap);
	f->said[f->said_n++] = said;
}

static void say_fact(struct letter_facts *f, const struct fact *fact, bool shared)
{
	char day[11];
	const char *value = fact->value;
	if (is_said(f, fact->key)) /* before its acts are listed: there may be hundreds */
		return;
	if (fact->quality == QUALITY_BOUNDED && (*fact->low || *fact->high))
		value = arena_printf(f->a, "%s..%s", fact->low, fact->high);
	say(f,
		(struct letter_fact){fact->key, value, quality_names[fact->quality],
			arena_strdup(f->a, day_format(fact->as_at, day)), acts_of(f, fact), shared, false});
}

/* What the letter works out of a State rests on the act that names it, or on what its standing rests on. */
static const char *own_acts(const struct letter_facts *f, const struct own_field *own)
{
	struct state_standing s;
	uint32_t act = 0;
	if (f->state && own->name) {
		act = reg_state_namer(&f->reg, f->state, f->order->on);
	} else if (f->state && strcmp(own->key, "verb") == 0) {
		reg_standing(&f->reg, f->state, f->order->on, &s);
		act = s.standing == STANDING_SIGNATORY ? s.signature_act
			: s.current < s.n              ? s.membership[s.current].notice_act
						       : 0;
	}
	return act ? act_id(journal_act(f->reg.journal, act - 1)) : "";
}

/* What the letter itself knows: given by the sender or the recipient's record, or worked out without
 * counting. */
static void say_own(struct letter_facts *f, const struct own_field *own, const struct slot_value *v)
{
	char day[11];
	bool worked_out = strncmp(own->key, "state.", 6) == 0 || strcmp(own->key, "verb") == 0;
	bool to =
		worked_out || strncmp(own->key, "recipient.", 10) == 0 || strncmp(own->key, "told.", 5) == 0;
	const char *value = v->text ? v->text : arena_strdup(f->a, day_format(v->day, day));
	for (size_t i = 0; i < v->n; i++)
		value = arena_printf(f->a, "%s%s%s", value, *value ? "; " : "", v->item[i]);
	say(f,
		(struct letter_fact){own->key, value, worked_out ? "exact" : "given",
			worked_out ? arena_strdup(f->a, day_format(f->order->on, day)) : "", own_acts(f, own),
			!to, false});
}

void facts_said(void *facts, const char *key)
{
	struct letter_facts *f = facts;
	const struct fact_rule *rule = own_find(key) ? NULL : rule_of(f, key);
	const char *missing = NULL, *said = rule ? key_resolve(f, key, &missing) : key;
	if (said && rule && of_recipient(rule, said))
		said = arena_printf(f->a, "%s:%s", said, journal_text(f->reg.journal, f->state));
	for (size_t i = 0; i < f->said_n; i++)
		f->said[i].said |= said && strcmp(f->said[i].key, said) == 0;
}

const char *facts_own_on(struct letter_facts *f, const char *key)
{
	const struct own_field *own = own_find(key);
	struct slot_value v = {.day = DAY_NONE_LOW, .as_at = DAY_NONE_LOW};
	if (!own || (!own->name && strcmp(key, "verb") != 0))
		return NULL;
	own->value(f, &v);
	return v.text ? v.text : "";
}

/* ---- the door ---- */

int facts_open(struct letter_facts *f, struct arena *a, const struct book *b, const struct pack *p,
	const struct letter_order *o, struct err *e)
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
	return about_open(f, e);
}

static int no_such_field(struct letter_facts *f, const char *key, struct err *e)
{
	const struct pack *p = f->reg.pack;
	size_t n = 0;
	while (own_fields[n].key)
		n++;
	const char **all = NEW_ARRAY(f->a, const char *, n + p->facts_n + 1);
	for (size_t i = 0; i < n; i++)
		all[i] = own_fields[i].key;
	for (size_t i = 0; i < p->facts_n; i++)
		all[n + i] = p->fact[i].key;
	const char *near = text_nearest(key, all);
	return err_set(e, ERR_NOTFOUND, "no field or figure is called '%s'; %s%s", key,
		near ? "did you mean " : "see docs/templates.md, and paraph facts", near ? near : "");
}

int facts_slot(void *facts, const char *key, struct slot *ret, struct err *e)
{
	struct letter_facts *f = facts;
	const struct own_field *own = own_find(key);
	const char *missing = NULL, *resolved = key_resolve(f, key, &missing);
	struct fact fact;
	GROW(f->arena, f->used, f->used_n, f->used_cap);
	f->used[f->used_n++] = arena_strdup(f->arena, key);
	if (own) {
		*ret = (struct slot){.type = own->type,
			.choice = own->type != SLOT_CHOICE ? NULL
				: own->choice              ? own->choice
							   : f->verb,
			.name = own->name};
		return 0;
	}
	const struct fact_rule *rule = rule_of(f, key);
	if (!rule)
		return no_such_field(f, key, e);
	/* Its argument, where that does not wait for the recipient or the sender. */
	int rc = of_recipient(rule, key) || !resolved ? 0 : fact_ask(f, rule, resolved, &fact, e);
	if (rc == 0)
		slot_of(rule, ret);
	return rc;
}

int facts_value(void *facts, const char *key, struct slot_value *ret, struct err *e)
{
	struct letter_facts *f = facts;
	const struct own_field *own = own_find(key);
	const char *missing = NULL, *resolved = key_resolve(f, key, &missing);
	struct fact fact;
	*ret = (struct slot_value){.day = DAY_NONE_LOW, .as_at = DAY_NONE_LOW};
	if (own) {
		own->value(f, ret);
		say_own(f, own, ret);
		return 0;
	}
	const struct fact_rule *rule = rule_of(f, key);
	if (!resolved) {
		ret->why =
			arena_printf(f->a, "waits for the letter's %s: say --about %s=…", missing, missing);
		say(f, (struct letter_fact){arena_strdup(f->a, key), "", "unknown", "", "", true, false});
		return 0;
	}
	if (of_recipient(rule, resolved) && !f->state) {
		ret->why = "is of a State, and the letter goes to none";
		return 0;
	}
	int rc = fact_ask(f, rule, resolved, &fact, e);
	if (rc < 0)
		return rc;
	say_fact(f, &fact, !of_recipient(rule, resolved));
	value_of(f, &fact, ret);
	return 0;
}
