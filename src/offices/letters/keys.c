/* The installation's signing key, and those before it: where the secret lies, which public ones there are. */
#include <string.h>

#include "base/file.h"
#include "letters_sql.h"
#include "offices/letters/commands.h"
#include "offices/letters/issue.h"

#define DAY_MS 86400000
#define NAME_HEX 16 /* of the first act's hash: names the database among those of one user */

/* ---- where the secret lies ---- */

/* A database on a server has no file to lie beside: its key is named by its first act, which no other has. */
static int own_path(struct run *r, struct db *db, const char **ret, struct err *e)
{
	struct act_row *first = NULL;
	size_t n = 0;
	if (!r->own_dir)
		return err_set(e, ERR_USAGE,
			"say where the signing key lies: --secret FILE, or PARAPH_SECRET (there is no"
			" home folder)");
	int rc = store_rows(db, r->arena, 0, 1, &first, &n, e);
	if (rc == 0 && n == 0)
		rc = err_set(e, ERR_NOTFOUND, "nothing is recorded in this database; mend: paraph init");
	if (rc == 0)
		*ret = arena_printf(r->arena, "%s/%.*s.key", r->own_dir, NAME_HEX, first->hash);
	return rc;
}

static int secret_path(struct run *r, struct db *db, const char *given, const char **ret, struct err *e)
{
	const char *url = r->db_url;
	*ret = given ? given : r->secret;
	if (*ret)
		return 0;
	if (db_engine(db) == DB_POSTGRES)
		return own_path(r, db, ret, e);
	if (strncmp(url, "sqlite:", 7) == 0)
		url += 7;
	*ret = arena_printf(r->arena, "%s.key", url);
	return 0;
}

/* ---- public keys ---- */

static const char *day_of(struct arena *a, int64_t ms)
{
	char day[11];
	return ms > 0 ? arena_strdup(a, day_format((day_t)(ms / DAY_MS), day)) : "";
}

int keys_ring(struct db *db, struct arena *a, struct seal_ring *ret, struct err *e)
{
	struct seal_ring k = {.whose = "this installation's"};
	struct signing_key_list_row row;
	struct db_stmt *st;
	int rc = signing_key_list_start(db, &st, e);
	if (rc < 0)
		return rc;
	for (rc = signing_key_list_step(st, &row, e); rc == DB_ROW; rc = signing_key_list_step(st, &row, e))
		seal_ring_add(a, &k,
			(struct seal_public){arena_strdup(a, row.public), day_of(a, row.made_ms),
				day_of(a, row.ended_ms)});
	db_finish(st);
	*ret = k;
	return rc;
}

/* The one that signs; NULL: none does yet. */
static const struct seal_public *in_use(const struct seal_ring *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (!*k->key[i].to)
			return &k->key[i];
	return NULL;
}

int key_use(struct db *db, struct arena *a, const struct seal_key *key, int64_t now_ms, struct err *e)
{
	struct seal_ring k = {0};
	int rc = signing_key_add_run(db, &(struct signing_key_add_in){key->public, now_ms}, e);
	if (rc == 0)
		rc = keys_ring(db, a, &k, e);
	for (size_t i = 0; rc == 0 && i < k.n; i++)
		if (strcmp(k.key[i].public, key->public) == 0 && *k.key[i].to)
			return err_set(e, ERR_INVALID,
				"the signing key %.16s was replaced on %s; mend: sign with the one in use, "
				"which paraph letter key list names",
				key->public, k.key[i].to);
	return rc;
}

static int key_gone(const char *path, const struct seal_public *signs, struct err *e)
{
	return err_set(e, ERR_NOTFOUND,
		"%s: the signing key %.16s is not there; mend: put it there, say where it is with "
		"--secret FILE or PARAPH_SECRET, or make another: paraph letter key rotate",
		path, signs->public);
}

int letters_key_check(struct run *r, struct db *db, const char **ret, struct err *e)
{
	struct seal_ring k = {0};
	struct seal_key key;
	const char *path = NULL;
	int rc = keys_ring(db, r->arena, &k, e);

	*ret = "";
	if (rc < 0 || !in_use(&k))
		return rc;
	rc = secret_path(r, db, NULL, &path, e);
	if (rc == 0)
		rc = seal_key_open(r->arena, path, &key, e);
	if (rc == 0)
		*ret = path;
	return rc == ERR_NOTFOUND && path ? key_gone(path, in_use(&k), e) : rc;
}

int key_open(struct run *r, struct db *db, const char *given, struct seal_key *ret, struct err *e)
{
	struct seal_ring k = {0};
	const char *path = NULL;
	int rc = secret_path(r, db, given, &path, e);
	if (rc == 0)
		rc = keys_ring(db, r->arena, &k, e); /* before the file: who makes one makes the file first */
	if (rc < 0)
		return rc;
	const struct seal_public *signs = in_use(&k);
	rc = seal_key_open(r->arena, path, ret, e);
	if (rc == ERR_NOTFOUND && signs)
		return key_gone(path, signs, e);
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = seal_key_make(r->arena, path, false, e);
	return rc == 0 ? seal_key_open(r->arena, path, ret, e) : rc;
}

/* ---- for other than letters ---- */

int letters_sign(struct run *r, struct db *db, const char *lines, const char **ret_key,
	const char **ret_signature, struct err *e)
{
	struct seal_key key = {0};
	const char *path = NULL;
	size_t len = strlen(lines);
	int rc = secret_path(r, db, NULL, &path, e);
	if (rc == 0)
		rc = seal_key_open(r->arena, path, &key, e);
	if (rc < 0)
		return rc;
	char *signature = arena_strdup(r->arena, seal_sign(r->arena, lines, len, &key) + len);
	signature[strcspn(signature, "\n")] = '\0';
	*ret_key = seal_id(r->arena, key.public);
	*ret_signature = signature + strlen("signature: ");
	return 0;
}

int letters_signed(struct arena *a, const char *name, const char *ring, const char *key, const char *lines,
	const char *signature, struct err *e)
{
	struct seal_ring k = {0};
	int rc = seal_ring_parse(a, name, ring, &k, e);
	for (size_t i = 0; rc == 0 && i < k.n; i++)
		if (strcmp(seal_id(a, k.key[i].public), key) == 0)
			return seal_signed(lines, strlen(lines), k.key[i].public, signature)
				? 0
				: err_set(e, ERR_INVALID, "the signature is not of the key %s", key);
	return rc < 0 ? rc
		      : err_set(e, ERR_INVALID, "signed with the key %.16s, which is none of %s", key, name);
}

/* ---- letter key export, list, rotate ---- */

const struct option_info letter_key_export_options[] = {
	{"--out", "FILE", "A file for them; else they are printed"},
	{"--secret", "FILE",
		"The signing key (else as paraph letter key list says; made where there is none)"},
	{0},
};
const struct option_info letter_key_rotate_options[] = {
	{"--secret", "FILE", "The signing key (else as paraph letter key list says)"},
	{0},
};

int letter_key_export_run(struct run *r, struct err *e)
{
	AUTO_TX tx = {0};
	struct seal_key key = {0};
	struct seal_ring k = {0};
	struct db *db = NULL;
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = key_open(r, db, r->option[1], &key, e);
	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc == 0)
		rc = key_use(db, r->arena, &key, r->now_ms, e);
	if (rc == 0)
		rc = keys_ring(db, r->arena, &k, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc < 0)
		return rc;
	const char *text = seal_ring_write(r->arena, &k);
	if (r->option[0])
		return file_write(r->option[0], text, strlen(text), e);
	fputs(text, r->out);
	return 0;
}

int letter_key_list_run(struct run *r, struct err *e)
{
	static const struct column columns[] = {
		{"key", "Key", false, false},
		{"from", "From", false, false},
		{"to", "To", false, false},
		{"public", "Public key", false, false},
	};
	struct seal_ring k = {0};
	struct db *db = NULL;
	const char *path = NULL;
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = keys_ring(db, r->arena, &k, e);
	if (rc == 0)
		rc = secret_path(r, db, NULL, &path, e);
	if (rc < 0)
		return rc;
	struct table *t = table_new(r, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < k.n; i++)
		table_row(t,
			(const char *const[]){seal_id(r->arena, k.key[i].public), k.key[i].from, k.key[i].to,
				k.key[i].public});
	if (r->format == FORMAT_TABLE)
		fprintf(r->err, "the secret lies in %s\n", path);
	return table_end(t, e);
}

/* The keys that end: the one in the file, or where it is lost all that are in use. */
static int end_old(struct run *r, struct db *db, const char *lost_or, struct err *e)
{
	struct seal_ring k = {0};
	int rc = keys_ring(db, r->arena, &k, e);
	for (size_t i = 0; rc == 0 && i < k.n; i++) {
		if (*k.key[i].to || (lost_or && strcmp(lost_or, k.key[i].public) != 0))
			continue;
		rc = signing_key_end_run(db, &(struct signing_key_end_in){k.key[i].public, r->now_ms}, e);
		fprintf(r->err, "%.16s signs no more; what it signed still verifies\n", k.key[i].public);
	}
	return rc;
}

/* The file changes within the transaction: should it then not be committed, the new key enters at its first
 * use. */
int letter_key_rotate_run(struct run *r, struct err *e)
{
	AUTO_TX tx = {0};
	struct seal_key old = {0}, key = {0};
	struct db *db = NULL;
	const char *path = NULL;
	int rc = run_db(r, &db, e);
	if (rc == 0)
		rc = secret_path(r, db, r->option[0], &path, e);
	if (rc == 0)
		rc = tx_begin(&tx, db, e);
	if (rc < 0)
		return rc;
	rc = seal_key_open(r->arena, path, &old, e);
	if (rc == 0)
		rc = signing_key_add_run(db, &(struct signing_key_add_in){old.public, r->now_ms}, e);
	if (rc == 0 || rc == ERR_NOTFOUND)
		rc = end_old(r, db, rc == 0 ? old.public : NULL, e);
	if (rc == 0)
		rc = seal_key_make(r->arena, path, true, e);
	if (rc == 0)
		rc = seal_key_open(r->arena, path, &key, e);
	if (rc == 0)
		rc = signing_key_add_run(db, &(struct signing_key_add_in){key.public, r->now_ms}, e);
	if (rc == 0)
		rc = tx_commit(&tx, e);
	if (rc == 0)
		fprintf(r->out, "%.16s\n", key.public);
	return rc;
}
