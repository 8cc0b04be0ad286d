/* One State on one sheet: where it stands, what it owes, what others of its group did, and a question and a
 * motion that a member of parliament may start from. */
#include "offices/status/brief.h"

#include <string.h>

#include "base/text.h"
#include "offices/status/brief_html.h"

#define VOTES_SHOWN 8
#define NAMES_MAX 60

/* ---- what to ask ---- */

enum call { CALL_NONE, CALL_RATIFY, CALL_SIGN, CALL_ACCEDE, CALL_RETURN, CALL_KEEP };
/* clang-format off */
static const struct {
	const char *question, *motion;
} calls[] = {
	[CALL_RATIFY] = {
		T("To ask the Government: {state} has signed {treaty} and has not yet ratified it. What"
		  " was done since to prepare ratification, what remains to be done, and when will the "
		  "bill come before this House?"),
		T("This House, recalling that {state} has signed {treaty} and has not yet ratified it; "
		  "convinced that a signature asks for the next step; calls on the Government to lay "
		  "the bill of ratification before this House, and to report within six months on what "
		  "was done."),
	},
	[CALL_SIGN] = {
		T("To ask the Government: {state} has not signed {treaty}. What is the position of the "
		  "Government, and what would have to happen before it signs and ratifies?"),
		T("This House, noting that {state} has not signed {treaty}; calls on the Government to "
		  "sign it, to prepare its ratification, and to report within six months on what was "
		  "done."),
	},
	[CALL_ACCEDE] = {
		T("To ask the Government: {state} is not party to {treaty}. What is the position of the"
		  " Government on accession, what stands in its way, and when was it last examined?"),
		T("This House, noting that {state} is not party to {treaty}; calls on the Government to"
		  " examine accession, to lay the bill before this House, and to report within six "
		  "months on what was done."),
	},
	[CALL_RETURN] = {
		T("To ask the Government: {state} has withdrawn from {treaty}. On what grounds was this"
		  " decided, and what would have to happen before the Government returns to it?"),
		T("This House, noting that {state} has withdrawn from {treaty}; calls on the Government"
		  " to examine its return by accession, and to report within six months to this House."),
	},
	[CALL_KEEP] = {
		T("To ask the Government: which obligations of {state} under {treaty} are still to be "
		  "met, by which day, and when will the next report be sent?"),
		T("This House, recalling that {state} is bound by {treaty}; calls on the Government to "
		  "meet each obligation in time, to send its report each year, and to invite States "
		  "that are not party to join."),
	},
};
/* clang-format on */

/* By the treaty's own table of verbs: an instrument on file asks for keeping, none for the next step. */
static enum call call_of(const struct view *v, uint32_t state, const struct state_standing *s)
{
	const char *verb = reg_verb(v->reg, state, v->on);

	if (s->standing == STANDING_UNKNOWN)
		return CALL_NONE;
	if (s->standing == STANDING_WITHDRAWN || s->standing == STANDING_WITHDRAWING)
		return CALL_RETURN;
	if (s->standing == STANDING_PARTY || s->standing == STANDING_DEPOSITED)
		return CALL_KEEP;
	if (!verb)
		return CALL_NONE;
	if (strcmp(verb, "ratify") == 0)
		return CALL_RATIFY;
	return strcmp(verb, "sign") == 0 ? CALL_SIGN : CALL_ACCEDE;
}

static const char *asked(const struct view *v, const struct brief *t, const char *text)
{
	return text ? say_fill(v->a, say(v, text),
			      (const struct fill[]){{"state", t->name}, {"treaty", v->treaty}, {0}})
		    : "";
}

/* ---- others ---- */

static struct neighbours near_of(const struct view *v, uint32_t state)
{
	uint32_t *all;
	size_t n = states_by_name(v, order_open(v->a, v->words->tag), &all), names_n = 0;
	size_t region = region_of(v, state);
	struct neighbours near = {.region = region_words(v, region), .names = ""};
	const char **names = NEW_ARRAY(v->a, const char *, n + 1);

	for (size_t i = 0; i < n; i++) {
		struct state_standing s;

		if (region_of(v, all[i]) != region || reg_is_state(v->reg, all[i], v->on) == TRI_NO)
			continue;
		standing_on(v, all[i], &s);
		near.n++;
		bool bound = s.standing == STANDING_PARTY || s.standing == STANDING_DEPOSITED ||
			s.standing == STANDING_WITHDRAWING;
		near.parties += bound;
		near.signatories += s.standing == STANDING_SIGNATORY;
		near.others += !bound && s.standing != STANDING_SIGNATORY;
		if (bound)
			names[names_n++] = view_state(v, all[i]);
	}
	if (names_n && names_n <= NAMES_MAX)
		near.names = lang_list(v->forms, v->a, names_n, names);
	return near;
}

struct url brief_url(const struct view *v, const char *iso3)
{
	return view_link(v, arena_printf(v->a, "/states/%s/brief", iso3)); /* a code: three capital letters */
}

int brief_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct brief *t = NEW(v->a, struct brief);
	uint32_t state = 0;
	int rc = state_of_page(v, segment, &state, e);

	if (rc < 0)
		return rc;
	t->name = view_state(v, state);
	t->iso3 = view_iso3(v, state);
	standing_on(v, state, &t->standing);
	t->look = &standing_looks[t->standing.standing];
	t->lead = state_lead(v, &t->standing);
	t->obligations_n = obligations_of(v, state, &t->standing, &t->obligation);
	t->near = near_of(v, state);
	t->votes_n = votes_of(v, state, VOTES_SHOWN, &t->vote);
	enum call call = call_of(v, state, &t->standing);
	t->question = asked(v, t, calls[call].question);
	t->motion = asked(v, t, calls[call].motion);
	t->frame = (struct frame){.section = SECTION_STATES,
		.title = say_fill(
			v->a, say(v, "{state}: brief"), (const struct fill[]){{"state", t->name}, {0}})};
	html_brief(b, v, t);
	return 0;
}
