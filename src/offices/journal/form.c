/* The fields of a form, from the table of its kind. */
#include "offices/journal/form.h"

#include <string.h>

#include "acts/payload.h"
#include "base/text.h"

/* What is written into a field of each type. */
static const char *const hints[FIELD_TYPE_COUNT] = {
	[FIELD_CODES] = T("Short names with spaces between"),
	[FIELD_KINDS] = T("Several may be chosen"),
	[FIELD_COUNT] = T("A whole number"),
	[FIELD_DECIMAL] = T("A number such as 12 or 0.010"),
	[FIELD_DAY] = T("Year, month and day: 2026-02-03"),
	[FIELD_EDTF] = T("A day, or what is known of it: 2018-09-18, 2018-05, 2018, ../2019"),
	[FIELD_YEAR] = T("A year, such as 2025"),
	[FIELD_STATE] = T("Name or code of a State"),
	[FIELD_STATES] = T("Codes of States with spaces between, or names with commas"),
	[FIELD_ROLL] = T("Votes such as AFG=yes AGO=no"),
	[FIELD_RATES] = T("Rates such as AFG=0.006 AGO=0.010"),
	[FIELD_SHA256] = T("64 hexadecimal digits"),
};

/* What was posted under the name, several with spaces between; NULL: nothing was. */
static const char *posted(const struct form *f, const char *name)
{
	const char *all = NULL;
	size_t pos = 0;

	for (const char *one; (one = request_each(f->q, name, &pos));)
		all = all ? arena_printf(f->q->a, "%s %s", all, one) : one;
	return all;
}

/* The kind that names the fields of what the form begins with. */
static enum act_kind from_kind(const struct form *f)
{
	enum act_kind kind = f->kind;

	IGNORE(act_kind_parse(f->from->kind, &kind, NULL)); /* it was checked when it was kept */
	return kind;
}

static const char *value_of(const struct form *f, const char *name, const char *from)
{
	const char *given = f->posted ? posted(f, name) : NULL;

	return given ? given : f->posted || !from ? "" : from;
}

static const char *payload_value(const struct form *f, const char *name, const char *part, const char *full)
{
	const char *from =
		f->from ? payload_to_text(f->q->a, from_kind(f), f->from->payload, name, part) : NULL;

	return value_of(f, full, from);
}

static struct form_field *add(struct form *f, enum form_part part, const char *name, const char *label)
{
	size_t at = f->n < FORM_FIELDS_MAX ? f->n++ : FORM_FIELDS_MAX - 1;

	f->field[at] =
		(struct form_field){.part = part, .name = name, .label = label, .hint = "", .value = ""};
	return &f->field[at];
}

/* ---- what may be chosen ---- */

static bool among(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)) != NULL; at += len)
		if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

static void choices(struct form *f, struct form_field *x, const char *words)
{
	char **word;

	x->control = CONTROL_CHOICE;
	x->any = say(f->d->v, "not said");
	x->options = text_split(f->q->a, words, " ", &word);
	x->option = NEW_ARRAY(f->q->a, struct form_option, x->options + 1);
	for (size_t i = 0; i < x->options; i++)
		x->option[i] = (struct form_option){
			word[i], choice_label(f->d->v, word[i]), strcmp(word[i], x->value) == 0};
}

static void all_kinds(struct form *f, struct form_field *x)
{
	x->control = CONTROL_SEVERAL;
	x->options = ACT_KIND_COUNT;
	x->option = NEW_ARRAY(f->q->a, struct form_option, ACT_KIND_COUNT);
	for (int k = 0; k < ACT_KIND_COUNT; k++)
		x->option[k] = (struct form_option){act_kinds[k].name, kind_label(f->d->v, (enum act_kind)k),
			among(x->value, act_kinds[k].name)};
}

/* ---- the fields of the kind ---- */

static void text_field(struct form *f, const struct act_field *field, const char *lang, const char *called)
{
	const char *name = arena_printf(f->q->a, "%s.%s", field->name, lang);
	struct form_field *x = add(
		f, FORM_FIELDS, name, arena_printf(f->q->a, "%s (%s)", field_label(f->d->v, field), called));

	x->control = CONTROL_TEXT;
	x->value = payload_value(f, field->name, lang, name);
	x->required = field->required && strcmp(lang, "en") == 0;
}

/* In the languages of the pages, and in those that it has already. */
static void texts_fields(struct form *f, const struct act_field *field)
{
	struct slice all, key, value;
	size_t pos = 0;

	for (size_t i = 0; words_all[i]; i++)
		text_field(f, field, words_all[i]->tag, words_all[i]->name);
	if (!f->from || !payload_raw(f->from->payload, field->name, &all))
		return;
	while (payload_each(all, &pos, &key, &value)) {
		const char *lang = arena_strndup(f->q->a, key.at, key.len);

		if (!form_named(f, arena_printf(f->q->a, "%s.%s", field->name, lang)))
			text_field(f, field, lang, lang);
	}
}

static void kind_field(struct form *f, const struct act_field *field)
{
	if (field->type == FIELD_TEXTS) {
		texts_fields(f, field);
		return;
	}
	struct form_field *x = add(f, FORM_FIELDS, field->name, field_label(f->d->v, field));
	x->value = payload_value(f, field->name, NULL, field->name);
	x->required = field->required;
	x->hint = hints[field->type] ? say(f->d->v, hints[field->type]) : "";
	x->list = form_pick_for(f, field);
	x->code = field->type != FIELD_TEXT;
	if (field->type == FIELD_CHOICE)
		choices(f, x, field->choices);
	else if (field->type == FIELD_KINDS)
		all_kinds(f, x);
	else if (field->type == FIELD_YES)
		x->control = CONTROL_YES;
	else if (field->type == FIELD_TEXT || field->type == FIELD_ROLL || field->type == FIELD_RATES ||
		field->type == FIELD_STATES)
		x->control = CONTROL_TEXT;
}

/* ---- what every act has ---- */

static void what_fields(struct form *f)
{
	const struct act_kind_info *k = &act_kinds[f->kind];
	const struct view *v = f->d->v;
	struct form_field *x;

	if (k->subject != SUBJECT_NONE) {
		x = add(f, FORM_WHAT, "subject",
			k->subject == SUBJECT_STATE         ? say(v, "State")
				: k->subject == SUBJECT_ANY ? say(v, "Of")
							    : say(v, "Code of what it is of"));
		x->hint = k->subject == SUBJECT_STATE ? say(v, "Name or code of a State")
			: k->subject == SUBJECT_ANY   ? say(v, "A State, a code, or nothing")
						      : say(v, "A meeting, a symbol, a key");
		x->required = k->subject != SUBJECT_ANY;
		x->list = k->subject == SUBJECT_CODE ? "codes" : "states";
		x->value = value_of(f, "subject", f->from ? f->from->subject : NULL);
	}
	x = add(f, FORM_WHAT, "date", say(v, "Day on which it was done"));
	x->hint = say(v, hints[FIELD_EDTF]);
	x->required = k->dated;
	x->code = true;
	x->value = value_of(f, "date", f->from ? f->from->on : NULL);
	x = add(f, FORM_WHAT, "effective", say(v, "Day on which it takes effect"));
	x->hint = say(v, "Only where the act itself gives one");
	x->code = true;
	x->value = value_of(f, "effective", f->from ? f->from->effective : NULL);
}

static void source_fields(struct form *f)
{
	struct form_field *x = add(f, FORM_SOURCE, "source", say(f->d->v, "Source"));

	x->hint = say(f->d->v, "Where it can be read: a document, an address, a letter with its date");
	x->required = true;
	x->value = value_of(f, "source", f->from ? f->from->source : NULL);
	x = add(f, FORM_SOURCE, "issuer", say(f->d->v, "Issued by"));
	x->hint = say(f->d->v, "Who did it or published it, where the source does not say it all");
	x->value = value_of(f, "issuer", f->from ? f->from->issuer : NULL);
}

static void visibility_field(struct form *f)
{
	struct form_field *x = add(f, FORM_RECORD, "visibility", say(f->d->v, "Who may see it"));

	x->value = value_of(f, "visibility", f->from ? f->from->visibility : visibility_names[0]);
	x->control = CONTROL_CHOICE;
	x->options = VISIBILITY_COUNT;
	x->option = NEW_ARRAY(f->q->a, struct form_option, VISIBILITY_COUNT);
	for (size_t i = 0; i < VISIBILITY_COUNT; i++)
		x->option[i] = (struct form_option){visibility_names[i],
			visibility_label(f->d->v, visibility_names[i]),
			strcmp(visibility_names[i], x->value) == 0};
}

/* The treaty that is served; the world for what has only ever been recorded there. */
static const char *usual_treaty(const struct form *f)
{
	const struct book *b = &f->d->book;
	bool here = journal_last_kind(b->journal, f->d->treaty, f->kind, b->known);
	bool there = journal_last_kind(b->journal, f->d->world, f->kind, b->known);

	return there && !here ? "world" : f->d->v->reg->pack->code;
}

static void treaty_field(struct form *f)
{
	const struct book *b = &f->d->book;
	struct form_field *x = add(f, FORM_RECORD, "treaty", say(f->d->v, "Treaty"));

	x->value = value_of(f, "treaty", f->from ? f->from->treaty : usual_treaty(f));
	x->control = CONTROL_CHOICE;
	x->option = NEW_ARRAY(f->q->a, struct form_option, b->n + 1);
	for (size_t i = 0; i < b->n; i++)
		x->option[x->options++] = (struct form_option){b->pack[i]->code,
			view_label(f->d->v, &b->pack[i]->label), strcmp(b->pack[i]->code, x->value) == 0};
	if (b->world)
		x->option[x->options++] = (struct form_option){
			"world", say(f->d->v, "the world, of no treaty"), strcmp("world", x->value) == 0};
}

static void record_fields(struct form *f)
{
	struct form_field *x;

	if (!f->target) {
		visibility_field(f);
		treaty_field(f);
	}
	x = add(f, FORM_RECORD, "behalf", say(f->d->v, "On behalf of"));
	x->hint = say(f->d->v, "Id of a person of this house; the record never holds names");
	x->list = "persons";
	x->code = true;
	x->value = value_of(f, "behalf", f->from && !f->target ? f->from->behalf : NULL);
	if (f->target)
		return;
	x = add(f, FORM_RECORD, "id", say(f->d->v, "Id of its own"));
	x->hint = say(f->d->v, "Leave it empty, but for a second act of the same kind, State and day");
	x->code = true;
	x->value = value_of(f, "id", NULL);
}

void form_make(struct form *f)
{
	struct form_field *x;

	form_picks_make(f);
	what_fields(f);
	for (const struct act_field *field = act_kinds[f->kind].field; field->name; field++)
		kind_field(f, field);
	kind_field(f, act_field_find(f->kind, "note"));
	source_fields(f);
	if (f->target) {
		x = add(f, FORM_RECORD, "reason", say(f->d->v, "Why it is corrected"));
		x->control = CONTROL_TEXT;
		x->required = true;
		x->value = value_of(f, "reason",
			f->from && strcmp(f->from->kind, act_kinds[ACT_CORRECTION].name) == 0 &&
					strcmp(f->from->corrects, f->target->d.id) == 0
				? payload_to_text(f->q->a, ACT_CORRECTION, f->from->payload, "reason", NULL)
				: NULL);
	}
	record_fields(f);
}

struct form_field *form_named(struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->field[i].name, name) == 0)
			return &f->field[i];
	return NULL;
}

size_t form_count(const struct form *f, enum form_part part)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->field[i].part == part;
	return n;
}

/* Fields of a part stand together. */
const struct form_field *form_first(const struct form *f, enum form_part part)
{
	size_t i = 0;

	while (i < f->n && f->field[i].part != part)
		i++;
	return &f->field[i < f->n ? i : 0];
}
