/* Lines out of blocks, pages out of lines. */
#include "text/markup_private.h"
#include "text/plain.h"

#include <string.h>

#include "text/lang.h"

#define SIGN_LINES 3u /* left free above the line to sign on */
#define RULE_COLUMNS 32u
#define INDENT_COLUMNS 4u /* of a list, at each depth */
#define TAIL_BLOCKS 2u    /* at least so many stand with the signature on its page */
#define FOOTER_LINES 2u   /* an empty one and the footer */
#define LINE_BYTES_MAX (64u << 10)

struct line {
	const char *text;
	bool keep; /* on the page of the line before */
};
struct layout {
	const struct doc *doc;
	struct arena *a;
	size_t n, cap;
	struct line *line;
};

static void line_add(struct layout *l, const char *text, bool keep)
{
	GROW(l->a, l->line, l->n, l->cap);
	l->line[l->n++] = (struct line){text, keep};
}

static void repeat(struct buf *b, char c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_putc(b, c);
}

static const char *repeated(struct arena *a, char c, size_t n)
{
	struct buf b;
	buf_init(&b, a, PLAIN_COLUMNS);
	repeat(&b, c, n);
	return b.data;
}

/* ---- lines ---- */

/* A block's text, its own line breaks as newlines (page 0), or a footer's, which is one line. A link's
 * address follows its words. */
static const char *block_text(const struct layout *l, const struct block *b, size_t page, size_t pages)
{
	struct buf out;
	buf_init(&out, l->a, LINE_BYTES_MAX);
	for (size_t i = 0; i < b->n; i++) {
		const struct piece *r = &b->piece[i];
		bool link_ends = *r->link && (i + 1 == b->n || strcmp(b->piece[i + 1].link, r->link) != 0);
		if (r->kind == PIECE_BREAK)
			buf_putc(&out, page ? ' ' : '\n');
		else if (r->kind == PIECE_PAGE || r->kind == PIECE_PAGES)
			buf_puts(&out,
				lang_number(l->doc->lang, l->a,
					arena_printf(l->a, "%zu", r->kind == PIECE_PAGE ? page : pages),
					NUMBER_PLAIN));
		else if (piece_is_apart(l->doc->lang, r))
			buf_printf(&out, APART_BEGIN "%s" APART_END, r->text);
		else
			buf_puts(&out, r->text);
		if (link_ends && strcmp(r->text, r->link) != 0)
			buf_printf(&out, " <%s>", r->link);
	}
	return out.data;
}

/* A line is a paragraph to whoever shows text: what is held apart ends with it and begins anew. */
static const char *line_text(struct arena *a, const char *prefix, const char *s, size_t len, bool *apart)
{
	bool was = *apart;
	while (len && s[len - 1] == ' ')
		len--;
	for (size_t i = 0; i + strlen(APART_END) <= len; i++)
		*apart = memcmp(s + i, APART_BEGIN, strlen(APART_BEGIN)) == 0 ||
			(*apart && memcmp(s + i, APART_END, strlen(APART_END)) != 0);
	return arena_printf(a, "%s%s%.*s%s", len ? prefix : "", was ? APART_BEGIN : "", (int)len, s,
		*apart ? APART_END : "");
}

/* Breaks one line's text at the last place that fits. `first` and `rest` are what its lines begin with. */
static void wrap(struct layout *l, const char *s, const char *first, const char *rest)
{
	size_t *end, n = lang_breaks(l->doc->lang, l->a, s, &end), from = 0,
		     indent = lang_columns(rest, strlen(rest));
	const char *prefix = first;
	bool apart = false;
	for (size_t i = 0; i < n; i++) {
		size_t next = i + 1 < n ? end[i + 1] : end[i], len = next - from;
		while (len && s[from + len - 1] == ' ')
			len--;
		if (i + 1 < n && indent + lang_columns(s + from, len) <= PLAIN_COLUMNS)
			continue;
		line_add(l, line_text(l->a, prefix, s + from, end[i] - from, &apart), false);
		prefix = rest;
		from = end[i];
	}
}

static void block_lines(struct layout *l, const struct block *b)
{
	const char *text = block_text(l, b, 0, 0), *rest = "", *first = "";
	if (b->kind == BLOCK_ITEM) {
		size_t margin = INDENT_COLUMNS * (size_t)(b->level - 1),
		       marker = lang_columns(b->marker, strlen(b->marker));
		rest = repeated(l->a, ' ', margin + INDENT_COLUMNS);
		first = arena_printf(l->a, "%s%s%s", repeated(l->a, ' ', margin), b->marker,
			repeated(l->a, ' ', marker < INDENT_COLUMNS ? INDENT_COLUMNS - marker : 1));
	}
	for (const char *end; text; text = end ? end + 1 : NULL) {
		end = strchr(text, '\n');
		wrap(l, arena_strndup(l->a, text, end ? (size_t)(end - text) : strlen(text)), first, rest);
		first = rest;
	}
}

static void underline(struct layout *l, size_t from, char c)
{
	size_t widest = 0;
	for (size_t i = from; i < l->n; i++) {
		size_t columns = lang_columns(l->line[i].text, strlen(l->line[i].text));
		widest = columns > widest ? columns : widest;
	}
	line_add(l, repeated(l->a, c, widest < PLAIN_COLUMNS ? widest : PLAIN_COLUMNS), true);
}

/* Where the blocks begin that share a page with the signature. */
static size_t tail_begin(const struct doc *d)
{
	size_t s = 0;
	while (s < d->n && d->block[s].part != PART_SIGNATURE)
		s++;
	return s < d->n && s > TAIL_BLOCKS ? s - TAIL_BLOCKS : d->n;
}

static void lay_out(struct layout *l)
{
	const struct doc *d = l->doc;
	const struct block *before = NULL;
	size_t tail = tail_begin(d);
	for (size_t i = 0; i < d->n; i++) {
		const struct block *b = &d->block[i];
		if (b->part == PART_FOOTER)
			continue;
		bool tight = before && b->kind == BLOCK_ITEM && before->kind == BLOCK_ITEM;
		bool joined =
			before && (before->kind == BLOCK_HEADING || (i > tail && b->part <= PART_SIGNATURE));
		if (before && !tight)
			line_add(l, "", joined);
		size_t from = l->n;
		if (b->kind == BLOCK_RULE) {
			for (size_t k = 0; k < SIGN_LINES && b->part == PART_SIGNATURE; k++)
				line_add(l, "", joined);
			line_add(l, repeated(l->a, '_', RULE_COLUMNS), joined);
		} else {
			block_lines(l, b);
		}
		if (b->kind == BLOCK_HEADING)
			underline(l, from, b->level == 1 ? '=' : '-');
		for (size_t k = from; k < l->n; k++) { /* no line of a paragraph stands alone on its page */
			bool edge = k == from + 1 || (k > from && k + 1 == l->n);
			l->line[k].keep |= k == from ? joined : edge || i >= tail || b->kind == BLOCK_HEADING;
		}
		before = b;
	}
}

/* ---- pages ---- */

/* Where a page begins: no empty line stands first on one. */
static size_t page_begin(const struct layout *l, size_t from)
{
	while (from < l->n && *l->line[from].text == '\0')
		from++;
	return from;
}

/* The line after the page that begins with `from`. */
static size_t page_end(const struct layout *l, size_t from, size_t room)
{
	size_t end = from + room;
	if (end >= l->n)
		return l->n;
	while (end > from && l->line[end].keep)
		end--;
	return end > from ? end
			  : from + room; /* what cannot be kept together is cut where the page is full */
}

static void footer(const struct layout *l, const struct block *b, size_t page, size_t pages, struct buf *out)
{
	const char *text = block_text(l, b, page, pages);
	size_t columns = lang_columns(text, strlen(text));
	repeat(out, ' ', columns < PLAIN_COLUMNS ? (PLAIN_COLUMNS - columns) / 2 : 0);
	buf_puts(out, text);
	buf_putc(out, '\n');
}

/* Where the letter can be checked is its last paragraph. */
static void code_lines(struct layout *l)
{
	const struct doc *d = l->doc;
	struct piece piece = {.text = markup_code(d), .field = "", .link = ""};
	if (!d->code.url)
		return;
	line_add(l, "", false);
	block_lines(l,
		&(struct block){.kind = BLOCK_PARAGRAPH,
			.part = PART_ENCLOSURES,
			.marker = "",
			.n = 1,
			.piece = &piece});
}

void plain_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages)
{
	struct layout l = {.doc = d, .a = a};
	const struct block *foot = NULL;
	lay_out(&l);
	code_lines(&l);
	for (size_t i = 0; i < d->n && !foot; i++)
		foot = d->block[i].part == PART_FOOTER ? &d->block[i] : NULL;
	size_t room = PLAIN_LINES - (foot ? FOOTER_LINES : 0), pages = 0, page = 1;
	for (size_t from = page_begin(&l, 0); from < l.n; from = page_begin(&l, page_end(&l, from, room)))
		pages++;
	pages += pages == 0;
	for (size_t from = page_begin(&l, 0), end; page <= pages; from = page_begin(&l, end), page++) {
		end = page_end(&l, from, room);
		buf_puts(out, page > 1 ? "\f" : "");
		for (size_t i = from; i < end && l.line; i++)
			buf_printf(out, "%s\n", l.line[i].text);
		repeat(out, '\n', foot ? PLAIN_LINES - 1 - (end - from) : 0);
		if (foot)
			footer(&l, foot, page, pages, out);
	}
	*ret_pages = pages;
}
