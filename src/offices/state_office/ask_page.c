/* Ask the support unit. */
#include "office_html.h"
#include "offices/accounts/accounts.h"
#include "offices/state_office/seat.h"

static int send(struct request *q, struct seat *s, struct ask_view *a, struct err *e)
{
	int rc = line_check(q, say(q->view, T("Subject")), a->subject, e);

	if (rc < 0)
		a->wrong = "subject";
	if (rc == 0) {
		rc = text_long_check(q, say(q->view, T("Your question")), a->text, e);
		a->wrong = rc < 0 ? "text" : NULL;
	}
	if (rc == 0)
		rc = accounts_pace(q, s->db, "ask", ASKS_MAX, e);
	return rc < 0 ? rc : seat_tell(q, s, &(struct word_to_house){a->subject, a->text}, e);
}

int ask_page(struct request *q, struct answer *ret, struct err *e)
{
	struct ask_view a = {.subject = request_text(q, "subject"), .text = request_text(q, "text")};
	struct frame f;
	struct seat s;
	int rc = seat_open_housed(q, &s, e);

	if (rc == 0 && q->method == METHOD_POST) {
		rc = send(q, &s, &a, e);
		if (rc == 0)
			answer_see_other(q, ret, view_chosen(q->view, "/office", "said", "asked"));
		if (rc != ERR_INVALID && rc != ERR_LIMIT)
			return rc;
		ret->status = rc == ERR_LIMIT ? 429 : 400;
		a.said = arena_strdup(q->a, e->text);
	} else if (rc < 0) {
		return rc;
	}
	door_frame(q->view, say(q->view, T("Ask the support unit")), &f);
	html_ask(&ret->b, q->view, &f, &a);
	return 0;
}
