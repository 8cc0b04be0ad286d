/* What the pages of the outbox and of the incoming register show. Private to the office. */
#pragma once
#include "offices/outbox/setup.h"
#include "web/door.h"
#include "web/list.h"

int unsubscribe_page(struct request *q, struct answer *ret, struct err *e);
extern const struct route outbox_routes[];
