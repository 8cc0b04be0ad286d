/* What both kinds of markup need. Private to html.c, docx.c and zip.c. */
#pragma once
#include "base/buf.h"
#include "text/doc.h"

/* As text, or as an attribute's value in double quotes, of HTML and of XML. */
void markup_text(struct buf *b, const char *s);
/* http:, https: or mailto:? */
bool markup_is_address(const char *url);
/* A text that runs against the letter's direction, as far as letters say so: a Latin title in an Arabic
 * letter. */
bool markup_runs_other_way(const struct lang *lang, const char *s);
/* The letter's title: its first heading; "" none. */
const char *markup_title(struct arena *a, const struct doc *d);
/* What is said of where the letter can be checked; its address is d->code.url. NULL: there is no code. */
const char *markup_code(const struct doc *d);
/* How wide each emblem is, in points: all are as high as 48, or lower where they would be wider than 200. */
#define MARKUP_EMBLEM_HEIGHT 48
void markup_emblems(const struct doc *d, int width[EMBLEMS_MAX], int height[EMBLEMS_MAX]);
/* Does the block say on which page it stands? */
bool markup_numbers_pages(const struct block *b);

/* A ZIP archive (PKWARE APPNOTE 6.3), deflated, every time being 1980-01-01, so that the same files give the
 * same bytes. */
#define ZIP_FILES_MAX 16u
struct zip_file {
	const char *name;
	uint32_t crc, size, packed, at;
};
struct zip {
	struct arena *arena;
	struct buf *out;
	size_t n;
	struct zip_file file[ZIP_FILES_MAX];
};
void zip_begin(struct zip *z, struct arena *a, struct buf *out);
void zip_add(struct zip *z, const char *name, const struct buf *data);
void zip_end(struct zip *z);
