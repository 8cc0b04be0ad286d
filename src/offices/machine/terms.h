/* What the columns of the public lists mean to who reads them by program: one word, one meaning, in every
 * list; where a list means another thing by it, it says so. The description of the API and the data
 * dictionary are made of it. Private to the office. */
#pragma once
#include "web/list.h"

/* Beside what is said here a value may be null (there is none) or "unknown" (the record does not hold it). */
enum term_type {
	TERM_TEXT,
	TERM_CODE,
	TERM_NUMBER,
	TERM_DAY, /* ISO 8601, or EDTF where it is known in part */
	TERM_INSTANT,
	TERM_STATE,  /* ISO 3166-1 alpha-3 */
	TERM_VALUE,  /* a number, a day, a code: as the row says */
	TERM_OBJECT, /* JSON */
	TERM_TYPE_COUNT
};
extern const struct term_type_info {
	const char *label;  /* T() */
	const char *schema; /* JSON Schema, without its braces, ' for " */
} term_types[TERM_TYPE_COUNT];

struct term {
	const char *list, *key; /* list NULL: in every one */
	enum term_type type;
	const char *meaning; /* T() */
};
/* NULL: nobody has said it; tests/web/test_api.py finds that. */
const struct term *term_of(const char *list, const char *key);

/* Every list that programs read, in the order of the routes: filled as at the view, with its columns and the
 * fields that choose. */
struct listing {
	const struct route *route;
	const char *name, *path; /* states, /api/v1/states */
	const struct list *list;
};
int listings_of(const struct view *v, struct listing **ret, size_t *ret_n, struct err *e) ATTR_CHECK;
