/* TMX 1.4, what memories are exchanged as. */
#include <string.h>
#include <strings.h>

#include "offices/translations/xml.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"

void tmx_write(const struct exchange *x, struct buf *out)
{
	buf_puts(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n"
		"<header creationtool=\"paraph\" creationtoolversion=\"0.1\" segtype=\"paragraph\""
		" o-tmf=\"paraph\" adminlang=\"en\" srclang=\"");
	xml_put(out, x->source_lang);
	buf_puts(out, "\" datatype=\"plaintext\"/>\n<body>\n");
	for (size_t i = 0; i < x->n; i++) {
		const struct exchange_unit *u = &x->unit[i];
		if (!*u->target)
			continue;
		buf_puts(out, "<tu>");
		if (*u->note) {
			buf_puts(out, "<note>");
			xml_put(out, u->note);
			buf_puts(out, "</note>");
		}
		buf_puts(out, "\n<tuv xml:lang=\"");
		xml_put(out, x->source_lang);
		buf_puts(out, "\"><seg>");
		xml_put(out, u->source);
		buf_puts(out, "</seg></tuv>\n<tuv xml:lang=\"");
		xml_put(out, x->target_lang);
		buf_puts(out, "\"><seg>");
		xml_put(out, u->target);
		buf_puts(out, "</seg></tuv>\n</tu>\n");
	}
	buf_puts(out, "</body>\n</tmx>\n");
}

/* ---- in ---- */

struct tmx {
	struct arena *a;
	const char *name;
	const char *srclang; /* of the header */
	struct exchange x;
	size_t cap;
	struct err *e;
};

static int bad(const struct tmx *t, const xmlNode *n, const char *why)
{
	return err_set(t->e, ERR_INVALID, "%s:%u: %s", t->name, xml_line(n), why);
}

static const char *lang_of(const xmlNode *tuv)
{
	const char *lang = xml_attribute(tuv, XML_NS, "lang");
	return lang ? lang : xml_attribute(tuv, NULL, "lang"); /* before 1.4 */
}

static bool same_lang(const char *x, const char *y)
{
	return strcasecmp(x, y) == 0;
}

/* Is what is asked for in `lang` said by what is in `have`: the same, or more exactly? */
static bool says_in(const char *have, const char *lang)
{
	size_t n = strlen(lang);
	return strncasecmp(have, lang, n) == 0 && (have[n] == '\0' || have[n] == '-');
}

static int seg_of(const struct tmx *t, const xmlNode *tuv, const char **ret)
{
	const xmlNode *seg = NULL;
	struct buf b;
	for (const xmlNode *c = xml_element(tuv->children); c; c = xml_element(c->next)) {
		if (xml_is(c, "seg") && seg)
			return bad(t, c, "a second <seg> in one <tuv>");
		if (xml_is(c, "seg"))
			seg = c;
		else if (!xml_is(c, "note") && !xml_is(c, "prop"))
			return bad(t, c, "<tuv> has <note>, <prop> and <seg> only");
	}
	if (!seg)
		return bad(t, tuv, "a <tuv> without its <seg>");
	buf_init(&b, t->a, EXCHANGE_BYTES_MAX);
	xml_text(seg, &b);
	*ret = b.data ? b.data : "";
	return 0;
}

/* Source and target of one <tu>; either stays "" when the file has it in neither language. */
static int tu_read(struct tmx *t, const xmlNode *tu)
{
	struct exchange_unit u = {.key = "",
		.source = "",
		.target = "",
		.was = "",
		.note = "",
		.place = "",
		.state = EXCHANGE_FINAL,
		.line = xml_line(tu)};
	const char *own = xml_attribute(tu, NULL, "srclang"), *from = own ? own : t->srclang;
	size_t variants = 0;
	for (const xmlNode *c = xml_element(tu->children); c; c = xml_element(c->next)) {
		const char *seg = "", *lang;
		if (xml_is(c, "note") || xml_is(c, "prop"))
			continue;
		if (!xml_is(c, "tuv"))
			return bad(t, c, "<tu> has <note>, <prop> and <tuv> only");
		lang = lang_of(c);
		if (!lang || !*lang)
			return bad(t, c, "a <tuv> without xml:lang");
		int r = seg_of(t, c, &seg);
		if (r < 0)
			return r;
		variants++;
		bool any = same_lang(from, "*all*") || !*t->x.source_lang;
		if (!*u.source && (any || says_in(lang, t->x.source_lang))) {
			u.source = seg;
			t->x.source_lang = any ? lang : t->x.source_lang;
		} else if (!*u.target && (!*t->x.target_lang || says_in(lang, t->x.target_lang))) {
			u.target = seg;
			t->x.target_lang = *t->x.target_lang ? t->x.target_lang : lang;
		}
	}
	if (!variants)
		return bad(t, tu, "a <tu> without a <tuv>");
	if (!*u.source || !*u.target)
		return 0;
	if (t->x.n == EXCHANGE_UNITS_MAX)
		return err_set(t->e, ERR_LIMIT, "%s:%u: over %u entries; cut the file in two", t->name,
			u.line, EXCHANGE_UNITS_MAX);
	GROW(t->a, t->x.unit, t->x.n, t->cap);
	t->x.unit[t->x.n++] = u;
	return 0;
}

static int header_read(struct tmx *t, const xmlNode *header)
{
	static const char *const needed[] = {"creationtool", "creationtoolversion", "segtype", "o-tmf",
		"adminlang", "srclang", "datatype"};
	if (!xml_is(header, "header"))
		return err_set(t->e, ERR_INVALID, "%s: <tmx> begins with no <header>", t->name);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!xml_attribute(header, NULL, needed[i]))
			return err_set(t->e, ERR_INVALID, "%s:%u: the <header> lacks %s", t->name,
				xml_line(header), needed[i]);
	t->srclang = xml_attribute(header, NULL, "srclang");
	t->x.source_lang = same_lang(t->srclang, "*all*") ? "" : t->srclang;
	return 0;
}

int tmx_read(
	struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret, struct err *e)
{
	struct tmx t = {.a = a, .name = name, .e = e};
	const xmlNode *root = NULL, *body;
	t.x = (struct exchange){.letter = "",
		.source_lang = "",
		.at = "",
		.target_lang = ret->target_lang ? ret->target_lang : ""};
	int r = xml_open(a, name, data, len, "tmx", &root, e);
	if (r < 0)
		return r;
	const char *version = xml_attribute(root, NULL, "version");
	if (!version || strncmp(version, "1.", 2) != 0)
		return bad(&t, root, "<tmx> says no version 1.x");
	const xmlNode *header = xml_element(root->children);
	r = header_read(&t, header);
	if (r < 0)
		return r;
	body = xml_element(header->next);
	if (!xml_is(body, "body"))
		return bad(&t, header, "no <body> follows the <header>");
	for (const xmlNode *tu = xml_element(body->children); tu && r == 0; tu = xml_element(tu->next))
		r = xml_is(tu, "tu") ? tu_read(&t, tu) : bad(&t, tu, "<body> has <tu> only");
	if (r == 0)
		*ret = t.x;
	return r;
}
