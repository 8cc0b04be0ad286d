/* The journal in memory: all acts in one sequence, append-only, in fixed segments that never move. Strings
 * that recur are interned to words. Acts are chained by (treaty, subject, family) and by (treaty, kind),
 * newest first; a correction stands in the chains of what it replaces the act with.
 *
 * One thread writes (put, publish, rewind), any number may read beside it without a lock. A reader passes how
 * many acts it knows of (`known`, at most journal_count() as it read it), and sees no later one; the count is
 * published last and atomically. Only the writer may pass more than journal_count(): to it the acts put and
 * not yet published exist too. Whatever is looked up by hash stays readable while it grows: the old table is
 * kept until journal_free().
 *
 * Memory of its own (not an arena): at most 256 bytes an act beyond its payload. */
#pragma once
#include "acts/act.h"

#define JOURNAL_ACTS_MAX (1u << 26) /* acts, and as many words */

struct journal;

/* At most 64 bytes. */
struct act {
	int64_t recorded_ms;
	const char *payload;   /* canonical JSON, NUL-terminated, in the journal */
	struct edtf on;        /* as written; see act_on() for the bound by the day of recording */
	struct edtf effective; /* without bounds when not given */
	uint32_t treaty, subject, issuer, source; /* words; 0 is the empty string */
	uint32_t prev_subject, prev_kind;         /* place + 1 of the act before in its chain; 0 ends */
	uint8_t kind;                             /* enum act_kind as recorded */
	uint8_t as;         /* the kind it stands for: = kind, but for a correction that of the replacement
			     * (ACT_CORRECTION when it voids) */
	uint8_t visibility; /* enum visibility */
	uint8_t id_len;     /* bytes of act_id() */
	bool has_effective;
};
_Static_assert(sizeof(struct act) <= 64, "a cache line an act");

struct journal *journal_new(void);
void journal_free(struct journal *j); /* NULL is a no-op; no reader may be left */

/* Appends one row (seq must be the count of put rows). Copies what it keeps; does not read the row's salt,
 * commitment and hash. A row's target, checked against `corrects`, spares it an index of all ids. Not visible
 * to readers before journal_publish(). Errors, nothing being appended: ERR_CONFLICT for a wrong seq, for
 * recorded that goes back, for a correction whose target is not live (names the live one); ERR_NOTFOUND for a
 * target not on file; ERR_INVALID for an unknown kind or visibility, no treaty, or a broken day; ERR_LIMIT.
 */
int journal_put(struct journal *j, const struct act_row *row, struct err *e) ATTR_CHECK;
void journal_publish(struct journal *j);
/* Forgets what was put after `count` acts; only unpublished ones: count >= journal_count(). Words stay. */
void journal_rewind(struct journal *j, uint64_t count);
uint64_t journal_put_count(const struct journal *j);         /* with the unpublished ones: for the writer */
uint64_t journal_count(const struct journal *j);             /* published */
uint64_t journal_known(const struct journal *j, int64_t ms); /* published acts recorded at or before ms */
/* All memory; of it payload text, NULs included. For the writer. */
size_t journal_bytes(const struct journal *j, size_t *ret_payload_bytes);

const struct act *journal_act(const struct journal *j, uint64_t seq); /* seq < known */
const char *act_id(const struct act *a);
/* `on` with the bound of reading.md: where it has no high bound, the day on which it was recorded (UTC). */
static inline struct edtf act_on(const struct act *a)
{
	const int64_t day_ms = 86400000;
	struct edtf on = a->on;

	if (on.high == DAY_NONE_HIGH) {
		int64_t day = a->recorded_ms / day_ms - (a->recorded_ms % day_ms < 0);

		on.high = day < on.low ? on.low : (day_t)day;
	}
	return on;
}
uint32_t journal_word(const struct journal *j, const char *text); /* 0 when it never occurred (or is empty) */
const char *journal_text(const struct journal *j, uint32_t word);

/* Place + 1 of the newest act of the chain among the first `known`, 0 when there is none. */
uint32_t journal_last(
	const struct journal *j, uint32_t treaty, uint32_t subject, enum act_family family, uint64_t known);
uint32_t journal_last_kind(const struct journal *j, uint32_t treaty, enum act_kind as, uint64_t known);
/* Place + 1 of the correction among the first `known` acts that targets this act, 0 when none does. */
uint32_t journal_corrected_by(const struct journal *j, uint64_t seq, uint64_t known);
/* Place + 1 of the act that the act at seq corrects, 0 when it is no correction. */
uint32_t journal_corrects(const struct journal *j, uint64_t seq);
/* Does the act at seq < known count? (not corrected within known, and no mere void) */
bool journal_live(const struct journal *j, uint64_t seq, uint64_t known);
/* seq of the act with this id among the first `known`; false when there is none. Linear: for commands, not
 * for hot paths. */
bool journal_find(const struct journal *j, const char *id, uint64_t known, uint64_t *ret);
