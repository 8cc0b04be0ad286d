/* The desk of a house: what a morning begins with. Reads what the other offices say; decides nothing. */
#pragma once
#include "cli/cli.h"

extern const struct office desk_office; /* /desk; desk handover */
