/* backup, restore, doctor. */
#include <inttypes.h>

#include "offices/packs/packs.h"
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

static int backup_run(struct run *r, struct err *e)
{
	struct db *db, *copy;
	int rc = store_open(r->arena, r->db_url, STORE_EXISTING, &db, e);

	if (rc == 0)
		rc = store_backup(db, r->argv[0], e);
	if (rc == 0)
		rc = store_open(r->arena, r->argv[0], STORE_READ, &copy, e);
	return rc == 0 ? say_head(r, copy, r->argv[0], e) : rc;
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

static const struct command commands[] = {
	{"backup", "FILE", "Copy the whole database into a new file, and verify the copy",
		"The file is an SQLite database, from whichever engine; paraph reads it with --db FILE.", 1,
		1, NULL, backup_run},
	{"restore", "FILE", "Bring a backup into the new database that --db names, and verify it",
		"The database must not be there yet, or hold nothing.", 1, 1, NULL, restore_run},
	{"doctor", "", "Look at everything: schema, chain, packs, corrections, acts that are marked",
		"One line a finding: ok, note (nothing to do, good to know) or bad (exit status 1).", 0, 0,
		NULL, doctor_run},
	{0},
};
const struct office upkeep_office = {.name = "upkeep", .commands = commands};
