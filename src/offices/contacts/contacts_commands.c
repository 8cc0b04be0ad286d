/* audience list, audience show. */
#include <string.h>

#include "contacts_sql.h"
#include "offices/contacts/contacts_pages.h"

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
	const struct pack *p = NULL;
	const struct house *h = NULL;
	struct house house;
	struct book b;
	struct table *t;
	int rc = asked(r, &b, &p, &house, &h, e);

	if (rc < 0 || !p)
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
	const struct pack *p = NULL;
	const struct house *h = NULL;
	struct house house;
	struct book b;
	struct table *t;
	size_t n = 0, out = 0;
	int r_ = asked(r, &b, &p, &house, &h, e);

	if (r_ == 0 && p)
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

/* ---- contact written ---- */

enum { WRITTEN_STATE };
static const struct option_info written_options[] = {
	{"--state", "ISO3", "One State alone"},
	{0},
};

static int written_rows(
	struct run *r, struct db *db, const struct pack *p, const struct house *h, struct err *e)
{
	static const struct column columns[] = {
		{"house", "House", false, false},
		{"state", "State", false, false},
		{"on", "Date", false, false},
		{"kind", "Letter", false, false},
		{"reference", "Reference", false, false},
		{"answered", "Answered", false, false},
	};
	struct table *t = table_new(r, columns, COUNT(columns));
	struct written_seen_row row;
	struct db_stmt *st;
	int rc = written_seen_start(db, &(struct written_seen_in){h->code, h->coalition, p->code}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = written_seen_step(st, &row, e); rc == DB_ROW; rc = written_seen_step(st, &row, e))
		if (!r->option[WRITTEN_STATE] || strcmp(row.state, r->option[WRITTEN_STATE]) == 0)
			table_row(t,
				(const char *const[]){row.by_house, row.state, row.on_day, row.kind,
					row.reference, row.answered_day});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

static int written_run(struct run *r, struct err *e)
{
	const struct pack *p = NULL;
	struct house h;
	struct book b;
	int rc = book_open(r, &b, e);

	if (rc == 0)
		rc = book_treaty(r, &b, &p, e);
	if (rc == 0)
		rc = house_open(r, b.db, NULL, &h, e);
	return rc == 0 ? written_rows(r, b.db, p, &h, e) : rc;
}

static const struct command commands[] = {
	{"contact add", "", "Enter an office that is written to; prints its id",
		"As in: contact add --set office=mission --set state=LAO --set email=mission@example.org", 0,
		0, contact_add_options, contact_add_cmd},
	{"contact set", "ID", "Change fields; a new holder follows the one before, the office stays", NULL, 1,
		1, contact_add_options, contact_set_cmd},
	{"contact list", "", "The contacts of the house", NULL, 0, 0, contact_list_options, contact_list_cmd},
	{"contact show", "ID", "One contact, and its history", NULL, 1, 1, NULL, contact_show_cmd},
	{"contact confirm", "ID...", "Somebody confirmed on --on that all of it is right", NULL, 1, -1,
		contact_confirm_options, contact_confirm_cmd},
	{"contact ask", "ID...", "Ask offices by e-mail whether what is on file of them is right",
		"In the language of each, into the outbox. Record the answer with contact confirm or set.", 1,
		-1, contact_ask_options, contact_ask_cmd},
	{"contact import", "FILE",
		"Contacts from CSV, vCard 4 or Popolo: differences first, --yes records them",
		"Known by id, else by source. Every fault is named with its line; then nothing is recorded.",
		1, 1, contact_import_options, contact_import_cmd},
	{"contact export", "", "Contacts as CSV, vCard 4 or Popolo", NULL, 0, 0, contact_export_options,
		contact_export_cmd},
	{"contact stop", "[ADDRESS...]", "Put addresses on the stop list; without one, show it", NULL, 0, -1,
		contact_stop_options, contact_stop_cmd},
	{"contact consent", "ID", "Record that its holder agreed, or took it back", NULL, 1, 1,
		contact_consent_options, contact_consent_cmd},
	{"contact erase", "[ID...]", "Forget the person: the office, acts and that letters went stay",
		"The files of letters to that office, what came from it and messages to it are forgotten\n"
		"too; fingerprints, references, days and States stay, so a letter still verifies. What\n"
		"waits is cancelled. --rehearse shows it all and forgets nothing.",
		0, -1, contact_erase_options, contact_erase_cmd},
	{"contact written", "", "Which States were written to: by this house, and by its coalition",
		"Of another house of the coalition only that a State was written to, by whom and when.", 0, 0,
		written_options, written_run},
	{"audience list", "", "Audiences: of the treaty's pack, and of the house", NULL, 0, 0, NULL,
		list_run},
	{"audience show", "NAME", "Who gets a letter of this audience on --on, who does not, and why", NULL,
		1, 1, NULL, show_run},
	{0},
};
const struct office contacts_office = {.name = "contacts", .commands = commands, .routes = contacts_routes};
