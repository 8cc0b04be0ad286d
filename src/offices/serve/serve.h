/* The pages of all offices, served. Knows none of them: their routes are handed over with the list of
 * offices.
 */
#pragma once
#include "cli/cli.h"

extern const struct office serve_office; /* serve */
