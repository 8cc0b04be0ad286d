/* Every meeting on file; and what the page of one says of it too. */
#include "offices/status/meeting.h"

#include <string.h>

enum {
	NAME,
	CODE,
	TYPE,
	STAGE,
	OPENS,
	CLOSES,
	CITY,
	COUNTRY,
	PRESIDENCY,
	VENUE,
	NOMINATIONS,
	SOURCE,
	COLUMNS
};
static const struct list_column columns[COLUMNS] = {
	[NAME] = {"name", T("Meeting"), COLUMN_HEAD},
	[CODE] = {"code", T("Code"), COLUMN_FILE},
	[TYPE] = {"type", T("Kind"), COLUMN_FILE},
	[STAGE] = {"stage", T("On file"), COLUMN_SHOWN},
	[OPENS] = {"opens", T("Opens"), COLUMN_LABELLED},
	[CLOSES] = {"closes", T("Closes"), COLUMN_LABELLED},
	[CITY] = {"city", T("City"), COLUMN_SHOWN},
	[COUNTRY] = {"country", T("Country"), COLUMN_FILE},
	[PRESIDENCY] = {"presidency", T("Presidency"), COLUMN_LABELLED},
	[VENUE] = {"venue", T("Venue"), COLUMN_FILE},
	[NOMINATIONS] = {"nominations_close", T("Last day for nominations"), COLUMN_FILE},
	[SOURCE] = {"source", T("Source"), COLUMN_FILE},
};

/* ---- one meeting ---- */

/* The pack's own name of it, where the treaty demands such meetings. */
const char *meeting_type_words(const struct view *v, const char *type)
{
	const struct pack *p = v->reg->pack;
	static const struct {
		const char *type, *words;
	} others[] = {
		{"preparatory", T("Preparatory meeting")},
		{"intersessional", T("Intersessional meeting")},
	};

	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].kind == RULE_RECURRENCE && strcmp(p->rule[i].meeting, type) == 0)
			return view_label(v, &p->rule[i].label);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i].type, type) == 0)
			return say(v, others[i].words);
	return type;
}

static const char *text_of(const struct view *v, const struct meeting *m, const char *field)
{
	return meeting_text(v->reg, v->a, m, v->on, field, NULL);
}

static uint32_t state_of(const struct view *v, const struct meeting *m, const char *field)
{
	const char *code = text_of(v, m, field);

	return *code ? journal_word(v->reg->journal, code) : 0;
}

static const char *stage_of(const struct meeting *m)
{
	if (m->cancelled)
		return "cancelled";
	return m->held ? "held" : m->act->as == ACT_MEETING_MOVED ? "moved" : "convened";
}

struct gathering gathering_of(const struct view *v, const struct meeting *m)
{
	const char *name = meeting_text(v->reg, v->a, m, v->on, "name", v->words->tag);
	const char *nominations = text_of(v, m, "nominations-close");
	struct err ignored;
	struct gathering g = {.m = m,
		.name = name,
		.type = m->type,
		.city = text_of(v, m, "city"),
		.venue = text_of(v, m, "venue"),
		.format = text_of(v, m, "format"),
		.mandate = text_of(v, m, "mandate"),
		.country_state = state_of(v, m, "country"),
		.presidency_state = state_of(v, m, "presidency"),
		.stage = stage_of(m)};

	if (!*name) {
		g.name = meeting_text(v->reg, v->a, m, v->on, "name", "en");
		g.english = v->words != words_all[0] && *g.name;
	}
	if (!*g.name) {
		g.name = m->code;
		g.english = true;
	}
	g.country = g.country_state ? view_state(v, g.country_state) : "";
	g.presidency = g.presidency_state ? view_state(v, g.presidency_state) : "";
	if (day_parse(nominations, strlen(nominations), &g.nominations, &ignored) < 0)
		g.nominations = DAY_NONE_HIGH;
	return g;
}

const char *stage_words(const struct view *v, const struct gathering *g)
{
	if (g->m->cancelled)
		return say(v, "cancelled");
	if (g->m->held)
		return say(v, "held");
	return g->m->act->as == ACT_MEETING_MOVED ? say(v, "moved") : say(v, "convened");
}

struct cell cell_city(const struct view *v, const struct gathering *g)
{
	if (strcmp(g->format, "virtual") == 0 && !*g->city)
		return cell_named(say(v, "held online"), "virtual");
	return *g->city ? cell_english(g->city) : cell_unknown();
}

struct url meeting_url(const struct view *v, const char *code)
{
	return view_link_to(v, "/meetings/", code);
}

/* ---- the list ---- */

static struct cell or_unknown(struct cell c)
{
	return c.kind == CELL_NONE ? cell_unknown() : c;
}

static void row_of(const struct view *v, struct list *l, const struct meeting *m)
{
	struct gathering g = gathering_of(v, m);
	struct cell *row = list_row(l);

	row[NAME] = cell_link(g.english ? cell_english(g.name) : cell_text(g.name), meeting_url(v, m->code));
	row[CODE] = cell_code(m->code);
	row[TYPE] = *g.type ? cell_named(meeting_type_words(v, g.type), g.type) : cell_unknown();
	row[STAGE] = cell_named(stage_words(v, &g), g.stage);
	row[OPENS] = or_unknown(cell_day(v, m->opens));
	row[CLOSES] = or_unknown(cell_day(v, m->closes));
	row[CITY] = cell_city(v, &g);
	row[PRESIDENCY] = g.presidency_state ? cell_named(g.presidency, view_iso3(v, g.presidency_state))
					     : cell_unknown();
	row[COUNTRY] =
		g.country_state ? cell_named(g.country, view_iso3(v, g.country_state)) : cell_unknown();
	row[VENUE] = or_unknown(cell_english(g.venue));
	row[NOMINATIONS] = or_unknown(cell_day(v, g.nominations));
	row[SOURCE] = cell_english(journal_text(v->reg->journal, m->act->source));
}

/* The kinds of meeting that are on file. */
static size_t types_of(const struct view *v, const struct meeting *m, size_t n, struct list_choice **ret)
{
	struct list_choice *all = NEW_ARRAY(v->a, struct list_choice, n + 1);
	size_t types = 0;

	for (size_t i = 0; i < n; i++) {
		bool seen = !*m[i].type;

		for (size_t k = 0; k < types; k++)
			seen |= strcmp(all[k].value, m[i].type) == 0;
		if (!seen)
			all[types++] = (struct list_choice){m[i].type, meeting_type_words(v, m[i].type)};
	}
	*ret = all;
	return types;
}

int meetings_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct meeting *m;
	struct list_choice *type;
	size_t n = reg_meetings(v->reg, v->a, v->on, &m), types = types_of(v, m, n, &type);

	(void)segment;
	(void)e;
	l->title = say(v, "Meetings");
	l->frame = (struct frame){.title = l->title, .section = SECTION_MEETINGS};
	l->caption = say(v, "As convened, moved or held by the day; the latest first.");
	l->empty = say(v, "No meeting is on file that fits what was chosen.");
	list_columns(l, columns, COLUMNS);
	int chosen = list_choose(l, "type", say(v, "Kind of meeting"), type, types);
	for (size_t i = n; i-- > 0 && !l->wrong;)
		if (chosen < 0 || strcmp(m[i].type, type[chosen].value) == 0)
			row_of(v, l, &m[i]);
	return 0;
}
