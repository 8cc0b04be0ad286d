/* What a browser sends of a passkey: as client data, as the attestation of a new one, and as what a known one
 * signs. Nothing that is made up is right. */
#include <sodium.h>
#include <string.h>

#include "base/banned.h"
#include "offices/accounts/passkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The generator of P-256: a point of the curve, as a key. */
static const char key[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
			  "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA a = arena_new("fuzz");
	size_t max = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	const char *sent = sodium_bin2base64(
		arena_zalloc(a, max), max, data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	const struct passkey known = {"AQ", key, -7, 0};
	struct passkey_client c = {.challenge = ""};
	struct passkey fresh = {.id = ""};
	int64_t counted;
	struct err e;

	IGNORE(passkey_client_read(a, sent, "webauthn.get", "https://register.example", &c, &e));
	if (passkey_made(a, &c, "register.example", sent, &fresh, &e) == 0 && (!*fresh.id || !*fresh.pubkey))
		__builtin_trap();
	if (passkey_signed(a, &c, "register.example", &known, sent, sent, &counted, &e) == 0)
		__builtin_trap();
	return 0;
}
