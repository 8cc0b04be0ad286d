/* ID tokens made and signed here by cjose: accepted when right, refused for each thing that is not. */
#include "../unit.h"

#include <cjose/cjose.h>
#include <jansson.h>
#include <string.h>

#include "offices/accounts/oidc.h"

#define NOW_MS INT64_C(1900000000000)
#define NOW 1900000000L

static const struct id_wanted wanted = {"https://login.example", "ours", "n-1", NOW_MS};

struct keys {
	cjose_jwk_t *rsa, *ec, *stranger;
	const char *set; /* the first two, as the service names them */
};

static const char *named(struct arena *a, cjose_jwk_t *key, const char *kid)
{
	cjose_err e;
	char *json = NULL;

	assert_true(cjose_jwk_set_kid(key, kid, strlen(kid), &e));
	json = cjose_jwk_to_json(key, false, &e);
	assert_non_null(json);
	const char *kept = arena_strdup(a, json);
	cjose_get_dealloc()(json);
	return kept;
}

static struct keys keys_new(struct arena *a)
{
	static const uint8_t f4[] = {1, 0, 1};
	cjose_err e;
	struct keys k = {cjose_jwk_create_RSA_random(2048, f4, sizeof f4, &e),
		cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &e),
		cjose_jwk_create_RSA_random(2048, f4, sizeof f4, &e), NULL};

	assert_true(k.rsa && k.ec && k.stranger);
	k.set = arena_printf(a, "{\"keys\":[%s,%s]}", named(a, k.rsa, "r"), named(a, k.ec, "e"));
	return k;
}

static void keys_end(struct keys *k)
{
	cjose_jwk_release(k->rsa);
	cjose_jwk_release(k->ec);
	cjose_jwk_release(k->stranger);
}

static const char *token(
	struct arena *a, cjose_jwk_t *key, const char *alg, const char *kid, const char *claims)
{
	const char *compact = NULL;
	cjose_err e;
	cjose_header_t *header = cjose_header_new(&e);

	assert_true(cjose_header_set(header, "alg", alg, &e));
	if (kid)
		assert_true(cjose_header_set(header, "kid", kid, &e));
	cjose_jws_t *jws = cjose_jws_sign(key, header, (const uint8_t *)claims, strlen(claims), &e);
	assert_non_null(jws);
	assert_true(cjose_jws_export(jws, &compact, &e));
	const char *kept = arena_strdup(a, compact);
	cjose_jws_release(jws);
	cjose_header_release(header);
	return kept;
}

/* Right in all but what is changed: members that take the place of others. NULL: that is not there. */
static const char *claims(struct arena *a, const char *change)
{
	json_error_t why;
	json_t *all = json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:s, s:b}", "iss", wanted.issuer, "aud",
		wanted.client, "nonce", wanted.nonce, "sub", "person-1", "exp", (int)(NOW + 300), "iat",
		(int)NOW, "email", "a@example.org", "email_verified", 1);
	json_t *other = json_loads(change, 0, &why);
	const char *name;
	json_t *value;

	assert_non_null(other);
	json_object_foreach(other, name, value)
	{
		if (json_is_null(value))
			json_object_del(all, name);
		else
			json_object_set(all, name, value);
	}
	char *text = arena_zalloc(a, 2000);
	json_dumpb(all, text, 1999, 0);
	json_decref(all);
	json_decref(other);
	return text;
}

static int read_one(struct arena *a, const struct keys *k, const char *t, struct oidc_person *p)
{
	struct err e;

	return id_token_read(a, t, k->set, &wanted, p, &e);
}

static void right(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct keys k = keys_new(a);
	struct oidc_person p;

	(void)state;
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "r", claims(a, "{}")), &p), 0);
	assert_string_equal(p.subject, "person-1");
	assert_string_equal(p.mail, "a@example.org");
	assert_int_equal(read_one(a, &k, token(a, k.ec, "ES256", "e", claims(a, "{}")), &p), 0);
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", NULL, claims(a, "{}")), &p), 0);
	const char *several = "{\"aud\":[\"theirs\",\"ours\"],\"azp\":\"ours\",\"email_verified\":false}";
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "r", claims(a, several)), &p), 0);
	assert_string_equal(p.mail, "");
	keys_end(&k);
}

static void wrong_claims(void **state)
{
	static const char *const changes[] = {
		"{\"iss\":\"https://login.example/\"}",
		"{\"iss\":null}",
		"{\"aud\":\"theirs\"}",
		"{\"aud\":[\"theirs\"]}",
		"{\"aud\":[\"ours\",\"theirs\"]}",
		"{\"azp\":\"theirs\"}",
		"{\"nonce\":\"n-2\"}",
		"{\"nonce\":null}",
		"{\"exp\":1899999900}",
		"{\"exp\":null}",
		"{\"exp\":\"1900000300\"}",
		"{\"iat\":1899990000}",
		"{\"iat\":1900000900}",
		"{\"iat\":null}",
		"{\"sub\":null}",
		"{\"sub\":\"\"}",
		"{\"sub\":7}",
		"{\"sub\":\"\\u00e9\"}",
	};
	AUTO_ARENA a = arena_new("test");
	struct keys k = keys_new(a);
	struct oidc_person p;

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++)
		assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "r", claims(a, changes[i])), &p),
			ERR_INVALID);
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "r", "[]"), &p), ERR_INVALID);
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "r", "{"), &p), ERR_INVALID);
	keys_end(&k);
}

static void wrong_signatures(void **state)
{
	AUTO_ARENA a = arena_new("test");
	struct keys k = keys_new(a);
	const char *good = token(a, k.rsa, "RS256", "r", claims(a, "{}"));
	char *bent = arena_strdup(a, good);
	struct oidc_person p;

	(void)state;
	bent[strlen(bent) - 10] = bent[strlen(bent) - 10] == 'A' ? 'B' : 'A';
	assert_int_equal(read_one(a, &k, bent, &p), ERR_INVALID);
	assert_int_equal(
		read_one(a, &k, token(a, k.stranger, "RS256", "r", claims(a, "{}")), &p), ERR_INVALID);
	assert_int_equal(
		read_one(a, &k, token(a, k.stranger, "RS256", "x", claims(a, "{}")), &p), ERR_NOTFOUND);
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS512", "r", claims(a, "{}")), &p), ERR_INVALID);
	assert_int_equal(read_one(a, &k, token(a, k.rsa, "RS256", "e", claims(a, "{}")), &p), ERR_NOTFOUND);
	for (size_t i = 0; i < 4; i++) {
		static const char *const none[] = {"", "a.b", "a.b.c", "eyJhbGciOiJub25lIn0.e30."};
		assert_int_equal(read_one(a, &k, none[i], &p), ERR_INVALID);
	}
	keys_end(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right),
		cmocka_unit_test(wrong_claims),
		cmocka_unit_test(wrong_signatures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
