/* The paragraphs of a template, one by one, for whoever translates: each with a key that stays while the
 * letter keeps its shape, and its words in one canonical Markdown, so that another width of lines, *this* for
 * _this_ or a comment is no change. Rules (---) have no words and are left out. */
#pragma once
#include "base/buf.h"
#include "text/template.h"

#define PARAGRAPH_KEY_MAX 400u /* bytes; a longer one ends in a part of its SHA-256 */

struct paragraph {
	const char *key; /* PART/CONDITION…/N: body/3, body/?meeting/1, body/#verb=ratify/2,
			    body/^verb=sign/1: the N-th of those that stand in the same part and conditions */
	enum block_kind kind;
	enum part part;
	int level;  /* of a heading 1..6; of an item the depth of its list */
	bool words; /* there is something to translate: a letter outside its tags, or arms */
	unsigned line, last_line, column; /* in the template, from 1; column counts bytes */
	const char *text;                 /* canonical: one line, but for breaks ("\" and a line end) */
	char sha256[65];                  /* of text */
};
/* In order; lives in `a`, texts with the template. */
void template_paragraphs(const struct template *t, struct arena *a, struct paragraph **ret, size_t *ret_n);

/* One paragraph and what says it in another language. */
struct paragraph_pair {
	const struct paragraph *source, *target; /* either may be NULL, not both */
};
/* Pairs within the same part and conditions: one by one where there are as many; else so that kinds, fields
 * and lengths fit best, order kept. In the source's order; what only the target has comes at the end of its
 * place. ret_n is at most n + m. */
void paragraphs_pair(struct arena *a, const struct paragraph *source, size_t n,
	const struct paragraph *target, size_t m, struct paragraph_pair **ret, size_t *ret_n);

/* The template's bytes with other words in some paragraphs: text[i] is canonical Markdown for paragraph i,
 * NULL keeps it. Comments, tags on their own lines and blank lines stay. Appends to `out`. */
void paragraphs_write(const char *data, size_t len, const struct paragraph *p, size_t n,
	const char *const *text, struct buf *out);

/* The next tag "{{…}}" of a canonical text at or after *pos; false when there is none. Moves *pos past it. */
bool paragraph_tag(const char *text, size_t *pos, const char **ret, size_t *ret_len);
/* Does the text have this tag, its form or arms left out of account? */
bool paragraph_has_tag(const char *text, const char *tag, size_t len);
