/* Lists of acts: the kinds there are, and the acts of one kind in the columns of its table. */
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/journal/desk.h"
#include "text/order.h"

#define DAY_MS INT64_C(86400000)
#define ROWS_SHOWN 50u
#define FIELDS_SHOWN 3u /* of a kind's fields, beside those that it needs */

/* ---- the kinds ---- */

enum { KIND_LABEL, KIND_CODE, KIND_COUNT, KIND_LAST, KIND_RECORDED, KIND_SOURCE, KIND_VERB, KIND_COLUMNS };
static const struct list_column kind_columns[KIND_COLUMNS] = {
	[KIND_LABEL] = {"label", T("Kind of act"), COLUMN_HEAD},
	[KIND_CODE] = {"action", T("Code"), COLUMN_FILE},
	[KIND_COUNT] = {"on_file", T("On file"), COLUMN_LABELLED},
	[KIND_LAST] = {"last_done", T("Last done"), COLUMN_LABELLED},
	[KIND_RECORDED] = {"last_recorded", T("Last recorded"), COLUMN_LABELLED},
	[KIND_SOURCE] = {"source", T("Where the kind comes from"), COLUMN_FILE},
	[KIND_VERB] = {"", T("Record"), COLUMN_VERB},
};

struct kind_count {
	size_t n;
	struct edtf last;
	int64_t recorded_ms;
};

/* Acts that count, of the treaty and the world, that the house sees. */
static void count_kinds(const struct acts_desk *d, struct kind_count count[ACT_KIND_COUNT])
{
	const struct journal *j = d->book.journal;

	for (uint64_t seq = 0; seq < d->book.known; seq++) {
		const struct act *act = journal_act(j, seq);
		struct kind_count *c = &count[act->as];

		if (!journal_live(j, seq, d->book.known) || !desk_about(d, act) || !desk_sees(d, act))
			continue;
		if (!c->n || (edtf_exact(act->on) && act->on.high > c->last.high))
			c->last = act_on(act);
		c->recorded_ms = act->recorded_ms;
		c->n++;
	}
}

int kinds_rows(struct request *q, struct list *l, struct err *e)
{
	struct kind_count count[ACT_KIND_COUNT] = {0};
	const struct view *v = q->view;
	struct acts_desk d;
	int rc = acts_open(q, &d, e);

	if (rc < 0)
		return rc;
	l->title = say(v, "Acts");
	l->lead = say(v, "Everything official is one of these acts. Each has its list and its form.");
	l->empty = say(v, "No kind of act is called so.");
	list_columns(l, kind_columns, KIND_COLUMNS);
	const char *wanted = list_text(l, "q", say(v, "Name"));
	const struct order *o = order_open(v->a, v->words->tag);
	list_act(l, view_link(v, "/desk/acts/drafts"), say(v, "Drafts"));
	count_kinds(&d, count);
	for (int k = 0; k < ACT_KIND_COUNT; k++) {
		const char *label = kind_label(v, (enum act_kind)k);
		const struct kind_count *c = &count[k];

		if (!order_finds(o, label, wanted) && !order_finds(o, act_kinds[k].name, wanted))
			continue;
		struct cell *row = list_row(l);
		row[KIND_LABEL] =
			cell_link(cell_named(label, act_kinds[k].label), kind_url(v, (enum act_kind)k, ""));
		row[KIND_CODE] = cell_code(act_kinds[k].name);
		row[KIND_COUNT] = cell_count(v, (long long)c->n);
		if (c->n) {
			row[KIND_LAST] = cell_edtf(v, c->last);
			row[KIND_RECORDED] = cell_day(v, (day_t)(c->recorded_ms / DAY_MS));
		}
		row[KIND_SOURCE] = cell_english(act_kinds[k].source);
		if (d.writes && k != ACT_PACK_ADOPTED)
			row[KIND_VERB] =
				cell_link(cell_text(say(v, "Record")), kind_url(v, (enum act_kind)k, "/new"));
	}
	return 0;
}

/* ---- one kind ---- */

/* A column of the list: a part of every act, or a field of the kind, in one language where it has several. */
struct part {
	enum {
		PART_SUBJECT,
		PART_ON,
		PART_EFFECTIVE,
		PART_FIELD,
		PART_SOURCE,
		PART_ISSUER,
		PART_VISIBILITY,
		PART_ID,
		PART_TREATY,
		PART_ACTION,
		PART_VERB
	} is;
	const struct act_field *field;
	const char *lang;
};
struct kind_list {
	const struct acts_desk *d;
	struct list *list;
	enum act_kind kind;
	size_t n;
	struct part part[LIST_COLUMNS_MAX];
	struct list_column column[LIST_COLUMNS_MAX];
};

static void part_add(struct kind_list *k, struct part p, const char *key, const char *title, int as)
{
	if (k->n == LIST_COLUMNS_MAX)
		return;
	k->part[k->n] = p;
	k->column[k->n] = (struct list_column){.key = key, .title = title};
	k->column[k->n++].as = (unsigned)as;
}

/* The languages of a field that some act has. */
static void langs_add(struct kind_list *k, const struct act_field *f, int as)
{
	const struct journal *j = k->d->book.journal;
	size_t first = k->n;

	part_add(k, (struct part){PART_FIELD, f, "en"}, arena_printf(k->d->q->a, "%s.en", f->name), f->label,
		as);
	for (uint64_t seq = 0; seq < k->d->book.known; seq++) {
		const struct act *act = journal_act(j, seq);
		struct slice all, lang, text;
		size_t pos = 0;

		if (act->as != k->kind || !desk_sees(k->d, act) || !payload_raw(act->payload, f->name, &all))
			continue;
		while (payload_each(all, &pos, &lang, &text)) {
			const char *tag = arena_strndup(k->d->q->a, lang.at, lang.len);
			size_t i = first;

			while (i < k->n && strcmp(k->part[i].lang, tag) != 0)
				i++;
			if (i == k->n)
				part_add(k, (struct part){PART_FIELD, f, tag},
					arena_printf(k->d->q->a, "%s.%s", f->name, tag), f->label,
					COLUMN_FILE);
		}
	}
}

/* The columns of the dialect in which acts are read from files, so that what is taken away can be brought
 * back.
 */
static void columns_of(struct kind_list *k)
{
	const struct act_kind_info *info = &act_kinds[k->kind];
	size_t shown = 0;

	part_add(k, (struct part){.is = PART_SUBJECT}, info->subject == SUBJECT_STATE ? "iso3" : "subject",
		T("Of"), COLUMN_HEAD);
	part_add(k, (struct part){.is = PART_ON}, "date", T("Done"), COLUMN_LABELLED);
	part_add(k, (struct part){.is = PART_EFFECTIVE}, "effective", T("Takes effect"), COLUMN_FILE);
	for (const struct act_field *f = info->field; f->name; f++) {
		bool wide = f->type == FIELD_ROLL || f->type == FIELD_RATES || f->type == FIELD_KINDS ||
			f->type == FIELD_SHA256 || f->type == FIELD_STATES;
		int as = !wide && (f->required || shown < FIELDS_SHOWN) ? COLUMN_LABELLED : COLUMN_FILE;

		shown += as == COLUMN_LABELLED;
		if (f->type == FIELD_TEXTS)
			langs_add(k, f, as);
		else
			part_add(k, (struct part){PART_FIELD, f, NULL}, f->name, f->label, as);
	}
	const struct act_field *note = act_field_find(k->kind, "note");
	part_add(k, (struct part){PART_FIELD, note, NULL}, note->name, note->label, COLUMN_FILE);
	part_add(k, (struct part){.is = PART_SOURCE}, "source", T("Source"), COLUMN_LABELLED);
	part_add(k, (struct part){.is = PART_ISSUER}, "issuer", T("Issued by"), COLUMN_FILE);
	part_add(k, (struct part){.is = PART_VISIBILITY}, "visibility", T("Who may see it"), COLUMN_FILE);
	part_add(k, (struct part){.is = PART_ID}, "id", T("Id"), COLUMN_FILE);
	part_add(k, (struct part){.is = PART_TREATY}, "treaty", T("Treaty"), COLUMN_FILE);
	part_add(k, (struct part){.is = PART_ACTION}, "action", T("Kind of act"), COLUMN_FILE);
	part_add(k, (struct part){.is = PART_VERB}, "", T("Correct"), COLUMN_VERB);
}

static struct cell field_cell(const struct kind_list *k, const struct part *p, const struct act *act)
{
	const struct view *v = k->d->v;
	const char *text =
		payload_to_text(v->a, (enum act_kind)act->kind, act->payload, p->field->name, p->lang);
	struct edtf day;
	struct err none;

	if (!*text)
		return cell_text("");
	switch (p->field->type) {
	case FIELD_DAY:
	case FIELD_EDTF:
		return edtf_parse(text, strlen(text), &day, &none) < 0 ? cell_code(text) : cell_edtf(v, day);
	case FIELD_COUNT:
	case FIELD_DECIMAL:
		return cell_number(v, text);
	case FIELD_STATE:
		return cell_named(subject_words(v, text), text);
	case FIELD_CHOICE:
	case FIELD_YES:
		return cell_named(choice_label(v, text), text);
	case FIELD_TEXT:
	case FIELD_TEXTS:
		return cell_english(text);
	default:
		return cell_code(text);
	}
}

static struct cell part_cell(const struct kind_list *k, const struct part *p, uint64_t seq)
{
	const struct journal *j = k->d->book.journal;
	const struct act *act = journal_act(j, seq);
	const struct view *v = k->d->v;
	uint32_t by = journal_corrected_by(j, seq, k->d->book.known);
	const char *subject = journal_text(j, act->subject);

	switch (p->is) {
	case PART_SUBJECT:
		subject = *subject ? subject : act_id(act);
		return cell_link(cell_named(subject_words(v, subject), subject), act_url(v, seq));
	case PART_ON:
		return cell_edtf(v, act->on);
	case PART_EFFECTIVE:
		return act->has_effective ? cell_edtf(v, act->effective) : cell_text("");
	case PART_FIELD:
		return field_cell(k, p, act);
	case PART_SOURCE:
		return cell_english(journal_text(j, act->source));
	case PART_ISSUER:
		return cell_english(journal_text(j, act->issuer));
	case PART_VISIBILITY:
		return cell_code(visibility_names[act->visibility]);
	case PART_ID:
		return cell_code(arena_strdup(v->a, act_id(act)));
	case PART_TREATY:
		return cell_code(journal_text(j, act->treaty));
	case PART_ACTION:
		return cell_code(act_kinds[k->kind].name);
	default:
		break;
	}
	if (by || !k->d->writes)
		return cell_text("");
	return cell_link(cell_text(say(v, "Correct")),
		view_link(v, arena_printf(v->a, "/desk/acts/%llu/correct", (unsigned long long)seq)));
}

struct wanted {
	const char *q, *iso3;
	const struct order *order;
	bool all; /* those that were corrected too */
};

static bool is_wanted(const struct kind_list *k, const struct wanted *w, uint64_t seq)
{
	const struct journal *j = k->d->book.journal;
	const struct act *act = journal_act(j, seq);
	const char *subject = journal_text(j, act->subject);

	if (act->as != k->kind || !desk_about(k->d, act) || !desk_sees(k->d, act))
		return false;
	if (!w->all && !journal_live(j, seq, k->d->book.known) && k->kind != ACT_CORRECTION)
		return false;
	if (*w->iso3 && strcmp(subject, w->iso3) != 0)
		return false;
	return !*w->q || order_finds(w->order, subject_words(k->d->v, subject), w->q) ||
		order_finds(w->order, subject, w->q) || order_finds(w->order, act->payload, w->q) ||
		order_finds(w->order, journal_text(j, act->source), w->q);
}

static struct wanted choose(const struct kind_list *k)
{
	const struct view *v = k->d->v;
	struct list *l = k->list;
	struct wanted w = {.iso3 = "", .order = order_open(v->a, v->words->tag)};
	enum act_subject of = act_kinds[k->kind].subject;

	if (of == SUBJECT_STATE || of == SUBJECT_ANY) {
		const char *given = list_text(l, "state", say(v, "State"));
		uint32_t state = *given ? state_given(v, given) : 0;

		if (*given && !state)
			list_refuse(l, "state", state_wrong(v, given));
		w.iso3 = state ? view_iso3(v, state) : "";
	}
	w.q = list_text(l, "q", say(v, "Words"));
	struct list_choice *all = NEW(v->a, struct list_choice);
	*all = (struct list_choice){"all", say(v, "also those that were corrected")};
	w.all = list_choose(l, "which", say(v, "Which"), all, 1) == 0;
	list_otherwise(l, say(v, "those that count"));
	return w;
}

int kind_rows(struct request *q, struct list *l, struct err *e)
{
	struct kind_list *k = NEW(q->a, struct kind_list);
	struct acts_desk *d = NEW(q->a, struct acts_desk);
	const struct view *v = q->view;
	enum act_kind kind;
	int rc = desk_kind(v, q->open[0], &kind, e);

	if (rc == 0)
		rc = acts_open(q, d, e);
	if (rc < 0)
		return rc;
	*k = (struct kind_list){.d = d, .list = l, .kind = kind};
	l->title = kind_label(v, k->kind);
	l->page_rows = ROWS_SHOWN;
	l->empty = say(v,
		"No such act is on file. It stands here once it is recorded, by its form or from a sheet.");
	columns_of(k);
	list_columns(l, k->column, k->n);
	struct wanted w = choose(k);
	if (d->writes && k->kind != ACT_PACK_ADOPTED)
		list_act(l, kind_url(v, k->kind, "/new"), say(v, "Record one"));
	if (d->writes && k->kind != ACT_PACK_ADOPTED && k->kind != ACT_CORRECTION)
		list_act(l, kind_url(v, k->kind, "/sheet"), say(v, "Record many from a sheet"));
	list_act(l, view_link(v, "/desk/acts"), say(v, "All kinds"));
	for (uint64_t seq = d->book.known; seq-- > 0 && !l->wrong;) {
		if (!is_wanted(k, &w, seq))
			continue;
		struct cell *row = list_row(l);
		for (size_t i = 0; i < k->n; i++)
			row[i] = part_cell(k, &k->part[i], seq);
	}
	return 0;
}
