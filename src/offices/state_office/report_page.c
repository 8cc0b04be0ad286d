/* Handing in a report, and what became of it. */
#include <string.h>

#include "office_html.h"
#include "offices/accounts/accounts.h"
#include "offices/state_office/hand_in.h"
#include "offices/state_office/seat.h"
#include "offices/status/status.h"

#define CHOICES_MAX 60u
#define OTHER "other"
#define DAY_MS INT64_C(86400000)

/* ---- the form ---- */

static const char *choice_value(struct arena *a, const struct owed *o)
{
	return arena_printf(a, "%s:%d", o->duty->rule->id, o->duty->period);
}

/* Reports that the treaty demands of the State: what is open comes first. */
static void choices(struct request *q, const struct seat *s, struct report_form *f)
{
	const struct view *v = q->view;
	struct owed *all;
	size_t n = owed_of(v, s->state, &all);

	f->choice = NEW_ARRAY(v->a, struct report_choice, CHOICES_MAX + 1);
	for (size_t i = 0; i < n && f->choices < CHOICES_MAX; i++)
		if (owed_is_report(&all[i]))
			f->choice[f->choices++] = (struct report_choice){choice_value(v->a, &all[i]),
				arena_printf(v->a, "%s (%s)", all[i].label, all[i].words), all[i].duty->rule,
				all[i].duty->period};
	f->choice[f->choices++] = (struct report_choice){OTHER, say(v, T("Another report")), NULL, 0};
	if (!*f->chosen)
		f->chosen = f->choice[0].value;
}

static const char *where_due(struct request *q, const struct seat *s)
{
	const struct pack *p = q->view->reg->pack;
	const struct fill fill[] = {{"to", label_in(&p->reports_to, q->view->words->tag)},
		{"address", p->reports_mail ? p->reports_mail : ""}, {0}};

	if (!p->reports_mail)
		return say(q->view,
			T("This register does not know where reports are due, so it forwards none. "
			  "The support unit takes yours in."));
	if (!*s->house.mail_from)
		return say_fill(q->a,
			say(q->view,
				T("Reports are due at the {to}, {address}. The support unit takes yours in "
				  "and forwards none: send it there yourself too.")),
			fill);
	return say_fill(q->a,
		say(q->view,
			T("Your report is forwarded to the {to}, {address}, since that is where it is due. "
			  "It is submitted when it is there.")),
		fill);
}

static int take(
	struct request *q, struct seat *s, struct report_form *f, struct report_file *ret, struct err *e)
{
	const struct upload *u = request_upload(q, "file");
	const struct report_choice *chosen = NULL;
	struct hand_in in = {.house = &s->house,
		.reg = q->view->reg,
		.state = s->state,
		.iso3 = s->iso3,
		.by = q->who.account,
		.mail = q->who.mail,
		.words = q->view->words,
		.forms = q->view->forms};

	for (size_t i = 0; i < f->choices && !chosen; i++)
		if (strcmp(f->choice[i].value, f->chosen) == 0)
			chosen = &f->choice[i];
	f->wrong = chosen ? "file" : "report";
	if (!chosen)
		return err_set(e, ERR_INVALID, "%s", T("Choose one of the reports of the list."));
	if (!u)
		return err_set(e, ERR_INVALID, "%s", T("Choose the file of the report."));
	in.rule = chosen->rule;
	in.year = chosen->year;
	in.name = u->name;
	in.data = u->data;
	in.len = u->len;
	int rc = accounts_pace(q, s->db, "report", REPORTS_MAX, e);
	return rc < 0 ? rc : hand_in(q->run, s->db, &in, ret, e);
}

int report_form_page(struct request *q, struct answer *ret, struct err *e)
{
	struct report_form f = {.chosen = request_text(q, "report")};
	struct report_file file = {.reference = ""};
	struct frame frame;
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc < 0)
		return rc;
	choices(q, &s, &f);
	f.where = where_due(q, &s);
	if (q->method == METHOD_POST) {
		rc = take(q, &s, &f, &file, e);
		if (rc == 0)
			answer_see_other(q, ret, view_link_to(q->view, "/office/reports/", file.reference));
		if (rc != ERR_INVALID && rc != ERR_LIMIT)
			return rc;
		ret->status = rc == ERR_INVALID ? 400 : 413;
		f.said = arena_strdup(q->a, e->text);
	}
	door_frame(q->view, say(q->view, T("Hand in a report")), &frame);
	html_report_form(&ret->b, q->view, &frame, &f);
	return 0;
}

/* ---- what became of it ---- */

const char *forwarding_words(struct request *q, const struct report_file *f, const struct forwarding *w)
{
	static const char *const words[FORWARD_COUNT] = {
		[FORWARD_NONE] = T("Not forwarded: send the report to where it is due yourself."),
		[FORWARD_WAITS] = T("On its way to {address}: not yet submitted."),
		[FORWARD_SENT] =
			T("Sent to {address} on {day}. It is submitted when it is there; that is not yet "
			  "known."),
		[FORWARD_THERE] = T("At {address} since {day}: submitted."),
		[FORWARD_FAILED] =
			T("It did not arrive at {address}: not submitted. Send it there yourself, or ask "
			  "the support unit."),
	};

	return say_fill(q->a, say(q->view, words[w->how]),
		(const struct fill[]){{"address", f->address},
			{"day", view_day(q->view, (day_t)(w->at_ms / DAY_MS))}, {0}});
}

const char *forwarding_mark(const struct forwarding *w)
{
	static const char *const marks[FORWARD_COUNT] = {[FORWARD_NONE] = "o-unknown",
		[FORWARD_WAITS] = "o-due",
		[FORWARD_SENT] = "o-metunk",
		[FORWARD_THERE] = "o-met",
		[FORWARD_FAILED] = "o-late"};

	return marks[w->how];
}

static int open_one(struct request *q, struct seat *s, struct report_file *ret, struct err *e)
{
	int rc = seat_open_housed(q, s, e);

	if (rc == 0)
		rc = report_file_get(
			q->run, s->db, &s->house, q->view->reg->pack->code, s->iso3, q->open[0], ret, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, rc, "%s", say(q->view, T("Your State handed in no such report here.")));
	return rc;
}

int report_page(struct request *q, struct answer *ret, struct err *e)
{
	struct report_file f = {.reference = ""};
	struct forwarding w = {FORWARD_NONE, 0};
	struct report_view v = {.file = &f};
	struct frame frame;
	struct seat s;
	int rc = open_one(q, &s, &f, e);

	if (rc == 0)
		rc = report_forwarding(q->run, s.db, &s.house, &f, &w, e);
	if (rc != 0)
		return rc;
	v.label = report_label(
		q->a, q->view->words, *f.report ? pack_rule(q->view->reg->pack, f.report) : NULL, f.year);
	v.words = forwarding_words(q, &f, &w);
	v.mark = forwarding_mark(&w);
	v.day = (day_t)(f.came_ms / DAY_MS);
	v.minute = arena_printf(q->a, "%02d:%02d UTC", (int)(f.came_ms % DAY_MS / 3600000),
		(int)(f.came_ms % 3600000 / 60000));
	v.bytes = view_number(q->view, arena_printf(q->a, "%lld", (long long)f.bytes));
	v.own = view_link_to(q->view, "/office/reports/", f.reference);
	door_frame(q->view,
		say_fill(q->a, say(q->view, T("Receipt {reference}")),
			(const struct fill[]){{"reference", f.reference}, {0}}),
		&frame);
	html_report(&ret->b, q->view, &frame, &v);
	return 0;
}

static int send_file(struct request *q, struct answer *ret, bool receipt, struct err *e)
{
	struct report_file f = {.reference = ""};
	struct file_bytes bytes = {.media = ""};
	struct seat s;
	int rc = open_one(q, &s, &f, e);

	if (rc == 0)
		rc = store_file_get(s.db, q->a, receipt ? f.receipt : f.sha256, &bytes, e);
	if (rc < 0)
		return rc;
	ret->type = bytes.media;
	ret->data = bytes.data;
	ret->len = bytes.len;
	ret->save_as =
		receipt ? arena_printf(q->a, "%s-receipt.pdf", f.reference) : report_file_name(q->a, &f);
	return 0;
}

int report_file_page(struct request *q, struct answer *ret, struct err *e)
{
	return send_file(q, ret, false, e);
}

int report_receipt_page(struct request *q, struct answer *ret, struct err *e)
{
	return send_file(q, ret, true, e);
}
