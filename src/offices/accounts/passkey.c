#include "offices/accounts/passkey.h"

#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "web/secret.h"

#define FLAG_PRESENT 0x01u  /* of authenticator data, 6.1 */
#define FLAG_VERIFIED 0x04u /* its holder, by the device */
#define FLAG_CREDENTIAL 0x40u
#define RP_HASH_BYTES 32u
#define AUTH_BYTES (RP_HASH_BYTES + 5) /* flags and counter behind it */
#define AAGUID_BYTES 16u
#define FORMAT_MAX 16u
#define ITEMS_MAX 32u /* of an array or a map */

struct bytes {
	unsigned char *data;
	size_t len;
};

static int refuse(struct err *e, const char *what)
{
	return err_set(e, ERR_INVALID, "a passkey: %s", what);
}

static int decoded(struct arena *a, const char *sent, struct bytes *ret, struct err *e)
{
	size_t len = strlen(sent);

	ret->data = arena_zalloc(a, len + 1);
	if (!len || len > PASSKEY_SENT_MAX ||
		sodium_base642bin(ret->data, len, sent, len, NULL, &ret->len, NULL,
			sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return refuse(e, "what was sent is not base64url, or too long");
	return 0;
}

static const char *coded(struct arena *a, const unsigned char *data, size_t len)
{
	size_t max = sodium_base64_ENCODED_LEN(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	return sodium_bin2base64(
		arena_zalloc(a, max), max, data, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* ---- CBOR ---- */

/* libcbor, and libfido2 with it, makes room for as many items as an array or map says it has, before it looks
 * whether they are there. So all is passed over once before: canonical CBOR (CTAP 2.1, 8) has no lengths that
 * are left open, and what we read has few items. */
static void items(void *over, size_t n)
{
	*(bool *)over |= n > ITEMS_MAX;
}

static void left_open(void *over)
{
	*(bool *)over = true;
}

static bool is_small(const unsigned char *data, size_t len)
{
	struct cbor_callbacks calls = cbor_empty_callbacks;
	bool over = false;

	calls.array_start = calls.map_start = items;
	calls.indef_array_start = calls.indef_map_start = left_open;
	calls.byte_string_start = calls.string_start = left_open;
	for (size_t at = 0; at < len && !over;) {
		struct cbor_decoder_result one = cbor_stream_decode(data + at, len - at, &calls, &over);

		if (one.status != CBOR_DECODER_FINISHED || one.read == 0)
			return false;
		at += one.read;
	}
	return !over;
}

/* Authenticator data, 6.1: what stands in them as CBOR, behind the credential's id where there is one. */
static bool auth_is_small(const struct bytes *auth)
{
	size_t at = AUTH_BYTES;

	if (auth->len < AUTH_BYTES)
		return false;
	if (auth->data[RP_HASH_BYTES] & FLAG_CREDENTIAL) {
		at += AAGUID_BYTES + 2;
		if (auth->len < at)
			return false;
		at += (size_t)(auth->data[at - 2] << 8 | auth->data[at - 1]);
	}
	return at <= auth->len && is_small(auth->data + at, auth->len - at);
}

/* ---- what the browser was asked ---- */

static int client_check(struct arena *a, json_t *json, const char *type, const char *origin,
	struct passkey_client *ret, struct err *e)
{
	const char *said_type = "", *challenge = "", *said_origin = "";
	struct bytes asked;
	int framed = 0;

	if (json_unpack(json, "{s:s, s:s, s:s, s?b}", "type", &said_type, "challenge", &challenge, "origin",
		    &said_origin, "crossOrigin", &framed) != 0)
		return refuse(e, "the client data lack type, challenge or origin");
	if (strcmp(said_type, type) != 0)
		return refuse(e, "it was asked for something else");
	if (strcmp(said_origin, origin) != 0 || framed)
		return err_set(e, ERR_INVALID, "a passkey: asked by a page of %.200s, not of %s", said_origin,
			origin);
	int rc = decoded(a, challenge, &asked, e);
	if (rc == 0 && (strlen((char *)asked.data) != asked.len || !secret_is((char *)asked.data)))
		rc = refuse(e, "its challenge is none of ours");
	if (rc == 0)
		ret->challenge = (char *)asked.data;
	return rc;
}

int passkey_client_read(struct arena *a, const char *sent, const char *type, const char *origin,
	struct passkey_client *ret, struct err *e)
{
	struct bytes raw;
	int rc = decoded(a, sent, &raw, e);

	if (rc < 0)
		return rc;
	json_t *json = json_loadb((const char *)raw.data, raw.len, JSON_REJECT_DUPLICATES, NULL);
	rc = json ? client_check(a, json, type, origin, ret, e) : refuse(e, "the client data are no JSON");
	json_decref(json);
	if (rc == 0)
		crypto_hash_sha256(ret->hash, raw.data, raw.len);
	return rc;
}

/* ---- a new one ---- */

/* The attestation object, 6.5: a map of three. */
struct statement {
	char format[FORMAT_MAX];
	struct bytes auth, said; /* said: CBOR again, as libfido2 takes it */
	size_t parts;            /* of what is said */
};

static bool text_is(const cbor_item_t *item, const char *text)
{
	return cbor_isa_string(item) && cbor_string_is_definite(item) &&
		cbor_string_length(item) == strlen(text) &&
		memcmp(cbor_string_handle(item), text, strlen(text)) == 0;
}

static void part_read(struct arena *a, const struct cbor_pair *p, size_t all, struct statement *s)
{
	if (text_is(p->key, "fmt") && cbor_isa_string(p->value) && cbor_string_is_definite(p->value) &&
		cbor_string_length(p->value) < FORMAT_MAX) {
		memcpy(s->format, cbor_string_handle(p->value), cbor_string_length(p->value));
	} else if (text_is(p->key, "authData") && cbor_isa_bytestring(p->value) &&
		cbor_bytestring_is_definite(p->value)) {
		s->auth.len = cbor_bytestring_length(p->value);
		s->auth.data = memcpy(
			arena_zalloc(a, s->auth.len + 1), cbor_bytestring_handle(p->value), s->auth.len);
	} else if (text_is(p->key, "attStmt") && cbor_isa_map(p->value)) {
		s->parts = cbor_map_size(p->value);
		s->said.data = arena_zalloc(a, all);
		s->said.len = cbor_serialize(p->value, s->said.data, all);
	}
}

static int statement_read(struct arena *a, const struct bytes *raw, struct statement *ret, struct err *e)
{
	struct statement s = {.format = ""};
	struct cbor_load_result loaded;
	cbor_item_t *item = is_small(raw->data, raw->len) ? cbor_load(raw->data, raw->len, &loaded) : NULL;

	if (item && loaded.read == raw->len && cbor_isa_map(item))
		for (size_t i = 0; i < cbor_map_size(item); i++)
			part_read(a, &cbor_map_handle(item)[i], raw->len, &s);
	if (item)
		cbor_decref(&item);
	if (!*s.format || !s.said.len || !auth_is_small(&s.auth))
		return refuse(e, "the attestation is not read");
	*ret = s;
	return 0;
}

static bool rp_is(const struct bytes *auth, const char *rp)
{
	unsigned char hash[RP_HASH_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)rp, strlen(rp));
	return auth->len >= RP_HASH_BYTES && memcmp(auth->data, hash, RP_HASH_BYTES) == 0;
}

/* Signed by itself, or by the key of its maker; whom nobody here vouches for. */
static bool packed_good(
	fido_cred_t *cred, const struct passkey_client *c, const char *rp, const struct statement *s)
{
	if (fido_cred_set_fmt(cred, "packed") != FIDO_OK ||
		fido_cred_set_clientdata_hash(cred, c->hash, sizeof c->hash) != FIDO_OK ||
		fido_cred_set_rp(cred, rp, NULL) != FIDO_OK ||
		fido_cred_set_uv(cred, FIDO_OPT_TRUE) != FIDO_OK ||
		fido_cred_set_attstmt(cred, s->said.data, s->said.len) != FIDO_OK)
		return false;
	return (fido_cred_x5c_ptr(cred) ? fido_cred_verify(cred) : fido_cred_verify_self(cred)) == FIDO_OK;
}

static int made_check(struct arena *a, fido_cred_t *cred, const struct passkey_client *c, const char *rp,
	const struct statement *s, struct passkey *ret, struct err *e)
{
	const unsigned must = FLAG_PRESENT | FLAG_VERIFIED;
	size_t len = fido_cred_pubkey_len(cred);

	if (!rp_is(&s->auth, rp))
		return refuse(e, "made for another site");
	if ((fido_cred_flags(cred) & must) != must)
		return refuse(e, "its holder was not recognized by the device");
	if (strcmp(s->format, "none") == 0 ? s->parts != 0
					   : strcmp(s->format, "packed") != 0 || !packed_good(cred, c, rp, s))
		return err_set(e, ERR_INVALID, "a passkey: its attestation (%s) is not right", s->format);
	char *hex = arena_zalloc(a, 2 * len + 1);
	*ret = (struct passkey){coded(a, fido_cred_id_ptr(cred), fido_cred_id_len(cred)),
		sodium_bin2hex(hex, 2 * len + 1, fido_cred_pubkey_ptr(cred), len), fido_cred_type(cred),
		fido_cred_sigcount(cred)};
	return 0;
}

int passkey_made(struct arena *a, const struct passkey_client *c, const char *rp, const char *attestation,
	struct passkey *ret, struct err *e)
{
	static const int algs[] = {COSE_ES256, COSE_EDDSA, COSE_RS256};
	struct statement s;
	struct bytes raw;
	int rc = decoded(a, attestation, &raw, e);

	if (rc == 0)
		rc = statement_read(a, &raw, &s, e);
	if (rc < 0)
		return rc;
	fido_init(0);
	rc = refuse(e, "its key is none that can be used here");
	for (size_t i = 0; i < sizeof algs / sizeof *algs; i++) { /* which it is, libfido2 wants to be told */
		fido_cred_t *cred = fido_cred_new();
		bool read = cred && fido_cred_set_type(cred, algs[i]) == FIDO_OK &&
			fido_cred_set_authdata_raw(cred, s.auth.data, s.auth.len) == FIDO_OK &&
			fido_cred_pubkey_len(cred) && fido_cred_id_len(cred);

		if (read)
			rc = made_check(a, cred, c, rp, &s, ret, e);
		fido_cred_free(&cred);
		if (read)
			break;
	}
	return rc;
}

/* ---- one that signs ---- */

static bool verified(const fido_assert_t *assert, int64_t alg, const struct bytes *key)
{
	es256_pk_t *es256 = es256_pk_new();
	eddsa_pk_t *eddsa = eddsa_pk_new();
	rs256_pk_t *rs256 = rs256_pk_new();
	int rc = FIDO_ERR_INTERNAL;

	if (es256 && alg == COSE_ES256 && es256_pk_from_ptr(es256, key->data, key->len) == FIDO_OK)
		rc = fido_assert_verify(assert, 0, COSE_ES256, es256);
	else if (eddsa && alg == COSE_EDDSA && eddsa_pk_from_ptr(eddsa, key->data, key->len) == FIDO_OK)
		rc = fido_assert_verify(assert, 0, COSE_EDDSA, eddsa);
	else if (rs256 && alg == COSE_RS256 && rs256_pk_from_ptr(rs256, key->data, key->len) == FIDO_OK)
		rc = fido_assert_verify(assert, 0, COSE_RS256, rs256);
	es256_pk_free(&es256);
	eddsa_pk_free(&eddsa);
	rs256_pk_free(&rs256);
	return rc == FIDO_OK; /* whatever else it is: refused */
}

int passkey_signed(struct arena *a, const struct passkey_client *c, const char *rp,
	const struct passkey *known, const char *auth, const char *signature, int64_t *ret_counted,
	struct err *e)
{
	struct bytes said, sig, key = {arena_zalloc(a, strlen(known->pubkey) + 1), 0};
	int rc = decoded(a, auth, &said, e);

	if (rc == 0)
		rc = decoded(a, signature, &sig, e);
	if (rc == 0 && !auth_is_small(&said))
		rc = refuse(e, "the authenticator data are not read");
	if (rc < 0)
		return rc;
	fido_init(0);
	fido_assert_t *assert = fido_assert_new();
	bool good = assert &&sodium_hex2bin(key.data, strlen(known->pubkey), known->pubkey,
			    strlen(known->pubkey), NULL, &key.len, NULL) == 0 &&
		fido_assert_set_clientdata_hash(assert, c->hash, sizeof c->hash) ==
			FIDO_OK &&fido_assert_set_rp(assert, rp) ==
			FIDO_OK &&fido_assert_set_count(assert, 1) ==
			FIDO_OK &&fido_assert_set_up(assert, FIDO_OPT_TRUE) ==
			FIDO_OK &&fido_assert_set_uv(assert, FIDO_OPT_TRUE) ==
			FIDO_OK &&fido_assert_set_authdata_raw(assert, 0, said.data, said.len) ==
			FIDO_OK &&fido_assert_set_sig(assert, 0, sig.data, sig.len) ==
			FIDO_OK &&verified(assert, known->alg, &key);
	if (good)
		*ret_counted = fido_assert_sigcount(assert, 0);
	fido_assert_free(&assert);
	return good ? 0 : refuse(e, "its signature is not right, or for another site");
}
