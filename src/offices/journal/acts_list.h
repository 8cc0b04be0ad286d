/* Public acts for programs. Private to the office. */
#pragma once
#include "web/list.h"

int acts_list(const struct view *v, const char *segment, struct list *l, struct err *e);
