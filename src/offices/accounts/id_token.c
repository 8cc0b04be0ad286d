/* ID tokens (OpenID Connect Core 1.0, 2 and 3.1.3.7); the signatures by cjose. */
#include <cjose/cjose.h>
#include <jansson.h>
#include <string.h>

#include "offices/accounts/oidc.h"

#define SUBJECT_MAX 255u /* bytes, of ASCII */

static int refuse(struct err *e, const char *what)
{
	return err_set(e, ERR_INVALID, "an ID token: %s", what);
}

static const struct {
	const char *alg, *kty; /* pinned: nothing else is looked at */
} algs[] = {{"RS256", "RSA"}, {"ES256", "EC"}};

static const char *kty_of(const char *alg)
{
	for (size_t i = 0; alg && i < sizeof algs / sizeof *algs; i++)
		if (strcmp(algs[i].alg, alg) == 0)
			return algs[i].kty;
	return NULL;
}

static bool may_sign(const json_t *key, const char *kty, const char *kid)
{
	const char *type = json_string_value(json_object_get(key, "kty"));
	const char *use = json_string_value(json_object_get(key, "use"));
	const char *id = json_string_value(json_object_get(key, "kid"));

	return type && strcmp(type, kty) == 0 && (!use || strcmp(use, "sig") == 0) &&
		(!kid || (id && strcmp(id, kid) == 0));
}

static bool signed_by(cjose_jws_t *jws, json_t *key)
{
	union {
		json_t *json;
		cjose_header_t *header; /* cjose's name for the same */
	} as = {.json = key};
	cjose_err why;
	cjose_jwk_t *jwk = cjose_jwk_import_json(as.header, &why);
	bool good = jwk && cjose_jws_verify(jws, jwk, &why);

	cjose_jwk_release(jwk);
	return good;
}

static int signature_check(cjose_jws_t *jws, const char *keys, struct err *e)
{
	cjose_err why;
	cjose_header_t *header = cjose_jws_get_protected(jws);
	const char *kid = cjose_header_get(header, "kid", &why);
	const char *kty = kty_of(cjose_header_get(header, "alg", &why));
	bool some = false, good = false;
	json_t *set, *key;
	size_t i;

	if (!kty)
		return refuse(e, "not signed by RS256 or ES256");
	set = json_loads(keys, 0, NULL);
	json_array_foreach(json_object_get(set, "keys"), i, key)
	{
		if (good || !may_sign(key, kty, kid))
			continue;
		some = true;
		good = signed_by(jws, key);
	}
	json_decref(set);
	if (!some)
		return err_set(
			e, ERR_NOTFOUND, "an ID token: signed by a key that the service does not name");
	return good ? 0 : refuse(e, "its signature is not right");
}

static bool is_text(const json_t *json, const char *name, const char *wanted)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text && strcmp(text, wanted) == 0;
}

/* Ours, and of several ours by name. */
static bool for_client(const json_t *json, const char *client)
{
	const json_t *aud = json_object_get(json, "aud"), *one;
	bool found = is_text(json, "aud", client);
	size_t i;

	json_array_foreach(aud, i, one) found |=
		json_is_string(one) && strcmp(json_string_value(one), client) == 0;
	if (json_object_get(json, "azp") || json_array_size(aud) > 1)
		found = found && is_text(json, "azp", client);
	return found;
}

static int claims_check(const json_t *json, const struct id_wanted *w, struct err *e)
{
	const json_t *exp = json_object_get(json, "exp"), *iat = json_object_get(json, "iat");
	int64_t now = w->now_ms / 1000;

	if (!is_text(json, "iss", w->issuer))
		return refuse(e, "of another issuer");
	if (!for_client(json, w->client))
		return refuse(e, "for another client");
	if (!is_text(json, "nonce", w->nonce))
		return refuse(e, "its nonce was not asked of this browser");
	if (!json_is_number(exp) || json_number_value(exp) <= (double)(now - OIDC_LEEWAY_SECONDS))
		return refuse(e, "it has expired");
	if (!json_is_number(iat) || json_number_value(iat) > (double)(now + OIDC_LEEWAY_SECONDS) ||
		json_number_value(iat) < (double)(now - 60 * OIDC_PAST_MINUTES))
		return refuse(e, "it was not made just now");
	return 0;
}

int id_person(struct arena *a, const json_t *json, struct oidc_person *ret, struct err *e)
{
	const char *subject = json_string_value(json_object_get(json, "sub"));
	const char *mail = json_string_value(json_object_get(json, "email"));

	if (!subject || !*subject || strlen(subject) > SUBJECT_MAX)
		return refuse(e, "it names nobody");
	for (const char *p = subject; *p; p++)
		if (*p < ' ' || *p > '~')
			return refuse(e, "its subject is not ASCII");
	ret->subject = arena_strdup(a, subject);
	ret->mail =
		mail && json_is_true(json_object_get(json, "email_verified")) ? arena_strdup(a, mail) : "";
	return 0;
}

static int payload_read(
	struct arena *a, cjose_jws_t *jws, const struct id_wanted *w, struct oidc_person *ret, struct err *e)
{
	uint8_t *data = NULL;
	size_t len = 0;
	cjose_err why;
	json_t *json = cjose_jws_get_plaintext(jws, &data, &len, &why)
		? json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL)
		: NULL;
	int rc = json_is_object(json) ? claims_check(json, w, e) : refuse(e, "it holds no claims");

	if (rc == 0)
		rc = id_person(a, json, ret, e);
	json_decref(json);
	return rc;
}

int id_token_read(struct arena *a, const char *token, const char *keys, const struct id_wanted *w,
	struct oidc_person *ret, struct err *e)
{
	cjose_err why;
	cjose_jws_t *jws = cjose_jws_import(token, strlen(token), &why);
	int rc = jws ? signature_check(jws, keys, e) : refuse(e, "it is none");

	if (rc == 0)
		rc = payload_read(a, jws, w, ret, e);
	cjose_jws_release(jws);
	return rc;
}
