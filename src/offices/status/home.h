/* The first page. Private to the office. */
#pragma once
#include "offices/status/pages.h"
#include "offices/status/status.h"

struct tile {
	uint32_t state;
	enum standing standing;
	const char *iso3, *name, *css, *words;
	struct url to;
};
struct group {
	const char *name; /* in the language */
	size_t n, deposited;
	struct tile *tile;
};
struct legend {
	const char *mark, *words;
	size_t n;
};
struct pending { /* deposited, not yet in force */
	const char *name;
	struct url to;
	day_t in_force;
};
struct next_meeting {
	bool any, english;                    /* english: the name is on file in English alone */
	const char *name, *city, *presidency; /* "" none */
	day_t opens, closes;
};

struct home {
	struct shown deposited, in_force, signatory;
	bool has_deposited, has_in_force, has_signatory;
	day_t complete;
	size_t pending_n, figures_n, groups_n, legend_n, states_n, actions_n, coming_n, votes_n;
	struct pending *pending;
	struct shown *figure;
	struct group *group;
	struct legend *legend;
	struct action *action;
	struct coming *coming;
	struct vote *vote;
	struct chart chart;
	struct next_meeting meeting;
	struct frame frame;
};
struct next_meeting meeting_of(const struct view *v);
