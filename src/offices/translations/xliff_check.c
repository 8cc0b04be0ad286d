/* The rules of XLIFF's core that a reader must not do without, as one table of elements and a walk. */
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "offices/translations/xliff_private.h"
#include "text/lang.h"

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
	{"xliff", 'x', "Fn", " version srcLang trgLang ", "version srcLang", false},
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

int xliff_bad(const struct check *c, const xmlNode *n, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const char *why = arena_vprintf(c->a, fmt, ap);
	va_end(ap);
	return err_set(
		c->e, ERR_INVALID, "%s:%u: <%s>: %s", c->name, xml_line(n), (const char *)n->name, why);
}

/* The root's namespace is the core's: 2.2 has another one than 2.0 and 2.1. */
static bool is_core(const xmlNode *n)
{
	const xmlNode *root = xmlDocGetRootElement(n->doc);

	return n->ns && root->ns && strcmp((const char *)n->ns->href, (const char *)root->ns->href) == 0;
}

bool xliff_is(const xmlNode *n, const char *name)
{
	return xml_is(n, name) && is_core(n);
}

const xmlNode *xliff_target(const xmlNode *segment)
{
	const xmlNode *n = xml_element(segment->children);
	while (n && !xliff_is(n, "target"))
		n = xml_element(n->next);
	return n;
}

size_t xliff_order(const xmlNode *target, size_t place)
{
	const char *order = target ? xml_attribute(target, NULL, "order") : NULL;
	struct err ignored;
	int64_t number;
	return order && text_int(order, 1, 1000000, &number, &ignored) == 0 ? (size_t)number : place;
}

const char *xliff_inherited(const xmlNode *n, const char *name)
{
	const char *value = NULL;
	for (; n && n->type == XML_ELEMENT_NODE && !value; n = n->parent)
		value = xml_attribute(n, XML_NS, name);
	return value;
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
		return xliff_bad(c, n, "id=\"%.40s\" is no NMTOKEN", value);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (strcmp(values[i].name, name) == 0 && !fits(c, values[i].words, value))
			return xliff_bad(c, n, "%s=\"%.40s\" is none of its values", name, value);
	return 0;
}

static int lang_check(struct check *c, const xmlNode *n, const char *value)
{
	struct err ignored;
	struct lang *lang;
	if (*value && lang_open(c->a, value, &lang, &ignored) < 0)
		return xliff_bad(c, n, "xml:lang=\"%.40s\" is no language", value);
	return 0;
}

/* A source is in the source's language and a target in the target's, whatever stands around them; both keep
 * blanks, or neither. */
static int words_check(struct check *c, const xmlNode *n, const char *want)
{
	const char *lang = xliff_inherited(n, "lang"), *space = xliff_inherited(n, "space");
	const xmlNode *target = xliff_target(n->parent);
	const char *other = target ? xliff_inherited(target, "space") : space;
	if (lang && strcasecmp(want, lang) != 0)
		return xliff_bad(c, n, "xml:lang=\"%.40s\", and the document says %s", lang, want);
	if (strcmp(space ? space : "default", other ? other : "default") != 0)
		return xliff_bad(c, n, "xml:space is another than its target's");
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
			r = xliff_bad(c, n, "has the attribute %.40s, which is not XLIFF's", name);
		else if (!at->ns && !has_word(el->attributes, name))
			r = xliff_bad(c, n, "has no attribute %.40s", name);
		else if (!at->ns)
			r = value_check(c, n, name, value);
		if (r < 0)
			return r;
	}
	for (const char *s = el->needed; *s; s += strcspn(s, " ") + (s[strcspn(s, " ")] == ' ')) {
		const char *name = arena_strndup(c->a, s, strcspn(s, " "));
		if (!xml_attribute(n, NULL, name))
			return xliff_bad(c, n, "lacks %s", name);
	}
	return 0;
}

/* ---- what stands in what ---- */

static size_t children_of(const xmlNode *n, const char *name)
{
	size_t k = 0;
	for (const xmlNode *x = xml_element(n->children); x; x = xml_element(x->next))
		k += is_core(x) && xliff_is(x, name);
	return k;
}

/* Skeleton, other namespaces', notes, original data, then what all is about. */
static int rank_of(const struct element *el)
{
	static const char order[] = "k?no";
	const char *at = strchr(order, el ? el->letter : '?');
	return at ? (int)(at - order) : 4;
}

static int children_check(struct check *c, const xmlNode *n, const struct element *el)
{
	int last = 0;
	for (const xmlNode *x = n->children; x; x = x->next) {
		const struct element *child = x->type == XML_ELEMENT_NODE ? element_of(x) : NULL;
		bool text = x->type == XML_TEXT_NODE && !xmlIsBlankNode(x);
		if (text && !strchr(el->children, '*'))
			return xliff_bad(c, n, "has text where only elements stand");
		if (x->type != XML_ELEMENT_NODE)
			continue;
		char letter = child ? child->letter : '\0', capital = (char)(letter - 'a' + 'A');
		if (child ? !strchr(el->children, letter) && !strchr(el->children, capital)
			  : is_core(x) || !(el->foreign || (el->letter == 'x' && x->ns && is_module(x->ns))))
			return xliff_bad(c, x, "does not stand in <%s>", el->name);
		if (strchr("xfgu", el->letter) && rank_of(child) < last)
			return xliff_bad(c, x, "stands behind what comes after it in <%s>", el->name);
		last = rank_of(child);
	}
	for (size_t i = 0; i < ELEMENTS; i++) {
		char capital = (char)(elements[i].letter - 'a' + 'A');
		if (strchr(el->children, capital) && children_of(n, elements[i].name) == 0)
			return xliff_bad(c, n, "lacks its <%s>", elements[i].name);
	}
	return 0;
}

/* ---- what one element's parts demand of each other ---- */

static int pair_check(struct check *c, const xmlNode *n)
{
	static const char *const together[][2] = {{"subState", "state"}, {"subType", "type"}};
	for (size_t i = 0; i < 2; i++)
		if (xml_attribute(n, NULL, together[i][0]) && !xml_attribute(n, NULL, together[i][1]))
			return xliff_bad(c, n, "%s without %s", together[i][0], together[i][1]);
	return 0;
}

/* XLIFF's own words for what is shown how. */
static bool is_subtype(const char *type, const char *sub)
{
	const char *words = strcmp(type, "fmt") == 0 ? " b i u lb pb "
		: strcmp(type, "ui") == 0            ? " var "
						     : "";
	return strncmp(sub, "xlf:", 4) != 0 || has_word(words, sub + 4);
}

static int code_check(struct check *c, const xmlNode *n, const struct element *el)
{
	const char *sub = xml_attribute(n, NULL, "subType");
	const char *type = xml_attribute(n, NULL, "type"), *isolated = xml_attribute(n, NULL, "isolated");
	bool alone = isolated && strcmp(isolated, "yes") == 0, end = el->letter == 'e';
	if (strchr("hpbe", el->letter) && type && !has_word(" fmt ui quote link image other ", type))
		return xliff_bad(c, n, "type=\"%.40s\" is none of its values", type);
	if (type && sub && !is_subtype(type, sub))
		return xliff_bad(c, n, "subType=\"%.40s\" is none of type=\"%s\"", sub, type);
	if (end && alone != (xml_attribute(n, NULL, "startRef") == NULL))
		return xliff_bad(c, n, "is isolated without startRef, else has one");
	if (end && alone != (xml_attribute(n, NULL, "id") != NULL))
		return xliff_bad(c, n, "has an id when it is isolated, else none");
	if (xml_attribute(n, NULL, "copyOf") &&
		(xml_attribute(n, NULL, "dataRef") || xml_attribute(n, NULL, "dataRefStart")))
		return xliff_bad(c, n, "has copyOf and original data");
	return 0;
}

static int mark_check(struct check *c, const xmlNode *n)
{
	const char *type = xml_attribute(n, NULL, "type");
	bool value = xml_attribute(n, NULL, "value") != NULL, ref = xml_attribute(n, NULL, "ref") != NULL;
	if (type && !has_word(" generic comment term ", type) && !is_prefixed(type))
		return xliff_bad(c, n, "type=\"%.40s\" is none of its values", type);
	if (type && strcmp(type, "comment") == 0 && value == ref)
		return xliff_bad(c, n, "a comment has either value or ref");
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
			return xliff_bad(
				c, n, "hex=\"%.10s\" is no character in four hexadecimal digits", hex);
		value = value << 4 | (unsigned long)(at - digits);
	}
	if (len != 4 || value == 9 || value == 10 || value == 13 || (value >= 0x20 && value < 0xd800) ||
		(value >= 0xe000 && value < 0xfffe))
		return xliff_bad(c, n, "hex=\"%.10s\" is a character that XML can hold", hex);
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
		r = xliff_bad(c, n, "has two sources or two targets");
	else if (r == 0 && el->letter == 'a' && !*c->target_lang)
		r = xliff_bad(c, n, "the document says no trgLang");
	else if (r == 0 && strchr("ra", el->letter))
		r = words_check(c, n, el->letter == 'r' ? c->source_lang : c->target_lang);
	else if (r == 0 && strchr("fg", el->letter) && el->letter == 'f' &&
		children_of(n, "unit") + children_of(n, "group") == 0)
		r = xliff_bad(c, n, "has neither unit nor group");
	else if (r == 0 && el->letter == 'k' && (href != NULL) == (n->children != NULL))
		r = xliff_bad(c, n, "has either href or content");
	return r;
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
		r = xliff_children_ids(c, n, "notes", &notes);
	if (r == 0 && el->letter == 'f') {
		seen->groups = seen->units = (struct ids){0};
		r = xliff_id_add(c, &seen->files, n);
	} else if (r == 0 && el->letter == 'g') {
		r = xliff_id_add(c, &seen->groups, n);
	} else if (r == 0 && el->letter == 'u') {
		r = xliff_id_add(c, &seen->units, n);
		if (r == 0)
			r = xliff_unit_check(c, n, &notes);
	}
	for (const xmlNode *x = xml_element(n->children); x && r == 0 && el->letter != 'k';
		x = xml_element(x->next))
		r = walk(c, x, seen);
	return r;
}

/* Which namespace the core has in which version. */
static const char *const versions[][2] = {
	{"2.0", "urn:oasis:names:tc:xliff:document:2.0"},
	{"2.1", "urn:oasis:names:tc:xliff:document:2.0"},
	{"2.0", "urn:oasis:names:tc:xliff:document:2.2"},
	{"2.1", "urn:oasis:names:tc:xliff:document:2.2"},
	{"2.2", "urn:oasis:names:tc:xliff:document:2.2"},
};

int xliff_check(struct arena *a, const char *name, const xmlNode *root, struct err *e)
{
	struct check c = {.a = a, .name = name, .e = e};
	struct seen seen = {0};
	const char *version = xml_attribute(root, NULL, "version"),
		   *from = xml_attribute(root, NULL, "srcLang");
	const char *to = xml_attribute(root, NULL, "trgLang");
	const char *core = root->ns ? (const char *)root->ns->href : "";
	bool known = false;
	for (size_t i = 0; version && i < sizeof versions / sizeof *versions; i++)
		known |= strcmp(versions[i][0], version) == 0 && strcmp(versions[i][1], core) == 0;
	if (!known)
		return xliff_bad(&c, root, "is no XLIFF 2.0, 2.1 or 2.2: version %.10s, namespace %.60s",
			version ? version : "none", *core ? core : "none");
	c.source_lang = from ? from : "";
	c.target_lang = to ? to : "";
	return walk(&c, root, &seen);
}
