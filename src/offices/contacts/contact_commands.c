/* contact add, set, list, show, confirm, stop, consent. */
#include <string.h>

#include "base/text.h"
#include "contacts_sql.h"
#include "offices/contacts/commands.h"

#define REASON_BYTES_MAX 300u

/* ---- what each begins with ---- */

int contacts_open(struct run *r, struct desk *ret, struct err *e)
{
	struct desk d = {.states = NULL};
	int rc = book_open(r, &d.book, e);

	if (rc == 0)
		rc = house_open(r, d.book.db, NULL, &d.house, e);
	if (rc == 0)
		rc = house_actor(r, d.book.db, &d.house, &d.by, e);
	if (rc < 0)
		return rc;
	*ret = d;
	if (d.book.world) {
		book_reg(&ret->book, d.book.world, &ret->reg);
		ret->states = &ret->reg;
	}
	return 0;
}

struct saving contacts_saving(struct run *r, const struct desk *d, const char *detail)
{
	return (struct saving){&d->house, d->by.id, r->on, r->now_ms, detail};
}

const char *contact_differs(struct arena *a, const struct contact *x, const struct contact *y)
{
	const struct contact both[] = {*x, *y};
	const char **field = contact_fields(a, both, 2), *all = "";

	for (size_t i = 0; field[i]; i++)
		if (strcmp(contact_get(a, x, field[i]), contact_get(a, y, field[i])) != 0)
			all = arena_printf(a, "%s%s%s", all, *all ? " " : "", field[i]);
	return all;
}

int contact_store(struct run *r, struct desk *d, const struct contact *before, const struct contact *c,
	bool *ret_changed, struct err *e)
{
	const char *detail = before ? contact_differs(r->arena, before, c) : "";
	struct saving s = contacts_saving(r, d, detail);
	AUTO_TX tx = {0};
	int rc;

	*ret_changed = !before || *detail;
	if (!*ret_changed)
		return 0;
	rc = tx_begin(&tx, d->book.db, e);
	if (rc == 0)
		rc = contact_save(r->arena, d->book.db, before, c, &s, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

static int save(
	struct run *r, struct desk *d, const struct contact *before, const struct contact *c, struct err *e)
{
	bool changed = false;
	int rc = contact_store(r, d, before, c, &changed, e);

	if (rc == 0 && !changed)
		fprintf(r->err, "contact %s: nothing differs\n", c->id);
	return rc;
}

/* ---- add, set ---- */

enum { ADD_SET };
const struct option_info contact_add_options[] = {
	{"--set", "FIELD=TEXT...", "One field; docs/contacts.md lists them"},
	{0},
};

static int fields_set(struct run *r, const struct desk *d, struct contact *c, struct err *e)
{
	const char *given;
	size_t pos = 0;

	while ((given = run_option_each(r, ADD_SET, &pos))) {
		const char *equals = strchr(given, '=');
		int rc;

		if (!equals)
			return err_set(e, ERR_USAGE, "--set %s: say what, as in state=LAO", given);
		rc = contact_set(
			r->arena, c, arena_strndup(r->arena, given, (size_t)(equals - given)), equals + 1, e);
		if (rc < 0)
			return err_ctx(e, "--set");
	}
	return contact_check(c, d->states, e);
}

int contact_add_cmd(struct run *r, struct err *e)
{
	struct contact c = contact_new();
	struct desk d;
	int rc = contacts_open(r, &d, e);

	c.id = arena_printf(r->arena, "c%s", r->fresh_id + 1);
	if (rc == 0)
		rc = fields_set(r, &d, &c, e);
	if (rc == 0)
		rc = save(r, &d, NULL, &c, e);
	if (rc == 0)
		fprintf(r->out, "%s\n", c.id);
	return rc;
}

int contact_set_cmd(struct run *r, struct err *e)
{
	struct contact before, c;
	struct desk d;
	int rc = contacts_open(r, &d, e);

	if (rc == 0)
		rc = contact_read(r->arena, d.book.db, &d.house, r->argv[0], &before, e);
	if (rc < 0)
		return rc;
	c = before;
	rc = fields_set(r, &d, &c, e);
	return rc == 0 ? save(r, &d, &before, &c, e) : rc;
}

/* ---- list, show ---- */

enum { LIST_OFFICE, LIST_STATE, LIST_ALL };
const struct option_info contact_list_options[] = {
	{"--office", "OFFICE", "mission, capital, focal-point, organisation, parliamentarian"},
	{"--state", "ISO3", "One State alone"},
	{"--all", NULL, "Also those that have ended by --on"},
	{0},
};

int contact_list_cmd(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"contact", "Contact", false, false},
		{"office", "Office", false, false},
		{"state", "State", false, false},
		{"organisation", "Organisation", false, false},
		{"name", "Name", false, false},
		{"holder", "Holder", false, false},
		{"write", "Languages", false, true},
		{"channels", "Channels", false, true},
		{"confirmed", "Confirmed", false, false},
		{"to", "Ended", false, false},
	};
	const char *cell[COUNT(columns)];
	struct contact *all = NULL;
	struct table *t;
	struct desk d;
	size_t n = 0;
	int rc = contacts_open(r, &d, e);

	if (rc == 0)
		rc = contacts_read(r->arena, d.book.db, &d.house, &all, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++) {
		const struct contact *c = &all[i];

		if ((r->option[LIST_OFFICE] && strcmp(c->office, r->option[LIST_OFFICE]) != 0) ||
			(r->option[LIST_STATE] && strcmp(c->state, r->option[LIST_STATE]) != 0) ||
			(!r->option[LIST_ALL] && !contact_valid(c, r->on)))
			continue;
		cell[0] = c->id;
		for (size_t k = 1; k < COUNT(columns); k++)
			cell[k] = contact_get(r->arena, c, columns[k].key);
		table_row(t, cell);
	}
	return table_end(t, e);
}

static int show_history(
	struct run *r, const struct desk *d, const struct contact *c, struct table *t, struct err *e)
{
	struct contact_event_list_row row;
	struct db_stmt *st;
	char at[25];
	int rc = contact_event_list_start(
		d->book.db, &(struct contact_event_list_in){d->house.code, c->id}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_event_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_event_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){
				arena_printf(r->arena, "history %s", instant_format(row.at_ms, at)),
				arena_printf(r->arena, "%s %s%s%s", row.what, row.detail,
					*row.by_whom ? " by " : "", row.by_whom)});
	db_finish(st);
	return rc;
}

int contact_show_cmd(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"field", "Field", false, false}, {"value", "Value", false, false}};
	struct contact c;
	const char **field;
	struct table *t;
	struct desk d;
	int rc = contacts_open(r, &d, e);

	if (rc == 0)
		rc = contact_read(r->arena, d.book.db, &d.house, r->argv[0], &c, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	field = contact_fields(r->arena, &c, 1);
	for (size_t i = 0; field[i]; i++)
		if (*contact_get(r->arena, &c, field[i]))
			table_row(t, (const char *const[]){field[i], contact_get(r->arena, &c, field[i])});
	for (size_t i = 0; i < c.channels_n; i++)
		if (strcmp(c.channel[i].state, "good") != 0)
			table_row(t,
				(const char *const[]){arena_printf(r->arena, "%s %s", c.channel[i].state,
							      c.channel[i].address),
					c.channel[i].reason});
	for (size_t i = 0; i < c.consents_n; i++)
		table_row(t,
			(const char *const[]){arena_printf(r->arena, "consent %s", c.consent[i].on),
				arena_printf(r->arena, "%s %s%s%s", c.consent[i].purpose,
					c.consent[i].given ? "given" : "withdrawn",
					*c.consent[i].how ? ": " : "", c.consent[i].how)});
	rc = show_history(r, &d, &c, t, e);
	return rc < 0 ? rc : table_end(t, e);
}

/* ---- confirm ---- */

const struct option_info contact_confirm_options[] = {{0}};

int contacts_confirm(struct run *r, struct desk *d, const char *const *id, size_t n, struct err *e)
{
	struct contact c;
	AUTO_TX tx = {0};
	char day[11];
	int rc = tx_begin(&tx, d->book.db, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct saving s = contacts_saving(r, d, "");

		rc = contact_read(r->arena, d->book.db, &d->house, id[i], &c, e);
		if (rc == 0)
			rc = contact_confirm_run(d->book.db,
				&(struct contact_confirm_in){d->house.code, id[i], day_format(r->on, day)},
				e);
		if (rc == 0)
			rc = contact_event(d->book.db, &s, id[i], "confirmed", e);
	}
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int contact_confirm_cmd(struct run *r, struct err *e)
{
	struct desk d;
	int rc = contacts_open(r, &d, e);

	return rc < 0 ? rc : contacts_confirm(r, &d, r->argv, (size_t)r->argc, e);
}

/* ---- stop list ---- */

enum { STOP_REASON };
const struct option_info contact_stop_options[] = {
	{"--reason", "TEXT", "Why the address is not written to again"},
	{0},
};

static int stop_rows(struct run *r, const struct desk *d, struct err *e)
{
	static const struct column columns[] = {
		{"address", "Address", false, false},
		{"reason", "Because", false, false},
		{"at", "Since", false, false},
		{"by", "By", false, false},
	};
	struct table *t = table_new(r, columns, COUNT(columns));
	struct stop_list_row row;
	struct db_stmt *st;
	char at[25];
	int rc = stop_list_start(d->book.db, &(struct stop_list_in){d->house.code}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = stop_list_step(st, &row, e); rc == DB_ROW; rc = stop_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){*row.shown ? row.shown : "(forgotten)", row.reason,
				instant_format(row.at_ms, at), row.by_whom});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

static int line_check(const char *option, const char *text, struct err *e)
{
	if (text && *text && strlen(text) <= REASON_BYTES_MAX && text_check(text, strlen(text), NULL) == 0 &&
		!strpbrk(text, "\n\t"))
		return 0;
	return err_set(e, ERR_USAGE, "%s: say it in one line, at most %u bytes", option, REASON_BYTES_MAX);
}

/* An e-mail address, on file or not, or whatever else stands on file as an address: a word that is neither
 * would stop nothing. */
static int stop_check(
	struct run *r, const struct desk *d, const char *const *address, size_t addresses, struct err *e)
{
	struct contact *all = NULL;
	size_t n = 0;
	int rc = contacts_read(r->arena, d->book.db, &d->house, &all, &n, e);

	for (size_t i = 0; rc == 0 && i < addresses; i++) {
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			for (size_t j = 0; j < all[k].channels_n && !found; j++)
				found = strcasecmp(all[k].channel[j].address, address[i]) == 0;
		if (!found)
			rc = contact_mail_good(address[i], e);
	}
	return rc;
}

int contacts_stop(struct run *r, struct desk *d, const char *const *address, size_t n, const char *reason,
	struct err *e)
{
	int rc = line_check("--reason", reason, e);

	if (rc == 0)
		rc = stop_check(r, d, address, n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = stop_add(d->book.db, &d->house, address[i], reason, d->by.id, r->now_ms, e);
	return rc;
}

int contact_stop_cmd(struct run *r, struct err *e)
{
	struct desk d;
	int rc = contacts_open(r, &d, e);

	if (rc == 0 && r->argc == 0)
		return stop_rows(r, &d, e);
	return rc < 0 ? rc : contacts_stop(r, &d, r->argv, (size_t)r->argc, r->option[STOP_REASON], e);
}

/* ---- consent ---- */

enum { CONSENT_PURPOSE, CONSENT_GIVEN, CONSENT_WITHDRAWN, CONSENT_HOW };
const struct option_info contact_consent_options[] = {
	{"--purpose", "NAME", "To what: letters (when not given), network, or another short name"},
	{"--given", NULL, "Agreed"},
	{"--withdrawn", NULL, "Took it back"},
	{"--how", "TEXT", "Where that can be read"},
	{0},
};

int contact_consents(struct run *r, struct desk *d, const char *id, const struct consent *said, struct err *e)
{
	struct contact c;
	char day[11];
	int rc = line_check("--how", said->how, e);

	if (rc == 0 && !text_is_code(said->purpose, 64))
		rc = err_set(e, ERR_USAGE, "--purpose: a short name of lower-case letters, such as letters");
	if (rc == 0)
		rc = contact_read(r->arena, d->book.db, &d->house, id, &c, e);
	if (rc < 0)
		return rc;
	return contact_consent_add_run(d->book.db,
		&(struct contact_consent_add_in){d->house.code, c.id, said->purpose, said->given,
			day_format(r->on, day), said->how, d->by.id, r->now_ms},
		e);
}

int contact_consent_cmd(struct run *r, struct err *e)
{
	const char *purpose = r->option[CONSENT_PURPOSE] ? r->option[CONSENT_PURPOSE] : "letters";
	bool given = r->option[CONSENT_GIVEN] != NULL;
	struct desk d;
	int rc = 0;

	if (given == (r->option[CONSENT_WITHDRAWN] != NULL))
		rc = err_set(e, ERR_USAGE, "say one of --given and --withdrawn");
	if (rc == 0)
		rc = contacts_open(r, &d, e);
	if (rc < 0)
		return rc;
	return contact_consents(r, &d, r->argv[0],
		&(struct consent){.purpose = purpose, .given = given, .how = r->option[CONSENT_HOW]}, e);
}
