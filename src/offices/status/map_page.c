/* States on a map: the outlines are one file that browsers keep; the page says how each stands. */
#include "offices/status/map.h"

#include <stdlib.h>
#include <string.h>

#include "offices/status/map_html.h"

static int by_code(const void *key, const void *member)
{
	return strcmp(key, ((const struct outline *)member)->iso3);
}

static struct shape shape_of(const struct view *v, uint32_t state, enum standing s)
{
	return (struct shape){standing_looks[s].css, view_iso3(v, state), view_state(v, state),
		standing_words(v, s), state_url(v, state)};
}

/* In two turns: outlines, then circles. */
static void shapes(const struct view *v, struct map_view *m, size_t count[STANDING_COUNT])
{
	uint32_t *state;
	size_t n = states_by_name(v, order_open(v->a, v->words->tag), &state);

	m->shape = NEW_ARRAY(v->a, struct shape, n + 1);
	m->missing = NEW_ARRAY(v->a, struct shape, n + 1);
	for (int circles = 0; circles < 2; circles++)
		for (size_t i = 0; i < n; i++) {
			const struct outline *o = bsearch(
				view_iso3(v, state[i]), outlines, outlines_n, sizeof *outlines, by_code);
			struct state_standing s;

			if (o ? o->circle != (circles == 1) : circles == 1)
				continue;
			if (standing_on(v, state[i], &s) == STANDING_NOT_PARTY &&
				reg_is_state(v->reg, state[i], v->on) == TRI_NO)
				continue;
			count[s.standing]++;
			if (o)
				m->shape[m->n++] = shape_of(v, state[i], s.standing);
			else
				m->missing[m->missing_n++] = shape_of(v, state[i], s.standing);
		}
}

int map_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	static const enum standing order[] = {STANDING_PARTY, STANDING_DEPOSITED, STANDING_SIGNATORY,
		STANDING_WITHDRAWING, STANDING_WITHDRAWN, STANDING_NOT_PARTY, STANDING_UNKNOWN};
	struct map_view *m = NEW(v->a, struct map_view);
	size_t count[STANDING_COUNT] = {0};

	(void)segment;
	(void)e;
	m->frame = (struct frame){.section = SECTION_STATES, .title = say(v, "States on the map")};
	shapes(v, m, count);
	m->legend = NEW_ARRAY(v->a, struct legend, STANDING_COUNT);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (order[i] != STANDING_UNKNOWN || count[order[i]])
			m->legend[m->legend_n++] = (struct legend){
				standing_looks[order[i]].mark, standing_words(v, order[i]), count[order[i]]};
	html_map_page(b, v, m);
	return 0;
}
