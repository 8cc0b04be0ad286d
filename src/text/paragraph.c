/* Paragraphs of a template: their keys, their canonical words, and which belongs to which. */
#include "text/paragraph.h"

#include <assert.h>
#include <cmark.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/file.h"
#include "base/text.h"
#include "text/op.h"

/* ---- canonical words ---- */

static void tag_write(struct buf *out, const struct tag *t)
{
	static const char *const sigils[] = {
		[TAG_FIELD] = "",
		[TAG_IF] = "#",
		[TAG_ELSE] = "^",
		[TAG_END] = "/",
		[TAG_OPTIONAL] = "?",
		[TAG_PART] = "@",
	};
	buf_printf(out, "{{%s%s}}", sigils[t->kind], t->body);
}

/* Bytes of what stands at s and is not written as it is: an author's comment, all of it. */
static size_t comment_length(const char *s, size_t len)
{
	const char *end = len >= 7 && memcmp(s, "<!--", 4) == 0 ? memmem(s + 4, len - 4, "-->", 3) : NULL;
	return end ? (size_t)(end + 3 - s) : 0;
}

/* cmark writes two spaces and a line end where a line is broken, and escapes every < of the text. */
static void markdown_copy(struct buf *out, const char *s, size_t len, const struct tag *tag, size_t tags)
{
	for (size_t n; len; s += n, len -= n) {
		uint32_t c = 0;
		n = text_char(s, len, &c);
		n = n ? n : 1;
		if (c == '\\' && len > 1 && s[1] != '\n') {
			n = 2;
			buf_add(out, s, n);
		} else if (c >= TAG_MARK && c - TAG_MARK < tags) {
			tag_write(out, &tag[c - TAG_MARK]);
		} else if (c == '\n') {
			while (out->len && out->data[out->len - 1] == ' ')
				out->len--;
			buf_puts(out, "\\\n");
		} else if (c == '<' && comment_length(s, len)) {
			n = comment_length(s, len);
		} else {
			buf_add(out, s, n);
		}
	}
}

const char *paragraph_markdown(struct arena *a, struct cmark_node *node, const struct tag *tag, size_t tags)
{
	char *all = cmark_render_commonmark(node, CMARK_OPT_NOBREAKS, 0);
	const char *s = all;
	size_t len = strlen(s);
	struct buf out;
	if (cmark_node_get_type(node) == CMARK_NODE_HEADING)
		s += strspn(s, "#");
	s += strspn(s, " \n");
	len -= (size_t)(s - all);
	while (len && (s[len - 1] == '\n' || s[len - 1] == ' '))
		len--;
	buf_init(&out, a, 2 * (size_t)TEMPLATE_BYTES_MAX);
	markdown_copy(&out, s, len, tag, tags);
	(cmark_get_default_mem_allocator()->free)(all);
	return out.data ? out.data : "";
}

/* ---- keys ---- */

struct scope {
	const char *path; /* "body/?meeting" */
	size_t n;         /* paragraphs in it so far */
};
struct walk {
	struct arena *a;
	size_t depth;
	const char *open[TEMPLATE_DEPTH_MAX];
	size_t scopes, scopes_cap;
	struct scope *scope;
};

static const char *path_of(const struct walk *w, enum part part)
{
	struct buf b;
	char sha256[65];
	buf_init(&b, w->a, TEMPLATE_BYTES_MAX);
	buf_puts(&b, part_names[part]);
	for (size_t i = 0; i < w->depth; i++)
		buf_printf(&b, "/%s", w->open[i]);
	if (b.len <= PARAGRAPH_KEY_MAX)
		return b.data;
	sha256_hex(b.data, b.len, sha256);
	return arena_printf(w->a, "%s/…%.12s", part_names[part], sha256);
}

static const char *key_of(struct walk *w, enum part part)
{
	const char *path = path_of(w, part);
	size_t i = 0;
	while (i < w->scopes && strcmp(w->scope[i].path, path) != 0)
		i++;
	if (i == w->scopes) {
		GROW(w->a, w->scope, w->scopes, w->scopes_cap);
		w->scope[w->scopes++] = (struct scope){path, 0};
	}
	return arena_printf(w->a, "%s/%zu", path, ++w->scope[i].n);
}

static void scope_step(struct walk *w, const struct op *o)
{
	const char *sign = o->kind == OP_OPTIONAL ? "?" : o->kind == OP_ELSE ? "^" : "#";
	if (o->kind == OP_END)
		w->depth--;
	else if (o->kind == OP_ELSE)
		w->open[w->depth - 1] = arena_printf(w->a, "%s%s", sign, o->tag->body);
	else
		w->open[w->depth++] = arena_printf(w->a, "%s%s", sign, o->tag->body);
}

bool paragraph_tag(const char *text, size_t *pos, const char **ret, size_t *ret_len)
{
	const char *open = strstr(text + *pos, "{{"), *close = open ? strstr(open, "}}") : NULL;
	if (!open || !close)
		return false;
	*ret = open;
	*ret_len = (size_t)(close + 2 - open);
	*pos = (size_t)(close + 2 - text);
	return true;
}

static bool has_letter(const char *s, size_t len)
{
	for (size_t n; len; s += n, len -= n) {
		uint32_t c = 0;
		n = text_char(s, len, &c);
		n = n ? n : 1;
		if (u_isalpha((UChar32)c))
			return true;
	}
	return false;
}

static bool has_words(const char *text)
{
	size_t pos = 0, from = 0, len = 0;
	const char *tag = NULL;
	while (paragraph_tag(text, &pos, &tag, &len)) {
		const char *bar = memchr(tag, '|', len);
		if (has_letter(text + from, (size_t)(tag - text) - from) ||
			(bar && memchr(bar, '=', len - (size_t)(bar - tag))))
			return true;
		from = pos;
	}
	return has_letter(text + from, strlen(text + from));
}

void template_paragraphs(const struct template *t, struct arena *a, struct paragraph **ret, size_t *ret_n)
{
	struct walk w = {.a = a};
	struct paragraph *all = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct op *o = &t->op[i];
		if (o->kind != OP_BLOCK) {
			scope_step(&w, o);
			continue;
		}
		i = o->jump;
		if (o->block.kind == BLOCK_RULE)
			continue;
		GROW(a, all, n, cap);
		all[n] = (struct paragraph){.key = key_of(&w, o->block.part),
			.kind = o->block.kind,
			.part = o->block.part,
			.level = o->block.level,
			.words = has_words(o->text),
			.line = o->line,
			.last_line = o->last_line,
			.column = o->column,
			.text = o->text};
		sha256_hex(o->text, strlen(o->text), all[n].sha256);
		n++;
	}
	*ret = all;
	*ret_n = n;
}
