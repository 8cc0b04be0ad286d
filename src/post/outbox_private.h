/* Between the outbox's rows and struct outbox_message. Private to src/post. */
#pragma once
#include "outbox_sql.h"
#include "post/outbox.h"

/* The rest of a statement that has outbox_one's columns; finishes it. */
int outbox_rows(struct db_stmt *st, struct arena *a, struct outbox_message **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
bool outbox_may_cancel(const struct outbox_message *m);
