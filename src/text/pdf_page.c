/* A letter on its pages: the letterhead above, then everything in its order, the footer on each page. No line
 * of a paragraph stands alone on a page, and the signature has two paragraphs beside it at least. */
#include <string.h>

#include "text/lang.h"
#include "text/pdf_private.h"
#include "text/template.h"

#define LETTERHEAD_TOP PT(52) /* an emblem has its place here, at the start side, as high as this: */
#define LETTERHEAD_BOTTOM PT(100)
#define TEXT_TOP PT(132) /* of the first page */
#define TEXT_TOP_NEXT PT(76)
#define TEXT_BOTTOM (PAGE_HEIGHT - PT(82))
#define FOOTER_BASELINE (PAGE_HEIGHT - PT(46))
#define SENDER_WIDTH PT(230)
#define INDENT PT(20) /* of a list, at each depth */
#define SIGN_LINES 3  /* left free above the line to sign on */
#define RULE_WIDTH PT(190)
#define TAIL_BLOCKS 2u /* at least so many stand with the signature on its page */
#define GAP_PERCENT 55 /* between paragraphs, of the leading */

/* A line, or a rule, in the order in which pages are filled. */
struct row {
	const struct para *para; /* NULL: a rule */
	const struct para *marker;
	unsigned line, element, marker_element;
	int gap, height, x, marker_x;
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
	unsigned list[TEMPLATE_DEPTH_MAX + 1],
		body[TEMPLATE_DEPTH_MAX + 1]; /* open lists, their last items */
	int depth;
};

/* ---- how each part is set ---- */

static const struct manner manners[PART_COUNT] = {
	[PART_SENDER] = {.percent = 86, .align = ALIGN_END, .width = SENDER_WIDTH},
	[PART_REFERENCE] = {.percent = 90, .width = COLUMN / 2},
	[PART_DATE] = {.percent = 100, .align = ALIGN_END, .width = COLUMN / 2},
	[PART_ADDRESS] = {.percent = 100, .width = COLUMN},
	[PART_BODY] = {.percent = 100, .justify = true, .width = COLUMN},
	[PART_SIGNATURE] = {.percent = 100, .width = COLUMN},
	[PART_ENCLOSURES] = {.percent = 90, .width = COLUMN},
	[PART_FOOTER] = {.percent = 76, .align = ALIGN_CENTRE, .width = COLUMN},
};
static const struct manner headings[] = {
	{.percent = 114, .strong = true, .width = COLUMN},
	{.percent = 104, .strong = true, .width = COLUMN},
};

static struct manner manner_of(const struct block *b)
{
	struct manner m = manners[b->part];
	if (b->kind == BLOCK_HEADING)
		m = headings[b->level > 1];
	if (b->kind == BLOCK_ITEM)
		m.width -= INDENT * b->level;
	return m;
}

/* What no page can part goes after its gap. */
static int gap_before(const struct laying *l, const struct block *b, const struct block *before)
{
	int gap = l->leading * GAP_PERCENT / 100;
	if (b->kind == BLOCK_ITEM && before->kind == BLOCK_ITEM)
		return gap / 3;
	if (b->kind == BLOCK_HEADING || (b->part != before->part && b->part != PART_SIGNATURE))
		return 2 * gap;
	return gap;
}

/* ---- the tree ---- */

static unsigned element_add(struct laying *l, enum role role, unsigned parent)
{
	struct sheet *s = l->sheet;
	GROW(l->arena, s->element, s->elements_n, s->elements_cap);
	unsigned made = (unsigned)s->elements_n++;
	s->element[made] = (struct element){.role = role, .parent = parent};
	if (made == 0)
		return 0;
	if (s->element[parent].child)
		s->element[s->element[parent].last].next = made;
	else
		s->element[parent].child = made;
	s->element[parent].last = made;
	return made;
}

/* Where a block's text hangs; *ret_marker: where its marker does. */
static unsigned element_of(struct laying *l, const struct block *b, unsigned *ret_marker)
{
	*ret_marker = 0;
	if (b->kind != BLOCK_ITEM) {
		l->depth = 0;
		enum role h = ROLE_H1 + (b->level < 1 ? 0 : b->level > 6 ? 5 : (enum role)(b->level - 1));
		return element_add(l, b->kind == BLOCK_HEADING ? h : ROLE_P, 0);
	}
	int level = b->level > (int)TEMPLATE_DEPTH_MAX ? (int)TEMPLATE_DEPTH_MAX : b->level;
	if (l->depth > level)
		l->depth = level;
	bool fresh = l->depth < level;
	for (; l->depth < level; l->depth++) {
		l->list[l->depth + 1] = element_add(l, ROLE_L, l->depth ? l->body[l->depth] : 0);
		if (l->depth + 1 < level)
			l->body[l->depth + 1] =
				element_add(l, ROLE_LBODY, element_add(l, ROLE_LI, l->list[l->depth + 1]));
	}
	if (fresh || *b->marker) {
		unsigned item = element_add(l, ROLE_LI, l->list[level]);
		*ret_marker = *b->marker ? element_add(l, ROLE_LBL, item) : 0;
		l->body[level] = element_add(l, ROLE_LBODY, item);
	}
	return element_add(l, ROLE_P, l->body[level]);
}

/* ---- marks ---- */

static struct mark *mark_add(struct laying *l, const struct mark *m)
{
	struct sheet *s = l->sheet;
	GROW(l->arena, s->mark, s->marks_n, s->marks_cap);
	s->mark[s->marks_n] = *m;
	return &s->mark[s->marks_n++];
}

/* From the top of a line to its baseline. */
static int ascent(int leading)
{
	return leading * 3 / 4;
}

/* Where a column of that width stands, at the start or the end side. */
static int column_x(const struct laying *l, int width, bool at_end)
{
	return lang_right_to_left(l->doc->lang) != at_end ? PAGE_WIDTH - MARGIN - width : MARGIN;
}

/* A link's address follows its words. */
static const struct piece *pieces_of(const struct laying *l, const struct block *b, size_t *ret_n)
{
	struct piece *piece = NEW_ARRAY(l->arena, struct piece, 2 * b->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++) {
		const struct piece *p = &b->piece[i];
		piece[n++] = *p;
		bool ends = *p->link && (i + 1 == b->n || strcmp(b->piece[i + 1].link, p->link) != 0);
		if (ends && strcmp(p->text, p->link) != 0)
			piece[n++] = (struct piece){.text = arena_printf(l->arena, " <%s>", p->link)};
	}
	*ret_n = n;
	return piece;
}

static int block_set(struct laying *l, const struct block *b, const struct para **ret, struct err *e)
{
	struct manner m = manner_of(b);
	size_t n;
	const struct piece *piece = pieces_of(l, b, &n);
	return para_set(l->cache, l->sheet->tongue, &m, piece, n, ret, e);
}

/* The blocks of a part above the text of the first page; *y: where they begin and end. */
static int part_place(struct laying *l, enum part part, int *y, struct err *e)
{
	const struct manner *m = &manners[part];
	const struct para *p = NULL;
	for (size_t i = 0; i < l->doc->n; i++) {
		const struct block *b = &l->doc->block[i];
		if (b->part != part || b->kind == BLOCK_RULE)
			continue;
		int rc = block_set(l, b, &p, e);
		if (rc < 0)
			return rc;
		mark_add(l,
			&(struct mark){.para = p,
				.n = (unsigned)p->n,
				.element = element_add(l, ROLE_P, 0),
				.x = column_x(l, m->width, m->align == ALIGN_END),
				.y = *y + ascent(p->leading)});
		*y += (int)p->n * p->leading;
	}
	return 0;
}

/* Letterhead, reference and date. Returns where the text begins. */
static int head_place(struct laying *l, int *ret_y, struct err *e)
{
	int sender = LETTERHEAD_TOP, reference = TEXT_TOP, date = TEXT_TOP;
	int rc = part_place(l, PART_SENDER, &sender, e);
	if (rc == 0 && sender > LETTERHEAD_TOP) {
		int line = sender + PT(8) > LETTERHEAD_BOTTOM ? sender + PT(8) : LETTERHEAD_BOTTOM;
		mark_add(l, &(struct mark){.x = MARGIN, .y = line, .width = COLUMN, .grey = true});
		if (line + PT(32) > reference)
			reference = date = line + PT(32);
	}
	if (rc == 0)
		rc = part_place(l, PART_REFERENCE, &reference, e);
	if (rc == 0)
		rc = part_place(l, PART_DATE, &date, e);
	if (rc == 0)
		*ret_y = date > reference ? date : reference;
	return rc;
}

/* ---- rows ---- */

static struct row *row_add(struct laying *l, const struct row *r)
{
	GROW(l->arena, l->row, l->n, l->cap);
	l->row[l->n] = *r;
	return &l->row[l->n++];
}

static bool above(enum part part)
{
	return part == PART_SENDER || part == PART_REFERENCE || part == PART_DATE;
}

static int block_rows(
	struct laying *l, const struct block *b, int gap, bool joined, bool whole, struct err *e)
{
	const struct para *p, *marker = NULL;
	unsigned marker_element = 0, element;
	struct manner m = manner_of(b);
	if (b->kind == BLOCK_RULE) {
		bool sign = b->part == PART_SIGNATURE;
		row_add(l,
			&(struct row){.gap = gap + (sign ? SIGN_LINES * l->leading : 0),
				.height = l->leading / 4,
				.x = column_x(l, RULE_WIDTH, false),
				.keep = joined});
		return 0;
	}
	int rc = block_set(l, b, &p, e);
	if (rc < 0)
		return rc;
	element = element_of(l, b, &marker_element);
	if (marker_element) {
		struct manner small = {.percent = m.percent, .width = INDENT};
		rc = para_set(l->cache, l->sheet->tongue, &small, &(struct piece){.text = b->marker}, 1,
			&marker, e);
		if (rc < 0)
			return rc;
	}
	int x = column_x(l, m.width, b->kind == BLOCK_ITEM);
	for (unsigned k = 0; k < p->n; k++) { /* no line of a paragraph stands alone on its page */
		bool edge = k == 1 || k + 1 == p->n;
		row_add(l,
			&(struct row){.para = p,
				.line = k,
				.element = element,
				.marker = k == 0 ? marker : NULL,
				.marker_element = marker_element,
				.gap = k == 0 ? gap : 0,
				.height = p->leading,
				.x = x,
				.marker_x = lang_right_to_left(l->doc->lang) ? x + m.width : x - INDENT,
				.keep = k == 0 ? joined : edge || whole || b->kind == BLOCK_HEADING});
	}
	return 0;
}

/* Where the blocks begin that share a page with the signature. */
static size_t tail_begin(const struct doc *d)
{
	size_t s = 0;
	while (s < d->n && d->block[s].part != PART_SIGNATURE)
		s++;
	return s < d->n && s > TAIL_BLOCKS ? s - TAIL_BLOCKS : d->n;
}

static int rows_make(struct laying *l, struct err *e)
{
	const struct doc *d = l->doc;
	const struct block *before = NULL;
	size_t tail = tail_begin(d);
	int rc = 0;
	for (size_t i = 0; i < d->n && rc == 0; i++) {
		const struct block *b = &d->block[i];
		if (b->part == PART_FOOTER || (above(b->part) && b->kind != BLOCK_RULE))
			continue;
		bool list = before && b->kind == BLOCK_ITEM &&
			before->kind == BLOCK_PARAGRAPH; /* and its words */
		bool joined = before &&
			(list || before->kind == BLOCK_HEADING || (i > tail && b->part <= PART_SIGNATURE));
		int gap = before ? gap_before(l, b, before) : 2 * l->leading;
		rc = block_rows(l, b, gap, joined, i >= tail, e);
		before = b;
	}
	return rc;
}

/* ---- pages ---- */

/* The row after the page that begins with `from` at `y`. */
static size_t page_end(const struct laying *l, size_t from, int y)
{
	size_t end = from, full;
	for (; end < l->n; end++) {
		y += (end == from ? 0 : l->row[end].gap) + l->row[end].height;
		if (y > TEXT_BOTTOM && end > from)
			break;
	}
	full = end;
	while (end > from && end < l->n && l->row[end].keep)
		end--;
	return end > from ? end : full; /* what cannot be kept together is cut where the page is full */
}

static void row_place(struct laying *l, const struct row *r, unsigned page, int y)
{
	struct sheet *s = l->sheet;
	struct mark *last = s->marks_n ? &s->mark[s->marks_n - 1] : NULL;
	if (!r->para) {
		mark_add(l,
			&(struct mark){.page = page, .x = r->x, .y = y + r->height / 2, .width = RULE_WIDTH});
		return;
	}
	y += ascent(r->height);
	if (r->line > 0 && last && last->para == r->para && last->page == page &&
		last->element == r->element) {
		last->n++;
		return;
	}
	if (r->marker)
		mark_add(l,
			&(struct mark){.para = r->marker,
				.n = (unsigned)r->marker->n,
				.page = page,
				.element = r->marker_element,
				.x = r->marker_x,
				.y = y});
	mark_add(l,
		&(struct mark){.para = r->para,
			.first = r->line,
			.n = 1,
			.page = page,
			.element = r->element,
			.x = r->x,
			.y = y});
}

static int pages_fill(struct laying *l, int y, struct err *e)
{
	unsigned page = 0;
	for (size_t from = 0, end; from < l->n; from = end, page++) {
		if (page == PDF_PAGES_MAX)
			return err_set(e, ERR_LIMIT, "over %u pages; shorten the template", PDF_PAGES_MAX);
		if (page > 0)
			y = TEXT_TOP_NEXT;
		end = page_end(l, from, page ? y : y + l->row[from].gap);
		for (size_t i = from; i < end; i++) {
			y += i == from && page ? 0 : l->row[i].gap;
			row_place(l, &l->row[i], page, y);
			y += l->row[i].height;
		}
	}
	l->sheet->pages = page ? page : 1;
	return 0;
}

/* ---- the footer ---- */

static const struct block *footer_of(const struct doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->block[i].part == PART_FOOTER && d->block[i].kind != BLOCK_RULE)
			return &d->block[i];
	return NULL;
}

static int footers_place(struct laying *l, struct err *e)
{
	const struct block *b = footer_of(l->doc);
	const struct manner *m = &manners[PART_FOOTER];
	for (unsigned page = 0; b && page < l->sheet->pages; page++) {
		struct piece *piece = NEW_ARRAY(l->arena, struct piece, b->n + 1);
		const struct para *p;
		for (size_t i = 0; i < b->n; i++) {
			unsigned number = b->piece[i].kind == PIECE_PAGE ? page + 1 : l->sheet->pages;
			piece[i] = b->piece[i];
			if (piece[i].kind == PIECE_PAGE || piece[i].kind == PIECE_PAGES)
				piece[i].text = lang_number(l->doc->lang, l->arena,
					arena_printf(l->arena, "%u", number), NUMBER_PLAIN);
		}
		int rc = para_set(l->cache, l->sheet->tongue, m, piece, b->n, &p, e);
		if (rc < 0)
			return rc;
		mark_add(l,
			&(struct mark){.para = p,
				.n = (unsigned)p->n,
				.page = page,
				.x = MARGIN,
				.y = FOOTER_BASELINE - (int)(p->n - 1) * p->leading,
				.grey = true});
	}
	return 0;
}

/* The words of the first heading, else of the first block. */
static const char *title_of(struct arena *a, const struct doc *d)
{
	const struct block *b = NULL;
	const char *title = "";
	for (size_t i = d->n; i-- > 0;)
		if (d->block[i].kind == BLOCK_HEADING || (i == 0 && !b))
			b = &d->block[i];
	for (size_t i = 0; b && i < b->n; i++)
		title = arena_printf(
			a, "%s%s", title, b->piece[i].kind == PIECE_BREAK ? " " : b->piece[i].text);
	return title;
}

int sheet_lay(struct arena *a, struct para_cache *c, struct tongue *t, const struct doc *d,
	struct sheet **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "laying");
	struct sheet s = {.tongue = t};
	struct laying l = {.arena = scratch, .cache = c, .doc = d, .sheet = &s};
	int y = 0;
	l.leading = (int)((int64_t)t->info->leading * PANGO_SCALE / 10);
	element_add(&l, ROLE_DOCUMENT, 0);
	int rc = head_place(&l, &y, e);
	if (rc == 0)
		rc = rows_make(&l, e);
	if (rc == 0)
		rc = pages_fill(&l, y, e);
	if (rc == 0)
		rc = footers_place(&l, e);
	if (rc < 0)
		return rc;
	struct sheet *kept = NEW(a, struct sheet);
	*kept = s;
	kept->title = title_of(a, d);
	kept->mark = NEW_ARRAY(a, struct mark, s.marks_n + 1);
	kept->element = NEW_ARRAY(a, struct element, s.elements_n);
	if (s.marks_n)
		memcpy(kept->mark, s.mark, s.marks_n * sizeof *s.mark);
	memcpy(kept->element, s.element, s.elements_n * sizeof *s.element);
	*ret = kept;
	return 0;
}
