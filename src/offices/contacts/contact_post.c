#include "offices/contacts/contact_post.h"

#include "post/outbox.h"
#include "store/store.h"
#include "web/say.h"

int contact_mails(struct arena *a, struct db *db, const char *house, const char *contact, size_t most,
	struct contact_mail **ret, size_t *ret_n, struct err *e)
{
	struct outbox_message *m = NULL;
	size_t n = 0;
	int rc = outbox_list(
		db, a, &(struct outbox_query){.house = house, .contact = contact, .most = most}, &m, &n, e);

	if (rc < 0)
		return rc;
	*ret = NEW_ARRAY(a, struct contact_mail, n + 1);
	*ret_n = n;
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct contact_mail){m[i].id, m[i].reference, m[i].subject, m[i].address,
			outbox_state_names[m[i].state], m[i].detail, m[i].sent_ms, m[i].answered_ms,
			m[i].state == OUTBOX_RETURNED || m[i].state == OUTBOX_FAILED};
	return 0;
}

int contact_question_send(
	struct run *r, struct db *db, const struct house *h, const struct contact_question *q, struct err *e)
{
	const struct words *w = words_named(q->lang);
	const char *house = label_in(&h->name, w->tag);
	const char *text = arena_printf(r->arena, "%s\n\n%s\n%s\n\n%s\n",
		say_in(w,
			T("This is how we have your office on file. Please answer this message: "
			  "say that all of it "
			  "is right, or what is not.")),
		q->what, say_in(w, T("Nothing changes until you answer.")), house);
	struct outbox_message m = outbox_blank;
	char sha256[65];

	if (!*h->mail_from)
		return err_set(e, ERR_INVALID,
			"house %s has no address to write from; enter mail.from in its house.yaml", h->code);
	int rc = store_file_add(db, "text/plain; charset=utf-8", text, strlen(text), r->now_ms, sha256, e);
	if (rc < 0)
		return rc;
	m.house = h->code;
	m.contact = q->contact;
	m.iso3 = q->iso3;
	m.name = q->name;
	m.lang = w->tag;
	m.address = q->address;
	m.from_name = house;
	m.from_address = h->mail_from;
	m.reply_to = h->mail_reply;
	m.subject = say_in(w, T("Is this how your office is to be written to?"));
	m.text_sha256 = sha256;
	return outbox_add(db, &m, 1, r->now_ms, e);
}
