/* The first page of the desk: what falls due, came in, came back, waits. */
#include "offices/desk/desk.h"

#include <string.h>

#include "desk_html.h"
#include "offices/houses/houses.h"
#include "offices/desk/year.h"
#include "offices/letters/letters.h"
#include "post/incoming.h"
#include "post/outbox.h"
#include "store/store.h"
#include "web/door.h"

#define DAY_MS INT64_C(86400000)
#define DUE_SHOWN 12
#define CAME_SHOWN 12
#define CAME_DAYS 30
#define BACK_SHOWN 12
#define HEAD_SHOWN 12 /* hex digits of a hash */

static const char *day_text(const struct request *q, int64_t ms)
{
	return view_day(q->view, (day_t)(ms / DAY_MS));
}

/* The newest first: they are listed in the order in which they came. */
static int came_in(struct request *q, struct db *db, struct desk_view *d, struct err *e)
{
	struct incoming_letter *l = NULL;
	int64_t since = q->run->now_ms - CAME_DAYS * DAY_MS;
	size_t n = 0;
	int rc = incoming_list(db, q->a, q->as.house, "", "", &l, &n, e);

	d->incoming = NEW_ARRAY(q->a, struct desk_came, CAME_SHOWN);
	for (size_t i = n; rc == 0 && i-- > 0 && d->came < CAME_SHOWN && l[i].came_ms >= since;)
		d->incoming[d->came++] = (struct desk_came){
			day_text(q, l[i].came_ms), l[i].from_name, l[i].subject, l[i].iso3};
	return rc;
}

static int came_back(struct request *q, struct db *db, struct desk_view *d, struct err *e)
{
	static const enum outbox_state states[] = {OUTBOX_RETURNED, OUTBOX_FAILED, OUTBOX_HELD};
	int rc = 0;

	d->back = NEW_ARRAY(q->a, struct desk_returned, BACK_SHOWN);
	for (size_t i = 0; rc == 0 && i < sizeof states / sizeof *states; i++) {
		struct outbox_message *m = NULL;
		size_t n = 0;

		rc = outbox_list(db, q->a,
			&(struct outbox_query){.house = q->as.house,
				.letter = "",
				.state = outbox_state_names[states[i]],
				.reference = "",
				.most = BACK_SHOWN - d->returned},
			&m, &n, e);
		for (size_t k = 0; rc == 0 && k < n && d->returned < BACK_SHOWN; k++)
			d->back[d->returned++] = (struct desk_returned){m[k].name, m[k].address, m[k].detail};
	}
	return rc;
}

static const char *kind_label(const struct request *q, const char *kind)
{
	const struct letter_kind *k = pack_letter(q->view->reg->pack, kind);

	return k ? view_label(q->view, &k->label) : kind;
}

static int letters(
	struct request *q, struct db *db, const struct house *h, struct desk_view *d, struct err *e)
{
	struct letter_open *l = NULL;
	int rc = letters_open_list(db, q->a, h, &l, &d->letters, e);

	d->letter = NEW_ARRAY(q->a, struct desk_letter, d->letters + 1);
	for (size_t i = 0; rc == 0 && i < d->letters; i++)
		d->letter[i] = (struct desk_letter){l[i].id, kind_label(q, l[i].kind), l[i].audience,
			day_text(q, l[i].made_ms), l[i].lacks};
	return rc;
}

static int record(struct request *q, struct db *db, struct desk_view *d, struct err *e)
{
	struct head head;
	int rc = store_head(db, &head, e);

	if (rc == 0)
		d->head = arena_printf(
			q->a, "%llu:%.*s…", (unsigned long long)head.count, HEAD_SHOWN, head.hash);
	d->complete = frame_complete(q->view);
	return rc;
}

static int desk_page(struct request *q, struct answer *ret, struct err *e)
{
	struct desk_view d = {.day = view_day(q->view, q->view->today)};
	struct house h = {0};
	struct db *db = NULL;
	struct frame f;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = house_open(q->run, db, NULL, &h, e);
	if (rc == 0)
		rc = came_in(q, db, &d, e);
	if (rc == 0)
		rc = came_back(q, db, &d, e);
	if (rc == 0)
		rc = letters(q, db, &h, &d, e);
	if (rc == 0)
		rc = record(q, db, &d, e);
	if (rc < 0)
		return rc;
	d.dues = coming_of(q->view, DUE_SHOWN, &d.due);
	door_frame(q->view, say(q->view, T("Desk")), &f);
	html_desk(&ret->b, q->view, &f, &d);
	return 0;
}

static const struct route routes[] = {
	{.pattern = "/desk",
		.help = "What falls due, came in and waits",
		.answer = desk_page,
		.right = RIGHT_HOUSE,
		.menu = T("Desk")},
	{.pattern = "/desk/year",
		.help = "Month by month: what is to be done, and what was done a year before",
		.answer = year_page,
		.right = RIGHT_HOUSE,
		.menu = T("Your year")},
	{.pattern = "/desk/handover.pdf",
		.help = "The hand-over book of the house",
		.answer = handover_page,
		.right = RIGHT_HOUSE},
	{0},
};
static const struct command commands[] = {
	{"desk handover", "", "Write the hand-over book of the house as PDF",
		"For whoever takes the house over: open tasks, letters out, contacts by function, the"
		" calendar of the coming\n"
		"twelve months beside what was done a year before, and where things are. No person's name"
		" stands in it.",
		0, 0, handover_options, handover_run},
	{0},
}; /* what else the desk does, other offices' commands do */
const struct office desk_office = {.name = "desk", .commands = commands, .routes = routes};
