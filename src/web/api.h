/* What programs are told under /api/: lists a page at a time with links to the others, and every error as
 * problem+json (RFC 9457). What stands in a list is list.h's: nothing is written here a second time. Private
 * to the site. */
#pragma once
#include "web/site_private.h"

#define API_ROOT "/api/v1"

bool api_address(const char *raw); /* path as sent, with or without a language */
/* The row that answers below API_ROOT: one of its own, or a list of the site; then visit.form is LIST_JSON
 * and visit.item, where one row of it is asked for, its name. NULL: none. */
const struct route *api_route(struct visit *t);
/* Before and after a list is filled: how many rows, and the one that is asked for. ERR_NOTFOUND. */
int api_before(struct visit *t, struct list *l, struct err *e) ATTR_CHECK;
int api_after(struct visit *t, struct list *l, struct err *e) ATTR_CHECK;
/* Status 200, with Link (RFC 8288). */
struct http_reply *api_reply(const struct visit *t, const struct buf *b);
/* wrong: the list that was asked in a way that does not fit; NULL. */
struct http_reply *api_problem(
	const struct request *q, int status, const char *detail, const struct list *wrong, const char *allow);
struct http_reply *api_preflight(void); /* who may read from the pages of others: anyone (CORS) */
