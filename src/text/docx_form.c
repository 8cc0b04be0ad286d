/* Office Open XML (ISO/IEC 29500-1, transitional) with as little in it as a table needs. */
#include "text/docx_form.h"

#include "text/markup_private.h"

#define PART_BYTES_MAX (1u << 20)
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define WIDTH 14000    /* of the table: A4 on its side less its margins, twentieths of a point */
#define ROW_HEIGHT 480 /* room to write by hand */
#define BODY_SIZE "20" /* half points */
#define TITLE_SIZE "32"

struct form_doc {
	const struct docx_form *f;
	struct buf *b;
	bool right;
};

static void run(struct form_doc *w, const char *s, bool bold, const char *size)
{
	buf_printf(w->b,
		"<w:r><w:rPr>%s<w:sz w:val=\"%s\"/><w:szCs w:val=\"%s\"/>%s</w:rPr>"
		"<w:t xml:space=\"preserve\">",
		bold ? "<w:b/><w:bCs/>" : "", size, size,
		w->right && !markup_runs_other_way(w->f->lang, s) ? "<w:rtl/>" : "");
	markup_text(w->b, s);
	buf_puts(w->b, "</w:t></w:r>");
}

static void paragraph_begin(struct form_doc *w, const char *style, int after)
{
	buf_printf(w->b, "<w:p><w:pPr>%s<w:spacing w:after=\"%d\"/>%s</w:pPr>", style, after,
		w->right ? "<w:bidi/>" : "");
}

static int width(const struct form_doc *w, size_t column)
{
	int all = 0;

	for (size_t i = 0; i < w->f->columns; i++)
		all += w->f->share[i];
	return all ? WIDTH * w->f->share[column] / all : WIDTH;
}

static void cell(struct form_doc *w, size_t column, const char *s, bool head)
{
	buf_printf(w->b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>%s</w:tcPr>", width(w, column),
		head ? "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F5F5F2\"/>" : "");
	paragraph_begin(w, "", 0);
	if (*s)
		run(w, s, head, BODY_SIZE);
	buf_puts(w->b, "</w:p></w:tc>");
}

static void table(struct form_doc *w)
{
	char number[24];

	buf_printf(w->b, "<w:tbl><w:tblPr>%s<w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>",
		w->right ? "<w:bidiVisual/>" : "", WIDTH);
	static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
		buf_printf(w->b, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"737985\"/>",
			sides[i]);
	buf_puts(w->b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
	for (size_t i = 0; i < w->f->columns; i++)
		buf_printf(w->b, "<w:gridCol w:w=\"%d\"/>", width(w, i));
	buf_puts(w->b, "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
	for (size_t i = 0; i < w->f->columns; i++)
		cell(w, i, w->f->column[i], true);
	buf_puts(w->b, "</w:tr>");
	for (size_t r = 0; r < w->f->rows; r++) {
		buf_printf(
			w->b, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"%d\"/></w:trPr>", ROW_HEIGHT);
		snprintf(number, sizeof number, "%zu", r + 1);
		for (size_t i = 0; i < w->f->columns; i++)
			cell(w, i, i ? "" : number, false);
		buf_puts(w->b, "</w:tr>");
	}
	buf_puts(w->b, "</w:tbl>");
}

static void document(struct form_doc *w)
{
	const struct docx_form *f = w->f;

	buf_puts(w->b, XML "<w:document " W "><w:body>");
	paragraph_begin(w, "<w:pStyle w:val=\"Heading1\"/>", 120);
	run(w, f->title, true, TITLE_SIZE);
	buf_puts(w->b, "</w:p>");
	for (size_t i = 0; i < f->facts; i++) {
		paragraph_begin(w, "", i + 1 < f->facts ? 0 : 240);
		run(w, f->fact[i].label, true, BODY_SIZE);
		run(w, ": ", false, BODY_SIZE);
		run(w, f->fact[i].value, false, BODY_SIZE);
		buf_puts(w->b, "</w:p>");
	}
	table(w);
	for (size_t i = 0; i < f->notes; i++) {
		buf_printf(w->b, "<w:p><w:pPr><w:spacing w:before=\"200\"/>%s</w:pPr>",
			w->right ? "<w:bidi/>" : "");
		run(w, f->note[i], false, BODY_SIZE);
		buf_puts(w->b, "</w:p>");
	}
	buf_printf(w->b,
		"<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar "
		"w:top=\"1134\" w:right=\"1418\" w:bottom=\"1134\" w:left=\"1418\" "
		"w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>%s</w:sectPr></w:body></w:document>",
		w->right ? "<w:bidi/>" : "");
}

static void styles(struct form_doc *w)
{
	buf_printf(w->b,
		XML
		"<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" "
		"w:hAnsi=\"Arial\" w:cs=\"Arial\" w:eastAsia=\"SimSun\"/><w:lang w:val=\"%s\" "
		"w:eastAsia=\"%s\" w:bidi=\"%s\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
		"<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
		"w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name "
		"w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>"
		"</w:style></w:styles>",
		lang_tag(w->f->lang), lang_tag(w->f->lang), lang_tag(w->f->lang));
}

static void types(struct form_doc *w)
{
#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
	buf_puts(w->b,
		XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
		    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
		    "Extension=\"xml\" ContentType=\"application/xml\"/><Override "
		    "PartName=\"/word/document.xml\" ContentType=\"" TYPE
		    "document.main+xml\"/><Override PartName=\"/word/styles.xml\" "
		    "ContentType=\"" TYPE "styles+xml\"/></Types>");
}

static void package_rels(struct form_doc *w)
{
	buf_puts(w->b,
		XML "<Relationships xmlns=\"" PACKAGE
		    "relationships\"><Relationship Id=\"document\" Type=\"" OFFICE
		    "officeDocument\" Target=\"word/document.xml\"/></Relationships>");
}

static void document_rels(struct form_doc *w)
{
	buf_puts(w->b,
		XML "<Relationships xmlns=\"" PACKAGE
		    "relationships\"><Relationship Id=\"styles\" Type=\"" OFFICE
		    "styles\" Target=\"styles.xml\"/></Relationships>");
}

void docx_form_write(const struct docx_form *f, struct arena *a, struct buf *out)
{
	static const struct {
		const char *name;
		void (*write)(struct form_doc *w);
	} file[] = {
		{"[Content_Types].xml", types},
		{"_rels/.rels", package_rels},
		{"word/document.xml", document},
		{"word/_rels/document.xml.rels", document_rels},
		{"word/styles.xml", styles},
	};
	struct form_doc w = {.f = f, .right = lang_right_to_left(f->lang)};
	struct zip z;

	zip_begin(&z, a, out);
	for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
		struct buf part;

		buf_init(&part, a, PART_BYTES_MAX);
		w.b = &part;
		file[i].write(&w);
		out->over |= part.over;
		zip_add(&z, file[i].name, &part);
	}
	zip_end(&z);
}
