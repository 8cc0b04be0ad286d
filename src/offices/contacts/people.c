/* From a State or an organisation to the office that is written to, and why it is not. */
#include <string.h>

#include "base/text.h"
#include "offices/contacts/address.h"
#include "offices/contacts/asking.h"

static const char *const office_of[WHOM_COUNT] = {
	[WHOM_MISSIONS] = "mission",
	[WHOM_CAPITALS] = "capital",
	[WHOM_FOCAL_POINTS] = "focal-point",
	[WHOM_ORGANISATIONS] = "organisation",
	[WHOM_PARLIAMENTARIANS] = "parliamentarian",
};

/* ---- which contacts ---- */

static bool sits_on(const struct contact *c, const char *body, day_t on)
{
	char day[11];

	day_format(on, day);
	for (size_t i = 0; i < c->bodies_n; i++) {
		const struct body *b = &c->body[i];

		if (strcmp(b->body, body) == 0 && (!*b->from || strcmp(b->from, day) <= 0) &&
			(!*b->to || strcmp(b->to, day) >= 0))
			return true;
	}
	return false;
}

static bool contact_fits(const struct asking *k, const struct contact *c, enum audience_whom whom)
{
	const struct audience *q = k->q;

	return office_of[whom] && strcmp(c->office, office_of[whom]) == 0 && contact_valid(c, k->on) &&
		(!q->category || strcmp(c->org_category, q->category) == 0) &&
		(!q->place || !*c->place || strcmp(c->place, q->place) == 0) &&
		(!q->body || sits_on(c, q->body, k->on));
}

/* ---- one of them ---- */

/* Not before the last channel that is good, in the contact's own order; a doubtful one where there is none.
 */
static const struct channel *channel_best(const struct contact *c)
{
	const struct channel *doubtful = NULL;

	for (size_t i = 0; i < c->channels_n; i++) {
		const struct channel *ch = &c->channel[i];

		if (!*ch->address || strcmp(ch->state, "bad") == 0)
			continue;
		if (strcmp(ch->state, "good") == 0)
			return ch;
		doubtful = doubtful ? doubtful : ch;
	}
	return doubtful;
}

static const char *const *langs_of(struct arena *a, const struct contact *c)
{
	char **tag;

	text_split(a, arena_printf(a, "%s %s", c->write, c->read), " ", &tag);
	return (const char *const *)tag;
}

static void fill(struct asking *k, struct recipient *rc, const struct contact *c)
{
	const struct channel *ch = channel_best(c);

	rc->contact = c->id;
	rc->organisation = c->org_name;
	rc->office = c->office;
	rc->office_name = c->name;
	rc->name = c->holder.name;
	rc->rank = c->holder.rank;
	rc->address_as = c->holder.address;
	rc->place = c->place;
	rc->titles = (struct labels){c->titles_n, c->title};
	rc->langs = langs_of(k->a, c);
	rc->title = label_in(&rc->titles, rc->langs[0] ? rc->langs[0] : "en");
	rc->channel = ch ? contact_channel_names[ch->kind] : "";
	rc->address = ch ? ch->address : "";
}

/* ---- why not ---- */

static void consent_out(struct asking *k, struct recipient *rc, const struct contact *c)
{
	const char *purpose = k->q->consent ? k->q->consent : "letters";
	int said = contact_consent(c, purpose, k->on);

	if (said == 0)
		recipient_leave_out(rc, OUT_OPTED_OUT, arena_printf(k->a, "withdrew consent to %s", purpose));
	if (said < 0 && k->q->consent)
		recipient_leave_out(rc, OUT_OPTED_OUT, arena_printf(k->a, "has not agreed to %s", purpose));
	if (*rc->address && stop_has(k->stop, k->stops_n, rc->address))
		recipient_leave_out(rc, OUT_OPTED_OUT, "the address stands on the stop list");
}

static void bad_out(struct recipient *rc, const struct contact *c)
{
	const char *why = "";
	size_t bad = 0;

	for (size_t i = 0; i < c->channels_n; i++)
		if (strcmp(c->channel[i].state, "bad") == 0) {
			why = c->channel[i].reason;
			bad++;
		}
	if (bad && !*rc->channel)
		recipient_leave_out(rc, OUT_BAD_ADDRESS, *why ? why : "every address on file is known bad");
}

/* Was it this office, or, where the office is not known, this State? */
static bool went_to(const struct went *w, const struct recipient *rc)
{
	if (*w->contact && *rc->contact)
		return strcmp(w->contact, rc->contact) == 0;
	return *w->state && strcmp(w->state, rc->iso3) == 0;
}

static void written_out(struct asking *k, struct recipient *rc)
{
	bool answered = k->q->exclude & 1u << OUT_ANSWERED, cool = k->q->exclude & 1u << OUT_COOL_DOWN;
	char from[11];

	if (!k->house)
		return;
	day_format(k->on - k->house->cool_down_days, from);
	for (size_t i = 0; i < k->went_n; i++) {
		const struct went *w = &k->went[i];
		bool own = strcmp(w->by, k->house->code) == 0,
		     of_kind = !k->kind || strcmp(w->kind, k->kind) == 0;

		if (!went_to(w, rc))
			continue;
		if (answered && own && of_kind && *w->answered)
			recipient_leave_out(rc, OUT_ANSWERED,
				arena_printf(k->a, "answered on %s the letter of %s", w->answered, w->on));
		if (cool && k->house->cool_down_days && strcmp(w->on, from) > 0)
			recipient_leave_out(rc, OUT_COOL_DOWN,
				arena_printf(k->a, "was written to on %s%s%s", w->on, own ? "" : " by ",
					own ? "" : w->by));
	}
}

static void take(struct asking *k, const struct recipient *of_state, const struct contact *c)
{
	struct recipient rc = *of_state;

	if (c) {
		fill(k, &rc, c);
		consent_out(k, &rc, c);
		written_out(k, &rc);
		bad_out(&rc, c);
	} else {
		written_out(k, &rc);
	}
	asking_add(k, &rc);
}

/* ---- a State ---- */

/* The one office to which a State's letter goes: of those that will do, in their order, the first that can be
 * reached. */
static const struct contact *office_best(struct asking *k, const char *iso3)
{
	static const char *const all[] = {"capitals", "missions", "focal-points"};
	size_t n = k->q->offices_n ? k->q->offices_n : sizeof all / sizeof *all;
	const struct contact *first = NULL;

	for (size_t o = 0; o < n; o++)
		for (size_t i = 0; i < k->contacts_n; i++) {
			const struct contact *c = &k->contact[i];
			int whom = word_index(whom_names, k->q->offices_n ? k->q->offices[o] : all[o]);

			if (strcmp(c->state, iso3) != 0 || !contact_fits(k, c, (enum audience_whom)whom))
				continue;
			if (channel_best(c))
				return c;
			first = first ? first : c;
		}
	return first;
}

void ask_contacts(struct asking *k, const struct recipient *of_state)
{
	enum audience_whom whom = k->q->whom;
	size_t found = 0;

	if (whom == WHOM_STATES) {
		take(k, of_state, office_best(k, of_state->iso3));
		return;
	}
	for (size_t i = 0; i < k->contacts_n; i++)
		if (strcmp(k->contact[i].state, of_state->iso3) == 0 &&
			contact_fits(k, &k->contact[i], whom)) {
			take(k, of_state, &k->contact[i]);
			found++;
		}
	/* A State has a mission whether or not it is on file; members of parliament are not made up. */
	if (!found && whom != WHOM_PARLIAMENTARIANS) {
		struct recipient rc = *of_state;

		rc.office = office_of[whom];
		take(k, &rc, NULL);
	}
}

void ask_organisations(struct asking *k)
{
	struct recipient none = recipient_of_state(k->reg.journal, 0);

	for (size_t i = 0; i < k->contacts_n; i++)
		if (contact_fits(k, &k->contact[i], WHOM_ORGANISATIONS))
			take(k, &none, &k->contact[i]);
}

/* Why it gets nothing stands first: what is on file now adds no other reason. */
void ask_known(struct asking *k, const struct recipient *rc)
{
	const struct contact *c = NULL;
	struct recipient gone = *rc;

	for (size_t i = 0; i < k->contacts_n && !c && *rc->contact; i++)
		if (strcmp(k->contact[i].id, rc->contact) == 0)
			c = &k->contact[i];
	if (c && contact_valid(c, k->on)) {
		take(k, rc, c);
	} else if (!*rc->contact) {
		take(k, rc, NULL);
	} else {
		recipient_leave_out(&gone, OUT_UNKNOWN, "is no office on file any more");
		asking_add(k, &gone);
	}
}

/* ---- twice ---- */

static int by_address(const void *a, const void *b)
{
	const struct recipient *const *x = a, *const *y = b;
	int order = strcasecmp((*x)->address, (*y)->address);

	return order ? order : *x < *y ? -1 : *x > *y;
}

/* One letter an e-mail address, where one mailbox serves several offices of one State; a copy to each State
 * it represents is not twice. */
void asking_duplicates(struct asking *k)
{
	const struct recipient **sorted = NEW_ARRAY(k->a, const struct recipient *, k->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		if (!k->list[i].excluded && *k->list[i].address)
			sorted[n++] = &k->list[i];
	qsort(sorted, n, sizeof *sorted, by_address);
	for (size_t i = 1; i < n; i++) {
		const struct recipient *was = sorted[i - 1], *is = sorted[i];

		if (strcasecmp(was->address, is->address) == 0 && was->state == is->state &&
			strcmp(was->channel, "email") == 0 && strcmp(was->name, is->name) == 0)
			recipient_leave_out(&k->list[is - k->list], OUT_DUPLICATE,
				arena_printf(k->a, "contact %s has the same address", was->contact));
	}
}
