/* What xliff_check.c and xliff_unit.c share. */
#pragma once
#include "offices/translations/xliff.h"

struct check {
	struct arena *a;
	const char *name;
	const char *source_lang, *target_lang;
	struct err *e;
};
/* ERR_INVALID "NAME:LINE: <element>: why". */
int xliff_bad(const struct check *c, const xmlNode *n, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* Ids that must differ, and the elements that have them. */
struct ids {
	size_t n, cap;
	struct id {
		const char *id;
		const xmlNode *node;
		bool closed;
	} * at;
	size_t slots; /* a power of two, half empty at least; each the place in `at` + 1, 0 free */
	size_t *slot;
};
struct id *xliff_id_find(const struct ids *ids, const char *id); /* NULL */
int xliff_id_add(struct check *c, struct ids *ids, const xmlNode *n);
/* The ids of what stands in the list of one element: its notes, its data. */
int xliff_children_ids(struct check *c, const xmlNode *n, const char *list, struct ids *ids);
/* What the parts of a unit demand of each other. `notes`: its own. */
int xliff_unit_check(struct check *c, const xmlNode *unit, const struct ids *notes);
