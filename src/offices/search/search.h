/* Search over what is on file: one index in the store, made from it and brought up to it whenever somebody
 * asks (docs/search.md). Never the truth: what is found is written anew from the register. */
#pragma once
#include "cli/cli.h"

extern const struct office search_office; /* search; /search, /desk/search */
