/* /desk/year: month by month, what was done last time and what is to be done now. */
#include "offices/desk/year.h"

#include <stdlib.h>
#include <string.h>

#include "year_html.h"
#include "register/meeting.h"

#define DUE_MOST 2000u
#define ACTS_TOLD 8u /* treaty actions and entries of a month that are told one by one */

/* ---- months ---- */

static day_t month_first(day_t d)
{
	struct date day = day_to_date(d);

	day.day = 1;
	return date_to_day(day);
}

static void months_open(const struct view *v, struct year_month *m)
{
	day_t first = month_first(v->today);

	for (int i = 0; i < YEAR_MONTHS; i++) {
		day_t next = day_add(first, (struct step){STEP_MONTHS, i + 1});

		m[i] = (struct year_month){.first = day_add(first, (struct step){STEP_MONTHS, i})};
		m[i].last = next - 1;
		m[i].name = lang_month(v->forms, v->a, m[i].first);
	}
}

static day_t a_year_on(day_t d)
{
	return day_add(d, (struct step){STEP_MONTHS, YEAR_MONTHS});
}

/* The month that a day of this year, or of the year before, belongs to; NULL: of neither. */
static struct year_month *month_of(struct year_month *m, day_t d)
{
	for (int i = 0; i < YEAR_MONTHS; i++)
		if (d >= m[i].first && d <= m[i].last)
			return &m[i];
	return NULL;
}

static void add(const struct view *v, struct year_lines *l, struct year_line line)
{
	GROW(v->a, l->line, l->n, l->cap);
	l->line[l->n++] = line;
}

/* ---- what is to be done ---- */

static void due(const struct view *v, struct year_month *m)
{
	struct coming *c = NULL;
	size_t n = coming_of(v, DUE_MOST, &c);

	for (size_t i = 0; i < n; i++) {
		struct year_month *at = month_of(m, c[i].day);

		if (at)
			add(v, &at->due,
				(struct year_line){.day = c[i].day, .what = c[i].what, .to = c[i].to});
	}
}

/* What is owed every year: in this year each State has its own line, of the years to come the rule says it.
 */
static void yearly(const struct view *v, struct year_month *m)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->rules_n; i++) {
		const struct rule *r = &p->rule[i];
		struct date d = {day_to_date(v->today).year + 1, r->due_month, r->due_day};

		if (r->kind != RULE_ANNUAL)
			continue;
		struct year_month *at = month_of(m, date_to_day(d));
		if (at)
			add(v, &at->due,
				(struct year_line){.day = date_to_day(d),
					.what = view_label(v, &r->label),
					.to = view_link(v, "/rules")});
	}
}

static struct url meeting_url(const struct view *v, const struct meeting *m)
{
	return view_link_to(v, "/meetings/", m->code);
}

static const char *meeting_name(const struct view *v, const struct meeting *m)
{
	const char *name = meeting_text(v->reg, v->a, m, v->on, "name", v->words->tag);

	name = *name ? name : meeting_text(v->reg, v->a, m, v->on, "name", "en");
	return *name ? name : m->code;
}

static void closing(const struct view *v, struct year_month *m, const struct meeting *meeting, day_t day,
	const char *label)
{
	struct year_month *at = month_of(m, day);

	if (!at || day < v->today)
		return;
	add(v, &at->due,
		(struct year_line){.day = day,
			.what = say_fill(v->a, say(v, T("{what}: closes for {meeting}")),
				(const struct fill[]){
					{"what", label}, {"meeting", meeting_name(v, meeting)}, {0}}),
			.to = meeting_url(v, meeting)});
}

/* What must be there so long before a meeting of the kind that the treaty demands. */
static void closings(const struct view *v, struct year_month *m, const struct meeting *meeting)
{
	const struct pack *p = v->reg->pack;
	const char *last = meeting_text(v->reg, v->a, meeting, v->on, "nominations-close", NULL);
	bool formal = false;
	struct err none;
	day_t day;

	for (size_t i = 0; i < p->rules_n; i++)
		formal |=
			p->rule[i].kind == RULE_RECURRENCE && strcmp(p->rule[i].meeting, meeting->type) == 0;
	for (size_t i = 0; i < p->rules_n && formal; i++)
		if (p->rule[i].kind == RULE_BEFORE)
			closing(v, m, meeting, day_back(meeting->opens, p->rule[i].step),
				view_label(v, &p->rule[i].label));
	if (*last && day_parse(last, strlen(last), &day, &none) == 0)
		closing(v, m, meeting, day, say(v, T("Last day for nominations")));
}

static void meetings(const struct view *v, struct year_month *m)
{
	struct meeting *all;
	size_t n = reg_meetings(v->reg, v->a, v->on, &all);

	for (size_t i = 0; i < n; i++) {
		const struct meeting *t = &all[i];

		if (t->cancelled || t->opens == DAY_NONE_HIGH)
			continue;
		struct year_month *now = month_of(m, t->opens), *then = month_of(m, a_year_on(t->opens));
		const struct year_line line = {
			.day = t->opens, .what = meeting_name(v, t), .to = meeting_url(v, t)};
		if (now)
			add(v, &now->due, line);
		if (then)
			add(v, &then->done, line);
		if (t->opens >= v->today)
			closings(v, m, t);
	}
}

/* ---- what was done ---- */

struct told_acts {
	size_t n;
	struct year_line one[ACTS_TOLD];
};

/* Of each month the first are told; where there are more of a kind, how many. */
static void acts_told(const struct view *v, struct year_month *m, size_t *of, struct told_acts *c)
{
	for (int k = 0; k < ACT_KIND_COUNT; k++) {
		const char *what = say_fill(v->a, say(v, T("{what}: {n}")),
			(const struct fill[]){
				{"what", kind_words(v, (enum act_kind)k)}, {"n", view_count(v, of[k])}, {0}});

		if (of[k] && c->n > ACTS_TOLD)
			add(v, &m->done, (struct year_line){.day = DAY_NONE_LOW, .what = what});
	}
	for (size_t i = 0; i < c->n && c->n <= ACTS_TOLD; i++)
		add(v, &m->done, c->one[i]);
}

/* Public acts of the treaty that the office of a presidency had to do with: meetings stand for themselves. */
static void acts(const struct view *v, struct year_month *m)
{
	const struct journal *j = v->reg->journal;
	size_t(*of)[ACT_KIND_COUNT] = arena_zalloc(v->a, YEAR_MONTHS * sizeof *of);
	struct told_acts *c = NEW_ARRAY(v->a, struct told_acts, YEAR_MONTHS);

	for (uint64_t seq = 0; seq < v->reg->known; seq++) {
		const struct act *act = journal_act(j, seq);
		struct mention t;

		if (act->treaty != v->reg->treaty || !edtf_exact(act->on))
			continue;
		struct year_month *at = month_of(m, a_year_on(act->on.high));
		if (!at || !mention_act(v, seq, &t))
			continue;
		struct told_acts *into = &c[at - m];
		of[at - m][act->as]++;
		if (into->n < ACTS_TOLD)
			into->one[into->n] =
				(struct year_line){.day = act->on.high, .what = t.title, .to = t.to};
		into->n++;
	}
	for (int i = 0; i < YEAR_MONTHS; i++)
		acts_told(v, &m[i], of[i], &c[i]);
}

static const char *kind_label(const struct view *v, const char *kind)
{
	const struct letter_kind *k = pack_letter(v->reg->pack, kind);

	return k ? view_label(v, &k->label) : kind;
}

static int letters(
	const struct view *v, struct db *db, const struct house *h, struct year_month *m, struct err *e)
{
	struct letter_sent *l = NULL;
	size_t n = 0;
	day_t from = day_back(m[0].first, (struct step){STEP_MONTHS, YEAR_MONTHS});
	int rc = letters_sent_list(db, v->a, h, from, m[0].first - 1, &l, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct year_month *at = month_of(m, a_year_on(l[i].on));

		if (at)
			add(v, &at->done,
				(struct year_line){.day = l[i].on,
					.what = arena_printf(
						v->a, "%s, %s", kind_label(v, l[i].kind), l[i].reference),
					.to = view_link_to(v, "/desk/letters/", l[i].id),
					.letter = l[i].id,
					.again = a_year_on(l[i].on)});
	}
	return rc;
}

static int by_day(const void *a, const void *b)
{
	const struct year_line *x = a, *y = b;

	return x->day != y->day ? (x->day < y->day ? -1 : 1) : strcmp(x->what, y->what);
}

int year_of(const struct view *v, struct db *db, const struct house *h, struct year_month ret[YEAR_MONTHS],
	struct err *e)
{
	months_open(v, ret);
	due(v, ret);
	yearly(v, ret);
	meetings(v, ret);
	acts(v, ret);
	int rc = letters(v, db, h, ret, e);

	for (int i = 0; i < YEAR_MONTHS; i++) {
		if (ret[i].due.n)
			qsort(ret[i].due.line, ret[i].due.n, sizeof *ret[i].due.line, by_day);
		if (ret[i].done.n)
			qsort(ret[i].done.line, ret[i].done.n, sizeof *ret[i].done.line, by_day);
	}
	return rc;
}

int year_page(struct request *q, struct answer *ret, struct err *e)
{
	struct year_view y = {.month = NEW_ARRAY(q->a, struct year_month, YEAR_MONTHS),
		.book = view_link(q->view, "/desk/handover.pdf"),
		.drafts = request_has_role(q, ROLE_DRAFTER)};
	struct house h = {0};
	struct db *db = NULL;
	struct frame f;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		rc = year_of(q->view, db, &h, y.month, e);
	if (rc < 0)
		return rc;
	door_frame(q->view, say(q->view, T("Your year")), &f);
	html_year(&ret->b, q->view, &f, &y);
	return 0;
}
