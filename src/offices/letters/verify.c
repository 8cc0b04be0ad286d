/* letter verify, letter key, letter scan: is this file the very one that was issued? */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"

int secret_path(const struct run *r, const char *given, const char **ret, struct err *e)
{
	const char *url = r->db_url;
	*ret = given;
	if (given)
		return 0;
	if (strncmp(url, "postgres", 8) == 0)
		return err_set(e, ERR_USAGE, "say where the signing key lies: --secret FILE");
	if (strncmp(url, "sqlite:", 7) == 0)
		url += 7;
	*ret = arena_printf(r->arena, "%s.key", url);
	return 0;
}

/* ---- letter verify ---- */

enum { VERIFY_RECORD, VERIFY_KEY };
const struct option_info letter_verify_options[] = {
	{"--record", "FILE", "The record that came with it (else FILE.paraph, else the database)"},
	{"--key", "FILE", "The issuer's public key; then no database is needed"},
	{0},
};

/* Says what was found; what is not so is an error that says why. */
static int verdict(struct run *r, const struct seal_record *rec, const char *status, const char *reason)
{
	fprintf(r->out,
		"ok: the very file that was issued\nhouse %s\nreference %s\ndate %s\nsignatory %s\n"
		"addressee %s\nstatus %s%s%s\nsha256 %s\nkey %s\n",
		rec->house, rec->reference, rec->date, *rec->signatory ? rec->signatory : "-", rec->addressee,
		status, reason && *reason ? ": " : "", reason ? reason : "", rec->sha256, rec->key);
	return 0;
}

static int key_known(struct db *db, const char *public, struct err *e)
{
	struct signing_key_list_row row;
	struct db_stmt *st;
	bool known = false;
	int rc = signing_key_list_start(db, &st, e);
	if (rc < 0)
		return rc;
	for (rc = signing_key_list_step(st, &row, e); rc == DB_ROW; rc = signing_key_list_step(st, &row, e))
		known |= strcmp(row.public, public) == 0;
	db_finish(st);
	if (rc < 0)
		return rc;
	return known ? 0
		     : err_set(e, ERR_INVALID,
			       "its record is signed with the key %s, which is none of this installation's",
			       public);
}

static int record_check(struct run *r, const char *name, const char *text, const char *sha256,
	const char *public, struct seal_record *ret, struct err *e)
{
	int rc = seal_read(r->arena, name, text, ret, e);
	if (rc < 0)
		return rc;
	if (public && strcmp(public, ret->key) != 0)
		return err_set(e, ERR_INVALID, "%s: signed with another key than the issuer's", name);
	if (strcmp(ret->sha256, sha256) != 0)
		return err_set(e, ERR_INVALID, "%s is not the file that was issued as %s: its bytes differ",
			r->argv[0], ret->reference);
	return 0;
}

/* By the database: the record as it stands there, and what became of the copy since. */
static int by_database(struct run *r, const char *sha256, struct err *e)
{
	struct db *db = NULL;
	struct house h = {0};
	struct copy_row c = {0};
	struct seal_record rec = {0};
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = house_open(r, db, NULL, &h, e);
	if (rc == 0)
		rc = ledger_copy(db, r->arena, &h, NULL, sha256, &c, e);
	if (rc >= 0 && rc != DB_ROW)
		return err_set(e, ERR_INVALID,
			"%s: house %s has issued no such file (SHA-256 %s); one changed byte makes another"
			" file",
			r->argv[0], h.code, sha256);
	if (rc < 0)
		return rc;
	rc = record_check(r, c.reference, c.record, sha256, NULL, &rec, e);
	if (rc == 0)
		rc = key_known(db, rec.key, e);
	return rc == 0 ? verdict(r, &rec, c.state, c.reason) : rc;
}

int letter_verify_run(struct run *r, struct err *e)
{
	const char *record = r->option[VERIFY_RECORD], *public = NULL;
	struct seal_record rec = {0};
	struct db *db = NULL;
	char sha256[65], *data, *text;
	size_t len;
	int rc = file_read(r->arena, r->argv[0], STORE_FILE_BYTES_MAX, &data, &len, e);
	if (rc < 0)
		return rc;
	sha256_hex(data, len, sha256);
	const char *beside = arena_printf(r->arena, "%s.paraph", r->argv[0]);
	if (!record && access(beside, F_OK) == 0)
		record = beside;
	if (r->option[VERIFY_KEY])
		rc = seal_public_read(r->arena, r->option[VERIFY_KEY], &public, e);
	if (rc < 0)
		return rc;
	if (!record && public)
		return err_set(e, ERR_USAGE, "%s: its record is needed too: --record FILE, or %s", r->argv[0],
			beside);
	if (!record)
		return by_database(r, sha256, e);
	rc = file_read(r->arena, record, SEAL_RECORD_MAX, &text, &len, e);
	if (rc == 0)
		rc = record_check(r, record, text, sha256, public, &rec, e);
	if (rc == 0 && !public)
		rc = run_db(r, &db, e);
	if (rc == 0 && !public)
		rc = key_known(db, rec.key, e);
	return rc == 0 ? verdict(r, &rec, rec.status, "") : rc;
}

/* ---- letter key ---- */

const struct option_info letter_key_options[] = {
	{"--out", "FILE", "A file for it; else it is printed"},
	{"--secret", "FILE", "The signing key (else beside the database; made where there is none)"},
	{0},
};

int letter_key_run(struct run *r, struct err *e)
{
	struct seal_key key = {0};
	const char *path = NULL;
	int rc = secret_path(r, r->option[1], &path, e);
	if (rc == 0)
		rc = seal_key_open(r->arena, path, true, &key, e);
	if (rc < 0)
		return rc;
	const char *line = arena_printf(r->arena, "%s\n", key.public);
	if (r->option[0])
		return file_write(r->option[0], line, strlen(line), e);
	fputs(line, r->out);
	return 0;
}

/* ---- letter scan ---- */

const struct option_info letter_scan_options[] = {
	{"--note", "TEXT", "What there is to say about it"},
	{"--secret", "FILE", "The signing key (else beside the database)"},
	{0},
};

/* Signed in ink, or initialled and stamped: the scan takes the place of the PDF, with a record of its own. */
static int scan_record(struct run *r, struct db *db, const struct house *h, struct copy_row *c,
	const struct seal_key *key, const char *data, size_t len, struct err *e)
{
	AUTO_TX tx = {0};
	struct seal_record rec = {0};
	char sha256[65];
	int rc = seal_read(r->arena, c->reference, c->record, &rec, e);
	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = store_file_add(db, "application/pdf", data, len, r->now_ms, sha256, e);
	if (rc < 0)
		return rc;
	rec.sha256 = sha256;
	rc = copy_scan_set_run(db,
		&(struct copy_scan_set_in){h->code, c->letter, c->n, sha256, seal_write(r->arena, &rec, key)},
		e);
	if (rc == 0)
		rc = signing_key_add_run(db, &(struct signing_key_add_in){key->public, r->now_ms}, e);
	if (rc == 0)
		rc = ledger_step(r, db, h,
			&(struct taken){.letter = c->letter,
				.what = "scanned",
				.note = arena_printf(r->arena, "%s: %s%s%s", c->reference, sha256,
					r->option[0] ? "; " : "", r->option[0] ? r->option[0] : "")},
			NULL, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}

int letter_scan_run(struct run *r, struct err *e)
{
	struct db *db = NULL;
	struct house h = {0};
	struct person actor = {0};
	struct copy_row c = {0};
	struct seal_key key = {0};
	const char *path = NULL;
	char *data;
	size_t len;
	int rc = file_read(r->arena, r->argv[1], STORE_FILE_BYTES_MAX, &data, &len, e);
	if (rc < 0)
		return rc;
	if (len < 5 || memcmp(data, "%PDF-", 5) != 0)
		return err_set(e, ERR_INVALID, "%s: a scan is kept as PDF", r->argv[1]);
	rc = run_db(r, &db, e);
	if (rc == 0)
		rc = house_open(r, db, NULL, &h, e);
	if (rc == 0)
		rc = house_actor(r, db, &h, &actor, e);
	if (rc == 0)
		rc = house_may(db, &h, actor.id, ROLE_SENDER, r->today, e);
	if (rc == 0)
		rc = ledger_copy(db, r->arena, &h, r->argv[0], NULL, &c, e);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"house %s has issued no letter under %s; paraph letter show shows"
			" the reference of each copy",
			h.code, r->argv[0]);
	if (rc < 0)
		return rc;
	rc = secret_path(r, r->option[1], &path, e);
	if (rc == 0)
		rc = seal_key_open(r->arena, path, false, &key, e);
	return rc == 0 ? scan_record(r, db, &h, &c, &key, data, len, e) : rc;
}
