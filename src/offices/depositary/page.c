/* HTML and XML as pages, by libxml2. No entity is fetched or expanded beyond the characters', nothing is
 * loaded, and the tree is walked without recursion. */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <strings.h>

#include "base/text.h"
#include "offices/depositary/depositary.h"
#include "offices/depositary/page.h"

#define MARK_OPEN "<superscript>"
#define MARK_CLOSE "</superscript>"

/* ---- the tree ---- */

static bool is_element(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcasecmp((const char *)n->name, name) == 0;
}

/* The next node in the order of the file, within `root`; NULL at the end. skip: not its children. */
static const xmlNode *following(const xmlNode *n, const xmlNode *root, bool skip)
{
	if (!skip && n->type == XML_ELEMENT_NODE && n->children)
		return n->children;
	for (; n && n != root; n = n->parent)
		if (n->next)
			return n->next;
	return NULL;
}

static const xmlNode *element_within(const xmlNode *root, const char *name)
{
	for (const xmlNode *n = root; n; n = following(n, root, false))
		if (n != root && is_element(n, name))
			return n;
	return NULL;
}

/* The child, or its child ..., by a path such as "Table/TGroup"; the first of each. */
static const xmlNode *element_at(const xmlNode *n, const char *path)
{
	while (n && *path) {
		size_t len = strcspn(path, "/");
		const xmlNode *c = n->children;

		while (c &&
			!(c->type == XML_ELEMENT_NODE && strlen((const char *)c->name) == len &&
				strncmp((const char *)c->name, path, len) == 0))
			c = c->next;
		n = c;
		path += len + (path[len] == '/');
	}
	return n;
}

static size_t children_named(const xmlNode *n, const char *name)
{
	size_t count = 0;

	for (const xmlNode *c = n ? n->children : NULL; c; c = c->next)
		count += is_element(c, name);
	return count;
}

/* "" where there is none. */
static const char *attribute(const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n->type == XML_ELEMENT_NODE ? n->properties : NULL; at; at = at->next)
		if (strcmp((const char *)at->name, name) == 0 && at->children && at->children->content)
			return (const char *)at->children->content;
	return "";
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static unsigned line_of(const xmlNode *n)
{
	long line = xmlGetLineNo(n);

	return line > 0 ? (unsigned)line : 1;
}

/* ---- texts ---- */

const char *page_fold(struct arena *a, const char *s)
{
	struct buf b;
	uint32_t c;
	bool space = false;
	size_t len = strlen(s);

	buf_init(&b, a, len);
	for (size_t n; (n = text_char(s, len, &c)) > 0; s += n, len -= n) {
		if (c == ' ' || c == 0xa0 || c == 0x2007 || c == 0x202f || c == 0xfeff ||
			text_is_control(c)) {
			space = b.len > 0;
			continue;
		}
		if (space)
			buf_putc(&b, ' ');
		space = false;
		buf_add(&b, s, n);
	}
	return b.data ? b.data : "";
}

/* All text below n; <sup> as the other form of the publication writes it. Breaks are spaces. */
static const char *text_of(struct arena *a, const xmlNode *root, size_t limit, bool *over)
{
	const xmlNode *closing = NULL; /* of a <sup>: the node that follows it */
	bool in_mark = false;
	struct buf b;

	buf_init(&b, a, limit);
	for (const xmlNode *n = root; n; n = following(n, root, is_element(n, "script"))) {
		if (in_mark && n == closing) {
			buf_puts(&b, MARK_CLOSE);
			in_mark = false;
		}
		if (is_element(n, "sup") && !in_mark) {
			buf_puts(&b, MARK_OPEN);
			closing = following(n, root, true);
			in_mark = true;
		}
		if (is_element(n, "br") || is_element(n, "p"))
			buf_putc(&b, ' ');
		if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
			buf_puts(&b, (const char *)n->content);
	}
	if (in_mark)
		buf_puts(&b, MARK_CLOSE);
	*over |= b.over;
	return page_fold(a, b.data);
}

/* Takes footnote marks out: what stands raised and begins with a digit. Raised letters are suffixes. */
static const char *without_marks(struct arena *a, const char *s, struct buf *marks)
{
	struct buf b;

	buf_init(&b, a, CELL_BYTES_MAX);
	while (*s) {
		const char *open = strcasestr(s, MARK_OPEN);
		const char *close = open ? strcasestr(open, MARK_CLOSE) : NULL;
		const char *in;

		if (!close) {
			buf_puts(&b, s);
			break;
		}
		buf_add(&b, s, (size_t)(open - s));
		open += strlen(MARK_OPEN);
		in = page_fold(a, arena_strndup(a, open, (size_t)(close - open)));
		if (*in >= '0' && *in <= '9') {
			buf_printf(marks, "%s%s", marks->len ? " " : "", in);
			buf_putc(&b, ' ');
		} else {
			buf_printf(&b, "(%s) ", in);
		}
		s = close + strlen(MARK_CLOSE);
	}
	return page_fold(a, b.data);
}

/* In a cell a raised letter is a suffix like any other. */
static const char *plain_suffix(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s);

	for (char *p = out; *p; p++)
		if (*p == '(' || *p == ')')
			*p = ' ';
	return page_fold(a, out);
}

/* ---- the table ---- */

struct table_in {
	struct arena *a;
	const char *path;
	struct page *page;
	bool over;
};

static bool begins(const char *s, const char *with)
{
	return strncasecmp(s, with, strlen(with)) == 0;
}

/* The cells of a row, at most PARTICIPANT_COLUMNS_MAX + 1. */
static size_t cells_of(struct table_in *t, const xmlNode *row, const char *one, const char *other,
	const char **ret, struct buf *marks)
{
	size_t n = 0;

	for (const xmlNode *c = row->children; c && n <= PARTICIPANT_COLUMNS_MAX; c = c->next)
		if (is_element(c, one) || is_element(c, other))
			ret[n++] = without_marks(t->a, text_of(t->a, c, CELL_BYTES_MAX, &t->over), marks);
	return n;
}

static int too_long(const struct table_in *t, const xmlNode *row, struct err *e)
{
	return err_set(
		e, ERR_LIMIT, "%s:%u: a cell of more than %u bytes", t->path, line_of(row), CELL_BYTES_MAX);
}

static int columns_read(
	struct table_in *t, const xmlNode *row, const char *one, const char *other, struct err *e)
{
	const char *cell[PARTICIPANT_COLUMNS_MAX + 1] = {NULL};
	struct buf marks;
	struct page *p = t->page;

	buf_init(&marks, t->a, CELL_BYTES_MAX);
	p->columns = cells_of(t, row, one, other, cell, &marks);
	if (p->columns > PARTICIPANT_COLUMNS_MAX)
		return err_set(e, ERR_LIMIT, "%s:%u: more than %u columns", t->path, line_of(row),
			PARTICIPANT_COLUMNS_MAX);
	if (t->over || marks.over)
		return too_long(t, row, e);
	p->column = NEW_ARRAY(t->a, const char *, p->columns);
	for (size_t i = 0; i < p->columns; i++)
		p->column[i] = cell[i];
	return 0;
}

static int row_read(struct table_in *t, const xmlNode *row, const char *one, const char *other, struct err *e)
{
	const char *cell[PARTICIPANT_COLUMNS_MAX + 1] = {NULL};
	struct page *p = t->page;
	struct buf marks;
	size_t n;

	buf_init(&marks, t->a, CELL_BYTES_MAX);
	n = cells_of(t, row, one, other, cell, &marks);
	if (t->over || marks.over)
		return too_long(t, row, e);
	if (n == 0)
		return 0;
	if (n != p->columns)
		return err_set(e, ERR_INVALID, "%s:%u: %zu cells under %zu titles; save the page anew, whole",
			t->path, line_of(row), n, p->columns);
	if (p->rows_n == PARTICIPANTS_MAX)
		return err_set(e, ERR_LIMIT, "%s: more than %u participants", t->path, PARTICIPANTS_MAX);
	GROW(t->a, p->row, p->rows_n, p->rows_cap);
	struct page_row *r = &p->row[p->rows_n++];
	*r = (struct page_row){line_of(row), NEW_ARRAY(t->a, const char *, n), marks.data};
	r->cell[0] = cell[0];
	for (size_t i = 1; i < n; i++)
		r->cell[i] = plain_suffix(t->a, cell[i]);
	return 0;
}

static int note_add(struct table_in *t, const char *mark, const char *text, struct err *e)
{
	struct page *p = t->page;

	if (p->notes_n == END_NOTES_MAX)
		return err_set(e, ERR_LIMIT, "%s: more than %u end notes", t->path, END_NOTES_MAX);
	GROW(t->a, p->note, p->notes_n, p->notes_cap);
	p->note[p->notes_n++] = (struct end_note){mark, text};
	return 0;
}

/* Bounds what may be walked. */
static int tree_check(const char *path, const xmlNode *root, struct err *e)
{
	size_t nodes = 0;

	for (const xmlNode *n = root; n; n = following(n, root, false)) {
		size_t depth = 0;

		if (n->type == XML_ELEMENT_NODE && ++nodes > PUBLICATION_NODES_MAX)
			return err_set(
				e, ERR_LIMIT, "%s: more than %u elements", path, PUBLICATION_NODES_MAX);
		for (const xmlNode *up = n; n->type == XML_ELEMENT_NODE && up != root; up = up->parent)
			if (++depth > PUBLICATION_DEPTH_MAX)
				return err_set(e, ERR_LIMIT, "%s: elements more than %u deep", path,
					PUBLICATION_DEPTH_MAX);
	}
	return 0;
}

static void free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

/* What is UTF-8 is read as that, whatever a file declares; else its declaration stands. */
static const char *encoding_of(const char *data, size_t len)
{
	uint32_t c;
	size_t n = 1;

	for (; len && n; data += n, len -= n)
		n = text_char(data, len, &c);
	return len ? NULL : "UTF-8";
}

/* ---- the status page ---- */

/* "STATUS AS AT : 03-02-2026 10:16:18 EDT": day, month, year. */
static day_t as_at_read(const char *s)
{
	struct date d = {0};
	const char *p = s + strcspn(s, "0123456789");
	int *const part[] = {&d.day, &d.month, &d.year};

	for (size_t i = 0; i < 3; i++) {
		size_t most = i == 2 ? 4 : 2, n = strspn(p, "0123456789");

		if (n != most || (i < 2 && p[n] != '-' && p[n] != '/'))
			return DAY_NONE_LOW;
		for (; n; n--)
			*part[i] = 10 * *part[i] + (*p++ - '0');
		p++;
	}
	return date_valid(d) ? date_to_day(d) : DAY_NONE_LOW;
}

/* What stands around the table, known by the ends of ids and by how it begins. */
static void around_read(struct table_in *t, const xmlNode *n)
{
	struct page *p = t->page;
	const char *id = attribute(n, "id"), *s;
	bool over = false;

	if (!ends_with(id, "div3") && !ends_with(id, "tcHead") && !ends_with(id, "tcTreaty") &&
		!ends_with(id, "tcText"))
		return;
	s = text_of(t->a, n, CELL_BYTES_MAX, &over);
	if (begins(s, "status as at") && p->as_at == DAY_NONE_LOW)
		p->as_at = as_at_read(s);
	else if (begins(s, "chapter ") && ends_with(id, "tcHead"))
		p->number = page_fold(t->a, s + strlen("chapter "));
	else if (ends_with(id, "tcTreaty") && !*p->title)
		p->title = s;
	else if (begins(s, "signatories") && !*p->printed)
		p->printed = s;
	else if (strstr(id, "rptTreaty") && !*p->concluded)
		p->concluded = s;
}

/* "6. Convention on Cluster Munitions" under chapter XXVI is XXVI-6. A treaty within another has a letter
 * more: "2. a) Protocol ...". */
static void number_read(struct arena *a, struct page *p)
{
	size_t n = strspn(p->title, "0123456789");
	const char *rest = p->title + n + (p->title[n] == '.'), *letter = "";

	if (n == 0 || p->title[n] != '.')
		return;
	rest += strspn(rest, " ");
	if (rest[0] >= 'a' && rest[0] <= 'z' && rest[1] == ')') {
		letter = arena_printf(a, "-%c", rest[0]);
		rest = page_fold(a, rest + 2);
	}
	if (*p->number)
		p->number = arena_printf(a, "%s-%.*s%s", p->number, (int)n, p->title, letter);
	p->title = rest;
}

static const xmlNode *participants_table(struct table_in *t, const xmlNode *root)
{
	const xmlNode *tr, *cell;
	bool over = false;

	for (const xmlNode *n = root; n; n = following(n, root, false)) {
		if (!is_element(n, "table"))
			continue;
		tr = element_within(n, "tr");
		cell = tr ? tr->children : NULL;
		while (cell && !is_element(cell, "td") && !is_element(cell, "th"))
			cell = cell->next;
		if (cell && begins(text_of(t->a, cell, CELL_BYTES_MAX, &over), "participant") &&
			!element_within(cell, "table"))
			return n;
	}
	return NULL;
}

static int html_rows(struct table_in *t, const xmlNode *table, struct err *e)
{
	bool titles = true;
	int rc = 0;

	for (const xmlNode *n = table; n && rc == 0; n = following(n, table, is_element(n, "tr"))) {
		if (!is_element(n, "tr"))
			continue;
		rc = titles ? columns_read(t, n, "td", "th", e) : row_read(t, n, "td", "th", e);
		titles = false;
	}
	return rc;
}

static int html_note(struct table_in *t, const xmlNode *n, struct err *e)
{
	const xmlNode *mark = element_within(n, "a");
	const char *name = mark ? attribute(mark, "name") : "", *text;
	bool over = false;

	if (!*name)
		return 0;
	text = text_of(t->a, n, END_NOTE_BYTES_MAX, &over);
	if (begins(text, name))
		text = page_fold(t->a, text + strlen(name));
	return note_add(t, arena_strdup(t->a, name), text, e);
}

static int no_table(const char *path, const char *data, struct err *e)
{
	return err_set(e, ERR_INVALID,
		"%s: no table of participants in it%s; open the treaty's status page and save that, as HTML",
		path,
		strcasestr(data, "maintenance") ? ": it is the notice that the site is under maintenance"
						: "");
}

int page_read_html(
	struct arena *a, const char *path, const char *data, size_t len, struct page *ret, struct err *e)
{
	struct page p = {.number = "", .title = "", .concluded = "", .printed = "", .as_at = DAY_NONE_LOW};
	struct table_in t = {.a = a, .path = path, .page = &p};
	const char *text = arena_strndup(a, data, len);
	xmlDoc *doc = htmlReadMemory(data, (int)len, NULL, encoding_of(data, len),
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL, *table;
	int rc;

	if (doc)
		arena_defer(a, free_doc, doc);
	if (!root)
		return no_table(path, text, e);
	rc = tree_check(path, root, e);
	if (rc < 0)
		return rc;
	table = participants_table(&t, root);
	if (!table)
		return no_table(path, text, e);
	for (const xmlNode *n = root; n && rc == 0; n = following(n, root, false)) {
		around_read(&t, n);
		if (strcmp(attribute(n, "class"), "divNotesAll") == 0)
			rc = html_note(&t, n, e);
	}
	number_read(a, &p);
	if (rc == 0)
		rc = html_rows(&t, table, e);
	if (rc == 0)
		*ret = p;
	return rc;
}

/* ---- MTDSG XML ---- */

static const char *text_at(struct table_in *t, const xmlNode *n, const char *path)
{
	bool over = false;
	const xmlNode *at = element_at(n, path);

	return at ? text_of(t->a, at, CELL_BYTES_MAX, &over) : "";
}

static int xml_table(struct table_in *t, const xmlNode *treaty, struct err *e)
{
	const xmlNode *group = element_at(treaty, "Participants/Table/TGroup");
	const xmlNode *titles = group ? element_at(group, "Thead/Row") : NULL;
	const xmlNode *rows = group ? element_at(group, "Tbody/Rows") : NULL;
	int rc;

	if (!titles || !rows)
		return err_set(e, ERR_INVALID,
			"%s: no Treaty/Participants/Table/TGroup with Thead/Row and Tbody/Rows; "
				"give the treaty's "
			"XML as the depositary publishes it, or its status page as HTML",
			t->path);
	rc = columns_read(t, titles, "Entry", "Entry", e);
	for (const xmlNode *n = rows->children; n && rc == 0; n = n->next)
		if (is_element(n, "Row"))
			rc = row_read(t, n, "Entry", "Entry", e);
	return rc;
}

/* Each child is a note that begins with its mark. */
static int xml_notes(struct table_in *t, const xmlNode *treaty, struct err *e)
{
	const xmlNode *notes = element_at(treaty, "EndNotes");
	int rc = 0;

	for (const xmlNode *n = notes ? notes->children : NULL; n && rc == 0; n = n->next) {
		bool over = false;
		struct buf marks;
		const char *s;
		size_t digits;

		if (n->type != XML_ELEMENT_NODE)
			continue;
		buf_init(&marks, t->a, CELL_BYTES_MAX);
		s = text_of(t->a, n, END_NOTE_BYTES_MAX, &over);
		if (begins(s, MARK_OPEN))
			s = without_marks(t->a, s, &marks);
		digits = strspn(s, "0123456789");
		if (marks.len)
			rc = note_add(t, marks.data, s, e);
		else if (digits)
			rc = note_add(t, arena_strndup(t->a, s, digits),
				page_fold(t->a, s + digits + strspn(s + digits, ".)")), e);
	}
	return rc;
}

static const xmlNode *xml_treaty(const char *path, const xmlNode *root, struct err *e)
{
	size_t n = children_named(root, "Treaty");

	if (n > 1)
		err_write(e, ERR_INVALID, "%s: %zu treaties in it; give a file of one", path, n);
	else if (n == 0 && strcmp((const char *)root->name, "Treaty") != 0)
		err_write(e, ERR_INVALID,
			"%s: no Treaty in it; give a treaty's XML as the depositary publishes it", path);
	else
		return n ? element_at(root, "Treaty") : root;
	return NULL;
}

int page_read_xml(
	struct arena *a, const char *path, const char *data, size_t len, struct page *ret, struct err *e)
{
	struct page p = {.as_at = DAY_NONE_LOW};
	struct table_in t = {.a = a, .path = path, .page = &p};
	xmlDoc *doc = xmlReadMemory(data, (int)len, NULL, encoding_of(data, len),
		XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL, *treaty;
	const xmlError *why = xmlGetLastError();
	int rc;

	if (doc)
		arena_defer(a, free_doc, doc);
	if (!root)
		return err_set(e, ERR_INVALID, "%s:%d: no XML that can be read; save it again, whole", path,
			why && why->line > 0 ? why->line : 1);
	rc = tree_check(path, root, e);
	if (rc < 0)
		return rc;
	treaty = xml_treaty(path, root, e);
	if (!treaty)
		return ERR_INVALID;
	p.number = text_at(&t, treaty, "Chapter");
	p.title = text_at(&t, treaty, "ExternalData/Titlesect");
	p.concluded = text_at(&t, treaty, "ExternalData/Conclusion");
	p.printed = arena_printf(a, "Signatories %s Parties %s",
		text_at(&t, treaty, "ExternalData/Status/Signatories"),
		text_at(&t, treaty, "ExternalData/Status/Parties"));
	if (begins(p.number, "chapter "))
		p.number = page_fold(a, p.number + strlen("chapter "));
	number_read(a, &p);
	rc = xml_table(&t, treaty, e);
	if (rc == 0)
		rc = xml_notes(&t, treaty, e);
	if (rc == 0)
		*ret = p;
	return rc;
}
