/* Letters of a kind to every State that should get one on a day: the right facts, verb and language for each,
 * from the template that the treaty's pack carries. Writes documents (text/doc.h); how they are put on paper
 * or screen is the caller's. */
#pragma once
#include "offices/packs/packs.h"
#include "text/doc.h"

extern const struct office letters_office; /* letter preview, letter check */

#define CIRCUMSTANCE_BYTES_MAX 4000u

/* A kind of letter: its name is that of its folder in the pack, letters/NAME/. */
struct letter_kind {
	const char *name, *help;
};
extern const struct letter_kind letter_kinds[]; /* ends with a NULL name */

/* Whom letters may be addressed to: minister, head-of-government, permanent-representative; NULL-terminated.
 */
extern const char *const letter_offices[];

/* A paragraph of the sender's own, in one language. */
struct circumstance {
	const char *lang, *text;
};

/* What the sender decides. */
struct letter_order {
	const struct letter_kind *kind;
	day_t on;
	const char *lang;         /* for every State; NULL: each in its own, as the world's table says */
	const char *from, *place; /* NULL: none */
	const char *to;           /* one of letter_offices; NULL: the first */
	size_t circumstances;
	const struct circumstance *circumstance;
	bool typeset; /* on paper: each character of the templates must have a font */
};

/* An order at work: the templates read and the facts asked so far. */
struct letters;

/* All of it lives in r->arena; book, pack and order must outlive it. */
int letters_open(struct run *r, const struct book *b, const struct pack *p, const struct letter_order *o,
	struct letters **ret, struct err *e) ATTR_CHECK;

/* Before the first letter is written: every template of this kind in the pack is read, and says in its
 * language what the English one says. ERR_INVALID names the first mistake with its place; ERR_NOTFOUND: the
 * pack has no such letter in English. */
int letters_ready(struct letters *l, struct err *e) ATTR_CHECK;
/* The same, each mistake a line on `out`. Returns how many. */
size_t letters_check(struct letters *l, FILE *out);
/* The languages that the pack has this letter in; NULL-terminated. */
size_t letters_languages(struct letters *l, const char *const **ret);

/* A template of this kind, for who works on its words. letters_file(): the pack's bytes in exactly this
 * language; false when it has none. letters_template() reads any bytes with the fields of this letter; `path`
 * is for messages. ERR_INVALID as template_parse(). */
struct template;
bool letters_file(struct letters *l, const char *tag, const char **ret, size_t *ret_len);
int letters_template(struct letters *l, const char *path, const char *tag, const char *data, size_t len,
	const struct template **ret, struct err *e) ATTR_CHECK;

/* Words of the States that get the letter that day, by ISO code: of the world, and without a deposit in
 * effect. */
size_t letters_recipients(struct letters *l, uint32_t **ret);
/* One State. ERR_NOTFOUND: no such State; ERR_INVALID says why it gets none, such as the day of its deposit.
 */
int letters_recipient(struct letters *l, const char *iso3, uint32_t *ret, struct err *e) ATTR_CHECK;

struct letter {
	const char *iso3, *name, *verb; /* name: the State's short one, in English, for people */
	const char *lang;               /* it is written in */
	const char *wanted; /* the language that the pack has no template in; NULL: it is written as wanted */
	bool names_english; /* the State's name is not on file in lang: the English one stands in */
	struct doc doc;
};
/* Lives in `a`. lang: NULL for the State's own, or the order's. ERR_INVALID: the letter is refused, with the
 * place in its template. */
int letters_write(struct letters *l, struct arena *a, uint32_t state, const char *lang, struct letter *ret,
	struct err *e) ATTR_CHECK;
