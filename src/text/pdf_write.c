/* The bytes of one letter after those that all letters of its run begin with: pages, tree, metadata. */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "text/lang.h"
#include "text/pdf_private.h"

#define LINE_HALF_POINTS "0.6 w"
#define GREY "0.35"
#define ID_BYTES 16u

/* A letter being written. */
struct writing {
	struct arena *arena;
	const struct sheet *s;
	struct buf *out;
	struct buf *xref;
	size_t start; /* in out, of the file */
	unsigned object;
	/* numbers of objects */
	unsigned catalog, pages, info, metadata, tree, parents, page, code, hot, element;
};

void put_number(struct buf *b, int length)
{
	char t[16];
	size_t n = sizeof t;
	int64_t v = ((int64_t)(length < 0 ? -(int64_t)length : length) * 100 + PANGO_SCALE / 2) / PANGO_SCALE;
	int64_t whole = v / 100, part = v % 100;
	if (part % 10)
		t[--n] = (char)('0' + part % 10);
	if (part)
		t[--n] = (char)('0' + part / 10);
	if (part)
		t[--n] = '.';
	do
		t[--n] = (char)('0' + whole % 10);
	while ((whole /= 10));
	if (length < 0 && v)
		t[--n] = '-';
	buf_add(b, t + n, sizeof t - n);
}

/* In points, 1/units of the length, five decimals. */
static void put_fine(struct buf *b, int length, unsigned units)
{
	int64_t v = ((int64_t)length * 100000 / PANGO_SCALE + units / 2) / units;
	buf_printf(b, "%lld.%05lld", (long long)(v / 100000), (long long)(v % 100000));
}

static void put_unit(struct buf *b, uint32_t v)
{
	static const char digit[] = "0123456789ABCDEF";
	const char hex[] = {digit[v >> 12 & 15], digit[v >> 8 & 15], digit[v >> 4 & 15], digit[v & 15]};
	buf_add(b, hex, sizeof hex);
}

void put_utf16(struct buf *b, const char *utf8, size_t len)
{
	uint32_t c;
	for (size_t k; (k = text_char(utf8, len, &c)); utf8 += k, len -= k) {
		if (c >= 0x10000)
			put_unit(b, 0xD800 + ((c - 0x10000) >> 10));
		put_unit(b, c < 0x10000 ? c : 0xDC00 + (c & 0x3FF));
	}
}

void put_string(struct buf *b, const char *utf8, size_t len)
{
	buf_puts(b, "<FEFF");
	put_utf16(b, utf8, len);
	buf_putc(b, '>');
}

static const char *const roles[ROLE_COUNT] = {
	[ROLE_NONE] = "Artifact",
	[ROLE_DOCUMENT] = "Document",
	[ROLE_P] = "P",
	[ROLE_H1] = "H1",
	"H2",
	"H3",
	"H4",
	"H5",
	"H6",
	[ROLE_L] = "L",
	[ROLE_LI] = "LI",
	[ROLE_LBL] = "Lbl",
	[ROLE_LBODY] = "LBody",
	[ROLE_LINK] = "Link",
	[ROLE_FIGURE] = "Figure",
};

static void put_unsigned(struct buf *b, unsigned v)
{
	char t[10];
	size_t n = sizeof t;
	do
		t[--n] = (char)('0' + v % 10);
	while ((v /= 10));
	buf_add(b, t + n, sizeof t - n);
}

static void put_reference(struct buf *b, unsigned object)
{
	put_unsigned(b, object);
	buf_add(b, " 0 R ", 5);
}

/* A line of the table of objects has its place in ten digits. */
static void object_begin(struct writing *w)
{
	char line[] = "0000000000 00000 n \n";
	size_t at = w->out->len - w->start;
	for (int i = 9; at; at /= 10)
		line[i--] = (char)('0' + at % 10);
	buf_add(w->xref, line, sizeof line - 1);
	put_unsigned(w->out, ++w->object);
	buf_add(w->out, " 0 obj\n", 7);
}

static void object_end(struct writing *w)
{
	buf_add(w->out, "\nendobj\n", 8);
}

static void stream_write(struct writing *w, const char *dict, const char *packed, size_t len)
{
	object_begin(w);
	buf_printf(w->out, "<<%s/Filter/FlateDecode/Length %zu>>stream\n", dict, len);
	buf_add(w->out, packed, len);
	buf_puts(w->out, "\nendstream");
	object_end(w);
}

/* ---- pages ---- */

static void text_show(const struct mark *m, struct buf *out)
{
	assert(m->para); /* else it is a picture or a rule */
	const struct set_part *first = &m->para->part[m->first];
	buf_puts(out, "BT ");
	for (unsigned i = 0; i < m->n; i++) {
		const struct set_part *p = &first[i];
		buf_puts(out, "1 0 0 1 ");
		put_number(out, m->x + p->x);
		buf_putc(out, ' ');
		put_number(out, PAGE_HEIGHT - m->y - (int)(p->line - first->line) * m->para->leading);
		buf_puts(out, " Tm ");
		buf_add(out, p->ops, p->len);
		buf_putc(out, '\n');
	}
	buf_puts(out, "ET ");
}

static void rule_show(const struct mark *m, struct buf *out)
{
	put_number(out, m->x);
	buf_putc(out, ' ');
	put_number(out, PAGE_HEIGHT - m->y);
	buf_puts(out, " m ");
	put_number(out, m->x + m->width);
	buf_putc(out, ' ');
	put_number(out, PAGE_HEIGHT - m->y);
	buf_puts(out, " l S ");
}

/* units: how many of its own the picture is wide and high. */
static void picture_show(const struct mark *m, const char *name, unsigned units, struct buf *out)
{
	buf_puts(out, "q ");
	put_fine(out, m->width, units);
	buf_puts(out, " 0 0 ");
	put_fine(out, m->height, units);
	buf_putc(out, ' ');
	put_number(out, m->x);
	buf_putc(out, ' ');
	put_number(out, PAGE_HEIGHT - m->y - m->height);
	buf_printf(out, " cm /%s Do Q ", name);
}

static void mark_show(const struct sheet *s, const struct mark *m, struct buf *out)
{
	switch (m->kind) {
	case MARK_TEXT:
		text_show(m, out);
		break;
	case MARK_RULE:
		rule_show(m, out);
		break;
	case MARK_EMBLEM:
		picture_show(m, m->first ? "E1" : "E0", 1, out);
		break;
	case MARK_CODE:
		picture_show(m, "C", s->code->size, out);
		break;
	}
}

static void content_write(const struct sheet *s, unsigned page, struct buf *out)
{
	buf_reset(out);
	buf_puts(out, LINE_HALF_POINTS "\n");
	for (size_t i = 0; i < s->marks_n; i++) {
		const struct mark *m = &s->mark[i];
		if (m->page != page)
			continue;
		if (m->element)
			buf_printf(out, "/%s<</MCID %u>>BDC ", roles[s->element[m->element].role], m->mcid);
		else
			buf_puts(out,
				m->para || m->kind == MARK_CODE
					? "/Artifact<</Type/Pagination/Subtype/Footer>>BDC "
					: "/Artifact<</Type/Layout>>BDC ");
		buf_puts(out, m->grey ? GREY " g " GREY " G " : "");
		mark_show(s, m, out);
		buf_puts(out, m->grey ? "0 g 0 G EMC\n" : "EMC\n");
	}
}

static void resources_write(struct writing *w, unsigned page)
{
	const struct sheet *s = w->s;
	const struct prefix *p = s->tongue->prefix;
	buf_printf(w->out, "/Resources<</Font %u 0 R", p->fonts);
	if (s->code || (page == 0 && s->emblems_n))
		buf_puts(w->out, "/XObject<<");
	for (size_t i = 0; i < s->emblems_n && page == 0; i++)
		buf_printf(w->out, "/E%zu %u 0 R", i, p->first_image + 2 * s->emblem[i]);
	if (s->code)
		buf_printf(w->out, "/C %u 0 R", w->code);
	if (s->code || (page == 0 && s->emblems_n))
		buf_puts(w->out, ">>");
	buf_puts(w->out, ">>");
}

static void page_write(struct writing *w, struct writer *r, unsigned page)
{
	const struct sheet *s = w->s;
	bool hot = false;
	object_begin(w);
	buf_printf(w->out, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 595.28 841.89]", w->pages);
	resources_write(w, page);
	for (unsigned i = 0; i < s->hots_n; i++) {
		if (s->hot[i].page != page)
			continue;
		buf_printf(w->out, "%s%u 0 R", hot ? " " : "/Annots[", w->hot + i);
		hot = true;
	}
	buf_printf(
		w->out, "%s/Contents %u 0 R/StructParents %u/Tabs/S>>", hot ? "]" : "", w->object + 1, page);
	object_end(w);
	content_write(s, page, &r->content);
	size_t room = libdeflate_zlib_compress_bound(r->pages, r->content.len);
	if (room > r->packed.cap) {
		r->packed.data = arena_grow(r->arena, r->packed.data, r->packed.cap, room);
		r->packed.cap = room;
	}
	size_t n = libdeflate_zlib_compress(r->pages, r->content.data, r->content.len, r->packed.data, room);
	stream_write(w, "", r->packed.data, n);
}

static void code_write(struct writing *w)
{
	const struct code_form *c = w->s->code;
	if (!c)
		return;
	stream_write(w,
		arena_printf(w->arena, "/Type/XObject/Subtype/Form/BBox[0 0 %u %u]/Resources<<>>", c->size,
			c->size),
		c->packed, c->packed_len);
}

/* ---- links ---- */

/* What an address may have in PDF's parentheses, and nothing beyond ASCII (RFC 3986). */
static void put_uri(struct buf *b, const char *url)
{
	for (; *url; url++) {
		if (strchr("()\\", *url))
			buf_putc(b, '\\');
		if (*url > ' ' && *url < 127)
			buf_putc(b, *url);
		else
			buf_printf(b, "%%%02X", (unsigned char)*url);
	}
}

static void hot_write(struct writing *w, unsigned i)
{
	const struct hot *h = &w->s->hot[i];
	const int corner[] = {h->x, PAGE_HEIGHT - h->y - h->height, h->x + h->width, PAGE_HEIGHT - h->y};
	object_begin(w);
	buf_puts(w->out, "<</Type/Annot/Subtype/Link/Rect[");
	for (int k = 0; k < 4; k++) {
		put_number(w->out, corner[k]);
		buf_putc(w->out, k < 3 ? ' ' : ']');
	}
	buf_printf(w->out, "/Border[0 0 0]/F 4/P %u 0 R/StructParent %u/Contents", w->page + 2 * h->page,
		w->s->pages + i);
	put_string(w->out, h->url, strlen(h->url));
	buf_puts(w->out, "/A<</S/URI/URI(");
	put_uri(w->out, h->url);
	buf_puts(w->out, ")>>>>");
	object_end(w);
}

/* ---- tree ---- */

static void parents_write(struct writing *w)
{
	const struct sheet *s = w->s;
	object_begin(w);
	buf_puts(w->out, "<</Nums[");
	for (unsigned page = 0; page < s->pages; page++) {
		put_unsigned(w->out, page);
		buf_putc(w->out, '[');
		for (size_t i = 0; i < s->marks_n; i++)
			if (s->mark[i].page == page && s->mark[i].element)
				put_reference(w->out, w->element + s->mark[i].element);
		buf_putc(w->out, ']');
	}
	for (unsigned i = 0; i < s->hots_n; i++) {
		put_unsigned(w->out, s->pages + i);
		buf_putc(w->out, ' ');
		put_reference(w->out, w->element + s->hot[i].element);
	}
	buf_puts(w->out, "]>>");
	object_end(w);
}

/* What an element's kids are on, where they are on a page: its first one's. */
static unsigned element_page(const struct sheet *s, const struct element *e)
{
	for (unsigned k = e->first; k; k = s->kid[k - 1].next)
		if (s->kid[k - 1].kind == KID_MARK)
			return s->mark[s->kid[k - 1].index].page;
	return PDF_PAGES_MAX;
}

static void kid_write(struct writing *w, const struct kid *k, unsigned page)
{
	const struct sheet *s = w->s;
	if (k->kind == KID_ELEMENT) {
		put_reference(w->out, w->element + k->index);
	} else if (k->kind == KID_LINK) {
		buf_puts(w->out, "<</Type/OBJR/Obj ");
		put_reference(w->out, w->hot + k->index);
		buf_puts(w->out, "/Pg ");
		put_reference(w->out, w->page + 2 * s->hot[k->index].page);
		buf_puts(w->out, ">>");
	} else if (s->mark[k->index].page == page) {
		put_unsigned(w->out, s->mark[k->index].mcid);
		buf_putc(w->out, ' ');
	} else {
		buf_puts(w->out, "<</Type/MCR/Pg ");
		put_reference(w->out, w->page + 2 * s->mark[k->index].page);
		buf_puts(w->out, "/MCID ");
		put_unsigned(w->out, s->mark[k->index].mcid);
		buf_puts(w->out, ">>");
	}
}

/* A figure's words, and where it is. */
static void figure_write(struct writing *w, const struct element *e)
{
	const struct mark *m = &w->s->mark[w->s->kid[e->first - 1].index];
	const int corner[] = {m->x, PAGE_HEIGHT - m->y - m->height, m->x + m->width, PAGE_HEIGHT - m->y};
	buf_puts(w->out, "/Alt");
	put_string(w->out, e->alt, strlen(e->alt));
	buf_puts(w->out, "/A<</O/Layout/Placement/Block/BBox[");
	for (int k = 0; k < 4; k++) {
		put_number(w->out, corner[k]);
		buf_putc(w->out, k < 3 ? ' ' : ']');
	}
	buf_puts(w->out, ">>");
}

static void element_write(struct writing *w, unsigned at)
{
	const struct sheet *s = w->s;
	const struct element *e = &s->element[at];
	unsigned page = element_page(s, e);
	object_begin(w);
	buf_puts(w->out, "<</Type/StructElem/S/");
	buf_puts(w->out, roles[e->role]);
	buf_puts(w->out, "/P ");
	put_reference(w->out, at ? w->element + e->parent : w->tree);
	if (page < PDF_PAGES_MAX) {
		buf_puts(w->out, "/Pg ");
		put_reference(w->out, w->page + 2 * page);
	}
	if (e->alt)
		figure_write(w, e);
	buf_puts(w->out, "/K[");
	for (unsigned k = e->first; k; k = s->kid[k - 1].next)
		kid_write(w, &s->kid[k - 1], page);
	buf_puts(w->out, "]>>");
	object_end(w);
}

/* ---- about the letter ---- */

static void catalog_write(struct writing *w)
{
	const struct lang *lang = w->s->tongue->lang;
	object_begin(w);
	buf_printf(w->out,
		"<</Type/Catalog/Pages %u 0 R/Lang(%s)/MarkInfo<</Marked true>>/StructTreeRoot %u 0 R"
		"/Metadata %u 0 R/OutputIntents[%u 0 R]/ViewerPreferences<</DisplayDocTitle true%s>>>>",
		w->pages, lang_tag(lang), w->tree, w->metadata, w->s->tongue->prefix->intent,
		lang_right_to_left(lang) ? "/Direction/R2L" : "");
	object_end(w);
	object_begin(w);
	buf_puts(w->out, "<</Type/Pages/Kids[");
	for (unsigned i = 0; i < w->s->pages; i++)
		buf_printf(w->out, "%u 0 R ", w->page + 2 * i);
	buf_printf(w->out, "]/Count %u>>", w->s->pages);
	object_end(w);
	object_begin(w);
	buf_puts(w->out, "<</Title");
	put_string(w->out, w->s->title, strlen(w->s->title));
	buf_puts(w->out, "/Producer(Paraph)>>");
	object_end(w);
}

static void put_xml(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '&' || *s == '<' || *s == '>')
			buf_printf(b, "&#%d;", *s);
		else
			buf_putc(b, *s);
	}
}

/* PDF/A knows no properties but its own: those of PDF/UA are described in the file (ISO 19005-2, 6.6.2.3). */
#define METADATA_BEGIN \
	"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>" \
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">" \
	"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">" \
	"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
	" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"" \
	" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"" \
	" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"" \
	" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"" \
	" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"" \
	" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">" \
	"<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">"
#define METADATA_END \
	"<pdf:Producer>Paraph</pdf:Producer><pdfaid:part>2</pdfaid:part>" \
	"<pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>" \
	"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">" \
	"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>" \
	"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" \
	"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>" \
	"<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part</pdfaProperty:name>" \
	"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>" \
	"<pdfaProperty:category>internal</pdfaProperty:category>" \
	"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li>" \
	"</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>" \
	"</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"

static void metadata_write(struct writing *w)
{
	struct buf x;
	buf_init(&x, w->arena, PDF_BYTES_MAX);
	buf_puts(&x, METADATA_BEGIN);
	put_xml(&x, w->s->title);
	buf_puts(&x, "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>");
	put_xml(&x, lang_tag(w->s->tongue->lang));
	buf_puts(&x, "</rdf:li></rdf:Bag></dc:language>" METADATA_END);
	object_begin(w);
	buf_printf(w->out, "<</Type/Metadata/Subtype/XML/Length %zu>>stream\n", x.len);
	buf_add(w->out, x.data, x.len);
	buf_puts(w->out, "\nendstream");
	object_end(w);
}

/* The same letter has the same name everywhere: it comes from its bytes. */
static void trailer_write(struct writing *w, size_t own)
{
	unsigned char hash[ID_BYTES];
	char id[2 * ID_BYTES + 1];
	size_t at = w->out->len - w->start;
	crypto_generichash(
		hash, sizeof hash, (const unsigned char *)w->out->data + own, w->out->len - own, NULL, 0);
	sodium_bin2hex(id, sizeof id, hash, sizeof hash);
	buf_printf(w->out, "xref\n0 %u\n0000000000 65535 f \n", w->object + 1);
	buf_add(w->out, w->s->tongue->prefix->xref.data, w->s->tongue->prefix->xref.len);
	buf_add(w->out, w->xref->data, w->xref->len);
	buf_printf(w->out,
		"trailer\n<</Size %u/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]>>\nstartxref\n%zu\n%%%%EOF\n",
		w->object + 1, w->catalog, w->info, id, id, at);
}

void sheet_write(struct writer *r, const struct sheet *s, struct buf *out)
{
	AUTO_ARENA a = arena_child(r->arena, "letter");
	const struct prefix *p = s->tongue->prefix;
	struct buf xref;
	unsigned first = p->objects + 1;
	struct writing w = {.arena = a,
		.s = s,
		.out = out,
		.xref = &xref,
		.start = out->len,
		.object = p->objects,
		.catalog = first,
		.pages = first + 1,
		.info = first + 2,
		.metadata = first + 3,
		.tree = first + 4,
		.parents = first + 5,
		.page = first + 6,
		.code = first + 6 + 2 * s->pages};
	w.hot = w.code + (s->code != NULL);
	w.element = w.hot + (unsigned)s->hots_n;
	buf_init(&xref, a, PDF_BYTES_MAX);
	buf_add(out, p->bytes.data, p->bytes.len);
	size_t own = out->len;
	catalog_write(&w);
	metadata_write(&w);
	object_begin(&w);
	buf_printf(out, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u>>", w.element,
		w.parents, s->pages + (unsigned)s->hots_n);
	object_end(&w);
	parents_write(&w);
	for (unsigned page = 0; page < s->pages; page++)
		page_write(&w, r, page);
	code_write(&w);
	for (unsigned i = 0; i < s->hots_n; i++)
		hot_write(&w, i);
	for (unsigned i = 0; i < s->elements_n; i++)
		element_write(&w, i);
	trailer_write(&w, own);
}
