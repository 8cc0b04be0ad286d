/* Strings that recur, kept once and numbered from 1; 0 is the empty string. One thread adds, others look up
 * beside it. Private to the folder. */
#pragma once
#include <stdbool.h>

#include "acts/map.h"

#define WORD_SEGMENT 4096u /* words that move together never */
#define WORD_SEGMENTS 16384u
#define WORDS_MAX (WORD_SEGMENT * WORD_SEGMENTS) /* 2^26 */
#define WORD_BYTES_MAX 4096u
#define WORDS_RECENT_BITS 10u

struct words {
	struct texts texts;
	struct map map; /* hash -> word */
	unsigned char key[16];
	uint32_t n; /* the empty one too */
	/* Words put lately, by a hash that is quick and need not be fair: most texts come again. */
	uint32_t recent[1u << WORDS_RECENT_BITS];
	const char **segment[WORD_SEGMENTS];
};

void words_init(struct words *w, struct memory *memory);
uint64_t words_hash(const struct words *w, const char *text, size_t len); /* keyed; never 0 */
uint32_t words_find(const struct words *w, const char *text);             /* 0: not there, or empty */
bool words_put(
	struct words *w, const char *text, size_t len, uint32_t *ret); /* false: WORDS_MAX or too long */
const char *words_text(const struct words *w, uint32_t word);
