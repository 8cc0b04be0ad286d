/* A letter on its pages: the letterhead above, then everything in its order, the footer on each page. No line
 * of a paragraph stands alone on a page, and the signature has two paragraphs beside it at least. */
#include <string.h>

#include "text/lang.h"
#include "text/pdf_lay.h"

#define INDENT PT(20) /* of a list, at each depth */
#define SIGN_LINES 3  /* left free above the line to sign on */
#define RULE_WIDTH PT(190)
#define TAIL_BLOCKS 2u /* at least so many stand with the signature on its page */
#define GAP_PERCENT 55 /* between paragraphs, of the leading */

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

struct manner manner_of(const struct block *b)
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

int ascent(int leading)
{
	return leading * 3 / 4;
}

int column_x(const struct laying *l, int width, bool at_end)
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
			piece[n++] = (struct piece){.text = arena_printf(l->arena, " <%s>", p->link),
				.field = "",
				.link = p->link};
	}
	*ret_n = n;
	return piece;
}

int block_set(struct laying *l, const struct block *b, const struct manner *m, const struct para **ret,
	struct err *e)
{
	size_t n;
	const struct piece *piece = pieces_of(l, b, &n);
	return para_set(l->cache, l->sheet->tongue, m, piece, n, ret, e);
}

/* A heading of several lines is made as narrow as it can be with as many, so that its last line is not one
 * short word. */
static int heading_balance(
	struct laying *l, const struct block *b, struct manner *m, const struct para **ret, struct err *e)
{
	int low = m->width / 2, high = m->width, rc = 0; /* the width is above low, and high will do */
	const struct para *wide = *ret, *p = NULL;
	while (wide->n > 1 && high - low > PT(4) && rc == 0) {
		struct manner tried = *m;
		tried.width = low + (high - low) / 2;
		rc = block_set(l, b, &tried, &p, e);
		if (rc == 0 && p->n == wide->n) {
			high = tried.width;
			*ret = p;
		} else {
			low = tried.width;
		}
	}
	m->width = high;
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
			&(struct row){.gap = gap,
				.room = sign ? SIGN_LINES * l->leading : 0,
				.height = l->leading / 4,
				.x = column_x(l, RULE_WIDTH, false),
				.keep = joined});
		return 0;
	}
	int rc = block_set(l, b, &m, &p, e);
	if (rc == 0 && b->kind == BLOCK_HEADING)
		rc = heading_balance(l, b, &m, &p, e);
	if (rc < 0)
		return rc;
	element = element_of(l, b, &marker_element);
	if (marker_element) {
		struct manner small = {.percent = m.percent, .width = INDENT};
		rc = para_set(l->cache, l->sheet->tongue, &small,
			&(struct piece){.text = b->marker, .field = "", .link = ""}, 1, &marker, e);
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

static int gap_above(const struct laying *l, size_t row)
{
	return l->row[row].gap * l->gaps / 100 + l->row[row].room;
}

/* The row after the page that begins with `from` at `y`. */
static size_t page_end(const struct laying *l, size_t from, int y)
{
	size_t end = from, full;
	for (; end < l->n; end++) {
		y += (end == from ? 0 : gap_above(l, end)) + l->row[end].height;
		if (y > l->text_bottom && end > from)
			break;
	}
	full = end;
	while (end > from && end < l->n && l->row[end].keep)
		end--;
	return end > from ? end : full; /* what cannot be kept together is cut where the page is full */
}

static void row_place(struct laying *l, const struct row *r, unsigned page, int y)
{
	struct place at = {
		.page = page, .x = r->marker_x, .y = y + ascent(r->height), .element = r->marker_element};
	if (!r->para) {
		mark_add(l,
			&(struct mark){.kind = MARK_RULE,
				.page = page,
				.x = r->x,
				.y = y + r->height / 2,
				.width = RULE_WIDTH});
		return;
	}
	if (r->marker)
		para_place(l, r->marker, &at);
	at.x = r->x;
	at.element = r->element;
	line_place(l, r->para, r->line, &at);
}

/* How many pages it would be; y: where the text begins on the first. */
static unsigned pages_count(const struct laying *l, int y)
{
	unsigned page = 0;
	for (size_t from = 0; from < l->n && page < PDF_PAGES_MAX; page++)
		from = page_end(l, from, page ? TEXT_TOP_NEXT : y + gap_above(l, from));
	return page;
}

/* Narrower gaps where they save a page. */
static void gaps_choose(struct laying *l, int y)
{
	static const int narrower[] = {80, 60};
	l->gaps = 100;
	unsigned pages = pages_count(l, y);
	for (size_t i = 0; pages > 1 && i < sizeof narrower / sizeof *narrower; i++) {
		l->gaps = narrower[i];
		if (pages_count(l, y) < pages)
			return;
	}
	l->gaps = 100;
}

static int pages_fill(struct laying *l, int y, struct err *e)
{
	unsigned page = 0;
	gaps_choose(l, y);
	for (size_t from = 0, end; from < l->n; from = end, page++) {
		if (page == PDF_PAGES_MAX)
			return err_set(e, ERR_LIMIT, "over %u pages; shorten the template", PDF_PAGES_MAX);
		if (page > 0)
			y = TEXT_TOP_NEXT;
		end = page_end(l, from, page ? y : y + gap_above(l, from));
		for (size_t i = from; i < end; i++) {
			y += i == from && page ? 0 : gap_above(l, i);
			row_place(l, &l->row[i], page, y);
			y += l->row[i].height;
		}
	}
	l->sheet->pages = page ? page : 1;
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

static void *kept(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to = arena_array(a, n + 1, size);
	return n ? memcpy(to, from, n * size) : to;
}

int sheet_lay(struct arena *a, struct para_cache *c, struct tongue *t, struct libdeflate_compressor *z,
	const struct doc *d, struct sheet **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "laying");
	struct sheet s = {.tongue = t};
	struct laying l = {.arena = scratch, .cache = c, .doc = d, .sheet = &s};
	int y = 0;
	l.leading = (int)((int64_t)t->info->leading * PANGO_SCALE / 10);
	element_add(&l, ROLE_DOCUMENT, 0);
	int rc = head_place(&l, &y, e);
	if (rc == 0)
		rc = foot_measure(&l, z, e);
	if (rc == 0)
		rc = rows_make(&l, e);
	if (rc == 0)
		rc = pages_fill(&l, y, e);
	if (rc == 0)
		rc = foot_place(&l, e);
	if (rc < 0)
		return rc;
	struct sheet *made = NEW(a, struct sheet);
	*made = s;
	made->title = title_of(a, d);
	made->mark = kept(a, s.mark, s.marks_n, sizeof *s.mark);
	made->element = kept(a, s.element, s.elements_n, sizeof *s.element);
	made->kid = kept(a, s.kid, s.kids_n, sizeof *s.kid);
	made->hot = kept(a, s.hot, s.hots_n, sizeof *s.hot);
	*ret = made;
	return 0;
}
