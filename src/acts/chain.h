/* The chain over all acts in one sequence. A netstring is LEN ":" BYTES "," (D. J. Bernstein, 1997).
 *
 *   content    = netstrings of subject, on, effective, issuer, by, behalf, source, source_sha256, payload
 *   commitment = hex SHA-256 (16 bytes of salt, content)
 *   hash       = hex SHA-256 of netstrings of "paraph-act-1", previous hash, seq, id, treaty, kind,
 * visibility, recorded (RFC 3339, ms), corrects, commitment
 *
 * The first act's previous hash is 64 zeros. A public copy may leave the content and the salt out: the header
 * and the commitment still verify. */
#pragma once
#include "acts/act.h"

#define CHAIN_START "0000000000000000000000000000000000000000000000000000000000000000"
#define CHAIN_SALT 33 /* bytes of a salt as text: 32 lower-case hex digits and the NUL */
#define CHAIN_HASH 65 /* bytes of a commitment or hash as text */

void chain_salt(char out[CHAIN_SALT]); /* random */
/* From row->d and row->salt; "" when the salt is not 32 lower-case hex digits. */
void chain_commit(const struct act_row *row, char out[CHAIN_HASH]);
/* From the header and row->commitment. */
void chain_hash(const char *previous, const struct act_row *row, char out[CHAIN_HASH]);

/* Checks one row against the hash before it. ERR_CONFLICT names seq, id and what does not fit: order,
 * recorded, content, or hash. `withheld`: the content is not there; only the header is checked. */
int chain_check(const char *previous, int64_t previous_ms, uint64_t expect_seq, const struct act_row *row,
	bool withheld, struct err *e) ATTR_CHECK;
