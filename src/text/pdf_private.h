/* The parts of the PDF writer. All lengths are Pango's units, 1024 to the point, from the upper left corner
 * of the page. Private to pdf*.c: nothing of Pango, HarfBuzz or GLib is seen outside. */
#pragma once
#include <hb.h>
#include <libdeflate.h>
#include <pango/pango.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/doc.h"
#include "text/pdf.h"

#define PT(points) ((int)((points)*PANGO_SCALE))
#define PAGE_WIDTH PT(595.28)
#define PAGE_HEIGHT PT(841.89)
#define MARGIN PT(76)
#define COLUMN (PAGE_WIDTH - 2 * MARGIN)
/* Speed against size: of fonts, made once a run, and of pages, made for each letter. */
#define DEFLATE_FONTS 9
#define DEFLATE_PAGES 1

/* ---- fonts (pdf_font.c) ---- */

/* A font as one language uses it. */
struct face {
	hb_face_t *hb;
	hb_font_t *font;  /* 1000 units to the em, as PDF counts */
	PangoFont *pango; /* as Pango gave it, the first time */
	bool cff;
	unsigned n;     /* its glyphs */
	int *advance;   /* of each glyph, 1/1000 em */
	hb_set_t *used; /* glyphs */
	/* What the letters' strings are made of. A glyph has its own number as code while it stands for one
	 * text; for each other one it gets a further code. */
	size_t codes_n, codes_cap;
	struct code *code;
};
struct code {
	unsigned glyph;
	const char *text; /* NULL: not used */
	size_t len;
};
#define CODE_NONE 0x10000u
/* Pango makes a font for each size; they share a face. */
struct sized_font {
	PangoFont *pango;
	unsigned face;
	int size;
};
/* How letters in a language are set, and with what. */
struct images;
struct tongue {
	struct arena *arena; /* of the press */
	const struct lang *lang;
	const struct tongue_info *info;
	PangoContext *context;
	PangoLayout *layout;
	size_t faces_n, faces_cap;
	struct face *face;
	size_t fonts_n, fonts_cap;
	struct sized_font *font;
	struct images *images; /* of the press */
	size_t images_n;       /* how many of them the prefix has */
	bool grown;            /* a glyph is used that the prefix lacks */
	struct prefix *prefix; /* NULL: none yet */
};
struct tongue_info {
	const char *lang;     /* primary language; "" any other */
	const char *family;   /* first the one that is wanted */
	int size, leading;    /* of the body: points × 10; from baseline to baseline, points × 10 */
	const char *file[12]; /* below FONTS_DIR; NULL-terminated */
	const char *package;  /* that brings the files */
	bool dense;           /* written without spaces: lines are filled between characters */
};
int tongue_open(struct arena *a, const struct lang *lang, struct images *images, struct tongue **ret,
	struct err *e) ATTR_CHECK;
const struct sized_font *tongue_font(struct tongue *t, PangoFont *font);
/* The code of a glyph that stands for that text. CODE_NONE: it has none, the text must be told otherwise. */
unsigned face_code(struct tongue *t, struct face *f, unsigned glyph, const char *text, size_t len);

/* ---- what all files of a tongue begin with (pdf_prefix.c) ---- */

struct prefix {
	struct arena *arena;
	struct buf bytes; /* header, fonts, pictures, colours */
	struct buf xref;  /* the lines of its objects, 1 to objects */
	unsigned objects, fonts, intent;
	unsigned first_image; /* each has two: what is seen, and how far */
};
extern const unsigned char srgb_data[]; /* ICC profile, made by tools/srgb.py */
extern const size_t srgb_len;
int prefix_make(struct tongue *t, struct err *e) ATTR_CHECK;

/* ---- paragraphs (pdf_line.c), their lines (pdf_run.c) ---- */

enum align { ALIGN_START, ALIGN_END, ALIGN_CENTRE };
/* How a block is set. */
struct manner {
	int percent; /* of the body's size and leading */
	bool strong, justify;
	enum align align;
	int indent, width;
};
/* A line, or what of it stands in one link or between two. */
struct set_part {
	const char *ops; /* operators that show it from where its line begins */
	size_t len;
	unsigned line;
	int x;           /* of the line, from the left edge of its column */
	unsigned link;   /* of the paragraph, from 1; 0: in none */
	int left, right; /* of a link's words, from where the line begins */
};
struct para {
	uint64_t hash;
	const char *key;
	size_t key_len;
	int leading;
	size_t n; /* lines */
	unsigned parts_n;
	struct set_part *part; /* each line has one at least */
	unsigned *begin;       /* the first part of each line, and past the last */
	const char **link;     /* addresses */
};
/* A word with the space after it, as it looks in one style. */
struct word {
	uint64_t hash;
	const struct tongue *tongue;
	int percent;
	bool strong, emph;
	const char *text;
	size_t len;
	int width, seen; /* with and without that space */
	unsigned face;   /* the first glyph's font, and the last one's */
	unsigned last_face;
	int size, last_size;
	int64_t pen; /* how far its operators move, 1/1000 of Pango's unit */
	const char *ops;
	size_t ops_len;
};
/* The paragraphs and words of a batch; the same one is set once. */
struct para_cache {
	struct arena *arena;
	size_t n, cap; /* cap: a power of two */
	struct para **slot;
	size_t words_n, words_cap;
	struct word **word;
};
/* Where in a paragraph's text its links stand. */
struct linked {
	size_t n;
	struct {
		int from, to; /* bytes */
	} * at;
};
/* Adds the operators of a line of a layout whose text is `text`, from its left edge, and calls `part` with
 * each of its parts, ops being NULL; returns the line's width. */
int line_show(struct arena *a, struct tongue *t, const PangoLayoutLine *line, const char *text,
	const struct linked *links, struct buf *out, void (*part)(void *ctx, const struct set_part *part),
	void *ctx);
/* Widens a line of a language without spaces by `more`: between characters and at what spaces there are. Not
 * at all where that would be seen. */
void line_widen(const PangoLayoutLine *line, const char *text, int em, int more);
/* The same of a word, from its left edge: sets its width and what its operators do. */
void word_show(
	struct arena *a, struct tongue *t, const PangoLayoutLine *line, struct word *w, struct buf *out);
/* Words one after another, each at its place from the line's left edge. */
struct words_pen {
	struct buf *out;
	bool any;
	unsigned face;
	int size;
	int64_t pen;
};
void word_put(struct words_pen *p, const struct word *w, int x);
/* Makes the tongue's layout ready for text of one style that is as wide as it likes. */
void layout_prepare(struct tongue *t, int percent, bool strong, bool emph);
/* *ret stays as it is where Pango has to set the paragraph (pdf_word.c). */
int words_set(struct para_cache *c, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, struct para **ret, struct err *e) ATTR_CHECK;
/* `piece` are texts and breaks. */
int para_set(struct para_cache *c, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, const struct para **ret, struct err *e) ATTR_CHECK;

/* ---- pages (pdf_page.c) ---- */

enum role {
	ROLE_NONE, /* not of the text: header, footer, rules */
	ROLE_DOCUMENT,
	ROLE_P,
	ROLE_H1, /* to H6 */
	ROLE_H6 = ROLE_H1 + 5,
	ROLE_L,
	ROLE_LI,
	ROLE_LBL,
	ROLE_LBODY,
	ROLE_LINK,
	ROLE_FIGURE,
	ROLE_COUNT
};
struct element {
	enum role role;
	unsigned parent;      /* 0: the document, which is element 0 */
	unsigned first, last; /* kids, from 1; 0 none */
	const char *alt;      /* figures; else NULL */
};
/* What is in an element, in reading order. */
enum kid_kind { KID_ELEMENT, KID_MARK, KID_LINK };
struct kid {
	enum kid_kind kind;
	unsigned index, next; /* next: from 1; 0 none */
};
/* Lines of one paragraph on one page, a rule, or a picture. */
enum mark_kind { MARK_TEXT, MARK_RULE, MARK_EMBLEM, MARK_CODE };
struct mark {
	enum mark_kind kind;
	const struct para *para; /* text */
	unsigned first, n;       /* its parts; an emblem's number */
	unsigned page, element;  /* element 0: none, it is an artifact */
	unsigned mcid;
	int x, y;          /* text: of the column and the first baseline; else of the upper left corner */
	int width, height; /* but of text */
	bool grey;
};
/* A place on a page that leads to an address. */
struct hot {
	unsigned page, element;
	int x, y, width, height;
	const char *url;
};
struct sheet {
	struct tongue *tongue;
	const char *title;
	unsigned pages;
	size_t marks_n, marks_cap;
	struct mark *mark; /* in reading order */
	size_t elements_n, elements_cap;
	struct element *element;
	size_t kids_n, kids_cap;
	struct kid *kid;
	size_t hots_n, hots_cap;
	struct hot *hot; /* by page */
	size_t emblems_n;
	unsigned emblem[EMBLEMS_MAX]; /* numbers of images */
	const struct code_form *code; /* NULL none */
};
/* `z` packs its code. */
int sheet_lay(struct arena *a, struct para_cache *c, struct tongue *t, struct libdeflate_compressor *z,
	const struct doc *d, struct sheet **ret, struct err *e) ATTR_CHECK;

/* ---- pictures (pdf_image.c) ---- */

/* The emblems that letters of a press bear, packed once. */
struct image {
	const struct emblem *emblem;
	const char *rgb, *alpha; /* alpha: NULL, all of it shows */
	size_t rgb_len, alpha_len;
};
struct images {
	struct arena *arena;
	size_t n, cap;
	struct image *image;
};
unsigned images_find(struct images *images, const struct emblem *m);
/* A QR code as a form: dark squares in a field of size × size units, without its margin. */
struct code_form {
	unsigned size;
	const char *packed;
	size_t packed_len;
};
int code_make(struct arena *a, struct libdeflate_compressor *z, const char *url, const struct code_form **ret,
	struct err *e) ATTR_CHECK;

/* ---- bytes (pdf_write.c) ---- */

struct writer {
	struct arena *arena;
	struct libdeflate_compressor *pages;
	struct buf content, packed; /* of one page */
};
void sheet_write(struct writer *w, const struct sheet *s, struct buf *out);
void put_number(struct buf *b, int length);                   /* in points, two decimals at most */
void put_utf16(struct buf *b, const char *utf8, size_t len);  /* in hex digits, as ToUnicode wants it */
void put_string(struct buf *b, const char *utf8, size_t len); /* <FEFF…>, as text strings are */
