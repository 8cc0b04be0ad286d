/* What stands above and below a letter's text: emblems beside the sender, reference and date; on each page
 * its footer, and the code by which the letter can be checked. */
#include <string.h>

#include "text/emblem.h"
#include "text/lang.h"
#include "text/pdf_lay.h"

#define EMBLEM_GAP PT(12)
#define HEAD_BOTTOM (PAGE_HEIGHT / 2) /* what stands above the text ends here */
#define FOOTER_BASELINE (PAGE_HEIGHT - PT(46))
#define FOOTER_GAP PT(4)
#define CODE_BOTTOM (PAGE_HEIGHT - PT(40))
#define CODE_SIDE_MIN PT(57)    /* 20.1 mm */
#define CODE_SQUARE_MIN PT(1.7) /* 0.6 mm: so that a scan of 150 to the inch has 3.5 pixels for it */
#define CODE_GAP PT(12)         /* more than the 4 squares that are to be white around it */
#define CODE_PERCENT 76

/* ---- above ---- */

static int height_of(unsigned height_px, unsigned width_px, int width)
{
	return (int)((int64_t)width * height_px / width_px);
}

/* One or two emblems of one height, from the start side on; both smaller where they would meet the sender. */
static void emblems_place(struct laying *l, bool sender)
{
	const struct doc *d = l->doc;
	int high = LETTERHEAD_BOTTOM - LETTERHEAD_TOP, wide[EMBLEMS_MAX], sum = 0;
	int room = COLUMN - (sender ? SENDER_WIDTH + EMBLEM_GAP : 0) - (int)(d->emblems_n - 1) * EMBLEM_GAP;
	for (size_t i = 0; i < d->emblems_n; i++)
		sum += wide[i] = height_of(d->emblem[i]->width, d->emblem[i]->height, high);
	int at = 0;
	for (size_t i = 0; i < d->emblems_n; i++) {
		int w = sum > room ? (int)((int64_t)wide[i] * room / sum) : wide[i];
		int h = height_of(d->emblem[i]->height, d->emblem[i]->width, w);
		const char *alt = emblem_alt(d->emblem[i], d->lang);
		unsigned element = *alt ? element_add(l, ROLE_FIGURE, 0) : 0;
		if (element)
			l->sheet->element[element].alt = alt;
		l->sheet->emblem[i] = images_find(l->sheet->tongue->images, d->emblem[i]);
		mark_add(l,
			&(struct mark){.kind = MARK_EMBLEM,
				.first = (unsigned)i,
				.element = element,
				.x = lang_right_to_left(d->lang) ? MARGIN + COLUMN - at - w : MARGIN + at,
				.y = LETTERHEAD_TOP + (high - h) / 2,
				.width = w,
				.height = h});
		at += w + EMBLEM_GAP;
	}
	l->sheet->emblems_n = d->emblems_n;
}

/* The blocks of a part above the text of the first page; *y: where they begin and end. */
static int part_place(struct laying *l, enum part part, int *y, struct err *e)
{
	const struct para *p = NULL;
	for (size_t i = 0; i < l->doc->n; i++) {
		const struct block *b = &l->doc->block[i];
		if (b->part != part || b->kind == BLOCK_RULE)
			continue;
		const struct manner own = manner_of(b), m = manner_of(&(struct block){.part = part});
		int rc = block_set(l, b, &own, &p, e);
		if (rc < 0)
			return rc;
		para_place(l, p,
			&(struct place){.element = element_add(l, ROLE_P, 0),
				.x = column_x(l, m.width, m.align == ALIGN_END),
				.y = *y + ascent(p->leading)});
		*y += (int)p->n * p->leading;
	}
	return 0;
}

static bool has_part(const struct doc *d, enum part part)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->block[i].part == part && d->block[i].kind != BLOCK_RULE)
			return true;
	return false;
}

int head_place(struct laying *l, int *ret_y, struct err *e)
{
	int sender = LETTERHEAD_TOP, reference = TEXT_TOP, date = TEXT_TOP;
	if (l->doc->emblems_n)
		emblems_place(l, has_part(l->doc, PART_SENDER));
	int rc = part_place(l, PART_SENDER, &sender, e);
	if (rc == 0 && (sender > LETTERHEAD_TOP || l->doc->emblems_n)) {
		int line = (sender > LETTERHEAD_BOTTOM ? sender : LETTERHEAD_BOTTOM) + PT(8);
		mark_add(l,
			&(struct mark){
				.kind = MARK_RULE, .x = MARGIN, .y = line, .width = COLUMN, .grey = true});
		if (line + PT(32) > reference)
			reference = date = line + PT(32);
	}
	if (rc == 0)
		rc = part_place(l, PART_REFERENCE, &reference, e);
	if (rc == 0)
		rc = part_place(l, PART_DATE, &date, e);
	if (rc < 0)
		return rc;
	*ret_y = date > reference ? date : reference;
	if (*ret_y > HEAD_BOTTOM)
		return err_set(e, ERR_LIMIT,
			"sender, reference and date take over half of the first page; say them shorter");
	return 0;
}

/* ---- below ---- */

/* Clear of the code on both sides, so that it stays in the middle of the page. */
static int footer_set(struct laying *l, unsigned page, const struct para **ret, struct err *e)
{
	const struct doc *d = l->doc;
	struct manner m = manner_of(&(struct block){.part = PART_FOOTER});
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++)
		n += d->block[i].part == PART_FOOTER ? d->block[i].n + 1 : 0;
	struct piece *piece = NEW_ARRAY(l->arena, struct piece, n + 1);
	n = 0;
	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->block[i];
		if (b->part != PART_FOOTER || b->kind == BLOCK_RULE)
			continue;
		if (n)
			piece[n++] = (struct piece){.kind = PIECE_BREAK, .text = "", .field = "", .link = ""};
		for (size_t k = 0; k < b->n; k++, n++) {
			unsigned number = b->piece[k].kind == PIECE_PAGE ? page + 1 : l->sheet->pages;
			piece[n] = b->piece[k];
			if (piece[n].kind == PIECE_PAGE || piece[n].kind == PIECE_PAGES)
				piece[n].text = lang_number(d->lang, l->arena,
					arena_printf(l->arena, "%u", number), NUMBER_PLAIN);
		}
	}
	*ret = NULL;
	if (l->code_side)
		m.width -= 2 * (l->code_side + CODE_GAP);
	return n ? para_set(l->cache, l->sheet->tongue, &m, piece, n, ret, e) : 0;
}

static int footer_y(const struct para *p)
{
	return FOOTER_BASELINE - (int)(p->n - 1) * p->leading;
}

/* What the code says, in letters. */
static int code_set(struct laying *l, const struct para **ret, struct err *e)
{
	const struct doc_code *c = &l->doc->code;
	struct manner m = {
		.percent = CODE_PERCENT, .align = ALIGN_END, .width = COLUMN - l->code_side - CODE_GAP};
	struct piece piece = {.text = c->text ? c->text : c->url, .field = "", .link = c->url};
	return para_set(l->cache, l->sheet->tongue, &m, &piece, 1, ret, e);
}

int foot_measure(struct laying *l, struct libdeflate_compressor *z, struct err *e)
{
	struct sheet *s = l->sheet;
	const struct para *footer = NULL, *code = NULL;
	int rc = 0;
	l->text_bottom = TEXT_BOTTOM;
	if (l->doc->code.url) {
		rc = code_make(l->cache->arena, z, l->doc->code.url, &s->code, e);
		if (rc == 0)
			l->code_side = (int)s->code->size * CODE_SQUARE_MIN;
		if (rc == 0 && l->code_side < CODE_SIDE_MIN)
			l->code_side = CODE_SIDE_MIN;
		if (rc == 0)
			rc = code_set(l, &code, e);
	}
	s->pages = 1; /* as good as any number to see how many lines the footer takes */
	if (rc == 0)
		rc = footer_set(l, 0, &footer, e);
	if (rc < 0)
		return rc;
	int top = footer ? footer_y(footer) - ascent(footer->leading) - FOOTER_GAP : CODE_BOTTOM;
	if (code) {
		l->code_top = CODE_BOTTOM - l->code_side;
		if (l->code_top > top - (int)code->n * code->leading)
			l->code_top = top - (int)code->n * code->leading;
		l->text_bottom = l->code_top - CODE_GAP;
	} else if (footer && l->text_bottom > top - CODE_GAP) {
		l->text_bottom = top - CODE_GAP;
	}
	return 0;
}

/* On the first page the code is part of what is read, at the end; on the others it only stands there. */
static int code_place(struct laying *l, unsigned page, struct err *e)
{
	const struct para *p;
	bool left = lang_right_to_left(l->doc->lang);
	unsigned figure = page ? 0 : element_add(l, ROLE_FIGURE, 0);
	int rc = code_set(l, &p, e);
	if (rc < 0)
		return rc;
	if (figure)
		l->sheet->element[figure].alt = arena_strdup(l->cache->arena, l->doc->code.url);
	mark_add(l,
		&(struct mark){.kind = MARK_CODE,
			.page = page,
			.element = figure,
			.x = left ? MARGIN : MARGIN + COLUMN - l->code_side,
			.y = l->code_top,
			.width = l->code_side,
			.height = l->code_side});
	para_place(l, p,
		&(struct place){.page = page,
			.element = page ? 0 : element_add(l, ROLE_P, 0),
			.x = left ? MARGIN + l->code_side + CODE_GAP : MARGIN,
			.y = l->code_top + ascent(p->leading),
			.grey = true});
	return 0;
}

int foot_place(struct laying *l, struct err *e)
{
	int rc = 0;
	for (unsigned page = 0; page < l->sheet->pages && rc == 0; page++) {
		const struct para *p;
		if (l->sheet->code)
			rc = code_place(l, page, e);
		if (rc == 0)
			rc = footer_set(l, page, &p, e);
		if (rc == 0 && p)
			para_place(l, p,
				&(struct place){.page = page,
					.x = l->code_side ? MARGIN + l->code_side + CODE_GAP : MARGIN,
					.y = footer_y(p),
					.grey = true});
	}
	return rc;
}
