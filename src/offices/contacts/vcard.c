/* vCard 4.0 (RFC 6350), read and written: the properties that a contact holds, and X-PARAPH-FIELD for what
 * the standard has no place for. libical reads vCard from version 3.1 on, which Debian 12 does not have. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "offices/contacts/contact.h"

#define FOLD_BYTES 75u /* of a line, without its end: section 3.2 */
#define PARAMS_MAX 16u
#define COMPONENTS_MAX 16u /* of ADR, ORG, N */
#define OWN "X-PARAPH-"

/* One property, unfolded. Names in capitals. */
struct property {
	unsigned line;
	char *name, *value;
	size_t params;
	struct {
		char *name, *value;
	} param[PARAMS_MAX];
};

/* ---- taking a line apart ---- */

/* The next line with its continuations, without folds; NULL at the end. *line: of its beginning. */
static char *unfolded(struct arena *a, const char **at, const char *end, unsigned *next, unsigned *line)
{
	char *out = NULL;
	size_t n = 0;

	if (*at >= end)
		return NULL;
	*line = *next;
	for (bool first = true; *at < end && (first || **at == ' ' || **at == '\t'); first = false) {
		const char *from = *at + !first, *stop = memchr(from, '\n', (size_t)(end - from));
		size_t len = (size_t)((stop ? stop : end) - from);

		*at = stop ? stop + 1 : end;
		++*next;
		if (len && from[len - 1] == '\r')
			len--;
		out = arena_grow(a, out, out ? n + 1 : 0, n + len + 1);
		memcpy(out + n, from, len);
		n += len;
	}
	return out;
}

static void capitals(char *s)
{
	for (; *s; s++)
		*s = (char)toupper((unsigned char)*s);
}

/* RFC 6868: ^n a line end, ^' a quotation mark, ^^ itself. In place. */
static void caret_decode(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (s[0] == '^' && (s[1] == 'n' || s[1] == '\'' || s[1] == '^'))
			*to++ = *++s == 'n' ? '\n' : *s == '\'' ? '"' : '^';
		else
			*to++ = *s;
	}
	*to = '\0';
}

/* NAME=VALUE or NAME="VALUE", from *at, which stands behind a ';'. */
static bool param_read(char **at, struct property *p)
{
	char *name = *at, *equals = name + strcspn(name, "=;:"), *value, *end;

	if (*equals != '=' || p->params == PARAMS_MAX)
		return false;
	*equals = '\0';
	value = equals + 1;
	if (*value == '"') {
		end = strchr(++value, '"');
		if (!end)
			return false;
		*end++ = '\0';
	} else {
		end = value + strcspn(value, ";:");
	}
	if (*end == ',') /* a list: the first member is enough for what is asked here */
		end += strcspn(end, ";:");
	if (*end != ';' && *end != ':')
		return false;
	*at = end;
	capitals(name);
	p->param[p->params].name = name;
	p->param[p->params++].value = value;
	return true;
}

static bool property_read(char *line, struct property *p)
{
	char *at = line + strcspn(line, ";:"), *dot;

	if (!*at || at == line)
		return false;
	p->name = line;
	while (*at == ';') {
		*at++ = '\0';
		if (!param_read(&at, p))
			return false;
	}
	*at = '\0';
	p->value = at + 1;
	capitals(p->name);
	dot = strrchr(p->name, '.'); /* of a group */
	if (dot)
		p->name = dot + 1;
	for (size_t i = 0; i < p->params; i++) {
		char *stop = strpbrk(p->param[i].value, ";:");

		if (stop)
			*stop = '\0';
		caret_decode(p->param[i].value);
	}
	return true;
}

static const char *param(const struct property *p, const char *name)
{
	for (size_t i = 0; i < p->params; i++)
		if (strcmp(p->param[i].name, name) == 0)
			return p->param[i].value;
	return NULL;
}

/* ---- values ---- */

/* A text without its escapes (section 3.4). In place. */
static char *text_value(char *s)
{
	char *from = s, *to = s;

	for (; *from; from++) {
		if (from[0] == '\\' && from[1])
			*to++ = *++from == 'n' || *from == 'N' ? '\n' : *from;
		else
			*to++ = *from;
	}
	*to = '\0';
	return s;
}

/* Cuts at separators that are not escaped, then takes the escapes off. */
static size_t components(char *s, char separator, char *part[COMPONENTS_MAX])
{
	size_t n = 0;

	part[n++] = s;
	for (; *s; s++) {
		if (s[0] == '\\' && s[1]) {
			s++;
		} else if (*s == separator && n < COMPONENTS_MAX) {
			*s = '\0';
			part[n++] = s + 1;
		}
	}
	return n;
}

static char *one_line(char *s)
{
	for (char *p = s; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return s;
}

/* ---- one card ---- */

struct card {
	struct brought *b;
	struct contact c;
	bool open, version, org;
	char *fn;
	int lang_pref;
};

static void card_fault(struct card *k, unsigned line, const char *what)
{
	struct contact at = {.line = line};
	struct err e;

	err_set(&e, ERR_INVALID, "%s", what);
	brought_fault(k->b, &at, &e);
	k->c.faulty = true;
}

static void address_read(struct card *k, struct property *p)
{
	static const unsigned order[] = {0, 1, 2, 5, 3, 4, 6}; /* the code before the town */
	const char *label = param(p, "LABEL"), *lines = "";
	char *part[COMPONENTS_MAX], *line[COMPONENTS_MAX];
	size_t n = components(p->value, ';', part);

	if (*contact_get(k->b->a, &k->c, "post"))
		return;
	for (size_t i = 0; i < sizeof order / sizeof *order && !label; i++) {
		size_t parts = order[i] < n ? components(part[order[i]], ',', line) : 0;

		for (size_t j = 0; j < parts; j++)
			if (*text_value(line[j]))
				lines = arena_printf(k->b->a, "%s%s%s", lines,
					!*lines                                      ? ""
						: order[i] == 3 && n > 5 && *part[5] ? " "
										     : "\n",
					one_line(line[j]));
	}
	brought_set(k->b, &k->c, "post", label ? label : lines);
}

static void lang_read(struct card *k, struct property *p)
{
	const char *was = contact_get(k->b->a, &k->c, "write");

	brought_set(k->b, &k->c, "write",
		*was ? arena_printf(k->b->a, "%s %s", was, text_value(p->value)) : text_value(p->value));
}

static void org_read(struct card *k, struct property *p)
{
	char *part[COMPONENTS_MAX];

	components(p->value, ';', part);
	one_line(text_value(part[0]));
	if (!*part[0])
		return;
	brought_set(k->b, &k->c, "organisation.name", part[0]);
	if (!*k->c.organisation)
		brought_set(k->b, &k->c, "organisation", contact_short_name(k->b->a, part[0]));
}

static void own_read(struct card *k, struct property *p)
{
	char *field = arena_strdup(k->b->a, p->name + strlen(OWN));

	for (char *s = field; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	if (strncmp(field, "organisation-", 13) == 0)
		field[12] = '.';
	brought_set(k->b, &k->c, field, text_value(p->value));
}

static void email_read(struct card *k, struct property *p)
{
	const char *was = contact_get(k->b->a, &k->c, "email"), *is = text_value(p->value);

	if (strncmp(is, "mailto:", 7) == 0)
		is += 7;
	brought_set(k->b, &k->c, "email", *was ? arena_printf(k->b->a, "%s %s", was, is) : is);
}

static void tel_read(struct card *k, struct property *p)
{
	const char *type = param(p, "TYPE"), *number = text_value(p->value);

	if (!type || !strcasestr(type, "fax")) {
		brought_ignored(k->b, "TEL");
		return;
	}
	brought_set(k->b, &k->c, "fax", strncmp(number, "tel:", 4) == 0 ? number + 4 : number);
}

static void title_read(struct card *k, struct property *p)
{
	const char *lang = param(p, "LANGUAGE");

	brought_set(k->b, &k->c, arena_printf(k->b->a, "title.%s", lang ? lang : "en"),
		one_line(text_value(p->value)));
}

/* M, F; N is "none or not applicable". */
static void gender_read(struct card *k, struct property *p)
{
	const char *const said = *p->value == 'M' ? "m"
		: *p->value == 'F'                ? "f"
		: *p->value == 'N'                ? "none"
						  : "";

	if (*said && strchr(";", p->value[1]))
		brought_set(k->b, &k->c, "address", said);
}

static void note_read(struct card *k, struct property *p)
{
	brought_set(k->b, &k->c, "note", text_value(p->value));
}

static void uid_read(struct card *k, struct property *p)
{
	brought_set(k->b, &k->c, "source", one_line(text_value(p->value)));
}

static void fn_read(struct card *k, struct property *p)
{
	if (!k->fn)
		k->fn = one_line(text_value(p->value));
}

static void kind_read(struct card *k, struct property *p)
{
	k->org = strcasecmp(p->value, "org") == 0 || strcasecmp(p->value, "group") == 0;
}

static const struct {
	const char *name;
	void (*read)(struct card *k, struct property *p);
} properties[] = {
	{"UID", uid_read},
	{"FN", fn_read},
	{"KIND", kind_read},
	{"ORG", org_read},
	{"TITLE", title_read},
	{"EMAIL", email_read},
	{"TEL", tel_read},
	{"ADR", address_read},
	{"LANG", lang_read},
	{"GENDER", gender_read},
	{"NOTE", note_read},
};
/* Say nothing that a contact would hold. */
static const char *const without[] = {"N", "REV", "PRODID", "SOURCE", "XML", NULL};

static void card_begin(struct card *k, unsigned line)
{
	struct brought *b = k->b;

	if (k->open)
		card_fault(k, line, "BEGIN:VCARD within a card; end the one before with END:VCARD");
	*k = (struct card){.b = b, .c = contact_new(), .open = true};
	k->c.line = line;
}

static void card_end(struct card *k, unsigned line)
{
	if (!k->version)
		card_fault(k, k->c.line, "VERSION:4.0 is missing; export as vCard 4.0");
	if (!k->fn || !*k->fn)
		card_fault(k, k->c.line, "FN is missing; every card names somebody or something");
	else if (!k->org && strcmp(k->c.office, "organisation") != 0 && !*k->c.holder.name)
		brought_set(k->b, &k->c, "holder", k->fn);
	else if (!*k->c.name && !*k->c.holder.name)
		brought_set(k->b, &k->c, "name", k->fn);
	if (k->b->n < CONTACTS_MAX)
		brought_add(k->b, k->c);
	else
		card_fault(k, line, "too many cards; split the file");
	k->open = false;
}

static void card_property(struct card *k, struct property *p)
{
	if (strcmp(p->name, "VERSION") == 0) {
		k->version = strcmp(p->value, "4.0") == 0;
		return;
	}
	if (strncmp(p->name, OWN, strlen(OWN)) == 0) {
		own_read(k, p);
		return;
	}
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
		if (strcmp(properties[i].name, p->name) == 0) {
			properties[i].read(k, p);
			return;
		}
	if (word_index(without, p->name) < 0)
		brought_ignored(k->b, p->name);
}

static void line_read(struct card *k, char *text, unsigned line)
{
	struct property p = {.line = line};

	if (!*text)
		return;
	if (!property_read(text, &p)) {
		card_fault(k, line, "not NAME:VALUE; mend the line, or take it out");
		return;
	}
	if (strcmp(p.name, "BEGIN") == 0 && strcasecmp(p.value, "VCARD") == 0)
		card_begin(k, line);
	else if (!k->open)
		card_fault(k, line, "outside a card, which begins with BEGIN:VCARD");
	else if (strcmp(p.name, "END") == 0)
		card_end(k, line);
	else
		card_property(k, &p);
}

int contacts_vcard(struct brought *ret, const char *data, size_t len, struct err *e)
{
	struct card k = {.b = ret};
	const char *at = data, *end = data + len;
	unsigned next = 1, line = 1;
	char *text;

	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	if ((size_t)(end - at) < strlen("BEGIN:VCARD") || strncasecmp(at, "BEGIN:VCARD", 11) != 0)
		return err_set(e, ERR_INVALID, "%s: no vCard, which begins with BEGIN:VCARD", ret->path);
	for (size_t i = 0; at + i < end;) {
		uint32_t c;
		size_t n = text_char(at + i, (size_t)(end - at) - i, &c);

		if (n == 0 || (text_is_control(c) && !strchr("\r\n\t", (int)c)) || c == 0)
			return err_set(e, ERR_INVALID, "%s: not UTF-8 text; export as vCard 4.0", ret->path);
		i += n;
	}
	while ((text = unfolded(ret->a, &at, end, &next, &line)))
		line_read(&k, text, line);
	if (k.open)
		card_fault(&k, k.c.line, "this card has no END:VCARD; the file was cut");
	return 0;
}

/* ---- writing ---- */

/* A line with its end, folded between characters. */
static void line_write(struct buf *out, const char *line)
{
	size_t room = FOLD_BYTES;

	while (*line) {
		uint32_t c;
		size_t n = text_char(line, strlen(line), &c);

		n = n ? n : 1;
		if (n > room) {
			buf_puts(out, "\r\n ");
			room = FOLD_BYTES - 1;
		}
		buf_add(out, line, n);
		line += n;
		room -= n;
	}
	buf_puts(out, "\r\n");
}

static const char *escaped(struct arena *a, const char *text)
{
	struct buf b;

	buf_init(&b, a, 2 * strlen(text) + 1);
	for (; *text; text++) {
		if (*text == '\n')
			buf_puts(&b, "\\n");
		else if (strchr("\\,;", *text))
			buf_printf(&b, "\\%c", *text);
		else
			buf_putc(&b, *text);
	}
	return b.len ? b.data : "";
}

static const char *caret_encoded(struct arena *a, const char *text)
{
	struct buf b;

	buf_init(&b, a, 2 * strlen(text) + 1);
	for (; *text; text++) {
		if (*text == '\n' || *text == '"' || *text == '^')
			buf_puts(&b, *text == '\n' ? "^n" : *text == '"' ? "^'" : "^^");
		else
			buf_putc(&b, *text);
	}
	return b.len ? b.data : "";
}

static void put(struct buf *out, struct arena *a, const char *before, const char *text)
{
	if (*text)
		line_write(out, arena_printf(a, "%s:%s", before, escaped(a, text)));
}

static void channels_write(struct buf *out, struct arena *a, const struct contact *c)
{
	for (size_t i = 0; i < c->channels_n; i++) {
		const struct channel *ch = &c->channel[i];
		const char *pref = arena_printf(a, ";PREF=%zu", i + 1);

		if (ch->kind == CHANNEL_EMAIL)
			put(out, a, arena_printf(a, "EMAIL%s", pref), ch->address);
		else if (ch->kind == CHANNEL_FAX)
			put(out, a, arena_printf(a, "TEL;TYPE=fax%s", pref), ch->address);
		else if (ch->kind == CHANNEL_POST)
			line_write(out,
				arena_printf(a, "ADR;LABEL=\"%s\":;;%s;;;;", caret_encoded(a, ch->address),
					escaped(a, ch->address)));
	}
}

static void langs_write(struct buf *out, struct arena *a, const struct contact *c)
{
	char **tag;
	size_t n = text_split(a, c->write, " ", &tag);

	for (size_t i = 0; i < n; i++)
		put(out, a, arena_printf(a, "LANG;PREF=%zu", i + 1), tag[i]);
}

/* Fields that the standard has no place for. */
static const char *const own_fields[] = {"office", "state", "organisation", "organisation.short",
	"organisation.category", "place", "name", "holder", "rank", "person", "since", "read", "purpose",
	"retain", "from", "to", "confirmed", "hand", "pouch", "personal", "channels", "bodies"};

static void own_write(struct buf *out, struct arena *a, const struct contact *c)
{
	for (size_t i = 0; i < sizeof own_fields / sizeof *own_fields; i++) {
		char *name = arena_printf(a, OWN "%s", own_fields[i]);

		capitals(name);
		for (char *s = name; *s; s++)
			*s = *s == '.' ? '-' : *s;
		put(out, a, name, contact_get(a, c, own_fields[i]));
	}
}

static void card_write(struct buf *out, struct arena *a, const struct contact *c)
{
	const char *const names[] = {c->holder.name, c->name, c->org_name,
		c->titles_n ? c->title[0].text : "", arena_printf(a, "%s of %s", c->office, c->state)};
	size_t i = 0;

	while (!*names[i])
		i++;
	buf_puts(out, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
	put(out, a, "KIND", *c->holder.name ? "individual" : "org");
	put(out, a, "UID", *c->source ? c->source : *c->id ? arena_printf(a, "urn:paraph:%s", c->id) : "");
	put(out, a, "FN", names[i]);
	put(out, a, "ORG", c->org_name);
	for (size_t k = 0; k < c->titles_n; k++)
		put(out, a, arena_printf(a, "TITLE;LANGUAGE=%s", c->title[k].lang), c->title[k].text);
	put(out, a, "GENDER",
		*c->holder.address == 'm'           ? "M"
			: *c->holder.address == 'f' ? "F"
			: *c->holder.address        ? "N"
						    : "");
	langs_write(out, a, c);
	channels_write(out, a, c);
	put(out, a, "NOTE", c->note);
	own_write(out, a, c);
	buf_puts(out, "END:VCARD\r\n");
}

void contacts_vcard_write(struct buf *out, struct arena *a, const struct contact *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		card_write(out, a, &c[i]);
}
