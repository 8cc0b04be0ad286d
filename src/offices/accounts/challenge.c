/* What a browser is asked, to be answered once. */
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "web/secret.h"

int challenge_new(
	struct request *q, struct db *db, const struct challenge *c, const char **ret, struct err *e)
{
	const char *subject = arena_printf(q->a, "asked %s", attempt_of_address(q)),
		   *secret = secret_new(q->a);
	int64_t now_ms = q->run->now_ms;
	char token[65], browser[65];
	AUTO_TX tx = {0};
	int rc = attempts_check(db, subject, CHALLENGES_PER_ADDRESS, now_ms, e);

	secret_hash(secret, "challenge", token);
	secret_hash(c->browser, "challenge browser", browser);
	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = attempt_note(db, subject, now_ms, e);
	if (rc == 0)
		rc = challenge_forget_run(db, &(struct challenge_forget_in){now_ms}, e);
	if (rc == 0)
		rc = challenge_add_run(db,
			&(struct challenge_add_in){token, c->purpose, c->account, browser,
				now_ms + CHALLENGE_MINUTES * INT64_C(60000)},
			e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		*ret = secret;
	return rc;
}

int challenge_take(
	struct request *q, struct db *db, const char *secret, const struct challenge *c, struct err *e)
{
	struct challenge_take_row row;
	struct db_stmt *st = NULL;
	char token[65], browser[65];
	bool right = false;

	secret_hash(secret, "challenge", token);
	secret_hash(c->browser, "challenge browser", browser);
	int rc = challenge_take_start(db, &(struct challenge_take_in){token}, &st, e);
	if (rc < 0)
		return rc;
	rc = challenge_take_step(st, &row, e);
	if (rc == DB_ROW)
		right = row.end_ms > q->run->now_ms && strcmp(row.purpose, c->purpose) == 0 &&
			strcmp(row.account, c->account) == 0 && secret_same(row.browser, browser);
	db_finish(st);
	if (rc < 0)
		return rc;
	return right
		? 0
		: err_set(e, ERR_INVALID, "the challenge was not asked of this browser, or too long ago");
}
