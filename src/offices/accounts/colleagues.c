/* Focal points of one State: who they are, one more, one less. */
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "web/say.h"

int accounts_pace(struct request *q, struct db *db, const char *what, int most, struct err *e)
{
	const char *subject = arena_printf(q->a, "%s:%s", what, q->who.account);
	int rc = attempts_check(db, subject, most, q->run->now_ms, e);

	return rc < 0 ? rc : attempt_note(db, subject, q->run->now_ms, e);
}

int colleagues(struct run *r, struct db *db, const struct grant *as, struct colleague **ret, size_t *ret_n,
	struct err *e)
{
	struct grant_colleagues_row row;
	struct colleague *all = NULL;
	struct db_stmt *st = NULL;
	struct arena *a = r->arena;
	size_t n = 0, cap = 0;
	char day[11];
	int rc = grant_colleagues_start(db,
		&(struct grant_colleagues_in){
			as->house, ROLE_FOCAL_POINT, as->state, day_format(r->today, day)},
		&st, e);

	if (rc < 0)
		return rc;
	for (rc = grant_colleagues_step(st, &row, e); rc == DB_ROW; rc = grant_colleagues_step(st, &row, e)) {
		GROW(a, all, n, cap);
		all[n++] = (struct colleague){arena_strdup(a, row.account), arena_strdup(a, row.name),
			arena_strdup(a, row.mail), row.made_ms};
	}
	db_finish(st);
	if (rc < 0)
		return rc;
	*ret = all;
	*ret_n = n;
	return 0;
}

/* An invitation sets a password anew, so it goes to nobody who has one: else whoever invites could take the
 * account of another. */
static int is_free(struct run *r, struct db *db, const struct grant *as, const char *given, struct err *e)
{
	struct colleague *all = NULL;
	struct account taken;
	const char *mail = NULL;
	struct err none;
	size_t n = 0;
	int rc = mail_read(r->arena, given, &mail, e);

	if (rc == 0)
		rc = colleagues(r, db, as, &all, &n, e);
	if (rc < 0)
		return rc;
	if (n >= COLLEAGUES_MAX)
		return err_set(e, ERR_CONFLICT, "%s",
			T("Your State has as many focal points here as there may be. End the access of one "
			  "first, or ask the support unit."));
	rc = account_by(db, r->arena, mail, &taken, &none);
	if (rc == 0)
		return err_set(e, ERR_CONFLICT, "%s",
			T("This address has an account already. Ask the support unit to give it this role."));
	if (rc != ERR_NOTFOUND)
		*e = none;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

int colleague_invite(struct run *r, struct db *db, const struct grant *as, const struct colleague_new *c,
	const char **ret_link, bool *ret_sent, struct err *e)
{
	const struct invitation i = {.mail = c->mail,
		.name = c->name,
		.role = ROLE_FOCAL_POINT,
		.house = as->house,
		.state = as->state,
		.treaty = as->treaty,
		.organisation = "",
		.lang = c->lang,
		.from_day = "",
		.to_day = "",
		.origin = c->origin};
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0) /* two at once are counted one after the other */
		rc = grant_colleagues_hold_run(
			db, &(struct grant_colleagues_hold_in){as->house, ROLE_FOCAL_POINT, as->state}, e);
	if (rc == 0)
		rc = is_free(r, db, as, c->mail, e);
	if (rc == 0)
		rc = invite_in_tx(r, db, &i, c->by, ret_link, ret_sent, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

static bool only_this(const struct grant *g, size_t n, const struct grant *as)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(g[i].role, ROLE_FOCAL_POINT) != 0 || strcmp(g[i].house, as->house) != 0 ||
			strcmp(g[i].state, as->state) != 0)
			return false;
	return true;
}

static int end_one(struct run *r, struct db *db, const struct grant *as, const struct account *acc,
	const char *by, struct err *e)
{
	AUTO_TX tx = {0};
	char day[11];
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = grant_end_state_run(db,
			&(struct grant_end_state_in){as->house, acc->id, ROLE_FOCAL_POINT, as->state,
				day_format(r->today - 1, day)},
			e);
	if (rc == 0)
		rc = session_end_all_run(db, &(struct session_end_all_in){acc->id}, e);
	if (rc == 0)
		rc = link_withdraw_run(db, &(struct link_withdraw_in){acc->id, r->now_ms}, e);
	if (rc == 0)
		rc = account_note(db, acc->id, "withdrawn",
			arena_printf(r->arena, "%s %s", ROLE_FOCAL_POINT, as->state), by, r->now_ms, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int colleague_end(struct run *r, struct db *db, const struct grant *as, const char *account, const char *by,
	struct err *e)
{
	struct colleague *all = NULL;
	struct grant *grant = NULL;
	struct account acc;
	size_t n = 0, at = 0, grants = 0;
	int rc = colleagues(r, db, as, &all, &n, e);

	while (rc == 0 && at < n && strcmp(all[at].account, account) != 0)
		at++;
	if (rc == 0 && at == n)
		return err_set(e, ERR_NOTFOUND, "%s", T("Your State has no such focal point here."));
	if (rc == 0 && strcmp(account, by) == 0)
		return err_set(e, ERR_CONFLICT, "%s",
			T("Your own access is ended by a colleague, or by the support unit."));
	if (rc == 0)
		rc = account_get(db, r->arena, account, &acc, e);
	if (rc == 0)
		rc = account_grants(db, r->arena, account, r->today, &grant, &grants, e);
	if (rc < 0)
		return rc;
	return only_this(grant, grants, as) ? account_shut(r, db, &acc, by, e)
					    : end_one(r, db, as, &acc, by, e);
}
