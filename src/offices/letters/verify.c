/* letter verify, letter scan: is this file the very one that was issued? */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"
#include "post/outbox.h"

/* ---- letter verify ---- */

enum { VERIFY_RECORD, VERIFY_KEY };
const struct option_info letter_verify_options[] = {
	{"--record", "FILE", "The record that came with it (else FILE.paraph, else the database)"},
	{"--key", "FILE", "The issuer's public keys; then no database is needed"},
	{0},
};

/* Says what was found; what is not so is an error that says why. */
static int verdict(struct run *r, const struct seal_record *rec, const struct copy_row *c)
{
	const char *status = c ? c->state : rec->status, *reason = c ? c->reason : "";
	const struct seal_public *k = rec->key;
	fprintf(r->out,
		"ok: the very file that was issued\nhouse %s\nreference %s\ndate %s\nsignatory %s\n"
		"addressee %s\nstatus %s%s%s\nsha256 %s\nkey %s%s%s%s%s\n",
		rec->house, rec->reference, rec->date, *rec->signatory ? rec->signatory : "-", rec->addressee,
		status, *reason ? ": " : "", reason, rec->sha256, seal_id(r->arena, k->public),
		*k->from ? " from " : "", k->from, *k->to ? " to " : "", k->to);
	return 0;
}

static int record_check(struct run *r, const char *name, const char *text, const char *sha256,
	const struct seal_ring *ring, struct seal_record *ret, struct err *e)
{
	int rc = seal_read(r->arena, name, text, ring, ret, e);
	if (rc == 0 && strcmp(ret->sha256, sha256) != 0)
		rc = err_set(e, ERR_INVALID, "%s is not the file that was issued as %s: its bytes differ",
			r->argv[0], ret->reference);
	return rc;
}

/* What the file is held against: the keys that are trusted, and what the database, where there is one, knows
 * of the copy. */
struct against {
	struct db *db; /* NULL: an exported key alone */
	struct seal_ring ring;
	bool found;
	struct copy_row copy;
};

static int against_open(struct run *r, const char *sha256, struct against *g, struct err *e)
{
	if (r->option[VERIFY_KEY])
		return seal_ring_read(r->arena, r->option[VERIFY_KEY], &g->ring, e);
	int rc = run_db(r, &g->db, e);
	if (rc == 0)
		rc = keys_ring(g->db, r->arena, &g->ring, e);
	if (rc == 0)
		rc = ledger_copy_of_file(g->db, r->arena, sha256, &g->copy, e);
	g->found = rc == DB_ROW;
	return rc < 0 ? rc : 0;
}

/* Why a letter was cancelled is for its own house alone. */
static void reason_hide(struct run *r, struct against *g, const char *house)
{
	struct house own = {0};
	struct err none;
	if (g->found && (house_open(r, g->db, NULL, &own, &none) != 0 || strcmp(own.code, house) != 0))
		g->copy.reason = "";
}

/* What is signed for the file: given, beside it, or as the database has it. */
static int record_of(struct run *r, const char *sha256, const struct copy_row *c, const char **ret_name,
	const char **ret, struct err *e)
{
	const char *record = r->option[VERIFY_RECORD];
	const char *beside = arena_printf(r->arena, "%s.paraph", r->argv[0]);
	char *text;
	size_t len;
	if (!record && access(beside, F_OK) == 0)
		record = beside;
	*ret_name = record ? record : c ? c->reference : NULL;
	if (record) {
		int rc = file_read(r->arena, record, SEAL_RECORD_MAX, &text, &len, e);
		*ret = text;
		return rc;
	}
	if (r->option[VERIFY_KEY])
		return err_set(e, ERR_USAGE, "%s: its record is needed too: --record FILE, or %s", r->argv[0],
			beside);
	if (!c)
		return err_set(e, ERR_INVALID,
			"%s: nobody here has issued such a file (SHA-256 %s); one changed byte makes another"
			" file",
			r->argv[0], sha256);
	*ret = c->record;
	return 0;
}

/* A record says what was so on the day that it was signed; what stands now, the database says. A signed
 * record of a file that is no issued one here: a scan took the place of the file, or the letter is not in
 * this database. */
static int stands_now(struct run *r, struct against *g, const struct seal_record *rec, struct err *e)
{
	struct copy_row *c = &g->copy;
	if (g->found || !g->db)
		return 0;
	int rc = ledger_copy(g->db, r->arena, &(struct house){.code = rec->house}, rec->reference, c, e);
	if (rc == DB_ROW)
		return err_set(e, ERR_INVALID,
			"%s is not the issued file of %s any more: that is %s, SHA-256 %s; the copy is %s",
			r->argv[0], rec->reference, *c->scan ? "the scan of the signed paper" : "the PDF",
			*c->scan ? c->scan : c->pdf, c->state);
	if (rc == DB_DONE)
		return err_set(e, ERR_INVALID,
			"%s: its record is signed, but this database has no letter %s of the house %s; mend: "
			"--key FILE checks what was signed alone",
			r->argv[0], rec->reference, rec->house);
	return rc;
}

int letter_verify_run(struct run *r, struct err *e)
{
	struct against g = {0};
	struct seal_record rec = {0};
	const char *name = NULL, *text = NULL;
	char sha256[65], *data;
	size_t len;
	int rc = file_read(r->arena, r->argv[0], STORE_FILE_BYTES_MAX, &data, &len, e);
	if (rc < 0)
		return rc;
	sha256_hex(data, len, sha256);
	rc = against_open(r, sha256, &g, e);
	if (rc == 0)
		rc = record_of(r, sha256, g.found ? &g.copy : NULL, &name, &text, e);
	if (rc == 0)
		rc = record_check(r, name, text, sha256, &g.ring, &rec, e);
	if (rc == 0)
		rc = stands_now(r, &g, &rec, e);
	if (rc != 0)
		return rc;
	reason_hide(r, &g, rec.house);
	return verdict(r, &rec, g.found ? &g.copy : NULL);
}

/* ---- letter scan ---- */

const struct option_info letter_scan_options[] = {
	{"--note", "TEXT", "What there is to say about it"},
	{"--secret", "FILE", "The signing key (else as paraph letter key list says)"},
	{0},
};

struct scan {
	const struct house *house;
	struct copy_row copy;
	struct seal_key key;
	struct looked_at file;
	char sha256[65];
};

/* A copy that may be scanned: it stands, has its files, and has no scan yet. One that is kept was the issued
 * file from then on, and may have gone: it is not exchanged. */
static int copy_takes(struct run *r, struct db *db, struct scan *s, struct err *e)
{
	struct copy_row *c = &s->copy;
	int rc = ledger_copy(db, r->arena, s->house, r->argv[0], c, e);
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND,
			"house %s has issued no letter under %s; paraph letter show shows"
			" the reference of each copy",
			s->house->code, r->argv[0]);
	if (rc < 0)
		return rc;
	if (strcmp(c->state, "cancelled") == 0)
		return err_set(e, ERR_CONFLICT,
			"%s is cancelled: no scan is kept of it; mend: issue it again", c->reference);
	if (c->gone_ms)
		return err_set(e, ERR_CONFLICT, "%s: its recipient was forgotten: no scan is kept of it",
			c->reference);
	if (*c->scan)
		return err_set(e, ERR_CONFLICT,
			"%s has a scan, which is its issued file (SHA-256 %s); mend, if it is a wrong one: "
			"cancel the copy and issue the letter again",
			c->reference, c->scan);
	return 0;
}

/* No copy's bytes, the unsigned PDF of this one least of all. */
static int bytes_are_new(struct run *r, struct db *db, struct scan *s, struct err *e)
{
	struct copy_row other = {0};
	int rc = ledger_copy_of_bytes(db, r->arena, s->sha256, &other, e);
	if (rc != DB_ROW)
		return rc < 0 ? rc : 0;
	bool same = strcmp(other.letter, s->copy.letter) == 0 && other.n == s->copy.n;
	return err_set(e, ERR_INVALID, "%s is %s%s; mend: give the scan of %s as it was signed", r->argv[1],
		same ? "the very PDF that was made, unsigned: " : "the file of another copy: ",
		other.reference, s->copy.reference);
}

/* Another process may have been first, with a scan or a cancellation. */
static int scan_stands(struct run *r, struct db *db, const struct scan *s, struct err *e)
{
	struct copy_row now = {0};
	int rc = ledger_copy(db, r->arena, s->house, s->copy.reference, &now, e);
	if (rc >= 0 && (rc == DB_DONE || strcmp(now.scan, s->sha256) != 0))
		return err_set(e, ERR_CONFLICT,
			"%s was scanned or cancelled by somebody else meanwhile; paraph letter show shows it",
			s->copy.reference);
	return rc < 0 ? rc : 0;
}

/* Signed in ink, or initialled and stamped: the scan takes the place of the PDF, with a record of its own. */
static int scan_keep(struct run *r, struct db *db, struct scan *s, struct err *e)
{
	struct seal_ring ring = {0};
	struct seal_record rec = {0};
	const struct copy_row *c = &s->copy;
	const char *house = s->house->code, *note = r->option[0] ? r->option[0] : "";
	int rc = keys_ring(db, r->arena, &ring, e);
	if (rc == 0)
		rc = seal_read(r->arena, c->reference, c->record, &ring, &rec, e);
	if (rc == 0)
		rc = store_file_add(
			db, "application/pdf", s->file.data, s->file.len, r->now_ms, s->sha256, e);
	if (rc < 0)
		return rc;
	rec.sha256 = s->sha256;
	rc = copy_scan_set_run(db,
		&(struct copy_scan_set_in){
			house, c->letter, c->n, s->sha256, seal_write(r->arena, &rec, &s->key)},
		e);
	if (rc == 0)
		rc = scan_stands(r, db, s, e);
	if (rc == 0)
		rc = outbox_pdf(db, house, c->letter, c->n, s->sha256, r->now_ms, e);
	if (rc == 0)
		rc = key_use(db, r->arena, &s->key, r->now_ms, e);
	if (rc == 0)
		rc = ledger_step(r, db, s->house,
			&(struct taken){.letter = c->letter,
				.what = "scanned",
				.note = arena_printf(r->arena, "%s: %s%s%s", c->reference, s->sha256,
					*note ? "; " : "", note)},
			NULL, e);
	return rc;
}

int letter_scan_run(struct run *r, struct err *e)
{
	AUTO_TX tx = {0};
	struct db *db = NULL;
	struct house h = {0};
	struct person actor = {0};
	struct scan s = {.house = &h};
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = house_open(r, db, NULL, &h, e);
	if (rc == 0)
		rc = house_actor(r, db, &h, &actor, e);
	if (rc == 0)
		rc = house_may(db, &h, actor.id, ROLE_SENDER, r->today, e);
	if (rc == 0) /* what a scanner makes may be of any size, and has its fonts nowhere */
		rc = enclosure_look(r->arena, r->argv[1], &s.file, e);
	if (rc == 0)
		rc = copy_takes(r, db, &s, e); /* and again below: meanwhile it may be cancelled */
	if (rc == 0)
		rc = key_open(r, db, r->option[1], &s.key, e);
	if (rc < 0)
		return rc;
	sha256_hex(s.file.data, s.file.len, s.sha256);
	rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = copy_takes(r, db, &s, e);
	if (rc == 0)
		rc = bytes_are_new(r, db, &s, e);
	if (rc == 0)
		rc = scan_keep(r, db, &s, e);
	return rc == 0 ? tx_commit(&tx, e) : rc;
}
