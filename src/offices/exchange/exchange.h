/* The office between installations: public acts given to others, signed, and taken over from them. */
#pragma once
#include "cli/cli.h"

extern const struct office exchange_office; /* act pull, act peers; /feeds/acts.jsonl */
