/* Who owes what, and what became of it. */
#include <stdlib.h>
#include <string.h>

#include "offices/status/pages.h"

#define PAGE_ROWS 60 /* long names in every column: within 60 KB in every script */

enum { STATE, ISO3, OBLIGATION, ID, YEAR, DUE, EXTENDED, STANDS, DONE, DAYS_LATE, QUALITY, ARTICLE, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[STATE] = {"state", T("State"), COLUMN_HEAD},
	[ISO3] = {"iso3", T("Code"), COLUMN_FILE},
	[OBLIGATION] = {"obligation", T("Obligation"), COLUMN_SHOWN},
	[ID] = {"obligation_id", T("Its name in files"), COLUMN_FILE},
	[YEAR] = {"year", T("Year"), COLUMN_FILE},
	[DUE] = {"due", T("Due"), COLUMN_LABELLED},
	[EXTENDED] = {"extended_to", T("Extended to"), COLUMN_FILE},
	[STANDS] = {"stands", T("What is on file"), COLUMN_SHOWN},
	[DONE] = {"done_on", T("Done on"), COLUMN_FILE},
	[DAYS_LATE] = {"days_late", T("Days late"), COLUMN_LABELLED},
	[QUALITY] = {"quality", T("Quality"), COLUMN_FILE},
	[ARTICLE] = {"article", T("Article"), COLUMN_FILE},
};

/* What one may choose beside the states themselves. */
enum { ALL = DUTY_STATE_COUNT, CHOICES };
static const struct {
	const char *value, *words;
} stands[CHOICES] = {
	[DUTY_DUE] = {"due", T("due")},
	[DUTY_LATE] = {"late", T("not yet received or completed")},
	[DUTY_MET] = {"met", T("received or completed in time")},
	[DUTY_MET_LATE] = {"met-late", T("received or completed late")},
	[DUTY_NOT_APPLICABLE] = {"not-applicable", T("does not apply")},
	[DUTY_UNKNOWN] = {"unknown", T("unknown")},
	[ALL] = {"all", T("everything")},
};

struct asked {
	const struct rule *rule; /* NULL: all */
	uint32_t state;          /* 0: all */
	int stands;              /* -1: what is open */
};

static void choose(const struct view *v, struct list *l, struct asked *a)
{
	const struct pack *p = v->reg->pack;
	struct list_choice *rule = NEW_ARRAY(v->a, struct list_choice, p->rules_n + 1);
	struct list_choice *stand = NEW_ARRAY(v->a, struct list_choice, CHOICES);
	size_t n = 0;

	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].met)
			rule[n++] = (struct list_choice){p->rule[i].id, view_label(v, &p->rule[i].label)};
	for (size_t i = 0; i < CHOICES; i++)
		stand[i] = (struct list_choice){stands[i].value, say(v, stands[i].words)};
	int chosen = list_choose(l, "obligation", say(v, "Obligation"), rule, n);
	a->rule = chosen >= 0 ? pack_rule(p, rule[chosen].value) : NULL;
	a->state = list_state(l, "state");
	a->stands = list_choose(l, "stands", say(v, "What is on file"), stand, CHOICES);
	list_otherwise(l, say(v, "all that is open: due, late, unknown"));
}

static bool fits(const struct asked *a, const struct duty *d)
{
	bool open = d->now == DUTY_DUE || d->now == DUTY_LATE || d->now == DUTY_UNKNOWN;

	if (!d->state || (a->rule && a->rule != d->rule) || (a->state && a->state != d->state))
		return false;
	if (a->stands < 0)
		return open;
	return a->stands == ALL || d->now == (enum duty_state)a->stands;
}

/* Late first, the longest so before the others; then what falls due, the next before the others; then what is
 * unknown past its day, what was done, the latest first; then what is unknown and yet to come. */
struct placed {
	const struct duty *duty;
	int rank;
};

static int rank(const struct view *v, const struct duty *d)
{
	static const int ranks[DUTY_STATE_COUNT] = {[DUTY_LATE] = 0,
		[DUTY_DUE] = 1,
		[DUTY_MET] = 3,
		[DUTY_MET_LATE] = 3,
		[DUTY_NOT_APPLICABLE] = 5};

	if (d->now == DUTY_UNKNOWN)
		return duty_deadline_high(d) < v->on ? 2 : 4;
	return ranks[d->now];
}

static int in_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	day_t x_day = duty_deadline_high(x->duty), y_day = duty_deadline_high(y->duty);
	int r = x->rank - y->rank;

	if (r == 0 && x_day != y_day)
		r = (x_day < y_day) == (x->rank == 0 || x->rank == 1 || x->rank == 4) ? -1 : 1;
	return r                    ? r
		: x->duty < y->duty ? -1
				    : x->duty > y->duty; /* by State and rule, as the register has them */
}

static struct cell days_late(const struct view *v, const struct duty *d)
{
	day_t deadline = duty_deadline_high(d);
	bool exact = edtf_exact(d->due) || d->extended_to != DAY_NONE_LOW;

	if (d->now == DUTY_UNKNOWN && deadline < v->on)
		return cell_unknown();
	if (d->now != DUTY_LATE && d->now != DUTY_MET_LATE)
		return cell_text("");
	if (!exact || (d->now == DUTY_MET_LATE && !edtf_exact(d->done)))
		return cell_unknown();
	return cell_count(v, (d->now == DUTY_LATE ? v->on : d->done.high) - deadline);
}

static void row_of(const struct view *v, struct list *l, const struct duty *d)
{
	const char *label = view_label(v, &d->rule->label);
	struct cell *row = list_row(l);
	bool extended = d->extended_to != DAY_NONE_LOW;

	if (d->rule->kind == RULE_ANNUAL && d->period)
		label = say_fill(v->a, say(v, "{what}, for {year}"),
			(const struct fill[]){
				{"what", label}, {"year", arena_printf(v->a, "%d", d->period)}, {0}});
	row[STATE] = cell_link(
		cell_named(view_state(v, d->state), view_state_filed(v, d->state)), state_url(v, d->state));
	row[ISO3] = cell_code(view_iso3(v, d->state));
	row[OBLIGATION] = cell_text(label);
	row[ID] = cell_code(d->rule->id);
	row[YEAR] = d->period ? cell_code(arena_printf(v->a, "%d", d->period)) : cell_text("");
	row[DUE] = extended                   ? cell_day(v, d->extended_to)
		: d->due.low == DAY_NONE_HIGH ? cell_unknown()
					      : cell_edtf(v, d->due);
	row[EXTENDED] = extended ? cell_day(v, d->extended_to) : cell_text("");
	row[STANDS] = cell_marked(
		cell_named(d->now == DUTY_DUE ? say(v, "due") : duty_words(v, d), duty_names[d->now]),
		duty_mark(d));
	row[DONE] = d->done_by == TRI_YES ? cell_edtf(v, d->done)
		: d->now == DUTY_UNKNOWN  ? cell_unknown()
					  : cell_text("");
	row[DAYS_LATE] = days_late(v, d);
	row[QUALITY] = cell_code(quality_names[d->quality]);
	row[ARTICLE] = cell_cited(v, d->rule->source);
}

/* What stands, counted: a sentence that could go into a letter. */
static const char *lead_of(const struct view *v, const struct duty *d, size_t n)
{
	size_t count[DUTY_STATE_COUNT] = {0};

	for (size_t i = 0; i < n; i++)
		count[d[i].now] += d[i].state != 0;
	return say_fill(v->a,
		say(v,
			"On {day} the record shows: received or completed {met}; due {due}; not yet received "
			"or completed {late}. Of {unknown} it does not say."),
		(const struct fill[]){{"day", view_day(v, v->on)}, {"late", view_count(v, count[DUTY_LATE])},
			{"due", view_count(v, count[DUTY_DUE])},
			{"met", view_count(v, count[DUTY_MET] + count[DUTY_MET_LATE])},
			{"unknown", view_count(v, count[DUTY_UNKNOWN])}, {0}});
}

int obligations_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct asked a = {0};
	struct duty *d;
	size_t n = reg_duties_all(v->reg, v->a, v->on, &d), at = 0;
	struct placed *shown = NEW_ARRAY(v->a, struct placed, n + 1);

	(void)segment;
	(void)e;
	l->title = say(v, "Obligations");
	l->frame = (struct frame){.title = l->title, .section = SECTION_OBLIGATIONS};
	l->lead = lead_of(v, d, n);
	l->caption = say(v, "Unknown: receipts are not completely recorded, so that absence says nothing.");
	l->empty = say(v, "No obligation fits what was chosen.");
	l->page_rows = PAGE_ROWS;
	list_columns(l, columns, COLUMNS);
	choose(v, l, &a);
	for (size_t i = 0; i < n && !l->wrong; i++)
		if (fits(&a, &d[i]))
			shown[at++] = (struct placed){&d[i], rank(v, &d[i])};
	if (at)
		qsort(shown, at, sizeof *shown, in_order);
	for (size_t i = 0; i < at; i++)
		row_of(v, l, shown[i].duty);
	return 0;
}
