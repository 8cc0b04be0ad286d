/* Letters in other languages: which paragraph is translated, reviewed and approved against which words of the
 * source, and whether a language may leave. The words stand in the pack's templates or, where a house has
 * words of its own, in the store; what was done about them, and by whom, is kept for each house by itself.
 *
 * A paragraph of the source and its translation are a pair of texts (text/paragraph.h), known by their
 * SHA-256, not by their place: a paragraph that moves stays approved, and one that changes, in either
 * language, does not. */
#pragma once
#include "cli/cli.h"
#include "store/db.h"
#include "text/paragraph.h"

extern const struct office translations_office; /* translation …, memory … */

#define TRANSLATION_STEPS_MAX 100000u /* of one letter in one language */

/* What a paragraph is in one language. In this order: the lesser keeps a letter from leaving. */
enum unit_state {
	UNIT_MISSING,    /* nothing says it in this language */
	UNIT_EXTRA,      /* it says what the source does not */
	UNIT_OUTDATED,   /* its words were seen against other words of the source */
	UNIT_DRAFT,      /* written by a machine, or sent back: nobody stands behind it */
	UNIT_TRANSLATED, /* by a person, a file or the pack; nobody else has looked at it */
	UNIT_REVIEWED,   /* by a second person */
	UNIT_APPROVED,   /* as many persons as the house wants stand behind it */
	UNIT_SAME,       /* there is nothing in it to translate */
	UNIT_STATE_COUNT
};
extern const char *const unit_state_names[UNIT_STATE_COUNT + 1]; /* missing extra outdated … NULL */

/* Who stands behind a paragraph. */
struct unit {
	const struct paragraph *source, *target; /* NULL: there is none */
	enum unit_state state;
	const char *origin; /* of the target's words: pack person file memory machine; "" none */
	const char *person; /* who did the last step; "" nobody */
	int64_t at_ms;      /* when; 0: nothing was done */
	const char *was;    /* outdated: the source's words it was seen against; "" not known */
	const char *note;   /* of the last step; "" none */
	size_t persons;     /* different ones who stand behind it */
};

/* One letter in one language of one house. */
struct gate_question {
	const char *house;              /* code */
	const char *treaty, *kind;      /* pack's code; folder of the letter in it */
	const char *lang, *source_lang; /* of target and source; the same: it may leave, nothing is asked */
	int persons;                    /* that must stand behind a paragraph: the house's rule, 1..9 */
	const struct template *source, *target; /* as they would be sent; target NULL: there is none */
};
struct gate {
	size_t paragraphs; /* that must be approved */
	size_t n;          /* that are not: 0, and only then, the language may leave */
	struct unit *lack; /* in the source's order */
};
/* May the letter leave in this language? Answers for these very templates. All lives in `a`. Reads the store
 * only; may run in the caller's transaction. */
int gate_check(struct db *db, struct arena *a, const struct gate_question *q, struct gate *ret,
	struct err *e) ATTR_CHECK;
/* What a gate lacks, as one line for people: "fr: 2 paragraphs are not approved: body/4 (outdated), …". */
const char *gate_says(struct arena *a, const struct gate_question *q, const struct gate *g) ATTR_NEVER_NULL;

/* All paragraphs with their states, in the source's order. */
int translation_units(struct db *db, struct arena *a, const struct gate_question *q, struct unit **ret,
	size_t *ret_n, struct err *e) ATTR_CHECK;

/* As many persons as the step of the house's clearance that asks for most; one where it has none. */
struct house;
int translation_persons(const struct house *h);

/* Languages in which the house has done anything about a letter, sorted. */
#define TRANSLATION_LANGUAGES_MAX 200u
int translation_languages(struct db *db, struct arena *a, const struct gate_question *q,
	const char *const **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* Which of the house's own words stand in place of the pack's. */
enum own_words {
	OWN_NEWEST,   /* whoever stands behind them: for who works on them */
	OWN_APPROVED, /* that so many persons stand behind as the house wants: what is sent */
	OWN_CURRENT   /* the same, but none that were approved against other words of the source */
};
/* The template in a language as the house says it: the pack's, with the house's own words where it has any.
 * Where the source has changed since, its words for what stood there before, which the gate calls outdated.
 * The same bytes as given where it has none. target: NULL where the pack has no template in this language;
 * then every paragraph with words must be the house's own, else *ret is NULL. */
struct translation_files {
	const char *source, *target; /* bytes of the templates */
	size_t source_len, target_len;
};
int translation_compose(struct db *db, struct arena *a, const struct gate_question *q,
	const struct translation_files *f, enum own_words own, const char **ret, size_t *ret_len,
	struct err *e) ATTR_CHECK;
