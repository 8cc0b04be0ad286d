/* The copies that are made regularly: files of a folder whose names say when. Private to the office. */
#pragma once
#include "offices/upkeep/upkeep.h"

#define COPIES_MAX 10000 /* in the folder */

/* "DIR/paraph-2026-11-28T021000Z.backup", the folder made where there is none. ERR_USAGE without
 * $PARAPH_BACKUPS. */
int copies_next(struct run *r, const char **ret, struct err *e) ATTR_CHECK;
/* All but the newest `keep` go. Files of other names stay. */
int copies_drop(struct run *r, size_t keep, struct err *e) ATTR_CHECK;
/* When the newest was made, by its name; 0: there is none. */
int copies_newest(struct run *r, int64_t *ret_ms, struct err *e) ATTR_CHECK;
