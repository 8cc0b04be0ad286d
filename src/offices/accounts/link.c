/* Links that open something once, and the mails that bring them. */
#include <sodium.h>
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "post/outbox.h"
#include "web/secret.h"

int link_new(struct db *db, struct arena *a, const char *account, const char *purpose, int64_t now_ms,
	int64_t end_ms, const char **ret, struct err *e)
{
	const char *secret = secret_new(a);
	char token[65];

	secret_hash(secret, "link", token);
	int rc = link_add_run(db, &(struct link_add_in){token, account, purpose, now_ms, end_ms}, e);
	if (rc == 0)
		*ret = secret;
	return rc;
}

static int not_open(struct err *e)
{
	return err_set(
		e, ERR_NOTFOUND, "%s", T("This link was used already, or is too old. Ask for a new one."));
}

/* What is sealed under a link can be read with the link alone, which nobody keeps. */
static void link_key(const char *secret, unsigned char key[PASSWORD_KEY_BYTES])
{
	char hex[65];

	secret_hash(secret, "link pending", hex);
	if (sodium_hex2bin(key, PASSWORD_KEY_BYTES, hex, 64, NULL, NULL, NULL) != 0)
		abort(); /* it is hex */
}

/* Of two at once one was first: what is kept is read again, so that both are shown the same. */
int link_pend(
	struct db *db, struct arena *a, const char *secret, int64_t now_ms, struct link *l, struct err *e)
{
	unsigned char key[PASSWORD_KEY_BYTES];

	if (*l->pending)
		return 0;
	link_key(secret, key);
	int rc = link_pending_run(db, &(struct link_pending_in){l->token, seal(a, key, totp_new(a))}, e);
	return rc == 0 ? link_open(db, a, secret, now_ms, l, e) : rc;
}

int link_open(
	struct db *db, struct arena *a, const char *secret, int64_t now_ms, struct link *ret, struct err *e)
{
	struct link_get_row row;
	struct link l = {.purpose = ""};
	struct db_stmt *st = NULL;
	const char *account = "";

	if (!secret_is(secret))
		return not_open(e);
	secret_hash(secret, "link", l.token);
	int rc = link_get_start(db, &(struct link_get_in){l.token, now_ms}, &st, e);
	if (rc < 0)
		return rc;
	rc = link_get_step(st, &row, e);
	if (rc == DB_ROW) {
		account = arena_strdup(a, row.account);
		l.purpose = arena_strdup(a, row.purpose);
		l.pending = arena_strdup(a, row.pending);
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	if (rc == DB_ROW && *l.pending) {
		unsigned char key[PASSWORD_KEY_BYTES];

		link_key(secret, key);
		l.pending = unseal(a, key, l.pending);
		if (!l.pending)
			return err_set(e, ERR_BUG, "a link's secret cannot be read");
	}
	if (rc == DB_DONE || account_get(db, a, account, &l.account, e) < 0 || l.account.closed_ms)
		return not_open(e);
	*ret = l;
	return 0;
}

int link_send(struct run *r, struct db *db, const struct link_mail *m, bool *ret_sent, struct err *e)
{
	const char *code = *m->house ? m->house : r->house;
	struct outbox_message mail = outbox_blank;
	struct house h;
	char text[65];
	int rc;

	*ret_sent = false;
	if (!r->mail)
		return 0;
	rc = house_open(r, db, code, &h, e);
	if (rc == ERR_NOTFOUND || rc == ERR_USAGE || (rc == 0 && !*h.mail_from))
		return 0; /* nobody is there to send it: who invites hands the link over */
	if (rc == 0)
		rc = store_file_add(
			db, "text/plain; charset=utf-8", m->text, strlen(m->text), r->now_ms, text, e);
	if (rc < 0)
		return rc;
	mail.house = h.code;
	mail.name = m->to->name;
	mail.lang = m->to->lang;
	mail.address = m->to->mail;
	mail.from_name = label_in(&h.name, m->to->lang);
	mail.from_address = h.mail_from;
	mail.reply_to = h.mail_reply;
	mail.subject = m->subject;
	mail.text_sha256 = text;
	rc = outbox_add(db, &mail, 1, r->now_ms, e);
	*ret_sent = rc == 0;
	return rc;
}
