/* house.yaml: what a house is, as data. */
#include "base/text.h"
#include "offices/houses/houses.h"
#include "offices/houses/image.h"
#include "treaty/key.h"

#define LINES_MAX 12u /* of an address */
#define PERSONS_MAX 20

const char *const house_form_names[HOUSE_FORM_COUNT + 1] = {
	"ngo", "coalition", "mission", "presidency", "un", "secretariat", NULL};

/* ---- types of value that stand here only ---- */

static void form_read(
	struct reader *r, const struct key *k, const struct node *n, bool (*good)(const char *), void *into)
{
	const char *text = read_text(r, k, n);

	if (text && good(text))
		put(k, into, &text, sizeof text);
	else if (text)
		wrong(r, k, n);
}

static bool is_web(const char *text)
{
	return (strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0) &&
		!strpbrk(text, " \"<>\\^`{|}");
}

static void web_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_web, into);
}
static const struct value_type value_web = {"an address such as https://www.example.org/", web_read};

/* Reference numbers go into file names, subjects and codes: plain signs, and parts in braces. */
static bool is_pattern(const char *text)
{
	bool number = false;

	for (size_t i = 0; text[i];) {
		size_t n = strcspn(text + i, "}") + 1;

		if (text[i] != '{') {
			if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/._",
				    text[i]))
				return false;
			i++;
			continue;
		}
		if (strncmp(text + i, "{number}", n) == 0 ||
			(n == 10 && strncmp(text + i, "{number:", 8) == 0 &&
				strchr("123456789", text[i + 8])))
			number = true;
		else if (strncmp(text + i, "{year}", n) != 0 && strncmp(text + i, "{file}", n) != 0)
			return false;
		i += n;
	}
	return number;
}

static void pattern_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	form_read(r, k, n, is_pattern, into);
}
static const struct value_type value_pattern = {
	"a pattern of letters, digits, '-', '/', '.', '_' with {number} or {number:5}, perhaps also "
	"{year} and {file}",
	pattern_read};

static void address_lines(struct reader *r, const struct node *n, struct house_lines *into)
{
	const struct key line = {.name = into->lang, .type = &value_text};

	if (!is_list(r, &line, n, LINES_MAX))
		return;
	into->line = NEW_ARRAY(r->arena, const char *, n->n);
	for (size_t i = 0; i < n->n; i++)
		into->line[into->n++] = read_text(r, &line, n->value[i]);
}

static void address_read(struct reader *r, const struct key *k, const struct node *n, void *into)
{
	struct house *h = into;

	if (!by_language(r, k, n))
		return;
	h->address = NEW_ARRAY(r->arena, struct house_lines, n->n);
	for (size_t i = 0; i < n->n; i++) {
		h->address[h->addresses_n].lang = n->key[i]->text;
		address_lines(r, n->value[i], &h->address[h->addresses_n++]);
	}
	if (!node_get(n, "en"))
		mistake(r->m, n->line, "%s: en is missing; the address is needed in English at least",
			k->name);
}
static const struct value_type value_address = {
	"a mapping of languages to lists of lines, as in {en: [12 Example Street, Geneva]}", address_read};

/* ---- the keys: one a line, laid out by hand ---- */

/* clang-format off */
static const char *const per_words[] = {"never", "year", NULL};

static const struct key emblem_keys[] = {
	{"file", &value_text, true, AT(house, emblem.file)},
	{"alt", &value_labels, true, AT(house, emblem.alt)},
	{.name = NULL},
};
static const struct key mark_keys[] = {
	{"file", &value_text, true, AT(house_image, file)},
	{"alt", &value_labels, true, AT(house_image, alt)},
	{.name = NULL},
};
static const struct key series_keys[] = {
	{"id", &value_code, true, AT(house_series, id)},
	{"pattern", &value_pattern, true, AT(house_series, pattern)},
	{"file", &value_text, false, AT(house_series, file)},
	{"per", &value_flag, true, AT(house_series, per_year), .words = per_words},
	{.name = NULL},
};
static const struct key clearance_keys[] = {
	{"role", &value_code, true, AT(house_clearance, role)},
	{"persons", &value_number, true, AT(house_clearance, persons), .low = 1, .high = PERSONS_MAX},
	{.name = NULL},
};
static const struct key signs_keys[] = {
	{"role", &value_code, true, AT(house, signs_role)},
	{"title", &value_labels, false, AT(house, signs_title)},
	{.name = NULL},
};
static const struct key contact_keys[] = {
	{"mail", &value_mail, false, AT(house, mail)},
	{"telephone", &value_text, false, AT(house, telephone)},
	{"web", &value_web, false, AT(house, web)},
	{.name = NULL},
};
static const struct key mail_keys[] = {
	{"from", &value_mail, true, AT(house, mail_from)},
	{"reply-to", &value_mail, false, AT(house, mail_reply)},
	{"bounce-domain", &value_domain, false, AT(house, mail_bounces)},
	{.name = NULL},
};
static const struct key cool_down_keys[] = {
	{"days", &value_number, true, AT(house, cool_down_days), .high = 3650},
	{.name = NULL},
};
static const struct key house_keys[] = {
	{"house", &value_code, true, AT(house, code)},
	{"name", &value_labels, true, AT(house, name)},
	{"form", &value_word, true, AT(house, form), .words = house_form_names, .low = HOUSE_NGO},
	{"address", &value_address, true, NOT_KEPT},
	{"place", &value_labels, true, AT(house, place)},
	{"emblem", &value_map, false, NOT_KEPT, .keys = emblem_keys},
	{"marks", &value_maps, false, AT(house, mark), COUNTED(house, marks_n), .keys = mark_keys,
		.size = sizeof(struct house_image)},
	{"languages", &value_tags, true, AT(house, language), COUNTED(house, languages_n)},
	{"series", &value_maps, true, AT(house, series), COUNTED(house, series_n), .keys = series_keys,
		.size = sizeof(struct house_series)},
	{"clearance", &value_maps, true, AT(house, clearance), COUNTED(house, clearance_n),
		.keys = clearance_keys, .size = sizeof(struct house_clearance)},
	{"signs", &value_map, false, NOT_KEPT, .keys = signs_keys},
	{"coalition", &value_code, false, AT(house, coalition)},
	{"contact", &value_map, false, NOT_KEPT, .keys = contact_keys},
	{"mail", &value_map, false, NOT_KEPT, .keys = mail_keys},
	{"cool-down", &value_map, false, NOT_KEPT, .keys = cool_down_keys},
	{"audiences", &value_audiences, false, AT(house, audience), COUNTED(house, audiences_n)},
	{"verify-url", &value_web, false, AT(house, verify_url)},
	{.name = NULL},
};
/* clang-format on */
_Static_assert(sizeof house_keys / sizeof *house_keys <= KEYS_MAX, "the longest table");

/* ---- what keys say together ---- */

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void empty_texts(struct house *h)
{
	const char **const texts[] = {&h->emblem.file, &h->coalition, &h->mail, &h->telephone, &h->web,
		&h->mail_from, &h->mail_reply, &h->mail_bounces, &h->verify_url};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = or_empty(*texts[i]);
	for (size_t i = 0; i < h->series_n; i++)
		h->series[i].file = or_empty(h->series[i].file);
	if (!h->signs_role)
		h->signs_role = ROLE_SIGNATORY;
}

static void series_check(struct reader *r, const struct node *list, const struct house *h)
{
	if (list->n == 0)
		mistake(r->m, list->line,
			"series: none; a letter needs a reference, give one series at least");
	for (size_t i = 0; i < h->series_n; i++) {
		const struct house_series *s = &h->series[i];
		unsigned line = list->value[i]->line;

		if (!s->id || !s->pattern)
			continue;
		if (s->per_year && !strstr(s->pattern, "{year}"))
			mistake(r->m, line,
				"series %s: numbers begin anew each year; put {year} into the pattern",
				s->id);
		if (!*s->file != !strstr(s->pattern, "{file}"))
			mistake(r->m, line, "series %s: {file} in the pattern and the key file go together",
				s->id);
		for (size_t j = 0; j < i; j++) {
			if (h->series[j].id && strcmp(h->series[j].id, s->id) == 0)
				mistake(r->m, line, "series: %s stands twice; rename one", s->id);
			if (h->series[j].pattern && strcmp(h->series[j].pattern, s->pattern) == 0 &&
				strcmp(h->series[j].file, s->file) == 0)
				mistake(r->m, line,
					"series %s: the pattern of %s would give the same references", s->id,
					or_empty(h->series[j].id));
		}
	}
}

static void clearance_check(struct reader *r, const struct node *list, const struct house *h)
{
	for (size_t i = 0; i < h->clearance_n; i++)
		for (size_t j = 0; j < i; j++)
			if (h->clearance[i].role && h->clearance[j].role &&
				strcmp(h->clearance[i].role, h->clearance[j].role) == 0)
				mistake(r->m, list->value[i]->line,
					"clearance: %s stands twice; raise its persons",
					h->clearance[i].role);
}

/* ---- images ---- */

static void image_check(struct reader *r, const struct pack_bytes *b, const char *file, unsigned line)
{
	const struct pack_file *f = pack_find(b, file);
	struct err e;

	if (!f)
		mistake(r->m, line, "file: there is no %s in the folder; add it, or mend the name", file);
	else if (image_look(f->path, f->data, f->len, NULL, &e) < 0)
		mistake(r->m, line, "file: %s", e.text);
}

static bool is_named(const struct house *h, const char *path)
{
	bool named = strcmp(path, HOUSE_YAML) == 0 || strcmp(path, h->emblem.file) == 0;

	for (size_t i = 0; i < h->marks_n; i++)
		named |= h->mark[i].file && strcmp(h->mark[i].file, path) == 0;
	return named;
}

static void images_check(struct reader *r, const struct node *root, const struct house *h)
{
	const struct node *marks = node_get(root, "marks"), *emblem = node_get(root, "emblem");

	if (*h->emblem.file)
		image_check(r, &h->bytes, h->emblem.file, emblem->line);
	for (size_t i = 0; i < h->marks_n; i++)
		if (h->mark[i].file)
			image_check(r, &h->bytes, h->mark[i].file, marks->value[i]->line);
	for (size_t i = 0; i < h->bytes.n; i++) {
		if (is_named(h, h->bytes.file[i].path))
			continue;
		mistakes_file(r->m, h->bytes.file[i].path);
		mistake(r->m, 1, "%s names it nowhere; take it out, or name it as emblem or mark",
			HOUSE_YAML);
	}
}

/* ---- the whole ---- */

static void read_yaml(struct reader *r, const struct pack_file *f, struct house *h)
{
	const struct node *root = f ? tree_read(r->arena, r->m, f->data, f->len) : NULL, *part;

	if (!f)
		mistake(r->m, 1, "there is none; a house begins with this file");
	if (root && root->type != NODE_MAP)
		mistake(r->m, root->line,
			"%s stands there; a house begins with its code, as in \"house: mine\"",
			node_types[root->type]);
	if (!root || root->type != NODE_MAP)
		return;
	read_map(r, root, "a house", house_keys, h);
	empty_texts(h);
	part = node_get(root, "series");
	if (part && part->type == NODE_LIST)
		series_check(r, part, h);
	part = node_get(root, "clearance");
	if (part && part->type == NODE_LIST)
		clearance_check(r, part, h);
	images_check(r, root, h);
}

int house_compile(struct arena *a, const struct pack_bytes *b, struct house *ret, struct pack_mistake **ret_m,
	size_t *ret_m_n, struct err *e)
{
	struct mistakes m = {.arena = a};
	struct reader r = {.arena = a, .m = &m};
	struct house h = {.bytes = *b, .edition = arena_strdup(a, b->sha256)};
	int rc;

	mistakes_file(&m, HOUSE_YAML);
	read_yaml(&r, pack_find(b, HOUSE_YAML), &h);
	rc = mistakes_end(&m, b, ret_m, ret_m_n, e);
	if (rc == 0)
		*ret = h;
	return rc;
}

const struct house_lines *house_address(const struct house *h, const char *lang)
{
	size_t primary = strcspn(lang, "-");
	const struct house_lines *near = NULL, *english = &h->address[0];

	for (size_t i = 0; i < h->addresses_n; i++) {
		const struct house_lines *l = &h->address[i];

		if (strcmp(l->lang, lang) == 0)
			return l;
		if (strlen(l->lang) == primary && strncmp(l->lang, lang, primary) == 0)
			near = l;
		if (strcmp(l->lang, "en") == 0)
			english = l;
	}
	return near ? near : english;
}
