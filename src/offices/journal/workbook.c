/* A workbook: parts of XML in a ZIP file. Only what cells say is read: no formulas, links or macros. */
#include "offices/journal/workbook.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

#define SERIAL_1970 25569  /* the day 1970-01-01 in a workbook's count */
#define SERIAL_1904 1462   /* days by which the other count begins later */
#define SERIAL_MAX 2958465 /* 9999-12-31 */

struct workbook {
	struct arena *a;
	const char *name;
	zip_t *zip;
	bool from_1904;
	const char *sheet; /* path of the first */
	size_t strings, styles;
	const char **string;
	bool *is_day; /* by style */
};

bool workbook_is(const char *data, size_t len)
{
	return len > 4 && memcmp(data, "PK\3\4", 4) == 0;
}

static int broken(const struct workbook *w, const char *what, struct err *e)
{
	return err_set(e, ERR_INVALID, "%s: %s; save it as XLSX again, or as CSV", w->name, what);
}

/* ---- parts ---- */

static void doc_free(void *doc)
{
	xmlFreeDoc(doc);
}

/* *ret NULL: there is no such part. */
static int part_read(struct workbook *w, const char *path, xmlDoc **ret, struct err *e)
{
	zip_stat_t st;
	zip_file_t *file;
	zip_int64_t got;
	char *data;

	*ret = NULL;
	if (zip_stat(w->zip, path, 0, &st) < 0 || !(st.valid & ZIP_STAT_SIZE))
		return 0;
	if (st.size > WORKBOOK_PART_MAX)
		return err_set(e, ERR_LIMIT, "%s: %s has more than %u bytes; split the sheet", w->name, path,
			WORKBOOK_PART_MAX);
	file = zip_fopen(w->zip, path, 0);
	if (!file)
		return broken(w, "a part cannot be read", e);
	data = arena_zalloc(w->a, (size_t)st.size + 1);
	got = zip_fread(file, data, st.size);
	zip_fclose(file);
	if (got < 0 || (zip_uint64_t)got != st.size)
		return broken(w, "a part is cut off", e);
	*ret = xmlReadMemory(data, (int)got, NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	if (!*ret)
		return broken(w, "a part is no XML", e);
	arena_defer(w->a, doc_free, *ret);
	if ((*ret)->intSubset) /* no program writes one, and entities grow when they are read */
		return broken(w, "a part declares a document type", e);
	return 0;
}

static bool is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

static const xmlNode *child(const xmlNode *n, const char *name)
{
	for (n = n ? n->children : NULL; n; n = n->next)
		if (is(n, name))
			return n;
	return NULL;
}

/* "" where there is none. */
static const char *attribute(struct workbook *w, const xmlNode *n, const char *name)
{
	xmlChar *text = xmlGetProp(n, (const xmlChar *)name);
	const char *copy = text ? arena_strdup(w->a, (const char *)text) : "";

	xmlFree(text);
	return copy;
}

static int64_t number(const char *text, int64_t most)
{
	struct err none;
	int64_t n = 0;

	return text_int(text, 0, most, &n, &none) < 0 ? -1 : n;
}

/* All texts within: those of a cell may be in runs of different looks. */
static void texts_add(struct workbook *w, struct buf *b, const xmlNode *n)
{
	for (n = n ? n->children : NULL; n; n = n->next) {
		if (is(n, "rPh")) /* how it is pronounced */
			continue;
		if (is(n, "t")) {
			xmlChar *text = xmlNodeGetContent(n);

			buf_puts(b, text ? (const char *)text : "");
			xmlFree(text);
		} else {
			texts_add(w, b, n);
		}
	}
}

static const char *texts_of(struct workbook *w, const xmlNode *n)
{
	struct buf b;

	buf_init(&b, w->a, WORKBOOK_CSV_MAX);
	texts_add(w, &b, n);
	return b.len ? b.data : "";
}

/* ---- what stands beside the sheet ---- */

static int strings_read(struct workbook *w, struct err *e)
{
	xmlDoc *doc;
	size_t cap = 0;
	int rc = part_read(w, "xl/sharedStrings.xml", &doc, e);

	if (rc < 0 || !doc)
		return rc;
	for (const xmlNode *n = xmlDocGetRootElement(doc)->children; n; n = n->next) {
		if (!is(n, "si"))
			continue;
		if (w->strings == WORKBOOK_STRINGS_MAX)
			return err_set(e, ERR_LIMIT, "%s: more than %u texts; split the sheet", w->name,
				WORKBOOK_STRINGS_MAX);
		GROW(w->a, w->string, w->strings, cap);
		w->string[w->strings++] = texts_of(w, n);
	}
	return 0;
}

/* Does a number format show a day? What stands in quotes or brackets is no sign. */
static bool shows_day(const char *format)
{
	char end = 0;

	for (; *format; format++) {
		if (end)
			end = *format == end ? 0 : end;
		else if (*format == '"' || *format == '[')
			end = *format == '"' ? '"' : ']';
		else if (*format == '\\' && format[1])
			format++;
		else if (strchr("yYdD", *format))
			return true;
	}
	return false;
}

/* A number format that the workbook makes itself. */
struct format {
	const char *id;
	bool is_day;
};
struct formats {
	size_t n;
	struct format format[WORKBOOK_FORMATS_MAX];
};

static int too_many(const struct workbook *w, struct err *e)
{
	return err_set(e, ERR_LIMIT, "%s: more styles than a sheet needs; save it as CSV", w->name);
}

/* Each is read once, since every style asks for one of them. */
static int formats_read(struct workbook *w, const xmlNode *all, struct formats *ret, struct err *e)
{
	for (const xmlNode *f = all ? all->children : NULL; f; f = f->next) {
		if (!is(f, "numFmt"))
			continue;
		if (ret->n == WORKBOOK_FORMATS_MAX)
			return too_many(w, e);
		ret->format[ret->n++] = (struct format){
			attribute(w, f, "numFmtId"), shows_day(attribute(w, f, "formatCode"))};
	}
	return 0;
}

static bool day_format_of(const struct formats *own, const char *id)
{
	int64_t n = number(id, INT32_MAX);

	for (size_t i = 0; i < own->n; i++)
		if (strcmp(own->format[i].id, id) == 0)
			return own->format[i].is_day;
	return (n >= 14 && n <= 17) || n == 22 || (n >= 27 && n <= 31) || n == 36 || (n >= 50 && n <= 58);
}

static int styles_read(struct workbook *w, struct err *e)
{
	xmlDoc *doc;
	size_t cap = 0;
	int rc = part_read(w, "xl/styles.xml", &doc, e);

	if (rc < 0 || !doc)
		return rc;
	const xmlNode *root = xmlDocGetRootElement(doc), *cells = child(root, "cellXfs");
	struct formats *own = NEW(w->a, struct formats);
	rc = formats_read(w, child(root, "numFmts"), own, e);
	for (const xmlNode *n = rc == 0 && cells ? cells->children : NULL; n; n = n->next) {
		if (!is(n, "xf"))
			continue;
		if (w->styles == WORKBOOK_STYLES_MAX)
			return too_many(w, e);
		GROW(w->a, w->is_day, w->styles, cap);
		w->is_day[w->styles++] = day_format_of(own, attribute(w, n, "numFmtId"));
	}
	return rc;
}

/* The path of the first sheet, through the relations of the workbook. */
static int sheet_find(struct workbook *w, struct err *e)
{
	xmlDoc *book, *relations;
	int rc = part_read(w, "xl/workbook.xml", &book, e);

	if (rc == 0 && !book)
		return broken(w, "it is no workbook", e);
	if (rc == 0)
		rc = part_read(w, "xl/_rels/workbook.xml.rels", &relations, e);
	if (rc < 0)
		return rc;
	const xmlNode *root = xmlDocGetRootElement(book), *props = child(root, "workbookPr");
	const xmlNode *sheet = child(child(root, "sheets"), "sheet");
	const char *date1904 = props ? attribute(w, props, "date1904") : "";
	const char *id = sheet ? attribute(w, sheet, "id") : "";

	w->from_1904 = strcmp(date1904, "1") == 0 || strcmp(date1904, "true") == 0;
	w->sheet = "xl/worksheets/sheet1.xml";
	for (const xmlNode *n = relations ? xmlDocGetRootElement(relations)->children : NULL; n; n = n->next)
		if (is(n, "Relationship") && *id && strcmp(attribute(w, n, "Id"), id) == 0) {
			const char *to = attribute(w, n, "Target");
			w->sheet = *to == '/' ? to + 1 : arena_printf(w->a, "xl/%s", to);
		}
	return 0;
}

/* ---- cells ---- */

/* "AB12" is column 27; -1: none. */
static int column_of(const char *reference)
{
	int column = 0;

	for (; *reference >= 'A' && *reference <= 'Z'; reference++)
		if ((column = 26 * column + *reference - 'A' + 1) > (int)WORKBOOK_COLUMNS_MAX)
			return -1;
	return column - 1;
}

static const char *day_of(struct workbook *w, const char *serial)
{
	size_t whole = strcspn(serial, ".");
	int64_t n = number(arena_strndup(w->a, serial, whole), SERIAL_MAX);
	char day[11];

	if (n < 0)
		return serial;
	n += w->from_1904 ? SERIAL_1904 : 0;
	return arena_strdup(w->a, day_format((day_t)(n - SERIAL_1970), day));
}

static const char *cell_text(struct workbook *w, const xmlNode *c)
{
	const char *type = attribute(w, c, "t");
	const xmlNode *v = child(c, "v");
	xmlChar *content = v ? xmlNodeGetContent(v) : NULL;
	const char *text = content ? arena_strdup(w->a, (const char *)content) : "";
	int64_t n;

	xmlFree(content);
	if (strcmp(type, "inlineStr") == 0)
		return texts_of(w, child(c, "is"));
	if (strcmp(type, "s") == 0) {
		n = number(text, INT32_MAX);
		return n >= 0 && (size_t)n < w->strings ? w->string[n] : "";
	}
	n = number(attribute(w, c, "s"), INT32_MAX);
	return !*type && *text && n >= 0 && (size_t)n < w->styles && w->is_day[n] ? day_of(w, text) : text;
}

/* One row; *width: of the header, 0 before it. */
static int row_write(struct workbook *w, const xmlNode *row, size_t *width, struct buf *b, struct err *e)
{
	const char *cell[WORKBOOK_COLUMNS_MAX];
	size_t n = 0, next = 0;

	for (size_t i = 0; i < WORKBOOK_COLUMNS_MAX; i++)
		cell[i] = "";
	for (const xmlNode *c = row->children; c; c = c->next) {
		if (!is(c, "c"))
			continue;
		const char *at = attribute(w, c, "r");
		int column = *at ? column_of(at) : (int)next;
		if (column < 0 || (size_t)column >= WORKBOOK_COLUMNS_MAX)
			return err_set(
				e, ERR_LIMIT, "%s: more than %u columns", w->name, WORKBOOK_COLUMNS_MAX);
		next = (size_t)column + 1;
		cell[column] = cell_text(w, c);
		if (*cell[column] && next > n)
			n = next;
	}
	if (!n)
		return 0;
	*width = *width ? *width : n;
	for (size_t i = 0; i < (n > *width ? n : *width); i++) {
		buf_puts(b, i ? "," : "");
		buf_csv(b, cell[i]);
	}
	return 0;
}

static int rows_write(struct workbook *w, struct buf *b, struct err *e)
{
	xmlDoc *doc;
	size_t width = 0;
	int64_t line = 1;
	int rc = part_read(w, w->sheet, &doc, e);

	if (rc == 0 && !doc)
		return broken(w, "it has no sheet", e);
	if (rc < 0)
		return rc;
	const xmlNode *data = child(xmlDocGetRootElement(doc), "sheetData");
	for (const xmlNode *n = data ? data->children : NULL; rc == 0 && n; n = n->next) {
		if (!is(n, "row"))
			continue;
		int64_t at = number(attribute(w, n, "r"), WORKBOOK_ROWS_MAX);
		for (; line < at; line++)
			buf_putc(b, '\n');
		if (line > (int64_t)WORKBOOK_ROWS_MAX)
			return err_set(e, ERR_LIMIT, "%s: more than %u rows; split the sheet", w->name,
				WORKBOOK_ROWS_MAX);
		rc = row_write(w, n, &width, b, e);
		buf_putc(b, '\n');
		line++;
	}
	return rc;
}

static int read_all(struct workbook *w, struct buf *b, struct err *e)
{
	int rc = sheet_find(w, e);

	if (rc == 0)
		rc = strings_read(w, e);
	if (rc == 0)
		rc = styles_read(w, e);
	return rc == 0 ? rows_write(w, b, e) : rc;
}

int workbook_csv(struct arena *a, const char *name, const char *data, size_t len, const char **ret,
	size_t *ret_len, struct err *e)
{
	struct workbook w = {.a = a, .name = name};
	zip_error_t why;
	struct buf b;

	zip_error_init(&why);
	zip_source_t *source = zip_source_buffer_create(data, len, 0, &why);
	w.zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
	zip_error_fini(&why);
	if (!w.zip) {
		zip_source_free(source);
		return broken(&w, "it is no ZIP file", e);
	}
	buf_init(&b, a, WORKBOOK_CSV_MAX);
	int rc = read_all(&w, &b, e);
	zip_discard(w.zip);
	if (rc == 0)
		rc = buf_check(&b, e);
	if (rc < 0)
		return rc;
	*ret = b.len ? b.data : "";
	*ret_len = b.len;
	return 0;
}
