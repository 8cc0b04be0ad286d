/* The fields of a contact: one table says their names, what may stand there and where it goes. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "offices/contacts/contact.h"

#define TITLE "title."

const char *const contact_channel_names[CHANNEL_COUNT + 1] = {"email", "post", "fax", "hand", "pouch", NULL};

struct contact contact_new(void)
{
	static const char nothing[] = "";

	return (struct contact){.id = nothing,
		.office = nothing,
		.state = nothing,
		.organisation = nothing,
		.place = nothing,
		.name = nothing,
		.write = nothing,
		.read = nothing,
		.from = nothing,
		.to = nothing,
		.confirmed = nothing,
		.purpose = nothing,
		.retain = nothing,
		.source = nothing,
		.note = nothing,
		.org_name = nothing,
		.org_short = nothing,
		.org_category = nothing,
		.holder = {0, nothing, nothing, nothing, nothing, nothing, nothing, false}};
}

/* ---- what may stand in a field ---- */

static int of_words(const char *text, const char *const *words, struct err *e)
{
	const char *near;

	if (word_index(words, text) >= 0)
		return 0;
	near = text_nearest(text, words);
	if (near)
		return err_set(e, ERR_INVALID, "'%s' is not right; did you mean %s?", text, near);
	return err_set(e, ERR_INVALID, "'%s' is not right; write %s, %s …", text, words[0], words[1]);
}

static const char *const office_words[] = {
	"mission", "capital", "focal-point", "organisation", "parliamentarian", NULL};
static const char *const address_words[] = {"m", "f", "none", NULL};

static int office_good(const char *text, struct err *e)
{
	return of_words(text, office_words, e);
}

static int address_good(const char *text, struct err *e)
{
	return of_words(text, address_words, e);
}

static int state_good(const char *text, struct err *e)
{
	if (text_is_iso3(text))
		return 0;
	return err_set(e, ERR_INVALID, "'%s' is no code; give ISO 3166-1 alpha-3, such as LAO", text);
}

static int code_good(const char *text, struct err *e)
{
	if (text_is_code(text, 64))
		return 0;
	return err_set(
		e, ERR_INVALID, "'%s' is no short name; write lower-case letters, digits, '-', '.'", text);
}

static int day_good(const char *text, struct err *e)
{
	day_t day;

	return day_parse(text, strlen(text), &day, e);
}

static int langs_good(const char *text, struct err *e)
{
	AUTO_ARENA a = arena_new("languages");
	char **tag;
	size_t n = text_split(a, text, " ", &tag);

	for (size_t i = 0; i < n; i++)
		if (!is_language(tag[i]))
			return err_set(e, ERR_INVALID,
				"'%s' is no language; write tags such as fr or zh-Hans, with spaces", tag[i]);
	return 0;
}

static int any_good(const char *text, struct err *e)
{
	(void)text;
	(void)e;
	return 0;
}

int contact_mail_good(const char *text, struct err *e)
{
	const char *at = strrchr(text, '@');

	if (at && at > text && at[1] && strchr(at, '.') && at[1] != '.' && !strpbrk(text, " <>,;:\"()[]\\") &&
		strchr(text, '@') == at)
		return 0;
	return err_set(e, ERR_INVALID, "'%s' is no e-mail address; write name@example.org", text);
}

/* ---- the table ---- */

struct field {
	const char *name;
	size_t at;
	int (*good)(const char *text, struct err *e);
};
#define F(member) offsetof(struct contact, member)
static const struct field fields[] = {
	{"office", F(office), office_good},
	{"state", F(state), state_good},
	{"organisation", F(organisation), code_good},
	{"organisation.name", F(org_name), any_good},
	{"organisation.short", F(org_short), any_good},
	{"organisation.category", F(org_category), code_good},
	{"place", F(place), any_good},
	{"name", F(name), any_good},
	{"holder", F(holder.name), any_good},
	{"rank", F(holder.rank), code_good},
	{"address", F(holder.address), address_good},
	{"person", F(holder.source), any_good},
	{"since", F(holder.from), day_good},
	{"write", F(write), langs_good},
	{"read", F(read), langs_good},
	{"purpose", F(purpose), any_good},
	{"retain", F(retain), day_good},
	{"from", F(from), day_good},
	{"to", F(to), day_good},
	{"confirmed", F(confirmed), day_good},
	{"source", F(source), any_good},
	{"note", F(note), any_good},
};
/* Those that are lists, beside title.LANG and one field a channel. */
static const char *const list_fields[] = {"channels", "personal", "bodies"};

static const struct field *field_find(const char *name)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	return NULL;
}

/* ---- parts ---- */

static int full(const char *what, struct err *e)
{
	return err_set(e, ERR_LIMIT, "%s: more than %u; leave some out", what, CONTACT_PARTS_MAX);
}

int contact_add_channel(struct arena *a, struct contact *c, struct channel ch, struct err *e)
{
	struct channel *all;

	if (c->channels_n == CONTACT_PARTS_MAX)
		return full(contact_channel_names[ch.kind], e);
	all = NEW_ARRAY(a, struct channel, c->channels_n + 1);
	if (c->channels_n)
		memcpy(all, c->channel, c->channels_n * sizeof *all);
	if (!ch.state)
		ch.state = "good";
	if (!ch.reason)
		ch.reason = "";
	all[c->channels_n++] = ch;
	c->channel = all;
	return 0;
}

/* In the order in which the store keeps them: by body, then day. */
int contact_add_body(struct arena *a, struct contact *c, struct body b, struct err *e)
{
	struct body *all;
	size_t to = c->bodies_n;

	if (c->bodies_n == CONTACT_PARTS_MAX)
		return full("bodies", e);
	all = NEW_ARRAY(a, struct body, c->bodies_n + 1);
	if (c->bodies_n)
		memcpy(all, c->body, c->bodies_n * sizeof *all);
	for (; to > 0; to--) {
		int order = strcmp(all[to - 1].body, b.body);

		if (order < 0 || (order == 0 && strcmp(all[to - 1].from, b.from) <= 0))
			break;
		all[to] = all[to - 1];
	}
	all[to] = b;
	c->bodies_n++;
	c->body = all;
	return 0;
}

int contact_add_title(struct arena *a, struct contact *c, const char *lang, const char *title, struct err *e)
{
	struct label *all;
	size_t n = 0;

	if (!is_language(lang))
		return err_set(e, ERR_INVALID, "title.%s: no language; write a tag, as in title.fr", lang);
	if (c->titles_n == CONTACT_PARTS_MAX)
		return full("title", e);
	all = NEW_ARRAY(a, struct label, c->titles_n + 1);
	for (size_t i = 0; i < c->titles_n; i++)
		if (strcmp(c->title[i].lang, lang) != 0)
			all[n++] = c->title[i];
	if (*title)
		all[n++] = (struct label){arena_strdup(a, lang), title};
	c->title = all;
	c->titles_n = n;
	return 0;
}

const char *contact_short_name(struct arena *a, const char *words)
{
	char *out = arena_zalloc(a, strlen(words) + 2);
	size_t n = 0;

	for (const char *p = words; *p && n < 64; p++) {
		bool plain = isalnum((unsigned char)*p) && !(*p & 0x80);

		if (plain)
			out[n++] = (char)tolower((unsigned char)*p);
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n && out[n - 1] == '-')
		out[--n] = '\0';
	return n ? out : "x";
}

/* ---- setting ---- */

/* What was recorded of an address stays with it. */
static struct channel channel_as_before(const struct contact *c, enum channel_kind kind, const char *address)
{
	for (size_t i = 0; i < c->channels_n; i++)
		if (c->channel[i].kind == kind && strcmp(c->channel[i].address, address) == 0)
			return c->channel[i];
	return (struct channel){kind, address, strcmp(c->office, "parliamentarian") == 0, "good", ""};
}

/* The addresses of one channel: e-mail several, with spaces; the others one, its lines parted by line ends or
 * '|'. */
static int set_channel(
	struct arena *a, struct contact *c, enum channel_kind kind, const char *text, struct err *e)
{
	struct contact was = *c;
	char **part;
	size_t n = text_split(a, text, kind == CHANNEL_EMAIL ? " " : "\n", &part);
	int rc = 0;

	if (kind != CHANNEL_EMAIL && n) {
		const char *lines = "";
		char **line;

		n = text_split(a, arena_strdup(a, text), strchr(text, '|') ? "|" : "\n", &line);
		for (size_t i = 0; i < n; i++)
			lines = arena_printf(a, "%s%s%s", lines, i ? "\n" : "", line[i]);
		part[0] = arena_strdup(a, lines);
		n = n ? 1 : 0;
	}
	c->channel = NULL;
	c->channels_n = 0;
	for (size_t i = 0; rc == 0 && i < was.channels_n; i++)
		if (was.channel[i].kind < kind)
			rc = contact_add_channel(a, c, was.channel[i], e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = kind == CHANNEL_EMAIL ? contact_mail_good(part[i], e) : 0;
		if (rc == 0)
			rc = contact_add_channel(a, c, channel_as_before(&was, kind, part[i]), e);
	}
	for (size_t i = 0; rc == 0 && i < was.channels_n; i++)
		if (was.channel[i].kind > kind)
			rc = contact_add_channel(a, c, was.channel[i], e);
	return rc;
}

/* "post email": those first, in that order; the others after them as they stand. */
static int set_order(struct arena *a, struct contact *c, const char *text, struct err *e)
{
	struct channel *all = NEW_ARRAY(a, struct channel, c->channels_n + 1);
	bool *taken = NEW_ARRAY(a, bool, c->channels_n + 1);
	char **word;
	size_t n = text_split(a, text, " ", &word), put = 0;

	for (size_t w = 0; w <= n; w++) {
		if (w < n && of_words(word[w], contact_channel_names, e) < 0)
			return e->code;
		for (size_t i = 0; i < c->channels_n; i++) {
			if (taken[i] ||
				(w < n && strcmp(contact_channel_names[c->channel[i].kind], word[w]) != 0))
				continue;
			taken[i] = true;
			all[put++] = c->channel[i];
		}
	}
	c->channel = all;
	return 0;
}

static int set_personal(struct arena *a, struct contact *c, const char *text, struct err *e)
{
	char **word;
	size_t n = text_split(a, text, " ", &word);

	for (size_t i = 0; i < c->channels_n; i++)
		c->channel[i].personal = false;
	for (size_t w = 0; w < n; w++) {
		if (of_words(word[w], contact_channel_names, e) < 0)
			return e->code;
		for (size_t i = 0; i < c->channels_n; i++)
			if (strcmp(contact_channel_names[c->channel[i].kind], word[w]) == 0)
				c->channel[i].personal = true;
	}
	return 0;
}

/* "foreign-affairs=chair defence". */
static int set_bodies(struct arena *a, struct contact *c, const char *text, struct err *e)
{
	struct contact was = *c;
	char **word;
	size_t n = text_split(a, text, " ", &word);
	int rc = 0;

	c->body = NULL;
	c->bodies_n = 0;
	for (size_t w = 0; rc == 0 && w < n; w++) {
		char *equals = strchr(word[w], '=');
		struct body b = {word[w], "", equals ? equals + 1 : "", "", ""};

		if (equals)
			*equals = '\0';
		for (size_t i = 0; i < was.bodies_n; i++)
			if (strcmp(was.body[i].body, b.body) == 0)
				b = (struct body){
					b.body, was.body[i].label, b.role, was.body[i].from, was.body[i].to};
		rc = code_good(b.body, e);
		if (rc == 0 && *b.role)
			rc = code_good(b.role, e);
		if (rc == 0)
			rc = contact_add_body(a, c, b, e);
	}
	return rc;
}

static int unknown(const char *field, struct err *e)
{
	const char *names[sizeof fields / sizeof *fields + CHANNEL_COUNT +
		sizeof list_fields / sizeof *list_fields + 2];
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		names[n++] = fields[i].name;
	for (size_t i = 0; i < CHANNEL_COUNT; i++)
		names[n++] = contact_channel_names[i];
	for (size_t i = 0; i < sizeof list_fields / sizeof *list_fields; i++)
		names[n++] = list_fields[i];
	names[n++] = "title.en";
	names[n] = NULL;
	near = text_nearest(field, names);
	return err_set(e, ERR_NOTFOUND, "a contact has no field '%.60s'%s%s%s", field,
		near ? "; did you mean " : "", near ? near : "; docs/contacts.md lists them",
		near ? "?" : "");
}

static int set_list(struct arena *a, struct contact *c, const char *field, const char *text, struct err *e)
{
	int kind = word_index(contact_channel_names, field);

	if (kind >= 0)
		return set_channel(a, c, (enum channel_kind)kind, text, e);
	if (strcmp(field, "channels") == 0)
		return set_order(a, c, text, e);
	if (strcmp(field, "personal") == 0)
		return set_personal(a, c, text, e);
	if (strcmp(field, "bodies") == 0)
		return set_bodies(a, c, text, e);
	if (strncmp(field, TITLE, strlen(TITLE)) == 0)
		return contact_add_title(a, c, field + strlen(TITLE), text, e);
	return unknown(field, e);
}

int contact_set(struct arena *a, struct contact *c, const char *field, const char *text, struct err *e)
{
	const struct field *f = field_find(field);
	const char *copy = arena_strdup(a, text);
	struct err why = {0};
	int rc;

	if (strlen(text) > CONTACT_TEXT_MAX)
		return err_set(e, ERR_LIMIT, "%s: %zu bytes; at most %u are kept", field, strlen(text),
			CONTACT_TEXT_MAX);
	if (text_check(text, strlen(text), NULL) < 0 ||
		(f && strcmp(field, "note") != 0 && strpbrk(text, "\n\t")))
		rc = err_set(&why, ERR_INVALID, "a line end or control character stands in it; take it out");
	else if (!f)
		rc = set_list(a, c, field, copy, &why);
	else
		rc = *text ? f->good(text, &why) : 0;
	if (rc < 0) {
		*e = why;
		return rc == ERR_NOTFOUND ? rc : err_ctx(e, "%s", field);
	}
	if (f)
		memcpy((char *)c + f->at, &copy, sizeof copy);
	return 0;
}

/* ---- getting ---- */

static const char *get_addresses(struct arena *a, const struct contact *c, enum channel_kind kind)
{
	const char *all = "";

	for (size_t i = 0; i < c->channels_n; i++)
		if (c->channel[i].kind == kind && *c->channel[i].address)
			all = arena_printf(a, "%s%s%s", all, *all ? " " : "", c->channel[i].address);
	return all;
}

static const char *get_kinds(struct arena *a, const struct contact *c, bool personal)
{
	bool said[CHANNEL_COUNT] = {false};
	const char *all = "";

	for (size_t i = 0; i < c->channels_n; i++) {
		enum channel_kind kind = c->channel[i].kind;

		if (said[kind] || (personal && !c->channel[i].personal))
			continue;
		said[kind] = true;
		all = arena_printf(a, "%s%s%s", all, *all ? " " : "", contact_channel_names[kind]);
	}
	return all;
}

static const char *get_bodies(struct arena *a, const struct contact *c)
{
	const char *all = "";

	for (size_t i = 0; i < c->bodies_n; i++)
		all = arena_printf(a, "%s%s%s%s%s", all, i ? " " : "", c->body[i].body,
			*c->body[i].role ? "=" : "", c->body[i].role);
	return all;
}

const char *contact_get(struct arena *a, const struct contact *c, const char *name)
{
	const struct field *f = field_find(name);
	int kind = word_index(contact_channel_names, name);
	const char *text = "";

	if (f)
		memcpy(&text, (const char *)c + f->at, sizeof text);
	else if (kind >= 0)
		text = get_addresses(a, c, (enum channel_kind)kind);
	else if (strcmp(name, "channels") == 0 || strcmp(name, "personal") == 0)
		text = get_kinds(a, c, *name == 'p');
	else if (strcmp(name, "bodies") == 0)
		text = get_bodies(a, c);
	for (size_t i = 0; i < c->titles_n && strncmp(name, TITLE, strlen(TITLE)) == 0; i++)
		if (strcmp(c->title[i].lang, name + strlen(TITLE)) == 0)
			text = c->title[i].text;
	return text;
}

const char **contact_fields(struct arena *a, const struct contact *c, size_t contacts_n)
{
	const char **all = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		GROW(a, all, n, cap);
		all[n++] = fields[i].name;
	}
	for (size_t i = 0; i < CHANNEL_COUNT; i++) {
		GROW(a, all, n, cap);
		all[n++] = contact_channel_names[i];
	}
	for (size_t i = 0; i < sizeof list_fields / sizeof *list_fields; i++) {
		GROW(a, all, n, cap);
		all[n++] = list_fields[i];
	}
	for (size_t i = 0, fixed = n; i < contacts_n; i++)
		for (size_t k = 0; k < c[i].titles_n; k++) {
			bool there = false;

			for (size_t j = fixed; j < n; j++)
				there |= strcmp(all[j] + strlen(TITLE), c[i].title[k].lang) == 0;
			if (there)
				continue;
			GROW(a, all, n, cap);
			all[n++] = arena_printf(a, TITLE "%s", c[i].title[k].lang);
		}
	GROW(a, all, n, cap);
	return all;
}
