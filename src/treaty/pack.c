/* The pack as a whole: the keys at the root of pack.yaml, and what is asked of it afterwards. */
#include "treaty/pack.h"

#include "base/text.h"
#include "treaty/courtesy.h"
#include "treaty/letter_kind.h"

#define PACK_CODE_MIN 2u
#define ARTICLE_MAX 8u
#define FILE_NAME_MAX 64u /* bytes of a file's or folder's name, without what follows the dot */

/* ---- types of value that stand at the root only ---- */

static bool is_pack_code(const char *text)
{
	size_t len = strlen(text);

	return len >= PACK_CODE_MIN && len <= ACT_TREATY_MAX &&
		strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789") == len;
}

static void pack_code_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text && is_pack_code(text))
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}
static const struct value_type value_pack_code = {
	"2 to 16 lower-case letters and digits, such as ccm", pack_code_read};

static bool has_language(const struct pack *p, size_t n, const char *iso3)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(p->langs[i].iso3, iso3) == 0)
			return true;
	return false;
}

static int by_iso3(const void *a, const void *b)
{
	const struct state_language *x = a, *y = b;

	return strcmp(x->iso3, y->iso3);
}

/* Written by language, kept by State. */
static void languages_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct list {
		const char **iso3;
		size_t n;
	};
	struct pack *p = into;

	if (!by_language(r, k, n))
		return;
	if (!p->langs)
		p->langs = NEW_ARRAY(r->arena, struct state_language, PACK_LIST_MAX);
	for (size_t i = 0; i < n->n; i++) {
		const struct key states = {n->key[i]->text, &value_states, AT(list, iso3), COUNTED(list, n)};
		struct list list = {0};

		value_states.read(r, &states, n->value[i], &list);
		for (size_t j = 0; j < list.n && p->langs_n < PACK_LIST_MAX; j++) {
			if (!list.iso3[j])
				continue;
			if (has_language(p, p->langs_n, list.iso3[j]))
				mistake(r->m, n->value[i]->value[j]->line,
					"%s: %s has a language already; take one out", k->name, list.iso3[j]);
			p->langs[p->langs_n++] = (struct state_language){list.iso3[j], states.name};
		}
	}
	if (p->langs_n == PACK_LIST_MAX)
		mistake(r->m, n->line, "%s: too many States; at most %u are read", k->name,
			PACK_LIST_MAX - 1);
	qsort(p->langs, p->langs_n, sizeof *p->langs, by_iso3);
}
static const struct value_type value_languages = {
	"a mapping of languages to States' codes, as in {fr: [BEN, LUX]}", languages_read};

/* One name is one State's. */
static void alias_add(
	struct reader *r, const struct key *k, const char *iso3, const char *name, unsigned line)
{
	struct pack *p = r->pack;

	for (size_t i = 0; i < p->aliases_n; i++)
		if (strcmp(p->alias[i].name, name) == 0)
			mistake(r->m, line, "%s: \"%s\" stands twice; take one out", k->name, name);
	if (p->aliases_n < PACK_LIST_MAX)
		p->alias[p->aliases_n++] = (struct state_alias){iso3, name};
	else
		mistake(r->m, line, "%s: more than %u names", k->name, PACK_LIST_MAX);
}

static void aliases_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct list {
		const char **name;
		size_t n;
	};

	if (n->type != NODE_MAP) {
		wrong(r, k, n);
		return;
	}
	r->pack->alias = NEW_ARRAY(r->arena, struct state_alias, PACK_LIST_MAX);
	for (size_t i = 0; i < n->n; i++) {
		const struct key names = {k->name, &value_texts, AT(list, name), COUNTED(list, n)};
		struct list list = {0};

		if (n->key[i]->type != NODE_TEXT || !text_is_iso3(n->key[i]->text)) {
			mistake(r->m, n->key[i]->line,
				"%s: begin with a State's code, as in CIV: [Ivory Coast]", k->name);
			continue;
		}
		if (node_get(n, n->key[i]->text) != n->value[i])
			mistake(r->m, n->key[i]->line, "%s: %s stands twice; take one out", k->name,
				n->key[i]->text);
		value_texts.read(r, &names, n->value[i], &list);
		for (size_t j = 0; j < list.n; j++)
			if (list.name[j])
				alias_add(r, k, n->key[i]->text, list.name[j], n->value[i]->value[j]->line);
	}
	(void)into;
}
static const struct value_type value_aliases = {
	"a mapping of States' codes to names, as in {CIV: [Ivory Coast]}", aliases_read};

static int by_name(const void *a, const void *b)
{
	const struct name_article *x = a, *y = b;
	int order = strcmp(x->lang, y->lang);

	return order ? order : strcmp(x->name, y->name);
}

/* By its shape: le, los, l'. Which articles a language has, and how they contract, is no matter of packs. */
static bool is_article(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	n += word[n] == '\'';
	return n >= 2 && n <= ARTICLE_MAX && word[n] == '\0';
}

/* The names of one language, by the article that they take. */
static void articles_of(struct reader *r, const struct key *k, const char *lang, const struct node *n)
{
	struct list {
		const char **name;
		size_t n;
	};
	struct pack *p = r->pack;

	for (size_t i = 0; i < n->n; i++) {
		const struct key names = {k->name, &value_texts, AT(list, name), COUNTED(list, n)};
		struct list list = {0};

		if (n->key[i]->type != NODE_TEXT || !is_article(n->key[i]->text))
			mistake(r->m, n->key[i]->line, "%s: begin with an article, as in le: [Japon]",
				k->name);
		else if (node_get(n, n->key[i]->text) != n->value[i])
			mistake(r->m, n->key[i]->line, "%s: %s stands twice in %s; take one out", k->name,
				n->key[i]->text, lang);
		value_texts.read(r, &names, n->value[i], &list);
		for (size_t j = 0; j < list.n; j++) {
			if (!list.name[j])
				continue;
			GROW(r->arena, p->article, p->articles_n, p->articles_cap);
			p->article[p->articles_n++] =
				(struct name_article){lang, list.name[j], n->key[i]->text};
		}
	}
}

static void articles_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct pack *p = r->pack;

	if (!by_language(r, k, n))
		return;
	for (size_t i = 0; i < n->n; i++) {
		if (n->value[i]->type == NODE_MAP)
			articles_of(r, k, n->key[i]->text, n->value[i]);
		else
			wrong(r, k, n->value[i]);
	}
	if (p->articles_n)
		qsort(p->article, p->articles_n, sizeof *p->article, by_name);
	for (size_t i = 1; i < p->articles_n; i++)
		if (by_name(&p->article[i - 1], &p->article[i]) == 0)
			mistake(r->m, n->line, "%s: \"%s\" stands twice in %s; take one out", k->name,
				p->article[i].name, p->article[i].lang);
	(void)into;
}
static const struct value_type value_articles = {
	"a mapping of languages to articles and names, as in {fr: {le: [Japon], none: [Cuba]}}",
	articles_read};

/* ---- the keys ---- */

static const char *const verb_words[] = {"sign", "ratify", "accept", "approve", "accede", NULL};

/* One key a line: laid out by hand. */
/* clang-format off */
static const struct key states_keys[] = {
	{"statuses", &value_codes, true, AT(pack, status), COUNTED(pack, statuses_n)},
	{"also", &value_states, true, AT(pack, also), COUNTED(pack, also_n)},
	{"except", &value_states, true, AT(pack, except), COUNTED(pack, except_n)},
	{.name = NULL},
};
static const struct key age_keys[] = {
	{"days", &value_number, true, AT(pack, letter_days), .high = 36500},
	{.name = NULL},
};
static const struct key letters_keys[] = {
	{"as-at-within", &value_map, true, NOT_KEPT, .keys = age_keys},
	{.name = NULL},
};
static const struct key reports_keys[] = {
	{"label", &value_labels, true, AT(pack, reports_to)},
	{"email", &value_mail, true, AT(pack, reports_mail)},
	{"source", &value_text, true, AT(pack, reports_source)},
	{.name = NULL},
};
static const struct key verbs_keys[] = {
	{"signatory", &value_name, true, AT(pack, verb_signatory), .words = verb_words},
	{"open", &value_name, true, AT(pack, verb_open), .words = verb_words},
	{"closed", &value_name, true, AT(pack, verb_closed), .words = verb_words},
	{"withdrawn", &value_name, true, AT(pack, verb_withdrawn), .words = verb_words},
	{.name = NULL},
};
#define COMMON \
	{"pack", &value_pack_code, true, AT(pack, code)}, \
	{"edition", &value_day, true, AT(pack, edition)}, \
	{"label", &value_labels, true, AT(pack, label)}, \
	{"source", &value_text, true, NOT_KEPT}

static const struct key languages_keys[] = {
	{"official", &value_languages, true, NOT_KEPT},
	{"customary", &value_languages, true, NOT_KEPT},
	{.name = NULL},
};
static const struct key specimen_keys[] = {
	{"label", &value_labels, true, AT(pack, specimen)},
	{.name = NULL},
};
static const struct key world_keys[] = {
	COMMON,
	{"languages", &value_map, true, NOT_KEPT, .keys = languages_keys},
	{"articles", &value_articles, false, NOT_KEPT},
	{"depositary-names", &value_aliases, true, NOT_KEPT},
	{"specimen", &value_map, false, NOT_KEPT, .keys = specimen_keys},
	{"courtesies", &value_courtesies, false, NOT_KEPT},
	{.name = NULL},
};
/* Conditions come before the rules that name them, and these before the facts. */
static const struct key treaty_keys[] = {
	COMMON,
	{"adopted", &value_day, true, AT(pack, adopted)},
	{"place", &value_text, true, NOT_KEPT},
	{"depositary", &value_text, true, NOT_KEPT},
	{"registration", &value_text, false, NOT_KEPT},
	{"states", &value_map, true, NOT_KEPT, .keys = states_keys},
	{"conditions", &value_codes, true, AT(pack, condition), COUNTED(pack, conditions_n)},
	{"letters", &value_map, true, NOT_KEPT, .keys = letters_keys},
	{"verbs", &value_map, true, NOT_KEPT, .keys = verbs_keys},
	{"reports", &value_map, false, NOT_KEPT, .keys = reports_keys},
	{"rules", &value_rules, true, NOT_KEPT},
	{"facts", &value_facts, true, NOT_KEPT},
	{"audiences", &value_audiences, false, AT(pack, audience), COUNTED(pack, audiences_n)},
	{.name = NULL},
};
/* clang-format on */
_Static_assert(sizeof treaty_keys / sizeof *treaty_keys <= KEYS_MAX, "the longest table");

/* ---- the whole ---- */

/* A State cannot be counted always and never. */
static void states_check(struct reader *r, const struct node *root)
{
	struct pack *p = r->pack;
	const struct node *states = node_get(root, "states"),
			  *except = states ? node_get(states, "except") : NULL;

	p->states_line = states ? states->line : 0;
	for (size_t i = 0; except && i < p->except_n; i++)
		for (size_t j = 0; j < p->also_n; j++)
			if (p->except[i] && p->also[j] && strcmp(p->except[i], p->also[j]) == 0)
				mistake(r->m, except->value[i]->line,
					"except: %s stands under also too; take one of them out", p->also[j]);
}

static void read_yaml(struct reader *r, const struct pack_file *f)
{
	struct pack *p = r->pack;
	const struct node *root, *code;
	char edition[11];

	mistakes_file(r->m, PACK_YAML);
	if (!f) {
		mistake(r->m, 1, "there is none; a pack begins with this file");
		return;
	}
	root = tree_read(r->arena, r->m, f->data, f->len);
	if (!root)
		return;
	if (root->type != NODE_MAP) {
		mistake(r->m, root->line, "%s stands there; a pack begins with its code, as in \"pack: ccm\"",
			node_types[root->type]);
		return;
	}
	code = node_get(root, "pack");
	p->is_world = code && code->type == NODE_TEXT && strcmp(code->text, "world") == 0;
	read_map(r, root, p->is_world ? "the world's pack" : "a pack", p->is_world ? world_keys : treaty_keys,
		p);
	states_check(r, root);
	p->edition_text = arena_strdup(r->arena, day_format(p->edition, edition));
}

/* Is the rest of `path` NAME.EXT, both names good? */
static bool is_file(struct arena *a, const char *path, const char *ext, bool (*good)(const char *))
{
	const char *dot = strrchr(path, '.');

	return dot && strcmp(dot + 1, ext) == 0 && good(arena_strndup(a, path, (size_t)(dot - path)));
}

static bool is_name(const char *name)
{
	return text_is_code(name, FILE_NAME_MAX);
}

/* What is no part of a pack would be stored, hashed and never read. */
static bool is_part(struct arena *a, const char *path)
{
	const char *name, *slash;

	if (strcmp(path, PACK_YAML) == 0)
		return true;
	if (strncmp(path, PACK_ACTS, strlen(PACK_ACTS)) == 0)
		return is_file(a, path + strlen(PACK_ACTS), "csv", is_name);
	if (strncmp(path, PACK_LETTERS, strlen(PACK_LETTERS)) != 0)
		return false;
	name = path + strlen(PACK_LETTERS);
	slash = strchr(name, '/');
	return slash && is_name(arena_strndup(a, name, (size_t)(slash - name))) &&
		(strcmp(slash + 1, LETTER_KIND_YAML) == 0 || is_file(a, slash + 1, "md", is_language));
}

int pack_compile(struct arena *a, const struct pack_bytes *b, struct pack **ret,
	struct pack_mistake **ret_mistakes, size_t *ret_mistakes_n, struct err *e)
{
	struct mistakes m = {.arena = a};
	struct pack *p = NEW(a, struct pack);
	struct reader r = {a, &m, p};
	int rc;

	read_yaml(&r, pack_find(b, PACK_YAML));
	letter_kinds_read(&r, b);
	for (size_t i = 0; i < b->n; i++) {
		if (is_part(a, b->file[i].path))
			continue;
		mistakes_file(&m, b->file[i].path);
		mistake(&m, 1,
			"no part of a pack, which has %s, %sNAME.csv, %sNAME/" LETTER_KIND_YAML
			" and %sNAME/LANGUAGE.md, names in lower case; take it out, or rename it",
			PACK_YAML, PACK_ACTS, PACK_LETTERS, PACK_LETTERS);
	}
	rc = mistakes_end(&m, b, ret_mistakes, ret_mistakes_n, e);
	if (rc < 0)
		return rc;
	p->sha256 = arena_strdup(a, b->sha256);
	*ret = p;
	return 0;
}

/* ---- asking ---- */

const char *label_in(const struct labels *l, const char *lang)
{
	const char *found[] = {NULL, NULL, ""}; /* in the language, in its primary language, in English */
	size_t primary = strcspn(lang, "-");

	for (size_t i = 0; i < l->n; i++) {
		const struct label *x = &l->label[i];

		if (strcmp(x->lang, lang) == 0)
			found[0] = x->text;
		if (strlen(x->lang) == primary && strncmp(x->lang, lang, primary) == 0)
			found[1] = x->text;
		if (strcmp(x->lang, "en") == 0)
			found[2] = x->text;
	}
	return found[0] ? found[0] : found[1] ? found[1] : found[2];
}

const struct rule *pack_rule(const struct pack *p, const char *id)
{
	for (size_t i = 0; i < p->rules_n; i++)
		if (p->rule[i].id && strcmp(p->rule[i].id, id) == 0)
			return &p->rule[i];
	return NULL;
}

const struct fact_rule *pack_fact(const struct pack *p, const char *key)
{
	for (size_t i = 0; i < p->facts_n; i++)
		if (p->fact[i].key && strcmp(p->fact[i].key, key) == 0)
			return &p->fact[i];
	return NULL;
}

const char *pack_language(const struct pack *world, const char *iso3)
{
	for (size_t low = 0, high = world ? world->langs_n : 0; low < high;) {
		size_t middle = (low + high) / 2;
		int order = strcmp(iso3, world->langs[middle].iso3);

		if (order == 0)
			return world->langs[middle].lang;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return "en";
}

const char *pack_article(const struct pack *world, const char *lang, const char *name)
{
	const struct name_article key = {lang, name, NULL}, *found = NULL;

	if (world && world->articles_n)
		found = bsearch(&key, world->article, world->articles_n, sizeof key, by_name);
	return found ? found->article : NULL;
}
