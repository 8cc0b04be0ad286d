#include "web/secret.h"

#include <sodium.h>
#include <string.h>

#include "acts/random.h"

#define SECRET_BYTES (SECRET_LEN / 2)

const char *secret_new(struct arena *a)
{
	unsigned char bytes[SECRET_BYTES];
	char *hex = arena_zalloc(a, SECRET_LEN + 1);

	randombytes_buf(bytes, sizeof bytes);
	return sodium_bin2hex(hex, SECRET_LEN + 1, bytes, sizeof bytes);
}

bool secret_is(const char *s)
{
	return s && strlen(s) == SECRET_LEN && strspn(s, "0123456789abcdef") == SECRET_LEN;
}

void secret_hash(const char *secret, const char *purpose, char out[65])
{
	crypto_generichash_state state;
	unsigned char hash[32];

	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, (const unsigned char *)secret, strlen(secret));
	crypto_generichash_final(&state, hash, sizeof hash);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

bool secret_same(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}
