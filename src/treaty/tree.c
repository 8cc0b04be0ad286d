#include "treaty/tree.h"

#include <yaml.h>

#include "base/text.h"

const char *const node_types[NODE_TYPE_COUNT] = {"a text", "a list", "a mapping"};

struct tree {
	struct arena *arena;
	struct mistakes *m;
	yaml_parser_t parser;
	const char *data;
	size_t len;
	size_t nodes;
};

/* ---- the text, before it is YAML ---- */

static bool is_line_end(const char *data, size_t len, size_t i)
{
	return data[i] == '\n' || (data[i] == '\r' && (i + 1 == len || data[i + 1] != '\n'));
}

/* Why a character cannot stand there; `indent`: nothing but spaces before it in its line, `first`: nothing at
 * all. */
static const char *refusal(uint32_t c, bool indent, bool first)
{
	if (c == '\t' && indent)
		return "indented with a tab; use spaces";
	if (c == '%' && first)
		return "a directive (%); take it out";
	if (c == 0x2028 || c == 0x2029) /* counted as a line end by the parser, and by no editor */
		return "a line separator that does not show (U+2028 or U+2029); take it out";
	if (text_is_control(c) && c != '\t' && c != '\n' && c != '\r')
		return "a control character; take it out";
	return NULL;
}

/* Returns false when there is a mistake: then it is not worth while to read on. */
static bool text_is_clean(struct mistakes *m, const char *data, size_t len)
{
	bool indent = true, first = true, clean = true;
	unsigned line = 1;

	for (size_t i = 0, n; i < len; i += n) {
		uint32_t c = 0;
		const char *why;

		n = text_char(data + i, len - i, &c);
		why = n ? refusal(c, indent, first) : "not UTF-8; save the file as UTF-8";
		if (why)
			mistake(m, line, "%s", why);
		clean &= !why;
		first = is_line_end(data, len, i);
		indent = first || (indent && c == ' ');
		line += first;
		n += !n;
	}
	return clean;
}

/* ---- the text as YAML ---- */

/* The line of a place in bytes; behind the end, the last. */
static size_t line_at(const struct tree *t, size_t offset)
{
	size_t line = 1;

	for (size_t i = 0; i < offset && i + 1 < t->len; i++)
		line += is_line_end(t->data, t->len, i);
	return line;
}

/* What libyaml found. Of something left open, the line where it was opened tells more than the one where the
 * parser noticed. */
static void syntax(struct tree *t)
{
	static const char *const opened[] = {
		"while parsing a flow", "while scanning a quoted", "while scanning a simple key"};
	const yaml_parser_t *p = &t->parser;
	size_t line = p->problem_mark.line + 1, last = line_at(t, t->len);

	if (p->error == YAML_READER_ERROR) /* has no mark */
		line = line_at(t, p->problem_offset);
	for (size_t i = 0; p->context && i < sizeof opened / sizeof *opened; i++)
		if (strncmp(p->context, opened[i], strlen(opened[i])) == 0)
			line = p->context_mark.line + 1;
	mistake(t->m, (unsigned)(line < last ? line : last),
		"not YAML: %s%s%s; see to indentation, quotes and brackets", p->context ? p->context : "",
		p->context ? ", " : "", p->problem ? p->problem : "it cannot be read");
}

static bool next(struct tree *t, yaml_event_t *ev)
{
	if (yaml_parser_parse(&t->parser, ev))
		return true;
	syntax(t);
	return false;
}

static struct node *read_node(struct tree *t, const yaml_event_t *ev, unsigned depth);

/* YAML's other words for nothing. */
static bool is_null(const char *text, const yaml_event_t *ev)
{
	return ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
		(strcmp(text, "~") == 0 || strcasecmp(text, "null") == 0);
}

static const char *scalar_text(struct tree *t, const yaml_event_t *ev, unsigned line)
{
	const char *text = (const char *)ev->data.scalar.value;
	size_t len = ev->data.scalar.length;

	/* Most often a quote left open, or a key without its colon. */
	if (ev->end_mark.line != ev->start_mark.line)
		mistake(t->m, line, "a text over several lines; close its quotes, or write it on one line");
	if (len > PACK_TEXT_MAX) {
		mistake(t->m, line, "a text of %zu bytes; at most %u are read", len, PACK_TEXT_MAX);
		return "";
	}
	for (size_t i = 0; i < len;) { /* an escape can stand for any character */
		uint32_t c;
		size_t n = text_char(text + i, len - i, &c);

		if (n == 0 || text_is_control(c)) {
			mistake(t->m, line,
				"a line end, tab or control character in a text; write it on one line");
			return "";
		}
		i += n;
	}
	return is_null(text, ev) ? "" : arena_strndup(t->arena, text, len);
}

/* The members of a list or, with keys between them, of a map. */
static bool read_members(struct tree *t, struct node *n, unsigned depth)
{
	size_t keys_cap = 0, values_cap = 0, read = 0;

	for (bool last = false; !last; read++) {
		struct node *member = NULL;
		yaml_event_t ev;

		if (!next(t, &ev))
			return false;
		last = ev.type == YAML_SEQUENCE_END_EVENT || ev.type == YAML_MAPPING_END_EVENT;
		if (!last)
			member = read_node(t, &ev, depth + 1);
		yaml_event_delete(&ev);
		if (last)
			return true;
		if (!member)
			return false;
		if (n->type == NODE_MAP && read % 2 == 0) {
			GROW(t->arena, n->key, n->n, keys_cap);
			n->key[n->n] = member;
		} else {
			GROW(t->arena, n->value, n->n, values_cap);
			n->value[n->n++] = member;
		}
	}
	return true;
}

static bool within_limits(struct tree *t, unsigned line, unsigned depth)
{
	if (++t->nodes > TREE_NODES_MAX)
		mistake(t->m, line, "more than %u keys and values; split the pack", TREE_NODES_MAX);
	else if (depth > TREE_DEPTH_MAX)
		mistake(t->m, line, "more than %u levels deep; no key of a pack lies so deep",
			TREE_DEPTH_MAX);
	else
		return true;
	return false;
}

static struct node *read_node(struct tree *t, const yaml_event_t *ev, unsigned depth)
{
	struct node n = {.line = (unsigned)ev->start_mark.line + 1, .text = ""};
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (!within_limits(t, n.line, depth))
		return NULL;
	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		anchor = ev->data.scalar.anchor;
		tag = ev->data.scalar.tag;
		n.quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		n.text = scalar_text(t, ev, n.line);
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = ev->data.sequence_start.anchor;
		tag = ev->data.sequence_start.tag;
		n.type = NODE_LIST;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = ev->data.mapping_start.anchor;
		tag = ev->data.mapping_start.tag;
		n.type = NODE_MAP;
		break;
	default: /* only an alias is left */
		mistake(t->m, n.line, "an alias (*); write out what it stands for");
		return NULL;
	}
	if (anchor)
		mistake(t->m, n.line, "an anchor (&%.60s); take it out", (const char *)anchor);
	if (tag)
		mistake(t->m, n.line, "a tag (%.60s); take it out", (const char *)tag);
	if (n.type != NODE_TEXT && !read_members(t, &n, depth))
		return NULL;
	struct node *ret = NEW(t->arena, struct node);

	*ret = n;
	return ret;
}

/* One document and nothing after it. */
static struct node *read_stream(struct tree *t)
{
	struct node *root = NULL;

	for (bool end = false; !end;) {
		yaml_event_t ev;
		bool good = true;

		if (!next(t, &ev))
			return NULL;
		switch (ev.type) {
		case YAML_STREAM_END_EVENT:
			end = true;
			break;
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			break;
		case YAML_DOCUMENT_START_EVENT:
			good = !root;
			if (root)
				mistake(t->m, (unsigned)ev.start_mark.line + 1,
					"a second document; a pack is one, take out \"---\"");
			break;
		default:
			root = read_node(t, &ev, 1);
			good = root != NULL;
		}
		yaml_event_delete(&ev);
		if (!good)
			return NULL;
	}
	if (!root)
		mistake(t->m, 1, "empty; nothing but blanks and comments stands there, write its first key");
	return root;
}

struct node *tree_read(struct arena *a, struct mistakes *m, const char *data, size_t len)
{
	struct tree t = {.arena = a, .m = m, .data = data, .len = len};
	struct node *root;

	if (len > PACK_YAML_MAX) {
		mistake(m, 1, "longer than %u bytes; split the pack", PACK_YAML_MAX);
		return NULL;
	}
	if (!text_is_clean(m, data, len))
		return NULL;
	if (!yaml_parser_initialize(&t.parser)) {
		mistake(m, 1, "no memory to read it");
		return NULL;
	}
	yaml_parser_set_encoding(
		&t.parser, YAML_UTF8_ENCODING); /* else a mark at the front could choose UTF-16 */
	yaml_parser_set_input_string(&t.parser, (const unsigned char *)data, len);
	root = read_stream(&t);
	yaml_parser_delete(&t.parser);
	return root;
}

const struct node *node_get(const struct node *n, const char *key)
{
	for (size_t i = 0; n->type == NODE_MAP && i < n->n; i++)
		if (n->key[i]->type == NODE_TEXT && strcmp(n->key[i]->text, key) == 0)
			return n->value[i];
	return NULL;
}
