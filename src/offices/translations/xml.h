/* An XML document for who reads a format of translators: parsed by libxml2, nothing fetched, no entity
 * declared. Private to the office. */
#pragma once
#include <libxml/tree.h>

#include "offices/translations/exchange.h"

/* ERR_INVALID "NAME:LINE: …" for what is no well-formed XML, declares entities, is deeper than
 * EXCHANGE_DEPTH_MAX, or whose root is another; ERR_LIMIT over EXCHANGE_BYTES_MAX. Freed with the arena. */
int xml_open(struct arena *a, const char *name, const char *data, size_t len, const char *root,
	const xmlNode **ret, struct err *e) ATTR_CHECK;
unsigned xml_line(const xmlNode *n);
bool xml_is(const xmlNode *n, const char *name); /* an element of that local name */
/* The next element in the list, n itself counted; NULL at its end. */
const xmlNode *xml_element(const xmlNode *n);
/* NULL where there is none. ns: NULL for one without namespace. */
const char *xml_attribute(const xmlNode *n, const char *ns, const char *name);
/* All text below, elements left out of account. */
void xml_text(const xmlNode *n, struct buf *out);
/* Text as XML, & < > " escaped; what XML cannot hold is left out. */
void xml_put(struct buf *out, const char *s);
