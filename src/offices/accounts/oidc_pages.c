/* Signing in by another service: there, and back. It makes no account: who comes back has one, by invitation.
 */
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "offices/accounts/oidc.h"
#include "web/secret.h"

static const char *back_to_us(struct request *q)
{
	return arena_printf(q->a, "%s/account/oidc/back", request_origin(q));
}

static int none_here(struct request *q, struct err *e)
{
	return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("No other service signs in here.")));
}

/* What went wrong there is for who runs this; the reader is told what to do. */
static int cannot(struct request *q, struct answer *ret, const struct err *e)
{
	fprintf(q->run->err, "paraph: sign-in by another service: %s\n", e->text);
	return sign_in_again(q, ret, 502,
		T("The other service does not answer as it should. Try again later, or sign in otherwise."));
}

int oidc_page(struct request *q, struct answer *ret, struct err *e)
{
	struct oidc_way w = {secret_new(q->a), back_to_us(q)};
	const char *state = NULL, *to = NULL;
	struct db *db = NULL;
	int rc = oidc_on(q->run) ? run_db(q->run, &db, e) : none_here(q, e);

	if (rc == 0)
		rc = challenge_new(q, db, &(struct challenge){"oidc", "", w.secret}, &state, e);
	if (rc == 0)
		rc = oidc_begin(q->run, &w, state, &to, e);
	if (rc == ERR_LIMIT)
		return sign_in_again(q, ret, 429, e->text);
	if (rc == ERR_IO || rc == ERR_INVALID)
		return cannot(q, ret, e);
	if (rc < 0)
		return rc;
	answer_cookie(q, ret, "oidc", w.secret, CHALLENGE_MINUTES * 60);
	ret->status = 302;
	ret->see_other = to;
	return 0;
}

/* ---- whose account it is ---- */

static int bound(struct request *q, struct db *db, const char *subject, const char **ret, struct err *e)
{
	struct identity_get_row row;
	struct db_stmt *st = NULL;
	int rc = identity_get_start(db, &(struct identity_get_in){q->run->oidc_issuer, subject}, &st, e);

	*ret = "";
	if (rc < 0)
		return rc;
	rc = identity_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = arena_strdup(q->a, row.account);
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static int nobody(struct err *e)
{
	return err_set(e, ERR_NOTFOUND, "%s",
		T("No account is kept for you here. "
		  "Ask who keeps the accounts of this register to invite you."));
}

/* Of one service an account has one person: who has the address after them is not let in by it. */
static int bind(
	struct request *q, struct db *db, const struct account *acc, const char *subject, struct err *e)
{
	struct identity_add_row row;
	struct db_stmt *st = NULL;
	int rc = identity_add_start(
		db, &(struct identity_add_in){q->run->oidc_issuer, subject, acc->id, q->run->now_ms}, &st, e);

	if (rc < 0)
		return rc;
	rc = identity_add_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return nobody(e);
	return rc < 0 ? rc
		      : account_note(db, acc->id, "bound", q->run->oidc_issuer, acc->id, q->run->now_ms, e);
}

static int account_of(
	struct request *q, struct db *db, const struct oidc_person *p, struct account *ret, struct err *e)
{
	const char *id = "", *mail = NULL;
	int rc = bound(q, db, p->subject, &id, e);

	if (rc == 0 && *id) {
		rc = account_get(db, q->a, id, ret, e);
		return rc == 0 && ret->closed_ms ? nobody(e) : rc;
	}
	if (rc == 0)
		rc = *p->mail && mail_read(q->a, p->mail, &mail, e) == 0 ? account_by(db, q->a, mail, ret, e)
									 : nobody(e);
	if (rc == ERR_NOTFOUND)
		return nobody(e);
	return rc == 0 ? bind(q, db, ret, p->subject, e) : rc;
}

static int let_in(
	struct request *q, struct db *db, const struct oidc_person *p, const char **ret_secret, struct err *e)
{
	struct account acc;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = account_of(q, db, p, &acc, e);
	if (rc == 0)
		rc = session_new(q, db, &acc, "oidc", ret_secret, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

/* ---- back ---- */

static int came_back(struct request *q, struct db *db, struct oidc_person *ret, struct err *e)
{
	const char *cookie = request_cookie(q, "oidc"), *state = url_field(&q->url, "state");
	const char *code = url_field(&q->url, "code"), *issuer = url_field(&q->url, "iss");
	struct oidc_way w = {cookie, back_to_us(q)};

	if (!secret_is(cookie) || !secret_is(state))
		return err_set(e, ERR_INVALID, "its answer is none to this browser");
	int rc = challenge_take(q, db, state, &(struct challenge){"oidc", "", cookie}, e);
	if (rc == 0 && issuer && strcmp(issuer, q->run->oidc_issuer) != 0)
		rc = err_set(e, ERR_INVALID, "another service answered");
	if (rc == 0 && !code)
		rc = err_set(e, ERR_INVALID, "it did not sign the person in");
	return rc == 0 ? oidc_end(q->run, &w, code, ret, e) : rc;
}

static int not_let_in(struct request *q, struct db *db, struct answer *ret, const char *said, struct err *e)
{
	int rc = attempt_note(db, attempt_of_address(q), q->run->now_ms, e);

	return rc < 0 ? rc : sign_in_again(q, ret, 403, said);
}

int oidc_back_page(struct request *q, struct answer *ret, struct err *e)
{
	struct oidc_person p = {"", ""};
	const char *secret = NULL;
	struct db *db = NULL;
	int rc = oidc_on(q->run) ? run_db(q->run, &db, e) : none_here(q, e);

	if (rc < 0)
		return rc;
	answer_cookie(q, ret, "oidc", "gone", -1);
	rc = attempts_check(db, attempt_of_address(q), ATTEMPTS_PER_ADDRESS, q->run->now_ms, e);
	if (rc == ERR_LIMIT)
		return sign_in_again(q, ret, 429, e->text);
	if (rc == 0)
		rc = came_back(q, db, &p, e);
	if (rc == ERR_IO)
		return cannot(q, ret, e);
	if (rc == 0)
		rc = let_in(q, db, &p, &secret, e);
	if (rc == ERR_INVALID) {
		fprintf(q->run->err, "paraph: sign-in by another service: %s\n", e->text);
		return not_let_in(q, db, ret,
			T("The other service did not sign you in: its answer was not right, or too old. Try "
			  "again."),
			e);
	}
	if (rc == ERR_NOTFOUND)
		return not_let_in(q, db, ret, e->text, e);
	if (rc == 0)
		sign_in_done(q, ret, secret);
	return rc;
}
