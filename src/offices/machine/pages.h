/* Pages for programs. Private to the office. */
#pragma once
#include "web/list.h"

int openapi_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
