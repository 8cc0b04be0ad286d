/* One screen for people: where a treaty stands on a day. Private to the office but for its command. */
#pragma once
#include "cli/cli.h"
#include "register/register.h"

int today_run(struct run *run, struct err *e);
/* 3 February 2026; "" for no day. */
const char *day_words(struct arena *a, day_t d);
/* The value as people read it: "112", "61.4 %", "7 to 8", "unknown". */
const char *fact_words(struct arena *a, const struct fact *f);
void due_row(struct run *run, const struct reg *r, struct table *t, const struct duty *d);
