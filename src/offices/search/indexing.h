/* Between the two parts of the index. */
#pragma once
#include "offices/search/find.h"

#define WORDS_MAX (256u << 10) /* bytes of words of one thing; what is longer is cut */
#define INDEX_LANGUAGES_MAX 8u

struct indexing {
	struct run *run;
	struct db *db;
	struct searcher *s;
	const char *treaty;
	struct reg reg, then; /* of all that is on file; as when an act was recorded */
	size_t languages;
	struct view view[INDEX_LANGUAGES_MAX];
};
/* Of all that is on file, whatever the run's --known. */
int index_open(struct run *r, struct indexing *x, struct err *e) ATTR_CHECK;
/* Before something is written: languages and words. */
int index_begin(struct indexing *x, struct err *e) ATTR_CHECK;
void views_use(struct indexing *x, struct arena *a, const struct reg *reg);
struct entry_add_in; /* search.sql */
/* In the caller's transaction. */
int entry_put(
	struct indexing *x, const struct entry_add_in *in, const struct buf *words, struct err *e) ATTR_CHECK;
