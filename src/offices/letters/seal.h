/* What makes a letter checkable: the record of each copy, a few lines of text signed with Ed25519
 * (libsodium), and the installation's key. Private to the office. docs/letters.md, Record. */
#pragma once
#include "base/arena.h"
#include "base/date.h"

#define SEAL_KEY_HEX 65 /* a public key, with its NUL */
#define SEAL_ID_HEX 17  /* its id: the first 16 digits of it */
#define SEAL_CODE 12    /* XXXXX-XXXXX, with its NUL */
#define SEAL_RECORD_MAX 4000u
#define SEAL_RING_BYTES_MAX (64u << 10) /* a file of public keys */

/* The secret half in a file that its owner alone may read. */
struct seal_key {
	unsigned char secret[64];
	char public[SEAL_KEY_HEX];
};
void seal_key_of(const unsigned char seed[32], struct seal_key *ret);
/* ERR_INVALID: it can be read by others, or holds no key; ERR_NOTFOUND. */
int seal_key_open(struct arena *a, const char *path, struct seal_key *ret, struct err *e) ATTR_CHECK;
/* A fresh key into the file, complete or absent; its folder is made. replace: in the place of what lies
 * there; else it is left alone where there is one. */
int seal_key_make(struct arena *a, const char *path, bool replace, struct err *e) ATTR_CHECK;

/* ---- public keys ---- */
struct seal_public {
	const char *public;    /* hex */
	const char *from, *to; /* YYYY-MM-DD in which it signed; from "": not known; to "": it signs still */
};
struct seal_ring {
	const char *whose; /* for messages: this installation, FILE */
	size_t n, cap;
	struct seal_public *key;
};
void seal_ring_add(struct arena *a, struct seal_ring *k, struct seal_public key);
/* As a text to be given away, and back; a lone key of an older Paraph is read too. ERR_INVALID with the line.
 */
const char *seal_ring_write(struct arena *a, const struct seal_ring *k);
int seal_ring_parse(
	struct arena *a, const char *name, const char *text, struct seal_ring *ret, struct err *e) ATTR_CHECK;
int seal_ring_read(struct arena *a, const char *path, struct seal_ring *ret, struct err *e) ATTR_CHECK;
const char *seal_id(struct arena *a, const char *public);

#define SEAL_LETTERS "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" /* easy to read aloud: no 0 O 1 I */
void seal_code(char ret[SEAL_CODE]);                    /* random */

/* ---- records ---- */
/* Values are one line each, never empty but where said. */
struct seal_record {
	const char *house, *reference, *date;
	const char *signatory; /* function of who signs; "" none */
	const char *addressee; /* category: state, organisation, person */
	const char *status;    /* issued */
	const char *sha256;    /* of the file */
	const char *code;      /* "" none */
	/* Read alone: */
	const char *signature;         /* hex */
	const struct seal_public *key; /* of the ring */
};
/* Signs lines as they are: what seal_write() ends with. */
bool seal_signed(const char *lines, size_t len, const char *public, const char *signature); /* hex */
const char *seal_sign(struct arena *a, const char *lines, size_t len, const struct seal_key *k);
/* The lines, signed; lives in `a`. */
const char *seal_write(struct arena *a, const struct seal_record *r, const struct seal_key *k);
/* ERR_INVALID: no record in this form, signed with a key that is not in the ring, or not signed with it.
 * `name` is for messages. */
int seal_read(struct arena *a, const char *name, const char *text, const struct seal_ring *ring,
	struct seal_record *ret, struct err *e) ATTR_CHECK;
