/* A line as operators: its runs in the order in which they are read, each glyph as a code that tells its
 * text. */
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "text/pdf_private.h"

/* One line being written, in the order in which it is read. Places are from its left edge, in 1/1000 of
 * Pango's unit, so that nothing is lost by rounding. */
struct show {
	struct arena *arena;
	struct buf *out;
	struct tongue *tongue;
	const char *text;   /* of the layout */
	bool array, string; /* "[" and "<" are open */
	bool any;           /* of fonts: that of this face and size */
	unsigned face;
	int size;
	int64_t pen; /* where PDF would put the next glyph */
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

static void put_whole(struct buf *b, int64_t v)
{
	char t[20];
	size_t n = sizeof t;
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	do
		t[--n] = (char)('0' + u % 10);
	while ((u /= 10));
	if (v < 0)
		t[--n] = '-';
	buf_add(b, t + n, sizeof t - n);
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
	put_whole(s->out, -n);
	s->pen += n * s->size;
}

static void glyph_show(
	struct show *s, const struct face *f, unsigned code, const PangoGlyphInfo *info, int64_t x)
{
	static const char digit[] = "0123456789ABCDEF";
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
	const char hex[] = {
		digit[code >> 12 & 15], digit[code >> 8 & 15], digit[code >> 4 & 15], digit[code & 15]};
	buf_add(s->out, hex, sizeof hex);
	if (up) {
		array_end(s);
		buf_puts(s->out, "0 Ts ");
	}
	s->pen += (int64_t)f->advance[info->glyph] * s->size;
}

/* ---- text that its glyphs do not tell ---- */

/* What holds values apart is only for the order of the runs. */
static bool holds_apart(const char *text)
{
	return strncmp(text, APART_BEGIN, strlen(APART_BEGIN)) == 0 ||
		strncmp(text, APART_END, strlen(APART_END)) == 0;
}

/* In the order of the text. */
static size_t clusters_find(
	const PangoGlyphItem *run, const char *text, struct arena *a, struct cluster **ret)
{
	const PangoGlyphString *g = run->glyphs;
	struct cluster *c = NEW_ARRAY(a, struct cluster, (size_t)g->num_glyphs + 1);
	bool back = run->item->analysis.level & 1;
	size_t n = 0;
	for (int i = 0; i < g->num_glyphs; i++) {
		int k = back ? g->num_glyphs - 1 - i : i;
		if (n == 0 || g->log_clusters[k] != c[n - 1].text)
			c[n++] =
				(struct cluster){.glyph = k, .glyphs_end = k + 1, .text = g->log_clusters[k]};
		c[n - 1].glyph = k < c[n - 1].glyph ? k : c[n - 1].glyph;
		c[n - 1].glyphs_end = k >= c[n - 1].glyphs_end ? k + 1 : c[n - 1].glyphs_end;
	}
	for (size_t i = 0; i < n; i++)
		c[i].text_end = i + 1 < n ? c[i + 1].text : run->item->length;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!holds_apart(text + c[i].text))
			c[kept++] = c[i];
	*ret = c;
	return kept;
}

static bool cluster_is_space(const struct cluster *cluster, const char *text)
{
	uint32_t c = 0;
	return text_char(text + cluster->text, (size_t)(cluster->text_end - cluster->text), &c) &&
		(c == ' ' || c == 0xA0 || c == 0x202F || c == 0x3000);
}

static void font_show(struct show *s, const struct sized_font *font)
{
	if (s->any && s->face == font->face && s->size == font->size)
		return;
	s->any = true;
	s->face = font->face;
	array_end(s);
	buf_printf(s->out, "/F%u ", font->face);
	put_number(s->out, font->size);
	buf_puts(s->out, " Tf ");
	s->size = font->size;
}

static void span_begin(struct show *s, const char *text, size_t len)
{
	array_end(s);
	buf_puts(s->out, "/Span<</ActualText");
	put_string(s->out, text, len);
	buf_puts(s->out, ">>BDC ");
}

static void span_end(struct show *s)
{
	array_end(s);
	buf_puts(s->out, "EMC ");
}

/* ---- from left to right ---- */

/* A run and its clusters; x: where each glyph stands. */
struct shown_run {
	const PangoGlyphItem *run;
	const struct sized_font *font;
	const char *text;
	size_t n;
	struct cluster *cluster;
	int64_t *x;
	bool first, last; /* of its line, as it is read */
};

/* The codes of a cluster's only glyph; CODE_NONE when it takes more than a code to tell its text. */
static unsigned cluster_code(
	struct show *s, const struct shown_run *r, const struct cluster *c, const char *text, size_t len)
{
	const PangoGlyphInfo *g = &r->run->glyphs->glyphs[c->glyph];
	if (c->glyphs_end - c->glyph != 1 || g->glyph == PANGO_GLYPH_EMPTY)
		return CODE_NONE;
	return face_code(s->tongue, &s->tongue->face[r->font->face], g->glyph, text, len);
}

/* On paper no line of a space that does not break can break any more: it is told as a plain one, which is
 * what people look for. */
static const char *told_text(const struct shown_run *r, const struct cluster *c, size_t *ret_len)
{
	static const char joint[] = "\u00a0";
	const char *text = r->text + c->text;
	*ret_len = (size_t)(c->text_end - c->text);
	if (*ret_len != sizeof joint - 1 || memcmp(text, joint, *ret_len) != 0)
		return text;
	*ret_len = 1;
	return " ";
}

static unsigned cluster_code_plain(struct show *s, const struct shown_run *r, const struct cluster *c)
{
	size_t len;
	const char *text = told_text(r, c, &len);
	return cluster_code(s, r, c, text, len);
}

static void cluster_show(struct show *s, const struct shown_run *r, const struct cluster *c, unsigned code)
{
	const PangoGlyphInfo *g = r->run->glyphs->glyphs;
	struct face *f = &s->tongue->face[r->font->face];
	for (int k = c->glyph; k < c->glyphs_end; k++) {
		if (g[k].glyph == PANGO_GLYPH_EMPTY)
			continue;
		unsigned own = code;
		if (own == CODE_NONE) { /* its span tells */
			own = face_code(
				s->tongue, f, g[k].glyph, r->text + c->text, (size_t)(c->text_end - c->text));
			own = own == CODE_NONE ? g[k].glyph : own;
		}
		glyph_show(s, f, own, &g[k], r->x[k]);
	}
}

static bool cluster_is_empty(const struct shown_run *r, const struct cluster *c)
{
	return c->glyphs_end - c->glyph == 1 && r->run->glyphs->glyphs[c->glyph].glyph == PANGO_GLYPH_EMPTY;
}

/* Where the codes of its glyphs do not tell a cluster's text, that stands beside them. */
static void cluster_tell(struct show *s, const struct shown_run *r, const struct cluster *c, unsigned code)
{
	if (code == CODE_NONE)
		span_begin(s, r->text + c->text, (size_t)(c->text_end - c->text));
	cluster_show(s, r, c, code);
	if (code == CODE_NONE)
		span_end(s);
}

static void forward_show(struct show *s, const struct shown_run *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!cluster_is_empty(r, &r->cluster[i]))
			cluster_tell(s, r, &r->cluster[i], cluster_code_plain(s, r, &r->cluster[i]));
}

/* ---- from right to left ---- */

/* Letters come in the order in which they are read. Many readers go by place instead and turn what looks
 * right-to-left around. So that these arrive at the same text, what has no direction of its own, and stands
 * where they might take it to the wrong side, is told with marks of direction around it; a vowel sign, which
 * stands above a line, is told by a space that is not seen between its letter and the next; and letters that
 * the font draws apart touch. */
#define RLM "\u200f"
#define SIGN_STEP 20 /* of a vowel sign from its letter, 1/1000 em */
#define APART 25     /* letters of one word, 1/1000 em: seen as apart */

enum direction { DIRECTION_LETTER, DIRECTION_SIGN, DIRECTION_NONE };
static enum direction direction_of(const char *text, int len)
{
	uint32_t c = 0;
	text_char(text, (size_t)len, &c);
	switch (u_charDirection((UChar32)c)) {
	case U_RIGHT_TO_LEFT:
	case U_RIGHT_TO_LEFT_ARABIC:
		return DIRECTION_LETTER;
	case U_DIR_NON_SPACING_MARK:
		return DIRECTION_SIGN;
	default:
		return DIRECTION_NONE;
	}
}

/* A space as wide as wanted, that stands for `text`. */
static void unseen_show(struct show *s, unsigned face, const char *text, size_t len, int64_t from, int64_t to)
{
	struct face *f = &s->tongue->face[face];
	hb_codepoint_t space = 0;
	if (!hb_font_get_nominal_glyph(f->font, ' ', &space) || f->advance[space] <= 0)
		return;
	unsigned code = face_code(s->tongue, f, space, text, len);
	int64_t wide = (int64_t)f->advance[space] * s->size, percent = 100 * (to - from) / wide;
	if (code == CODE_NONE || percent <= 0)
		return;
	pen_move(s, from);
	array_end(s);
	buf_printf(s->out, "%lld Tz<%04X>Tj 100 Tz ", (long long)percent, code);
	s->pen += wide * percent / 100;
}

/* Going through a run: the last letter, and what stands above and below the letters of its word, whose ink is
 * shown after the word, as part of the space there. */
struct going {
	bool letter;
	int64_t left; /* of the letter, or of its last sign */
	size_t signs_n;
	int *sign; /* glyphs */
};

static void told_show(struct show *s, const struct shown_run *r, int glyph, const char *text, size_t len)
{
	const PangoGlyphInfo *g = &r->run->glyphs->glyphs[glyph];
	if (g->glyph == PANGO_GLYPH_EMPTY)
		return;
	struct face *f = &s->tongue->face[r->font->face];
	unsigned code = face_code(s->tongue, f, g->glyph, text, len);
	glyph_show(s, f, code == CODE_NONE ? g->glyph : code, g, r->x[glyph]);
}

static void signs_show(struct show *s, const struct shown_run *r, struct going *go)
{
	for (size_t i = 0; i < go->signs_n; i++)
		told_show(s, r, go->sign[i], " ", 1);
	go->signs_n = 0;
}

/* Characters that have no glyph of their own on the line: each has its place to the left of the one before.
 */
static void unseen_tell(
	struct show *s, const struct shown_run *r, const char *text, size_t len, struct going *go)
{
	int64_t step = (int64_t)SIGN_STEP * s->size;
	uint32_t c;
	for (size_t n; (n = text_char(text, len, &c)); text += n, len -= n) {
		unseen_show(s, r->font->face, text, n, go->left - step, go->left);
		go->left -= step;
	}
}

static void signs_keep(struct going *go, int from, int end)
{
	while (end-- > from)
		go->sign[go->signs_n++] = end;
}

/* The first of its glyphs stands for the first of a cluster's characters. */
static void base_tell(
	struct show *s, const struct shown_run *r, const struct cluster *c, bool around, struct going *go)
{
	size_t len;
	const char *text = told_text(r, c, &len);
	uint32_t first;
	size_t n = text_char(text, len, &first);
	const char *told = around ? arena_printf(s->arena, RLM "%.*s" RLM, (int)n, text) : text;
	told_show(s, r, c->glyphs_end - 1, told, around ? strlen(told) : n);
	unseen_tell(s, r, text + n, len - n, go);
	signs_keep(go, c->glyph, c->glyphs_end - 1);
}

static void backward_show(struct show *s, const struct shown_run *r)
{
	const struct face *f = &s->tongue->face[r->font->face];
	struct going go = {.sign = NEW_ARRAY(s->arena, int, (size_t)r->run->glyphs->num_glyphs + 1)};
	for (size_t i = 0; i < r->n; i++) {
		const struct cluster *c = &r->cluster[i];
		const PangoGlyphInfo *g = &r->run->glyphs->glyphs[c->glyphs_end - 1];
		enum direction d = direction_of(r->text + c->text, c->text_end - c->text);
		bool edge = (i == 0 && !r->first) || (i + 1 == r->n && !r->last);
		bool space = cluster_is_space(c, r->text);
		if (d == DIRECTION_SIGN && go.letter) {
			unseen_tell(s, r, r->text + c->text, (size_t)(c->text_end - c->text), &go);
			signs_keep(&go, c->glyph, c->glyphs_end);
			continue;
		}
		int64_t left = r->x[c->glyphs_end - 1] + (int64_t)g->geometry.x_offset * 1000, right = left;
		if (g->glyph != PANGO_GLYPH_EMPTY)
			right += (int64_t)f->advance[g->glyph] * s->size;
		if (go.letter && d == DIRECTION_LETTER && go.left - right > (int64_t)APART * s->size)
			unseen_show(s, r->font->face, RLM, sizeof RLM - 1, right, go.left);
		if (space)
			signs_show(s, r, &go);
		go.letter = d == DIRECTION_LETTER;
		go.left = left;
		base_tell(s, r, c, d == DIRECTION_NONE && (edge || !space), &go);
	}
	signs_show(s, r, &go);
}

static void run_show(struct show *s, const PangoGlyphItem *run, int64_t x, bool first, bool last)
{
	const PangoGlyphString *g = run->glyphs;
	struct shown_run r = {.run = run,
		.font = tongue_font(s->tongue, run->item->analysis.font),
		.text = s->text + run->item->offset,
		.x = NEW_ARRAY(s->arena, int64_t, (size_t)g->num_glyphs + 1),
		.first = first,
		.last = last};
	r.n = clusters_find(run, r.text, s->arena, &r.cluster);
	for (int i = 0; i < g->num_glyphs; i++) {
		r.x[i] = x;
		x += (int64_t)g->glyphs[i].geometry.width * 1000;
	}
	font_show(s, r.font);
	if (run->item->analysis.level & 1)
		backward_show(s, &r);
	else
		forward_show(s, &r);
}

/* ---- lines ---- */

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
	unsigned code = face_code(s->tongue, f, space, " ", 1);
	if (code == CODE_NONE)
		return;
	font_show(s, font);
	array_end(s);
	buf_printf(s->out, "<%04X>Tj ", code);
}

/* Where a line without spaces may be wider: behind a character that takes a whole square, before one, and at
 * a space. */
static bool is_square(const char *text, const char *end)
{
	uint32_t c = 0;
	if (!text_char(text, (size_t)(end - text), &c))
		return false;
	int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
	return c == ' ' || width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

/* One pass counts the places, the other widens them. */
static int places_widen(const PangoLayoutLine *line, const char *text, int more, int places)
{
	const char *line_end = text + line->start_index + line->length;
	int n = 0;
	for (GSList *l = line->runs; l; l = l->next) {
		const PangoGlyphItem *run = l->data;
		PangoGlyphString *g = run->glyphs;
		for (int i = 0; i < g->num_glyphs; i++) {
			const char *at = text + run->item->offset + g->log_clusters[i];
			int after = i + 1 < g->num_glyphs ? g->log_clusters[i + 1] : run->item->length;
			const char *next = text + run->item->offset + after;
			if (next == at || next >= line_end ||
				!(is_square(at, line_end) || is_square(next, line_end)))
				continue;
			if (places)
				g->glyphs[i].geometry.width += more * (n + 1) / places - more * n / places;
			n++;
		}
	}
	return n;
}

void line_widen(const PangoLayoutLine *line, const char *text, int em, int more)
{
	int places = places_widen(line, text, 0, 0);
	if (places > 0 && more > 0 && more / places <= em / 4)
		places_widen(line, text, more, places);
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

static size_t runs_order(
	struct arena *a, const PangoLayoutLine *line, struct placed_run **ret, int *ret_width)
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

/* The link that a run stands in; Pango parts runs where links begin and end. */
static unsigned link_of(const struct linked *links, const PangoGlyphItem *run)
{
	for (size_t i = 0; i < links->n; i++)
		if (run->item->offset >= links->at[i].from && run->item->offset < links->at[i].to)
			return (unsigned)i + 1;
	return 0;
}

int line_show(struct arena *a, struct tongue *t, const PangoLayoutLine *line, const char *text,
	const struct linked *links, struct buf *out, void (*part)(void *ctx, const struct set_part *part),
	void *ctx)
{
	struct placed_run *run;
	int width;
	size_t n = runs_order(a, line, &run, &width), i = 0;
	do {
		struct show s = {.arena = a, .out = out, .tongue = t, .text = text};
		struct set_part p = {.link = i < n ? link_of(links, run[i].run) : 0, .left = width};
		size_t from = out->len;
		for (; i < n && link_of(links, run[i].run) == p.link; i++) {
			int left = (int)(run[i].x / 1000), right = left + run_width(run[i].run);
			p.left = left < p.left ? left : p.left;
			p.right = right > p.right ? right : p.right;
			run_show(&s, run[i].run, run[i].x, i == 0, i + 1 == n);
		}
		array_end(&s);
		if (i == n && ends_word(line, text))
			break_show(&s, line);
		p.len = out->len - from;
		part(ctx, &p);
	} while (i < n);
	return width;
}

/* The space at its end, which is not seen at the end of a line. */
static int space_width(const struct word *w, const PangoLayoutLine *line)
{
	int width = 0;
	for (GSList *l = line->runs; l; l = l->next) {
		const PangoGlyphItem *run = l->data;
		for (int i = 0; i < run->glyphs->num_glyphs; i++)
			if (strspn(w->text + run->item->offset + run->glyphs->log_clusters[i], " ") +
					(size_t)(run->item->offset + run->glyphs->log_clusters[i]) ==
				w->len)
				width += run->glyphs->glyphs[i].geometry.width;
	}
	return width;
}

void word_show(
	struct arena *a, struct tongue *t, const PangoLayoutLine *line, struct word *w, struct buf *out)
{
	struct show s = {.arena = a, .out = out, .tongue = t, .text = w->text};
	struct placed_run *run;
	size_t n = runs_order(a, line, &run, &w->width);
	w->seen = w->width - space_width(w, line);
	for (size_t i = 0; i < n; i++) {
		const struct sized_font *font = tongue_font(t, run[i].run->item->analysis.font);
		if (i == 0) { /* whoever puts it sees to the font */
			s.any = true;
			w->face = s.face = font->face;
			w->size = s.size = font->size;
		}
		w->last_face = font->face;
		w->last_size = font->size;
		run_show(&s, run[i].run, run[i].x, i == 0, i + 1 == n);
	}
	array_end(&s);
	w->pen = s.pen;
}

void word_put(struct words_pen *p, const struct word *w, int x)
{
	struct show s = {.out = p->out, .size = w->size, .pen = p->pen};
	if (!p->any || p->face != w->face || p->size != w->size) {
		buf_printf(p->out, "/F%u ", w->face);
		put_number(p->out, w->size);
		buf_puts(p->out, " Tf ");
	}
	pen_move(&s, (int64_t)x * 1000);
	array_end(&s);
	buf_add(p->out, w->ops, w->ops_len);
	*p = (struct words_pen){.out = p->out,
		.any = true,
		.face = w->last_face,
		.size = w->last_size,
		.pen = s.pen + w->pen};
}
