/* Routes, and what several pages say in the same way. */
#include <string.h>

#include "base/text.h"
#include "offices/status/pages.h"

static const char *const states_fields[] = {"q", "standing", "region", NULL};
static const char *const obligations_fields[] = {"obligation", "state", "stands", NULL};
static const char *const meetings_fields[] = {"type", NULL};
static const char *const votes_fields[] = {"resolution", "state", "cast", NULL};
static const char *const facts_fields[] = {"q", "quality", NULL};
#define PAGE(at, fn, text) \
	{ \
		.pattern = (at), .page = (fn), .help = (text) \
	}
#define LIST(at, fn, text, names, name) \
	{ \
		.pattern = (at), .list = (fn), .help = (text), .fields = (names), .key = (name) \
	}
const struct route status_routes[] = {
	PAGE("/", home_page, "Where the treaty stands"),
	LIST("/states", states_list, "Every State's standing", states_fields, "iso3"),
	PAGE("/states/map", map_page, "Every State on a map, by standing"),
	PAGE("/states/tiles", tiles_page, "Every State one square, by region and standing"),
	{.pattern = "/states/:",
		.page = state_page,
		.help = "One State, by its ISO 3166-1 alpha-3 code",
		.state = true},
	{.pattern = "/states/:/brief",
		.page = brief_page,
		.help = "One State on one sheet of paper, with a model question and motion",
		.state = true},
	LIST("/obligations", obligations_list, "Who owes what, and what became of it", obligations_fields,
		NULL),
	LIST("/meetings", meetings_list, "Meetings, held and to come", meetings_fields, "code"),
	PAGE("/meetings/:", meeting_page, "One meeting, by its code"),
	{.pattern = "/meetings/:/nomination.docx",
		.page = nomination_docx,
		.help = "The form to name a delegation to a meeting, as a Word file",
		.type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{.pattern = "/meetings/:/nomination.xlsx",
		.page = nomination_xlsx,
		.help = "The same as a spreadsheet",
		.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{.pattern = "/votes",
		.page = votes_page,
		.list = votes_list,
		.help = "How each State voted in the General Assembly",
		.fields = votes_fields},
	LIST("/rules", rules_list, "What the treaty demands", NULL, NULL),
	LIST("/facts", facts_list, "All figures", facts_fields, "key"),
	PAGE("/facts/:", fact_page, "One figure and the acts behind it"),
	{.pattern = "/feeds/acts.atom",
		.page = acts_feed,
		.help = "The latest acts, as Atom",
		.type = "application/atom+xml; charset=utf-8"},
	{.pattern = "/healthz",
		.page = health_page,
		.help = "Says ok while the register can be read",
		.type = "text/plain; charset=utf-8"},
	{0},
};

const struct standing_look standing_looks[STANDING_COUNT] = {
	[STANDING_PARTY] = {"s-party", "st-party", T("State Party")},
	[STANDING_DEPOSITED] = {"s-deposited", "st-deposited", T("Deposited, not yet in force")},
	[STANDING_SIGNATORY] = {"s-signatory", "st-signatory", T("Signatory")},
	[STANDING_WITHDRAWING] = {"s-withdrawing", "st-withdrawing", T("Withdrawing")},
	[STANDING_WITHDRAWN] = {"s-withdrawn", "st-withdrawn", T("Withdrawn")},
	[STANDING_NOT_PARTY] = {"s-none", "st-none", T("State not party")},
	[STANDING_UNKNOWN] = {"s-unknown hatch", "o-unknown", T("Unknown")},
};

const char *standing_words(const struct view *v, enum standing s)
{
	return say(v, standing_looks[s].label);
}

const char *duty_mark(const struct duty *d)
{
	static const char *const marks[DUTY_STATE_COUNT] = {
		[DUTY_DUE] = "o-due",
		[DUTY_LATE] = "o-late",
		[DUTY_MET] = "o-met",
		[DUTY_MET_LATE] = "o-metlate",
		[DUTY_NOT_APPLICABLE] = "o-na",
		[DUTY_UNKNOWN] = "o-unknown",
	};

	return d->now == DUTY_MET && d->quality != QUALITY_EXACT ? "o-metunk" : marks[d->now];
}

static const struct {
	enum act_kind kind;
	const char *words;
} kinds[] = {
	{ACT_SIGNATURE, T("signature")},
	{ACT_RATIFICATION, T("ratification")},
	{ACT_ACCEPTANCE, T("acceptance")},
	{ACT_APPROVAL, T("approval")},
	{ACT_ACCESSION, T("accession")},
	{ACT_SUCCESSION, T("succession")},
	{ACT_CONSENT_TO_BE_BOUND, T("consent to be bound")},
	{ACT_PROVISIONAL_APPLICATION, T("provisional application")},
	{ACT_WITHDRAWAL, T("withdrawal")},
	{ACT_TERRITORIAL_APPLICATION, T("territorial application")},
	{ACT_DECLARED, T("declaration")},
	{ACT_CAUSE_AROSE, T("new cause")},
	{ACT_OBLIGATION_COMPLETED, T("completion declared")},
	{ACT_OBLIGATION_REOPENED, T("obligation reopened")},
	{ACT_REPORT_RECEIVED, T("report received")},
	{ACT_CLARIFICATION_REQUESTED, T("clarification requested")},
	{ACT_EXTENSION_REQUESTED, T("extension requested")},
	{ACT_DECISION, T("decision of a meeting")},
	{ACT_RESOLUTION_ADOPTED, T("resolution adopted")},
	{ACT_VOTE_RECORDED, T("vote")},
	{ACT_FIGURE_PUBLISHED, T("published figure")},
	{ACT_MEETING_CONVENED, T("meeting convened")},
	{ACT_MEETING_MOVED, T("meeting moved")},
	{ACT_MEETING_HELD, T("meeting held")},
	{ACT_MEETING_CANCELLED, T("meeting cancelled")},
};

const char *kind_words(const struct view *v, enum act_kind kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].kind == kind)
			return say(v, kinds[i].words);
	return act_kinds[kind].label;
}

const char *edtf_words(const struct view *v, struct edtf day)
{
	bool bounds = day.low != DAY_NONE_LOW && day.high != DAY_NONE_HIGH;
	struct date from = bounds ? day_to_date(day.low) : (struct date){0};
	struct date to = bounds ? day_to_date(day.high) : (struct date){0};
	bool month = bounds && from.year == to.year && from.month == to.month;
	const struct fill fill[] = {{"from", month ? view_count(v, (size_t)from.day) : view_day(v, day.low)},
		{"to", view_day(v, day.high)}, {0}};

	if (edtf_exact(day))
		return view_day(v, day.low);
	if (day.low == DAY_NONE_LOW && day.high == DAY_NONE_HIGH)
		return say(v, "day not found");
	if (day.low == DAY_NONE_LOW)
		return say_fill(v->a, say(v, "not later than {to}"), fill);
	if (day.high == DAY_NONE_HIGH)
		return say_fill(v->a, say(v, "not before {from}"), fill);
	return say_fill(v->a, say(v, "between {from} and {to}"), fill);
}

struct cell cell_edtf(const struct view *v, struct edtf day)
{
	char iso[EDTF_TEXT];

	if (day.low == DAY_NONE_HIGH)
		return cell_day(v, DAY_NONE_HIGH);
	if (edtf_exact(day))
		return cell_day(v, day.low);
	if (day.low == DAY_NONE_LOW && day.high == DAY_NONE_HIGH)
		return cell_unknown();
	return (struct cell){.kind = CELL_DAY,
		.text = edtf_words(v, day),
		.value = arena_strdup(v->a, edtf_format(day, iso)),
		.day = DAY_NONE_HIGH};
}

struct cell cell_cited(const struct view *v, const char *english)
{
	struct cited c = cited_of(v, english);
	struct cell made = c.english ? cell_english(c.text) : cell_text(c.text);

	made.value = english;
	return made;
}

bool done_by(const struct view *v, const struct act *act)
{
	return edtf_by(act_on(act), v->on) == TRI_YES;
}

struct url state_url(const struct view *v, uint32_t state)
{
	return view_link_to(v, "/states/", view_iso3(v, state));
}

struct url fact_url(const struct view *v, const char *key)
{
	return view_link_to(v, "/facts/", key);
}

/* ---- a figure ---- */

static const char *day_or_text(const struct view *v, const char *value)
{
	struct err not_a_day;
	day_t day;

	return day_parse(value, strlen(value), &day, &not_a_day) == 0 ? view_day(v, day) : value;
}

/* Codes of States as their names. */
static const char *states_words(const struct view *v, const char *codes)
{
	char **code;
	size_t n = text_split(v->a, codes, " ", &code);
	const char **name = NEW_ARRAY(v->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		name[i] = view_state(v, journal_word(v->reg->journal, code[i]));
	return n ? lang_list(v->forms, v->a, n, name) : "";
}

static const char *standing_text(const struct view *v, const char *name)
{
	for (size_t s = 0; s < STANDING_COUNT; s++)
		if (strcmp(standing_names[s], name) == 0)
			return standing_words(v, (enum standing)s);
	return name;
}

static const char *value_words(const struct view *v, const struct fact *f, const char *value)
{
	if (!*value)
		return "";
	if (f->none)
		return say(v, "none");
	if (f->type == VALUE_DAY)
		return day_or_text(v, value);
	if (f->type == VALUE_STATES)
		return states_words(v, value);
	if (f->type == VALUE_TEXT)
		return f->rule->kind == FACT_STATE ? standing_text(v, value) : value;
	const char *number = view_number(v, value);
	return strcmp(f->unit, "percent") == 0 ? arena_printf(v->a, "%s\u00a0%%", number) : number;
}

/* What a figure that is not exact lacks. */
static const char *lacks(const struct view *v, const struct fact *f)
{
	switch (f->rule->kind) {
	case FACT_DUE:
	case FACT_OUTSTANDING:
		return say(v, "receipts are not completely recorded");
	case FACT_COMPLETED:
		return say(v, "declarations are on file for some States only");
	case FACT_MEETING:
	case FACT_REQUEST_CLOSES:
		return say(v, "no meeting to come is on file");
	case FACT_VOTE:
		return say(v, "no vote is on file");
	case FACT_PUBLISHED:
		return say(v, "no edition is on file");
	case FACT_STATE:
		return say(v, "no such day is on file");
	default:
		return say(v, "some days are not precise, or the record is not complete");
	}
}

static const char *bounds_words(const struct view *v, const struct shown *s)
{
	const struct fill fill[] = {{"low", s->low}, {"high", s->high}, {0}};

	if (*s->low && *s->high)
		return say_fill(v->a, say(v, "between {low} and {high}"), fill);
	return *s->low ? say_fill(v->a, say(v, "at least {low}"), fill) : say(v, "not known exactly");
}

static const char *clause_of(const struct view *v, const struct shown *s)
{
	const struct fact *f = &s->fact;

	if (f->quality == QUALITY_EXACT && f->as_at != v->on && f->as_at != DAY_NONE_LOW)
		return say_fill(v->a, say(v, "exact as at {day}"),
			(const struct fill[]){{"day", view_day(v, f->as_at)}, {0}});
	if (f->quality == QUALITY_EXACT)
		return say(v, "exact");
	return say_fill(v->a, say(v, "{quality}: {reason}"),
		(const struct fill[]){
			{"quality", f->quality == QUALITY_BOUNDED ? bounds_words(v, s) : say(v, "unknown")},
			{"reason", lacks(v, f)}, {0}});
}

static size_t number_of(const char *digits)
{
	struct err e;
	int64_t n;

	return text_int(digits, 0, INT64_MAX, &n, &e) == 0 ? (size_t)n : 0;
}

/* The pack's label, and what the key names behind its colon. */
static const char *label_of(const struct view *v, const struct fact *f)
{
	const char *label = view_label(v, &f->rule->label), *colon = strchr(f->key, ':');

	if (!colon)
		return label;
	uint32_t state = f->rule->argument == ARG_STATE ? journal_word(v->reg->journal, colon + 1) : 0;
	return arena_printf(v->a, "%s · %s", label, state ? view_state(v, state) : colon + 1);
}

int shown_fact(const struct view *v, const char *key, struct shown *ret, struct err *e)
{
	static const char *const marks[QUALITY_COUNT] = {[QUALITY_EXACT] = "q-exact",
		[QUALITY_BOUNDED] = "q-bounded",
		[QUALITY_UNKNOWN] = "q-unknown"};
	struct shown s = {0};
	int rc = reg_fact(v->reg, v->a, key, v->on, &s.fact, e);

	if (rc < 0)
		return rc;
	s.label = label_of(v, &s.fact);
	s.value = value_words(v, &s.fact, s.fact.value);
	s.low = value_words(v, &s.fact, s.fact.low);
	s.high = value_words(v, &s.fact, s.fact.high);
	s.quality = marks[s.fact.quality];
	s.clause = clause_of(v, &s);
	s.bounds = s.fact.quality == QUALITY_BOUNDED ? bounds_words(v, &s) : "";
	s.short_clause = s.fact.quality == QUALITY_EXACT ? s.clause : lacks(v, &s.fact);
	s.to = fact_url(v, key);
	s.count = number_of(s.fact.quality == QUALITY_EXACT ? s.fact.value : s.fact.high);
	*ret = s;
	return 0;
}

bool shown_count(const struct view *v, enum predicate of, struct shown *ret)
{
	const struct pack *p = v->reg->pack;
	struct err e;

	for (size_t i = 0; i < p->facts_n; i++)
		if (p->fact[i].kind == FACT_COUNT_OF && p->fact[i].of == of)
			return shown_fact(v, p->fact[i].key, ret, &e) == 0;
	return false;
}
