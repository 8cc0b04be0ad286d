/* Passkeys: asking a browser, registering what it made, signing in with it. */
#include <string.h>

#include "accounts_sql.h"
#include "base/text.h"
#include "offices/accounts/account.h"
#include "offices/accounts/passkey.h"
#include "web/door.h"

#define NAME_BYTES_MAX 100u
#define ASKED_BYTES_MAX (64u << 10)

const char *passkey_site(struct request *q)
{
	const char *origin = request_origin(q), *host = strstr(origin, "://") + 3;
	const char *name = arena_strndup(q->a, host, strcspn(host, ":"));
	bool number = *name == '[' || strspn(name, "0123456789.") == strlen(name);

	if (strcmp(name, "localhost") == 0 || (strncmp(origin, "https:", 6) == 0 && !number))
		return name;
	return NULL;
}

static int none_here(struct request *q, struct err *e)
{
	return err_set(e, ERR_INVALID, "%s",
		say(q->view,
			T("Browsers make passkeys over https alone, or on the computer itself under the name "
			  "localhost.")));
}

int passkey_list(struct db *db, struct arena *a, const char *account, struct passkey_row **ret, size_t *ret_n,
	struct err *e)
{
	struct passkey_list_row row;
	struct passkey_row *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int rc = passkey_list_start(db, &(struct passkey_list_in){account}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = passkey_list_step(st, &row, e); rc == DB_ROW; rc = passkey_list_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct passkey_row){
			arena_strdup(a, row.id), arena_strdup(a, row.name), row.made_ms, row.used_ms};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc < 0 ? rc : 0;
}

/* ---- asking ---- */

/* What the script hands to navigator.credentials. */
static void asked_json(struct request *q, struct answer *ret, const char *challenge, const char *site,
	const struct passkey_row *known, size_t n)
{
	struct buf *b = &ret->b;

	buf_puts(b, "{\"challenge\":");
	buf_json(b, challenge);
	buf_puts(b, ",\"site\":");
	buf_json(b, site);
	buf_puts(b, ",\"register\":");
	buf_json(b, view_treaty_name(q->view));
	buf_puts(b, ",\"account\":");
	buf_json(b, q->who.account);
	buf_puts(b, ",\"mail\":");
	buf_json(b, q->who.mail ? q->who.mail : "");
	buf_puts(b, ",\"name\":");
	buf_json(b, q->who.name ? q->who.name : "");
	buf_printf(b, ",\"milliseconds\":%d,\"known\":[", CHALLENGE_MINUTES * 60000);
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? "," : "");
		buf_json(b, known[i].id);
	}
	buf_puts(b, "]}");
	ret->type = "application/json";
}

int passkey_ask_page(struct request *q, struct answer *ret, struct err *e)
{
	bool more = strcmp(request_text(q, "for"), "register") == 0;
	const char *site = passkey_site(q), *challenge = NULL;
	struct passkey_row *known = NULL;
	struct db *db = NULL;
	size_t n = 0;

	if (!site)
		return none_here(q, e);
	if (more && !*q->who.account)
		return err_set(e, ERR_INVALID, "%s", say(q->view, T("Sign in first.")));
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = challenge_new(q, db,
			&(struct challenge){
				more ? "register" : "passkey", more ? q->who.account : "", q->token},
			&challenge, e);
	if (rc == 0 && more)
		rc = passkey_list(db, q->a, q->who.account, &known, &n, e);
	if (rc == 0)
		asked_json(q, ret, challenge, site, known, n);
	return rc;
}

/* ---- registering ---- */

static int name_check(struct request *q, const char *name, struct err *e)
{
	size_t len = strlen(name);

	if (len && len <= NAME_BYTES_MAX && text_check(name, len, NULL) == 0 && !strpbrk(name, "\n\t"))
		return 0;
	return err_set(e, ERR_INVALID, "%s", say(q->view, T("Give the passkey a short name, in one line.")));
}

static int made(struct request *q, struct db *db, const char *site, struct passkey *ret, struct err *e)
{
	struct passkey_client c;
	int rc = passkey_client_read(
		q->a, request_text(q, "client"), "webauthn.create", request_origin(q), &c, e);

	if (rc == 0)
		rc = challenge_take(
			q, db, c.challenge, &(struct challenge){"register", q->who.account, q->token}, e);
	if (rc == 0)
		rc = passkey_made(q->a, &c, site, request_text(q, "attestation"), ret, e);
	if (rc != ERR_INVALID)
		return rc;
	const char *said = T("This passkey was not accepted. Try again from the page of your account.");
	return err_set(e, ERR_INVALID, "%s", say(q->view, said));
}

static int keep(struct request *q, struct db *db, const struct passkey *k, const char *name, struct err *e)
{
	struct passkey_add_row row;
	struct db_stmt *st = NULL;
	int rc = passkey_add_start(db,
		&(struct passkey_add_in){
			k->id, q->who.account, name, k->alg, k->pubkey, k->counted, q->run->now_ms},
		&st, e);

	if (rc < 0)
		return rc;
	rc = passkey_add_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_CONFLICT, "%s", say(q->view, T("This passkey is registered already.")));
	return rc < 0 ? rc : 0;
}

int passkey_add_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *site = passkey_site(q), *name = request_text(q, "name");
	struct passkey_row *known = NULL;
	struct db *db = NULL;
	struct passkey k;
	AUTO_TX tx = {0};
	size_t n = 0;
	int rc = site ? name_check(q, name, e) : none_here(q, e);

	if (rc == 0 && q->who.held) /* else a link would open them from then on */
		rc = err_set(e, ERR_INVALID, "%s", say(q->view, held_said()));

	if (rc == 0)
		rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = made(q, db, site, &k, e);
	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = passkey_list(db, q->a, q->who.account, &known, &n, e);
	if (rc == 0 && n >= PASSKEYS_MAX)
		rc = err_set(e, ERR_CONFLICT, "%s",
			say(q->view, T("You have as many passkeys as can be kept. Remove one first.")));
	if (rc == 0)
		rc = keep(q, db, &k, name, e);
	if (rc == 0)
		rc = account_note(db, q->who.account, "passkey", name, q->who.account, q->run->now_ms, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/account"));
	return rc;
}

int passkey_drop(
	struct db *db, const char *account, const char *id, const char *by, int64_t now_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("passkey");
	struct passkey_remove_row row;
	struct db_stmt *st = NULL;
	const char *name = "";
	int rc = passkey_remove_start(db, &(struct passkey_remove_in){account, id}, &st, e);

	if (rc < 0)
		return rc;
	rc = passkey_remove_step(st, &row, e);
	if (rc == DB_ROW)
		name = arena_strdup(a, row.name);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "account %s has no passkey %.80s", account, id);
	return rc < 0 ? rc : account_note(db, account, "passkey-removed", name, by, now_ms, e);
}

int passkey_remove_page(struct request *q, struct answer *ret, struct err *e)
{
	struct db *db = NULL;
	AUTO_TX tx = {0};
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = passkey_drop(
			db, q->who.account, request_text(q, "id"), q->who.account, q->run->now_ms, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("You have no such passkey.")));
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/account"));
	return rc;
}

/* ---- signing in ---- */

struct known {
	struct passkey key;
	struct account account;
};

static int known_as(struct request *q, struct db *db, const char *id, struct known *ret, struct err *e)
{
	struct passkey_get_row row = {.account = ""};
	struct db_stmt *st = NULL;
	const char *account = "";
	int rc = strlen(id) <= PASSKEY_ID_MAX ? passkey_get_start(db, &(struct passkey_get_in){id}, &st, e)
					      : err_set(e, ERR_INVALID, "the id of a passkey is too long");

	if (rc < 0)
		return rc;
	rc = passkey_get_step(st, &row, e);
	if (rc == DB_ROW) {
		account = arena_strdup(q->a, row.account);
		ret->key = (struct passkey){id, arena_strdup(q->a, row.pubkey), row.alg, row.counted};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	if (rc == DB_DONE || strcmp(account, request_text(q, "user")) != 0)
		return err_set(e, ERR_INVALID, "no such passkey, or another's");
	rc = account_get(db, q->a, account, &ret->account, e);
	return rc == 0 && ret->account.closed_ms ? err_set(e, ERR_INVALID, "the account is closed") : rc;
}

/* Does its counter grow? In the caller's transaction. */
static int counted(struct request *q, struct db *db, const char *id, int64_t n, struct err *e)
{
	struct passkey_used_row row;
	struct db_stmt *st = NULL;
	int rc = passkey_used_start(db, &(struct passkey_used_in){id, n, q->run->now_ms}, &st, e);

	if (rc < 0)
		return rc;
	rc = passkey_used_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_INVALID, "the passkey's counter went back: there may be a copy of it");
	return rc < 0 ? rc : 0;
}

static int proved(struct request *q, struct db *db, struct known *k, int64_t *ret_counted, struct err *e)
{
	const char *site = passkey_site(q);
	struct passkey_client c;
	int rc = passkey_client_read(
		q->a, request_text(q, "client"), "webauthn.get", request_origin(q), &c, e);

	if (rc == 0 && !site)
		rc = err_set(e, ERR_INVALID, "no passkeys at this address");
	if (rc == 0)
		rc = challenge_take(q, db, c.challenge, &(struct challenge){"passkey", "", q->token}, e);
	if (rc == 0)
		rc = known_as(q, db, request_text(q, "id"), k, e);
	if (rc == 0)
		rc = passkey_signed(q->a, &c, site, &k->key, request_text(q, "auth"),
			request_text(q, "signature"), ret_counted, e);
	return rc;
}

static int open_session(
	struct request *q, struct db *db, const struct known *k, int64_t n, const char **ret, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = counted(q, db, k->key.id, n, e);
	if (rc == 0)
		rc = session_new(q, db, &k->account, "passkey", ret, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

/* Counted, and said the same, whatever it was; the account's own record has the reason. */
static int not_accepted(
	struct request *q, struct db *db, const struct known *k, struct answer *ret, struct err *e)
{
	const char *why = arena_printf(q->a, "%s, %s", request_peer(q), e->text);
	int64_t now_ms = q->run->now_ms;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = attempt_note(db, attempt_of_address(q), now_ms, e);
	if (rc == 0 && *k->account.id)
		rc = account_note(db, k->account.id, "refused", why, "", now_ms, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	return rc < 0
		? rc
		: sign_in_again(q, ret, 403,
			  T("This passkey was not accepted. Try again, or sign in by password and code."));
}

int passkey_sign_in_page(struct request *q, struct answer *ret, struct err *e)
{
	struct known k = {.account = {.id = ""}};
	const char *secret = NULL;
	int64_t n = 0;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = attempts_check(db, attempt_of_address(q), ATTEMPTS_PER_ADDRESS, q->run->now_ms, e);
	if (rc == ERR_LIMIT)
		return sign_in_again(q, ret, 429, e->text);
	if (rc == 0 && !*request_text(q, "client")) /* a browser that runs no script */
		return sign_in_again(q, ret, 400, T("Passkeys need the page's script."));
	if (rc == 0)
		rc = proved(q, db, &k, &n, e);
	if (rc == 0)
		rc = open_session(q, db, &k, n, &secret, e);
	if (rc == ERR_INVALID)
		return not_accepted(q, db, &k, ret, e);
	if (rc == 0)
		sign_in_done(q, ret, secret);
	return rc;
}
