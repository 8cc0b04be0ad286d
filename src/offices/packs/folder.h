/* A pack as it lies in a folder, and its adoption. Private to the office. */
#pragma once
#include "offices/packs/record.h"
#include "treaty/pack.h"

struct folder {
	const char *dir;
	struct pack_bytes bytes;
	struct pack *pack;
	struct draft *acts; /* that come with it, in the order of book_order() */
	unsigned *row;      /* of each, among the rows of acts/ */
	size_t acts_n;
};
/* CODE is a folder of --packs; what holds a '/' is a folder itself. Errors name the first mistake and how
 * many more there are. */
int folder_read(struct run *r, const char *code_or_dir, struct folder *ret, struct err *e) ATTR_CHECK;
/* The same; lists every mistake on r->err, those too that only show with the acts of the world. */
int folder_check(struct run *r, const char *dir, struct folder *ret, struct err *e) ATTR_CHECK;
/* Codes in --packs, sorted. */
int folder_codes(struct run *r, char ***ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* What an adoption records. */
struct adoption {
	const struct folder *folder;
	size_t acts_n;       /* recorded, without the adoption itself */
	int64_t recorded_ms; /* of the adoption; INT64_MAX: it was in force already */
};
/* Makes the database and adopts the packs, each as of the end of its edition's day; those with the world
 * first. bare: without the acts of treaties. */
int packs_init(struct run *r, const struct folder *folder, size_t n, bool bare, struct adoption *ret,
	struct err *e) ATTR_CHECK;
/* Adopts one more treaty, or a newer edition, now: records what is new of its acts. ret_trial: acts_n of
 * them. */
int packs_adopt(struct run *r, const struct folder *folder, struct adoption *ret, struct trial **ret_trial,
	struct err *e) ATTR_CHECK;
