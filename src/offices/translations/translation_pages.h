/* Letters in other languages at the desk of a house. Private to the office. */
#pragma once
#include "offices/translations/files.h"
#include "web/door.h"
#include "web/list.h"

#define TAKE_BODY_MAX (33u << 20) /* bytes of a form with a translator's file */

/* A text in pieces, as it changed: ' ' as before, '-' taken out, '+' added. */
struct piece_changed {
	char sort;
	const char *text;
};
struct changed {
	size_t n;
	struct piece_changed *piece;
};
struct paragraph_view {
	const char *key,
		*id; /* id: SHA-256 of the source, in the address of its page; NULL: the source has none */
	const char *state, *source, *target, *by, *note;
	struct changed was; /* n 0: nothing has changed since */
	const char *anchor;
	bool review, approve;
	const char *to_review, *to_approve; /* what their buttons say */
};
struct text_view {
	const char *kind, *lang, *language, *said;
	bool sendable, writes;
	size_t n;
	struct paragraph_view *paragraph;
	size_t refusals; /* of paragraphs that a step left */
	struct step_refusal *refused;
};
struct match_view {
	const char *kind, *target, *where;
	unsigned percent;
	struct changed differs; /* of its source from this paragraph's */
};
struct words_view {
	const char *kind, *lang, *language, *key, *id, *state, *source, *words, *wrong, *terms;
	struct changed was;
	bool tags, writes; /* tags: a field of the source is missing in the words */
	size_t matches, glossary;
	struct match_view *match;
	struct term *term; /* those of the glossary that stand in the source */
};
struct taken_view {
	const char *kind, *lang, *name;
	size_t taken, same, foreign, notes;
	const char **note;
};
int translation_rows(struct request *q, struct list *l, struct err *e);
int translation_text_page(struct request *q, struct answer *ret, struct err *e);
int translation_step_page(struct request *q, struct answer *ret, struct err *e);
int translation_words_page(struct request *q, struct answer *ret, struct err *e);
int translation_export_page(struct request *q, struct answer *ret, struct err *e);
int translation_import_page(struct request *q, struct answer *ret, struct err *e);
extern const struct route translation_routes[];
