/* Accounts, what they may do, and what happened to them. */
#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

#include "accounts_sql.h"
#include "base/file.h"
#include "offices/accounts/account.h"
#include "post/outbox.h"

#define NET_BYTES 8 /* of an address of IPv6: what a provider gives to one place */

static struct account of_row(struct arena *a, const struct account_by_mail_row *row)
{
	return (struct account){arena_strdup(a, row->id), arena_strdup(a, row->mail),
		arena_strdup(a, row->name), arena_strdup(a, row->lang), row->made_ms, row->closed_ms};
}

/* The only row of the statement, begun. DB_ROW: it is there. */
static int only(struct db_stmt *st, struct arena *a, struct account *ret, struct err *e)
{
	struct account_by_mail_row row;
	int rc = account_by_mail_step(st, &row, e);

	if (rc == DB_ROW)
		*ret = of_row(a, &row);
	db_finish(st);
	return rc;
}

int account_by(struct db *db, struct arena *a, const char *mail, struct account *ret, struct err *e)
{
	struct db_stmt *st = NULL;
	int rc = account_by_mail_start(db, &(struct account_by_mail_in){mail}, &st, e);

	if (rc == 0)
		rc = only(st, a, ret, e);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"no account has the address %s; paraph account list shows them", mail);
	return rc < 0 ? rc : 0;
}

int account_get(struct db *db, struct arena *a, const char *id, struct account *ret, struct err *e)
{
	struct db_stmt *st = NULL;
	int rc = account_by_id_start(db, &(struct account_by_id_in){id}, &st, e);

	if (rc == 0)
		rc = only(st, a, ret, e);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "no account %s; paraph account list shows them", id);
	return rc < 0 ? rc : 0;
}

int account_list(struct db *db, struct arena *a, struct account **ret, size_t *ret_n, struct err *e)
{
	struct account_by_mail_row row;
	struct account *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	int rc = account_all_start(db, &st, e);

	if (rc < 0)
		return rc;
	for (rc = account_by_mail_step(st, &row, e); rc == DB_ROW; rc = account_by_mail_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = of_row(a, &row);
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc < 0 ? rc : 0;
}

int account_grants(struct db *db, struct arena *a, const char *account, day_t on, struct grant **ret,
	size_t *ret_n, struct err *e)
{
	struct grant_held_row row;
	struct grant *all = NULL;
	struct db_stmt *st = NULL;
	size_t n = 0, cap = 0;
	char day[11];
	int rc = grant_held_start(db, &(struct grant_held_in){account, day_format(on, day)}, &st, e);

	if (rc < 0)
		return rc;
	for (rc = grant_held_step(st, &row, e); rc == DB_ROW; rc = grant_held_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct grant){arena_strdup(a, row.role), arena_strdup(a, row.house),
			arena_strdup(a, row.person), arena_strdup(a, row.treaty), arena_strdup(a, row.iso3)};
	}
	db_finish(st);
	*ret = all;
	*ret_n = n;
	return rc < 0 ? rc : 0;
}

const char *grant_words(struct arena *a, const struct grant *g)
{
	if (*g->state)
		return arena_printf(a, "%s:%s", g->role, g->state);
	return *g->house ? arena_printf(a, "%s:%s", g->role, g->house) : g->role;
}

int account_note(struct db *db, const char *account, const char *what, const char *detail, const char *by,
	int64_t now_ms, struct err *e)
{
	AUTO_ARENA a = arena_new("event");

	return event_add_run(
		db, &(struct event_add_in){outbox_random_id(a, 'e'), account, now_ms, what, detail, by}, e);
}

int ways_clear(struct db *db, const char *account, struct err *e)
{
	int rc = credential_clear_run(db, &(struct credential_clear_in){account}, e);

	if (rc == 0)
		rc = passkey_clear_run(db, &(struct passkey_clear_in){account}, e);
	return rc < 0 ? rc : identity_clear_run(db, &(struct identity_clear_in){account}, e);
}

int account_shut(struct run *r, struct db *db, const struct account *acc, const char *by, struct err *e)
{
	AUTO_TX tx = {0};
	char day[11];
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = session_end_all_run(db, &(struct session_end_all_in){acc->id}, e);
	if (rc == 0)
		rc = link_withdraw_run(db, &(struct link_withdraw_in){acc->id, r->now_ms}, e);
	if (rc == 0)
		rc = ways_clear(db, acc->id, e);
	if (rc == 0)
		rc = grant_end_run(db, &(struct grant_end_in){acc->id, day_format(r->today, day)}, e);
	if (rc == 0)
		rc = account_close_run(db, &(struct account_close_in){acc->id, r->now_ms}, e);
	if (rc == 0)
		rc = account_note(db, acc->id, "closed", "", by, r->now_ms, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int mail_read(struct arena *a, const char *given, const char **ret, struct err *e)
{
	char *mail = arena_strdup(a, given);

	for (char *p = mail; *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	if (strlen(mail) > MAIL_MAX || !outbox_is_address(mail))
		return err_set(e, ERR_INVALID, "'%.80s' is no e-mail address", given);
	*ret = mail;
	return 0;
}

/* ---- what was tried ---- */

const char *attempt_of_mail(struct arena *a, const char *mail)
{
	char hash[65];

	sha256_hex(mail, strlen(mail), hash); /* whoever it is: addresses without an account too */
	return arena_printf(a, "account:%s", hash);
}

/* Who has one address of IPv6 has 2^64 of them: they count as one. */
const char *attempt_of_address(struct request *q)
{
	const char *peer = request_peer(q);
	char net[INET6_ADDRSTRLEN];
	struct in6_addr six;

	if (inet_pton(AF_INET6, peer, &six) == 1 && !IN6_IS_ADDR_V4MAPPED(&six)) {
		memset(six.s6_addr + NET_BYTES, 0, sizeof six.s6_addr - NET_BYTES);
		peer = inet_ntop(AF_INET6, &six, net, sizeof net) ? net : peer;
	}
	return arena_printf(q->a, "address:%s", peer);
}

int attempts_check(struct db *db, const char *subject, int most, int64_t now_ms, struct err *e)
{
	struct attempt_count_row row;
	struct db_stmt *st = NULL;
	int64_t from = now_ms - ATTEMPT_MINUTES * INT64_C(60000);
	int rc = attempt_count_start(db, &(struct attempt_count_in){subject, from}, &st, e);

	if (rc < 0)
		return rc;
	rc = attempt_count_step(st, &row, e);
	bool over = rc == DB_ROW && row.attempts >= most;
	db_finish(st);
	if (over)
		return err_set(e, ERR_LIMIT, "%s",
			T("This was tried too often. Wait a quarter of an hour, then try again."));
	return rc < 0 ? rc : 0;
}

int attempt_note(struct db *db, const char *subject, int64_t now_ms, struct err *e)
{
	return attempt_add_run(db, &(struct attempt_add_in){subject, now_ms, randombytes_random()}, e);
}
