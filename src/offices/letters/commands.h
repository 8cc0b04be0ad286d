/* The office's commands. Private to it. */
#pragma once
#include "cli/cli.h"

extern const struct option_info preview_options[];
int preview_run(struct run *r, struct err *e) ATTR_CHECK;
int check_run(struct run *r, struct err *e) ATTR_CHECK;
int letter_kinds_run(struct run *r, struct err *e) ATTR_CHECK;
