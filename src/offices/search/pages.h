/* The pages of the office. Private to it. */
#pragma once
#include "web/list.h"

extern const char *const search_fields[];
int search_list(const struct view *v, const char *segment, struct list *l, struct err *e);
int search_desk_rows(struct request *q, struct list *l, struct err *e);
