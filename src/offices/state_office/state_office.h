/* The office of a State: what its focal points see and do. Everything here is of the State of the grant by
 * which they came in; of another State nothing is found. docs/office.md. */
#pragma once
#include "cli/cli.h"

extern const struct office state_office; /* /office … */
