/* What every command on translations opens first: the book, the letter's templates, the house. Private to the
 * office. */
#pragma once
#include "offices/houses/houses.h"
#include "offices/letters/letters.h"
#include "offices/translations/steps.h"

#define SOURCE_LANG "en" /* letters are written in it first: docs/templates.md */

struct desk {
	struct run *run;
	struct book book;
	const struct pack *pack;
	struct letter_kind kind;
	struct letter_order order;
	struct letters *letters;
	struct house issuer;
	const char *house, *person; /* codes; person "": nobody is named */
	int persons;                /* that the house wants behind a paragraph */
	const struct template *source;
	const char *source_data;
	size_t source_len;
};
/* kind NULL: no letter is opened. ERR_NOTFOUND: the pack has no such letter. */
int desk_open(struct run *r, const char *kind, struct desk *ret, struct err *e) ATTR_CHECK;
/* Who acts must be named. */
int desk_person(const struct desk *d, struct err *e) ATTR_CHECK;

/* One language of the letter on the desk, as the house says it. */
struct version {
	struct gate_question q; /* target NULL: there is none, and too little of the house's own */
	const char *path;       /* of the template, for messages */
	const char *data;       /* its bytes; NULL like q.target */
	size_t len;
	size_t n;
	struct unit *unit;
};
int version_open(struct desk *d, const char *lang, struct version *ret, struct err *e) ATTR_CHECK;
/* The same with the pack's words alone. ERR_NOTFOUND: it has none in this language. */
int version_open_pack(struct desk *d, const char *lang, struct version *ret, struct err *e) ATTR_CHECK;
/* May the letter leave, in the words that would be sent? */
int version_gate(struct desk *d, const char *lang, struct gate *ret, struct err *e) ATTR_CHECK;
/* All languages of the pack and of the house, the source's left out; sorted, NULL-terminated. */
int versions_list(struct desk *d, const char *const **ret, size_t *ret_n, struct err *e) ATTR_CHECK;

/* Why a person may not take this step; "" when there is nothing to do; NULL when it may. */
const char *step_refused(
	struct arena *a, const struct pasts *p, const struct unit *u, const struct past *one, int persons);
/* Writes it down, in the caller's transaction: of `one` its step, person, behalf, note and at_ms count. Words
 * that were a draft or outdated become translated by the person, and where the house wants more than one no
 * more than that. Approved words go into the memory. */
int step_take(struct desk *d, const struct version *v, const struct unit *u, const struct past *one,
	struct err *e) ATTR_CHECK;

/* The same step on several paragraphs, in one transaction. Set desk, version, key (none: all), note and pack
 * (the pack's words, in place of the house's own). */
struct stepping {
	struct desk desk;
	struct version version;
	size_t keys;
	const char *const *key;
	const char *note;
	bool pack;
	size_t done, left, taken; /* taken over: translated, for another to approve */
	struct step_refusal {
		const char *key, *why;
	} * refused; /* those left */
};
int steps_run(struct stepping *s, enum stage stage, struct err *e) ATTR_CHECK;
/* Words of a person for one paragraph, as words_read() gave them: translated. */
int words_save(struct desk *d, const struct version *v, const struct unit *u, const char *words,
	const char *note, struct err *e) ATTR_CHECK;
const char *unit_key(const struct unit *u);

/* Would the words stand in the letter, in place of this paragraph of the source? *ret: the same, canonical.
 * ERR_INVALID "KEY: …". */
int words_read(struct desk *d, const char *lang, const struct paragraph *p, const char *text,
	const char **ret, struct err *e) ATTR_CHECK;
