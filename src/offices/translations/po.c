/* PO, gettext's catalogue: a key as context, fuzzy for what nobody stands behind. */
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "offices/translations/exchange.h"

/* ---- out ---- */

static void quoted(struct buf *out, const char *s, size_t len)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			buf_printf(out, "\\%c", s[i]);
		else if (s[i] == '\n')
			buf_puts(out, "\\n");
		else if (s[i] == '\t')
			buf_puts(out, "\\t");
		else
			buf_putc(out, s[i]);
	}
	buf_puts(out, "\"\n");
}

/* A text of several lines begins on a line of its own, as gettext writes it. */
static void field(struct buf *out, const char *before, const char *word, const char *s)
{
	const char *newline = strchr(s, '\n');
	buf_printf(out, "%s%s ", before, word);
	if (newline && newline[1])
		buf_puts(out, "\"\"\n");
	for (const char *end; *s || word; s = end, word = NULL) {
		end = strchr(s, '\n');
		end = end ? end + 1 : s + strlen(s);
		if (!word || (newline && newline[1]))
			buf_puts(out, before);
		quoted(out, s, (size_t)(end - s));
	}
}

static void comment(struct buf *out, const char *sign, const char *s)
{
	for (const char *end; *s; s = end) {
		end = s + strcspn(s, "\n");
		buf_printf(out, "%s %.*s\n", sign, (int)(end - s), s);
		end += *end == '\n';
	}
}

static void header(const struct exchange *x, struct buf *out)
{
	struct buf h;
	buf_init(&h, out->arena, 4000);
	buf_printf(&h, "Project-Id-Version: %s\n", *x->letter ? x->letter : "paraph");
	buf_printf(
		&h, "PO-Revision-Date: %.10s %.5s+0000\n", x->at, strlen(x->at) > 16 ? x->at + 11 : "00:00");
	buf_puts(&h, "Last-Translator: \nLanguage-Team: \n");
	buf_printf(&h, "Language: %s\n", x->target_lang);
	buf_puts(&h,
		"MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
		"Content-Transfer-Encoding: 8bit\n");
	buf_printf(&h, "X-Source-Language: %s\nX-Generator: Paraph\n", x->source_lang);
	field(out, "", "msgid", "");
	field(out, "", "msgstr", h.data);
}

void po_write(const struct exchange *x, struct buf *out)
{
	header(x, out);
	for (size_t i = 0; i < x->n; i++) {
		const struct exchange_unit *u = &x->unit[i];
		bool fuzzy = *u->target && (u->state == EXCHANGE_INITIAL || u->machine || *u->was);
		buf_putc(out, '\n');
		comment(out, "#.", u->note);
		comment(out, "#.", u->machine ? "machine" : "");
		comment(out, "#:", u->place);
		buf_puts(out, fuzzy ? "#, fuzzy\n" : "");
		if (*u->was)
			field(out, "#| ", "msgid", u->was);
		if (*u->key)
			field(out, "", "msgctxt", u->key);
		field(out, "", "msgid", u->source);
		field(out, "", "msgstr", u->target);
	}
}

/* ---- in ---- */

enum part_of { IN_NOTHING, IN_CONTEXT, IN_ID, IN_STR };

struct reader {
	struct arena *a;
	const char *name;
	unsigned line;
	struct exchange x;
	size_t cap;
	struct exchange_unit u; /* at hand */
	enum part_of part;
	bool any, fuzzy, machine, has_id, has_str;
	struct buf text; /* of the part at hand */
	struct err *e;
};

static int bad(struct reader *r, const char *fmt, ...) ATTR_PRINTF(2, 3);
static int bad(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *why = arena_vprintf(r->a, fmt, ap);
	va_end(ap);
	return err_set(r->e, ERR_INVALID, "%s:%u: %s", r->name, r->line, why);
}

static void part_end(struct reader *r)
{
	const char *text = r->text.len ? arena_strndup(r->a, r->text.data, r->text.len) : "";
	if (r->part == IN_CONTEXT)
		r->u.key = text;
	else if (r->part == IN_ID)
		r->u.source = text;
	else if (r->part == IN_STR)
		r->u.target = text;
	buf_reset(&r->text);
	r->part = IN_NOTHING;
}

/* The value of a line "NAME: value" of the header. */
static const char *header_value(struct arena *a, const char *header, const char *name)
{
	size_t n = strlen(name);
	for (const char *s = header; *s; s += strcspn(s, "\n") + (s[strcspn(s, "\n")] != '\0')) {
		if (strncmp(s, name, n) != 0 || s[n] != ':')
			continue;
		s += n + 1;
		s += strspn(s, " ");
		return arena_strndup(a, s, strcspn(s, "\n"));
	}
	return "";
}

static int header_read(struct reader *r)
{
	const char *type = header_value(r->a, r->u.target, "Content-Type");
	const char *letter = header_value(r->a, r->u.target, "Project-Id-Version");
	const char *from = header_value(r->a, r->u.target, "X-Source-Language");
	if (*type && !strcasestr(type, "utf-8") && !strcasestr(type, "us-ascii"))
		return bad(r, "the header says %s; save the file as UTF-8", type);
	r->x.target_lang = header_value(r->a, r->u.target, "Language");
	r->x.source_lang = *from ? from : "en";
	r->x.letter = strchr(letter, '/') ? letter : "";
	return 0;
}

static int entry_end(struct reader *r)
{
	int rc = 0;
	part_end(r);
	if (!r->any)
		return 0;
	if (!r->has_id || !r->has_str)
		return bad(r, "an entry ends here without its %s; add it", r->has_id ? "msgstr" : "msgid");
	r->u.state = r->fuzzy || r->machine || !*r->u.target ? EXCHANGE_INITIAL : EXCHANGE_TRANSLATED;
	r->u.machine = r->machine;
	if (*r->u.source == '\0' && *r->u.key == '\0') {
		rc = header_read(r);
	} else if (r->x.n == EXCHANGE_UNITS_MAX) {
		rc = err_set(r->e, ERR_LIMIT, "%s:%u: over %u entries; cut the file in two", r->name, r->line,
			EXCHANGE_UNITS_MAX);
	} else {
		GROW(r->a, r->x.unit, r->x.n, r->cap);
		r->x.unit[r->x.n++] = r->u;
	}
	r->u = (struct exchange_unit){
		.key = "", .source = "", .target = "", .was = "", .note = "", .place = ""};
	r->any = r->fuzzy = r->machine = r->has_id = r->has_str = false;
	return rc;
}

static unsigned digit_of(char c, unsigned base)
{
	unsigned d = c >= '0' && c <= '9' ? (unsigned)(c - '0')
		: c >= 'a' && c <= 'f'    ? (unsigned)(c - 'a' + 10)
		: c >= 'A' && c <= 'F'    ? (unsigned)(c - 'A' + 10)
					  : base;
	return d < base ? d : base;
}

/* What follows a backslash; 0 when it is nothing that a text can hold. A carriage return is none of its own.
 */
static size_t escape(struct reader *r, const char *s)
{
	static const char from[] = "ntr\\\"", to[] = "\n\t\r\\\"";
	const char *at = *s ? strchr(from, *s) : NULL;
	unsigned base = *s == 'x' ? 16 : 8, value = 0;
	size_t n = *s == 'x', first = n;
	while (!at && n < first + (base == 16 ? 2 : 3) && digit_of(s[n], base) < base)
		value = value * base + digit_of(s[n++], base);
	if (at) {
		value = (unsigned char)to[at - from];
		n = 1;
	} else if (n == first || value < ' ' || value > 0x7e) {
		return 0;
	}
	if (value != '\r')
		buf_putc(&r->text, (char)value);
	return n;
}

static int string(struct reader *r, const char *s)
{
	if (*s != '"')
		return bad(r, "a text between \" is missing here");
	for (s++; *s && *s != '"';) {
		size_t n = 1;
		if (*s == '\\')
			n = escape(r, s + 1);
		else
			buf_putc(&r->text, *s);
		if (n == 0)
			return bad(r, "\\%c is no escape that a text can hold; write \\\\ for a backslash",
				s[1] ? s[1] : ' ');
		s += n + (*s == '\\');
	}
	if (*s != '"')
		return bad(r, "the text is not closed; add a \" at its end");
	if (s[1 + strspn(s + 1, " \t")])
		return bad(r, "something follows the closing \"; take it out, or write \\\" within the text");
	return 0;
}

static int keyword(struct reader *r, const char *s)
{
	static const struct {
		const char *word;
		enum part_of part;
	} words[] = {{"msgctxt", IN_CONTEXT}, {"msgid", IN_ID}, {"msgstr", IN_STR}};
	size_t n = strcspn(s, " \t\"[");
	int rc = 0;
	for (size_t i = 0; i < 3; i++) {
		if (strlen(words[i].word) != n || memcmp(s, words[i].word, n) != 0 || s[n] == '[')
			continue;
		bool begins = words[i].part == IN_CONTEXT || (words[i].part == IN_ID && r->has_id);
		if (begins && (r->has_id || r->part == IN_CONTEXT))
			rc = entry_end(r);
		part_end(r);
		if (rc == 0 && ((words[i].part == IN_STR && (!r->has_id || r->has_str))))
			return bad(r, "msgstr without a msgid before it");
		if (!r->any)
			r->u.line = r->line;
		r->any = true;
		r->part = words[i].part;
		r->has_id |= r->part == IN_ID;
		r->has_str |= r->part == IN_STR;
		s += n;
		return rc == 0 ? string(r, s + strspn(s, " \t")) : rc;
	}
	if (n == strlen("msgid_plural") && memcmp(s, "msgid_plural", n) == 0)
		return bad(r, "plural forms have no place here: a letter says them within its tags");
	return bad(r, "'%.20s' is no line of a PO file", s);
}

static int line_read(struct reader *r, const char *s)
{
	s += strspn(s, " \t");
	if (*s == '\0')
		return r->has_str || !r->any ? entry_end(r) : 0;
	if (*s == '"' && r->part != IN_NOTHING)
		return string(r, s);
	if (*s != '#')
		return keyword(r, s);
	if (s[1] == '~')
		return 0; /* no longer used */
	int rc = r->has_str ? entry_end(r) : 0;
	r->fuzzy |= s[1] == ',' && strstr(s, "fuzzy") != NULL;
	r->machine |= strcmp(s, "#. machine") == 0;
	return rc;
}

int po_read(
	struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret, struct err *e)
{
	struct reader r = {.a = a, .name = name, .e = e, .line = 1};
	struct err why = {0};
	r.x = (struct exchange){.letter = "", .source_lang = "en", .target_lang = "", .at = ""};
	r.u = (struct exchange_unit){
		.key = "", .source = "", .target = "", .was = "", .note = "", .place = ""};
	buf_init(&r.text, a, EXCHANGE_BYTES_MAX);
	if (len > EXCHANGE_BYTES_MAX)
		return err_set(
			e, ERR_LIMIT, "%s: over %u bytes; cut the file in two", name, EXCHANGE_BYTES_MAX);
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
	}
	for (const char *end = data + len, *next; data < end; data = next, r.line++) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		size_t n = (size_t)((newline ? newline : end) - data);
		next = newline ? newline + 1 : end;
		n -= n && data[n - 1] == '\r';
		if (text_check(data, n, &why) < 0)
			return bad(&r, "%s; save the file as UTF-8", why.text);
		int rc = line_read(&r, arena_strndup(a, data, n));
		if (rc < 0)
			return rc;
	}
	int rc = entry_end(&r);
	if (rc == 0)
		*ret = r.x;
	return rc;
}
