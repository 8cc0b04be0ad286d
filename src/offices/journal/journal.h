/* The office of the record itself: acts by hand, from files, corrected, shown, handed on and verified.
 * Commands named `act ...`. */
#pragma once
#include "cli/cli.h"

extern const struct office journal_office;
