/* How each State voted on the yearly resolution, where a roll call is on file. */
#include <string.h>

#include "offices/status/pages.h"
#include "offices/status/votes.h"
#include "offices/status/votes_html.h"

#define RESOLUTIONS_MOST 100

enum { STATE, ISO3, REGION, CAST, YEAR, RESOLUTION, COLUMNS };
static const struct list_column columns[COLUMNS] = {
	[STATE] = {"state", T("State"), COLUMN_HEAD},
	[ISO3] = {"iso3", T("Code"), COLUMN_SHOWN},
	[REGION] = {"region", T("Regional group"), COLUMN_SHOWN},
	[CAST] = {"cast", T("Vote"), COLUMN_SHOWN},
	[YEAR] = {"year", T("Year"), COLUMN_SHOWN},
	[RESOLUTION] = {"resolution", T("Resolution"), COLUMN_SHOWN},
};
static const char *const casts[] = {"yes", "no", "abstain", "non-voting", "unknown"};
#define CASTS (sizeof casts / sizeof *casts)

struct asked {
	const char *resolution; /* NULL: all */
	uint32_t state;
	const char *cast; /* NULL: all */
};

/* Unless one is chosen, or a State: the latest. */
static void choose(const struct view *v, struct list *l, struct asked *a)
{
	struct vote *vote;
	size_t n = votes_of(v, 0, RESOLUTIONS_MOST, &vote);
	struct list_choice *which = NEW_ARRAY(v->a, struct list_choice, n + 1);
	struct list_choice *cast = NEW_ARRAY(v->a, struct list_choice, CASTS);

	for (size_t i = 0; i < n; i++)
		which[i] = (struct list_choice){
			vote[i].symbol, arena_printf(v->a, "%d · %s", vote[i].year, vote[i].symbol)};
	for (size_t i = 0; i < CASTS; i++)
		cast[i] = (struct list_choice){casts[i], cast_words(v, casts[i])};
	int chosen = list_choose(l, "resolution", say(v, "Resolution"), which, n);
	list_otherwise(l, say(v, "The latest; of one State all"));
	a->state = list_state(l, "state");
	int voted = list_choose(l, "cast", say(v, "Vote"), cast, CASTS);
	a->cast = voted >= 0 ? casts[voted] : NULL;
	if (chosen >= 0)
		a->resolution = vote[chosen].symbol;
	else if (!a->state && n)
		a->resolution = vote[0].symbol;
}

static void rows_of(const struct view *v, struct list *l, const struct asked *a, uint32_t state)
{
	struct vote *vote;
	size_t n = votes_of(v, state, RESOLUTIONS_MOST, &vote);

	for (size_t i = 0; i < n; i++) {
		const char *cast = vote[i].cast ? vote[i].cast : "unknown";

		if ((a->resolution && strcmp(a->resolution, vote[i].symbol) != 0) ||
			(a->cast && strcmp(a->cast, cast) != 0))
			continue;
		struct cell *row = list_row(l);
		size_t region = region_of(v, state);

		row[STATE] = cell_link(
			cell_named(view_state(v, state), view_state_filed(v, state)), state_url(v, state));
		row[ISO3] = cell_code(view_iso3(v, state));
		row[REGION] = cell_named(region_words(v, region), region_code(region));
		row[CAST] = vote[i].cast ? cell_named(cast_words(v, cast), cast) : cell_unknown();
		row[YEAR] = cell_code(arena_printf(v->a, "%d", vote[i].year));
		row[RESOLUTION] = cell_code(vote[i].symbol);
	}
}

int votes_list(const struct view *v, const char *segment, struct list *l, struct err *e)
{
	struct asked a = {0};
	uint32_t *state;
	size_t n = states_by_name(v, order_open(v->a, v->words->tag), &state);

	(void)segment;
	(void)e;
	l->title = say(v, "Votes in the General Assembly");
	l->frame = (struct frame){.title = l->title, .section = SECTION_VOTES};
	l->caption = say(v,
		"Yearly resolution, vote in plenary. A vote is unknown where no roll call is on file, or the "
		"State is not on it.");
	l->empty = say(v, "No vote fits what was chosen.");
	list_columns(l, columns, COLUMNS);
	choose(v, l, &a);
	for (size_t i = 0; i < n && !l->wrong; i++)
		if ((!a.state || a.state == state[i]) && reg_is_state(v->reg, state[i], v->on) != TRI_NO)
			rows_of(v, l, &a, state[i]);
	return 0;
}

int votes_page(const struct view *v, const char *segment, struct buf *b, struct err *e)
{
	struct list *l = list_new(v);
	struct votes_view *t = NEW(v->a, struct votes_view);
	int rc = votes_list(v, segment, l, e);

	if (rc < 0)
		return rc;
	list_ready(l);
	t->list = l;
	t->n = votes_of(v, 0, RESOLUTIONS_MOST, &t->vote);
	html_votes_page(b, v, t);
	return list_verdict(l, e);
}
