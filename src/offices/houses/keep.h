/* Houses as the store keeps them. Private to the office. */
#pragma once
#include "offices/houses/houses.h"

struct house_kept {
	const char *code, *edition, *coalition;
};
int houses_all(
	struct arena *a, struct db *db, struct house_kept **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
/* A new house, or a new edition of one. */
int house_keep(struct db *db, const struct house *h, int64_t now_ms, struct err *e) ATTR_CHECK;
