/* Accounts: who signs in, by what, and what they may do; by invitation only. The first administrator is made
 * by `paraph account invite`. docs/web.md has the rules. */
#pragma once
#include "cli/cli.h"
#include "store/store.h"
#include "web/request.h"

extern const struct office accounts_office; /* account invite, list, show, revoke, sessions; /account */

/* Before a server starts: are the settings of signing in whole? ERR_USAGE says which is not. */
int accounts_ready(struct run *r, struct err *e) ATTR_CHECK;
/* Who asks, by the cookie of the request: fills q->who, q->run being there. Nobody is no error. */
int accounts_who(struct request *q, struct db *db, struct err *e) ATTR_CHECK;

/* How often an account may do something within a quarter of an hour: counted, and ERR_LIMIT over `most`.
 * what: a word for it. */
int accounts_pace(struct request *q, struct db *db, const char *what, int most, struct err *e) ATTR_CHECK;

/* ---- focal points of one State, who invite each other ---- */
#define COLLEAGUES_MAX 12u /* of one State, with a house */
struct colleague {
	const char *account, *name, *mail;
	int64_t made_ms;
};
/* Of the State and house of `as`, by address. */
int colleagues(struct run *r, struct db *db, const struct grant *as, struct colleague **ret, size_t *ret_n,
	struct err *e) ATTR_CHECK;
/* Invites one more, as accounts are invited. by: id of the account that does. *ret_link: for who invites to
 * hand over, where *ret_sent is false. ERR_CONFLICT: there are COLLEAGUES_MAX, or the address has an account
 * already, which whoever keeps the accounts gives other roles. */
struct colleague_new {
	const char *mail, *name, *lang, *origin, *by;
};
int colleague_invite(struct run *r, struct db *db, const struct grant *as, const struct colleague_new *c,
	const char **ret_link, bool *ret_sent, struct err *e) ATTR_CHECK;
/* Ends what it may do for that State; an account that may do nothing else is closed. ERR_NOTFOUND: is none of
 * them; ERR_CONFLICT: oneself. */
int colleague_end(struct run *r, struct db *db, const struct grant *as, const char *account, const char *by,
	struct err *e) ATTR_CHECK;
