/* account invite, list, show, revoke, sessions; and the routes. */
#include <string.h>

#include "accounts_sql.h"
#include "offices/accounts/account.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define ORIGIN_DEFAULT "http://127.0.0.1:8080"
#define EVENTS_SHOWN 30
#define HOUR_MS INT64_C(3600000)

enum {
	INVITE_ROLE,
	INVITE_NAME,
	INVITE_STATE,
	INVITE_TREATY,
	INVITE_LANG,
	INVITE_FROM,
	INVITE_TO,
	INVITE_ORIGIN
};
static const struct option_info invite_options[] = {
	{"--role", "ROLE",
		"administrator, focal-point, or a role of the house: observer, drafter, signatory …"},
	{"--name", "TEXT", "As it is shown (when not given: the address)"},
	{"--state", "ISO3", "The State of a focal point"},
	{"--treaty", "CODE", "For this treaty only"},
	{"--lang", "LL", "Language of the mails to it (en)"},
	{"--from", "DATE", "First day (when not given: today)"},
	{"--to", "DATE", "Last day (when not given: until revoked)"},
	{"--base-url", "URL", "Where the server is reached ($PARAPH_URL, else " ORIGIN_DEFAULT ")"},
	{0},
};

static const char *option(const struct run *r, int i)
{
	return r->option[i] ? r->option[i] : "";
}

static int day_check(struct run *r, int i, struct err *e)
{
	day_t day;
	const char *text = option(r, i);

	if (!*text || day_parse(text, strlen(text), &day, e) == 0)
		return 0;
	err_ctx(e, "%s", r->command->options[i].name);
	return e->code = ERR_USAGE;
}

static int invite_run(struct run *r, struct err *e)
{
	const char *origin = r->option[INVITE_ORIGIN] ? r->option[INVITE_ORIGIN]
		: r->site_url                         ? r->site_url
						      : ORIGIN_DEFAULT;
	struct invitation i = {.mail = r->argv[0],
		.name = option(r, INVITE_NAME),
		.role = option(r, INVITE_ROLE),
		.house = "",
		.state = option(r, INVITE_STATE),
		.treaty = option(r, INVITE_TREATY),
		.organisation = "",
		.lang = option(r, INVITE_LANG),
		.from_day = option(r, INVITE_FROM),
		.to_day = option(r, INVITE_TO),
		.origin = origin};
	const char *link = NULL;
	bool sent = false;
	struct db *db = NULL;
	int rc = run_db(r, &db, e);

	if (rc == 0)
		rc = day_check(r, INVITE_FROM, e);
	if (rc == 0)
		rc = day_check(r, INVITE_TO, e);
	if (rc == 0)
		rc = invite(r, db, &i, "", &link, &sent, e);
	if (rc < 0)
		return rc;
	fprintf(r->out, "%s\n", link);
	fprintf(r->err,
		"%s is invited as %s; the link opens the account once, within %d days%s; an account that "
		"is open has the role from now on without it\n",
		i.mail, i.role, INVITE_DAYS, sent ? ", and goes to it by mail" : "");
	return 0;
}

static int account_named(struct run *r, struct db **ret_db, struct account *ret, struct err *e)
{
	const char *name = r->argv[0], *mail = NULL;
	int rc = run_db(r, ret_db, e);

	if (rc == 0 && !strchr(name, '@'))
		return account_get(*ret_db, r->arena, name, ret, e);
	if (rc == 0)
		rc = mail_read(r->arena, name, &mail, e);
	return rc < 0 ? rc : account_by(*ret_db, r->arena, mail, ret, e);
}

static int roles_of(struct run *r, struct db *db, const char *account, const char **ret, struct err *e)
{
	struct grant *grant = NULL;
	const char *words = "";
	size_t n = 0;
	int rc = account_grants(db, r->arena, account, r->on, &grant, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++)
		words = arena_printf(
			r->arena, "%s%s%s", words, i ? " " : "", grant_words(r->arena, &grant[i]));
	*ret = words;
	return rc;
}

static int list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"account", "Account", false, false},
		{"mail", "Mail", false, false},
		{"name", "Name", false, false},
		{"roles", "Roles", false, true},
		{"made", "Made", false, false},
		{"closed", "Closed", false, false},
	};
	struct account *all = NULL;
	struct table *t;
	struct db *db = NULL;
	size_t n = 0;
	int rc = run_db(r, &db, e);

	if (rc == 0)
		rc = account_list(db, r->arena, &all, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		const char *roles = "";

		rc = roles_of(r, db, all[i].id, &roles, e);
		table_row(t,
			(const char *const[]){all[i].id, all[i].mail, all[i].name, roles,
				instant_text(r->arena, all[i].made_ms),
				instant_text(r->arena, all[i].closed_ms)});
	}
	return rc < 0 ? rc : table_end(t, e);
}

static int show_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"at", "At", false, false},
		{"what", "What", false, false},
		{"detail", "Detail", false, false},
		{"by", "By", false, false},
	};
	struct event_list_row row;
	struct account acc;
	struct db_stmt *st = NULL;
	struct table *t;
	struct db *db = NULL;
	int rc = account_named(r, &db, &acc, e);

	if (rc == 0)
		rc = event_list_start(db, &(struct event_list_in){acc.id, EVENTS_SHOWN}, &st, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (rc = event_list_step(st, &row, e); rc == DB_ROW; rc = event_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){
				instant_text(r->arena, row.at_ms), row.what, row.detail, row.by_whom});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

static int revoke_run(struct run *r, struct err *e)
{
	struct account acc;
	struct db *db = NULL;
	int rc = account_named(r, &db, &acc, e);

	if (rc == 0 && acc.closed_ms)
		return err_set(e, ERR_CONFLICT, "account %s is closed already; nothing to do", acc.id);
	return rc < 0 ? rc : account_shut(r, db, &acc, "", e);
}

enum { SESSIONS_END };
static const struct option_info sessions_options[] = {
	{"--end", "SESSION", "End this one"},
	{0},
};

static int end_one(struct run *r, struct db *db, const struct account *acc, struct err *e)
{
	struct session_end_row row;
	struct db_stmt *st = NULL;
	int rc = session_end_start(db, &(struct session_end_in){acc->id, r->option[SESSIONS_END]}, &st, e);

	if (rc < 0)
		return rc;
	rc = session_end_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"account %s has no session %s; paraph account sessions shows them", acc->id,
			r->option[SESSIONS_END]);
	return rc < 0 ? rc : account_note(db, acc->id, "ended", r->option[SESSIONS_END], "", r->now_ms, e);
}

static int sessions_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"session", "Session", false, false},
		{"way", "By", false, false},
		{"made", "Since", false, false},
		{"seen", "Last seen", false, false},
		{"address", "From", false, false},
		{"agent", "Browser", false, false},
	};
	struct session_list_row row;
	struct account acc;
	struct db_stmt *st = NULL;
	struct table *t;
	struct db *db = NULL;
	int rc = account_named(r, &db, &acc, e);

	if (rc == 0 && r->option[SESSIONS_END])
		return end_one(r, db, &acc, e);
	if (rc == 0)
		rc = session_list_start(db,
			&(struct session_list_in){
				acc.id, r->now_ms, r->now_ms - SESSION_IDLE_HOURS * HOUR_MS},
			&st, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (rc = session_list_step(st, &row, e); rc == DB_ROW; rc = session_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){row.id, row.way, instant_text(r->arena, row.made_ms),
				instant_text(r->arena, row.seen_ms), row.address, row.agent});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

enum { PASSKEYS_REMOVE };
static const struct option_info passkeys_options[] = {
	{"--remove", "ID", "Remove this one"},
	{0},
};

static int passkeys_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"passkey", "Passkey", false, false},
		{"name", "Name", false, false},
		{"made", "Since", false, false},
		{"used", "Last used", false, false},
	};
	struct passkey_row *row = NULL;
	struct account acc;
	struct table *t;
	struct db *db = NULL;
	size_t n = 0;
	int rc = account_named(r, &db, &acc, e);

	if (rc == 0 && r->option[PASSKEYS_REMOVE])
		return passkey_drop(db, acc.id, r->option[PASSKEYS_REMOVE], "", r->now_ms, e);
	if (rc == 0)
		rc = passkey_list(db, r->arena, acc.id, &row, &n, e);
	if (rc < 0)
		return rc;
	t = table_new(r, columns, COUNT(columns));
	for (size_t i = 0; i < n; i++)
		table_row(t,
			(const char *const[]){row[i].id, row[i].name, instant_text(r->arena, row[i].made_ms),
				instant_text(r->arena, row[i].used_ms)});
	return table_end(t, e);
}

static const struct command commands[] = {
	{"account invite", "MAIL",
		"Invite somebody, or give another role; prints the link that opens the account",
		"The first administrator is made so:\n"
		"    paraph account invite you@example.org --role administrator\n"
		"A role of a house enters the person in it (--house where there are several houses).\n"
		"Invited again, a link before that was not used is void, and what was set is set anew by it.",
		1, 1, invite_options, invite_run},
	{"account list", "", "Accounts, and what each may do on --on", NULL, 0, 0, NULL, list_run},
	{"account show", "MAIL", "What happened to an account, the newest first", NULL, 1, 1, NULL, show_run},
	{"account revoke", "MAIL",
		"Close an account: signs it out everywhere, voids its links, forgets name and address", NULL,
		1, 1, NULL, revoke_run},
	{"account sessions", "MAIL", "Where an account is signed in", NULL, 1, 1, sessions_options,
		sessions_run},
	{"account passkeys", "MAIL", "The passkeys of an account", NULL, 1, 1, passkeys_options,
		passkeys_run},
	{0},
};

const struct route accounts_routes[] = {
	{.pattern = "/account/sign-in",
		.help = "Sign in by password and code, or ask for a link",
		.answer = sign_in_page,
		.methods = METHOD_GET | METHOD_POST},
	{.pattern = "/account/passkey",
		.help = "Sign in with a passkey",
		.answer = passkey_sign_in_page,
		.methods = METHOD_POST},
	{.pattern = "/account/passkey/ask",
		.help = "What a browser asks a passkey, as JSON",
		.answer = passkey_ask_page,
		.methods = METHOD_POST},
	{.pattern = "/account/passkeys",
		.help = "Register a passkey",
		.answer = passkey_add_page,
		.methods = METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/passkeys/remove",
		.help = "Remove a passkey",
		.answer = passkey_remove_page,
		.methods = METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/oidc",
		.help = "Sign in by another service (OpenID Connect)",
		.answer = oidc_page},
	{.pattern = "/account/oidc/back", .help = "Back from it", .answer = oidc_back_page},
	{.pattern = "/account/sign-out",
		.help = "Sign out",
		.answer = sign_out_page,
		.methods = METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/start",
		.help = "The first page of what one may open",
		.answer = start_page,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/link",
		.help = "Have a link to sign in sent",
		.answer = link_ask_page,
		.methods = METHOD_POST},
	{.pattern = "/account/link/:",
		.help = "Sign in by a link",
		.answer = link_page,
		.methods = METHOD_GET | METHOD_POST},
	{.pattern = "/account/invitation/:",
		.help = "Open an account, or set its password anew",
		.answer = setup_page,
		.methods = METHOD_GET | METHOD_POST},
	{.pattern = "/account/renew",
		.help = "New password, code generator and recovery codes",
		.answer = renew_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/sessions",
		.help = "End one of one's sessions",
		.answer = session_end_page,
		.methods = METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/account/house",
		.help = "Choose the house for which one acts",
		.answer = house_page,
		.methods = METHOD_POST,
		.right = RIGHT_SIGNED_IN},
	{.pattern = "/accounts",
		.help = "All accounts; invite",
		.answer = accounts_page,
		.methods = METHOD_GET | METHOD_POST,
		.right = RIGHT_ADMIN,
		.menu = T("Accounts")},
	{.pattern = "/accounts/close",
		.help = "Close an account",
		.answer = account_close_page,
		.methods = METHOD_POST,
		.right = RIGHT_ADMIN},
	{.pattern = "/account",
		.help = "Roles, sessions and codes of one's account",
		.answer = account_page,
		.right = RIGHT_SIGNED_IN,
		.menu = T("Your account")},
	{0},
};
const struct office accounts_office = {.name = "accounts", .commands = commands, .routes = accounts_routes};
