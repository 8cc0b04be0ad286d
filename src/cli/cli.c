/* From a command line to an exit status. */
#include "cli/cli.h"

#include <locale.h>
#include <signal.h>
#include <sys/stat.h>

#include "acts/act.h"
#include "base/text.h"
#include "cli/line.h"
#include "store/store.h"

#include "base/allow_env.h"

#define PLACE_DEFAULT "Europe/Zurich" /* Geneva */
#define DB_DEFAULT "paraph.db"
#define EXE_PATH_MAX 4096

static const char *const format_names[] = {"table", "csv", "json", NULL};

static bool is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *from_env(const char *given, const char *name, const char *otherwise)
{
	const char *value = given ? given : getenv(name);

	return value && *value ? value : otherwise;
}

/* The packs beside the binary, from whatever folder it is called. */
static const char *packs_beside(struct arena *a)
{
	static const char *const places[] = {"packs", "../packs", "../share/paraph/packs"};
	char exe[EXE_PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

	exe[len > 0 ? len : 0] = '\0';
	for (size_t i = 0; len > 0 && i < sizeof places / sizeof places[0]; i++) {
		const char *slash = strrchr(exe, '/');
		const char *path = arena_printf(a, "%.*s/%s", (int)(slash - exe), exe, places[i]);

		if (is_dir(path))
			return path;
	}
	return NULL;
}

/* Where programs keep what is a user's own: freedesktop.org's base directories. */
static const char *own_dir(struct arena *a)
{
	const char *config = from_env(NULL, "XDG_CONFIG_HOME", NULL), *home = from_env(NULL, "HOME", NULL);

	if (config && *config == '/')
		return arena_printf(a, "%s/paraph", config);
	return home ? arena_printf(a, "%s/.config/paraph", home) : NULL;
}

static int usage(struct err *e, const char *flag)
{
	err_ctx(e, "%s", flag);
	e->code = ERR_USAGE;
	return ERR_USAGE;
}

/* The global flags into the run. */
static int globals_read(const struct line *l, struct run *r, struct err *e)
{
	const char *on = l->value[GLOBAL_ON], *known = l->value[GLOBAL_KNOWN],
		   *format = l->value[GLOBAL_FORMAT];
	int rc = clock_today(r->now_ms, from_env(NULL, "PARAPH_PLACE", PLACE_DEFAULT), &r->today, e);

	r->on = r->today;
	r->on_given = on != NULL;
	r->known_ms = INT64_MAX;
	r->fresh_id = draft_random_id(l->arena);
	r->treaty = l->value[GLOBAL_TREATY];
	r->house = from_env(l->value[GLOBAL_HOUSE], "PARAPH_HOUSE", NULL);
	r->machine = from_env(NULL, "PARAPH_MACHINE", NULL);
	r->mail = from_env(NULL, "PARAPH_MAIL", NULL);
	r->secret = from_env(NULL, "PARAPH_SECRET", NULL);
	r->oidc_issuer = from_env(NULL, "PARAPH_OIDC_ISSUER", NULL);
	r->oidc_client = from_env(NULL, "PARAPH_OIDC_CLIENT", NULL);
	r->oidc_secret = from_env(NULL, "PARAPH_OIDC_SECRET", NULL);
	r->own_dir = own_dir(l->arena);
	r->site_url = from_env(NULL, "PARAPH_URL", NULL);
	r->listen = from_env(NULL, "PARAPH_LISTEN", NULL);
	r->tls_cert = from_env(NULL, "PARAPH_TLS_CERT", NULL);
	r->tls_key = from_env(NULL, "PARAPH_TLS_KEY", NULL);
	r->backups = from_env(NULL, "PARAPH_BACKUPS", NULL);
	r->actor = from_env(l->value[GLOBAL_ACTOR], "PARAPH_AS", NULL);
	r->db_url = from_env(l->value[GLOBAL_DB], "PARAPH_DB", DB_DEFAULT);
	r->packs_dir = from_env(l->value[GLOBAL_PACKS], "PARAPH_PACKS", NULL);
	if (!r->packs_dir)
		r->packs_dir = packs_beside(l->arena);
	if (rc == 0 && on && day_parse(on, strlen(on), &r->on, e) < 0)
		rc = usage(e, "--on");
	if (rc == 0 && known && instant_parse(known, &r->known_ms, e) < 0)
		rc = usage(e, "--known");
	r->format = FORMAT_TABLE;
	while (rc == 0 && format && format_names[r->format] && strcmp(format_names[r->format], format) != 0)
		r->format++;
	if (rc == 0 && !format_names[r->format])
		rc = err_set(e, ERR_USAGE, "--format: '%s' is none of table, csv, json", format);
	return rc;
}

static int words_check(const struct run *r, const struct command *c, struct err *e)
{
	if (r->argc >= c->least && (c->most < 0 || r->argc <= c->most))
		return 0;
	if (r->argc > c->most && c->most >= 0)
		return err_set(e, ERR_USAGE, "%s: '%s' is one word too many", c->name, r->argv[c->most]);
	return err_set(e, ERR_USAGE, "%s needs %s", c->name, c->words);
}

/* The whole use case again while the store is busy, each time with memory of its own. */
static int command_run(struct run *r, const struct command *c, struct err *e)
{
	struct arena *all = r->arena;
	int rc = ERR_BUSY;

	for (int tries = 0; tries < RUN_TRIES && rc == ERR_BUSY; tries++) {
		AUTO_ARENA a = arena_child(all, c->name);
		r->arena = a;
		rc = c->run(r, e);
		run_progress_end(r);
	}
	r->arena = all;
	return rc;
}

/* A reader that went away (a pipe into head) is no error. */
static int out_finish(FILE *out, struct err *e)
{
	struct stat st;

	if (fflush(out) == 0 && !ferror(out))
		return 0;
	if (fstat(fileno(out), &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		return 0;
	return err_set(e, ERR_IO, "the output cannot be written whole; is the disk full?");
}

static int line_run(struct line *l, struct run *r, struct err *e)
{
	const struct command *c;
	int rc = line_read(l, r, e);

	if (rc < 0)
		return rc;
	c = l->command;
	if (l->value[GLOBAL_VERSION]) {
		fprintf(r->out, "paraph %s\n", PARAPH_VERSION);
		return 0;
	}
	if (l->help && c) {
		help_command(r->out, c);
		return 0;
	}
	if (l->help || (!c && !l->group)) {
		help_list(r->out, l->offices, l->group);
		return 0;
	}
	if (!c)
		return err_set(e, ERR_USAGE, "%s: say which of its commands; paraph help %s lists them",
			l->group, l->group);
	rc = words_check(r, c, e);
	if (rc == 0)
		rc = settings_read(l->arena, l->value[GLOBAL_DB] != NULL, e);
	if (rc == 0)
		rc = globals_read(l, r, e);
	return rc < 0 ? rc : command_run(r, c, e);
}

int cli_main(int argc, char **argv, const struct office *const *offices)
{
	AUTO_ARENA a = arena_new("command line");
	struct err e = {0};
	struct line l = {.arena = a, .offices = offices, .argc = argc, .argv = argv};
	struct run r = {.arena = a, .out = stdout, .err = stderr, .offices = offices};
	int rc;

	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	r.now_ms = clock_now_ms();
	rc = line_run(&l, &r, &e);
	if (rc == 0)
		rc = out_finish(r.out, &e);
	else
		fflush(r.out);
	if (rc == 0)
		return 0;
	fprintf(r.err, "paraph: %s", e.text);
	if (rc == ERR_USAGE && l.command)
		fprintf(r.err, " (see paraph %s --help)", l.command->name);
	fputc('\n', r.err);
	return err_exit((enum err_code)rc);
}

int run_clock(struct run *r, struct err *e)
{
	r->now_ms = clock_now_ms();
	return clock_today(r->now_ms, from_env(NULL, "PARAPH_PLACE", PLACE_DEFAULT), &r->today, e);
}

int run_db(struct run *r, struct db **ret, struct err *e)
{
	struct kept *k = r->kept;
	struct db *db = k ? k->db : NULL;

	if (!db) {
		int rc = store_open(k ? k->arena : r->arena, r->db_url, STORE_EXISTING, &db, e);
		if (rc < 0)
			return rc;
	}
	if (k)
		k->db = db;
	*ret = db;
	return 0;
}

int run_option_int(const struct run *r, int option, int64_t low, int64_t high, int64_t fallback, int64_t *ret,
	struct err *e)
{
	const char *text = r->option[option];

	if (!text) {
		*ret = fallback;
		return 0;
	}
	return text_int(text, low, high, ret, e) < 0 ? usage(e, r->command->options[option].name) : 0;
}

const char *run_option_each(const struct run *r, int option, size_t *pos)
{
	while (*pos < r->given_n) {
		const struct given *g = &r->given[(*pos)++];
		if (g->option == option)
			return g->value;
	}
	return NULL;
}
