/* /desk/incoming: the register of what came in; one letter, which State wrote, what it answers, its scan. */
#include <string.h>

#include "offices/outbox/outbox_pages.h"
#include "outbox_html.h"
#include "store/store.h"

#define DAY_MS INT64_C(86400000)
#define COUNT(table) (sizeof(table) / sizeof *(table))

enum {
	L_SUBJECT,
	L_ON,
	L_CAME,
	L_STATE,
	L_FROM,
	L_BY,
	L_REFERENCE,
	L_ANSWERS,
	L_ID,
	L_NOTE,
	L_VERB,
	L_COLUMNS
};
static const struct list_column columns[L_COLUMNS] = {
	[L_SUBJECT] = {"subject", T("About"), COLUMN_HEAD},
	[L_ON] = {"on", T("Of"), COLUMN_LABELLED},
	[L_CAME] = {"came", T("Came in"), COLUMN_LABELLED},
	[L_STATE] = {"state", T("State"), COLUMN_LABELLED},
	[L_FROM] = {"from", T("From"), COLUMN_LABELLED},
	[L_BY] = {"way", T("By"), COLUMN_LABELLED},
	[L_REFERENCE] = {"reference", T("Its reference"), COLUMN_LABELLED},
	[L_ANSWERS] = {"answers", T("Answers"), COLUMN_LABELLED},
	[L_ID] = {"id", T("Id"), COLUMN_FILE},
	[L_NOTE] = {"note", T("Note"), COLUMN_FILE},
	[L_VERB] = {"verb", T("To do"), COLUMN_VERB},
};

static uint32_t state_of(const struct view *v, const char *iso3)
{
	uint32_t state = *iso3 ? journal_word(v->reg->journal, iso3) : 0;

	return state && reg_state_known(v->reg, state) ? state : 0;
}

static day_t on_day(const char *text)
{
	day_t day = DAY_NONE_HIGH;

	return day_parse(text, strlen(text), &day, NULL) == 0 ? day : DAY_NONE_HIGH;
}

/* Somebody wrote it, until the person is forgotten. */
static const char *from_of(const struct view *v, const struct incoming_letter *l)
{
	return *l->from_name ? l->from_name : *l->from_address ? l->from_address : say(v, T("forgotten"));
}

static void row_of(struct request *q, struct list *list, const struct incoming_letter *l)
{
	const struct view *v = q->view;
	uint32_t state = state_of(v, l->iso3);
	struct url to = view_link_to(v, "/desk/incoming/", l->id);
	struct cell *row = list_row(list);

	row[L_SUBJECT] = cell_link(cell_text(*l->subject ? l->subject : l->id), to);
	row[L_ON] = cell_day(v, on_day(l->on_day));
	row[L_CAME] = cell_day(v, (day_t)(l->came_ms / DAY_MS));
	row[L_STATE] =
		state ? cell_named(view_state(v, state), view_state_filed(v, state)) : cell_code(l->iso3);
	row[L_FROM] = cell_text(from_of(v, l));
	row[L_BY] = cell_named(outbox_channel_words(v, l->way), channel_names[l->way]);
	row[L_REFERENCE] = cell_code(l->reference);
	row[L_ANSWERS] = cell_code(l->answers);
	row[L_ID] = cell_code(l->id);
	row[L_NOTE] = cell_text(l->note);
	if (!*l->iso3 && request_writes(q))
		row[L_VERB] = cell_link(cell_text(say(v, T("Say which State"))), to);
	else if (!*l->answers && request_writes(q))
		row[L_VERB] = cell_link(cell_text(say(v, T("Say what it answers"))), to);
}

int incoming_rows(struct request *q, struct list *l, struct err *e)
{
	const struct view *v = q->view;
	struct incoming_letter *all = NULL;
	struct setup s;
	size_t n = 0;
	int rc = outbox_page_open(q, &s, e);

	if (rc != 0)
		return rc;
	l->title = say(v, T("Came in"));
	list_columns(l, columns, L_COLUMNS);
	uint32_t state = list_state(l, "state");
	struct list_choice *open = NEW_ARRAY(q->a, struct list_choice, 2);
	open[0] = (struct list_choice){"no-state", say(v, T("of no State yet"))};
	open[1] = (struct list_choice){"no-answer", say(v, T("answers nothing of ours"))};
	int chosen = list_choose(l, "open", say(v, T("Which is or has")), open, 2);
	l->empty = list_filtered(l)
		? say(v, T("No letter fits what was chosen."))
		: say(v,
			  T("Nothing has come in. Letters and mails stand here once they are "
			    "recorded or read from the mailbox."));
	if (l->wrong)
		return 0;
	rc = incoming_list(s.db, q->a, s.house.code, state ? view_iso3(v, state) : "", "", &all, &n, e);
	for (size_t i = n; rc == 0 && i-- > 0;)
		if (chosen < 0 || (chosen == 0 ? !*all[i].iso3 : !*all[i].answers))
			row_of(q, l, &all[i]);
	if (request_has_role(q, ROLE_DRAFTER))
		list_act(l, view_link(v, "/desk/incoming/new"), say(v, T("Enter a letter")));
	list_act(l, view_link(v, "/desk/outbox"), say(v, T("Outbox")));
	return rc;
}

/* ---- one ---- */

static int letter_get(struct request *q, struct setup *s, struct incoming_letter *ret, struct err *e)
{
	struct err why = {0};
	int rc = outbox_page_open(q, s, e);

	*ret = (struct incoming_letter){.id = ""};
	if (rc != 0)
		return rc;
	rc = incoming_get(s->db, q->a, s->house.code, q->open[0], ret, &why);
	if (rc == ERR_NOTFOUND)
		return err_set(
			e, ERR_NOTFOUND, "%s", say(q->view, T("No such letter came in to the house.")));
	if (rc != 0)
		*e = why;
	return rc;
}

static int show(struct request *q, struct answer *ret, struct setup *s, const struct incoming_letter *l,
	const char *said, struct err *e)
{
	const struct view *v = q->view;
	uint32_t state = state_of(v, l->iso3);
	struct incoming_view i = {.l = l,
		.from = from_of(v, l),
		.way = outbox_channel_words(v, l->way),
		.state = state ? view_state(v, state) : l->iso3,
		.by = l->by,
		.said = said,
		.state_to = {state ? view_link_to(v, "/states/", l->iso3).text : NULL},
		.answers = {*l->message ? view_link_to(v, "/desk/outbox/", l->message).text : NULL},
		.on = on_day(l->on_day),
		.came = (day_t)(l->came_ms / DAY_MS),
		.writes = request_has_role(q, ROLE_DRAFTER)};
	struct person who;
	struct err none;
	struct frame f;

	(void)e;
	if (*l->by && person_get(q->a, s->db, &s->house, l->by, &who, &none) == 0)
		i.by = who.name;
	door_frame(q->view, *l->subject ? l->subject : l->id, &f);
	html_incoming_letter(&ret->b, v, &f, &i);
	return 0;
}

int incoming_page(struct request *q, struct answer *ret, struct err *e)
{
	struct incoming_letter l;
	struct setup s;
	int rc = letter_get(q, &s, &l, e);

	return rc != 0 ? rc : show(q, ret, &s, &l, NULL, e);
}

static int done(struct request *q, struct answer *ret, struct setup *s, const struct incoming_letter *l,
	int rc, struct err *e)
{
	if (rc == 0) {
		answer_see_other(q, ret, view_link_to(q->view, "/desk/incoming/", l->id));
		return 0;
	}
	if (rc != ERR_INVALID && rc != ERR_USAGE && rc != ERR_CONFLICT && rc != ERR_NOTFOUND)
		return rc;
	ret->status = rc == ERR_CONFLICT ? 409 : 400;
	return show(q, ret, s, l, arena_strdup(q->a, e->text), e);
}

int incoming_answer_page(struct request *q, struct answer *ret, struct err *e)
{
	struct incoming_letter l;
	struct setup s;
	int rc = letter_get(q, &s, &l, e);

	if (rc != 0)
		return rc;
	return done(q, ret, &s, &l, incoming_answers_ours(&s, l.id, request_text(q, "reference"), e), e);
}

int incoming_state_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *given = request_text(q, "state");
	uint32_t state = *given ? state_given(q->view, given) : 0;
	struct incoming_letter l;
	struct setup s;
	int rc = letter_get(q, &s, &l, e);

	if (rc != 0)
		return rc;
	if (*given && !state)
		return done(q, ret, &s, &l, err_set(e, ERR_INVALID, "%s", state_wrong(q->view, given)), e);
	return done(
		q, ret, &s, &l, incoming_of_state(&s, l.id, state ? view_iso3(q->view, state) : "", e), e);
}

/* The file of a form, where one was chosen. */
static const struct incoming_scan *scan_sent(const struct request *q, struct incoming_scan *ret)
{
	const struct upload *u = request_upload(q, "file");

	if (!u)
		return NULL;
	*ret = (struct incoming_scan){*u->name ? u->name : "file", u->data, u->len};
	return ret;
}

int incoming_attach_page(struct request *q, struct answer *ret, struct err *e)
{
	struct incoming_letter l;
	struct incoming_scan file;
	struct setup s;
	int rc = letter_get(q, &s, &l, e);

	if (rc != 0)
		return rc;
	if (!scan_sent(q, &file))
		return done(q, ret, &s, &l, err_set(e, ERR_INVALID, "choose the file: PDF, or an image"), e);
	return done(q, ret, &s, &l, incoming_scanned(&s, l.id, &file, e), e);
}

int incoming_file(struct request *q, struct answer *ret, struct err *e)
{
	struct incoming_letter l;
	struct file_bytes file = {.media = ""};
	struct setup s;
	int rc = letter_get(q, &s, &l, e);

	if (rc == 0 && !*l.file_sha256)
		rc = err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("This letter has no file yet.")));
	if (rc == 0)
		rc = store_file_get(s.db, q->a, l.file_sha256, &file, e);
	if (rc != 0)
		return rc;
	bool pdf = strcmp(file.media, "application/pdf") == 0;
	ret->type = pdf || strncmp(file.media, "image/", 6) == 0 ? file.media : "application/octet-stream";
	ret->save_as = arena_printf(q->a, "%s%s", l.id, pdf ? ".pdf" : l.way == CHANNEL_EMAIL ? ".eml" : "");
	ret->data = file.data;
	ret->len = file.len;
	return 0;
}

/* ---- a new one ---- */

static int form_show(struct request *q, struct answer *ret, const char *said)
{
	struct list_choice *way = NEW_ARRAY(q->a, struct list_choice, CHANNEL_COUNT);
	struct incoming_form i = {said, request_text(q, "from"), request_text(q, "on"),
		request_text(q, "state"), request_text(q, "subject"), request_text(q, "reference"),
		request_text(q, "answers"), request_text(q, "note"), request_text(q, "way"), CHANNEL_COUNT,
		way};
	struct frame f;

	for (int k = 0; k < CHANNEL_COUNT; k++)
		way[k] = (struct list_choice){
			channel_names[k], outbox_channel_words(q->view, (enum channel)k)};
	if (!*i.way)
		i.way = channel_names[CHANNEL_POST];
	if (!*i.on && q->method == METHOD_GET)
		i.on = view_iso(q->view, q->run->today);
	door_frame(q->view, say(q->view, T("Enter a letter")), &f);
	html_incoming_form(&ret->b, q->view, &f, &i);
	return 0;
}

static int enter(struct request *q, struct setup *s, const char **ret_id, struct err *e)
{
	const char *state = request_text(q, "state"), *answers = request_text(q, "answers");
	uint32_t of = *state ? state_given(q->view, state) : 0;
	int way = word_index(channel_names, request_text(q, "way"));
	struct incoming_letter l = {.way = way >= 0 ? (enum channel)way : CHANNEL_POST,
		.on_day = request_text(q, "on"),
		.came_ms = q->run->now_ms,
		.from_name = request_text(q, "from"),
		.from_address = "",
		.iso3 = of ? view_iso3(q->view, of) : "",
		.subject = request_text(q, "subject"),
		.reference = request_text(q, "reference"),
		.note = request_text(q, "note")};
	struct incoming_scan file;
	struct person who;

	if (*state && !of)
		return err_set(e, ERR_INVALID, "%s", state_wrong(q->view, state));
	int rc = house_actor(q->run, s->db, &s->house, &who, e);
	if (rc != 0)
		return rc;
	return incoming_enter(s, &who, &l, *answers ? answers : NULL, scan_sent(q, &file), ret_id, e);
}

int incoming_new_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *id = "";
	struct setup s;
	int rc = outbox_page_open(q, &s, e);

	if (rc != 0)
		return rc;
	if (q->method == METHOD_GET)
		return form_show(q, ret, NULL);
	rc = enter(q, &s, &id, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link_to(q->view, "/desk/incoming/", id));
	if (rc != ERR_INVALID && rc != ERR_USAGE && rc != ERR_CONFLICT && rc != ERR_NOTFOUND)
		return rc;
	ret->status = 400;
	return form_show(q, ret, arena_strdup(q->a, e->text));
}
