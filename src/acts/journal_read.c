/* The journal's readers: they take what is published, or, for the writer, what is put. */
#include <string.h>

#include "acts/journal_private.h"

uint64_t journal_put_count(const struct journal *j)
{
	return j->put;
}

uint64_t journal_count(const struct journal *j)
{
	return atomic_load_explicit(&j->count, memory_order_acquire);
}

uint64_t journal_known(const struct journal *j, int64_t ms)
{
	uint64_t low = 0, high = journal_count(j);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (journal_at(j, middle)->recorded_ms <= ms)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct act *journal_act(const struct journal *j, uint64_t seq)
{
	return journal_at(j, seq);
}

const char *act_id(const struct act *a)
{
	return a->payload - a->id_len - 1;
}

uint32_t journal_word(const struct journal *j, const char *text)
{
	return words_find(&j->words, text);
}

const char *journal_text(const struct journal *j, uint32_t word)
{
	return words_text(&j->words, word);
}

/* The head of a chain: of published acts to a reader, of all to the writer. */
static inline uint32_t head(const struct journal *j, uint64_t key, uint64_t known)
{
	const _Atomic uint64_t *value = map_first(&j->heads, key);
	uint64_t both = value ? atomic_load_explicit(value, memory_order_acquire) : 0;

	return known > journal_count(j) ? (uint32_t)both : (uint32_t)(both >> 32);
}

uint32_t journal_last(
	const struct journal *j, uint32_t treaty, uint32_t subject, enum act_family family, uint64_t known)
{
	uint32_t place = head(j, family_key(treaty, subject, family), known);

	while (place && place - 1 >= known)
		place = journal_at(j, place - 1)->prev_subject;
	return place;
}

uint32_t journal_last_kind(const struct journal *j, uint32_t treaty, enum act_kind as, uint64_t known)
{
	uint32_t place = head(j, kind_key(treaty, as), known);

	while (place && place - 1 >= known)
		place = journal_at(j, place - 1)->prev_kind;
	return place;
}

static inline uint32_t corrected_by(const struct journal *j, uint64_t seq, uint64_t known)
{
	const _Atomic uint64_t *value = map_first(&j->corrections, seq + 1);
	uint64_t place = value ? atomic_load_explicit(value, memory_order_acquire) : 0;

	return place && place - 1 < known ? (uint32_t)place : 0;
}

uint32_t journal_corrected_by(const struct journal *j, uint64_t seq, uint64_t known)
{
	return corrected_by(j, seq, known);
}

uint32_t journal_corrects(const struct journal *j, uint64_t seq)
{
	if (journal_at(j, seq)->kind != ACT_CORRECTION)
		return 0;
	return (uint32_t)atomic_load_explicit(
		map_first(&j->corrections, correction_key(seq + 1)), memory_order_acquire);
}

bool journal_live(const struct journal *j, uint64_t seq, uint64_t known)
{
	return journal_at(j, seq)->as != ACT_CORRECTION && !corrected_by(j, seq, known);
}

bool journal_find(const struct journal *j, const char *id, uint64_t known, uint64_t *ret)
{
	for (uint64_t seq = 0; seq < known; seq++) {
		if (strcmp(act_id(journal_at(j, seq)), id) == 0) {
			*ret = seq;
			return true;
		}
	}
	return false;
}

size_t journal_bytes(const struct journal *j, size_t *ret_payload_bytes)
{
	*ret_payload_bytes = j->payload_bytes;
	return sizeof *j + j->memory.bytes;
}
