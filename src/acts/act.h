/* An act as it is written: the header that a public copy always shows, and the content that may be withheld
 * from it. Texts are UTF-8, never NULL, "" where nothing is given. */
#pragma once
#include "acts/kind.h"
#include "base/arena.h"
#include "base/date.h"

#define ACT_ID_MAX 200u        /* bytes; also the idempotency key: the same id is recorded once */
#define ACT_TEXT_MAX 2000u     /* bytes of subject, issuer, source, ... each */
#define ACT_PAYLOAD_MAX 65536u /* bytes */
#define ACT_TREATY_MAX 16u     /* bytes */

enum visibility { VISIBLE_PUBLIC, VISIBLE_PARTIES, VISIBLE_HOUSE, VISIBILITY_COUNT };
extern const char *const visibility_names[VISIBILITY_COUNT + 1]; /* public parties house NULL */

/* An act to be recorded. */
struct draft {
	/* header */
	const char *id;     /* stable; derived or made where the caller gives none */
	const char *treaty; /* a pack's code, or "world" */
	const char *kind;
	const char *visibility;
	const char *corrects; /* kind correction: id of the act it targets, else "" */
	/* content */
	const char *subject, *on, *effective; /* on, effective: EDTF texts, "" when not found or not given */
	const char *issuer; /* who did the act or whose publication it is; "" where the source says it all */
	const char *by, *behalf; /* who recorded it, on whose behalf; opaque ids, never names of persons */
	const char *source, *source_sha256;
	const char *payload; /* canonical JSON object, see payload.h; {} when empty */
};

/* A recorded act, as stored. */
struct act_row {
	struct draft d;
	uint64_t seq;           /* 0, 1, 2, ... without a gap */
	uint64_t target;        /* seq + 1 of the act that a correction targets; 0: not looked up */
	int64_t recorded_ms;    /* never less than that of seq - 1 */
	const char *salt;       /* 32 hex digits, random */
	const char *commitment; /* SHA-256 hex of salt and content; see chain.h */
	const char *hash;       /* SHA-256 hex of version, previous hash, header, commitment */
};

/* Checks everything that needs no other act: kind, subject's form, days, field names and types, lengths, and
 * that the payload is in its canonical form. Does not know which States exist (register_check does). Errors
 * begin with the field, by the name of its CSV column, and end with the mend. */
int draft_check(const struct draft *d, struct err *e) ATTR_CHECK;
#define DRAFT_MISTAKES_MAX 8u
/* What is wrong with each part beside the payload, all of it, so that a form can say it at its fields. `as`:
 * the kind that it stands for. Returns how many. */
size_t draft_mistakes(const struct draft *d, enum act_kind as, struct err ret[DRAFT_MISTAKES_MAX]);

/* "ccm/ratification/AFG/2011-09-08", what is empty left out; public acts only. Lives in `a`. */
const char *draft_id(struct arena *a, const struct draft *d);
/* A random id "u-..." (128 bits) for acts that are not public or have none to be derived from. */
const char *draft_random_id(struct arena *a);
