/* backup, restore, migrate, doctor. */
#include <inttypes.h>

#include "offices/packs/packs.h"
#include "offices/upkeep/copies.h"
#include "offices/upkeep/doctor.h"
#include "offices/upkeep/upkeep.h"

/* How the copy ends, to be noted elsewhere. */
static int say_head(struct run *r, struct db *db, const char *what, struct err *e)
{
	struct head head;
	int rc = store_head(db, &head, e);

	if (rc < 0)
		return rc;
	if (head.count)
		fprintf(r->out, "%s: %" PRIu64 " acts, head %" PRIu64 ":%s\n", what, head.count,
			head.count - 1, head.hash);
	else
		fprintf(r->out, "%s: 0 acts\n", what);
	return 0;
}

enum backup_option { BACKUP_KEEP };
static const struct option_info backup_options[] = {
	[BACKUP_KEEP] = {"--keep", "N",
		"Of the copies in $PARAPH_BACKUPS keep the newest N, this one with them"},
	{0},
};

static int backup_run(struct run *r, struct err *e)
{
	const char *path = r->argc ? r->argv[0] : NULL;
	int64_t keep = 0;
	struct db *db, *copy;
	int rc = run_option_int(r, BACKUP_KEEP, 1, COPIES_MAX, 0, &keep, e);

	if (rc == 0 && path && keep)
		rc = err_set(e, ERR_USAGE, "--keep is for the copies in $PARAPH_BACKUPS: name no file");
	if (rc == 0 && !path)
		rc = copies_next(r, &path, e);
	if (rc == 0)
		rc = run_db(r, &db, e);
	if (rc == 0)
		rc = store_backup(db, path, e);
	if (rc == 0)
		rc = store_open(r->arena, path, STORE_READ, &copy, e);
	if (rc == 0)
		rc = say_head(r, copy, path, e);
	return rc == 0 && keep ? copies_drop(r, (size_t)keep, e) : rc;
}

/* The copy is verified before anything is made, so that a bad one leaves no database behind. */
static int restore_run(struct run *r, struct err *e)
{
	struct db *copy, *db;
	struct head head;
	uint64_t bad = 0;
	int rc = store_open(r->arena, r->argv[0], STORE_READ, &copy, e);

	if (rc == 0)
		rc = store_verify(copy, 0, NULL, NULL, NULL, &bad, &head, e);
	if (rc == 0 && bad)
		rc = err_set(e, ERR_CONFLICT,
			"%s does not verify: mistakes: %" PRIu64
			"; paraph act verify --db %s names them; take another copy",
			r->argv[0], bad, r->argv[0]);
	if (rc == 0)
		rc = book_new_db(r, &db, e);
	if (rc == 0)
		rc = store_restore(db, r->argv[0], e);
	return rc == 0 ? say_head(r, db, "restored", e) : rc;
}

enum migrate_option { MIGRATE_COPY, MIGRATE_NO_COPY };
static const struct option_info migrate_options[] = {
	[MIGRATE_COPY] = {"--copy", "FILE", "Where the copy goes (when not given: beside the database)"},
	[MIGRATE_NO_COPY] = {"--no-copy", NULL, "Make no copy first"},
	{0},
};

static int migrate_command(struct run *r, struct err *e)
{
	const char *copy = r->option[MIGRATE_COPY];
	struct migrated done;

	if (r->option[MIGRATE_NO_COPY] && copy)
		return err_set(e, ERR_USAGE, "--copy and --no-copy together: say one of them");
	if (!copy && !r->option[MIGRATE_NO_COPY])
		copy = "";
	int rc = store_migrate(r->arena, r->db_url, copy, &done, e);
	if (rc < 0)
		return rc;
	if (done.from == done.to)
		fprintf(r->out, "schema %zu: up to date\n", done.to);
	else
		fprintf(r->out, "schema %zu to %zu%s%s\n", done.from, done.to,
			done.copy ? "; as it was: " : "", done.copy ? done.copy : "");
	return 0;
}

static int manual_run(struct run *r, struct err *e)
{
	return man_write(r, r->argv[0], e);
}

static const struct command commands[] = {
	{"backup", "[FILE]", "Copy the whole database into a new file, and verify the copy",
		"The file is an SQLite database, from whichever engine; --db FILE reads it. "
		"Without a name it goes into the folder $PARAPH_BACKUPS, under the time. It may be "
		"made while others record. Not in it: the key that signs letters.",
		0, 1, backup_options, backup_run},
	{"restore", "FILE", "Bring a backup into the new database that --db names, and verify it",
		"The database must not be there yet, or hold nothing.", 1, 1, NULL, restore_run},
	{"migrate", "", "Bring the tables of an older database up to this program",
		"Nothing recorded changes. A file is copied first; of PostgreSQL, make a dump. Run again, "
		"it does nothing. Then adopt the packs that came with the program: pack list shows which "
		"differ.",
		0, 0, migrate_options, migrate_command},
	{"doctor", "", "Look at everything: schema, chain, packs, corrections, acts that are marked",
		"One line a finding: ok, note (nothing to do, good to know) or bad (exit status 1).", 0, 0,
		NULL, doctor_run},
	{"manual", "DIR", "Write the manual pages into this folder, dated --on",
		"They say what --help says: one for all, one an office, one for the settings. "
		"man -M DIR paraph reads them.",
		1, 1, NULL, manual_run},
	{0},
};
const struct office upkeep_office = {.name = "upkeep", .commands = commands};
