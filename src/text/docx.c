/* A letter as a Word draft: Office Open XML, each field a content control. */
#include <string.h>

#include "text/emblem.h"
#include "text/lang.h"
#include "text/markup.h"
#include "text/markup_private.h"

#define PART_BYTES_MAX (4u << 20) /* of one file in the archive */
#define TAG_BYTES_MAX 64u         /* what Word keeps of a control's name */
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

struct draft_doc {
	struct arena *arena;
	const struct doc *doc;
	struct buf *out; /* the file at hand */
	struct buf rels; /* addresses of links */
	unsigned controls, links;
	bool right_to_left;
};

/* ---- runs ---- */

static void run_begin(struct draft_doc *w, const struct piece *p)
{
	bool right = w->right_to_left && !markup_runs_other_way(w->doc->lang, p->text);
	buf_puts(w->out, "<w:r>");
	if (p->strong || p->emph || right || *p->link)
		buf_printf(w->out, "<w:rPr>%s%s%s%s</w:rPr>", p->strong ? "<w:b/><w:bCs/>" : "",
			p->emph ? "<w:i/><w:iCs/>" : "", *p->link ? "<w:u w:val=\"single\"/>" : "",
			right ? "<w:rtl/>" : "");
}

static void text_run(struct draft_doc *w, const struct piece *p)
{
	run_begin(w, p);
	buf_puts(w->out, "<w:t xml:space=\"preserve\">");
	markup_text(w->out, p->text);
	buf_puts(w->out, "</w:t></w:r>");
}

/* Word orders runs by their own mark; others go by the text, and so need these. */
static void apart(struct draft_doc *w, const struct piece *p, const char *mark)
{
	if (piece_is_apart(w->doc->lang, p))
		text_run(w, &(struct piece){.text = mark, .field = "", .link = ""});
}

/* A field's text in a control: whoever works on the draft sees what it is, and may write over it. */
static void control(struct draft_doc *w, const struct piece *p)
{
	buf_puts(w->out, "<w:sdt><w:sdtPr>");
	if (strlen(p->field) <= TAG_BYTES_MAX) {
		buf_puts(w->out, "<w:alias w:val=\"");
		markup_text(w->out, p->field);
		buf_puts(w->out, "\"/><w:tag w:val=\"");
		markup_text(w->out, p->field);
		buf_puts(w->out, "\"/>");
	}
	buf_printf(w->out, "<w:id w:val=\"%u\"/><w:text/></w:sdtPr><w:sdtContent>", ++w->controls);
	text_run(w, p);
	buf_puts(w->out, "</w:sdtContent></w:sdt>");
}

static void page_field(struct draft_doc *w, const char *name)
{
	buf_printf(w->out, "<w:fldSimple w:instr=\" %s \"><w:r><w:t>1</w:t></w:r></w:fldSimple>", name);
}

static void piece_write(struct draft_doc *w, const struct piece *p)
{
	bool link = p->kind == PIECE_TEXT && markup_is_address(p->link);
	if (link) {
		buf_printf(&w->rels,
			"<Relationship Id=\"link%u\" Type=\"" OFFICE
			"hyperlink\" TargetMode=\"External\" Target=\"",
			++w->links);
		markup_text(&w->rels, p->link);
		buf_puts(&w->rels, "\"/>");
		buf_printf(w->out, "<w:hyperlink r:id=\"link%u\">", w->links);
	}
	switch (p->kind) {
	case PIECE_TEXT:
		apart(w, p, APART_BEGIN);
		if (*p->field)
			control(w, p);
		else
			text_run(w, p);
		apart(w, p, APART_END);
		break;
	case PIECE_BREAK:
		buf_puts(w->out, "<w:r><w:br/></w:r>");
		break;
	case PIECE_PAGE:
		page_field(w, "PAGE");
		break;
	case PIECE_PAGES:
		page_field(w, "NUMPAGES");
		break;
	}
	if (link)
		buf_puts(w->out, "</w:hyperlink>");
}

/* ---- paragraphs ---- */

static const struct {
	const char *id, *name;
	int before, after; /* twentieths of a point */
} part_styles[PART_COUNT] = {
	[PART_SENDER] = {"Sender", "Sender", 0, 480},
	[PART_REFERENCE] = {"Reference", "Reference", 0, 240},
	[PART_DATE] = {"Date", "Date of the letter", 0, 360},
	[PART_ADDRESS] = {"Address", "Address", 0, 480},
	[PART_BODY] = {"Body", "Body of the letter", 0, 200},
	[PART_SIGNATURE] = {"Signature", "Signature", 0, 200},
	[PART_ENCLOSURES] = {"Enclosures", "Enclosures", 200, 120},
	[PART_FOOTER] = {"Foot", "Foot of the page", 0, 0},
};

/* keep: on one page with the next, so that a signature never stands alone */
static void block_write(struct draft_doc *w, const struct block *b, bool keep)
{
	struct buf *out = w->out;
	buf_puts(out, "<w:p><w:pPr>");
	if (b->kind == BLOCK_HEADING)
		buf_printf(out, "<w:pStyle w:val=\"Heading%d\"/>", b->level);
	else
		buf_printf(out, "<w:pStyle w:val=\"%s\"/>", part_styles[b->part].id);
	buf_puts(out, keep ? "<w:keepNext/>" : "");
	if (b->kind == BLOCK_RULE)
		buf_puts(out,
			"<w:pBdr><w:top "
			"w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>");
	buf_puts(out, w->right_to_left ? "<w:bidi/>" : "");
	if (b->kind == BLOCK_RULE)
		buf_puts(out, "<w:spacing w:before=\"960\"/><w:ind w:right=\"4500\"/>");
	else if (b->kind == BLOCK_ITEM)
		buf_printf(out, "<w:ind w:left=\"%d\"%s/>", 425 * b->level,
			*b->marker ? " w:hanging=\"425\"" : "");
	else if (b->part == PART_FOOTER)
		buf_puts(out, "<w:jc w:val=\"center\"/>");
	buf_puts(out, "</w:pPr>");
	if (*b->marker) {
		buf_puts(out, "<w:r><w:t>");
		markup_text(out, b->marker);
		buf_puts(out, "</w:t></w:r><w:r><w:tab/></w:r>");
	}
	for (size_t i = 0; i < b->n; i++)
		piece_write(w, &b->piece[i]);
	buf_puts(out, "</w:p>");
}

/* ---- what is beside the text ---- */

#define EMU_POINT 12700
#define A "http://schemas.openxmlformats.org/drawingml/2006/"

static void emblem_run(struct draft_doc *w, size_t i, int width, int height)
{
	const struct emblem *m = w->doc->emblem[i];
	const char *alt = emblem_alt(m, w->doc->lang);
	int wide = width * EMU_POINT, high = height * EMU_POINT;
	buf_printf(w->out,
		"<w:r><w:drawing><wp:inline xmlns:wp=\"" A "wordprocessingDrawing\" distT=\"0\" distB=\"0\" "
		"distL=\"0\" distR=\"114300\"><wp:extent cx=\"%d\" cy=\"%d\"/><wp:docPr id=\"%zu\" "
		"name=\"Emblem %zu\" descr=\"",
		wide, high, i + 1, i + 1);
	markup_text(w->out, alt);
	buf_printf(w->out,
		"\"/><a:graphic xmlns:a=\"" A "main\"><a:graphicData uri=\"" A "picture\"><pic:pic "
		"xmlns:pic=\"" A "picture\"><pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"emblem%zu.png\"/>"
		"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"emblem%zu\"/><a:stretch>"
		"<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext "
		"cx=\"%d\" cy=\"%d\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>"
		"</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
		i + 1, i, i, wide, high);
}

static void emblems_paragraph(struct draft_doc *w)
{
	const struct doc *d = w->doc;
	int width[EMBLEMS_MAX], height[EMBLEMS_MAX];
	markup_emblems(d, width, height);
	if (!d->emblems_n)
		return;
	buf_printf(w->out, "<w:p><w:pPr><w:pStyle w:val=\"Sender\"/>%s</w:pPr>",
		w->right_to_left ? "<w:bidi/>" : "");
	for (size_t i = 0; i < d->emblems_n; i++)
		emblem_run(w, i, width[i], height[i]);
	buf_puts(w->out, "</w:p>");
}

static void emblem_file(struct draft_doc *w, size_t i)
{
	buf_add(w->out, w->doc->emblem[i]->png, w->doc->emblem[i]->png_len);
}

static void emblem0(struct draft_doc *w)
{
	emblem_file(w, 0);
}

static void emblem1(struct draft_doc *w)
{
	emblem_file(w, 1);
}

/* In the foot of each page, as a link. */
static void code_paragraph(struct draft_doc *w)
{
	if (!w->doc->code.url)
		return;
	struct piece piece = {.text = markup_code(w->doc), .field = "", .link = w->doc->code.url};
	block_write(w,
		&(struct block){
			.kind = BLOCK_PARAGRAPH, .part = PART_FOOTER, .marker = "", .n = 1, .piece = &piece},
		false);
}

/* ---- files ---- */

static void document(struct draft_doc *w)
{
	const struct doc *d = w->doc;
	size_t end = 0; /* past the last block of the body */
	for (size_t i = 0; i < d->n; i++)
		if (d->block[i].part == PART_BODY)
			end = i + 1;
	buf_puts(w->out, XML "<w:document " W " " R "><w:body>");
	emblems_paragraph(w);
	for (size_t i = 0; i < d->n; i++)
		if (d->block[i].part != PART_FOOTER)
			block_write(w, &d->block[i],
				d->block[i].kind == BLOCK_HEADING || d->block[i].part == PART_SIGNATURE ||
					(i < end && i + 2 >= end));
	buf_printf(w->out,
		"<w:sectPr><w:footerReference w:type=\"default\" r:id=\"foot\"/><w:pgSz "
		"w:w=\"11906\" w:h=\"16838\"/>"
		"<w:pgMar w:top=\"1520\" w:right=\"1520\" w:bottom=\"1520\" w:left=\"1520\" w:header=\"720\" "
		"w:footer=\"720\" w:gutter=\"0\"/>%s</w:sectPr></w:body></w:document>",
		w->right_to_left ? "<w:bidi/>" : "");
}

static void footer(struct draft_doc *w)
{
	size_t n = 0;
	buf_puts(w->out, XML "<w:ftr " W " " R ">");
	for (size_t i = 0; i < w->doc->n; i++) {
		if (w->doc->block[i].part != PART_FOOTER)
			continue;
		block_write(w, &w->doc->block[i], false);
		n++;
	}
	code_paragraph(w);
	buf_printf(w->out, "%s</w:ftr>", n || w->doc->code.url ? "" : "<w:p/>");
}

static void styles(struct draft_doc *w)
{
	const char *tag = lang_tag(w->doc->lang);
	buf_puts(w->out,
		XML "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts "
		    "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" "
		    "w:eastAsia=\"SimSun\"/><w:sz w:val=\"23\"/><w:szCs w:val=\"26\"/><w:lang w:val=\"");
	markup_text(w->out, tag);
	buf_puts(w->out, "\" w:eastAsia=\"");
	markup_text(w->out, tag);
	buf_puts(w->out, "\" w:bidi=\"");
	markup_text(w->out, tag);
	buf_puts(w->out, "\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>");
	buf_puts(w->out,
		"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
		"w:val=\"Normal\"/></w:style>");
	for (size_t i = 0; i < PART_COUNT; i++)
		buf_printf(w->out,
			"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name "
			"w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"%d\" "
			"w:after=\"%d\"/></w:pPr></w:style>",
			part_styles[i].id, part_styles[i].name, part_styles[i].before, part_styles[i].after);
	for (int level = 1; level <= 6; level++)
		buf_printf(w->out,
			"<w:style w:type=\"paragraph\" w:styleId=\"Heading%d\"><w:name w:val=\"heading "
			"%d\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"240\"/><w:outlineLvl "
			"w:val=\"%d\"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>",
			level, level, level - 1);
	buf_puts(w->out, "</w:styles>");
}

static void properties(struct draft_doc *w)
{
	buf_puts(w->out,
		XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
		    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
	markup_text(w->out, markup_title(w->arena, w->doc));
	buf_puts(w->out, "</dc:title><dc:language>");
	markup_text(w->out, lang_tag(w->doc->lang));
	buf_puts(w->out, "</dc:language></cp:coreProperties>");
}

static void content_types(struct draft_doc *w)
{
	buf_puts(w->out,
		XML "<Types xmlns=\"" PACKAGE "content-types\">"
		    "<Default "
		    "Extension=\"rels\" "
		    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		    "<Default Extension=\"png\" ContentType=\"image/png\"/>"
		    "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE
		    "document.main+xml\"/>"
		    "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>"
		    "<Override PartName=\"/word/footer.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>"
		    "<Override PartName=\"/docProps/core.xml\" "
		    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
}

static void package_rels(struct draft_doc *w)
{
	buf_puts(w->out,
		XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		    "<Relationship Id=\"document\" Type=\"" OFFICE
		    "officeDocument\" Target=\"word/document.xml\"/>"
		    "<Relationship Id=\"core\" Type=\"" PACKAGE
		    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
		    "</Relationships>");
}

/* Of the document and of its footer: each names what it refers to. */
static void part_rels(struct draft_doc *w)
{
	buf_puts(w->out,
		XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		    "<Relationship Id=\"styles\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>"
		    "<Relationship Id=\"foot\" Type=\"" OFFICE "footer\" Target=\"footer.xml\"/>");
	for (size_t i = 0; i < w->doc->emblems_n; i++)
		buf_printf(w->out,
			"<Relationship Id=\"emblem%zu\" Type=\"" OFFICE
			"image\" Target=\"media/emblem%zu.png\"/>",
			i, i);
	buf_add(w->out, w->rels.data, w->rels.len);
	buf_puts(w->out, "</Relationships>");
}

static void footer_rels(struct draft_doc *w)
{
	buf_puts(w->out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
	buf_add(w->out, w->rels.data, w->rels.len);
	buf_puts(w->out, "</Relationships>");
}

void docx_write(const struct doc *d, struct arena *a, struct buf *out, size_t *ret_pages)
{
	/* The links of a part are known when it is written. */
	static const struct {
		const char *name;
		void (*write)(struct draft_doc *w);
	} file[] = {
		{"[Content_Types].xml", content_types},
		{"_rels/.rels", package_rels},
		{"word/footer.xml", footer},
		{"word/_rels/footer.xml.rels", footer_rels},
		{"word/document.xml", document},
		{"word/_rels/document.xml.rels", part_rels},
		{"word/styles.xml", styles},
		{"docProps/core.xml", properties},
		{"word/media/emblem0.png", emblem0},
		{"word/media/emblem1.png", emblem1},
	};
	size_t files = sizeof file / sizeof *file - EMBLEMS_MAX + d->emblems_n;
	struct draft_doc w = {.arena = a, .doc = d, .right_to_left = lang_right_to_left(d->lang)};
	struct zip z;
	buf_init(&w.rels, a, PART_BYTES_MAX);
	zip_begin(&z, a, out);
	for (size_t i = 0; i < files; i++) {
		struct buf part;
		buf_init(&part, a, PART_BYTES_MAX);
		w.out = &part;
		if (file[i].write == document)
			buf_reset(&w.rels);
		file[i].write(&w);
		out->over |= part.over || w.rels.over;
		zip_add(&z, file[i].name, &part);
	}
	zip_end(&z);
	*ret_pages = 0;
}
