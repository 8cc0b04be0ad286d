/* The map. Private to the office. */
#pragma once
#include "offices/status/home.h"

/* What assets/world.svg has of a State: an outline, or a circle where it would be too small. By code. */
struct outline {
	char iso3[4];
	bool circle;
};
extern const struct outline outlines[];
extern const size_t outlines_n;

struct shape {
	const char *css, *iso3, *name, *words;
	struct url to;
};
struct map_view {
	struct frame frame;
	size_t n, legend_n, missing_n;
	struct shape *shape; /* circles last, so that nothing lies on them */
	struct legend *legend;
	struct shape *missing; /* no outline is on file of them */
};
