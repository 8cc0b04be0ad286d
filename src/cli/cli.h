/* The command line: one table of commands, the global flags, output as table, csv or json. Knows no office:
 * main.c hands it the offices' tables. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

#define RUN_TRIES 5 /* how often a command runs whose store was busy */
#define TABLE_COLUMNS_MAX 40u
#define TABLE_ROW_MAX (64u << 20) /* bytes of a row as CSV or JSON */

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

struct db;
struct book; /* offices/packs/packs.h */
/* What a worker of a server keeps from one run to the next: it is no run of a command, which opens all anew.
 */
struct kept {
	struct arena *arena;
	struct db *db;            /* NULL until it is first asked for */
	struct arena *book_arena; /* of the book, in `arena` */
	struct book *book;        /* NULL none */
};

/* What one run of a command is given. */
struct run {
	struct arena *arena;
	FILE *out, *err;
	const char *db_url; /* --db, else $PARAPH_DB, else paraph.db */
	const char *treaty; /* --treaty, NULL when not given */
	const char *house;  /* --house, else $PARAPH_HOUSE; NULL: not said */
	const char *actor;  /* --as, else $PARAPH_AS: the id of a person of the house; NULL: not said */
	const char *
		machine; /* $PARAPH_MACHINE: address of a translating server; NULL: none, and none is asked */
	const char *mail;    /* $PARAPH_MAIL: the file that says how mail goes; NULL: not said */
	const char *secret;  /* $PARAPH_SECRET: the file that the signing key lies in; NULL: not said */
	const char *own_dir; /* this user's folder for what is secret: ~/.config/paraph; NULL: no home */
	const char
		*oidc_issuer; /* $PARAPH_OIDC_ISSUER: another service that signs in, https://…; NULL: none */
	const char *oidc_client, *oidc_secret; /* $PARAPH_OIDC_CLIENT, …_SECRET: its name for us; a file */
	const char *site_url; /* $PARAPH_URL: where the pages are reached, https://…; NULL: not said */
	const char *listen;   /* $PARAPH_LISTEN: where serve listens; NULL: not said */
	const char *tls_cert,
		*tls_key; /* $PARAPH_TLS_CERT, $PARAPH_TLS_KEY: files; NULL: no TLS of its own */
	const char
		*backups; /* $PARAPH_BACKUPS: folder of the copies that are made regularly; NULL: not said */
	day_t on, today;  /* --on, else today in the configured place ($PARAPH_PLACE; Europe/Zurich) */
	bool on_given;
	int64_t now_ms;
	int64_t known_ms;    /* --known, else INT64_MAX */
	int64_t progress_ms; /* when run_progress() last said something; 0: its line is empty */
	void (*watch)(void *ctx, const char *what, size_t done, size_t all); /* told of it instead; NULL */
	void *watch_ctx;
	enum format format;
	const char *fresh_id;  /* "u-...": for one act that has no id of its own; the same in every try */
	const char *packs_dir; /* --packs, else $PARAPH_PACKS, else beside the binary; NULL: none found */
	int argc;
	const char **argv;   /* what is left after flags: the command's own words */
	const char **option; /* by index of the command's option table; NULL not given, "" for a flag given */
	const struct given *given; /* every option as it was given, for run_option_each() */
	size_t given_n;
	const struct command *command;
	const struct office *const *offices; /* all of them, as main.c lists them; ends with NULL */
	struct kept *kept;                   /* NULL: a command */
};

/* "--within", "DAYS" (NULL: a flag), help. A value that ends with "..." may be given several times. An option
 * of a command takes the place of the global flag of that name, which then stands before the command. */
struct option_info {
	const char *name, *value, *help;
};
struct command {
	const char *name;                         /* "letter preview"; no command's name begins another's */
	const char *words;                        /* "KIND" for the usage line */
	const char *help;                         /* one line */
	const char *more;                         /* paragraphs for --help; NULL none */
	int least, most;                          /* words; most -1: any number */
	const struct option_info *options;        /* ends with a NULL name; NULL none */
	int (*run)(struct run *r, struct err *e); /* 0 or < 0; run again from the start after ERR_BUSY */
};
struct route;
struct forgetting;
/* An office hands main.c its commands, the routes of its pages, and how it forgets a person. */
struct office {
	const char *name;
	const struct command *commands; /* ends with a NULL name */
	const struct route *routes;     /* web/view.h; ends with a NULL pattern; NULL none */
	/* Takes away what it holds of persons who are erased (offices/contacts/contacts.h); NULL: holds
	 * nothing. */
	int (*forget)(struct run *r, struct forgetting *f, struct err *e);
};

/* Runs one command line; returns the exit status: 0 done, 1 refused or not found, 2 usage, 3 store or system.
 * One line on stderr names the thing and the mend. offices ends with NULL. */
int cli_main(int argc, char **argv, const struct office *const *offices);

/* Clocks for a server: ms since 1970 UTC, and one that never goes back, in us. */
int64_t clock_now_ms(void);
int64_t clock_steady_us(void);
/* Reads the clock anew, for a command that goes on for days: now_ms and today. */
int run_clock(struct run *r, struct err *e) ATTR_CHECK;

/* Manual pages into a folder as man reads it (man -M), dated --on: paraph.1, a page an office, paraph.conf.5.
 */
int man_write(struct run *r, const char *dir, struct err *e) ATTR_CHECK;

/* The database --db, open; a worker's is kept. Errors: those of store_open(). */
int run_db(struct run *r, struct db **ret, struct err *e) ATTR_CHECK;

/* "letters: 340 of 989" on a terminal, in one line, ten times a second at most; gone when done is all, or
 * when the command ends. Where nobody watches nothing is said. */
void run_progress(struct run *r, const char *what, size_t done, size_t all);
void run_progress_end(struct run *r);

/* ---- options ---- */
/* ERR_USAGE outside [low, high]; fallback when it was not given. */
int run_option_int(const struct run *r, int option, int64_t low, int64_t high, int64_t fallback, int64_t *ret,
	struct err *e) ATTR_CHECK;
/* The values of an option that may be given several times, in order; *pos starts at 0. NULL at the end. */
const char *run_option_each(const struct run *r, int option, size_t *pos);

/* ---- output ---- */
/* Rows for people (aligned by display width, header, right-aligned numbers, nothing cut) or for programs. The
 * same call serves all three formats. key: CSV header and JSON name. number: a JSON number where the cell is
 * one. list: words separated by spaces, a JSON array. */
struct column {
	const char *key, *title;
	bool number, list;
};
struct table;
struct table *table_new(struct run *r, const struct column *column, size_t n);
void table_row(
	struct table *t, const char *const *cell); /* n cells, copied; NULL or "" is empty: JSON null, [] */
/* The cells of this column (0, 1, ...) are JSON, and stand so in the format json; for the others they are
 * text. */
void table_json(struct table *t, size_t column);
int table_end(struct table *t, struct err *e) ATTR_CHECK; /* writes it; streaming for csv and json */
