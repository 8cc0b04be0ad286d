/* A picture for a letterhead, from an SVG or PNG file. It is drawn once, as pixels fine enough for paper, and
 * only these go into letters: nothing of the file itself does, and nothing that the file points to is
 * fetched. The same file gives the same pixels. */
#pragma once
#include "base/arena.h"
#include "text/doc.h"

#define EMBLEM_BYTES_MAX (2u << 20) /* of a file */
#define EMBLEM_SIDE_MAX 6000u       /* pixels of a PNG file, each way */
#define EMBLEM_PIXELS 200u          /* of its height when drawn; on paper 48 points: 300 to the inch */
#define EMBLEM_ASPECT_MAX 5u        /* times as wide as high */

struct emblem {
	unsigned width, height;     /* pixels */
	const unsigned char *rgb;   /* 3 bytes a pixel, rows from above; white where nothing shows */
	const unsigned char *alpha; /* 1 byte a pixel; NULL: all of it shows */
	const char *png;            /* the same, as a file */
	size_t png_len;
	size_t titles_n;
	struct emblem_title *title;
};
/* What the picture shows, in words, for who does not see it. */
struct emblem_title {
	const char *lang; /* "" any */
	const char *text;
};

/* alt: in place of the words of the file, which are, in SVG, its <title>s, each with a lang of its own; NULL:
 * those. ERR_INVALID, ERR_LIMIT: a picture that is none, is too large, or would not look the same everywhere;
 * the text names `path` and the mend. */
int emblem_read(
	struct arena *a, const char *path, const char *alt, struct emblem **ret, struct err *e) ATTR_CHECK;
/* The same, of bytes. `name` is for messages. */
int emblem_parse(struct arena *a, const char *name, const char *data, size_t len, const char *alt,
	struct emblem **ret, struct err *e) ATTR_CHECK;
/* The words in that language, else in any; "": there are none, the picture is an ornament. */
const char *emblem_alt(const struct emblem *m, const struct lang *lang);
