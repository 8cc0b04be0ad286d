/* One command line taken apart, and what help says of it. Private to cli. */
#pragma once
#include "cli/cli.h"

enum global {
	GLOBAL_ON,
	GLOBAL_KNOWN,
	GLOBAL_TREATY,
	GLOBAL_FORMAT,
	GLOBAL_DB,
	GLOBAL_PACKS,
	GLOBAL_HOUSE,
	GLOBAL_ACTOR,
	GLOBAL_HELP,
	GLOBAL_VERSION,
	GLOBAL_COUNT
};
extern const struct option_info global_options[GLOBAL_COUNT + 1];

struct given {
	int option; /* index into the command's table */
	const char *value;
};
struct line {
	struct arena *arena;
	const struct office *const *offices;
	int argc;
	char **argv;
	bool *taken;                   /* by argv: a word of the command's name */
	int words_end;                 /* in argv, behind the last of them; flags before it are global */
	const struct command *command; /* NULL: none named */
	const char *group; /* first word of the commands meant, where that is all there is; NULL */
	bool help;         /* "help" as the first word, or --help */
	const char *value[GLOBAL_COUNT]; /* NULL: not given */
	struct given *given;             /* run's */
	size_t given_cap;
};

/* Finds the command and the global flags; then, with a command, what is left goes to `r`. ERR_USAGE with the
 * nearest name. */
int line_read(struct line *l, struct run *r, struct err *e) ATTR_CHECK;

extern const struct option_info settings[]; /* ends with a NULL name */
/* Sets, from the file that $PARAPH_CONF names, or in the program of a package from /etc/paraph/paraph.conf,
 * the variables that the environment does not. Root then becomes the account that owns the register, unless
 * the caller names another register (own_db, or $PARAPH_DB). Before there are threads. ERR_INVALID names the
 * line.
 */
int settings_read(struct arena *a, bool own_db, struct err *e) ATTR_CHECK;

void help_list(FILE *out, const struct office *const *offices, const char *group); /* group NULL: all */
void help_command(FILE *out, const struct command *c);

/* The clock, and the day that it is in a place (a name of the time zone database). */
int clock_today(int64_t now_ms, const char *place, day_t *ret, struct err *e) ATTR_CHECK;
