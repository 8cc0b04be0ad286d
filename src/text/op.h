/* A template as it is run: a row of steps, conditions as jumps over them. Private to the template. */
#pragma once
#include "text/tag.h"

enum op_kind {
	OP_BLOCK, /* a paragraph, heading, list item or rule begins; jump: its OP_BLOCK_END */
	OP_BLOCK_END,
	OP_TEXT,
	OP_BREAK,
	OP_FIELD,
	OP_IF,   /* jump: where to go on when it is not so: past its OP_ELSE or OP_END */
	OP_ELSE, /* jump: past its OP_END */
	OP_END,
	OP_OPTIONAL, /* jump: its OP_END */
};

struct op {
	enum op_kind kind;
	size_t jump;
	const struct tag *tag;   /* FIELD, IF, OPTIONAL; ELSE and END: of what they belong to */
	struct block block;      /* BLOCK: all but its pieces */
	bool emph, strong;       /* TEXT, FIELD */
	const char *text, *link; /* TEXT; link also FIELD; "" none. BLOCK: its words, see text/paragraph.h */
	unsigned line, last_line, column; /* BLOCK: where it stands; column in bytes */
};

/* Canonical Markdown of a paragraph or heading; lives in `a`. */
struct cmark_node;
const char *paragraph_markdown(
	struct arena *a, struct cmark_node *node, const struct tag *tag, size_t tags) ATTR_NEVER_NULL;

struct template
{
	const char *path;
	const struct lang *lang;
	size_t n;
	struct op *op;
};
