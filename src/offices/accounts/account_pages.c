/* One's own account, and, for administrators, all of them. */
#include <string.h>

#include "accounts_html.h"
#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "web/door.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

static const char *day_of(const struct request *q, int64_t ms)
{
	return view_day(q->view, (day_t)(ms / DAY_MS));
}

static int sessions(struct request *q, struct db *db, struct account_view *v, struct err *e)
{
	int64_t now_ms = q->run->now_ms;
	struct session_list_row row;
	struct db_stmt *st = NULL;
	size_t cap = 0;
	int rc = session_list_start(db,
		&(struct session_list_in){q->who.account, now_ms, now_ms - SESSION_IDLE_HOURS * HOUR_MS}, &st,
		e);

	if (rc < 0)
		return rc;
	for (rc = session_list_step(st, &row, e); rc == DB_ROW; rc = session_list_step(st, &row, e)) {
		GROW(q->a, v->session, v->sessions, cap);
		v->session[v->sessions++] = (struct session_view){arena_strdup(q->a, row.id),
			day_of(q, row.made_ms), day_of(q, row.seen_ms), arena_strdup(q->a, row.address),
			arena_strdup(q->a, row.agent), strcmp(row.id, q->who.session) == 0};
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

static int passkeys(struct request *q, struct db *db, struct account_view *v, struct err *e)
{
	struct passkey_row *row = NULL;
	int rc = passkey_list(db, q->a, q->who.account, &row, &v->passkeys, e);

	v->keys_here = passkey_site(q) != NULL;
	v->passkey = NEW_ARRAY(q->a, struct passkey_view, v->passkeys + 1);
	for (size_t i = 0; i < v->passkeys; i++)
		v->passkey[i] = (struct passkey_view){row[i].id, row[i].name, day_of(q, row[i].made_ms),
			row[i].used_ms ? day_of(q, row[i].used_ms) : NULL};
	return rc;
}

static int codes_left(struct db *db, const char *account, struct account_view *v, struct err *e)
{
	struct credential_left_row row;
	struct db_stmt *st = NULL;
	int rc = credential_left_start(db, &(struct credential_left_in){account}, &st, e);

	if (rc < 0)
		return rc;
	rc = credential_left_step(st, &row, e);
	if (rc == DB_ROW) {
		v->codes = (size_t)row.codes;
		v->password = row.passwords > 0;
	}
	db_finish(st);
	return rc < 0 ? rc : 0;
}

/* Houses for which the reader acts, each once: grants come in their order. */
static void houses(struct request *q, struct account_view *v)
{
	const char *here = q->who.house;

	v->house = NEW_ARRAY(q->a, struct house_choice, q->who.n + 1);
	for (size_t i = 0; i < q->who.n; i++) {
		const struct grant *g = &q->who.grant[i];

		if (!*g->person || (v->houses && strcmp(v->house[v->houses - 1].code, g->house) == 0))
			continue;
		v->house[v->houses++] =
			(struct house_choice){g->house, here ? strcmp(here, g->house) == 0 : v->houses == 0};
	}
}

int account_page(struct request *q, struct answer *ret, struct err *e)
{
	struct account_view v = {.name = q->who.name, .mail = q->who.mail};
	struct frame f;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = sessions(q, db, &v, e);
	if (rc == 0)
		rc = passkeys(q, db, &v, e);
	if (rc == 0)
		rc = codes_left(db, q->who.account, &v, e);
	if (rc < 0)
		return rc;
	v.held = q->who.held ? held_said() : NULL;
	v.grants = q->who.n;
	v.grant = NEW_ARRAY(q->a, const char *, v.grants + 1);
	for (size_t i = 0; i < v.grants; i++)
		v.grant[i] = grant_words(q->a, &q->who.grant[i]);
	houses(q, &v);
	door_frame(q->view, say(q->view, T("Your account")), &f);
	html_account(&ret->b, q->view, &f, &v);
	return 0;
}

int session_end_page(struct request *q, struct answer *ret, struct err *e)
{
	struct session_end_row row;
	struct db_stmt *st = NULL;
	struct db *db = NULL;
	const char *id = request_text(q, "session");
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = session_end_start(db, &(struct session_end_in){q->who.account, id}, &st, e);
	if (rc < 0)
		return rc;
	rc = session_end_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("This session has ended already.")));
	if (rc > 0)
		rc = account_note(db, q->who.account, "ended", id, q->who.account, q->run->now_ms, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/account"));
	return rc;
}

int house_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *code = request_text(q, "house");
	bool theirs = false;
	struct db *db = NULL;

	for (size_t i = 0; i < q->who.n; i++)
		theirs |= *q->who.grant[i].person && strcmp(q->who.grant[i].house, code) == 0;
	if (!theirs)
		return err_set(e, ERR_NOTFOUND, "%s", say(q->view, T("You act for no such house.")));
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = session_house_run(db, &(struct session_house_in){q->who.session, code}, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/account/start"));
	return rc;
}

/* ---- for administrators ---- */

static int rows(struct request *q, struct db *db, struct accounts_view *v, struct err *e)
{
	struct account *all = NULL;
	size_t n = 0;
	int rc = account_list(db, q->a, &all, &n, e);

	v->row = NEW_ARRAY(q->a, struct account_row, n + 1);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct grant *grant = NULL;
		size_t grants = 0;
		const char *words = "";

		rc = account_grants(db, q->a, all[i].id, q->run->today, &grant, &grants, e);
		for (size_t k = 0; rc == 0 && k < grants; k++)
			words = arena_printf(
				q->a, "%s%s%s", words, k ? ", " : "", grant_words(q->a, &grant[k]));
		v->row[v->rows++] = (struct account_row){all[i].id, all[i].mail, all[i].name, words,
			day_of(q, all[i].made_ms), all[i].closed_ms != 0,
			strcmp(all[i].id, q->who.account) == 0};
	}
	return rc;
}

static int invited(struct request *q, struct db *db, struct accounts_view *v, struct err *e)
{
	struct invitation i = {.mail = request_text(q, "mail"),
		.name = request_text(q, "name"),
		.role = request_text(q, "role"),
		.house = request_text(q, "house"),
		.state = request_text(q, "state"),
		.treaty = "",
		.organisation = "",
		.lang = q->view->words->tag,
		.from_day = "",
		.to_day = "",
		.origin = request_origin(q)};
	bool sent;

	v->mail = i.mail;
	return invite(q->run, db, &i, q->who.account, &v->link, &sent, e);
}

int accounts_page(struct request *q, struct answer *ret, struct err *e)
{
	struct accounts_view v = {0};
	struct frame f;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0 && q->method == METHOD_POST) {
		rc = invited(q, db, &v, e);
		if (rc == ERR_INVALID || rc == ERR_USAGE || rc == ERR_NOTFOUND || rc == ERR_CONFLICT) {
			ret->status = 400;
			v.said = arena_strdup(q->a, e->text);
			rc = 0;
		}
	}
	if (rc == 0)
		rc = rows(q, db, &v, e);
	if (rc < 0)
		return rc;
	door_frame(q->view, say(q->view, T("Accounts")), &f);
	html_accounts(&ret->b, q->view, &f, &v);
	return 0;
}

int account_close_page(struct request *q, struct answer *ret, struct err *e)
{
	struct account acc;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = account_get(db, q->a, request_text(q, "account"), &acc, e);
	if (rc == 0 && strcmp(acc.id, q->who.account) == 0)
		rc = err_set(e, ERR_CONFLICT, "%s",
			say(q->view, T("Another administrator has to close your account.")));
	if (rc == 0 && !acc.closed_ms)
		rc = account_shut(q->run, db, &acc, q->who.account, e);
	if (rc == 0)
		answer_see_other(q, ret, view_link(q->view, "/accounts"));
	return rc;
}
