/* paraph today: one screen for people. */
#include "offices/status/today.h"

#include <stdlib.h>
#include <string.h>

#include "offices/packs/packs.h"

#define ACTIONS_SHOWN 8
#define LATE_SHOWN 20
#define SOON_DAYS 90

struct screen {
	struct run *run;
	const struct reg *r;
	FILE *out;
};

const char *day_words(struct arena *a, day_t d)
{
	static const char *const month[] = {
		"January",
		"February",
		"March",
		"April",
		"May",
		"June",
		"July",
		"August",
		"September",
		"October",
		"November",
		"December",
	};
	if (d == DAY_NONE_LOW || d == DAY_NONE_HIGH)
		return "";
	struct date x = day_to_date(d);
	return arena_printf(a, "%d %s %d", x.day, month[x.month - 1], x.year);
}

static bool headline(const struct fact_rule *f)
{
	bool code = f->kind == FACT_MEETING && strcmp(f->what, "code") == 0; /* for letters */
	return f->argument == ARG_NONE && f->kind != FACT_ANNUAL && f->kind != FACT_EVENT && !code;
}

/* Figures that are known, or those that are not. */
static int figures(struct screen *s, bool known, struct err *e)
{
	static const struct column columns[] = {
		{"label", "Figure", false, false},
		{"value", "Value", false, false},
		{"as_at", "As at", false, false},
	};
	struct arena *a = s->run->arena;
	struct table *t = table_new(s->run, columns, known ? 3 : 1);
	for (size_t i = 0; i < s->r->pack->facts_n; i++) {
		struct fact f;
		if (!headline(&s->r->pack->fact[i]))
			continue;
		int rc = reg_fact(s->r, a, s->r->pack->fact[i].key, s->run->on, &f, e);
		if (rc != 0)
			return rc;
		const char *cell[] = {
			label_in(&f.rule->label, "en"), fact_words(a, &f), day_words(a, f.as_at)};
		if ((f.quality != QUALITY_UNKNOWN) == known)
			table_row(t, cell);
	}
	return table_end(t, e);
}

struct latest {
	const struct act *act;
	day_t on;
	uint32_t place;
};

static int latest_cmp(const void *a, const void *b)
{
	const struct latest *x = a, *y = b;
	if (x->on != y->on)
		return x->on > y->on ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/* The latest treaty actions by day; within one day they have no order, so they stand by State. */
static int actions(struct screen *s, struct err *e)
{
	static const struct column columns[] = {
		{"on", "Day", false, false},
		{"name", "State", false, false},
		{"kind", "Treaty action", false, false},
		{"source", "Source", false, false},
	};
	struct arena *a = s->run->arena;
	const struct journal *j = s->r->journal;
	struct latest *all = NULL;
	size_t n = 0, cap = 0;
	for (int k = 0; k < ACT_KIND_COUNT; k++) {
		if (!act_kinds[k].binds && k != ACT_SIGNATURE && k != ACT_WITHDRAWAL)
			continue;
		for (uint32_t p = journal_last_kind(j, s->r->treaty, (enum act_kind)k, s->r->known); p;
			p = journal_act(j, p - 1)->prev_kind) {
			const struct act *act = journal_act(j, p - 1);
			if (!journal_live(j, p - 1, s->r->known) ||
				edtf_by(act_on(act), s->run->on) == TRI_NO)
				continue;
			GROW(a, all, n, cap);
			all[n++] = (struct latest){act, act_on(act).high, p};
		}
	}
	if (n)
		qsort(all, n, sizeof *all, latest_cmp);
	struct table *t = table_new(s->run, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < n && i < ACTIONS_SHOWN; i++) {
		const struct act *act = all[i].act;
		const char *cell[] = {
			day_words(a, all[i].on),
			reg_state_name(s->r, a, act->subject, s->run->on, "en", false),
			act_kinds[act->as].label,
			journal_text(j, act->source),
		};
		table_row(t, cell);
	}
	return table_end(t, e);
}

static const struct column duty_columns[] = {
	{"due", "Due", false, false},
	{"name", "State", false, false},
	{"label", "What", false, false},
	{"period", "Period", true, false},
};

static void duty_words(struct screen *s, struct table *t, const struct duty *d)
{
	struct arena *a = s->run->arena;
	const char *cell[] = {
		day_words(a, duty_deadline_high(d)),
		d->state ? reg_state_name(s->r, a, d->state, s->run->on, "en", false) : "all",
		label_in(&d->rule->label, "en"),
		d->period && d->state ? arena_printf(a, "%d", d->period) : "",
	};
	table_row(t, cell);
}

static int by_deadline(const void *a, const void *b)
{
	const struct duty *x = a, *y = b;
	day_t p = duty_deadline_high(x), q = duty_deadline_high(y);
	return p < q ? -1 : p > q;
}

static int soon(struct screen *s, size_t n, const struct duty *d, struct err *e)
{
	day_t until = day_add(s->run->on, (struct step){STEP_DAYS, SOON_DAYS});
	struct table *t = table_new(s->run, duty_columns, sizeof duty_columns / sizeof *duty_columns);
	size_t shown = 0;
	for (size_t i = 0; i < n; i++)
		if (d[i].now == DUTY_DUE && duty_deadline_high(&d[i]) <= until && ++shown)
			duty_words(s, t, &d[i]);
	if (!shown) {
		fprintf(s->out, "Nothing that the record knows of.\n");
		return 0;
	}
	return table_end(t, e);
}

static int late(struct screen *s, size_t n, const struct duty *d, struct err *e)
{
	size_t shown = 0;
	struct table *t = table_new(s->run, duty_columns, sizeof duty_columns / sizeof *duty_columns);
	for (size_t i = 0; i < n; i++)
		if (d[i].now == DUTY_LATE && ++shown <= LATE_SHOWN)
			duty_words(s, t, &d[i]);
	if (!shown) {
		fprintf(s->out,
			"Nothing is known to be outstanding: the record would have to "
			"be complete for it (below).\n");
		return 0;
	}
	int rc = table_end(t, e);
	if (shown > LATE_SHOWN)
		fprintf(s->out, "and %zu more: paraph due --late\n", shown - LATE_SHOWN);
	return rc;
}

/* Obligations of which the record does not say whether they were met. */
static int unknown(struct screen *s, size_t n, const struct duty *d, struct err *e)
{
	static const struct column columns[] = {
		{"label", "Not known whether met", false, false},
		{"states", "Times", true, false},
		{"why", "Why", false, false},
	};
	struct table *t = table_new(s->run, columns, sizeof columns / sizeof *columns);
	size_t shown = 0;
	for (size_t k = 0; k < s->r->pack->rules_n; k++) {
		const struct rule *rule = &s->r->pack->rule[k];
		size_t times = 0;
		for (size_t i = 0; i < n; i++)
			times += d[i].rule == rule && d[i].now == DUTY_UNKNOWN;
		if (!times)
			continue;
		shown++;
		const char *why = rule->condition ? "not declared, or receipts not on file"
						  : "receipts are not on file completely";
		const char *cell[] = {
			label_in(&rule->label, "en"), arena_printf(s->run->arena, "%zu", times), why};
		table_row(t, cell);
	}
	return shown ? table_end(t, e) : 0;
}

int today_run(struct run *run, struct err *e)
{
	struct book book;
	const struct pack *pack;
	struct reg r;
	struct screen s = {run, &r, run->out};
	struct duty *d;
	if (run->format != FORMAT_TABLE)
		return err_set(e, ERR_USAGE,
			"today is a page for people; for programs use status, facts and due with --format");
	int rc = book_open(run, &book, e);
	if (rc == 0)
		rc = book_treaty(run, &book, &pack, e);
	if (rc != 0)
		return rc;
	book_reg(&book, pack, &r);
	size_t n = reg_duties_all(&r, run->arena, run->on, &d);
	if (n)
		qsort(d, n, sizeof *d, by_deadline);
	fprintf(s.out, "%s on %s\n\nWhere it stands\n", label_in(&pack->label, "en"),
		day_words(run->arena, run->on));
	rc = figures(&s, true, e);
	fprintf(s.out, "\nLatest treaty actions\n");
	if (rc == 0)
		rc = actions(&s, e);
	fprintf(s.out, "\nComing due within %d days\n", SOON_DAYS);
	if (rc == 0)
		rc = soon(&s, n, d, e);
	fprintf(s.out, "\nNot yet received\n");
	if (rc == 0)
		rc = late(&s, n, d, e);
	fprintf(s.out, "\nWhat the record does not know\n");
	if (rc == 0)
		rc = figures(&s, false, e);
	if (rc == 0)
		rc = unknown(&s, n, d, e);
	return rc;
}
