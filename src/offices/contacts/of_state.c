/* Contacts as the State sees them whose they are. */
#include <string.h>

#include "contacts_sql.h"
#include "offices/contacts/contact.h"

static bool is_theirs(const struct contact *c, const char *iso3, day_t on)
{
	static const char *const offices[] = {"mission", "capital", "focal-point", NULL};

	return strcmp(c->state, iso3) == 0 && word_index(offices, c->office) >= 0 && contact_valid(c, on);
}

static bool is_due(const struct contact *c, day_t on)
{
	day_t day;

	return !*c->confirmed || day_parse(c->confirmed, strlen(c->confirmed), &day, NULL) < 0 ||
		on - day > CONFIRM_DAYS;
}

static struct state_contact shown(struct arena *a, const struct contact *c, day_t on)
{
	struct state_contact s = {.id = c->id,
		.office = c->office,
		.place = c->place,
		.name = c->name,
		.holder = c->holder.gone ? "" : c->holder.name,
		.rank = c->holder.gone ? "" : c->holder.rank,
		.since = c->holder.from,
		.langs = c->write,
		.confirmed = c->confirmed,
		.titles = {c->titles_n, c->title},
		.due = is_due(c, on)};

	s.address = arena_zalloc(a, (c->channels_n + 1) * sizeof *s.address);
	for (size_t i = 0; i < c->channels_n; i++) {
		if (c->channel[i].personal)
			continue;
		s.address[s.addresses].channel = contact_channel_names[c->channel[i].kind];
		s.address[s.addresses++].text = c->channel[i].address;
	}
	return s;
}

int contacts_of_state(struct arena *a, struct db *db, const struct house *h, const char *iso3, day_t on,
	struct state_contact **ret, size_t *ret_n, struct err *e)
{
	struct contact *all = NULL;
	size_t n = 0, at = 0;
	int rc = contacts_read(a, db, h, &all, &n, e);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++)
		at += is_theirs(&all[i], iso3, on);
	*ret = NEW_ARRAY(a, struct state_contact, at + 1);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++)
		if (is_theirs(&all[i], iso3, on))
			(*ret)[(*ret_n)++] = shown(a, &all[i], on);
	return 0;
}

int contact_of_state(struct arena *a, struct db *db, const struct house *h, const char *iso3, const char *id,
	day_t on, struct state_contact *ret, struct err *e)
{
	struct contact c;
	int rc = contact_read(a, db, h, id, &c, e);

	if (rc == 0 && !is_theirs(&c, iso3, on))
		rc = err_set(e, ERR_NOTFOUND, "%s has no contact '%s'", iso3, id);
	if (rc == 0)
		*ret = shown(a, &c, on);
	return rc;
}

int contact_confirm_for(struct arena *a, struct db *db, const struct house *h, const char *iso3,
	const char *id, const char *by, day_t on, int64_t now_ms, struct err *e)
{
	struct saving s = {.house = h, .person = by, .on = on, .now_ms = now_ms, .detail = "by the State"};
	struct state_contact c;
	AUTO_TX tx = {0};
	char day[11];
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = contact_of_state(a, db, h, iso3, id, on, &c, e);
	if (rc == 0)
		rc = contact_confirm_run(
			db, &(struct contact_confirm_in){h->code, id, day_format(on, day)}, e);
	if (rc == 0)
		rc = contact_event(db, &s, id, "confirmed", e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
