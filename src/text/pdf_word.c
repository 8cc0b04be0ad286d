/* Paragraphs out of words. Most letters of a run differ in a name, and Pango would shape and break a whole
 * paragraph anew for it, each line several times over. So a plain paragraph, of one style and one direction
 * and with spaces between its words, is put together here: each word is shaped once, by Pango, with the space
 * after it, and lines are filled with as many as they hold. Anything else is Pango's. Which way a paragraph
 * goes is told by its text alone, so that the same letter always looks the same. */
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "text/lang.h"
#include "text/pdf_private.h"

#define WORD_BYTES_MAX 400u
#define WORDS_MAX 4000u /* of a paragraph */
#define OPS_BYTES_MAX (4u << 20)

/* A paragraph being filled. */
struct filling_up {
	struct arena *arena; /* scratch */
	struct tongue *tongue;
	const struct manner *manner;
	size_t n;
	const struct word **word;
	bool *last;   /* of its line, whatever fits: a break is in the text */
	bool *joined; /* to the next one: the space between them does not break */
	struct buf out;
	struct para *para;
};

/* ---- which paragraphs ---- */

static bool is_direction_plain(uint32_t c, bool right_to_left)
{
	switch (u_charDirection((UChar32)c)) {
	case U_LEFT_TO_RIGHT:
	case U_EUROPEAN_NUMBER:
		return !right_to_left;
	case U_RIGHT_TO_LEFT:
	case U_RIGHT_TO_LEFT_ARABIC:
		return right_to_left;
	case U_DIR_NON_SPACING_MARK:
	case U_EUROPEAN_NUMBER_SEPARATOR:
	case U_EUROPEAN_NUMBER_TERMINATOR:
	case U_COMMON_NUMBER_SEPARATOR:
	case U_OTHER_NEUTRAL:
		return true;
	default:
		return false;
	}
}

/* Where no line ends but at spaces (UAX 14). Hyphens and slashes keep their words together in any case. */
static bool is_breaking_plain(uint32_t c)
{
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
	case U_LB_ALPHABETIC:
	case U_LB_HEBREW_LETTER:
	case U_LB_NUMERIC:
	case U_LB_QUOTATION:
	case U_LB_OPEN_PUNCTUATION:
	case U_LB_CLOSE_PUNCTUATION:
	case U_LB_CLOSE_PARENTHESIS:
	case U_LB_EXCLAMATION:
	case U_LB_INFIX_NUMERIC:
	case U_LB_BREAK_SYMBOLS:
	case U_LB_HYPHEN:
	case U_LB_PREFIX_NUMERIC:
	case U_LB_POSTFIX_NUMERIC:
	case U_LB_COMBINING_MARK:
	case U_LB_GLUE:
		return true;
	default:
		return false;
	}
}

/* Most characters are plain ASCII. */
static bool is_char_plain(uint32_t c, bool right_to_left)
{
	if (c < 0x7F && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
		return !right_to_left;
	return c == ' ' || c == '\n' || (is_direction_plain(c, right_to_left) && is_breaking_plain(c));
}

static bool is_plain(const struct tongue *t, const struct piece *piece, size_t n)
{
	bool right_to_left = lang_right_to_left(t->lang);
	for (size_t i = 0; i < n; i++) {
		const char *s = piece[i].text;
		size_t len = strlen(s);
		uint32_t c;
		if (*piece[i].link || (piece[i].kind != PIECE_BREAK && piece[i].emph != piece[0].emph) ||
			(piece[i].kind != PIECE_BREAK && piece[i].strong != piece[0].strong))
			return false;
		for (size_t k; len && (k = text_char(s, len, &c)); s += k, len -= k)
			if (!is_char_plain(c, right_to_left))
				return false;
	}
	return n > 0 && piece[0].kind == PIECE_TEXT;
}

/* ---- words ---- */

/* What a word looks like depends on. */
struct word_style {
	const struct tongue *tongue;
	int percent;
	bool strong, emph;
};

static uint64_t hash_of(const struct word_style *s, const char *text, size_t len)
{
	uint64_t h = 1469598103934665603u ^ (uint64_t)s->percent << 2 ^ (uint64_t)s->strong << 1 ^ s->emph;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 1099511628211u;
	return h ^ (uintptr_t)s->tongue >> 4;
}

static struct word **slot_of(struct word **slot, size_t cap, uint64_t hash, const struct word_style *s,
	const char *text, size_t len)
{
	size_t i = hash & (cap - 1);
	for (; slot[i]; i = (i + 1) & (cap - 1)) {
		const struct word *w = slot[i];
		if (w->hash == hash && w->len == len && memcmp(w->text, text, len) == 0 &&
			w->tongue == s->tongue && w->percent == s->percent && w->strong == s->strong &&
			w->emph == s->emph)
			break;
	}
	return &slot[i];
}

static void words_grow(struct para_cache *c)
{
	if (2 * c->words_n < c->words_cap)
		return;
	size_t cap = c->words_cap ? 2 * c->words_cap : 1024;
	struct word **slot = NEW_ARRAY(c->arena, struct word *, cap);
	for (size_t i = 0; i < c->words_cap; i++) {
		struct word *w = c->word[i];
		const struct word_style s = {
			w ? w->tongue : NULL, w ? w->percent : 0, w && w->strong, w && w->emph};
		if (w)
			*slot_of(slot, cap, w->hash, &s, w->text, w->len) = w;
	}
	c->word = slot;
	c->words_cap = cap;
}

/* NULL: a character that no font has. */
static struct word *word_make(struct arena *a, struct arena *scratch, struct tongue *t,
	const struct word_style *s, const char *text, size_t len)
{
	struct word *w = NEW(a, struct word);
	struct buf out;
	*w = (struct word){
		.tongue = t, .percent = s->percent, .strong = s->strong, .emph = s->emph, .len = len};
	w->text = arena_strndup(a, text, len);
	layout_prepare(t, s->percent, s->strong, s->emph);
	pango_layout_set_text(t->layout, w->text, (int)len);
	if (pango_layout_get_unknown_glyphs_count(t->layout))
		return NULL;
	buf_init(&out, scratch, OPS_BYTES_MAX);
	word_show(scratch, t, pango_layout_get_line_readonly(t->layout, 0), w, &out);
	w->ops = arena_strndup(a, out.data, out.len);
	w->ops_len = out.len;
	return w;
}

static const struct word *word_find(struct para_cache *c, struct arena *scratch, struct tongue *t,
	const struct word_style *s, const char *text, size_t len)
{
	words_grow(c);
	uint64_t hash = hash_of(s, text, len);
	struct word **slot = slot_of(c->word, c->words_cap, hash, s, text, len);
	if (*slot)
		return *slot;
	*slot = word_make(c->arena, scratch, t, s, text, len);
	if (*slot) {
		(*slot)->hash = hash;
		c->words_n++;
	}
	return *slot;
}

/* Up to a space, or with one that does not break. */
static size_t word_length(const char *text, bool *ret_joined)
{
	static const char joint[] = "\u00a0";
	size_t len = strcspn(text, " \n");
	const char *at = strstr(text, joint);
	*ret_joined = at && at < text + len;
	return *ret_joined ? (size_t)(at - text) + sizeof joint - 1 : len;
}

/* Each with the space after it; where the text breaks a line there is one too, so that readers part the
 * words. */
static bool words_take(
	struct filling_up *f, struct para_cache *c, const struct word_style *s, const char *text)
{
	f->word = NEW_ARRAY(f->arena, const struct word *, WORDS_MAX);
	f->last = NEW_ARRAY(f->arena, bool, WORDS_MAX);
	f->joined = NEW_ARRAY(f->arena, bool, WORDS_MAX);
	for (int wide = 0; *text;) {
		char one[WORD_BYTES_MAX + 2];
		bool joined;
		size_t len = word_length(text, &joined), spaces = joined ? 0 : strspn(text + len, " ");
		bool last = text[len + spaces] == '\n';
		if (f->n == WORDS_MAX || len + spaces > WORD_BYTES_MAX || len == 0)
			return false;
		memcpy(one, text, len + spaces);
		text += len + spaces + last;
		if (last && !spaces)
			one[len + spaces++] = ' ';
		const struct word *w = word_find(c, f->arena, f->tongue, s, one, len + spaces);
		if (!w || wide + w->seen > f->manner->width)
			return false;
		f->joined[f->n] = joined && !last && *text;
		wide = f->joined[f->n] ? wide + w->width : 0;
		f->last[f->n] = last;
		f->word[f->n++] = w;
	}
	return f->n > 0;
}

/* ---- lines ---- */

/* How many words fit in a line, and how wide they are, without the space at its end. The first ones that are
 * joined always do. */
static size_t line_fit(const struct filling_up *f, size_t from, int *ret_seen)
{
	size_t end = from;
	*ret_seen = 0;
	for (int wide = 0; end < f->n && (end == from || !f->last[end - 1]);) {
		size_t next = end;
		for (; f->joined[next]; next++)
			wide += f->word[next]->width;
		int seen = wide + f->word[next]->seen;
		if (end > from && seen > f->manner->width)
			break;
		*ret_seen = seen;
		wide += f->word[next]->width;
		end = next + 1;
	}
	return end;
}

static void line_fill(struct filling_up *f, size_t from, size_t end, int seen, struct set_part *ret)
{
	const struct manner *m = f->manner;
	bool right_to_left = lang_right_to_left(f->tongue->lang);
	bool full = m->justify && end < f->n && !f->last[end - 1] && end - from > 1;
	int gaps = full ? (int)(end - from) - 1 : 1, more = full ? m->width - seen : 0, k = 0;
	int left = m->width - seen - more, at = right_to_left ? seen + more : 0;
	size_t begin = f->out.len;
	struct words_pen pen = {.out = &f->out};
	for (size_t i = from; i < end; i++, k++) {
		int step = f->word[i]->width + more / gaps + (k < more % gaps);
		if (i + 1 == end)
			step = f->word[i]->width;
		if (right_to_left)
			at -= step;
		int gap =
			right_to_left ? step - f->word[i]->width : 0; /* the word stands to the right of it */
		word_put(&pen, f->word[i], at + gap);
		if (!right_to_left)
			at += step;
	}
	*ret = (struct set_part){.len = f->out.len - begin,
		.x = m->align == ALIGN_CENTRE                      ? left / 2
			: right_to_left != (m->align == ALIGN_END) ? left
								   : 0};
}

static int lines_fill(struct filling_up *f, struct arena *a, struct err *e)
{
	struct para *p = f->para;
	size_t lines = 0, from = 0;
	p->part = NEW_ARRAY(a, struct set_part, f->n);
	p->begin = NEW_ARRAY(a, unsigned, f->n + 1);
	buf_init(&f->out, f->arena, OPS_BYTES_MAX);
	for (size_t end; from < f->n; from = end, lines++) {
		int seen;
		end = line_fit(f, from, &seen);
		line_fill(f, from, end, seen, &p->part[lines]);
		p->part[lines].line = p->begin[lines] = (unsigned)lines;
	}
	int rc = buf_check(&f->out, e);
	if (rc < 0)
		return rc;
	p->n = lines;
	p->parts_n = p->begin[lines] = (unsigned)lines;
	const char *ops = arena_strndup(a, f->out.data, f->out.len);
	for (size_t i = 0; i < lines; ops += p->part[i++].len)
		p->part[i].ops = ops;
	return 0;
}

int words_set(struct para_cache *c, struct tongue *t, const struct manner *m, const struct piece *piece,
	size_t n, struct para **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(c->arena, "words");
	struct filling_up f = {.arena = scratch, .tongue = t, .manner = m};
	struct buf text;
	if (!is_plain(t, piece, n))
		return 0;
	const struct word_style s = {t, m->percent, m->strong || piece[0].strong, piece[0].emph};
	buf_init(&text, scratch, OPS_BYTES_MAX);
	for (size_t i = 0; i < n; i++)
		buf_puts(&text, piece[i].kind == PIECE_BREAK ? "\n" : piece[i].text);
	if (text.over || !words_take(&f, c, &s, text.data))
		return 0;
	f.para = NEW(c->arena, struct para);
	f.para->leading = (int)((int64_t)t->info->leading * m->percent * PANGO_SCALE / 1000);
	int rc = lines_fill(&f, c->arena, e);
	if (rc == 0)
		*ret = f.para;
	return rc;
}
