/* XLIFF 2: written as 2.1, read as 2.0, 2.1 and 2.2. A unit is a paragraph; tags are <ph> of which the unit
 * keeps the words, but for tags with arms, whose words are translated. */
#include <string.h>

#include "base/text.h"
#include "offices/translations/xliff.h"
#include "text/paragraph.h"

#define CORE "urn:oasis:names:tc:xliff:document:2.0"
#define XML_NS "http://www.w3.org/XML/1998/namespace"

const char *const exchange_state_names[EXCHANGE_STATE_COUNT + 1] = {
	"initial", "translated", "reviewed", "final"};

/* ---- out ---- */

/* The tags of a unit that a translator only places. */
struct codes {
	size_t n, cap;
	struct code {
		const char *s;
		size_t len;
	} * at;
};

static bool has_arms(const char *tag, size_t len)
{
	const char *bar = memchr(tag, '|', len);
	return bar && memchr(bar, '=', len - (size_t)(bar - tag));
}

static size_t code_of(const struct codes *c, const char *tag, size_t len)
{
	size_t i = 0;
	while (i < c->n && (c->at[i].len != len || memcmp(c->at[i].s, tag, len) != 0))
		i++;
	return i;
}

static void codes_gather(struct arena *a, struct codes *c, const char *text)
{
	size_t pos = 0, len = 0;
	const char *tag = NULL;
	while (paragraph_tag(text, &pos, &tag, &len)) {
		if (has_arms(tag, len) || code_of(c, tag, len) < c->n)
			continue;
		GROW(a, c->at, c->n, c->cap);
		c->at[c->n++] = (struct code){tag, len};
	}
}

static void content(struct arena *a, const struct codes *c, const char *text, struct buf *out)
{
	size_t pos = 0, from = 0, len = 0, *met = NEW_ARRAY(a, size_t, c->n + 1);
	const char *tag = NULL;
	while (paragraph_tag(text, &pos, &tag, &len)) {
		size_t at = code_of(c, tag, len);
		if (at == c->n)
			continue;
		xml_put(out, arena_strndup(a, text + from, (size_t)(tag - text) - from));
		met[at]++;
		buf_printf(out, "<ph id=\"c%zu", at + 1);
		if (met[at] > 1)
			buf_printf(out, "-%zu", met[at]);
		buf_printf(out, "\" dataRef=\"d%zu\" disp=\"", at + 1);
		xml_put(out, arena_strndup(a, tag, len));
		buf_puts(out, "\"/>");
		from = pos;
	}
	xml_put(out, text + from);
}

static void attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	xml_put(out, value);
	buf_putc(out, '"');
}

static void notes(const struct exchange_unit *u, struct buf *out)
{
	const char *const note[][2] = {{"state", u->note}, {"place", u->place}, {"was", u->was}};
	if (!*u->note && !*u->place && !*u->was)
		return;
	buf_puts(out, "<notes>");
	for (size_t i = 0; i < 3; i++) {
		if (!*note[i][1])
			continue;
		buf_printf(out, "<note category=\"%s\">", note[i][0]);
		xml_put(out, note[i][1]);
		buf_puts(out, "</note>");
	}
	buf_puts(out, "</notes>\n");
}

static void unit_write(const struct exchange_unit *u, size_t number, struct buf *out)
{
	AUTO_ARENA a = arena_child(out->arena, "unit");
	struct codes c = {0};
	codes_gather(a, &c, u->source);
	codes_gather(a, &c, u->target);
	buf_printf(out, "<unit id=\"u%zu\"", number);
	if (*u->key)
		attribute(out, "name", u->key);
	buf_puts(out, " xml:space=\"preserve\">\n");
	notes(u, out);
	if (c.n)
		buf_puts(out, "<originalData>");
	for (size_t i = 0; i < c.n; i++) {
		buf_printf(out, "<data id=\"d%zu\">", i + 1);
		xml_put(out, arena_strndup(a, c.at[i].s, c.at[i].len));
		buf_puts(out, "</data>");
	}
	buf_puts(out, c.n ? "</originalData>\n" : "");
	bool initial = !*u->target || u->machine || *u->was;
	buf_printf(out, "<segment state=\"%s\"%s>\n<source>",
		exchange_state_names[initial ? EXCHANGE_INITIAL : u->state],
		u->machine ? " subState=\"paraph:machine\"" : "");
	content(a, &c, u->source, out);
	buf_puts(out, "</source>\n");
	if (*u->target) {
		buf_puts(out, "<target>");
		content(a, &c, u->target, out);
		buf_puts(out, "</target>\n");
	}
	buf_puts(out, "</segment>\n</unit>\n");
}

void xliff_write(const struct exchange *x, struct buf *out)
{
	buf_puts(
		out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"" CORE "\" version=\"2.1\"");
	attribute(out, "srcLang", x->source_lang);
	attribute(out, "trgLang", x->target_lang);
	buf_puts(out, ">\n<file id=\"letter\"");
	attribute(out, "original", x->letter);
	buf_puts(out, ">\n");
	for (size_t i = 0; i < x->n; i++)
		unit_write(&x->unit[i], i + 1, out);
	buf_puts(out, "</file>\n</xliff>\n");
}

/* ---- in ---- */

struct reading_xliff {
	struct arena *a;
	const char *name;
	struct exchange x;
	size_t cap;
	struct err *e;
};

static const char *data_of(struct arena *a, const xmlNode *unit, const char *id)
{
	const xmlNode *c = unit->children;
	while (c && !xliff_is(c, "originalData"))
		c = c->next;
	for (c = c ? c->children : NULL; c; c = c->next) {
		const char *own = xliff_is(c, "data") ? xml_attribute(c, NULL, "id") : NULL;
		struct buf b;
		if (!own || strcmp(own, id) != 0)
			continue;
		buf_init(&b, a, EXCHANGE_BYTES_MAX);
		xml_text(c, &b);
		return b.data ? b.data : "";
	}
	return "";
}

static void code_put(struct arena *a, const xmlNode *unit, const xmlNode *n, const char *ref, struct buf *out)
{
	const char *id = xml_attribute(n, NULL, ref);
	if (id)
		buf_puts(out, data_of(a, unit, id));
}

static void cp_put(const xmlNode *n, struct buf *out)
{
	const char *hex = xml_attribute(n, NULL, "hex");
	uint32_t c = 0;
	for (; hex && *hex; hex++)
		c = c << 4 | (uint32_t)(*hex <= '9' ? *hex - '0' : (*hex | 0x20) - 'a' + 10);
	if (c == '\n' || c == '\t')
		buf_putc(out, (char)c);
}

/* Text with what its codes stand for. Depth is bounded by xml_open(). */
static void flat(struct arena *a, const xmlNode *unit, const xmlNode *list, struct buf *out)
{
	for (const xmlNode *n = list; n; n = n->next) {
		if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
			buf_puts(out, (const char *)n->content);
		else if (xliff_is(n, "ph") || xliff_is(n, "sc") || xliff_is(n, "ec"))
			code_put(a, unit, n, "dataRef", out);
		else if (xliff_is(n, "cp"))
			cp_put(n, out);
		if (!xliff_is(n, "pc") && !xliff_is(n, "mrk"))
			continue;
		code_put(a, unit, n, "dataRefStart", out);
		flat(a, unit, n->children, out);
		code_put(a, unit, n, "dataRefEnd", out);
	}
}

static bool preserved(const xmlNode *n)
{
	const char *space = xliff_inherited(n, "space");
	return space && strcmp(space, "preserve") == 0;
}

static const char *folded(struct arena *a, const char *s)
{
	struct buf b;
	buf_init(&b, a, strlen(s));
	for (; *s; s++) {
		bool space = strchr(" \t\r\n", *s) != NULL;
		if (!space)
			buf_putc(&b, *s);
		else if (b.len && b.data[b.len - 1] != ' ' && s[1 + strspn(s + 1, " \t\r\n") - 1])
			buf_putc(&b, ' ');
	}
	while (b.len && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	return b.data ? b.data : "";
}

static enum exchange_state state_of(const xmlNode *segment)
{
	const char *state = xml_attribute(segment, NULL, "state");
	for (unsigned i = 0; state && i < EXCHANGE_STATE_COUNT; i++)
		if (strcmp(exchange_state_names[i], state) == 0)
			return (enum exchange_state)i;
	return EXCHANGE_INITIAL;
}

/* The texts of a unit's segments and of what is between them. */
struct texts {
	struct buf source;
	size_t n;           /* places */
	struct buf *target; /* by place: a translation may have another order */
	size_t segments, said;
};

static void segment_read(
	struct arena *a, const xmlNode *unit, const xmlNode *s, size_t place, struct texts *t)
{
	const xmlNode *target = xliff_target(s), *source = xml_element(s->children);
	bool segment = xliff_is(s, "segment");
	size_t order = xliff_order(target, place);
	while (source && !xliff_is(source, "source"))
		source = xml_element(source->next);
	if (source)
		flat(a, unit, source->children, &t->source);
	if (target || !segment) /* what is ignorable stands for itself */
		flat(a, unit,
			target           ? target->children
				: source ? source->children
					 : NULL,
			&t->target[order - 1]);
	t->segments += segment;
	t->said += segment && target;
}

static struct texts texts_read(struct arena *a, const xmlNode *unit)
{
	struct texts t = {0};
	size_t place = 0;
	buf_init(&t.source, a, EXCHANGE_BYTES_MAX);
	for (const xmlNode *s = unit->children; s; s = s->next)
		t.n += xliff_is(s, "segment") || xliff_is(s, "ignorable");
	t.target = NEW_ARRAY(a, struct buf, t.n + 1);
	for (size_t i = 0; i <= t.n; i++)
		buf_init(&t.target[i], a, EXCHANGE_BYTES_MAX);
	for (const xmlNode *s = unit->children; s; s = s->next)
		if (xliff_is(s, "segment") || xliff_is(s, "ignorable"))
			segment_read(a, unit, s, ++place, &t);
	for (size_t i = 1; i < t.n; i++)
		buf_add(&t.target[0], t.target[i].data, t.target[i].len);
	return t;
}

/* A unit's segments make one text: a translator's program may have cut it. */
static int unit_read(struct reading_xliff *r, const xmlNode *unit)
{
	struct exchange_unit u = {
		.was = "", .note = "", .place = "", .state = EXCHANGE_FINAL, .line = xml_line(unit)};
	const char *name = xml_attribute(unit, NULL, "name"), *sub;
	bool keep = preserved(unit);
	if (r->x.n == EXCHANGE_UNITS_MAX)
		return err_set(r->e, ERR_LIMIT, "%s:%u: over %u units; cut the file in two", r->name, u.line,
			EXCHANGE_UNITS_MAX);
	struct texts t = texts_read(r->a, unit);
	const char *source = t.source.data ? t.source.data : "";
	const char *target = t.said == t.segments && t.target[0].data ? t.target[0].data : "";
	for (const xmlNode *s = unit->children; s; s = s->next) {
		if (!xliff_is(s, "segment"))
			continue;
		sub = xml_attribute(s, NULL, "subState");
		u.machine |= sub && strcmp(sub, "paraph:machine") == 0;
		if (state_of(s) < u.state)
			u.state = state_of(s);
	}
	u.key = name ? name : "";
	u.source = keep ? source : folded(r->a, source);
	u.target = keep ? target : folded(r->a, target);
	GROW(r->a, r->x.unit, r->x.n, r->cap);
	r->x.unit[r->x.n++] = u;
	return 0;
}

/* Depth is bounded by xml_open(). */
static int units_read(struct reading_xliff *r, const xmlNode *within)
{
	int rc = 0;
	for (const xmlNode *c = within->children; c && rc == 0; c = c->next) {
		if (xliff_is(c, "unit"))
			rc = unit_read(r, c);
		else if (xliff_is(c, "group") || xliff_is(c, "file"))
			rc = units_read(r, c);
	}
	return rc;
}

int xliff_read(
	struct arena *a, const char *name, const char *data, size_t len, struct exchange *ret, struct err *e)
{
	struct reading_xliff r = {.a = a, .name = name, .e = e};
	const xmlNode *root;
	int rc = xml_open(a, name, data, len, "xliff", &root, e);
	if (rc == 0)
		rc = xliff_check(a, name, root, e);
	if (rc < 0)
		return rc;
	const char *original = xml_attribute(xml_element(root->children), NULL, "original");
	const char *target = xml_attribute(root, NULL, "trgLang");
	r.x = (struct exchange){.letter = original ? original : "",
		.source_lang = xml_attribute(root, NULL, "srcLang"),
		.target_lang = target ? target : "",
		.at = ""};
	rc = units_read(&r, root);
	if (rc == 0)
		*ret = r.x;
	return rc;
}
