#include "post/verp.h"

#include <sodium.h>

#include "base/file.h"

#define SECRET_MAX 4096u
#define MAC_BYTES 10u /* 80 bits: nobody guesses one by mail */
#define ID_HEX 20u

int verp_open(struct arena *a, const char *house, const char *domain, const char *secret, struct verp *ret,
	struct err *e)
{
	size_t len;
	char *data;
	int r = file_read(a, secret, SECRET_MAX, &data, &len, e);

	if (r < 0)
		return err_ctx(e, "secret of bounce");
	if (len < VERP_KEY_LEAST || sodium_init() < 0)
		return err_set(e, ERR_INVALID,
			"%s: %zu bytes; write at least %u random ones: head -c 32 /dev/urandom >FILE", secret,
			len, VERP_KEY_LEAST);
	crypto_generichash(ret->key, sizeof ret->key, (unsigned char *)data, len, NULL, 0);
	sodium_memzero(data, len);
	ret->house = arena_strdup(a, house);
	ret->domain = arena_strdup(a, domain);
	return 0;
}

/* hex: of the id, without its "m-". */
static void mac_of(const struct verp *v, char letter, const char *hex, char out[2 * MAC_BYTES + 1])
{
	unsigned char mac[crypto_generichash_BYTES_MIN];
	crypto_generichash_state state;

	crypto_generichash_init(&state, v->key, sizeof v->key, sizeof mac);
	crypto_generichash_update(&state, (const unsigned char *)&letter, 1);
	crypto_generichash_update(&state, (const unsigned char *)hex, ID_HEX);
	crypto_generichash_update(&state, (const unsigned char *)v->house, strlen(v->house));
	crypto_generichash_final(&state, mac, sizeof mac);
	sodium_bin2hex(out, 2 * MAC_BYTES + 1, mac, MAC_BYTES);
}

const char *verp_token(struct arena *a, const struct verp *v, char letter, const char *id)
{
	char mac[2 * MAC_BYTES + 1];

	mac_of(v, letter, id + 2, mac);
	return arena_printf(a, "%c+%s-%s", letter, id + 2, mac);
}

const char *verp_address(struct arena *a, const struct verp *v, char letter, const char *id)
{
	return arena_printf(a, "%s@%s", verp_token(a, v, letter, id), v->domain);
}

int verp_read(const struct verp *v, char letter, const char *address, char id[OUTBOX_ID_MAX])
{
	char text[2 + ID_HEX + 1 + 2 * MAC_BYTES + 1], mac[2 * MAC_BYTES + 1];
	size_t n = strcspn(address, "@"), i;

	if (n != sizeof text - 1)
		return VERP_NONE;
	for (i = 0; i < n; i++)
		text[i] = (char)(address[i] >= 'A' && address[i] <= 'Z' ? address[i] + 32 : address[i]);
	text[n] = '\0';
	if (text[0] != letter || text[1] != '+' || strspn(text + 2, "0123456789abcdef") != ID_HEX ||
		text[2 + ID_HEX] != '-')
		return VERP_NONE;
	mac_of(v, letter, text + 2, mac);
	if (sodium_memcmp(mac, text + 3 + ID_HEX, 2 * MAC_BYTES) != 0)
		return VERP_FORGED;
	snprintf(id, OUTBOX_ID_MAX, "m-%.*s", (int)ID_HEX, text + 2);
	return VERP_GOOD;
}
