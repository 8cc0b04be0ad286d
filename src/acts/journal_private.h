/* What the journal is made of. Private to journal*.c. */
#pragma once
#include "acts/journal.h"
#include "acts/words.h"

#define ACT_SEGMENT 4096u
#define ACT_SEGMENTS (JOURNAL_ACTS_MAX / ACT_SEGMENT)

struct journal {
	struct memory memory;
	_Atomic uint64_t count; /* published: stored last, after all that its acts need */
	uint64_t put;           /* from here on the writer's */
	struct texts texts;     /* id, NUL, payload, NUL of every act */
	size_t payload_bytes;
	struct words words;
	/* Heads of chains: head_key() -> place + 1 of the newest published act (upper half) and of the newest
	 * put (lower half). */
	struct map heads;
	struct map corrections; /* target + 1 -> place + 1 of its correction, 0 after a rewind; and back */
	struct map ids;   /* hash of id -> place + 1; the writer's, made when a target must be looked up */
	uint64_t indexed; /* acts in `ids` */
	enum act_kind last_kind; /* of the row before: rows that follow are often alike */
	struct act *segment[ACT_SEGMENTS];
};

static inline struct act *journal_at(const struct journal *j, uint64_t seq)
{
	return &j->segment[seq / ACT_SEGMENT][seq % ACT_SEGMENT];
}

/* In `corrections`: of the correction at place + 1, under which its target + 1 stands. */
static inline uint64_t correction_key(uint64_t place)
{
	return UINT64_C(1) << 32 | place;
}

/* Chains of one subject by family, and of the treaty by kind. Words and tags fit side by side. */
static inline uint64_t head_key(uint32_t treaty, uint32_t subject, unsigned tag)
{
	_Static_assert(FAMILY_COUNT + ACT_KIND_COUNT < 1 << 6 && WORDS_MAX <= 1 << 26, "6 bits, 26 bits");
	return (uint64_t)treaty << 32 | (uint64_t)subject << 6 | tag;
}

static inline uint64_t family_key(uint32_t treaty, uint32_t subject, enum act_family family)
{
	return head_key(treaty, subject, (unsigned)family);
}

static inline uint64_t kind_key(uint32_t treaty, enum act_kind as)
{
	return head_key(treaty, 0, FAMILY_COUNT + (unsigned)as);
}
