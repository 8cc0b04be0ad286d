/* An act from a program. Private to the office. */
#pragma once
#include "web/request.h"

int acts_post(struct request *q, struct answer *ret, struct err *e);
void acts_post_schema(struct buf *b); /* JSON Schema of what it takes */
void acts_post_answer(struct buf *b); /* and of what it gives */
