/* What makes a letter checkable: the record of each copy, a few lines of text signed with Ed25519
 * (libsodium), and the installation's key. Private to the office. docs/letters.md, Record. */
#pragma once
#include "base/arena.h"
#include "base/date.h"

#define SEAL_KEY_HEX 65 /* a public key, with its NUL */
#define SEAL_CODE 12    /* XXXXX-XXXXX, with its NUL */
#define SEAL_RECORD_MAX 4000u

/* The secret half in a file that its owner alone may read. */
struct seal_key {
	unsigned char secret[64];
	char public[SEAL_KEY_HEX];
};
/* Reads the file, or makes it with a fresh key where there is none and `make`. ERR_INVALID: it can be read by
 * others, or holds no key; ERR_NOTFOUND. */
int seal_key_open(
	struct arena *a, const char *path, bool make, struct seal_key *ret, struct err *e) ATTR_CHECK;
/* A public key as `letter key export` writes it. */
int seal_public_read(struct arena *a, const char *path, const char **ret, struct err *e) ATTR_CHECK;

void seal_code(char ret[SEAL_CODE]); /* random, easy to read aloud: no 0 O 1 I */

/* Values are one line each, never empty but where said. */
struct seal_record {
	const char *house, *reference, *date;
	const char *signatory; /* function of who signs; "" none */
	const char *addressee; /* category: state, organisation, person */
	const char *status;    /* issued */
	const char *sha256;    /* of the file */
	const char *code;      /* "" none */
	const char *key;       /* public, hex */
};
/* The lines, signed; lives in `a`. */
const char *seal_write(struct arena *a, const struct seal_record *r, const struct seal_key *k);
/* ERR_INVALID: no record in this form, or its signature is not of the key it names. `name` is for messages.
 */
int seal_read(struct arena *a, const char *name, const char *text, struct seal_record *ret,
	struct err *e) ATTR_CHECK;
