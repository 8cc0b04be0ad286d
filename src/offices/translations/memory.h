/* The memory: what was once approved, found again. Private to the office. */
#pragma once
#include "offices/translations/steps.h"

/* An approved paragraph, whole and, where both sides have as many, sentence by sentence; in the caller's
 * transaction. */
int memory_feed(struct db *db, const struct gate_question *q, const struct past *p, struct err *e) ATTR_CHECK;

/* The sentences of a text by ICU, trimmed; a tag is never cut. Lives in `a`. */
int sentences(struct arena *a, const char *lang, const char *text, const char ***ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
