/* Paragraphs: Pango breaks and shapes them, here their lines become operators. A paragraph's lines are shown
 * from wherever the text stands, so that the same paragraph is set once for all letters that have it. */
#include <string.h>

#include "text/lang.h"
#include "text/markup_private.h"
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

static bool is_link(const struct piece *p)
{
	return *p->link && markup_is_address(p->link);
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
		buf_putc(b,
			(char)(1 + piece[i].emph + 2 * piece[i].strong + 4 * is_link(&piece[i]) +
				8 * piece_is_apart(t->lang, &piece[i])));
		buf_puts(b, piece[i].kind == PIECE_BREAK ? "\n" : piece[i].text);
		if (is_link(&piece[i]))
			buf_add(b, piece[i].link, strlen(piece[i].link) + 1);
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

/* The text of a paragraph, with what Pango is to do with it and where its links are. */
struct words {
	struct arena *arena;
	struct buf text;
	PangoAttrList *list;
	struct linked links;
	size_t links_cap;
	const char **url; /* of each link */
	size_t urls_cap;
};

static void link_write(struct words *w, const char *url, int from, int to)
{
	bool on = w->links.n && w->links.at[w->links.n - 1].to == from &&
		strcmp(w->url[w->links.n - 1], url) == 0;
	/* not seen: it makes Pango part its runs here */
	attribute(w->list, pango_attr_foreground_new(0, 0, (guint16)w->links.n), (size_t)from, (size_t)to);
	if (on) {
		w->links.at[w->links.n - 1].to = to;
		return;
	}
	size_t n = w->links.n;
	GROW(w->arena, w->url, n, w->urls_cap);
	w->url[n] = url;
	GROW(w->arena, w->links.at, w->links.n, w->links_cap);
	w->links.at[n].from = from;
	w->links.at[n].to = to;
	w->links.n++;
}

static void words_write(
	struct words *w, const struct lang *lang, const struct manner *m, const struct piece *piece, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t from = w->text.len;
		bool apart = piece_is_apart(lang, &piece[i]);
		buf_printf(&w->text, "%s%s%s", apart ? APART_BEGIN : "",
			piece[i].kind == PIECE_BREAK ? "\n" : piece[i].text, apart ? APART_END : "");
		if (piece[i].strong && !m->strong)
			attribute(w->list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, w->text.len);
		if (piece[i].emph)
			attribute(w->list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, w->text.len);
		if (is_link(&piece[i]))
			link_write(w, piece[i].link, (int)from, (int)w->text.len);
		words_keep(w->list, w->text.data, from, w->text.len);
	}
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

/* Lines becoming parts. */
struct setting {
	struct arena *arena;
	unsigned n, line;
	size_t cap;
	struct set_part *part;
};

static void part_take(void *setting, const struct set_part *part)
{
	struct setting *s = setting;
	GROW(s->arena, s->part, s->n, s->cap);
	s->part[s->n] = *part;
	s->part[s->n++].line = s->line;
}

/* The lines of a language without spaces, but for the last of each paragraph. Pango would widen what spaces
 * there are, beside a word in Latin letters, by all that a line lacks. */
static void lines_widen(struct tongue *t, const struct manner *m, const struct words *w)
{
	int em = t->info->size * m->percent * PANGO_SCALE / 1000;
	for (GSList *l = pango_layout_get_lines(t->layout); l && l->next; l = l->next) {
		const PangoLayoutLine *line = l->data, *next = l->next->data;
		PangoRectangle seen;
		pango_layout_line_get_extents(l->data, NULL, &seen);
		if (!next->is_paragraph_start)
			line_widen(line, w->text.data, em, m->width - seen.width);
	}
}

static void lines_show(struct setting *s, struct tongue *t, const struct manner *m, const struct words *w,
	struct para *p, struct buf *out)
{
	bool right = lang_right_to_left(t->lang) != (m->align == ALIGN_END);
	for (GSList *l = pango_layout_get_lines_readonly(t->layout); l; l = l->next, s->line++) {
		p->begin[s->line] = s->n;
		int left = m->width -
			line_show(s->arena, t, l->data, w->text.data, &w->links, out, part_take, s);
		for (unsigned i = p->begin[s->line]; i < s->n; i++)
			s->part[i].x = m->align == ALIGN_CENTRE ? left / 2 : right ? left : 0;
	}
	p->begin[s->line] = s->n;
}

static int lines_set(struct arena *a, struct tongue *t, const struct manner *m, const struct words *w,
	struct para **ret, struct err *e)
{
	struct para *p = NEW(a, struct para);
	struct setting s = {.arena = w->arena};
	struct buf out;
	if (m->justify && t->info->dense)
		lines_widen(t, m, w);
	buf_init(&out, w->arena, OPS_BYTES_MAX);
	p->leading = (int)((int64_t)t->info->leading * m->percent * PANGO_SCALE / 1000);
	p->n = (size_t)pango_layout_get_line_count(t->layout);
	p->begin = NEW_ARRAY(a, unsigned, p->n + 1);
	lines_show(&s, t, m, w, p, &out);
	int rc = buf_check(&out, e);
	if (rc < 0)
		return rc;
	const char *ops = arena_strndup(a, out.data, out.len);
	p->parts_n = s.n;
	p->part = NEW_ARRAY(a, struct set_part, s.n);
	for (unsigned i = 0; i < s.n; ops += p->part[i++].len) {
		p->part[i] = s.part[i];
		p->part[i].ops = ops;
	}
	p->link = NEW_ARRAY(a, const char *, w->links.n + 1);
	for (size_t i = 0; i < w->links.n; i++)
		p->link[i] = arena_strdup(a, w->url[i]);
	*ret = p;
	return 0;
}

void layout_prepare(struct tongue *t, int percent, bool strong, bool emph)
{
	PangoFontDescription *d = pango_font_description_from_string(t->info->family);
	pango_font_description_set_size(d, t->info->size * percent * PANGO_SCALE / 1000);
	pango_font_description_set_weight(d, strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(d, emph ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_layout_set_font_description(t->layout, d);
	pango_font_description_free(d);
	pango_layout_set_width(t->layout, -1);
	pango_layout_set_justify(t->layout, FALSE);
	pango_layout_set_attributes(t->layout, NULL);
}

static int para_make(struct arena *a, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, struct para **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "paragraph");
	struct words w = {.arena = scratch, .list = pango_attr_list_new()};
	int rc = 0;
	buf_init(&w.text, scratch, PARA_BYTES_MAX);
	words_write(&w, t->lang, m, piece, n);
	layout_prepare(t, m->percent, m->strong, false);
	pango_layout_set_width(t->layout, m->width);
	pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_justify(t->layout, m->justify && !t->info->dense);
	pango_layout_set_attributes(t->layout, w.list);
	pango_attr_list_unref(w.list);
	pango_layout_set_text(t->layout, w.text.data, (int)w.text.len);
	if (pango_layout_get_unknown_glyphs_count(t->layout))
		rc = missing_find(t, w.text.data, e);
	if (rc == 0)
		rc = buf_check(&w.text, e);
	return rc == 0 ? lines_set(a, t, m, &w, ret, e) : rc;
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
		rc = words_set(c, t, m, piece, n, &made, e);
		if (rc == 0 && !made)
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
