/* The first page: where the treaty stands. */
#include <string.h>

#include "acts/payload.h"
#include "offices/status/home.h"
#include "offices/status/home_html.h"
#include "offices/status/tiles_html.h"

#define ACTIONS_SHOWN 6
#define COMING_SHOWN 6
#define VOTES_SHOWN 8
#define FIGURES_SHOWN 4

/* ---- States by group ---- */

static void pending_add(const struct view *v, struct home *h, uint32_t state, const struct state_standing *s)
{
	const struct membership *m = s->current < s->n ? &s->membership[s->current] : NULL;

	if (s->standing != STANDING_DEPOSITED || !m || !reg_in_force_known(v->reg, m, v->on) ||
		!edtf_exact(m->in_force))
		return;
	h->pending[h->pending_n++] =
		(struct pending){view_state(v, state), state_url(v, state), m->in_force.high};
}

static void tiles(const struct view *v, struct home *h)
{
	static const enum standing order[] = {STANDING_PARTY, STANDING_DEPOSITED, STANDING_SIGNATORY,
		STANDING_WITHDRAWING, STANDING_WITHDRAWN, STANDING_NOT_PARTY, STANDING_UNKNOWN};
	size_t count[STANDING_COUNT] = {0};
	uint32_t *state;
	size_t n = reg_states(v->reg, v->a, &state);

	h->group = NEW_ARRAY(v->a, struct group, REGION_COUNT);
	h->pending = NEW_ARRAY(v->a, struct pending, n + 1);
	for (size_t g = 0; g < REGION_COUNT; g++)
		h->group[g] = (struct group){
			.name = region_words(v, g), .tile = NEW_ARRAY(v->a, struct tile, n + 1)};
	for (size_t i = 0; i < n; i++) {
		struct state_standing s;

		reg_standing(v->reg, state[i], v->on, &s);
		if (s.standing == STANDING_NOT_PARTY && reg_is_state(v->reg, state[i], v->on) == TRI_NO)
			continue;
		struct group *g = &h->group[region_of(v, state[i])];
		g->tile[g->n++] = (struct tile){state[i], s.standing, view_iso3(v, state[i]),
			view_state(v, state[i]), standing_looks[s.standing].css,
			standing_words(v, s.standing), state_url(v, state[i])};
		g->deposited += s.deposited == TRI_YES;
		count[s.standing]++;
		h->states_n++;
		pending_add(v, h, state[i], &s);
	}
	h->groups_n = REGION_COUNT;
	while (h->groups_n && h->group[h->groups_n - 1].n == 0)
		h->groups_n--;
	h->legend = NEW_ARRAY(v->a, struct legend, STANDING_COUNT);
	for (size_t i = 0; i < STANDING_COUNT; i++)
		if (order[i] != STANDING_UNKNOWN || count[order[i]])
			h->legend[h->legend_n++] = (struct legend){
				standing_looks[order[i]].mark, standing_words(v, order[i]), count[order[i]]};
}

/* ---- figures ---- */

static bool has_figure(const struct home *h, const char *key)
{
	for (size_t i = 0; i < h->figures_n; i++)
		if (strcmp(h->figure[i].fact.rule->key, key) == 0)
			return true;
	return false;
}

/* Adds the pack's first figure of this quality that is not there yet. */
static void figure_add(const struct view *v, struct home *h, enum quality quality)
{
	const struct pack *p = v->reg->pack;
	struct shown s;
	struct err e;

	for (size_t i = 0; i < p->facts_n && h->figures_n < FIGURES_SHOWN; i++) {
		const struct fact_rule *f = &p->fact[i];

		if (f->argument != ARG_NONE || has_figure(h, f->key) || f->kind == FACT_MEETING ||
			f->kind == FACT_STATE || f->kind == FACT_LATEST || f->kind == FACT_VOTE ||
			f->kind == FACT_HELD || f->kind == FACT_ANNUAL || f->kind == FACT_EVENT)
			continue;
		if (shown_fact(v, f->key, &s, &e) == 0 && s.fact.quality == quality &&
			s.fact.type != VALUE_DAY) {
			h->figure[h->figures_n++] = s;
			return;
		}
	}
}

/* Four figures: the two counts that everybody asks for, then one that is bounded and one that is unknown,
 * where there are such. */
static void figures(const struct view *v, struct home *h)
{
	h->has_deposited = shown_count(v, PRED_DEPOSITED, &h->deposited);
	h->has_in_force = shown_count(v, PRED_IN_FORCE, &h->in_force);
	h->has_signatory = shown_count(v, PRED_SIGNATORY, &h->signatory);
	h->figure = NEW_ARRAY(v->a, struct shown, FIGURES_SHOWN);
	if (h->has_deposited)
		h->figure[h->figures_n++] = h->deposited;
	if (h->has_in_force)
		h->figure[h->figures_n++] = h->in_force;
	figure_add(v, h, QUALITY_BOUNDED);
	figure_add(v, h, QUALITY_UNKNOWN);
	for (size_t had = 0; h->figures_n < FIGURES_SHOWN && had != h->figures_n;) {
		had = h->figures_n;
		figure_add(v, h, QUALITY_EXACT);
	}
}

int home_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct home *h = NEW(v->a, struct home);

	(void)segment;
	(void)e;
	h->frame = (struct frame){.section = SECTION_HOME,
		.title = say_fill(v->a, say(v, "Where {treaty} stands"),
			(const struct fill[]){{"treaty", v->treaty}, {0}})};
	h->complete = frame_complete(v);
	figures(v, h);
	tiles(v, h);
	h->chart = chart_of(v);
	h->actions_n = actions_of(v, 0, ACTIONS_SHOWN, &h->action);
	h->coming_n = coming_of(v, COMING_SHOWN, &h->coming);
	h->votes_n = votes_of(v, 0, VOTES_SHOWN, &h->vote);
	h->meeting = meeting_of(v);
	html_home(b, v, h);
	return 0;
}

int tiles_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct home *h = NEW(v->a, struct home);

	(void)segment;
	(void)e;
	h->frame = (struct frame){.section = SECTION_STATES, .title = say(v, "States by standing")};
	tiles(v, h);
	html_tiles_page(b, v, h);
	return 0;
}
