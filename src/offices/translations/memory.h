/* The memory: what was once approved, found again; and the glossary. Private to the office. */
#pragma once
#include "offices/translations/memory_index.h"
#include "offices/translations/steps.h"

struct memory_pair {
	const char *house, *source_lang, *target_lang;
};
/* All segments of a pair of languages, the newest first, ready to be asked. Lives in `a`. */
int memory_load(struct db *db, struct arena *a, const struct memory_pair *p, struct memory_index **ret,
	struct err *e) ATTR_CHECK;
/* In the caller's transaction; what is there stays as it is. */
int memory_add(struct db *db, const struct memory_pair *p, const struct segment *s, struct err *e) ATTR_CHECK;

/* An approved paragraph, whole and, where both sides have as many, sentence by sentence; in the caller's
 * transaction. */
int memory_feed(struct db *db, const struct gate_question *q, const struct past *p, struct err *e) ATTR_CHECK;

/* The sentences of a text by ICU, trimmed; a tag is never cut. Lives in `a`. */
int sentences(struct arena *a, const char *lang, const char *text, const char ***ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;

/* The glossary. */
struct term {
	const char *source, *target, *note;
};
int terms_load(struct db *db, struct arena *a, const struct memory_pair *p, struct term **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
int term_put(struct db *db, const struct memory_pair *p, const struct term *t, int64_t now_ms,
	struct err *e) ATTR_CHECK;
/* Terms that stand in the source and whose translation does not stand in the target, in words; "" none. */
const char *terms_missed(struct arena *a, const struct term *t, size_t n, const char *source,
	const char *target) ATTR_NEVER_NULL;
