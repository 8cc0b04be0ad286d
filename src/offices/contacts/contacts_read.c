/* Contacts from the store. The parts of all come in the order of their contacts, so that one walk puts each
 * with its own. */
#include <string.h>

#include "contacts_sql.h"
#include "offices/contacts/contact.h"

struct reading {
	struct arena *a;
	const char *house, *first, *last; /* ids */
	struct contact *contact;
	size_t n, cap, at;
};

/* The contact of that id, from where the last one was found on; NULL: none (which a foreign key forbids). */
static struct contact *next(struct reading *k, const char *id)
{
	while (k->at < k->n && strcmp(k->contact[k->at].id, id) < 0)
		k->at++;
	return k->at < k->n && strcmp(k->contact[k->at].id, id) == 0 ? &k->contact[k->at] : NULL;
}

static struct contact contact_of(struct arena *a, const struct contact_list_row *row)
{
	struct contact c = contact_new();

	c.id = arena_strdup(a, row->id);
	c.office = arena_strdup(a, row->office);
	c.state = arena_strdup(a, row->state);
	c.organisation = arena_strdup(a, row->organisation);
	c.place = arena_strdup(a, row->place);
	c.name = arena_strdup(a, row->name);
	c.write = arena_strdup(a, row->write_langs);
	c.read = arena_strdup(a, row->read_langs);
	c.from = arena_strdup(a, row->from_day);
	c.to = arena_strdup(a, row->to_day);
	c.confirmed = arena_strdup(a, row->confirmed_day);
	c.purpose = arena_strdup(a, row->purpose);
	c.retain = arena_strdup(a, row->retain_day);
	c.source = arena_strdup(a, row->source);
	c.note = arena_strdup(a, row->note);
	c.org_name = arena_strdup(a, row->org_name);
	c.org_short = arena_strdup(a, row->org_short);
	c.org_category = arena_strdup(a, row->org_category);
	return c;
}

static int read_contacts(struct reading *k, struct db *db, struct err *e)
{
	struct contact_list_row row;
	struct db_stmt *st;
	int rc = contact_list_start(db, &(struct contact_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = contact_list_step(st, &row, e); rc == DB_ROW; rc = contact_list_step(st, &row, e)) {
		GROW(k->a, k->contact, k->n, k->cap);
		k->contact[k->n++] = contact_of(k->a, &row);
	}
	db_finish(st);
	return rc;
}

static int read_titles(struct reading *k, struct db *db, struct err *e)
{
	struct contact_title_list_row row;
	struct db_stmt *st;
	int rc = contact_title_list_start(
		db, &(struct contact_title_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	k->at = 0;
	for (rc = contact_title_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_title_list_step(st, &row, e)) {
		struct contact *c = next(k, row.contact);

		if (c)
			rc = contact_add_title(k->a, c, row.lang, arena_strdup(k->a, row.title), e);
		if (rc < 0)
			break;
	}
	db_finish(st);
	return rc;
}

static int read_holders(struct reading *k, struct db *db, struct err *e)
{
	struct contact_holder_list_row row;
	struct db_stmt *st;
	int rc = contact_holder_list_start(
		db, &(struct contact_holder_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	k->at = 0;
	for (rc = contact_holder_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_holder_list_step(st, &row, e)) {
		struct contact *c = next(k, row.contact);

		if (!c)
			continue;
		c->holder = (struct holder){(int)row.n, arena_strdup(k->a, row.name),
			arena_strdup(k->a, row.rank), arena_strdup(k->a, row.address),
			arena_strdup(k->a, row.source), arena_strdup(k->a, row.from_day),
			arena_strdup(k->a, row.to_day), row.gone_ms > 0};
		if (*c->holder.to) /* the office is vacant; the number goes on */
			c->holder = (struct holder){
				(int)row.n, "", "", "", "", "", c->holder.to, row.gone_ms > 0};
	}
	db_finish(st);
	return rc;
}

static enum channel_kind kind_of(const char *name)
{
	int kind = 0;

	while (kind < CHANNEL_COUNT - 1 && strcmp(contact_channel_names[kind], name) != 0)
		kind++;
	return (enum channel_kind)kind;
}

static int read_channels(struct reading *k, struct db *db, struct err *e)
{
	struct contact_channel_list_row row;
	struct db_stmt *st;
	int rc = contact_channel_list_start(
		db, &(struct contact_channel_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	k->at = 0;
	for (rc = contact_channel_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_channel_list_step(st, &row, e)) {
		struct contact *c = next(k, row.contact);
		struct channel ch = {kind_of(row.channel), arena_strdup(k->a, row.address), row.personal != 0,
			arena_strdup(k->a, row.state), arena_strdup(k->a, row.reason)};

		if (c)
			rc = contact_add_channel(k->a, c, ch, e);
		if (rc < 0)
			break;
	}
	db_finish(st);
	return rc;
}

static int read_bodies(struct reading *k, struct db *db, struct err *e)
{
	struct contact_body_list_row row;
	struct db_stmt *st;
	int rc = contact_body_list_start(
		db, &(struct contact_body_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	k->at = 0;
	for (rc = contact_body_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_body_list_step(st, &row, e)) {
		struct contact *c = next(k, row.contact);
		struct body b = {arena_strdup(k->a, row.body), arena_strdup(k->a, row.label),
			arena_strdup(k->a, row.role), arena_strdup(k->a, row.from_day),
			arena_strdup(k->a, row.to_day)};

		if (c)
			rc = contact_add_body(k->a, c, b, e);
		if (rc < 0)
			break;
	}
	db_finish(st);
	return rc;
}

static int read_consents(struct reading *k, struct db *db, struct err *e)
{
	struct contact_consent_list_row row;
	struct contact *last = NULL;
	struct db_stmt *st;
	size_t cap = 0;
	int rc = contact_consent_list_start(
		db, &(struct contact_consent_list_in){k->house, k->first, k->last}, &st, e);

	if (rc < 0)
		return rc;
	k->at = 0;
	for (rc = contact_consent_list_step(st, &row, e); rc == DB_ROW;
		rc = contact_consent_list_step(st, &row, e)) {
		struct contact *c = next(k, row.contact);

		if (!c)
			continue;
		cap = c == last ? cap : 0;
		last = c;
		GROW(k->a, c->consent, c->consents_n, cap);
		c->consent[c->consents_n++] = (struct consent){arena_strdup(k->a, row.purpose),
			row.given != 0, arena_strdup(k->a, row.on_day), arena_strdup(k->a, row.how)};
	}
	db_finish(st);
	return rc;
}

static int read_all(struct reading *k, struct db *db, struct err *e)
{
	static int (*const part[])(struct reading * k, struct db * db, struct err * e) = {
		read_contacts, read_titles, read_holders, read_channels, read_bodies, read_consents};
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < sizeof part / sizeof *part; i++)
		rc = part[i](k, db, e);
	return rc < 0 ? rc : 0;
}

int contacts_read(struct arena *a, struct db *db, const struct house *h, struct contact **ret, size_t *ret_n,
	struct err *e)
{
	struct reading k = {.a = a, .house = h->code, .first = "", .last = "\xf4\x8f\xbf\xbf"};
	int rc = read_all(&k, db, e); /* to U+10FFFF: behind every id */

	if (rc < 0)
		return rc;
	*ret = k.contact;
	*ret_n = k.n;
	return 0;
}

int contact_read(struct arena *a, struct db *db, const struct house *h, const char *id, struct contact *ret,
	struct err *e)
{
	struct reading k = {.a = a, .house = h->code, .first = id, .last = id};
	int rc = read_all(&k, db, e);

	if (rc < 0)
		return rc;
	if (k.n == 0)
		return err_set(e, ERR_NOTFOUND,
			"house %s has no contact '%s'; paraph contact list shows their ids", h->code, id);
	*ret = k.contact[0];
	return 0;
}

int stops_read(struct arena *a, struct db *db, const struct house *h, const char ***ret, size_t *ret_n,
	struct err *e)
{
	struct stop_list_row row;
	const char **all = NULL;
	struct db_stmt *st;
	size_t n = 0, cap = 0;
	int rc = stop_list_start(db, &(struct stop_list_in){h->code}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = stop_list_step(st, &row, e); rc == DB_ROW; rc = stop_list_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = arena_strdup(a, row.sha256);
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}
