/* A letter as plain text, UTF-8: wrapped by display width, pages of a fixed length parted by form feeds, the
 * footer on each page's last line. The same document gives the same bytes. */
#pragma once
#include "base/buf.h"
#include "text/doc.h"

#define PLAIN_COLUMNS 72u /* on a screen with fixed widths; a longer word stands out */
#define PLAIN_LINES 60u   /* of a page, with its footer */

/* Adds to `out` (ask buf_check() at the end). *ret_pages: how many pages, at least 1. */
void plain_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages);
