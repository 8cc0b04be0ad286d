/* Lines of vCards. */
#include "offices/contacts/vcard_line.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* ---- taking a line apart ---- */

char *vcard_unfolded(struct arena *a, const char **at, const char *end, unsigned *next, unsigned *line)
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
		while (len && from[len - 1] == '\r') /* some write two */
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

/* NAME=VALUE from *at, which stands behind a ';'; quotation marks are taken off each member of a list.
 * Returns what ends it, ';' or ':', with *at behind that; '\0' when it is none. */
static char param_read(char **at, struct property *p)
{
	char *name = *at, *from = name + strcspn(name, "=;:"), *to, stop;

	if (*from != '=' || p->params == VCARD_PARAMS_MAX)
		return '\0';
	*from++ = '\0';
	capitals(name);
	p->param[p->params].name = name;
	p->param[p->params++].value = to = from;
	do {
		bool quoted = *from == '"';
		char *end = quoted ? strchr(++from, '"') : from + strcspn(from, ",;:");

		if (!end)
			return '\0';
		memmove(to, from, (size_t)(end - from));
		to += end - from;
		from = end + quoted;
		stop = *from++;
		*to = stop == ',' ? ',' : '\0';
		to += stop == ',';
	} while (stop == ',');
	*at = from;
	return stop == ';' || stop == ':' ? stop : '\0';
}

bool vcard_property(char *line, struct property *p)
{
	char *at = line + strcspn(line, ";:"), *dot, stop = *at;
	const char *pref;
	int64_t number;
	struct err ignored;

	if (!stop || at == line)
		return false;
	*at++ = '\0';
	while (stop == ';') {
		stop = param_read(&at, p);
		if (!stop)
			return false;
	}
	p->name = line;
	p->value = at;
	capitals(p->name);
	dot = strrchr(p->name, '.'); /* of a group */
	if (dot)
		p->name = dot + 1;
	for (size_t i = 0; i < p->params; i++)
		caret_decode(p->param[i].value);
	pref = vcard_param(p, "PREF");
	p->pref = pref && text_int(pref, 1, 100, &number, &ignored) == 0 ? (unsigned)number : VCARD_PREF_LAST;
	return true;
}

const char *vcard_param(const struct property *p, const char *name)
{
	for (size_t i = 0; i < p->params; i++)
		if (strcmp(p->param[i].name, name) == 0)
			return p->param[i].value;
	return NULL;
}

bool vcard_param_has(const struct property *p, const char *name, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i < p->params; i++) {
		const char *s = strcmp(p->param[i].name, name) == 0 ? p->param[i].value : "";

		for (; *s; s += strcspn(s, ","), s += *s == ',')
			if (strncasecmp(s, word, len) == 0 && (s[len] == ',' || !s[len]))
				return true;
	}
	return false;
}

/* ---- values ---- */

char *vcard_text(char *s)
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

/* Cuts at separators that are not escaped. */
size_t vcard_components(char *s, char separator, char *part[VCARD_COMPONENTS_MAX])
{
	size_t n = 0;

	part[n++] = s;
	for (; *s; s++) {
		if (s[0] == '\\' && s[1]) {
			s++;
		} else if (*s == separator && n < VCARD_COMPONENTS_MAX) {
			*s = '\0';
			part[n++] = s + 1;
		}
	}
	return n;
}

char *vcard_one_line(char *s)
{
	for (char *p = s; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return s;
}
