/* A letter as HTML for mail, and what both kinds of markup need. */
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "text/emblem.h"
#include "text/lang.h"
#include "text/markup.h"
#include "text/markup_private.h"

#define EMBLEMS_WIDTH 200 /* points */
#define LISTS_MAX 16u     /* within each other: TEMPLATE_DEPTH_MAX */

/* ---- both kinds ---- */

void markup_text(struct buf *b, const char *s)
{
	static const struct {
		char c;
		const char *as;
	} escape[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
	for (; *s; s++) {
		size_t i = 0;
		while (i < sizeof escape / sizeof *escape && escape[i].c != *s)
			i++;
		if (i < sizeof escape / sizeof *escape)
			buf_puts(b, escape[i].as);
		else
			buf_putc(b, *s);
	}
}

bool markup_is_address(const char *url)
{
	static const char *const scheme[] = {"http://", "https://", "mailto:"};
	for (size_t i = 0; i < sizeof scheme / sizeof *scheme; i++)
		if (strncasecmp(url, scheme[i], strlen(scheme[i])) == 0)
			return true;
	return false;
}

const char *markup_title(struct arena *a, const struct doc *d)
{
	const char *title = "";
	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->block[i];
		if (b->kind != BLOCK_HEADING)
			continue;
		for (size_t k = 0; k < b->n; k++)
			title = arena_printf(
				a, "%s%s", title, b->piece[k].kind == PIECE_BREAK ? " " : b->piece[k].text);
		break;
	}
	return title;
}

const char *markup_code(const struct doc *d)
{
	return d->code.url && d->code.text ? d->code.text : d->code.url;
}

void markup_emblems(const struct doc *d, int width[EMBLEMS_MAX], int height[EMBLEMS_MAX])
{
	int sum = 0;
	for (size_t i = 0; i < d->emblems_n; i++)
		sum += (int)(MARKUP_EMBLEM_HEIGHT * d->emblem[i]->width / d->emblem[i]->height);
	for (size_t i = 0; i < d->emblems_n; i++) {
		height[i] = sum > EMBLEMS_WIDTH ? MARKUP_EMBLEM_HEIGHT * EMBLEMS_WIDTH / sum
						: MARKUP_EMBLEM_HEIGHT;
		width[i] = (int)((unsigned)height[i] * d->emblem[i]->width / d->emblem[i]->height);
	}
}

bool markup_numbers_pages(const struct block *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->piece[i].kind == PIECE_PAGE || b->piece[i].kind == PIECE_PAGES)
			return true;
	return false;
}

bool markup_runs_other_way(const struct lang *lang, const char *s)
{
	bool latin = false, right = false;
	uint32_t c;
	size_t len = strlen(s);
	for (size_t n; (n = text_char(s, len, &c)) > 0; s += n, len -= n) {
		latin |= (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x590);
		right |= (c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
			(c >= 0xfe70 && c < 0xff00);
	}
	return lang_right_to_left(lang) ? latin && !right : right;
}

/* ---- HTML ---- */

/* Each part in its own manner; without a style sheet, which mail programs drop. */
static const char *const part_styles[PART_COUNT] = {
	[PART_SENDER] = "margin:0 0 2em",
	[PART_REFERENCE] = "margin:0 0 1em",
	[PART_DATE] = "margin:0 0 1.5em",
	[PART_ADDRESS] = "margin:0 0 2em",
	[PART_BODY] = "margin:0 0 1.5em",
	[PART_SIGNATURE] = "margin:2.5em 0 1.5em",
	[PART_ENCLOSURES] = "margin:0 0 1.5em",
	[PART_FOOTER] = "margin:2em 0 0;font-size:80%",
};

static void piece_write(struct buf *out, const struct lang *lang, const struct piece *p)
{
	bool apart = piece_is_apart(lang, p), link = *p->link && markup_is_address(p->link);
	if (p->kind == PIECE_BREAK)
		buf_puts(out, "<br>");
	if (p->kind != PIECE_TEXT)
		return;
	if (link) {
		buf_puts(out, "<a href=\"");
		markup_text(out, p->link);
		buf_puts(out, "\">");
	}
	buf_printf(out, "%s%s%s", p->strong ? "<strong>" : "", p->emph ? "<em>" : "", apart ? "<bdi>" : "");
	markup_text(out, p->text);
	buf_printf(out, "%s%s%s%s", apart ? "</bdi>" : "", p->emph ? "</em>" : "",
		p->strong ? "</strong>" : "", link ? "</a>" : "");
}

static void pieces_write(struct buf *out, const struct lang *lang, const struct block *b)
{
	for (size_t i = 0; i < b->n; i++)
		piece_write(out, lang, &b->piece[i]);
}

struct lists {
	size_t depth;
	bool numbered[LISTS_MAX];
};

static void lists_close(struct buf *out, struct lists *l, size_t depth)
{
	while (l->depth > depth)
		buf_puts(out, l->numbered[--l->depth] ? "</li></ol>\n" : "</li></ul>\n");
}

/* Items come flat, each with its depth: the first of a list opens it. */
static void item_write(struct buf *out, const struct lang *lang, struct lists *l, const struct block *b)
{
	size_t depth = b->level > 0 && (unsigned)b->level <= LISTS_MAX ? (size_t)b->level : 1;
	bool numbered = b->marker[0] >= '0' && b->marker[0] <= '9';
	lists_close(out, l, depth);
	if (*b->marker && l->depth == depth && l->numbered[depth - 1] != numbered)
		lists_close(out, l, depth - 1);
	if (*b->marker && l->depth == depth)
		buf_puts(out, "</li>\n");
	for (bool first = true; l->depth < depth; first = false) {
		if (!first)
			buf_puts(out, "<li>");
		buf_puts(out, numbered ? "<ol>\n" : "<ul>\n");
		l->numbered[l->depth++] = numbered;
	}
	if (*b->marker && numbered)
		buf_printf(out, "<li value=\"%.*s\">", (int)strspn(b->marker, "0123456789"), b->marker);
	else if (*b->marker)
		buf_puts(out, "<li>");
	buf_puts(out, *b->marker ? "" : "<p>");
	pieces_write(out, lang, b);
	buf_puts(out, *b->marker ? "" : "</p>");
}

static void block_write(struct buf *out, const struct lang *lang, struct lists *l, const struct block *b)
{
	if (b->kind == BLOCK_ITEM) {
		item_write(out, lang, l, b);
		return;
	}
	lists_close(out, l, 0);
	if (b->kind == BLOCK_RULE) {
		buf_puts(out, "<p style=\"margin:3em 0 0;width:16em;border-top:1px solid #000\"></p>\n");
	} else if (b->kind == BLOCK_HEADING) {
		buf_printf(out, "<h%d style=\"margin:0 0 1em;font-size:115%%\">", b->level);
		pieces_write(out, lang, b);
		buf_printf(out, "</h%d>\n", b->level);
	} else {
		buf_puts(out, "<p style=\"margin:0 0 1em\">");
		pieces_write(out, lang, b);
		buf_puts(out, "</p>\n");
	}
}

/* In the page itself, so that nothing is fetched. Mail programs that show no such pictures show the words;
 * who sends it may put them beside the page instead, as parts with names of their own. */
static void emblems_write(struct arena *a, struct buf *out, const struct doc *d)
{
	int width[EMBLEMS_MAX], height[EMBLEMS_MAX];
	markup_emblems(d, width, height);
	if (d->emblems_n)
		buf_puts(out, "<p style=\"margin:0 0 1em\">");
	for (size_t i = 0; i < d->emblems_n; i++) {
		const struct emblem *m = d->emblem[i];
		size_t room = sodium_base64_ENCODED_LEN(m->png_len, sodium_base64_VARIANT_ORIGINAL);
		char *data = arena_zalloc(a, room);
		sodium_bin2base64(data, room, (const unsigned char *)m->png, m->png_len,
			sodium_base64_VARIANT_ORIGINAL);
		buf_printf(out, "%s<img width=\"%d\" height=\"%d\" alt=\"", i ? "\n" : "", width[i] * 4 / 3,
			height[i] * 4 / 3);
		markup_text(out, emblem_alt(m, d->lang));
		buf_puts(out, "\" src=\"data:image/png;base64,");
		buf_puts(out, data);
		buf_puts(out, "\">");
	}
	buf_puts(out, d->emblems_n ? "</p>\n" : "");
}

static void code_write(struct buf *out, const struct doc *d)
{
	if (!d->code.url)
		return;
	buf_puts(out, "<p style=\"margin:2em 0 0;font-size:80%\">");
	piece_write(
		out, d->lang, &(struct piece){.text = markup_code(d), .field = "code", .link = d->code.url});
	buf_puts(out, "</p>\n");
}

void html_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages)
{
	enum part part = PART_COUNT;
	struct lists lists = {0};
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	markup_text(out, lang_tag(d->lang));
	buf_printf(out, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
		lang_right_to_left(d->lang) ? "rtl" : "ltr");
	markup_text(out, markup_title(a, d));
	buf_puts(out,
		"</title>\n</head>\n<body style=\"margin:0;padding:1em;background:#fff;color:#000\">\n"
		"<div style=\"max-width:40em;margin:0 auto;font-family:Georgia,'Times New Roman',serif;"
		"font-size:16px;line-height:1.5\">\n");
	emblems_write(a, out, d);
	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->block[i];
		if (markup_numbers_pages(b))
			continue;
		if (b->part != part) {
			lists_close(out, &lists, 0);
			buf_printf(out, "%s<div style=\"%s\">\n", part == PART_COUNT ? "" : "</div>\n",
				part_styles[b->part]);
			part = b->part;
		}
		block_write(out, d->lang, &lists, b);
	}
	lists_close(out, &lists, 0);
	buf_puts(out, part == PART_COUNT ? "" : "</div>\n");
	code_write(out, d);
	buf_puts(out, "</div>\n</body>\n</html>\n");
	*ret_pages = 0;
}
