/* Where a treaty stands: who is bound, what is due, every figure with the acts behind it. Derives; records
 * nothing. */
#pragma once
#include "cli/cli.h"

extern const struct office status_office;
