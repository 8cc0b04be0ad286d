/* The bytes of one letter after those that all letters of its run begin with: pages, tree, metadata. */
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
	unsigned catalog, pages, info, metadata, tree, parents, page, element;
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

void put_utf16(struct buf *b, const char *utf8, size_t len)
{
	uint32_t c;
	for (size_t k; (k = text_char(utf8, len, &c)); utf8 += k, len -= k) {
		if (c < 0x10000)
			buf_printf(b, "%04X", c);
		else
			buf_printf(b, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + (c & 0x3FF));
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
};

static void object_begin(struct writing *w)
{
	buf_printf(w->xref, "%010zu 00000 n \n", w->out->len - w->start);
	buf_printf(w->out, "%u 0 obj\n", ++w->object);
}

static void object_end(struct writing *w)
{
	buf_puts(w->out, "\nendobj\n");
}

/* ---- pages ---- */

static void text_show(const struct mark *m, struct buf *out)
{
	buf_puts(out, "BT ");
	int y = m->y;
	for (unsigned i = 0; i < m->n; i++, y += m->para->leading) {
		const struct set_line *l = &m->para->line[m->first + i];
		buf_puts(out, "1 0 0 1 ");
		put_number(out, m->x + l->x);
		buf_putc(out, ' ');
		put_number(out, PAGE_HEIGHT - y);
		buf_puts(out, " Tm ");
		buf_add(out, l->ops, l->len);
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
				m->para ? "/Artifact<</Type/Pagination/Subtype/Footer>>BDC "
					: "/Artifact<</Type/Layout>>BDC ");
		buf_puts(out, m->grey ? GREY " g " GREY " G " : "");
		if (m->para)
			text_show(m, out);
		else
			rule_show(m, out);
		buf_puts(out, m->grey ? "0 g 0 G EMC\n" : "EMC\n");
	}
}

static void page_write(struct writing *w, struct writer *r, unsigned page)
{
	const struct prefix *p = w->s->tongue->prefix;
	object_begin(w);
	buf_printf(w->out, "<</Type/Page/Parent %u 0 R/MediaBox[0 0 595.28 841.89]/Resources %u 0 R",
		w->pages, p->resources);
	buf_printf(w->out, "/Contents %u 0 R/StructParents %u/Tabs/S>>", w->object + 1, page);
	object_end(w);
	content_write(w->s, page, &r->content);
	size_t room = libdeflate_zlib_compress_bound(r->pages, r->content.len);
	if (room > r->packed.cap) {
		r->packed.data = arena_grow(r->arena, r->packed.data, r->packed.cap, room);
		r->packed.cap = room;
	}
	size_t n = libdeflate_zlib_compress(r->pages, r->content.data, r->content.len, r->packed.data, room);
	object_begin(w);
	buf_printf(w->out, "<</Filter/FlateDecode/Length %zu>>stream\n", n);
	buf_add(w->out, r->packed.data, n);
	buf_puts(w->out, "\nendstream");
	object_end(w);
}

/* ---- tree ---- */

static void parents_write(struct writing *w)
{
	object_begin(w);
	buf_puts(w->out, "<</Nums[");
	for (unsigned page = 0; page < w->s->pages; page++) {
		buf_printf(w->out, "%u[", page);
		for (size_t i = 0; i < w->s->marks_n; i++)
			if (w->s->mark[i].page == page && w->s->mark[i].element)
				buf_printf(w->out, "%u 0 R ", w->element + w->s->mark[i].element);
		buf_putc(w->out, ']');
	}
	buf_puts(w->out, "]>>");
	object_end(w);
}

/* *mark: where the element's marks are looked for; marks stand in the order of their elements. */
static void element_write(struct writing *w, unsigned at, size_t *mark)
{
	const struct sheet *s = w->s;
	const struct element *e = &s->element[at];
	object_begin(w);
	buf_printf(w->out, "<</Type/StructElem/S/%s/P %u 0 R/K[", roles[e->role],
		at ? w->element + e->parent : w->tree);
	while (*mark < s->marks_n && (s->mark[*mark].element == 0 || s->mark[*mark].element < at))
		(*mark)++;
	for (size_t i = *mark; i < s->marks_n && (s->mark[i].element == at || !s->mark[i].element); i++)
		if (s->mark[i].element == at && at)
			buf_printf(w->out, "<</Type/MCR/Pg %u 0 R/MCID %u>>", w->page + 2 * s->mark[i].page,
				s->mark[i].mcid);
	for (unsigned c = e->child; c; c = s->element[c].next)
		buf_printf(w->out, "%u 0 R ", w->element + c);
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
		"/Metadata %u 0 R/ViewerPreferences<</DisplayDocTitle true%s>>>>",
		w->pages, lang_tag(lang), w->tree, w->metadata,
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

static void metadata_write(struct writing *w, struct arena *a)
{
	struct buf x;
	const char *lang = lang_tag(w->s->tongue->lang);
	buf_init(&x, a, PDF_BYTES_MAX);
	buf_puts(&x,
		"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>"
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
		" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
		" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><dc:title><rdf:Alt>"
		"<rdf:li xml:lang=\"x-default\">");
	put_xml(&x, w->s->title);
	buf_printf(&x,
		"</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag>"
		"</dc:language><pdf:Producer>Paraph</pdf:Producer><pdfuaid:part>1</pdfuaid:part>"
		"</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
		lang);
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
		.element = first + 6 + 2 * s->pages};
	buf_init(&xref, a, PDF_BYTES_MAX);
	buf_add(out, p->bytes.data, p->bytes.len);
	size_t own = out->len;
	catalog_write(&w);
	metadata_write(&w, a);
	object_begin(&w);
	buf_printf(out, "<</Type/StructTreeRoot/K %u 0 R/ParentTree %u 0 R/ParentTreeNextKey %u>>", w.element,
		w.parents, s->pages);
	object_end(&w);
	parents_write(&w);
	for (unsigned page = 0; page < s->pages; page++)
		page_write(&w, r, page);
	size_t mark = 0;
	for (unsigned i = 0; i < s->elements_n; i++)
		element_write(&w, i, &mark);
	trailer_write(&w, own);
}
