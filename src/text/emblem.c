/* Pictures for letterheads: checked with libxml2, drawn with librsvg and cairo. */
#include "text/emblem.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "text/lang.h"

#define SVG_NODES_MAX 50000u /* of a file: what an ornate coat of arms takes */
#define SVG_DEPTH_MAX 100u
#define TITLES_MAX 64u
#define TITLE_BYTES_MAX 400u
#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_HEADER 24u /* up to its width and height */

struct drawing {
	struct arena *arena;
	const char *name;
	struct emblem emblem;
	size_t titles_cap, nodes;
};

/* ---- what is in an SVG file ---- */

static void title_add(struct drawing *d, const char *lang, const char *text)
{
	GROW(d->arena, d->emblem.title, d->emblem.titles_n, d->titles_cap);
	d->emblem.title[d->emblem.titles_n++] =
		(struct emblem_title){arena_strdup(d->arena, lang), arena_strdup(d->arena, text)};
}

static void doc_free(void *doc)
{
	xmlFreeDoc(doc);
}

static char *text_of(struct arena *a, const xmlNode *node)
{
	struct buf text;
	buf_init(&text, a, EMBLEM_BYTES_MAX);
	for (const xmlNode *n = node->children; n; n = n->next)
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
			buf_puts(&text, (const char *)n->content);
	return text.data;
}

static const char *attribute_of(const xmlNode *node, const char *name)
{
	for (const xmlAttr *at = node->properties; at; at = at->next)
		if (strcmp((const char *)at->name, name) == 0 && at->children && at->children->content)
			return (const char *)at->children->content;
	return "";
}

static int title_read(struct drawing *d, const xmlNode *node, struct err *e)
{
	struct err why;
	AUTO_ARENA a = arena_child(d->arena, "title");
	char *text = text_of(a, node);
	char *end = text;
	for (char *p = text; *p; p++) /* white space folded */
		if (!strchr(" \t\r\n", *p))
			*end++ = *p;
		else if (end > text && end[-1] != ' ')
			*end++ = ' ';
	while (end > text && end[-1] == ' ')
		end--;
	*end = '\0';
	if (text_check(text, strlen(text), &why) < 0)
		return err_set(e, ERR_INVALID, "%s:%ld: %s", d->name, xmlGetLineNo(node), why.text);
	if (d->emblem.titles_n == TITLES_MAX || strlen(text) > TITLE_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s:%ld: over %u titles, or over %u bytes in one; shorten them",
			d->name, xmlGetLineNo(node), TITLES_MAX, TITLE_BYTES_MAX);
	title_add(d, attribute_of(node, "lang"), text);
	return 0;
}

/* What would look different on another computer, or come from elsewhere. */
static int node_check(struct drawing *d, const xmlNode *node, unsigned depth, struct err *e)
{
	const char *name = (const char *)node->name, *href = attribute_of(node, "href");
	if (++d->nodes > SVG_NODES_MAX || depth > SVG_DEPTH_MAX)
		return err_set(e, ERR_LIMIT,
			"%s: over %u parts, or over %u within each other; draw it simpler", d->name,
			SVG_NODES_MAX, SVG_DEPTH_MAX);
	if (strcmp(name, "text") == 0)
		return err_set(e, ERR_INVALID,
			"%s:%ld: holds letters, whose font differs elsewhere; turn the text into paths",
			d->name, xmlGetLineNo(node));
	if (strncmp(name, "fe", 2) == 0 && name[2] >= 'A' && name[2] <= 'Z') /* may take hours */
		return err_set(e, ERR_INVALID, "%s:%ld: is drawn by a filter (%.40s); save it as PNG",
			d->name, xmlGetLineNo(node), name);
	if (*href && *href != '#' && strncasecmp(href, "data:", 5) != 0 && strcmp(name, "a") != 0)
		return err_set(e, ERR_INVALID,
			"%s:%ld: points to %.60s, which is not fetched; put it into the file", d->name,
			xmlGetLineNo(node), href);
	return 0;
}

static int nodes_check(struct drawing *d, const xmlNode *root, struct err *e)
{
	unsigned depth = 0;
	int rc = 0;
	for (const xmlNode *n = root; n && rc == 0;) {
		if (n->type == XML_ELEMENT_NODE)
			rc = node_check(d, n, depth, e);
		if (rc == 0 && n->type == XML_ELEMENT_NODE && n->parent == root &&
			strcmp((const char *)n->name, "title") == 0 && d->emblem.titles_n <= TITLES_MAX)
			rc = title_read(d, n, e);
		if (n->type == XML_ELEMENT_NODE && n->children) {
			n = n->children;
			depth++;
			continue;
		}
		while (n != root && !n->next) {
			n = n->parent;
			depth--;
		}
		n = n == root ? NULL : n->next;
	}
	return rc;
}

static int svg_check(struct drawing *d, const char *data, size_t len, struct err *e)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *doc = xmlCtxtReadMemory(parser, data, (int)len, NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES);
	int line = parser->lastError.line;
	xmlFreeParserCtxt(parser);
	if (!doc)
		return err_set(e, ERR_INVALID, "%s:%d: neither SVG nor PNG; save the picture as one of them",
			d->name, line);
	arena_defer(d->arena, doc_free, doc);
	const xmlNode *root = xmlDocGetRootElement(doc);
	if (strcmp((const char *)root->name, "svg") != 0)
		return err_set(
			e, ERR_INVALID, "%s: neither SVG nor PNG; save the picture as one of them", d->name);
	if (xmlGetIntSubset(doc))
		for (const xmlNode *n = xmlGetIntSubset(doc)->children; n; n = n->next)
			if (n->type == XML_ENTITY_DECL)
				return err_set(e, ERR_INVALID, "%s: declares entities; save it as plain SVG",
					d->name);
	return nodes_check(d, root, e);
}

/* ---- pixels ---- */

static void surface_free(void *surface)
{
	cairo_surface_destroy(surface);
}

static void object_free(void *object)
{
	g_object_unref(object);
}

static int surface_new(struct drawing *d, double aspect, double height, cairo_surface_t **ret, struct err *e)
{
	if (!(aspect > 0) || aspect > EMBLEM_ASPECT_MAX || aspect * EMBLEM_ASPECT_MAX < 1)
		return err_set(e, ERR_LIMIT,
			"%s: more than %u times as wide as high, or as high as wide; cut it", d->name,
			EMBLEM_ASPECT_MAX);
	int h = (int)(height + 0.5), w = (int)(height * aspect + 0.5);
	*ret = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, w > 0 ? w : 1, h > 0 ? h : 1);
	arena_defer(d->arena, surface_free, *ret);
	return 0;
}

static int svg_size(struct drawing *d, RsvgHandle *svg, double *ret_aspect, struct err *e)
{
	double w = 0, h = 0;
	gboolean has_box, has_w, has_h;
	RsvgRectangle box;
	RsvgLength lw, lh;
	rsvg_handle_get_intrinsic_dimensions(svg, &has_w, &lw, &has_h, &lh, &has_box, &box);
	if (!rsvg_handle_get_intrinsic_size_in_pixels(svg, &w, &h) && has_box) {
		w = box.width;
		h = box.height;
	}
	if (!(w > 0) || !(h > 0))
		return err_set(e, ERR_INVALID, "%s: has no size; give its svg element a viewBox", d->name);
	*ret_aspect = w / h;
	return 0;
}

static int svg_draw(struct drawing *d, const char *data, size_t len, cairo_surface_t **ret, struct err *e)
{
	GError *why = NULL;
	double aspect;
	int rc = svg_check(d, data, len, e);
	if (rc < 0)
		return rc;
	RsvgHandle *svg = rsvg_handle_new_from_data((const guint8 *)data, len, &why);
	if (!svg) {
		rc = err_set(e, ERR_INVALID, "%s: cannot be drawn: %s", d->name, why->message);
		g_error_free(why);
		return rc;
	}
	arena_defer(d->arena, object_free, svg);
	rc = svg_size(d, svg, &aspect, e);
	if (rc == 0)
		rc = surface_new(d, aspect, EMBLEM_PIXELS, ret, e);
	if (rc < 0)
		return rc;
	cairo_t *c = cairo_create(*ret);
	RsvgRectangle whole = {
		0, 0, cairo_image_surface_get_width(*ret), cairo_image_surface_get_height(*ret)};
	if (!rsvg_handle_render_document(svg, c, &whole, &why)) {
		rc = err_set(e, ERR_INVALID, "%s: cannot be drawn: %s", d->name, why->message);
		g_error_free(why);
	}
	cairo_destroy(c);
	return rc;
}

struct reader {
	const char *data;
	size_t len;
};

static cairo_status_t read_on(void *reader, unsigned char *to, unsigned n)
{
	struct reader *r = reader;
	if (n > r->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, r->data, n);
	r->data += n;
	r->len -= n;
	return CAIRO_STATUS_SUCCESS;
}

static unsigned number_at(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (unsigned)u[0] << 24 | (unsigned)u[1] << 16 | (unsigned)u[2] << 8 | u[3];
}

/* Its size is known before anything is unpacked. A small picture stays as it is. */
static int png_draw(struct drawing *d, const char *data, size_t len, cairo_surface_t **ret, struct err *e)
{
	unsigned w = len < PNG_HEADER ? 0 : number_at(data + 16),
		 h = len < PNG_HEADER ? 0 : number_at(data + 20);
	if (w > EMBLEM_SIDE_MAX || h > EMBLEM_SIDE_MAX)
		return err_set(e, ERR_LIMIT, "%s: %u × %u pixels, over %u; save it smaller", d->name, w, h,
			EMBLEM_SIDE_MAX);
	struct reader r = {data, len};
	cairo_surface_t *whole = cairo_image_surface_create_from_png_stream(read_on, &r);
	arena_defer(d->arena, surface_free, whole);
	if (cairo_surface_status(whole) != CAIRO_STATUS_SUCCESS)
		return err_set(e, ERR_INVALID, "%s: the PNG is damaged; save it anew", d->name);
	w = (unsigned)cairo_image_surface_get_width(whole);
	h = (unsigned)cairo_image_surface_get_height(whole);
	int rc = surface_new(d, (double)w / h, h < EMBLEM_PIXELS ? h : EMBLEM_PIXELS, ret, e);
	if (rc < 0)
		return rc;
	cairo_t *c = cairo_create(*ret);
	cairo_scale(c, (double)cairo_image_surface_get_width(*ret) / w,
		(double)cairo_image_surface_get_height(*ret) / h);
	cairo_set_source_surface(c, whole, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_BEST);
	cairo_pattern_set_extend(cairo_get_source(c), CAIRO_EXTEND_PAD);
	cairo_paint(c);
	cairo_destroy(c);
	return 0;
}

static cairo_status_t write_on(void *buf, const unsigned char *data, unsigned n)
{
	buf_add(buf, data, n);
	return CAIRO_STATUS_SUCCESS;
}

/* Cairo's pixels are multiplied by their alpha. */
static void pixels_take(struct drawing *d, cairo_surface_t *s)
{
	struct emblem *m = &d->emblem;
	m->width = (unsigned)cairo_image_surface_get_width(s);
	m->height = (unsigned)cairo_image_surface_get_height(s);
	size_t n = (size_t)m->width * m->height, stride = (size_t)cairo_image_surface_get_stride(s);
	unsigned char *rgb = arena_zalloc(d->arena, 3 * n), *alpha = arena_zalloc(d->arena, n);
	bool opaque = true;
	for (size_t i = 0; i < n; i++) {
		uint32_t p;
		memcpy(&p, cairo_image_surface_get_data(s) + i / m->width * stride + i % m->width * sizeof p,
			sizeof p);
		unsigned shown = p >> 24;
		alpha[i] = (unsigned char)shown;
		opaque &= shown == 255;
		for (unsigned k = 0; k < 3; k++) {
			unsigned v = p >> (16 - 8 * k) & 255;
			unsigned plain = shown ? (v * 255 + shown / 2) / shown : 255;
			rgb[3 * i + k] = (unsigned char)(plain < 255 ? plain : 255);
		}
	}
	m->rgb = rgb;
	m->alpha = opaque ? NULL : alpha;
}

int emblem_parse(struct arena *a, const char *name, const char *data, size_t len, const char *alt,
	struct emblem **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "emblem");
	struct drawing d = {.arena = scratch, .name = name};
	cairo_surface_t *s = NULL;
	struct buf png;
	if (len > EMBLEM_BYTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: over %u bytes; save it smaller", name, EMBLEM_BYTES_MAX);
	bool is_png = len >= strlen(PNG_SIGNATURE) && memcmp(data, PNG_SIGNATURE, strlen(PNG_SIGNATURE)) == 0;
	int rc = is_png ? png_draw(&d, data, len, &s, e) : svg_draw(&d, data, len, &s, e);
	if (rc < 0)
		return rc;
	cairo_surface_flush(s);
	if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
		return err_set(e, ERR_INVALID, "%s: cannot be drawn: %s", name,
			cairo_status_to_string(cairo_surface_status(s)));
	d.arena = a; /* from here on what is kept */
	pixels_take(&d, s);
	buf_init(&png, a, 8 * EMBLEM_BYTES_MAX);
	cairo_surface_write_to_png_stream(s, write_on, &png);
	rc = buf_check(&png, e);
	if (rc < 0)
		return err_ctx(e, "%s", name);
	struct emblem *m = NEW(a, struct emblem);
	*m = d.emblem;
	m->png = png.data;
	m->png_len = png.len;
	m->titles_n = alt ? 1 : d.emblem.titles_n;
	m->title = NEW_ARRAY(a, struct emblem_title, m->titles_n + 1);
	for (size_t i = 0; i < m->titles_n; i++)
		m->title[i] = (struct emblem_title){arena_strdup(a, alt ? "" : d.emblem.title[i].lang),
			arena_strdup(a, alt ? alt : d.emblem.title[i].text)};
	*ret = m;
	return 0;
}

int emblem_read(struct arena *a, const char *path, const char *alt, struct emblem **ret, struct err *e)
{
	AUTO_ARENA scratch = arena_child(a, "file");
	char *data;
	size_t len;
	int rc = file_read(scratch, path, EMBLEM_BYTES_MAX, &data, &len, e);
	return rc < 0 ? rc : emblem_parse(a, path, data, len, alt, ret, e);
}

/* The very tag, else its primary language, else words in none, else the first. */
const char *emblem_alt(const struct emblem *m, const struct lang *lang)
{
	const char *tag = lang_tag(lang), *found = m->titles_n ? m->title[0].text : "";
	int best = 0;
	for (size_t i = 0; i < m->titles_n; i++) {
		const char *own = m->title[i].lang;
		size_t len = strcspn(own, "-");
		int fit = strcasecmp(own, tag) == 0                                          ? 3
			: len && strcspn(tag, "-") == len && strncasecmp(own, tag, len) == 0 ? 2
			: *own == '\0'                                                       ? 1
											     : 0;
		if (fit > best) {
			best = fit;
			found = m->title[i].text;
		}
	}
	return found;
}
