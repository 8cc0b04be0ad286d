/* A letter as PDF: A4, tagged (PDF/UA-1), its text extracted in reading order, its fonts embedded. Fonts are
 * those of a fixed table by language, whatever this computer is set up with, and are subset once for all
 * letters that are laid out together, so: add all letters of a run, then write them; of a long run, a batch
 * of them at a time. The same letters, added in the same order, give the same bytes on the same fonts. */
#pragma once
#include "base/buf.h"
#include "text/doc.h"

#define PDF_BYTES_MAX (16u << 20) /* of one letter; the fonts of a long Chinese run are the most of it */
#define PDF_PAGES_MAX 100u
#define PDF_BATCH 256u /* letters that a long run best lays out together */

/* Letters laid out and not yet forgotten. One thread at a time uses it. */
struct press;

/* Lives in `a`. Sets the fonts of the process (fontconfig) to none but those of the table. */
struct press *press_new(struct arena *a);
/* Lays out one more letter; nothing of `d` but its lang needs to outlive the call. *ret_pages: at least 1.
 * ERR_INVALID: a character that no font of its language has, named with its text and the language;
 * ERR_NOTFOUND: a font file is not installed; ERR_LIMIT: over PDF_PAGES_MAX. */
int press_add(struct press *p, const struct doc *d, size_t *ret_pages, struct err *e) ATTR_CHECK;
/* Adds the i-th letter since press_clear() to `out`, from 0, in any order. */
int press_write(struct press *p, size_t i, struct buf *out, struct err *e) ATTR_CHECK;
/* Forgets the letters; keeps fonts and what is known of them. */
void press_clear(struct press *p);
