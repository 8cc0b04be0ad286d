/* The letter's own fields: what the sender says, who it is from, and who it is for. */
#include <string.h>

#include "acts/payload.h"
#include "offices/letters/facts.h"
#include "offices/letters/told.h"
#include "text/name.h"

const char *facts_language(const struct letter_facts *f)
{
	const char *tag = lang_tag(f->lang);
	return arena_strndup(f->a, tag, strcspn(tag, "-"));
}

const char *facts_state_name(const struct letter_facts *f, uint32_t state, bool formal)
{
	return reg_state_name(&f->reg, f->a, state, f->order->on, facts_language(f), formal);
}

bool facts_named(const struct letter_facts *f)
{
	const struct journal *j = f->reg.journal;
	uint32_t place =
		journal_last(j, f->reg.world, f->state, act_kinds[ACT_STATE_NAMED].family, f->reg.known);
	for (; place; place = journal_act(j, place - 1)->prev_subject) {
		const struct act *act = journal_act(j, place - 1);
		if (act->as == ACT_STATE_NAMED && journal_live(j, place - 1, f->reg.known) &&
			payload_member(f->a, act->payload, "short", facts_language(f)))
			return true;
	}
	return false;
}

/* "" is none. */
static const char *text_or_null(const char *text)
{
	return text && *text ? text : NULL;
}

/* ---- the State written to ---- */

/* A short name with a bracket, Iran (Islamic Republic of), is for lists: in a letter the formal one stands.
 */
static void value_name(const struct letter_facts *f, struct slot_value *ret)
{
	if (!f->state)
		return;
	ret->text = facts_state_name(f, f->state, false);
	if (strchr(ret->text, '('))
		ret->text = name_split(f->lang, facts_state_name(f, f->state, true), &ret->article);
	else
		ret->article = pack_article(f->world, facts_language(f), ret->text);
}

static void value_formal(const struct letter_facts *f, struct slot_value *ret)
{
	if (!f->state)
		return;
	ret->text = facts_state_name(f, f->state, true);
	ret->article = ""; /* it begins with it */
}

static void value_verb(const struct letter_facts *f, struct slot_value *ret)
{
	if (f->state)
		ret->text = reg_verb(&f->reg, f->state, f->order->on);
}

/* ---- what the sender says ---- */

static void value_date(const struct letter_facts *f, struct slot_value *ret)
{
	ret->day = f->order->on;
}

/* As the sender said; else who signs for the house, and as what. */
static void value_from(const struct letter_facts *f, struct slot_value *ret)
{
	const struct house *h = f->order->house;
	const char *name = text_or_null(f->order->signatory);
	const char *title = h && h->signs_title.n ? label_in(&h->signs_title, lang_tag(f->lang)) : NULL;
	ret->text = f->order->from;
	if (ret->text || (!name && !title))
		return;
	ret->text =
		arena_printf(f->a, "%s%s%s", name ? name : "", name && title ? ", " : "", title ? title : "");
}

const char *const letter_offices[] = {"minister", "head-of-government", "permanent-representative", NULL};

static void value_to(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->to ? f->order->to : letter_offices[0];
}

static void value_place(const struct letter_facts *f, struct slot_value *ret)
{
	const struct house *h = f->order->house;
	ret->text = f->order->place;
	if (!ret->text && h && h->place.n)
		ret->text = label_in(&h->place, lang_tag(f->lang));
}

static void value_circumstance(const struct letter_facts *f, struct slot_value *ret)
{
	for (size_t i = 0; i < f->order->circumstances; i++)
		if (strcmp(f->order->circumstance[i].lang, lang_tag(f->lang)) == 0)
			ret->text = f->order->circumstance[i].text;
	if (!ret->text && f->order->circumstances)
		ret->why = arena_printf(f->a, "was not given in %s", lang_tag(f->lang));
}

/* What goes with the letter, by name. */
static void value_enclosures(const struct letter_facts *f, struct slot_value *ret)
{
	const struct letter_kind *k = f->order->kind;
	const char **item = NEW_ARRAY(f->a, const char *, k->enclosures_n ? k->enclosures_n : 1);
	for (size_t i = 0; i < k->enclosures_n; i++)
		item[i] = label_in(&k->enclosure[i].label, lang_tag(f->lang));
	ret->n = k->enclosures_n;
	ret->item = item;
}

/* ---- the house ---- */

static void value_house_name(const struct letter_facts *f, struct slot_value *ret)
{
	if (f->order->house)
		ret->text = label_in(&f->order->house->name, lang_tag(f->lang));
}

/* Between the lines of an address that stand in one line. */
static const char *text_comma(const char *lang)
{
	return strcmp(lang, "ar") == 0 ? "، " : strcmp(lang, "zh") == 0 ? "，" : ", ";
}

static void value_house_address(const struct letter_facts *f, struct slot_value *ret)
{
	const struct house *h = f->order->house;
	const struct house_lines *lines = h && h->addresses_n ? house_address(h, lang_tag(f->lang)) : NULL;
	const char *comma = text_comma(facts_language(f));
	for (size_t i = 0; lines && i < lines->n; i++)
		ret->text = arena_printf(
			f->a, "%s%s%s", ret->text ? ret->text : "", ret->text ? comma : "", lines->line[i]);
}

static void value_house_mail(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->house ? text_or_null(f->order->house->mail) : NULL;
}

static void value_house_telephone(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->house ? text_or_null(f->order->house->telephone) : NULL;
}

static void value_house_web(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = f->order->house ? text_or_null(f->order->house->web) : NULL;
}

static void value_house_signatory(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = text_or_null(f->order->signatory);
}

static void value_house_title(const struct letter_facts *f, struct slot_value *ret)
{
	const struct house *h = f->order->house;
	if (h && h->signs_title.n)
		ret->text = label_in(&h->signs_title, lang_tag(f->lang));
}

/* ---- the recipient ---- */

static void value_recipient_name(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = text_or_null(f->to->name);
}

static void value_recipient_title(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text =
		f->to->titles.n ? label_in(&f->to->titles, lang_tag(f->lang)) : text_or_null(f->to->title);
}

static void value_recipient_office(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = text_or_null(f->to->office_name);
}

static void value_recipient_organisation(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = text_or_null(f->to->organisation);
}

static void value_recipient_place(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = text_or_null(f->to->place);
}

static const char *word_among(const char *const *words, const char *word)
{
	const char *const *w = words;
	while (*w && strcmp(*w, word) != 0)
		w++;
	return *w ? *w : words[0];
}

static void value_recipient_rank(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = word_among(letter_rank_names, f->to->rank);
}

static void value_recipient_as(const struct letter_facts *f, struct slot_value *ret)
{
	ret->text = word_among(letter_address_names, f->to->address_as);
}

/* How the table of the world greets and takes leave. Never in another language than the letter's. */
static void value_courtesy(const struct letter_facts *f, bool closing, struct slot_value *ret)
{
	const struct courtesy *c =
		pack_courtesy(f->world, f->order->kind->form, word_among(letter_rank_names, f->to->rank),
			word_among(letter_address_names, f->to->address_as));
	const struct labels *l = !c ? NULL : closing ? &c->closing : &c->salutation;
	const char *lang = facts_language(f);
	for (size_t i = 0; l && i < l->n; i++)
		if (strcmp(l->label[i].lang, lang) == 0)
			ret->text = l->label[i].text;
	if (!ret->text)
		ret->why = arena_printf(f->a, "is not in the table of courtesies (packs/world) in %s", lang);
}

static void value_recipient_salutation(const struct letter_facts *f, struct slot_value *ret)
{
	value_courtesy(f, false, ret);
}

static void value_recipient_closing(const struct letter_facts *f, struct slot_value *ret)
{
	value_courtesy(f, true, ret);
}

/* ---- what an earlier letter told the recipient, and is not so any more ---- */

static const char *told_value(const struct letter_facts *f, enum told_what what, struct slot_value *ret)
{
	const struct told *told = f->to->told;
	if (!told)
		ret->why = "is of those whom an earlier letter told: --audience " AUDIENCE_TOLD;
	return told ? text_or_null(told->value[what]) : NULL;
}

static void told_text(const struct letter_facts *f, enum told_what what, struct slot_value *ret)
{
	ret->text = told_value(f, what, ret);
}

static void told_day(const struct letter_facts *f, enum told_what what, struct slot_value *ret)
{
	struct err ignored; /* what is no day stays missing */
	const char *value = told_value(f, what, ret);
	if (value && day_parse(value, strlen(value), &ret->day, &ignored) < 0)
		ret->day = DAY_NONE_LOW;
}

static void value_told_reference(const struct letter_facts *f, struct slot_value *ret)
{
	told_text(f, TOLD_FIGURE, ret);
	ret->text = f->to->told ? f->to->told->reference : NULL;
}

static void value_told_date(const struct letter_facts *f, struct slot_value *ret)
{
	told_text(f, TOLD_FIGURE, ret);
	ret->text = NULL;
	if (f->to->told)
		ret->day = f->to->told->on;
}

static void value_told_opens(const struct letter_facts *f, struct slot_value *ret)
{
	told_day(f, TOLD_OPENS, ret);
}

static void value_told_closes(const struct letter_facts *f, struct slot_value *ret)
{
	told_day(f, TOLD_CLOSES, ret);
}

static void value_told_nominations(const struct letter_facts *f, struct slot_value *ret)
{
	told_day(f, TOLD_NOMINATIONS, ret);
}

static void value_told_requests(const struct letter_facts *f, struct slot_value *ret)
{
	told_day(f, TOLD_REQUESTS, ret);
}

static void value_told_city(const struct letter_facts *f, struct slot_value *ret)
{
	told_text(f, TOLD_CITY, ret);
}

static void value_told_venue(const struct letter_facts *f, struct slot_value *ret)
{
	told_text(f, TOLD_VENUE, ret);
}

static void value_told_figure(const struct letter_facts *f, struct slot_value *ret)
{
	told_text(f, TOLD_FIGURE, ret);
}

const struct own_field own_fields[] = {
	{"house.address", SLOT_TEXT, false, NULL, value_house_address},
	{"house.mail", SLOT_TEXT, false, NULL, value_house_mail},
	{"house.name", SLOT_TEXT, false, NULL, value_house_name},
	{"house.signatory", SLOT_TEXT, false, NULL, value_house_signatory},
	{"house.telephone", SLOT_TEXT, false, NULL, value_house_telephone},
	{"house.title", SLOT_TEXT, false, NULL, value_house_title},
	{"house.web", SLOT_TEXT, false, NULL, value_house_web},
	{"letter.circumstance", SLOT_TEXT, false, NULL, value_circumstance},
	{"letter.date", SLOT_DAY, false, NULL, value_date},
	{"letter.enclosures", SLOT_LIST, false, NULL, value_enclosures},
	{"letter.from", SLOT_TEXT, false, NULL, value_from},
	{"letter.place", SLOT_TEXT, false, NULL, value_place},
	{"letter.to", SLOT_CHOICE, false, letter_offices, value_to},
	{"recipient.as", SLOT_CHOICE, false, letter_address_names, value_recipient_as},
	{"recipient.closing", SLOT_TEXT, false, NULL, value_recipient_closing},
	{"recipient.name", SLOT_TEXT, false, NULL, value_recipient_name},
	{"recipient.office", SLOT_TEXT, false, NULL, value_recipient_office},
	{"recipient.organisation", SLOT_TEXT, false, NULL, value_recipient_organisation},
	{"recipient.place", SLOT_TEXT, false, NULL, value_recipient_place},
	{"recipient.rank", SLOT_CHOICE, false, letter_rank_names, value_recipient_rank},
	{"recipient.salutation", SLOT_TEXT, false, NULL, value_recipient_salutation},
	{"recipient.title", SLOT_TEXT, false, NULL, value_recipient_title},
	{"state.formal", SLOT_TEXT, true, NULL, value_formal},
	{"state.name", SLOT_TEXT, true, NULL, value_name},
	{"told.city", SLOT_TEXT, false, NULL, value_told_city},
	{"told.closes", SLOT_DAY, false, NULL, value_told_closes},
	{"told.date", SLOT_DAY, false, NULL, value_told_date},
	{"told.figure", SLOT_TEXT, false, NULL, value_told_figure},
	{"told.nominations", SLOT_DAY, false, NULL, value_told_nominations},
	{"told.opens", SLOT_DAY, false, NULL, value_told_opens},
	{"told.reference", SLOT_TEXT, false, NULL, value_told_reference},
	{"told.requests", SLOT_DAY, false, NULL, value_told_requests},
	{"told.venue", SLOT_TEXT, false, NULL, value_told_venue},
	{"verb", SLOT_CHOICE, false, NULL, value_verb},
	{.key = NULL},
};
