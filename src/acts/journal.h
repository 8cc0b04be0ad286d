/* The journal in memory: all acts in one sequence, append-only, in fixed segments that never move, so that readers need no lock while one
 * writer appends (the count is published atomically). Strings that recur are interned to words. Acts are chained by
 * (treaty, subject, family) and by (treaty, kind), newest first; a correction stands in the chains of what it replaces the act with.
 * Memory of its own (not an arena): at most 256 bytes an act beyond its payload. */
#pragma once
#include "acts/act.h"

struct journal;

struct act {
	int64_t recorded_ms;
	const char *id;          /* NUL-terminated, in the journal */
	const char *payload;     /* canonical JSON, NUL-terminated, in the journal */
	struct edtf on;          /* as written; see act_on() for the bound by the day of recording */
	struct edtf effective;   /* without bounds when not given */
	uint32_t treaty, subject, issuer, source; /* words; 0 is the empty string */
	uint32_t prev_subject, prev_kind;         /* place + 1 of the act before in its chain; 0 ends */
	uint8_t kind;            /* enum act_kind as recorded */
	uint8_t as;              /* kind it stands for: = kind, but for a correction that of the replacement (ACT_CORRECTION when it voids) */
	uint8_t visibility;
	bool has_effective;
};

struct journal *journal_new(void);
void journal_free(struct journal *j);

/* Appends one row (seq must be the count of put rows). Copies what it keeps. Errors: ERR_CONFLICT for a wrong seq or recorded that goes back or a target of
 * a correction that is not live; ERR_INVALID for an unknown kind or a broken day. Not visible to readers before journal_publish(). */
int journal_put(struct journal *j, const struct act_row *row, struct err *e) ATTR_CHECK;
void journal_publish(struct journal *j);
void journal_rewind(struct journal *j, uint64_t count); /* forgets what was put after `count`; only unpublished acts */
uint64_t journal_put_count(const struct journal *j);    /* with the unpublished ones: for the writer */
uint64_t journal_count(const struct journal *j);        /* published */
uint64_t journal_known(const struct journal *j, int64_t ms); /* how many acts were recorded at or before ms */
size_t journal_bytes(const struct journal *j, size_t *ret_payload_bytes); /* all memory; of it payload text */

const struct act *journal_act(const struct journal *j, uint64_t seq);  /* seq < put count */
uint32_t journal_word(const struct journal *j, const char *text);      /* 0 when it never occurred (or is empty) */
const char *journal_text(const struct journal *j, uint32_t word);
/* place + 1 of the newest act of the chain, 0 when there is none */
uint32_t journal_last(const struct journal *j, uint32_t treaty, uint32_t subject, enum act_family family);
uint32_t journal_last_kind(const struct journal *j, uint32_t treaty, enum act_kind as);
/* place + 1 of the correction that targets this act, 0 when none does. */
uint32_t journal_corrected_by(const struct journal *j, uint64_t seq);
/* Does the act at seq count when only the first `known` acts exist? (not corrected within known, and no mere void) */
bool journal_live(const struct journal *j, uint64_t seq, uint64_t known);
/* seq of the act with this id; false when there is none. Linear unless the caller keeps an index: for commands, not for hot paths. */
bool journal_find(const struct journal *j, const char *id, uint64_t *ret);

/* `on` with the bound of reading.md: where it has no high bound, the day on which it was recorded (UTC). */
struct edtf act_on(const struct act *a);
