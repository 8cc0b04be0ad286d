/* Pages for programs. Private to the office. */
#pragma once
#include "web/list.h"
#include "web/request.h"

int data_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int dataset_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
int metrics_answer(struct request *q, struct answer *ret, struct err *e);
int openapi_page(const struct view *v, const char *segment, struct buf *b, struct err *e);
