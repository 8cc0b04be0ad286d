/* Letters as markup: for mail (HTML) and as a draft to work on (Word). The same document gives the same
 * bytes. What a letter says is data: everything is escaped, and an address that is neither of the web nor of
 * mail is no link. Neither has pages of its own: *ret_pages is 0. */
#pragma once
#include "base/buf.h"
#include "text/doc.h"

/* A page that stands alone: all styles in place, nothing fetched, so that mail programs show it as it is. The
 * paragraphs that number pages are left out. Adds to `out` (ask buf_check() at the end). */
void html_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages);

/* Office Open XML (ISO/IEC 29500-1, transitional): each field is a content control that has its name. */
void docx_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages);
