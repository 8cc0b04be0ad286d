/* The frame's texts in the reader's language. The English text is the key: what has no translation is said in
 * English. Translations are locale/LL.po, compiled into tables by tools/words.py. */
#pragma once
#include "base/buf.h"

struct view;

/* One language of the frame, written by tools/words.py: rows sorted by key. */
struct words_row {
	const char *english;
	const char *const *text; /* one, or one a plural form */
};
struct words {
	const char *tag, *name; /* "fr", "Français" */
	bool right_to_left;
	int (*plural)(unsigned long n); /* which form */
	size_t n;
	const struct words_row *row;
};
extern const struct words *const words_all[]; /* the first is English; ends with NULL */

/* The language that an Accept-Language header asks for (RFC 9110, 12.5.4; RFC 4647, 3.4), among those that we
 * have; English where it names none of them, and without a header (NULL). */
const struct words *words_wished(const char *accept);
/* Of a BCP 47 tag, by its primary language; English where we have none. */
const struct words *words_named(const char *tag);
/* A text that some language has and this one lacks, from *pos (starts at 0); NULL at the end. */
const char *words_missing(const struct words *w, size_t *pos);

/* Marks a text for tools/words.py where it stands in a table. */
#define T(text) text

const char *say_in(const struct words *w, const char *english);
const char *say(const struct view *v, const char *english);
const char *say_number(const struct view *v, const char *one, const char *more, size_t n);

/* A text with {slots}, piece by piece: say_next() writes, escaped, what stands before the next slot, and says
 * which it is; false at the end. A slot that the text does not name is written as it stands. */
struct say_walk {
	const char *text;
	const char *const *names; /* ends with NULL */
	int slot;
};
bool say_next(struct say_walk *w, struct buf *b);

/* The same as plain text, for titles and sentences that are values elsewhere. fill ends with a NULL name. */
struct fill {
	const char *name, *text;
};
const char *say_fill(struct arena *a, const char *text, const struct fill *fill);
