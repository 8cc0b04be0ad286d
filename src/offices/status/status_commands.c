/* status, facts, explain, due: what the register derives, as rows. */
#include "offices/status/status.h"

#include <string.h>

#include "base/text.h"
#include "offices/packs/packs.h"
#include "offices/status/pages.h"
#include "offices/status/today.h"
#include "register/register.h"

enum { STATUS_STATE };
static const struct option_info status_options[] = {
	{"--state", "ISO3", "One State alone"},
	{0},
};
enum { DUE_LATE, DUE_WITHIN, DUE_OBLIGATION, DUE_STATE };
static const struct option_info due_options[] = {
	{"--late", NULL, "Only what was not received by its due day"},
	{"--within", "DAYS", "Only what falls due within so many days, such as 90d"},
	{"--obligation", "ID", "Only this obligation, such as reports.initial"},
	{"--state", "ISO3", "One State alone"},
	{0},
};
#define WITHIN_DAYS_MAX 36500

/* A day on file by the day asked, as people and programs read it; "" where there is none. */
static const char *day_or_empty(struct arena *a, struct edtf d, enum tri by)
{
	char text[EDTF_TEXT];
	return by == TRI_NO || d.low == DAY_NONE_HIGH ? "" : arena_strdup(a, edtf_format(d, text));
}

static const char *day_or_none(struct arena *a, day_t d)
{
	char text[11];
	return d == DAY_NONE_LOW || d == DAY_NONE_HIGH ? "" : arena_strdup(a, day_format(d, text));
}

static int state_asked(const struct reg *r, const char *iso3, uint32_t *ret, struct err *e)
{
	*ret = journal_word(r->journal, iso3);
	if (*ret && reg_state_known(r, *ret))
		return 0;
	return err_set(e, ERR_NOTFOUND,
		"--state %s: no such State; give its ISO 3166-1 alpha-3 code, such as "
		"LAO (paraph status lists them)",
		iso3);
}

/* Opens the book and the register of the treaty asked for. */
static int asked(struct run *run, struct book *book, struct reg *reg, struct err *e)
{
	const struct pack *pack;
	int rc = book_open(run, book, e);
	if (rc == 0)
		rc = book_treaty(run, book, &pack, e);
	if (rc == 0)
		book_reg(book, pack, reg);
	return rc;
}

/* ---- status ---- */

static const struct column status_columns[] = {
	{"treaty", "Treaty", false, false},
	{"iso3", "State", false, false},
	{"name", "Name", false, false},
	{"standing", "Standing", false, false},
	{"signed", "Signed", false, false},
	{"instrument", "Instrument", false, false},
	{"deposited", "Deposited", false, false},
	{"in_force", "In force", false, false},
	{"withdrawn", "Withdrawal effective", false, false},
};

static void status_row(struct run *run, const struct reg *r, struct table *t, uint32_t state, bool covered)
{
	struct arena *a = run->arena;
	struct state_standing s;
	reg_standing(r, state, run->on, &s);
	const struct membership *m = s.current < s.n ? &s.membership[s.current] : NULL;
	bool end_known = m && (!m->held || edtf_by(m->end, run->on) != TRI_NO);
	const char *cell[] = {
		r->pack->code,
		journal_text(r->journal, state),
		reg_state_name(r, a, state, run->on, "en", false),
		standing_names[s.standing == STANDING_NOT_PARTY && !covered ? STANDING_UNKNOWN : s.standing],
		day_or_empty(a, s.signed_on, s.signed_by),
		m ? act_kinds[m->instrument].name : "",
		m ? day_or_empty(a, m->deposited, TRI_YES) : "",
		m && reg_in_force_known(r, m, run->on) ? day_or_empty(a, m->in_force, TRI_YES) : "",
		end_known && edtf_by(m->notice, run->on) == TRI_YES ? day_or_empty(a, m->end, TRI_YES) : "",
	};
	table_row(t, cell);
}

static int status_run(struct run *run, struct err *e)
{
	struct book book;
	struct reg r;
	uint32_t *state, one = 0;
	int rc = asked(run, &book, &r, e);
	if (rc == 0 && run->option[STATUS_STATE])
		rc = state_asked(&r, run->option[STATUS_STATE], &one, e);
	if (rc != 0)
		return rc;
	/* where it is not, a State without any treaty action is not known to be no party */
	bool covered = reg_actions_as_at(&r, PRED_JOINED, run->on) != DAY_NONE_LOW;
	struct table *t = table_new(run, status_columns, sizeof status_columns / sizeof *status_columns);
	if (run->option[STATUS_STATE]) {
		status_row(run, &r, t, one, covered);
		return table_end(t, e);
	}
	size_t n = reg_states(&r, run->arena, &state);
	for (size_t i = 0; i < n; i++) {
		struct state_standing s;
		reg_standing(&r, state[i], run->on, &s);
		if (s.standing != STANDING_NOT_PARTY || reg_is_state(&r, state[i], run->on) != TRI_NO)
			status_row(run, &r, t, state[i], covered);
	}
	return table_end(t, e);
}

/* ---- facts ---- */

static const struct column fact_columns[] = {
	{"treaty", "Treaty", false, false},
	{"key", "Key", false, false},
	{"value", "Value", true, false},
	{"low", "Low", true, false},
	{"high", "High", true, false},
	{"unit", "Unit", false, false},
	{"quality", "Quality", false, false},
	{"as_at", "As at", false, false},
};
static const struct column fact_people[] = {
	{"label", "Figure", false, false},
	{"value", "Value", false, false},
	{"as_at", "As at", false, false},
	{"key", "Key", false, false},
};

/* Digits in groups of three, for people; the rest as it is. */
static const char *grouped(struct arena *a, const char *digits)
{
	size_t whole = strspn(digits, "0123456789");
	struct buf b;
	buf_init(&b, a, 100);
	for (size_t i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			buf_putc(&b, ',');
		buf_putc(&b, digits[i]);
	}
	buf_puts(&b, digits + whole);
	return b.data;
}

static const char *value_words(struct arena *a, const struct fact *f, const char *value)
{
	day_t day;
	struct err not_a_day;
	if (f->type == VALUE_DAY && day_parse(value, strlen(value), &day, &not_a_day) == 0)
		return day_words(a, day);
	return f->type == VALUE_NUMBER ? grouped(a, value) : value;
}

const char *fact_words(struct arena *a, const struct fact *f)
{
	const char *unit = strcmp(f->unit, "percent") == 0 ? " %" : "";
	if (f->quality == QUALITY_UNKNOWN)
		return "unknown";
	if (f->quality == QUALITY_EXACT)
		return arena_printf(a, "%s%s", value_words(a, f, f->value), unit);
	if (*f->value)
		return arena_printf(a, "%s%s on file, perhaps more", value_words(a, f, f->value), unit);
	if (!*f->high && !*f->low)
		return "not known exactly";
	if (!*f->high)
		return arena_printf(a, "at least %s%s", value_words(a, f, f->low), unit);
	return arena_printf(a, "%s to %s%s", value_words(a, f, f->low), value_words(a, f, f->high), unit);
}

static void fact_row(struct run *run, const struct reg *r, struct table *t, const struct fact *f)
{
	const char *as_at = day_or_none(run->arena, f->as_at);
	const char *program[] = {
		r->pack->code, f->key, f->value, f->low, f->high, f->unit, quality_names[f->quality], as_at};
	const char *people[] = {label_in(&f->rule->label, "en"), fact_words(run->arena, f), as_at, f->key};
	table_row(t, run->format == FORMAT_TABLE ? people : program);
}

static int facts_run(struct run *run, struct err *e)
{
	struct book book;
	struct reg r;
	struct fact f;
	int rc = asked(run, &book, &r, e);
	if (rc != 0)
		return rc;
	bool people = run->format == FORMAT_TABLE;
	size_t columns = people ? sizeof fact_people / sizeof *fact_people
				: sizeof fact_columns / sizeof *fact_columns;
	struct table *t = table_new(run, people ? fact_people : fact_columns, columns);
	for (int i = 0; i < run->argc; i++) {
		rc = reg_fact(&r, run->arena, run->argv[i], run->on, &f, e);
		if (rc != 0)
			return rc;
		fact_row(run, &r, t, &f);
	}
	for (size_t i = 0; run->argc == 0 && i < r.pack->facts_n; i++) {
		const struct fact_rule *rule = &r.pack->fact[i];
		if (!fact_argument_optional(rule))
			continue;
		rc = reg_fact(&r, run->arena, rule->key, run->on, &f, e);
		if (rc != 0)
			return rc;
		fact_row(run, &r, t, &f);
	}
	return table_end(t, e);
}

/* ---- explain ---- */

static const struct column explain_columns[] = {
	{"counted", "Counted", false, false},
	{"iso3", "State", false, false},
	{"act", "Entry", false, false},
	{"kind", "Kind", false, false},
	{"on", "Done on", false, false},
	{"source", "Source", false, false},
	{"reason", "Why", false, false},
};

static void explain_head(struct run *run, const struct reg *r, const struct fact *f)
{
	fprintf(run->out, "%s (%s)\n%s", label_in(&f->rule->label, "en"), f->key, fact_words(run->arena, f));
	if (*f->unit && strcmp(f->unit, "percent") != 0 && f->quality != QUALITY_UNKNOWN)
		fprintf(run->out, " %s", f->unit);
	if (f->as_at != DAY_NONE_LOW)
		fprintf(run->out, ", as at %s", day_or_none(run->arena, f->as_at));
	fprintf(run->out, " (%s)\n", quality_names[f->quality]);
	if (*f->published)
		fprintf(run->out, "Published beside it: %s%s%s %s\n", f->published, *f->publisher ? ", " : "",
			f->publisher, f->edition);
	else if (*f->edition)
		fprintf(run->out, "%s, edition %s, period %s\n", f->publisher, f->edition,
			*f->period ? f->period : "not given");
	fprintf(run->out, "%s, %s.\n\n", label_in(&r->pack->label, "en"), f->rule_text);
}

static int explain_run(struct run *run, struct err *e)
{
	struct book book;
	struct reg r;
	struct fact f;
	char day[EDTF_TEXT];
	int rc = asked(run, &book, &r, e);
	if (rc == 0)
		rc = reg_fact(&r, run->arena, run->argv[0], run->on, &f, e);
	if (rc != 0)
		return rc;
	if (run->format == FORMAT_TABLE)
		explain_head(run, &r, &f);
	struct table *t = table_new(run, explain_columns, sizeof explain_columns / sizeof *explain_columns);
	for (size_t i = 0; i < f.counted_n; i++) {
		const struct counted *c = &f.counted[i];
		const struct act *act = c->act ? journal_act(r.journal, c->act - 1) : NULL;
		const char *cell[] = {
			c->in ? "yes" : "no",
			c->state ? journal_text(r.journal, c->state) : "",
			act ? act_id(act) : "",
			act ? act_kinds[act->as].name : "",
			act ? edtf_format(act->on, day) : "",
			act ? journal_text(r.journal, act->source) : "",
			c->reason,
		};
		table_row(t, cell);
	}
	return table_end(t, e);
}

/* ---- due ---- */

static const struct column due_columns[] = {
	{"treaty", "Treaty", false, false},
	{"obligation", "Obligation", false, false},
	{"iso3", "State", false, false},
	{"period", "Period", true, false},
	{"cause", "Cause", false, false},
	{"due", "Due", false, false},
	{"extended_to", "Extended to", false, false},
	{"done_on", "Done on", false, false},
	{"state", "State of it", false, false},
	{"quality", "Quality", false, false},
};

struct due_filter {
	bool late;
	day_t until;            /* DAY_NONE_HIGH: no limit */
	const char *obligation; /* NULL: all */
};

static int due_filter(struct run *run, const struct reg *r, struct due_filter *ret, struct err *e)
{
	struct due_filter f = {.late = run->option[DUE_LATE],
		.until = DAY_NONE_HIGH,
		.obligation = run->option[DUE_OBLIGATION]};
	const char *within = run->option[DUE_WITHIN];
	int64_t days;
	if (within) {
		size_t len = strlen(within);
		const char *digits =
			arena_strndup(run->arena, within, len && within[len - 1] == 'd' ? len - 1 : len);
		if (text_int(digits, 0, WITHIN_DAYS_MAX, &days, e) < 0)
			return err_set(e, ERR_USAGE,
				"--within %s: give a number of days up to %d, such as 90d", within,
				WITHIN_DAYS_MAX);
		f.until = day_add(run->on, (struct step){STEP_DAYS, (int)days});
	}
	if (f.obligation && !pack_rule(r->pack, f.obligation)) {
		const char **ids = NEW_ARRAY(run->arena, const char *, r->pack->rules_n + 1);
		size_t n = 0;
		for (size_t i = 0; i < r->pack->rules_n; i++)
			if (r->pack->rule[i].id)
				ids[n++] = r->pack->rule[i].id;
		const char *near = text_nearest(f.obligation, ids);
		return err_set(e, ERR_NOTFOUND, "--obligation %s: %s has no such obligation; %s%s",
			f.obligation, r->pack->code, near ? "did you mean " : "paraph due lists them",
			near ? near : "");
	}
	*ret = f;
	return 0;
}

static bool due_shown(const struct due_filter *f, const struct duty *d, day_t on)
{
	if (f->obligation && strcmp(d->rule->id, f->obligation) != 0)
		return false;
	if (f->late && d->now != DUTY_LATE)
		return false;
	return f->until == DAY_NONE_HIGH ||
		(d->now == DUTY_DUE && duty_deadline_high(d) >= on && duty_deadline_low(d) <= f->until);
}

void due_row(struct run *run, const struct reg *r, struct table *t, const struct duty *d)
{
	struct arena *a = run->arena;
	const char *cell[] = {
		r->pack->code,
		d->rule->id,
		d->state ? journal_text(r->journal, d->state) : "",
		d->period ? arena_printf(a, "%d", d->period) : "",
		d->cause,
		day_or_empty(a, d->due, TRI_YES),
		day_or_none(a, d->extended_to),
		day_or_empty(a, d->done, d->done_by == TRI_YES ? TRI_YES : TRI_NO),
		duty_names[d->now],
		quality_names[d->quality],
	};
	table_row(t, cell);
}

static int due_run(struct run *run, struct err *e)
{
	struct book book;
	struct reg r;
	struct due_filter f = {0};
	struct duty *d;
	uint32_t one = 0;
	int rc = asked(run, &book, &r, e);
	if (rc == 0)
		rc = due_filter(run, &r, &f, e);
	if (rc == 0 && run->option[DUE_STATE])
		rc = state_asked(&r, run->option[DUE_STATE], &one, e);
	if (rc != 0)
		return rc;
	size_t n = one ? reg_duties(&r, run->arena, one, run->on, &d)
		       : reg_duties_all(&r, run->arena, run->on, &d);
	struct table *t = table_new(run, due_columns, sizeof due_columns / sizeof *due_columns);
	for (size_t i = 0; i < n; i++)
		if (due_shown(&f, &d[i], run->on))
			due_row(run, &r, t, &d[i]);
	return table_end(t, e);
}

static const struct command status_commands[] = {
	{"today", "",
		"Where the treaty stands: figures, latest treaty actions, what comes "
		"due, what the record does not know",
		NULL, 0, 0, NULL, today_run},
	{"status", "", "Each State's standing on a date", NULL, 0, 0, status_options, status_run},
	{"facts", "[KEY…]", "Figures with their values",
		"Without KEY, all figures that need no argument. A key may take an "
		"argument: reports.annual.due:2015, state.deposited:LAO.",
		0, -1, NULL, facts_run},
	{"explain", "KEY", "The acts behind a figure", NULL, 1, 1, NULL, explain_run},
	{"due", "", "Obligations and what became of them",
		"States of an obligation: due, late, met, met-late, not-applicable, unknown.", 0, 0,
		due_options, due_run},
	{0},
};

const struct office status_office = {.name = "status", .commands = status_commands, .routes = status_routes};
