/* Paragraphs: Pango breaks and shapes them, here their lines become operators. A paragraph's lines are shown
 * from wherever the text stands, so that the same paragraph is set once for all letters that have it. */
#include <string.h>

#include "base/text.h"
#include "text/lang.h"
#include "text/pdf_private.h"

#define PARA_BYTES_MAX (256u << 10)
#define OPS_BYTES_MAX (4u << 20)
#define QUOTE_BYTES 60 /* of a paragraph, in an error */

/* ---- operators ---- */

/* One line being written, in the order in which it is read. Places are from its left edge, in 1/1000 of
 * Pango's unit, so that nothing is lost by rounding. */
struct show {
	struct buf *out;
	struct tongue *tongue;
	const char *text;   /* of the layout */
	bool array, string; /* "[" and "<" are open */
	int size;           /* of the font */
	int64_t pen;        /* where PDF would put the next glyph */
};
/* Glyphs that stand for some text together. */
struct cluster {
	int glyph, glyphs_end; /* in the run */
	int text, text_end;    /* bytes in the run's text */
};

static void string_end(struct show *s)
{
	if (s->string)
		buf_putc(s->out, '>');
	s->string = false;
}

static void array_end(struct show *s)
{
	string_end(s);
	if (s->array)
		buf_puts(s->out, "]TJ ");
	s->array = false;
}

static void array_begin(struct show *s)
{
	if (!s->array)
		buf_putc(s->out, '[');
	s->array = true;
}

/* Moves by thousandths of the font's size, as far as whole ones go. */
static void pen_move(struct show *s, int64_t to)
{
	int64_t way = to - s->pen, half = s->size / 2;
	int64_t n = way >= 0 ? (way + half) / s->size : -((-way + half) / s->size);
	if (n == 0)
		return;
	string_end(s);
	array_begin(s);
	buf_printf(s->out, "%lld", (long long)-n);
	s->pen += n * s->size;
}

static void glyph_show(struct show *s, const struct face *f, const PangoGlyphInfo *info, int64_t x)
{
	static const char digit[] = "0123456789ABCDEF";
	PangoGlyph g = info->glyph;
	int up = -info->geometry.y_offset;
	if (up) {
		array_end(s);
		put_number(s->out, up);
		buf_puts(s->out, " Ts");
	}
	pen_move(s, x + (int64_t)info->geometry.x_offset * 1000);
	array_begin(s);
	if (!s->string)
		buf_putc(s->out, '<');
	s->string = true;
	const char hex[] = {digit[g >> 12 & 15], digit[g >> 8 & 15], digit[g >> 4 & 15], digit[g & 15]};
	buf_add(s->out, hex, sizeof hex);
	if (up) {
		array_end(s);
		buf_puts(s->out, "0 Ts ");
	}
	s->pen += (int64_t)f->advance[g] * s->size;
}

/* ---- text that its glyphs do not tell ---- */

/* In the order of the text. */
static size_t clusters_find(const PangoGlyphItem *run, struct arena *a, struct cluster **ret)
{
	const PangoGlyphString *g = run->glyphs;
	struct cluster *c = NEW_ARRAY(a, struct cluster, (size_t)g->num_glyphs + 1);
	bool back = run->item->analysis.level & 1;
	size_t n = 0;
	for (int i = 0; i < g->num_glyphs; i++) {
		int k = back ? g->num_glyphs - 1 - i : i;
		if (n == 0 || g->log_clusters[k] != c[n - 1].text)
			c[n++] = (struct cluster){.glyph = k, .glyphs_end = k + 1, .text = g->log_clusters[k]};
		c[n - 1].glyph = k < c[n - 1].glyph ? k : c[n - 1].glyph;
		c[n - 1].glyphs_end = k >= c[n - 1].glyphs_end ? k + 1 : c[n - 1].glyphs_end;
	}
	for (size_t i = 0; i < n; i++)
		c[i].text_end = i + 1 < n ? c[i + 1].text : run->item->length;
	*ret = c;
	return n;
}

static bool cluster_is_space(const struct cluster *cluster, const char *text)
{
	uint32_t c = 0;
	return text_char(text + cluster->text, (size_t)(cluster->text_end - cluster->text), &c) &&
		(c == ' ' || c == 0xA0 || c == 0x202F || c == 0x3000);
}

/* Notes the glyphs of a cluster; false when ToUnicode alone would not give its text back. */
static bool cluster_use(struct show *s, unsigned face, const PangoGlyphString *g, const struct cluster *c,
	const char *text)
{
	int shown = 0;
	bool tells = true;
	for (int i = c->glyph; i < c->glyphs_end; i++) {
		bool alone = c->glyphs_end - c->glyph == 1;
		if (g->glyphs[i].glyph == PANGO_GLYPH_EMPTY)
			continue;
		shown++;
		tells &= face_use(s->tongue, &s->tongue->face[face], g->glyphs[i].glyph, text + c->text,
			alone ? (size_t)(c->text_end - c->text) : 0);
	}
	return tells && shown <= 1;
}

/* A cluster's glyphs, x: where each glyph of the run stands. */
static void cluster_show(struct show *s, const struct face *f, const PangoGlyphItem *run,
	const struct cluster *c, const int64_t *x)
{
	bool back = run->item->analysis.level & 1;
	for (int i = c->glyph; i < c->glyphs_end; i++) {
		int k = back ? c->glyphs_end - 1 - (i - c->glyph) : i;
		if (run->glyphs->glyphs[k].glyph != PANGO_GLYPH_EMPTY)
			glyph_show(s, f, &run->glyphs->glyphs[k], x[k]);
	}
}

static void font_show(struct show *s, const struct sized_font *font)
{
	array_end(s);
	buf_printf(s->out, "/F%u ", font->face);
	put_number(s->out, font->size);
	buf_puts(s->out, " Tf ");
	s->size = font->size;
}

/* Word by word: where its glyphs do not tell a word's text, that stands beside them. */
static void run_show(struct show *s, struct arena *a, const PangoGlyphItem *run, int64_t x0)
{
	const struct sized_font *font = tongue_font(s->tongue, run->item->analysis.font);
	const PangoGlyphString *g = run->glyphs;
	const char *text = s->text + run->item->offset;
	struct cluster *c;
	size_t n = clusters_find(run, a, &c);
	int64_t *x = NEW_ARRAY(a, int64_t, (size_t)g->num_glyphs + 1);
	for (int i = 0; i < g->num_glyphs; i++, x0 += (int64_t)g->glyphs[i - 1].geometry.width * 1000)
		x[i] = x0;
	font_show(s, font);
	for (size_t i = 0, end; i < n; i = end) {
		bool tells = cluster_use(s, font->face, g, &c[i], text);
		for (end = i + 1; end < n && !cluster_is_space(&c[i], text) && !cluster_is_space(&c[end], text);
			end++)
			tells &= cluster_use(s, font->face, g, &c[end], text);
		if (!tells) {
			array_end(s);
			buf_puts(s->out, "/Span<</ActualText");
			put_string(s->out, text + c[i].text, (size_t)(c[end - 1].text_end - c[i].text));
			buf_puts(s->out, ">>BDC ");
		}
		for (size_t k = i; k < end; k++)
			cluster_show(s, &s->tongue->face[font->face], run, &c[k], x);
		if (!tells) {
			array_end(s);
			buf_puts(s->out, "EMC ");
		}
	}
}

/* A line that ends at a space, which Pango takes away, or where the text says so. */
static bool ends_word(const PangoLayoutLine *line, const char *text)
{
	const char *end = text + line->start_index + line->length;
	return *end == '\n' || (*end && line->length && end[-1] == ' ');
}

/* A space at its end: else what is extracted joins the words of two lines. */
static void break_show(struct show *s, const PangoLayoutLine *line)
{
	const PangoGlyphItem *run = line->runs ? line->runs->data : NULL;
	hb_codepoint_t space;
	if (!run)
		return;
	const struct sized_font *font = tongue_font(s->tongue, run->item->analysis.font);
	struct face *f = &s->tongue->face[font->face];
	if (!hb_font_get_nominal_glyph(f->font, ' ', &space))
		return;
	face_use(s->tongue, f, space, " ", 1);
	font_show(s, font);
	buf_printf(s->out, "<%04X>Tj ", space);
}

/* ---- paragraphs ---- */

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
	while (slot[i] && (slot[i]->hash != hash || slot[i]->key_len != len || memcmp(slot[i]->key, key, len)))
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
static void key_write(struct buf *b, const struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n)
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
	}
	return list;
}

static int missing(const struct tongue *t, const char *text, uint32_t c, struct err *e)
{
	int len = (int)strlen(text) > QUOTE_BYTES ? QUOTE_BYTES : (int)strlen(text);
	while (len && (text[len] & 0xC0) == 0x80)
		len--;
	return err_set(e, ERR_INVALID,
		"no font for U+%04X in \"%.*s%s\" (%s, set in %s); write it in letters of that language", c, len,
		text, text[len] ? "…" : "", lang_tag(t->lang), t->info->family);
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

static int run_width(const PangoGlyphItem *run)
{
	int width = 0;
	for (int i = 0; i < run->glyphs->num_glyphs; i++)
		width += run->glyphs->glyphs[i].geometry.width;
	return width;
}

/* A line's runs, which Pango keeps from left to right, in the order in which they are read. */
struct placed_run {
	const PangoGlyphItem *run;
	int64_t x;
};

static size_t runs_order(struct arena *a, const PangoLayoutLine *line, struct placed_run **ret, int *ret_width)
{
	size_t n = 0, count = g_slist_length(line->runs);
	struct placed_run *p = NEW_ARRAY(a, struct placed_run, count + 1);
	int x = 0;
	for (GSList *l = line->runs; l; l = l->next) {
		struct placed_run one = {l->data, (int64_t)x * 1000};
		x += run_width(one.run);
		size_t i = n++;
		for (; i > 0 && p[i - 1].run->item->offset > one.run->item->offset; i--)
			p[i] = p[i - 1];
		p[i] = one;
	}
	*ret_width = x;
	*ret = p;
	return n;
}

static void line_set(struct arena *a, struct tongue *t, const struct manner *m, const PangoLayoutLine *line,
	const char *text, struct buf *out, struct set_line *ret)
{
	struct show s = {.out = out, .tongue = t, .text = text};
	bool right = lang_right_to_left(t->lang) != (m->align == ALIGN_END);
	struct placed_run *run;
	int width;
	size_t n = runs_order(a, line, &run, &width);
	for (size_t i = 0; i < n; i++)
		run_show(&s, a, run[i].run, run[i].x);
	array_end(&s);
	if (ends_word(line, text))
		break_show(&s, line);
	int rest = m->width - width;
	ret->x = m->align == ALIGN_CENTRE ? rest / 2 : right ? rest : 0;
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
		if (rc < 0)
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
