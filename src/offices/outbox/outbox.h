/* What went out and what came in: the outbox seen by people, the worker, paper, and the incoming register.
 * The mechanics are src/post. */
#pragma once
#include "cli/cli.h"

extern const struct office outbox_office; /* worker, outbox …, mail …, incoming … */
