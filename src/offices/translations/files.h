/* A letter in one language as a file, out and in. Private to the office. */
#pragma once
#include "offices/translations/desk.h"
#include "offices/translations/exchange.h"
#include "offices/translations/memory.h"

int translation_written(struct desk *d, const struct version *v, const struct exchange_kind *kind,
	struct buf *out, size_t *ret_n, struct err *e) ATTR_CHECK;

/* Set path (how it ends says its form), kind and lang (NULL: as the file says), dry (nothing is recorded). */
struct importing {
	const char *path, *kind, *lang;
	bool dry;
	struct desk desk;
	struct version version;
	struct exchange x;
	struct term *term;
	size_t terms, taken, same, foreign;
	size_t notes, notes_cap;
	const char **noted; /* what is told and stops nothing */
};
int translation_take(
	struct run *r, struct importing *im, const char *data, size_t len, struct err *e) ATTR_CHECK;
