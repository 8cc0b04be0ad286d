/* The command line: one table of commands, the global flags, output as table, csv or json. Knows no office: main.c hands it the offices' tables. */
#pragma once
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

/* What one run of a command is given. */
struct run {
	struct arena *arena;
	FILE *out, *err;
	const char *db_url;       /* --db, else $PARAPH_DB, else paraph.db */
	const char *treaty;       /* --treaty, NULL when not given */
	day_t on, today;          /* --on, else today in the configured place ($PARAPH_PLACE, a tz name; Europe/Zurich) */
	bool on_given;
	int64_t now_ms;
	int64_t known_ms;         /* --known, else INT64_MAX */
	enum format format;
	const char *packs_dir;    /* --packs, else $PARAPH_PACKS, else beside the binary */
	int argc; const char **argv;       /* what is left after flags: the command's own words */
	const char **option;      /* by index of the command's option table; NULL not given, "" for a flag given */
};

struct option_info { const char *name, *value, *help; }; /* "--within", "DAYS" (NULL: a flag), help */
struct command {
	const char *name;         /* "letter preview" */
	const char *words;        /* "KIND" for the usage line */
	const char *help;         /* one line */
	const char *more;         /* paragraphs for --help; NULL none */
	int least, most;          /* words; most -1: any number */
	const struct option_info *options; /* ends with a NULL name; NULL none */
	int (*run)(struct run *r, struct err *e); /* 0 or < 0 */
};
/* An office hands main.c its commands (and later its routes, facts, migrations and jobs). */
struct office { const char *name; const struct command *commands; }; /* ends with a NULL name */

/* Runs one command line; returns the exit status: 0 done, 1 refused or not found, 2 usage, 3 store or system. One line on stderr names the thing and the mend. */
int cli_main(int argc, char **argv, const struct office *const *offices);

/* ---- output ---- */
/* Rows for people (aligned by display width, header, right-aligned numbers) or for programs. The same call serves all three formats. */
struct column { const char *key, *title; bool number, list; }; /* key: CSV header and JSON name; list: words separated by spaces, JSON array */
struct table;
struct table *table_new(struct run *r, const struct column *column, size_t n);
void table_row(struct table *t, const char *const *cell);  /* n cells, copied; NULL is empty (JSON null) */
int table_end(struct table *t, struct err *e) ATTR_CHECK;   /* writes it; streaming for csv and json */
int run_option_int(const struct run *r, int option, int64_t low, int64_t high, int64_t fallback, int64_t *ret, struct err *e) ATTR_CHECK;
