/* Letter templates: CommonMark with a small typed language in double braces, described in
 * docs/templates.md. A template is read and checked as a whole before the first letter is made; values are
 * data and never read as markup. Knows no treaty: what a key stands for, and what it is worth, is asked of
 * the caller. */
#pragma once
#include "base/arena.h"
#include "base/date.h"
#include "text/doc.h"
#include "text/glyph.h"
#include "text/lang.h"

#define TEMPLATE_BYTES_MAX (256u << 10)
#define TEMPLATE_TAGS_MAX 2000u
#define TEMPLATE_DEPTH_MAX 16u /* conditions within conditions, lists within lists */
#define TEMPLATE_MISTAKES_MAX 100u

/* What a key stands for. */
enum slot_type {
	SLOT_NUMBER,
	SLOT_DECIMAL,
	SLOT_DAY,
	SLOT_TEXT,
	SLOT_LIST,
	SLOT_CHOICE,
	SLOT_YES,
	SLOT_TYPE_COUNT
};
struct slot {
	enum slot_type type;
	bool figure; /* grows old: its as-at day and its edition bind the paragraph that it stands in */
	const char *const *choice; /* SLOT_CHOICE: its words, NULL-terminated */
	bool name;                 /* SLOT_TEXT: of a State, so that it has the forms of text/name.h */
};
/* < 0 when there is no such key: the error's text says which, without place, and ends with the mend. */
typedef int (*slot_find_fn)(void *ctx, const char *key, struct slot *ret, struct err *e);

struct template_source {
	const char *path; /* for messages */
	const char *data;
	size_t len;
	const struct lang *lang;
	slot_find_fn find;
	void *ctx;
	const struct glyphs *glyphs; /* of lang: every character must be among them; NULL: not asked */
};
struct template_mistake {
	unsigned line, column; /* from 1; columns count characters */
	const char *text;
};
struct template_mistakes {
	size_t n;
	struct template_mistake *at; /* in order, TEMPLATE_MISTAKES_MAX at most */
};
struct template;
/* ERR_INVALID with the first mistake as "PATH:LINE:COLUMN: …"; all of them in *ret_mistakes (written in
 * either case; may be NULL). The template lives in `a` and keeps `path` and `lang` of the source, not its
 * data. */
int template_parse(struct arena *a, const struct template_source *s, struct template **ret,
	struct template_mistakes *ret_mistakes, struct err *e) ATTR_CHECK;

/* Does `t` say what `source`, the same letter in another language, says: the same fields, conditions and
 * optional paragraphs? ERR_INVALID and mistakes as above, placed in `t`. */
int template_compare(struct arena *a, const struct template *t, const struct template *source,
	struct template_mistakes *ret_mistakes, struct err *e) ATTR_CHECK;

/* What a key is worth for one letter. */
struct slot_value {
	const char *text; /* number, text, word of a choice, or "yes"; NULL: there is none */
	day_t day;
	size_t n;
	const char *const *item;
	const char *why; /* NULL: it may be printed; else why it may not, after the key: "is between 107 and
			    109" */
	day_t as_at;     /* a figure's; DAY_NONE_LOW none */
	const char *edition; /* of a published figure, with its publisher; NULL none */
	const char *period;  /* what it is about; NULL none */
	const char *
		article; /* of a State's name: see text/name.h; "": the name begins with it; NULL not known */
};
typedef int (*slot_value_fn)(void *ctx, const char *key, struct slot_value *ret, struct err *e);

struct filling {
	day_t on;     /* the letter's day */
	day_t oldest; /* as-at days before this one are too old */
	slot_value_fn value;
	void (*said)(void *ctx, const char *key); /* of each value that stands in the letter; NULL */
	void *ctx;
};
/* Writes one letter. A paragraph cannot be written when a figure in it is not exact, is too old, has another
 * as-at day or another edition than the figures beside it, or when a value is missing: an optional one is
 * left out and listed; for any other the letter is refused: ERR_INVALID with "PATH:LINE:COLUMN: …". */
int template_fill(const struct template *t, struct arena *a, const struct filling *f, struct doc *ret,
	struct err *e) ATTR_CHECK;
