/* Contacts into the store: the office stays, its holders follow one another. */
#include <stdlib.h>
#include <string.h>

#include "contacts_sql.h"
#include "offices/contacts/address.h"
#include "offices/contacts/contact.h"

int contact_event(struct db *db, const struct saving *s, const char *id, const char *what, struct err *e)
{
	return contact_event_add_run(db,
		&(struct contact_event_add_in){s->house->code, id, what, s->detail, s->person, s->now_ms}, e);
}

static int save_head(struct db *db, const struct contact *c, const struct saving *s, struct err *e)
{
	int rc = 0;

	if (*c->organisation)
		rc = organisation_put_run(db,
			&(struct organisation_put_in){s->house->code, c->organisation, c->org_name,
				c->org_short, c->org_category,
				strcmp(c->office, "organisation") == 0 ? "" : c->state, s->now_ms},
			e);
	if (rc == 0)
		rc = contact_put_run(db,
			&(struct contact_put_in){s->house->code, c->id, c->office, c->state, c->organisation,
				c->place, c->name, c->write, c->read, c->from, c->to, c->confirmed,
				c->purpose, c->retain, c->source, c->note, s->now_ms},
			e);
	return rc;
}

static int save_parts(struct db *db, const struct contact *c, const struct saving *s, struct err *e)
{
	const char *house = s->house->code;
	int rc = contact_title_clear_run(db, &(struct contact_title_clear_in){house, c->id}, e);

	if (rc == 0)
		rc = contact_channel_clear_run(db, &(struct contact_channel_clear_in){house, c->id}, e);
	if (rc == 0)
		rc = contact_body_clear_run(db, &(struct contact_body_clear_in){house, c->id}, e);
	for (size_t i = 0; rc == 0 && i < c->titles_n; i++)
		rc = contact_title_add_run(db,
			&(struct contact_title_add_in){house, c->id, c->title[i].lang, c->title[i].text}, e);
	for (size_t i = 0; rc == 0 && i < c->channels_n; i++) {
		const struct channel *ch = &c->channel[i];

		rc = contact_channel_add_run(db,
			&(struct contact_channel_add_in){house, c->id, (int64_t)i + 1,
				contact_channel_names[ch->kind], ch->address, ch->personal, ch->state,
				ch->reason, s->now_ms},
			e);
	}
	for (size_t i = 0; rc == 0 && i < c->bodies_n; i++) {
		const struct body *b = &c->body[i];

		rc = contact_body_add_run(db,
			&(struct contact_body_add_in){
				house, c->id, b->body, b->label, b->role, b->from, b->to},
			e);
	}
	return rc;
}

/* The day before the new one begins. */
static const char *last_day(const struct contact *c, const struct saving *s, char out[11])
{
	day_t from = s->on;

	if (*c->holder.from && day_parse(c->holder.from, strlen(c->holder.from), &from, NULL) < 0)
		from = s->on;
	return day_format(from - 1, out);
}

static int save_holder(struct db *db, const struct contact *before, const struct contact *c,
	const struct saving *s, struct err *e)
{
	static const struct holder nobody = {0, "", "", "", "", "", "", false};
	const struct holder *was = before ? &before->holder : &nobody, *is = &c->holder;
	bool same = strcmp(was->name, is->name) == 0;
	int64_t n = same && was->n ? was->n : was->n + 1;
	char day[11];
	int rc = 0;

	if (same && !*is->name && !*is->rank && !*is->address)
		return 0;
	if (!same && *was->name) {
		rc = contact_holder_end_run(db,
			&(struct contact_holder_end_in){s->house->code, c->id, was->n, last_day(c, s, day)},
			e);
		if (rc == 0)
			rc = contact_event(db, s, c->id, "holder", e);
	}
	if (rc == 0 && (*is->name || *is->rank || *is->address))
		rc = contact_holder_put_run(db,
			&(struct contact_holder_put_in){s->house->code, c->id, n, is->name, is->rank,
				is->address, is->source, is->from},
			e);
	return rc;
}

int contact_save(struct arena *a, struct db *db, const struct contact *before, const struct contact *c,
	const struct saving *s, struct err *e)
{
	int rc = save_head(db, c, s, e);

	(void)a;
	if (rc == 0)
		rc = save_parts(db, c, s, e);
	if (rc == 0)
		rc = save_holder(db, before, c, s, e);
	if (rc == 0)
		rc = contact_event(db, s, c->id, before ? "changed" : "added", e);
	return rc < 0 ? err_ctx(e, "contact %s", c->id) : 0;
}

int contact_forget(struct db *db, const struct contact *c, const struct saving *s, struct err *e)
{
	const char *house = s->house->code;
	char sha256[65], day[11];
	int rc = contact_holder_forget_run(
		db, &(struct contact_holder_forget_in){house, c->id, day_format(s->on, day), s->now_ms}, e);

	for (size_t i = 0; rc == 0 && i < c->channels_n; i++) {
		if (!c->channel[i].personal)
			continue;
		address_sha256(c->channel[i].address, sha256);
		rc = stop_forget_run(db, &(struct stop_forget_in){house, sha256}, e);
	}
	if (rc == 0)
		rc = contact_channel_forget_run(db, &(struct contact_channel_forget_in){house, c->id}, e);
	if (rc == 0)
		rc = contact_consent_forget_run(db, &(struct contact_consent_forget_in){house, c->id}, e);
	if (rc == 0)
		rc = contact_note_forget_run(db, &(struct contact_note_forget_in){house, c->id}, e);
	if (rc == 0)
		rc = contact_event(db, s, c->id, "erased", e);
	return rc < 0 ? err_ctx(e, "contact %s", c->id) : 0;
}

static int by_text(const void *key, const void *member)
{
	return strcmp(key, *(const char *const *)member);
}

bool stop_has(const char *const *sha256, size_t n, const char *address)
{
	char own[65];

	address_sha256(address, own);
	return n && bsearch(own, sha256, n, sizeof *sha256, by_text) != NULL;
}
