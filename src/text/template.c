/* Reading a template: tags out, Markdown in, the tree turned into steps, conditions matched. */
#include "text/template.h"

#include <assert.h>
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "text/op.h"

struct list {
	bool numbered;
	int next;
};

struct builder {
	struct reading *r;
	size_t n, cap;
	struct op *op;
	size_t open[TEMPLATE_DEPTH_MAX]; /* the OP_IF, OP_ELSE and OP_OPTIONAL not closed yet */
	size_t depth, block_depth;       /* of conditions; when the block began */
	enum part part;
	bool in_block;
	size_t block; /* its OP_BLOCK */
	int emph, strong;
	const char *link;
	struct list list[TEMPLATE_DEPTH_MAX];
	size_t lists;
	const char *marker;       /* of the list item whose first paragraph comes; "" */
	const struct tag *figure; /* first in this block; NULL none */
	const struct tag *as_at;  /* first in this block; NULL none */
	bool as_at_said;          /* where it is always read */
	const struct buf *marked;
	unsigned line, column; /* of the Markdown node */
};

static struct op *op_add(struct builder *b, enum op_kind kind, const struct tag *tag)
{
	GROW(b->r->a, b->op, b->n, b->cap);
	b->op[b->n] = (struct op){.kind = kind,
		.tag = tag,
		.emph = b->emph > 0,
		.strong = b->strong > 0,
		.text = "",
		.link = b->link};
	return &b->op[b->n++];
}

static struct tag *tag_of(struct builder *b, uint32_t c)
{
	return c >= TAG_MARK && c - TAG_MARK < b->r->n ? &b->r->tag[c - TAG_MARK] : NULL;
}

/* A mistake at the Markdown node at hand. Its column counts bytes of the marked text: count characters of the
 * template. */
static void misplaced(struct builder *b, const char *why)
{
	const char *s = b->marked->data, *end = s + b->marked->len;
	unsigned column = 1;
	if (b->r->mistakes.n == TEMPLATE_MISTAKES_MAX)
		return;
	for (unsigned line = 1; line < b->line && s < end; line++) {
		const char *newline = memchr(s, '\n', (size_t)(end - s));
		s = newline ? newline + 1 : end;
	}
	end = b->column - 1 < (size_t)(end - s) ? s + b->column - 1 : end;
	for (size_t n; s < end; s += n) {
		uint32_t c = 0;
		n = text_char(s, (size_t)(end - s), &c);
		const struct tag *t = n ? tag_of(b, c) : NULL;
		column += t ? t->width : 1;
		n = n ? n : 1;
	}
	tag_mistake(b->r, b->line, column, "%s", why);
}

/* ---- blocks ---- */

static void block_begin(struct builder *b, enum block_kind kind, int level)
{
	b->block = b->n;
	b->block_depth = b->depth;
	b->in_block = true;
	b->figure = b->as_at = NULL;
	b->as_at_said = false;
	struct op *o = op_add(b, OP_BLOCK, NULL);
	o->block = (struct block){.kind = kind, .part = b->part, .level = level, .marker = b->marker};
	b->marker = "";
}

static void block_end(struct builder *b)
{
	struct reading *r = b->r;
	while (b->depth > b->block_depth) {
		const struct tag *t = b->op[b->open[--b->depth]].tag;
		tag_mistake(
			r, t->line, t->column, "{{#%s}} is not closed in its paragraph: add {{/}}", t->body);
	}
	if (b->figure && !b->as_at_said)
		tag_mistake(r, b->figure->line, b->figure->column,
			"%s can be older than the letter: say so in its paragraph, as {{#as-at}} (as at"
			" {{as-at}}){{/}}",
			b->figure->key);
	if (b->as_at && !b->figure)
		tag_mistake(r, b->as_at->line, b->as_at->column,
			"as-at stands in a paragraph without a figure: take it out");
	assert(b->op);
	b->op[b->block].jump = b->n;
	op_add(b, OP_BLOCK_END, NULL);
	b->in_block = false;
}

/* ---- conditions ---- */

static void condition_begin(struct builder *b, const struct tag *t)
{
	if (b->depth == TEMPLATE_DEPTH_MAX) {
		tag_mistake(b->r, t->line, t->column, "conditions stand %u deep: say it more simply",
			TEMPLATE_DEPTH_MAX);
		return;
	}
	if (t->kind == TAG_OPTIONAL)
		for (size_t i = 0; i < b->depth; i++)
			if (b->op[b->open[i]].kind == OP_OPTIONAL)
				tag_mistake(b->r, t->line, t->column,
					"{{?%s}} stands within {{?%s}}: close that one first", t->body,
					b->op[b->open[i]].tag->body);
	b->open[b->depth++] = b->n;
	op_add(b, t->kind == TAG_OPTIONAL ? OP_OPTIONAL : OP_IF, t);
}

/* What {{^}} or {{/}} belongs to; NULL with a mistake. */
static struct op *condition_open(struct builder *b, const struct tag *t)
{
	size_t least = b->in_block ? b->block_depth : 0;
	struct op *o = b->depth > least ? &b->op[b->open[b->depth - 1]] : NULL;
	const char *sign = t->kind == TAG_ELSE ? "^" : "/";
	if (!o || (t->kind == TAG_ELSE && o->kind != OP_IF)) {
		tag_mistake(b->r, t->line, t->column,
			"{{%s}} belongs to nothing open %s: take it out, or open with {{#KEY}}", sign,
			b->in_block ? "in its paragraph" : "here");
		return NULL;
	}
	if (*t->body && strcmp(t->body, o->tag->body) != 0)
		tag_mistake(b->r, t->line, t->column,
			"{{%s%s}} does not belong to '%s' of line %u: write {{%s}}", sign, t->body,
			o->tag->body, o->tag->line, sign);
	return o;
}

static void condition_else(struct builder *b, const struct tag *t)
{
	struct op *o = condition_open(b, t);
	if (!o)
		return;
	const struct tag *of = o->tag;
	o->jump = b->n + 1;
	b->open[b->depth - 1] = b->n;
	op_add(b, OP_ELSE, of);
}

static void condition_end(struct builder *b, const struct tag *t)
{
	struct op *o = condition_open(b, t);
	if (!o)
		return;
	const struct tag *of = o->tag;
	o->jump = b->n;
	b->depth--;
	op_add(b, OP_END, of);
}

/* ---- tags in the tree ---- */

static void field(struct builder *b, const struct tag *t)
{
	bool page = t->own == OWN_PAGE || t->own == OWN_PAGES;
	if (page && b->part != PART_FOOTER)
		tag_mistake(b->r, t->line, t->column,
			"%s is known in the footer only: write it after {{@footer}}", t->key);
	if (t->slot.figure && !b->figure)
		b->figure = t;
	if (t->own == OWN_AS_AT) {
		b->as_at = b->as_at ? b->as_at : t;
		bool always = true; /* but for conditions on as-at itself */
		for (size_t i = b->block_depth; i < b->depth; i++)
			always &= b->op[b->open[i]].kind == OP_IF && b->op[b->open[i]].tag->own == OWN_AS_AT;
		b->as_at_said |= always;
	}
	op_add(b, OP_FIELD, t);
}

static void tag_place(struct builder *b, struct tag *t)
{
	if (t->placed) {
		misplaced(b, "a character reference makes a private-use character: take it out");
		return;
	}
	t->placed = true;
	switch (t->kind) {
	case TAG_FIELD:
		field(b, t);
		break;
	case TAG_IF:
		if (t->own == OWN_AS_AT && !b->in_block)
			tag_mistake(b->r, t->line, t->column,
				"as-at is known within a paragraph only: write the condition there");
		if (t->own == OWN_AS_AT)
			b->as_at = b->as_at ? b->as_at : t;
		if (t->slot.figure && b->in_block && !b->figure)
			b->figure = t;
		condition_begin(b, t);
		break;
	case TAG_OPTIONAL:
		condition_begin(b, t);
		break;
	case TAG_ELSE:
		condition_else(b, t);
		break;
	case TAG_END:
		condition_end(b, t);
		break;
	case TAG_PART:
		b->part = t->part;
		if (b->depth > 0)
			tag_mistake(b->r, t->line, t->column,
				"{{@%s}} stands within '%s' of line %u: close that one first", t->body,
				b->op[b->open[b->depth - 1]].tag->body,
				b->op[b->open[b->depth - 1]].tag->line);
		break;
	}
}

/* ---- the Markdown tree ---- */

static void words(struct builder *b, const char *s, size_t len)
{
	if (len)
		op_add(b, OP_TEXT, NULL)->text = arena_strndup(b->r->a, s, len);
}

static void text(struct builder *b, const char *s)
{
	size_t len = strlen(s), from = 0;
	for (size_t i = 0; i < len;) {
		uint32_t c = 0;
		size_t n = text_char(s + i, len - i, &c);
		struct tag *t = tag_of(b, c);
		i += n ? n : 1;
		if (!t)
			continue;
		words(b, s + from, i - n - from);
		tag_place(b, t);
		from = i;
	}
	words(b, s + from, len - from);
}

/* A tag alone on its line came back as a comment; the author's own comments say nothing. */
static void html(struct builder *b, const char *s)
{
	uint32_t c = 0;
	size_t len = strlen(s);
	while (len && (s[len - 1] == '\n' || s[len - 1] == ' '))
		len--;
	bool comment = len >= 7 && memcmp(s, "<!--", 4) == 0 && memcmp(s + len - 3, "-->", 3) == 0 &&
		memmem(s + 4, len - 7, "-->", 3) == NULL;
	size_t n = comment ? text_char(s + 4, len - 7, &c) : 0;
	struct tag *t = tag_of(b, c);
	if (!comment)
		misplaced(b, "HTML has no place in a letter: write Markdown");
	else if (t && t->alone && n == len - 7)
		tag_place(b, t);
}

static void link_begin(struct builder *b, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	for (size_t i = 0, len = strlen(url); i < len;) {
		uint32_t c = 0;
		size_t n = text_char(url + i, len - i, &c);
		struct tag *t = tag_of(b, c);
		i += n ? n : 1;
		if (!t)
			continue;
		t->placed = true;
		tag_mistake(b->r, t->line, t->column,
			"a field cannot stand in a link's address: write the address out");
	}
	b->link = arena_strdup(b->r->a, url);
}

static void list_begin(struct builder *b, cmark_node *node)
{
	if (b->lists == TEMPLATE_DEPTH_MAX)
		misplaced(b,
			arena_printf(b->r->a, "lists stand %u deep: say it more simply", TEMPLATE_DEPTH_MAX));
	else
		b->list[b->lists] = (struct list){cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
			cmark_node_get_list_start(node)};
	b->lists++;
}

static void item_begin(struct builder *b)
{
	struct list *l = b->lists && b->lists <= TEMPLATE_DEPTH_MAX ? &b->list[b->lists - 1] : NULL;
	if (l)
		b->marker = l->numbered ? arena_printf(b->r->a, "%d.", l->next++) : "•";
}

/* A block's own words and place, for who translates it. */
static void block_words(struct builder *b, cmark_node *node)
{
	struct op *o = &b->op[b->block];
	o->text = paragraph_markdown(b->r->a, node, b->r->tag, b->r->n);
	o->line = (unsigned)cmark_node_get_start_line(node);
	o->last_line = (unsigned)cmark_node_get_end_line(node);
	o->column = (unsigned)cmark_node_get_start_column(node);
}

static void enter(struct builder *b, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
	b->line = line > 0 ? (unsigned)line : b->line;
	b->column = column > 1 ? (unsigned)column - (type == CMARK_NODE_CODE)
			       : 1; /* cmark leaves its backtick out */
	switch (type) {
	case CMARK_NODE_PARAGRAPH:
		block_begin(b, b->lists ? BLOCK_ITEM : BLOCK_PARAGRAPH, (int)b->lists);
		block_words(b, node);
		break;
	case CMARK_NODE_HEADING:
		block_begin(b, BLOCK_HEADING, cmark_node_get_heading_level(node));
		block_words(b, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		block_begin(b, BLOCK_RULE, 0);
		block_end(b);
		break;
	case CMARK_NODE_LIST:
		list_begin(b, node);
		break;
	case CMARK_NODE_ITEM:
		item_begin(b);
		break;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		html(b, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_TEXT:
		text(b, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
		words(b, " ", 1);
		break;
	case CMARK_NODE_LINEBREAK:
		op_add(b, OP_BREAK, NULL);
		break;
	case CMARK_NODE_EMPH:
		b->emph++;
		break;
	case CMARK_NODE_STRONG:
		b->strong++;
		break;
	case CMARK_NODE_LINK:
		link_begin(b, node);
		break;
	case CMARK_NODE_DOCUMENT:
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		misplaced(b, "a quotation (>) has no place in a letter: write a paragraph");
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_CODE:
		misplaced(b, "code has no place in a letter: take out the backticks or the four spaces");
		break;
	default:
		misplaced(b, "an image has no place in a letter: take it out");
		break;
	}
}

static void leave(struct builder *b, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		block_end(b);
		break;
	case CMARK_NODE_LIST:
		b->lists--;
		break;
	case CMARK_NODE_ITEM:
		b->marker = "";
		break;
	case CMARK_NODE_EMPH:
		b->emph--;
		break;
	case CMARK_NODE_STRONG:
		b->strong--;
		break;
	case CMARK_NODE_LINK:
		b->link = "";
		break;
	default:
		break;
	}
}

static void build(struct builder *b, const struct buf *marked)
{
	b->marked = marked;
	cmark_node *root = cmark_parse_document(marked->data, marked->len, CMARK_OPT_DEFAULT);
	cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			enter(b, cmark_iter_get_node(it));
		else
			leave(b, cmark_iter_get_node(it));
	}
	cmark_iter_free(it);
	cmark_node_free(root);
	while (b->depth > 0) {
		const struct op *o = &b->op[b->open[--b->depth]];
		tag_mistake(b->r, o->tag->line, o->tag->column,
			"{{%s%s}} is not closed: add {{/}} on a line of its own",
			o->kind == OP_OPTIONAL ? "?" : "#", o->tag->body);
	}
	for (size_t i = 0; i < b->r->n; i++)
		if (!b->r->tag[i].placed)
			tag_mistake(b->r, b->r->tag[i].line, b->r->tag[i].column,
				"this tag stands where Markdown shows no text: move it into a paragraph");
}

/* ---- the door ---- */

static int mistake_cmp(const void *x, const void *y)
{
	const struct template_mistake *a = x, *b = y;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column != b->column ? (a->column < b->column ? -1 : 1) : strcmp(a->text, b->text);
}

int template_parse(struct arena *a, const struct template_source *s, struct template **ret,
	struct template_mistakes *ret_mistakes, struct err *e)
{
	struct reading r = {.a = a, .source = s};
	struct builder b = {.r = &r, .part = PART_BODY, .link = "", .marker = ""};
	struct buf marked;
	/* a mark is never longer than "<!--" and "-->" around three bytes, a tag at least four bytes */
	buf_init(&marked, a, 4 * (size_t)TEMPLATE_BYTES_MAX);
	if (s->len > TEMPLATE_BYTES_MAX) {
		tag_mistake(&r, 1, 1, "%zu bytes, and a template has %u at most: make the letter shorter",
			s->len, TEMPLATE_BYTES_MAX);
	} else if (tags_read(&r, &marked)) {
		build(&b, &marked);
	}
	if (r.mistakes.n)
		qsort(r.mistakes.at, r.mistakes.n, sizeof *r.mistakes.at, mistake_cmp);
	if (ret_mistakes)
		*ret_mistakes = r.mistakes;
	if (r.mistakes.n)
		return err_set(e, ERR_INVALID, "%s:%u:%u: %s", s->path, r.mistakes.at[0].line,
			r.mistakes.at[0].column, r.mistakes.at[0].text);
	struct template *t = NEW(a, struct template);
	*t = (struct template){.path = arena_strdup(a, s->path), .lang = s->lang, .n = b.n, .op = b.op};
	*ret = t;
	return 0;
}
