/* calendar: the feed of deadlines and meetings. */
#include "offices/calendar/calendar.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "web/view.h"

#define ALARM_DAYS 14 /* a deadline's reminder */

enum { CAL_OUT, CAL_STATE, CAL_LANG, CAL_MEETINGS };
static const struct option_info options[] = {
	[CAL_OUT] = {"--out", "FILE", "Write there (default: standard output)"},
	[CAL_STATE] = {"--state", "ISO3", "What this State owes, beside the meetings"},
	[CAL_LANG] = {"--lang", "TAG", "Language of names, where the pack has it (default: en)"},
	[CAL_MEETINGS] = {"--meetings", NULL, "Meetings alone"},
	{0},
};

struct feed {
	struct arena *a;
	struct reg reg;
	day_t on;
	const char *lang;
	struct calendar_item *item;
	size_t n, cap;
};

static void add(struct feed *f, const struct calendar_item *i)
{
	GROW(f->a, f->item, f->n, f->cap);
	f->item[f->n++] = *i;
}

/* ---- meetings ---- */

static const char *text_of(const struct reg *r, struct arena *a, const struct meeting *m, day_t on,
	const char *field, const char *lang)
{
	const char *text = meeting_text(r, a, m, on, field, lang);

	return *text || strcmp(lang, "en") == 0 ? text : meeting_text(r, a, m, on, field, "en");
}

static const char *joined(struct arena *a, const char *x, const char *y)
{
	return *x && *y ? arena_printf(a, "%s, %s", x, y) : *x ? x : y;
}

struct calendar_item calendar_meeting(
	const struct reg *r, struct arena *a, const struct meeting *m, day_t on, const char *lang)
{
	const char *name = text_of(r, a, m, on, "name", lang);

	return (struct calendar_item){.uid = arena_printf(a, "meeting-%s@%s.paraph", m->code, r->pack->code),
		.cancelled = m->cancelled,
		.sequence = meeting_changes(r, m, on),
		.summary = *name ? name : m->code,
		.description = "",
		.location = joined(
			a, meeting_text(r, a, m, on, "venue", NULL), meeting_text(r, a, m, on, "city", NULL)),
		.url = "",
		.first = m->opens,
		.last = m->closes >= m->opens && m->closes != DAY_NONE_HIGH ? m->closes : m->opens};
}

bool calendar_meeting_of(const struct reg *r, struct arena *a, const char *code, day_t on, const char *lang,
	struct calendar_item *ret)
{
	struct meeting *m;
	size_t n = reg_meetings(r, a, on, &m);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(m[i].code, code) != 0 || m[i].opens == DAY_NONE_HIGH)
			continue;
		*ret = calendar_meeting(r, a, &m[i], on, lang);
		return true;
	}
	return false;
}

static void meetings(struct feed *f)
{
	struct meeting *m;
	size_t n = reg_meetings(&f->reg, f->a, f->on, &m);

	for (size_t i = 0; i < n; i++) {
		if (m[i].opens == DAY_NONE_HIGH)
			continue; /* no day is on file */
		struct calendar_item item = calendar_meeting(&f->reg, f->a, &m[i], f->on, f->lang);

		add(f, &item);
	}
}

/* ---- deadlines ---- */

static bool is_open(const struct duty *d)
{
	return (d->now == DUTY_DUE || d->now == DUTY_LATE) && edtf_exact(d->due) && d->applies != TRI_NO &&
		duty_deadline_high(d) != DAY_NONE_HIGH;
}

static bool same(const struct duty *x, const struct duty *y)
{
	return x->rule == y->rule && x->period == y->period && duty_deadline_high(x) == duty_deadline_high(y);
}

static const char *state_name(struct feed *f, struct arena *a, uint32_t state)
{
	return text_apostrophes(a, reg_state_name(&f->reg, a, state, f->on, f->lang, false));
}

static const char *what(struct feed *f, const struct duty *d, const char *whose)
{
	const char *label = label_in(&d->rule->label, f->lang);

	if (d->period && d->rule->kind == RULE_ANNUAL)
		label = arena_printf(f->a, "%s %d", label, d->period);
	return arena_printf(f->a, "%s: %s", whose, label);
}

static void one_deadline(
	struct feed *f, const struct duty *d, const char *code, const char *whose, const char *states)
{
	struct arena *a = f->a;
	day_t day = duty_deadline_high(d);

	add(f,
		&(struct calendar_item){
			.uid = arena_printf(a, "due-%s-%s-%d%s%s@%s.paraph", d->rule->id, code, d->period,
				*d->cause ? "-" : "", d->cause, f->reg.pack->code),
			.sequence = d->extended_to != DAY_NONE_LOW,
			.summary = what(f, d, whose),
			.description = states,
			.location = "",
			.url = "",
			.first = day,
			.last = day,
			.alarm_days = ALARM_DAYS});
}

/* Of all States: those with the same deadline are one entry, whose day is part of its name. */
static void deadlines_of_all(struct feed *f)
{
	struct arena *a = f->a;
	struct duty *d;
	size_t n = reg_duties_all(&f->reg, a, f->on, &d);

	for (size_t i = 0; i < n; i++) {
		const char *states = "";
		size_t count = 0;
		bool first = is_open(&d[i]);
		char day[11];

		for (size_t k = 0; first && k < n; k++) {
			if (!is_open(&d[k]) || !same(&d[i], &d[k]))
				continue;
			first = k >= i;
			if (d[k].state)
				states = arena_printf(a, "%s%s%s", states, *states ? " " : "",
					journal_text(f->reg.journal, d[k].state));
			count += d[k].state != 0;
		}
		if (!first)
			continue;
		const char *whose = count == 1 ? state_name(f, a, d[i].state)
			: count                ? arena_printf(a, "%zu", count)
					       : f->reg.pack->code;

		/* A single State's entry keeps its name when the day is put off; it is that of its own feed.
		 */
		one_deadline(f, &d[i],
			count == 1 ? journal_text(f->reg.journal, d[i].state)
				   : day_format(duty_deadline_high(&d[i]), day),
			whose, states);
	}
}

static void deadlines_of_state(struct feed *f, uint32_t state, const char *rule)
{
	struct duty *d;
	size_t n = reg_duties(&f->reg, f->a, state, f->on, &d);

	for (size_t i = 0; i < n; i++)
		if (is_open(&d[i]) && (!rule || strcmp(d[i].rule->id, rule) == 0))
			one_deadline(f, &d[i], journal_text(f->reg.journal, state),
				state_name(f, f->a, state), "");
}

static int deadlines_of_one(struct feed *f, const char *iso3, struct err *e)
{
	uint32_t state = journal_word(f->reg.journal, iso3);

	if (!state || !reg_state_known(&f->reg, state))
		return err_set(e, ERR_NOTFOUND, "no State %.20s; paraph status lists them", iso3);
	deadlines_of_state(f, state, NULL);
	return 0;
}

size_t calendar_deadlines(const struct reg *r, struct arena *a, uint32_t state, const char *rule, day_t on,
	const char *lang, struct calendar_item **ret)
{
	struct feed f = {.a = a, .reg = *r, .on = on, .lang = lang};

	deadlines_of_state(&f, state, rule);
	*ret = f.item;
	return f.n;
}

static int calendar_run(struct run *r, struct err *e)
{
	struct feed f = {
		.a = r->arena, .on = r->on, .lang = r->option[CAL_LANG] ? r->option[CAL_LANG] : "en"};
	struct calendar c = {.method = "PUBLISH", .organizer = "", .attendee = "", .stamp_ms = r->now_ms};
	const struct pack *p = NULL;
	struct book b;
	struct buf out;
	int rc = book_open(r, &b, e);

	if (rc == 0)
		rc = book_treaty(r, &b, &p, e);
	if (rc < 0)
		return rc;
	book_reg(&b, p, &f.reg);
	c.name = label_in(&p->label, f.lang);
	meetings(&f);
	if (r->option[CAL_STATE])
		rc = deadlines_of_one(&f, r->option[CAL_STATE], e);
	else if (!r->option[CAL_MEETINGS])
		deadlines_of_all(&f);
	buf_init(&out, r->arena, CALENDAR_BYTES_MAX);
	if (rc == 0)
		rc = calendar_write(&c, f.item, f.n, &out, e);
	if (rc == 0 && r->option[CAL_OUT])
		rc = file_write(r->option[CAL_OUT], out.data, out.len, e);
	else if (rc == 0)
		fwrite(out.data, 1, out.len, r->out);
	return rc;
}

/* The feed as a page: meetings, and the open deadlines of all States. Said when the last act was recorded, so
 * that it stays the same while nothing is. */
static int calendar_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct feed f = {.a = v->a, .reg = *v->reg, .on = v->on, .lang = v->words->tag};
	struct calendar c = {.method = "PUBLISH",
		.organizer = "",
		.attendee = "",
		.name = view_treaty_name(v),
		.stamp_ms = v->reg->known ? journal_act(v->reg->journal, v->reg->known - 1)->recorded_ms : 0};

	const char *state = view_field(v, "state");
	int rc = 0;

	(void)segment;
	meetings(&f);
	if (*state)
		rc = deadlines_of_one(&f, state, e);
	else
		deadlines_of_all(&f);
	return rc < 0 ? rc : calendar_write(&c, f.item, f.n, b, e);
}

static const char *const fields[] = {"state", NULL};

static const struct route routes[] = {
	{.pattern = "/feeds/deadlines.ics",
		.page = calendar_page,
		.help = "Meetings and open deadlines, of all States or of one, for any calendar",
		.fields = fields,
		.type = "text/calendar; charset=utf-8"},
	{0},
};

static const struct command commands[] = {
	{"calendar", "", "Meetings and open deadlines as an iCalendar feed",
		"An entry keeps its name for ever; a meeting that moves comes with a higher SEQUENCE, and "
		"replaces what a reader has.",
		0, 0, options, calendar_run},
	{0},
};
const struct office calendar_office = {.name = "calendar", .commands = commands, .routes = routes};
