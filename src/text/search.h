/* Words as they are searched for, in any language: text taken apart by ICU (UAX 29), each word folded, so
 * that case, marks and the width of letters make no difference. Of Chinese every two characters that stand
 * side by side are a word. Of an Arabic word the article and one letter before it are taken off besides. A
 * word is letters and digits alone: in ASCII a-z and 0-9, and no other ASCII character. One thread at a time
 * uses it. */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

#define SEARCH_WORD_MAX 60u   /* bytes of a word; what is longer is cut */
#define SEARCH_WORDS_MAX 16u  /* of a question */
#define SEARCH_PREFIX_LEAST 3 /* characters of a word that others may begin with; a shorter one is whole */
#define SEARCH_FORMS 3

struct searcher;
/* Closed with the arena. ERR_BUG where ICU itself is not whole. */
int searcher_open(struct arena *a, struct searcher **ret, struct err *e) ATTR_CHECK;

struct search_word {
	size_t from, to; /* where it stands: bytes; two characters of Chinese overlap the next two */
	size_t forms;
	const char *form[SEARCH_FORMS]; /* the first as it stands; then without article, without a letter
					   before */
	bool tail;                      /* the last character of several that are written without spaces */
};
/* In order; lives in `a`. text: UTF-8. */
size_t search_words(struct searcher *s, struct arena *a, const char *text, struct search_word **ret);
/* The column that is looked through: every form of every word, a space before each. */
void search_column(struct searcher *s, struct arena *a, const char *text, struct buf *b);

/* A question: every word must be there. */
struct search_asked {
	const char *word;
	bool prefix; /* others may begin with it */
};
/* Each word once; at most `most` of them. Returns how many there are, which may be more. */
size_t search_asked(
	struct searcher *s, struct arena *a, const char *text, size_t most, struct search_asked *ret);
bool search_fits(const struct search_asked *q, const struct search_word *w);
