/* /desk/outbox: what went, where to, what became of it; one message, and what may be done about it. */
#include <string.h>

#include "offices/outbox/outbox_pages.h"
#include "outbox_html.h"
#include "store/store.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define DAY_MS INT64_C(86400000)
#define OUTBOX_ROWS 50u /* on a page */

const char *outbox_state_words(const struct view *v, enum outbox_state state)
{
	static const char *const label[OUTBOX_STATE_COUNT] = {
		[OUTBOX_WAITING] = T("waiting"),
		[OUTBOX_SENDING] = T("sending"),
		[OUTBOX_SENT] = T("sent"),
		[OUTBOX_DELIVERED] = T("delivered"),
		[OUTBOX_RETURNED] = T("returned"),
		[OUTBOX_FAILED] = T("failed"),
		[OUTBOX_CANCELLED] = T("cancelled"),
		[OUTBOX_HELD] = T("held"),
		[OUTBOX_PRINTED] = T("printed"),
		[OUTBOX_HANDED] = T("handed"),
	};

	return say(v, label[state]);
}

const char *outbox_channel_words(const struct view *v, enum channel channel)
{
	static const char *const label[CHANNEL_COUNT] = {
		[CHANNEL_EMAIL] = T("E-mail"),
		[CHANNEL_POST] = T("Post"),
		[CHANNEL_FAX] = T("Fax"),
		[CHANNEL_HAND] = T("By hand"),
		[CHANNEL_POUCH] = T("Diplomatic pouch"),
	};

	return say(v, label[channel]);
}

int outbox_page_open(struct request *q, struct setup *ret, struct err *e)
{
	return setup_house(q->run, ret, e);
}

static day_t day_of(int64_t ms)
{
	return ms ? (day_t)(ms / DAY_MS) : DAY_NONE_HIGH;
}

static bool came_back(const struct outbox_message *m)
{
	return m->state == OUTBOX_RETURNED || m->state == OUTBOX_FAILED;
}

/* ---- the list ---- */

enum { L_REFERENCE, L_STATE, L_NAME, L_BY, L_ADDRESS, L_IS, L_SENT, L_ANSWERED, L_WHY, L_VERB, L_COLUMNS };
static const struct list_column columns[L_COLUMNS] = {
	[L_REFERENCE] = {"reference", T("Message"), COLUMN_HEAD},
	[L_STATE] = {"state", T("State"), COLUMN_LABELLED},
	[L_NAME] = {"name", T("To"), COLUMN_LABELLED},
	[L_BY] = {"channel", T("By"), COLUMN_LABELLED},
	[L_ADDRESS] = {"address", T("Address"), COLUMN_LABELLED},
	[L_IS] = {"is", T("What became of it"), COLUMN_LABELLED},
	[L_SENT] = {"sent", T("Sent"), COLUMN_LABELLED},
	[L_ANSWERED] = {"answered", T("Answered"), COLUMN_LABELLED},
	[L_WHY] = {"says", T("Says"), COLUMN_LABELLED},
	[L_VERB] = {"verb", T("To do"), COLUMN_VERB},
};

static struct cell state_cell(const struct view *v, const char *iso3)
{
	uint32_t state = *iso3 ? journal_word(v->reg->journal, iso3) : 0;

	return state && reg_state_known(v->reg, state)
		? cell_named(view_state(v, state), view_state_filed(v, state))
		: cell_code(iso3);
}

static struct url contact_url(const struct view *v, const char *contact, const char *verb)
{
	if (!*contact)
		return (struct url){NULL};
	return (struct url){
		arena_printf(v->a, "%s%s", view_link_to(v, "/desk/contacts/", contact).text, verb)};
}

static void row_of(struct request *q, struct list *l, const struct outbox_message *m)
{
	const struct view *v = q->view;
	struct cell *row = list_row(l);
	bool forgotten = !*m->name && !*m->address;

	row[L_REFERENCE] = cell_link(cell_text(*m->reference       ? m->reference
						     : *m->subject ? m->subject
								   : m->id),
		view_link_to(v, "/desk/outbox/", m->id));
	row[L_STATE] = state_cell(v, m->iso3);
	row[L_NAME] = forgotten ? cell_named(say(v, T("forgotten")), "forgotten") : cell_text(m->name);
	row[L_BY] = cell_named(outbox_channel_words(v, m->channel), channel_names[m->channel]);
	row[L_ADDRESS] = m->channel == CHANNEL_EMAIL ? cell_code(m->address) : cell_text(m->address);
	row[L_IS] = cell_named(outbox_state_words(v, m->state), outbox_state_names[m->state]);
	row[L_SENT] = cell_day(v, day_of(m->sent_ms));
	row[L_ANSWERED] = cell_day(v, day_of(m->answered_ms));
	row[L_WHY] = cell_english(came_back(m) || m->state == OUTBOX_HELD ? m->detail : "");
	if (came_back(m) && *m->contact && request_writes(q))
		row[L_VERB] = cell_link(
			cell_text(say(v, T("Correct the address"))), contact_url(v, m->contact, "/edit"));
}

static void choose(const struct view *v, struct list *l, struct outbox_query *ret)
{
	struct list_choice *is = NEW_ARRAY(v->a, struct list_choice, OUTBOX_STATE_COUNT);

	for (int i = 0; i < OUTBOX_STATE_COUNT; i++)
		is[i] = (struct list_choice){
			outbox_state_names[i], outbox_state_words(v, (enum outbox_state)i)};
	int chosen = list_choose(l, "is", say(v, T("What became of it")), is, OUTBOX_STATE_COUNT);
	ret->state = chosen >= 0 ? outbox_state_names[chosen] : "";
	ret->under = list_text(l, "reference", say(v, T("Reference of a letter or a copy")));
}

/* "30 returned, 970 sent; answered: 20" */
static const char *sum_words(const struct view *v, const struct outbox_sum *sum)
{
	const char *all = "";

	for (int i = 0; i < OUTBOX_STATE_COUNT; i++)
		if (sum->in[i])
			all = arena_printf(v->a, "%s%s%s: %s", all, *all ? " · " : "",
				outbox_state_words(v, (enum outbox_state)i), view_count(v, sum->in[i]));
	if (sum->answered)
		all = arena_printf(
			v->a, "%s · %s: %s", all, say(v, T("answered")), view_count(v, sum->answered));
	return all;
}

int outbox_desk_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct outbox_query query = {.house = q->as.house, .letters = true};
	struct outbox_message *m = NULL;
	struct outbox_sum sum = {0};
	struct setup s;
	size_t n = 0;
	int rc = outbox_page_open(q, &s, e);

	if (rc != 0)
		return rc;
	l->title = say(v, T("Outbox"));
	list_columns(l, columns, L_COLUMNS);
	l->page_rows = OUTBOX_ROWS;
	choose(v, l, &query);
	l->empty = list_filtered(l)
		? say(v, T("No message fits what was chosen."))
		: say(v,
			  T("Nothing has gone out. A letter that is issued puts a message for each "
			    "recipient here."));
	if (l->wrong)
		return 0;
	rc = outbox_sum(s.db, &query, &sum, e);
	l->lead = sum_words(v, &sum);
	list_window(l, sum.n, &query.most, &query.skip);
	if (rc == 0)
		rc = outbox_list(s.db, q->a, &query, &m, &n, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		row_of(q, l, &m[i]);
	list_act(l, view_link(v, "/desk/incoming"), say(v, T("What came in")));
	return rc;
}

/* ---- one message ---- */

/* Of the house, or none: also where it is a mail that opens somebody's account, whose link nobody else may
 * see or have sent elsewhere. */
static int message_get(struct request *q, struct setup *s, struct outbox_message *ret, struct err *e)
{
	struct err why = {0};
	int rc = outbox_page_open(q, s, e);

	*ret = (struct outbox_message){.id = ""};
	if (rc != 0)
		return rc;
	rc = outbox_get(s->db, q->a, s->house.code, q->open[0], ret, &why);
	if (rc == ERR_NOTFOUND || (rc == 0 && !*ret->letter && !*ret->contact))
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("The house has no such message.")));
	if (rc != 0)
		*e = why;
	return rc;
}

static void moves_of(struct request *q, const struct outbox_message *m, struct message_view *v)
{
	static const struct {
		enum outbox_state to;
		const char *label;
	} moves[] = {{OUTBOX_HELD, T("Hold")}, {OUTBOX_WAITING, T("Release")}, {OUTBOX_SENT, T("It did go")},
		{OUTBOX_HANDED, T("Handed over")}, {OUTBOX_RETURNED, T("It came back")},
		{OUTBOX_CANCELLED, T("Cancel")}};

	v->move = NEW_ARRAY(q->a, struct message_move, COUNT(moves));
	for (size_t i = 0; i < COUNT(moves); i++)
		if (outbox_may_move(m, moves[i].to))
			v->move[v->moves++] = (struct message_move){
				outbox_state_names[moves[i].to], say(q->view, moves[i].label)};
}

static int events_of(struct request *q, struct setup *s, const struct outbox_message *m,
	struct message_view *v, struct err *e)
{
	struct outbox_event *event = NULL;
	size_t n = 0;
	int rc = outbox_events(s->db, q->a, m->house, m->id, &event, &n, e);

	v->event = NEW_ARRAY(q->a, struct message_event, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		char at[25];

		instant_format(event[i].at_ms, at);
		int state = word_index(outbox_state_names, event[i].what);
		v->event[v->events++] = (struct message_event){arena_printf(q->a, "%.10s %.5s", at, at + 11),
			state >= 0 ? outbox_state_words(q->view, (enum outbox_state)state) : event[i].what,
			event[i].detail};
	}
	return rc;
}

static int show(struct request *q, struct answer *ret, struct setup *s, const struct outbox_message *m,
	const char *said, struct err *e)
{
	struct message_view v = {.id = m->id,
		.subject = m->subject,
		.name = m->name,
		.address = m->address,
		.channel = outbox_channel_words(q->view, m->channel),
		.state = outbox_state_words(q->view, m->state),
		.lang = m->lang,
		.detail = m->detail,
		.reference = m->reference,
		.said = said,
		.contact = contact_url(q->view, m->contact, ""),
		.edit = contact_url(q->view, m->contact, "/edit"),
		.writes = request_has_role(q, ROLE_SENDER),
		.back = came_back(m) || m->state == OUTBOX_CANCELLED,
		.mail = m->channel == CHANNEL_EMAIL && *m->text_sha256,
		.pdf = *m->pdf_sha256,
		.sent = day_of(m->sent_ms),
		.answered = day_of(m->answered_ms)};
	struct frame f;
	int rc = events_of(q, s, m, &v, e);

	if (rc != 0)
		return rc;
	moves_of(q, m, &v);
	door_frame(q->view, *m->reference ? m->reference : *m->subject ? m->subject : m->id, &f);
	html_outbox_message(&ret->b, q->view, &f, &v);
	return 0;
}

int outbox_page(struct request *q, struct answer *ret, struct err *e)
{
	struct outbox_message m;
	struct setup s;
	int rc = message_get(q, &s, &m, e);

	return rc != 0 ? rc : show(q, ret, &s, &m, NULL, e);
}

static int done(struct request *q, struct answer *ret, struct setup *s, const struct outbox_message *m,
	const char *to, int rc, struct err *e)
{
	if (rc == 0) {
		answer_see_other(q, ret, view_link_to(q->view, "/desk/outbox/", to));
		return 0;
	}
	if (rc != ERR_INVALID && rc != ERR_USAGE && rc != ERR_CONFLICT)
		return rc;
	ret->status = rc == ERR_CONFLICT ? 409 : 400;
	return show(q, ret, s, m, arena_strdup(q->a, e->text), e);
}

int outbox_move_page(struct request *q, struct answer *ret, struct err *e)
{
	int to = word_index(outbox_state_names, request_text(q, "to"));
	struct outbox_message m, was;
	struct person who;
	struct setup s;
	int rc = message_get(q, &s, &m, e);

	if (rc == 0)
		rc = house_actor(q->run, s.db, &s.house, &who, e);
	if (rc != 0)
		return rc;
	if (to < 0)
		return done(q, ret, &s, &m, m.id,
			err_set(e, ERR_INVALID, "say what is to become of it: hold, release, cancel …"), e);
	return done(q, ret, &s, &m, m.id,
		outbox_step(&s, &who, m.id, (enum outbox_state)to, request_text(q, "reason"), &was, e), e);
}

int outbox_again_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *id = "";
	struct outbox_message m, was;
	struct setup s;
	int rc = message_get(q, &s, &m, e);

	if (rc != 0)
		return rc;
	rc = outbox_once_more(&s, m.id, request_text(q, "address"), &was, &id, e);
	return done(q, ret, &s, &m, id, rc, e);
}

/* ---- its files ---- */

int outbox_mail_file(struct request *q, struct answer *ret, struct err *e)
{
	struct outbox_message m;
	struct setup s, with_mail;
	struct buf b;
	int rc = message_get(q, &s, &m, e);

	if (rc == 0 && (m.channel != CHANNEL_EMAIL || !*m.text_sha256))
		rc = err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("This message has no such file.")));
	if (rc == 0)
		rc = setup_mail(q->run, NULL, &with_mail, e);
	if (rc != 0)
		return rc;
	buf_init(&b, q->a, MAIL_FILE_MAX);
	rc = worker_mail(s.db, &with_mail.config, with_mail.config.has_bounce ? &with_mail.verp : NULL, &m,
		m.sent_ms ? m.sent_ms : q->run->now_ms, &b, e);
	if (rc != 0)
		return rc;
	ret->type = "message/rfc822";
	ret->save_as = arena_printf(q->a, "%s.eml", m.id);
	ret->data = b.data;
	ret->len = b.len;
	return buf_check(&b, e);
}

int outbox_pdf_file(struct request *q, struct answer *ret, struct err *e)
{
	struct outbox_message m;
	struct file_bytes file;
	struct setup s;
	int rc = message_get(q, &s, &m, e);

	if (rc == 0 && !*m.pdf_sha256)
		rc = err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("This message has no such file.")));
	if (rc == 0)
		rc = store_file_get(s.db, q->a, m.pdf_sha256, &file, e);
	if (rc != 0)
		return rc;
	ret->type = "application/pdf";
	ret->save_as = arena_printf(q->a, "%s.pdf", *m.reference ? m.reference : m.id);
	ret->data = file.data;
	ret->len = file.len;
	return 0;
}
