/* The page behind List-Unsubscribe (RFC 8058): one button for a person, one POST for a mail program. Its
 * address is the secret; of the recipient nothing is shown, and a wrong address says no more than that it is
 * none. */
#include <string.h>

#include "offices/outbox/outbox_pages.h"
#include "outbox_html.h"

#define EVENT "unsubscribed"

static int not_ours(struct request *q, struct err *e)
{
	return err_set(e, ERR_NOTFOUND, "%s",
		say(q->view,
			T("This link is none of ours. Take it whole from the letter, or answer the "
			  "letter.")));
}

/* u+ID-MAC: the message that it names, with the house whose it is. */
static int message_of(struct request *q, struct setup *s, struct outbox_message *ret, struct err *e)
{
	const char *token = q->open[0], *house = "";
	char id[OUTBOX_ID_MAX];
	struct err why;
	int rc = run_db(q->run, &s->db, e);

	if (rc != 0)
		return rc;
	if (strlen(token) < OUTBOX_ID_MAX || token[0] != VERP_UNSUBSCRIBE || token[1] != '+')
		return not_ours(q, e);
	rc = outbox_house_of(
		s->db, q->a, arena_printf(q->a, "m-%.*s", OUTBOX_ID_MAX - 3, token + 2), &house, &why);
	if (rc != 0)
		return rc == ERR_NOTFOUND ? not_ours(q, e) : err_set(e, ERR_BUG, "%s", why.text);
	q->run->house = house;
	rc = setup_mail(q->run, NULL, s, e);
	if (rc != 0)
		return rc;
	if (!s->config.has_bounce || verp_read(&s->verp, VERP_UNSUBSCRIBE, token, id) != VERP_GOOD)
		return not_ours(q, e);
	return outbox_get(s->db, q->a, house, id, ret, e);
}

static bool noted(const struct outbox_event *event, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(event[i].what, EVENT) == 0)
			return true;
	return false;
}

/* The address goes to the stop list, as by contact stop and by a mail to the other address of the header;
 * used again it changes nothing. Who was forgotten meanwhile has no address here any more. */
static int unsubscribe(struct request *q, struct setup *s, const struct outbox_message *m, struct err *e)
{
	struct outbox_event *event = NULL;
	size_t n = 0;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, s->db, e);

	if (rc == 0)
		rc = outbox_events(s->db, q->a, m->house, m->id, &event, &n, e);
	if (rc == 0 && *m->address)
		rc = setup_unsubscribed(s, m, e);
	if (rc == 0 && !noted(event, n))
		rc = outbox_note(s->db, m, EVENT, "by the link in the letter", q->run->now_ms, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int unsubscribe_page(struct request *q, struct answer *ret, struct err *e)
{
	struct outbox_message m = {.address = ""};
	struct setup s = {.r = q->run};
	struct frame f;
	bool posted = q->method == METHOD_POST;
	int rc = message_of(q, &s, &m, e);

	if (rc == 0 && posted && strcmp(request_text(q, "List-Unsubscribe"), "One-Click") != 0)
		rc = err_set(e, ERR_INVALID, "%s",
			say(q->view, T("Nothing was changed. Open the link, and press its button.")));
	if (rc == 0 && posted)
		rc = unsubscribe(q, &s, &m, e);
	if (rc != 0)
		return rc;
	door_frame(
		q->view, say(q->view, posted ? T("No more letters") : T("Do you want no more letters?")), &f);
	html_unsubscribe(&ret->b, q->view, &f, q->open[0], posted);
	return 0; /* and no redirect: mail programs do not follow one with a POST */
}
