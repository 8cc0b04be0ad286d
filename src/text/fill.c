/* Writing one letter from a template: conditions are asked, each paragraph is judged as a whole, then its
 * pieces are written. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "text/op.h"

#define BLOCK_BYTES_MAX (64u << 10) /* text of one paragraph */
#define WHY_MAX 300u

/* Why a paragraph cannot be written. */
struct why {
	const struct tag *tag; /* the one that stands in the way */
	char text[WHY_MAX];
};

/* What a tag is worth in this letter. */
struct worth {
	struct slot_value v;
	day_t last; /* FORM_SPAN */
};

/* What the figures of one paragraph have in common. */
struct judgement {
	const struct tag *figure, *published; /* the first of each; NULL none */
	day_t as_at;
	const char *edition;
};

struct fill {
	const struct template *t;
	struct arena *a;
	const struct filling *f;
	struct doc *doc;
	size_t blocks_cap, left_out_cap;
	const struct op *optional; /* within it; NULL not */
	size_t optional_blocks;    /* blocks written when it began */
	struct judgement j;        /* of the block at hand */
	/* keys whose values were written; and how many when the optional part at hand began */
	size_t said_n, said_cap, optional_said;
	const char **said;
	/* pieces of the block at hand */
	size_t pieces_n, pieces_cap;
	struct piece *piece;
	struct buf text; /* of the last piece, still growing */
	bool open;       /* the last piece is text and grows */
	bool over;       /* the paragraph is too long */
};

/* ---- may it be printed? ---- */

static int why_not(struct why *w, const struct tag *t, const char *fmt, ...) ATTR_PRINTF(3, 4);
static int why_not(struct why *w, const struct tag *t, const char *fmt, ...)
{
	va_list ap;
	w->tag = t;
	va_start(ap, fmt);
	vsnprintf(w->text, sizeof w->text, fmt, ap);
	va_end(ap);
	return 1;
}

static bool missing(const struct tag *t, const struct slot_value *v)
{
	switch (t->slot.type) {
	case SLOT_DAY:
		return v->day == DAY_NONE_LOW || v->day == DAY_NONE_HIGH;
	case SLOT_LIST:
		return v->n == 0;
	case SLOT_NUMBER:
	case SLOT_DECIMAL:
		return !v->text || !lang_is_number(v->text);
	default:
		return !v->text || *v->text == '\0';
	}
}

/* A figure binds its paragraph: one as-at day, one edition, none too old. */
static int judge_figure(const struct fill *f, const struct tag *t, const struct slot_value *v,
	struct judgement *j, struct why *why)
{
	char day[11], other[11];
	day_t as_at = v->as_at < f->f->on ? v->as_at : f->f->on;
	if (v->as_at == DAY_NONE_LOW)
		return why_not(why, t, "%s has no day as at which it holds", t->key);
	if (as_at < f->f->oldest)
		return why_not(why, t, "%s is as at %s, too old for a letter (the oldest may be as at %s)",
			t->key, day_format(as_at, day), day_format(f->f->oldest, other));
	if (j->figure && j->as_at != as_at)
		return why_not(why, t, "%s is as at %s and %s as at %s: they cannot stand in one paragraph",
			j->figure->key, day_format(j->as_at, day), t->key, day_format(as_at, other));
	if (v->edition && j->published && strcmp(v->edition, j->edition) != 0)
		return why_not(why, t, "%s is of %s and %s of %s: editions are not mixed in one paragraph",
			j->published->key, j->edition, t->key, v->edition);
	j->as_at = as_at;
	j->figure = j->figure ? j->figure : t;
	if (v->edition && !j->published) {
		j->published = t;
		j->edition = v->edition;
	}
	return 0;
}

/* 0, 1 with `why` when the paragraph cannot be written, or < 0. */
static int judge(const struct fill *f, const struct tag *t, struct judgement *j, struct why *why,
	struct worth *ret, struct err *e)
{
	struct slot_value *v = &ret->v;
	*ret = (struct worth){.v = {.day = DAY_NONE_LOW, .as_at = DAY_NONE_LOW}, .last = DAY_NONE_LOW};
	int r = f->f->value(f->f->ctx, t->key, v, e);
	if (r < 0)
		return err_ctx(e, "%s:%u:%u", f->t->path, t->line, t->column);
	if (v->why)
		return why_not(why, t, "%s %s", t->key, v->why);
	if (t->kind == TAG_IF && t->slot.type != SLOT_NUMBER)
		return 0; /* an empty text is an answer */
	if (missing(t, v))
		return why_not(why, t, "%s is not on file", t->key);
	if ((t->form == FORM_EDITION && !v->edition) || (t->form == FORM_PERIOD && !v->period))
		return why_not(why, t, "%s is of no %s", t->key,
			t->form == FORM_EDITION ? "edition" : "stated period");
	if (t->form == FORM_NAME &&
		!(v->article && (!*v->article || name_article_known(f->t->lang, v->article))))
		return why_not(why, t, "\"%s\" has no article on file in %s (articles in packs/world)",
			v->text, lang_tag(f->t->lang));
	if (t->form == FORM_SPAN && t->other) {
		struct tag end = *t;
		struct worth last;
		end.key = t->other;
		end.other = NULL;
		r = judge(f, &end, j, why, &last, e);
		why->tag = t;
		ret->last = last.v.day;
		if (r == 0 && ret->last < v->day)
			r = why_not(why, t, "%s is before %s", t->other, t->key);
		return r;
	}
	return t->slot.figure ? judge_figure(f, t, v, j, why) : 0;
}

static int holds(const struct fill *f, const struct tag *t, struct judgement *j, struct why *why, bool *ret,
	struct err *e)
{
	struct worth w;
	assert(t);
	if (t->own == OWN_AS_AT) {
		*ret = j->figure && j->as_at < f->f->on;
		return 0;
	}
	int r = judge(f, t, j, why, &w, e);
	const char *text = w.v.text;
	if (r != 0)
		return r;
	if (t->word)
		*ret = text && strcmp(text, t->word) == 0;
	else if (t->slot.type == SLOT_NUMBER)
		*ret = strpbrk(text, "123456789") != NULL;
	else
		*ret = text && *text;
	return 0;
}

/* Walks a block as it will be written and judges what it needs. Both ways of a condition on as-at count,
 * since the day is not known yet. */
static int survey(struct fill *f, size_t from, size_t end, struct why *why, struct err *e)
{
	struct worth ignored;
	int r = 0;
	f->j = (struct judgement){0};
	for (size_t i = from; i < end && r == 0; i++) {
		const struct op *o = &f->t->op[i];
		const struct tag *t = o->tag;
		bool yes = true;
		if (!t || t->own == OWN_AS_AT)
			continue;
		if (o->kind == OP_FIELD && t->own == OWN_NONE)
			r = judge(f, t, &f->j, why, &ignored, e);
		else if (o->kind == OP_IF)
			r = holds(f, t, &f->j, why, &yes, e);
		if (o->kind == OP_ELSE || !yes)
			i = o->jump - 1;
	}
	return r;
}

/* ---- pieces ---- */

static void piece_close(struct fill *f)
{
	assert(f->piece || !f->open);
	if (f->open)
		f->piece[f->pieces_n - 1].text = arena_strndup(f->a, f->text.data, f->text.len);
	f->open = false;
	f->over |= f->text.over;
	buf_reset(&f->text);
}

static struct piece *piece_add(struct fill *f, enum piece_kind kind)
{
	piece_close(f);
	GROW(f->a, f->piece, f->pieces_n, f->pieces_cap);
	f->piece[f->pieces_n] = (struct piece){.kind = kind, .text = "", .field = "", .link = ""};
	return &f->piece[f->pieces_n++];
}

static bool after_space(const struct fill *f)
{
	if (f->open && f->text.len)
		return f->text.data[f->text.len - 1] == ' ';
	const struct piece *last = f->pieces_n ? &f->piece[f->pieces_n - 1] : NULL;
	size_t len = last ? strlen(last->text) : 0;
	return !last || last->kind == PIECE_BREAK || (len && last->text[len - 1] == ' ');
}

/* What turns or holds apart the direction of the text around it: of a value it would be markup. */
static bool directs(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Between a French word and its colon, within its quotation marks, and before a dash no line ends. */
static bool space_holds(const struct fill *f, const char *next, size_t len)
{
	static const char opening[] = "«", closing[] = "»", dash[] = "—";
	size_t n = sizeof opening - 1, m = sizeof dash - 1;
	bool opened = f->open && f->text.len >= n && memcmp(f->text.data + f->text.len - n, opening, n) == 0;
	bool closes = len >= n && memcmp(next, closing, n) == 0;
	bool dashed = len >= m && memcmp(next, dash, m) == 0;
	return opened || closes || dashed || (len && strchr(":;!?", *next));
}

/* Text as data: control characters and line ends of any kind are spaces, and one space is enough. */
static void put(struct fill *f, const struct op *o, const char *field, const char *s)
{
	struct piece *last = f->open ? &f->piece[f->pieces_n - 1] : NULL;
	bool same = last && last->emph == o->emph && last->strong == o->strong &&
		strcmp(last->link, o->link) == 0 && strcmp(last->field, field) == 0 && *field == '\0';
	bool space = after_space(f);
	for (size_t len = strlen(s), n; len; s += n, len -= n) {
		uint32_t c = 0;
		n = text_char(s, len, &c);
		if (n == 0 || text_is_control(c) || c == 0x2028 || c == 0x2029)
			c = ' ';
		n = n ? n : 1;
		if (*field && directs(c))
			continue;
		if (c == ' ' && space)
			continue;
		space = c == ' ';
		if (!same) {
			last = piece_add(f, PIECE_TEXT);
			last->emph = o->emph;
			last->strong = o->strong;
			last->link = o->link;
			last->field = field;
			same = f->open = true;
		}
		if (c == ' ' && space_holds(f, s + n, len - n))
			buf_puts(&f->text, "\u00a0");
		else if (c == ' ')
			buf_putc(&f->text, ' ');
		else
			buf_add(&f->text, s, n);
	}
}

/* A resolution is cited by its number, 74/62, where its symbol is A/RES/74/62. */
static const char *resolution_number(const char *symbol)
{
	static const char series[] = "A/RES/";
	return strncmp(symbol, series, sizeof series - 1) == 0 ? symbol + sizeof series - 1 : symbol;
}

static const char *formed(const struct fill *f, const struct tag *t, const struct worth *w)
{
	const struct slot_value *v = &w->v;
	const struct lang *l = f->t->lang;
	if (t->own == OWN_AS_AT)
		return lang_date(l, f->a, f->j.as_at);
	switch (t->form) {
	case FORM_COMPACT:
		return lang_number(l, f->a, v->text, NUMBER_COMPACT);
	case FORM_WHOLE:
		return lang_number(l, f->a, v->text, NUMBER_WHOLE);
	case FORM_EDITION:
		return v->edition;
	case FORM_PERIOD:
		return v->period;
	case FORM_SPAN:
		return lang_span(l, f->a, v->day, w->last);
	case FORM_WEEKDAY:
		return lang_weekday(l, f->a, v->day);
	case FORM_RESOLUTION:
		return resolution_number(v->text);
	case FORM_CAPITAL:
		return lang_capital(l, f->a, v->text);
	case FORM_SMALL:
		return lang_small(l, f->a, v->text);
	case FORM_NAME: {
		const char *name = name_formed(l, f->a, v->text, *v->article ? v->article : NULL, t->name);
		return t->capital ? lang_capital(l, f->a, name) : name;
	}
	case FORM_ARMS: {
		const char *name = t->slot.type == SLOT_NUMBER ? lang_plural(l, v->text) : v->text;
		for (size_t i = 0; i < t->arms; i++)
			if (strcmp(t->arm[i].name, name) == 0)
				return t->arm[i].text;
		return v->text; /* a text that the template does not translate */
	}
	case FORM_PLAIN:
		break;
	}
	switch (t->slot.type) {
	case SLOT_DAY:
		return lang_date(l, f->a, v->day);
	case SLOT_NUMBER:
	case SLOT_DECIMAL:
		return lang_number(l, f->a, v->text, NUMBER_PLAIN);
	case SLOT_LIST:
		return lang_list(l, f->a, v->n, v->item);
	default:
		return v->text;
	}
}

static void said(struct fill *f, const char *key)
{
	if (!f->f->said || !key)
		return;
	GROW(f->a, f->said, f->said_n, f->said_cap);
	f->said[f->said_n++] = key;
}

static int field(struct fill *f, const struct op *o, struct err *e)
{
	struct worth w = {0};
	struct judgement ignored = {0}; /* judged before */
	struct why why;
	const struct tag *t = o->tag;
	if (t->own == OWN_PAGE || t->own == OWN_PAGES) {
		piece_add(f, t->own == OWN_PAGE ? PIECE_PAGE : PIECE_PAGES)->field = t->key;
		return 0;
	}
	int r = t->own == OWN_AS_AT ? 0 : judge(f, t, &ignored, &why, &w, e);
	if (r > 0)
		return err_set(e, ERR_BUG, "%s:%u:%u: the value changed while the letter was written (%s)",
			f->t->path, t->line, t->column, why.text);
	if (r < 0)
		return r;
	put(f, o, t->key, text_apostrophes(f->a, formed(f, t, &w)));
	if (t->own == OWN_NONE) {
		said(f, t->key);
		said(f, t->other);
	}
	return 0;
}

/* ---- blocks ---- */

static void block_add(struct fill *f, const struct block *like)
{
	piece_close(f);
	while (f->pieces_n) { /* nothing trails */
		struct piece *last = &f->piece[f->pieces_n - 1];
		size_t len = strlen(last->text);
		if (len && last->text[len - 1] == ' ')
			last->text = arena_strndup(f->a, last->text, len - 1);
		if (last->kind == PIECE_PAGE || last->kind == PIECE_PAGES || *last->text)
			break;
		f->pieces_n--;
	}
	if (f->pieces_n == 0 && like->kind != BLOCK_RULE)
		return;
	GROW(f->a, f->doc->block, f->doc->n, f->blocks_cap);
	struct block *b = &f->doc->block[f->doc->n++];
	*b = *like;
	b->n = f->pieces_n;
	b->piece = f->piece;
}

/* Writes a block that was surveyed. */
static int write_block(struct fill *f, size_t at, struct err *e)
{
	const struct op *block = &f->t->op[at];
	int r = 0;
	f->piece = NULL;
	f->pieces_n = f->pieces_cap = 0;
	for (size_t i = at + 1; i < block->jump && r == 0; i++) {
		const struct op *o = &f->t->op[i];
		struct why why;
		struct judgement j = f->j; /* as-at is the survey's; nothing is judged twice */
		bool yes = true;
		if (o->kind == OP_TEXT)
			put(f, o, "", o->text);
		else if (o->kind == OP_BREAK)
			piece_add(f, PIECE_BREAK);
		else if (o->kind == OP_FIELD)
			r = field(f, o, e);
		else if (o->kind == OP_IF)
			r = holds(f, o->tag, &j, &why, &yes, e);
		if (o->kind == OP_ELSE || !yes)
			i = o->jump - 1;
	}
	if (f->over || f->text.over)
		return err_set(e, ERR_LIMIT, "%s: a paragraph over %u bytes: make it shorter", f->t->path,
			BLOCK_BYTES_MAX);
	if (r == 0)
		block_add(f, &block->block);
	return r;
}

/* The optional part at hand cannot be written: takes back what it wrote. Returns where to go on. */
static size_t leave_out(struct fill *f, const char *why)
{
	struct doc *d = f->doc;
	const struct op *o = f->optional;
	size_t i = 0;
	while (i < d->left_out_n && strcmp(d->left_out[i].name, o->tag->body) != 0)
		i++;
	if (i == d->left_out_n) {
		GROW(f->a, d->left_out, d->left_out_n, f->left_out_cap);
		d->left_out[d->left_out_n++] = (struct left_out){o->tag->body, arena_strdup(f->a, why)};
	}
	d->n = f->optional_blocks;
	f->said_n = f->optional_said;
	f->optional = NULL;
	return o->jump;
}

static int refuse(const struct fill *f, const struct why *why, struct err *e)
{
	return err_set(e, ERR_INVALID,
		"%s:%u:%u: no letter can be written: %s; complete the record, or make the paragraph optional"
		" with {{?NAME}}",
		f->t->path, why->tag->line, why->tag->column, why->text);
}

int template_fill(const struct template *t, struct arena *a, const struct filling *filling, struct doc *ret,
	struct err *e)
{
	struct doc doc = {.lang = t->lang};
	struct fill f = {.t = t, .a = a, .f = filling, .doc = &doc};
	struct why why;
	buf_init(&f.text, a, BLOCK_BYTES_MAX);
	for (size_t i = 0; i < t->n; i++) {
		const struct op *o = &t->op[i];
		bool yes = true;
		int r = 0;
		if (o->kind == OP_OPTIONAL) {
			f.optional = o;
			f.optional_blocks = doc.n;
			f.optional_said = f.said_n;
		} else if (o->kind == OP_END && f.optional && o->tag == f.optional->tag) {
			f.optional = NULL;
		} else if (o->kind == OP_IF) {
			struct judgement apart = {0};
			r = holds(&f, o->tag, &apart, &why, &yes, e);
		} else if (o->kind == OP_BLOCK) {
			r = survey(&f, i + 1, o->jump, &why, e);
			if (r == 0)
				r = write_block(&f, i, e);
		}
		if (r < 0)
			return r;
		if (r > 0 && !f.optional)
			return refuse(&f, &why, e);
		if (r > 0)
			i = leave_out(&f, why.text);
		else if (o->kind == OP_BLOCK)
			i = o->jump;
		else if (o->kind == OP_ELSE || !yes)
			i = o->jump - 1;
	}
	for (size_t i = 0; i < f.said_n; i++)
		filling->said(filling->ctx, f.said[i]);
	*ret = doc;
	return 0;
}
