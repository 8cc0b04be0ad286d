/* Between the statements' rows and the store's structs. Private to src/store. */
#pragma once
#include "store/store.h"
#include "store_sql.h"

/* The texts stay the statement's: valid until its next step. */
struct act_row row_of(const struct act_page_row *in);
struct act_row row_copy(struct arena *a, const struct act_row *row);
void head_of(const struct head_read_row *in, struct head *ret);
