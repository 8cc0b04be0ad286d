/* What each role demands of who signs in. Nothing else decides it: accounts_who() leaves out the roles that
 * the way in does not open, and links are sent to whom they open something. */
#include <string.h>

#include "offices/accounts/account.h"

enum { BY_PASSWORD = 1, BY_RECOVERY = 2, BY_PASSKEY = 4, BY_OIDC = 8, BY_LINK = 16 };
#define BY_TWO (BY_PASSWORD | BY_RECOVERY | BY_PASSKEY | BY_OIDC) /* something known and something had */

static const struct {
	const char *name; /* as account_session keeps it */
	unsigned bit;
} ways[] = {
	{"password", BY_PASSWORD}, /* with a code of the generator */
	{"recovery", BY_RECOVERY}, /* with a recovery code in its place */
	{"passkey", BY_PASSKEY},
	{"oidc", BY_OIDC},
	{"link", BY_LINK},
};

static const struct {
	const char *role; /* NULL: every other, which are administrator and the roles of a house */
	unsigned by;
} demands[] = {
	{ROLE_FOCAL_POINT, BY_TWO | BY_LINK}, /* the mailbox is official */
	{NULL, BY_TWO},
};

bool way_opens(const char *way, const char *role)
{
	unsigned bit = 0;
	size_t i = 0;

	for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
		if (strcmp(ways[k].name, way) == 0)
			bit = ways[k].bit;
	while (demands[i].role && strcmp(demands[i].role, role) != 0)
		i++;
	return (demands[i].by & bit) != 0;
}

size_t way_keep(const char *way, struct grant *g, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (way_opens(way, g[i].role))
			g[kept++] = g[i];
	return kept;
}

const char *held_said(void)
{
	return T("You came in by a link, which does not open all your roles. "
		 "Sign in with a passkey, or by password and code.");
}
