/* What a browser sends of a passkey, made here byte by byte (WebAuthn Level 2, 6.1 and 6.5) and signed by
 * OpenSSL: accepted when it is right, refused for each thing that is not. */
#include "../unit.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#include "offices/accounts/passkey.h"
#include "web/secret.h"

#define ORIGIN "https://register.example"
#define RP "register.example"
#define ID_BYTES 16u
#define AUTH_MAX 400u

struct made {
	struct arena *a;
	EVP_PKEY *key;
	const char *challenge;
	unsigned char auth[AUTH_MAX];
	size_t auth_len;
};

static const char *coded(struct arena *a, const void *data, size_t len)
{
	size_t max = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	return sodium_bin2base64(
		arena_zalloc(a, max), max, data, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static const char *client_json(const struct made *m, const char *type, const char *origin, const char *more)
{
	return arena_printf(m->a, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}", type,
		coded(m->a, m->challenge, strlen(m->challenge)), origin, more);
}

static void put(struct made *m, const void *data, size_t len)
{
	assert_true(m->auth_len + len <= AUTH_MAX);
	memcpy(m->auth + m->auth_len, data, len);
	m->auth_len += len;
}

/* rpIdHash, flags, counter; then, of a new one, aaguid, id and the key as COSE. */
static void auth_make(struct made *m, const char *rp, unsigned flags, unsigned count, bool fresh)
{
	static const unsigned char cose[] = {0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20};
	static const unsigned char cose_y[] = {0x22, 0x58, 0x20};
	const unsigned char head[] = {
		(unsigned char)flags, 0, 0, (unsigned char)(count >> 8), (unsigned char)count};
	const unsigned char aaguid_and_len[18] = {[17] = ID_BYTES}, id[ID_BYTES] = {1, 2, 3};
	unsigned char hash[32], point[65];
	size_t len = 0;

	m->auth_len = 0;
	crypto_hash_sha256(hash, (const unsigned char *)rp, strlen(rp));
	put(m, hash, sizeof hash);
	put(m, head, sizeof head);
	if (!fresh)
		return;
	assert_int_equal(EVP_PKEY_get_octet_string_param(m->key, "pub", point, sizeof point, &len), 1);
	put(m, aaguid_and_len, sizeof aaguid_and_len);
	put(m, id, sizeof id);
	put(m, cose, sizeof cose);
	put(m, point + 1, 32);
	put(m, cose_y, sizeof cose_y);
	put(m, point + 33, 32);
}

/* Over the authenticator data and the hash of the client data. */
static size_t sign(const struct made *m, const char *client, unsigned char out[80])
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char both[AUTH_MAX + 32];
	size_t len = 80;

	memcpy(both, m->auth, m->auth_len);
	crypto_hash_sha256(both + m->auth_len, (const unsigned char *)client, strlen(client));
	assert_int_equal(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, m->key), 1);
	assert_int_equal(EVP_DigestSign(md, out, &len, both, m->auth_len + 32), 1);
	EVP_MD_CTX_free(md);
	return len;
}

/* {"fmt": format, "attStmt": statement, "authData": …} */
static const char *attestation(const struct made *m, const char *format, const void *statement, size_t len)
{
	struct made b = {.a = m->a};
	const unsigned char text = (unsigned char)(0x60 | strlen(format));
	const unsigned char bytes[] = {0x59, (unsigned char)(m->auth_len >> 8), (unsigned char)m->auth_len};

	put(&b,
		"\xa3\x63"
		"fmt",
		5);
	put(&b, &text, 1);
	put(&b, format, strlen(format));
	put(&b,
		"\x67"
		"attStmt",
		8);
	put(&b, statement, len);
	put(&b,
		"\x68"
		"authData",
		9);
	put(&b, bytes, 3);
	put(&b, m->auth, m->auth_len);
	return coded(m->a, b.auth, b.auth_len);
}

static const char *packed(const struct made *m, const char *client, bool bent)
{
	unsigned char statement[120] = "\xa2\x63"
				       "alg"
				       "\x26\x63"
				       "sig"
				       "\x58",
		      sig[80];
	size_t len = sign(m, client, sig), at = 11;

	sig[len - 1] ^= bent;
	statement[at++] = (unsigned char)len;
	memcpy(statement + at, sig, len);
	return attestation(m, "packed", statement, at + len);
}

static struct made begin(void)
{
	struct made m = {.a = arena_new("test")};

	m.key = EVP_EC_gen("P-256");
	m.challenge = secret_new(m.a);
	assert_non_null(m.key);
	return m;
}

static void end(struct made *m)
{
	EVP_PKEY_free(m->key);
	arena_free(m->a);
}

static int read_client(const struct made *m, const char *json, const char *type, struct passkey_client *c)
{
	struct err e;

	return passkey_client_read(m->a, coded(m->a, json, strlen(json)), type, ORIGIN, c, &e);
}

static void client_data(void **state)
{
	struct made m = begin();
	struct passkey_client c;
	struct err e;

	(void)state;
	assert_int_equal(read_client(&m, client_json(&m, "webauthn.get", ORIGIN, ""), "webauthn.get", &c), 0);
	assert_string_equal(c.challenge, m.challenge);
	const char *wrong[] = {client_json(&m, "webauthn.create", ORIGIN, ""),
		client_json(&m, "webauthn.get", "https://evil.example", ""),
		client_json(&m, "webauthn.get", "https://register.example.evil.example", ""),
		client_json(&m, "webauthn.get", "http://register.example", ""),
		client_json(&m, "webauthn.get", "https://register.example:8443", ""),
		client_json(&m, "webauthn.get", ORIGIN, ",\"crossOrigin\":true"),
		client_json(&m, "webauthn.get", ORIGIN, ",\"type\":\"webauthn.get\""),
		arena_printf(
			m.a, "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"%s\"}", ORIGIN),
		arena_printf(m.a, "{\"type\":\"webauthn.get\",\"origin\":\"%s\"}", ORIGIN), "[]", "{",
		"\"\""};
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(read_client(&m, wrong[i], "webauthn.get", &c), ERR_INVALID);
	for (size_t i = 0; i < 3; i++) {
		static const char *const sent[] = {"", "a+b/", "e30="};
		assert_int_equal(
			passkey_client_read(m.a, sent[i], "webauthn.get", ORIGIN, &c, &e), ERR_INVALID);
	}
	end(&m);
}

static int new_one(const struct made *m, const char *sent, struct passkey *k)
{
	struct passkey_client c;
	struct err e = {.text = ""};
	const char *json = client_json(m, "webauthn.create", ORIGIN, "");

	assert_int_equal(read_client(m, json, "webauthn.create", &c), 0);
	return passkey_made(m->a, &c, RP, sent, k, &e);
}

static void registered(void **state)
{
	struct made m = begin();
	struct passkey k;
	const char *json = client_json(&m, "webauthn.create", ORIGIN, "");

	(void)state;
	auth_make(&m, RP, 0x45, 7, true);
	assert_int_equal(new_one(&m, attestation(&m, "none", "\xa0", 1), &k), 0);
	assert_int_equal(k.alg, -7);
	assert_int_equal(k.counted, 7);
	assert_int_equal(strlen(k.pubkey), 128);
	assert_string_equal(k.id, "AQIDAAAAAAAAAAAAAAAAAA");
	assert_int_equal(new_one(&m, packed(&m, json, false), &k), 0);
	assert_int_equal(new_one(&m, packed(&m, json, true), &k), ERR_INVALID);
	assert_int_equal(new_one(&m, packed(&m, "{}", false), &k), ERR_INVALID);
	assert_int_equal(new_one(&m,
				 attestation(&m, "none",
					 "\xa1\x61"
					 "a\x01",
					 4),
				 &k),
		ERR_INVALID);
	assert_int_equal(new_one(&m, attestation(&m, "tpm", "\xa0", 1), &k), ERR_INVALID);
	assert_int_equal(new_one(&m, attestation(&m, "none", "\xa0\xa0", 2), &k), ERR_INVALID);
	assert_int_equal(new_one(&m, "oA", &k), ERR_INVALID); /* an empty map */
	static const struct {
		const char *rp;
		unsigned flags;
	} wrong[] = {{"evil.example", 0x45}, {RP, 0x41}, {RP, 0x44}, {RP, 0x05}};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		auth_make(&m, wrong[i].rp, wrong[i].flags, 0, true);
		assert_int_equal(new_one(&m, attestation(&m, "none", "\xa0", 1), &k), ERR_INVALID);
	}
	end(&m);
}

static int signs(const struct made *m, const struct passkey *k, const char *over, bool bent, int64_t *counted)
{
	const char *json = client_json(m, "webauthn.get", ORIGIN, "");
	struct passkey_client c;
	unsigned char sig[80];
	struct err e;
	size_t len = sign(m, over ? over : json, sig);

	sig[len - 1] ^= bent;
	assert_int_equal(read_client(m, json, "webauthn.get", &c), 0);
	return passkey_signed(
		m->a, &c, RP, k, coded(m->a, m->auth, m->auth_len), coded(m->a, sig, len), counted, &e);
}

static void signing(void **state)
{
	struct made m = begin(), other = begin();
	struct passkey k, others;
	int64_t counted = -1;

	(void)state;
	auth_make(&m, RP, 0x45, 0, true);
	auth_make(&other, RP, 0x45, 0, true);
	assert_int_equal(new_one(&m, attestation(&m, "none", "\xa0", 1), &k), 0);
	assert_int_equal(new_one(&other, attestation(&other, "none", "\xa0", 1), &others), 0);
	auth_make(&m, RP, 0x05, 258, false);
	assert_int_equal(signs(&m, &k, NULL, false, &counted), 0);
	assert_int_equal(counted, 258);
	assert_int_equal(signs(&m, &k, NULL, true, &counted), ERR_INVALID);
	assert_int_equal(signs(&m, &k, "{}", false, &counted), ERR_INVALID);
	assert_int_equal(signs(&m, &others, NULL, false, &counted), ERR_INVALID);
	for (size_t i = 0; i < 2; i++) { /* there and recognized: both */
		auth_make(&m, RP, i ? 0x01 : 0x04, 258, false);
		assert_int_equal(signs(&m, &k, NULL, false, &counted), ERR_INVALID);
	}
	auth_make(&m, "evil.example", 0x05, 258, false);
	assert_int_equal(signs(&m, &k, NULL, false, &counted), ERR_INVALID);
	k.alg = -257;
	auth_make(&m, RP, 0x05, 258, false);
	assert_int_equal(signs(&m, &k, NULL, false, &counted), ERR_INVALID);
	end(&m);
	end(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(client_data),
		cmocka_unit_test(registered),
		cmocka_unit_test(signing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
