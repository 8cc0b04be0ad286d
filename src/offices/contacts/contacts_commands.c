/* audience list, audience show. */
#include <string.h>

#include "offices/contacts/contacts.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The house, where there is one: an audience of States needs none. */
static int house_perhaps(
	struct run *r, struct db *db, struct house *ret, const struct house **ret_h, struct err *e)
{
	int rc = house_open(r, db, NULL, ret, e);

	*ret_h = rc == 0 ? ret : NULL;
	return rc == ERR_NOTFOUND && !r->house ? 0 : rc;
}

static int asked(struct run *r, struct book *b, const struct pack **p, struct house *h,
	const struct house **ret_h, struct err *e)
{
	int rc = book_open(r, b, e);

	if (rc == 0)
		rc = book_treaty(r, b, p, e);
	return rc < 0 ? rc : house_perhaps(r, b->db, h, ret_h, e);
}

static int list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"audience", "Audience", false, false},
		{"label", "Label", false, false},
		{"whom", "Whom", false, false},
		{"from", "From", false, false},
	};
	const struct pack *p;
	const struct house *h;
	struct house house;
	struct book b;
	struct table *t;
	int rc = asked(r, &b, &p, &house, &h, e);

	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	size_t own = h ? h->audiences_n : 0;

	for (size_t i = 0; i < own + p->audiences_n; i++) {
		const struct audience *q = i < own ? &h->audience[i] : &p->audience[i - own];

		table_row(t,
			(const char *const[]){q->by_state ? arena_printf(r->arena, "%s:ISO3", q->id) : q->id,
				label_in(&q->label, "en"), whom_names[q->whom], i < own ? h->code : p->code});
	}
	return table_end(t, e);
}

static int show_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"contact", "Contact", false, false},
		{"iso3", "State", false, false},
		{"organisation", "Organisation", false, false},
		{"office", "Office", false, false},
		{"name", "Name", false, false},
		{"title", "Title", false, false},
		{"langs", "Languages", false, true},
		{"channel", "Channel", false, false},
		{"address", "Address", false, false},
		{"rule", "Left out by", false, false},
		{"excluded", "Because", false, false},
	};
	struct recipient *rc = NULL;
	const struct pack *p;
	const struct house *h;
	struct house house;
	struct book b;
	struct table *t;
	size_t n = 0, out = 0;
	int r_ = asked(r, &b, &p, &house, &h, e);

	if (r_ == 0)
		r_ = audience_of(r, &b, p, h, r->argv[0], NULL, r->on, &rc, &n, e);
	if (r_ < 0)
		return r_;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const char *langs = "";

		for (size_t k = 0; rc[i].langs[k]; k++)
			langs = arena_printf(r->arena, "%s%s%s", langs, k ? " " : "", rc[i].langs[k]);
		if (!*langs && *rc[i].iso3)
			langs = pack_language(b.world, rc[i].iso3);
		table_row(t,
			(const char *const[]){rc[i].contact, rc[i].iso3, rc[i].organisation, rc[i].office,
				rc[i].name, rc[i].title, langs, rc[i].channel, rc[i].address,
				rc[i].excluded ? out_names[rc[i].rule] : "",
				rc[i].excluded ? rc[i].excluded : ""});
		out += rc[i].excluded != NULL;
	}
	r_ = table_end(t, e);
	if (r_ == 0)
		fprintf(r->err, "%zu get it, %zu are left out\n", n - out, out);
	return r_;
}

static const struct command commands[] = {
	{"audience list", "", "Audiences: of the treaty's pack, and of the house", NULL, 0, 0, NULL,
		list_run},
	{"audience show", "NAME", "Who gets a letter of this audience on --on, who does not, and why", NULL,
		1, 1, NULL, show_run},
	{0},
};
const struct office contacts_office = {.name = "contacts", .commands = commands};
