#include "mutation.h"

#include "../unit.h"

#include <yaml.h>

#define OFTEN 3 /* values of one key whose text is broken too */
#define CUTS 50

/* Keys that may be left out: CONTEXT.KEY, the context being the kind of a rule, "fact KIND", or the key that
 * the mapping stands under. The tests fail when a key is neither required nor here. */
static const char *const optional[] = {"pack.registration", "pack.articles", "pack.courtesies",
	"pack.specimen", "pack.reports", "offset.founders", "offset.condition", "offset.extension",
	"annual.condition", "deadline-set-by-meeting.condition", "deadline-set-by-meeting.extension",
	"recurrence.every", "recurrence.until", "met-by.report", "fact completed.published",
	"fact request-closes.argument", "fact meeting.which", "fact held.since",
	"fact communication.argument", "fact completed.published", "fact request-closes.argument",
	"pack.audiences", "pack.audiences.standing", "pack.audiences.vote", "pack.audiences.category",
	"pack.audiences.body", "pack.audiences.place", "pack.audiences.argument", "pack.audiences.offices",
	"pack.audiences.consent", "pack.audiences.exclude", NULL};

/* Without it a row of a table is for more, which may leave nothing to the rows below it. */
static const char *const narrowing[] = {
	"pack.courtesies.forms", "pack.courtesies.ranks", "pack.courtesies.as", NULL};

/* Values that may be any name or text, because nothing in the pack can tell. */
static const char *const free_text[] = {"pack.place", "pack.depositary", "pack.registration",
	"states.statuses[]", "recurrence.meeting", "recurrence.until", "met-by.report",
	"fact published.figure", "fact completed.published", "fact vote.series", "fact meeting.types[]",
	"fact held.types[]", "fact held.since[]", "fact event.types[]", "fact communication.matter",
	"pack.audiences.category", "pack.audiences.body", "pack.audiences.place", "pack.audiences.consent",
	"vote.series", NULL};

static const char *const reserved[] = {"update-on-change", "bundle", "form", "cost-share", "majority", NULL};

struct walk {
	struct arena *a;
	const char *text;
	yaml_document_t doc;
	size_t *byte; /* of each character: libyaml's marks count characters */
	struct mutation *m;
	size_t n, cap;
};

static bool among(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

static bool ends(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n >= k && strcmp(text + n - k, end) == 0;
}

/* ---- places in the text ---- */

static size_t begin_of(const struct walk *w, const yaml_node_t *n)
{
	return w->byte[n->start_mark.index];
}

/* A block ends for libyaml where the next thing begins. */
static size_t end_of(const struct walk *w, const yaml_node_t *n)
{
	size_t end = w->byte[n->end_mark.index];

	while (end > begin_of(w, n) && strchr(" \n", w->text[end - 1]))
		end--;
	return end;
}

static unsigned line_of(const yaml_node_t *n)
{
	return (unsigned)n->start_mark.line + 1;
}

static const char *text_of(const yaml_node_t *n)
{
	return n->type == YAML_SCALAR_NODE ? (const char *)n->data.scalar.value : "";
}

static yaml_node_t *node(struct walk *w, int id)
{
	return yaml_document_get_node(&w->doc, id);
}

static bool is_flow(const yaml_node_t *n)
{
	return (n->type == YAML_MAPPING_NODE && n->data.mapping.style == YAML_FLOW_MAPPING_STYLE) ||
		(n->type == YAML_SEQUENCE_NODE && n->data.sequence.style == YAML_FLOW_SEQUENCE_STYLE);
}

static const char *value_at(struct walk *w, const yaml_node_t *map, const char *key)
{
	for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++)
		if (strcmp(text_of(node(w, p->key)), key) == 0)
			return text_of(node(w, p->value));
	return "";
}

/* ---- what is changed ---- */

static struct mutation *add(struct walk *w, const char *path, const char *how, size_t at, size_t end,
	const char *put, unsigned line)
{
	GROW(w->a, w->m, w->n, w->cap);
	w->m[w->n] = (struct mutation){.what = arena_printf(w->a, "%s: %s", path, how),
		.at = at,
		.cut = end - at,
		.put = put,
		.from = line,
		.to = line};
	return &w->m[w->n++];
}

/* The value of `n` becomes `put`. */
static struct mutation *replace(struct walk *w, const char *path, const yaml_node_t *n, const char *put)
{
	return add(w, path, arena_printf(w->a, "becomes %s", *put ? put : "nothing"), begin_of(w, n),
		end_of(w, n), put, line_of(n));
}

static void misspell(struct walk *w, const char *path, const yaml_node_t *key, bool is_language)
{
	const char *name = text_of(key);
	size_t begin = begin_of(w, key), end = end_of(w, key);

	if (!is_language)
		add(w, path, "misspelt", end, end, "x", line_of(key));
	add(w, path, "misspelt", begin, begin + 1, arena_printf(w->a, "%c", name[0] - 'a' + 'A'),
		line_of(key));
	if (!is_language || strlen(name) == 2)
		add(w, path, "misspelt", end - 1, end, "", line_of(key));
}

static void leave_out(struct walk *w, const char *path, const yaml_node_t *map, const yaml_node_pair_t *p,
	enum expected expected)
{
	const yaml_node_t *key = node(w, p->key), *value = node(w, p->value);
	struct mutation *m;

	if (p + 1 < map->data.mapping.pairs.top)
		m = add(w, path, "left out", begin_of(w, key), begin_of(w, node(w, p[1].key)), "",
			line_of(map));
	else if (p > map->data.mapping.pairs.start)
		m = add(w, path, "left out", end_of(w, node(w, p[-1].value)), end_of(w, value), "",
			line_of(map));
	else
		m = add(w, path, "left out", begin_of(w, map), end_of(w, map), "{}", line_of(map));
	m->expected = expected;
	if (expected == EITHER) { /* what is wrong then stands elsewhere */
		m->from = 1;
		m->to = UINT32_MAX;
	}
}

static unsigned lines_between(const char *text, size_t from, size_t to)
{
	unsigned n = 0;

	for (; from < to; from++)
		n += text[from] == '\n';
	return n;
}

/* Once more behind itself: bytes `begin` to `end`, with what parts it from its neighbours. */
static void repeat(struct walk *w, const char *path, size_t begin, size_t end, const char *between)
{
	const char *put = arena_printf(w->a, "%s%.*s", between, (int)(end - begin), w->text + begin);
	unsigned line = 1 + lines_between(w->text, 0, end) + (*between == '\n');
	struct mutation *m = add(w, path, "twice", end, end, put, line);

	m->to = line + lines_between(w->text, begin, end);
}

static void other_types(struct walk *w, const char *path, const yaml_node_t *n, bool in_flow_list)
{
	if (n->type != YAML_SEQUENCE_NODE)
		replace(w, path, n, "[x]");
	if (n->type != YAML_MAPPING_NODE)
		replace(w, path, n, "{x: y}");
	if (n->type != YAML_SCALAR_NODE)
		replace(w, path, n, "x");
	replace(w, path, n, "~");
	if (in_flow_list) /* there it would be no value at all */
		return;
	struct mutation *m = replace(w, path, n, "");

	for (size_t at = m->at; strchr(" \n", w->text[at - 1]); at--)
		m->from = m->to -= w->text[at - 1] == '\n'; /* nothing stands where the key stands */
}

static bool has_form(const char *text, const char *form)
{
	for (; *text && *form; text++, form++)
		if (*form == '9' ? *text < '0' || *text > '9' : *text != *form)
			return false;
	return !*text && !*form;
}

static void out_of_range(struct walk *w, const char *path, const yaml_node_t *n)
{
	static const char *const numbers[] = {
		"-1", "0x1f", "1.5", "1e3", "4000000000", "99999999999999999999", "many", NULL};
	static const char *const days[] = {"2026-02-30", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1",
		"0000-01-01", "2026-05-31T00:00", NULL};
	static const char *const days_of_year[] = {
		"02-29", "04-31", "13-01", "00-10", "01-00", "4-30", "0430", NULL};
	const char *text = text_of(n);
	const char *const *other = NULL;

	if (*text && strspn(text, "0123456789") == strlen(text))
		other = numbers;
	else if (has_form(text, "9999-99-99"))
		other = days;
	else if (has_form(text, "99-99"))
		other = days_of_year;
	for (; other && *other; other++)
		replace(w, path, n, *other)->value = true;
	if (has_form(text, "9") || has_form(text, "99") || has_form(text, "999")) {
		replace(w, path, n, arena_printf(w->a, "\"%s\"", text));
		replace(w, path, n, arena_printf(w->a, "0%s", text));
	}
}

/* Below these keys stand languages, English at least, with a text each. */
static bool of_texts(const char *key)
{
	static const char *const keys[] = {"label", "salutation", "closing", NULL};

	return among(keys, key);
}

/* Below "articles" stand languages, and below these the names by their article. */
static bool in_articles(const char *path)
{
	return strlen(path) >= 2 && (path[2] == '\0' || path[2] == '.') &&
		(strncmp(path, "en", 2) == 0 || strncmp(path, "es", 2) == 0 || strncmp(path, "fr", 2) == 0);
}

/* A name that nothing has. */
static void dangle(struct walk *w, const char *path, const yaml_node_t *n)
{
	struct mutation *m = replace(w, path, n, "nosuch.name");

	if (among(free_text, path) || ends(path, ".source") || strncmp(path, "depositary-names.", 17) == 0 ||
		in_articles(path) || of_texts(arena_strndup(w->a, path, strcspn(path, "."))) ||
		(strncmp(path, "fact ", 5) == 0 && ends(path, ".key"))) {
		m->expected = ACCEPTED;
	} else if (ends(path, ".id")) { /* is it named elsewhere? */
		m->expected = EITHER;
	} else if (strcmp(path, "pack.conditions[]") == 0) { /* said where it is named */
		m->from = 1;
		m->to = UINT32_MAX;
	} else {
		m->value = !ends(path, ".rule") && !ends(path, ".fact") && strcmp(path, "pack.pack") != 0;
	}
}

/* What is wrong before any key is looked at: of values that stand often, the first few. */
static void broken_text(struct walk *w, const char *path, const yaml_node_t *n)
{
	static const char *const before[] = {
		"\xff", "\xc3(", "\x01", "\xe2\x80\xa9", "&a ", "!a ", "@", "%", "`", NULL};
	size_t at = begin_of(w, n), end = end_of(w, n), often = 0;

	for (size_t i = 0; i < w->n; i++)
		often += strcmp(w->m[i].what, arena_printf(w->a, "%s: becomes *a", path)) == 0;
	if (often == OFTEN)
		return;
	for (const char *const *s = before; *s; s++)
		if (strlen(*s) > 1 || **s == '\xff' || **s == '\x01' || w->text[at] != '"')
			add(w, path, "broken text before", at, at, *s, line_of(n));
	replace(w, path, n, "*a");
	if (w->text[at] == '"')
		add(w, path, "quote left open", end - 1, end, "", line_of(n));
	else
		add(w, path, "quote left open", at, at, "\"", line_of(n));
}

/* ---- the walk ---- */

static void walk(
	struct walk *w, const char *context, const char *path, const yaml_node_t *n, bool in_flow_list);

static void walk_list(struct walk *w, const char *path, const yaml_node_t *list)
{
	for (yaml_node_item_t *i = list->data.sequence.items.start; i < list->data.sequence.items.top; i++) {
		const yaml_node_t *n = node(w, *i);
		const char *context = path, *member = arena_printf(w->a, "%s[]", path);

		if (strcmp(path, "pack.rules") == 0)
			context = value_at(w, n, "rule");
		else if (strcmp(path, "pack.facts") == 0)
			context = arena_printf(w->a, "fact %s", value_at(w, n, "fact"));
		if (n->type == YAML_SCALAR_NODE)
			repeat(w, member, begin_of(w, n), end_of(w, n), ", ");
		else
			repeat(w, member, begin_of(w, n), end_of(w, n), "\n  - ");
		if (n->type != YAML_SCALAR_NODE && i > list->data.sequence.items.start)
			add(w, member, "gone", end_of(w, node(w, i[-1])), end_of(w, n), "", 1)->expected =
				EITHER;
		walk(w, context, member, n, is_flow(list));
	}
}

static void walk_map(struct walk *w, const char *context, const yaml_node_t *map)
{
	bool by_language = of_texts(context) || strcmp(context, "official") == 0 ||
		strcmp(context, "customary") == 0 || strcmp(context, "articles") == 0 || in_articles(context);

	for (yaml_node_pair_t *p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = node(w, p->key), *value = node(w, p->value);
		const char *name = text_of(key), *path = arena_printf(w->a, "%s.%s", context, name);
		bool may_go = among(optional, path) || strcmp(context, "depositary-names") == 0 ||
			(by_language && !(of_texts(context) && strcmp(name, "en") == 0));
		int column = (int)key->start_mark.column;

		misspell(w, path, key, by_language);
		leave_out(w, path, map, p, among(narrowing, path) ? EITHER : may_go ? ACCEPTED : REFUSED);
		repeat(w, path, begin_of(w, key), end_of(w, value),
			is_flow(map) ? ", " : arena_printf(w->a, "\n%*s", column, ""));
		for (const char *const *r = reserved; *r && strcmp(name, "rule") == 0; r++)
			if (strcmp(context, text_of(value)) == 0) /* the kind, not another rule's id */
				replace(w, path, value, *r);
		walk(w, name, path, value, false);
	}
}

static void walk(
	struct walk *w, const char *context, const char *path, const yaml_node_t *n, bool in_flow_list)
{
	if (*path)
		other_types(w, path, n, in_flow_list);
	if (is_flow(n) && end_of(w, n) > begin_of(w, n) + 2)
		add(w, path, "bracket left open", end_of(w, n) - 1, end_of(w, n), "", line_of(n))->to =
			(unsigned)n->end_mark.line + 1;
	switch (n->type) {
	case YAML_SCALAR_NODE:
		out_of_range(w, path, n);
		dangle(w, path, n);
		broken_text(w, path, n);
		break;
	case YAML_SEQUENCE_NODE:
		walk_list(w, path, n);
		break;
	default:
		walk_map(w, context, n);
	}
}

/* Line by line: the indentation by a tab, or a space less of it; and what is behind the end. */
static void lines(struct walk *w)
{
	unsigned line = 1;
	size_t len = strlen(w->text);

	for (size_t i = 0; i < len; i++) {
		if (w->text[i] == ' ' && (i == 0 || w->text[i - 1] == '\n')) {
			add(w, "line", "indented with a tab", i, i + 1, "\t", line);
			add(w, "line", "a space less", i, i + 1, "", line)->expected = EITHER;
		}
		line += w->text[i] == '\n';
	}
	add(w, "pack", "a second document", len, len, "---\npack: x\n", line);
	for (size_t i = 1; i < CUTS; i++)
		add(w, "pack", "cut", len * i / CUTS, len, "", 1)->expected = EITHER;
	add(w, "pack", "twice", len, len, w->text, line)->to = UINT32_MAX;
}

size_t mutations(struct arena *a, const char *yaml, struct mutation **ret)
{
	struct walk w = {.a = a, .text = yaml};
	size_t len = strlen(yaml), chars = 0;
	yaml_parser_t parser;

	w.byte = NEW_ARRAY(a, size_t, len + 2);
	for (size_t i = 0; i <= len; i++)
		if (((unsigned char)yaml[i] & 0xc0) != 0x80)
			w.byte[chars++] = i;
	assert_int_equal(yaml_parser_initialize(&parser), 1);
	yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, len);
	assert_int_equal(yaml_parser_load(&parser, &w.doc), 1);
	walk(&w, "pack", "", yaml_document_get_root_node(&w.doc), false);
	lines(&w);
	yaml_document_delete(&w.doc);
	yaml_parser_delete(&parser);
	*ret = w.m;
	return w.n;
}

const char *mutated(struct arena *a, const char *yaml, const struct mutation *m)
{
	return arena_printf(a, "%.*s%s%s", (int)m->at, yaml, m->put, yaml + m->at + m->cut);
}
