/* Paragraphs: Pango breaks and shapes them, here their lines become operators. A paragraph's lines are shown
 * from wherever the text stands, so that the same paragraph is set once for all letters that have it. */
#include <string.h>

#include "text/lang.h"
#include "text/pdf_private.h"

#define PARA_BYTES_MAX (256u << 10)
#define OPS_BYTES_MAX (4u << 20)
#define QUOTE_BYTES 60 /* of a paragraph, in an error */

static uint64_t hash_of(const char *s, size_t len)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return h;
}

static struct para **slot_of(struct para **slot, size_t cap, uint64_t hash, const char *key, size_t len)
{
	size_t i = hash & (cap - 1);
	while (slot[i] &&
		(slot[i]->hash != hash || slot[i]->key_len != len || memcmp(slot[i]->key, key, len) != 0))
		i = (i + 1) & (cap - 1);
	return &slot[i];
}

static void cache_grow(struct para_cache *c)
{
	if (2 * c->n < c->cap)
		return;
	size_t cap = c->cap ? 2 * c->cap : 256;
	struct para **slot = NEW_ARRAY(c->arena, struct para *, cap);
	for (size_t i = 0; i < c->cap; i++)
		if (c->slot[i])
			*slot_of(slot, cap, c->slot[i]->hash, c->slot[i]->key, c->slot[i]->key_len) =
				c->slot[i];
	c->slot = slot;
	c->cap = cap;
}

/* What makes two paragraphs the same. */
static void key_write(
	struct buf *b, const struct tongue *t, const struct manner *m, const struct piece *piece, size_t n)
{
	const char flag = (char)(1 + m->strong + 2 * m->justify + 4 * (int)m->align);
	buf_add(b, &t, sizeof t);
	buf_add(b, &m->percent, sizeof m->percent);
	buf_add(b, &m->width, sizeof m->width);
	buf_putc(b, flag);
	for (size_t i = 0; i < n; i++) {
		buf_putc(b, (char)(1 + piece[i].emph + 2 * piece[i].strong));
		buf_puts(b, piece[i].kind == PIECE_BREAK ? "\n" : piece[i].text);
	}
}

static void attribute(PangoAttrList *list, PangoAttribute *attr, size_t from, size_t to)
{
	attr->start_index = (guint)from;
	attr->end_index = (guint)to;
	pango_attr_list_insert(list, attr);
}

/* No line ends within a word that has a hyphen or a slash: readers of the PDF would take the hyphen for one
 * that is not the word's own, or the word for two. */
static void words_keep(PangoAttrList *list, const char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text[i] == '-' || text[i] == '/')
			attribute(list, pango_attr_allow_breaks_new(FALSE), i, i + 2 < to ? i + 2 : to);
}

static PangoAttrList *text_write(struct buf *b, const struct manner *m, const struct piece *piece, size_t n)
{
	PangoAttrList *list = pango_attr_list_new();
	for (size_t i = 0; i < n; i++) {
		size_t from = b->len;
		buf_puts(b, piece[i].kind == PIECE_BREAK ? "\n" : piece[i].text);
		if (piece[i].strong && !m->strong)
			attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, b->len);
		if (piece[i].emph)
			attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, b->len);
		words_keep(list, b->data, from, b->len);
	}
	return list;
}

static int missing(const struct tongue *t, const char *text, uint32_t c, struct err *e)
{
	int len = (int)strlen(text) > QUOTE_BYTES ? QUOTE_BYTES : (int)strlen(text);
	while (len && (text[len] & 0xC0) == 0x80)
		len--;
	return err_set(e, ERR_INVALID,
		"no font for U+%04X in \"%.*s%s\" (%s, set in %s); write it in letters of that language", c,
		len, text, text[len] ? "…" : "", lang_tag(t->lang), t->info->family);
}

static int missing_find(const struct tongue *t, const char *text, struct err *e)
{
	for (GSList *l = pango_layout_get_lines_readonly(t->layout); l; l = l->next) {
		for (GSList *r = ((PangoLayoutLine *)l->data)->runs; r; r = r->next) {
			const PangoGlyphString *g = ((PangoGlyphItem *)r->data)->glyphs;
			for (int i = 0; i < g->num_glyphs; i++) {
				PangoGlyph c = g->glyphs[i].glyph;
				if (c != PANGO_GLYPH_EMPTY && (c & PANGO_GLYPH_UNKNOWN_FLAG))
					return missing(t, text, c & ~PANGO_GLYPH_UNKNOWN_FLAG, e);
			}
		}
	}
	return 0;
}

static void line_set(struct arena *a, struct tongue *t, const struct manner *m, const PangoLayoutLine *line,
	const char *text, struct buf *out, struct set_line *ret)
{
	bool right = lang_right_to_left(t->lang) != (m->align == ALIGN_END);
	int left = m->width - line_show(a, t, line, text, out);
	ret->x = m->align == ALIGN_CENTRE ? left / 2 : right ? left : 0;
}

static int lines_set(struct arena *a, struct tongue *t, const struct manner *m, const char *text,
	struct para **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "lines");
	struct para *p = NEW(a, struct para);
	struct buf out;
	buf_init(&out, scratch, OPS_BYTES_MAX);
	p->leading = (int)((int64_t)t->info->leading * m->percent * PANGO_SCALE / 1000);
	p->n = (size_t)pango_layout_get_line_count(t->layout);
	p->line = NEW_ARRAY(a, struct set_line, p->n);
	size_t i = 0;
	for (GSList *l = pango_layout_get_lines_readonly(t->layout); l; l = l->next, i++) {
		size_t from = out.len;
		line_set(scratch, t, m, l->data, text, &out, &p->line[i]);
		p->line[i].len = out.len - from;
	}
	int rc = buf_check(&out, e);
	if (rc < 0)
		return rc;
	const char *ops = arena_strndup(a, out.data, out.len);
	for (i = 0; i < p->n; ops += p->line[i++].len)
		p->line[i].ops = ops;
	*ret = p;
	return 0;
}

static int para_make(struct arena *a, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, struct para **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "paragraph");
	struct buf text;
	int rc = 0;
	buf_init(&text, scratch, PARA_BYTES_MAX);
	PangoAttrList *list = text_write(&text, m, piece, n);
	PangoFontDescription *d = pango_font_description_from_string(t->info->family);
	pango_font_description_set_size(d, t->info->size * m->percent * PANGO_SCALE / 1000);
	pango_font_description_set_weight(d, m->strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(t->layout, d);
	pango_font_description_free(d);
	pango_layout_set_width(t->layout, m->width);
	pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_justify(t->layout, m->justify);
	pango_layout_set_attributes(t->layout, list);
	pango_attr_list_unref(list);
	pango_layout_set_text(t->layout, text.data, (int)text.len);
	if (pango_layout_get_unknown_glyphs_count(t->layout))
		rc = missing_find(t, text.data, e);
	if (rc == 0)
		rc = buf_check(&text, e);
	return rc == 0 ? lines_set(a, t, m, text.data, ret, e) : rc;
}

int para_set(struct para_cache *c, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, const struct para **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(c->arena, "key");
	struct buf key;
	buf_init(&key, scratch, PARA_BYTES_MAX);
	key_write(&key, t, m, piece, n);
	int rc = buf_check(&key, e);
	if (rc < 0)
		return rc;
	cache_grow(c);
	uint64_t hash = hash_of(key.data, key.len);
	struct para **slot = slot_of(c->slot, c->cap, hash, key.data, key.len), *made = NULL;
	if (!*slot) {
		rc = para_make(c->arena, t, m, piece, n, &made, e);
		if (rc != 0 || !made)
			return rc;
		made->hash = hash;
		made->key = memcpy(arena_zalloc(c->arena, key.len), key.data, key.len);
		made->key_len = key.len;
		*slot = made;
		c->n++;
	}
	*ret = *slot;
	return 0;
}
