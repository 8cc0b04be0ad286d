/* Inviting: an account, what it may do, and the link that opens it. */
#include <string.h>

#include "accounts_sql.h"
#include "acts/act.h"
#include "base/text.h"
#include "offices/accounts/account.h"
#include "post/outbox.h"
#include "web/say.h"

#define DAY_MS INT64_C(86400000)
#define NAME_MAX_BYTES 200u

static int check(struct run *r, const struct invitation *i, struct err *e)
{
	bool house = strcmp(i->role, ROLE_ADMINISTRATOR) != 0 && strcmp(i->role, ROLE_FOCAL_POINT) != 0;

	(void)r;
	if (!*i->role)
		return err_set(e, ERR_USAGE,
			"say what the account is for: --role administrator, focal-point (with --state), or a "
			"role of "
			"a house such as drafter");
	if (strlen(i->name) > NAME_MAX_BYTES || text_check(i->name, strlen(i->name), NULL) < 0 ||
		strpbrk(i->name, "\n\t"))
		return err_set(e, ERR_INVALID, "the name: one line, at most %u bytes", NAME_MAX_BYTES);
	if (strcmp(i->role, ROLE_FOCAL_POINT) == 0 && !text_is_iso3(i->state))
		return err_set(e, ERR_USAGE, "a focal point is one of a State: --state ISO3, such as LAO");
	if (house && *i->state)
		return err_set(
			e, ERR_USAGE, "--state: the role %s is one of a house, not of a State", i->role);
	return 0;
}

/* The open account of this address, or a new one. */
static int account_for(struct run *r, struct db *db, const struct invitation *i, const char *by,
	struct account *ret, struct err *e)
{
	const char *mail = NULL;
	int rc = mail_read(r->arena, i->mail, &mail, e);

	if (rc < 0)
		return rc;
	rc = account_by(db, r->arena, mail, ret, e);
	if (rc != ERR_NOTFOUND)
		return rc;
	*ret = (struct account){.id = outbox_random_id(r->arena, 'a'),
		.mail = mail,
		.name = *i->name ? i->name : mail,
		.lang = *i->lang ? i->lang : "en"};
	return account_add_run(
		db, &(struct account_add_in){ret->id, mail, ret->name, ret->lang, r->now_ms, by}, e);
}

/* The person as whom the account acts for the house; made where there is none. */
static int person_for(struct run *r, struct db *db, const struct house *h, const struct account *acc,
	const struct invitation *i, const char **ret, bool *ret_new, struct err *e)
{
	struct grant_person_row row;
	struct db_stmt *st = NULL;
	int rc = grant_person_start(db, &(struct grant_person_in){acc->id, h->code}, &st, e);

	*ret_new = false;
	if (rc < 0)
		return rc;
	rc = grant_person_step(st, &row, e);
	if (rc == DB_ROW)
		*ret = arena_strdup(r->arena, row.person);
	db_finish(st);
	if (rc != DB_DONE)
		return rc < 0 ? rc : 0;
	*ret_new = true;
	return person_new(r, db, h, *i->name ? i->name : acc->name, acc->mail, "", ret, e);
}

static int grant_of(struct run *r, struct db *db, const struct account *acc, const struct invitation *i,
	const char *role, const char *house, const char *person, const char *by, struct err *e)
{
	char today[11];

	day_format(r->today, today);
	return grant_add_run(db,
		&(struct grant_add_in){outbox_random_id(r->arena, 'g'), acc->id, role, house, person,
			i->treaty, i->state, i->organisation, *i->from_day ? i->from_day : today, i->to_day,
			by, r->now_ms},
		e);
}

static int give(struct run *r, struct db *db, const struct account *acc, const struct invitation *i,
	const char *by, struct err *e)
{
	const char *person = "", *code = *i->house ? i->house : NULL;
	struct house h;
	bool fresh;
	int rc;

	if (strcmp(i->role, ROLE_ADMINISTRATOR) == 0)
		return grant_of(r, db, acc, i, i->role, "", "", by, e);
	rc = house_open(r, db, code, &h, e);
	if (strcmp(i->role, ROLE_FOCAL_POINT) == 0) {
		if (rc == ERR_NOTFOUND && !code) /* no house yet */
			return grant_of(r, db, acc, i, i->role, "", "", by, e);
		return rc < 0 ? rc : grant_of(r, db, acc, i, i->role, h.code, "", by, e);
	}
	if (rc == 0)
		rc = house_role_check(r->arena, &h, i->role, e);
	if (rc == 0)
		rc = person_for(r, db, &h, acc, i, &person, &fresh, e);
	if (rc == 0 && fresh)
		rc = grant_of(r, db, acc, i, "", h.code, person, by, e);
	if (rc < 0 || house_may(db, &h, person, i->role, r->today, e) == 0) /* has it already */
		return rc;
	return role_give(r, db, &h, person, i->role, i->from_day, i->to_day, e);
}

static int mail_it(struct run *r, struct db *db, const struct account *acc, const char *house,
	const char *link, bool *ret_sent, struct err *e)
{
	const struct words *w = words_named(acc->lang);
	const char *text = say_fill(r->arena,
		say_in(w,
			T("You are invited to work on the register. This address opens your account, once, "
			  "within "
			  "{days} days:")),
		(const struct fill[]){{"days", arena_printf(r->arena, "%d", INVITE_DAYS)}, {0}});

	return link_send(r, db,
		&(struct link_mail){acc, house, say_in(w, T("Your account of the register")),
			arena_printf(r->arena, "%s\n\n%s\n", text, link)},
		ret_sent, e);
}

int invite_in_tx(struct run *r, struct db *db, const struct invitation *i, const char *by,
	const char **ret_link, bool *ret_sent, struct err *e)
{
	struct account acc;
	const char *secret = NULL, *link = NULL;
	int rc = check(r, i, e);

	if (rc == 0)
		rc = account_for(r, db, i, by, &acc, e);
	if (rc == 0)
		rc = give(r, db, &acc, i, by, e);
	if (rc == 0)
		rc = link_withdraw_run(db, &(struct link_withdraw_in){acc.id, r->now_ms}, e);
	if (rc == 0)
		rc = link_new(db, r->arena, acc.id, "invite", r->now_ms, r->now_ms + INVITE_DAYS * DAY_MS,
			&secret, e);
	if (rc == 0) {
		link = arena_printf(r->arena, "%s/account/invitation/%s", i->origin, secret);
		rc = mail_it(r, db, &acc, i->house, link, ret_sent, e);
	}
	if (rc == 0)
		rc = account_note(db, acc.id, "invited",
			arena_printf(r->arena, "%s%s%s", i->role, *i->state ? " " : "", i->state), by,
			r->now_ms, e);
	if (rc == 0)
		*ret_link = link;
	return rc;
}

int invite(struct run *r, struct db *db, const struct invitation *i, const char *by, const char **ret_link,
	bool *ret_sent, struct err *e)
{
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = invite_in_tx(r, db, i, by, ret_link, ret_sent, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
