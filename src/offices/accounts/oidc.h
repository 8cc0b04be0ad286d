/* Another service that signs people in: OpenID Connect, authorization code with PKCE. Private to the office.
 * What the service says of itself is read when it is first needed and kept for an hour; nothing of it stands
 * in the store. ERR_IO: it cannot be reached, or does not speak as it must; ERR_INVALID: what it said of a
 * person is not right. Both name the reason for who runs the server. Source: OpenID Connect Core 1.0, 3.1;
 * Discovery 1.0; RFC 7636 (PKCE); RFC 9207 (iss). */
#pragma once
#include "cli/cli.h"

#define OIDC_SECONDS 5              /* for one answer of the service */
#define OIDC_KEPT_MINUTES 60        /* of what it says of itself */
#define OIDC_KEYS_AGAIN_SECONDS 60  /* before keys are read anew for one that is not known */
#define OIDC_BYTES_MAX (256u << 10) /* of one of its answers */
#define OIDC_LEEWAY_SECONDS 60      /* between its clock and ours */
#define OIDC_PAST_MINUTES 10        /* how long ago a token may have been made */

/* Is a service named ($PARAPH_OIDC_ISSUER)? */
bool oidc_on(const struct run *r);
/* ERR_USAGE: it is named by half, or not so that it could be trusted. No service is no error. */
int oidc_check(struct run *r, struct err *e) ATTR_CHECK;
const char *oidc_host(const struct run *r, struct arena *a); /* login.example */

/* One person's way there and back. secret: of the browser's cookie; nonce and verifier are made of it. */
struct oidc_way {
	const char *secret, *back; /* back: where the service sends the browser, https://register.example/… */
};
/* Where the browser is sent. state: what comes back with it. */
int oidc_begin(struct run *r, const struct oidc_way *w, const char *state, const char **ret,
	struct err *e) ATTR_CHECK;
struct oidc_person {
	const char *subject; /* never given to somebody else by this service */
	const char *mail;    /* verified by the service; "" none */
};
/* The code that came back, for who it is. */
int oidc_end(struct run *r, const struct oidc_way *w, const char *code, struct oidc_person *ret,
	struct err *e) ATTR_CHECK;

/* ---- ID tokens, without a network ---- */
struct json_t;
/* sub, email and email_verified of an ID token or of what the service says of who it signed in. */
int id_person(struct arena *a, const struct json_t *json, struct oidc_person *ret, struct err *e) ATTR_CHECK;
struct id_wanted {
	const char *issuer, *client, *nonce;
	int64_t now_ms;
};
/* keys: a JWK set as JSON. RS256 and ES256, signed by a key of the set, of this issuer for this client,
 * answering this nonce, and of now. ERR_NOTFOUND: signed by a key that is not in the set. */
int id_token_read(struct arena *a, const char *token, const char *keys, const struct id_wanted *w,
	struct oidc_person *ret, struct err *e) ATTR_CHECK;
