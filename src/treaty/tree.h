/* A YAML text as a tree of nodes, each with its line. Read strictly: one document, no anchors, aliases and
 * tags, no tabs in the indentation, texts of one line without control characters. For this folder, and
 * for an office that reads a folder of data of its own. */
#pragma once
#include "treaty/mistakes.h"

#define TREE_NODES_MAX 20000u
#define TREE_DEPTH_MAX 16u

enum node_type { NODE_TEXT, NODE_LIST, NODE_MAP, NODE_TYPE_COUNT };
extern const char *const node_types[NODE_TYPE_COUNT]; /* "a list" */

struct node {
	enum node_type type;
	unsigned line;       /* where it begins, from 1 */
	bool quoted;         /* text */
	const char *text;    /* "" when nothing stands there, and for lists and maps */
	size_t n;            /* list, map: members */
	struct node **key;   /* map */
	struct node **value; /* list, map */
};

/* NULL when the text has no tree; any mistakes are added to `m`. */
struct node *tree_read(struct arena *a, struct mistakes *m, const char *data, size_t len);
const struct node *node_get(const struct node *n, const char *key); /* NULL: no such key, or no map */
