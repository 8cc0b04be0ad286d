/* The statements of every office. */
#pragma once
#include "store/db.h"

extern const struct db_sql *const *const office_list[]; /* ends with NULL */
