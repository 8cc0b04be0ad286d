/* The office for programs: the API described, the data dictionary, keys, measurements. */
#pragma once
#include "cli/cli.h"

extern const struct office machine_office;
