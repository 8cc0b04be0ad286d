/* From the code on a letter to what it stands for. */
#include <ctype.h>
#include <string.h>

#include "letters_sql.h"
#include "offices/letters/issue.h"

const char *letter_code(struct arena *a, const char *typed)
{
	char code[SEAL_CODE] = "";
	size_t n = 0;
	for (; *typed; typed++) {
		char c = (char)toupper((unsigned char)*typed);
		if (strchr(" -_.\xe2\x80\x90\x91\x93", c)) /* also with a dash of typography in it */
			continue;
		if (!strchr(SEAL_LETTERS, c) || n == SEAL_CODE - 1)
			return NULL;
		n += n == 5;
		code[n++] = c;
	}
	if (n != SEAL_CODE - 1)
		return NULL;
	code[5] = '-';
	return arena_strdup(a, code);
}

static int copy_of_code(struct db *db, struct arena *a, const char *code, struct copy_row *ret, struct err *e)
{
	const char *whole = letter_code(a, code);
	int rc = whole ? ledger_copy_of_code(db, a, whole, ret, e) : DB_DONE;
	if (rc == DB_DONE)
		return err_set(e, ERR_NOTFOUND, "no letter bears the code '%.40s'", code);
	return rc < 0 ? rc : 0;
}

int letter_by_code(struct db *db, struct arena *a, const char *code, struct letter_seal *ret, struct err *e)
{
	struct seal_ring ring = {0};
	struct seal_record rec = {0};
	struct copy_row c = {0};
	int rc = copy_of_code(db, a, code, &c, e);
	if (rc == 0)
		rc = keys_ring(db, a, &ring, e);
	if (rc == 0) /* what does not verify is vouched for by nobody */
		rc = seal_read(a, c.reference, c.record, &ring, &rec, e);
	if (rc == ERR_INVALID)
		e->code = rc = ERR_BUG;
	if (rc != 0)
		return rc;
	*ret = (struct letter_seal){.code = rec.code,
		.reference = rec.reference,
		.house = rec.house,
		.signatory = rec.signatory,
		.addressee = rec.addressee,
		.status = c.state,
		.sha256 = rec.sha256,
		.signature = rec.signature,
		.key = seal_id(a, rec.key->public),
		.record = c.record,
		.on = DAY_NONE_LOW};
	return day_parse(rec.date, strlen(rec.date), &ret->on, e);
}

int letter_keys(struct db *db, struct arena *a, const char **ret, struct err *e)
{
	struct seal_ring ring = {0};
	int rc = keys_ring(db, a, &ring, e);
	if (rc == 0)
		*ret = seal_ring_write(a, &ring);
	return rc;
}
