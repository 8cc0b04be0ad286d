/* Lists of letters on the desk: all of the house, who gets one, what became of it, what it said. */
#include <string.h>

#include "letters_sql.h"
#include "offices/letters/desk.h"
#include "post/outbox.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define DAY_MS 86400000

static const char *const steps[] = {"draft", "cleared", "signed", "issued", "superseded", "cancelled"};

/* ---- /desk/letters ---- */

enum { L_KIND, L_ON, L_REFERENCE, L_STEP, L_AUDIENCE, L_COPIES, L_ID, L_NAME, L_COLUMNS };
static const struct list_column letter_columns[L_COLUMNS] = {
	[L_KIND] = {"letter", T("Letter"), COLUMN_HEAD},
	[L_ON] = {"date", T("Date"), COLUMN_LABELLED},
	[L_REFERENCE] = {"reference", T("Reference"), COLUMN_LABELLED},
	[L_STEP] = {"step", T("Step"), COLUMN_LABELLED},
	[L_AUDIENCE] = {"audience", T("Audience"), COLUMN_LABELLED},
	[L_COPIES] = {"copies", T("Copies"), COLUMN_LABELLED},
	[L_ID] = {"id", T("Id"), COLUMN_FILE},
	[L_NAME] = {"kind", T("Kind"), COLUMN_FILE},
};

struct chosen {
	int kind, step;
	const char *year;
};

static struct chosen choose(const struct view *v, struct list *l)
{
	const struct pack *p = v->reg->pack;
	struct list_choice *kind = NEW_ARRAY(v->a, struct list_choice, p->letters_n + 1);
	struct list_choice *step = NEW_ARRAY(v->a, struct list_choice, COUNT(steps));
	struct chosen c;
	for (size_t i = 0; i < p->letters_n; i++)
		kind[i] = (struct list_choice){p->letter[i].name, view_label(v, &p->letter[i].label)};
	for (size_t i = 0; i < COUNT(steps); i++)
		step[i] = (struct list_choice){steps[i], desk_step_words(v, steps[i])};
	c.kind = list_choose(l, "kind", say(v, T("Kind of letter")), kind, p->letters_n);
	c.step = list_choose(l, "step", say(v, T("Step")), step, COUNT(steps));
	c.year = list_text(l, "year", say(v, T("Year")));
	if (*c.year && (strlen(c.year) != 4 || strspn(c.year, "0123456789") != 4))
		list_refuse(l, "year", say(v, T("Write a year in four digits, such as 2026.")));
	return c;
}

static bool fits(const struct view *v, const struct chosen *c, const struct letter_row *l)
{
	return (c->kind < 0 || strcmp(v->reg->pack->letter[c->kind].name, l->kind) == 0) &&
		(c->step < 0 || strcmp(steps[c->step], l->step) == 0) &&
		(!*c->year || strncmp(view_iso(v, l->on), c->year, 4) == 0);
}

int desk_letters_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct letter_row *all = NULL;
	struct house h = {0};
	struct db *db = NULL;
	size_t n = 0, copies = 0;
	l->title = say(v, T("Letters"));
	l->empty = say(v, T("No letter fits. A letter stands here once it is drafted."));
	list_columns(l, letter_columns, L_COLUMNS);
	struct chosen c = choose(v, l);
	if (request_has_role(q, ROLE_DRAFTER))
		list_act(l, view_link(v, "/desk/letters/new"), say(v, T("Begin a letter")));
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		rc = ledger_list(db, q->a, &h, "", &all, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!fits(v, &c, &all[i]))
			continue;
		struct cell *row = list_row(l);
		rc = ledger_count(db, &h, all[i].id, &copies, e);
		row[L_KIND] =
			cell_link(cell_text(desk_kind_label(v, all[i].kind)), desk_url(q, all[i].id, ""));
		row[L_ON] = cell_day(v, all[i].on);
		row[L_REFERENCE] = cell_code(all[i].reference);
		row[L_STEP] = cell_named(desk_step_words(v, all[i].step), all[i].step);
		row[L_AUDIENCE] = cell_code(all[i].audience);
		if (copies)
			row[L_COPIES] = cell_count(v, (long long)copies);
		row[L_ID] = cell_code(all[i].id);
		row[L_NAME] = cell_code(all[i].kind);
	}
	return rc;
}

/* ---- who gets it: the table of a rehearsal ---- */

enum { P_NAME, P_ISO3, P_LANG, P_WANTED, P_CHANNEL, P_WHY, P_RULE, P_CONTACT, P_LEFT_OUT, P_COLUMNS };
static const struct list_column people_columns[P_COLUMNS] = {
	[P_NAME] = {"name", T("Addressee"), COLUMN_HEAD},
	[P_ISO3] = {"iso3", T("State"), COLUMN_LABELLED},
	[P_LANG] = {"lang", T("Language"), COLUMN_LABELLED},
	[P_WANTED] = {"wanted", T("Wanted language"), COLUMN_LABELLED},
	[P_CHANNEL] = {"channel", T("Goes by"), COLUMN_LABELLED},
	[P_WHY] = {"reason", T("Left out, because"), COLUMN_LABELLED},
	[P_RULE] = {"excluded", T("Rule"), COLUMN_FILE},
	[P_CONTACT] = {"contact", T("Contact"), COLUMN_FILE},
	[P_LEFT_OUT] = {"left_out", T("Paragraphs left out"), COLUMN_FILE},
};

enum whom_to { WHO_GETS, WHO_UNREACHED, WHO_LEFT_OUT, WHO_COUNT };

static enum whom_to who_is(const struct copy_to *c)
{
	return c->to->excluded ? WHO_LEFT_OUT : *c->to->channel ? WHO_GETS : WHO_UNREACHED;
}

static void people_row(const struct request *q, struct opened *o, struct list *l, size_t i, size_t copy)
{
	const struct view *v = q->view;
	const struct recipient *to = o->is.all[i].to;
	const struct made_copy *c = to->excluded ? NULL : &o->is.copy[copy];
	struct cell *row = list_row(l);
	const char *name = to->state ? view_state(v, to->state)
		: *to->organisation  ? to->organisation
				     : to->name;
	row[P_NAME] = cell_text(to->state && *to->name ? arena_printf(q->a, "%s, %s", name, to->name) : name);
	row[P_ISO3] = cell_code(to->iso3);
	row[P_CHANNEL] = cell_code(to->channel);
	row[P_CONTACT] = cell_code(to->contact);
	row[P_WHY] = cell_english(to->excluded ? to->excluded
			: *to->channel         ? ""
					       : "there is no address to which it could go");
	row[P_RULE] = cell_code(to->excluded ? out_names[to->rule]
			: *to->channel       ? ""
					     : out_names[OUT_NO_CHANNEL]);
	if (!c)
		return;
	row[P_NAME] = cell_link(row[P_NAME],
		view_chosen(v, arena_printf(q->a, "/desk/letters/%s", o->row.id), "to", desk_key(o, copy)));
	row[P_LANG] = cell_code(c->lang);
	row[P_WANTED] = cell_english(c->wanted);
	row[P_LEFT_OUT] = cell_code(c->left_out);
}

int desk_people_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	const struct list_choice is[WHO_COUNT] = {
		[WHO_GETS] = {"gets", say(v, T("Would get it"))},
		[WHO_UNREACHED] = {"no-channel", say(v, T("Has no address"))},
		[WHO_LEFT_OUT] = {"left-out", say(v, T("Left out"))},
	};
	struct opened *o = NEW(q->a, struct opened);
	struct list_choice *choice = arena_zalloc(q->a, sizeof is);
	memcpy(choice, is, sizeof is);
	list_columns(l, people_columns, P_COLUMNS);
	int which = list_choose(l, "who", say(v, T("Which")), choice, WHO_COUNT);
	int rc = letter_desk_open(q, o, e);
	if (rc < 0)
		return rc;
	l->title = say_fill(q->a, say(v, T("Rehearsal: {letter}")),
		(const struct fill[]){{"letter", desk_kind_label(v, o->row.kind)}, {0}});
	l->empty = say(v, T("Nobody fits."));
	if (!letter_is_open(&o->row))
		return err_set(e, ERR_CONFLICT, "%s",
			say(v, T("What is out is not rehearsed. Its page says who got it.")));
	rc = letter_desk_survey(q, o, e);
	for (size_t i = 0, copy = 0; rc == 0 && i < o->is.all_n; i++) {
		if (which < 0 || (int)who_is(&o->is.all[i]) == which)
			people_row(q, o, l, i, copy);
		copy += o->is.all[i].to->excluded == NULL;
	}
	list_act(l, desk_url(q, o->row.id, ""), say(v, T("Back to the letter")));
	return rc;
}

/* ---- what became of it ---- */

enum {
	F_REFERENCE,
	F_STATE,
	F_TO,
	F_LANG,
	F_BY,
	F_IS,
	F_SINCE,
	F_ANSWERED,
	F_SAYS,
	F_ISO3,
	F_FILE,
	F_COLUMNS
};
static const struct list_column follow_columns[F_COLUMNS] = {
	[F_REFERENCE] = {"reference", T("Reference"), COLUMN_HEAD},
	[F_STATE] = {"state", T("State"), COLUMN_LABELLED},
	[F_TO] = {"to", T("Addressee"), COLUMN_LABELLED},
	[F_LANG] = {"lang", T("Language"), COLUMN_LABELLED},
	[F_BY] = {"channel", T("Goes by"), COLUMN_LABELLED},
	[F_IS] = {"outcome", T("What became of it"), COLUMN_LABELLED},
	[F_SINCE] = {"since", T("Since"), COLUMN_LABELLED},
	[F_ANSWERED] = {"answered", T("Answered"), COLUMN_LABELLED},
	[F_SAYS] = {"says", T("Said"), COLUMN_LABELLED},
	[F_ISO3] = {"iso3", T("Code"), COLUMN_FILE},
	[F_FILE] = {"pdf", T("File"), COLUMN_VERB},
};
static const char *const became_words[BECAME_COUNT] = {
	[BECAME_RETURNED] = T("returned"),
	[BECAME_HELD] = T("held for a person"),
	[BECAME_WAITING] = T("waiting"),
	[BECAME_ANSWERED] = T("answered"),
	[BECAME_DELIVERED] = T("delivered"),
	[BECAME_SILENT] = T("no answer yet"),
	[BECAME_CANCELLED] = T("cancelled"),
};

static struct cell day_of(const struct view *v, int64_t ms)
{
	return cell_day(v, ms > 0 ? (day_t)(ms / DAY_MS) : DAY_NONE_HIGH);
}

static void follow_row(
	const struct request *q, const struct opened *o, struct list *l, const struct became *b)
{
	const struct view *v = q->view;
	const struct copy_row *c = b->copy;
	const struct outbox_message *m = b->post->last;
	struct cell *row = list_row(l);
	uint32_t state = *c->iso3 ? journal_word(v->reg->journal, c->iso3) : 0;
	row[F_REFERENCE] = cell_code(c->reference);
	row[F_STATE] = cell_text(state ? view_state(v, state) : "");
	row[F_TO] = cell_text(m ? m->name : "");
	row[F_LANG] = cell_code(c->lang);
	row[F_BY] = cell_code(m && m->channel < CHANNEL_COUNT ? channel_names[m->channel] : "");
	row[F_IS] = cell_named(say(v, became_words[b->outcome]), became_names[b->outcome]);
	row[F_SINCE] = day_of(v, m && b->outcome != BECAME_WAITING ? m->next_ms : 0);
	row[F_ANSWERED] = day_of(v, b->post->answered_ms);
	row[F_SAYS] = cell_english(b->outcome == BECAME_CANCELLED && *c->reason ? c->reason
			: m                                                     ? m->detail
										: "");
	if (!c->gone_ms)
		row[F_FILE] = cell_link(cell_text("PDF"),
			desk_url(q, o->row.id, arena_printf(q->a, "/copies/%lld.pdf", (long long)c->n)));
	row[F_ISO3] = cell_code(c->iso3);
}

int desk_follow_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct list_choice *choice = NEW_ARRAY(q->a, struct list_choice, BECAME_COUNT);
	struct opened *o = NEW(q->a, struct opened);
	struct became *b = NULL;
	size_t n = 0;
	for (size_t i = 0; i < BECAME_COUNT; i++)
		choice[i] = (struct list_choice){became_names[i], say(v, became_words[i])};
	list_columns(l, follow_columns, F_COLUMNS);
	int which = list_choose(l, "outcome", say(v, T("What became of it")), choice, BECAME_COUNT);
	int rc = letter_desk_open(q, o, e);
	if (rc == 0)
		rc = copies_became(o->db, q->a, &o->house, o->row.id, &b, &n, e);
	if (rc < 0)
		return rc;
	l->title = say_fill(q->a, say(v, T("What became of {reference}")),
		(const struct fill[]){{"reference", *o->row.reference ? o->row.reference : o->row.id}, {0}});
	l->empty = say(v, T("No copy fits. Copies stand here once the letter is issued."));
	for (size_t i = 0; i < n; i++)
		if (which < 0 || (int)b[i].outcome == which)
			follow_row(q, o, l, &b[i]);
	list_act(l, desk_url(q, o->row.id, ""), say(v, T("Back to the letter")));
	return 0;
}

/* ---- what it said ---- */

enum { A_KEY, A_VALUE, A_QUALITY, A_AS_AT, A_ACTS, A_COLUMNS };
static const struct list_column fact_columns[A_COLUMNS] = {
	[A_KEY] = {"key", T("Figure"), COLUMN_HEAD},
	[A_VALUE] = {"value", T("Said"), COLUMN_LABELLED},
	[A_QUALITY] = {"quality", T("Quality"), COLUMN_LABELLED},
	[A_AS_AT] = {"as_at", T("As at"), COLUMN_LABELLED},
	[A_ACTS] = {"acts", T("Acts"), COLUMN_FILE},
};

/* As letter show --facts: of the whole letter, figures of a State are those of its first copy. */
int desk_facts_rows(struct request *q, struct list *l, struct err *e)
{
	struct opened *o = NEW(q->a, struct opened);
	struct letter_facts_row row;
	struct db_stmt *st = NULL;
	list_columns(l, fact_columns, A_COLUMNS);
	int rc = letter_desk_open(q, o, e);
	if (rc == 0)
		rc = letter_facts_start(
			o->db, &(struct letter_facts_in){o->house.code, o->row.id, 1}, &st, e);
	if (rc < 0)
		return rc;
	l->title = say_fill(q->a, say(q->view, T("What {reference} said")),
		(const struct fill[]){{"reference", *o->row.reference ? o->row.reference : o->row.id}, {0}});
	l->empty = say(q->view, T("Nothing is kept of it yet: figures stand here once it is issued."));
	for (rc = letter_facts_step(st, &row, e); rc == DB_ROW; rc = letter_facts_step(st, &row, e)) {
		struct cell *c = list_row(l);
		c[A_KEY] = cell_code(arena_strdup(q->a, row.key));
		c[A_VALUE] = cell_english(arena_strdup(q->a, row.value));
		c[A_QUALITY] = cell_code(arena_strdup(q->a, row.quality));
		c[A_AS_AT] = cell_code(arena_strdup(q->a, row.as_at));
		c[A_ACTS] = cell_code(arena_strdup(q->a, row.acts));
	}
	db_finish(st);
	list_act(l, desk_url(q, o->row.id, ""), say(q->view, T("Back to the letter")));
	return rc < 0 ? rc : 0;
}
