/* Letters as files of one form: all are laid out before the first is written, so that a refused one leaves
 * nothing behind. Private to the office. */
#pragma once
#include "base/buf.h"
#include "offices/letters/sender.h"
#include "text/pdf.h"

struct form {
	const char *name, *ending;
	void (*write)(
		const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages); /* NULL: PDF */
};
/* name NULL: PDF. */
int form_find(const char *name, const struct form **ret, struct err *e) ATTR_CHECK;

/* A letter as it will stand in its file. */
struct sheet {
	struct letter letter; /* without its blocks and facts */
	const struct recipient *to;
	const char *name; /* of the file */
	const char *text; /* NULL: the press has it */
	size_t len, pages;
	char sha256[65]; /* once it is in its file */
};
struct sheets {
	struct run *run;
	const struct sender *sender;
	const struct form *form;
	struct press *press; /* NULL where the form is not PDF */
	size_t n, cap;
	struct sheet *sheet;
};
/* Adds the letter to `to`; lang NULL: its own. `to`, reference and url must outlive the sheets. */
int sheets_add(struct sheets *s, const struct recipient *to, const char *lang, const char *reference,
	const char *url, struct err *e) ATTR_CHECK;
/* All files into the folder, with a word on how far it is for who watches. */
int sheets_write(struct sheets *s, const char *dir, struct err *e) ATTR_CHECK;
/* Names of the paragraphs that were left out, spaces between. */
const char *left_out_names(struct arena *a, const struct doc *d);
