/* The page of one State, and the list of all. */
#include <stdlib.h>
#include <string.h>

#include "acts/payload.h"
#include "base/text.h"
#include "offices/status/state.h"
#include "offices/status/state_html.h"

#define ENTRIES_SHOWN 30
#define VOTES_SHOWN 20

/* ---- who it is ---- */

static const struct {
	const char *body, *words;
} bodies[] = {
	{"African-States", T("African States")},
	{"Asia-Pacific-States", T("Asia-Pacific States")},
	{"Eastern-European-States", T("Eastern European States")},
	{"Latin-American-and-Caribbean-States", T("Latin American and Caribbean States")},
	{"Western-European-and-other-States", T("Western European and other States")},
	{"LDC", T("least developed country")},
	{"SIDS", T("small island developing State")},
};

static const char *groups_of(const struct view *v, uint32_t state)
{
	const struct journal *j = v->reg->journal;
	const char *text = "";

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		uint32_t p = journal_last(
			j, v->reg->world, state, act_kinds[ACT_STATE_JOINED].family, v->reg->known);
		for (; p; p = journal_act(j, p - 1)->prev_subject) {
			const struct act *act = journal_act(j, p - 1);

			if (act->as == ACT_STATE_JOINED && journal_live(j, p - 1, v->reg->known) &&
				payload_is(act->payload, "body", bodies[i].body))
				text = arena_printf(v->a, "%s · %s", text, say(v, bodies[i].words));
		}
	}
	return text;
}

static const char *filled(const struct view *v, const char *text, day_t day)
{
	return say_fill(
		v->a, text, (const struct fill[]){{"day", view_day(v, day)}, {"treaty", v->treaty}, {0}});
}

static day_t exact(struct edtf d)
{
	return edtf_exact(d) ? d.high : DAY_NONE_HIGH;
}

/* The standing in one sentence. */
const char *state_lead(const struct view *v, const struct state_standing *s)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;
	day_t in_force = m ? exact(m->in_force) : DAY_NONE_HIGH, end = m ? exact(m->end) : DAY_NONE_HIGH;

	switch (s->standing) {
	case STANDING_PARTY:
		return in_force == DAY_NONE_HIGH ? say(v, "State Party.")
						 : filled(v, say(v, "State Party since {day}."), in_force);
	case STANDING_DEPOSITED:
		return in_force == DAY_NONE_HIGH || !reg_in_force_known(v->reg, m, v->on)
			? say(v, "Its instrument is deposited and not yet in force.")
			: filled(v,
				  say(v,
					  "Its instrument is deposited; {treaty} enters into force "
					  "for it on {day}."),
				  in_force);
	case STANDING_SIGNATORY:
		return exact(s->signed_on) == DAY_NONE_HIGH
			? say(v, "Signatory: not yet ratified.")
			: filled(v, say(v, "Signatory: signed on {day}, not yet ratified."),
				  s->signed_on.high);
	case STANDING_WITHDRAWING:
		return end == DAY_NONE_HIGH
			? say(v, "State Party that has given notice of withdrawal.")
			: filled(v, say(v, "State Party until its withdrawal takes effect on {day}."), end);
	case STANDING_WITHDRAWN:
		return end == DAY_NONE_HIGH
			? say(v, "Withdrawn: no longer a State Party.")
			: filled(v, say(v, "Withdrawn: no longer a State Party since {day}."), end);
	case STANDING_NOT_PARTY:
		return say(v, "State not party: it has neither signed nor joined.");
	default:
		return say(v, "Its standing cannot be said: a day on file is not precise enough.");
	}
}

/* ---- facts ---- */

static struct url why_state(const struct view *v, const char *what, const char *iso3)
{
	const struct pack *p = v->reg->pack;

	for (size_t i = 0; i < p->facts_n; i++)
		if (p->fact[i].kind == FACT_STATE && strcmp(p->fact[i].what, what) == 0)
			return fact_url(v, arena_printf(v->a, "%s:%s", p->fact[i].key, iso3));
	return (struct url){NULL};
}

static void fact_add(
	const struct view *v, struct state_view *t, const char *label, struct edtf day, const char *what)
{
	t->fact[t->facts_n++] =
		(struct dated){label, exact(day), edtf_words(v, day), why_state(v, what, t->iso3)};
}

/* The rate of the latest scale adopted by the day. */
static void scale_add(const struct view *v, struct state_view *t)
{
	const struct journal *j = v->reg->journal;
	const struct act *best = NULL;
	uint32_t p = journal_last_kind(j, v->reg->world, ACT_SCALE_ADOPTED, v->reg->known);

	for (; p; p = journal_act(j, p - 1)->prev_kind) {
		const struct act *act = journal_act(j, p - 1);

		if (journal_live(j, p - 1, v->reg->known) && edtf_by(act_on(act), v->on) == TRI_YES &&
			(!best || act_on(act).high > act_on(best).high))
			best = act;
	}
	const char *rate = best ? payload_member(v->a, best->payload, "rates", t->iso3) : NULL;
	const char *period = best ? payload_text(v->a, best->payload, "period") : NULL;
	if (!rate)
		return;
	t->fact[t->facts_n++] =
		(struct dated){say_fill(v->a, say(v, "UN scale {period}"),
				       (const struct fill[]){{"period", period ? period : ""}, {0}}),
			DAY_NONE_HIGH, arena_printf(v->a, "%s\u00a0%%", view_number(v, rate)), {NULL}};
}

static void facts_of(const struct view *v, struct state_view *t)
{
	const struct state_standing *s = &t->standing;
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;

	if (s->signed_by != TRI_NO)
		fact_add(v, t, say(v, "Signed"), s->signed_on, "signed");
	if (m) {
		const char *label = say_fill(v->a, say(v, "Deposit of its instrument ({kind})"),
			(const struct fill[]){{"kind", kind_words(v, m->instrument)}, {0}});
		fact_add(v, t, label, m->deposited, "deposited");
	}
	if (m && reg_in_force_known(v->reg, m, v->on))
		fact_add(v, t, say(v, "In force"), m->in_force, "in-force");
	if (m && edtf_by(m->notice, v->on) != TRI_NO && m->end.high != DAY_NONE_HIGH)
		fact_add(v, t, say(v, "Withdrawal takes effect"), m->end, "withdrawn");
	scale_add(v, t);
}

/* ---- entries ---- */

static int newest_first(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->later != y->later)
		return x->later ? 1 : -1;
	return x->on.high != y->on.high ? (x->on.high > y->on.high ? -1 : 1) : strcmp(x->kind, y->kind);
}

static void entry_add(const struct view *v, uint32_t state, enum act_family family, struct entry **all,
	size_t *n, size_t *cap)
{
	const struct reg *r = v->reg;
	uint32_t p = journal_last(r->journal, r->treaty, state, family, r->known);

	for (; p; p = journal_act(r->journal, p - 1)->prev_subject) {
		const struct act *act = journal_act(r->journal, p - 1);

		if (!journal_live(r->journal, p - 1, r->known) || act->visibility != VISIBLE_PUBLIC ||
			edtf_by(act_on(act), v->on) == TRI_NO)
			continue;
		GROW(v->a, *all, *n, *cap);
		(*all)[(*n)++] = (struct entry){act->on, entry_words(v, act),
			journal_text(r->journal, act->source), !done_by(v, act)};
	}
}

size_t entries_about(const struct view *v, uint32_t state, size_t most, struct entry **ret)
{
	struct entry *all = NULL;
	size_t n = 0, cap = 0;

	for (int family = 0; family < FAMILY_COUNT; family++)
		entry_add(v, state, (enum act_family)family, &all, &n, &cap);
	if (n)
		qsort(all, n, sizeof *all, newest_first);
	*ret = all;
	return n < most ? n : most;
}

static void entries_of(const struct view *v, struct state_view *t)
{
	t->entries_n = entries_about(v, t->state, ENTRIES_SHOWN, &t->entry);
	while (t->later_n < t->entries_n && t->entry[t->entries_n - 1 - t->later_n].later)
		t->later_n++;
}

/* ---- documents ---- */

static int paper_newest(const void *a, const void *b)
{
	const struct paper *x = a, *y = b;

	return x->on.high != y->on.high ? (x->on.high > y->on.high ? -1 : 1) : strcmp(x->symbol, y->symbol);
}

/* Requests, decisions and whatever else cites a document by its symbol. */
static void papers_of(const struct view *v, struct state_view *t)
{
	const struct reg *r = v->reg;
	size_t cap = 0;

	for (int family = 0; family < FAMILY_COUNT; family++) {
		uint32_t p = journal_last(r->journal, r->treaty, t->state, (enum act_family)family, r->known);

		for (; p; p = journal_act(r->journal, p - 1)->prev_subject) {
			const struct act *act = journal_act(r->journal, p - 1);
			const char *symbol = payload_text(v->a, act->payload, "symbol");

			if (!symbol || !strchr(symbol, '/') || !journal_live(r->journal, p - 1, r->known) ||
				act->visibility != VISIBLE_PUBLIC || !done_by(v, act))
				continue;
			GROW(v->a, t->paper, t->papers_n, cap);
			t->paper[t->papers_n++] = (struct paper){act->on, symbol, entry_words(v, act)};
		}
	}
	if (t->papers_n)
		qsort(t->paper, t->papers_n, sizeof *t->paper, paper_newest);
}

/* ---- pages ---- */

/* The nearest State to a code or a name that is none. */
static const char *nearest(const struct view *v, const char *given)
{
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);
	const char **words = NEW_ARRAY(v->a, const char *, 2 * n + 1);
	char *upper = arena_strdup(v->a, given);

	for (char *c = upper; *c; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	for (size_t i = 0; i < n; i++)
		words[i] = view_iso3(v, state[i]);
	const char *near = text_nearest(upper, words);
	for (size_t i = 0; i < n; i++)
		words[i] = view_state(v, state[i]);
	const char *named = text_nearest(given, words);
	if (named)
		return named;
	return near ? arena_printf(v->a, "%s (%s)", near, view_state(v, journal_word(v->reg->journal, near)))
		    : NULL;
}

static int no_state(const struct view *v, const char *given, struct err *e)
{
	const char *near = nearest(v, given);
	const struct fill fill[] = {{"given", given}, {"near", near ? near : ""}, {0}};

	return err_set(e, ERR_NOTFOUND, "%s",
		say_fill(v->a,
			near ? say(v, "No State has the code “{given}”. Did you mean {near}?")
			     : say(v,
				       "No State has the code “{given}”. Codes are ISO 3166-1 "
				       "alpha-3, such as LAO; the list of States has them all."),
			fill));
}

int state_of_page(const struct view *v, const char *segment, uint32_t *ret, struct err *e)
{
	uint32_t state = text_is_iso3(segment) ? journal_word(v->reg->journal, segment) : 0;

	if (!state || !reg_state_known(v->reg, state))
		return no_state(v, segment, e);
	*ret = state;
	return 0;
}

int state_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct state_view *t = NEW(v->a, struct state_view);

	int rc = state_of_page(v, segment, &t->state, e);

	if (rc < 0)
		return rc;
	t->iso3 = view_iso3(v, t->state);
	t->name = view_state(v, t->state);
	t->formal =
		text_apostrophes(v->a, reg_state_name(v->reg, v->a, t->state, v->on, v->words->tag, true));
	t->groups = groups_of(v, t->state);
	reg_standing(v->reg, t->state, v->on, &t->standing);
	t->look = &standing_looks[t->standing.standing];
	t->lead = state_lead(v, &t->standing);
	t->founder = t->standing.n && v->reg->nth <= v->on &&
		t->standing.membership[0].deposited.high <= v->reg->nth;
	t->why = why_state(v, "standing", t->iso3);
	facts_of(v, t);
	t->obligations_n = obligations_of(v, t->state, &t->standing, &t->obligation);
	entries_of(v, t);
	papers_of(v, t);
	t->votes_n = votes_of(v, t->state, VOTES_SHOWN, &t->vote);
	t->frame = (struct frame){.title = t->name, .section = SECTION_STATES};
	html_state(b, v, t);
	return 0;
}
