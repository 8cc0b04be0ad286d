/* The rules of XLIFF's core that a reader must not do without, as one table of elements and a walk. */
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "offices/translations/xliff.h"
#include "text/lang.h"

#define CORE "urn:oasis:names:tc:xliff:document:2.0"
#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define MODULE "urn:oasis:names:tc:xliff:"

/* Letters of the elements, for what may stand in what; capital: at least one. */
static const struct element {
	const char *name;
	char letter;
	const char *children;   /* letters, in any order; capital: one at least */
	const char *attributes; /* between spaces */
	const char *needed;
	bool foreign; /* elements of other namespaces may stand in it */
} elements[] = {
	{"xliff", 'x', "F", " version srcLang trgLang ", "version srcLang", false},
	{"file", 'f', "knug", " id canResegment original translate srcDir trgDir ", "id", true},
	{"skeleton", 'k', "*", " href ", "", true},
	{"group", 'g', "nug", " id name canResegment translate srcDir trgDir type ", "id", true},
	{"unit", 'u', "noSi", " id name canResegment translate srcDir trgDir type ", "id", true},
	{"notes", 'n', "T", " ", "", false},
	{"note", 't', "*", " id appliesTo category priority ref ", "", false},
	{"originalData", 'o', "D", " ", "", false},
	{"data", 'd', "*c", " id dir ", "id", false},
	{"segment", 's', "Ra", " id canResegment state subState ", "", false},
	{"ignorable", 'i', "Ra", " id ", "", false},
	{"source", 'r', "*chpbemlq", " ", "", false},
	{"target", 'a', "*chpbemlq", " order ", "", false},
	{"cp", 'c', "", " hex ", "hex", false},
	{"ph", 'h', "", " canCopy canDelete canReorder copyOf disp equiv id dataRef subFlows subType type ",
		"id", false},
	{"pc", 'p', "*chpbemlq",
		" canCopy canDelete canOverlap canReorder copyOf dispEnd dispStart equivEnd equivStart"
		" id dataRefEnd"
		" dataRefStart subFlowsEnd subFlowsStart subType type dir ",
		"id", false},
	{"sc", 'b', "",
		" canCopy canDelete canOverlap canReorder copyOf dataRef dir disp equiv id isolated subFlows"
		" subType"
		" type ",
		"id", false},
	{"ec", 'e', "",
		" canCopy canDelete canOverlap canReorder copyOf dataRef dir disp equiv id isolated"
		" startRef subFlows"
		" subType type ",
		"", false},
	{"mrk", 'm', "*chpbemlq", " id translate type ref value ", "id", false},
	{"sm", 'l', "", " id translate type ref value ", "id", false},
	{"em", 'q', "", " startRef ", "startRef", false},
};
#define ELEMENTS (sizeof elements / sizeof *elements)

/* What an attribute may say: words, or a rule by its first letter: # a number from 1, l a language, p
 * PREFIX:value. */
static const struct {
	const char *name, *words;
} values[] = {
	{"canCopy", " yes no "},
	{"canDelete", " yes no "},
	{"canOverlap", " yes no "},
	{"canReorder", " yes firstNo no "},
	{"canResegment", " yes no "},
	{"translate", " yes no "},
	{"isolated", " yes no "},
	{"srcDir", " ltr rtl auto "},
	{"trgDir", " ltr rtl auto "},
	{"dir", " ltr rtl auto "},
	{"state", " initial translated reviewed final "},
	{"appliesTo", " source target "},
	{"priority", " 1 2 3 4 5 6 7 8 9 10 "},
	{"order", "#"},
	{"srcLang", "l"},
	{"trgLang", "l"},
	{"subState", "p"},
	{"subType", "p"},
};

struct check {
	struct arena *a;
	const char *name;
	const char *source_lang, *target_lang;
	size_t files;
	struct err *e;
};

static int bad(const struct check *c, const xmlNode *n, const char *fmt, ...) ATTR_PRINTF(3, 4);
static int bad(const struct check *c, const xmlNode *n, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *why = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
	return err_set(
		c->e, ERR_INVALID, "%s:%u: <%s>: %s", c->name, xml_line(n), (const char *)n->name, why);
}

static bool is_core(const xmlNode *n)
{
	return n->ns && strcmp((const char *)n->ns->href, CORE) == 0;
}

static bool is_module(const xmlNs *ns)
{
	return strncmp((const char *)ns->href, MODULE, strlen(MODULE)) == 0;
}

static const struct element *element_of(const xmlNode *n)
{
	for (size_t i = 0; i < ELEMENTS; i++)
		if (is_core(n) && strcmp((const char *)n->name, elements[i].name) == 0)
			return &elements[i];
	return NULL;
}

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *s = strstr(words, word); n && s; s = strstr(s + 1, word))
		if (s > words && s[-1] == ' ' && (s[n] == ' ' || s[n] == '\0'))
			return true;
	return false;
}

/* ---- values ---- */

static bool is_prefixed(const char *s)
{
	const char *colon = strchr(s, ':');
	return colon && colon > s && colon[1];
}

static bool is_token(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!((*s | 0x20) >= 'a' && (*s | 0x20) <= 'z') && !(*s >= '0' && *s <= '9') &&
			!strchr("-._:", *s) && (unsigned char)*s < 0x80)
			return false;
	return true;
}

static bool fits(struct check *c, const char *words, const char *value)
{
	struct err ignored;
	struct lang *lang;
	int64_t number;
	if (*words == '#')
		return text_int(value, 1, 1000000, &number, &ignored) == 0;
	if (*words == 'l')
		return lang_open(c->a, value, &lang, &ignored) == 0;
	return *words == 'p' ? is_prefixed(value) : has_word(words, value);
}

static int value_check(struct check *c, const xmlNode *n, const char *name, const char *value)
{
	if (strcmp(name, "id") == 0 && !is_token(value))
		return bad(c, n, "id=\"%.40s\" is no NMTOKEN", value);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (strcmp(values[i].name, name) == 0 && !fits(c, values[i].words, value))
			return bad(c, n, "%s=\"%.40s\" is none of its values", name, value);
	return 0;
}

static int lang_check(struct check *c, const xmlNode *n, const char *value)
{
	struct err ignored;
	struct lang *lang;
	const char *want = xml_is(n, "source") ? c->source_lang : xml_is(n, "target") ? c->target_lang : NULL;
	if (*value && lang_open(c->a, value, &lang, &ignored) < 0)
		return bad(c, n, "xml:lang=\"%.40s\" is no language", value);
	if (want && strcasecmp(want, value) != 0)
		return bad(c, n, "xml:lang=\"%.40s\", and the document says %s", value, want);
	return 0;
}

static int attributes_check(struct check *c, const xmlNode *n, const struct element *el)
{
	for (const xmlAttr *at = n->properties; at; at = at->next) {
		const char *name = (const char *)at->name;
		const char *value =
			at->children && at->children->content ? (const char *)at->children->content : "";
		int r = 0;
		if (at->ns && strcmp((const char *)at->ns->href, XML_NS) == 0)
			r = strcmp(name, "lang") == 0 ? lang_check(c, n, value) : 0;
		else if (at->ns && !is_module(at->ns) && strchr("rasipchbe", el->letter))
			r = bad(c, n, "has the attribute %.40s, which is not XLIFF's", name);
		else if (!at->ns && !has_word(el->attributes, name))
			r = bad(c, n, "has no attribute %.40s", name);
		else if (!at->ns)
			r = value_check(c, n, name, value);
		if (r < 0)
			return r;
	}
	for (const char *s = el->needed; *s; s += strcspn(s, " ") + (s[strcspn(s, " ")] == ' ')) {
		const char *name = arena_strndup(c->a, s, strcspn(s, " "));
		if (!xml_attribute(n, NULL, name))
			return bad(c, n, "lacks %s", name);
	}
	return 0;
}

/* ---- what stands in what ---- */

static size_t children_of(const xmlNode *n, const char *name)
{
	size_t k = 0;
	for (const xmlNode *x = xml_element(n->children); x; x = xml_element(x->next))
		k += is_core(x) && xml_is(x, name);
	return k;
}

static int children_check(struct check *c, const xmlNode *n, const struct element *el)
{
	for (const xmlNode *x = n->children; x; x = x->next) {
		const struct element *child = x->type == XML_ELEMENT_NODE ? element_of(x) : NULL;
		bool text = x->type == XML_TEXT_NODE && !xmlIsBlankNode(x);
		if (text && !strchr(el->children, '*'))
			return bad(c, n, "has text where only elements stand");
		if (x->type != XML_ELEMENT_NODE)
			continue;
		char letter = child ? child->letter : '\0', capital = (char)(letter - 'a' + 'A');
		if (child ? !strchr(el->children, letter) && !strchr(el->children, capital)
			  : !el->foreign || is_core(x))
			return bad(c, x, "does not stand in <%s>", el->name);
	}
	for (size_t i = 0; i < ELEMENTS; i++) {
		char capital = (char)(elements[i].letter - 'a' + 'A');
		if (strchr(el->children, capital) && children_of(n, elements[i].name) == 0)
			return bad(c, n, "lacks its <%s>", elements[i].name);
	}
	return 0;
}

/* ---- what one element's parts demand of each other ---- */

static int pair_check(struct check *c, const xmlNode *n)
{
	static const char *const together[][2] = {{"subState", "state"}, {"subType", "type"}};
	for (size_t i = 0; i < 2; i++)
		if (xml_attribute(n, NULL, together[i][0]) && !xml_attribute(n, NULL, together[i][1]))
			return bad(c, n, "%s without %s", together[i][0], together[i][1]);
	return 0;
}

static int code_check(struct check *c, const xmlNode *n, const struct element *el)
{
	const char *type = xml_attribute(n, NULL, "type"), *isolated = xml_attribute(n, NULL, "isolated");
	bool alone = isolated && strcmp(isolated, "yes") == 0, end = el->letter == 'e';
	if (strchr("hpbe", el->letter) && type && !has_word(" fmt ui quote link image other ", type))
		return bad(c, n, "type=\"%.40s\" is none of its values", type);
	if (end && alone != (xml_attribute(n, NULL, "startRef") == NULL))
		return bad(c, n, "is isolated without startRef, else has one");
	if (end && alone != (xml_attribute(n, NULL, "id") != NULL))
		return bad(c, n, "has an id when it is isolated, else none");
	if (xml_attribute(n, NULL, "copyOf") &&
		(xml_attribute(n, NULL, "dataRef") || xml_attribute(n, NULL, "dataRefStart")))
		return bad(c, n, "has copyOf and original data");
	return 0;
}

static int mark_check(struct check *c, const xmlNode *n)
{
	const char *type = xml_attribute(n, NULL, "type");
	bool value = xml_attribute(n, NULL, "value") != NULL, ref = xml_attribute(n, NULL, "ref") != NULL;
	if (type && !has_word(" generic comment term ", type) && !is_prefixed(type))
		return bad(c, n, "type=\"%.40s\" is none of its values", type);
	if (type && strcmp(type, "comment") == 0 && value == ref)
		return bad(c, n, "a comment has either value or ref");
	return 0;
}

static int cp_check(struct check *c, const xmlNode *n)
{
	const char *hex = xml_attribute(n, NULL, "hex");
	size_t len = strlen(hex);
	unsigned long value = 0;
	for (size_t i = 0; i < len; i++) {
		const char *digits = "0123456789abcdef", *at = strchr(digits, hex[i] | 0x20);
		if (!at || len != 4)
			return bad(c, n, "hex=\"%.10s\" is no character in four hexadecimal digits", hex);
		value = value << 4 | (unsigned long)(at - digits);
	}
	if (len != 4 || value == 9 || value == 10 || value == 13 || (value >= 0x20 && value < 0xd800) ||
		(value >= 0xe000 && value < 0xfffe))
		return bad(c, n, "hex=\"%.10s\" is a character that XML can hold", hex);
	return 0;
}

static int one_check(struct check *c, const xmlNode *n, const struct element *el)
{
	const char *href = xml_attribute(n, NULL, "href");
	int r = pair_check(c, n);
	if (r == 0 && strchr("hpbe", el->letter))
		r = code_check(c, n, el);
	else if (r == 0 && strchr("ml", el->letter))
		r = mark_check(c, n);
	else if (r == 0 && el->letter == 'c')
		r = cp_check(c, n);
	else if (r == 0 && strchr("si", el->letter) &&
		(children_of(n, "source") > 1 || children_of(n, "target") > 1))
		r = bad(c, n, "has two sources or two targets");
	else if (r == 0 && el->letter == 'a' && !*c->target_lang)
		r = bad(c, n, "the document says no trgLang");
	else if (r == 0 && strchr("fg", el->letter) && el->letter == 'f' &&
		children_of(n, "unit") + children_of(n, "group") == 0)
		r = bad(c, n, "has neither unit nor group");
	else if (r == 0 && el->letter == 'k' && (href != NULL) == (n->children != NULL))
		r = bad(c, n, "has either href or content");
	return r;
}

/* ---- within a unit ---- */

struct ids {
	size_t n, cap;
	struct id {
		const char *id;
		const xmlNode *node;
		bool closed;
	} * at;
	size_t slots; /* a power of two, half empty at least; each the place in `at` + 1, 0 free */
	size_t *slot;
};

static size_t slot_of(const struct ids *ids, const char *id)
{
	size_t hash = 5381;
	for (const char *s = id; *s; s++)
		hash = hash * 33 + (unsigned char)*s;
	for (hash &= ids->slots - 1; ids->slot[hash] && strcmp(ids->at[ids->slot[hash] - 1].id, id) != 0;)
		hash = (hash + 1) & (ids->slots - 1);
	return hash;
}

static struct id *id_find(const struct ids *ids, const char *id)
{
	size_t at = ids->n ? ids->slot[slot_of(ids, id)] : 0;
	return at ? &ids->at[at - 1] : NULL;
}

static void id_put(struct check *c, struct ids *ids, const char *id, const xmlNode *n)
{
	GROW(c->a, ids->at, ids->n, ids->cap);
	ids->at[ids->n++] = (struct id){id, n, false};
	if (2 * ids->n <= ids->slots) {
		ids->slot[slot_of(ids, id)] = ids->n;
		return;
	}
	ids->slots = 4 * ids->cap;
	ids->slot = NEW_ARRAY(c->a, size_t, ids->slots);
	for (size_t i = 0; i < ids->n; i++)
		ids->slot[slot_of(ids, ids->at[i].id)] = i + 1;
}

static int id_add(struct check *c, struct ids *ids, const xmlNode *n)
{
	const char *id = xml_attribute(n, NULL, "id");
	if (!id)
		return 0;
	if (id_find(ids, id))
		return bad(c, n, "id=\"%.40s\" stands twice", id);
	id_put(c, ids, id, n);
	return 0;
}

static int references_check(struct check *c, const xmlNode *n, const struct ids *data)
{
	static const char *const names[] = {"dataRef", "dataRefStart", "dataRefEnd"};
	for (size_t i = 0; i < 3; i++) {
		const char *ref = xml_attribute(n, NULL, names[i]);
		if (ref && !id_find(data, ref))
			return bad(c, n, "%s=\"%.40s\" is no data of the unit", names[i], ref);
	}
	return 0;
}

/* A start and its end: <sc> and <ec>, <sm> and <em>. */
static int end_check(struct check *c, const xmlNode *n, const struct ids *ids, const char *start)
{
	const char *ref = xml_attribute(n, NULL, "startRef");
	struct id *id = ref ? id_find(ids, ref) : NULL;
	if (ref && (!id || !xml_is(id->node, start) || id->closed))
		return bad(c, n, "startRef=\"%.40s\" is no <%s> before it", ref, start);
	if (id)
		id->closed = true;
	return 0;
}

/* All of a unit's sources, or all of its targets: ids are unique within them. Depth is bounded by xml_open().
 */
static int inline_check(struct check *c, const xmlNode *list, const struct ids *data, struct ids *ids)
{
	int r = 0;
	for (const xmlNode *n = xml_element(list); n && r == 0; n = xml_element(n->next)) {
		r = references_check(c, n, data);
		if (r == 0)
			r = id_add(c, ids, n);
		if (r == 0 && xml_is(n, "ec"))
			r = end_check(c, n, ids, "sc");
		if (r == 0 && xml_is(n, "em"))
			r = end_check(c, n, ids, "sm");
		if (r == 0)
			r = inline_check(c, n->children, data, ids);
	}
	return r;
}

static int open_check(struct check *c, const struct ids *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		const xmlNode *n = ids->at[i].node;
		const char *isolated = xml_attribute(n, NULL, "isolated");
		bool alone = isolated && strcmp(isolated, "yes") == 0;
		if ((xml_is(n, "sm") || (xml_is(n, "sc") && !alone)) && !ids->at[i].closed)
			return bad(c, n, "is not closed");
		if (xml_is(n, "sc") && alone && ids->at[i].closed)
			return bad(c, n, "is isolated, and yet closed in its unit");
		const char *copy = xml_attribute(n, NULL, "copyOf");
		if (copy && !id_find(ids, copy))
			return bad(c, n, "copyOf=\"%.40s\" is no code of the unit", copy);
	}
	return 0;
}

static int side_check(struct check *c, const xmlNode *unit, const char *side, const struct ids *data)
{
	struct ids ids = {0};
	int r = 0;
	for (const xmlNode *s = xml_element(unit->children); s && r == 0; s = xml_element(s->next)) {
		if (!xml_is(s, "segment") && !xml_is(s, "ignorable"))
			continue;
		r = id_add(c, &ids, s);
		for (const xmlNode *x = xml_element(s->children); x && r == 0; x = xml_element(x->next))
			if (xml_is(x, side))
				r = inline_check(c, x->children, data, &ids);
	}
	return r == 0 ? open_check(c, &ids) : r;
}

/* The order of targets is a permutation: no place twice. */
static int orders_check(struct check *c, const xmlNode *unit)
{
	struct ids orders = {0};
	for (const xmlNode *s = xml_element(unit->children); s; s = xml_element(s->next))
		for (const xmlNode *x = xml_element(s->children); x; x = xml_element(x->next)) {
			const char *order = xml_is(x, "target") ? xml_attribute(x, NULL, "order") : NULL;
			if (order && id_find(&orders, order))
				return bad(c, x, "order=\"%.20s\" stands twice", order);
			if (!order)
				continue;
			id_put(c, &orders, order, x);
		}
	return 0;
}

/* The ids of the notes, and of the data, of one element. */
static int children_ids(struct check *c, const xmlNode *n, const char *list, struct ids *ids)
{
	int r = 0;
	for (const xmlNode *x = xml_element(n->children); x; x = xml_element(x->next))
		for (const xmlNode *y = xml_is(x, list) ? xml_element(x->children) : NULL; y && r == 0;
			y = xml_element(y->next))
			r = id_add(c, ids, y);
	return r;
}

static int unit_check(struct check *c, const xmlNode *unit)
{
	struct ids data = {0};
	int r = children_ids(c, unit, "originalData", &data);
	if (r == 0)
		r = side_check(c, unit, "source", &data);
	if (r == 0)
		r = side_check(c, unit, "target", &data);
	return r == 0 ? orders_check(c, unit) : r;
}

/* ---- the walk ---- */

struct seen {
	struct ids files, groups, units;
};

/* Depth is bounded by xml_open(). */
static int walk(struct check *c, const xmlNode *n, struct seen *seen)
{
	const struct element *el = element_of(n);
	struct ids notes = {0};
	int r = 0;
	if (!el)
		return 0; /* another namespace's: where it may stand was checked */
	r = attributes_check(c, n, el);
	if (r == 0)
		r = children_check(c, n, el);
	if (r == 0)
		r = one_check(c, n, el);
	if (r == 0 && strchr("fgu", el->letter))
		r = children_ids(c, n, "notes", &notes);
	if (r == 0 && el->letter == 'f') {
		seen->groups = seen->units = (struct ids){0};
		r = id_add(c, &seen->files, n);
	} else if (r == 0 && el->letter == 'g') {
		r = id_add(c, &seen->groups, n);
	} else if (r == 0 && el->letter == 'u') {
		r = id_add(c, &seen->units, n);
		if (r == 0)
			r = unit_check(c, n);
	}
	for (const xmlNode *x = xml_element(n->children); x && r == 0 && el->letter != 'k';
		x = xml_element(x->next))
		r = walk(c, x, seen);
	return r;
}

int xliff_check(struct arena *a, const char *name, const xmlNode *root, struct err *e)
{
	struct check c = {.a = a, .name = name, .e = e};
	struct seen seen = {0};
	const char *version = xml_attribute(root, NULL, "version"),
		   *from = xml_attribute(root, NULL, "srcLang");
	const char *to = xml_attribute(root, NULL, "trgLang");
	if (!is_core(root) || !version || strncmp(version, "2.", 2) != 0)
		return bad(&c, root, "is no XLIFF 2: version %.10s; save it as 2.0 or 2.1",
			version ? version : "none");
	c.source_lang = from ? from : "";
	c.target_lang = to ? to : "";
	return walk(&c, root, &seen);
}
