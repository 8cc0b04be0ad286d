/* /desk/contacts: the contacts of the house, chosen by what is wanted of them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "contacts_sql.h"
#include "offices/contacts/contacts_pages.h"
#include "text/order.h"

#define CONFIRM_DAYS 365 /* after which an entry wants to be confirmed anew */

enum {
	NAME,
	STATE,
	OFFICE,
	HOLDER,
	LANGUAGES,
	ADDRESS,
	CONFIRMED,
	WRITTEN,
	ANSWERED,
	ID,
	ISO3,
	ORGANISATION,
	PLACE,
	RANK,
	CHANNELS,
	EMAIL,
	POST,
	PURPOSE,
	RETAIN,
	FROM,
	TO,
	COLUMNS
};
static const struct list_column columns[COLUMNS] = {
	[NAME] = {"name", T("Contact"), COLUMN_HEAD},
	[STATE] = {"state", T("State"), COLUMN_LABELLED},
	[OFFICE] = {"office", T("Kind of office"), COLUMN_LABELLED},
	[HOLDER] = {"holder", T("Held by"), COLUMN_LABELLED},
	[LANGUAGES] = {"write", T("Languages"), COLUMN_LABELLED},
	[ADDRESS] = {"address", T("Address"), COLUMN_LABELLED},
	[CONFIRMED] = {"confirmed", T("Confirmed"), COLUMN_LABELLED},
	[WRITTEN] = {"written", T("Last letter"), COLUMN_LABELLED},
	[ANSWERED] = {"answered", T("Answered"), COLUMN_LABELLED},
	[ID] = {"contact", T("Id"), COLUMN_FILE},
	[ISO3] = {"iso3", T("Code"), COLUMN_FILE},
	[ORGANISATION] = {"organisation", T("Organisation"), COLUMN_FILE},
	[PLACE] = {"place", T("Place"), COLUMN_FILE},
	[RANK] = {"rank", T("Rank"), COLUMN_FILE},
	[CHANNELS] = {"channels", T("Order in which they are tried"), COLUMN_FILE},
	[EMAIL] = {"email", T("E-mail"), COLUMN_FILE},
	[POST] = {"post", T("Post"), COLUMN_FILE},
	[PURPOSE] = {"purpose", T("Purpose"), COLUMN_FILE},
	[RETAIN] = {"retain", T("Kept until"), COLUMN_FILE},
	[FROM] = {"from", T("Written to from"), COLUMN_FILE},
	[TO] = {"to", T("Written to until"), COLUMN_FILE},
};

enum condition { NO_CONDITION = -1, C_ANSWERED, C_SILENT, C_UNCONFIRMED, C_NO_CHANNEL, C_ENDED };

/* What was last written to a contact: days as in the store, "" none. */
struct last {
	const char *contact, *written, *answered;
};
struct choosing {
	const char *q;
	uint32_t of; /* the State that is meant; 0 all */
	int office, condition;
	const char *language;
	const struct order *order;
	size_t lasts, cap;
	struct last *last; /* by contact */
};

static int by_contact(const void *x, const void *y)
{
	return strcmp(((const struct last *)x)->contact, ((const struct last *)y)->contact);
}

/* The latest comes first from the store; what answered any of them counts. */
static int lasts_read(struct request *q, struct db *db, struct choosing *k, struct err *e)
{
	struct written_list_row row;
	struct db_stmt *st = NULL;
	char day[11];
	int rc = written_list_start(db,
		&(struct written_list_in){
			q->as.house, q->view->reg->pack->code, day_format(q->run->today, day)},
		&st, e);

	if (rc < 0)
		return rc;
	for (rc = written_list_step(st, &row, e); rc == DB_ROW; rc = written_list_step(st, &row, e)) {
		if (!*row.contact)
			continue;
		GROW(q->a, k->last, k->lasts, k->cap);
		k->last[k->lasts++] = (struct last){arena_strdup(q->a, row.contact),
			arena_strdup(q->a, row.on_day), arena_strdup(q->a, row.answered_day)};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	size_t n = 0;
	if (k->lasts)
		qsort(k->last, k->lasts, sizeof *k->last, by_contact);
	for (size_t i = 0; i < k->lasts; i++) {
		struct last *to = n ? &k->last[n - 1] : NULL;

		if (!to || strcmp(to->contact, k->last[i].contact) != 0) {
			k->last[n++] = k->last[i];
			continue;
		}
		if (strcmp(k->last[i].written, to->written) > 0)
			to->written = k->last[i].written;
		if (strcmp(k->last[i].answered, to->answered) > 0)
			to->answered = k->last[i].answered;
	}
	k->lasts = n;
	return 0;
}

static struct last last_of(const struct choosing *k, const char *id)
{
	struct last key = {id, "", ""};
	const struct last *found =
		k->lasts ? bsearch(&key, k->last, k->lasts, sizeof *k->last, by_contact) : NULL;

	return found ? *found : key;
}

static void choose(const struct view *v, struct list *l, struct choosing *k)
{
	struct list_choice *office = NEW_ARRAY(v->a, struct list_choice, CONTACT_OFFICES);
	struct list_choice *condition = NEW_ARRAY(v->a, struct list_choice, 5);

	for (size_t i = 0; i < CONTACT_OFFICES; i++)
		office[i] =
			(struct list_choice){contact_offices[i], contact_office_words(v, contact_offices[i])};
	condition[C_ANSWERED] = (struct list_choice){"answered", say(v, T("has answered a letter"))};
	condition[C_SILENT] = (struct list_choice){"silent", say(v, T("written to, no answer yet"))};
	condition[C_UNCONFIRMED] =
		(struct list_choice){"unconfirmed", say(v, T("not confirmed within a year"))};
	condition[C_NO_CHANNEL] = (struct list_choice){"no-channel", say(v, T("has no good address"))};
	condition[C_ENDED] = (struct list_choice){"ended", say(v, T("written to no longer"))};
	k->q = list_text(l, "q", say(v, T("Name or address")));
	k->of = list_state(l, "state");
	k->office = list_choose(l, "office", say(v, T("Kind of office")), office, CONTACT_OFFICES);
	k->language = list_text(l, "language", say(v, T("Language")));
	k->condition = list_choose(l, "condition", say(v, T("Which is or has")), condition, 5);
}

static const struct channel *best(const struct contact *c)
{
	for (size_t i = 0; i < c->channels_n; i++)
		if (*c->channel[i].address && strcmp(c->channel[i].state, "bad") != 0)
			return &c->channel[i];
	return NULL;
}

static bool condition_fits(
	const struct request *q, enum condition is, const struct contact *c, struct last last)
{
	day_t confirmed = contact_day(c->confirmed);

	switch (is) {
	case C_ANSWERED:
		return *last.answered;
	case C_SILENT:
		return *last.written && !*last.answered;
	case C_UNCONFIRMED:
		return confirmed == DAY_NONE_HIGH || confirmed < q->run->today - CONFIRM_DAYS;
	case C_NO_CHANNEL:
		return !best(c);
	default:
		return true;
	}
}

static bool writes_in(const struct contact *c, const char *language)
{
	size_t len = strlen(language);

	for (const char *at = c->write; (at = strstr(at, language)); at++)
		if ((at == c->write || at[-1] == ' ') && (!at[len] || at[len] == ' ' || at[len] == '-'))
			return true;
	return false;
}

static bool found_by(const struct request *q, const struct choosing *k, const struct contact *c)
{
	const char *const texts[] = {c->name, c->holder.name, c->org_name, c->org_short, c->place, c->id,
		contact_get(q->a, c, "email"), contact_get(q->a, c, "post")};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (order_finds(k->order, texts[i], k->q))
			return true;
	return false;
}

static bool fits(const struct request *q, const struct choosing *k, const struct contact *c, struct last last)
{
	bool ended = !contact_valid(c, q->run->today);

	if (ended != (k->condition == C_ENDED))
		return false;
	if (k->of && contact_state(q->view, c->state) != k->of)
		return false;
	if (k->office >= 0 && strcmp(c->office, contact_offices[k->office]) != 0)
		return false;
	if (*k->language && !writes_in(c, k->language))
		return false;
	return condition_fits(q, (enum condition)k->condition, c, last) && (!*k->q || found_by(q, k, c));
}

static void row_of(const struct request *q, struct list *l, const struct contact *c, struct last last)
{
	static const struct {
		int column;
		const char *field;
	} plain[] = {{ORGANISATION, "organisation"}, {PLACE, "place"}, {RANK, "rank"}, {CHANNELS, "channels"},
		{EMAIL, "email"}, {POST, "post"}, {PURPOSE, "purpose"}};
	const struct view *v = q->view;
	const struct channel *ch = best(c);
	uint32_t state = contact_state(v, c->state);
	struct cell *row = list_row(l);

	row[NAME] = cell_link(cell_text(contact_called(v, c)), view_link_to(v, "/desk/contacts/", c->id));
	row[STATE] =
		state ? cell_named(view_state(v, state), view_state_filed(v, state)) : cell_code(c->state);
	row[OFFICE] = cell_named(contact_office_words(v, c->office), c->office);
	row[HOLDER] = cell_text(c->holder.name);
	row[LANGUAGES] = cell_code(c->write);
	row[ADDRESS] = !ch ? cell_text("")
		: ch->kind == CHANNEL_EMAIL
		? cell_code(ch->address)
		: cell_named(contact_channel_words(v, contact_channel_names[ch->kind]), ch->address);
	row[CONFIRMED] = cell_day(v, contact_day(c->confirmed));
	row[WRITTEN] = cell_day(v, contact_day(last.written));
	row[ANSWERED] = cell_day(v, contact_day(last.answered));
	row[ID] = cell_code(c->id);
	row[ISO3] = cell_code(c->state);
	row[RETAIN] = cell_day(v, contact_day(c->retain));
	row[FROM] = cell_day(v, contact_day(c->from));
	row[TO] = cell_day(v, contact_day(c->to));
	for (size_t i = 0; i < COUNT(plain); i++)
		row[plain[i].column] = cell_text(contact_get(q->a, c, plain[i].field));
}

/* By State as the reader's language orders them, then by what it is called. */
struct placed {
	const struct order *order;
	const char *state, *called;
	const struct contact *c;
};
static int by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int way = order_compare(a->order, a->state, b->state);

	if (way == 0)
		way = order_compare(a->order, a->called, b->called);
	return way ? way : strcmp(a->c->id, b->c->id);
}

static void rows_of(
	struct request *q, struct list *l, const struct choosing *k, const struct contact *all, size_t n)
{
	struct placed *kept = NEW_ARRAY(q->a, struct placed, n + 1);
	const struct view *v = q->view;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t state = contact_state(v, all[i].state);

		if (fits(q, k, &all[i], last_of(k, all[i].id)))
			kept[m++] = (struct placed){k->order, state ? view_state(v, state) : all[i].state,
				contact_called(v, &all[i]), &all[i]};
	}
	if (m)
		qsort(kept, m, sizeof *kept, by_place);
	for (size_t i = 0; i < m; i++)
		row_of(q, l, kept[i].c, last_of(k, kept[i].c->id));
}

int contact_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct choosing k = {.order = order_open(q->a, v->words->tag)};
	struct contact *all = NULL;
	struct house h;
	struct db *db = NULL;
	size_t n = 0;
	int rc = run_db(q->run, &db, e);

	l->title = say(v, T("Contacts"));
	l->lead = say(v, T("Who is written to: offices, which stay when their holders leave."));
	list_columns(l, columns, COLUMNS);
	choose(v, l, &k);
	l->empty = list_filtered(l)
		? say(v, T("No contact fits what was chosen."))
		: say(v,
			  T("No contact is on file. Enter one, or import a file of them: they stand here "
			    "then."));
	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		rc = lasts_read(q, db, &k, e);
	if (rc == 0)
		rc = contacts_read(q->a, db, &h, &all, &n, e);
	if (rc < 0)
		return rc;
	if (!l->wrong)
		rows_of(q, l, &k, all, n);
	list_act(l, view_link(v, "/desk/contacts/new"), say(v, T("New contact")));
	list_act(l, view_link(v, "/desk/contacts/import"), say(v, T("Import")));
	list_act(l, view_link(v, "/desk/contacts/export"), say(v, T("Export")));
	list_act(l, view_link(v, "/desk/audiences"), say(v, T("Audiences")));
	return 0;
}
