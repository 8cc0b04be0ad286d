/* Signing in: password and code, links, sessions. */
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "post/outbox.h"
#include "web/secret.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define AGENT_MAX 200u /* bytes of a browser's name that are kept */

static int64_t idle_since(int64_t now_ms)
{
	return now_ms - SESSION_IDLE_HOURS * HOUR_MS;
}

/* ---- sessions ---- */

/* What of a header may be kept and shown: one line of ASCII. */
static const char *agent_of(struct request *q)
{
	const char *given = request_header(q, "User-Agent");
	char *kept = arena_strndup(q->a, given ? given : "", given ? strnlen(given, AGENT_MAX) : 0);

	for (char *p = kept; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return kept;
}

int session_new(struct request *q, struct db *db, const struct account *acc, const char *way,
	const char **ret_secret, struct err *e)
{
	int64_t now_ms = q->run->now_ms;
	const char *secret = secret_new(q->a), *old = request_cookie(q, "session");
	char token[65];
	int rc = session_end_old_run(db, &(struct session_end_old_in){now_ms, idle_since(now_ms)}, e);

	if (rc == 0)
		rc = attempt_forget_run(db, &(struct attempt_forget_in){now_ms - DAY_MS}, e);
	if (rc == 0 && secret_is(old)) { /* another one of this browser: it is signed out */
		secret_hash(old, "session", token);
		rc = session_end_token_run(db, &(struct session_end_token_in){token}, e);
	}
	secret_hash(secret, "session", token);
	if (rc == 0)
		rc = session_add_run(db,
			&(struct session_add_in){token, outbox_random_id(q->a, 's'), acc->id, way, now_ms,
				now_ms + SESSION_DAYS * DAY_MS, agent_of(q), request_peer(q)},
			e);
	if (rc == 0)
		rc = account_note(db, acc->id, "signed-in",
			arena_printf(q->a, "%s, %s", way, request_peer(q)), acc->id, now_ms, e);
	if (rc == 0)
		*ret_secret = secret;
	return rc;
}

static int seen(struct db *db, const struct session_get_row *row, int64_t now_ms, struct err *e)
{
	if (row->seen_ms > now_ms - MINUTE_MS)
		return 0;
	return session_seen_run(db, &(struct session_seen_in){row->id, now_ms}, e);
}

int accounts_who(struct request *q, struct db *db, struct err *e)
{
	const char *secret = request_cookie(q, "session"), *way = "";
	int64_t now_ms = q->run->now_ms;
	struct session_get_row row;
	struct grant *grant = NULL;
	struct db_stmt *st = NULL;
	char token[65];
	size_t n = 0;

	q->who = (struct who){.account = "", .name = "", .mail = "", .session = ""};
	if (!secret_is(secret))
		return 0;
	secret_hash(secret, "session", token);
	int rc = session_get_start(db, &(struct session_get_in){token, now_ms, idle_since(now_ms)}, &st, e);
	if (rc < 0)
		return rc;
	rc = session_get_step(st, &row, e);
	if (rc == DB_ROW) {
		q->who = (struct who){.account = arena_strdup(q->a, row.account),
			.name = arena_strdup(q->a, row.name),
			.mail = arena_strdup(q->a, row.mail),
			.session = arena_strdup(q->a, row.id),
			.house = *row.house ? arena_strdup(q->a, row.house) : NULL};
		row.id = q->who.session;
		way = arena_strdup(q->a, row.way);
	}
	db_finish(st);
	if (rc != DB_ROW)
		return rc;
	rc = seen(db, &row, now_ms, e);
	if (rc == 0)
		rc = account_grants(db, q->a, q->who.account, q->run->today, &grant, &n, e);
	q->who.grant = grant;
	q->who.n = way_keep(way, grant, n);
	q->who.held = n - q->who.n;
	return rc;
}

/* ---- password and code ---- */

int credential_of(struct db *db, struct arena *a, const char *account, const char *kind, const char **ret,
	struct err *e)
{
	struct credential_get_row row;
	struct db_stmt *st = NULL;
	int rc = credential_get_start(db, &(struct credential_get_in){account, kind, 0}, &st, e);

	*ret = "";
	if (rc < 0)
		return rc;
	rc = credential_get_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = arena_strdup(a, row.secret);
	db_finish(st);
	return rc < 0 ? rc : 0;
}

int totp_take(struct db *db, const char *account, int64_t step, struct err *e)
{
	struct credential_step_row row;
	struct db_stmt *st = NULL;
	int rc = credential_step_start(db, &(struct credential_step_in){account, step}, &st, e);

	if (rc < 0)
		return rc;
	rc = credential_step_step(st, &row, e);
	db_finish(st);
	return rc;
}

static int take_recovery(struct db *db, const char *account, const char *code, int64_t now_ms, struct err *e)
{
	struct credential_recover_row row;
	struct db_stmt *st = NULL;
	char hash[65];

	secret_hash(code, account, hash);
	int rc = credential_recover_start(db, &(struct credential_recover_in){account, hash, now_ms}, &st, e);
	if (rc < 0)
		return rc;
	rc = credential_recover_step(st, &row, e);
	db_finish(st);
	return rc;
}

/* The second factor, in the caller's transaction: DB_ROW and the way, or DB_DONE. */
static int take_code(struct db *db, struct arena *a, const struct account *acc,
	const unsigned char key[PASSWORD_KEY_BYTES], const char *code, int64_t now_ms, const char **ret_way,
	struct err *e)
{
	const char *recovery = recovery_read(a, code), *sealed, *secret;
	int rc = credential_of(db, a, acc->id, "totp", &sealed, e);

	if (rc < 0)
		return rc;
	if (recovery) {
		*ret_way = "recovery";
		return take_recovery(db, acc->id, recovery, now_ms, e);
	}
	*ret_way = "password";
	secret = unseal(a, key, sealed);
	int64_t step = secret ? totp_step(secret, code, now_ms) : -1;
	return step < 0 ? DB_DONE : totp_take(db, acc->id, step, e);
}

/* Counted, and said the same, whatever it was. */
static int refuse(
	struct request *q, struct db *db, const char *mail, const struct account *acc, struct err *e)
{
	int64_t now_ms = q->run->now_ms;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = attempt_note(db, attempt_of_mail(q->a, mail), now_ms, e);
	if (rc == 0)
		rc = attempt_note(db, attempt_of_address(q), now_ms, e);
	if (rc == 0 && acc)
		rc = account_note(db, acc->id, "refused", request_peer(q), "", now_ms, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc < 0)
		return rc;
	return err_set(e, ERR_INVALID, "%s",
		T("Address, password and code do not belong together. "
		  "A code is good for a minute, and once."));
}

static int password_right(struct request *q, struct db *db, const struct proof *p, const char *mail,
	struct proved *ret, struct err *e)
{
	const char *kept = "";
	int rc = account_by(db, q->a, mail, &ret->account, e);

	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (*ret->account.id && (rc = credential_of(db, q->a, ret->account.id, "password", &kept, e)) < 0)
		return rc;
	if (strlen(p->password) > PASSWORD_MAX || !password_is(kept, p->password, ret->key))
		return refuse(q, db, mail, *ret->account.id ? &ret->account : NULL, e);
	return 0;
}

int proof_take(struct request *q, struct db *db, const struct proof *p, struct tx *tx, struct proved *ret,
	struct err *e)
{
	int64_t now_ms = q->run->now_ms;
	const char *mail = "";
	struct err none;
	int rc = attempts_check(db, attempt_of_address(q), ATTEMPTS_PER_ADDRESS, now_ms, e);

	*ret = (struct proved){.account = {.id = ""}, .way = ""};
	if (mail_read(q->a, p->mail, &mail, &none) < 0)
		mail = "";
	if (rc == 0)
		rc = attempts_check(db, attempt_of_mail(q->a, mail), ATTEMPTS_PER_ACCOUNT, now_ms, e);
	if (rc == 0)
		rc = password_right(q, db, p, mail, ret, e);
	if (rc == 0)
		rc = tx_begin(tx, db, e);
	if (rc == 0)
		rc = take_code(db, q->a, &ret->account, ret->key, p->code, now_ms, &ret->way, e);
	if (rc == DB_DONE) {
		tx_rollback(tx);
		return refuse(q, db, mail, &ret->account, e);
	}
	return rc < 0 ? rc
		      : attempt_clear_run(db, &(struct attempt_clear_in){attempt_of_mail(q->a, mail)}, e);
}

int sign_in(struct request *q, struct db *db, const struct proof *p, const char **ret_secret, struct err *e)
{
	struct proved proved;
	AUTO_TX tx = {0};
	int rc = proof_take(q, db, p, &tx, &proved, e);

	if (rc == 0)
		rc = session_new(q, db, &proved.account, proved.way, ret_secret, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int recovery_set(struct db *db, struct arena *a, const char *account, int64_t now_ms, const char **ret_code,
	struct err *e)
{
	char hash[65];
	int rc = 0;

	for (int i = 0; rc == 0 && i < CODES; i++) {
		ret_code[i] = recovery_new(a);
		secret_hash(recovery_read(a, ret_code[i]), account, hash);
		rc = credential_set_run(
			db, &(struct credential_set_in){account, "recovery", i, hash, now_ms}, e);
	}
	return rc;
}

int credentials_set(struct db *db, struct arena *a, const char *account, const struct secrets *s,
	int64_t now_ms, const char **ret_code, struct err *e)
{
	int rc = ways_clear(db, account, e);

	if (rc == 0)
		rc = credential_set_run(
			db, &(struct credential_set_in){account, "password", 0, s->password, now_ms}, e);
	if (rc == 0)
		rc = credential_set_run(
			db, &(struct credential_set_in){account, "totp", 0, s->totp, now_ms}, e);
	if (rc == 0)
		rc = recovery_set(db, a, account, now_ms, ret_code, e);
	if (rc == 0)
		rc = totp_take(db, account, s->step, e);
	return rc < 0 ? rc : 0;
}
