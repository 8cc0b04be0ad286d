/* The office that keeps the record safe: copies, and what a look at everything finds. */
#pragma once
#include "cli/cli.h"

extern const struct office upkeep_office; /* backup, restore, doctor */
