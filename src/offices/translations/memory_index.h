/* The memory of one pair of languages in this process: exact, with other numbers, and fuzzy. Pure: no store,
 * no clock. Built once, then read by any number of threads.
 *
 * Fuzzy: the segments that share most three-letter pieces (trigrams of case-folded code points) are
 * candidates; of those the edit distance on code points decides: percent = 100 - 100 * distance / length of
 * the longer text. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define MEMORY_SEGMENTS_MAX 2000000u
#define SEGMENT_BYTES_MAX (64u << 10) /* of a source or target */
#define MATCHES_MAX 20u

struct segment {
	const char *source, *target;
	const char *origin, *note; /* where it is from: "approved" or a file's name; where it stood */
	int64_t at_ms;
};
enum match_kind { MATCH_EXACT, MATCH_NUMBERS, MATCH_FUZZY, MATCH_KIND_COUNT };
extern const char *const match_kind_names[MATCH_KIND_COUNT + 1]; /* exact numbers fuzzy */
struct match {
	enum match_kind kind;
	unsigned percent; /* 100: exact, or but for its numbers */
	const struct segment *segment;
	const char *target; /* the segment's; of MATCH_NUMBERS with the asked numbers in it */
};

struct memory_index;
/* Lives in `a`; the texts of the segments must outlive it. ERR_LIMIT over the limits above. */
int memory_index_new(struct arena *a, const struct segment *s, size_t n, struct memory_index **ret,
	struct err *e) ATTR_CHECK;
size_t memory_index_count(const struct memory_index *m);

/* The best matches of at least so many percent, at most MATCHES_MAX: exact, then numbers, then fuzzy by
 * percent; of equals the first given. Each target once. `a` is for garbage too. Returns how many stand in
 * ret. */
size_t memory_find(const struct memory_index *m, struct arena *a, const char *source, unsigned least,
	size_t most, struct match *ret);
/* Segments in which the words stand, source or target, capital letters or not; in the order given. */
size_t memory_grep(const struct memory_index *m, struct arena *a, const char *words, size_t most,
	const struct segment **ret);

/* The parts, for tests. */
/* Code points of UTF-8; bytes that are none count one each. */
size_t code_points(struct arena *a, const char *s, uint32_t **ret);
/* Insertions, deletions and replacements between two texts. */
size_t edit_distance(struct arena *a, const char *x, const char *y);
/* The target of a segment when it is asked with other numbers; NULL when they cannot be told to belong. */
const char *numbers_replaced(struct arena *a, const char *source, const char *target, const char *asked);
