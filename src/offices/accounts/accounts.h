/* Accounts: who signs in, by what, and what they may do; by invitation only. The first administrator is made
 * by `paraph account invite`. docs/web.md has the rules. */
#pragma once
#include "cli/cli.h"
#include "store/store.h"
#include "web/request.h"

extern const struct office accounts_office; /* account invite, list, show, revoke, sessions; /account */

/* Who asks, by the cookie of the request: fills q->who, q->run being there. Nobody is no error. */
int accounts_who(struct request *q, struct db *db, struct err *e) ATTR_CHECK;
