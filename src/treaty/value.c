/* The types of value that have nothing to do with treaties. */
#include "base/text.h"
#include "treaty/key.h"

#define CODE_MAX 64u /* bytes of a name that others point to */
#define LANGUAGES_MAX 100u
#define LANGUAGE_MAX 35u /* bytes of a language tag; RFC 5646 section 4.4.1 */

static void text_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);

	if (text)
		put(k, into, &text, sizeof text);
}
const struct value_type value_text = {"a text of one line", text_read};

/* A text of some form. */
static void form_read(
	struct reader *r, const struct key *k, const struct node *n, bool (*good)(const char *), void *into)
{
	const char *text = read_text(r, k, n);

	if (text && good(text))
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}

static bool is_code(const char *text)
{
	return text_is_code(text, CODE_MAX);
}

static void code_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_code, into);
}
const struct value_type value_code = {"a short name of lower-case letters, digits, '-' and '.'", code_read};

static bool is_domain(const char *text)
{
	return *text != '.' && *text != '-' && strchr(text, '.') &&
		strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen(text);
}

static void domain_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_domain, into);
}
const struct value_type value_domain = {"a domain such as example.org", domain_read};

static bool is_mail(const char *text)
{
	const char *at = strrchr(text, '@');

	return at && at > text && !strpbrk(text, " <>,;\"()") && is_domain(at + 1);
}

static void mail_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_mail, into);
}
const struct value_type value_mail = {"an address such as office@example.org", mail_read};

/* Lower-case words of letters, digits and '_', joined by single dots. */
static bool is_key(const char *text)
{
	size_t word;

	if (strlen(text) > CODE_MAX)
		return false;
	for (;; text += word + 1) {
		word = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
		if (word == 0 || text[word] != '.')
			return word > 0 && !text[word];
	}
}

static void key_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_key, into);
}
const struct value_type value_key = {"lower-case words joined by dots, such as parties.in_force", key_read};

static void state_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, text_is_iso3, into);
}
static const struct value_type value_state = {"a State's code such as LAO", state_read};

/* A list of names of which none stands twice. */
static void names_read(struct reader *r, const struct key *k, const struct node *n,
	const struct value_type *type, void *into)
{
	const struct key member = {.name = k->name, .type = type, .words = k->words};
	const char **name;

	if (!is_list(r, k, n, PACK_LIST_MAX))
		return;
	name = NEW_ARRAY(r->arena, const char *, n->n);
	for (size_t i = 0; i < n->n; i++) {
		type->read(r, &member, n->value[i], &name[i]);
		for (size_t j = 0; j < i; j++)
			if (name[i] && name[j] && strcmp(name[i], name[j]) == 0)
				mistake(r->m, n->value[i]->line, "%s: %s stands twice; take one out", k->name,
					name[i]);
	}
	put(k, into, &name, sizeof name);
	if (k->count)
		memcpy((char *)into + k->count, &n->n, sizeof n->n);
}

static void codes_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	names_read(r, k, n, &value_code, into);
}
const struct value_type value_codes = {"a list of short names, as in [stockpile, victims]", codes_read};

static void texts_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	names_read(r, k, n, &value_text, into);
}
const struct value_type value_texts = {"a list of texts", texts_read};

static void states_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	names_read(r, k, n, &value_state, into);
}
const struct value_type value_states = {"a list of States' codes, as in [COK, NIU]", states_read};

static void day_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);
	struct err e;
	day_t day = 0;

	if (text && day_parse(text, strlen(text), &day, &e) < 0)
		mistake(r->m, n->line, "%s: %s", k->name, e.text);
	else if (text)
		put(k, into, &day, sizeof day);
}
const struct value_type value_day = {"a day such as 2008-12-03", day_read};

static void number_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	const char *text = read_text(r, k, n);
	int64_t number = 0;
	int value;

	if (!text)
		return;
	/* A leading 0 would be octal to other readers of YAML. */
	if (n->quoted || (strchr("-0", text[0]) && text[1]) ||
		text_int(text, k->low, k->high, &number, NULL) < 0) {
		wrong(r, k, n);
		return;
	}
	value = (int)number;
	put(k, into, &value, sizeof value);
}
const struct value_type value_number = {"a whole number, without quotes,", number_read};

/* Index of the word that stands there, -1 with a mistake. */
static int read_word(struct reader *r, const struct key *k, const struct node *n)
{
	const char *text = read_text(r, k, n);
	int i = text ? word_index(k->words, text) : -1;

	if (text && i < 0)
		wrong(r, k, n);
	return i;
}

static void word_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	int i = read_word(r, k, n), value = k->low + i;

	if (i >= 0)
		put(k, into, &value, sizeof value);
}
const struct value_type value_word = {NULL, word_read};

static void flag_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	bool value = read_word(r, k, n) == 1;

	put(k, into, &value, sizeof value);
}
const struct value_type value_flag = {NULL, flag_read};

static void name_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	int i = read_word(r, k, n);

	if (i >= 0)
		put(k, into, &k->words[i], sizeof k->words[i]);
}
const struct value_type value_name = {NULL, name_read};

/* Exactly one unit; the ranges are those of docs/packs.md. */
static void step_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	static const char *const yes[] = {"yes", NULL};
	static const struct key unit[] = {
		[STEP_DAYS] = {"days", &value_number, .at = offsetof(struct step, n), .high = 36500},
		[STEP_MONTHS] = {"months", &value_number, .at = offsetof(struct step, n), .high = 1200},
		[STEP_YEARS] = {"years", &value_number, .at = offsetof(struct step, n), .high = 100},
		[STEP_FIRST_OF_MONTH] = {"first-of-month", &value_number, .at = offsetof(struct step, n),
			.high = 1200},
		[STEP_SAME_DAY] = {"same-day", &value_name, .at = NOWHERE, .words = yes},
		{.name = NULL},
	};
	struct step step = {0};

	if (n->type != NODE_MAP) {
		wrong(r, k, n);
		return;
	}
	read_map(r, n, k->name, unit, &step);
	if (n->n != 1)
		mistake(r->m, n->line, "%s: %zu lengths stand there; write one, as in {days: 180}", k->name,
			n->n);
	for (size_t i = 0; unit[i].name; i++)
		if (node_get(n, unit[i].name))
			step.unit = (enum step_unit)i;
	put(k, into, &step, sizeof step);
}
const struct value_type value_step = {
	"a length such as {days: 180}, {months: 6}, {years: 8}, {first-of-month: 6} or {same-day: yes}",
	step_read};

bool is_language(const char *tag)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz",
			  any[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t n = strspn(tag, letters);

	if (n < 2 || n > 3 || strlen(tag) > LANGUAGE_MAX)
		return false;
	for (tag += n; *tag == '-'; tag += n) {
		n = strspn(++tag, any);
		if (n < 2 || n > 8)
			return false;
	}
	return !*tag;
}

bool by_language(struct reader *r, const struct key *k, const struct node *n)
{
	if (n->type != NODE_MAP) {
		wrong(r, k, n);
		return false;
	}
	if (n->n > LANGUAGES_MAX) {
		mistake(r->m, n->line, "%s: %zu languages; at most %u are read", k->name, n->n,
			LANGUAGES_MAX);
		return false;
	}
	for (size_t i = 0; i < n->n; i++) {
		const struct node *key = n->key[i];

		if (!is_language(key->text))
			mistake(r->m, key->line,
				"%s: \"%.40s\" is no language; write a tag such as en or zh-Hans", k->name,
				key->type == NODE_TEXT ? key->text : node_types[key->type]);
		else if (node_get(n, key->text) != n->value[i])
			mistake(r->m, key->line, "%s: %s stands twice; take one out", k->name, key->text);
	}
	return true;
}

static void labels_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct labels l = {0};

	if (!by_language(r, k, n))
		return;
	l.label = NEW_ARRAY(r->arena, struct label, n->n);
	for (size_t i = 0; i < n->n; i++) {
		const struct key text = {.name = n->key[i]->text, .type = &value_text};

		l.label[l.n++] = (struct label){text.name, read_text(r, &text, n->value[i])};
	}
	if (!node_get(n, "en"))
		mistake(r->m, n->line, "%s: en is missing; every text is needed in English at least",
			k->name);
	put(k, into, &l, sizeof l);
}
const struct value_type value_labels = {
	"a mapping of languages to texts, as in {en: Initial report}", labels_read};

static void map_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	if (n->type == NODE_MAP)
		read_map(r, n, k->name, k->keys, into);
	else
		wrong(r, k, n);
}
const struct value_type value_map = {"a mapping of keys to values", map_read};

static void maps_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	char *all;

	if (!is_list(r, k, n, PACK_LIST_MAX))
		return;
	all = arena_array(r->arena, n->n, k->size);
	for (size_t i = 0; i < n->n; i++) {
		if (n->value[i]->type == NODE_MAP)
			read_map(r, n->value[i], k->name, k->keys, all + i * k->size);
		else
			wrong(r, k, n->value[i]);
	}
	put(k, into, &all, sizeof all);
	if (k->count)
		memcpy((char *)into + k->count, &n->n, sizeof n->n);
}
const struct value_type value_maps = {"a list of mappings, each behind a \"-\"", maps_read};

static void words_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	unsigned bits = 0;

	if (!is_list(r, k, n, 8 * sizeof bits))
		return;
	for (size_t i = 0; i < n->n; i++) {
		int word = read_word(r, k, n->value[i]);

		if (word >= 0 && (bits & 1u << word))
			mistake(r->m, n->value[i]->line, "%s: %s stands twice; take one out", k->name,
				k->words[word]);
		bits |= word >= 0 ? 1u << word : 0;
	}
	put(k, into, &bits, sizeof bits);
}
const struct value_type value_words = {NULL, words_read};

static void ordered_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	names_read(r, k, n, &value_name, into);
}
const struct value_type value_ordered = {NULL, ordered_read};

static void language_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_language, into);
}
static const struct value_type value_language = {"a language tag such as en or zh-Hans", language_read};

static void tags_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	names_read(r, k, n, &value_language, into);
}
const struct value_type value_tags = {"a list of language tags, as in [en, fr]", tags_read};

static void known_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	(void)r, (void)k, (void)n, (void)into;
}
const struct value_type value_known = {"its kind", known_read};
