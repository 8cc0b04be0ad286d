/* Popolo (popoloproject.com), the JSON of parliaments: persons, organizations, memberships, posts. The office
 * is the post where the file has one, so that it stays when its holder changes; else the person's own. */
#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "offices/contacts/contact.h"

struct popolo {
	struct brought *b;
	json_t *persons, *organizations, *memberships, *posts;
};

static const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static const json_t *by_id(const json_t *list, const char *id)
{
	const json_t *o;
	size_t i;

	json_array_foreach(list, i, o) if (*id && strcmp(text(o, "id"), id) == 0) return o;
	return NULL;
}

/* A day, or the first or last of a year or month. */
static const char *day_of(
	struct brought *b, struct contact *c, const char *field, const char *date, bool last)
{
	struct edtf d = {0};
	struct err e = {0};
	char day[11];

	if (!*date)
		return "";
	if (edtf_parse(date, strlen(date) < 10 ? strlen(date) : 10, &d, &e) < 0) {
		err_ctx(&e, "%s", field);
		brought_fault(b, c, &e);
		return "";
	}
	return arena_strdup(b->a, day_format(last ? d.high : d.low, day));
}

static bool is_committee(const json_t *organization)
{
	const char *class = text(organization, "classification");

	return strcasestr(class, "committee") || strcasestr(class, "commission") ||
		strcasestr(class, "delegation");
}

/* What a committee is about: "Committee on Foreign Affairs" gives foreign-affairs, as an audience names it.
 */
static const char *body_name(struct arena *a, const char *name)
{
	static const char *const plain[] = {
		"committee", "commission", "on", "of", "the", "for", "de", "des", "la"};
	const char *all = "";
	char **word;
	size_t n = text_split(a, contact_short_name(a, name), "-", &word);

	for (size_t i = 0; i < n; i++) {
		bool out = false;

		for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
			out |= strcmp(word[i], plain[k]) == 0;
		if (!out)
			all = arena_printf(a, "%s%s%s", all, *all ? "-" : "", word[i]);
	}
	return *all ? all : contact_short_name(a, name);
}

/* The membership of a parliament that counts: an open one before one that ended, else the latest. */
static const json_t *seat_of(const struct popolo *p, const char *person)
{
	const json_t *best = NULL, *m;
	size_t i;

	json_array_foreach(p->memberships, i, m)
	{
		const json_t *org = by_id(p->organizations, text(m, "organization_id"));
		const char *class = text(org, "classification");

		if (strcmp(text(m, "person_id"), person) != 0 || is_committee(org) ||
			strcasestr(class, "party") || strcasestr(class, "faction"))
			continue;
		if (!best || (*text(best, "end_date") && !*text(m, "end_date")) ||
			(!*text(best, "end_date") == !*text(m, "end_date") &&
				strcmp(text(m, "start_date"), text(best, "start_date")) > 0))
			best = m;
	}
	return best;
}

static void bodies_read(const struct popolo *p, struct contact *c, const char *person)
{
	struct brought *b = p->b;
	const json_t *m;
	struct err e = {0};
	size_t i;

	json_array_foreach(p->memberships, i, m)
	{
		const json_t *org = by_id(p->organizations, text(m, "organization_id"));
		const char *role = text(m, "role");
		struct body body;

		if (strcmp(text(m, "person_id"), person) != 0 || !is_committee(org))
			continue;
		body = (struct body){
			body_name(b->a, *text(org, "name") ? text(org, "name") : text(org, "id")),
			arena_strdup(b->a, text(org, "name")), *role ? contact_short_name(b->a, role) : "",
			day_of(b, c, "start_date", text(m, "start_date"), false),
			day_of(b, c, "end_date", text(m, "end_date"), true)};
		bool said = false;

		for (size_t k = 0; k < c->bodies_n; k++)
			said |= strcmp(c->body[k].body, body.body) == 0 &&
				strcmp(c->body[k].from, body.from) == 0;
		if (!said && contact_add_body(b->a, c, body, &e) < 0)
			brought_fault(b, c, &e);
	}
	if (c->bodies_n) { /* as a field that is spoken of; the bodies themselves stay as they are */
		struct contact was = *c;

		brought_set(b, c, "bodies", contact_get(b->a, c, "bodies"));
		c->body = was.body;
		c->bodies_n = was.bodies_n;
	}
}

static void details_read(struct brought *b, struct contact *c, const json_t *person)
{
	const char *mail = text(person, "email");
	const json_t *details = json_object_get(person, "contact_details"), *d;
	size_t i;

	json_array_foreach(details, i, d)
	{
		const char *type = text(d, "type"), *value = text(d, "value");

		if (strcmp(type, "email") == 0 && !*mail)
			mail = value;
		else if (strcmp(type, "email") == 0 && strcmp(value, mail) != 0)
			mail = arena_printf(b->a, "%s %s", mail, value);
		else if (strcmp(type, "fax") == 0)
			brought_set(b, c, "fax", value);
		else if (strcmp(type, "address") == 0)
			brought_set(b, c, "post", value);
		else if (strcmp(type, "email") != 0)
			brought_ignored(b, arena_printf(b->a, "contact_details.%s", type));
	}
	if (*mail)
		brought_set(b, c, "email", mail);
}

static void seat_read(const struct popolo *p, struct contact *c, const json_t *seat)
{
	struct brought *b = p->b;
	const json_t *org = by_id(p->organizations, text(seat, "organization_id"));
	const json_t *post = by_id(p->posts, text(seat, "post_id"));
	const char *label = *text(post, "label") ? text(post, "label")
		: *text(seat, "label")           ? text(seat, "label")
						 : text(seat, "role");
	const char *from = day_of(b, c, "start_date", text(seat, "start_date"), false),
		   *to = day_of(b, c, "end_date", text(seat, "end_date"), true);

	if (*text(org, "name")) {
		brought_set(b, c, "organisation", contact_short_name(b->a, text(org, "name")));
		brought_set(b, c, "organisation.name", text(org, "name"));
		brought_set(b, c, "organisation.category", "parliament");
	}
	if (*label)
		brought_set(b, c, "title.en", label);
	if (post)
		brought_set(b, c, "source", text(post, "id"));
	/* A post goes on when its holder leaves; a seat without one ends with the mandate. */
	if (*from)
		brought_set(b, c, post ? "since" : "from", from);
	if (*to && !post)
		brought_set(b, c, "to", to);
}

static void person_read(const struct popolo *p, const json_t *person, size_t i)
{
	struct brought *b = p->b;
	struct contact c = contact_new();
	const char *id = text(person, "id"), *gender = text(person, "gender");
	const json_t *seat = seat_of(p, id);

	c.where = arena_printf(b->a, "persons[%zu]", i);
	if (!*id || !*text(person, "name")) {
		struct err e;

		err_set(&e, ERR_INVALID, "id or name is missing; a person needs both");
		brought_fault(b, &c, &e);
		return;
	}
	brought_set(b, &c, "office", "parliamentarian");
	brought_set(b, &c, "holder", text(person, "name"));
	brought_set(b, &c, "person", id);
	brought_set(b, &c, "source", id);
	if (strcmp(gender, "female") == 0 || strcmp(gender, "male") == 0)
		brought_set(b, &c, "address", *gender == 'f' ? "f" : "m");
	if (seat)
		seat_read(p, &c, seat);
	details_read(b, &c, person);
	bodies_read(p, &c, id);
	brought_add(b, c);
}

/* Memberships may stand within a person. */
static void nested(struct popolo *p)
{
	const json_t *person;
	size_t i;

	json_array_foreach(p->persons, i, person)
	{
		json_t *own = json_object_get(person, "memberships"), *m;
		size_t k;

		json_array_foreach(own, k, m)
		{
			if (json_is_object(m) && !json_object_get(m, "person_id"))
				json_object_set_new(m, "person_id", json_string(text(person, "id")));
			json_array_append(p->memberships, m);
		}
	}
}

/* The array of that name, or an empty one; a new reference. */
static json_t *list_of(json_t *root, const char *key)
{
	json_t *list = json_object_get(root, key);

	return json_is_array(list) ? json_incref(list) : json_array();
}

int contacts_popolo(struct brought *ret, const char *data, size_t len, struct err *e)
{
	json_error_t why;
	json_t *root = json_loadb(data, len, JSON_REJECT_DUPLICATES, &why);
	struct popolo p = {.b = ret};
	const json_t *person;
	size_t i;
	int rc = 0;

	if (!root)
		return err_set(e, ERR_INVALID, "%s:%d: %s", ret->path, why.line, why.text);
	p.persons = list_of(root, "persons");
	p.organizations = list_of(root, "organizations");
	p.memberships = list_of(root, "memberships");
	p.posts = list_of(root, "posts");
	if (!json_is_object(root) || !json_is_array(json_object_get(root, "persons")))
		rc = err_set(e, ERR_INVALID, "%s: no Popolo, which has a list \"persons\"", ret->path);
	else if (json_array_size(p.persons) > CONTACTS_MAX)
		rc = err_set(
			e, ERR_LIMIT, "%s: more than %u persons; split the file", ret->path, CONTACTS_MAX);
	if (rc == 0)
		nested(&p);
	json_array_foreach(p.persons, i, person) if (rc == 0) person_read(&p, person, i);
	json_decref(p.persons);
	json_decref(p.organizations);
	json_decref(p.memberships);
	json_decref(p.posts);
	json_decref(root);
	return rc;
}

/* ---- writing ---- */

static void pair(struct buf *out, const char *before, const char *key, const char *value)
{
	buf_printf(out, "%s\"%s\": ", before, key);
	buf_json(out, *value ? value : NULL);
}

static bool is_member(const struct contact *c)
{
	return strcmp(c->office, "parliamentarian") == 0 && *c->holder.name;
}

static const char *person_id(struct arena *a, const struct contact *c)
{
	return *c->holder.source ? c->holder.source : arena_printf(a, "%s/%d", c->id, c->holder.n);
}

static void person_write(struct buf *out, struct arena *a, const struct contact *c, bool first)
{
	const char *address = c->holder.address;

	buf_printf(out, "%s\n    {", first ? "" : ",");
	pair(out, "", "id", person_id(a, c));
	pair(out, ", ", "name", c->holder.name);
	if (strcmp(address, "m") == 0 || strcmp(address, "f") == 0)
		pair(out, ", ", "gender", *address == 'm' ? "male" : "female");
	for (size_t i = 0, said = 0; i < c->channels_n; i++) {
		static const char *const types[CHANNEL_COUNT] = {"email", "address", "fax", NULL, NULL};

		if (!types[c->channel[i].kind])
			continue;
		buf_puts(out, said++ ? ", " : ", \"contact_details\": [");
		pair(out, "{", "type", types[c->channel[i].kind]);
		pair(out, ", ", "value", c->channel[i].address);
		buf_puts(out, "}");
		if (i + 1 == c->channels_n)
			buf_puts(out, "]");
	}
	buf_puts(out, "}");
}

/* Was an organisation of that id written already by one before? */
static bool said_before(const struct contact *c, size_t n, const char *id, bool body)
{
	for (size_t i = 0; i < n; i++) {
		if (is_member(&c[i]) && !body && strcmp(c[i].organisation, id) == 0)
			return true;
		for (size_t k = 0; is_member(&c[i]) && body && k < c[i].bodies_n; k++)
			if (strcmp(c[i].body[k].body, id) == 0)
				return true;
	}
	return false;
}

static void organization_write(
	struct buf *out, const char *id, const char *name, const char *class, bool *first)
{
	buf_puts(out, *first ? "\n    {" : ",\n    {");
	*first = false;
	pair(out, "", "id", id);
	pair(out, ", ", "name", *name ? name : id);
	pair(out, ", ", "classification", class);
	buf_puts(out, "}");
}

static void membership_write(
	struct buf *out, struct arena *a, const struct contact *c, const struct body *body, bool *first)
{
	const char *role = body ? body->role
		: c->titles_n   ? c->title[0].text
				: "",
		   *from = body ? body->from
		: *c->from      ? c->from
				: c->holder.from,
		   *to = body ? body->to : c->to;

	buf_puts(out, *first ? "\n    {" : ",\n    {");
	*first = false;
	pair(out, "", "person_id", person_id(a, c));
	pair(out, ", ", "organization_id", body ? body->body : c->organisation);
	if (*role)
		pair(out, ", ", body ? "role" : "label", role);
	if (!body && *c->source && strcmp(c->source, c->holder.source) != 0)
		pair(out, ", ", "post_id", c->source);
	if (*from)
		pair(out, ", ", "start_date", from);
	if (*to)
		pair(out, ", ", "end_date", to);
	buf_puts(out, "}");
}

static void posts_write(struct buf *out, const struct contact *c, size_t n)
{
	bool first = true;

	for (size_t i = 0; i < n; i++) {
		if (!is_member(&c[i]) || !*c[i].source || strcmp(c[i].source, c[i].holder.source) == 0)
			continue;
		buf_puts(out, first ? "\n    {" : ",\n    {");
		first = false;
		pair(out, "", "id", c[i].source);
		pair(out, ", ", "label", c[i].titles_n ? c[i].title[0].text : "");
		pair(out, ", ", "organization_id", c[i].organisation);
		buf_puts(out, "}");
	}
}

void contacts_popolo_write(struct buf *out, struct arena *a, const struct contact *c, size_t n)
{
	bool first = true;

	buf_puts(out, "{\n  \"persons\": [");
	for (size_t i = 0; i < n; i++)
		if (is_member(&c[i])) {
			person_write(out, a, &c[i], first);
			first = false;
		}
	buf_puts(out, "],\n  \"organizations\": [");
	first = true;
	for (size_t i = 0; i < n; i++) {
		if (is_member(&c[i]) && *c[i].organisation && !said_before(c, i, c[i].organisation, false))
			organization_write(out, c[i].organisation, c[i].org_name, "legislature", &first);
		for (size_t k = 0; is_member(&c[i]) && k < c[i].bodies_n; k++)
			if (!said_before(c, i, c[i].body[k].body, true))
				organization_write(
					out, c[i].body[k].body, c[i].body[k].label, "committee", &first);
	}
	buf_puts(out, "],\n  \"memberships\": [");
	first = true;
	for (size_t i = 0; i < n; i++) {
		if (is_member(&c[i]) && *c[i].organisation)
			membership_write(out, a, &c[i], NULL, &first);
		for (size_t k = 0; is_member(&c[i]) && k < c[i].bodies_n; k++)
			membership_write(out, a, &c[i], &c[i].body[k], &first);
	}
	buf_puts(out, "],\n  \"posts\": [");
	posts_write(out, c, n);
	buf_puts(out, "]\n}\n");
}
