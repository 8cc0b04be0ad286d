/* Passkeys (Web Authentication, Level 2): what a browser sends is checked here, without a store or a clock;
 * the signatures by libfido2. Private to the office. Texts are base64url as browsers' scripts send them.
 * Every failure is ERR_INVALID with the reason for who runs the server; the reader is told the same whatever
 * it was. Source: https://www.w3.org/TR/webauthn-2/ 7.1 and 7.2. */
#pragma once
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define PASSKEY_SENT_MAX (16u << 10) /* bytes of one text that a browser sends */
#define PASSKEY_ID_MAX 1364u         /* of a credential's id: 1023 bytes, base64url */

/* What the browser says it was asked, and by whom. */
struct passkey_client {
	const char *challenge;  /* as it was made: secret_is() */
	unsigned char hash[32]; /* SHA-256 of all of it, which is signed */
};
/* type: "webauthn.create" or "webauthn.get"; origin: https://register.example, as the reader has it. */
int passkey_client_read(struct arena *a, const char *sent, const char *type, const char *origin,
	struct passkey_client *ret, struct err *e) ATTR_CHECK;

struct passkey {
	const char *id;       /* of the credential */
	const char *pubkey;   /* hex */
	int64_t alg, counted; /* a COSE algorithm; signatures counted, 0 none are */
};
/* A new one. rp: register.example. Its holder was there and was recognized by the device, else it is refused.
 * Attestation "none" and "packed": we ask for none, and trust no maker. */
int passkey_made(struct arena *a, const struct passkey_client *c, const char *rp, const char *attestation,
	struct passkey *ret, struct err *e) ATTR_CHECK;
/* Signed by the known one? *ret_counted is the counter of this signature: who calls sees that it grows. */
int passkey_signed(struct arena *a, const struct passkey_client *c, const char *rp,
	const struct passkey *known, const char *auth, const char *signature, int64_t *ret_counted,
	struct err *e) ATTR_CHECK;
