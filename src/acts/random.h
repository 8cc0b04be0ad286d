/* Random bytes from the system. Private to the folder. */
#pragma once
#include <sodium.h>
#include <stdlib.h>

static inline void random_bytes(void *out, size_t len)
{
	if (sodium_init() < 0) /* no source of random numbers: nothing that follows could be trusted */
		abort();
	randombytes_buf(out, len);
}

static inline void random_hex(char *out, size_t bytes) /* 2 * bytes + 1 */
{
	unsigned char raw[32];

	random_bytes(raw, bytes);
	sodium_bin2hex(out, 2 * bytes + 1, raw, bytes);
}
