/* Settings: environment variables, and for those that are not set the file of an installed package. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/line.h"

#include "base/allow_env.h"

#define SETTINGS_FILE "/etc/paraph/paraph.conf"
#define SETTINGS_BYTES_MAX 65536u
#define EXE_PATH_MAX 4096
#define ACCOUNT "PARAPH_USER"

const struct option_info settings[] = {
	{"PARAPH_DB", "URL", "The database: a file, or postgresql://… (paraph.db)"},
	{"PARAPH_URL", "URL", "Where the pages are reached by readers, https://HOST"},
	{"PARAPH_LISTEN", "ADDRESS:PORT", "Where serve listens (127.0.0.1:8080)"},
	{"PARAPH_TLS_CERT", "FILE", "Certificate with its chain, PEM: serve then speaks TLS itself"},
	{"PARAPH_TLS_KEY", "FILE", "The certificate's private key, PEM"},
	{"PARAPH_MAIL", "FILE", "How mail goes (docs/post.md); without it nothing leaves the computer"},
	{"PARAPH_OIDC_ISSUER", "URL",
		"Another service that signs people in (OpenID Connect), as it names itself"},
	{"PARAPH_OIDC_CLIENT", "ID", "The name that it gave us"},
	{"PARAPH_OIDC_SECRET", "FILE", "The secret that it gave us, in the first line"},
	{"PARAPH_BACKUPS", "DIR", "Where backup keeps its copies, and doctor looks for the last one"},
	{"PARAPH_SECRET", "FILE", "The key that signs letters (a file in the user's own folder)"},
	{"PARAPH_PLACE", "ZONE", "In which time zone it is today (Europe/Zurich, for Geneva)"},
	{"PARAPH_HOUSE", "CODE", "For which house, where there are several"},
	{"PARAPH_AS", "PERSON", "Who does it: the id of a person of the house"},
	{"PARAPH_PACKS", "DIR", "Folder of the packs (beside the program)"},
	{"PARAPH_MACHINE", "URL", "A server that translates; without it none is asked"},
	{"PARAPH_OIDC_ISSUER", "URL", "Another service that signs people in, by OpenID Connect"},
	{"PARAPH_OIDC_CLIENT", "ID", "What it knows this register by"},
	{"PARAPH_OIDC_SECRET", "FILE", "What it gave to this register"},
	{ACCOUNT, "NAME",
		"In the file only: the account that root's commands run as, which owns the register"},
	{0},
};

/* The program of a package alone reads the package's file: one built in a folder has nothing to do with it.
 */
static bool is_packaged(void)
{
	static const char packaged[] = "/usr/bin/";
	char exe[EXE_PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe);

	return len > (ssize_t)sizeof packaged - 1 && memcmp(exe, packaged, sizeof packaged - 1) == 0;
}

static const struct option_info *setting_find(const char *name, size_t len)
{
	for (const struct option_info *s = settings; s->name; s++)
		if (strlen(s->name) == len && memcmp(s->name, name, len) == 0)
			return s;
	return NULL;
}

/* One line: NAME=VALUE, quotes around the value taken off as a shell would; what the environment says stands.
 */
static int line_take(char *line, const char **ret_account, struct err *e)
{
	char *name = line + strspn(line, " \t"), *value = strchr(name, '=');

	if (!*name || *name == '#')
		return 0;
	if (!value || !setting_find(name, (size_t)(value - name)))
		return err_set(e, ERR_INVALID,
			"'%.60s' sets nothing that there is; man paraph.conf lists what", name);
	*value++ = '\0';
	size_t len = strlen(value);
	while (len && (value[len - 1] == ' ' || value[len - 1] == '\t' || value[len - 1] == '\r'))
		value[--len] = '\0';
	if (len >= 2 && (*value == '"' || *value == '\'') && value[len - 1] == *value) {
		value[len - 1] = '\0';
		value++;
	}
	if (strcmp(name, ACCOUNT) == 0)
		*ret_account = value;
	else if (*value && setenv(name, value, 0) < 0)
		return err_set(e, ERR_IO, "%s cannot be set; free some memory", name);
	return 0;
}

/* What root makes would be root's, and the server could not write to it. */
static int become(const char *account, struct err *e)
{
	const struct passwd *pw = getpwnam(account);

	if (!pw)
		return err_set(e, ERR_INVALID, ACCOUNT ": there is no account '%s'", account);
	if (initgroups(pw->pw_name, pw->pw_gid) < 0 || setgid(pw->pw_gid) < 0 || setuid(pw->pw_uid) < 0 ||
		setenv("HOME", pw->pw_dir, 1) < 0)
		return err_set(e, ERR_IO, ACCOUNT ": cannot become %s: %s", account, strerror(errno));
	return 0;
}

static int text_take(char *text, const char **ret_account, struct err *e)
{
	int rc = text_check(text, strlen(text), e);

	for (int number = 1; rc == 0 && text; number++) {
		char *end = strchr(text, '\n');

		if (end)
			*end = '\0';
		rc = line_take(text, ret_account, e);
		if (rc < 0)
			err_ctx(e, "line %d", number);
		text = end ? end + 1 : NULL;
	}
	return rc;
}

int settings_read(struct arena *a, bool own_db, struct err *e)
{
	const char *named = getenv("PARAPH_CONF"), *account = NULL;
	const char *path = named && *named ? named : SETTINGS_FILE;
	char *text = NULL;
	size_t len;

	if (named ? !*named : !is_packaged() || access(path, F_OK) < 0 || access(path, R_OK) < 0)
		return 0; /* it is for the register of the package; others have their own */
	own_db |= getenv("PARAPH_DB") != NULL;
	int rc = file_read(a, path, SETTINGS_BYTES_MAX, &text, &len, e);
	if (rc == 0 && text_take(text, &account, e) < 0)
		rc = err_ctx(e, "%s", path);
	if (rc == 0 && account && !own_db && geteuid() == 0)
		rc = become(account, e);
	return rc;
}
