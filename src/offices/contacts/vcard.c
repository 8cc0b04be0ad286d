/* vCard 4.0 (RFC 6350), read: the properties that a contact holds, and X-PARAPH-FIELD for what the standard
 * has no place for. libical reads vCard from version 3.1 on, which Debian 12 does not have. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "offices/contacts/vcard_line.h"

struct card {
	struct brought *b;
	struct contact c;
	bool open, version, org;
	bool other; /* of another version: that is its fault, and all else follows from it */
	char *fn;
	size_t n, cap;
	struct property *property; /* of this card */
};

static void card_fault(struct card *k, unsigned line, const char *what)
{
	struct contact at = {.line = line};
	struct err e;

	err_set(&e, ERR_INVALID, "%s", what);
	brought_fault(k->b, &at, &e);
	k->c.faulty = true;
}

/* Of several the preferred one counts, else the first; true: this one is not it. */
static bool is_further(struct card *k, const struct property *p, const char *field)
{
	if (!*contact_get(k->b->a, &k->c, field))
		return false;
	brought_ignored(k->b, arena_printf(k->b->a, "a further %s", p->name));
	return true;
}

/* Adds to what a field says already. */
static void set_more(struct card *k, const char *field, const char *between, const char *text)
{
	const char *was = contact_get(k->b->a, &k->c, field);

	brought_set(k->b, &k->c, field, *was ? arena_printf(k->b->a, "%s%s%s", was, between, text) : text);
}

static void address_read(struct card *k, struct property *p)
{
	static const unsigned order[] = {0, 1, 2, 5, 3, 4, 6}; /* the code before the town */
	const char *said = vcard_param(p, "LABEL"), *lines = "";
	const char *label = said ? vcard_text(arena_strdup(k->b->a, said)) : NULL;
	char *part[VCARD_COMPONENTS_MAX], *line[VCARD_COMPONENTS_MAX];
	size_t n = vcard_components(p->value, ';', part);

	if (is_further(k, p, "post"))
		return;
	for (size_t i = 0; i < sizeof order / sizeof *order && !label; i++) {
		size_t parts = order[i] < n ? vcard_components(part[order[i]], ',', line) : 0;

		for (size_t j = 0; j < parts; j++)
			if (*vcard_text(line[j]))
				lines = arena_printf(k->b->a, "%s%s%s", lines,
					!*lines                                      ? ""
						: order[i] == 3 && n > 5 && *part[5] ? " "
										     : "\n",
					vcard_one_line(line[j]));
	}
	brought_set(k->b, &k->c, "post", label ? label : lines);
}

static void lang_read(struct card *k, struct property *p)
{
	set_more(k, "write", " ", vcard_text(p->value));
}

static void org_read(struct card *k, struct property *p)
{
	char *part[VCARD_COMPONENTS_MAX];

	vcard_components(p->value, ';', part);
	vcard_one_line(vcard_text(part[0]));
	if (!*part[0] || is_further(k, p, "organisation.name"))
		return;
	brought_set(k->b, &k->c, "organisation.name", part[0]);
	if (!*k->c.organisation)
		brought_set(k->b, &k->c, "organisation", contact_short_name(k->b->a, part[0]));
}

static void own_read(struct card *k, struct property *p)
{
	char *field = arena_strdup(k->b->a, p->name + strlen(VCARD_OWN));

	for (char *s = field; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	if (strncmp(field, "organisation-", 13) == 0)
		field[12] = '.';
	brought_set(k->b, &k->c, field, vcard_text(p->value));
}

static void email_read(struct card *k, struct property *p)
{
	const char *is = vcard_text(p->value);

	set_more(k, "email", " ", strncasecmp(is, "mailto:", 7) == 0 ? is + 7 : is);
}

static void tel_read(struct card *k, struct property *p)
{
	const char *number = vcard_text(p->value);

	if (!vcard_param_has(p, "TYPE", "fax"))
		brought_ignored(k->b, "TEL");
	else if (!is_further(k, p, "fax"))
		brought_set(k->b, &k->c, "fax", strncasecmp(number, "tel:", 4) == 0 ? number + 4 : number);
}

static void title_read(struct card *k, struct property *p)
{
	const char *lang = vcard_param(p, "LANGUAGE");
	const char *field = arena_printf(k->b->a, "title.%s", lang ? lang : "en");

	if (!is_further(k, p, field))
		brought_set(k->b, &k->c, field, vcard_one_line(vcard_text(p->value)));
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
	set_more(k, "note", "\n", vcard_text(p->value));
}

static void uid_read(struct card *k, struct property *p)
{
	brought_set(k->b, &k->c, "source", vcard_one_line(vcard_text(p->value)));
}

static void fn_read(struct card *k, struct property *p)
{
	if (!k->fn)
		k->fn = vcard_one_line(vcard_text(p->value));
}

static void kind_read(struct card *k, struct property *p)
{
	static const char *const no_person[] = {"org", "group", "location", "application", NULL};

	for (size_t i = 0; no_person[i]; i++)
		k->org |= strcasecmp(p->value, no_person[i]) == 0;
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
#define PROPERTIES (sizeof properties / sizeof *properties)

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

/* One that says what a contact would hold; by PREF, then as they stand. */
static void properties_read(struct card *k)
{
	for (unsigned pref = 1; pref <= VCARD_PREF_LAST; pref++)
		for (size_t i = 0; i < k->n; i++)
			for (size_t row = 0; k->property[i].pref == pref && row < PROPERTIES; row++)
				if (strcmp(properties[row].name, k->property[i].name) == 0)
					properties[row].read(k, &k->property[i]);
	for (size_t i = 0; i < k->n; i++)
		if (strncmp(k->property[i].name, VCARD_OWN, strlen(VCARD_OWN)) == 0)
			own_read(k, &k->property[i]);
}

static void card_end(struct card *k, unsigned line)
{
	k->open = false;
	if (k->other)
		return;
	properties_read(k);
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
}

static bool is_read(const char *name)
{
	for (size_t i = 0; i < PROPERTIES; i++)
		if (strcmp(properties[i].name, name) == 0)
			return true;
	return strncmp(name, VCARD_OWN, strlen(VCARD_OWN)) == 0;
}

static void card_property(struct card *k, const struct property *p, unsigned line)
{
	if (strcmp(p->name, "VERSION") == 0) {
		k->version = strcmp(p->value, "4.0") == 0;
		k->other = !k->version;
		if (k->other)
			card_fault(k, line,
				arena_printf(
					k->b->a, "VERSION:%.20s is not read; export as vCard 4.0", p->value));
	} else if (is_read(p->name)) {
		GROW(k->b->a, k->property, k->n, k->cap);
		k->property[k->n++] = *p;
	} else if (word_index(without, p->name) < 0) {
		brought_ignored(k->b, p->name);
	}
}

static void line_read(struct card *k, char *text, unsigned line)
{
	struct property p = {.line = line};

	if (!*text)
		return;
	if (!vcard_property(text, &p)) {
		if (!k->open || !k->other)
			card_fault(k, line, "not NAME:VALUE; mend the line, or take it out");
		return;
	}
	if (strcmp(p.name, "BEGIN") == 0 && strcasecmp(p.value, "VCARD") == 0)
		card_begin(k, line);
	else if (!k->open)
		card_fault(k, line, "outside a card, which begins with BEGIN:VCARD");
	else if (strcmp(p.name, "END") == 0)
		card_end(k, line);
	else if (!k->other)
		card_property(k, &p, line);
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
	while ((text = vcard_unfolded(ret->a, &at, end, &next, &line)))
		line_read(&k, text, line);
	if (k.open)
		card_fault(&k, k.c.line, "this card has no END:VCARD; the file was cut");
	return 0;
}
