/* The page of one meeting: when and where, what closes before it, its papers, what was decided there. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/status/meeting.h"
#include "offices/status/meeting_html.h"

/* ---- what it is ---- */

static struct cell known_or_not(struct cell c)
{
	return c.kind == CELL_NONE ? cell_unknown() : c;
}

static void fact_add(struct meeting_view *t, const char *label, struct cell cell)
{
	t->fact[t->facts_n++] = (struct meeting_fact){label, known_or_not(cell)};
}

/* What must be there so long before a meeting of the kind that the treaty demands. */
static void closings(const struct view *v, struct meeting_view *t)
{
	const struct pack *p = v->reg->pack;
	bool formal = false;

	for (size_t i = 0; i < p->rules_n; i++)
		formal |= p->rule[i].kind == RULE_RECURRENCE && strcmp(p->rule[i].meeting, t->g.type) == 0;
	for (size_t i = 0; i < p->rules_n && formal && t->facts_n < 14; i++)
		if (p->rule[i].kind == RULE_BEFORE)
			fact_add(t, view_label(v, &p->rule[i].label),
				cell_day(v,
					t->g.m->opens == DAY_NONE_HIGH
						? DAY_NONE_HIGH
						: day_back(t->g.m->opens, p->rule[i].step)));
}

static void facts_of(const struct view *v, struct meeting_view *t)
{
	const struct gathering *g = &t->g;
	struct cell president = cell_text(g->presidency);

	if (g->presidency_state)
		president = cell_link(president, state_url(v, g->presidency_state));
	fact_add(t, say(v, "Opens"), cell_day(v, g->m->opens));
	fact_add(t, say(v, "Closes"), cell_day(v, g->m->closes));
	fact_add(t, say(v, "City"), cell_city(v, g));
	fact_add(t, say(v, "Country"), cell_text(g->country));
	if (*g->venue)
		fact_add(t, say(v, "Venue"), cell_english(g->venue));
	fact_add(t, say(v, "Presidency"), president);
	fact_add(t, say(v, "On file"), cell_text(stage_words(v, g)));
	if (*g->mandate)
		fact_add(t, say(v, "Convened by"), cell_english(g->mandate));
	fact_add(t, say(v, "Last day for nominations"), cell_day(v, g->nominations));
	closings(v, t);
}

/* ---- what is on file of it ---- */

static bool of_meeting(
	const struct view *v, const struct meeting_view *t, const struct act *act, uint32_t place)
{
	return journal_live(v->reg->journal, place - 1, v->reg->known) && act->visibility == VISIBLE_PUBLIC &&
		done_by(v, act) &&
		(act->subject == t->g.m->act->subject || payload_is(act->payload, "meeting", t->g.m->code));
}

static int by_symbol(const void *a, const void *b)
{
	return strverscmp(((const struct document *)a)->symbol, ((const struct document *)b)->symbol);
}

static void documents_of(const struct view *v, struct meeting_view *t)
{
	const struct journal *j = v->reg->journal;
	static const enum act_kind kinds[] = {ACT_DOCUMENT_ISSUED, ACT_DOCUMENT_ANNOUNCED};
	size_t cap = 0;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		uint32_t p = journal_last_kind(j, v->reg->treaty, kinds[k], v->reg->known);

		for (; p; p = journal_act(j, p - 1)->prev_kind) {
			const struct act *act = journal_act(j, p - 1);
			const char *title, *english;

			if (!of_meeting(v, t, act, p))
				continue;
			title = payload_member(v->a, act->payload, "title", v->words->tag);
			english = payload_member(v->a, act->payload, "title", "en");
			GROW(v->a, t->document, t->documents_n, cap);
			t->document[t->documents_n++] = (struct document){journal_text(j, act->subject),
				title             ? title
					: english ? english
						  : "",
				kinds[k] == ACT_DOCUMENT_ANNOUNCED                   ? say(v, "announced")
					: payload_is(act->payload, "advance", "yes") ? say(v, "advance copy")
										     : "",
				!title && v->words != words_all[0], act_on(act),
				journal_text(j, act->source)};
		}
	}
	if (t->documents_n)
		qsort(t->document, t->documents_n, sizeof *t->document, by_symbol);
}

static const char *outcome_words(const struct view *v, const struct act *act)
{
	static const struct {
		const char *outcome, *words;
	} all[] = {
		{"granted", T("granted")},
		{"refused", T("refused")},
		{"adopted", T("adopted")},
		{"approved", T("approved")},
		{"noted", T("noted")},
		{"elected", T("elected")},
		{"designated", T("designated")},
		{"deferred", T("deferred")},
		{"withdrawn", T("withdrawn")},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (payload_is(act->payload, "outcome", all[i].outcome))
			return say(v, all[i].words);
	return "";
}

/* "Extension granted, to 1 October 2026 (Clearance of …)" */
static const char *taken_words(const struct view *v, const struct act *act)
{
	const char *matter = payload_text(v->a, act->payload, "matter");

	if (act->as != ACT_DECISION || payload_is(act->payload, "matter", "extension"))
		return entry_words(v, act);
	return say_fill(v->a, say(v, "{matter}: {outcome}"),
		(const struct fill[]){
			{"matter", matter ? matter : ""}, {"outcome", outcome_words(v, act)}, {0}});
}

static int by_state(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;
	int r = strcmp(x->state, y->state);

	return r ? r : x->on.high < y->on.high ? -1 : x->on.high > y->on.high;
}

static void taken_of(const struct view *v, struct meeting_view *t)
{
	const struct journal *j = v->reg->journal;
	static const enum act_kind kinds[] = {ACT_EXTENSION_REQUESTED, ACT_DECISION};
	size_t cap = 0;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		uint32_t p = journal_last_kind(j, v->reg->treaty, kinds[k], v->reg->known);

		for (; p; p = journal_act(j, p - 1)->prev_kind) {
			const struct act *act = journal_act(j, p - 1);
			bool state = act->subject && reg_state_known(v->reg, act->subject);

			if (!of_meeting(v, t, act, p))
				continue;
			GROW(v->a, t->taken, t->taken_n, cap);
			t->taken[t->taken_n++] =
				(struct taken){act_on(act), state ? view_state(v, act->subject) : "",
					taken_words(v, act), journal_text(j, act->source),
					state ? state_url(v, act->subject) : (struct url){NULL}};
		}
	}
	if (t->taken_n)
		qsort(t->taken, t->taken_n, sizeof *t->taken, by_state);
}

static void entries_of(const struct view *v, struct meeting_view *t)
{
	const struct journal *j = v->reg->journal;
	static const enum act_kind kinds[] = {ACT_MEETING_HELD, ACT_MEETING_MOVED, ACT_MEETING_CONVENED};
	size_t cap = 0;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		uint32_t p = journal_last_kind(j, v->reg->treaty, kinds[k], v->reg->known);

		for (; p; p = journal_act(j, p - 1)->prev_kind) {
			const struct act *act = journal_act(j, p - 1);

			if (act->subject != t->g.m->act->subject || !journal_live(j, p - 1, v->reg->known) ||
				edtf_by(act_on(act), v->on) == TRI_NO)
				continue;
			GROW(v->a, t->entry, t->entries_n, cap);
			t->entry[t->entries_n++] = (struct taken){
				act->on, "", kind_words(v, act->as), journal_text(j, act->source), {NULL}};
		}
	}
}

static void agenda_of(const struct view *v, struct meeting_view *t)
{
	const struct journal *j = v->reg->journal;
	uint32_t p = journal_last_kind(j, v->reg->treaty, ACT_AGENDA_ADOPTED, v->reg->known);

	for (; p && !t->agenda_n; p = journal_act(j, p - 1)->prev_kind) {
		const struct act *act = journal_act(j, p - 1);

		if (act->subject != t->g.m->act->subject || !of_meeting(v, t, act, p))
			continue;
		const char *items = payload_member(v->a, act->payload, "items", v->words->tag);
		const char *english = payload_member(v->a, act->payload, "items", "en");
		t->agenda_english = !items && v->words != words_all[0];
		items = items ? items : english;
		t->agenda_n = items ? text_split(v->a, items, "\n", &t->agenda) : 0;
	}
}

/* ---- the page ---- */

static int no_meeting(
	const struct view *v, const char *given, const struct meeting *m, size_t n, struct err *e)
{
	const char **codes = NEW_ARRAY(v->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		codes[i] = m[i].code;
	const char *near = text_nearest(given, codes);
	return err_set(e, ERR_NOTFOUND, "%s",
		say_fill(v->a,
			near ? say(v, "No meeting “{given}” is on file by this day. Did you mean {near}?")
			     : say(v,
				       "No meeting “{given}” is on file by this day. The list of meetings "
				       "has them all."),
			(const struct fill[]){{"given", given}, {"near", near ? near : ""}, {0}}));
}

int gathering_find(const struct view *v, const char *code, struct gathering *ret, struct err *e)
{
	struct meeting *m;
	size_t n = reg_meetings(v->reg, v->a, v->on, &m), at = 0;

	while (at < n && strcmp(m[at].code, code) != 0)
		at++;
	if (at == n)
		return no_meeting(v, code, m, n, e);
	*ret = gathering_of(v, &m[at]);
	return 0;
}

/* Nobody is named to a meeting that is over. */
static void forms_of(const struct view *v, struct meeting_view *t)
{
	const struct meeting *m = t->g.m;
	day_t last = m->closes != DAY_NONE_HIGH ? m->closes : m->opens;

	if (m->cancelled || (last != DAY_NONE_HIGH && last < v->on))
		return;
	t->form = nomination_url(v, m->code, ".docx");
	t->sheet = nomination_url(v, m->code, ".xlsx");
}

int meeting_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct meeting_view *t = NEW(v->a, struct meeting_view);
	int rc = gathering_find(v, segment, &t->g, e);

	if (rc < 0)
		return rc;
	forms_of(v, t);
	facts_of(v, t);
	documents_of(v, t);
	taken_of(v, t);
	entries_of(v, t);
	agenda_of(v, t);
	t->frame = (struct frame){.section = SECTION_MEETINGS,
		.title = t->g.english
			? arena_printf(v->a, "%s · %s", meeting_type_words(v, t->g.type), t->g.m->code)
			: t->g.name};
	html_meeting_page(b, v, t);
	return 0;
}
