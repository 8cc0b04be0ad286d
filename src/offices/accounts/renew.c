/* A new password, a new code generator, new recovery codes: by who knows the password and has a code. */
#include <sodium.h>
#include <string.h>

#include "accounts_html.h"
#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "web/door.h"

/* What the form asks for; "" keeps what there is. */
struct wish {
	const char *password, *kept; /* kept: as it will be */
	unsigned char key[PASSWORD_KEY_BYTES];
	const char *secret; /* of the new generator */
	int64_t step;       /* of its code: it is taken */
};

/* The secret that the form shows: its own again, after a mistake. */
static const char *shown_key(struct request *q)
{
	const char *given = request_text(q, "key");

	return totp_is(given) ? given : totp_new(q->a);
}

static int renew_form(struct request *q, struct answer *ret, const char *said)
{
	struct renew_view r = {.said = said, .mail = q->who.mail, .key = shown_key(q)};
	struct frame f;

	r.qr = qr_path(q->a, totp_address(q->a, r.key, q->view->reg->pack->code, q->who.mail), &r.qr_size);
	r.qr_size += QR_MARGIN;
	door_frame(q->view, say(q->view, T("Renew what you sign in with")), &f);
	html_renew(&ret->b, q->view, &f, &r);
	return 0;
}

static int wish_read(struct request *q, struct wish *w, struct err *e)
{
	const char *code = request_text(q, "new-code");
	int rc = 0;

	*w = (struct wish){.password = request_text(q, "new"), .kept = "", .secret = "", .step = -1};
	if (*w->password || *request_text(q, "again"))
		rc = password_check(w->password, request_text(q, "again"), e);
	if (rc == 0 && *code) {
		w->secret = request_text(q, "key");
		w->step = totp_step(w->secret, code, q->run->now_ms);
		if (w->step < 0)
			return err_set(e, ERR_INVALID, "%s",
				T("This is not the code that the generator shows now. "
				  "Is the clock of the device right?"));
	}
	if (rc == 0 && *w->password)
		w->kept = password_keep(q->a, w->password, w->key); /* takes its time: before others wait */
	return rc;
}

/* The generator's secret, new or not, under the password, new or not. */
static int generator_set(
	struct request *q, struct db *db, const struct wish *w, const struct proved *p, struct err *e)
{
	const unsigned char *key = *w->password ? w->key : p->key;
	const char *sealed, *secret;
	int rc;

	if (*w->secret) {
		rc = credential_set_run(db,
			&(struct credential_set_in){
				p->account.id, "totp", 0, seal(q->a, key, w->secret), q->run->now_ms},
			e);
		return rc == 0 ? totp_take(db, p->account.id, w->step, e) : rc;
	}
	if (!*w->password)
		return 0;
	rc = credential_of(db, q->a, p->account.id, "totp", &sealed, e);
	if (rc < 0)
		return rc;
	secret = unseal(q->a, p->key, sealed);
	if (!secret)
		return err_set(e, ERR_BUG, "the secret of a code generator cannot be read");
	return credential_reseal_run(
		db, &(struct credential_reseal_in){p->account.id, seal(q->a, key, secret)}, e);
}

static int renew(struct request *q, struct db *db, const struct wish *w, const char **ret_code,
	const char **ret_secret, struct err *e)
{
	const char *id = q->who.account;
	struct proved p;
	AUTO_TX tx = {0};
	int rc = proof_take(q, db,
		&(struct proof){q->who.mail, request_text(q, "password"), request_text(q, "code")}, &tx, &p,
		e);

	if (rc == 0)
		rc = generator_set(q, db, w, &p, e);
	if (rc >= 0 && *w->password)
		rc = credential_set_run(
			db, &(struct credential_set_in){id, "password", 0, w->kept, q->run->now_ms}, e);
	if (rc >= 0)
		rc = recovery_set(db, q->a, id, q->run->now_ms, ret_code, e);
	if (rc == 0)
		rc = session_end_all_run(db, &(struct session_end_all_in){id}, e);
	if (rc == 0)
		rc = account_note(db, id, "renewed",
			arena_printf(q->a, "%s%srecovery codes", *w->password ? "password, " : "",
				*w->secret ? "generator, " : ""),
			id, q->run->now_ms, e);
	if (rc == 0)
		rc = session_new(q, db, &p.account, p.way, ret_secret, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

static int renewed(struct request *q, struct db *db, struct answer *ret, struct err *e)
{
	const char *code[CODES] = {NULL}, *secret = NULL;
	struct codes_view c = {CODES, code, "/account"};
	struct wish w;
	struct frame f;
	int rc = wish_read(q, &w, e);

	if (rc == ERR_INVALID) {
		ret->status = 400;
		return renew_form(q, ret, e->text);
	}
	if (rc == 0)
		rc = renew(q, db, &w, code, &secret, e);
	if (rc == ERR_INVALID || rc == ERR_LIMIT) {
		ret->status = rc == ERR_LIMIT ? 429 : 400;
		return renew_form(q, ret, e->text);
	}
	if (rc < 0)
		return rc;
	answer_cookie(q, ret, "session", secret, 0);
	door_frame(q->view, say(q->view, T("Your recovery codes")), &f);
	html_codes(&ret->b, q->view, &f, &c);
	return 0;
}

int renew_page(struct request *q, struct answer *ret, struct err *e)
{
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0 && q->method == METHOD_POST)
		return renewed(q, db, ret, e);
	return rc == 0 ? renew_form(q, ret, NULL) : rc;
}
