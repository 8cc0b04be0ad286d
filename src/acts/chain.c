#include "acts/chain.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "acts/random.h"

#define SALT_BYTES ((size_t)16)

void chain_salt(char out[CHAIN_SALT])
{
	random_hex(out, SALT_BYTES);
}

static void netstring(crypto_hash_sha256_state *state, const char *text)
{
	char prefix[24];
	size_t len = strlen(text);

	snprintf(prefix, sizeof prefix, "%zu:", len);
	crypto_hash_sha256_update(state, (const unsigned char *)prefix, strlen(prefix));
	crypto_hash_sha256_update(state, (const unsigned char *)text, len);
	crypto_hash_sha256_update(state, (const unsigned char *)",", 1);
}

static void finish(crypto_hash_sha256_state *state, char out[CHAIN_HASH])
{
	unsigned char raw[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(state, raw);
	sodium_bin2hex(out, CHAIN_HASH, raw, sizeof raw);
}

void chain_commit(const struct act_row *row, char out[CHAIN_HASH])
{
	const struct draft *d = &row->d;
	const char *content[] = {d->subject, d->on, d->effective, d->issuer, d->by, d->behalf, d->source,
		d->source_sha256, d->payload};
	unsigned char salt[SALT_BYTES];
	crypto_hash_sha256_state state;

	out[0] = '\0';
	/* Lower case only: a salt in another spelling is a changed salt. */
	if (strlen(row->salt) != 2 * SALT_BYTES || strspn(row->salt, "0123456789abcdef") != 2 * SALT_BYTES ||
		sodium_hex2bin(salt, sizeof salt, row->salt, 2 * SALT_BYTES, NULL, NULL, NULL) < 0)
		return;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, salt, sizeof salt);
	for (size_t i = 0; i < sizeof content / sizeof *content; i++)
		netstring(&state, content[i]);
	finish(&state, out);
}

void chain_hash(const char *previous, const struct act_row *row, char out[CHAIN_HASH])
{
	const struct draft *d = &row->d;
	char seq[24], recorded[25];
	crypto_hash_sha256_state state;

	snprintf(seq, sizeof seq, "%" PRIu64, row->seq);
	instant_format(row->recorded_ms, recorded);
	const char *header[] = {"paraph-act-1", previous, seq, d->id, d->treaty, d->kind, d->visibility,
		recorded, d->corrects, row->commitment};

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < sizeof header / sizeof *header; i++)
		netstring(&state, header[i]);
	finish(&state, out);
}

static int broken(const struct act_row *row, const char *what, struct err *e)
{
	return err_set(e, ERR_CONFLICT, "act %" PRIu64 " (%s): %s", row->seq, row->d.id, what);
}

int chain_check(const char *previous, int64_t previous_ms, uint64_t expect_seq, const struct act_row *row,
	bool withheld, struct err *e)
{
	char text[CHAIN_HASH];

	if (row->seq != expect_seq)
		return err_set(e, ERR_CONFLICT,
			"act %" PRIu64 " (%s): stands where act %" PRIu64
			" should; an act is missing or out of order",
			row->seq, row->d.id, expect_seq);
	if (row->recorded_ms < previous_ms)
		return broken(row, "recorded before the act before it; its instant was changed", e);
	if (!*instant_format(row->recorded_ms, text))
		return broken(row, "recorded outside the years 1 to 9999; its instant was changed", e);
	if (!withheld) {
		chain_commit(row, text);
		if (!*text || strcmp(text, row->commitment) != 0)
			return broken(row,
				"its content does not fit its commitment; the content, the salt or the "
				"commitment was changed",
				e);
	}
	chain_hash(previous, row, text);
	if (strcmp(text, row->hash) != 0)
		return broken(row,
			"its hash does not fit its header and the act before it; one of them was changed", e);
	return 0;
}
