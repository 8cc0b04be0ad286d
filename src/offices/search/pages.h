/* The pages of the office. Private to it. */
#pragma once
#include "web/list.h"

extern const char *const search_fields[];
int search_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int search_list(const struct view *v, const char *segment, struct list *l, struct err *e);
