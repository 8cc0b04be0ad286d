/* /desk/audiences: the audiences of the treaty and of the house; of one, who gets a letter, who does not,
 * why. */
#include <string.h>

#include "base/text.h"
#include "offices/contacts/contacts_pages.h"

#define RECIPIENTS_ROWS 50u /* on a page */

/* The house and the treaty's pack, as every page here asks them. */
struct asked {
	struct book book;
	const struct pack *pack;
	struct house house;
};

static int open_asked(struct request *q, struct asked *ret, struct err *e)
{
	int rc = book_open(q->run, &ret->book, e);

	if (rc == 0)
		rc = book_treaty(q->run, &ret->book, &ret->pack, e);
	if (rc == 0)
		rc = house_open(q->run, ret->book.db, NULL, &ret->house, e);
	return rc;
}

static const char *whom_words(const struct view *v, enum audience_whom whom)
{
	static const char *const label[WHOM_COUNT] = {
		[WHOM_STATES] = T("States"),
		[WHOM_MISSIONS] = T("Permanent missions"),
		[WHOM_CAPITALS] = T("Ministries in capitals"),
		[WHOM_FOCAL_POINTS] = T("Focal points"),
		[WHOM_ORGANISATIONS] = T("Organisations"),
		[WHOM_PARLIAMENTARIANS] = T("Members of parliament"),
	};

	return say(v, label[whom]);
}

static const char *rule_words(const struct view *v, enum audience_rule rule)
{
	static const char *const label[OUT_COUNT] = {
		[OUT_UNKNOWN] = T("it is unknown whether it belongs there"),
		[OUT_BOUND] = T("has deposited its instrument"),
		[OUT_OPTED_OUT] = T("does not want letters"),
		[OUT_ANSWERED] = T("has answered"),
		[OUT_COOL_DOWN] = T("was written to a short time ago"),
		[OUT_BAD_ADDRESS] = T("every address is known bad"),
		[OUT_DUPLICATE] = T("the same mailbox gets it already"),
		[OUT_NOT_TOLD] = T("was not told by the letter asked about"),
		[OUT_TOLD_SINCE] = T("was told better since"),
		[OUT_NO_CHANNEL] = T("nothing to send it by"),
	};

	return label[rule] ? say(v, label[rule]) : out_names[rule];
}

/* ---- all of them ---- */

enum { A_LABEL, A_NAME, A_WHOM, A_FROM, A_COLUMNS };
static const struct list_column audience_columns[A_COLUMNS] = {
	[A_LABEL] = {"label", T("Audience"), COLUMN_HEAD},
	[A_NAME] = {"audience", T("Expression"), COLUMN_LABELLED},
	[A_WHOM] = {"whom", T("Whom"), COLUMN_LABELLED},
	[A_FROM] = {"from", T("Kept by"), COLUMN_LABELLED},
};

int audience_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct asked k = {.pack = NULL};
	int rc = open_asked(q, &k, e);

	if (rc < 0)
		return rc;
	l->title = say(v, T("Audiences"));
	l->lead = say(v,
		T("A question with a name: it finds who gets a letter anew each time it is asked. They "
		  "stand in the folder of the treaty or of the house."));
	l->empty = say(v, T("Neither the treaty nor the house keeps an audience."));
	list_columns(l, audience_columns, A_COLUMNS);
	for (size_t i = 0; i < k.house.audiences_n + k.pack->audiences_n; i++) {
		bool own = i < k.house.audiences_n;
		const struct audience *a =
			own ? &k.house.audience[i] : &k.pack->audience[i - k.house.audiences_n];
		struct cell *row = list_row(l);

		row[A_LABEL] = cell_link(
			cell_text(view_label(v, &a->label)), view_link_to(v, "/desk/audiences/", a->id));
		row[A_NAME] = cell_code(a->by_state ? arena_printf(q->a, "%s:ISO3", a->id) : a->id);
		row[A_WHOM] = cell_named(whom_words(v, a->whom), whom_names[a->whom]);
		row[A_FROM] = cell_named(own ? say(v, T("the house")) : say(v, T("the treaty")),
			own ? k.house.code : k.pack->code);
	}
	list_act(l, view_link(v, "/desk/contacts"), say(v, T("Contacts")));
	return 0;
}

/* ---- one ---- */

enum {
	R_STATE,
	R_OFFICE,
	R_NAME,
	R_LANGUAGES,
	R_ADDRESS,
	R_RULE,
	R_WHY,
	R_CONTACT,
	R_ISO3,
	R_ORGANISATION,
	R_TITLE,
	R_CHANNEL,
	R_COLUMNS
};
static const struct list_column recipient_columns[R_COLUMNS] = {
	[R_STATE] = {"state", T("State or organisation"), COLUMN_HEAD},
	[R_OFFICE] = {"office", T("Kind of office"), COLUMN_LABELLED},
	[R_NAME] = {"name", T("Held by"), COLUMN_LABELLED},
	[R_LANGUAGES] = {"langs", T("Languages"), COLUMN_LABELLED},
	[R_ADDRESS] = {"address", T("Address"), COLUMN_LABELLED},
	[R_RULE] = {"rule", T("Gets the letter"), COLUMN_SHOWN},
	[R_WHY] = {"excluded", T("Because"), COLUMN_LABELLED},
	[R_CONTACT] = {"contact", T("Contact"), COLUMN_FILE},
	[R_ISO3] = {"iso3", T("Code"), COLUMN_FILE},
	[R_ORGANISATION] = {"organisation", T("Organisation"), COLUMN_FILE},
	[R_TITLE] = {"title", T("Function"), COLUMN_FILE},
	[R_CHANNEL] = {"channel", T("By"), COLUMN_FILE},
};

static const char *langs_of(struct request *q, const struct asked *k, const struct recipient *r)
{
	const char *all = "";

	for (size_t i = 0; r->langs[i]; i++)
		all = arena_printf(q->a, "%s%s%s", all, i ? " " : "", r->langs[i]);
	return *all || !*r->iso3 ? all : pack_language(k->book.world, r->iso3);
}

static void recipient_row(struct request *q, struct list *l, const struct asked *k, const struct recipient *r)
{
	const struct view *v = q->view;
	uint32_t state = contact_state(v, r->iso3);
	struct cell *row = list_row(l);

	row[R_STATE] = state ? cell_named(view_state(v, state), view_state_filed(v, state))
			     : cell_text(r->organisation);
	if (*r->contact)
		row[R_STATE] = cell_link(row[R_STATE], view_link_to(v, "/desk/contacts/", r->contact));
	row[R_OFFICE] =
		*r->office ? cell_named(contact_office_words(v, r->office), r->office) : cell_text("");
	row[R_NAME] = cell_text(r->name);
	row[R_LANGUAGES] = cell_code(langs_of(q, k, r));
	row[R_ADDRESS] = strcmp(r->channel, "email") == 0 ? cell_code(r->address) : cell_text(r->address);
	row[R_RULE] = r->excluded ? cell_named(rule_words(v, r->rule), out_names[r->rule])
				  : cell_named(say(v, T("yes")), "");
	row[R_RULE].mark = r->excluded ? "g-shut" : "g-ready";
	row[R_WHY] = cell_english(r->excluded ? r->excluded : "");
	row[R_CONTACT] = cell_code(r->contact);
	row[R_ISO3] = cell_code(r->iso3);
	row[R_ORGANISATION] = cell_text(r->organisation);
	row[R_TITLE] = cell_text(r->title);
	row[R_CHANNEL] = cell_code(r->channel);
}

/* "of:CHE" in the address, or the field of the State. */
static const char *expression(struct request *q, struct list *l, const struct audience *a, const char *asked)
{
	if (!a->by_state || strchr(asked, ':'))
		return asked;
	uint32_t state = list_state(l, "state");

	return state ? arena_printf(q->a, "%s:%s", asked, view_iso3(q->view, state)) : NULL;
}

static void who_is_shown(
	struct request *q, struct list *l, const struct asked *k, const struct recipient *r, size_t n)
{
	const struct view *v = q->view;
	struct list_choice *who = NEW_ARRAY(q->a, struct list_choice, 2);
	size_t out = 0;

	who[0] = (struct list_choice){"gets", say(v, T("who gets it"))};
	who[1] = (struct list_choice){"out", say(v, T("who is left out"))};
	int shown = list_choose(l, "who", say(v, T("Show")), who, 2);
	for (size_t i = 0; i < n; i++) {
		out += r[i].excluded != NULL;
		if (shown < 0 || (shown == 1) == (r[i].excluded != NULL))
			recipient_row(q, l, k, &r[i]);
	}
	l->lead = say_fill(q->a,
		say(v,
			T("As of today {get} get a letter of this audience, {out} are left out. Who is left "
			  "out for answers to one kind of letter is said when that letter is prepared.")),
		(const struct fill[]){{"get", view_count(v, n - out)}, {"out", view_count(v, out)}, {0}});
}

int audience_one_rows(struct request *q, struct list *l, struct err *e)
{
	const char *asked = q->open[0];
	const struct view *v = q->view;
	struct asked k = {.pack = NULL};
	struct recipient *r = NULL;
	size_t n = 0;
	int rc = open_asked(q, &k, e);
	const struct audience *a = rc == 0 ? audience_find(k.pack, &k.house, asked) : NULL;

	if (rc < 0)
		return rc;
	if (!a)
		return err_set(e, ERR_NOTFOUND, "%s",
			say(v, T("There is no such audience. The list of audiences names them.")));
	l->title = view_label(v, &a->label);
	l->page_rows = RECIPIENTS_ROWS;
	list_columns(l, recipient_columns, R_COLUMNS);
	list_act(l, view_link(v, "/desk/audiences"), say(v, T("Audiences")));
	const char *whole = expression(q, l, a, asked);
	l->empty = whole ? say(v, T("It finds nobody."))
			 : say(v, T("Say of which State: who gets the letter stands here then."));
	if (!whole || l->wrong)
		return 0;
	rc = audience_of(q->run, &k.book, k.pack, &k.house, whole, NULL, q->run->today, &r, &n, e);
	if (rc < 0)
		return rc;
	audience_for_sending(r, n);
	who_is_shown(q, l, &k, r, n);
	return 0;
}
