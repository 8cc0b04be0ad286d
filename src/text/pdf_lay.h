/* A letter being laid: what pdf_head.c, pdf_page.c and pdf_tree.c share. Private to them. */
#pragma once
#include "text/pdf_private.h"
#include "text/template.h"

#define LETTERHEAD_TOP PT(52)
#define LETTERHEAD_BOTTOM PT(100) /* an emblem is as high as that */
#define SENDER_WIDTH PT(230)
#define TEXT_TOP PT(132) /* of the first page */
#define TEXT_TOP_NEXT PT(76)
#define TEXT_BOTTOM (PAGE_HEIGHT - PT(82)) /* at most */

/* A line, or a rule, in the order in which pages are filled. */
struct row {
	const struct para *para; /* NULL: a rule */
	const struct para *marker;
	unsigned line, element, marker_element;
	int gap, room; /* above it; a gap may be narrowed, room is left in any case */
	int height, x, marker_x;
	bool keep; /* on the page of the row before */
};
struct laying {
	struct arena *arena;
	struct para_cache *cache;
	const struct doc *doc;
	struct sheet *sheet;
	int leading;
	size_t n, cap;
	struct row *row;
	/* open lists and their last items */
	unsigned list[TEMPLATE_DEPTH_MAX + 1], body[TEMPLATE_DEPTH_MAX + 1];
	int depth;
	unsigned link, link_of, link_in; /* the last one's element, its number and what it stands in */
	int text_bottom, code_top, code_side;
	int gaps; /* how wide they are, percent of what the rows say */
};
/* Where a line of a paragraph goes; y: of its baseline. */
struct place {
	unsigned page, element; /* element 0: none */
	int x, y;
	bool grey;
};

/* ---- pdf_tree.c ---- */
unsigned element_add(struct laying *l, enum role role, unsigned parent);
/* Where a block's text hangs; *ret_marker: where its marker does. */
unsigned element_of(struct laying *l, const struct block *b, unsigned *ret_marker);
void mark_add(struct laying *l, const struct mark *m);
/* A line after the one before: in its mark where they belong together. */
void line_place(struct laying *l, const struct para *p, unsigned line, const struct place *at);
void para_place(struct laying *l, const struct para *p, const struct place *at); /* all its lines */

/* ---- pdf_head.c ---- */
/* Emblems, sender, reference and date. *ret_y: where the text begins. */
int head_place(struct laying *l, int *ret_y, struct err *e) ATTR_CHECK;
/* Before the pages are filled: how much of each the foot takes. */
int foot_measure(struct laying *l, struct libdeflate_compressor *z, struct err *e) ATTR_CHECK;
int foot_place(struct laying *l, struct err *e) ATTR_CHECK; /* when they are */

/* ---- pdf_page.c ---- */
int ascent(int leading); /* from the top of a line to its baseline */
struct manner manner_of(const struct block *b);
/* Where a column of that width stands, at the start or the end side. */
int column_x(const struct laying *l, int width, bool at_end);
int block_set(struct laying *l, const struct block *b, const struct manner *m, const struct para **ret,
	struct err *e) ATTR_CHECK;
