/* vCard 4.0 (RFC 6350), written. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "offices/contacts/vcard_line.h"

/* A line with its end, folded between characters. */
static void line_write(struct buf *out, const char *line)
{
	size_t room = VCARD_FOLD_BYTES;

	while (*line) {
		uint32_t c;
		size_t n = text_char(line, strlen(line), &c);

		n = n ? n : 1;
		if (n > room) {
			buf_puts(out, "\r\n ");
			room = VCARD_FOLD_BYTES - 1;
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
		char *name = arena_printf(a, VCARD_OWN "%s", own_fields[i]);

		for (char *s = name; *s; s++)
			*s = (char)(*s == '.' ? '-' : toupper((unsigned char)*s));
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
