/* The form by which a delegation to a meeting is named: as a Word file and as a spreadsheet, with the
 * meeting's own days in it. */
#include <string.h>

#include "offices/status/meeting.h"
#include "text/docx_form.h"
#include "web/url.h"

#define ROWS 20u

/* One table for both: what a conference service asks of each member of a delegation. */
static const struct list_column columns[] = {
	{"number", T("No."), COLUMN_HEAD},
	{"capacity", T("Capacity (head, alternate, delegate, adviser)"), COLUMN_SHOWN},
	{"title", T("Title"), COLUMN_SHOWN},
	{"family_name", T("Family name"), COLUMN_SHOWN},
	{"given_names", T("Given names"), COLUMN_SHOWN},
	{"function", T("Function"), COLUMN_SHOWN},
	{"organisation", T("Ministry or organisation"), COLUMN_SHOWN},
	{"email", T("E-mail address"), COLUMN_SHOWN},
	{"arrives", T("Arrives on"), COLUMN_SHOWN},
	{"leaves", T("Leaves on"), COLUMN_SHOWN},
};
#define COLUMNS (sizeof columns / sizeof *columns)
static const int shares[COLUMNS] = {6, 20, 9, 18, 18, 18, 20, 22, 13, 13};

struct url nomination_url(const struct view *v, const char *code, const char *suffix)
{
	struct buf b;

	buf_init(&b, v->a, URL_MAX);
	buf_puts(&b, "/meetings/");
	html_url_part(&b, code);
	buf_printf(&b, "/nomination%s", suffix);
	return view_link(v, b.data);
}

static const char *title_of(const struct view *v, const struct gathering *g)
{
	return say_fill(v->a, say(v, "Nomination of a delegation: {meeting}"),
		(const struct fill[]){{"meeting", *g->name ? g->name : g->m->code}, {0}});
}

static const char *day_or_unknown(const struct view *v, day_t day)
{
	return day == DAY_NONE_HIGH ? say(v, "unknown") : view_day(v, day);
}

static const char *days_of(const struct view *v, const struct gathering *g)
{
	if (g->m->opens == DAY_NONE_HIGH)
		return say(v, "unknown");
	return say_fill(v->a, say(v, "{from} to {to}"),
		(const struct fill[]){
			{"from", view_day(v, g->m->opens)}, {"to", day_or_unknown(v, g->m->closes)}, {0}});
}

int nomination_docx(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct gathering g;
	const char *column[COLUMNS];
	int rc = gathering_find(v, segment, &g, e);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < COLUMNS; i++)
		column[i] = say(v, columns[i].title);
	const struct docx_fact fact[] = {
		{say(v, "Meeting"), arena_printf(v->a, "%s (%s)", g.name, g.m->code)},
		{say(v, "Days"), days_of(v, &g)},
		{say(v, "City"), *g.city ? g.city : say(v, "unknown")},
		{say(v, "Last day for nominations"), day_or_unknown(v, g.nominations)},
		{say(v, "Delegation of"), "________________________________"},
	};
	const char *const note[] = {
		say(v,
			"Send this form with a note verbale or a letter of the organisation to the "
			"secretariat of the meeting. What is not known yet stays empty."),
		arena_printf(v->a, "%s · %s",
			say_fill(v->a, say(v, "As at {day}"),
				(const struct fill[]){{"day", view_day(v, v->on)}, {0}}),
			view_address(v)),
	};
	docx_form_write(&(struct docx_form){.lang = v->forms,
				.title = title_of(v, &g),
				.facts = sizeof fact / sizeof *fact,
				.fact = fact,
				.columns = COLUMNS,
				.column = column,
				.share = shares,
				.rows = ROWS,
				.notes = sizeof note / sizeof *note,
				.note = note},
		v->a, b);
	return buf_check(b, e);
}

int nomination_xlsx(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct list *l = list_new(v);
	struct gathering g;
	int rc = gathering_find(v, segment, &g, e);

	if (rc < 0)
		return rc;
	list_columns(l, columns, COLUMNS);
	l->name = "delegation";
	l->title = arena_printf(v->a, "%s (%s) · %s%s%s · %s%s%s", title_of(v, &g), g.m->code, days_of(v, &g),
		*g.city ? ", " : "", g.city, say(v, "Last day for nominations"), say(v, ": "),
		day_or_unknown(v, g.nominations));
	for (size_t i = 0; i < ROWS; i++)
		list_row(l)[0] = cell_count(v, (long long)i + 1);
	return list_xlsx(l, b, e);
}
