#include "acts/words.h"

#include <sodium.h>
#include <string.h>

#include "acts/random.h"

#define BLOCK_BYTES 32768u

_Static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == sizeof(uint64_t), "SipHash-2-4");

void words_init(struct words *w, struct memory *memory)
{
	w->texts = (struct texts){.memory = memory, .block_bytes = BLOCK_BYTES};
	w->n = 1;
	map_init(&w->map, memory);
	random_bytes(w->key, sizeof w->key);
}

uint64_t words_hash(const struct words *w, const char *text, size_t len)
{
	uint64_t hash;

	/* Keyed, so that no one who writes texts can make them collide. */
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)text, len, w->key);
	return hash ? hash : 1;
}

static uint32_t find(const struct words *w, uint64_t hash, const char *text)
{
	struct map_walk walk = map_walk(&w->map, hash);

	for (_Atomic uint64_t *value = map_next(&walk); value; value = map_next(&walk)) {
		uint32_t word = (uint32_t)atomic_load_explicit(value, memory_order_acquire);

		if (strcmp(words_text(w, word), text) == 0)
			return word;
	}
	return 0;
}

uint32_t words_find(const struct words *w, const char *text)
{
	return *text ? find(w, words_hash(w, text, strlen(text)), text) : 0;
}

static uint32_t word_add(struct words *w, uint64_t hash, const char *text, size_t len)
{
	const char ***segment = &w->segment[w->n / WORD_SEGMENT];
	char *copy = texts_room(&w->texts, len + 1);

	if (!*segment)
		*segment = memory_take(w->texts.memory, WORD_SEGMENT * sizeof **segment);
	memcpy(copy, text, len + 1);
	(*segment)[w->n % WORD_SEGMENT] = copy;
	map_add(&w->map, hash, w->n);
	return w->n++;
}

/* Where the text stands if it was put lately. Eight bytes at a time. */
static uint32_t *recent(struct words *w, const char *text, size_t len)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = len, piece;

	for (; len >= sizeof piece; text += sizeof piece, len -= sizeof piece) {
		memcpy(&piece, text, sizeof piece);
		hash = (hash ^ piece) * odd;
	}
	for (piece = 0; len > 0; len--)
		piece = piece << 8 | (unsigned char)*text++;
	return &w->recent[(hash ^ piece) * odd >> (64 - WORDS_RECENT_BITS)];
}

bool words_put(struct words *w, const char *text, size_t len, uint32_t *ret)
{
	uint32_t *lately = recent(w, text, len);

	if (len == 0 || strcmp(words_text(w, *lately), text) == 0) {
		*ret = len ? *lately : 0;
		return true;
	}
	uint64_t hash = words_hash(w, text, len);
	uint32_t word = find(w, hash, text);

	if (!word) {
		if (w->n == WORDS_MAX || len >= WORD_BYTES_MAX)
			return false;
		word = word_add(w, hash, text, len);
	}
	*ret = *lately = word;
	return true;
}

const char *words_text(const struct words *w, uint32_t word)
{
	return word ? w->segment[word / WORD_SEGMENT][word % WORD_SEGMENT] : "";
}
