/* key create, list, revoke; and who comes with one. */
#include "offices/machine/keys.h"

#include <string.h>

#include "acts/random.h"
#include "base/text.h"
#include "machine_sql.h"
#include "offices/houses/houses.h"
#include "offices/machine/machine.h"
#include "web/secret.h"

#define ID_BYTES 10
#define SEEN_MS INT64_C(60000) /* a key's use is noted once in this time */
#define PURPOSE "api"
#define BEARER "Bearer "

enum { CREATE_SCOPE, CREATE_NAME, CREATE_UNTIL };
const struct option_info key_create_options[] = {
	[CREATE_SCOPE] = {"--scope", "SCOPE...",
		"What it may do (paraph serve --routes: right api, its role)"},
	[CREATE_NAME] = {"--name", "TEXT", "What it is for"},
	[CREATE_UNTIL] = {"--until", "DATE", "Last day (when not given: until it is revoked)"},
	{0},
};

/* ---- making ---- */

/* Scopes are the roles of rows with RIGHT_API: no list of them stands anywhere. */
static bool is_scope(const struct run *r, const char *word, const char **ret_all)
{
	const char *all = "";
	bool found = false;

	for (size_t i = 0; r->offices[i]; i++)
		for (const struct route *x = r->offices[i]->routes; x && x->pattern; x++) {
			if (x->right != RIGHT_API || !x->role)
				continue;
			found |= strcmp(x->role, word) == 0;
			all = arena_printf(r->arena, "%s%s%s", all, *all ? ", " : "", x->role);
		}
	*ret_all = all;
	return found;
}

static int scopes_said(struct run *r, const char **ret, struct err *e)
{
	const char *scopes = "", *all = "";
	size_t pos = 0;

	for (const char *word; (word = run_option_each(r, CREATE_SCOPE, &pos));) {
		if (!is_scope(r, word, &all))
			return err_set(e, ERR_USAGE, "--scope %s: there is none; say one of: %s", word, all);
		scopes = arena_printf(r->arena, "%s%s%s", scopes, *scopes ? " " : "", word);
	}
	*ret = scopes;
	return *scopes ? 0 : err_set(e, ERR_USAGE, "key create: say with --scope what the key may do");
}

static int until_said(struct run *r, const char **ret, struct err *e)
{
	const char *until = r->option[CREATE_UNTIL];
	day_t day;

	*ret = until ? until : "";
	if (!until)
		return 0;
	if (day_parse(until, strlen(until), &day, e) < 0) {
		err_ctx(e, "--until");
		return e->code = ERR_USAGE;
	}
	return day >= r->today
		? 0
		: err_set(e, ERR_USAGE, "--until %s: that day is over; say a later one", until);
}

static int name_said(struct run *r, const char **ret, struct err *e)
{
	const char *name = r->option[CREATE_NAME] ? r->option[CREATE_NAME] : "";

	if (strlen(name) > KEY_NAME_MAX)
		return err_set(e, ERR_USAGE, "--name: more than %u bytes; say it shorter", KEY_NAME_MAX);
	*ret = name;
	return text_check(name, strlen(name), e);
}

static int house_said(struct run *r, struct db *db, const char **ret, struct err *e)
{
	struct house h;
	int rc = 0;

	*ret = "";
	if (!r->house)
		return 0;
	rc = house_open(r, db, r->house, &h, e);
	if (rc == 0)
		*ret = h.code;
	return rc;
}

int key_create_run(struct run *r, struct err *e)
{
	char hash[65], id[2 + 2 * ID_BYTES + 1] = "k-";
	const char *secret = secret_new(r->arena), *house = "", *scopes = "", *until = "", *name = "";
	struct db *db = NULL;
	int rc = run_db(r, &db, e);

	if (rc == 0)
		rc = scopes_said(r, &scopes, e);
	if (rc == 0)
		rc = until_said(r, &until, e);
	if (rc == 0)
		rc = name_said(r, &name, e);
	if (rc == 0)
		rc = house_said(r, db, &house, e);
	if (rc < 0)
		return rc;
	random_hex(id + 2, ID_BYTES);
	secret_hash(secret, PURPOSE, hash);
	rc = api_key_add_run(
		db, &(struct api_key_add_in){id, hash, name, house, scopes, until, r->now_ms}, e);
	if (rc < 0)
		return rc;
	fprintf(r->out, KEY_PREFIX "%s\n", secret);
	fprintf(r->err, "key %s: keep it now, it is shown once; paraph key revoke %s ends it\n", id, id);
	return 0;
}

int key_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false},
		{"name", "For", false, false},
		{"house", "House", false, false},
		{"scopes", "Scopes", false, true},
		{"until", "Until", false, false},
		{"made", "Made", false, false},
		{"used", "Last used", false, false},
		{"revoked", "Revoked", false, false},
	};
	struct api_key_list_row row;
	struct db_stmt *st = NULL;
	struct db *db = NULL;
	int rc = run_db(r, &db, e);

	if (rc == 0)
		rc = api_key_list_start(db, &(struct api_key_list_in){KEYS_SHOWN}, &st, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	for (rc = api_key_list_step(st, &row, e); rc == DB_ROW; rc = api_key_list_step(st, &row, e))
		table_row(t,
			(const char *const[]){row.id, row.name, row.house, row.scopes, row.to_day,
				instant_text(r->arena, row.made_ms), instant_text(r->arena, row.used_ms),
				instant_text(r->arena, row.ended_ms)});
	db_finish(st);
	return rc < 0 ? rc : table_end(t, e);
}

int key_revoke_run(struct run *r, struct err *e)
{
	struct api_key_end_row row;
	struct db_stmt *st = NULL;
	struct db *db = NULL;
	int rc = run_db(r, &db, e);

	if (rc == 0)
		rc = api_key_end_start(db, &(struct api_key_end_in){r->argv[0], r->now_ms}, &st, e);
	if (rc < 0)
		return rc;
	rc = api_key_end_step(st, &row, e);
	db_finish(st);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"%s is no key that opens anything; paraph key list shows them", r->argv[0]);
	return rc < 0 ? rc : 0;
}

/* ---- who comes with one ---- */

/* NULL: none, or none that could be ours. */
static const char *secret_given(const struct request *q)
{
	const char *given = request_header(q, "Authorization");

	if (!given || strncasecmp(given, BEARER, strlen(BEARER)) != 0)
		return NULL;
	given += strlen(BEARER);
	given += strspn(given, " ");
	if (strncmp(given, KEY_PREFIX, strlen(KEY_PREFIX)) != 0)
		return NULL;
	given += strlen(KEY_PREFIX);
	return secret_is(given) ? given : NULL;
}

static void grants_of(struct request *q, const struct api_key_get_row *row)
{
	char **scope;
	size_t n = text_split(q->a, row->scopes, " ", &scope);
	struct grant *grant = NEW_ARRAY(q->a, struct grant, n + 1);
	const char *house = arena_strdup(q->a, row->house), *id = arena_strdup(q->a, row->id);

	for (size_t i = 0; i < n; i++)
		grant[i] = (struct grant){scope[i], house, id, "", ""};
	q->who.account = id;
	q->who.name = arena_strdup(q->a, row->name);
	q->who.n = n;
	q->who.grant = grant;
}

int machine_who(struct request *q, struct db *db, struct err *e)
{
	const char *secret = secret_given(q);
	int64_t now_ms = q->run->now_ms, used_ms = 0;
	struct api_key_get_row row;
	struct db_stmt *st = NULL;
	char hash[65], today[11];

	q->who = (struct who){.account = "", .name = "", .mail = "", .session = ""};
	if (!secret)
		return 0;
	secret_hash(secret, PURPOSE, hash);
	int rc = api_key_get_start(
		db, &(struct api_key_get_in){hash, day_format(q->run->today, today)}, &st, e);
	if (rc < 0)
		return rc;
	rc = api_key_get_step(st, &row, e);
	if (rc == DB_ROW) {
		grants_of(q, &row);
		used_ms = row.used_ms;
	}
	db_finish(st);
	if (rc != DB_ROW || now_ms - used_ms < SEEN_MS)
		return rc < 0 ? rc : 0;
	return api_key_seen_run(db, &(struct api_key_seen_in){q->who.account, now_ms}, e);
}
