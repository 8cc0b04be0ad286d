/* The command that lists the forms of States' names. Private to the office. */
#pragma once
#include "cli/cli.h"

int names_run(struct run *r, struct err *e) ATTR_CHECK;
