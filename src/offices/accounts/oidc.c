#include "offices/accounts/oidc.h"

#include <curl/curl.h>
#include <jansson.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/file.h"
#include "offices/accounts/accounts.h"
#include "web/secret.h"

#define SECRET_FILE_MAX 4096u
#define ADDRESS_MAX 4096u
#define MINUTE_MS INT64_C(60000)

/* What the service says of itself. */
struct service {
	const char *authorize, *token, *person, *keys; /* person: userinfo, "" none; keys: a JWK set */
	int64_t read_ms;
};

/* One in this process, as there is one service: read again, another takes its place. */
static struct {
	pthread_mutex_t lock;
	struct arena *arena; /* NULL: not read yet */
	struct service service;
} kept = {PTHREAD_MUTEX_INITIALIZER, NULL, {0}};

/* ---- settings ---- */

bool oidc_on(const struct run *r)
{
	return r->oidc_issuer != NULL;
}

/* Over TLS, or to this computer itself. */
static bool trusted(const char *url)
{
	static const char *const begins[] = {
		"https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"};

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (strncmp(url, begins[i], strlen(begins[i])) == 0 && url[strlen(begins[i])])
			return true;
	return false;
}

static int secret_read(struct run *r, const char **ret, struct err *e)
{
	char *text;
	size_t len;
	int rc = file_read(r->arena, r->oidc_secret, SECRET_FILE_MAX, &text, &len, e);

	if (rc < 0)
		return err_ctx(e, "PARAPH_OIDC_SECRET");
	text[strcspn(text, "\r\n")] = '\0';
	*ret = text;
	return *text ? 0 : err_set(e, ERR_USAGE, "%s: the first line is the client's secret", r->oidc_secret);
}

int oidc_check(struct run *r, struct err *e)
{
	const char *secret;

	if (!r->oidc_issuer && !r->oidc_client && !r->oidc_secret)
		return 0;
	if (!r->oidc_issuer || !r->oidc_client || !r->oidc_secret)
		return err_set(e, ERR_USAGE,
			"PARAPH_OIDC_ISSUER, PARAPH_OIDC_CLIENT and PARAPH_OIDC_SECRET (a file) belong "
			"together: set all three, or none");
	if (!trusted(r->oidc_issuer) || strpbrk(r->oidc_issuer, "?# "))
		return err_set(e, ERR_USAGE,
			"PARAPH_OIDC_ISSUER %s: write https://…, as the service names itself",
			r->oidc_issuer);
	return secret_read(r, &secret, e);
}

const char *oidc_host(const struct run *r, struct arena *a)
{
	const char *host = strstr(r->oidc_issuer, "://") + 3;

	return arena_strndup(a, host, strcspn(host, "/"));
}

int accounts_ready(struct run *r, struct err *e)
{
	return oidc_check(r, e);
}

/* ---- asking ---- */

struct ask {
	const char *url, *body;      /* body: a form; NULL: it is read */
	const char *user, *password; /* coded as in a form; NULL none */
	const char *bearer;          /* NULL none */
};

static size_t answer_add(char *data, size_t size, size_t n, void *out)
{
	struct buf *b = out;

	buf_add(b, data, size * n);
	return b->over ? 0 : size * n;
}

static CURLcode perform(CURL *curl, const struct ask *k, struct buf *answer)
{
	curl_easy_setopt(curl, CURLOPT_URL, k->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)OIDC_SECONDS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, answer_add);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	if (k->body)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, k->body);
	if (k->user) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, k->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, k->password);
	}
	if (k->bearer) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, k->bearer);
	}
	return curl_easy_perform(curl);
}

/* A JSON object; the caller's to let go. */
static int asked(struct arena *a, const struct ask *k, json_t **ret, struct err *e)
{
	struct buf answer;
	long status = 0;

	if (!trusted(k->url))
		return err_set(e, ERR_IO, "%s: neither https nor this computer", k->url);
	buf_init(&answer, a, OIDC_BYTES_MAX);
	CURL *curl = curl_easy_init();
	CURLcode code = curl ? perform(curl, k, &answer) : CURLE_FAILED_INIT;
	if (code == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK)
		return err_set(e, ERR_IO, "%s: %s", k->url, curl_easy_strerror(code));
	json_t *json = answer.len ? json_loadb(answer.data, answer.len, 0, NULL) : NULL;
	if (status == 200 && json_is_object(json)) {
		*ret = json;
		return 0;
	}
	const char *said = json_string_value(json_object_get(json, "error"));
	int rc = err_set(e, status >= 400 && status < 500 ? ERR_INVALID : ERR_IO, "%s: status %ld%s%.100s",
		k->url, status, said ? ", " : "", said ? said : "");
	json_decref(json);
	return rc;
}

static void form_part(struct buf *b, const char *name, const char *value)
{
	char *coded = curl_easy_escape(NULL, value, 0);

	buf_printf(b, "%s%s=%s", b->len ? "&" : "", name, coded ? coded : "");
	curl_free(coded);
}

/* ---- what it says of itself ---- */

static int text_of(struct arena *a, const json_t *json, const char *name, const char **ret, struct err *e)
{
	const char *text = json_string_value(json_object_get(json, name));

	if (!text || !trusted(text))
		return err_set(e, ERR_IO, "the service does not say its %s", name);
	*ret = arena_strdup(a, text);
	return 0;
}

static int service_read(struct run *r, struct arena *a, struct service *ret, struct err *e)
{
	const char *slash = r->oidc_issuer[strlen(r->oidc_issuer) - 1] == '/' ? "" : "/", *issuer;
	json_t *json = NULL, *keys = NULL;
	struct service s = {.person = "", .read_ms = r->now_ms};
	struct ask k = {
		.url = arena_printf(a, "%s%s.well-known/openid-configuration", r->oidc_issuer, slash)};
	int rc = asked(a, &k, &json, e);

	issuer = json_string_value(json_object_get(json, "issuer"));
	if (rc == 0 && (!issuer || strcmp(issuer, r->oidc_issuer) != 0))
		rc = err_set(e, ERR_IO, "PARAPH_OIDC_ISSUER %s: the service calls itself %.200s",
			r->oidc_issuer, issuer ? issuer : "nothing");
	if (rc == 0)
		rc = text_of(a, json, "authorization_endpoint", &s.authorize, e);
	if (rc == 0)
		rc = text_of(a, json, "token_endpoint", &s.token, e);
	if (rc == 0)
		rc = text_of(a, json, "jwks_uri", &k.url, e);
	if (rc == 0 && json_object_get(json, "userinfo_endpoint"))
		rc = text_of(a, json, "userinfo_endpoint", &s.person, e);
	if (rc == 0)
		rc = asked(a, &k, &keys, e);
	if (rc == 0) {
		char *text = arena_zalloc(a, OIDC_BYTES_MAX + 1);
		size_t len = json_dumpb(keys, text, OIDC_BYTES_MAX, JSON_COMPACT);
		s.keys = text;
		if (len == 0 || len > OIDC_BYTES_MAX)
			rc = err_set(e, ERR_IO, "the service's keys are too many");
	}
	json_decref(json);
	json_decref(keys);
	if (rc == 0)
		*ret = s;
	return rc;
}

static struct service copied(struct arena *a, const struct service *s)
{
	return (struct service){arena_strdup(a, s->authorize), arena_strdup(a, s->token),
		arena_strdup(a, s->person), arena_strdup(a, s->keys), s->read_ms};
}

/* Not older than `oldest_ms`. */
static int service_of(struct run *r, int64_t oldest_ms, struct service *ret, struct err *e)
{
	struct arena *fresh, *old;
	struct service s;
	bool have;

	pthread_mutex_lock(&kept.lock);
	have = kept.arena && kept.service.read_ms >= oldest_ms;
	if (have)
		*ret = copied(r->arena, &kept.service);
	pthread_mutex_unlock(&kept.lock);
	if (have)
		return 0;
	fresh = arena_new("oidc");
	int rc = service_read(r, fresh, &s, e); /* without the lock: it takes its time */
	if (rc < 0) {
		arena_free(fresh);
		return rc;
	}
	*ret = copied(r->arena, &s);
	pthread_mutex_lock(&kept.lock);
	old = kept.arena;
	kept.arena = fresh;
	kept.service = s;
	pthread_mutex_unlock(&kept.lock);
	arena_free(old);
	return 0;
}

static int service_now(struct run *r, struct service *ret, struct err *e)
{
	return service_of(r, r->now_ms - OIDC_KEPT_MINUTES * MINUTE_MS, ret, e);
}

/* ---- there and back ---- */

static const char *nonce_of(struct arena *a, const struct oidc_way *w)
{
	char hex[65];

	secret_hash(w->secret, "oidc nonce", hex);
	return arena_strdup(a, hex);
}

static const char *verifier_of(struct arena *a, const struct oidc_way *w)
{
	char hex[65];

	secret_hash(w->secret, "oidc verifier", hex);
	return arena_strdup(a, hex);
}

/* RFC 7636, 4.2: S256. */
static const char *challenge_of(struct arena *a, const char *verifier)
{
	unsigned char hash[32];
	size_t max = sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);

	crypto_hash_sha256(hash, (const unsigned char *)verifier, strlen(verifier));
	return sodium_bin2base64(
		arena_zalloc(a, max), max, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

int oidc_begin(struct run *r, const struct oidc_way *w, const char *state, const char **ret, struct err *e)
{
	struct service s;
	struct buf b;
	int rc = service_now(r, &s, e);

	if (rc < 0)
		return rc;
	buf_init(&b, r->arena, ADDRESS_MAX);
	form_part(&b, "response_type", "code");
	form_part(&b, "scope", "openid email");
	form_part(&b, "client_id", r->oidc_client);
	form_part(&b, "redirect_uri", w->back);
	form_part(&b, "state", state);
	form_part(&b, "nonce", nonce_of(r->arena, w));
	form_part(&b, "code_challenge", challenge_of(r->arena, verifier_of(r->arena, w)));
	form_part(&b, "code_challenge_method", "S256");
	rc = buf_check(&b, e);
	if (rc == 0)
		*ret = arena_printf(
			r->arena, "%s%c%s", s.authorize, strchr(s.authorize, '?') ? '&' : '?', b.data);
	return rc;
}

static int exchange(struct run *r, const struct oidc_way *w, const struct service *s, const char *code,
	json_t **ret, struct err *e)
{
	struct buf body, user, password;
	const char *secret;
	int rc = secret_read(r, &secret, e);

	if (rc < 0)
		return rc;
	buf_init(&body, r->arena, ADDRESS_MAX);
	form_part(&body, "grant_type", "authorization_code");
	form_part(&body, "code", code);
	form_part(&body, "redirect_uri", w->back);
	form_part(&body, "code_verifier", verifier_of(r->arena, w));
	buf_init(&user, r->arena, ADDRESS_MAX); /* both coded as a form has them: RFC 6749, 2.3.1 */
	form_part(&user, "", r->oidc_client);
	buf_init(&password, r->arena, ADDRESS_MAX);
	form_part(&password, "", secret);
	rc = buf_check(&body, e);
	return rc < 0
		? rc
		: asked(r->arena, &(struct ask){s->token, body.data, user.data + 1, password.data + 1, NULL},
			  ret, e);
}

/* Keys change: for one that is not known they are read again, but not at everybody's wish. */
static int token_read(struct run *r, const struct oidc_way *w, struct service *s, const char *token,
	struct oidc_person *ret, struct err *e)
{
	const struct id_wanted wanted = {r->oidc_issuer, r->oidc_client, nonce_of(r->arena, w), r->now_ms};
	int rc = id_token_read(r->arena, token, s->keys, &wanted, ret, e);

	if (rc == ERR_NOTFOUND && s->read_ms < r->now_ms - OIDC_KEYS_AGAIN_SECONDS * INT64_C(1000)) {
		rc = service_of(r, r->now_ms, s, e);
		if (rc == 0)
			rc = id_token_read(r->arena, token, s->keys, &wanted, ret, e);
	}
	if (rc == ERR_NOTFOUND)
		e->code = rc = ERR_INVALID;
	return rc;
}

/* Where the token does not say it: the address is asked for. */
static int mail_ask(
	struct run *r, const struct service *s, const char *bearer, struct oidc_person *p, struct err *e)
{
	struct oidc_person said;
	json_t *json = NULL;

	if (*p->mail || !*s->person || !bearer)
		return 0;
	int rc = asked(r->arena, &(struct ask){.url = s->person, .bearer = bearer}, &json, e);
	if (rc == 0)
		rc = id_person(r->arena, json, &said, e);
	if (rc == 0 && strcmp(said.subject, p->subject) != 0)
		rc = err_set(e, ERR_INVALID, "the service speaks of somebody else");
	if (rc == 0)
		p->mail = said.mail;
	json_decref(json);
	return rc;
}

int oidc_end(
	struct run *r, const struct oidc_way *w, const char *code, struct oidc_person *ret, struct err *e)
{
	struct service s;
	json_t *json = NULL;
	int rc = service_now(r, &s, e);

	if (rc == 0)
		rc = exchange(r, w, &s, code, &json, e);
	const char *token = json_string_value(json_object_get(json, "id_token"));
	if (rc == 0 && !token)
		rc = err_set(e, ERR_INVALID, "the service gave no ID token");
	if (rc == 0)
		rc = token_read(r, w, &s, token, ret, e);
	if (rc == 0)
		rc = mail_ask(r, &s, json_string_value(json_object_get(json, "access_token")), ret, e);
	json_decref(json);
	return rc;
}
