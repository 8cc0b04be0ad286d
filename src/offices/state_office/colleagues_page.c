/* Focal points of the same State: invite one, end the access of one. */
#include <string.h>

#include "office_html.h"
#include "offices/accounts/accounts.h"
#include "offices/state_office/seat.h"

#define DAY_MS INT64_C(86400000)

static int rows(struct request *q, struct seat *s, struct colleagues_view *v, struct err *e)
{
	struct colleague *all = NULL;
	int rc = colleagues(q->run, s->db, &q->as, &all, &v->rows, e);

	v->row = NEW_ARRAY(q->a, struct colleague_row, v->rows + 1);
	for (size_t i = 0; rc == 0 && i < v->rows; i++)
		v->row[i] = (struct colleague_row){all[i].account, all[i].name, all[i].mail,
			(day_t)(all[i].made_ms / DAY_MS), strcmp(all[i].account, q->who.account) == 0};
	return rc;
}

static int invited(struct request *q, struct seat *s, struct colleagues_view *v, struct err *e)
{
	const struct colleague_new c = {
		v->mail, v->name, q->view->words->tag, request_origin(q), q->who.account};
	const char *link = NULL;
	bool sent = false;
	int rc = accounts_pace(q, s->db, "invite", INVITES_MAX, e);

	if (rc == 0)
		rc = colleague_invite(q->run, s->db, &q->as, &c, &link, &sent, e);
	if (rc < 0)
		return rc;
	v->invited = arena_strdup(q->a, v->mail);
	v->link = sent ? NULL : link;
	v->mail = v->name = "";
	return 0;
}

int colleagues_page(struct request *q, struct answer *ret, struct err *e)
{
	struct colleagues_view v = {
		.mail = request_text(q, "mail"), .name = request_text(q, "name"), .most = COLLEAGUES_MAX};
	struct frame f;
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0 && q->method == METHOD_POST) {
		rc = invited(q, &s, &v, e);
		if (rc == ERR_INVALID || rc == ERR_CONFLICT || rc == ERR_LIMIT) {
			ret->status = rc == ERR_LIMIT ? 429 : 400;
			v.said = arena_strdup(q->a, e->text);
			rc = 0;
		}
	}
	if (rc == 0)
		rc = rows(q, &s, &v, e);
	if (rc < 0)
		return rc;
	door_frame(q->view, say(q->view, T("Colleagues")), &f);
	html_colleagues(&ret->b, q->view, &f, &v);
	return 0;
}

int colleague_end_page(struct request *q, struct answer *ret, struct err *e)
{
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0)
		rc = colleague_end(q->run, s.db, &q->as, request_text(q, "account"), q->who.account, e);
	if (rc == ERR_NOTFOUND || rc == ERR_CONFLICT)
		return err_set(e, rc, "%s", say(q->view, arena_strdup(q->a, e->text)));
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/office/colleagues"));
	return rc;
}
