/* The steps on file of one letter in one language. Private to the office. */
#pragma once
#include "offices/translations/translations.h"

/* What may be done about a translation; named in translation_step.stage. */
enum stage { STAGE_DRAFT, STAGE_TRANSLATED, STAGE_REVIEWED, STAGE_APPROVED, STAGE_COUNT };
extern const char *const stage_names[STAGE_COUNT + 1];
enum origin { ORIGIN_PACK, ORIGIN_PERSON, ORIGIN_FILE, ORIGIN_MEMORY, ORIGIN_MACHINE, ORIGIN_COUNT };
extern const char *const origin_names[ORIGIN_COUNT + 1];

struct past { /* a row of translation_step, with its words */
	enum stage stage;
	enum origin origin;
	const char *source_sha256, *target_sha256, *source, *target;
	const char *paragraph, *person, *behalf, *note;
	int64_t at_ms;
};
struct pasts {
	size_t n;
	struct past *at; /* in time's order */
};
int steps_load(struct db *db, struct arena *a, const struct gate_question *q, struct pasts *ret,
	struct err *e) ATTR_CHECK;
/* One step in the caller's transaction; the words go with it. */
int step_add(struct db *db, const struct gate_question *q, const struct past *p, struct err *e) ATTR_CHECK;

/* What the steps make of a pair of texts. */
struct judged {
	size_t steps; /* that are about this pair; 0: nothing was done */
	enum stage stage;
	const struct past *last, *translated; /* NULL none */
	size_t persons; /* different ones since it was last a draft, and the pack as one */
};
/* A pair without steps counts as translated by the pack. */
struct judged steps_judge(const struct pasts *p, const char *source_sha256, const char *target_sha256);
/* The house's own words for a paragraph of the source, newest. persons: only what so many stand behind,
 * approved; 0: any. NULL: none, or the house went back to the pack's. */
const struct past *steps_own(const struct pasts *p, const char *source_sha256, int persons);
/* The same for words of the source that stood under this key and stand nowhere in it now. */
const struct past *steps_former(
	const struct pasts *p, const char *key, const struct paragraph *source, size_t n, int persons);
