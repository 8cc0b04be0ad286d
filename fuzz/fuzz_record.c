/* What comes from elsewhere about a letter: a record, signed here over whatever bytes it has, so that more
 * than its signature is tried; public keys; a code as it was typed. What is read is written again to the same
 * bytes. */
#include <string.h>

#include "offices/letters/letters.h"
#include "offices/letters/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* RFC 8032, section 7.1, test 1. */
static const unsigned char seed[32] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4,
	0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c,
	0xae, 0x7f, 0x60};

static void record(struct arena *a, const char *text, size_t len)
{
	struct seal_ring ring = {.whose = "the fuzzer's"};
	struct seal_record r;
	struct seal_key key;
	struct err e;

	seal_key_of(seed, &key);
	seal_ring_add(a, &ring, (struct seal_public){key.public, "", ""});
	const char *whole = seal_sign(a, text, len, &key);
	if (seal_read(a, "fuzz", whole, &ring, &r, &e) == 0 &&
		strncmp(whole, "paraph-letter: 2\n", 17) == 0 && strcmp(seal_write(a, &r, &key), whole) != 0)
		__builtin_trap();
}

static void keys(struct arena *a, const char *text)
{
	struct seal_ring k = {0}, again = {0};
	struct err e;

	if (seal_ring_parse(a, "fuzz", text, &k, &e) < 0)
		return;
	const char *written = seal_ring_write(a, &k);
	if (seal_ring_parse(a, "again", written, &again, &e) < 0 || again.n != k.n ||
		strcmp(written, seal_ring_write(a, &again)) != 0)
		__builtin_trap();
}

static void code(struct arena *a, const char *typed)
{
	const char *code = letter_code(a, typed), *again = code ? letter_code(a, code) : NULL;

	if (code && (!again || strcmp(code, again) != 0 || strlen(code) != SEAL_CODE - 1))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len < 1 || len > SEAL_RECORD_MAX)
		return -1;
	AUTO_ARENA a = arena_new("fuzz");
	const char *text = arena_strndup(a, (const char *)data + 1, len - 1);

	switch (data[0] % 3) {
	case 0:
		record(a, text, strlen(text));
		break;
	case 1:
		keys(a, text);
		break;
	default:
		code(a, text);
	}
	return 0;
}
