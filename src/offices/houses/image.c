#include "offices/houses/image.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>
#include <strings.h>

#include "offices/houses/houses.h"

#define PNG_MAGIC "\x89PNG\r\n\x1a\n"
#define SVG_DEPTH_MAX 64u

static const char *ending(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot ? dot + 1 : "";
}

static const xmlChar *xml(const char *text)
{
	return (const xmlChar *)text;
}

static bool is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && xmlStrcmp(n->name, xml(name)) == 0;
}

/* A style or attribute that draws on something outside the file: what begins with '#' is in it. */
static bool draws_elsewhere(const xmlChar *value)
{
	const xmlChar *url = value;

	if (xmlStrcasestr(value, xml("@import")))
		return true;
	while ((url = xmlStrcasestr(url, xml("url(")))) {
		url += strlen("url(");
		if (url[strspn((const char *)url, " \"'")] != '#')
			return true;
	}
	return false;
}

static bool attribute_good(const xmlAttr *attribute)
{
	const xmlNode *text = attribute->children;

	if (xmlStrncasecmp(attribute->name, xml("on"), 2) == 0 ||
		(text && (text->next || text->type != XML_TEXT_NODE)))
		return false;
	if (!text || !text->content)
		return true;
	if (xmlStrcmp(attribute->name, xml("href")) == 0)
		return *text->content == '#' || xmlStrncasecmp(text->content, xml("data:image/"), 11) == 0;
	return !draws_elsewhere(text->content);
}

/* Name of the first thing that may not stand in an emblem, NULL where all is well. */
static const char *refused(const xmlNode *n, unsigned depth)
{
	static const char *const names[] = {"script", "foreignObject", "iframe", "audio", "video", "a"};
	const char *found = NULL;

	if (depth > SVG_DEPTH_MAX)
		return "elements within more than 64 others";
	for (; n && !found; n = n->next) {
		if (n->type == XML_ENTITY_REF_NODE)
			return "an entity";
		if (n->type == XML_TEXT_NODE && n->content && draws_elsewhere(n->content))
			return "style";
		if (n->type != XML_ELEMENT_NODE)
			continue;
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (is(n, names[i]))
				return names[i];
		for (const xmlAttr *at = n->properties; at; at = at->next)
			if (!attribute_good(at))
				return (const char *)at->name;
		found = refused(n->children, depth + 1);
	}
	return found;
}

static void quiet(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

static int svg_look(const char *path, const char *data, size_t len, struct err *e)
{
	xmlSetGenericErrorFunc(NULL, quiet);
	xmlDoc *doc = xmlReadMemory(data, (int)len, NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const char *what = root ? refused(root, 0) : NULL;
	int rc = 0;

	if (!root)
		rc = err_set(e, ERR_INVALID, "%s is no XML; save it as plain SVG", path);
	else if (!is(root, "svg"))
		rc = err_set(e, ERR_INVALID, "%s is no SVG; its first element is not svg", path);
	else if (!xmlHasProp(root, xml("viewBox")) &&
		!(xmlHasProp(root, xml("width")) && xmlHasProp(root, xml("height"))))
		rc = err_set(e, ERR_INVALID, "%s has no size; give its svg element a viewBox", path);
	else if (what)
		rc = err_set(e, ERR_INVALID,
			"%s: '%s' cannot stand in an emblem, which draws by itself alone; take it out", path,
			what);
	xmlFreeDoc(doc);
	return rc;
}

int image_look(const char *path, const char *data, size_t len, const char **ret_media, struct err *e)
{
	bool svg = strcasecmp(ending(path), "svg") == 0, png = strcasecmp(ending(path), "png") == 0;

	if (!svg && !png)
		return err_set(e, ERR_INVALID, "%s: an emblem is an SVG or PNG file", path);
	if (len > HOUSE_IMAGE_MAX)
		return err_set(
			e, ERR_INVALID, "%s has %zu bytes; at most %u are taken", path, len, HOUSE_IMAGE_MAX);
	if (png && (len < sizeof PNG_MAGIC - 1 || memcmp(data, PNG_MAGIC, sizeof PNG_MAGIC - 1) != 0))
		return err_set(e, ERR_INVALID, "%s is no PNG, whatever its name; save it as PNG", path);
	if (svg && svg_look(path, data, len, e) < 0)
		return e->code;
	if (ret_media)
		*ret_media = svg ? "image/svg+xml" : "image/png";
	return 0;
}
