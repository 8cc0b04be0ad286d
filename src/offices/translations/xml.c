/* XML by libxml2, with its doors shut. */
#include "offices/translations/xml.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/text.h"

static void free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

unsigned xml_line(const xmlNode *n)
{
	long line = xmlGetLineNo(n);
	return line > 0 ? (unsigned)line : 1;
}

bool xml_is(const xmlNode *n, const char *name)
{
	return n && n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

const xmlNode *xml_element(const xmlNode *n)
{
	while (n && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

/* Entity references count as text that is missing, so a document that has any was refused. */
const char *xml_attribute(const xmlNode *n, const char *ns, const char *name)
{
	for (const xmlAttr *at = n->properties; at; at = at->next) {
		const char *href = at->ns ? (const char *)at->ns->href : NULL;
		if (strcmp((const char *)at->name, name) != 0 || (ns == NULL) != (href == NULL) ||
			(ns && strcmp(ns, href) != 0))
			continue;
		return at->children && at->children->content ? (const char *)at->children->content : "";
	}
	return NULL;
}

/* The node after n in the document's order, below root; *depth goes with it. */
static const xmlNode *following(const xmlNode *n, const xmlNode *root, unsigned *depth)
{
	if (n->type == XML_ELEMENT_NODE && n->children) {
		++*depth;
		return n->children;
	}
	for (; n != root; n = n->parent, --*depth)
		if (n->next)
			return n->next;
	return NULL;
}

void xml_text(const xmlNode *root, struct buf *out)
{
	unsigned depth = 0;
	for (const xmlNode *n = root; n; n = following(n, root, &depth))
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
			buf_puts(out, (const char *)n->content);
}

static int tree_check(const char *name, const xmlNode *root, struct err *e)
{
	unsigned depth = 1;
	for (const xmlNode *n = root; n; n = following(n, root, &depth)) {
		if (depth > EXCHANGE_DEPTH_MAX)
			return err_set(e, ERR_INVALID, "%s:%u: elements stand over %u deep", name,
				xml_line(n), EXCHANGE_DEPTH_MAX);
		if (n->type == XML_ENTITY_REF_NODE)
			return err_set(e, ERR_INVALID,
				"%s:%u: the entity &%.40s; is not XML's own; write it out", name,
				xml_line(n->parent), (const char *)n->name);
	}
	return 0;
}

static int entities_check(const char *name, const xmlDoc *doc, struct err *e)
{
	for (const xmlNode *n = doc->intSubset ? doc->intSubset->children : NULL; n; n = n->next)
		if (n->type == XML_ENTITY_DECL)
			return err_set(e, ERR_INVALID,
				"%s:%u: the document declares the entity %.40s; write it out", name,
				xml_line(n), (const char *)n->name);
	return 0;
}

int xml_open(struct arena *a, const char *name, const char *data, size_t len, const char *root,
	const xmlNode **ret, struct err *e)
{
	const int options = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA |
		XML_PARSE_BIG_LINES;
	if (len > EXCHANGE_BYTES_MAX)
		return err_set(
			e, ERR_LIMIT, "%s: over %u bytes; cut the file in two", name, EXCHANGE_BYTES_MAX);
	xmlResetLastError();
	xmlDoc *doc = xmlReadMemory(data, (int)len, NULL, NULL, options);
	const xmlError *why = xmlGetLastError();
	if (doc)
		arena_defer(a, free_doc, doc);
	const xmlNode *top = doc ? xmlDocGetRootElement(doc) : NULL;
	if (!top)
		return err_set(e, ERR_INVALID, "%s:%d: no well-formed XML: %.*s", name,
			why && why->line > 0 ? why->line : 1,
			(int)(why && why->message ? strcspn(why->message, "\n") : 0),
			why && why->message ? why->message : "");
	int r = entities_check(name, doc, e);
	if (r == 0)
		r = tree_check(name, top, e);
	if (r < 0)
		return r;
	if (!xml_is(top, root))
		return err_set(e, ERR_INVALID, "%s:%u: the document is <%.40s>, not <%s>", name,
			xml_line(top), (const char *)top->name, root);
	*ret = top;
	return 0;
}

void xml_put(struct buf *out, const char *s)
{
	size_t len = strlen(s);
	for (size_t n; len; s += n, len -= n) {
		uint32_t c = 0;
		n = text_char(s, len, &c);
		const char *as = c == '&' ? "&amp;"
			: c == '<'        ? "&lt;"
			: c == '>'        ? "&gt;"
			: c == '"'        ? "&quot;"
					  : NULL;
		n = n ? n : 1;
		if (as)
			buf_puts(out, as);
		else if (c >= ' ' || c == '\n' || c == '\t')
			buf_add(out, s, n);
	}
}
