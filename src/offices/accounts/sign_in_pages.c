/* Signing in and out, links, and opening an account: pages for who is not signed in yet. */
#include <string.h>

#include "accounts_html.h"
#include "accounts_sql.h"
#include "offices/accounts/account.h"
#include "offices/accounts/oidc.h"
#include "web/door.h"

#define MINUTE_MS INT64_C(60000)
#define TO_MAX 500u

/* Back to a page of this site, and to nowhere else. */
static struct url back_to(struct request *q, const char *to)
{
	bool ours = to[0] == '/' && to[1] != '/' && strlen(to) <= TO_MAX && !strpbrk(to, "\\\n\t\r");

	return ours ? (struct url){to} : view_link(q->view, "/account/start");
}

static void signed_in(struct request *q, struct answer *ret, const char *secret)
{
	answer_cookie(q, ret, "session", secret, 0);
}

static int sign_in_form(
	struct request *q, struct answer *ret, const char *said, const char *mail, const char *to)
{
	const struct sign_in_view s = {
		said, mail, to, passkey_site(q) != NULL, oidc_on(q->run) ? oidc_host(q->run, q->a) : NULL};
	struct frame f;

	door_frame(q->view, say(q->view, T("Sign in")), &f);
	html_sign_in(&ret->b, q->view, &f, &s);
	return 0;
}

int sign_in_again(struct request *q, struct answer *ret, int status, const char *said)
{
	ret->status = status;
	return sign_in_form(q, ret, said, request_text(q, "mail"), request_text(q, "to"));
}

void sign_in_done(struct request *q, struct answer *ret, const char *secret)
{
	signed_in(q, ret, secret);
	answer_see_other(q, ret, back_to(q, request_text(q, "to")));
}

int sign_in_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *to = url_field(&q->url, "to"), *secret = NULL;
	struct db *db = NULL;

	if (q->method == METHOD_GET) {
		if (!*q->who.account)
			return sign_in_form(q, ret, NULL, "", to ? to : "");
		answer_see_other(q, ret, back_to(q, to ? to : ""));
		return 0;
	}
	int rc = run_db(q->run, &db, e);
	if (rc == 0)
		rc = sign_in(q, db,
			&(struct proof){request_text(q, "mail"), request_text(q, "password"),
				request_text(q, "code")},
			&secret, e);
	if (rc == ERR_INVALID || rc == ERR_LIMIT)
		return sign_in_again(q, ret, rc == ERR_LIMIT ? 429 : 403, e->text);
	if (rc == 0)
		sign_in_done(q, ret, secret);
	return rc;
}

int start_page(struct request *q, struct answer *ret, struct err *e)
{
	struct frame f;

	(void)e;
	door_frame(q->view, "", &f);
	answer_see_other(q, ret, view_link(q->view, f.menus ? f.menu[0].path : "/account"));
	return 0;
}

int sign_out_page(struct request *q, struct answer *ret, struct err *e)
{
	struct session_end_row row;
	struct db_stmt *st = NULL;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = session_end_start(db, &(struct session_end_in){q->who.account, q->who.session}, &st, e);
	if (rc < 0)
		return rc;
	rc = session_end_step(st, &row, e);
	db_finish(st);
	if (rc >= 0)
		rc = account_note(db, q->who.account, "signed-out", "", q->who.account, q->run->now_ms, e);
	if (rc < 0)
		return rc;
	answer_cookie(q, ret, "session", "gone", -1);
	answer_see_other(q, ret, view_link(q->view, "/"));
	return 0;
}

/* ---- a link that is asked for ---- */

static bool by_link(const struct grant *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (way_opens("link", g[i].role))
			return true;
	return false;
}

static const char *house_of(const struct grant *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (*g[i].house)
			return g[i].house;
	return "";
}

/* Nothing tells whether there is such an account. */
static int send_link(struct request *q, struct db *db, const char *mail, struct err *e)
{
	struct run *r = q->run;
	struct account acc;
	struct grant *grant = NULL;
	const char *secret = NULL;
	size_t n = 0;
	bool sent;
	int rc = account_by(db, q->a, mail, &acc, e);

	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc == 0)
		rc = account_grants(db, q->a, acc.id, r->today, &grant, &n, e);
	if (rc < 0 || !by_link(grant, n))
		return rc;
	AUTO_TX tx = {0};
	rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = link_new(db, q->a, acc.id, "sign-in", r->now_ms, r->now_ms + LINK_MINUTES * MINUTE_MS,
			&secret, e);
	if (rc == 0) {
		const char *link = arena_printf(q->a, "%s/account/link/%s", request_origin(q), secret);

		rc = link_send(r, db,
			&(struct link_mail){&acc, house_of(grant, n),
				say(q->view, T("Your link to the register")),
				arena_printf(q->a, "%s\n\n%s\n",
					say(q->view,
						T("This address signs you in, once, within half an hour:")),
					link)},
			&sent, e);
	}
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int link_ask_page(struct request *q, struct answer *ret, struct err *e)
{
	const char *mail = "", *said = T("If this address belongs to a focal point, a link was sent to it.");
	struct frame f;
	struct err none;
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	door_frame(q->view, say(q->view, T("By a link")), &f);
	if (rc == 0)
		rc = attempts_check(db, attempt_of_address(q), ATTEMPTS_PER_ADDRESS, q->run->now_ms, e);
	if (mail_read(q->a, request_text(q, "mail"), &mail, &none) < 0)
		mail = "";
	const char *subject = arena_printf(q->a, "link %s", attempt_of_mail(q->a, mail));
	if (rc == 0)
		rc = attempts_check(db, subject, LINKS_PER_ACCOUNT, q->run->now_ms, e);
	if (rc == ERR_LIMIT) {
		ret->status = 429;
		html_plain_page(&ret->b, q->view, &f, e->text);
		return 0;
	}
	if (rc == 0)
		rc = attempt_note(db, subject, q->run->now_ms, e);
	if (rc == 0)
		rc = attempt_note(db, attempt_of_address(q), q->run->now_ms, e);
	if (rc == 0 && q->run->mail)
		rc = send_link(q, db, mail, e);
	if (!q->run->mail)
		said = T("This register sends no mail. Ask the support unit for a link.");
	if (rc == 0)
		html_plain_page(&ret->b, q->view, &f, said);
	return rc;
}

/* ---- a link that is opened ---- */

/* 404, and what to do. */
static int no_link(struct request *q, struct answer *ret, const struct err *e)
{
	struct frame f;

	ret->status = 404;
	door_frame(q->view, say(q->view, T("This link opens nothing")), &f);
	html_plain_page(&ret->b, q->view, &f, e->text);
	return 0;
}

/* Only one comes first. */
static int use(struct db *db, const struct link *l, int64_t now_ms, struct err *e)
{
	struct link_use_row row;
	struct db_stmt *st = NULL;
	int rc = link_use_start(db, &(struct link_use_in){l->token, now_ms}, &st, e);

	if (rc < 0)
		return rc;
	rc = link_use_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "%s",
			T("This link was used already, or is too old. Ask for a new one."));
	return rc < 0 ? rc : 0;
}

static int link_used(
	struct request *q, struct db *db, const struct link *l, struct answer *ret, struct err *e)
{
	const char *secret = NULL;
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = use(db, l, q->run->now_ms, e);
	if (rc == 0)
		rc = session_new(q, db, &l->account, "link", &secret, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc < 0)
		return rc;
	signed_in(q, ret, secret);
	answer_see_other(q, ret, view_link(q->view, "/account/start"));
	return 0;
}

/* Who reads mails before people do opens links as well: only the button signs in. */
int link_page(struct request *q, struct answer *ret, struct err *e)
{
	struct frame f;
	struct link l = {.purpose = "", .pending = ""};
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = link_open(db, q->a, q->open[0], q->run->now_ms, &l, e);
	if (rc == 0 && strcmp(l.purpose, "sign-in") != 0)
		rc = err_set(e, ERR_NOTFOUND, "%s",
			T("This link was used already, or is too old. Ask for a new one."));
	if (rc == 0 && q->method == METHOD_POST)
		rc = link_used(q, db, &l, ret, e);
	if (rc == ERR_NOTFOUND)
		return no_link(q, ret, e);
	if (rc < 0 || q->method == METHOD_POST)
		return rc;
	door_frame(q->view, say(q->view, T("Sign in")), &f);
	html_link(&ret->b, q->view, &f, l.account.name, q->open[0]);
	return 0;
}

/* ---- an account that is opened ---- */

static int setup_form(struct request *q, struct answer *ret, const struct link *l, const char *said)
{
	struct setup_view s = {
		.said = said, .mail = l->account.mail, .secret = q->open[0], .key = l->pending};
	struct frame f;

	s.qr = qr_path(
		q->a, totp_address(q->a, l->pending, q->view->reg->pack->code, l->account.mail), &s.qr_size);
	s.qr_size += QR_MARGIN;
	door_frame(q->view, say(q->view, T("Open your account")), &f);
	html_setup(&ret->b, q->view, &f, &s);
	return 0;
}

static int set_up(struct request *q, struct db *db, const struct link *l, const char **ret_code,
	const char **ret_secret, struct err *e)
{
	int64_t step = totp_step(l->pending, request_text(q, "code"), q->run->now_ms);
	unsigned char key[PASSWORD_KEY_BYTES];
	const char *kept = password_keep(q->a, request_text(q, "password"), key);
	const char *sealed = seal(q->a, key, l->pending);
	AUTO_TX tx = {0};
	int rc = tx_begin(&tx, db, e);

	if (rc == 0)
		rc = use(db, l, q->run->now_ms, e);
	if (rc == 0)
		rc = credentials_set(db, q->a, l->account.id, &(struct secrets){kept, sealed, step},
			q->run->now_ms, ret_code, e);
	if (rc == 0)
		rc = session_end_all_run(db, &(struct session_end_all_in){l->account.id}, e);
	if (rc == 0)
		rc = account_note(db, l->account.id, "set-up", "", l->account.id, q->run->now_ms, e);
	if (rc == 0)
		rc = session_new(q, db, &l->account, "password", ret_secret, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

static int setup_posted(
	struct request *q, struct db *db, const struct link *l, struct answer *ret, struct err *e)
{
	const char *code[CODES] = {NULL}, *secret = NULL;
	struct codes_view c = {CODES, code, "/account/start"};
	struct frame f;
	int rc = password_check(request_text(q, "password"), request_text(q, "again"), e);

	if (rc == 0 && totp_step(l->pending, request_text(q, "code"), q->run->now_ms) < 0)
		rc = err_set(e, ERR_INVALID, "%s",
			T("This is not the code that the generator shows now. "
			  "Is the clock of the device right?"));
	if (rc == ERR_INVALID) {
		ret->status = 400;
		return setup_form(q, ret, l, e->text);
	}
	if (rc == 0)
		rc = set_up(q, db, l, code, &secret, e);
	if (rc < 0)
		return rc;
	signed_in(q, ret, secret);
	door_frame(q->view, say(q->view, T("Your recovery codes")), &f);
	html_codes(&ret->b, q->view, &f, &c);
	return 0;
}

int setup_page(struct request *q, struct answer *ret, struct err *e)
{
	struct link l = {.purpose = "", .pending = ""};
	struct db *db = NULL;
	int rc = run_db(q->run, &db, e);

	if (rc == 0)
		rc = link_open(db, q->a, q->open[0], q->run->now_ms, &l, e);
	if (rc == 0 && strcmp(l.purpose, "sign-in") == 0)
		rc = err_set(e, ERR_NOTFOUND, "%s",
			T("This link was used already, or is too old. Ask for a new one."));
	if (rc == 0)
		rc = link_pend(db, q->a, q->open[0], q->run->now_ms, &l, e);
	if (rc == 0 && q->method == METHOD_POST)
		rc = setup_posted(q, db, &l, ret, e);
	else if (rc == 0)
		rc = setup_form(q, ret, &l, NULL);
	return rc == ERR_NOTFOUND ? no_link(q, ret, e) : rc;
}
