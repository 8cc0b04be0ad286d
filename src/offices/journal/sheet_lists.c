/* Sheets that are prepared to be filled in: the columns of a kind; States by years. */
#include <string.h>

#include "acts/payload.h"
#include "offices/journal/desk.h"
#include "text/order.h"

#define YEARS_SHOWN_MAX 40

static void column(struct list_column *c, size_t *n, const char *key)
{
	if (*n < LIST_COLUMNS_MAX)
		c[(*n)++] = (struct list_column){.key = key, .title = key};
}

/* The columns alone: rows are whoever fills it in. */
int sheet_columns(struct request *q, struct list *l, struct err *e)
{
	struct list_column *c = NEW_ARRAY(q->a, struct list_column, LIST_COLUMNS_MAX);
	enum act_kind kind;
	size_t n = 0;
	int rc = desk_kind(q->view, q->open[0], &kind, e);

	if (rc != 0)
		return rc;
	const struct act_kind_info *k = &act_kinds[kind];
	if (k->subject == SUBJECT_STATE || k->subject == SUBJECT_ANY)
		column(c, &n, "iso3");
	if (k->subject == SUBJECT_CODE || k->subject == SUBJECT_ANY)
		column(c, &n, "subject");
	column(c, &n, "date");
	column(c, &n, "effective");
	for (const struct act_field *f = k->field; f->name; f++) {
		if (f->type != FIELD_TEXTS) {
			column(c, &n, f->name);
			continue;
		}
		for (size_t i = 0; words_all[i]; i++)
			column(c, &n, arena_printf(q->a, "%s.%s", f->name, words_all[i]->tag));
	}
	column(c, &n, "note");
	column(c, &n, "source");
	column(c, &n, "issuer");
	l->title = kind_label(q->view, kind);
	l->name = k->name;
	list_columns(l, c, n);
	return 0;
}

/* ---- States by years ---- */

static int first_year(const struct view *v)
{
	day_t entry = view_entry(v);
	int now = day_to_date(v->today).year, year = entry == DAY_NONE_HIGH ? now : day_to_date(entry).year;

	return now - year >= YEARS_SHOWN_MAX ? now - YEARS_SHOWN_MAX + 1 : year;
}

/* What the yearly report is called in acts; NULL: the treaty asks for none. */
static const char *yearly(const struct pack *p)
{
	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind == RULE_ANNUAL && p->rule[i].met_report)
			return p->rule[i].met_report;
	return NULL;
}

/* The day on which the yearly report of a year is on file. */
static const char *received(const struct acts_desk *d, uint32_t state, int year)
{
	const struct journal *j = d->book.journal;
	uint32_t p = journal_last(j, d->treaty, state, act_kinds[ACT_REPORT_RECEIVED].family, d->book.known);
	const char *report = yearly(d->v->reg->pack);
	char day[EDTF_TEXT];
	int64_t of;

	for (; p; p = journal_act(j, p - 1)->prev_subject) {
		const struct act *act = journal_act(j, p - 1);

		if (act->as == ACT_REPORT_RECEIVED && journal_live(j, p - 1, d->book.known) &&
			act->visibility == VISIBLE_PUBLIC && report &&
			payload_is(act->payload, "report", report) &&
			payload_int(act->payload, "year", &of) && of == year)
			return arena_strdup(d->q->a, edtf_format(act->on, day));
	}
	return "";
}

static bool owes_reports(const struct view *v, uint32_t state)
{
	struct state_standing s;

	reg_standing(v->reg, state, v->today, &s);
	return s.n > 0;
}

/* Every State that is or was bound, with the days that are on file: what is filled in beside them is new. */
int years_rows(struct request *q, struct list *l, struct err *e)
{
	struct list_column *c = NEW_ARRAY(q->a, struct list_column, LIST_COLUMNS_MAX);
	const struct view *v = q->view;
	struct acts_desk d;
	uint32_t *state;
	size_t n = 0;
	int rc = acts_open(q, &d, e), first = first_year(v), last = day_to_date(v->today).year;

	if (rc != 0)
		return rc;
	column(c, &n, "iso3");
	column(c, &n, "state");
	for (int year = first; year <= last; year++)
		column(c, &n, arena_printf(q->a, "%d", year));
	l->title = kind_label(v, ACT_REPORT_RECEIVED);
	l->name = "reports-by-year";
	list_columns(l, c, n);
	size_t states = states_by_name(v, order_open(v->a, v->words->tag), &state);
	for (size_t i = 0; i < states; i++) {
		if (!owes_reports(v, state[i]))
			continue;
		uint32_t here = journal_word(d.book.journal, view_iso3(v, state[i]));
		struct cell *row = list_row(l);
		row[0] = cell_code(view_iso3(v, state[i]));
		row[1] = cell_named(view_state(v, state[i]), view_state(v, state[i]));
		for (int year = first; year <= last; year++)
			row[2 + year - first] = cell_code(here ? received(&d, here, year) : "");
	}
	return 0;
}
