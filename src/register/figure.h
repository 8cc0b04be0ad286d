/* Figures published by others. Private to the register. */
#pragma once
#include "register/fact.h"

struct figure {
	const struct act *act;
	uint32_t place;
};
/* The last one with this key published by `on`. */
bool figure_find(const struct reg *r, const char *key, day_t on, struct figure *ret);
/* Publisher, edition and period into the fact. */
void figure_edition(struct asked *q, const struct figure *f);
